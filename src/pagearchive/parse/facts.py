"""What any page, an article's or a thread's, says of itself: its site, its own address, its description."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct, field

from pagearchive.parse import structured
from pagearchive.parse.document import Document
from pagearchive.parse.structured import Thing


class PageFacts(Struct, kw_only=True, frozen=True):
    """Each unknown is None."""

    site_name: str | None = None
    canonical_url: str | None = None
    description: str | None = None
    sources: dict[str, str] = field(default_factory=dict)
    """Field -> "link", "opengraph", "meta", "json-ld"."""


def page_facts(document: Document, thing: Thing | None = None) -> PageFacts:
    """The site's name, the page's own address and its description; `thing` is what the page is about in JSON-LD."""
    thing = thing or {}
    meta = document.meta
    sources: dict[str, str] = {}

    def first(name: str, candidates: Iterable[tuple[str, str | None]]) -> str | None:
        for source, value in candidates:
            if value and not value.isspace():
                sources[name] = source
                return " ".join(value.split())
        return None

    addresses = (
        ("link", document.absolute(document.links.get("canonical"))),
        ("opengraph", document.absolute(meta.get("og:url"))),
    )
    descriptions = (
        ("opengraph", meta.get("og:description")),
        ("meta", meta.get("description")),
        ("json-ld", structured.text(thing.get("description"))),
    )
    return PageFacts(
        site_name=first("site_name", _site_names(document, thing)),
        canonical_url=first("canonical_url", addresses),
        description=first("description", descriptions),
        sources=sources,
    )


def _site_names(document: Document, thing: Thing) -> Iterator[tuple[str, str | None]]:
    """What the page calls its site; JSON-LD is read only where OpenGraph names none."""
    name = document.meta.get("og:site_name")
    if name is not None and not _is_address(name):
        yield "opengraph", name
    sites = document.structured.of_type("WebSite")
    publishers = document.structured.resolve(thing.get("publisher"))
    for named in (*sites[:1], *(publisher for publisher in publishers[:1] if isinstance(publisher, dict))):
        name = structured.text(named.get("name"))
        if name is not None and not _is_address(name):
            yield "json-ld", name
    for key in ("application-name", "apple-mobile-web-app-title"):
        yield "meta", document.meta.get(key)


def _is_address(name: str) -> bool:
    return name.startswith(("http:", "https:"))
