"""What makes a file safe on disk: one writer at a time, and names that survive a power cut."""

from __future__ import annotations

import fcntl
import io
import os
from pathlib import Path

from pagearchive.errors import OutputError


def lock_exclusively(file: io.FileIO) -> None:
    """Mark a growing file as alive: the lock ends with the process, however it dies. Raises OutputError if taken."""
    try:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise OutputError(f"{file.name}: another process is writing it; wait for it or stop it") from error


def sync_directory(directory: Path) -> None:
    """Put the names in a directory on disk: a rename is durable only then."""
    handle = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
