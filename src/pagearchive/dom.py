"""The only code that knows selectolax: HTML in, a tree of nodes out.

The tree is never changed. What is not content is *marked* (by `identity`) and passed over by whoever walks the tree:
removing nodes of a C tree while others hold references to them is how such parsers crash.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import accumulate, islice, pairwise

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser, SelectolaxError
from selectolax.lexbor import LexborNode as Node

from pagearchive.errors import TooLargeError
from pagearchive.patterns import regex

__all__ = [
    "Node",
    "Tree",
    "ancestors",
    "classes",
    "element_after",
    "element_before",
    "elements",
    "first_words",
    "identity",
    "is_inside",
    "markup_has",
    "nodes_of",
    "nowhere",
    "number_of",
    "numbers_of",
    "parse",
    "select",
    "select_first",
    "texts_of",
    "words_of",
]

MAX_CHARACTERS = 150_000_000
"""Pages longer than this are refused rather than parsed: the tree takes some twenty times as much memory."""

Tree = LexborHTMLParser


def parse(html: str) -> Tree:
    """Parse a page. Raises TooLargeError above MAX_CHARACTERS.

    What nests deeper than MAX_DEPTH elements is read as if it stood at that depth, as browsers do.
    """
    if len(html) > MAX_CHARACTERS:
        raise TooLargeError(f"the page has {len(html)} characters; the bound is {MAX_CHARACTERS}")
    has_many_tags = len(html) > 3 * _MANY_TAGS and html.count("<") > _MANY_TAGS
    if has_many_tags and _may_be_too_deep(html) and _is_too_deep(html):
        html = _flattened(html)
    if len(html) > _LONG_TAG:
        html = _without_long_tags(html)
    return LexborHTMLParser(html, options=_OPTIONS)


_OPTIONS = int(LexborDocumentOptions.WO_EVENTS)
"""No chosen option is copied into its `selectedcontent`: to look for it takes time by the square of the options."""
_LONG_TAG = 100_000
_TAG_NAME = regex(r"<[a-zA-Z][^\s<>/]*")
MAX_ATTRIBUTES = 1000
"""The parser's time grows with the square of their number."""


def _without_long_tags(html: str) -> str:
    """The page with each tag of more than _LONG_TAG characters reduced, if its attributes are too many, to its name.

    A tag may be as long where that many characters stand behind a "<" without another and without ">".
    """
    pieces: list[str] = []
    kept, at = 0, html.find("<")
    while 0 <= at < len(html) - _LONG_TAG:
        after = html.rfind("<", at + 1, at + _LONG_TAG)
        if after < 0:
            after = html.find("<", at + _LONG_TAG)
            name = _TAG_NAME.match(html, at) if html.find(">", at, at + _LONG_TAG) < 0 else None
            end = html.find(">", at, after if after >= 0 else len(html)) + 1 or (after if after >= 0 else len(html))
            if name is not None and _is_crowded(html, at, end):
                pieces += (html[kept:at], f"{name[0]}>")
                kept = end
        at = after
    return "".join((*pieces, html[kept:])) if pieces else html


def _is_crowded(html: str, at: int, end: int) -> bool:
    spaces = html.count(" ", at, end) + html.count("\n", at, end) + html.count("\t", at, end)
    return html.count("=", at, end) > MAX_ATTRIBUTES or spaces > 4 * MAX_ATTRIBUTES


MAX_DEPTH = 500
"""Browsers set 512. The parser has no bound, and its time grows with the square of the depth."""
_MANY_TAGS = 12_000
"""A page of fewer tags is parsed as it is: however they nest, the time stays small."""
_TAG = regex(r"<(/?)([a-zA-Z][^\s/>]{0,40})(?:[^<>\"']|\"[^\"]*\"|'[^']*')*+>?")
_SHALLOW = frozenset(
    (
        "p", "li", "dt", "dd", "tr", "td", "th", "tbody", "thead", "tfoot", "option", "html", "body", "head",
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "param",
    )
)  # fmt: skip
"""Elements without content, and those whose end tags may be left out: they close one another."""


_DRAWN = frozenset("path rect circle line polygon polyline ellipse use stop".split())
"""What drawings consist of: elements without content."""
_NESTING = regex(rf"<(/?)(?!(?:{'|'.join(sorted(_SHALLOW | _DRAWN))})[\s/>])[a-zA-Z]")
_STEP = {"": 1, "/": -1}


def _may_be_too_deep(html: str) -> bool:
    """A quick look that spares the thorough one: tags counted wherever they stand, in scripts and comments too."""
    depths = list(accumulate(map(_STEP.__getitem__, _NESTING.findall(html))))
    return max(depths, default=0) - min(depths, default=0) > 2 * MAX_DEPTH


def _is_too_deep(html: str) -> bool:
    depth = 0
    for end, name in _TAG.findall(html):
        if name.lower() not in _SHALLOW:
            depth = depth - 1 if end and depth else depth + 1 - len(end)
            if depth > 2 * MAX_DEPTH:
                return True
    return False


