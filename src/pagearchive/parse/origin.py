"""Where an article came from: the attribution lines at its head and its end, found before the text is read."""

from __future__ import annotations

from msgspec import structs

from pagearchive import dom
from pagearchive.model import Attribution, Link
from pagearchive.parse.attribution import Found, may_tell, read_line
from pagearchive.parse.content import Block, Content, Place
from pagearchive.parse.document import Document

_HEAD = 6
_END = 18
_BEHIND = 12
"""Blocks looked at ahead of the text's middle, at its end, and behind it."""
_LONGEST = 700
_UNTOLD = frozenset(("hidden text", "popup", "related links", "comments", "navigation", "cookie notice", "sidebar"))
_RANK = ("adapted", "republished", "press-release", "translated", "licensed", "agency")


def find_attribution(
    document: Document, content: Content, parts: list[Place], site_name: str | None
) -> Attribution | None:
    """What the article's own lines say of its origin; a line that says nothing else leaves the text."""
    blocks = content.blocks
    within = [at for at, block in enumerate(blocks) if block.place.within]
    if not within:
        return None
    untold: dict[int, bool] = {}
    inside = [
        blocks[at]
        for at in [*within[: 3 * _HEAD], *within[max(3 * _HEAD, len(within) - 2 * _END) :]]
        if _stands(document, blocks[at].place, untold)
    ]
    around = _around(parts[-1])
    after = blocks[within[-1] + 1 : within[-1] + 1 + 2 * _BEHIND]
    behind = [block for block in after if block.place.is_inside(around) and _stands(document, block.place, untold)]
    openings = [block for block in inside if block.prose][:3]
    looked_at = {id(block): block for block in [*inside[:_HEAD], *openings, *inside[-_END:], *behind[:_BEHIND]]}
    found: list[Attribution] = []
    for block in looked_at.values():
        read = _read(document, block, site_name, opening=any(block is first for first in openings))
        if read is None:
            continue
        found.append(read.attribution)
        if read.whole and not block.place.children:
            document.dropped.setdefault(dom.identity(block.node), "attribution line")
    return _joined(found)


def _read(document: Document, block: Block, site_name: str | None, *, opening: bool) -> Found | None:
    if block.characters > _LONGEST and not opening:
        return None
    words = block.words
    if not opening and not may_tell(words):
        return None
    links = [
        Link(url=address, text=dom.words_of(link))
        for link in dom.select(block.node, "a[href]")[:10]
        if (address := document.absolute(link.attrs.get("href"))) is not None
    ]
    return read_line(words, links=links, site_name=site_name, read_date=document.date, opening=opening)


def _joined(found: list[Attribution]) -> Attribution | None:
    """The line that says most, with the translator and the sources that others add."""
    if not found:
        return None
    best = min(found, key=lambda item: _RANK.index(item.kind))
    for other in found:
        if other is not best:
            new = (
                [name for name in other.source_names if name not in best.source_names]
                if other.kind == best.kind
                else []
            )
            best = structs.replace(
                best,
                source_names=[*best.source_names, *new],
                translated_by=best.translated_by or other.translated_by,
                license=best.license or other.license,
                source_url=best.source_url or (other.source_url if other.kind == best.kind else None),
            )
    return best


def _around(root: Place) -> Place:
    """The element that holds the text and what stands right below it."""
    place = root
    for _level in range(3):
        if place.parent is None or place.parent.tag in ("body", "main") or place.tag == "article":
            break
        place = place.parent
    return place


def _stands(document: Document, place: Place, untold: dict[int, bool]) -> bool:
    """Whether a place is neither dropped nor in a part that is another's: a dialog, a teaser, a comment."""
    path: list[Place] = []
    at: Place | None = place
    while at is not None and id(at) not in untold:
        path.append(at)
        at = at.parent
    known = untold[id(at)] if at is not None else True
    for at in reversed(path):
        known = known and at.reason not in _UNTOLD and document.dropped.get(at.key) not in _UNTOLD
        untold[id(at)] = known
    return known
