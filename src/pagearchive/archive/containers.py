"""What a path holds: one WARC, the WARCs inside a WACZ, or those of a directory.

A WACZ is a zip made by anybody. Names inside are never used as paths; a WARC that is stored (as the format demands)
is read in place, a deflated one through a temporary file of bounded size.
"""

from __future__ import annotations

import contextlib
import io
import json
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, cast

from pagearchive.errors import ArchiveError, InputError

_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_WARC_ENDINGS = (".warc", ".warc.gz")
_ENDINGS = (*_WARC_ENDINGS, ".wacz")
_LOCAL_HEADER = struct.Struct("<4s5H3I2H")
_ZIP_DAMAGES = (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError)
_PIECE = 1 << 20
_MAX_WARCS = 100_000
_MAX_LINE = 1 << 24
_MAX_RATIO = 200
"""Deflate's own limit is about 1000; web archives, compressed already, hardly shrink at all."""
_FREE_SIZE = 1 << 26
"""Below this size a high ratio is believed."""


class Warc(NamedTuple):
    """One WARC, open."""

    file: BinaryIO
    path: Path
    """For messages; inside a WACZ: the WACZ's path and the member's name."""
    name: str
    """Its file name (`RecordRef.warc_file`)."""


class ListedPage(NamedTuple):
    """A line of pages/pages.jsonl (WACZ 1.1.1, 4.3)."""

    url: str
    timestamp: str | None
    title: str | None


def warc_paths(path: Path) -> list[Path]:
    """The archives that a path stands for: itself, or the WARC and WACZ files in a directory and in its `warc/`.

    Raises InputError where there are none.
    """
    if not path.is_dir():
        if not path.exists():
            raise InputError(f"{path}: no such file or directory")
        return [path]
    found = [file for place in (path, path / "warc", path / "archive") if place.is_dir() for file in place.iterdir()]
    archives = sorted(file for file in found if file.name.endswith(_ENDINGS) and file.is_file())
    if not archives:
        raise InputError(f"{path}: no .warc, .warc.gz or .wacz file in this directory")
    return archives


def is_wacz(path: Path) -> bool:
    """The file is a zip, whatever it is called. Raises InputError when it cannot be opened."""
    with _readable(path) as file:
        return file.read(4) in (_ZIP, _EMPTY_ZIP)


@contextlib.contextmanager
def _readable(path: Path) -> Iterator[BinaryIO]:
    try:
        file = path.open("rb")
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}") from error
    with file:
        yield file


class Container:
    """The WARCs behind one path, and the pages that it lists itself. A context manager."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._resources = contextlib.ExitStack()
        self._zip: zipfile.ZipFile | None = None
        if not path.is_dir() and is_wacz(path):
            self._zip = self._resources.enter_context(_open_zip(path))
        elif path.name.endswith(".wacz"):
            raise ArchiveError("not a WACZ: the file is not a zip", path, 0)

    def __enter__(self) -> Container:
        return self

    def __exit__(self, *_: object) -> None:
        self._resources.close()

    @property
    def names(self) -> list[str]:
        """Names of the WARCs, as `open` takes them."""
        if self._zip is None:
            return [self.path.name]
        names = sorted(info.filename for info in self._zip.infolist() if _is_warc_member(info.filename))
        if not names:
            raise ArchiveError("the WACZ holds no WARC in archive/", self.path)
        return names[:_MAX_WARCS]

    @contextlib.contextmanager
    def open(self, name: str) -> Iterator[Warc]:
        """One of the WARCs. Raises ArchiveError when the zip is damaged there."""
        if self._zip is None:
            with _readable(self.path) as file:
                yield Warc(file, self.path, self.path.name)
            return
        info = self._zip.getinfo(name)
        place = self.path / name
        if info.compress_type == zipfile.ZIP_STORED:
            with _readable(self.path) as whole:
                yield Warc(_stored_member(whole, info, place), place, name.rpartition("/")[2])
            return
        with _unpacked(self._zip, info, place) as file:
            yield Warc(file, place, name.rpartition("/")[2])

    def member_sizes(self) -> dict[str, int] | None:
        """Names and unpacked sizes of everything in a WACZ; None for a WARC."""
        if self._zip is None:
            return None
        return {info.filename: info.file_size for info in self._zip.infolist()}

    def member_pieces(self, name: str) -> Iterator[bytes]:
        """The unpacked bytes of a WACZ's member. Raises ArchiveError where they cannot be read."""
        assert self._zip is not None
        try:
            with self._zip.open(name) as member:
                while piece := member.read(_PIECE):
                    yield piece
        except _ZIP_DAMAGES as error:
            raise ArchiveError(f"the zip entry cannot be unpacked ({error})", self.path / name) from error

    def listed_pages(self) -> list[ListedPage]:
        """The pages that a WACZ lists (pages.jsonl and browsertrix's extraPages.jsonl); [] for a WARC."""
        if self._zip is None:
            return []
        wanted = {"pages/pages.jsonl", "pages/extraPages.jsonl"}
        return [page for info in self._zip.infolist() if info.filename in wanted for page in self._page_lines(info)]

    def _page_lines(self, info: zipfile.ZipInfo) -> Iterator[ListedPage]:
        assert self._zip is not None
        try:
            with self._zip.open(info) as lines:
                while line := lines.readline(_MAX_LINE):
                    page = _page_of(line)
                    if page:
                        yield page
        except _ZIP_DAMAGES as error:
            raise ArchiveError(f"{info.filename} in the WACZ cannot be read ({error})", self.path) from error