def _flattened(html: str) -> str:
    """The page without the tags that would nest deeper than MAX_DEPTH."""
    depth = 0

    def kept(tag: re.Match[str]) -> str:
        nonlocal depth
        if tag[2].lower() in _SHALLOW:
            return tag[0]
        before = depth
        depth = max(0, depth - 1) if tag[1] else depth + 1
        return tag[0] if max(before, depth) <= MAX_DEPTH else " "

    return _TAG.sub(kept, html)


def nowhere() -> Node:
    """An empty element of no page: what is looked for in it is not found."""
    body = LexborHTMLParser("").body
    assert body is not None  # the parser always makes one
    return body


TEXT, COMMENT = 2, 4
"""The `tag_id`s of text nodes and of comments."""
CUSTOM = 1000
"""Elements that HTML does not know have higher `tag_id`s, which are other ones in each tree."""


def number_of(name: str) -> int:
    """The `tag_id` of an element by its name: a walk compares numbers much faster than names.

    An element that HTML does not know has a number of its own in each tree, which this is not. Raises ValueError for
    one that cannot stand in a body by itself.
    """
    body = LexborHTMLParser(f"<body><{name}>").body
    first = body.first_child if body is not None else None
    if first is None or first.tag != name or first.tag_id is None:
        raise ValueError(f"{name!r} cannot stand in a body by itself")
    return first.tag_id


def numbers_of(names: str) -> frozenset[int]:
    """The `tag_id`s of elements by their names, apart by spaces: see `number_of`."""
    return frozenset(map(number_of, names.split()))


def identity(node: Node) -> int:
    """A number that stands for the node as long as its tree lives."""
    return node.mem_id


def select(node: Node | Tree, selector: str) -> list[Node]:
    """All nodes below `node` (itself included) that match, each once, in document order."""
    if not selector:
        return []
    found = node.css(selector)
    if "," not in selector or len(found) < 2:
        return found
    # a node that matches two of the alternatives comes twice in a row
    return [found[0]] + [two for one, two in pairwise(found) if two.mem_id != one.mem_id]


def select_first(node: Node | Tree, selector: str) -> Node | None:
    """The first node below `node` (itself included) that matches, or None."""
    return node.css_first(selector) if selector else None


def is_valid(selector: str) -> bool:
    """Whether the parser understands the selector."""
    try:
        LexborHTMLParser("<p>").css(selector)
    except (SelectolaxError, ValueError):
        return False
    return True


def classes(node: Node) -> list[str]:
    """The node's class tokens."""
    return (node.attrs.get("class") or "").split()


def words_of(node: Node | None) -> str:
    """The node's text with white space folded; "" for None."""
    return " ".join(node.text(separator=" ").split()) if node is not None else ""


def markup_has(node: Node, words: tuple[str, ...]) -> bool:
    """Whether one of the words, in lower case, is in the markup of a node: quicker to ask than a selector."""
    markup = (node.html or "").lower()
    return any(word in markup for word in words)


def nodes_of(node: Node, dropped: Collection[int] = ()) -> Iterator[Node]:
    """A node and all below it in page order, without what stands in elements that were dropped."""
    own, at = node.mem_id, node
    while True:
        yield at
        below = at.first_child if at.mem_id == own or at.mem_id not in dropped else None
        while below is None:
            if at.mem_id == own:
                return
            below = at.next
            if below is None:
                above = at.parent
                if above is None:
                    return
                at = above
        at = below


def texts_of(node: Node, dropped: Collection[int] = ()) -> Iterator[str]:
    """The texts below an element in order, without what stands in elements that were dropped."""
    return (at.text_content or "" for at in nodes_of(node, dropped) if at.tag == "-text")


def first_words(node: Node, most: int) -> str:
    """An element's text with white space folded, or so much of it that it is longer than `most` characters."""
    words = ""
    for at in islice(nodes_of(node), FIRST_NODES):
        if at.tag == "-text":
            words = " ".join(f"{words} {(at.text_content or '')[:MAX_TEXT]}".split())
            if len(words) > most:
                break
    return words


FIRST_NODES = 400
"""As many nodes are looked at where the first words of an element are asked for, or its first links."""
MAX_TEXT = 2000
"""Characters of each of their texts."""


def ancestors(node: Node) -> Iterator[Node]:
    """The elements around a node, from the nearest to the root; not the document itself, which has no attributes."""
    above = node.parent
    while above is not None and (outer := above.parent) is not None:
        yield above
        above = outer


def is_inside(node: Node, outer: Node) -> bool:
    """Whether `node` is `outer` or stands below it."""
    wanted = outer.mem_id
    return node.mem_id == wanted or any(above.mem_id == wanted for above in ancestors(node))


def elements(node: Node) -> Iterator[Node]:
    """The node's child elements (text and comments passed over)."""
    child = node.first_child
    while child is not None:
        if child.tag and child.tag[0] not in "-_!":
            yield child
        child = child.next


def element_before(node: Node) -> Node | None:
    """The element that stands before `node` under the same parent (text and comments passed over), or None."""
    before = node.prev
    while before is not None and (not before.tag or before.tag[0] in "-_!"):
        before = before.prev
    return before


def element_after(node: Node) -> Node | None:
    """The element that stands after `node` under the same parent (text and comments passed over), or None."""
    after = node.next
    while after is not None and (not after.tag or after.tag[0] in "-_!"):
        after = after.next
    return after
