"""Clean HTML and plain text as they grow, side by side: words, blocks, marks inside a line, and what is owed between.

What may stand where, and what becomes of blocks in places that have no room for them, is decided here, so that the HTML
is valid whatever the page's own markup is like.
"""

from __future__ import annotations

import html as markup

from pagearchive.dom import Node
from pagearchive.parse.bodies.elements import (
    ALWAYS,
    BLOCK_ENDS,
    DIRECTION,
    PLAIN,
    Element,
    Kind,
    attributes_of,
    without_orphans,
)

_BLOCK = int(Kind.BLOCK)
_NOWHERE = Element(Kind.PLAIN)


class Writer:
    """The two texts.

    `blocks` and then `inlines` stand open, the outermost first; of each the first few (`written`, `inlined`) are in the
    HTML, the others wait for a word or a picture. Between the two a paragraph may be `implied`: its tag, else "".
    """

    def __init__(self, *, states_direction: bool) -> None:
        self.text: list[str] = []
        self.html: list[str] = []
        self.blocks: list[Element] = []
        self.written = 0
        self.implied = ""
        self.inlines: list[tuple[str, str]] = []  # start tag and end tag
        self.inlined = 0
        self.lines = 0  # blocks open in which one line break is enough
        # What is owed before the next word. `settled`: nothing but perhaps a space.
        self.settled = False
        self.breaks = 0  # line breaks in the text
        self.apart = False  # the HTML, where it goes on in the same block, needs a line break
        self.space = False
        self.line_breaks = 0  # br elements since the last word
        self.cells = False  # a tab: the next word stands in another cell of the row
        self.looked_at = DIRECTION if states_direction else ALWAYS  # the attributes that may mean something
        self.pre = 0
        self.has_orphans = False
        self.verbatim = False  # a pre was read: lines may end in white space

    # ── text ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def words(self, raw: str) -> None:
        """Add the text of a text node."""
        if self.pre:
            self.add_verbatim(raw)
            return
        # What is printable has no white space but spaces: nearly all text needs no splitting and joining.
        folded = raw.strip() if raw.isprintable() and "  " not in raw else " ".join(raw.split())
        if not folded:
            self.space = self.space or bool(raw)
            return
        before = raw[0].isspace()
        if not self.settled:
            self.space = self.space or before
            self.begin_words()
        elif self.space or before:
            self.text.append(" ")
            self.html.append(" ")
        self.text.append(folded)
        if "&" in folded or "<" in folded or ">" in folded:
            folded = markup.escape(folded, quote=False)
        self.html.append(folded)
        self.space = raw[-1].isspace()

    def add_verbatim(self, raw: str) -> None:
        """Add text whose white space counts."""
        if not raw or (not self.text and not raw.strip()):
            return
        raw = raw.replace("\r\n", "\n").replace("\r", "\n")
        if self.apart and self.text and self._goes_on():  # lines of code in blocks of their own
            self.apart = False
            if self.breaks == 1:
                self.breaks = 0 if self.text[-1].endswith("\n") else 1
                self.html.append("\n" * self.breaks)
        self.space = False
        self.begin_words()
        if raw[0] == "\n" and (self.html[-1] or self.html[-2]).startswith("<pre"):
            self.html.append("\n")  # the first line feed of a pre is not its content
        self.text.append(raw)
        self.html.append(markup.escape(raw, quote=False))

    def begin_words(self) -> None:
        """Write what is owed before a word: elements, line breaks, a tab or a space."""
        self.begin()
        text = self.text
        if text:
            if self.breaks:
                text.append("\n\n" if self.breaks == 2 else "\n")
            elif self.cells:
                text.append("\t")
            elif self.space:
                text.append(" ")
        self.breaks = 0
        self.cells = False
        self.settled = True

    def begin(self) -> None:
        """Write the elements that stand open, with a paragraph around text that would lie bare."""
        if self.line_breaks:
            self._settle_line_breaks()
        html, blocks, inlines = self.html, self.blocks, self.inlines
        depth = len(blocks)
        if self.written < depth:
            element = blocks[-1]
            if self.written + 1 < depth:
                html.extend([outer.opening for outer in blocks[self.written : -1]])
            html.append(element.opening)
            self.written = depth
            if not element.holder:
                self.implied = element.implied
                html.append(f"<{element.implied}>")
        elif not self.implied and not (blocks and blocks[-1].holder):
            self.implied = blocks[-1].implied if blocks else "p"
            html.append(f"<{self.implied}>")
        elif self.apart:
            if html[-1] not in BLOCK_ENDS and html[-1] != "<br>":
                html.append("\n" if self.pre else "<br>")
        elif self.space and not self.pre and html[-1] != "<br>":
            html.append(" ")
        self.apart = False
        if self.inlined < len(inlines):
            html.extend([opening for opening, _closing in inlines[self.inlined :]])
            self.inlined = len(inlines)

    def _settle_line_breaks(self) -> None:
        count, self.line_breaks = self.line_breaks, 0
        if not self._goes_on():
            self.breaks = max(self.breaks, 1)
        elif count > 1:
            self.breaks = self._split_paragraph()
        else:
            self.breaks = max(self.breaks, 1)
            self.html.append("<br>")

    def _goes_on(self) -> bool:
        """Whether the next word stands in an element that is written already."""
        blocks = self.blocks
        return self.written == len(blocks) and (bool(self.implied) or bool(blocks and blocks[-1].holder))

    def owe(self, breaks: int) -> None:
        if breaks > self.breaks:
            self.breaks = breaks
        self.line_breaks = 0
        self.space = self.settled = False
        self.apart = True

    # ── elements ─────────────────────────────────────────────────────────────────────────────────────────────────

    def end_plain(self) -> None:
        """What follows does not belong to the paragraph before."""
        if self.implied:
            self.end_paragraph()
        blocks = self.blocks
        self.owe(1 if self.lines or (blocks and blocks[-1].holder) else 2)

    def end_paragraph(self) -> None:
        """End the implied paragraph, if there is one, and the marks of its last line; they may go on behind it."""
        if self.inlined:
            self.html.extend([closing for _opening, closing in self.inlines[self.inlined - 1 :: -1]])
            self.inlined = 0
        if self.implied:
            self.html.append(f"</{self.implied}>")
            self.implied = ""

    def _split_paragraph(self) -> int:
        """Two line breaks: the paragraph ends, even if it is the page's own, and goes on as another.

        Returns how many line breaks that is in the text.
        """
        if self.implied == "p":
            self.end_paragraph()
        elif not self.implied and self.blocks[-1].name == "p":
            self.end_paragraph()
            self.written -= 1
            self.html.append("</p>")
        else:
            self.html += ("<br>", "<br>")
            return 2
        return 1 if self.lines else 2

    def open_block(self, element: Element, node: Node) -> Element:
        """Begin a block. Returns what is begun: not the element itself where it may not stand."""
        blocks = self.blocks
        outer = blocks[-1] if blocks else _NOWHERE
        if (
            outer.phrasing
            or element.attributes >= self.looked_at
            or (element.parents and outer.name not in element.parents)
        ):
            fitting = self._fitting(element, node)
            if fitting is None:
                self.end_plain()
                return PLAIN
            element = fitting
        if self.inlined or self.implied:
            self.end_paragraph()
        if element.cell:
            self.settled = False
        else:
            self.owe(1 if self.lines else element.breaks)
        blocks.append(element)
        if element.lines:
            self.lines += 1
        return element

    def _fitting(self, element: Element, node: Node) -> Element | None:
        """A block as it may stand here, with its attributes; None where none may."""
        blocks = self.blocks
        outer = blocks[-1] if blocks else _NOWHERE
        if outer.phrasing:  # a paragraph, a heading or code in which only odd markup, or a script, puts a block
            if outer.name == "pre" or (outer.name != "p" and element.phrasing):
                return None
            self.end_paragraph()
            self.take_away(outer)
            outer = blocks[-1] if blocks else _NOWHERE
        if element.orphan is not None and outer.name not in element.parents:
            self.has_orphans = True
            orphan = element.orphan
            joins = self.written == len(blocks) and bool(self.html) and self.html[-1].endswith(orphan.home)
            if orphan.orphan is not None and joins:
                self.breaks = 0  # it joins the ones before
                orphan = orphan.orphan
            return orphan
        if element.name == "pre":
            self.pre += 1
            self.verbatim = True
        attributes = attributes_of(node, element.name)
        return element.with_attributes(attributes) if attributes or element.name == "tr" else element

    def close_block(self, element: Element) -> None:
        if self.inlined or self.implied:
            self.end_paragraph()
        blocks = self.blocks
        if element.cell or self.pre or not blocks or blocks[-1] is not element:
            self._close_unusual(element)
            return
        blocks.pop()
        if self.written > len(blocks):
            self.written -= 1
            self.html.append(element.closing)
        if element.lines:
            self.lines -= 1
        self.owe(1 if self.lines else element.breaks_after)
        self.cells = False

    def _close_unusual(self, element: Element) -> None:
        """End a cell, code, or a block that ended before because another began in it."""
        if element.name == "pre" and element.kind == _BLOCK:
            self.pre -= 1
            self._strip_end()
        if self.blocks and self.blocks[-1] is element:
            self.take_away(element)
            if element.lines:
                self.lines -= 1
        if element.cell:
            self.cells, self.space, self.line_breaks, self.settled = True, False, 0, False
        else:
            self.owe(1 if self.lines else element.breaks_after)
            self.cells = False

    def _strip_end(self) -> None:
        """Take white space from the end of the text."""
        text = self.text
        at = len(text)
        while at and not (stripped := text[at - 1].rstrip()):
            text[at - 1] = stripped
            at -= 1
        if at:
            text[at - 1] = stripped

    def take_away(self, element: Element) -> None:
        """End the innermost block, with its end tag if it was written. A cell is written even if it is empty."""
        blocks = self.blocks
        blocks.pop()
        if self.written > len(blocks):
            self.written -= 1
            self.html.append(element.closing)
        elif element.cell and element.opening:
            empty = element.opening + element.closing if element.holder else f"<{element.name}></{element.name}>"
            if self.written == len(blocks):
                self.html.append(empty)
            else:
                blocks[-1].opening += empty

    def close_inline(self) -> None:
        _opening, closing = self.inlines.pop()
        if self.inlined > len(self.inlines):
            self.inlined -= 1
            self.html.append(closing)

    def finished(self) -> tuple[str, str]:
        """Text and HTML, when all is read."""
        self.end_paragraph()
        text, html = "".join(self.text), "".join(self.html)
        if self.verbatim:
            text = "\n".join(line.rstrip() for line in text.split("\n")).strip()
        return text, without_orphans(html) if self.has_orphans else html
