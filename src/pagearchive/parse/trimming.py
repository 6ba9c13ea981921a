"""Named passes over the blocks inside the chosen element: each takes away one kind of what is not content.

They run after the names of classes have been looked at, on what is left, and they know blocks by what they say, by
their links and by their place.
"""

from __future__ import annotations

from collections.abc import Iterator

from pagearchive import dom
from pagearchive.dom import Node
from pagearchive.parse import phrases
from pagearchive.parse.cards import groups, linked_share
from pagearchive.parse.content import Block, Content, Place
from pagearchive.parse.document import Document

_HEADING_TAGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_LISTS = ("ul", "ol", "nav")
_CONTENTS = "table of contents"
_OF_LINKS = frozenset((_CONTENTS, "related links", "share bar", "tags"))
"""Parts that consist of links, or hold no prose."""
_CELLS = frozenset(("td", "th"))
_TO_THE_END = frozenset(("comments",))
_LONG = 200
"""Characters of unlinked text from which a block below a heading such as "Related" is content after all."""


def trim(document: Document, content: Content, parts: list[Place]) -> None:
    """Run all passes."""
    trimmer = _Trimmer(document, content, parts)
    trimmer.sections()
    trimmer.lines()
    trimmer.cards()
    trimmer.link_lists()
    trimmer.repeats()


