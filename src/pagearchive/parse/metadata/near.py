"""The lines around an article's title: where bylines and dates stand.

A block's text is put together here, once; whoever looks for names or dates looks at these lines.
"""

from __future__ import annotations

from msgspec import Struct

from pagearchive import dom
from pagearchive.dom import Node
from pagearchive.parse.layout.content import Block, Content, Place
from pagearchive.parse.once import once

LONGEST = 250
"""Characters; a longer block is prose and no line."""
SHORT = 120
_LONGER = 500
_PROSE = 150
_BLOCKS = 24
_BEFORE = 8
_ABOVE = 8
_OPENING = 2
_ENDING, _BEHIND = 40, 120
"""Blocks before and behind the article's last one."""


OTHERS = frozenset(
    ("comments", "related links", "navigation", "footer", "popup", "hidden text", "newsletter banner", "cookie notice")
)
"""Parts of a page whose names and dates are not the article's."""
_OTHERS_IN_HEAD = OTHERS - {"comments", "footer", "hidden text"}
"""The same of an article's head, whose lines are named for a count of comments, or for the head's own foot."""
_HEAD = 5
"""Blocks from the title on that are the article's head, where no paragraph stands between."""


class Line(Struct, gc=False):
    """A short block and its text."""

    block: Block
    text: str
    """The runs apart by spaces, also where the page puts none between two elements."""
    shared: frozenset[int]
    """The places (by id) that hold the article too: what they are called says nothing of the line."""
    at: int
    """How many blocks behind the title it stands, below zero before it; of `Lines.short`, its number on the page."""
    after: int = 0
    """How many paragraphs stand between the title and it."""
    is_title: bool = False
    """Whether it is the title, which may hold a date beside its words."""

    @property
    def runs(self) -> list[str]:
        """The runs of text that it consists of."""
        return [" ".join(run.split()) for run in self.block.text]

    def is_others(self, *, crumbs: bool = False) -> bool:
        """Whether a line near the title stands in a part of the page whose names and dates are not the article's.

        `crumbs`: what stands in breadcrumbs right behind the title counts too.
        """
        if not 0 < self.at <= _HEAD or self.after:
            return self.stands_in(OTHERS)
        return self.stands_in(_OTHERS_IN_HEAD - {"navigation"} if crumbs else _OTHERS_IN_HEAD)

    def stands_in(self, reasons: frozenset[str]) -> bool:
        """Whether it, or what it stands in, is no content for one of these reasons."""
        place: Place | None = self.block.place
        for _level in range(_ABOVE):
            if place is None or id(place) in self.shared:
                return False
            if place.reason in reasons:
                return True
            place = place.parent
        return False


def holders(place: Place | None) -> frozenset[int]:
    """A place and those above it, by id."""
    found: list[int] = []
    while place is not None:
        found.append(id(place))
        place = place.parent
    return frozenset(found)


class Lines:
    """The lines of a page: those around the title, and all, which are made when first asked for."""

    def __init__(self, content: Content | None, title: Block | None) -> None:
        self.root = content.root if content is not None else None
        self._blocks = content.blocks if content is not None else []
        self._pruned = content.pruned if content is not None else []
        self._places = content.places if content is not None else {}
        self._title = title
        self.near = _near_title(self._blocks, title, self.root)
        """From the title to the second paragraph, then those shortly before it, from the nearest on."""

    def is_close(self, line: Line) -> bool:
        """Whether one of all lines stands at the article's end, or not far behind it."""
        return self.root is None or -_ENDING < line.at - self.root.last < _BEHIND

    def behind(self, line: Line, count: int) -> list[Block]:
        """The blocks behind one of all lines."""
        return self._blocks[line.at + 1 : line.at + 1 + count]

    def ending(self, count: int) -> list[Block]:
        """The article's last blocks."""
        last = self.root.last if self.root is not None else len(self._blocks)
        return self._blocks[max(0, last - count) : last]

    @property
    def opening(self) -> list[str]:
        """The first paragraphs behind the title, or of the article."""
        first = self.root.first if self.root is not None else 0
        if self._title is not None:
            first = min(first, self._title.place.first)
        prose = [block.words for block in self._blocks[first : first + _BLOCKS] if block.prose]
        return prose[:_OPENING]

    @once
    def feet(self) -> list[Node]:
        """The footers that stand in the article, or between its title and it: some hold its author and its date."""
        if self.root is None:
            return []
        first = self.root.first if self._title is None else min(self.root.first, self._title.place.first)
        last = self.root.last
        return [
            node
            for at, node in self._pruned
            if node.tag == "footer" and (first <= at < last or (at == last and _is_article(node.parent)))
        ]

    def is_part_of(self, node: Node, reasons: frozenset[str]) -> bool:
        """Whether an element stands in what is no content for one of these reasons."""
        above: Node | None = node
        while above is not None and dom.identity(above) not in self._places:
            above = above.parent
        place = self._places[dom.identity(above)] if above is not None else None
        while place is not None:
            if place.reason in reasons:
                return True
            place = place.parent
        return False

    @once
    def short(self) -> list[Line]:
        """All lines of the page of at most SHORT characters, in order."""
        shared = holders(self.root)
        return [
            Line(block, _text_of(block), shared, at)
            for at, block in enumerate(self._blocks)
            if block.characters <= SHORT
        ]

    def longer(self, firsts: frozenset[str]) -> list[Line]:
        """The lines that are longer than the short ones and no long paragraphs, and that begin with such a letter."""
        shared = holders(self.root)
        return [
            Line(block, _text_of(block), shared, at)
            for at, block in enumerate(self._blocks)
            if SHORT < block.characters <= _LONGER and block.text[0].lstrip()[:1] in firsts
        ]


def _is_article(node: Node | None) -> bool:
    return node is not None and node.tag == "article"


def _text_of(block: Block) -> str:
    if len(block.text) == 1:  # as most: the block keeps what it says
        return block.words
    return " ".join(" ".join(block.text).split())


def _near_title(blocks: list[Block], title: Block | None, root: Place | None) -> list[Line]:
    start = root.first if root is not None else 0
    if title is not None:
        start = blocks.index(title, title.place.first)
    lines: list[Line] = []
    shared = holders(title.place if title is not None else root)
    after = 0
    for at in range(start, min(start + _BLOCKS, len(blocks))):
        block = blocks[at]
        if block.characters <= LONGEST and (block is not title or len(block.text) > 1):
            lines.append(Line(block, _text_of(block), shared, at - start, after, block is title))
        after += block.prose > _PROSE
        if after > 2:
            break
    lines += [
        Line(blocks[at], _text_of(blocks[at]), shared, at - start)
        for at in range(start - 1, max(-1, start - _BEFORE - 1), -1)
        if blocks[at].characters <= LONGEST
    ]
    return lines
