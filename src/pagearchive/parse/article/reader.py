"""The reader of anything that is no thread: one text with its pictures, its authors and where it came from."""

from __future__ import annotations

from collections import Counter

from msgspec import UNSET, structs

from pagearchive import dom
from pagearchive.dom import Node
from pagearchive.model import Article
from pagearchive.parse import chrome
from pagearchive.parse.article import trimming, walls
from pagearchive.parse.article.language import settled
from pagearchive.parse.article.origin import find_attribution
from pagearchive.parse.article.remarks import read_comments
from pagearchive.parse.bodies.body import Body, read_body
from pagearchive.parse.document import Document
from pagearchive.parse.figures.illustrations import find_illustrations, with_roles
from pagearchive.parse.layout.content import INLINE, Content, Place, is_code, within
from pagearchive.parse.metadata.reader import Metadata, read_metadata


def read_article(document: Document, *, comments: bool = False) -> Article:
    """Read the page as one text; with `comments`, what readers wrote below it as well.

    A page that is no article (a bot check, a login, an error) is an Article with an empty text and a problem that says
    what it is.
    """
    content = Content(document)
    found = read_metadata(document, content)
    root = content.root
    if root is None:
        return _refused(document, found, "")
    parts = content.parts(found.title_block)
    for part in parts:
        _mark_chrome(document, content, part)
    if found.title_block is not None:
        document.drop_node(found.title_block.node, "title")
    for block in found.bylines:
        if document.is_documentation and block.tag in _ENTRIES:
            continue  # a talk by somebody, a chapter "By hand"
        if len(block.words) <= _LONGEST_BYLINE and not block.place.children:
            document.drop_node(block.node, "byline")
    _note_surroundings(document, content)
    attribution = find_attribution(document, content, parts, found.site_name)
    trimming.trim(document, content, _people(found))
    shown = find_illustrations(document, content, parts, found)
    apart = [lead for lead in shown.leads if not _is_read(document, lead, parts)]
    body = read_body(
        document, [*apart, *(part.node for part in parts)], printed=shown.printed, backgrounds=shown.backgrounds
    )
    if not body.text or walls.wall_of(document, found.title, body.text) is not None:
        return _refused(document, found, body.text)
    body = structs.replace(body, images=with_roles(body.images, shown))
    _note_doubts(document, found, body)
    article = structs.replace(_article(document, found, body), attribution=attribution)
    return structs.replace(article, comments=read_comments(document, content)) if comments else article


def _people(found: Metadata) -> list[str]:
    """The names of the authors, without a site that signs for them."""
    site = (found.site_name or "").casefold()
    return [author.name for author in found.authors if author.name and author.name.casefold() not in site]


def _is_read(document: Document, node: Node, parts: list[Place]) -> bool:
    """Whether the walk over the parts comes to a node: it stands in one, and in nothing that is passed over."""
    ends = {part.key for part in parts}
    above: Node | None = node
    while above is not None:
        identity = dom.identity(above)
        if identity in ends:
            return True
        if identity in document.dropped:
            return False
        above = above.parent
    return False


def _note_surroundings(document: Document, content: Content) -> None:
    """Account for the parts of the page around the article that are chrome by name."""
    place = content.root
    while place is not None and place.parent is not None:
        for beside in content.inside(place.parent):
            if beside is not place and not beside.within and beside.reason is not None:
                document.note_removed(beside.reason)
        place = place.parent
    for _before, node in content.pruned:
        if dom.identity(node) not in document.dropped:
            document.note_removed("navigation" if node.tag == "nav" else "footer")


def _refused(document: Document, found: Metadata, text: str) -> Article:
    """A page that has no content to give: its wall, or its emptiness, as a problem."""
    wall = walls.wall_of(document, found.title, text)
    if wall is not None:
        document.problem(wall.code, wall.message)
    else:
        document.problem("empty", "the page shows no text")
    return _article(document, found, Body(text="", html="", images=[], links=[], quotes=[]))


def _note_doubts(document: Document, found: Metadata, body: Body) -> None:
    """What a reader of the record should know: a teaser, a list of results, what the page does not say."""
    if walls.is_search(found.title):
        document.problem("search-page", "the page lists what was searched for; it is no article")
    if walls.is_paywalled(document, body.text):
        document.problem("paywall", "the page shows the beginning only and asks for a subscription")
    for code, missing in (
        ("no-title", not found.title),
        ("no-author", not found.authors),
        ("no-date", not found.date_published),
    ):
        if missing:
            document.problem(code, f"the page names no {code[3:]} that could be found")


