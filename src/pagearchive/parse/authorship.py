"""Who wrote an article: what the page shows near its title, states to machines, and says below the text.

A name counts by how surely the page presents it as the author's: a line that says "by" or an element that is marked
comes first, then a person in JSON-LD, then a name beside a date; a publisher is an author only where nobody else is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pagearchive import dom
from pagearchive.dom import Node
from pagearchive.model import Author
from pagearchive.parse import bylines, structured
from pagearchive.parse.content import Block
from pagearchive.parse.document import Document
from pagearchive.parse.structured import Thing

if TYPE_CHECKING:
    from pagearchive.parse.metadata import Metadata


def read_authors(document: Document, blocks: list[Block], near: list[Block], thing: Thing, found: Metadata) -> None:
    """Fill in the authors; `near` are the blocks around the title, `thing` the article's JSON-LD."""
    _Authorship(document, blocks, near, thing, found).read()


class _Authorship:
    def __init__(
        self, document: Document, blocks: list[Block], near: list[Block], thing: Thing, found: Metadata
    ) -> None:
        self.document = document
        self.blocks = blocks
        self.near = near
        self.thing = thing
        self.found = found
        self.meta = document.meta

    def read(self) -> None:
        shown = self._shown_authors()
        stated = self._stated_authors()
        meta = self._meta_authors()
        candidates = [
            ("byline", shown.get(3)),
            ("json-ld", _people(stated)),
            ("byline", shown.get(2)),
            ("meta", _people(meta)),
            ("microdata", self._microdata_authors()),
            ("byline", shown.get(1)),
            ("json-ld", stated),
            ("meta", meta),
        ]
        for source, authors in candidates:
            if authors:
                self.found.authors = authors
                self.found.sources["authors"] = source
                return
        for source, authors in (("author box", self._boxed_authors()), ("site name", self._own_site())):
            if authors:
                self.found.authors = authors
                self.found.sources["authors"] = source
                return

    def _own_site(self) -> list[Author]:
        """The owner of a site that is called after a person."""
        node = dom.select_first(self.document.head, "title")
        last = re.split(r"\s[|»·•–—-]\s|\|", dom.words_of(node))[-1] if node is not None else ""
        for name in (self.found.site_name or "", last):
            owner = _SITE_OF.sub("", name).strip()
            if owner != name and bylines.is_person(owner):
                return [Author(name=owner)]
        return []

    def _stated_authors(self) -> list[Author]:
        found = []
        for item in self.document.structured.resolve(self.thing.get("author") or self.thing.get("creator")):
            name = structured.text(item.get("name") if isinstance(item, dict) else item)
            if not name:
                continue
            url = item.get("url") if isinstance(item, dict) else None
            address = self.document.absolute(url) if isinstance(url, str) else None
            names = bylines.names_in(name, explicit=True)
            found += [Author(name=one, url=address if len(names) == 1 else None) for one in names]
        return _each_once(found)

    def _meta_authors(self) -> list[Author]:
        found: list[Author] = []
        for key in (
            "citation_author",
            "author",
            "dc.creator",
            "byl",
            "parsely-author",
            "sailthru.author",
            "article:author",
            "article:author_name",
            "cxenseparse:author",
        ):
            if key not in self.meta:
                continue
            names = [
                node.attrs.get("content") or ""
                for node in dom.select(self.document.tree, f'meta[name="{key}" i], meta[property="{key}" i]')
            ]
            for name in names:
                found += [Author(name=one) for one in bylines.names_in(name, explicit=True)]
            if found:
                break
        for at in "12":
            if not found and bylines.is_byline(f"{self.meta.get(f'twitter:label{at}') or ''} "):
                found += [
                    Author(name=one)
                    for one in bylines.names_in(self.meta.get(f"twitter:data{at}") or "", explicit=True)
                ]
        return _each_once(found)

    def _shown_authors(self) -> dict[int, list[Author]]:
        """Authors shown near the title, by how sure that is: 3 said or marked to be one, 2 a name beside a date."""
        found: dict[int, list[Author]] = {}
        near = self.near
        for at, block in enumerate(near):
            spaced = " ".join(" ".join(block.text).split())
            if not 2 < len(spaced) <= 250 or block is self.found.title_block or block.place.reason in _OTHERS:
                continue
            marked = self._is_marked(block)
            said, names = bylines.names_in_nodes(block.text) if len(block.text) > 1 else (False, [])
            if not names:
                said, names = _names_of_line(spaced, marked=marked)
            elif not said and not marked:
                names = names if len(block.text) < 6 else []
            if said and not names and at + 1 < len(near):
                spaced = " ".join(" ".join(near[at + 1].text).split())
                names = bylines.names_in(spaced) if len(spaced) < 100 else []
            plain = block.tag not in _HEADINGS and block.place.reason not in _OTHERS
            handle = len(names) == 1 and not bylines.is_person(names[0]) and not bylines.is_organisation(names[0])
            sure = (
                (1 if handle and marked and not said else 3)
                if said or marked
                else 2
                if names and plain and self._beside_date(at)
                else 0
            )
            if not names:
                names, sure = self._linked_names(block)
            if names and sure and sure not in found:
                found[sure] = _each_once(self._with_links(block.node, names))
            if sure == 3 and names:
                self.found.bylines.append(block)
                break
        return found

    def _is_marked(self, block: Block) -> bool:
        """Whether an element's names or those around it say that an author stands in it."""
        first = block.node.first_child
        if first is not None and (first.tag != "-text" or first.next is not None):
            for one in dom.select(block.node, _MARKED)[:3]:
                names = one.attrs.get("class") or "author"
                if not _NOT_AUTHOR_CLASS.search(names) and len(dom.words_of(one)) > 2:
                    return True
        node: Node | None = block.node
        for _level in range(3):
            if node is None or node.tag in ("body", "main", "article"):
                return False
            attrs = node.attributes
            names = " ".join(attrs.get(name) or "" for name in _NAMING)
            if _AUTHOR_CLASS.search(names):
                own = block.node.attrs.get("class") or ""
                return not _NOT_AUTHOR_CLASS.search(own)
            node = node.parent
        return False

    def _beside_date(self, at: int) -> bool:
        """Whether a block next to this one is a date or a reading time."""
        return any(
            len(near.words) < 60 and _DATE_OR_TIME.search(near.words) is not None
            for near in self.near[max(0, at - 2) : at + 4]
        )

    def _linked_names(self, block: Block) -> tuple[list[str], int]:
        """Names that link to an author's page."""
        names: list[str] = []
        if block.characters > 160:
            return names, 0
        for link in dom.select(block.node, "a[href]")[:6]:
            if _AUTHOR_PATH.search(link.attrs.get("href") or ""):
                names += bylines.names_in(dom.words_of(link))
        return names, 3 if names else 0

    def _microdata_authors(self) -> list[Author]:
        found: list[Author] = []
        if not self.document.has_microdata:
            return found
        for node in dom.select(self.document.tree, "[itemprop~=author]")[:5]:
            value = dom.select_first(node, "[itemprop~=name]") or node
            name = structured.value_of(value) or ""
            found += [Author(name=one) for one in bylines.names_in(name, explicit=len(name) < 60)]
        return _each_once(found)

    def _boxed_authors(self) -> list[Author]:
        """The author whom a box or a line below the text introduces."""
        for block in self.blocks[-120:]:
            words = " ".join(" ".join(block.text).split())
            if len(words) > 100 or block.place.reason in _OTHERS:
                continue
            if _WRITTEN_BY.match(words) or (self._is_marked(block) and bylines.is_person(words)):
                names = bylines.names_in(words)
                if names:
                    return self._with_links(block.node, names)
        return []

    def _with_links(self, node: Node, names: list[str]) -> list[Author]:
        links = {dom.words_of(link).lower(): link.attrs.get("href") for link in dom.select(node, "a[href]")}
        if node.tag == "a":
            links[dom.words_of(node).lower()] = node.attrs.get("href")
        return [Author(name=name, url=self.document.absolute(links.get(name.lower()))) for name in names]


