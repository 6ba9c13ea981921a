"""Named passes over the blocks inside the chosen element: each takes away one kind of what is not content.

They run after the names of classes have been looked at, on what is left, and they know blocks by what they say, by
their links and by their place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from pagearchive import dom
from pagearchive.dom import Node
from pagearchive.parse.article import author_notes, phrases
from pagearchive.parse.document import Document
from pagearchive.parse.layout import cards
from pagearchive.parse.layout.content import Block, Content, Place, is_code
from pagearchive.patterns import regex

_HEADING_TAGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_HEADINGS = dom.numbers_of(" ".join(_HEADING_TAGS))
_HEADING_LIKE = dom.numbers_of("p div span strong")
_ENTRIES = ("li", "dd")
_ITEMS = (*_ENTRIES, "td")
"""A link in them is a line of a list or table."""
_ADDRESS = regex(r"\W?https?://", re.I)
_LISTS = ("ul", "ol", "nav")
_CONTENTS = "table of contents"
_OF_LINKS = frozenset((_CONTENTS, "related links", "share bar", "tags"))
"""Parts that consist of links, or hold no prose."""
_SILENT = frozenset(("share bar", "tags"))
"""Of these, those that tell nothing in words of their own, not in short lines either."""
_OF_DOCUMENTATION = frozenset(("related links", "newsletter banner", "comments"))
"""Documentation ends its sections with "See also", tells how to sign up, and what responses there are."""
_CELLS = frozenset(("td", "th"))
_TO_THE_END = frozenset(("comments",))
_IN_CELLS = frozenset(("advertisement", "share bar", "script notice"))
"""What a table's cell may be beside data: tables set up old pages, too."""
_MANY_DATES = 12
"""Dates in lines of their own from which they are those of a list: of events, of versions."""
_DATA = ("{", "[{", "\n", " ")
_IS_DATA = regex(r'\[?\{ ?"[\w-]+" ?: ?["{\[\d]')
"""How JSON begins that a script left in the text."""
_LONGEST_HEADING = 300
_LONGEST_LINE = 360
"""Characters, white space that means nothing included."""
_LONGEST_CONSENT = 800
_LONG_ENOUGH = 60
"""Characters of a text that does not stand on a page twice by chance."""
_TWINS, _STRETCH = 2, 4
"""As often a text stands on a page that has it for two widths of screen, or quotes itself. What comes more often is
said of several things, unless it is one of so many texts in a row that come again."""
_START = 16
"""Characters by which texts are told apart before they are compared."""
_VERSIONS = regex(r"(?:\w+ ){0,2}versions?\s*:", re.I)
_JUMPS = 0.7
_FEW = 3
"""As many links at least."""
_LONGEST_LINKS = 250
_ALIKE = 0.9
"""Share of its blocks that a twin has in common with what it repeats."""
_LONG = 200
"""Characters of unlinked text from which a block below a heading such as "Related" is content after all."""


def trim(document: Document, content: Content, authors: Sequence[str] = ()) -> None:
    """Run all passes; `authors` are the names of the people who wrote the article."""
    trimmer = _Trimmer(document, content)
    trimmer.sections()
    for block in author_notes.find(trimmer.live(), trimmer.prose, authors):
        trimmer.drop(block.node, "author box")
    trimmer.lines()
    trimmer.teasers()
    trimmer.link_lists()
    trimmer.repeats()


