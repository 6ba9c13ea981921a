"""Who wrote an article: what the page shows near its title, states to machines, and says below the text.

A name counts by how surely the page presents it as the author's: a person in a line that says "by" or in an element
that is marked comes first, then a person whom the page states to machines, then a name beside a date. A publisher, a
desk or a login is an author only where nobody else is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from pagearchive import dom
from pagearchive.dom import Node
from pagearchive.model import Author
from pagearchive.parse import structured
from pagearchive.parse.document import Document
from pagearchive.parse.metadata import bylines
from pagearchive.parse.metadata.biographies import introduced
from pagearchive.parse.metadata.near import Lines
from pagearchive.parse.metadata.signed import BESIDE, DESK, SAID, Signed, below_the_text, in_feet
from pagearchive.parse.structured import Thing
from pagearchive.patterns import regex

if TYPE_CHECKING:
    from pagearchive.parse.metadata.reader import Metadata

_MAX_AUTHORS = 25
_MAX_PAGES = 5
_MAX_MARKED = 5
_Candidate = tuple[str, list[Author]]
"""A source and whom it names."""


def read_authors(document: Document, lines: Lines, thing: Thing, found: Metadata) -> None:
    """Fill in the authors; `lines` are the page's, `thing` the article's JSON-LD."""
    _Authorship(document, lines, thing, found).read()


class _Authorship:
    def __init__(self, document: Document, lines: Lines, thing: Thing, found: Metadata) -> None:
        self.document = document
        self.lines = lines
        self.thing = thing
        self.found = found
        self.meta = document.meta
        self.organisations: set[str] = set()
        """Names, in lower case, of which the page says that they are no person's."""

    def read(self) -> None:
        signed = Signed(self.lines.near, self.found.title, self.found.site_name)
        shown = {
            grade: self._with_links(line.block.node, names) for grade, (line, names) in signed.near_title().items()
        }
        self.organisations.update(name.lower() for name in self._publishers())
        self.found.bylines += [line.block for line in signed.seen]
        said = shown.get(SAID, [])
        stated, meta = self._stated(), self._in_meta()
        people = (("byline", _people(said)), ("json-ld", self._people(stated)), ("meta", self._people(meta)))
        chosen = next((candidate for candidate in people if candidate[1]), None)
        if chosen is None:
            chosen = self._without_a_person(shown, stated, meta)
        if chosen is None:
            return
        self.found.sources["authors"], authors = chosen
        self.found.authors = _completed(authors, [*stated, *meta])[:_MAX_AUTHORS]
        self._note_others(authors, (("byline", said or shown.get(DESK, [])), ("json-ld", stated), ("meta", meta)))

    def _without_a_person(
        self, shown: dict[int, list[Author]], stated: list[Author], meta: list[Author]
    ) -> _Candidate | None:
        """The author where neither a byline nor what the page states to machines names a person."""
        marked = self._in_microdata()
        candidates = (
            ("microdata", self._people(marked)),
            ("byline", [] if DESK in shown else self._people(shown.get(BESIDE, []))),
        )
        for candidate in candidates:
            if candidate[1]:
                return candidate
        desk = shown.get(DESK, [])
        named = (("byline", desk), ("json-ld", stated), ("microdata", marked), ("meta", meta))
        known = next(((source, authors) for source, authors in named if authors), None)
        if any((author.name or "").istitle() and not bylines.is_organisation(author.name or "") for author in desk):
            return known  # a first name
        below = below_the_text(self.lines)
        if below is not None and _says_so(below[0].text) and all(map(bylines.is_person, below[1])):
            return "author box", self._with_links(below[0].block.node, below[1])
        if not all(bylines.is_organisation(author.name or "") for author in desk):
            return known
        if below is not None and known is None:
            return "author box", self._with_links(below[0].block.node, below[1])
        about = (
            introduced(self.lines) if known is None or known[0] == "meta" or self._are_organisations(known[1]) else None
        )
        if about is not None:
            return "author box", self._with_links(about[0].block.node, about[1])
        feet = in_feet(self.lines)
        if feet is not None:
            return "byline", self._with_links(*feet)
        if known is not None:
            return known
        marked = self._in_microformats()
        if marked:
            return "microformats", marked
        linked = self._linked()
        if linked:
            return "link", linked
        owner = self._own_site()
        return ("site name", owner) if owner else None

    def _people(self, authors: list[Author]) -> list[Author]:
        """The people among those stated, less those whom the page itself calls an organisation."""
        return _people([author for author in authors if (author.name or "").lower() not in self.organisations])

    def _are_organisations(self, authors: list[Author]) -> bool:
        return all(
            bylines.is_organisation(name) or name.lower() in self.organisations
            for name in (author.name or "" for author in authors)
        )

    def _publishers(self) -> Iterator[str]:
        """The names of the organisations that publish the article, and of the site's."""
        for publisher in self.document.structured.resolve(self.thing.get("publisher")):
            if structured.is_organisation(publisher):
                yield from structured.texts(publisher.get("name"))

    def _note_others(self, chosen: list[Author], sources: tuple[_Candidate, ...]) -> None:
        """Keep what a source says of others than those chosen."""
        names = {_letters(author) for author in chosen}
        others = {
            source: ", ".join(author.name or "" for author in authors)
            for source, authors in sources
            if authors and not any(_is_one_of(_letters(author), names) for author in authors)
        }
        if others:
            self.found.alternatives["authors"] = others

    # ── what the page states to machines ─────────────────────────────────────────────────────────────────────────

    def _stated(self) -> list[Author]:
        """Whom the article's JSON-LD names, or else the person whom the page's names."""
        found = self._named_by(self.thing)
        if not found and not self.thing.get("author"):
            pages = self.document.structured.main_of_type(*PAGE_TYPES)[:_MAX_PAGES]
            found = next((named for page in pages if (named := self._people(self._named_by(page)))), [])
        return found

    def _named_by(self, thing: Thing) -> list[Author]:
        found = []
        for item in self.document.structured.resolve(thing.get("author") or thing.get("creator")):
            url = item.get("url") if isinstance(item, dict) else None
            address = self.document.absolute(url) if isinstance(url, str) else None
            names = [one for name in structured.person_names(item) for one in bylines.stated_names(name)]
            found += [Author(name=one, url=address if len(names) == 1 else None) for one in names]
            if structured.is_organisation(item):
                self.organisations.update(name.lower() for name in names)
        return _each_once(found)

    def _in_meta(self) -> list[Author]:
        found: list[Author] = []
        others = (key for key in self.meta if _AUTHOR_KEY.fullmatch(key) is not None)
        for key in dict.fromkeys((*_AUTHOR_META, *others)):
            if key not in self.meta:
                continue
            inverted = _CATALOGUE_KEY.match(key) is not None
            authors = [
                Author(name=one)
                for field in self._all_of(key)[:_MAX_AUTHORS]
                for name in (bylines.uninverted(field) if inverted else [field])
                for one in bylines.stated_names(name)
            ]
            if self._people(authors):
                return _each_once(authors)
            found = found or authors
        for at in "12":
            if bylines.is_label(self.meta.get(f"twitter:label{at}") or ""):
                authors = [Author(name=one) for one in bylines.stated_names(self.meta.get(f"twitter:data{at}") or "")]
                if self._people(authors):
                    return authors
                found = found or authors
        return _each_once(found)

    def _all_of(self, key: str) -> list[str]:
        """The contents of all meta elements of this name, less those that are properties of a microdata item."""
        found = []
        for node in self.document.stated["meta"]:
            attrs = node.attributes
            name = attrs.get("property") or attrs.get("name")
            if (name or attrs.get("itemprop") or "").lower() == key and (name or _scope_of(node) is None):
                found.append(attrs.get("content") or "")
        return [self.meta[key]] if key == "parsely-author" and not found else found

    def _in_microdata(self) -> list[Author]:
        found: list[Author] = []
        nodes = self.document.itemprops.get("author", [])[:_MAX_MARKED]
        scopes = [_scope_of(node) for node in nodes]
        if len({dom.identity(scope) for scope in scopes if scope is not None}) > 1:
            return []  # teasers, comments or reviews: each has an author of its own
        for node in nodes:
            named = dom.select_first(node, "[itemprop~=name]") or node
            name = structured.value_of(named) or ""
            if len(name) < 100:
                found += [Author(name=one) for one in bylines.stated_names(name)]
        return _each_once(found)

    # ── what it shows ────────────────────────────────────────────────────────────────────────────────────────────

    def _with_links(self, node: Node, names: list[str]) -> list[Author]:
        """The authors whom an element names, each with the address that it links to."""
        links = {dom.words_of(link).lower(): link.attrs.get("href") for link in dom.select(node, "a[href]")[:50]}
        for above in (node, node.parent):
            if above is not None and above.tag == "a":
                links[dom.words_of(above).lower()] = above.attrs.get("href")
        return _each_once([Author(name=name, url=self.document.absolute(links.get(name.lower()))) for name in names])

    def _in_microformats(self) -> list[Author]:
        """Whoever signs the entry in a card, be it with a login, if all cards of the article name the same."""
        cards = [
            node
            for node in dom.select(self.document.tree, _CARDS)[:_MAX_AUTHORS]
            if _signs_entry(node) and not self.lines.is_part_of(node, _BESIDE_TEXT)
        ]
        named = {
            name: card for card in cards for name in bylines.stated_names(dom.words_of(card)[: bylines.MAX_BYLINE])
        }
        return self._with_links(next(iter(named.values())), list(named)) if len(named) == 1 else []

    def _linked(self) -> list[Author]:
        """The person whom all links to an author (rel=author) name."""
        rels = self.document.stated["rel"]
        links = [link for link in rels if "author" in (link.attributes.get("rel") or "")][:_MAX_AUTHORS]
        names = {name: link for link in links if bylines.is_person(name := dom.words_of(link))}
        return [Author(name=name, url=self.document.absolute(link.attrs.get("href"))) for name, link in names.items()][
            : len(names) == 1
        ]

    def _own_site(self) -> list[Author]:
        """The owner of a site that is called after a person."""
        nodes = self.document.stated["title"]
        last = re.split(r"\s[|»·•–—-]\s|\|", dom.words_of(nodes[0])[:300])[-1] if nodes else ""
        for name in (self.found.site_name or "", last):
            owner = _SITE_OF.sub("", name[:100]).strip()
            if owner != name and bylines.is_person(owner):
                return [Author(name=owner)]
        return []


