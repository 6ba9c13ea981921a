"""Is this page a thread? What the page says of itself costs nothing; then comes what its likeliest run looks like."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from msgspec import Struct

from pagearchive import dom
from pagearchive.dom import Node
from pagearchive.parse.blocks.listing import ids_of
from pagearchive.parse.blocks.naming import is_opaque
from pagearchive.parse.blocks.runs import Run, tokens, widened
from pagearchive.parse.blocks.survey import Survey, has_date_within, person_shape
from pagearchive.parse.blocks.template import Template
from pagearchive.parse.document import Document
from pagearchive.patterns import regex

_FORUM_HOST = regex(
    r"//(?:[\w-]+\.)*(?:[\w-]*forums?|community|communities|discuss(?:ions?)?|boards?|talk|bbs|answers|ask"
    r"|support)\d?\."
)
_FORUM_PATH = regex(
    r"/(?:[\w-]*forums?[\w-]*|threads?|topic|topics(?=/[^?#]*\d)|t|discussions?|questions?|boards?|bbs|talk|community|communities"
    r"|viewtopic|showthread"
    r"|conversations?|groups|comments|messages?|foro|foros|foren|fragen?|hilo|sujet|discussione|draad)(?:[/.?_-]|$)|viewtopic|showthread|[?&](?:topic"
    r"|thread|tid)=",
    re.IGNORECASE,
)
_FORUM_CLASS = regex(
    r"forum|thread|topic(?!s-page)|viewtopic|showthread|discussion|question|board(?!ing)|comments-page", re.IGNORECASE
)
_FORUM_TYPES = ("DiscussionForumPosting", "QAPage", "UserComments")
_ARTICLE_TYPES = regex(
    r'\s*:\s*\[?\s*"(?:\w*NewsArticle|Article|BlogPosting|TechArticle|ScholarlyArticle|MedicalWebPage|Product|Recipe'
    r'|SoftwareApplication|LocalBusiness|Movie|Book|ItemList|CollectionPage|SearchResultsPage)"'
)
"""What stands behind the property in a page's JSON-LD."""
_THREAD = regex(
    r"forum|(?<!comment-)(?<!comment)(?<!comments-)(?<!wpd-)thread(?!-(?:even|odd|alt))|topic|discussion", re.IGNORECASE
)
_DISCUSSION = regex(r"forum|topic|discussion", re.IGNORECASE)
_COMMENT = regex(r"comment|respond|disqus|review", re.IGNORECASE)
_POST = regex(r"post|message|reply|answer|topic|thread", re.IGNORECASE)
_INTERFACE = regex(
    r"menu|nav|widget|toc|head|title|section|cite|ref|footnote|fn|form|field|input|label|tab|slide|swiper|accordion|faq"
    r"|image|img|gallery|figure|fig|table|svg|path|clip|gradient|mask|block|elementor|row|col|module|panel|modal|popup"
    r"|button|btn|radix|headless|mui|ad[-_]|ads|gpt|banner|video|player|chart|product|item[-_]?$|step|chapter|^h$",
    re.IGNORECASE,
)
"""What numbered ids of a page's furniture are called."""
_SERIES = regex(r"(?<![a-z0-9])[a-z0-9]*\d[a-z0-9]*$")
_REPLY = regex(
    r"^\W*(?:reply|quote|antwort(?:en)?|zitat|zitieren|répondre|citer|responder|citar|rispondi|ответить|цитировать"
    r"|report)\b",
    re.I,
)


class Claims(Struct, frozen=True):
    """What a page says of itself."""

    forum: float
    """From 0: how far it says that it is a forum's page."""
    article: float
    """From 0: how far it says that it is an article, a product, a list."""


def claims_of(document: Document) -> Claims:
    """What the page's address, its declarations and its body's class say."""
    forum = article = 0.0
    url = document.url or document.meta.get("og:url") or ""
    host, path = url.partition("//")[2].partition("/")[::2]
    if _FORUM_HOST.match(f"//{host}"):
        forum += 1
    if _FORUM_PATH.search(f"/{path}"):
        forum += 1.5
    stated = document.structured.declarations
    if any(name in stated for name in _FORUM_TYPES):
        forum += 2
    body = document.tree.body
    for node in (document.root, body):
        if node is not None and _FORUM_CLASS.search(f"{node.attrs.get('class') or ''} {node.attrs.get('id') or ''}"):
            forum += 1
    if document.meta.get("og:type") == "article":
        article += 1
    if "article:published_time" in document.meta and document.meta.get("og:type") != "website":
        article += 1
    if any(map(_ARTICLE_TYPES.match, stated.split('"@type"')[1:])):
        article += 1.5
    return Claims(forum, article)


