"""Threads that nobody has an adapter for: a run of alike subtrees with an author, a date and a text in each.

No class name of any known software is looked for. The page is surveyed once (`survey`), its runs of alike subtrees are
weighed (`runs`); a run whose members lead elsewhere is a list of topics (`listing`), and one that does not look like
posts is none (`verdict`). The likeliest run's members tell by what they have in common where author, body and date
stand (`authors`, `bodies`, `template`), the opening post is looked for before them (`opening`), and each becomes a post
(`members`, `signing`, `posts`).
"""

from __future__ import annotations

from msgspec import structs

from pagearchive.parse.blocks.listing import is_listing
from pagearchive.parse.blocks.opening import find_opening, find_submission
from pagearchive.parse.blocks.posts import Reader
from pagearchive.parse.blocks.runs import find_runs, posts_among, widened
from pagearchive.parse.blocks.survey import Survey
from pagearchive.parse.blocks.template import Template
from pagearchive.parse.blocks.verdict import Claims, claims_of, is_hopeless, is_thread
from pagearchive.parse.document import Document
from pagearchive.parse.threads.discussion import read_discussion
from pagearchive.parse.threads.payload import payload_markup
from pagearchive.parse.threads.reader import ThreadPage
from pagearchive.parse.threads.surroundings import Surroundings

__all__ = ["claims_of", "read_blocks", "read_payload"]


def read_blocks(document: Document, claims: Claims | None = None) -> ThreadPage | None:
    """Read the page as a thread of unknown make; None where it is none. `claims`: what the page says of itself, where
    that is known already."""
    claims = claims or claims_of(document)
    if is_hopeless(document, claims):
        return None
    survey = Survey(document.root)
    runs = find_runs(survey)
    if not runs:
        return None
    if is_listing(document, survey, runs[0]):
        if claims.forum >= 1:
            document.problem("list-of-topics", "the page lists topics; `batch --follow board` archives their threads")
        return None
    if not is_thread(document, survey, runs[0], claims):
        return None
    run, remarks = posts_among(survey, runs)
    template = Template(document, survey, widened(survey, run))
    reader = Reader(document, template, Template(document, survey, remarks) if remarks is not None else None)
    posts = reader.read()
    signed = [post for post in posts if post.author.name or post.date_published]
    if len(signed) > 0.7 * len(posts):
        posts = signed  # what nobody signed stands among them as an advertisement does
    opening = find_opening(template)
    first = reader.opening(opening) if opening is not None else None
    around = Surroundings(document)
    thread = around.thread()
    if first is None and thread.page in (None, 1):
        submitted = find_submission(template, around.title)
        first = reader.submission(submitted) if submitted is not None else None
    begins = first is not None or thread.page in (None, 1)
    posts = [
        structs.replace(post, position=place, is_original_post=begins and place == 1)
        for place, post in enumerate([first, *posts] if first is not None else posts, 1)
    ]
    return ThreadPage(title=around.title, posts=posts, thread=thread)


def read_payload(document: Document, claims: Claims | None = None) -> ThreadPage | None:
    """The posts in the data of a page that calls itself a forum's and shows none; None where there are none."""
    if (claims or claims_of(document)).forum < 1:
        return None
    markup = payload_markup(document)
    return read_discussion(document.unfolded(markup)) if markup is not None else None
