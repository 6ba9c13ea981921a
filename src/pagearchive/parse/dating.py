"""When an article was published and changed, the page's statements weighed against what it shows.

The date beside the title is what readers are told, so it wins over the head of the page where both name different days;
the head's statement of the same day is taken for its time and offset. A date labelled as an update is none of publication.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from pagearchive import dates, dom
from pagearchive.dom import Node
from pagearchive.parse import structured
from pagearchive.parse.content import Block
from pagearchive.parse.document import Document
from pagearchive.parse.structured import Thing

if TYPE_CHECKING:
    from pagearchive.parse.metadata import Metadata

_PAGE_TYPES = ("WebPage", "ItemPage", "AboutPage", "FAQPage", "CollectionPage")
_BESIDE = 9
"""Blocks from the title on in which a date counts against what the page states."""
_SHORT = 120
"""Characters of a line that gives a date, perhaps with an author and a reading time."""


def read_dates(document: Document, blocks: list[Block], near: list[Block], thing: Thing, found: Metadata) -> None:
    """Fill in date_published, date_published_raw and date_modified."""
    dating = _Dating(document, blocks, near, thing)
    published = list(dating.stated())
    changed = list(dating.modified())
    best = published[0] if published else None
    shown = next(dating.shown(near[: _BESIDE if best else None]), None)
    if shown is not None and dating.seen is not None:
        found.bylines.append(dating.seen)
    if shown is not None and best is not None:
        same = next((item for item in published if _same_day(item[1], shown[1])), None)
        updated = any(_same_day(item[1], shown[1]) for item in changed)
        best = same or (best if updated else shown)
    best = best or shown or next(dating.elsewhere(), None)
    if best is not None:
        found.sources["date_published"], found.date_published, found.date_published_raw = best
        others = {source: date for source, date, _raw in reversed(published) if date[:10] != best[1][:10]}
        if others:
            found.alternatives["date_published"] = others
    if changed:
        found.sources["date_modified"], found.date_modified = changed[0][:2]


def _same_day(first: str, second: str) -> bool:
    """Whether two dates are of one day, or of neighbours in different time zones, or differ in the order of day and month."""
    try:
        a, b = date.fromisoformat(first[:10]), date.fromisoformat(second[:10])
    except ValueError:
        return first[:7] == second[:7]
    return abs((a - b).days) <= 1 or (a.year == b.year and a.day == b.month and a.month == b.day)


Statement = tuple[str, str, str]
"""Source, date as RFC 3339, date as the page has it."""


class _Dating:
    def __init__(self, document: Document, blocks: list[Block], near: list[Block], thing: Thing) -> None:
        self.document = document
        self.blocks = blocks
        self.near = near
        self.thing = thing
        self.seen: Block | None = None
        """The block that gave the date last."""
        self.languages = (document.language,) if document.language else ()

    def stated(self) -> Iterator[Statement]:
        """What the page states to machines."""
        yield from self._read("json-ld", structured.text(self.thing.get("datePublished")))
        for key in _PUBLISHED_META:
            yield from self._read("meta", self.document.meta.get(key))
        for node in self._items("[itemprop~=datePublished], [itemprop~=dateCreated]"):
            yield from self._read("microdata", structured.value_of(node))
        yield from self._read("json-ld", structured.text(self.thing.get("dateCreated")))

    def shown(self, near: Iterable[Block]) -> Iterator[Statement]:
        """Dates in short lines near the title that are not labelled as updates."""
        for block in near:
            words = block.words
            if len(words) > _SHORT or block.place.reason in _OTHERS:
                continue
            if _UPDATED.search(words) and not _PUBLISHED.search(words):
                continue
            if not dates.looks_like_date(words):
                continue
            self.seen = block
            for node in [block.node] if block.tag == "time" else dom.select(block.node, "time[datetime]"):
                yield from self._read("text", node.attrs.get("datetime"))
            yield from self._find(words)

    def elsewhere(self) -> Iterator[Statement]:
        """Labelled lines anywhere, other pages' kinds of statement, the address, updates at last."""
        for block in self.blocks:
            if block.characters < _SHORT and block.place.reason not in _OTHERS and _LABELLED.match(block.words):
                yield from self._find(block.words)
        for page in self.document.structured.of_type(*_PAGE_TYPES):
            yield from self._read("json-ld", structured.text(page.get("datePublished")))
        for url in (self.document.url, self.document.meta.get("og:url")):
            dated = _IN_ADDRESS.search(url or "")
            if dated is not None:
                yield from self._read(
                    "url",
                    f"{dated[1]}-{dated[2]}-{dated[3]}" if dated[2].isdigit() else f"{dated[3]} {dated[2]} {dated[1]}",
                )
        for block in self.near:
            if len(block.words) < 2 * _SHORT and _UPDATED.search(block.words):
                yield from self._find(block.words)
        yield from self.modified()

    def modified(self) -> Iterator[Statement]:
        yield from self._read("json-ld", structured.text(self.thing.get("dateModified")))
        for key in _UPDATED_META:
            yield from self._read("meta", self.document.meta.get(key))
        for node in self._items("[itemprop~=dateModified]"):
            yield from self._read("microdata", structured.value_of(node))
        for block in self.near:
            words = block.words
            label = _UPDATED.search(words) if len(words) < _SHORT and block.place.reason not in _OTHERS else None
            if label is not None:
                yield from self._find(words[label.start() :])

    def _items(self, selector: str) -> list[Node]:
        return dom.select(self.document.tree, selector)[:3] if self.document.has_microdata else []

    def _read(self, source: str, raw: str | None) -> Iterator[Statement]:
        read = self.document.date(raw) if raw else None
        if raw and read is not None:
            yield source, read, raw

    def _find(self, words: str) -> Iterator[Statement]:
        found = dates.find_date(words, captured_at=self.document.captured_at, languages=self.languages)
        if found is not None:
            yield "text", found[1], found[0]


_OTHERS = frozenset(("comments", "related links", "navigation", "footer", "popup", "hidden text", "newsletter banner"))
_LABELLED = re.compile(
    r"^(?:first\s+)?(?:published|posted|date published|publication date|created|veröffentlicht|erschienen|publié|publicado)\b",
    re.I,
)
_IN_ADDRESS = re.compile(
    r"/((?:19|20)\d\d)[/-](0[1-9]|1[0-2]|january|february|march|april|may|june|july|august|september|october|november|december)[/-]([0-3]\d)(?=[/-]|$)",
    re.I,
)
_PUBLISHED_META = (
    "article:published_time article:published og:article:published_time og:published_time datepublished date_published publish_date publish-date "
    "publication_date pubdate parsely-pub-date sailthru.date dc.date.issued dcterms.issued dc.date dcterms.date dcterms.created "
    "dc.date.created citation_publication_date citation_date article:post_date date cxenseparse:recs:publishtime published_at "
    "article.published originalpublicationdate rnews:datepublished bt:pubdate published-date published_date date-published "
    "publishdate article:publish_date dc:date dc.date.published release_date"
).split()
_UPDATED_META = (
    "article:modified_time og:updated_time og:article:modified_time datemodified last-modified lastmod dc.date.modified dcterms.modified "
    "revised article.updated modified"
).split()
_UPDATED = re.compile(
    r"updated|modified|last edited|reviewed|revised|aktualisiert|stand\b|mis à jour|modifié|actualizado|modificado",
    re.I,
)
_PUBLISHED = re.compile(r"publish|posted|first|veröffentlicht|erstellt|publié|publicado|created", re.I)
