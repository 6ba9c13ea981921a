"""A list of addresses worked through: many workers, polite to each host, resumable after any end.

The state of every address is in collection.sqlite, the truth about finished ones in report.jsonl: see `recovery` and
`Queue`. The same command again goes on where the last run stopped, however it stopped.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from pagearchive.capture import find_browser
from pagearchive.collection import Entry, Learned, Part, Queue, State, read_lines
from pagearchive.errors import InputError
from pagearchive.jobs.batch_options import BatchOptions, Events
from pagearchive.jobs.desk import Desk, entry_of
from pagearchive.jobs.engine import Engine
from pagearchive.jobs.filing import Filing
from pagearchive.jobs.lists import Listed
from pagearchive.jobs.local import LocalEngine
from pagearchive.jobs.options import RunOptions
from pagearchive.jobs.outcome import ARCHIVED, Outcome
from pagearchive.jobs.passwords import kept_apart
from pagearchive.jobs.visit import MAX_RETRY_AFTER
from pagearchive.urls import canonical

__all__ = ["BatchOptions", "Events", "run_batch"]

_CHUNK = 5_000


def local_engine(options: RunOptions) -> Engine:
    """Workers in this process. Raises BrowserNotFoundError."""
    return LocalEngine(find_browser(options.browser).path)


async def run_batch(
    entries: Iterable[Listed],
    root: Path,
    options: RunOptions,
    batch: BatchOptions,
    events: Events,
    engine: Callable[[RunOptions], Engine] = local_engine,
) -> dict[str, int]:
    """Work through a list; gives how many of its addresses ended in each state.

    `engine` makes the engine once it is known that there is something to do. Raises BrowserNotFoundError, OutputError
    (also when another process is writing the collection), InputError for a list that cannot be read, BrowserError when
    browsers do not start. Cancelled, it leaves everything resumable.
    """
    with Filing(root) as filing:
        for line in filing.recovered:
            events.recovered(line)
        with Queue(filing.directory.index) as queue:
            catch_up(queue, filing.directory.report)
            queue.begin_run(time.time() + MAX_RETRY_AFTER)
            _load(queue, filing, kept_apart(entries, options.passwords), batch, events)
            if batch.fresh and not batch.update:
                queue.forget_parts()
            queue.again(_revisited(batch))
            if options.follow == "board":
                queue.adopt()
                queue.again(["failed", "skipped"] if batch.retry_failed else [])
            if waiting := queue.counts().get("pending", 0):
                chosen = engine(options)
                desk = Desk(filing, queue, options, batch, events)
                events.begun(desk)
                try:
                    await chosen.run(desk, min(batch.workers, waiting))
                finally:
                    with filing.index() as index:
                        for line in index.damaged:
                            events.recovered(line)
            return queue.counts()


def catch_up(queue: Queue, report: Path) -> None:
    """Replay what report.jsonl says beyond what the queue knows."""
    start = queue.reported()
    if start > (report.stat().st_size if report.exists() else 0):
        start = 0  # somebody replaced the report: read it anew
    learned: list[Learned] = []
    for place, line in read_lines(report, start):
        try:
            outcome = msgspec.json.decode(line, type=Outcome)
        except msgspec.DecodeError as error:
            raise InputError(f"{report} at offset {place.offset}: not a line of a report ({error})") from error
        if outcome.thread is not None:
            if outcome.archived and outcome.warc_file and outcome.dom_at is not None:
                queue.add_part(canonical(outcome.thread), Part(outcome.url, outcome.warc_file, outcome.dom_at))
        else:
            state: State = "done" if outcome.verdict in ARCHIVED else "failed"
            entry = entry_of(outcome.url, {})
            found = [entry_of(url, outcome.tags, parent=entry.key) for url in outcome.found or ()]
            captured = outcome.started_at.timestamp()
            learned.append(Learned(entry, state, outcome.verdict, outcome.error, captured, found))
        if len(learned) >= _CHUNK:
            queue.learn(learned, place.offset + place.length + 1)
            learned.clear()
    queue.learn(learned, report.stat().st_size if report.exists() else 0)


def _revisited(batch: BatchOptions) -> list[State]:
    """The states of addresses that are visited once more."""
    if batch.fresh:
        return ["done", "failed", "skipped"]
    states: list[State] = ["done"] if batch.update else []
    return states + (["failed", "skipped"] if batch.retry_failed else [])


def _load(queue: Queue, filing: Filing, entries: Iterable[Listed], batch: BatchOptions, events: Events) -> None:
    """Read the list into the queue. Bad lines go into the report once, however often the command is run."""
    listed = bad = 0

    def good() -> Iterator[Entry]:
        nonlocal listed, bad
        for entry in entries:
            if entry.error is None:
                listed += 1
                yield entry_of(entry.url, entry.tags, in_order=batch.in_order)
                continue
            bad += 1
            if queue.add_bad(Entry(f"bad:{entry.url}", entry.url, "", {}), entry.error) or batch.in_order:
                outcome = Outcome(url=entry.url, verdict="not-a-url", started_at=datetime.now(UTC), error=entry.error)
                events.finished(filing.file(outcome, None), None, None)

    added = queue.add(good())
    distinct = queue.size()
    events.loaded(added, distinct - added, listed - distinct, bad)
