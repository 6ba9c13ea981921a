"""What a page says about its article: title, authors, dates, site and the rest, each source weighed against the others.

No source is right everywhere: JSON-LD names the publisher as author, OpenGraph's title carries the site's name, the
first `time` on a page is a related article's. Each value is chosen by agreement where there is some, by the source's
record where there is none, and `sources` says which source it came from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from msgspec import Struct, field

from pagearchive import dom, urls
from pagearchive.model import Author
from pagearchive.parse import authorship, dating, structured
from pagearchive.parse.content import Block, Content
from pagearchive.parse.document import Document
from pagearchive.parse.structured import Thing

ARTICLE_TYPES = (
    "Article NewsArticle BlogPosting ReportageNewsArticle AnalysisNewsArticle OpinionNewsArticle BackgroundNewsArticle "
    "ReviewNewsArticle AskPublicNewsArticle LiveBlogPosting TechArticle APIReference ScholarlyArticle Report Recipe "
    "MedicalScholarlyArticle SatiricalArticle AdvertiserContentArticle Review CriticReview HowTo SocialMediaPosting "
    "MedicalWebPage CreativeWork Guide"
).split()


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
        self.blocks = content.blocks if content is not None else []
        self.content = content
        self.meta = document.meta
        self.found = Metadata()
        self.thing = self._main_thing()

    def read(self) -> Metadata:
        found = self.found
        found.site_name = self._site_name()
        found.image = self.thing.get("image")
        found.canonical_url = self._canonical()
        self._title()
        self.near = list(self._near_title())
        authorship.read_authors(self.document, self.blocks, self.near, self.thing, found)
        dating.read_dates(self.document, self.blocks, self.near, self.thing, found)
        self._take(
            "description",
            (
                ("opengraph", self.meta.get("og:description")),
                ("meta", self.meta.get("description")),
                ("json-ld", structured.text(self.thing.get("description"))),
            ),
        )
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

    def _take(self, name: str, candidates: Any) -> None:
        """The first candidate that says something."""
        for source, value in candidates:
            if value:
                setattr(self.found, name, " ".join(value.split()))
                self.found.sources[name] = source
                return

    def _licenses(self) -> Iterator[tuple[str, str | None]]:
        yield "json-ld", structured.text(self.thing.get("license"))
        node = dom.select_first(self.document.tree, "link[rel~=license][href], a[rel~=license][href]")
        yield "link", self.document.absolute(node.attrs.get("href")) if node is not None else None

    # ── the article's own object in JSON-LD ──────────────────────────────────────────────────────────────────────

    def _main_thing(self) -> Thing:
        """The JSON-LD object that is about this page's article: by address, else the one with the most to say."""
        things = self.document.structured.of_type(*ARTICLE_TYPES)
        if len(things) > 1:
            own = [thing for thing in things if self._is_own(thing)]
            things = own or things
        named = [thing for thing in things if "headline" in thing or "datePublished" in thing or "author" in thing]
        if named:
            return max(
                named[:20], key=lambda thing: ("datePublished" in thing) + ("author" in thing) + ("headline" in thing)
            )
        return things[0] if things else {}

    def _is_own(self, thing: Thing) -> bool:
        here = [url for url in (self.document.url, self.document.absolute(self._canonical_link())) if url]
        for key in ("mainEntityOfPage", "url", "@id"):
            said = thing.get(key)
            said = said.get("@id") or said.get("url") if isinstance(said, dict) else said
            if isinstance(said, str):
                address = self.document.absolute(said)
                if address and any(_same_page(address, url) for url in here):
                    return True
        return False

    # ── site and address ─────────────────────────────────────────────────────────────────────────────────────────

    def _canonical_link(self) -> str | None:
        node = dom.select_first(self.document.head, 'link[rel~="canonical" i][href]')
        return node.attrs.get("href") if node is not None else None

    def _canonical(self) -> str | None:
        for source, raw in (("link", self._canonical_link()), ("opengraph", self.meta.get("og:url"))):
            address = self.document.absolute(raw)
            if address is not None:
                self.found.sources["canonical_url"] = source
                return address
        return None

    def _site_name(self) -> str | None:
        publisher = next(iter(self.document.structured.resolve(self.thing.get("publisher"))), None)
        sites = self.document.structured.of_type("WebSite")
        for source, name in (
            ("opengraph", self.meta.get("og:site_name")),
            ("json-ld", structured.text(sites[0].get("name")) if sites else None),
            ("json-ld", structured.text(publisher.get("name")) if isinstance(publisher, dict) else None),
            ("meta", self.meta.get("application-name")),
            ("meta", self.meta.get("apple-mobile-web-app-title")),
        ):
            if name and not name.startswith(("http:", "https:")):
                self.found.sources["site_name"] = source
                return " ".join(name.split())
        return None

    # ── title ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _title(self) -> None:
        node = dom.select_first(self.document.head, "title") or dom.select_first(self.document.tree, "title")
        stated = {
            "json-ld": structured.text(self.thing.get("headline")) or structured.text(self.thing.get("name")),
            "opengraph": self.meta.get("og:title"),
            "meta": self.meta.get("twitter:title") or self.meta.get("dc.title") or self.meta.get("citation_title"),
            "title": dom.words_of(node) or None,
        }
        titles = {source: self._without_site(" ".join(raw.split())) for source, raw in stated.items() if raw}
        heading = self._heading(list(titles.values()))
        if heading is not None:
            self.found.title = _spaced(heading.text)
            self.found.title_block = heading
            self.found.sources["title"] = "heading"
            return
        for source in ("json-ld", "opengraph", "meta", "title"):
            if titles.get(source):
                self.found.title = titles[source]
                self.found.sources["title"] = source
                return

    def _heading(self, stated: list[str]) -> Block | None:
        """The heading that shows the title: the one that agrees best with what the head of the page says."""
        best: tuple[float, Block] | None = None
        headings = [block for block in self.blocks if block.tag in ("h1", "h2", "h3")]
        first = [block for block in headings if block.tag == "h1"]
        for at, block in enumerate(first + [block for block in headings if block.tag != "h1"][:4]):
            words = block.words
            if not 2 < len(words) < 400 or words.lower() == (self.found.site_name or "").lower():
                continue
            agreement = max((_agreement(words, title) for title in stated), default=0.0)
            weight = agreement + (0.3 if block.tag == "h1" else 0) - 0.01 * at
            if (agreement >= 0.5 or (block.tag == "h1" and len(first) == 1 and (agreement >= 0.2 or not stated))) and (
                best is None or weight > best[0]
            ):
                best = (weight, block)
        return best[1] if best is not None else None

    def _without_site(self, title: str) -> str:
        """The title without the site's name before or behind it."""
        parts = _SEPARATOR.split(title)
        if len(parts) < 3:
            return title
        site = _letters(self.found.site_name or "")
        host = _letters(_host_name(self.document.url))
        for at in (-1, 0):
            letters = _letters(parts[at])
            if letters and (
                letters in (site, host)
                or (len(letters) > 3 and host and letters in host)
                or (site and (site in letters or letters in site) and len(letters) < len(site) + 12)
            ):
                rest = parts[:-2] if at == -1 else parts[2:]
                return self._without_site("".join(rest))
        last = parts[-1]
        if parts[-2].strip() in ("|", "»", "«", "·", "•", "::") and len("".join(parts[:-2])) >= min(15, len(last)):
            return self._without_site("".join(parts[:-2]))
        return title

    # ── what stands around the title ─────────────────────────────────────────────────────────────────────────────

    def _near_title(self) -> Iterator[Block]:
        """The blocks between the title and the beginning of the prose, and a few before and behind."""
        blocks = self.blocks
        title = self.found.title_block
        start = next((at for at, block in enumerate(blocks) if block is title), None)
        if start is None:
            root = self.content.root if self.content is not None else None
            start = next((at for at, block in enumerate(blocks) if root is not None and block.place.is_inside(root)), 0)
        prose = 0
        for at in range(start, min(start + 60, len(blocks))):
            yield blocks[at]
            prose += blocks[at].prose > 150
            if prose > 2:
                break
        yield from reversed(blocks[max(0, start - 8) : start])


