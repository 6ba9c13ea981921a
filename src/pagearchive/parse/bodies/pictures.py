"""The pictures of a body: their real source, what they say, and which of them are no content."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from msgspec import structs

from pagearchive import dom, urls
from pagearchive.dom import Node
from pagearchive.model import Image
from pagearchive.parse.bodies.elements import in_attribute
from pagearchive.parse.document import Document
from pagearchive.patterns import regex

_LAZY = ("data-src", "data-lazy-src", "data-original", "data-lazy", "data-url", "data-full-src", "data-actualsrc")
_SOURCES = (*_LAZY, "src", "zoomfile", "file")
"""In the order in which they count; the last two are Discuz's, whose src is a spacer until a script has run."""
_LAZY_SETS = ("data-srcset", "data-lazy-srcset", "srcset")
_SPACER = regex(
    r"(?:^|/)(?:spacer|blank|pixel|transparent|clear|1x1|lazy|(?:image-)?p[la]{2}ceholder|loading|grey|no-?image|dummy|default-image|fallback-image|none(?=\.gif))[\w-]*\.(?:gif|png|svg|jpe?g)",
    re.I,
)
_SIGN_CLASS = regex(
    r"\b(?:smil(?:ey|ie)s?|emo(?:ji|ticon)s?\w*|ipsEmoji|bbc_emoticon|d-emoji|wp-smiley|inlineimg)\b", re.I
)
_SIGN_PATH = regex(
    r"(?:^|/)(?:style_)?(?:smil(?:ey|ie|e)s?|emo(?:ji|ticon)s?|twemoji|emoticons?|graemlins)[/_-]|/emoji\d+\.png|emoji\.tapatalk-cdn",
    re.I,
)
_CHROME_CLASS = regex(r"\b(?:avatar\w*|userphoto\w*|reaction\w*|icon|rank|badge|tracking\w*|pixel)\b", re.I)
_SHARE_FILE = regex(
    r"/(?:share|copy|whatsapp|telegram|twitter|facebook|pinterest|reddit|linkedin|tumblr|x|e?mail)[a-z_-]*\.svg\b", re.I
)
_PICTURE_FILE = regex(r"\.(?:jpe?g|png|gif|webp|avif|bmp|tiff?|heic)(?:$|[?#&])|-(?:jpe?g|png|gif|webp)\.\d+/?$", re.I)
_DESCRIPTOR = regex(r"(\d{1,9}(?:\.\d{0,9})?)[wx]")
_LONGEST = 2000
"""Characters of an address that are looked at."""

Attributes = Mapping[str, str | None]

without_tracking = urls.without_tracking


def read_picture(document: Document, node: Node, *, linked: str | None, post_id: str | None = None) -> Image | None:
    """The picture of an img element; None for one that is no content (a smiley, a spacer, an avatar).

    `linked` is the address that the picture links to.
    """
    attributes = node.attributes
    width, height = _pixels(attributes.get("width")), _pixels(attributes.get("height"))
    if (width is not None and width <= 2) or (height is not None and height <= 2) or _is_sign(attributes):
        return None
    names = attributes.get("class")
    if names and _is_chrome(names):
        return None
    url = real_source(document, node, attributes)
    if url is None or (".svg" in url and _SHARE_FILE.search(url)):
        return None
    alt = attributes.get("alt")
    return Image(
        url=url,
        full_url=linked if linked and linked != url and is_picture(linked) else None,
        alt=" ".join(alt.split()) or None if alt else None,
        width=width,
        height=height,
        post_id=post_id,
    )


def read_attached(document: Document, area: Node, post_id: str | None) -> list[Image]:
    """The pictures of an attachment list: each with the file it links to."""
    found = []
    for node in dom.select(area, "img"):
        link = next((above for above in dom.ancestors(node) if above.tag == "a"), None)
        linked = document.absolute(link.attributes.get("href")) if link is not None else None
        image = read_picture(document, node, linked=linked, post_id=post_id)
        if image is not None:
            full = linked if linked != image.url else None
            found.append(structs.replace(image, full_url=full))
    return found


def real_source(document: Document, node: Node, attributes: Attributes) -> str | None:
    """The picture behind lazy loading: a data attribute, the best candidate of a srcset, else src.

    `attributes` are the element's.
    """
    identity = dom.identity(node)
    known = document.sources.get(identity, "")
    if known == "":
        known = document.sources[identity] = _real_source(document, node, attributes)
    return known


def _real_source(document: Document, node: Node, attributes: Attributes) -> str | None:
    for name in _SOURCES:
        value = attributes.get(name)
        url = document.absolute(value) if value else None
        if url is not None and not _is_spacer(url[:_LONGEST]):
            return url
    for name in _LAZY_SETS:
        candidate = best_candidate(attributes.get(name))
        best = document.absolute(candidate) if candidate else None
        if best is not None and not _is_spacer(best[:_LONGEST]):
            return best
    return _own_lazy(document, attributes) or _picture_source(document, node) or _twin_source(document, node)


