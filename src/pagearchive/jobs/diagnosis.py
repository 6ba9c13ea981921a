"""What is wrong with this machine or this collection, and how to mend it."""

from __future__ import annotations

import asyncio
import os
import platform
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from msgspec import Struct

from pagearchive import __version__
from pagearchive.archive import OPEN_SUFFIX
from pagearchive.capture import Browser, CaptureOptions, find_browser
from pagearchive.collection import CollectionDirectory, read_lines
from pagearchive.errors import OutputError, PageArchiveError

_PACKAGES = ("playwright", "selectolax", "msgspec", "cryptography")
_LOW_SPACE = 2 << 30
_LOW_MEMORY = 1 << 30


class Finding(Struct, frozen=True, kw_only=True):
    """One thing that was looked at."""

    what: str
    sound: bool
    state: str
    remedy: str | None = None
    """What to do, where it is not sound."""


def diagnose(browser: Path | None, collection: Path | None) -> Iterator[Finding]:
    """Look at the machine and, if one is given, at a collection."""
    yield Finding(what="pagearchive", sound=True, state=f"{__version__} on Python {platform.python_version()}")
    yield from _packages()
    yield from _browser(browser)
    yield _full_text()
    yield _memory()
    yield _space(Path(tempfile.gettempdir()), "temporary files")
    if collection is not None:
        yield from _collection(CollectionDirectory(collection))


def _packages() -> Iterator[Finding]:
    for name in _PACKAGES:
        try:
            yield Finding(what=name, sound=True, state=version(name))
        except PackageNotFoundError:
            yield Finding(what=name, sound=False, state="not installed", remedy=f"pip install {name}")


def _browser(browser: Path | None) -> Iterator[Finding]:
    try:
        found = find_browser(browser)
    except PageArchiveError as error:
        yield Finding(what="browser", sound=False, state=str(error), remedy="pagearchive browser install")
        return
    yield Finding(
        what="browser", sound=True, state=f"{found.version or 'unknown version'} at {found.path}; {found.why}"
    )
    try:
        asyncio.run(_start(found.path))
    except PageArchiveError as error:
        remedy = "try another with --browser PATH, or `pagearchive browser install`"
        yield Finding(what="browser start", sound=False, state=str(error), remedy=remedy)
        return
    sandbox = "on" if found.sandbox else "off, because root cannot use it: run as another user to have it on"
    yield Finding(what="browser start", sound=True, state=f"starts and ends; sandbox {sandbox}")


async def _start(path: Path) -> None:
    async with Browser(path, CaptureOptions()):
        pass


def _full_text() -> Finding:
    try:
        sqlite3.connect(":memory:").execute("CREATE VIRTUAL TABLE t USING fts5(x)")
    except sqlite3.Error as error:
        remedy = "use a Python whose SQLite has FTS5"
        return Finding(what="SQLite full-text search", sound=False, state=str(error), remedy=remedy)
    return Finding(what="SQLite full-text search", sound=True, state=sqlite3.sqlite_version)


def _memory() -> Finding:
    try:
        free = os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (ValueError, OSError):
        return Finding(what="memory", sound=True, state="free amount unknown")
    state = f"{free / 2**30:.1f} GB free"
    remedy = "a browser takes about 1 GB: end other programs"
    return Finding(what="memory", sound=free > _LOW_MEMORY, state=state, remedy=remedy)


def _space(path: Path, what: str) -> Finding:
    free = shutil.disk_usage(path).free
    state = f"{free / 2**30:.1f} GB free at {path}"
    return Finding(what=what, sound=free > _LOW_SPACE, state=state, remedy="free some space")


def _collection(directory: CollectionDirectory) -> Iterator[Finding]:
    what = f"collection {directory.root}"
    if not directory.is_collection():
        yield Finding(what=what, sound=False, state="not a collection", remedy="name the directory given as --to")
        return
    yield _space(directory.root, "collection's disk")
    try:
        directory.create()
        yield Finding(what=what, sound=True, state="can be written")
    except OutputError as error:
        yield Finding(what=what, sound=False, state=str(error), remedy="mend the permissions")
    for path in (directory.records, directory.report):
        yield _lines(path)
    left = sorted(directory.warcs.glob(f"*{OPEN_SUFFIX}"))
    for path in left:
        remedy = "the next run on this collection salvages it, if none is running now"
        yield Finding(what=path.name, sound=False, state="left open by a run", remedy=remedy)


def _lines(path: Path) -> Finding:
    """Whether a file of lines ends with a whole line."""
    size = path.stat().st_size if path.exists() else 0
    end, count = 0, 0
    for place, _ in read_lines(path):
        end, count = place.offset + place.length + 1, count + 1
    torn = size - end
    state = f"{count} lines" + (f", and {torn} bytes of a torn last line" if torn else "")
    return Finding(what=path.name, sound=not torn, state=state, remedy="the next run cuts the torn line off")
