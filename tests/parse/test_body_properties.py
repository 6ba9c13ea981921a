"""Whatever the markup: the clean HTML is valid, safe and small, and gives the same text when it is read again."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pagearchive import dom
from pagearchive.model import Page, Quote
from pagearchive.parse.attribution.credits import Printed
from pagearchive.parse.bodies.body import Body, read_body
from pagearchive.parse.document import Document

_TAGS = (
    "p p div span b i h2 h3 ul ol li li dl dt dd table tr td th tbody thead caption blockquote figure pre code section "
    "article object marquee q form center strong em noscript button svg style textarea script"
).split()
_OPENINGS = [
    *(f"<{tag} class=x onclick=y style=z>" for tag in _TAGS),
    *(
        "<br>",
        "<br>",
        "<hr>",
        "<img>",
        "<img src='/i.jpg' onerror=x>",
        "<img src=https://e.example/p.png alt='a \"b\"'>",
    ),
    *("<a href='/x'>", "<a href=\"https://e.example/?a=1&amp;b='2'\">", "<a href='javascript:x()'>", "<a>"),
    *("<td colspan=2 dir=rtl>", "<p dir=rtl>", "<li dir=rtl>", "<ol start=3>"),
]
_WORDS = [
    "word",
    " lead",
    "trail ",
    " ",
    "\n",
    "a\nb",
    "  x  ",
    "&amp;",
    "&lt;b&gt;",
    "\xa0",
    "é",
    "&#13;",
    "'q\"",
    "🙂",
]
_PIECES = st.one_of(
    st.sampled_from(_OPENINGS), st.sampled_from([f"</{tag}>" for tag in _TAGS]), st.sampled_from(_WORDS)
)
_SOUP = st.lists(_PIECES, max_size=40).map("".join)
_ATTRIBUTES = frozenset("href src alt width height colspan rowspan start dir".split())
_ELEMENTS = frozenset(
    "p h1 h2 h3 h4 h5 h6 pre ul ol li dl dt dd blockquote figure figcaption table caption thead tbody tfoot tr td th a "
    "img br b strong i em u s del ins sub sup code kbd samp var mark q cite abbr dfn small bdo".split()
)


class _Reader(HTMLParser):
    """The tags and texts of a piece of HTML; `fault` names the first thing that clean HTML has not."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.pieces: list[object] = []
        self.open: list[str] = []
        self.fault = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.pieces.append((tag, tuple(attrs)))
        if tag not in ("img", "br"):
            self.open.append(tag)
        if tag not in _ELEMENTS:
            self.fault = self.fault or f"<{tag}>"
        for name, value in attrs:
            if name not in _ATTRIBUTES:
                self.fault = self.fault or f"attribute {name}"
            if name in ("href", "src") and not (value or "").startswith(("http://", "https://")):
                self.fault = self.fault or f"address {value}"

    def handle_endtag(self, tag: str) -> None:
        self.pieces.append(f"/{tag}")
        if not self.open or self.open.pop() != tag:
            self.fault = self.fault or f"</{tag}> ends nothing"

    def handle_data(self, data: str) -> None:
        if self.pieces and isinstance(self.pieces[-1], list):
            self.pieces[-1][0] += data
        else:
            self.pieces.append([data])


def _body(markup: str, marks: list[int]) -> Body:
    """The body of a page; `marks` says by number which elements are dropped (3), quotes (2) or captioned (1)."""
    document = Document(Page(html=f"<!doctype html><body><main>{markup}</main>", url="https://forum.example/t/"))
    quotes, printed = {}, {}
    for node, mark in zip(dom.select(document.tree, "main *"), marks, strict=False):
        if mark == 3:
            document.drop_node(node, "test")
        elif mark == 2 and node.tag != "img":
            quotes[dom.identity(node)] = Quote(author="Ana")
        elif mark == 1 and node.tag == "img":
            printed[dom.identity(node)] = Printed(caption="A cat & a dog", credit="Ana")
    return read_body(document, dom.select(document.tree, "main"), quotes=quotes, printed=printed)


def _pieces(html: str) -> list[object]:
    """Without a line feed right behind <pre>, which is not content (HTML Living Standard, 13.1.2.5)."""
    return _Reader(re.sub(r"(<pre[^>]*>)\n", r"\1", html)).pieces


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_SOUP, st.lists(st.sampled_from([0, 0, 0, 1, 2, 3]), max_size=30))
@example("<p>a<marquee><ul><li>b", [])  # a block where only a paragraph's words may stand
@example("<h2>a<h3>b<p>c", [])
@example("<li>a<li>b", [])
@example("<table><td>a<td>b", [0, 0, 0, 2])
@example("<b><ul><li>a<li>b</b>c", [])
@example("<ul>bare<li>b", [])
@example("<li>a<div>b</div>c", [])
@example("<pre>\n\na<div>b\n</div><div>c", [])
def test_clean_html_is_valid_safe_and_says_what_the_text_says(markup: str, marks: list[int]) -> None:
    body = _body(markup, marks)
    written = _Reader(body.html)
    assert written.fault == ""
    assert written.open == []
    parsed = dom.select(dom.parse(f"<!doctype html><body>{body.html}"), "body")[0].inner_html or ""
    assert _pieces(body.html) == _Reader(parsed).pieces  # a browser sees the tree that was written
    if "<figcaption>" not in body.html:  # captions are in the images, not in the text
        again = _body(body.html, [])
        assert again.text.split() == body.text.split()
        assert [line for line in again.text.split("\n") if line] == [line for line in body.text.split("\n") if line]
