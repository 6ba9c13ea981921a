"""Bodies on their way: in memory while small, in a file when not, never longer than the bound."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import BinaryIO

from pagearchive.model import Payload

MEMORY = 256 * 1024


class Spool:
    """Takes bytes as they come and becomes a `Payload`."""

    __slots__ = ("_directory", "_file", "_limit", "_parts", "cut", "path", "size")

    def __init__(self, directory: Path, limit: int) -> None:
        self._directory = directory
        self._limit = limit
        self._parts: list[bytes] = []
        self._file: BinaryIO | None = None
        self.path: Path | None = None
        self.size = 0
        self.cut = False
        """True when bytes beyond the bound were left out."""

    def write(self, data: bytes) -> None:
        """Append. Raises OSError when the disk is full."""
        room = self._limit - self.size
        if len(data) > room:
            data = data[: max(0, room)]
            self.cut = True
        if not data:
            return
        self.size += len(data)
        if self._file is not None:
            self._file.write(data)
            return
        self._parts.append(data)
        if self.size > MEMORY:
            number, name = tempfile.mkstemp(prefix="body-", dir=self._directory)
            self.path = Path(name)
            self._file = os.fdopen(number, "wb", buffering=MEMORY)
            self._file.writelines(self._parts)
            self._parts.clear()

    def flush(self) -> None:
        """Make what was written readable through `path`."""
        if self._file is not None:
            self._file.flush()

    def data(self) -> bytes | None:
        """All bytes while they are in memory; None when they are in a file."""
        if self._file is not None or self.path is not None:
            return None
        if len(self._parts) > 1:
            self._parts = [b"".join(self._parts)]
        return self._parts[0] if self._parts else b""

    def payload(self) -> Payload:
        """The bytes so far; nothing may be written afterwards."""
        if self._file is not None:
            self._file.close()
            self._file = None
        if self.path is not None:
            return Payload(size=self.size, data=None, path=self.path)
        return Payload(size=self.size, data=self.data())

    def discard(self) -> None:
        """Delete the file, if there is one."""
        if self._file is not None:
            self._file.close()
            self._file = None
        if self.path is not None:
            self.path.unlink(missing_ok=True)
            self.path = None
        self._parts.clear()