_SEPARATOR = re.compile(r"(\s+[|»«·•‹›–—-]\s+|\s*(?:::|\|)\s*|\s[-–—:]\s|\s+›\s+)")


def _spaced(texts: list[str]) -> str:
    """The runs of a heading's text as one line: apart where a line broke between them ("Guide" + "Your …")."""
    line = ""
    for raw in texts:
        if line and raw and line[-1] not in " (“‘" and raw[0].isupper() and not line[-1].isupper():
            line += " "
        line += raw
    return " ".join(line.split())


def _letters(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum())


def _host_name(url: str | None) -> str:
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:  # an address that is none
        host = ""
    parts = host.removeprefix("www.").split(".")
    return parts[-2] if len(parts) > 1 and len(parts[-2]) > 3 else parts[0]


def _same_page(first: str, second: str) -> bool:
    try:
        a, b = urlsplit(urls.canonical(first)), urlsplit(urls.canonical(second))
    except ValueError:  # one of them is no address
        return False
    return a.path.rstrip("/") == b.path.rstrip("/") and len(a.path) > 1


def _agreement(first: str, second: str) -> float:
    """How much of the words of two titles is common to both, from 0 to 1."""
    a, b = set(re.findall(r"\w+", first.lower())), set(re.findall(r"\w+", second.lower()))
    return len(a & b) / max(min(len(a), len(b)), 1) * min(1.0, (min(len(a), len(b)) + 2) / max(len(a), len(b), 1) + 0.3)
