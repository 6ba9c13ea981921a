"""Teasers: siblings alike, each a linked heading with little else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pagearchive.dom import Node

if TYPE_CHECKING:
    from pagearchive.parse.content import Content, Place

MAX_CARD = 700
"""Characters that a teaser has at most."""
_MIN_LINKED = 12
"""Characters of the shortest linked heading."""
_HEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6"))
_DIGIT = re.compile(r"\d")
_NO_CARDS = frozenset(("ul", "ol", "dl", "tr", "td", "th", "dd", "p", "tbody", "section"))
"""Lists and tables of links are the text's own more often than not."""


def linked_share(row: list[Place]) -> float:
    """How much of a row's text is links, from 0 to 1."""
    return sum(card.linked for card in row) / max(sum(card.characters for card in row), 1)


def groups(content: Content, places: list[Place]) -> list[list[Place]]:
    """The rows of teasers below these places: two or more children alike of one parent."""
    found: list[list[Place]] = []
    for place in places:
        if place.children < 2 or place.linked < 2 * _MIN_LINKED:
            continue
        alike: dict[str, list[Place]] = {}
        for child in content.inside(place):
            if not child.children or not _MIN_LINKED <= child.linked <= child.characters <= MAX_CARD:
                continue
            if child.characters - child.linked <= 300 and child.tag not in _NO_CARDS and is_card(content, child):
                alike.setdefault(signature(child.node), []).append(child)
        found += [cards for cards in alike.values() if len(cards) > 1]
    return found


def is_card(content: Content, place: Place) -> bool:
    """Whether an element is a linked heading with little else."""
    first = content.blocks[place.first : min(place.last, place.first + 4)]
    if place.children < 2 and place.tag == "li" and not any(block.tag in _HEADINGS for block in first[:2]):
        return False
    return any(block.linked >= _MIN_LINKED and block.linked >= 0.9 * block.characters for block in first)


def signature(node: Node) -> str:
    """Tag and classes without what differs from one sibling to the next."""
    tokens = [token for token in (node.attrs.get("class") or "").split() if _DIGIT.search(token) is None]
    return f"{node.tag} {' '.join(tokens[:3])}"
