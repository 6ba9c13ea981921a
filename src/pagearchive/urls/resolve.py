"""href + base -> absolute address, as a browser does it (WHATWG URL Standard), for http and https only.

Two regular expressions take what nearly all links of a page look like; the rest goes through the standard's steps.
Where the standard percent-encodes in the page's own charset (the query), UTF-8 is used.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote, unquote

from pagearchive.patterns import regex

MAX_LENGTH = 65_536
"""A longer address is taken for none."""
_CACHED_LENGTH = 2_048

# Characters that need no encoding anywhere behind the host.
_SAFE = r"[!$&-;=?-Z_a-z~%#\[\]|^]"
_WHOLE = regex(rf"https?://[a-z0-9][a-z0-9.-]*/{_SAFE}*")
_ROOTED = regex(rf"/(?:(?!/){_SAFE}+)?")
_SCHEME = regex(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_DOTS = regex(r"/(?:\.|%2[eE]){1,2}(?:[/?#]|$)")
_JUNK = regex(r"[\t\n\r]")
_C0 = "".join(map(chr, range(33)))


class Parts(NamedTuple):
    """An http or https address in pieces; joined in order with their marks they are the address."""

    scheme: str
    authority: str
    """User, host and port as written in the normal form."""
    path: str
    query: str | None
    fragment: str | None

    @property
    def origin(self) -> str:
        """Scheme and host, without a user."""
        return f"{self.scheme}://{self.authority.rpartition('@')[2]}"

    @property
    def directory(self) -> str:
        """The path up to and with its last slash."""
        return self.path[: self.path.rfind("/") + 1]

    def text(self, *, fragment: bool = True) -> str:
        """The address."""
        query = "" if self.query is None else "?" + self.query
        tail = "" if self.fragment is None or not fragment else "#" + self.fragment
        return f"{self.scheme}://{self.authority}{self.path}{query}{tail}"


def absolute(base: str | None, href: str) -> str | None:
    """The http or https address that `href` means on the page at `base`, or None.

    None for `javascript:`, `data:`, `mailto:` and all other schemes, for a host that cannot be one, and for a relative
    `href` where `base` is None or no address itself.
    """
    if len(href) > _CACHED_LENGTH:
        return _absolute(base, href) if len(href) <= MAX_LENGTH else None
    return _cached(base, href)


def _absolute(base: str | None, href: str) -> str | None:
    if _WHOLE.fullmatch(href) and "/." not in href and "/%2" not in href:
        return href if href.count("]") == 0 else _slow(base, href)
    if base is not None and _ROOTED.fullmatch(href) and "/." not in href and "/%2" not in href:
        parts = split(base)
        return None if parts is None else f"{parts.scheme}://{parts.authority}{href}"
    return _slow(base, href)


_cached = lru_cache(maxsize=16_384)(_absolute)


def _slow(base: str | None, href: str) -> str | None:
    context = split(base) if base is not None else None
    parts = _parsed(href, context)
    return None if parts is None else parts.text()


@lru_cache(maxsize=1024)
def split(url: str) -> Parts | None:
    """The pieces of an absolute http or https address in normal form, or None."""
    if len(url) > MAX_LENGTH:
        return None
    if _WHOLE.fullmatch(url) is None or "/." in url or "/%2" in url or "]" in url:
        return _parsed(url, None)
    # In normal form already: nothing is to be encoded, lowered or walked.
    scheme, _, rest = url.partition("://")
    rest, hash_mark, fragment = rest.partition("#")
    rest, question_mark, query = rest.partition("?")
    host, _, path = rest.partition("/")
    return Parts(scheme, host, "/" + path, query if question_mark else None, fragment if hash_mark else None)


def _parsed(href: str, base: Parts | None) -> Parts | None:
    """WHATWG 4.4, the states that http and https pass through."""
    rest = _JUNK.sub("", href.strip(_C0))
    scheme = _SCHEME.match(rest)
    if scheme is not None:
        name = scheme[1].lower()
        if name not in ("http", "https"):
            return None
        rest = rest[scheme.end() :]
        slashes = len(rest) - len(rest.lstrip("/\\"))
        if slashes >= 2 or base is None or base.scheme != name:
            return _with_host(name, rest[slashes:])
    elif base is None:
        return None
    assert base is not None
    head, mark, fragment = rest.partition("#")
    tail = _encoded(fragment, _FRAGMENT_SAFE) if mark else None
    path, mark, query = head.partition("?")
    asked = _encoded(query, _QUERY_SAFE) if mark else None
    path = path.replace("\\", "/")
    if path.startswith("//"):
        return _with_host(base.scheme, rest.replace("\\", "/", 2)[2:].lstrip("/"))
    if path.startswith("/"):
        return Parts(base.scheme, base.authority, _walked(path), asked, tail)
    if path:
        return Parts(base.scheme, base.authority, _walked(base.directory + path), asked, tail)
    return Parts(base.scheme, base.authority, base.path, asked if asked is not None else base.query, tail)


_END_OF_HOST = regex(r"[/\\?#]")


def _with_host(scheme: str, rest: str) -> Parts | None:
    end = _END_OF_HOST.search(rest)
    at = end.start() if end else len(rest)
    authority = _authority(scheme, rest[:at])
    if authority is None:
        return None
    head, mark, fragment = rest[at:].partition("#")
    tail = _encoded(fragment, _FRAGMENT_SAFE) if mark else None
    path, mark, query = head.partition("?")
    asked = _encoded(query, _QUERY_SAFE) if mark else None
    return Parts(scheme, authority, _walked(path.replace("\\", "/") or "/"), asked, tail)


_PORT = regex(r":(\d*)$")
_FORBIDDEN = regex(r"[\x00-\x20#%/:<>?@\[\\\]^|\x7f]")
_ADDRESS_6 = regex(r"\[[0-9a-fA-F:.]+\]")
_DEFAULT_PORTS = {"http": 80, "https": 443}


def _authority(scheme: str, text: str) -> str | None:
    """User, host and port in normal form, or None where the host cannot be one."""
    user, mark, place = text.rpartition("@")
    port = _PORT.search(place)
    suffix = ""
    if port is not None:
        place = place[: port.start()]
        if port[1]:
            number = int(port[1][:6])
            if number > 65_535:
                return None
            suffix = "" if number == _DEFAULT_PORTS[scheme] else f":{number}"
    host = _host(place)
    if not host:
        return None
    return f"{quote(user, safe=_USER_SAFE)}{mark}{host}{suffix}" if mark and user else host + suffix


def _host(text: str) -> str | None:
    """The host in lower case and ASCII."""
    if "[" in text:
        return text.lower() if _ADDRESS_6.fullmatch(text) else None
    if "%" in text:
        text = unquote(text)
    if text.isascii():
        host = text.lower()
    else:
        try:
            host = text.replace("。", ".").encode("idna").decode("ascii").lower()
        except UnicodeError:
            return None
    if not host.strip(".") or _FORBIDDEN.search(host):
        return None
    return host


# What `quote` leaves alone, beside letters, digits and _.-~ ; "%" since what is encoded stays as it is.
_PATH_SAFE = "/%!$&'()*+,;=:@[]|^\\"
_QUERY_SAFE = "/%!$&()*+,;=:@?[]|^\\`{}"
_FRAGMENT_SAFE = "/%!$&'()*+,;=:@?[]|^\\#{}"
_USER_SAFE = "%!$&'()*+,.:"


def _encoded(text: str, safe: str) -> str:
    return quote(text, safe=safe, errors="replace")


def _walked(path: str) -> str:
    """The path encoded and without its dot segments."""
    path = _encoded(path, _PATH_SAFE)
    if _DOTS.search(path) is None:
        return path
    steps: list[str] = []
    pieces = path.split("/")[1:]
    for index, piece in enumerate(pieces):
        plain = piece.lower().replace("%2e", ".")
        last = index == len(pieces) - 1
        if plain == "..":
            if steps:
                steps.pop()
            if last:
                steps.append("")
        elif plain == ".":
            if last:
                steps.append("")
        else:
            steps.append(piece)
    return "/" + "/".join(steps)
