"""Where on a page the prose stands: its blocks of text in order, and the smallest element that holds the article."""

from __future__ import annotations

from collections import Counter

from pagearchive import dom
from pagearchive.dom import Node
from pagearchive.parse import cards, chrome
from pagearchive.parse.document import Document

INLINE = frozenset(
    "a b strong i em u s span font sub sup code kbd samp var mark q cite abbr small big tt time label bdo ins del wbr "
    "strike acronym nobr data dfn center".split()
)
_UNSEEN = frozenset(
    "-comment script style template noscript textarea option select svg title head math button iframe object".split()
)
_PRUNED = frozenset(("nav", "footer"))
"""Not looked into at all, unless there is hardly any prose elsewhere."""
_NO_LINK, _LINK, _JUMP = range(3)
_MIN_PROSE = 80
"""Characters of text, links left out, from which a block counts as prose."""
_WEAK_GUARD = 300
"""Characters of prose from which a part is not chrome for what a weak reason says."""
_GUARD = 0.4
"""A part that holds more than this share of the page's prose is not chrome, whatever it is called."""
_SHORT = 30
_SHORT_WEIGHT = 0.2
"""What short blocks without links (table cells, list items) weigh beside prose."""
_CLIMB = 14
_ENOUGH = 600
"""Characters of prose that may well be the whole article."""


class Block:
    """An element with text of its own, apart from that of blocks inside it."""

    __slots__ = ("characters", "jumps", "linked", "node", "place", "text")

    def __init__(self, node: Node, place: Place) -> None:
        self.node = node
        self.place = place
        self.text: list[str] = []
        self.characters = 0
        self.linked = 0
        self.jumps = 0

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

    __slots__ = (
        "block",
        "characters",
        "children",
        "depth",
        "first_block",
        "gone",
        "jumps",
        "key",
        "linked",
        "node",
        "parent",
        "prose",
        "reason_known",
        "sign_known",
        "within",
    )

    def __init__(self, node: Node, parent: Place | None) -> None:
        self.node = node
        self.parent = parent
        self.depth: int = parent.depth + 1 if parent is not None else 0
        self.prose = 0
        self.characters = 0
        self.linked = 0
        self.jumps = 0
        self.reason_known: str | None = ""
        self.sign_known = ""
        self.key = dom.identity(node)
        self.within = False
        """Whether it stands in one of the article's parts."""
        self.gone = False
        """Whether it or a place above it has been dropped (as of the last `refresh`)."""
        self.children: list[Place] = []
        self.first_block: Block | None = None
        self.block: Block | None = None
        """The text that stands directly in it."""
        if parent is not None:
            parent.children.append(self)

    @property
    def reason(self) -> str | None:
        """Why its names show it to be no content; looked up when first asked for."""
        if self.reason_known == "":
            known = chrome.reason_of(self.node)
            self.reason_known, self.sign_known = known if known is not None else (None, "")
        return self.reason_known

    @property
    def sign(self) -> str:
        """What the reason was told by; "" without one."""
        return self.sign_known if self.reason is not None else ""

    def absolve(self) -> None:
        """Take the reason away."""
        self.reason_known, self.sign_known = None, ""

    @property
    def tag(self) -> str:
        """Its element's name."""
        return self.node.tag or ""

    @property
    def parent_tag(self) -> str:
        """The name of the element above."""
        return (self.parent.node.tag or "") if self.parent is not None else ""

    def is_in(self, places: set[int]) -> bool:
        """Whether this or a place above it is one of these (by id)."""
        place: Place | None = self
        while place is not None:
            if id(place) in places:
                return True
            place = place.parent
        return False

    def is_inside(self, outer: Place) -> bool:
        """Whether this is `outer` or stands below it."""
        place: Place | None = self
        while place is not None:
            if place is outer:
                return True
            place = place.parent
        return False


class _Holder:
    """An element during the walk; it becomes a place when there is text below it."""

    __slots__ = ("block", "node", "parent", "place")

    def __init__(self, node: Node, parent: _Holder | None) -> None:
        self.node = node
        self.parent = parent
        self.place: Place | None = None
        self.block: Block | None = None


