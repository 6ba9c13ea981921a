"""User names and passwords that somebody put into an address: used, and kept out of queue, report and archive."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import unquote, urlsplit

from pagearchive.capture.secrets import public_url
from pagearchive.jobs.lists import Listed
from pagearchive.urls import origin

Passwords = dict[str, tuple[str, str]]
"""User name and password by origin."""


def kept_apart(entries: Iterable[Listed], passwords: Passwords) -> Iterator[Listed]:
    """The entries of a list with bare addresses; what stood in them before the host goes into `passwords`."""
    for entry in entries:
        if "@" not in entry.url or entry.error is not None:
            yield entry
            continue
        parts = urlsplit(entry.url)
        at = origin(entry.url)
        if parts.username is not None and at is not None:
            passwords[at] = unquote(parts.username), unquote(parts.password or "")
            entry = entry._replace(url=public_url(entry.url, mask=False))
        yield entry