_MARKED = (
    "[class*=author i], [rel~=author], [itemprop~=author], [class*=byline i], [data-testid*=author i], .vcard .fn, "
    ".p-author, .h-card"
)
_NAMING = ("class", "itemprop", "rel", "data-testid", "data-hook", "data-qa")
"""Attributes that say what an element is for."""
_AUTHOR_CLASS = re.compile(
    r"author|byline|contributor|writer|creator|\bvcard\b|\bh-card\b|posted-?by|\buser-name\b", re.I
)
_NOT_AUTHOR_CLASS = re.compile(
    r"avatar|image|photo|bio\b|desc|social|date|time|job|role|position|count|follow|comment|title$", re.I
)
_AUTHOR_PATH = re.compile(
    r"/(?:authors?|contributors?|people|staff|writers?|profiles?|journalists?|reporters?|team|autor(?:en)?|auteurs?|by|byline|experts?|redacteurs?|redaktion)/[^/?#]+|[?&]author=|^(?:https?://[^/]+)?/@[\w.-]+/?$"
)
_DATE_OR_TIME = re.compile(
    r"\b(?:19|20)\d\d\b|\bmin(?:ute)?s?\b|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d|\bago\b|\d\d:\d\d",
    re.I,
)
_SITE_OF = re.compile(
    r"(?:['’]s?)?\s*(?:(?:personal\s+)?(?:web)?(?:blog|log|site|page)|notes|home ?page)\s*$|['’]s$", re.I
)
_WRITTEN_BY = re.compile(
    r"(?:written|posted|authored|published|article|post|story|words|text) by\b|(?:about )?authors?:|this (?:post|article|story|blog) was written by|geschrieben von|écrit par|escrito por",
    re.I,
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_OTHERS = frozenset(
    ("comments", "related links", "navigation", "footer", "sidebar", "popup", "hidden text", "newsletter banner")
)


def _names_of_line(line: str, *, marked: bool) -> tuple[bool, list[str]]:
    """Whether a line says "by", and the names in it; of a line that does not, a name that stands alone."""
    for piece in bylines.pieces_of(line):
        if bylines.is_byline(piece):
            return True, bylines.names_in(piece)
    for piece in bylines.pieces_of(line)[:3]:
        names = bylines.names_in(piece, explicit=marked and len(piece) < 60)
        if names and (marked or (len(piece) < 45 and bylines.is_person(names[0]) and len(names[0]) > 0.6 * len(piece))):
            return False, names
    return bool(re.fullmatch(r"(?:written |posted |published )?by:?|authors?:?|von|par|por", line, re.I)), []


def _people(authors: list[Author]) -> list[Author]:
    """Those who bear a person's name."""
    return [author for author in authors if bylines.is_person(author.name or "")]


def _each_once(authors: list[Author]) -> list[Author]:
    found: dict[str, Author] = {}
    for author in authors:
        key = (author.name or "").lower()
        if key not in found or (found[key].url is None and author.url is not None):
            found[key] = author
    return list(found.values())[:25]