PAGE_TYPES = ("WebPage", "ItemPage", "AboutPage", "FAQPage", "CollectionPage", "MedicalWebPage")
_AUTHOR_META = (
    "citation_author", "author", "dc.creator", "byl", "parsely-author", "sailthru.author", "article:author",
    "article:author_name", "cxenseparse:author", "dcterms.creator", "article.author", "bt:author",
)  # fmt: skip
"""Names of meta elements, the surest first. A page has one for each author."""
_AUTHOR_KEY = regex(
    r"(?!twitter|smartbanner|book|music|video|image|photo|theme|plugin|template|app)"
    r"(?:[a-z]{1,14}[.:_-]){0,2}(?:authors?|creators?|byline)(?:[.:_-]?names?)?"
)
"""Names that say no more than this, behind a site's own prefix."""
_CATALOGUE_KEY = regex(r"(?:bepress_)?citation_|dc(?:terms)?[.:]|eprints\.")
"""Names that come from library catalogues, where the family name goes first."""
_CARDS = ".fn, .p-name, .submitted .username"
"""Names in cards of hAtom and h-entry, and where Drupal says who sent an entry in."""
_AUTHORS = frozenset("author p-author post-author entry-author by-author byline submitted".split())
_COMMENTERS = frozenset(("comment-author", "commentauthor"))
_CARD_LEVELS = 4
_BESIDE_TEXT = frozenset(("comments", "related links"))
_SITE_OF = regex(
    r"(?:['’]s?)?\s{0,3}(?:(?:personal\s+)?(?:web)?(?:blog|log|site|page)|notes|home ?page)\s{0,3}$|['’]s$", re.I
)


