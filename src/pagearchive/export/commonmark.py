"""Clean HTML -> CommonMark, with GitHub's tables and strike-through.

Ours rather than a library's: what comes in is our own clean HTML (some thirty elements, no styles), and the libraries
bring a second HTML parser with them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from pagearchive import dom
from pagearchive.dom import Node

_BLOCKS = frozenset(
    """address article aside blockquote dd details div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li
    main ol p pre section summary table tbody td tfoot th thead tr ul""".split()
)
_MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*", "del": "~~", "s": "~~", "strike": "~~"}
_SPECIAL = re.compile(r"([\\`*_\[\]<>~|]|&(?=#?\w{1,32};)|!$)")
_LINE_START = re.compile(r"^([ \t]*)(#{1,6}(?=\s|$)|[-+](?=\s|$)|[-=](?=[-= \t]*+$)|\d{1,9}[.)](?=\s|$))", re.MULTILINE)
"""What makes a line a heading, an item, a rule or the rule below a heading."""
_BARE_BAR = re.compile(r"(?<!\\)\|")
_BREAK = "\\\n"
"""A line break inside a paragraph."""
_DEPTH = 60
"""Below this depth the text is taken as it is: nobody nests content so far on purpose."""


def from_html(html: str, pictures: Mapping[str, str] | None = None) -> str:
    """Markdown of a fragment of clean HTML. `pictures` maps addresses of pictures to the ones to link instead."""
    body = dom.select_first(dom.parse(html), "body")
    return _Converter(pictures or {}).blocks(body, 0) if body is not None else ""


class _Converter:
    def __init__(self, pictures: Mapping[str, str]) -> None:
        self._pictures = pictures
        self._in_cell = False

    def blocks(self, node: Node, depth: int) -> str:
        """The node's children as blocks, apart by one blank line; runs of inline content are paragraphs."""
        found: list[str] = []
        run: list[str] = []

        def end_run() -> None:
            paragraph = _paragraph("".join(run))
            if paragraph:
                found.append(paragraph)
            run.clear()

        child = node.first_child
        while child is not None:
            if child.tag in _BLOCKS and depth < _DEPTH:
                end_run()
                block = self._block(child, depth + 1)
                if block.strip():
                    found.append(block)
            else:
                run.append(self._inline(child, depth + 1))
            child = child.next
        end_run()
        return "\n\n".join(found)

    def _block(self, node: Node, depth: int) -> str:
        tag = node.tag or ""
        if re.fullmatch("h[1-6]", tag):
            # Headings of the content stand below the record's title and the post's byline.
            text = " ".join(self._inlines(node, depth).replace(_BREAK, " ").split())
            return f"{'#' * min(6, int(tag[1]) + 2)} {text}" if text else ""
        if tag == "hr":
            return "---"
        if tag == "pre":
            code = node.text()
            return "\n".join(map(_code, code.split("\n"))) if self._in_cell else _fenced(code)
        if tag == "blockquote":
            return _prefixed(self.blocks(node, depth), "> ", "> ")
        if tag in ("ul", "ol"):
            return self._list(node, depth)
        if tag == "table":
            return self._table(node, depth)
        if tag == "figcaption":
            caption = " ".join(self.blocks(node, depth).replace(_BREAK, " ").split())
            return f"*{caption}*" if caption else ""
        if tag == "dd":
            return _prefixed(self.blocks(node, depth), ": ", "  ")
        return self.blocks(node, depth)

    def _list(self, node: Node, depth: int) -> str:
        items: list[str] = []
        start = node.attrs.get("start") or "1"
        number = int(start) if start.isdigit() else 1
        for child in dom.elements(node):
            mark = f"{number + len(items)}. " if node.tag == "ol" else "- "
            content = self.blocks(child, depth + 1) if child.tag == "li" else self._block(child, depth + 1)
            items.append(_prefixed(content, mark, " " * len(mark)))
        apart = "\n\n" if any("\n\n" in item for item in items) else "\n"
        return apart.join(items)

    def _table(self, node: Node, depth: int) -> str:
        lines: list[list[str]] = []
        for row in dom.select(node, "tr"):
            cells = [cell for cell in dom.elements(row) if cell.tag in ("td", "th")]
            lines.append([self._cell(cell, depth) for cell in cells])
        lines = [line for line in lines if line]
        captions = [self.blocks(child, depth) for child in dom.elements(node) if child.tag == "caption"]
        if not lines:
            return "\n\n".join(captions)
        width = max(map(len, lines))
        padded = [line + [""] * (width - len(line)) for line in lines]
        head, *rest = [f"| {' | '.join(line)} |" for line in padded]
        return "\n\n".join([*captions, "\n".join([head, f"|{' --- |' * width}", *rest])])

    def _cell(self, cell: Node, depth: int) -> str:
        outer, self._in_cell = self._in_cell, True
        content = self.blocks(cell, depth + 1)
        self._in_cell = outer
        lines = [line.strip() for line in content.replace(_BREAK, "\n").split("\n")]
        return _BARE_BAR.sub(r"\\|", "<br>".join(line for line in lines if line))

    def _inlines(self, node: Node, depth: int) -> str:
        parts: list[str] = []
        child = node.first_child
        while child is not None:
            parts.append(self._inline(child, depth + 1))
            child = child.next
        return "".join(parts)

    def _inline(self, node: Node, depth: int) -> str:
        tag = node.tag or ""
        if tag == "-text":
            return _escaped(node.text_content or "")
        if tag.startswith(("-", "_", "!")):
            return ""
        if depth >= _DEPTH:
            return _escaped(node.text())
        if tag == "br":
            return _BREAK
        if tag == "img":
            return self._picture(node)
        if tag in ("code", "kbd", "samp", "tt"):
            return _code(node.text())
        inner = self._inlines(node, depth)
        if tag in _MARKS:
            return _wrapped(inner, _MARKS[tag], _MARKS[tag])
        if tag == "a" and node.attrs.get("href"):
            return _wrapped(inner, "[", f"]({_address(node.attrs['href'] or '')})")
        return inner

    def _picture(self, node: Node) -> str:
        source = node.attrs.get("src") or ""
        if not source:
            return ""
        alt = _SPECIAL.sub(r"\\\1", " ".join((node.attrs.get("alt") or "").split()))
        return f"![{alt}]({_address(self._pictures.get(source, source))})"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", re.sub(r"\s+", " ", text))


