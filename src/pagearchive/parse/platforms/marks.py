"""Which software a page is: one look through the page for all of them together."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from html import escape
from typing import NamedTuple

from pagearchive import dom
from pagearchive.dom import Node
from pagearchive.parse.document import Document
from pagearchive.parse.platforms.compounds import possible
from pagearchive.parse.platforms.platform import Platform
from pagearchive.parse.platforms.pruning import alternatives
from pagearchive.patterns import regex


def first_of(document: Document, platforms: tuple[Platform, ...]) -> Platform | None:
    """The platform that the page is, or None.

    The first marks of all platforms are looked for as one selector, so a page of no known software costs one walk. The
    element found is compared with each platform by itself; of those that share it, the first whose other marks stand
    on the page too has it. Where none has, the page is searched once more for the rest.
    """
    asked = platforms
    while asked:
        node = dom.select_first(document.tree, joined(tuple(platform.marks[0] for platform in asked)))
        if node is None:
            return None
        alike = _matching(node, asked) or asked  # a mark that needs the page around it: each is asked by itself
        for platform in alike:
            if _stands(document, platform):
                return platform
        asked = tuple(platform for platform in asked if platform not in alike)
    return None


def _matching(node: Node, platforms: tuple[Platform, ...]) -> tuple[Platform, ...]:
    """The platforms whose first mark the node is, seen without the page around it."""
    marks = possible(node, {platform.marks[0] for platform in platforms})
    tag = node.tag or "div"
    attributes = "".join(f' {name}="{escape((text or "")[:MAX_VALUE])}"' for name, text in node.attributes.items())
    alone = dom.parse(f"{'<table>' if tag in _TABLE_PARTS else ''}<{tag}{attributes}>")
    matching = {mark for mark in marks if dom.select_first(alone, mark) is not None}
    return tuple(platform for platform in platforms if platform.marks[0] in matching)


MAX_VALUE = 500
"""Characters of an attribute that a first mark may look at: some hold a page's whole data."""
_TABLE_PARTS = frozenset(("caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "td", "th"))


def _stands(document: Document, platform: Platform) -> bool:
    return all(dom.select_first(document.tree, mark) is not None for mark in platform.marks)


# ── all first marks as one selector ──────────────────────────────────────────────────────────────────────────────

_PART = regex(r"""[.#]?[\w-]+|\*|\[[\w:-]+(?:[~|^$*]?=(?:"[^"]*"|'[^']*'|[^\]"']*))?(?: [is])?\]""")


class _Compound(NamedTuple):
    """One mark of one element, in the order in which its parts are the cheapest to refuse."""

    tag: str
    attributes: tuple[str, ...]
    """`[name=…]` and `#id`."""
    classes: tuple[str, ...]

    @property
    def needs_id(self) -> bool:
        return any(part.startswith(("#", "[id")) for part in self.attributes)

    @property
    def needs_class(self) -> bool:
        return bool(self.classes) or any(part.startswith("[class") for part in self.attributes)

    @property
    def what(self) -> str:
        """All but the tag."""
        return "".join(self.attributes) + "".join(self.classes)


@lru_cache(maxsize=256)
def joined(marks: tuple[str, ...]) -> str:
    """One selector for all the marks.

    An element is compared with every alternative, so those that can only match an element with an id (most do, and few
    elements have one) stand behind one question for it, those that need a class behind one for that; then come the
    tags, and within each the class, the dearest to compare, is last. A list inside a list costs more for each element
    than one that stands outermost, so the longest, that of a frequent tag, does.
    """
    groups: dict[str, dict[str, list[str]]] = {"[id]": {}, "[class]": {}, "": {}}
    apart: list[str] = []
    for alternative in (alternative for mark in marks for alternative, _classes in alternatives(mark)):
        compound = _taken_apart(alternative)
        if compound is None or not compound.what:
            apart.append(alternative)
        else:
            needed = "[id]" if compound.needs_id else "[class]" if compound.needs_class else ""
            groups[needed].setdefault(compound.tag, []).append(compound.what)
    return ", ".join([part for needed, tags in groups.items() for part in _any_of(needed, tags)] + apart)


def _any_of(needed: str, tags: dict[str, list[str]]) -> Iterator[str]:
    """Selectors for what has one of these tags and matches one of its list, with what is needed for all."""
    short = []
    for tag, rest in tags.items():
        listed = ", ".join(dict.fromkeys(rest))
        if tag and len(rest) > LONG:
            yield f"{tag}{needed}:is({listed})"
        else:
            short.append(f"{tag}:is({listed})" if tag else listed)
    if short:
        yield f"{needed}:is({', '.join(short)})"


LONG = 8
"""Alternatives of one tag."""


def _taken_apart(alternative: str) -> _Compound | None:
    """The compound's parts; None where it holds more than a tag, ids, classes and attributes."""
    parts = _PART.findall(alternative)
    if not parts or "".join(parts) != alternative:
        return None
    tag = parts.pop(0) if parts[0][0] not in ".#[" else ""
    if any(part[0] not in ".#[" for part in parts):
        return None
    return _Compound(
        tag, tuple(part for part in parts if part[0] != "."), tuple(part for part in parts if part[0] == ".")
    )
