"""A WARC file as a row of records: gzip members, record heads and blocks, with exact offsets and bounds.

This is the one reader of WARC bytes. warcio ends its iteration quietly at a torn member and believes any
Content-Length; FastWARC skips what it cannot read. An archive must say where it is damaged, so the framing is done
here, on zlib: every deviation is a `DamageError` with the offset of the record in which it lies, and reading goes on
with the next record that can be found.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import BinaryIO, NamedTuple

from pagearchive.archive.heads import Head, end_of_head
from pagearchive.errors import ArchiveError

MAX_HEAD = 1 << 17
"""Bytes of a record's head; the longest that occur hold a few addresses of 8 kB."""
MAX_DAMAGES = 1000
"""Damaged places in a file before the rest is given up: what keeps a hostile file from taking for ever."""
_MAX_CANDIDATES = 10_000
_PIECE = 1 << 16
_FIRST_PIECE = 1 << 12
_GZIP = b"\x1f\x8b\x08"
_ZSTD = (b"\x28\xb5\x2f\xfd", b"\x5d\x2a\x4d\x18")
_SIGNATURE = b"WARC/"
_MAX_BLANKS = 256
"""Bytes at the start of a file that may be blank lines before the first record."""
_MAX_TRAILER = 1 << 16
"""Bytes after a block that are looked at before the rest of a member is given up."""


class DamageError(ArchiveError):
    """The bytes are no sound WARC: `offset` is where the record starts (its gzip member, or its first byte)."""

    def __init__(self, message: str, path: Path, offset: int, record_id: str | None = None) -> None:
        super().__init__(message, path, offset)
        self.start = offset
        self.message = message
        self.record_id = record_id


class Extent(NamedTuple):
    """Where a record lies in its file, once it was read to its end."""

    offset: int
    length: int
    own_member: bool
    """It has a gzip member to itself, or lies uncompressed."""


class Inflated:
    """The decompressed bytes of a file from `start` on, aware of where each gzip member begins."""

    def __init__(self, file: BinaryIO, path: Path, start: int = 0) -> None:
        file.seek(start)
        self._file = file
        self.path = path
        self._buffer = bytearray()
        self._raw = b""
        self._raw_end = start
        self._step = _FIRST_PIECE
        self._decoder: zlib._Decompress | None = None
        self.member = start
        """Offset of the current gzip member; of a plain file: of the buffer's first byte."""
        self.gzipped = self._peek_raw(3).startswith(_GZIP)

    @property
    def position(self) -> int:
        """Offset in the file of the first byte that was not handed out (plain), or not inflated (gzip)."""
        return self._raw_end - len(self._raw) - (0 if self.gzipped else len(self._buffer))

    @property
    def at_member_end(self) -> bool:
        """All bytes of the gzip member were handed out. (Plain: never.)"""
        while self.gzipped and self._decoder is not None and not self._buffer and not self._decoder.eof:
            if not self._inflate():
                return False
        return self.gzipped and not self._buffer and (self._decoder is None or self._decoder.eof)

    def next_member(self) -> bool:
        """Step to the next gzip member; False: the file is at its end. Raises DamageError where there is no member."""
        if self._decoder is not None:
            self._decoder = None
        if not self._peek_raw(1):
            return False
        self.member = self.position
        magic = self._peek_raw(3)
        if not magic.startswith(_GZIP[: len(magic)]):
            raise DamageError("what follows is no gzip member", self.path, self.member)
        self._decoder = zlib.decompressobj(16 + zlib.MAX_WBITS)
        return True

    def fill(self, size: int) -> bytearray:
        """The buffer, holding `size` bytes or all that the member (the file, if plain) still has."""
        while len(self._buffer) < size and self._inflate():
            pass
        return self._buffer

    def take(self, size: int) -> bytes:
        """Remove up to `size` bytes from the front of the buffer, inflating more if it is empty."""
        while not self._buffer and self._inflate():
            pass
        taken = bytes(self._buffer[:size])
        del self._buffer[:size]
        return taken

    def seek(self, offset: int) -> None:
        """Go on at `offset` of the file."""
        self._file.seek(offset)
        self._step = _FIRST_PIECE
        self._buffer.clear()
        self._raw, self._raw_end, self._decoder, self.member = b"", offset, None, offset

    def find(self, start: int) -> int | None:
        """Offset, at or after `start`, of the next record that begins soundly; None: there is none. Moves there."""
        marks = (_GZIP,) if self.gzipped else (b"WARC/1.", b"WARC/0.")
        for candidate in islice(_occurrences(self._file, start, marks), _MAX_CANDIDATES):
            self.seek(candidate)
            try:
                if not self.gzipped or (self.next_member() and self.fill(len(_SIGNATURE)).startswith(_SIGNATURE)):
                    self.seek(candidate)
                    return candidate
            except DamageError:
                continue
        return None

    def _inflate(self) -> bool:
        """Add to the buffer; False: nothing more comes. Raises DamageError for a torn or broken member."""
        if not self.gzipped:
            data = self._raw or self._read_file()
            self._raw_end += len(data) - len(self._raw)
            self._raw = b""
            self._buffer += data
            return bool(data)
        if self._decoder is None or self._decoder.eof:
            return False
        source = self._decoder.unconsumed_tail or self._take_raw()
        if not source:
            raise DamageError("the file ends in the middle of this record", self.path, self.member)
        try:
            self._buffer += self._decoder.decompress(source, _PIECE)
        except zlib.error as error:
            raise DamageError(f"the gzip member is damaged ({error})", self.path, self.member) from error
        if self._decoder.eof:
            self._raw = self._decoder.unused_data
        return True

    def _read_file(self) -> bytes:
        """Read on: little at first, because after a seek it is often a head alone that is wanted."""
        data = self._file.read(self._step)
        self._step = min(2 * self._step, _PIECE)
        return data

    def _take_raw(self) -> bytes:
        data = self._raw
        self._raw = b""
        if not data:
            data = self._read_file()
            self._raw_end += len(data)
        return data

    def _peek_raw(self, size: int) -> bytes:
        while len(self._raw) < size:
            data = self._read_file()
            if not data:
                break
            self._raw += data
            self._raw_end += len(data)
        return self._raw[:size]