_SURE = 1.5
"""What a page of documentation must say of itself to be looked at: its topics and its questions are chapters."""


def is_hopeless(document: Document, claims: Claims) -> bool:
    """Whether the page says that it is no thread, so that nothing more is worth looking at."""
    if claims.forum >= (_SURE if document.is_documentation else 1):
        return False
    return document.is_documentation or claims.article >= 1.5 or not _has_signed_series(document)


def _has_signed_series(document: Document) -> bool:
    """Whether the ids of three elements differ in a number only, and dates or people stand in or around them.

    A page that calls itself nothing shows no thread without.
    """
    series: dict[str, list[Node]] = {}
    for node in dom.select(document.tree, "[id], a[name]"):
        bare = _bare(node.id or node.attributes.get("name") or "")
        if bare is not None:
            members = series.setdefault(bare, [])
            members.append(node)
            if len(members) == LOOKED_AT and sum(map(_is_signed, members)) > 1:
                return True
    return False


@lru_cache(maxsize=4096)
def _bare(name: str) -> str | None:
    """What members of a series have in common in their identifiers; None for what is no post's."""
    if not name or len(name) >= 64 or not name[-1].isalnum():
        return None
    if is_opaque(name):
        return f"{len(name)} characters"
    bare = _SERIES.sub("", name)
    return bare if len(bare) < len(name) - 1 and _may_be_a_post(bare) else None


LOOKED_AT = 3
"""Members of a series that are looked at."""
_BUTTONS = frozenset(("a", "button", "span", "label"))
MAX_BUTTON = 2000
"""Characters of text: what holds more is no button."""
MAX_POST = 30_000
"""Characters of text: what holds more is no post."""


def _may_be_a_post(bare: str) -> bool:
    return _INTERFACE.search(bare) is None


def _is_signed(node: Node) -> bool:
    """Whether a date, or the link of an account, stands in the element, or next to it under the same parent."""
    words, around = node.text() or "", node
    if len(words) < 200 and node.parent is not None:
        around = node.parent
        words = around.text() or ""
    if len(words) > MAX_POST:
        return False
    return has_date_within(words[:4000]) or dom.select_first(around, _SIGNED) is not None


_SIGNED = "time, [datetime], [data-time], a[href*=user]"


def is_thread(document: Document, survey: Survey, run: Run, claims: Claims) -> bool:
    """Whether the run looks like the posts of a thread on a page with these claims."""
    count = len(run.members)
    if count < 2:
        return False
    text = sum(run.own_text)
    if text < 0.1 * survey.text[0]:
        return False
    numbered = _is_numbered(survey, run)
    named = _share_named(document, survey, run, claims)
    most, together, both = max(run.dated, named), run.dated + named, min(run.dated, named) >= 0.8
    forum = claims.forum + _speaks_of_threads(survey, run) - claims.article / 2
    if forum >= 1.5 and (numbered or both or _POST.search(_words_around(survey, run))):
        return most >= 0.6 and together >= 0.7
    if forum >= 1 and numbered and (both or (most >= 0.9 and _are_answerable(survey, run))):
        return True
    if count < 3 or text < 0.6 * survey.text[0]:
        return False
    if not (both or (count >= 10 and most >= 0.9 and together >= 1.2)):
        return False
    speaks = claims.forum + _speaks_of_threads(survey, run) >= 1.5
    if claims.article < 1 and numbered and both and _is_opened_by_member(survey, run):
        return text_before(survey, run, even_inside=False) <= 0.5 * text and _are_answerable(survey, run)
    is_doubtful = claims.forum < 1.5 and (claims.article or not numbered)
    limit = 0.08 if is_doubtful or _is_commentary(survey, run) else 0.5
    return text_before(survey, run, even_inside=claims.forum < 1.5) <= limit * text and (
        speaks or _are_answerable(survey, run)
    )


def _share_named(document: Document, survey: Survey, run: Run, claims: Claims) -> float:
    """The share of members with a person of their own: one that is a link or called so. Where all members are dated, on
    a page that calls itself a forum's or whose members can be answered, also one whose name stands where every other
    member's stands."""
    if run.named >= 0.8 or run.dated < 0.8:
        return run.named
    is_series = claims.forum >= 1 or _is_numbered(survey, run)
    if claims.forum < 1.5 and not (is_series and _are_answerable(survey, run)):
        return run.named
    return max(run.named, Template(document, survey, widened(survey, run)).signed)


