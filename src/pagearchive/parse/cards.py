"""Teasers: siblings alike, each a linked heading with little else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pagearchive.dom import Node

if TYPE_CHECKING:
    from pagearchive.parse.content import Block, Place

MAX_CARD = 700
"""Characters that a teaser has at most."""
_DIGIT = re.compile(r"\d")
_NO_CARDS = frozenset(("ul", "ol", "dl", "tr", "td", "th", "dd", "p", "tbody", "section"))
"""Lists and tables of links are the text's own more often than not."""


def linked_share(row: list[Place]) -> float:
    """How much of a row's text is links, from 0 to 1."""
    return sum(card.linked for card in row) / max(sum(card.characters for card in row), 1)


def groups(places: list[Place]) -> list[list[Place]]:
    """The rows of teasers below these places: two or more children alike of one parent."""
    found: list[list[Place]] = []
    for place in places:
        if len(place.children) < 2:
            continue
        alike: dict[str, list[Place]] = {}
        for child in place.children:
            if not child.children or child.linked < 12 or child.characters > MAX_CARD:
                continue
            if child.characters - child.linked <= 300 and child.tag not in _NO_CARDS and is_card(child):
                alike.setdefault(signature(child.node), []).append(child)
        found += [cards for cards in alike.values() if len(cards) > 1]
    return found


def is_card(place: Place) -> bool:
    """Whether an element is a linked heading with little else."""
    if place.tag == "li" and len(place.children) < 2 and not _leads_with_heading(place):
        return False
    return any(block.linked >= 12 and block.linked >= 0.9 * block.characters for block in _first_blocks(place, 4))


def _leads_with_heading(place: Place) -> bool:
    return any(block.tag in ("h2", "h3", "h4", "h5", "h6") for block in _first_blocks(place, 2))


def _first_blocks(place: Place, count: int) -> list[Block]:
    """The first blocks below a place."""
    found: list[Block] = []
    stack = [place]
    while stack and len(found) < count:
        here = stack.pop()
        if here.block is not None:
            found.append(here.block)
        stack.extend(reversed(here.children))
    return found


def signature(node: Node) -> str:
    """Tag and classes without what differs from one sibling to the next."""
    tokens = [token for token in (node.attrs.get("class") or "").split() if _DIGIT.search(token) is None]
    return f"{node.tag} {' '.join(tokens[:3])}"