class _Trimmer:
    def __init__(self, document: Document, content: Content, parts: list[Place]) -> None:
        assert content.root is not None
        self.document = document
        self.content = content
        self.root = content.root
        self.parts = {id(part) for part in parts}
        self.dropped = -1
        self.blocks = [block for block in content.blocks if block.place.within]
        self.all = self.blocks
        self.prose = sum(block.prose for block in self.live())

    def _inside(self, place: Place | None) -> bool:
        while place is not None:
            if id(place) in self.parts:
                return True
            place = place.parent
        return False

    def live(self) -> list[Block]:
        """The blocks that no pass has taken away so far."""
        if len(self.document.dropped) != self.dropped:
            self.dropped = len(self.document.dropped)
            self.content.refresh(self.document.dropped)
            self.blocks = [block for block in self.blocks if not block.place.gone]
        return self.blocks

    # ── headings over parts that are no content ──────────────────────────────────────────────────────────────────

    def sections(self) -> None:
        """Parts under headings such as "Related articles" or "About the author"."""
        dropped = self.document.dropped
        live = self.live()
        for at, block in enumerate(live):
            if not _is_heading(block) or block.tag in _CELLS or block.place.parent_tag in _CELLS:
                continue
            reason = phrases.heading_reason(phrases.folded("".join(block.text)))
            if reason is None or _is_gone(block.place, dropped):
                continue
            holder = self._led_by(live, at, reason)
            if holder is not None:
                self.document.drop_node(holder.node, reason)
            else:
                self._drop_after(block, reason)

    def _led_by(self, live: list[Block], at: int, reason: str) -> Place | None:
        """The largest element that begins with this heading and holds little of the prose."""
        block = live[at]
        before = live[at - 1] if at else None
        found = None
        place = block.place.parent
        while place is not None and id(place) not in self.parts:
            if place.prose > 0.3 * self.prose or (before is not None and _holds(place, before.place)):
                break
            if place.first_block is not block and _is_before(live, place.first_block, at):
                break
            found = place
            place = place.parent
        if found is None or not self._has_more(found, live, at):
            return None
        return found if _is_linky(found) or found.prose < _LONG or reason not in _OF_LINKS else None

    @staticmethod
    def _has_more(place: Place, live: list[Block], at: int) -> bool:
        return at + 1 < len(live) and _holds(place, live[at + 1].place)

    def _drop_after(self, block: Block, reason: str) -> None:
        """The heading and what follows it: a list of links, or all up to the next heading or to prose."""
        after = list(_elements_after(block.node))
        if block.tag not in _HEADING_TAGS:
            if after and self._is_list_of_links(after[0]):
                self.document.drop_node(block.node, reason)
                self.document.drop_node(after[0], reason)
            return
        self.document.drop_node(block.node, reason)
        if reason == _CONTENTS:
            if after and (after[0].tag in _LISTS or self._is_list_of_links(after[0])):
                self.document.drop_node(after[0], reason)
            return
        taken = 0
        for node in after:
            if node.tag in _HEADING_TAGS and (reason not in _TO_THE_END or (node.tag or "") <= block.tag):
                return
            place = self.content.places.get(dom.identity(node))
            prose = place.prose if place is not None and not _is_linky(place) else 0
            taken += prose
            if prose and (reason in _OF_LINKS or (reason not in _TO_THE_END and taken > 0.15 * self.prose)):
                return
            self.document.drop_node(node, reason)

    def _is_list_of_links(self, node: Node) -> bool:
        place = self.content.places.get(dom.identity(node))
        return node.tag in (*_LISTS, "div") and place is not None and _is_linky(place) and place.prose < _LONG

    # ── short lines ──────────────────────────────────────────────────────────────────────────────────────────────

    def lines(self) -> None:
        """Blocks that say nothing but "Advertisement", "Share this", "Read more: …"."""
        for block in self.live():
            if block.characters > 600 or block.tag == "figcaption" or _has_blocks_inside(block):
                continue
            reason = phrases.line_reason(phrases.folded("".join(block.text)))
            if reason is not None:
                self.document.drop_node(block.node, reason)

    # ── links ────────────────────────────────────────────────────────────────────────────────────────────────────

    def link_lists(self) -> None:
        """Lines and lists that are nothing but links."""
        for block in self.live():
            if (
                block.characters <= 250
                and block.linked >= 0.9 * block.characters
                and block.node.tag in ("p", "div", "span")
                and not _has_blocks_inside(block)
            ):
                self.document.drop_node(block.node, "link line")

    # ── cards ────────────────────────────────────────────────────────────────────────────────────────────────────

    def cards(self) -> None:
        """Rows of teasers: siblings alike, each a linked heading with little else."""
        total = sum(block.characters for block in self.live())
        places = [
            place
            for place in self.content.places.values()
            if len(place.children) > 1 and not place.gone and place.within
        ]
        rows = groups(places)
        between = sum(card.characters for row in rows if not self._is_behind(row[0]) for card in row)
        listing = between > 0.5 * total  # the page is a list of these
        for row in rows:
            size = sum(card.characters for card in row) / max(total, 1)
            behind = self._is_behind(row[0])
            if (listing and not behind) or (len(row) == 2 and linked_share(row) < 0.5):
                continue
            if size < (0.45 if behind else 0.35) and (behind or size < 0.1 or linked_share(row) >= 0.3):
                for card in row:
                    self.document.drop_node(card.node, "related links")

    def _is_behind(self, place: Place) -> bool:
        """Whether most of the prose stands before a place."""
        before = 0
        for block in self.all:
            if block.place.is_inside(place):
                break
            before += block.prose
        return before > 0.6 * self.prose

    # ── repeats ──────────────────────────────────────────────────────────────────────────────────────────────────

    def repeats(self) -> None:
        """Text that stands on the page a second time, elsewhere: a mobile twin, a pull quote."""
        seen: dict[str, Place | None] = {}
        for block in self.live():
            if block.characters < 60:
                continue
            text = phrases.folded("".join(block.text))
            if len(text) >= 60:
                above = block.place.parent
                if text in seen and seen[text] is not above and not _has_blocks_inside(block):
                    self.document.drop_node(block.node, "repeated text")
                seen[text] = above


def _is_linky(place: Place) -> bool:
    return place.linked + place.jumps >= 0.4 * place.characters


def _is_heading(block: Block) -> bool:
    if block.place.children:
        return False
    if block.node.tag in _HEADING_TAGS:
        return True
    return block.characters < 60 and block.node.tag in ("p", "div", "span", "strong")


def _is_gone(place: Place | None, dropped: dict[int, str]) -> bool:
    while place is not None:
        if place.key in dropped:
            return True
        place = place.parent
    return False


def _holds(outer: Place, inner: Place | None) -> bool:
    while inner is not None:
        if inner is outer:
            return True
        inner = inner.parent
    return False


def _is_before(live: list[Block], first: Block | None, at: int) -> bool:
    return first is not None and any(block is first for block in live[:at])


def _has_blocks_inside(block: Block) -> bool:
    return bool(block.place.children)


def _elements_after(node: Node) -> Iterator[Node]:
    after = node.next
    while after is not None:
        if after.tag and after.tag[0] not in "-_!":
            yield after
        after = after.next
