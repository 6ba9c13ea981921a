"""When two addresses are one: a key for lists of addresses, origins and sites."""

from __future__ import annotations

import re
from urllib.parse import quote

from pagearchive.patterns import regex
from pagearchive.urls.resolve import split

_ESCAPE = regex(r"%([0-9a-fA-F]{2})")
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


def _settled_escape(escape: re.Match[str]) -> str:
    byte = int(escape[1], 16)
    return chr(byte) if byte in _UNRESERVED else escape[0].upper()


def canonical(url: str) -> str:
    """The key under which a list of addresses holds `url`: two spellings of one address have one key.

    Scheme and host in lower case and ASCII, no default port, no empty query, percent-encoding in its normal form
    (RFC 3986, 6.2.2), no fragment, except one that a script routes by ("#!…", "#/…"): those are pages of their own.
    The query is kept as it is. What is no http or https address comes back stripped.
    """
    parts = split(url)
    if parts is None:
        return url.strip()
    path = _ESCAPE.sub(_settled_escape, parts.path)
    path = path.replace("|", "%7C").replace("^", "%5E").replace("[", "%5B").replace("]", "%5D")
    query = _ESCAPE.sub(_settled_escape, quote(parts.query, safe="/%!$&'()*+,;=:@?~")) if parts.query else None
    host = parts.authority
    bare, mark, port = host.partition(":")
    if bare.endswith(".") and "@" not in host:
        host = bare.rstrip(".") + mark + port
    fragment = parts.fragment if parts.fragment and parts.fragment[0] in "!/" else None
    return parts._replace(authority=host, path=path, query=query, fragment=fragment).text()


def origin(url: str) -> str | None:
    """ "https://example.org:8443" of an address; None for anything that is not http or https."""
    parts = split(url)
    return parts.origin if parts else None


def same_site(first: str, second: str) -> bool:
    """Whether both addresses belong to one site: the same registrable domain ("forum.example.org", "example.org").

    The registrable domain comes from a short table of two-level suffixes, not from the whole Public Suffix List.
    """
    sites = [_site(parts.authority) if (parts := split(url)) else None for url in (first, second)]
    return sites[0] is not None and sites[0] == sites[1]


_SECOND_LEVEL = frozenset(
    (
        "ac",
        "co",
        "com",
        "edu",
        "gob",
        "gov",
        "go",
        "gouv",
        "mil",
        "ne",
        "net",
        "nom",
        "or",
        "org",
        "in",
        "id",
        "ltd",
        "plc",
    )
)
_HOSTING = frozenset(
    (
        "appspot.com",
        "azurewebsites.net",
        "blogspot.com",
        "cloudfront.net",
        "forumactif.com",
        "forumotion.com",
        "freeforums.net",
        "github.io",
        "gitlab.io",
        "herokuapp.com",
        "livejournal.com",
        "neocities.org",
        "netlify.app",
        "pages.dev",
        "proboards.com",
        "substack.com",
        "tumblr.com",
        "vercel.app",
        "wordpress.com",
        "workers.dev",
    )
)


def _site(authority: str) -> str:
    """The registrable domain of a host; an IP address or a single name stands for itself, with its port."""
    place = authority.rpartition("@")[2]
    host = place if place.startswith("[") else place.partition(":")[0]
    labels = host.rstrip(".").split(".")
    if len(labels) < 3 or host.startswith("[") or labels[-1].isdigit():
        return place if len(labels) < 2 or labels[-1].isdigit() or host.startswith("[") else host.rstrip(".")
    pair = ".".join(labels[-2:])
    suffix_of_two = pair in _HOSTING or (len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL)
    return ".".join(labels[-3:] if suffix_of_two else labels[-2:])
