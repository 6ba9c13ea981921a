"""Addresses inside addresses: image proxies, resizing services, "you are leaving this site" links."""

from __future__ import annotations

import base64
import binascii
import re
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from pagearchive.patterns import regex
from pagearchive.urls.resolve import MAX_LENGTH, Parts, absolute, split

MAX_DEPTH = 4
"""Wrappers inside wrappers are opened so many times."""

# Parameters that hold the inner address, when the path is an image service's or a redirect's.
_KEYS = (
    "url|u|src|image|img|href|to|q|target|dest|destination|redirect|redirect_?url|link|link_?url|goto|uddg|z|request|murl"
    "|ued"
)
_PARAMETER = regex(rf"(?:^|[&;])(?:amp;)?(?:{_KEYS})=((?:https?(?:%3A|:)|%2F|/)[^&]*)", re.IGNORECASE)
_BARE_PARAMETER = regex(r"(?:^|&)url=((?:ssl:)?[^&:/]+\.[^&:/]+(?:/|%2F)[^&]*)", re.IGNORECASE)
_PICTURE_PARAMETER = regex(
    r"(?:^|&)(?:amp;)?(?:url|u|src|image|img|image_?url)=(https?(?:%3A|:)[^&]*\.(?:jpe?g|png|gif|webp|avif|svg|heic)(?:(?:%3F|\?)[^&]*)?)(?:&|$)",
    re.IGNORECASE,
)
_PICTURE_SERVICE = regex(
    r"/_next/image/?$|/_vercel/image/?$|/_image/?$|/\.netlify/images/?$|/_astro/image/?$|/dims[34]?/|/image_?proxy(?:\.php)?/?$"
    r"|/imageproxy\.php$|/proxy\.php$|/thumb(?:nail)?\.php$|/timthumb\.php$|/camo\.php$|/resize/?$|/iu/$",
    re.IGNORECASE,
)
_REDIRECT = regex(
    r"/(?:redirect|redir|redirect-to|out|outgoing|away|exit|leave|leaving|goto|go|link|linkfilter|external|external-link"
    r"|link-confirmation|confirm-link|l|r|deeplink|cread|iu|j)(?:\.php|\.cfm|\.html?|\.aspx?)?/?$",
    re.IGNORECASE,
)
_GOOGLE = regex(r"(?:^|\.)google(?:\.[a-z]{2,3}){1,2}$")
# Hosts that exist to lead elsewhere: any parameter of _KEYS counts there.
_REDIRECT_HOSTS = regex(
    r"(?:^|\.)(?:out\.reddit\.com|l\.(?:facebook|instagram|messenger|threads)\.com|lm\.facebook\.com|vk\.com|t\.umblr\.com"
    r"|slack-redir\.net|exit\.sc|gate\.sc|disq\.us|viglink\.com|redirectingat\.com|skimresources\.com|linksynergy\.com"
    r"|safelinks\.protection\.outlook\.com|urldefense\.(?:com|proofpoint\.com)|duckduckgo\.com|awin1\.com|pxf\.io|sjv\.io"
    r"|steamcommunity\.com|wsrv\.nl|images\.weserv\.nl)$"
)
_REFERRER_HIDERS = regex(r"(?:^|\.)(?:href\.li|anonym\.to|anon\.to|nullrefer\.com|dereferer\.me|dereferer\.org)$")
# An archived page is a document of its own, not a way to another.
_KEPT_HOSTS = regex(
    r"(?:^|\.)(?:web\.archive\.org|archive\.(?:org|is|ph|today|md|li|fo|vn)|webcitation\.org|perma\.cc|translate\.goog)$"
)
_IN_PATH = regex(r"/(https?(?:%3A|:)(?:%2F|/){1,2}[^/%].*)$", re.IGNORECASE)
_PICTURE_PATH = regex(r"/cdn-cgi/image/[^/]+/(.+)$|/_ipx/[^/]+/(.+)$")
_FETCHER = regex(
    r"/(?:image/)?fetch/|/cdn-cgi/image/|/_ipx/|/insecure/|/plain/|/unsafe/|/thumbor/|/imgproxy/|/image_?proxy/|/rs:|/resize|/filters:"
    r"|/\d+x\d+/|/(?:w|h|q|width|height|quality)[=_:]\d+|/(?:fit|crop|format|auto|f_auto|q_auto)[-=_,:]"
    r"|/(?:[^/]+,)+[^/]+/https?",
    re.IGNORECASE,
)
_ENCODED = regex(r"/((?:aHR0c)[A-Za-z0-9_/=-]+)(?:\.[a-z]{3,4})?$")
_HEX = regex(r"/((?:68747470)[0-9a-f]+)(?:\.[a-z]{3,4})?$", re.IGNORECASE)
_PHOTON = regex(r"i[0-3]\.wp\.com$")
# One of these stands in every wrapper; plain substring tests, since nearly all addresses are no wrappers.
_SIGNS = ("wp.com/", "/cdn-cgi/", "/_ipx/", "aHR0c", "68747470", "url=", "/_image", "href=", "image=", "//wsrv.nl")