class _Trimmer:
    def __init__(self, document: Document, content: Content) -> None:
        self.document = document
        self.content = content
        self.kept = _OF_DOCUMENTATION if document.is_documentation else frozenset[str]()
        """Reasons of headings and lines that are content all the same."""
        self.gone = bytearray(len(content.order))
        """By the number of each place: whether it or one above it has been taken away."""
        for key in document.dropped:
            place = content.places.get(key)
            if place is not None:
                self._note(place)
        self.blocks = [block for block in content.blocks if block.place.within]
        self.changed = True
        self.prose = sum([block.prose for block in self.live()])

    def live(self) -> list[Block]:
        """The blocks that no pass has taken away so far."""
        if self.changed:
            gone = self.gone
            self.blocks = [block for block in self.blocks if not gone[block.place.index]]
            self.changed = False
        return self.blocks

    def drop(self, node: Node, reason: str) -> None:
        """Take an element away."""
        self.document.drop_node(node, reason)
        place = self.content.places.get(dom.identity(node))
        if place is not None:
            self._note(place)

    def _note(self, place: Place) -> None:
        self.gone[place.index : place.end] = b"\1" * (place.end - place.index)
        self.changed = True

    # ── headings over parts that are no content ──────────────────────────────────────────────────────────────────

    def sections(self) -> None:
        """Parts under headings such as "Related articles" or "About the author"."""
        live = self.live()
        for at, block in enumerate(live):
            if block.characters > _LONGEST_HEADING or not _is_heading(block):
                continue
            reason = phrases.heading_reason(block.words.lower()) if phrases.may_head("".join(block.text)) else None
            if reason is None or reason in self.kept or self.gone[block.place.index]:
                continue
            if block.tag in _CELLS or block.place.parent_tag in _CELLS:
                continue
            if reason == _CONTENTS and self.kept and _leads_on(live[at + 1 : at + 4]):
                continue
            holder = self._led_by(live, at, reason)
            if holder is not None:
                self.drop(holder.node, reason)
            else:
                self._drop_after(block, reason)

    def _led_by(self, live: list[Block], at: int, reason: str) -> Place | None:
        """The largest element that begins with this heading and holds little of the prose."""
        block = live[at]
        before = live[at - 1].place if at else None
        found = None
        place = block.place.parent
        while place is not None and place.within and (place.parent is None or place.parent.within):
            if place.prose > 0.3 * self.prose or (before is not None and before.is_inside(place)):
                break
            first = self.content.blocks[place.first]
            if first is not block and not self.gone[first.place.index]:
                break
            found = place
            place = place.parent
        if found is None or at + 1 >= len(live) or not live[at + 1].place.is_inside(found):
            return None
        told = found.unlinked if reason in _SILENT else found.prose
        return found if _is_linky(found) or told < _LONG or reason not in _OF_LINKS else None

    def _drop_after(self, block: Block, reason: str) -> None:
        """The heading and what follows it: a list of links, or all up to the next heading or to prose."""
        after = list(_elements_after(block.node))
        if block.tag not in _HEADING_TAGS:
            if after and self._is_list_of_links(after[0]):
                self.drop(block.node, reason)
                self.drop(after[0], reason)
            return
        self.drop(block.node, reason)
        if reason == _CONTENTS:
            if after and (after[0].tag in _LISTS or self._is_list_of_links(after[0])):
                self.drop(after[0], reason)
            return
        taken = 0
        for node in after:
            if node.tag in _HEADING_TAGS and (reason not in _TO_THE_END or (node.tag or "") <= block.tag):
                return
            place = self.content.places.get(dom.identity(node))
            own = place is not None and not _is_linky(place)
            prose = place.prose if place is not None and own else 0
            taken += prose
            if reason in _OF_LINKS:
                if prose or (place is not None and own and place.unlinked >= _LONG):
                    return
            elif prose and reason not in _TO_THE_END and taken > 0.15 * self.prose:
                return
            self.drop(node, reason)

    def _is_list_of_links(self, node: Node) -> bool:
        place = self.content.places.get(dom.identity(node))
        return node.tag in (*_LISTS, "div") and place is not None and _is_linky(place) and place.prose < _LONG

    # ── short lines ──────────────────────────────────────────────────────────────────────────────────────────────

    def lines(self) -> None:
        """Blocks that say nothing but "Advertisement", "Share this", "Read more: …"."""
        found: list[tuple[Block, str]] = []
        for block in self.live():
            start = block.text[0]
            if start.startswith(_DATA) and start.lstrip()[0] in "{[" and _is_data(block):
                self.drop(block.node, "script data")
            elif _is_line(block):
                if not phrases.may_be_line("".join(block.text)):
                    continue
                reason = phrases.line_reason(block.words.lower())
                if reason is None or reason in self.kept or block.tag == "figcaption" or is_code(block.node):
                    continue
                if block.tag not in _CELLS or reason in _IN_CELLS:
                    found.append((block, reason))
        dates = sum(reason == "byline" for _block, reason in found)
        for block, reason in found:
            if reason != "byline" or dates <= _MANY_DATES:
                self.drop(block.node, reason)

    # ── links ────────────────────────────────────────────────────────────────────────────────────────────────────

    def link_lists(self) -> None:
        """Lines and lists that are nothing but links."""
        before = 0
        for block in self.live():
            before += block.prose
            if block.linked and block.characters <= _LONGEST_LINKS and _switches_versions(block):
                self.drop(block.node, "navigation")
            elif block.jumps and _is_row_of_jumps(block):
                self.drop(block.node, _CONTENTS)
            elif (
                0.9 * block.characters <= block.linked <= block.characters <= _LONGEST_LINKS
                and not block.place.children
                and block.tag in ("p", "div", "span")
                and not (self.kept and before and block.tag == "p" and _is_reference(block))
                and block.place.parent_tag not in _ITEMS
                and not _ADDRESS.match(block.words)
            ):
                self.drop(block.node, "link line")

    # ── cards ────────────────────────────────────────────────────────────────────────────────────────────────────

    def teasers(self) -> None:
        """Rows of teasers: siblings alike, each a linked heading with little else."""
        rows = [row for row in self.content.rows if _holder(row).within and not self.gone[_holder(row).index]]
        if not rows:
            return
        total = sum([block.characters for block in self.live()])
        before = [0, *accumulate([block.prose * block.place.within for block in self.content.blocks])]
        # most of the prose stands before a row
        behind = [before[row[0].first] > 0.6 * self.prose for row in rows]
        between = sum(card.characters for row, late in zip(rows, behind, strict=True) if not late for card in row)
        listing = between > 0.5 * total  # the page is a list of these
        for row, late in zip(rows, behind, strict=True):
            size = sum(card.characters for card in row) / max(total, 1)
            if (listing and not late) or (len(row) == 2 and cards.linked_share(row) < cards.LEADING):
                continue
            if size < (0.45 if late else 0.35) and (late or not cards.tells(row)):
                for card in row:
                    self.drop(card.node, "related links")

    # ── repeats ──────────────────────────────────────────────────────────────────────────────────────────────────

    def repeats(self) -> None:
        """Text that stands on the page a second time, elsewhere: a mobile twin, a pull quote.

        Documentation says the same of many things.
        """
        if self.document.is_documentation:
            return
        alike: dict[str, list[int]] = {}
        live = self.live()
        for at, block in enumerate(live):
            if block.characters >= _LONG_ENOUGH:
                alike.setdefault("".join(block.text).lstrip()[:_START].lower(), []).append(at)
        for places in alike.values():
            if len(places) > 1:
                self._drop_repeats(live, places)

    def _drop_repeats(self, live: list[Block], places: list[int]) -> None:
        seen: dict[str, list[int]] = {}
        for at in places:
            text = live[at].words.lower()
            if len(text) >= _LONG_ENOUGH:
                seen.setdefault(text, []).append(at)
        for repeats in seen.values():
            for one, other in pairwise(repeats):
                if len(repeats) <= _TWINS or _is_of_a_longer_one(live, one, other):
                    self._drop_repeat(live[one].place, live[other].place)

    def _drop_repeat(self, first: Place, again: Place) -> None:
        """Take away a text's repetition, with the element around it that repeats more."""
        if first.parent is not again.parent and not again.children:
            self.drop((self._twin(first, again) or again).node, "repeated text")

    def _twin(self, one: Place, other: Place) -> Place | None:
        """The element around the other that stands beside one around the first and says the same: its twin."""
        while one.parent is not None and other.parent is not None:
            if one.parent is other.parent:
                said = {block.words for block in self.content.blocks[one.first : one.last]}
                again = [block.words in said for block in self.content.blocks[other.first : other.last]]
                return other if len(again) > 1 and sum(again) >= _ALIKE * len(again) else None
            one, other = one.parent, other.parent
        return None


