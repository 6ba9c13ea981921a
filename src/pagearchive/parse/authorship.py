"""Who wrote an article: what the page shows near its title, states to machines, and says below the text.

A name counts by how surely the page presents it as the author's: a person in a line that says "by" or in an element
that is marked comes first, then a person whom the page states to machines, then a name beside a date. A publisher, a
desk or a login is an author only where nobody else is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pagearchive import dom
from pagearchive.model import Author
from pagearchive.parse import bylines, structured
from pagearchive.parse.document import Document
from pagearchive.parse.near import Line, Lines
from pagearchive.parse.signed import BESIDE, DESK, SAID, Signed, below_the_text
from pagearchive.parse.structured import Thing

if TYPE_CHECKING:
    from pagearchive.parse.metadata import Metadata

_MAX_AUTHORS = 25
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

    def read(self) -> None:
        signed = Signed(self.lines.near, self.found.title, self.found.site_name)
        shown = {grade: self._with_links(*held) for grade, held in signed.near_title().items()}
        self.found.bylines += [line.block for line in signed.seen]
        said = shown.get(SAID, [])
        stated, meta = self._stated(), self._in_meta()
        people = (("byline", said), ("json-ld", stated), ("meta", meta))
        chosen = next(((source, named) for source, authors in people if (named := _people(authors))), None)
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
            ("microdata", _people(marked)),
            ("byline", [] if DESK in shown else _people(shown.get(BESIDE, []))),
        )
        for candidate in candidates:
            if candidate[1]:
                return candidate
        desk = shown.get(DESK, [])
        named = (("byline", desk), ("json-ld", stated), ("microdata", marked), ("meta", meta))
        known = next(((source, authors) for source, authors in named if authors), None)
        if not all(bylines.is_organisation(author.name or "") for author in desk):
            return known
        below = below_the_text(self.lines)
        if below is not None and (known is None or (_says_so(below[0].text) and all(map(bylines.is_person, below[1])))):
            return "author box", self._with_links(*below)
        if known is not None:
            return known
        linked = self._linked()
        if linked:
            return "link", linked
        owner = self._own_site()
        return ("site name", owner) if owner else None

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
        found = []
        for item in self.document.structured.resolve(self.thing.get("author") or self.thing.get("creator")):
            name = structured.text(item.get("name") if isinstance(item, dict) else item)
            if not name:
                continue
            url = item.get("url") if isinstance(item, dict) else None
            address = self.document.absolute(url) if isinstance(url, str) else None
            names = bylines.stated_names(name)
            found += [Author(name=one, url=address if len(names) == 1 else None) for one in names]
        return _each_once(found)

    def _in_meta(self) -> list[Author]:
        found: list[Author] = []
        for key in _AUTHOR_META:
            if key not in self.meta:
                continue
            names = self._all_of(key) if key in _REPEATED else [self.meta[key]]
            authors = [Author(name=one) for name in names[:_MAX_AUTHORS] for one in bylines.stated_names(name)]
            if _people(authors):
                return _each_once(authors)
            found = found or authors
        for at in "12":
            if bylines.is_label(self.meta.get(f"twitter:label{at}") or ""):
                authors = [Author(name=one) for one in bylines.stated_names(self.meta.get(f"twitter:data{at}") or "")]
                if _people(authors):
                    return authors
                found = found or authors
        return _each_once(found)

    def _all_of(self, key: str) -> list[str]:
        """The contents of all meta elements of this name."""
        found = []
        for node in self.document.stated["meta"]:
            attrs = node.attributes
            if (attrs.get("property") or attrs.get("name") or attrs.get("itemprop") or "").lower() == key:
                found.append(attrs.get("content") or "")
        return found

    def _in_microdata(self) -> list[Author]:
        found: list[Author] = []
        for node in self.document.itemprops.get("author", [])[:5]:
            named = dom.select_first(node, "[itemprop~=name]") or node
            name = structured.value_of(named) or ""
            if len(name) < 100:
                found += [Author(name=one) for one in bylines.stated_names(name)]
        return _each_once(found)

    # ── what it shows ────────────────────────────────────────────────────────────────────────────────────────────

    def _with_links(self, line: Line, names: list[str]) -> list[Author]:
        node = line.block.node
        links = {dom.words_of(link).lower(): link.attrs.get("href") for link in dom.select(node, "a[href]")[:50]}
        for above in (node, node.parent):
            if above is not None and above.tag == "a":
                links[dom.words_of(above).lower()] = above.attrs.get("href")
        return _each_once([Author(name=name, url=self.document.absolute(links.get(name.lower()))) for name in names])

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


_AUTHOR_META = (
    "citation_author", "author", "dc.creator", "byl", "parsely-author", "sailthru.author", "article:author",
    "article:author_name", "cxenseparse:author", "dcterms.creator", "article.author", "bt:author",
)  # fmt: skip
_REPEATED = frozenset(("citation_author", "author", "dc.creator", "article:author", "dcterms.creator"))
"""Those of which a page has one for each author."""
_SITE_OF = re.compile(
    r"(?:['’]s?)?\s{0,3}(?:(?:personal\s+)?(?:web)?(?:blog|log|site|page)|notes|home ?page)\s{0,3}$|['’]s$", re.I
)


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
