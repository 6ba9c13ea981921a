"""Teasers: siblings alike, each a linked heading with little else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pagearchive import dom, urls
from pagearchive.dom import Node
from pagearchive.patterns import regex

if TYPE_CHECKING:
    from pagearchive.parse.layout.content import Content, Place

MAX_CARD = 900
"""Characters that a teaser has at most."""
_MAX_UNLINKED = 600
_MAX_BLOCKS = 7
_TEASING, LEADING = 0.3, 0.45
"""Shares of its text from which a row leads elsewhere: at all, and whatever it tells."""
_LINKED, _LINKED_ARTICLE = 0.22, 0.1
"""How much of a row behind the text is links at least."""
_SMALL = 0.25
"""Share of a page's prose that a row holds at most whose items tell more than they link."""
_TOLD = 60
"""Characters of prose in an item that tells something."""
_MIN_LINKED = 12
"""Characters of the shortest linked heading."""
_MOST = 0.6
_FEW = 3
"""Things that are recommended at least: two are advertised."""
_HEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6"))
_DIGIT = regex(r"\d")
_NO_CARDS = frozenset(("ul", "ol", "dl", "tr", "td", "th", "dd", "p", "tbody", "section"))
"""Lists and tables of links are the text's own more often than not."""


def linked_share(row: list[Place]) -> float:
    """How much of a row's text is links, from 0 to 1."""
    return sum(card.linked for card in row) / max(sum(card.characters for card in row), 1)


def leads_on(content: Content, row: list[Place]) -> bool:
    """Whether a row behind the text leads elsewhere; articles in a row are others, and so are a few linked headings."""
    linked = linked_share(row)
    if linked >= _LINKED or linked < _LINKED_ARTICLE:
        return linked >= _LINKED
    if row[0].tag == "article":
        return True
    small = sum(card.prose for card in row) < _SMALL * content.sums.prose[-1]
    return small and len(row) > 2 and all(_is_headed(content, card) for card in row)


def _is_headed(content: Content, card: Place) -> bool:
    """Whether the heading of a teaser is its link."""
    first = content.blocks[card.first : min(card.last, card.first + 4)]
    return any(block.tag in _HEADINGS and block.linked >= 0.9 * block.characters for block in first)


def tells(row: list[Place]) -> bool:
    """Whether a row between paragraphs tells in words of its own, as the items of a list do."""
    linked = linked_share(row)
    return linked < _TEASING or (linked < LEADING and sum(card.prose for card in row) >= _TOLD * len(row))


def groups(content: Content) -> list[list[Place]]:
    """The rows of teasers on a page: two or more children alike of one parent."""
    linked, characters = content.sums.linked, content.sums.characters
    likely: dict[int, list[Place]] = {}
    for place in content.order:
        if place.end - place.index > 1 and place.last - place.first <= _MAX_BLOCKS:
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
            found += [row for sign, row in alike.items() if len(row) > 1 and _are_most(content, row, sign)]
    return [row for row in found if not _recommends(content, row)]


def _recommends(content: Content, row: list[Place]) -> bool:
    """Whether a row tells of things that stand elsewhere: prose below each name, and links to other sites only."""
    own = content.document.url
    if own is None or len(row) < _FEW or not all(card.prose and _is_headed(content, card) for card in row):
        return False
    links = (link.attributes.get("href") for card in row for link in dom.select(card.node, "a[href]"))
    return not any(urls.same_site(address, own) for href in links if (address := content.document.absolute(href)))


def _are_most(content: Content, row: list[Place], sign: str) -> bool:
    """Whether most of the elements that are alike are teasers: where others say more, all are items of a list."""
    above = row[0].parent
    assert above is not None  # a row's elements have the one above in common
    return len(row) > _MOST * sum(signature(place.node) == sign for place in content.inside(above))


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
