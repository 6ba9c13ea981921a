"""Which software a page is: one look through the page for all of them together."""

from __future__ import annotations

from html import escape

from pagearchive import dom
from pagearchive.dom import Node
from pagearchive.parse.document import Document
from pagearchive.parse.platforms.platform import Platform


def first_of(document: Document, platforms: tuple[Platform, ...]) -> Platform | None:
    """The platform that the page is, or None.

    The first marks of all platforms are looked for as one selector, so a page of no known software costs one walk. The
    element found is compared with each platform by itself; of those that share it, the first whose other marks stand
    on the page too has it. Where none has, the page is searched once more for the rest.
    """
    asked = platforms
    while asked:
        node = dom.select_first(document.tree, _first_marks(asked))
        if node is None:
            return None
        alike = _matching(node, asked) or asked  # a mark that needs the page around it: each is asked by itself
        for platform in alike:
            if _stands(document, platform):
                return platform
        asked = tuple(platform for platform in asked if platform not in alike)
    return None


def _first_marks(platforms: tuple[Platform, ...]) -> str:
    return ", ".join(platform.marks[0] for platform in platforms)


def _matching(node: Node, platforms: tuple[Platform, ...]) -> tuple[Platform, ...]:
    """The platforms whose first mark the node is, seen without the page around it."""
    tag = node.tag or "div"
    attributes = "".join(f' {name}="{escape((text or "")[:MAX_VALUE])}"' for name, text in node.attributes.items())
    alone = dom.parse(f"{'<table>' if tag in _TABLE_PARTS else ''}<{tag}{attributes}>")
    return tuple(platform for platform in platforms if dom.select_first(alone, platform.marks[0]) is not None)


MAX_VALUE = 500
"""Characters of an attribute that a first mark may look at: some hold a page's whole data."""
_TABLE_PARTS = frozenset(("caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "td", "th"))


def _stands(document: Document, platform: Platform) -> bool:
    return all(dom.select_first(document.tree, mark) is not None for mark in platform.marks)
