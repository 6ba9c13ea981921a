"""Where an article came from: the attribution lines at its head and its end, found before the text is read."""

from __future__ import annotations

import re
from itertools import islice

from msgspec import structs

from pagearchive import dom
from pagearchive.model import Attribution, Link
from pagearchive.parse.attribution.lines import Found, read_dateline, read_line, telling
from pagearchive.parse.attribution.patterns import SHORT
from pagearchive.parse.document import Document
from pagearchive.parse.layout.content import Block, Content, Place
from pagearchive.patterns import regex

_HEAD = 8
_END = 16
_BEHIND = 12
"""Blocks looked at ahead of the text's middle, at its end, and behind it."""
_EDGE = 4
"""Blocks of these at either end that may be whole paragraphs; farther in only short lines are looked at."""
_OPENINGS = 3
_LONGEST = 700
_UNTOLD = frozenset(("hidden text", "popup", "related links", "comments", "navigation", "cookie notice", "sidebar"))
_CAPTIONED = regex(r"caption|credit|copyright|image|photo|media|figure|picture", re.I)
_RANK = ("adapted", "republished", "press-release", "translated", "licensed", "agency")


def find_attribution(
    document: Document, content: Content, parts: list[Place], site_name: str | None
) -> Attribution | None:
    """What the article's own lines say of its origin; a line that says nothing else leaves the text."""
    blocks = content.blocks
    inside = [block for part in parts for block in blocks[part.first : part.last]]
    if not inside:
        return None
    stands = _Standing(document)
    root = parts[-1]
    around = _around(root)
    behind = blocks[root.last : min(around.last, root.last + _BEHIND)]
    found: list[Attribution] = []
    openings = islice((block for block in inside if block.prose and stands.is_own(block.place)), _OPENINGS)
    signed = (block for block in openings if any(sign in run for run in block.text for sign in "(/["))
    datelines = (read_dateline(block.words, read_date=document.date) for block in signed)
    found += [read.attribution for read in datelines if read is not None][:1]
    lines = [*inside[:_HEAD], *inside[max(_HEAD, len(inside) - _END) :], *behind]
    edges = {id(block) for block in (*inside[:_EDGE], *inside[-2 * _EDGE :], *behind[:_EDGE])}
    lines = [block for block in lines if block.characters <= (_LONGEST if id(block) in edges else SHORT)]
    for at in telling(["".join(block.text) for block in lines]):
        block = lines[at]
        read = _read(document, block, site_name) if stands.is_own(block.place) and not _is_caption(block) else None
        if read is not None:
            found.append(read.attribution)
            if read.whole and not block.place.children:
                document.dropped.setdefault(dom.identity(block.node), "attribution line")
    return _joined(found)


def _read(document: Document, block: Block, site_name: str | None) -> Found | None:
    read = read_line(block.words, site_name=site_name, read_date=document.date)
    if read is None or not block.linked:
        return read
    links = [
        Link(url=address, text=dom.words_of(link))
        for link in dom.select(block.node, "a[href]")[:10]
        if (address := document.absolute(link.attributes.get("href"))) is not None
    ]
    return read_line(block.words, links=links, site_name=site_name, read_date=document.date)


def _is_caption(block: Block) -> bool:
    """Whether a line is printed about a picture: in its figure, or right behind it."""
    place: Place | None = block.place
    for _level in range(3):
        if place is None:
            break
        if place.tag in ("figure", "figcaption") or _CAPTIONED.search(place.node.attributes.get("class") or ""):
            return True
        place = place.parent
    before = dom.element_before(block.node)
    return before is not None and (
        before.tag in ("img", "picture", "figure")
        or (
            before.tag in ("p", "div", "a")
            and not before.text(strip=True)
            and dom.select_first(before, "img") is not None
        )
    )


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


class _Standing:
    """Whether places are the article's own: neither dropped nor in a dialog, a teaser, a comment."""

    def __init__(self, document: Document) -> None:
        self.dropped = document.dropped
        self.known: dict[int, bool] = {}

    def is_own(self, place: Place) -> bool:
        """Whether nothing around a place makes it another's."""
        path: list[Place] = []
        at: Place | None = place
        while at is not None and at.key not in self.known:
            path.append(at)
            at = at.parent
        own = self.known[at.key] if at is not None else True
        for at in reversed(path):
            own = own and at.reason not in _UNTOLD and self.dropped.get(at.key) not in _UNTOLD
            self.known[at.key] = own
        return own