def _article(document: Document, found: Metadata, body: Body) -> Article:
    page = document.page
    language, declared = settled(document.language, body.text)
    return Article(
        requested_url=page.requested_url,
        url=page.url,
        canonical_url=found.canonical_url,
        site_name=found.site_name,
        language=language,
        declared_language=declared or UNSET,
        title=found.title,
        description=found.description,
        captured_at=page.captured,
        read_by="article",
        authors=found.authors,
        date_published=found.date_published,
        date_published_raw=found.date_published_raw,
        date_modified=found.date_modified,
        text=body.text,
        html=body.html,
        images=body.images,
        section=found.section or UNSET,
        license=found.license or UNSET,
        sources=found.sources,
        alternatives=found.alternatives or UNSET,
        removed=document.removed,
        problems=document.problems,
    )


def _mark_chrome(document: Document, content: Content, root: Place) -> None:
    """Mark what its names show to be no content, inside a part of the article."""
    found: list[tuple[Node, str, str]] = []
    if document.is_documentation:
        content.absolved.update(chrome.OF_DOCUMENTATION)
    at = root.index + 1
    while at < root.end:
        place = content.order[at]
        reason = place.reason
        if reason is None or place.sign in content.absolved or _is_content(content, place, reason):
            at += 1
        else:
            found.append((place.node, reason, place.sign))
            at = place.end
    for node in (*within(content.named, root.first, root.last), *within(content.pruned, root.first, root.last)):
        known = chrome.reason_of(node) or _permalink(node)
        if known is None or known[0] == chrome.CONTENTS or known[1] in content.absolved:
            continue
        if _is_pictorial(node, known[0]):
            continue
        if node.tag in INLINE and len(node.text()) > _INLINE_PROSE:
            continue  # it wraps blocks
        if known[0] not in _BESIDE_CODE and is_code(node):
            continue  # a comment or a keyword of a programming language
        found.append((node, *known))
    often = Counter([sign for _node, reason, sign in found if reason in chrome.ONCE])
    for node, reason, sign in found:
        if often[sign] <= _OFTEN:
            document.drop_node(node, reason)


def _is_pictorial(node: Node, reason: str) -> bool:
    """Whether an element is a picture that opens in a popup, is lazily shown, or bears its credit's class."""
    return node.tag in _PICTORIAL or (node.tag in ("figure", "a") and reason in ("popup", "control"))


def _permalink(node: Node) -> tuple[str, str] | None:
    """Whether an inline element is a sign beside a heading that leads to it."""
    if node.tag_id != _LINK or not (node.attributes.get("href") or "").startswith("#"):
        return None
    return ("permalink", "<a>") if node.text().strip() in _SIGNS else None


def _is_content(content: Content, place: Place, reason: str) -> bool:
    """Whether an element is a picture or code, whatever its names say."""
    if _is_pictorial(place.node, reason):
        return True
    if reason == "control" and _has_heading(content, place):
        return True
    if reason in _BESIDE_CODE:
        return False
    return is_code(place.node) or (reason in chrome.WEAK and _holds_code(content, place))


def _has_heading(content: Content, place: Place) -> bool:
    """Whether a heading stands in an element that leads nowhere: no button has one."""
    return any(block.tag in _HEADINGS and not block.linked for block in content.blocks[place.first : place.last])


def _holds_code(content: Content, place: Place) -> bool:
    """Whether an element called by what stands beside its text, such as a button to copy it, is a listing."""
    return any(inner.tag == "pre" for inner in content.order[place.index + 1 : place.end])


_LINK = dom.number_of("a")
_SIGNS = frozenset("¶ § # 🔗 ⚓ ◆ ∞ \u200b \uf0c1".split())
_HEADINGS = frozenset(("h1", "h2", "h3", "h4"))
_ENTRIES = frozenset(("li", "dt", "h2", "h3", "h4"))
"""Lines of documentation that may begin like a byline."""
_BESIDE_CODE = frozenset(("control", "hidden text", chrome.LINE_NUMBERS))
"""What a listing may hold that is no code."""
_PICTORIAL = frozenset(("img", "amp-img", "picture", "source", "figcaption"))
_LONGEST_BYLINE = 160
_INLINE_PROSE = 250
_OFTEN = 8
"""A byline stands once or twice on a page; what comes more often is a part of the text, such as a list's dates."""
