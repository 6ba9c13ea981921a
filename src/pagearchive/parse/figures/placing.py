"""Where a page's pictures stand: each picture with the elements around it, looked at once however many they hold."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pagearchive import dom, urls
from pagearchive.dom import Node
from pagearchive.parse import chrome
from pagearchive.parse.bodies import pictures
from pagearchive.parse.document import Document
from pagearchive.parse.layout.content import Content, Place, within
from pagearchive.parse.once import once
from pagearchive.patterns import regex

HEADS = frozenset(("byline", "title", "promotion"))
"""What stands around a title may hold the main picture."""
TEXT, INSIDE, OUTSIDE, BEYOND, DROPPED = range(5)
"""In the text's own element; in a part before it; elsewhere around title and text; farther away; passed over."""
_BEHIND = regex(r"background(?:-image)?\s*:[^;]{0,200}?\burl\(\s*([\"']?)([^\"')]{1,2000})\1\s*\)", re.I)
_BACKGROUNDS = ("data-bg", "data-background-image", "data-bg-url", "data-lazy-bg", "data-background", "data-bg-image")
"""Attributes that hold the address of a background until it is loaded."""
_LAZY = frozenset(_BACKGROUNDS)
_SHOWING = ", ".join(("img", "amp-img", "[style*=background]", *(f"[{name}]" for name in _BACKGROUNDS)))
_LEVELS = 8
"""Elements above a picture that note it as one they hold."""


class Around:
    """An element around a picture."""

    known_names: str | None = None
    known_reason: tuple[str, str] | str | None = ""

    def __init__(self, node: Node, key: int, parent: Around | None, where: int) -> None:
        self.node = node
        self.key = key
        self.tag = node.tag or ""
        self.parent = parent
        """The element above; None where the article's part, or the page's body, begins."""
        self.where = where
        self.held: list[Shown] = []
        """Pictures in it, those at most eight elements down."""

    @property
    def names(self) -> str:
        """Its classes and its id."""
        if self.known_names is None:
            attrs = self.node.attributes
            self.known_names = f"{attrs.get('class') or ''} {attrs.get('id') or ''}" if attrs else " "
        return self.known_names

    @property
    def reason(self) -> tuple[str, str] | None:
        """Why its names show it to be no content, and the sign."""
        if isinstance(self.known_reason, str):
            known = chrome.reason_of(self.node)
            if known is not None and known[1] == "[hidden]" and "hidden" not in self.node.attributes:
                known = chrome.reason_of_words(self.names)  # aria-hidden: a picture that is not read out is seen
            self.known_reason = known
        return self.known_reason


class Shown:
    """A picture of the page: an img, or an element with a picture behind it."""

    def __init__(
        self, document: Document, node: Node, key: int, up: Around | None, where: int, behind: str | None, before: int
    ) -> None:
        self.document = document
        self.node = node
        self.key = key
        self.up = up
        self.where = where
        self.behind = behind
        """Address of a picture that is the element's background."""
        self.before = before
        """How many blocks of text stand before it."""

    @once
    def attributes(self) -> dict[str, str | None]:
        """Those of its element."""
        return self.node.attributes

    @once
    def url(self) -> str | None:
        """Its real source."""
        return self.behind or pictures.real_source(self.document, self.node, self.attributes)

    @once
    def picture(self) -> str:
        """A key that all addresses of the picture share; "" without one."""
        return urls.picture_key(self.url) if self.url else ""

    @once
    def size(self) -> tuple[int | None, int | None]:
        """Width and height in pixels, as far as they are stated."""
        return pictures.size_of(self.attributes) if self.behind is None else (None, None)

    @once
    def alt(self) -> str:
        """What it is said to show."""
        if self.behind is None:
            return " ".join((self.attributes.get("alt") or "").split())
        labels = (node.attributes.get("aria-label") for node in (self.node, *(above.node for above in self.around[:2])))
        return " ".join(next((label for label in labels if label), "").split())

    @once
    def around(self) -> list[Around]:
        """The elements around it up to the article's part, or to the page's body: nearest first, at most twelve."""
        found: list[Around] = []
        above = self.up
        while above is not None and len(found) < 12:
            found.append(above)
            above = above.parent
        return found

    @once
    def in_figure(self) -> bool:
        """Whether it stands in a figure."""
        return any(above.tag == "figure" for above in self.around[:4])

    @once
    def link(self) -> str | None:
        """The address that it links to."""
        for above in self.around[:6]:
            if above.tag == "a":
                return self.document.absolute(above.node.attrs.get("href"))
        return None


