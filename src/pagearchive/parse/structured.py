"""What a page says about itself to machines: JSON-LD, microdata and OpenGraph, read only when asked for.

JSON-LD 1.1 as schema.org's publishers write it (no contexts are fetched or expanded); microdata as in the HTML Living
Standard, 5. Pages get both wrong in every way, so what cannot be read is left out and noted as a problem.
"""

from __future__ import annotations

import html
import json
import re
import weakref
from collections.abc import Container, Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

import msgspec

from pagearchive import dom
from pagearchive.dom import Node
from pagearchive.parse.enclosing import Enclosing
from pagearchive.parse.once import once
from pagearchive.patterns import regex

if TYPE_CHECKING:
    from pagearchive.parse.document import Document

Thing = dict[str, Any]
"""A JSON-LD object: names as written, values as JSON has them."""

MAX_SCRIPT = 5_000_000
"""Characters; longer scripts are not read."""
MAX_THINGS = 5_000
_WRAPPING = regex(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/|\]\]>)\s*;?\s*$"
)
_CONTROL = regex(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_TRAILING_COMMA = regex(r",(\s*[}\]])")
_LINE_COMMENT = regex(r"^[ \t]*+//.*$", re.M)


class Structured:
    """The structured data of one page. Nothing is parsed before it is asked for."""

    def __init__(self, document: Document) -> None:
        # the document holds this: a cycle would keep each page's tree until the next collection of garbage
        self._document: Document = weakref.proxy(document)

    # ── JSON-LD ──────────────────────────────────────────────────────────────────────────────────────────────────

    @once
    def things(self) -> list[Thing]:
        """All JSON-LD objects with a @type, outer ones before those inside them, in page order."""
        return list(islice((thing for root in self._read for thing in _walk(root)), MAX_THINGS))

    def of_type(self, *names: str) -> list[Thing]:
        """The JSON-LD objects of these schema.org types ("NewsArticle"), in page order."""
        return _of_type(self.things, names)

    def main_of_type(self, *names: str) -> list[Thing]:
        """Those of these types that are no part of another object's reviews, comments or lists."""
        return _of_type(self.main_things, names)

    @once
    def main_things(self) -> list[Thing]:
        """The JSON-LD objects less those that stand in another one as a review, a comment or an entry of a list."""
        return list(islice((thing for root in self._read for thing in _walk(root, _ASIDE)), MAX_THINGS))

    def resolve(self, value: Any) -> list[Any]:
        """A property's value as a list, with references ({"@id": …}) replaced by what they name on this page."""
        found = []
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, dict) and "@id" in item and not (item.keys() - {"@id", "@type"}):
                item = self._by_id.get(str(item["@id"]), item)
            if item is not None and item != "" and item != {}:
                found.append(item)
        return found

    @once
    def declarations(self) -> str:
        """The raw text of all that states a type: to see what is not there without reading any of it."""
        kinds = [node.attributes.get("itemtype") or "" for node in self._document.stated["itemscope"]]
        return "\n".join([*dict.fromkeys(kinds), *(script.text() for script in self._scripts)])

    @once
    def _scripts(self) -> list[Node]:
        return [
            node for node in self._document.stated["script"] if "ld+json" in (node.attributes.get("type") or "").lower()
        ]

    @once
    def _by_id(self) -> dict[str, Thing]:
        index: dict[str, Thing] = {}
        for thing in self.things:
            name = thing.get("@id")
            if isinstance(name, str) and len(thing) > len(index.get(name, ())):
                index[name] = thing
        return index

    @once
    def _read(self) -> list[Any]:
        """The values of the scripts that can be read."""
        return list(self._roots())

    def _roots(self) -> Iterator[Any]:
        for script in self._scripts:
            raw = script.text()
            if not raw or len(raw) > MAX_SCRIPT:
                continue
            try:
                yield read_json(raw)
            except ValueError as error:
                self._document.problem("bad-json-ld", f"a script of JSON-LD cannot be read: {error}")

    # ── microdata ────────────────────────────────────────────────────────────────────────────────────────────────

    @once
    def items(self) -> list[Item]:
        """The microdata items with a type, in page order."""
        return [
            Item(self._document, node) for node in self._document.stated["itemscope"] if "itemtype" in node.attributes
        ]

    @once
    def properties(self) -> dict[int, dict[str, list[Node]]]:
        """Identity of an item's element -> the elements of each of its own properties, in page order."""
        found: dict[int, dict[str, list[Node]]] = {}
        stated = self._document.stated
        scopes = Enclosing(map(dom.identity, stated["itemscope"]))
        for node in stated["itemprop"]:
            scope = scopes.of(node.parent)
            if scope is not None:
                own = found.setdefault(scope, {})
                for name in (node.attributes.get("itemprop") or "").split():
                    own.setdefault(name, []).append(node)
        return found


class Item:
    """A microdata item: its element, its types without the vocabulary's address, its own properties."""

    def __init__(self, document: Document, node: Node) -> None:
        self._document = document
        self.node = node
        kinds = (node.attrs.get("itemtype") or "").split()
        self.types = frozenset(kind.rstrip("/").rpartition("/")[2] for kind in kinds)

    @property
    def properties(self) -> dict[str, list[Node]]:
        """The elements of each property that belongs to this item and to none inside it."""
        return self._document.structured.properties.get(dom.identity(self.node), {})

    def value(self, name: str) -> str | None:
        """The property's first value that is not empty: an address, a date or text."""
        for node in self.properties.get(name, ()):
            value = value_of(node)
            if value:
                return value
        return None

    def items(self, name: str) -> list[Item]:
        """The property's values that are items themselves."""
        return [Item(self._document, node) for node in self.properties.get(name, ()) if "itemscope" in node.attrs]


