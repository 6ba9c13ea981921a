"""Which software a page is: one look through the page for all of them together."""

from __future__ import annotations

from html import escape

from pagearchive import dom
from pagearchive.dom import Node
from pagearchive.parse.document import Document
from pagearchive.parse.platforms.platform import Platform


def first_of(document: Document, platforms: tuple[Platform, ...]) -> Platform | None:
    """The first of the platforms whose marks all stand on the page, or None.

    The first marks of all platforms are looked for as one selector, so a page of no known software costs one walk. A
    match is compared with each platform by itself; those that it does not settle are looked for once more.
    """
    asked = platforms
    best: Platform | None = None
    while asked:
        node = dom.select_first(document.tree, _first_marks(asked))
        if node is None:
            return best
        alike = _matching(node, asked) or asked  # a mark that needs the page around it: each is asked by itself
        claimed = next((platform for platform in alike if _stands(document, platform)), None)
        if claimed is not None:
            best = claimed
            asked = asked[: asked.index(claimed)]
        asked = tuple(platform for platform in asked if platform not in alike)
    return best


def _first_marks(platforms: tuple[Platform, ...]) -> str:
    return ", ".join(platform.marks[0] for platform in platforms)


def _matching(node: Node, platforms: tuple[Platform, ...]) -> tuple[Platform, ...]:
    """The platforms whose first mark the node is, seen without the page around it."""
    tag = node.tag or "div"
    attributes = "".join(f' {name}="{escape(text or "")}"' for name, text in node.attributes.items())
    alone = dom.parse(f"{'<table>' if tag in _TABLE_PARTS else ''}<{tag}{attributes}>")
    return tuple(platform for platform in platforms if dom.select_first(alone, platform.marks[0]) is not None)


_TABLE_PARTS = frozenset(("caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "td", "th"))


def _stands(document: Document, platform: Platform) -> bool:
    return all(dom.select_first(document.tree, mark) is not None for mark in platform.marks)
