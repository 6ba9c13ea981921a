"""A post's or article's subtree -> clean HTML, plain text, pictures, links and quotes, in one walk.

HTML and text grow side by side, so they cannot disagree. The HTML is built from a short list of elements
(`_BLOCKS`, `_INLINE`); an element is written only when something stands in it, text that lies bare between blocks
gets a paragraph of its own, and two line breaks in a row end a paragraph, as its author meant them to.
"""

from __future__ import annotations

import html as markup
import re
from collections.abc import Mapping

from msgspec import Struct, structs

from pagearchive import dom
from pagearchive.dom import Node
from pagearchive.model import Image, Link, Quote
from pagearchive.parse import pictures
from pagearchive.parse.credits import Printed
from pagearchive.parse.document import Document

_BLOCKS = {
    # tag -> (element written, may text stand in it directly, line breaks around it in the text)
    "p": ("p", True, 2),
    "h1": ("h1", True, 2),
    "h2": ("h2", True, 2),
    "h3": ("h3", True, 2),
    "h4": ("h4", True, 2),
    "h5": ("h5", True, 2),
    "h6": ("h6", True, 2),
    "pre": ("pre", True, 2),
    "ul": ("ul", False, 2),
    "ol": ("ol", False, 2),
    "li": ("li", True, 1),
    "dl": ("dl", False, 2),
    "dt": ("dt", True, 1),
    "dd": ("dd", True, 1),
    "blockquote": ("blockquote", False, 2),
    "figure": ("figure", False, 2),
    "figcaption": ("figcaption", True, 2),
    "table": ("table", False, 2),
    "caption": ("caption", True, 2),
    "thead": ("thead", False, 1),
    "tbody": ("tbody", False, 1),
    "tfoot": ("tfoot", False, 1),
    "tr": ("tr", False, 1),
    "td": ("td", True, 0),
    "th": ("th", True, 0),
}
_PLAIN_BLOCKS = frozenset(
    "div section article main header footer aside nav center address fieldset details summary hgroup form "
    "search menu dir noscript body legend".split()
)
_INLINE = {
    tag: tag for tag in "b strong i em u s del ins sub sup code kbd samp var mark q cite abbr dfn small bdo".split()
}
_INLINE |= {"strike": "s", "tt": "code"}
_LINKED = {"iframe": "src", "embed": "src", "object": "data", "video": "src", "audio": "src"}
"""Players and frames: a link stands in their place."""
_NEVER = frozenset(
    "script style template head meta link title svg math canvas button input select textarea option optgroup datalist "
    "param source track area map base dialog progress meter frameset frame applet colgroup col".split()
)
_LINE_BLOCKS = frozenset(("li", "td", "th", "dt", "dd"))
_DIRECTIONAL = frozenset(("p", "li", "td", "th", "h1", "h2", "h3", "h4", "blockquote"))
MAX_DEPTH = 512
"""Elements nested deeper are read as if they stood at this depth: no page means them."""


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
        if dom.identity(node) in writer.quotes or node.tag not in _BLOCKS:
            writer.read(node)
        else:
            writer.read_inside(node)
        writer.end_paragraph()
    return writer.result()


class _Frame:
    """An open element: written into the HTML only once something stands in it."""

    __slots__ = ("holder", "inline", "opening", "tag", "written")

    def __init__(self, tag: str, opening: str, *, inline: bool, holder: bool) -> None:
        self.tag = tag
        self.opening = opening
        self.inline = inline
        self.holder = holder
        self.written = False