def parse_date(text: str | None) -> datetime | None:
    """A W3C date as WARC-Date has it, of any precision from the day on (WARC 1.1, 5.4)."""
    try:
        moment = datetime.fromisoformat((text or "").strip())
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


class WarcRecord:
    """A record as it is met: its head is read, its block streams. Valid until the next one is asked for."""

    def __init__(self, source: Inflated, offset: int, version: str, head: Head, length: int) -> None:
        self._source = source
        self._left = length
        self._alone = True
        self.offset = offset
        self.version = version
        self.head = head
        self.content_length = length
        self.extent: Extent | None = None
        """Set by `finish`."""
        self.remarks: list[str] = []
        """Deviations from the standard that cost no data, found by `finish`."""

    @property
    def path(self) -> Path:
        """The file that it stands in, for messages."""
        return self._source.path

    @property
    def record_id(self) -> str | None:
        """WARC-Record-ID with its angle brackets."""
        return self.head.get("WARC-Record-ID")

    @property
    def type(self) -> str:
        """WARC-Type in lower case; "" where it is missing."""
        return (self.head.get("WARC-Type") or "").lower()

    @property
    def date(self) -> datetime | None:
        """WARC-Date, with its time zone; None where it is missing or malformed."""
        return parse_date(self.head.get("WARC-Date"))

    @property
    def uri(self) -> str:
        """WARC-Target-URI, without the angle brackets that WARC 1.0 prescribed; "" where it is missing."""
        return (self.head.get("WARC-Target-URI") or "").strip("<>")

    def pair_keys(self) -> list[str]:
        """What ties a request to its response: IDs by which one names the other, else the same moment and address."""
        ids = [self.record_id or "", *self.head.get_all("WARC-Concurrent-To")]
        return [*filter(None, ids), f"{self.head.get('WARC-Date')} {self.uri}"]

    def read(self, size: int = _PIECE) -> bytes:
        """Up to `size` bytes of the block, b"" at its end. Raises DamageError when the block is shorter than stated."""
        if not self._left:
            return b""
        data = self._source.take(min(size, self._left))
        if not data:
            missing = f"{self._left} of the {self.content_length} bytes of its block are missing"
            raise self._damage(f"{missing}: Content-Length is wrong or the file was cut off")
        self._left -= len(data)
        return data

    def finish(self) -> Extent:
        """Read the block and what follows it to the record's end. Raises DamageError where the record is not whole."""
        if self.extent is not None:
            return self.extent
        while self.read():
            pass
        trailer = self._take_trailer()
        if trailer != b"\r\n\r\n":
            self.remarks.append("the block is not followed by exactly two line ends")
        end = self._end()
        if not self._alone:
            self.remarks.append("its gzip member holds more than this record")
        self.extent = Extent(self.offset, end - self.offset, self._alone)
        return self.extent

    def _take_trailer(self) -> bytes:
        buffer = self._source.fill(_MAX_TRAILER)
        size = len(buffer) - len(buffer.lstrip(b"\r\n"))
        trailer = self._source.take(size) if size else b""
        follows = bytes(self._source.fill(len(_SIGNATURE))[: len(_SIGNATURE)])
        if follows and not _SIGNATURE.startswith(follows):
            raise self._damage("other bytes follow its block: Content-Length is too small")
        return trailer

    def _end(self) -> int:
        if self._source.gzipped:
            self._alone = self._source.at_member_end and self.offset == self._source.member
        return self._source.position

    def _damage(self, message: str) -> DamageError:
        return DamageError(message, self._source.path, self.offset, self.record_id)


