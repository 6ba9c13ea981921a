"""Opening `collection.sqlite`, which can be rebuilt: a file that is damaged or of another version is begun anew."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Literal

from pagearchive.errors import OutputError

Isolation = Literal["DEFERRED"] | None
_CHECKED = 200 << 20
"""Bytes: a larger file is not looked through when it is opened."""


def open_database(path: Path, schema: str, isolation: Isolation = None) -> sqlite3.Connection:
    """Open or make the database with these tables; one that is damaged is removed first: it only follows other files.

    With `isolation` None the connection commits by itself. It is not synced on every change. Raises OutputError when it
    cannot be opened or written.
    """
    try:
        try:
            return _opened(path, schema, isolation)
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise
            remove_database(path)
            return _opened(path, schema, isolation)
    except (sqlite3.Error, OSError) as error:
        raise OutputError(f"{path}: {error}") from error


def remove_database(path: Path) -> None:
    """Remove the database with what belongs to it."""
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _opened(path: Path, schema: str, isolation: Isolation) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=30, isolation_level=isolation, check_same_thread=False)
    try:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = NORMAL")  # it can be rebuilt: no need to wait for the disk
        if path.stat().st_size < _CHECKED:
            found = database.execute("PRAGMA quick_check(1)").fetchone()[0]
            if found != "ok":
                raise sqlite3.DatabaseError(found)
        database.executescript(schema)
    except BaseException:
        database.close()
        raise
    return database
