"""The pictures of a body: their real source, what they say, and which of them are no content."""

from __future__ import annotations

import html as markup
import re

from msgspec import structs

from pagearchive import dom, urls
from pagearchive.dom import Node
from pagearchive.model import Image
from pagearchive.parse.document import Document

_LAZY = ("data-src", "data-lazy-src", "data-original", "data-lazy", "data-url", "data-full-src", "data-actualsrc")
_LAZY_SETS = ("data-srcset", "data-lazy-srcset", "srcset")
_SPACER = re.compile(
    r"(?:^|/)(?:spacer|blank|pixel|transparent|clear|1x1|lazy|(?:image-)?p[la]{2}ceholder|loading|grey|no-?image|dummy|default-image|fallback-image)[\w-]*\.(?:gif|png|svg|jpe?g)",
    re.I,
)
_SIGN_CLASS = re.compile(
    r"\b(?:smil(?:ey|ie)s?|emo(?:ji|ticon)s?\w*|ipsEmoji|bbc_emoticon|d-emoji|wp-smiley|inlineimg)\b", re.I
)
_SIGN_PATH = re.compile(
    r"/(?:smil(?:ey|ie|e)s?|emo(?:ji|ticon)s?|twemoji|emoticons?|graemlins)[/_-]|/emoji\d+\.png|emoji\.tapatalk-cdn",
    re.I,
)
_CHROME_CLASS = re.compile(r"\b(?:avatar\w*|userphoto\w*|reaction\w*|icon|rank|badge|tracking\w*|pixel)\b", re.I)
_SHARE_FILE = re.compile(
    r"/(?:share|copy|whatsapp|telegram|twitter|facebook|pinterest|reddit|linkedin|tumblr|x|e?mail)[a-z_-]*\.svg\b", re.I
)
_PICTURE_FILE = re.compile(
    r"\.(?:jpe?g|png|gif|webp|avif|bmp|tiff?|heic)(?:$|[?#&])|-(?:jpe?g|png|gif|webp)\.\d+/?$", re.I
)
_CANDIDATE = re.compile(r"(\S*[^,\s])(?:\s+([\d.]+)([wx]))?\s*(?:,|$)")

without_tracking = urls.without_tracking


def read_picture(document: Document, node: Node, *, linked: str | None, post_id: str | None = None) -> Image | None:
    """The picture of an img element; None for one that is no content (a smiley, a spacer, an avatar).

    `linked` is the address that the picture links to.
    """
    if _is_sign(node) or _is_small(node):
        return None
    url = real_source(document, node)
    if url is None:
        return None
    attrs = node.attrs
    if _CHROME_CLASS.search(attrs.get("class") or "") or _SHARE_FILE.search(url):
        return None
    alt = " ".join((attrs.get("alt") or "").split()) or None
    full = linked if linked and _PICTURE_FILE.search(linked) and linked != url else None
    return Image(
        url=url,
        full_url=full,
        alt=alt,
        width=_pixels(attrs.get("width")),
        height=_pixels(attrs.get("height")),
        post_id=post_id,
    )


def read_attached(document: Document, area: Node, post_id: str | None) -> list[Image]:
    """The pictures of an attachment list: each with the file it links to."""
    found = []
    for node in dom.select(area, "img"):
        link = next((above for above in dom.ancestors(node) if above.tag == "a"), None)
        linked = document.absolute(link.attrs.get("href")) if link is not None else None
        image = read_picture(document, node, linked=linked, post_id=post_id)
        if image is not None:
            full = linked if linked != image.url else None
            found.append(structs.replace(image, full_url=full))
    return found


def real_source(document: Document, node: Node) -> str | None:
    """The picture behind lazy loading: a data attribute, the best candidate of a srcset, else src."""
    attrs = node.attrs
    for name in _LAZY:
        url = document.absolute(attrs.get(name))
        if url is not None and not _SPACER.search(url):
            return url
    url = document.absolute(attrs.get("src"))
    if url is not None and not _SPACER.search(url):
        return url
    for name in _LAZY_SETS:
        candidate = best_candidate(attrs.get(name))
        best = document.absolute(candidate) if candidate else None
        if best is not None and not _SPACER.search(best):
            return best
    return _own_lazy(document, node) or _picture_source(document, node) or _twin_source(document, node)


