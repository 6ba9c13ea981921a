"""What a page says about its article: title, authors, dates, site and the rest, each source weighed against the others.

No source is right everywhere: JSON-LD names the publisher as author, OpenGraph's title carries the site's name, the
first `time` on a page is a related article's. Each value is chosen by agreement where there is some, by the source's
record where there is none, `sources` says which source it came from, and `alternatives` what others say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

from msgspec import Struct, field

from pagearchive import dom, urls
from pagearchive.model import Author
from pagearchive.parse import structured
from pagearchive.parse.document import Document
from pagearchive.parse.facts import page_facts
from pagearchive.parse.layout.content import Block, Content
from pagearchive.parse.metadata import authorship, dating
from pagearchive.parse.metadata.headline import Titles, letters
from pagearchive.parse.metadata.near import Lines
from pagearchive.parse.structured import Thing

ARTICLE_TYPES = (
    "Article NewsArticle BlogPosting ReportageNewsArticle AnalysisNewsArticle OpinionNewsArticle BackgroundNewsArticle "
    "ReviewNewsArticle AskPublicNewsArticle LiveBlogPosting TechArticle APIReference ScholarlyArticle Report Recipe "
    "MedicalScholarlyArticle SatiricalArticle AdvertiserContentArticle Review CriticReview HowTo SocialMediaPosting "
    "MedicalWebPage CreativeWork Guide"
).split()
_TITLE_META = (
    "twitter:title", "dc.title", "citation_title", "dcterms.title", "parsely-title", "sailthru.title", "eprints.title",
    "bepress_citation_title",
)  # fmt: skip
_TITLE_SOURCES = ("json-ld", "opengraph", "meta", "title")


class Metadata(Struct, kw_only=True):
    """What was found, and where."""

    title: str | None = None
    title_block: Block | None = None
    """The heading that shows the title."""
    authors: list[Author] = field(default_factory=list)
    date_published: str | None = None
    date_published_raw: str | None = None
    date_modified: str | None = None
    site_name: str | None = None
    description: str | None = None
    canonical_url: str | None = None
    section: str | None = None
    license: str | None = None
    image: Any = None
    """The article's pictures as JSON-LD states them."""
    bylines: list[Block] = field(default_factory=list)
    """The lines near the title that name the author and the date."""
    alternatives: dict[str, dict[str, str]] = field(default_factory=dict)
    """Field -> source -> what that source says otherwise."""
    sources: dict[str, str] = field(default_factory=dict)
    """Field -> "json-ld", "microdata", "opengraph", "meta", "byline", "heading", "text"…"""


def read_metadata(document: Document, content: Content | None) -> Metadata:
    """All that the page says of itself; `content` gives what it shows."""
    return _Reader(document, content).read()


class _Reader:
    def __init__(self, document: Document, content: Content | None) -> None:
        self.document = document
        self.content = content
        self.meta = document.meta
        self.found = Metadata()
        self.thing = self._main_thing()

    def read(self) -> Metadata:
        found = self.found
        facts = page_facts(self.document, self.thing)
        found.site_name, found.canonical_url = facts.site_name, facts.canonical_url
        found.description = facts.description
        found.sources.update(facts.sources)
        found.image = self.thing.get("image")
        self._title()
        lines = Lines(self.content, found.title_block)
        authorship.read_authors(self.document, lines, self.thing, found)
        dating.read_dates(self.document, lines, self.thing, found)
        self._take(
            "section",
            (
                ("opengraph", self.meta.get("article:section")),
                ("json-ld", structured.text(self.thing.get("articleSection"))),
                ("meta", self.meta.get("section")),
            ),
        )
        self._take("license", self._licenses())
        return found

    def _take(self, name: str, candidates: Iterable[tuple[str, str | None]]) -> None:
        """The first candidate that says something."""
        for source, value in candidates:
            if value:
                setattr(self.found, name, " ".join(value.split()))
                self.found.sources[name] = source
                return

    def _licenses(self) -> Iterator[tuple[str, str | None]]:
        yield "json-ld", structured.text(self.thing.get("license"))
        anchors = [node.attributes for node in self.document.stated["rel"]]
        links = [self.document.links.get("license")]
        links += [attrs.get("href") for attrs in anchors if "license" in (attrs.get("rel") or "").lower().split()]
        yield "link", self.document.absolute(next((link for link in links if link), None))

    # ── the article's own object in JSON-LD ──────────────────────────────────────────────────────────────────────

    def _main_thing(self) -> Thing:
        """The JSON-LD object that is about this page's article: by address, else the one with the most to say."""
        things = self.document.structured.main_of_type(*ARTICLE_TYPES)
        if len(things) > 1:
            link = self.document.absolute(self.document.links.get("canonical"))
            here = {path for url in (self.document.url, link) if (path := _path_of(url))}
            own = [thing for thing in things if self._is_own(thing, here)]
            things = own or self._so_called(things) or things
        named = [thing for thing in things if "headline" in thing or "datePublished" in thing or "author" in thing]
        if named:
            return max(
                named[:20], key=lambda thing: ("datePublished" in thing) + ("author" in thing) + ("headline" in thing)
            )
        return things[0] if things else {}

    def _so_called(self, things: list[Thing]) -> list[Thing]:
        """Those whose headline the head of the page gives as its title."""
        nodes = self.document.stated["title"]
        titles = [
            letters(title) for title in (self.meta.get("og:title"), dom.words_of(nodes[0]) if nodes else "") if title
        ]
        called = ((letters(structured.text(thing.get("headline")) or ""), thing) for thing in things)
        return [thing for name, thing in called if name and any(name in title for title in titles)]

    def _is_own(self, thing: Thing, here: set[str]) -> bool:
        for key in ("mainEntityOfPage", "url", "@id"):
            said = thing.get(key)
            said = said.get("@id") or said.get("url") if isinstance(said, dict) else said
            if isinstance(said, str) and _path_of(self.document.absolute(said)) in here:
                return True
        return False

    # ── title ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _title(self) -> None:
        nodes = self.document.stated["title"]
        titles = Titles(
            {
                "json-ld": structured.text(self.thing.get("headline")) or structured.text(self.thing.get("name")),
                "opengraph": self.meta.get("og:title"),
                "meta": next((self.meta[key] for key in _TITLE_META if key in self.meta), None),
                "title": dom.words_of(nodes[0]) or None if nodes else None,
            },
            site_name=self.found.site_name,
            url=self.document.url,
        )
        shown = titles.shown(self.content) if self.content is not None else None
        if shown is not None:
            self.found.title, self.found.title_block = shown
            self.found.sources["title"] = "heading"
        else:
            source = next((source for source in _TITLE_SOURCES if titles.alone.get(source)), None)
            if source is None:
                return
            self.found.title, self.found.sources["title"] = titles.alone[source], source
        chosen = letters(self.found.title)
        others = {source: title for source, title in titles.alone.items() if letters(title) not in ("", chosen)}
        if others:
            self.found.alternatives["title"] = others


def _path_of(url: str | None) -> str | None:
    """What tells a page from others of its site: its path, unless that is the front page's."""
    if url is None:
        return None
    try:
        path = urlsplit(urls.canonical(url)).path.rstrip("/")
    except ValueError:  # it is no address
        return None
    return path or None
