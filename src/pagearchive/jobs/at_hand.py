"""The public functions for a page that is at hand: HTML in, a record and its plain form out."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec

from pagearchive import parse
from pagearchive.errors import UsageError
from pagearchive.model import Article, Page, Thread


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


def _moment(value: datetime | str | None) -> datetime | None:
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError as error:
            raise UsageError(f"captured_at: {value!r} is not an RFC 3339 time") from error
    return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value
