"""Where on a page the prose stands: its blocks of text in order, and the smallest element that holds the article."""

from __future__ import annotations

from bisect import bisect_left as bisect
from collections import Counter
from collections.abc import Iterator
from itertools import accumulate, islice
from math import inf

from msgspec import Struct

from pagearchive import dom
from pagearchive.dom import Node
from pagearchive.parse import chrome
from pagearchive.parse.document import Document
from pagearchive.parse.layout import cards, extent, stated
from pagearchive.parse.once import once
from pagearchive.patterns import regex

INLINE = frozenset(
    "a b strong i em u s span font sub sup code kbd samp var mark q cite abbr small big tt time label bdo ins del wbr "
    "strike acronym nobr data dfn center".split()
)
_INLINE = dom.numbers_of(" ".join(INLINE))
_LINK_TAG, _PICTURE, _BREAK = map(dom.number_of, ("a", "img", "br"))
_TOLD_INLINE = dom.numbers_of("span a time small em i label strong")
"""Inline elements whose names say what they are: links to share, dates, labels."""
_CONTROLS = dom.numbers_of("button select")
_BUTTON = dom.number_of("button")
_FRAMES = dom.numbers_of("div span a figure section li")
"""Elements that show a picture by having it behind them, with nothing in them."""
_UNSEEN = dom.numbers_of(
    "script style template noscript textarea option select svg title math button iframe object"
) | {dom.COMMENT}
_PRUNED = dom.numbers_of("nav footer")
"""Not looked into at all, unless there is hardly any prose elsewhere."""
_PLAIN, _LINKED, _JUMP = range(3)
"""Whether the walk is in a link, to elsewhere or to a place on the page."""
_MIN_PROSE = 80
"""Characters of text, links left out, from which a block counts as prose."""
_WEAK_GUARD = 300
"""Characters of prose from which a part is not chrome for what a weak reason says."""
_LATE = 0.45
"""Share of the prose behind which a part comes last."""
_GUARD = 0.4
"""A part that holds more than this share of the page's prose is not chrome, whatever it is called."""
_SHORT = 30
_SHORT_WEIGHT = 0.2
"""What short blocks without links (table cells, list items) weigh beside prose."""
_UNFOLDING = frozenset("h2 h3 h4 dt details summary button".split())
_CLIMB = 14
_MOST_OF_ALL = 0.85
"""Share of the prose above from which an element holds the article."""
_PIECES = frozenset("table thead tbody tfoot tr ul ol dl li dd".split())
"""Of these, one may hold most of an article and never all of it."""
_ENOUGH = 600
"""Characters of prose that may well be the whole article."""
_UNKNOWN = ("?", "")
_LISTINGS = frozenset(("fragment", "codehilite", "CodeMirror-code"))
"""Listings that are made of other elements than `pre`: Doxygen's, editors'."""
_STOP, _SAMPLE = "。", 20
"""The full stop of Chinese and Japanese, and the blocks in which it is looked for."""
_IDEOGRAPHS = regex("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")
_DENSITY = 3
"""Letters that one of their characters stands for."""


class Block(Struct, gc=False, eq=False):
    """An element with text of its own, apart from that of blocks inside it."""

    node: Node
    place: Place
    text: list[str]
    characters: int = 0
    linked: int = 0
    """Of the characters, those in links to elsewhere."""
    jumps: int = 0
    """Of the characters, those in links to places on the page."""
    prose: int = 0
    """How much it speaks for this being the article."""
    _words: str | None = None

    @property
    def tag(self) -> str:
        """Its element's name."""
        return self.node.tag or ""

    @property
    def words(self) -> str:
        """Its text with white space folded."""
        known = self._words
        if known is None:
            known = self._words = " ".join("".join(self.text).split())
        return known


class Sums:
    """Running totals over a page's blocks: what a place holds is the difference of two of them."""

    __slots__ = ("characters", "jumps", "linked", "prose")

    def of(self, blocks: list[Block]) -> None:
        """Sum up."""
        self.prose = [0, *accumulate([block.prose for block in blocks])]
        self.characters = [0, *accumulate([block.characters for block in blocks])]
        self.linked = [0, *accumulate([block.linked for block in blocks])]
        self.jumps = [0, *accumulate([block.jumps for block in blocks])]


