"""A post's or article's subtree -> clean HTML, plain text, pictures, links and quotes, in one walk.

HTML and text grow side by side, so they cannot disagree: read again, the HTML gives the same text. It is built from
the short list of `elements`; an element is written only when something stands in it, text that lies bare between
blocks gets a paragraph of its own, and two line breaks in a row end a paragraph, as its author meant them to. Marks
inside a line ("b", "a") are always innermost: where the page wraps them around blocks, each block gets its own.
"""

from __future__ import annotations

import html as markup
from collections.abc import Mapping

from msgspec import Struct, structs

from pagearchive import dom
from pagearchive.dom import Node
from pagearchive.model import Image, Link, Quote
from pagearchive.parse import pictures
from pagearchive.parse.credits import Printed
from pagearchive.parse.document import Document
from pagearchive.parse.elements import (
    ALWAYS,
    BLOCK_ENDS,
    DIRECTION,
    ELEMENTS,
    LINK,
    LINKED,
    PASSED_OVER,
    PLAIN,
    TRANSPARENT,
    Element,
    Kind,
    attributes_of,
    in_attribute,
    without_orphans,
)

_READ_INSIDE = frozenset("li dt dd td th caption figcaption blockquote".split())
"""A body that is one of these is what stands in it."""


class Body(Struct, kw_only=True):
    """What stood in a subtree."""

    text: str
    html: str
    images: list[Image]
    """Those of the author: a quotation's pictures belong to the quoted post."""
    links: list[Link]
    quotes: list[Quote]


def read_body(
    document: Document,
    nodes: list[Node],
    *,
    quotes: Mapping[int, Quote] | None = None,
    post_id: str | None = None,
    printed: Mapping[int, Printed] | None = None,
) -> Body:
    """Read the subtrees in `nodes` as one body.

    Nodes in `document.dropped` are passed over. `quotes` says which nodes are quotations, by identity, with all that is
    known of each (author, post); the quotes of the result carry their text as well. `printed` says what is printed
    about pictures, by the identity of their elements: they become figures.
    """
    writer = _Writer(document, quotes or {}, post_id, printed or {})
    for node in nodes:
        if node.tag in _READ_INSIDE and dom.identity(node) not in writer.quotes:
            child = node.first_child
            while child is not None:
                writer.read(child)
                child = child.next
        else:
            writer.read(node)
        writer.end_plain()
    return writer.result()


_PLAIN, _INLINE, _BLOCK = int(Kind.PLAIN), int(Kind.INLINE), int(Kind.BLOCK)
_SPECIAL, _LINK, _QUOTE = int(Kind.SPECIAL), int(Kind.LINK), int(Kind.QUOTE)


_NOWHERE = Element(Kind.PLAIN)