def value_of(node: Node) -> str | None:
    """The value of an element with itemprop (HTML Living Standard, 5.2.4), addresses as written."""
    attrs = node.attrs
    tag = node.tag or ""
    for name in _VALUE_ATTRIBUTES.get(tag, ()):
        value = attrs.get(name)
        if value:
            return value.strip() or None
    content = attrs.get("content")
    if content:
        return content.strip() or None
    return dom.words_of(node) or None


_VALUE_ATTRIBUTES = {
    "meta": ("content",),
    "a": ("href",),
    "link": ("href",),
    "area": ("href",),
    "img": ("src", "data-src"),
    "audio": ("src",),
    "embed": ("src",),
    "iframe": ("src",),
    "source": ("src",),
    "video": ("src",),
    "object": ("data",),
    "data": ("value",),
    "meter": ("value",),
    "time": ("datetime",),
}


def types(thing: Thing) -> tuple[str, ...]:
    """The object's types without a prefix or vocabulary ("schema:Article" and ".../Article" are "Article")."""
    kind = thing.get("@type")
    kinds = kind if isinstance(kind, list) else [kind]
    return tuple(re.split(r"[/:#]", item)[-1] for item in kinds if isinstance(item, str))


def text(value: Any) -> str | None:
    """The first text of a value: a string, a number, a language-tagged or named object, or a list of these."""
    stack = [value]
    while stack:  # no recursion: pages nest lists as deep as a parser of JSON can go
        one = stack.pop()
        if isinstance(one, str):
            words = " ".join(one.split())
            if words:
                return words
        elif isinstance(one, int | float) and not isinstance(one, bool):
            return str(one)
        elif isinstance(one, dict):
            stack.extend(one.get(key) for key in ("@id", "url", "name", "@value"))
        elif isinstance(one, Iterable):
            stack.extend(reversed(list(one)))
    return None


def texts(value: Any) -> list[str]:
    """All texts of a value that is one or a list of them."""
    found = [text(item) for item in (value if isinstance(value, list) else [value])]
    return [item for item in found if item]


def person_names(person: Any) -> list[str]:
    """What a value of `author` is called: its name or names, or else what these are put together from."""
    if not isinstance(person, dict):
        return texts(person)
    parts = [text(person.get(key)) for key in ("givenName", "familyName")]
    return texts(person.get("name")) or [" ".join(part for part in parts if part)]


def is_organisation(thing: Any) -> bool:
    """Whether an object says that it is an organisation, and no person at the same time."""
    kinds = types(thing) if isinstance(thing, dict) else ()
    return any("Organization" in kind for kind in kinds) and "Person" not in kinds


def parsely(raw: str) -> Iterator[tuple[str, str]]:
    """What the meta element "parsely-page" states in JSON, by the names of those that came after it."""
    try:
        page = read_json(raw)
    except ValueError:
        return
    if isinstance(page, dict):
        authors = "; ".join(texts(page.get("author") or page.get("authors")))
        stated = (text(page.get("title")), text(page.get("pub_date")), authors)
        for name, value in zip(("parsely-title", "parsely-pub-date", "parsely-author"), stated, strict=True):
            if value:
                yield name, value


def read_json(raw: str) -> Any:
    """JSON as pages write it: in comments or CDATA, with control characters, comments, trailing commas, entities.

    Several values that follow each other are a list. Raises ValueError.
    """
    try:
        return msgspec.json.decode(raw)
    except (msgspec.DecodeError, RecursionError):
        pass
    cleaned = _CONTROL.sub(" ", _WRAPPING.sub("", _WRAPPING.sub("", raw)))
    try:
        return json.loads(cleaned, strict=False)
    except (ValueError, RecursionError):
        pass
    cleaned = _TRAILING_COMMA.sub(r"\1", _LINE_COMMENT.sub("", cleaned)).strip()
    if cleaned.startswith(("{&quot;", "[{&quot;")):
        cleaned = html.unescape(cleaned)
    values: list[Any] = []
    while cleaned and len(values) < _MAX_VALUES:
        try:
            value, end = _LENIENT.raw_decode(cleaned)
        except RecursionError as error:
            raise ValueError("it is nested too deep") from error
        except ValueError:
            if values:
                break
            raise
        values.append(value)
        cleaned = cleaned[end:].lstrip(" ;,\t\r\n")
    if not values:
        raise ValueError("there is nothing in it")
    return values[0] if len(values) == 1 else values


_LENIENT = json.JSONDecoder(strict=False)
_MAX_VALUES = 20
_ASIDE = frozenset(("review", "reviews", "comment", "itemListElement", "mentions", "citation", "relatedLink"))
"""Properties whose objects are about something else than the page."""


def _of_type(things: list[Thing], names: tuple[str, ...]) -> list[Thing]:
    wanted = frozenset(names)
    return [thing for thing in things if not wanted.isdisjoint(types(thing))]


def _walk(root: Any, aside: Container[str] = ()) -> Iterator[Thing]:
    """The typed objects in a JSON value, outer ones first, without what some properties hold; no recursion."""
    stack = [root]
    while stack:
        value = stack.pop()
        if isinstance(value, dict):
            if "@type" in value:
                yield value
            stack.extend(
                item for key, item in reversed(value.items()) if isinstance(item, dict | list) and key not in aside
            )
        elif isinstance(value, list):
            stack.extend(item for item in reversed(value) if isinstance(item, dict | list))
