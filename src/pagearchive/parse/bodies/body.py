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
from pagearchive.parse import chrome
from pagearchive.parse.attribution.credits import Printed
from pagearchive.parse.bodies import pictures
from pagearchive.parse.bodies.elements import (
    ELEMENTS,
    LINK,
    LINKED,
    PASSED_OVER,
    PLAIN,
    TRANSPARENT,
    Element,
    Kind,
    in_attribute,
)
from pagearchive.parse.bodies.writer import Writer
from pagearchive.parse.document import Document
from pagearchive.patterns import regex

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
    backgrounds: Mapping[int, Image] | None = None,
) -> Body:
    """Read the subtrees in `nodes` as one body.

    Nodes in `document.dropped` are passed over. `quotes` says which nodes are quotations, by identity, with all that is
    known of each (author, post); the quotes of the result carry their text as well. `printed` says what is printed
    about pictures, by the identity of their elements: they become figures. `backgrounds` are the pictures behind
    elements without text, which are in `document.dropped` as well.
    """
    writer = _Reader(document, quotes or {}, post_id, printed or {}, backgrounds or {})
    for node in nodes:
        if dom.identity(node) in writer.backgrounds:
            writer.show(dom.identity(node), writer.backgrounds[dom.identity(node)])
        elif node.tag in _READ_INSIDE and dom.identity(node) not in writer.quotes:
            child = node.first_child
            while child is not None:
                writer.read(child)
                child = child.next
        else:
            writer.read(node)
        writer.end_plain()
    return writer.result()


_BY_NUMBER: dict[int, Element] = {}
"""By `tag_id`, as far as they were met: found sooner than by name."""


def _element_of(node: Node, number: int) -> Element:
    tag = node.tag or "-"
    element = ELEMENTS.get(tag) or (TRANSPARENT if tag[0] not in "-!" else PASSED_OVER)
    if number < dom.CUSTOM:
        _BY_NUMBER[number] = element
    return element


_LINE = regex(r"(?:^|[\s_-])line(?:\s|$)")
"""Classes of lines of code: "line", "token-line"."""


def _is_line(node: Node) -> bool:
    """Whether a part of a listing is a line of it, behind another with no line break between them."""
    before = node.prev
    if before is None or before.tag_id != node.tag_id:
        return False
    name = node.attributes.get("class") or ""
    return _LINE.search(name) is not None and _LINE.search(before.attributes.get("class") or "") is not None


_PLAIN, _INLINE, _BLOCK = int(Kind.PLAIN), int(Kind.INLINE), int(Kind.BLOCK)
_SPECIAL, _LINK, _QUOTE = int(Kind.SPECIAL), int(Kind.LINK), int(Kind.QUOTE)