class Place(Struct, gc=False, eq=False):
    """An element on the way from the root to a block.

    Places and blocks are numbered in document order, so that what stands in a place is a stretch of each list. Places
    know the one above only: a tree of elements that hold each other would wait for the collector of garbage.
    """

    node: Node
    parent: Place | None
    index: int
    """The places in it are content.order[index:end], itself the first."""
    first: int
    """The blocks in it are content.blocks[first:last]."""
    sums: Sums
    end: int = 0
    last: int = 0
    known: tuple[str | None, str] = _UNKNOWN
    """The reason and its sign, once looked up."""
    within: bool = False
    """Whether it stands in one of the article's parts."""

    @property
    def key(self) -> int:
        """The identity of its element."""
        return self.node.mem_id

    @property
    def children(self) -> int:
        """How many places stand in it, itself not counted."""
        return self.end - self.index - 1

    @property
    def prose(self) -> int:
        """Characters of the prose below it."""
        return self.sums.prose[self.last] - self.sums.prose[self.first]

    @property
    def characters(self) -> int:
        """Characters of all text below it."""
        return self.sums.characters[self.last] - self.sums.characters[self.first]

    @property
    def linked(self) -> int:
        """Characters below it that stand in links to elsewhere."""
        return self.sums.linked[self.last] - self.sums.linked[self.first]

    @property
    def jumps(self) -> int:
        """Characters below it that stand in links to places on the page."""
        return self.sums.jumps[self.last] - self.sums.jumps[self.first]

    @property
    def unlinked(self) -> int:
        """Characters below it that stand in no link."""
        return self.characters - self.linked - self.jumps

    @property
    def reason(self) -> str | None:
        """Why its names show it to be no content; looked up when first asked for."""
        known = self.known
        if known is _UNKNOWN:
            known = chrome.reason_of(self.node) or (None, "")
            if known[0] == chrome.CONTENTS and 2 * self.jumps < self.characters:
                known = (None, "")  # a part that the contents lead to, or contents of other pages
            self.known = known
        return known[0]

    @property
    def sign(self) -> str:
        """What the reason was told by; "" without one."""
        return self.known[1] if self.reason is not None else ""

    def absolve(self) -> None:
        """Take the reason away."""
        self.known = (None, "")

    @property
    def tag(self) -> str:
        """Its element's name."""
        return self.node.tag or ""

    @property
    def parent_tag(self) -> str:
        """The name of the element above."""
        return (self.parent.node.tag or "") if self.parent is not None else ""

    def is_inside(self, outer: Place) -> bool:
        """Whether this is `outer` or stands below it."""
        return outer.index <= self.index < outer.end


