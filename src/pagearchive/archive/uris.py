"""Addresses as WARC-Target-URI wants them: URIs of RFC 3986, ASCII only.

A browser accepts far more than the RFC does (bare `%`, `|`, `"`, letters beyond ASCII), and a line break in a header
would forge further headers. What a tool looks up is the address as the browser sent it, so nothing that is valid
already is touched.
"""

from __future__ import annotations

import re
from urllib.parse import quote, urldefrag, urlsplit, urlunsplit

_VALID = "!#$&'()*+,/:;=?@[]~-._%"
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_STRIPPED = dict.fromkeys(map(ord, "\t\r\n"))


def target_uri(url: str) -> str:
    """An http(s) URL as WARC-Target-URI: no fragment, everything outside RFC 3986 percent-encoded as UTF-8."""
    return urldefrag(valid_uri(url)).url


def valid_uri(uri: str) -> str:
    """Any URI (`urn:` ones too) made valid; a valid one comes back unchanged.

    Tabs and line breaks are dropped as browsers do, a bare `%` becomes `%25`, a host beyond ASCII becomes Punycode.
    """
    cleaned = uri.translate(_STRIPPED).strip()
    if not cleaned.isascii():
        cleaned = _ascii_host(cleaned)
    cleaned = _STRAY_PERCENT.sub("%25", cleaned)
    escaped = quote(_LONE_SURROGATE.sub("\ufffd", cleaned), safe=_VALID)
    before, mark, fragment = escaped.partition("#")
    return before + mark + fragment.replace("#", "%23")


def _ascii_host(url: str) -> str:
    """The URL with its host as Punycode; unchanged where it has no host or one that is no domain name."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
        if not host or host.isascii():
            return url
        encoded = host.encode("idna").decode("ascii")
    except (ValueError, UnicodeError):
        return url
    at = parts.netloc.lower().rfind(host)
    if at < 0:
        return url
    return urlunsplit(parts._replace(netloc=parts.netloc[:at] + encoded + parts.netloc[at + len(host) :]))
