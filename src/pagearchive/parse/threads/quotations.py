"""Quotations in the posts of unknown software: which elements they are, who is quoted, and which post."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from itertools import islice

from pagearchive import dates, dom
from pagearchive.dom import Node
from pagearchive.model import Quote
from pagearchive.parse.document import Document
from pagearchive.parse.enclosing import MAX_QUOTES_AROUND, Enclosing, shallow
from pagearchive.patterns import regex

Select = Callable[[str], list[Node]]
"""The elements of a post that match a selector, in page order."""

_QUOTE = (
    "blockquote, aside.quote, div.quote, div.quoted, [class*=quote-block i], [class*=quoteblock i], "
    "[class*=quote_block i], "
    "[class*=bbcode_quote i], [class*=standard_quote i], [class*=quotemain i], div[class*=quotecontent i], "
    "div[class*=quotebox i]"
)
_WORD = r"(?:quoted?|zitat|citation|cita|citaat|цитата|cytat|citazione)"
_LABEL = regex(rf"^\W*{_WORD}\W*$", re.IGNORECASE)
_VERBS = (
    r"(?:wrote|writes|said|says|schrieb|hat geschrieben|a écrit|escribió|ha scritto|schreef|escreveu|skrev"
    r"|napisał\(?a?\)?|написал\(?а?\)?|пишет)"
)
_SAID = regex(
    rf"^\W*(?:{_WORD}\W+)?(?:(?:originally )?posted by:?\s+)?(?:(?:by|from|von|de|di|van|on|am|le|el|il|op)\b\W*)?"
    rf"(?P<name>[^\n:]{{1,60}}?)\W*(?:on|am|le|el|il|op)?\W*\s{_VERBS}(?!\w)[^\n]{{0,60}}$",
    re.IGNORECASE,
)
_BY = regex(
    rf"^\W*(?:{_WORD}\W*)?(?:originally )?(?:posted|written) by\b:?\s*(?P<name>[^\n:]{{1,60}}?)\W*$", re.IGNORECASE
)
_FROM = regex(
    rf"^\W*{_WORD}\s*(?:from|by|von|de|di|van|para)\b\W*(?P<name>[^\n:]{{1,60}}?)\W*?(?:\s(?:on|am|le|el|il|op))?\W*$",
    re.IGNORECASE,
)
_COLON = regex(rf"^\W*(?:{_WORD}:\s*)?(?P<name>[^\n:]{{1,40}}?)\W*$", re.IGNORECASE)
_HEADER_CLASS = regex(r"cite|author|quote.?(?:title|head|by|from|user)|(?:title|head)", re.IGNORECASE)
_NUMBERS = regex(r"\d{2,18}")
_POST_NUMBER = regex(
    r"(?:#(?:p|post|msg|pid|comment|c|entry)?[-_]?|[?&](?:p|pid|post|msg|postid)=|/)(\d{2,18})(?:$|[#&?/])"
)
_NAMED_BY = ("data-author", "data-quote", "data-username", "data-ipsquote-username", "author")
_NUMBERED_BY = ("data-post-id", "data-ipsquote-contentcommentid", "data-pid", "data-post")
_WRITTEN = frozenset("p ul ol li pre h1 h2 h3 h4 h5 h6 b i em strong span a".split())
_BLOCKS = "div, td, fieldset, section"
_BLOCK_TAGS = frozenset("div p blockquote table ul ol pre section aside".split())
_LINES = frozenset(("cite", "legend", "summary"))
_SPOKEN = ("originally posted by", "quote:", "zitat:")
MAX_HEADER = 120
"""Characters of the line above a quotation."""
MAX_NAME_WORDS = 4
"""A longer name is the beginning of a sentence: "As somebody once said"."""


def find_quotes(document: Document, body: Node, words: str, select: Select, known: Collection[str]) -> dict[int, Quote]:
    """The quotations of others in a post's body, by identity, with who is quoted; their headers are marked.

    `words` is the body's text, `known` holds the identifiers of the page's posts.
    """
    found: dict[int, Quote] = {}
    nodes = shallow(_elements(body, words, select), MAX_QUOTES_AROUND)
    around = Enclosing(map(dom.identity, nodes))
    by_identity = {dom.identity(node): node for node in nodes}
    begun: set[int | None] = set()
    for node in nodes:
        header, number = _header(document, node), _number(node, known)
        author = next((value for name in _NAMED_BY if (value := node.attributes.get(name))), None) or header
        outer = around.of(node.parent)
        is_first = outer not in begun  # what comes later is not all of anything
        begun.add(outer)
        if is_first and outer in found and _is_all_of(document, node, by_identity[outer]):
            above = found[outer]
            found[outer] = Quote(author=above.author or author, post_id=above.post_id or number)
        elif author is not None or number is not None or not (is_first and _is_all_of(document, node, body)):
            found[dom.identity(node)] = Quote(author=author, post_id=number)
    return found


def _elements(body: Node, words: str, select: Select) -> list[Node]:
    """The quotations, in page order: elements made or called so, and those that begin with the words of one."""
    own = dom.identity(body)
    found = [node for node in select(_QUOTE) if dom.identity(node) != own]
    low = words.lower()
    if not any(phrase in low for phrase in _SPOKEN):
        return found
    inside = Enclosing(map(dom.identity, found))
    spoken = [
        node
        for node in select(_BLOCKS)
        if dom.identity(node) != own and inside.of(node) is None and _begins_as_quote(node)
    ]
    if not spoken:
        return found
    wanted = {dom.identity(node) for node in (*found, *spoken)}
    return [node for node in dom.nodes_of(body) if dom.identity(node) in wanted]


def _begins_as_quote(node: Node) -> bool:
    """Whether the first words of an element, in an element of their own, say that what follows is a quotation."""
    first = next(dom.elements(node), None)
    if first is None or not _is_line(first):
        return False
    words = dom.first_words(first, MAX_HEADER)
    if len(words) > MAX_HEADER or not (_LABEL.match(words) or _BY.match(words)):
        return False
    return len(dom.first_words(node, len(words) + 1)) > len(words) + 1 and dom.element_after(first) is not None


def _is_line(node: Node) -> bool:
    """Whether an element holds one line: no block with words, or nothing but one that is a line."""
    if node.tag in _LINES:
        return True
    holding = [child for child in dom.elements(node) if dom.first_words(child, 1)]
    blocks = [child for child in holding if child.tag in _BLOCK_TAGS]
    if not blocks:
        return True
    return len(holding) == 1 and len(node.text(deep=False).strip()) == 0 and _is_line(blocks[0])


def _is_all_of(document: Document, inner: Node, outer: Node) -> bool:
    """Whether nothing but marked headers stands in `outer` besides `inner`."""
    return _letters(document, inner) == _letters(document, outer)


def _letters(document: Document, node: Node) -> str:
    return "".join("".join(dom.texts_of(node, document.dropped)).split())


# ── who is quoted ────────────────────────────────────────────────────────────────────────────────────────────────────


def _header(document: Document, quote: Node) -> str | None:
    """Who is quoted, as the quotation's first words or the ones before it say; these are marked."""
    whole = len(dom.first_words(quote, MAX_HEADER))
    for node in _candidates(quote):
        words = dom.first_words(node, MAX_HEADER)
        if not words or len(words) > MAX_HEADER or not _is_line(node):
            continue
        if len(words) >= whole and dom.is_inside(node, quote):
            continue
        name = _named(document, node, words)
        if name is not None:
            document.drop_node(node, "quote header")
            if name:
                return name
    return None


