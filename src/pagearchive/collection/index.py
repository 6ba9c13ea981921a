"""The SQLite index of a collection: what is in records.jsonl and report.jsonl, made searchable.

It only ever follows the files: `sync` reads the lines that were added since it last looked. Deleting it loses
nothing; the next `sync` starts at the beginning.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

import msgspec

from pagearchive.collection.database import open_database
from pagearchive.collection.directory import CollectionDirectory
from pagearchive.collection.lines import LinePlace, read_lines
from pagearchive.errors import OutputError

VERSION = 1
_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS records (
    id INTEGER PRIMARY KEY, line_offset INTEGER NOT NULL, line_length INTEGER NOT NULL,
    requested_url TEXT, url TEXT, kind TEXT NOT NULL, title TEXT, site_name TEXT, platform TEXT, authors TEXT,
    date_published TEXT, captured_at TEXT, posts INTEGER NOT NULL, words INTEGER NOT NULL, images INTEGER NOT NULL,
    warc_file TEXT, warc_offset INTEGER
);
CREATE INDEX IF NOT EXISTS records_requested_url ON records (requested_url);
CREATE INDEX IF NOT EXISTS records_url ON records (url);
CREATE VIRTUAL TABLE IF NOT EXISTS record_text
    USING fts5(title, authors, text, tokenize = "unicode61 remove_diacritics 2");
CREATE TABLE IF NOT EXISTS attempts (
    id INTEGER PRIMARY KEY, line_offset INTEGER NOT NULL, line_length INTEGER NOT NULL,
    url TEXT NOT NULL, verdict TEXT NOT NULL, started_at TEXT, seconds REAL, error TEXT
);
CREATE INDEX IF NOT EXISTS attempts_url ON attempts (url);
"""
_TABLES = ("records", "record_text", "attempts", "meta")


class Hit(NamedTuple):
    """A record as the index lists it."""

    id: int
    place: LinePlace
    kind: str
    title: str | None
    url: str | None
    site_name: str | None
    authors: str | None
    date_published: str | None
    captured_at: str | None
    posts: int
    words: int
    images: int
    snippet: str | None
    """Words around what was searched for, hits between « and »; None where nothing was searched."""


class Index:
    """Opens `collection.sqlite` (made when it is missing or unreadable as a database)."""

    def __init__(self, directory: CollectionDirectory) -> None:
        self._directory = directory
        self.damaged: list[str] = []
        """Lines that were no records, as `sync` met them: file, offset, what is wrong."""
        self._database = open_database(directory.index, "", "DEFERRED")
        try:
            found = self._database.execute("PRAGMA user_version").fetchone()[0]
            if found not in (0, VERSION):
                self._database.executescript("".join(f"DROP TABLE IF EXISTS {table};" for table in _TABLES))
            self._database.executescript(_SCHEMA + f"PRAGMA user_version = {VERSION};")
        except sqlite3.Error as error:
            self._database.close()
            raise OutputError(f"{directory.index}: {error}") from error

    def sync(self) -> int:
        """Take in what the files have gained; returns how many records were added.

        A file that shrank was replaced by somebody: everything is read anew. Damaged lines are passed over and noted in
        `damaged`. Raises OutputError when the database cannot be written.
        """
        try:
            with self._database:
                if any(
                    _size(path) < self._seen(path.name) for path in (self._directory.records, self._directory.report)
                ):
                    self._forget()
                added = sum(1 for _ in self._take(self._directory.records, self._add_record))
                for _ in self._take(self._directory.report, self._add_attempt):
                    pass
        except sqlite3.Error as error:
            raise OutputError(f"{self._directory.index}: {error}") from error
        return added

    def search(self, words: str | None = None, limit: int = 50, offset: int = 0) -> list[Hit]:
        """Records, newest first; with `words` those that hold all of them, best first."""
        columns = (
            "r.id, r.line_offset, r.line_length, r.kind, r.title, r.url, r.site_name, r.authors, r.date_published, "
            "r.captured_at, r.posts, r.words, r.images"
        )
        query = " ".join('"' + word.replace('"', '""') + '"' for word in (words or "").split())
        if query:
            rows = self._database.execute(
                f"SELECT {columns}, snippet(record_text, 2, '«', '»', '…', 16) FROM record_text "  # noqa: S608
                "JOIN records r ON r.id = record_text.rowid WHERE record_text MATCH ? ORDER BY rank LIMIT ? OFFSET ?",
                (query, limit, offset),
            )
        else:
            rows = self._database.execute(
                f"SELECT {columns}, NULL FROM records r ORDER BY r.id DESC LIMIT ? OFFSET ?",  # noqa: S608
                (limit, offset),
            )
        return [Hit(row[0], LinePlace(row[1], row[2]), *row[3:]) for row in rows]

    def count(self) -> int:
        """Records in the collection."""
        return int(self._database.execute("SELECT count(*) FROM records").fetchone()[0])

    def verdicts(self) -> dict[str, int]:
        """How many attempts ended with each verdict."""
        return dict(self._database.execute("SELECT verdict, count(*) FROM attempts GROUP BY verdict ORDER BY 2 DESC"))

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # ── following the files ──────────────────────────────────────────────────────────────────────────────────────

    def _forget(self) -> None:
        for table in _TABLES:
            self._database.execute(f"DELETE FROM {table}")  # noqa: S608 - names of our own

    def _seen(self, name: str) -> int:
        row = self._database.execute("SELECT value FROM meta WHERE key = ?", (name,)).fetchone()
        return int(row[0]) if row else 0

    def _take(self, path: Path, add: Any) -> Iterator[None]:
        end = self._seen(path.name)
        for place, line in read_lines(path, end):
            try:
                entry = msgspec.json.decode(line)
            except msgspec.DecodeError:
                entry = None
            end = place.offset + place.length + 1
            if not isinstance(entry, dict):
                self.damaged.append(f"{path} at offset {place.offset}: not a JSON object; passed over")
                continue
            add(place, entry)
            yield
        self._database.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (path.name, end))

    def _add_record(self, place: LinePlace, record: dict[str, Any]) -> None:
        authors = ", ".join(author["name"] for author in record.get("authors", ()) if author.get("name"))
        writers = {post["author"]["name"] for post in record.get("posts", ()) if post["author"].get("name")}
        provenance = record.get("provenance") or {}
        row = self._database.execute(
            "INSERT INTO records VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *place,
                *(record.get(name) for name in ("requested_url", "url", "kind", "title", "site_name", "platform")),
                authors,
                record.get("date_published"),
                record.get("captured_at"),
                len(record.get("posts", ())),
                len(record.get("text", "").split()),
                len(record.get("images", ())),
                provenance.get("warc_file"),
                provenance.get("offset"),
            ),
        )
        self._database.execute(
            "INSERT INTO record_text (rowid, title, authors, text) VALUES (?, ?, ?, ?)",
            (row.lastrowid, record.get("title"), " ".join(sorted(writers)) or authors, record.get("text")),
        )

    def _add_attempt(self, place: LinePlace, attempt: dict[str, Any]) -> None:
        self._database.execute(
            "INSERT INTO attempts VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)",
            (
                *place,
                attempt.get("url") or "",
                attempt.get("verdict") or "",
                attempt.get("started_at"),
                attempt.get("seconds"),
                attempt.get("error"),
            ),
        )


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