def _paragraph(text: str) -> str:
    lines = [re.sub(r"[ \t]+", " ", line).strip() for line in text.split("\n")]
    while lines and lines[-1] in ("", "\\"):
        lines.pop()
    while lines and lines[0] in ("", "\\"):
        lines.pop(0)
    if lines:
        lines[-1] = re.sub(r"(?<!\\)\\$", "", lines[-1])
    return _LINE_START.sub(_guard, "\n".join(lines))


def _guard(match: re.Match[str]) -> str:
    """A paragraph that begins like a heading or a list stays a paragraph."""
    mark = match[2]
    return f"{match[1]}{mark[:-1]}\\{mark[-1]}"


def _wrapped(inner: str, before: str, after: str) -> str:
    """White space stays outside: CommonMark sees no emphasis in "** x**"."""
    core = inner.strip()
    if not core:
        return inner
    left = inner[: len(inner) - len(inner.lstrip())]
    right = inner[len(inner.rstrip()) :]
    return f"{left}{before}{core}{after}{right}"


def _prefixed(text: str, first: str, rest: str) -> str:
    lines = text.split("\n")
    return "\n".join(
        (first if number == 0 else rest) + line if line else rest.rstrip() for number, line in enumerate(lines)
    )


def _fenced(text: str) -> str:
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    content = text.strip("\n")
    return f"{fence}\n{content}\n{fence}"


def _code(text: str) -> str:
    if not text.strip():
        return ""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    ticks = "`" * (longest + 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{ticks}{pad}{' '.join(text.split())}{pad}{ticks}"


def _address(url: str) -> str:
    return url.replace(" ", "%20").replace("(", "%28").replace(")", "%29").replace("<", "%3C").replace(">", "%3E")