class _Writer:
    """The two texts as they grow.

    `blocks` and then `inlines` stand open, the outermost first; of each the first few (`written`, `inlined`) are in the
    HTML, the others wait for a word or a picture. Between the two a paragraph may be `implied`.
    """

    def __init__(
        self,
        document: Document,
        quotes: Mapping[int, Quote],
        post_id: str | None,
        printed: Mapping[int, Printed],
    ) -> None:
        self.document = document
        self.quotes = quotes
        self.post_id = post_id
        self.printed = printed
        self.text: list[str] = []
        self.html: list[str] = []
        self.images: list[Image] = []
        self.links: list[Link] = []
        self.found_quotes: list[Quote] = []
        self.blocks: list[Element] = []
        self.written = 0
        self.implied = False
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
        self.looked_at = DIRECTION if document.states_direction else ALWAYS  # the attributes that may mean something
        self.pre = 0
        self.has_orphans = False
        self.verbatim = False  # a pre was read: lines may end in white space
        self.link: tuple[str, int, int] | None = None  # address; where its text begins; pictures shown before it
        self.shown_images = 0  # pictures so far, those in quotes among them
        self.open_quotes: list[tuple[Quote, int]] = []  # with where its text begins

    # ── the walk ─────────────────────────────────────────────────────────────────────────────────────────────────

    def read(self, top: Node) -> None:
        """Read one node with all below it.

        This loop sees every node of every body, and reading bodies is much of what reading a page costs. So: no
        recursion, each property of a node asked for once (each builds an object), what is usual decided here and what
        is not elsewhere. `above` holds the elements that are being read, each with the node that comes after it.
        """
        document = self.document
        dropped, quotes = document.dropped, self.quotes
        marked = bool(dropped or quotes)
        find, words, inlines = ELEMENTS.get, self.words, self.inlines
        above: list[tuple[Node | None, Element]] = []
        node: Node | None = top
        while True:
            if node is None:  # an element's content is at its end
                if not above:
                    return
                node, element = above.pop()
                kind = element.kind
                if kind == _BLOCK:
                    self._close_block(element)
                elif kind == _INLINE:
                    self._close_inline()
                elif kind == _PLAIN:
                    self.end_plain()
                elif kind == _LINK:
                    self._close_link()
                elif kind == _QUOTE:
                    self._close_quote(element)
                continue
            tag = node.tag or "-"
            following = node.next if above else None
            if tag == "-text":
                if not marked or node.mem_id not in dropped:
                    raw = node.text_content or ""
                    if raw.isspace() and not self.pre:
                        self.space = True
                    else:
                        words(raw)
                node = following
                continue
            element = find(tag) or (TRANSPARENT if tag[0] not in "-!" else PASSED_OVER)
            kind = element.kind
            if kind and marked:
                identity = node.mem_id
                if identity in dropped:
                    self.space = True
                    kind = 0
                elif identity in quotes:
                    element, kind = self._open_quote(quotes[identity], element), _QUOTE
            if kind == _BLOCK:
                element = self._open_block(element, node)
            elif kind == _INLINE:
                inlines.append(element.tags)
                self.settled = False
            elif kind == _PLAIN:
                self.end_plain()
            elif kind == _SPECIAL:
                element = self._open_special(node, tag)
                kind = element.kind
            if kind:
                above.append((following, element))
                node = node.first_child
            else:
                node = following

    # ── text ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def words(self, raw: str) -> None:
        """Add the text of a text node."""
        if self.pre:
            self._verbatim(raw)
            return
        # What is printable has no white space but spaces: nearly all text needs no splitting and joining.
        folded = raw.strip() if raw.isprintable() and "  " not in raw else " ".join(raw.split())
        if not folded:
            self.space = self.space or bool(raw)
            return
        before = raw[0].isspace()
        if not self.settled:
            self.space = self.space or before
            self._begin_words()
        elif self.space or before:
            self.text.append(" ")
            self.html.append(" ")
        self.text.append(folded)
        if "&" in folded or "<" in folded or ">" in folded:
            folded = markup.escape(folded, quote=False)
        self.html.append(folded)
        self.space = raw[-1].isspace()

    def _verbatim(self, raw: str) -> None:
        """Add text whose white space counts."""
        if not raw or (not self.text and not raw.strip()):
            return
        raw = raw.replace("\r\n", "\n").replace("\r", "\n")
        if self.apart and self._goes_on():  # lines of code in blocks of their own
            self.apart = False
            self.breaks = 0 if self.text[-1].endswith("\n") else 1
            self.html.append("\n" * self.breaks)
        self._begin_words()
        if raw[0] == "\n" and self.html[-1].startswith("<pre"):
            self.html.append("\n")  # the first line feed of a pre is not its content
        self.space = False
        self.text.append(raw)
        self.html.append(markup.escape(raw, quote=False))

    def _begin_words(self) -> None:
        """Write what is owed before a word: elements, line breaks, a tab or a space."""
        self._begin()
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

    def _begin(self) -> None:
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
                self.implied = True
                html.append("<p>")
        elif not self.implied and not (blocks and blocks[-1].holder):
            self.implied = True
            html.append("<p>")
        elif self.apart:
            if html[-1] not in BLOCK_ENDS and html[-1] != "<br>":
                html.append("<br>")
        elif self.space and not self.breaks and not self.cells and html[-1] != "<br>":
            html.append(" ")
        self.apart = False
        if self.inlined < len(inlines):
            html.extend([opening for opening, _closing in inlines[self.inlined :]])
            self.inlined = len(inlines)

    def _settle_line_breaks(self) -> None:
        count, self.line_breaks = self.line_breaks, 0
        if count > 1:
            self._split_paragraph()
            self.breaks = 2
        else:
            self.breaks = max(self.breaks, 1)
            if self._goes_on():
                self.html.append("<br>")

    def _goes_on(self) -> bool:
        """Whether the next word stands in an element that is written already."""
        blocks = self.blocks
        return self.written == len(blocks) and (self.implied or bool(blocks and blocks[-1].holder))

    def _owe(self, breaks: int) -> None:
        if breaks > self.breaks:
            self.breaks = breaks
        self.line_breaks = 0
        self.space = self.settled = False
        self.apart = True

    # ── elements ─────────────────────────────────────────────────────────────────────────────────────────────────

    def end_plain(self) -> None:
        """What follows does not belong to the paragraph before."""
        if self.implied:
            self._end_paragraph()
        blocks = self.blocks
        self._owe(1 if self.lines or (blocks and blocks[-1].phrasing) else 2)

    def _end_paragraph(self) -> None:
        """End the implied paragraph, if there is one, and the marks of its last line; they may go on behind it."""
        if self.inlined:
            self.html.extend([closing for _opening, closing in self.inlines[self.inlined - 1 :: -1]])
            self.inlined = 0
        if self.implied:
            self.implied = False
            self.html.append("</p>")

    def _split_paragraph(self) -> None:
        """Two line breaks: the paragraph ends, even if it is the page's own, and goes on as another."""
        if not self._goes_on():
            return
        if self.implied:
            self._end_paragraph()
        elif self.blocks[-1].name == "p":
            self._end_paragraph()
            self.written -= 1
            self.html.append("</p>")
        else:
            self.html += ("<br>", "<br>")

    def _open_block(self, element: Element, node: Node) -> Element:
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
            self._end_paragraph()
        if element.cell:
            self.settled = False
        else:
            self._owe(1 if self.lines else element.breaks)
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
            self._end_paragraph()
            self._take_away(outer)
            outer = blocks[-1] if blocks else _NOWHERE
        if element.orphan is not None and outer.name not in element.parents:
            self.has_orphans = True
            return element.orphan
        if element.name == "pre":
            self.pre += 1
            self.verbatim = True
        attributes = attributes_of(node, element.name)
        return element.with_attributes(attributes) if attributes or element.name == "tr" else element

    def _close_block(self, element: Element) -> None:
        if self.inlined or self.implied:
            self._end_paragraph()
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
        self._owe(1 if self.lines else element.breaks)
        self.cells = False

    def _close_unusual(self, element: Element) -> None:
        """End a cell, code, or a block that ended before because another began in it."""
        if element.name == "pre":
            self.pre -= 1
            self._strip_end()
        if self.blocks and self.blocks[-1] is element:
            self._take_away(element)
            if element.lines:
                self.lines -= 1
        if element.cell:
            self.cells, self.space, self.line_breaks, self.settled = True, False, 0, False
        else:
            self._owe(1 if self.lines else element.breaks)
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

    def _take_away(self, element: Element) -> None:
        """End the innermost block, with its end tag if it was written. A cell is written even if it is empty."""
        blocks = self.blocks
        blocks.pop()
        if self.written > len(blocks):
            self.written -= 1
            self.html.append(element.closing)
        elif element.cell and element.opening:
            empty = element.opening + element.closing
            if self.written == len(blocks):
                self.html.append(empty)
            else:
                blocks[-1].opening += empty

    def _close_inline(self) -> None:
        _opening, closing = self.inlines.pop()
        if self.inlined > len(self.inlines):
            self.inlined -= 1
            self.html.append(closing)

    # ── links, pictures, players, quotes ─────────────────────────────────────────────────────────────────────────

    def _open_special(self, node: Node, tag: str) -> Element:
        """Begin an element with a reader of its own. PASSED_OVER: nothing below it is to be read."""
        if tag == "a":
            return self._open_link(node)
        if tag == "br":
            if self.pre:
                self._verbatim("\n")
            elif self.text:
                self.line_breaks += 1
                self.settled = False
        elif tag == "img" or tag == "amp-img":
            self._picture(node)
        elif tag == "hr":
            if self.implied:
                self._end_paragraph()
            self._owe(2)
        elif tag in LINKED:
            self._embedded(node, tag)
        elif tag == "noscript" and not _is_twin(node):
            self.end_plain()
            return PLAIN
        return PASSED_OVER

    def _open_link(self, node: Node) -> Element:
        address = self.document.absolute(node.attrs.get("href"))
        if address is None or self.link is not None:
            return TRANSPARENT
        address = pictures.without_tracking(address)
        self.inlines.append((f'<a href="{in_attribute(address)}">', "</a>"))
        self.settled = False
        self.link = (address, len(self.text), self.shown_images)
        return LINK

    def _close_link(self) -> None:
        assert self.link is not None
        address, start, images = self.link
        self.link = None
        words = "".join(self.text[start:]).strip()
        if words or self.shown_images == images:
            self.links.append(Link(url=address, text=words))
        self._close_inline()

    def _picture(self, node: Node) -> None:
        linked = self.link[0] if self.link else None
        image = pictures.read_picture(self.document, node, linked=linked, post_id=self.post_id)
        if image is None:
            sign = pictures.sign_of(node)
            if sign:
                self.words(sign)
            return
        printed = self.printed.get(dom.identity(node)) if self.printed else None
        self.shown_images += 1
        if printed is not None and not self.pre:
            image = structs.replace(image, caption=printed.caption, credit=printed.credit)
            self._figure(image, printed)
        else:
            self._begin()
            self.html.append(pictures.as_html(image))
        self.settled = False
        if not self.open_quotes:
            self.images.append(image)

    def _figure(self, image: Image, printed: Printed) -> None:
        """A picture with what is printed about it, between paragraphs."""
        self._end_paragraph()
        blocks, html = self.blocks, self.html
        if blocks and blocks[-1].phrasing:
            self._take_away(blocks[-1])
        html.extend([element.opening for element in blocks[self.written :]])
        self.written = len(blocks)
        caption = markup.escape(printed.caption or "", quote=False)
        credit = f"<cite>{markup.escape(printed.credit, quote=False)}</cite>" if printed.credit else ""
        below = " ".join(part for part in (caption, credit) if part)
        figure = f"{pictures.as_html(image)}<figcaption>{below}</figcaption>"
        if blocks and blocks[-1].name == "figure":
            html.append(figure)
        else:
            html += ("<figure>", figure, "</figure>")
        self._owe(1 if self.lines else 2)

    def _embedded(self, node: Node, tag: str) -> None:
        attrs = node.attrs
        address = self.document.absolute(attrs.get(LINKED[tag]) or attrs.get("data-src"))
        if address is None:
            source = dom.select_first(node, "source[src]")
            address = self.document.absolute(source.attrs.get("src")) if source is not None else None
        if address is None:
            return
        self.links.append(Link(url=address))
        self.space = True
        if self.link is None:  # no link may stand in another
            self._begin()
            escaped = in_attribute(address)
            self.html.append(f'<a href="{escaped}">{escaped}</a>')
        self.settled = False

    def _open_quote(self, quote: Quote, element: Element) -> Element:
        """Begin a quotation: a blockquote, in the page's own element where that is an item or a cell."""
        blocks = self.blocks
        outer = blocks[-1] if blocks else None
        if outer is not None and outer.phrasing and outer.name != "pre":
            self._end_paragraph()
            self._take_away(outer)
        found = ELEMENTS["blockquote"].with_attributes("")
        if outer is not None and outer.name == "pre":
            found = outer.with_attributes("")
            found.opening = found.closing = ""
        elif outer is not None and outer.name in element.parents:
            found = element.with_attributes("")
            if element.holder:
                found.holder = False
                found.opening, found.closing = f"{found.opening}<blockquote>", f"</blockquote>{found.closing}"
        found.kind = _QUOTE
        self._end_paragraph()
        self._owe(2)
        blocks.append(found)
        if found.lines:
            self.lines += 1
        self.open_quotes.append((quote, len(self.text)))
        return found

    def _close_quote(self, element: Element) -> None:
        self._close_block(element)
        if not self.lines:
            self._owe(2)
        known, start = self.open_quotes.pop()
        text = "".join(self.text[start:]).strip()
        self.found_quotes.append(Quote(author=known.author, post_id=known.post_id, text=text))

    def result(self) -> Body:
        """The finished texts."""
        self._end_paragraph()
        text = "".join(self.text)
        if self.verbatim:
            text = "\n".join(line.rstrip() for line in text.split("\n")).strip()
        html = "".join(self.html)
        if self.has_orphans:
            html = without_orphans(html)
        return Body(text=text, html=html, images=self.images, links=self.links, quotes=self.found_quotes)


def _is_twin(node: Node) -> bool:
    """A noscript that repeats the lazy picture before it, or that only asks for scripts."""
    if dom.select_first(node, "img") is None:
        return True
    before = dom.element_before(node)
    return before is not None and (before.tag == "img" or dom.select_first(before, "img") is not None)