@lru_cache(maxsize=4096)
def _is_spacer(url: str) -> bool:
    return _SPACER.search(url) is not None


def _own_lazy(document: Document, attributes: Attributes) -> str | None:
    """A picture file in an attribute of a lazy loader's own ("data-plugin-original-src")."""
    for name, value in attributes.items():
        if value and name.startswith("data-") and len(value) < 2000 and is_picture(value):
            url = document.absolute(best_candidate(value) if "srcset" in name else value)
            if url is not None and not _is_spacer(url[:_LONGEST]) and " " not in value.strip():
                return url
    return None


def _picture_source(document: Document, node: Node) -> str | None:
    """The best candidate of the sources beside an img inside a picture element."""
    above = node.parent
    if above is None or above.tag != "picture":
        return None
    for source in dom.select(above, "source"):
        found = source.attributes
        candidate = best_candidate(found.get("srcset") or found.get("data-srcset") or found.get("data-lazy-srcset"))
        url = document.absolute(candidate) if candidate else None
        if url is not None and not _is_spacer(url[:_LONGEST]):
            return url
    return None


def best_candidate(srcset: str | None) -> str | None:
    """The largest picture of a srcset (HTML Living Standard, 4.8.4.2.1)."""
    best, largest = None, -1.0
    for url, size in _candidates(srcset.split()) if srcset else ():
        if size > largest:
            best, largest = url, size
    return best


def _candidates(words: list[str]) -> Iterator[tuple[str, float]]:
    """The addresses of a srcset with their sizes. Not every page puts a space behind a comma."""
    url, size = "", 1.0
    for word in words:
        if url:
            descriptor, comma, word = word.partition(",")
            found = _DESCRIPTOR.fullmatch(descriptor)
            size = float(found[1]) if found else size
            if not comma:
                continue
            yield url, size
        url, size = word.rstrip(","), 1.0
        if url and url != word:
            yield url, size
            url = ""
    if url:
        yield url, size


def is_picture(url: str) -> bool:
    """Whether an address ends as a picture file's does."""
    return _PICTURE_FILE.search(url) is not None


def size_of(attributes: Attributes) -> tuple[int | None, int | None]:
    """Width and height in pixels, as an img states them, else as its address does ("-300x200.jpg")."""
    width, height = _pixels(attributes.get("width")), _pixels(attributes.get("height"))
    if width is None and height is None:
        source = attributes.get("src") or attributes.get("data-src") or ""
        named = None if source.startswith("data:") else _NAMED_SIZE.search(source[:_LONGEST])
        if named is not None:
            return int(named[1]), int(named[2])
    return width, height


_NAMED_SIZE = regex(r"(?<![\d%])(\d{2,4})[xX](\d{2,4})(?!\d)(?=[^/]*$|!?/)")


def sign_of(node: Node) -> str | None:
    """The characters that a smiley or emoji picture stands for; None where its alt is a name."""
    attributes = node.attributes
    alt = (attributes.get("alt") or "").strip()
    return alt if alt and len(alt) <= 12 and not _LETTER.search(alt) and _is_sign(attributes) else None


def as_html(image: Image) -> str:
    """The picture as a clean img element."""
    size = f' width="{image.width}" height="{image.height}"' if image.width and image.height else ""
    return f'<img src="{in_attribute(image.url)}" alt="{in_attribute(image.alt or "")}"{size}>'


def _twin_source(document: Document, node: Node) -> str | None:
    after = node.next
    while after is not None and after.tag in ("-text", "-comment"):
        after = after.next
    if after is None or after.tag != "noscript":
        return None
    twin = dom.select_first(after, "img[src]")
    return document.absolute(twin.attributes.get("src")) if twin is not None else None


def _is_sign(attributes: Attributes) -> bool:
    """Whether it stands for a few characters: a smiley, an emoji."""
    if "data-emoticon" in attributes or "data-smilie" in attributes:
        return True
    names = attributes.get("class")
    if names and _is_sign_class(names):
        return True
    source = attributes.get("src")
    return source is not None and _is_sign_path(source[:_LONGEST])


@lru_cache(maxsize=4096)
def _is_sign_class(names: str) -> bool:
    return _SIGN_CLASS.search(names) is not None


@lru_cache(maxsize=4096)
def _is_sign_path(source: str) -> bool:
    return _SIGN_PATH.search(source) is not None


@lru_cache(maxsize=4096)
def _is_chrome(names: str) -> bool:
    return _CHROME_CLASS.search(names) is not None


def _pixels(value: str | None) -> int | None:
    if not value:
        return None
    if value.isdecimal() and value.isascii():
        return int(value) if len(value) <= 5 else None
    found = _PIXELS.match(value)
    return int(found[1]) if found else None


_PIXELS = regex(r"\s*(\d{1,5})(?:\.\d+)?(?:px)?\s*$")
_LETTER = regex(r"\w")
