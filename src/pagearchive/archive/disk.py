"""What makes a file safe on disk: one writer at a time, whole under its name or not there, names that survive a cut."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import io
import os
from collections.abc import Iterator
from pathlib import Path

from pagearchive.errors import OutputError

OPEN_SUFFIX = ".open"
"""What a file's name ends with until it is complete."""


class GrowingFile:
    """A new file that only grows, but for being cut back. Every failure of the disk is an OutputError."""

    def __init__(self, path: Path, open_suffix: str = OPEN_SUFFIX) -> None:
        """Create `path` + `open_suffix` and lock it. Neither name may exist."""
        self.path = path
        self.open_path = path.with_name(path.name + open_suffix)
        self.offset = 0
        """Bytes written."""
        if path.exists():
            raise OutputError(f"{path}: exists already; choose another name")
        try:
            self._file = self.open_path.open("xb", buffering=0)
        except FileExistsError as error:
            raise OutputError(f"{self.open_path}: left by a run that died; `salvage` it first") from error
        except OSError as error:
            raise OutputError(f"{self.open_path}: {error.strerror}") from error
        lock_exclusively(self._file)

    @property
    def closed(self) -> bool:
        """It has its final name, or is gone, or could not be finished."""
        return self._file.closed

    def write(self, data: bytes) -> None:
        """Append all of it; after a failure `cut` back to a known offset."""
        rest = memoryview(data)
        with self._disk():
            while rest:
                rest = rest[self._file.write(rest) :]
        self.offset += len(data)

    def cut(self, offset: int) -> None:
        """Drop everything from `offset` on."""
        with self._disk():
            self._file.seek(offset)
            self._file.truncate(offset)
        self.offset = offset

    def sync(self) -> None:
        """Put what was written on disk."""
        with self._disk():
            os.fsync(self._file.fileno())

    def finish(self) -> None:
        """Put it on disk under its final name; where that fails it keeps the other, and is closed too."""
        try:
            self.sync()
            with self._disk():
                self.open_path.rename(self.path)
                sync_directory(self.path.parent)
        finally:
            self._file.close()

    def discard(self) -> None:
        """Remove it."""
        with self._disk():
            self.open_path.unlink(missing_ok=True)
        self._file.close()

    @contextlib.contextmanager
    def _disk(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            reason = "the disk is full" if error.errno in (errno.ENOSPC, errno.EDQUOT) else error.strerror
            raise OutputError(f"{self.open_path}: {reason}; free some space or choose another --to") from error


def lock_exclusively(file: io.FileIO) -> None:
    """Mark a growing file as alive: the lock ends with the process, however it dies. Raises OutputError if taken.

    File systems that know no locks (some network mounts) are written without.
    """
    try:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise OutputError(f"{file.name}: another process is writing it; wait for it or stop it") from error
    except OSError as error:
        if error.errno not in (errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS):
            raise OutputError(f"{file.name}: {error.strerror}") from error


def sync_directory(directory: Path) -> None:
    """Put the names in a directory on disk: a rename is durable only then."""
    handle = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
