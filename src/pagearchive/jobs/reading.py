"""Pages out of archives: read into records that know where they were found, and by which parser."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from msgspec import structs

from pagearchive import __version__, parse
from pagearchive.archive import read_pages
from pagearchive.jobs.pictures import with_stored
from pagearchive.model import Article, Page, Provenance, Thread
from pagearchive.parse.platforms import PLATFORMS, Platform


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
