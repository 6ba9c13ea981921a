"""Where an article came from: the attribution lines at its head and its end, found before the text is read."""

from __future__ import annotations

from msgspec import structs

from pagearchive import dom
from pagearchive.model import Attribution, Link
from pagearchive.parse.attribution import Found, read_line
from pagearchive.parse.content import Block, Content, Place
from pagearchive.parse.document import Document

_HEAD = 6
_END = 30
_BEHIND = 12
"""Blocks looked at ahead of the text's middle, at its end, and behind it."""
_LONGEST = 700
_UNTOLD = frozenset(("hidden text", "popup", "related links", "comments", "navigation", "cookie notice", "sidebar"))
_RANK = ("adapted", "republished", "press-release", "translated", "licensed", "agency")


def find_attribution(
    document: Document, content: Content, parts: list[Place], site_name: str | None
) -> Attribution | None:
    """What the article's own lines say of its origin; a line that says nothing else leaves the text."""
    root = parts[-1]
    live = [block for block in content.blocks if _stands(document, block)]
    inside = [block for block in live if any(block.place.is_inside(part) for part in parts)]
    if not inside:
        return None
    last = live.index(inside[-1])
    behind = [block for block in live[last + 1 : last + 1 + _BEHIND] if block.place.is_inside(_around(root))]
    openings = [block for block in inside if block.prose][:3]
    looked_at = {id(block): block for block in [*inside[:_HEAD], *openings, *inside[-_END:], *behind]}
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
    words = block.words
    if len(words) > _LONGEST and not opening:
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


def _stands(document: Document, block: Block) -> bool:
    """Whether a block is neither dropped nor in a part that is another's: a dialog, a teaser, a comment."""
    place: Place | None = block.place
    while place is not None:
        if place.reason in _UNTOLD or document.dropped.get(dom.identity(place.node)) in _UNTOLD:
            return False
        place = place.parent
    return True
