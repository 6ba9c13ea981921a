"""A page as parts that can be left out and rewritten: a copy of the parser's tree, and back to HTML.

Parts are marked as left out, never taken away, so that every trial can be undone. JSON, in an attribute or a script,
is parts as well: pages start with whole threads in it.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Iterator
from html import escape
from typing import Any

from pagearchive import dom
from pagearchive.dom import Node

_VOID = frozenset("area base br col embed hr img input link meta source track wbr param".split())
_RAW = frozenset(("script", "style", "xmp", "iframe", "noembed", "noframes", "plaintext"))
_AS_IT_IS = frozenset(("pre", "textarea", "listing"))
MAX_DEPTH = 600
MIN_DATA = 2
MAX_NESTING = 60
_BRACKETS = re.compile(r"[\[\]{}]")
LONG = 160
"""Characters: a longer text or attribute is left out where it can be."""
_OF_THE_MARKUP = frozenset(
    (
        *("class", "id", "href", "src", "alt", "title", "rel", "name", "content", "property", "type", "lang", "dir"),
        *("itemprop", "itemscope", "itemtype", "datetime", "width", "height", "data-src"),
    )
)


class Part:
    """Something in a page that can be left out."""

    kept = True

    def parts(self) -> Iterator[Part]:
        """What it holds and can be left out by itself."""
        yield from ()


class Words(Part):
    """Text, or an attribute's or JSON's string: something that can be rewritten."""

    def __init__(self, value: str) -> None:
        self.value = value


class Value(Part):
    """A JSON value: an object, an array, a string (`Words`) or anything else."""

    def __init__(self, value: Any, *, is_encoded: bool = False, is_spaced: bool = False) -> None:
        self.is_encoded = is_encoded  # a JSON text inside a JSON string
        self.is_spaced = is_spaced  # as json.dumps writes, with a space behind each sign
        self.words = Words(value) if isinstance(value, str) else None
        self.other = None if isinstance(value, str | dict | list) else value
        self.is_object = isinstance(value, dict)
        self.entries: list[tuple[str, Value]] | None = None
        if isinstance(value, dict | list):
            pairs = value.items() if isinstance(value, dict) else enumerate(value)
            self.entries = [(str(key), _value_of(item)) for key, item in pairs]

    def parts(self) -> Iterator[Part]:
        for _key, entry in self.entries or ():
            yield entry

    def plain(self) -> Any:
        """The value as Python has it, without what is left out."""
        if self.words is not None:
            return self.words.value
        if self.entries is None:
            return self.other
        kept = [(key, entry.plain()) for key, entry in self.entries if entry.kept]
        value: Any = dict(kept) if self.is_object else [entry for _key, entry in kept]
        return self._dumped(value) if self.is_encoded else value

    def written(self) -> str:
        """The value as JSON, spaced as it was."""
        return self._dumped(self.plain())

    def _dumped(self, value: Any) -> str:
        return json.dumps(value, ensure_ascii=False, separators=None if self.is_spaced else (",", ":"))


def _value_of(item: Any) -> Value:
    inner = _json_in(item) if isinstance(item, str) else None
    return Value(inner, is_encoded=True, is_spaced=_is_spaced(item)) if inner is not None else Value(item)


def _is_deep(text: str) -> bool:
    """Whether JSON nests deeper than any page's own; such is left as it is."""
    depth = 0
    for sign in _BRACKETS.findall(text):
        depth += 1 if sign in "[{" else -1
        if depth > MAX_NESTING:
            return True
    return False


def _is_spaced(text: str) -> bool:
    return '": ' in text


def _json_in(text: str) -> Any:
    """The object or array that a text is, or None."""
    if len(text) <= MIN_DATA or text.lstrip()[:1] not in ("{", "[") or _is_deep(text):
        return None
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict | list) and found else None


class Attribute(Part):
    """An attribute of an element; its words, JSON, or nothing."""

    def __init__(self, name: str, value: str | None) -> None:
        self.name = name
        data = _json_in(value) if value else None
        self.data = Value(data, is_spaced=_is_spaced(value or "")) if data is not None else None
        self.words = Words(value) if value is not None and data is None else None

    @property
    def is_long(self) -> bool:
        """Whether it is worth leaving out for its length alone."""
        return self.data is not None or (self.words is not None and len(self.words.value) > LONG)

    def parts(self) -> Iterator[Part]:
        if self.data is not None:
            yield from self.data.parts()

    def written(self) -> str:
        value = self.data.written() if self.data is not None else None
        value = self.words.value if self.words is not None else value
        if value is None:
            return f" {self.name}"
        return f' {self.name}="{value.replace("&", "&amp;").replace(chr(34), "&quot;")}"'


class Script(Part):
    """A script's text: JSON with what stands before and behind it, or words that no one understands."""

    def __init__(self, text: str) -> None:
        self.before, self.behind = Words(text), Words("")
        self.data: Value | None = None
        start = min((at for at in (text.find("{"), text.find("[")) if at >= 0), default=-1)
        if start >= 0:
            try:
                found, end = json.JSONDecoder(strict=False).raw_decode(text, start)
            except (ValueError, RecursionError):
                return
            if isinstance(found, dict | list) and end - start > len(text) // 2 and not _is_deep(text):
                self.before.value, self.behind.value = text[:start], text[end:]
                self.data = Value(found, is_spaced=_is_spaced(text))

    def parts(self) -> Iterator[Part]:
        if self.data is not None:
            yield from self.data.parts()

    def written(self) -> str:
        data = self.data.written() if self.data is not None else ""
        return f"{self.before.value}{data.replace('</', '<' + chr(92) + '/')}{self.behind.value}"


