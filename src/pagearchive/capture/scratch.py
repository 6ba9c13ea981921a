"""The directory of a running browser: bodies that are too large for memory, and the browser's own profile.

Runs that were killed cannot clear up, so the next browser does it for them. Whose directory it is, is told by a lock
that ends with its process and not by the process's number: numbers come again, and those of another container that
shares the directory for temporary files mean nothing here.
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import os
import shutil
import tempfile
import threading
import time
from collections.abc import AsyncIterator
from pathlib import Path

_PREFIX = "pagearchive-"
_LOCK = ".lock"
_ENVIRONMENT = threading.Lock()
TURN_SECONDS = 0.01
_YOUNG_SECONDS = 600.0
"""A directory without a lock is left alone as long as this: its process may be about to take it."""


class Scratch:
    """A directory for as long as a browser runs."""

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix=_PREFIX))
        waiting = self.path / f"{_LOCK}.new"
        self._lock = os.open(waiting, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        waiting.rename(self.path / _LOCK)  # so that nobody ever sees it unlocked

    def remove(self) -> None:
        """Delete it with all that is in it. Doing it twice does nothing."""
        shutil.rmtree(self.path, ignore_errors=True)
        lock, self._lock = self._lock, -1
        if lock >= 0:
            os.close(lock)  # once: its number may be another file's by now

    @contextlib.asynccontextmanager
    async def as_temporary(self) -> AsyncIterator[None]:
        """What is started meanwhile puts its temporary files in here, such as Playwright its profiles.

        One after the other in a process, whatever its loops, because the environment is everybody's.
        """
        while not _ENVIRONMENT.acquire(blocking=False):  # noqa: ASYNC110 - an Event belongs to one loop
            await asyncio.sleep(TURN_SECONDS)
        before = os.environ.get("TMPDIR")
        os.environ["TMPDIR"] = str(self.path)
        try:
            yield
        finally:
            if before is None:
                os.environ.pop("TMPDIR", None)
            else:
                os.environ["TMPDIR"] = before
            _ENVIRONMENT.release()


def sweep() -> None:
    """Delete the directories of this user's runs that are dead."""
    for path in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):  # it went meanwhile, or is not ours to delete
            if path.is_dir() and not path.is_symlink() and path.stat().st_uid == os.geteuid() and _is_dead(path):
                shutil.rmtree(path, ignore_errors=True)


def _is_dead(path: Path) -> bool:
    """True when nobody holds the directory's lock."""
    try:
        lock = os.open(path / _LOCK, os.O_WRONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
    except FileNotFoundError:
        unused = all(entry.name.startswith(_LOCK) for entry in path.iterdir())
        return unused and time.time() - path.stat().st_mtime > _YOUNG_SECONDS
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(lock)
    return True