class Content:
    """The blocks of a page and the element chosen."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.places: dict[int, Place] = {}
        self.blocks: list[Block] = []
        self._read(_PRUNED)
        if sum(block.prose for block in self.blocks) < _ENOUGH:
            self.places, self.blocks = {}, []
            self._read(frozenset())
        self._absolve()
        self._trailing_cards()
        self.root = self._choose()

    def _read(self, pruned: frozenset[str]) -> None:
        """One walk over the body: every text goes to the block that it stands in."""
        body = self.document.tree.body
        if body is None:
            return
        holder = _Holder(body, None)
        link = _NO_LINK
        stack: list[tuple[Node, _Holder, int]] = []
        node = body.first_child
        while True:
            while node is None:
                if not stack:
                    self._sum()
                    return
                above, holder, link = stack.pop()
                node = above.next
            tag = node.tag
            if tag == "-text":
                text = node.text_content
                if text and not text.isspace():
                    block = holder.block
                    if block is None:
                        block = self._block(holder)
                    block.text.append(text)
                    size = len(text)
                    block.characters += size
                    if link == _LINK:
                        block.linked += size
                    elif link == _JUMP:
                        block.jumps += size
            elif tag not in _UNSEEN and tag not in pruned:
                child = node.first_child
                if child is not None:
                    stack.append((node, holder, link))
                    if tag not in INLINE:
                        holder = _Holder(node, holder)
                    elif tag == "a":
                        link = _JUMP if (node.attrs.get("href") or "").startswith("#") else _LINK
                    node = child
                    continue
            node = node.next

    def _block(self, holder: _Holder) -> Block:
        """The block of an element that holds text, with the places above it."""
        path = []
        above: _Holder | None = holder
        while above is not None and above.place is None:
            path.append(above)
            above = above.parent
        place = above.place if above is not None else None
        for below in reversed(path):
            place = below.place = Place(below.node, place)
            self.places[place.key] = place
        assert place is not None
        block = holder.block = place.block = Block(holder.node, place)
        self.blocks.append(block)
        here: Place | None = place
        while here is not None and here.first_block is None:
            here.first_block = block
            here = here.parent
        return block

    def _sum(self) -> None:
        for block in self.blocks:
            place = block.place
            place.prose += block.prose
            place.characters += block.characters
            place.linked += block.linked
            place.jumps += block.jumps
        for place in reversed(self.places.values()):
            above = place.parent
            if above is not None:
                above.prose += place.prose
                above.characters += place.characters
                above.linked += place.linked
                above.jumps += place.jumps

    def _absolve(self) -> None:
        """A sign that would take away much of the page's prose is no sign on this page."""
        by_sign: Counter[str] = Counter()
        total = 0
        weighed = [place for place in self.places.values() if place.prose]
        for place in weighed:
            total = max(total, place.prose)
            if place.reason is not None and not _repeats(place):
                by_sign[place.sign] += place.prose
        self.absolved = {
            sign
            for sign, prose in by_sign.items()
            if prose > _GUARD * total and not (sign.startswith(chrome.SURE) and total - prose > _ENOUGH)
        }
        for place in weighed:
            if place.reason is not None and (
                place.sign in self.absolved or (place.prose > _WEAK_GUARD and place.reason in chrome.WEAK)
            ):
                place.absolve()

    def _trailing_cards(self) -> None:
        """Rows of teasers behind the text are no content, however much they hold."""
        rows = cards.groups(list(self.places.values()))
        if not rows:
            return
        held = {id(card) for row in rows for card in row}
        order: dict[int, int] = {}
        before = 0
        for block in self.blocks:
            order[id(block)] = before
            if block.prose and not block.place.is_in(held):
                before += block.prose
        if before < _ENOUGH:
            return
        for row in rows:
            first = row[0].first_block
            if first is not None and order[id(first)] >= 0.6 * before and cards.linked_share(row) >= 0.22:
                for card in row:
                    if card.reason is None:
                        card.reason_known, card.sign_known = "related links", "cards"

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
                or clean.get(id(best), 0) < 0.85 * clean.get(id(here), 0)
                or best.node.tag in ("p", "blockquote", "pre")
            ):
                return here
            here = best

    def parts(self, title: Block | None) -> list[Place]:
        """The chosen element with the prose that stands apart from it: between the title and it."""
        root = self.root
        if root is None:
            return []
        before: list[Place] = []
        here = root
        while here.parent is not None and here.depth > root.depth - _CLIMB and not _holds(here, title):
            siblings = here.parent.children
            at = siblings.index(here)
            first = next((i for i, sibling in enumerate(siblings) if _holds(sibling, title)), 0)
            before[:0] = [sibling for sibling in siblings[first:at] if _is_prose(sibling)]
            here = here.parent
        if not _holds(here, title):
            before = []  # the title stands nowhere above
        parts = [*before, root]
        for part in parts:
            part.within = True
        for place in self.places.values():
            if place.parent is not None and place.parent.within:
                place.within = True
        return parts

    def _clean(self, top: Place) -> dict[int, float]:
        """Prose below each place, without that below parts of the chrome."""
        clean: dict[int, float] = {}
        own: dict[int, float] = {}
        for block in self.blocks:
            unlinked = block.characters - block.linked - block.jumps
            weight = block.prose or (_SHORT_WEIGHT * unlinked if unlinked >= _SHORT else 0)
            if weight:
                own[id(block.place)] = own.get(id(block.place), 0) + weight
        for place in reversed(self.places.values()):
            key = id(place)
            held = clean.get(key, 0) + own.get(key, 0)
            if not held:
                continue
            if place.reason is not None:
                held = 0
            clean[key] = held
            if place.parent is not None:
                above = id(place.parent)
                clean[above] = clean.get(above, 0) + held
        return clean

    def refresh(self, dropped: dict[int, str]) -> None:
        """Note for each place whether it, or one above it, has been dropped."""
        for place in self.places.values():
            above = place.parent
            place.gone = (above is not None and above.gone) or place.key in dropped

    def dissolve(self) -> None:
        """Let go of the tree: places and blocks hold each other, and the tree would wait for the collector."""
        for place in self.places.values():
            place.children.clear()
            place.block = place.first_block = None
        self.blocks.clear()


def _holds(place: Place, title: Block | None) -> bool:
    return title is not None and title.place.is_inside(place)


def _is_prose(place: Place) -> bool:
    """Whether a part beside the chosen one belongs to it: prose with few links, and no chrome."""
    return place.reason is None and place.prose >= 80 and place.linked < 0.3 * place.characters


def _repeats(place: Place) -> bool:
    """Whether an outer place was told by the same sign."""
    above = place.parent
    while above is not None:
        if above.sign == place.sign:
            return True
        above = above.parent
    return False
