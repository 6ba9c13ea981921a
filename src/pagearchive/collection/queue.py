"""The state of a batch: every address of its list, and what became of it.

It lies in collection.sqlite beside the index. The truth about finished addresses is report.jsonl: whoever opens the
queue replays the report's new lines into it, so a lost database costs nothing but reading the list again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Literal, NamedTuple, Self

import msgspec

from pagearchive.collection.database import open_database
from pagearchive.errors import OutputError

State = Literal["pending", "running", "done", "failed", "skipped"]
_SCHEMA = """
CREATE TABLE IF NOT EXISTS queue (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, url TEXT NOT NULL, host TEXT NOT NULL, state TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0, due REAL NOT NULL DEFAULT 0, verdict TEXT, reason TEXT, tags TEXT,
    run INTEGER NOT NULL DEFAULT 0, parent TEXT, captured REAL
);
CREATE INDEX IF NOT EXISTS queue_next ON queue (state, run, host, due, id);
CREATE TABLE IF NOT EXISTS queue_parts (
    id INTEGER PRIMARY KEY, thread TEXT NOT NULL, url TEXT NOT NULL, warc_file TEXT NOT NULL, dom_at INTEGER NOT NULL,
    UNIQUE (thread, url)
);
CREATE TABLE IF NOT EXISTS queue_meta (key TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
"""
_TABLES = ("queue", "queue_parts", "queue_meta")
_VERSION = 2
"""Of the tables; those of another version are dropped, since the report can be replayed."""
_CHUNK = 5_000


class Entry(NamedTuple):
    """An address to be added."""

    key: str
    """Two spellings of one address have one key."""
    url: str
    host: str
    tags: dict[str, str]
    parent: str | None = None
    """Key of the board it was found on, where it was not listed itself."""
    active: float | None = None
    """The latest moment (seconds since 1970) at which something may have been added to it; None: unknown."""


class Learned(NamedTuple):
    """What the report says of an address."""

    entry: Entry
    state: State
    verdict: str
    reason: str | None
    captured: float
    """When it was visited, seconds since 1970."""
    found: list[Entry]
    """Of a board: its threads."""


class Part(NamedTuple):
    """A page of a thread that was captured before."""

    url: str
    warc_file: str
    dom_at: int


class Task(NamedTuple):
    """An address that is to be visited."""

    id: int
    url: str
    host: str
    attempts: int
    tags: dict[str, str]
    parent: str | None
    verdict: str | None = None
    """Of the last try; None: this is the first."""


class Queue:
    """The addresses of a collection's batches; one process at a time writes it (the holder of the report's lock)."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._database = open_database(path, "")
        try:
            self._prepare()
        except BaseException:
            self._database.close()
            raise
        self.run = 0

    def _prepare(self) -> None:
        try:
            old = self._database.execute("SELECT 1 FROM sqlite_master WHERE name = 'queue_meta'").fetchone()
            if old and self._meta("version") != _VERSION:
                self._database.executescript("".join(f"DROP TABLE IF EXISTS {table};" for table in _TABLES))
            self._database.executescript(_SCHEMA)
            if self._meta("version") != _VERSION:
                self._set_meta("version", _VERSION)
        except sqlite3.Error as error:
            raise OutputError(f"{self._path}: {error}") from error

    # ── filling ──────────────────────────────────────────────────────────────────────────────────────────────────

    def begin_run(self, latest: float) -> None:
        """A new run: what `add` names from now on belongs to it; what a dead run was at is pending again.

        Nothing is due after `latest` (seconds since 1970): the clock may have been set back since.
        """
        self.run = self._meta("run") + 1
        with self._transaction():
            self._set_meta("run", self.run)
            self._execute("UPDATE queue SET state = 'pending' WHERE state = 'running'")
            self._execute("UPDATE queue SET due = ? WHERE state = 'pending' AND due > ?", (latest, latest))

    def add(self, entries: Iterable[Entry]) -> int:
        """Take in addresses, in chunks that are each durable; gives how many the queue did not have yet.

        What it has keeps its state and tags, and belongs to this run from now on.
        """
        added = 0
        for chunk in _chunks(entries):
            before = self._highest()
            with self._transaction():
                self._database.executemany(
                    "INSERT INTO queue (key, url, host, state, tags, run, parent) VALUES (?, ?, ?, 'pending', ?, ?, ?) "
                    "ON CONFLICT (key) DO UPDATE SET run = excluded.run, parent = excluded.parent",
                    [(e.key, e.url, e.host, _tags(e), self.run, e.parent) for e in chunk],
                )
            added += self._highest() - before
        return added

    def add_bad(self, entry: Entry, reason: str) -> bool:
        """Note a text that is no address as failed; False when that was noted before."""
        before = self._highest()
        self._execute(
            "INSERT INTO queue (key, url, host, state, verdict, reason, run) "
            "VALUES (?, ?, '', 'failed', 'not-a-url', ?, ?) ON CONFLICT (key) DO UPDATE SET run = excluded.run",
            (entry.key, entry.url, reason, self.run),
        )
        return self._highest() > before

    def adopt(self) -> None:
        """What boards of this run had led to in earlier runs belongs to it as well."""
        self._execute(
            "UPDATE queue SET run = ? WHERE parent IN (SELECT key FROM queue WHERE run = ? AND parent IS NULL)",
            (self.run, self.run),
        )

    def again(self, states: Iterable[State]) -> int:
        """Put this run's addresses that ended so back to pending; gives how many."""
        with self._transaction():
            return sum(
                self._execute(
                    "UPDATE queue SET state = 'pending', attempts = 0, due = 0, verdict = NULL, reason = NULL "
                    "WHERE run = ? AND state = ? AND host <> ''",
                    (self.run, state),
                ).rowcount
                for state in states
            )

    # ── working through ──────────────────────────────────────────────────────────────────────────────────────────

    def hosts(self) -> list[str]:
        """The hosts that have pending addresses of this run."""
        rows = self._execute("SELECT DISTINCT host FROM queue WHERE state = 'pending' AND run = ?", (self.run,))
        return [row[0] for row in rows]

    def next_of(self, host: str, now: float) -> tuple[Task | None, float | None]:
        """The host's next address that is due, marked as running; else None and when the next one is due (None: never).

        Those that were tried before come after the others, whatever their place in the list.
        """
        row = self._execute(
            "SELECT id, url, host, attempts, tags, parent, due, verdict FROM queue "
            "WHERE state = 'pending' AND run = ? AND host = ? ORDER BY due, id LIMIT 1",
            (self.run, host),
        ).fetchone()
        if row is None:
            return None, None
        if row[6] > now:
            return None, float(row[6])
        self._execute("UPDATE queue SET state = 'running' WHERE id = ?", (row[0],))
        tags = msgspec.json.decode(row[4], type=dict[str, str]) if row[4] else {}
        return Task(row[0], row[1], row[2], row[3], tags, row[5], row[7] if row[3] else None), None

    def has_pending(self, host: str) -> bool:
        """Whether the host has an address of this run that is to be visited, now or later."""
        return (
            self._execute(
                "SELECT 1 FROM queue WHERE state = 'pending' AND run = ? AND host = ? LIMIT 1", (self.run, host)
            ).fetchone()
            is not None
        )

    def finish(
        self,
        task: Task,
        state: State,
        verdict: str,
        reason: str | None,
        reported: int,
        *,
        captured: float,
        found: Iterable[Entry] = (),
        again: Iterable[State] = (),
    ) -> int:
        """Note what became of a task; `reported` is the size of report.jsonl with its line in it.

        `found` are the threads of a board, which become pending: those that the queue has already only when they ended
        in one of the states `again`, and, being done, were active after they were captured. Gives how many became so.
        """
        with self._transaction():
            self._execute(
                "UPDATE queue SET state = ?, attempts = ?, verdict = ?, reason = ?, captured = ? WHERE id = ?",
                (state, task.attempts + 1, verdict, reason, captured, task.id),
            )
            self._set_meta("reported", reported)
            return sum(self._find(entry, self.run, tuple(again)) for entry in found)

    def _find(self, entry: Entry, run: int, again: tuple[State, ...]) -> int:
        """Take in a thread that a board led to; 1 when it is pending because of that, else 0."""
        known = self._execute("SELECT id, state, captured FROM queue WHERE key = ?", (entry.key,)).fetchone()
        if known is None:
            self._execute(
                "INSERT INTO queue (key, url, host, state, tags, run, parent) VALUES (?, ?, ?, 'pending', ?, ?, ?)",
                (entry.key, entry.url, entry.host, _tags(entry), run, entry.parent),
            )
            return 1
        number, state, captured = known
        self._execute("UPDATE queue SET run = ?, parent = ? WHERE id = ?", (run, entry.parent, number))
        grown = entry.active is None or captured is None or entry.active > captured
        if state not in again or (state == "done" and not grown):
            return 0
        self._execute("UPDATE queue SET state = 'pending', attempts = 0, due = 0 WHERE id = ?", (number,))
        return 1

    def postpone(self, task: Task, due: float, verdict: str, reason: str | None, reported: int) -> None:
        """The task is to be tried again, not before `due`."""
        with self._transaction():
            self._execute(
                "UPDATE queue SET state = 'pending', attempts = ?, due = ?, verdict = ?, reason = ? WHERE id = ?",
                (task.attempts + 1, due, verdict, reason, task.id),
            )
            self._set_meta("reported", reported)

    def release(self, task: Task) -> None:
        """The task was interrupted: it is pending as before."""
        self._execute("UPDATE queue SET state = 'pending' WHERE id = ?", (task.id,))

    def skip_host(self, host: str, reason: str) -> int:
        """Give up what is pending on a host; gives how many addresses that were."""
        return self._execute(
            "UPDATE queue SET state = 'skipped', reason = ? WHERE state = 'pending' AND run = ? AND host = ?",
            (reason, self.run, host),
        ).rowcount

    # ── following the report ─────────────────────────────────────────────────────────────────────────────────────

    def reported(self) -> int:
        """Up to which byte report.jsonl is known."""
        return self._meta("reported")

    def learn(self, outcomes: Iterable[Learned], reported: int) -> None:
        """Take in what report.jsonl says, up to the byte `reported`."""
        with self._transaction():
            for entry, state, verdict, reason, captured, found in outcomes:
                self._execute(
                    "INSERT INTO queue (key, url, host, state, attempts, verdict, reason, captured) "
                    "VALUES (?, ?, ?, ?, 1, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET state = excluded.state, "
                    "attempts = attempts + 1, verdict = excluded.verdict, reason = excluded.reason, "
                    "captured = excluded.captured",
                    (entry.key, entry.url, entry.host, state, verdict, reason, captured),
                )
                for child in found:
                    self._find(child, 0, ())
            self._set_meta("reported", reported)

    def add_part(self, thread: str, part: Part, reported: int | None = None) -> None:
        """Note a captured page of the thread with this key; one that is known keeps its place."""
        self._execute(
            "INSERT INTO queue_parts (thread, url, warc_file, dom_at) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (thread, url) DO UPDATE SET warc_file = excluded.warc_file, dom_at = excluded.dom_at",
            (thread, *part),
        )
        if reported is not None:
            self._set_meta("reported", reported)

    def parts(self, thread: str) -> list[Part]:
        """The captured pages of a thread, in the order of their first capture."""
        rows = self._execute("SELECT url, warc_file, dom_at FROM queue_parts WHERE thread = ? ORDER BY id", (thread,))
        return [Part(*row) for row in rows]

    def forget_parts(self) -> None:
        """Threads are captured from their first page again."""
        self._execute("DELETE FROM queue_parts")

    # ── looking ──────────────────────────────────────────────────────────────────────────────────────────────────

    def counts(self, *, whole: bool = False) -> dict[str, int]:
        """How many addresses are in each state: of this run, or of all runs."""
        where = "" if whole else "WHERE run = ?"
        rows = self._execute(
            f"SELECT state, count(*) FROM queue {where} GROUP BY state",  # noqa: S608 - text of our own
            () if whole else (self.run,),
        )
        return dict(rows)

    def size(self) -> int:
        """Addresses of this run, without texts that are none."""
        row = self._execute("SELECT count(*) FROM queue WHERE run = ? AND host <> ''", (self.run,)).fetchone()
        return int(row[0])

    def failures(self, limit: int = 1000, *, whole: bool = False) -> list[tuple[str, str, str]]:
        """Failed and skipped addresses of this run, or of all: address, verdict or state, and reason."""
        rows = self._execute(
            "SELECT url, coalesce(verdict, state), coalesce(reason, '') FROM queue "
            "WHERE (run = ? OR ?) AND state IN ('failed', 'skipped') ORDER BY id LIMIT ?",
            (self.run, whole, limit),
        )
        return list(rows)

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _transaction(self) -> _Transaction:
        return _Transaction(self._database, self._path)

    def _execute(self, statement: str, values: tuple[object, ...] = ()) -> sqlite3.Cursor:
        try:
            return self._database.execute(statement, values)
        except sqlite3.Error as error:
            raise OutputError(f"{self._path}: {error}") from error

    def _highest(self) -> int:
        """The last identifier: they are given without gaps, and no row is ever deleted."""
        return int(self._execute("SELECT coalesce(max(id), 0) FROM queue").fetchone()[0])

    def _meta(self, key: str) -> int:
        row = self._execute("SELECT value FROM queue_meta WHERE key = ?", (key,)).fetchone()
        return int(row[0]) if row else 0

    def _set_meta(self, key: str, value: int) -> None:
        self._execute("INSERT OR REPLACE INTO queue_meta VALUES (?, ?)", (key, value))


class _Transaction:
    """All or nothing, also when the process dies inside."""

    def __init__(self, database: sqlite3.Connection, path: Path) -> None:
        self._database = database
        self._path = path

    def __enter__(self) -> None:
        self._run("BEGIN IMMEDIATE")

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        self._run("COMMIT" if kind is None else "ROLLBACK")

    def _run(self, statement: str) -> None:
        try:
            self._database.execute(statement)
        except sqlite3.Error as error:
            raise OutputError(f"{self._path}: {error}") from error


def _tags(entry: Entry) -> str | None:
    return msgspec.json.encode(entry.tags).decode() if entry.tags else None


def _chunks(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    chunk: list[Entry] = []
    for entry in entries:
        chunk.append(entry)
        if len(chunk) >= _CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
