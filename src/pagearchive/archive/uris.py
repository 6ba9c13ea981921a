"""Addresses as they stand in WARC-Target-URI: as the browser sent them, in ASCII, on one line.

Replay tools look an address up letter by letter, so what a browser puts on the wire is kept even where RFC 3986 would
have it escaped (`|`, `[`, `{`, a bare `%`: WHATWG's URL standard leaves them, and so do browsertrix and warcprox). What
never goes over a wire is escaped as a browser does it: letters beyond ASCII, blanks, quotes and angle brackets; a line
break would forge further headers.
"""

from __future__ import annotations

import re
from urllib.parse import quote, urldefrag, urlsplit, urlunsplit

_KEPT = "!#$&'()*+,/:;=?@[]~-._%|^`{}\\\\"
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_STRIPPED = dict.fromkeys(map(ord, "\t\r\n"))


def target_uri(url: str) -> str:
    """An http(s) URL as WARC-Target-URI: as `valid_uri` gives it, without fragment."""
    return urldefrag(valid_uri(url)).url


def valid_uri(uri: str) -> str:
    """Any URI (`urn:` ones too) as it can stand in a header; one that a browser sends comes back unchanged.

    Tabs and line breaks are dropped, other bytes that are not visible ASCII are percent-encoded as UTF-8, a host beyond
    ASCII becomes Punycode, and of several `#` all but the first are encoded.
    """
    cleaned = uri.translate(_STRIPPED).strip()
    if not cleaned.isascii():
        cleaned = _ascii_host(cleaned)
    escaped = quote(_LONE_SURROGATE.sub("\ufffd", cleaned), safe=_KEPT)
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
