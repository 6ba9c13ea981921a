"""What readers wrote below an article: never in its text, read on its own where it is asked for."""

from __future__ import annotations

from collections.abc import Iterator

from pagearchive import dom
from pagearchive.dom import Node
from pagearchive.model import Comment
from pagearchive.parse.blocks.posts import Reader
from pagearchive.parse.blocks.runs import find_runs, widened
from pagearchive.parse.blocks.survey import Survey
from pagearchive.parse.blocks.template import Template
from pagearchive.parse.document import Document
from pagearchive.parse.layout.content import Content

_REASON = "comments"
MAX_AREAS = 20
"""Parts of a page that are looked through for comments."""


def read_comments(document: Document, content: Content) -> list[Comment]:
    """The comments on an article in page order, as far as the page itself holds them.

    They are looked for where the page calls a part of it so, as a run of alike elements with an author or a date each.
    To be called once the article's text has been read: what was taken out of it as comments is looked through, too.
    """
    found: list[Comment] = []
    for _number, area in zip(range(MAX_AREAS), _areas(document, content), strict=False):
        found += _in_area(document, area)
    return found


def _areas(document: Document, content: Content) -> Iterator[Node]:
    """The outermost parts that are comments by their names or by the heading over them."""
    at = 0
    while at < len(content.order):
        place = content.order[at]
        if place.reason == _REASON or document.dropped.get(place.key) == _REASON:
            yield place.node
            at = place.end
        else:
            at += 1


def _in_area(document: Document, area: Node) -> list[Comment]:
    apart = document.unfolded(area.html or "")
    survey = Survey(apart.root)
    run = next((run for run in find_runs(survey) if not _is_in_form(survey.nodes[run.members[0]])), None)
    if run is None:
        return []
    posts = Reader(apart, Template(apart, survey, widened(survey, run))).read()
    return [
        Comment(author=post.author if post.author.name else None, date_published=post.date_published, text=post.text)
        for post in posts
        if post.text and (post.author.name or post.date_published)
    ]


def _is_in_form(node: Node) -> bool:
    """Whether an element is a field for a comment of one's own."""
    return any(above.tag == "form" for above in dom.ancestors(node))