def _own_lazy(document: Document, node: Node) -> str | None:
    """A picture file in an attribute of a lazy loader's own ("data-plugin-original-src")."""
    for name, value in node.attrs.items():
        if value and name.startswith("data-") and len(value) < 2000 and _PICTURE_FILE.search(value):
            url = document.absolute(best_candidate(value) if "srcset" in name else value)
            if url is not None and not _SPACER.search(url) and " " not in value.strip():
                return url
    return None


def _picture_source(document: Document, node: Node) -> str | None:
    """The best candidate of the sources beside an img inside a picture element."""
    above = node.parent
    if above is None or above.tag != "picture":
        return None
    for source in dom.select(above, "source"):
        attrs = source.attrs
        candidate = best_candidate(attrs.get("srcset") or attrs.get("data-srcset") or attrs.get("data-lazy-srcset"))
        url = document.absolute(candidate) if candidate else None
        if url is not None and not _SPACER.search(url):
            return url
    return None


def best_candidate(srcset: str | None) -> str | None:
    """The largest picture of a srcset (HTML Living Standard, 4.8.4.2.1)."""
    best, size = None, -1.0
    for url, number, _unit in _CANDIDATE.findall(srcset or ""):
        value = float(number) if number.count(".") < 2 and number.strip(".") else 1.0
        if value > size:
            best, size = url, value
    return best


def is_picture(url: str) -> bool:
    """Whether an address ends as a picture file's does."""
    return _PICTURE_FILE.search(url) is not None


def size_of(node: Node) -> tuple[int | None, int | None]:
    """Width and height in pixels, as the markup states them, else as the address does ("-300x200.jpg")."""
    attrs = node.attrs
    width, height = _pixels(attrs.get("width")), _pixels(attrs.get("height"))
    if width is None and height is None:
        named = _NAMED_SIZE.search(attrs.get("src") or attrs.get("data-src") or "")
        if named is not None:
            return int(named[1]), int(named[2])
    return width, height


_NAMED_SIZE = re.compile(r"(?<![\d%])(\d{2,4})[xX](\d{2,4})(?!\d)(?=[^/]*$|!?/)")


def sign_of(node: Node) -> str | None:
    """The characters that a smiley or emoji picture stands for; None where its alt is a name."""
    alt = (node.attrs.get("alt") or "").strip()
    return alt if alt and len(alt) <= 12 and _is_sign(node) and not re.search(r"\w", alt) else None


def as_html(image: Image) -> str:
    """The picture as a clean img element."""
    parts = [f'<img src="{markup.escape(image.url)}"', f' alt="{markup.escape(image.alt or "")}"']
    if image.width and image.height:
        parts.append(f' width="{image.width}" height="{image.height}"')
    return "".join(parts) + ">"


def _twin_source(document: Document, node: Node) -> str | None:
    after = node.next
    while after is not None and after.tag in ("-text", "-comment"):
        after = after.next
    if after is None or after.tag != "noscript":
        return None
    twin = dom.select_first(after, "img[src]")
    return document.absolute(twin.attrs.get("src")) if twin is not None else None


def _is_sign(node: Node) -> bool:
    attrs = node.attrs
    return bool(
        _SIGN_CLASS.search(attrs.get("class") or "")
        or _SIGN_PATH.search(attrs.get("src") or "")
        or "data-emoticon" in attrs
        or "data-smilie" in attrs
    )


def _is_small(node: Node) -> bool:
    attrs = node.attrs
    width, height = _pixels(attrs.get("width")), _pixels(attrs.get("height"))
    return (width is not None and width <= 2) or (height is not None and height <= 2)


def _pixels(value: str | None) -> int | None:
    found = re.match(r"\s*(\d{1,5})(?:\.\d+)?(?:px)?\s*$", value or "")
    return int(found[1]) if found else None
