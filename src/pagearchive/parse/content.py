"""Where on a page the prose stands: its blocks of text in order, and the smallest element that holds the article."""

from __future__ import annotations

from collections import Counter

from pagearchive import dom
from pagearchive.dom import Node
from pagearchive.parse import chrome
from pagearchive.parse.document import Document

INLINE = frozenset(
    "a b strong i em u s span font sub sup code kbd samp var mark q cite abbr small big tt time label bdo ins del wbr "
    "strike acronym nobr data dfn center".split()
)
_UNSEEN = frozenset("script style template noscript textarea option svg title head math button iframe".split())
_MIN_PROSE = 80
"""Characters of text, links left out, from which a block counts as prose."""
_GUARD = 0.4
"""A part that holds more than this share of the page's prose is not chrome, whatever it is called."""


_ENOUGH = 600
"""Characters of prose that may well be the whole article."""


class Block:
    """An element with text of its own, apart from that of blocks inside it."""

    __slots__ = ("characters", "linked", "node", "place", "text")

    def __init__(self, node: Node, place: Place) -> None:
        self.node = node
        self.place = place
        self.text: list[str] = []
        self.characters = 0
        self.linked = 0

    @property
    def tag(self) -> str:
        """Its element's name."""
        return self.node.tag or ""

    @property
    def words(self) -> str:
        """Its text with white space folded."""
        return " ".join("".join(self.text).split())

    @property
    def prose(self) -> int:
        """How much this block speaks for its surroundings being the article."""
        own = self.characters - self.linked
        return own if own >= _MIN_PROSE else 0


class Place:
    """An element on the way from the root to a block."""

    __slots__ = ("children", "depth", "first_block", "node", "parent", "prose", "reason", "sign")

    def __init__(self, node: Node, parent: Place | None) -> None:
        self.node = node
        self.parent = parent
        self.depth = parent.depth + 1 if parent is not None else 0
        self.prose = 0
        known = chrome.reason_of(node)
        self.reason: str | None = None
        self.sign = ""
        """What the reason was told by."""
        if known is not None:
            self.reason, self.sign = known
        self.children: list[Place] = []
        self.first_block: Block | None = None
        if parent is not None:
            parent.children.append(self)

    def is_inside(self, outer: Place) -> bool:
        """Whether this is `outer` or stands below it."""
        place: Place | None = self
        while place is not None:
            if place is outer:
                return True
            place = place.parent
        return False


class Content:
    """The blocks of a page and the element chosen."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.places: dict[int, Place] = {}
        self.blocks: list[Block] = []
        self._read()
        self._absolve()
        self.root = self._choose()

    def _read(self) -> None:
        body = self.document.tree.body
        if body is None:
            return
        blocks: dict[int, Block] = {}
        holders: dict[int, tuple[Block | None, bool]] = {}
        for node in body.traverse(include_text=True):
            if node.tag != "-text":
                continue
            text = node.text_content
            if not text or text.isspace():
                continue
            parent = node.parent
            if parent is None:
                continue
            key = dom.identity(parent)
            held = holders.get(key)
            if held is None:
                held = holders[key] = self._holder(parent, blocks)
            block, linked = held
            if block is None:
                continue
            size = len(text)
            block.text.append(text)
            block.characters += size
            if linked:
                block.linked += size
        for block in self.blocks:
            prose = block.prose
            if prose:
                place: Place | None = block.place
                while place is not None:
                    place.prose += prose
                    place = place.parent

    def _absolve(self) -> None:
        """A sign that would take away much of the page's prose is no sign on this page."""
        by_sign: Counter[str] = Counter()
        for place in self.places.values():
            if place.reason is not None and place.prose and not _repeats(place):
                by_sign[place.sign] += place.prose
        total = max((place.prose for place in self.places.values()), default=0)
        self.absolved = {
            sign
            for sign, prose in by_sign.items()
            if prose > _GUARD * total and not (sign.startswith(chrome.SURE) and total - prose > _ENOUGH)
        }
        for place in self.places.values():
            if place.sign in self.absolved:
                place.reason = None

    def _holder(self, node: Node, blocks: dict[int, Block]) -> tuple[Block | None, bool]:
        linked = False
        above: Node | None = node
        while above is not None and above.tag in INLINE:
            linked = linked or above.tag == "a"
            above = above.parent
        if above is None or above.tag in _UNSEEN:
            return None, linked
        key = dom.identity(above)
        block = blocks.get(key)
        if block is None:
            block = blocks[key] = Block(above, self._place(above))
            self.blocks.append(block)
            place: Place | None = block.place
            while place is not None and place.first_block is None:
                place.first_block = block
                place = place.parent
        return block, linked

    def _place(self, node: Node) -> Place:
        path = []
        above: Node | None = node
        known: Place | None = None
        while above is not None and above.tag != "html":
            known = self.places.get(dom.identity(above))
            if known is not None:
                break
            path.append(above)
            above = above.parent
        for below in reversed(path):
            known = Place(below, known)
            self.places[dom.identity(below)] = known
        assert known is not None
        return known

    def _choose(self) -> Place | None:
        """The smallest element that holds most of the prose that no part of the page's chrome holds."""
        if not self.blocks:
            return None
        top = next(iter(self.places.values()))
        while top.parent is not None:
            top = top.parent
        clean = self._clean(top)
        if not clean.get(id(top)):
            return top
        here = top
        while True:
            best = max(here.children, key=lambda child: clean.get(id(child), 0), default=None)
            if (
                best is None
                or clean.get(id(best), 0) < 0.9 * clean.get(id(here), 0)
                or best.node.tag in ("p", "blockquote", "pre")
            ):
                return here
            here = best

    def _clean(self, top: Place) -> dict[int, int]:
        """Prose below each place, without that below parts of the chrome (unless these hold most of the page's)."""
        clean: dict[int, int] = {}
        for block in self.blocks:
            prose = block.prose
            if not prose:
                continue
            place: Place | None = block.place
            spoiled = False
            path = []
            while place is not None:
                path.append(place)
                spoiled = spoiled or place.reason is not None
                place = place.parent
            for place in path:
                clean[id(place)] = clean.get(id(place), 0) + (0 if spoiled else prose)
        return clean


def _repeats(place: Place) -> bool:
    """Whether an outer place was told by the same sign."""
    above = place.parent
    while above is not None:
        if above.sign == place.sign:
            return True
        above = above.parent
    return False