def _is_opened_by_member(survey: Survey, run: Run) -> bool:
    """Whether somebody with the same kind of account as the members' authors is named, with a date, before the run: who
    writes an article has another."""
    first = run.members[0]
    shapes = Counter(filter(None, (_account_of(survey, member) for member in run.members[:20])))
    shape, count = max(shapes.items(), key=lambda item: item[1], default=("", 0))
    if count < 0.6 * len(run.members[:20]):
        return False
    for number in sorted(survey.named):
        if number >= first:
            break
        if person_shape(survey.attributes[number].get("href")) == shape and _is_dated_line(survey, number):
            return True
    return False


def _account_of(survey: Survey, member: int) -> str | None:
    looked = range(member, min(survey.ends[member], member + 200))
    named = (number for number in looked if number in survey.named and survey.tags[number] == "a")
    return next((shape for number in named if (shape := person_shape(survey.attributes[number].get("href")))), None)


def _is_dated_line(survey: Survey, number: int) -> bool:
    """Whether a date stands in the few words around an element."""
    at = number
    while at > 0 and survey.text[at] + survey.link_text[at] < MAX_LINE:
        if survey.dates[at]:
            return True
        at = survey.parents[at]
    return False


MAX_LINE = 200
"""Characters of a line that says who wrote a post and when."""


def _speaks_of_threads(survey: Survey, run: Run) -> float:
    """Whether the classes around the run call it a thread, a topic, a discussion."""
    words = _words_around(survey, run)
    return 1.0 if (_DISCUSSION if _is_commentary(survey, run) else _THREAD).search(words) else 0.0


def _words_around(survey: Survey, run: Run) -> str:
    """The classes and ids of the first member and of what stands around it."""
    words: list[str] = []
    at = run.members[0]
    while at > 0 and len(words) < 8:
        attributes = survey.attributes[at]
        words.append(f"{attributes.get('class') or ''} {attributes.get('id') or ''}"[:300])
        at = survey.parents[at]
    return " ".join(words)


def text_before(survey: Survey, run: Run, *, even_inside: bool = True) -> int:
    """Characters of running text (paragraphs of some length) before the first member.

    `even_inside`: the first member itself counts where it is so long that it may be an article among its comments.
    """
    first = run.members[0]
    usual = sorted(run.own_text)[len(run.members) // 2]
    inside = run.own_text[0] if even_inside and run.own_text[0] > 8 * usual else 0
    return inside + sum(
        survey.text[number]
        for number in range(first)
        if survey.tags[number] in ("p", "blockquote", "pre")
        and survey.text[number] > 60
        and survey.ends[number] <= first
    )


def _is_numbered(survey: Survey, run: Run) -> bool:
    """Whether the members carry identifiers of their own."""
    looked = run.members[:20]
    return sum(
        any(any(c.isdigit() for c in value) for value in ids_of(survey, member)) for member in looked
    ) > 0.7 * len(looked)


def _is_commentary(survey: Survey, run: Run) -> bool:
    """Whether class names speak of comments and not of posts."""
    words = " ".join(tokens(survey, run.members[0]) + tokens(survey, survey.parents[run.members[0]]))
    return _COMMENT.search(words) is not None and _POST.search(words) is None


def _are_answerable(survey: Survey, run: Run) -> bool:
    """Whether the members hold what readers of a thread use: reply, quote, report, or a link to the member itself."""
    looked = run.members[:10]
    return sum(_is_answerable(survey, member) for member in looked) >= 0.4 * len(looked)


def _is_answerable(survey: Survey, member: int) -> bool:
    names = {name for value in ids_of(survey, member)[:6] for name in re.findall(r"\w{4,}", value.rpartition("_")[2])}
    names = {name for name in names if any(c.isdigit() for c in name)}
    for number in range(member, min(survey.ends[member], member + 150)):
        if survey.tags[number] == "a":
            href = survey.attributes[number].get("href") or ""
            if any(name in href for name in names):
                return True
        if survey.tags[number] in _BUTTONS and survey.text[number] + survey.link_text[number] < MAX_BUTTON:
            words = dom.words_of(survey.nodes[number])[:40]
            if _REPLY.match(words):
                return True
    return False
