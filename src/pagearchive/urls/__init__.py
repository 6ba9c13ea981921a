"""Addresses: resolving them as a browser does, comparing them, and seeing through wrappers."""

from __future__ import annotations

import re

from pagearchive.errors import NotAnAddressError
from pagearchive.patterns import regex
from pagearchive.urls.pictures import picture_key
from pagearchive.urls.resolve import MAX_LENGTH, absolute
from pagearchive.urls.sameness import canonical, origin, same_site
from pagearchive.urls.tracking import without_tracking
from pagearchive.urls.wrapped import unwrapped

__all__ = [
    "absolute",
    "canonical",
    "check_address",
    "origin",
    "picture_key",
    "same_site",
    "unwrapped",
    "without_tracking",
]

_SCHEME = regex(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_DOMAIN = regex(
    r"(?:[\w-]+\.)+[^\W\d_][\w-]*\.?(?::\d+)?(?:[/?#].*)?|localhost(?::\d+)?(?:[/?#].*)?|(?:\d+\.){3}\d+(?::\d+)?(?:[/?#].*)?"
)
_LOCAL = regex(r"localhost\b|(?:\d+\.){3}\d+\b")
_SHOWN = 80


def check_address(text: str) -> str:
    """The http or https address that a person typed, in normal form ("https://example.org" gets its "/").

    Raises NotAnAddressError, with a line that says what is missing, for anything else.
    """
    address = text.strip()
    shown = address if len(address) <= _SHOWN else address[: _SHOWN - 1] + "…"
    if not shown.isprintable():
        shown = "".join(c if c.isprintable() else "�" for c in shown)
    if not address:
        raise NotAnAddressError("an empty text is no address; give one such as https://example.org/topic/1")
    if len(address) > MAX_LENGTH:
        raise NotAnAddressError(f"{shown}: {len(address)} characters are too many for an address")
    if " " in address or not address.isprintable():  # no other white space is printable
        raise NotAnAddressError(f"{shown}: an address has no white space; write %20 for a space")
    if _DOMAIN.fullmatch(address):
        likely = "http" if _LOCAL.match(address) else "https"
        raise NotAnAddressError(f"{shown}: the scheme is missing; did you mean {likely}://{shown} ?")
    scheme = _SCHEME.match(address)
    if scheme is None:
        hint = f"https:{shown}" if address.startswith("//") else "https://example.org/topic/1"
        raise NotAnAddressError(f"{shown}: not an address; give one such as {hint}")
    if scheme[1].lower() not in ("http", "https"):
        raise NotAnAddressError(f"{shown}: {scheme[1].lower()}: is not supported; only http and https pages are")
    if not re.match(r"[\\/]{2}", address[scheme.end() :]):
        raise NotAnAddressError(f"{shown}: two slashes belong behind {scheme[1].lower()}:")
    whole = absolute(None, address)
    if whole is None:
        raise NotAnAddressError(f"{shown}: the part behind {scheme[1].lower()}:// is no host name")
    return whole
