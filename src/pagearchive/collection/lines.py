"""A file of JSON lines that only grows, and whose lines are on disk before they count.

A line is whole or not there: what a crash leaves behind the last line break is cut off when the file is next opened
for writing, and readers pass over it.
"""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from pagearchive.errors import InputError, OutputError

_BLOCK = 1 << 16
MAX_LINE = 1 << 30
"""A line longer than this is taken for damage rather than read into memory."""


class LinePlace(NamedTuple):
    """Where a line stands: byte offset and length, without its line break."""

    offset: int
    length: int


class LineFile:
    """Appends lines to a file that one process at a time may write; the lock ends with the process."""

    def __init__(self, path: Path) -> None:
        """Open or create the file and lock it. Raises OutputError when it is taken or cannot be written."""
        self.path = path
        self.cut = 0
        """Bytes of a torn last line that were cut off when the file was opened."""
        try:
            self._handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
        except OSError as error:
            raise _output_error(path, error) from error
        try:
            self._lock()
            self._repair()
        except BaseException:
            os.close(self._handle)
            raise

    @property
    def size(self) -> int:
        """Bytes in the file."""
        return self._size

    def append(self, line: bytes, *, durable: bool = True) -> LinePlace:
        """Add one line; it is on disk when this returns, unless `durable` is off.

        Raises OutputError, leaving no half line behind.
        """
        if b"\n" in line:
            raise ValueError("a line cannot hold a line break")
        place = LinePlace(self._size, len(line))
        try:
            self._write(line + b"\n")
            if durable:
                os.fdatasync(self._handle)
        except OSError as error:
            os.ftruncate(self._handle, self._size)
            raise _output_error(self.path, error) from error
        self._size += len(line) + 1
        return place

    def set_aside(self, place: LinePlace) -> Path:
        """Take out a damaged line: its bytes go to "NAME.damaged"; blanks stand in its place, which readers pass over.

        Raises OutputError.
        """
        aside = self.path.with_name(self.path.name + ".damaged")
        try:
            with aside.open("ab") as stream:
                stream.write(os.pread(self._handle, place.length, place.offset) + b"\n")
                os.fsync(stream.fileno())
            os.pwrite(self._handle, b" " * place.length, place.offset)
            os.fdatasync(self._handle)
        except OSError as error:
            raise _output_error(self.path, error) from error
        return aside

    def sync(self) -> None:
        """Put on disk what was appended without `durable`."""
        os.fdatasync(self._handle)

    def close(self) -> None:
        """Close the file and give up the lock. Closing twice does nothing."""
        handle, self._handle = self._handle, -1
        if handle >= 0:
            os.close(handle)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _lock(self) -> None:
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise OutputError(
                f"{self.path.parent}: another pagearchive is writing to this collection; "
                "wait for it, stop it, or choose another --to"
            ) from error

    def _repair(self) -> None:
        """Cut off what stands behind the last line break."""
        self._size = size = os.fstat(self._handle).st_size
        end = size
        while end > 0:
            start = max(0, end - _BLOCK)
            found = os.pread(self._handle, end - start, start).rfind(b"\n")
            if found >= 0:
                self._size = start + found + 1
                break
            end = start
        else:
            self._size = 0
        self.cut = size - self._size
        if self.cut:
            os.ftruncate(self._handle, self._size)
            os.fsync(self._handle)

    def _write(self, data: bytes) -> None:
        rest = memoryview(data)
        offset = self._size
        while rest:
            written = os.pwrite(self._handle, rest, offset)
            rest = rest[written:]
            offset += written


def read_lines(path: Path, offset: int = 0) -> Iterator[tuple[LinePlace, bytes]]:
    """The file's whole lines from `offset` on (which must be a line's start), one at a time; none if it is missing.

    A last line without a line break is passed over: it is being written, or was torn. Raises InputError for a line
    above MAX_LINE.
    """
    try:
        stream = path.open("rb")
    except FileNotFoundError:
        return
    with stream:
        stream.seek(offset)
        while line := stream.readline(MAX_LINE):
            if not line.endswith(b"\n"):
                if len(line) == MAX_LINE:
                    raise InputError(f"{path} at offset {offset}: a line of more than {MAX_LINE} bytes")
                return
            if line.strip():
                yield LinePlace(offset, len(line) - 1), line[:-1]
            offset += len(line)


def _output_error(path: Path, error: OSError) -> OutputError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return OutputError(f"{path}: the disk is full; free some space or choose another --to")
    return OutputError(f"{path}: {error.strerror}")