class _Reader(Writer):
    """The walk over a body, and what stands in it beside text."""

    def __init__(
        self,
        document: Document,
        quotes: Mapping[int, Quote],
        post_id: str | None,
        printed: Mapping[int, Printed],
        backgrounds: Mapping[int, Image],
    ) -> None:
        super().__init__(states_direction=document.states_direction)
        self.document = document
        self.quotes = quotes
        self.post_id = post_id
        self.printed = printed
        self.backgrounds = backgrounds
        self.images: list[Image] = []
        self.links: list[Link] = []
        self.found_quotes: list[Quote] = []
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
        known, words, inlines = _BY_NUMBER.get, self.words, self.inlines
        above: list[tuple[Node | None, Element]] = []
        node: Node | None = top
        while True:
            if node is None:  # an element's content is at its end
                if not above:
                    return
                node, element = above.pop()
                kind = element.kind
                if kind == _BLOCK:
                    self.close_block(element)
                elif kind == _INLINE:
                    self.close_inline()
                elif kind == _PLAIN:
                    self.end_plain()
                elif kind == _LINK:
                    self._close_link()
                elif kind == _QUOTE:
                    self._close_quote(element)
                continue
            number = node.tag_id or 0
            following = node.next if above else None
            if number == dom.TEXT:
                if not marked or node.mem_id not in dropped:
                    raw = node.text_content or ""
                    if raw.isspace() and not self.pre:
                        self.space = True
                    else:
                        words(raw)
                node = following
                continue
            element = known(number) or _element_of(node, number)
            kind = element.kind
            if kind and marked:
                identity = node.mem_id
                if identity in dropped:
                    self.space = True
                    kind = 0
                    if identity in self.backgrounds:
                        self.show(identity, self.backgrounds[identity])
                elif identity in quotes:
                    element, kind = self._open_quote(quotes[identity], element), _QUOTE
            if kind == _BLOCK:
                element = self.open_block(element, node)
            elif kind == _INLINE:
                inlines.append(element.tags)
                self.settled = False
            elif kind == _PLAIN:
                self.end_plain()
            elif kind == _SPECIAL:
                element = self._open_special(node)
                kind = element.kind
            elif kind and self.pre and _is_line(node):
                self.end_plain()
                element = PLAIN
            if kind:
                above.append((following, element))
                node = node.first_child
            else:
                node = following

    # ── links, pictures, players, quotes ─────────────────────────────────────────────────────────────────────────

    def _open_special(self, node: Node) -> Element:
        """Begin an element with a reader of its own. PASSED_OVER: nothing below it is to be read."""
        tag = node.tag or ""
        if tag == "a":
            return self._open_link(node)
        if tag == "br":
            if self.pre:
                self.add_verbatim("\n")
            elif self.html:
                self.line_breaks += 1
                self.settled = False
        elif tag == "img" or tag == "amp-img":
            self._picture(node)
        elif tag == "hr":
            self.end_plain()
        elif tag in LINKED:
            self._embedded(node, tag)
        elif (tag == "noscript" and not _is_twin(node)) or (tag == "button" and chrome.unfolds_text(node)):
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
        self.close_inline()

    def _picture(self, node: Node) -> None:
        linked = self.link[0] if self.link else None
        image = pictures.read_picture(self.document, node, linked=linked, post_id=self.post_id)
        if image is None:
            sign = pictures.sign_of(node)
            if sign:
                self.words(sign)
            return
        self.show(dom.identity(node), image)

    def show(self, identity: int, image: Image) -> None:
        """Add a picture, with what is printed about it."""
        printed = self.printed.get(identity) if self.printed else None
        self.shown_images += 1
        if printed is not None and not self.pre:
            image = structs.replace(image, caption=printed.caption, credit=printed.credit)
            self._figure(image, printed)
        else:
            self.begin()
            self.html.append(pictures.as_html(image))
        self.settled = False
        if not self.open_quotes:
            self.images.append(image)

    def _figure(self, image: Image, printed: Printed) -> None:
        """A picture with what is printed about it, between paragraphs."""
        self.end_paragraph()
        blocks, html = self.blocks, self.html
        if blocks and blocks[-1].phrasing:
            self.take_away(blocks[-1])
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
        self.owe(1 if self.lines else 2)

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
            self.begin()
            escaped = in_attribute(address)
            self.html.append(f'<a href="{escaped}">{escaped}</a>')
        self.settled = False

    def _open_quote(self, quote: Quote, element: Element) -> Element:
        """Begin a quotation: a blockquote, in the page's own element where that is an item or a cell."""
        blocks = self.blocks
        outer = blocks[-1] if blocks else None
        if outer is not None and outer.phrasing and outer.name != "pre":
            self.end_paragraph()
            self.take_away(outer)
        found = ELEMENTS["blockquote"].with_attributes("")
        is_code = outer is not None and outer.name == "pre"
        if outer is not None and is_code:
            found = outer.with_attributes("")
            found.opening, found.closing, found.breaks_after = "", "", 1
        elif outer is not None and outer.name in element.parents:
            found = element.with_attributes("")
            if element.holder:
                found.holder = False
                found.opening, found.closing = f"{found.opening}<blockquote>", f"</blockquote>{found.closing}"
        found.kind = _QUOTE
        self.end_paragraph()
        self.owe(1 if self.lines or found.lines or is_code else 2)
        if is_code and self.written == len(blocks):
            self.written += 1
        blocks.append(found)
        if found.lines:
            self.lines += 1
        self.open_quotes.append((quote, len(self.text)))
        return found

    def _close_quote(self, element: Element) -> None:
        self.close_block(element)
        self.owe(1 if self.lines or element.lines or self.pre else 2)
        known, start = self.open_quotes.pop()
        text = "".join(self.text[start:]).strip()
        self.found_quotes.append(Quote(author=known.author, post_id=known.post_id, text=text))

    def result(self) -> Body:
        """The finished body."""
        text, html = self.finished()
        return Body(text=text, html=html, images=self.images, links=self.links, quotes=self.found_quotes)


def _is_twin(node: Node) -> bool:
    """A noscript that repeats the lazy picture before it, or that only asks for scripts."""
    if dom.select_first(node, "img") is None:
        return True
    before = dom.element_before(node)
    return before is not None and (before.tag == "img" or dom.select_first(before, "img") is not None)
