"""Teasers: siblings alike, each a linked heading with little else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pagearchive.dom import Node

if TYPE_CHECKING:
    from pagearchive.parse.content import Content, Place

MAX_CARD = 700
"""Characters that a teaser has at most."""
_MAX_UNLINKED = 300
_MIN_LINKED = 12
"""Characters of the shortest linked heading."""
_HEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6"))
_DIGIT = re.compile(r"\d")
_NO_CARDS = frozenset(("ul", "ol", "dl", "tr", "td", "th", "dd", "p", "tbody", "section"))
"""Lists and tables of links are the text's own more often than not."""


def linked_share(row: list[Place]) -> float:
    """How much of a row's text is links, from 0 to 1."""
    return sum(card.linked for card in row) / max(sum(card.characters for card in row), 1)


def groups(content: Content) -> list[list[Place]]:
    """The rows of teasers on a page: two or more children alike of one parent."""
    linked, characters = content.sums.linked, content.sums.characters
    likely: dict[int, list[Place]] = {}
    for place in content.order:
        if place.end - place.index > 1:
            first, last = place.first, place.last
            held = linked[last] - linked[first]
            if held >= _MIN_LINKED and held <= (size := characters[last] - characters[first]) <= MAX_CARD:
                above = place.parent
                if size - held <= _MAX_UNLINKED and above is not None:
                    likely.setdefault(above.index, []).append(place)
    found: list[list[Place]] = []
    for siblings in likely.values():
        if len(siblings) > 1:
            alike: dict[str, list[Place]] = {}
            for place in siblings:
                if place.tag not in _NO_CARDS and is_card(content, place):
                    alike.setdefault(signature(place.node), []).append(place)
            found += [row for row in alike.values() if len(row) > 1]
    return found


def is_card(content: Content, place: Place) -> bool:
    """Whether an element is a linked heading with little else."""
    first = content.blocks[place.first : min(place.last, place.first + 4)]
    if place.tag == "li" and content.has_one_child(place) and not any(block.tag in _HEADINGS for block in first[:2]):
        return False
    return any(block.linked >= _MIN_LINKED and block.linked >= 0.9 * block.characters for block in first)


def signature(node: Node) -> str:
    """Tag and classes without what differs from one sibling to the next."""
    tokens = [token for token in (node.attributes.get("class") or "").split() if _DIGIT.search(token) is None]
    return f"{node.tag} {' '.join(tokens[:3])}"