def _is_warc_member(name: str) -> bool:
    return name.startswith("archive/") and name.endswith(_WARC_ENDINGS)


def _page_of(line: bytes) -> ListedPage | None:
    """A page line; None for the header line and for lines that are no JSON object with a URL."""
    try:
        entry: Any = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(entry, dict) or not isinstance(entry.get("url"), str):
        return None
    timestamp, title = entry.get("ts"), entry.get("title")
    return ListedPage(
        entry["url"], timestamp if isinstance(timestamp, str) else None, title if isinstance(title, str) else None
    )


def _open_zip(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise ArchiveError(f"the WACZ is a damaged zip ({error}); was it copied whole?", path) from error


def _stored_member(whole: BinaryIO, info: zipfile.ZipInfo, place: Path) -> BinaryIO:
    if info.header_offset < 0:
        raise ArchiveError("the zip's directory is damaged", place)
    whole.seek(info.header_offset)
    raw = whole.read(_LOCAL_HEADER.size)
    if len(raw) < _LOCAL_HEADER.size or not raw.startswith(_ZIP):
        raise ArchiveError("the zip entry does not begin where the directory says", place, info.header_offset)
    *_, name_size, extra_size = _LOCAL_HEADER.unpack(raw)
    start = info.header_offset + _LOCAL_HEADER.size + name_size + extra_size
    return cast(BinaryIO, io.BufferedReader(Slice(whole, start, info.file_size)))


@contextlib.contextmanager
def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, place: Path) -> Iterator[BinaryIO]:
    if info.file_size > max(_FREE_SIZE, info.compress_size * _MAX_RATIO):
        raise ArchiveError("a zip bomb: the entry would grow more than two-hundredfold", place)
    with tempfile.TemporaryFile() as copy:
        try:
            with archive.open(info) as member:
                while piece := member.read(_PIECE):
                    copy.write(piece)
        except _ZIP_DAMAGES as error:
            raise ArchiveError(f"the zip entry cannot be unpacked ({error})", place) from error
        copy.seek(0)
        yield cast(BinaryIO, copy)


class Slice(io.RawIOBase):
    """A window of a seekable file, as a file."""

    def __init__(self, file: BinaryIO, start: int, size: int) -> None:
        super().__init__()
        self._file = file
        self._start = start
        self._size = size
        self._position = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._size}[whence]
        self._position = max(0, base + offset)
        return self._position

    def readinto(self, buffer: Any) -> int:
        view = memoryview(buffer)[: max(0, self._size - self._position)]
        self._file.seek(self._start + self._position)
        data = self._file.read(len(view))
        view[: len(data)] = data
        self._position += len(data)
        return len(data)