class _Writer:
    """The two texts as they grow."""

    def __init__(
        self,
        document: Document,
        quotes: Mapping[int, Quote],
        post_id: str | None,
        printed: Mapping[int, Printed],
    ) -> None:
        self.document = document
        self.dropped = document.dropped
        self.quotes = quotes
        self.post_id = post_id
        self.printed = printed
        self.text: list[str] = []
        self.html: list[str] = []
        self.frames: list[_Frame] = []
        self.images: list[Image] = []
        self.links: list[Link] = []
        self.found_quotes: list[Quote] = []
        self.breaks = 0  # line breaks owed to the text before the next word
        self.space = False  # a space is owed before the next word
        self.line_breaks = 0  # br elements since the last word
        self.cells = False  # a tab is owed: the next word stands in another cell of the row
        self.pre = 0
        self.link: tuple[str, int] | None = None  # address and where its text begins
        self.shown_images = 0  # pictures so far, those in quotes among them
        self.link_images = 0
        self.open_quotes = 0

    # ── the walk ─────────────────────────────────────────────────────────────────────────────────────────────────

    def read(self, node: Node) -> None:
        """Read one node with all below it. No recursion: pages nest as deep as they like."""
        stack: list[tuple[Node, object]] = []
        current: Node | None = node
        while current is not None:
            closing = self.open(current) if len(stack) < MAX_DEPTH else None
            child = current.first_child if closing is not None else None
            if child is not None:
                stack.append((current, closing))
                current = child
                continue
            if closing is not None:
                self.close(closing)
            while current.next is None or not stack:
                if not stack:
                    return
                current, closing = stack.pop()
                self.close(closing)
            current = current.next

    def read_inside(self, node: Node) -> None:
        """Read what stands in `node`, but not the element itself."""
        child = node.first_child
        while child is not None:
            self.read(child)
            child = child.next

    def open(self, node: Node) -> object | None:
        """Begin a node. Returns what `close` needs, or None where nothing below it is to be read."""
        tag = node.tag or ""
        if tag == "-text":
            if dom.identity(node) not in self.dropped:
                self.words(node.text_content or "")
            return None
        if not tag or tag[0] in "-!" or tag in _NEVER:
            return None
        identity = dom.identity(node)
        if identity in self.dropped:
            self.space = True
            return None
        if identity in self.quotes:
            return self._open_quote(self.quotes[identity])
        block = _BLOCKS.get(tag)
        if block is not None:
            return self._open_block(node, tag, block)
        if tag in _PLAIN_BLOCKS:
            if tag == "noscript" and self._is_twin(node):
                return None
            self.end_paragraph()
            return _PARAGRAPH_END
        if tag in _INLINE:
            return self._open_inline(_INLINE[tag], f"<{_INLINE[tag]}>")
        return self._open_special(node, tag)

    def close(self, closing: object) -> None:
        """End what `open` began."""
        if closing is _PARAGRAPH_END:
            self.end_paragraph()
        elif isinstance(closing, _Frame):
            self._close_frame(closing)
        elif isinstance(closing, _OpenQuote):
            self._close_quote(closing)
        elif closing is _LINK_END:
            self._close_link()

    # ── text ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def words(self, raw: str) -> None:
        """Add the text of a text node."""
        if self.pre:
            self._verbatim(raw)
            return
        folded = " ".join(raw.split())
        if not folded:
            self.space = self.space or bool(raw)
            return
        if raw[0].isspace():
            self.space = True
        self._begin_words()
        self.text.append(folded)
        self.html.append(markup.escape(folded, quote=False) if _MARKUP.search(folded) else folded)
        self.space = raw[-1].isspace()

    def _verbatim(self, raw: str) -> None:
        if not raw.strip() and not self.text:
            return
        self._begin_words()
        self.text.append(raw)
        self.html.append(markup.escape(raw, quote=False))

    def _begin_words(self) -> None:
        """Write what is owed before a word: elements, line breaks, a tab or a space."""
        self._settle_line_breaks()
        self._write_openings()
        if self.text:
            if self.breaks:
                self.text.append("\n" * self.breaks)
            elif self.cells:
                self.text.append("\t")
            elif self.space:
                self.text.append(" ")
        self.breaks = 0
        self.cells = self.space = False

    def _settle_line_breaks(self) -> None:
        count, self.line_breaks = self.line_breaks, 0
        if not count:
            return
        if count > 1:
            self._end_implied_paragraph(split=True)
            self.breaks = 2
        elif self.text:
            self.breaks = max(self.breaks, 1)
            if self._is_open():
                self.html.append("<br>")

    def _owe(self, breaks: int) -> None:
        self.breaks = max(self.breaks, breaks)
        self.line_breaks = 0
        self.space = False

    # ── elements ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _open_block(self, node: Node, tag: str, block: tuple[str, bool, int]) -> object:
        element, holder, breaks = block
        if element not in ("td", "th"):
            self._end_implied_paragraph()
            self._owe(1 if breaks == 2 and self._in_line_block() else breaks)
        if tag == "pre":
            self.pre += 1
        opening = f"<{element}{_attributes(node, element)}>"
        frame = _Frame(element, opening, inline=False, holder=holder)
        self.frames.append(frame)
        return frame

    def _open_inline(self, element: str, opening: str) -> object:
        frame = _Frame(element, opening, inline=True, holder=False)
        self.frames.append(frame)
        return frame

    def _open_special(self, node: Node, tag: str) -> object | None:
        if tag == "br":
            if self.pre:
                self._verbatim("\n")
            elif self.text:
                self.line_breaks += 1
        elif tag == "hr":
            self._end_implied_paragraph()
            self._owe(2)
        elif tag == "img" or tag == "amp-img":
            self._picture(node)
        elif tag == "a":
            return self._open_link(node)
        elif tag in _LINKED:
            return self._embedded(node, tag)
        elif tag == "wbr":
            pass
        else:
            return _NOTHING
        return None

    def _close_frame(self, frame: _Frame) -> None:
        if frame.inline:
            while self.frames and self.frames[-1] is not frame and not self.frames[-1].inline:
                self._pop()  # a paragraph that was implied inside
        else:
            self._end_implied_paragraph()
            if frame.tag in ("td", "th"):
                self.cells, self.space, self.line_breaks = True, False, 0
            else:
                self._owe(1 if self._in_line_block(frame) else _BLOCKS[frame.tag][2])
                self.cells = False
            if frame.tag == "pre":
                self.pre -= 1
                if self.text:
                    self.text[-1] = self.text[-1].rstrip()
        if frame in self.frames:
            while self.frames[-1] is not frame:
                self._pop()
            self._pop()

    def _pop(self) -> None:
        frame = self.frames.pop()
        if frame.written:
            self.html.append(f"</{frame.tag}>")

    def _write_openings(self) -> None:
        """Write the elements that stand open, with a paragraph around text that would lie bare."""
        frames = self.frames
        if self.space and not self.breaks and not self.cells and self._is_open() and self.html[-1] != "<br>":
            self.html.append(" ")
        if frames and frames[-1].written and (frames[-1].inline or frames[-1].holder):
            return
        at = len(frames)
        while at and frames[at - 1].inline:
            at -= 1
        if not (at and frames[at - 1].holder):
            frames.insert(at, _Frame("p", "<p>", inline=False, holder=True))
        for frame in frames:
            if not frame.written:
                frame.written = True
                self.html.append(frame.opening)

    def _is_open(self) -> bool:
        return any(frame.written and frame.holder for frame in self.frames)

    def end_paragraph(self) -> None:
        """What follows does not belong to the paragraph before."""
        self._end_implied_paragraph()
        self._owe(2 if not self._in_line_block() else 1)

    def _in_line_block(self, besides: _Frame | None = None) -> bool:
        """Whether what stands here is part of a list's item or a table's cell: such are apart by one line break."""
        return any(frame.tag in _LINE_BLOCKS for frame in self.frames if frame is not besides)

    def _end_implied_paragraph(self, *, split: bool = False) -> None:
        """Close the paragraph that stands open around inline elements; they go on behind it.

        With `split` a paragraph that the page itself opened is ended as well and begun anew.
        """
        frames = self.frames
        at = len(frames)
        while at and frames[at - 1].inline:
            at -= 1
        if not at:
            return
        holder = frames[at - 1]
        if holder.tag != "p" or not holder.written:
            if split and self._is_open() and holder.tag != "pre":
                self.html.append("<br><br>")
            return
        for frame in reversed(frames[at:]):
            if frame.written:
                self.html.append(f"</{frame.tag}>")
                frame.written = False
        self.html.append("</p>")
        if holder.opening == "<p>" and not split:
            del frames[at - 1]
        else:
            holder.written = False

    # ── links, pictures, players, quotes ─────────────────────────────────────────────────────────────────────────

    def _open_link(self, node: Node) -> object:
        address = self.document.absolute(node.attrs.get("href"))
        if address is None or self.link is not None:
            return _NOTHING
        address = pictures.without_tracking(address)
        self._open_inline("a", f'<a href="{markup.escape(address)}">')
        self.link = (address, len(self.text))
        self.link_images = self.shown_images
        return _LINK_END

    def _close_link(self) -> None:
        assert self.link is not None
        address, start = self.link
        self.link = None
        words = "".join(self.text[start:]).strip()
        if words or self.shown_images == self.link_images:
            self.links.append(Link(url=address, text=words))
        for frame in reversed(self.frames):
            if frame.tag == "a":
                self._close_frame(frame)
                break

    def _picture(self, node: Node) -> None:
        linked = self.link[0] if self.link else None
        image = pictures.read_picture(self.document, node, linked=linked, post_id=self.post_id)
        if image is None:
            sign = pictures.sign_of(node)
            if sign:
                self.words(sign)
            return
        printed = self.printed.get(dom.identity(node)) if self.printed else None
        self._settle_line_breaks()
        self.shown_images += 1
        if printed is not None:
            image = structs.replace(image, caption=printed.caption, credit=printed.credit)
            self._figure(image, printed)
        else:
            self._write_openings()
            self.html.append(pictures.as_html(image))
        if not self.open_quotes:
            self.images.append(image)

    def _figure(self, image: Image, printed: Printed) -> None:
        """A picture with what is printed about it, between paragraphs."""
        self._end_implied_paragraph()
        inside = False
        for frame in self.frames:
            inside = inside or frame.tag == "figure"
            if not frame.written and not frame.inline:
                frame.written = True
                self.html.append(frame.opening)
        caption = markup.escape(printed.caption or "", quote=False)
        credit = f"<cite>{markup.escape(printed.credit, quote=False)}</cite>" if printed.credit else ""
        below = " ".join(part for part in (caption, credit) if part)
        figure = f"{pictures.as_html(image)}<figcaption>{below}</figcaption>"
        self.html.append(figure if inside else f"<figure>{figure}</figure>")

    def _embedded(self, node: Node, tag: str) -> object | None:
        attrs = node.attrs
        address = self.document.absolute(attrs.get(_LINKED[tag]) or attrs.get("data-src"))
        if address is None:
            source = dom.select_first(node, "source[src]")
            address = self.document.absolute(source.attrs.get("src")) if source is not None else None
        if address is not None:
            self.space = True
            self._settle_line_breaks()
            self._write_openings()
            escaped = markup.escape(address)
            self.html.append(f'<a href="{escaped}">{escaped}</a>')
            self.links.append(Link(url=address))
        return None

    def _is_twin(self, node: Node) -> bool:
        """A noscript that repeats the lazy picture before it, or that only asks for scripts."""
        before = node.prev
        while before is not None and before.tag in ("-text", "-comment"):
            before = before.prev
        has_picture = dom.select_first(node, "img") is not None
        lazy = before is not None and (before.tag == "img" or dom.select_first(before, "img") is not None)
        return not has_picture or lazy

    def _open_quote(self, quote: Quote) -> object:
        self._end_implied_paragraph()
        self._owe(2)
        frame = _Frame("blockquote", "<blockquote>", inline=False, holder=False)
        self.frames.append(frame)
        self.open_quotes += 1
        return _OpenQuote(frame, quote, len(self.text))

    def _close_quote(self, open_quote: _OpenQuote) -> None:
        self._close_frame(open_quote.frame)
        self.open_quotes -= 1
        known = open_quote.quote
        text = "".join(self.text[open_quote.start :]).strip()
        self.found_quotes.append(Quote(author=known.author, post_id=known.post_id, text=text))

    def result(self) -> Body:
        """The finished texts."""
        self._end_implied_paragraph()
        while self.frames:
            self._pop()
        return Body(
            text=_tidy("".join(self.text)),
            html="".join(self.html),
            images=self.images,
            links=self.links,
            quotes=self.found_quotes,
        )


class _OpenQuote:
    """A quotation that is being read."""

    __slots__ = ("frame", "quote", "start")

    def __init__(self, frame: _Frame, quote: Quote, start: int) -> None:
        self.frame = frame
        self.quote = quote
        self.start = start


_MARKUP = re.compile("[&<>]")
_PARAGRAPH_END = object()
_LINK_END = object()
_NOTHING = object()


def _tidy(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.split("\n")).strip()


def _attributes(node: Node, element: str) -> str:
    """The attributes that carry meaning."""
    kept = []
    attrs = node.attrs
    if element in ("td", "th"):
        for name in ("colspan", "rowspan"):
            value = attrs.get(name)
            if value and value.isdigit() and value != "1":
                kept.append(f' {name}="{value}"')
    if element == "ol":
        start = attrs.get("start")
        if start and start.isdigit():
            kept.append(f' start="{start}"')
    if element in _DIRECTIONAL and attrs.get("dir") in ("rtl", "ltr"):
        kept.append(f' dir="{attrs.get("dir")}"')
    return "".join(kept)