def open_source(file: BinaryIO, path: Path, start: int = 0) -> Inflated:
    """The bytes of a WARC from `start` on. Raises ArchiveError, saying why, when they are none."""
    file.seek(start)
    magic = file.read(4)
    if not magic:
        raise ArchiveError("the file is empty" if not start else "the file ends before that offset", path, start)
    if magic.startswith(_ZSTD):
        raise ArchiveError("a WARC compressed with zstd cannot be read: `zstd -dc FILE > FILE.warc` first", path, start)
    source = Inflated(file, path, start)
    if source.gzipped:
        source.next_member()
    if not source.fill(_MAX_BLANKS).lstrip(b"\r\n").startswith(_SIGNATURE):
        raise ArchiveError("this is not a WARC file", path, start)
    source.seek(start)
    return source


def iterate(source: Inflated, on_damage: Callable[[DamageError], None]) -> Iterator[WarcRecord]:
    """The records from where `source` stands.

    Damage is told to `on_damage` once for each place; unless that raises, the next sound record is looked for.
    """
    for _ in range(MAX_DAMAGES):
        try:
            while record := _next_record(source):
                yield record
                record.finish()
            return
        except DamageError as damage:
            on_damage(damage)
            if source.find(damage.start + 1) is None:
                return
    on_damage(DamageError(f"more than {MAX_DAMAGES} places are damaged: giving up", source.path, source.position))


def _next_record(source: Inflated) -> WarcRecord | None:
    """The record that begins here; None at the end of the file."""
    while True:
        while source.gzipped and source.at_member_end:
            if not source.next_member():
                return None
        buffer = source.fill(1)
        blanks = len(buffer) - len(buffer.lstrip(b"\r\n"))
        if not blanks:
            break
        source.take(blanks)
    if not buffer:
        return None
    offset = source.member if source.gzipped else source.position
    size = _head_size(source, offset)
    raw = source.take(size)
    while len(raw) < size:
        raw += source.take(size - len(raw))
    head = Head.parse(raw)
    if not head.line.startswith(_SIGNATURE.decode()):
        raise DamageError("no WARC record begins here", source.path, offset)
    length = head.get("Content-Length") or ""
    if not (length.isascii() and length.isdigit() and len(length) < 19):
        message = f"Content-Length is {length[:40]!r}, not a number"
        raise DamageError(message, source.path, offset, head.get("WARC-Record-ID"))
    return WarcRecord(source, offset, head.line, head, int(length))


def _head_size(source: Inflated, offset: int) -> int:
    looked_at = 0
    while True:
        buffer = source.fill(looked_at + 1)
        size = end_of_head(buffer, max(0, looked_at - 3))
        if size >= 0:
            return size
        if len(buffer) > MAX_HEAD:
            raise DamageError(f"the record's head is longer than {MAX_HEAD} bytes", source.path, offset)
        if len(buffer) <= looked_at:
            raise DamageError("the file ends in the middle of a record's head", source.path, offset)
        if not _SIGNATURE.startswith(buffer[: len(_SIGNATURE)]):
            raise DamageError("no WARC record begins here", source.path, offset)
        looked_at = len(buffer)


def _occurrences(file: BinaryIO, start: int, marks: tuple[bytes, ...]) -> Iterator[int]:
    """Offsets from `start` on at which one of the marks stands."""
    overlap = max(map(len, marks)) - 1
    base, window = start, b""
    while True:
        file.seek(base + len(window))
        data = file.read(_PIECE)
        if not data:
            return
        window += data
        hits = {hit for mark in marks for hit in _all_in(window, mark)}
        for hit in sorted(hits):
            if hit < len(window) - overlap or len(data) < _PIECE:
                yield base + hit
        kept = window[-overlap:]
        base, window = base + len(window) - len(kept), kept


def _all_in(window: bytes, mark: bytes) -> Iterator[int]:
    hit = window.find(mark)
    while hit >= 0:
        yield hit
        hit = window.find(mark, hit + 1)
