"""Files that appear under their name only when they are whole."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from pagearchive.errors import OutputError


@contextlib.contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """Open a file for writing beside `path`; it takes that name when the block ends well, and is removed otherwise.

    A device or pipe (`/dev/stdout`) is written directly. Raises OutputError.
    """
    try:
        if path.exists() and not path.is_file():
            with path.open("wb") as stream:
                yield stream
            return
        waiting = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
        try:
            with waiting.open("xb") as stream:
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
            waiting.replace(path)
        finally:
            waiting.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(f"{path}: {_reason(error)}") from error


def _reason(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return "the disk is full; free some space or write elsewhere"
    return error.strerror or str(error)