class Element(Part):
    """An element with its attributes and what it holds."""

    def __init__(self, tag: str, attributes: list[Attribute], children: list[Part]) -> None:
        self.tag = tag
        self.attributes = attributes
        self.children = children

    def parts(self) -> Iterator[Part]:
        """Elements, and of their attributes and texts those that are no part of what the markup looks like."""
        for attribute in self.attributes:
            if attribute.name not in _OF_THE_MARKUP or attribute.is_long:
                yield attribute
        for child in self.children:
            if not isinstance(child, Words) or len(child.value) > LONG:
                yield child


def copy_of(tree: dom.Tree) -> Element:
    """The page as parts."""
    root = tree.root
    assert root is not None  # the parser always makes one
    return _element(root, 0)


def _element(node: Node, depth: int) -> Element:
    attributes = [Attribute(name, value) for name, value in node.attributes.items()]
    tag = node.tag or "div"
    children: list[Part] = []
    if tag == "template":  # what it holds is no child of it
        children.append(Script((node.html or "").partition(">")[2].removesuffix("</template>")))
    child = node.first_child
    while child is not None and depth < MAX_DEPTH:
        name = child.tag or ""
        if name == "-text":
            text = child.text_content or ""
            children.append(Script(text) if tag in _RAW else Words(text))
        elif name and name[0] not in "-_!":
            children.append(_element(child, depth + 1))
        child = child.next
    return Element(tag, attributes, children)


def written(root: Element) -> str:
    """The page as HTML, without what is left out."""
    pieces = ["<!DOCTYPE html>\n"]
    _write(root, pieces)
    pieces.append("\n")
    return "".join(pieces)


def _write(element: Element, pieces: list[str]) -> None:
    tag = element.tag
    pieces.append(f"<{tag}")
    pieces.extend(attribute.written() for attribute in element.attributes if attribute.kept)
    pieces.append(">")
    if tag in _VOID:
        return
    if tag in _AS_IT_IS:
        pieces.append("\n")  # the parser drops one line break here
    for child in element.children:
        if not child.kept:
            continue
        if isinstance(child, Element):
            _write(child, pieces)
        elif isinstance(child, Script):
            pieces.append(child.written())
        elif isinstance(child, Words):
            pieces.append(escape(child.value, quote=False))
    pieces.append(f"</{tag}>")


def descendants(part: Part) -> Iterator[Part]:
    """All parts below one that are kept, itself included, attributes that no reduction touches as well."""
    stack = [part]
    while stack:
        at = stack.pop()
        if not at.kept:
            continue
        yield at
        if isinstance(at, Element):
            stack.extend(reversed([*at.attributes, *at.children]))
        else:
            stack.extend(reversed(list(at.parts())))


def fold_space(element: Element, *, is_kept: bool = False) -> None:
    """Runs of white space become one space or line break, as a browser shows them, except where they count."""
    is_kept = is_kept or element.tag in _AS_IT_IS
    after_space = False
    for child in element.children:
        if not child.kept:
            continue
        if isinstance(child, Words) and after_space and not is_kept and not child.value.strip():
            child.value = ""
            continue
        after_space = isinstance(child, Words) and child.value[-1:].isspace()
        if isinstance(child, Element):
            fold_space(child, is_kept=is_kept)
        elif isinstance(child, Words) and not is_kept:
            start, end = child.value[:1].isspace(), child.value[-1:].isspace()
            words = " ".join(child.value.split())
            line = "\n" if "\n" in child.value and not words else " "
            child.value = f"{line if start and words else ''}{words}{' ' if end and words else ''}" if words else line


KEY = 40
"""Letters and digits that tell one text of a page from the others."""


def holders_of(root: Element, texts: list[str]) -> set[int]:
    """The elements, by `id()`, that hold the beginning of one of these texts, whatever markup cuts it."""
    pieces: list[str] = []
    spans: list[tuple[int, int, Element]] = []
    _survey(root, pieces, spans, 0)
    whole = "".join(pieces)
    places = []
    for text in texts:
        key = _bare(text)[:KEY]
        at = whole.find(key) if key else -1
        while at >= 0:
            places.append(at)
            at = whole.find(key, at + 1)
    places.sort()
    return {id(element) for start, end, element in spans if _any_in(places, start, end)}


def _any_in(places: list[int], start: int, end: int) -> bool:
    at = bisect_left(places, start)
    return at < len(places) and places[at] < end


def _survey(element: Element, pieces: list[str], spans: list[tuple[int, int, Element]], start: int) -> int:
    end = start
    for child in element.children:
        if isinstance(child, Element):
            end = _survey(child, pieces, spans, end)
        elif isinstance(child, Words):
            piece = _bare(child.value)
            pieces.append(piece)
            end += len(piece)
    spans.append((start, end, element))
    return end


def _bare(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum())
