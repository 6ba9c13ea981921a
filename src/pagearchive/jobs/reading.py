"""The public functions: HTML or an archive in, records out."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
from msgspec import structs

from pagearchive import __version__, parse
from pagearchive.archive import read_pages
from pagearchive.errors import UsageError
from pagearchive.jobs.pictures import with_stored
from pagearchive.model import Article, Page, Provenance, Thread
from pagearchive.parse.platforms import PLATFORMS, Platform


def extract(
    html: str | bytes,
    url: str | None = None,
    captured_at: datetime | str | None = None,
    *,
    comments: bool = False,
) -> Thread | Article:
    """Read a page that is at hand. Pure: no network, no file, no clock.

    `html` as bytes is decoded as a browser would (BOM, then meta charset, then the bytes themselves). `url` makes
    relative addresses absolute; without it they are left out where they cannot be resolved. Relative dates
    ("yesterday") count from `captured_at` (RFC 3339 text or a datetime; one without a zone is taken as UTC) and are
    unknown without it. `comments`: what readers wrote below an article is read as well, into `comments` of its record;
    it is never in the text.

    Raises TooLargeError for a page beyond a stated bound and UsageError for a `captured_at` that is no time.
    """
    page = Page(html=html, url=url, requested_url=url, captured_at=_moment(captured_at))
    return parse.read(page, comments=comments)


def to_dict(record: Thread | Article) -> dict[str, Any]:
    """The record as plain dicts, lists, strings and numbers: the JSON that the command line prints."""
    plain: dict[str, Any] = msgspec.to_builtins(record)
    return plain


def read_archive(path: str | os.PathLike[str]) -> Iterator[Thread | Article]:
    """The records of a WARC (`.warc`, `.warc.gz`) or WACZ, one at a time.

    Raises InputError when the file cannot be read at all; ArchiveError for a damaged place, after everything that
    can be read has been given.
    """
    for page in read_pages(Path(path)):
        yield read_page(page)


ReadPage = Callable[[Page], Thread | Article]
"""Reads a page, here or in another process. Raises InputError where that page cannot be read."""


def read_page_with_comments(page: Page, platforms: tuple[Platform, ...] = PLATFORMS) -> Thread | Article:
    """As `read_page`, and what readers wrote below an article as well."""
    return read_page(page, platforms, comments=True)


def read_page(page: Page, platforms: tuple[Platform, ...] = PLATFORMS, *, comments: bool = False) -> Thread | Article:
    """Read a page and note in its provenance which parser did. `platforms` are the adapters that are asked."""
    record = parse.read(page, platforms=platforms, comments=comments)
    if page.payloads:
        record = with_stored(record, page.payloads)
    if page.provenance is None:
        return record
    return structs.replace(record, provenance=stamped(page.provenance))


def stamped(provenance: Provenance) -> Provenance:
    """The provenance with this parser's version."""
    return structs.replace(provenance, parser_version=__version__)


def _moment(value: datetime | str | None) -> datetime | None:
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError as error:
            raise UsageError(f"captured_at: {value!r} is not an RFC 3339 time") from error
    return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value