class Content:
    """The blocks of a page and the element chosen."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._survey(_PRUNED)
        is_dense = self._is_dense()
        if is_dense:
            self._survey(_PRUNED, is_dense=True)
        if self.sums.prose[-1] < _ENOUGH:
            self._survey(frozenset(), is_dense=is_dense)
        self._absolve()
        self._trailing_cards()
        self.root = self._choose()

    def _is_dense(self) -> bool:
        """Whether the page is written in characters that say more than letters do."""
        written = (block for block in self.blocks if block.characters >= _SHORT)
        return any(_STOP in text for block in islice(written, _SAMPLE) for text in block.text)

    def _survey(self, pruned: frozenset[int], *, is_dense: bool = False) -> None:
        self.order: list[Place] = []
        self.blocks: list[Block] = []
        self.pictures: list[tuple[int, Node]] = []
        """The img and amp-img elements, in document order, each with the number of blocks before it."""
        self.pruned: list[tuple[int, Node]] = []
        """Elements that were not looked into, though they may hold text: navigation and footers."""
        self.named: list[tuple[int, Node]] = []
        """Inline elements and controls that may be no content, each with the number of blocks before it."""
        self.hollow: list[tuple[int, Node]] = []
        """Elements without text that may have a picture behind them, each with the number of blocks before it."""
        self.sums = Sums()
        self._read(pruned, is_dense)
        self.places: dict[int, Place] = {place.node.mem_id: place for place in self.order}
        """By the identity of their elements, in document order."""
        for block in self.blocks:
            own = block.characters - block.linked
            if own >= _MIN_PROSE:
                block.prose = own
        self.sums.of(self.blocks)

    def _read(self, pruned: frozenset[int], is_dense: bool) -> None:
        """One walk over the body: every text goes to the block that it stands in.

        `nodes` are the elements around the walk that are not inline; the first of them, those with text below them,
        have one of `places` each, and one of `open_blocks` where text stands right in them. `above` are all elements
        around it, the inline ones too. This loop sees most nodes of every page, so what is usual is decided here, and
        each property of a node is asked for once.
        """
        body = self.document.tree.body
        if body is None:
            return
        passed = _UNSEEN | pruned
        nodes: list[Node] = [body]
        places: list[Place] = []
        open_blocks: list[Block | None] = []
        above: list[Node] = []
        holder, link_node = body, None
        block: Block | None = None
        link = _PLAIN
        node = body.first_child
        while True:
            while node is None:
                if not above:
                    for place in places:
                        self._leave(place)
                    return
                outer = above.pop()
                if outer is holder:
                    if len(places) == len(nodes):
                        self._leave(places.pop())
                        open_blocks.pop()
                    else:
                        self.hollow.append((len(self.blocks), outer))
                    nodes.pop()
                    holder = nodes[-1]
                    block = open_blocks[-1] if len(places) == len(nodes) else None
                elif outer is link_node:
                    link, link_node = _PLAIN, None
                node = outer.next
            tag = node.tag_id or 0
            if tag == dom.TEXT:
                text = node.text_content
                if text and not text.isspace():
                    if block is None:
                        block = self._block(nodes, places, open_blocks)
                    block.text.append(text)
                    size = len(text.strip())
                    if is_dense:
                        size += (_DENSITY - 1) * len(_IDEOGRAPHS.findall(text))
                    block.characters += size
                    if link:
                        if link == _LINKED:
                            block.linked += size
                        else:
                            block.jumps += size
            elif tag in passed and not (tag == _BUTTON and chrome.unfolds_text(node)):
                if tag in pruned or tag in _CONTROLS:
                    (self.pruned if tag in pruned else self.named).append((len(self.blocks), node))
            else:
                if tag == _BREAK:
                    if block is not None:
                        block.text.append("\n")
                elif tag == _PICTURE or (tag > dom.CUSTOM and node.tag == "amp-img"):
                    self.pictures.append((len(self.blocks), node))
                child = node.first_child
                if child is not None:
                    above.append(node)
                    if tag not in _INLINE:
                        nodes.append(node)
                        holder, block = node, None
                    else:
                        if tag in _TOLD_INLINE:
                            self.named.append((len(self.blocks), node))
                        if tag == _LINK_TAG and link == _PLAIN:
                            link_node = node
                            link = _JUMP if (node.attrs.get("href") or "").startswith("#") else _LINKED
                    node = child
                    continue
                if tag in _FRAMES:
                    self.hollow.append((len(self.blocks), node))
            node = node.next

    def _leave(self, place: Place) -> None:
        place.end = len(self.order)
        place.last = len(self.blocks)

    def _block(self, nodes: list[Node], places: list[Place], open_blocks: list[Block | None]) -> Block:
        """The block of the innermost open element, with the places above it that are not made yet."""
        order, blocks, sums = self.order, self.blocks, self.sums
        known, index, first = len(places), len(order), len(blocks)
        place = places[-1] if known else None
        if known < len(nodes):
            for node in nodes[known:]:
                place = Place(node, place, index, first, sums)
                index += 1
                places.append(place)
                open_blocks.append(None)
            order += places[known:]
        assert place is not None  # there is always the body
        block = open_blocks[-1] = Block(place.node, place, [])
        blocks.append(block)
        return block

    def _absolve(self) -> None:
        """A sign that would take away much of the page's prose is no sign on this page."""
        prose = self.sums.prose
        total = prose[-1]
        told = [place for place in self.order if prose[place.last] > prose[place.first] and place.reason is not None]
        by_sign: Counter[str] = Counter()
        for place in told:
            if not _repeats(place):
                by_sign[place.sign] += place.prose
        unfolding = {place.sign for place in told if place.reason in chrome.LAST and self._unfolds(place)}
        self.absolved = {
            sign
            for sign, held in by_sign.items()
            if held > _GUARD * total and (sign in unfolding or total - held < _enough_beside(sign))
        }
        for place in told:
            if place.sign in self.absolved or (
                place.prose > _WEAK_GUARD
                and (place.reason in chrome.WEAK or place.sign in chrome.WEAK_SIGNS)
                and not (
                    place.reason in chrome.LAST and place.sign not in unfolding and prose[place.first] > _LATE * total
                )
            ):
                place.absolve()

    def _unfolds(self, place: Place) -> bool:
        """Whether a part has headings, or unfolds: what is called a disclosure may be an accordion."""
        return any(inner.tag in _UNFOLDING for inner in self.order[place.index : place.end])

    @once
    def rows(self) -> list[list[Place]]:
        """The rows of teasers; documentation has none."""
        return [] if self.document.is_documentation else cards.groups(self)

    def _trailing_cards(self) -> None:
        """Rows of teasers behind the text are no content, however much they hold."""
        prose = self.sums.prose
        if prose[-1] < _ENOUGH:
            return
        rows = self.rows
        if not rows:
            return
        # prose outside the rows before each block
        outside = [block.prose for block in self.blocks]
        for row in rows:
            for card in row:
                outside[card.first : card.last] = [0] * (card.last - card.first)
        before = [0, *accumulate(outside)]
        if before[-1] < _ENOUGH:
            return
        for row in rows:
            if before[row[0].first] >= 0.6 * before[-1] and cards.leads_on(self, row):
                for card in row:
                    if card.reason is None:
                        card.known = ("related links", "cards")

    def inside(self, place: Place) -> Iterator[Place]:
        """The places that stand directly in one."""
        at = place.index + 1
        while at < place.end:
            child = self.order[at]
            yield child
            at = child.end

    def has_one_child(self, place: Place) -> bool:
        """Whether just one place stands directly in one."""
        return place.end - place.index > 1 and self.order[place.index + 1].end == place.end

    def _choose(self) -> Place | None:
        """The smallest element that holds most of the prose that no part of the page's chrome holds."""
        if not self.blocks:
            return None
        here = self.order[0]
        clean = self._clean()
        if not clean[0]:
            return here
        whole = here
        while True:
            if here.tag not in _PIECES:
                whole = here
            best = max(self.inside(here), key=lambda child: clean[child.index], default=None)
            if best is None or best.tag in ("p", "blockquote", "pre"):
                return whole
            if clean[best.index] < _MOST_OF_ALL * clean[here.index]:
                best = stated.text_in(self, here, clean)
                if best is None:
                    return whole
            if self._goes_on(best, here):
                return whole
            here = best

    def parts(self, title: Block | None) -> list[Place]:
        """The chosen element with the prose that stands apart from it: between the title and it."""
        root = self.root
        if root is None:
            return []
        before: list[Place] = []
        here = root
        for _level in range(_CLIMB):
            if here.parent is None or extent.holds(here, title):
                break
            siblings = list(self.inside(here.parent))
            at = siblings.index(here)
            first = next((i for i, sibling in enumerate(siblings) if extent.holds(sibling, title)), 0)
            before[:0] = [sibling for sibling in siblings[first:at] if extent.leads_in(self, sibling, title)]
            here = here.parent
        if not extent.holds(here, title):
            before = []  # the title stands nowhere above
        parts = [*before, root, *extent.after(self, root, title)]
        for part in parts:
            for place in self.order[part.index : part.end]:
                place.within = True
        return parts

    def _goes_on(self, section: Place, above: Place) -> bool:
        """Whether a section is one of several: those behind it are prose, too."""
        if section.tag != "section" or "id" not in section.node.attributes or section.reason is not None:
            return False
        return any(
            place.index > section.index
            and place.tag == "section"
            and "id" in place.node.attributes
            and extent.is_prose(place)
            for place in self.inside(above)
        )

    def _clean(self) -> list[float]:
        """Prose below each place, without that below parts of the chrome."""
        clean: list[float] = [0] * len(self.order)
        for block in self.blocks:
            weight: float = block.prose
            if not weight:
                weight = block.characters - block.linked - block.jumps
                if weight < _SHORT:
                    continue
                weight *= _SHORT_WEIGHT
            clean[block.place.index] += weight
        for place in reversed(self.order):
            held = clean[place.index]
            if held:
                if place.reason is not None:
                    clean[place.index] = 0
                elif place.parent is not None:
                    clean[place.parent.index] += held
        return clean


def within(nodes: list[tuple[int, Node]], first: int, last: int) -> list[Node]:
    """Those of the nodes, each with the number of blocks before it, that stand among the blocks [first:last]."""
    return [node for _before, node in nodes[bisect(nodes, (first,)) : bisect(nodes, (last + 1,))]]


def _enough_beside(sign: str) -> float:
    """How much prose beside the parts with a sign makes it likely that they are no content, however much they hold."""
    if sign in chrome.STRUCTURAL:
        return _MIN_PROSE
    return _ENOUGH if sign.startswith(chrome.SURE) else inf


def is_code(node: Node) -> bool:
    """Whether an element is a listing or stands in one."""
    return node.tag == "pre" or any(map(_is_listing, dom.ancestors(node)))


def _is_listing(node: Node) -> bool:
    return node.tag in ("pre", "code") or not _LISTINGS.isdisjoint(dom.classes(node))


def _repeats(place: Place) -> bool:
    """Whether an outer place was told by the same sign."""
    above = place.parent
    while above is not None:
        if above.sign == place.sign:
            return True
        above = above.parent
    return False