class Pictures:
    """The pictures in and around an article, in page order."""

    def __init__(self, document: Document, content: Content, parts: list[Place], scope: Place) -> None:
        self.document = document
        self.content = content
        self.scope = scope
        self.root = parts[-1]
        self.parts = dict.fromkeys((part.key for part in parts), INSIDE)
        self.parts[parts[-1].key] = TEXT
        self.known: dict[int, Around | int] = {}
        """Each element looked at, or where it stands if it is an end: a part of the article, the body."""
        self.shown: list[Shown] = []
        """Those that may be the article's."""
        body = document.tree.body
        if body is not None:
            top = dom.identity(body)
            self.known[top] = self.parts.get(top, OUTSIDE if top == scope.key else BEYOND)
        backed = self._backed()
        nodes = self._nodes(parts[-1].last, backed)
        self.has_any = bool(nodes)
        """Whether there is a picture between the scope's beginning and the text's end."""
        for before, node in nodes:
            self._add(node, before, backed.get(node.mem_id) if backed else None)

    def _nodes(self, last: int, backed: dict[int, str]) -> list[tuple[int, Node]]:
        """The elements that show a picture, from where the scope begins to where the text ends."""
        first = self.scope.first
        near = [picture for picture in self.content.pictures if first <= picture[0] <= last]
        if not backed:
            return near
        own = {dom.identity(node): before for before, node in near}
        merged: list[tuple[int, Node]] = []
        before = first
        for node in dom.select(self.scope.node, _SHOWING):
            key = dom.identity(node)
            before = own.get(key, before)
            if key in own or key in backed:
                merged.append((before, node))
        return merged

    def ahead(self) -> Iterator[Shown]:
        """The pictures ahead of the scope."""
        for before, node in self.content.pictures:
            if before > self.scope.first:
                return
            up, where = self._above(node)
            if where == BEYOND:
                yield Shown(self.document, node, dom.identity(node), up, where, None, before)

    def let_go(self) -> None:
        """Part pictures and what stands around them: they hold each other, and so would keep the page's tree."""
        for above in self.known.values():
            if isinstance(above, Around):
                above.held.clear()

    def captions(self) -> Iterator[tuple[Node, int]]:
        """The captions of figures, and where they stand."""
        for node in self.document.stated["figcaption"]:
            where = self._above(node)[1]
            if where != BEYOND:
                yield node, where

    def _add(self, node: Node, before: int, behind: str | None) -> None:
        key = node.mem_id
        up, where = self._above(node)
        dropped = self.document.dropped
        if key in dropped and dropped[key] not in HEADS:
            where = DROPPED
        if where >= BEYOND:
            return
        shown = Shown(self.document, node, key, up, where, behind, before)
        self.shown.append(shown)
        for above in shown.around[:_LEVELS]:
            above.held.append(shown)

    def _backed(self) -> dict[int, str]:
        """The pictures behind elements without text."""
        found: dict[int, str] = {}
        hollow = within(self.content.hollow, self.scope.first, self.root.last)
        lazy = (node for node in hollow if not _LAZY.isdisjoint(node.attributes))
        for node in (*self.document.stated["styled"], *lazy):
            address = self._behind(node)
            if address is not None and self._above(node)[1] < BEYOND:
                found[dom.identity(node)] = address
        return found

    def _behind(self, node: Node) -> str | None:
        """The picture behind an element that holds no text: one shown as an img would be."""
        place = self.content.places.get(node.mem_id)
        if place is not None and place.characters > 0:
            return None
        attrs = node.attributes
        styled = _BEHIND.search(attrs.get("style") or "")
        stated = [*(attrs.get(name) for name in _BACKGROUNDS), styled[2] if styled is not None else None]
        for address in stated:
            if address and "/" in address and not address.startswith("data:"):
                return self.document.absolute(address.strip())
        return None

    def _above(self, node: Node) -> tuple[Around | None, int]:
        """The elements around a node, as far as they matter, and where it stands."""
        known, dropped, parts = self.known, self.document.dropped, self.parts
        path: list[tuple[Node, int]] = []
        above = node.parent
        found: Around | int = BEYOND
        while above is not None:
            key = above.mem_id
            if key in known:
                found = known[key]
                break
            if key in parts:
                found = known[key] = DROPPED if dropped.get(key, "title") not in HEADS else parts[key]
                break
            path.append((above, key))
            above = above.parent
        up = found if isinstance(found, Around) else None
        where = found if isinstance(found, int) else found.where
        for above, key in reversed(path):
            if key in dropped:
                where = OUTSIDE if dropped[key] in HEADS else DROPPED
            elif key == self.scope.key and where == BEYOND:
                where = OUTSIDE
            up = known[key] = Around(above, key, up, where)
        return up, where