def _candidates(quote: Node) -> Iterator[Node]:
    """The elements that may name who is quoted: the first in the quotation, and the one before it."""
    first = list(islice(dom.elements(quote), 2))
    yield from first
    for inner in first:
        yield from islice(dom.elements(inner), 2)
    before = quote.prev
    while before is not None and before.tag == "-text" and not (before.text_content or "").strip():
        before = before.prev
    if before is None or not before.tag or before.tag[0] in "-!":
        return
    if before.tag not in _WRITTEN or before.attributes.get("class"):
        yield before


def _named(document: Document, node: Node, words: str) -> str | None:
    """The name in a quotation's header; "" for a header without one; None for what is no header."""
    if _LABEL.match(words):
        return ""
    printed = dates.find_date(words) if any(c.isdigit() for c in words) else None
    line = words.replace(printed[0], " ") if printed else words
    found = _BY.match(line) or _SAID.match(line) or _FROM.match(line)
    if found is None and (node.tag == "cite" or _HEADER_CLASS.search(node.attributes.get("class") or "")):
        found = _COLON.match(line)
    when, _, who = found["name"].rpartition(",") if found else ("", "", "")
    name = who if any(c.isdigit() for c in when) else f"{when},{who}"
    name = name.strip(" \t@»«›‹\"“”„',;:()[]")
    return name if found and len(name.split()) <= MAX_NAME_WORDS else None


def _number(quote: Node, known: Collection[str]) -> str | None:
    """The quoted post: the one of the page whose number the quotation's attributes or first links carry, else the
    number that one of them gives for a post's."""
    attributes = quote.attributes
    stated = next((value for name in _NUMBERED_BY if (value := attributes.get(name))), None)
    if stated:
        return stated
    hrefs = [(attributes.get("cite") or "")[:500]]
    first = islice(dom.nodes_of(quote), dom.FIRST_NODES)
    links = (node for node in first if node.tag == "a" and node.attributes.get("href"))
    hrefs += [(link.attributes.get("href") or "")[:500] for link in islice(links, 3) if len(dom.words_of(link)) < 60]
    before = dom.element_before(quote)
    if before is not None and len(dom.first_words(before, MAX_HEADER)) <= MAX_HEADER:
        hrefs += [(link.attributes.get("href") or "")[:500] for link in dom.select(before, "a[href]")[:3]]
    for href in hrefs:
        for number in reversed(_NUMBERS.findall(href)):
            if number in known:
                return str(number)
    found = next((match for href in hrefs[:3] if (match := _POST_NUMBER.search(href))), None)
    return found[1] if found else None