def _is_of_a_longer_one(live: list[Block], one: int, other: int) -> bool:
    """Whether a text and its repetition, by their numbers, stand in a stretch of texts that is repeated."""
    alike = 1
    for step in (-1, 1):
        first, again = one + step, other + step
        while alike < _STRETCH and first >= 0 and again < len(live) and live[first].words == live[again].words:
            alike += 1
            first, again = first + step, again + step
    return alike >= _STRETCH


def _holder(row: list[Place]) -> Place:
    above = row[0].parent
    assert above is not None  # a row's elements have the one above in common
    return above


def _is_reference(block: Block) -> bool:
    """Whether a paragraph that is a link refers to something: it has words around the link, or there is just one."""
    return block.linked < block.characters or len(dom.select(block.node, "a")) == 1


def _is_row_of_jumps(block: Block) -> bool:
    """Whether a line is nothing but links to places on the page, with signs between them."""
    if block.tag not in ("p", "div") or block.place.children or block.jumps < _JUMPS * block.characters:
        return False
    return len(dom.select(block.node, "a")) >= _FEW and block.place.parent_tag not in _ENTRIES


def _switches_versions(block: Block) -> bool:
    """Whether a line leads to the same page of other versions."""
    return _VERSIONS.match(block.words) is not None and len(dom.select(block.node, "a")) >= _FEW


def _leads_on(entries: list[Block]) -> bool:
    """Whether a table of contents leads to other pages: it is what the page is there for."""
    return sum(entry.linked for entry in entries) > sum(entry.jumps for entry in entries)


def _is_linky(place: Place) -> bool:
    return place.linked + place.jumps >= 0.4 * place.characters


def _is_heading(block: Block) -> bool:
    number = block.node.tag_id
    if number in _HEADINGS or (block.characters < 60 and number in _HEADING_LIKE):
        return not block.place.children
    return False


def _is_line(block: Block) -> bool:
    """Whether a block is short, or begins like a note on what one agrees to, and holds no other."""
    if block.place.end - block.place.index > 1:
        return False
    if block.characters <= _LONGEST_LINE:
        return True
    return block.characters <= _LONGEST_CONSENT and block.text[0].lstrip()[:3].lower() == "by "


def _is_data(block: Block) -> bool:
    return _IS_DATA.match(block.words) is not None and block.tag not in _CELLS and not is_code(block.node)


def _elements_after(node: Node) -> Iterator[Node]:
    after = node.next
    while after is not None:
        if after.tag and after.tag[0] not in "-_!":
            yield after
        after = after.next