def _scope_of(node: Node) -> Node | None:
    """The element of the microdata item whose property an element is."""
    above = node.parent
    while above is not None and "itemscope" not in above.attributes:
        above = above.parent
    return above


def _signs_entry(name: Node) -> bool:
    """Whether a name stands in what is called the author's and no commenter's."""
    around = [set(dom.classes(node)) for node in (name, *islice(dom.ancestors(name), _CARD_LEVELS))]
    return any(map(_AUTHORS.intersection, around)) and not any(map(_COMMENTERS.intersection, around))


def _says_so(text: str) -> bool:
    return bylines.is_byline(text) or bylines.is_label(text)


def _people(authors: list[Author]) -> list[Author]:
    """Those who bear a person's name, and whoever is named beside them unless by an organisation's."""
    if not any(bylines.is_person(author.name or "") for author in authors):
        return []
    return [author for author in authors if not bylines.is_organisation(author.name or "")]


def _each_once(authors: list[Author]) -> list[Author]:
    found: dict[str, Author] = {}
    for author in authors:
        key = (author.name or "").lower()
        if key not in found or (found[key].url is None and author.url is not None):
            found[key] = author
    return list(found.values())[:_MAX_AUTHORS]


def _completed(authors: list[Author], known: list[Author]) -> list[Author]:
    """The authors with the addresses that another source gives for the same names."""
    addresses = {_letters(author): author.url for author in known if author.url is not None}
    return [
        author
        if author.url is not None
        else Author(name=author.name, url=addresses.get(_letters(author)), id=author.id)
        for author in authors
    ]


def _letters(author: Author) -> str:
    return "".join(filter(str.isalnum, (author.name or "").lower()))


def _is_one_of(name: str, names: set[str]) -> bool:
    return any(name in one or one in name for one in names)