def unwrapped(url: str) -> str:
    """The real address inside a proxy's, a resizing service's or a redirect's; `url` itself where there is none.

    What is inside is opened in turn. Addresses of web archives stay: they are documents of their own.
    """
    if url.find("http", 8) < 0:
        for sign in _SIGNS:
            if sign in url:
                break
        else:
            return url
    return _opened(url) if len(url) <= MAX_LENGTH else url


@lru_cache(maxsize=4096)
def _opened(url: str) -> str:
    for _ in range(MAX_DEPTH):
        parts = split(url)
        inner = _inside(parts) if parts is not None else None
        if inner is None or inner == url:
            break
        url = inner
    return url


def _inside(parts: Parts) -> str | None:
    """The address one layer down, or None."""
    host = parts.authority.rpartition("@")[2].partition(":")[0]
    if _KEPT_HOSTS.search(host):
        return None
    if _PHOTON.fullmatch(host):
        return _photon(parts)
    if parts.query:
        found = _in_query(parts, host)
        if found is not None:
            return found
    return _in_path(parts, host)


def _photon(parts: Parts) -> str | None:
    """WordPress.com's image service: the path is host and path of the picture."""
    place = parts.path.lstrip("/")
    if "." not in place.partition("/")[0]:
        return None
    secure = "ssl=1" in (parts.query or "")
    return absolute(None, f"{'https' if secure else 'http'}://{place}")


def _in_query(parts: Parts, host: str) -> str | None:
    query = parts.query or ""
    if _REFERRER_HIDERS.search(host):
        return _address(query, parts)
    if host in ("wsrv.nl", "images.weserv.nl"):
        bare = _BARE_PARAMETER.search(query)
        if bare is not None:
            return absolute(None, "https://" + unquote(bare[1]).removeprefix("ssl:"))
    google = _GOOGLE.search(host) is not None and parts.path in ("/url", "/imgres", "/search")
    service = _PICTURE_SERVICE.search(parts.path) is not None
    redirect = _REDIRECT.search(parts.path) is not None or _REDIRECT_HOSTS.search(host) is not None
    if service or redirect or (google and parts.path != "/search"):
        for found in _PARAMETER.finditer(query):
            if found[1][0] not in "hH" and not service:
                continue
            inner = _address(found[1], parts)
            if inner is not None:
                return inner
        return _encoded_parameter(query, parts) if redirect else None
    picture = _PICTURE_PARAMETER.search(query)
    return _address(picture[1], parts) if picture is not None else None


_ENCODED_PARAMETER = regex(r"(?:^|&)(?:url|u|to|link|target)=(aHR0c[A-Za-z0-9_/+=%-]+)")


def _encoded_parameter(query: str, parts: Parts) -> str | None:
    found = _ENCODED_PARAMETER.search(query)
    return _from_base64(unquote(found[1])) if found is not None else None


def _in_path(parts: Parts, host: str) -> str | None:
    whole = parts.path if parts.query is None else f"{parts.path}?{parts.query}"
    if host.startswith("urldefense."):
        whole = re.sub(r"__;.*$", "", whole)
        whole = re.sub(r"/v3/__", "/v3/fetch/", whole)
    inside = _IN_PATH.search(whole, 1)
    if inside is not None and _FETCHER.search(whole[: inside.start() + 6]):
        return _address(inside[1], parts)
    picture = _PICTURE_PATH.search(parts.path)
    if picture is not None:
        inner = unquote(picture[1] or picture[2])
        return absolute(parts.origin, inner if inner.startswith("http") else "/" + inner.lstrip("/"))
    encoded = _ENCODED.search(parts.path)
    if encoded is not None:
        return _from_base64(encoded[1].replace("/", ""))
    digits = _HEX.search(parts.path)
    if digits is not None and len(digits[1]) % 2 == 0:
        return _only_address(bytes.fromhex(digits[1]))
    return None


_IMGPROXY_FORMAT = regex(r"(?<=\w)@(?:webp|avif|jpe?g|png|gif)$")
_ONE_SLASH = regex(r"^(https?):/+", re.IGNORECASE)


def _address(text: str, parts: Parts) -> str | None:
    """An inner address as it stands in the outer one: encoded once, twice or not at all."""
    for _ in range(3):
        if not re.match(r"https?%|%2f|[^?]*%25[0-9a-f]{2}", text, re.IGNORECASE) and "%3A%2F%2F" not in text[:20]:
            break
        text = unquote(text)
    text = _IMGPROXY_FORMAT.sub("", _ONE_SLASH.sub(r"\1://", text))
    inner = absolute(parts.origin, text)
    if inner is None or "." not in urlsplit(inner).netloc:
        return None
    return inner


def _from_base64(text: str) -> str | None:
    try:
        data = base64.urlsafe_b64decode(
            text.replace("+", "-").replace("/", "_").rstrip("=") + "=" * (-len(text.rstrip("=")) % 4)
        )
    except (binascii.Error, ValueError):
        return None
    return _only_address(data)


def _only_address(data: bytes) -> str | None:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return absolute(None, text) if text.isprintable() else None
