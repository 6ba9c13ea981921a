"""What a child process is told to do, and what it tells: plain data."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

from pagearchive import errors
from pagearchive.errors import ArchiveError, InputError, PageArchiveError
from pagearchive.model import Page

if TYPE_CHECKING:
    from pagearchive.archive import Found


class Setup(Struct, frozen=True, kw_only=True):
    """How a child reads."""

    reader: str = "pagearchive.jobs.reading:read_page"
    """The function that reads a page, as "module:function"; it is given the page and the adapters."""
    platforms: Path | None = None
    """A file of adapters that are asked first."""
    seconds: float = 60.0
    """For one page."""
    memory: int = 4 << 30
    """Bytes of address space: the largest page that is taken in (150 million characters) needs about half of it."""
    pages: int = 5_000
    """Pages after which a child is replaced."""
    grown: int = 1 << 30
    """Bytes of memory from which on a child is replaced after its page."""


class Extent(Struct, frozen=True):
    """Which records a byte range of a WARC held."""

    first: int | None
    """Offset of the first record that begins in it; None: none does."""
    following: int | None
    """Offset of the first record behind it; None: the file ends before one."""


class Work(Protocol):
    """A place that holds pages. Has to be picklable."""

    @property
    def name(self) -> str:
        """The place, for messages."""
        ...

    def pages(self) -> Iterator[Found | Extent]:
        """Pages, damaged places and, every so often, None as a sign of life. Raises as reading the place does."""
        ...


class HtmlWork(Struct, frozen=True):
    """A bare HTML file."""

    path: Path
    url: str | None
    label: str | None = None
    """What messages call it, where that is not its path."""

    @property
    def name(self) -> str:
        """The file."""
        return self.label or str(self.path)

    def pages(self) -> Iterator[Found | Extent]:
        """The page."""
        from pagearchive.jobs.extraction import html_page

        yield html_page(self.path, self.name, self.url)


class ArchiveWork(Struct, frozen=True):
    """A whole WARC or WACZ."""

    path: Path

    @property
    def name(self) -> str:
        """The file."""
        return str(self.path)

    def pages(self) -> Iterator[Found | Extent]:
        """All its pages."""
        from pagearchive.archive import find_pages

        return find_pages(self.path)


class RangeWork(Struct, frozen=True):
    """The records that begin in a byte range of a WARC of ours."""

    path: Path
    start: int
    end: int | None

    @property
    def name(self) -> str:
        """The file and the range."""
        return f"{self.path} from offset {self.start} on"

    def pages(self) -> Iterator[Found | Extent]:
        """Their pages; at last the range's extent."""
        from pagearchive.archive import PageRange

        found = PageRange(self.path, self.start, self.end)
        yield from found
        yield Extent(found.first, found.following)


class Told(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An error on its way from a child."""

    kind: str
    """Name of its class in `pagearchive.errors`."""
    message: str
    path: str | None = None
    offset: int | None = None

    @classmethod
    def of(cls, error: PageArchiveError) -> Told:
        """The error as plain data."""
        known = next(base.__name__ for base in type(error).__mro__ if base.__module__ == errors.__name__)
        if not isinstance(error, ArchiveError):
            return cls(kind=known, message=str(error))
        place = f"{error.path}" if error.offset is None else f"{error.path} at offset {error.offset}"
        return cls(
            kind="ArchiveError",
            message=str(error).removeprefix(f"{place}: "),
            path=str(error.path),
            offset=error.offset,
        )

    def error(self) -> PageArchiveError:
        """The error again."""
        if self.path is not None:
            return ArchiveError(self.message, self.path, self.offset)
        kind = getattr(errors, self.kind, None)
        if isinstance(kind, type) and issubclass(kind, PageArchiveError) and kind is not ArchiveError:
            return kind(self.message)
        return InputError(self.message)


def place_of(page: Page) -> str:
    """Where a page stands, for messages."""
    address = page.requested_url or page.url
    stored = page.provenance
    if stored is None or stored.warc_file is None:
        return address or "the page"
    return f"{stored.warc_file} at offset {stored.offset}: {address}"
