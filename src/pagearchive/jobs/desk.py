"""Where a batch's addresses are handed out and their results taken in: state, politeness, retries and filing.

It knows nothing of browsers or of where workers live: see `engine`. One desk serves all workers of a run, so that a
host is visited by one of them at a time and every result is durable before it counts.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from datetime import datetime
from urllib.parse import urlsplit

from msgspec import structs

from pagearchive.collection import Entry, Part, Queue, State, Task
from pagearchive.jobs.batch_options import BatchOptions, Events
from pagearchive.jobs.blocking import finished
from pagearchive.jobs.boards import Found
from pagearchive.jobs.engine import Result, Turn
from pagearchive.jobs.filing import Filing
from pagearchive.jobs.options import RunOptions
from pagearchive.jobs.outcome import Outcome
from pagearchive.jobs.politeness import Host, Schedule
from pagearchive.jobs.retries import BUSY_STATUSES, UNREACHED, retry_in
from pagearchive.urls import canonical

_ONE_AFTER_ANOTHER = "*"
"""The host under which addresses are kept that are visited in their order."""


def entry_of(
    url: str,
    tags: dict[str, str],
    *,
    in_order: bool = False,
    parent: str | None = None,
    active: datetime | None = None,
) -> Entry:
    """The address as the queue holds it."""
    host = _ONE_AFTER_ANOTHER if in_order else urlsplit(url).netloc.lower()
    return Entry(canonical(url), url, host, tags, parent, active.timestamp() if active else None)


_SIGN_IN = "sign in again with `pagearchive login`, then give the same command with --retry-failed"


class Desk:
    """Hands out turns and takes results in; a `Line` for workers of this process."""

    def __init__(self, filing: Filing, queue: Queue, options: RunOptions, batch: BatchOptions, events: Events) -> None:
        self._events = events
        self._lock = asyncio.Lock()
        self._changed = asyncio.Event()
        self.filing = filing
        self.queue = queue
        self.options = options
        self.batch = batch
        self.schedule = Schedule(batch.hosts)
        self.started = time.monotonic()
        self._epoch = time.time() - self.started
        self.total = queue.counts().get("pending", 0)
        """Addresses of this run that were to be visited; boards add to it."""
        for host in queue.hosts():
            self.schedule.add(host, self.started)

    # ── handing out ──────────────────────────────────────────────────────────────────────────────────────────────

    async def next(self) -> Turn | None:
        """The next address whose host's turn it is, when it is; None when all work is done."""
        while True:
            self._changed.clear()
            now = time.monotonic()
            if host := self.schedule.take(now):
                if turn := self._turn(host, now):
                    return turn
                continue
            at = self.schedule.next_at()
            if at is None and not self.schedule.busy:
                self._changed.set()
                return None
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(None if at is None else max(0.001, at - now)):
                    await self._changed.wait()

    def _turn(self, host: Host, now: float) -> Turn | None:
        task, due = self.queue.next_of(host.name, self._time())
        if task is not None:
            return Turn(task=task, delay=host.delay, parts=self._parts(task))
        if due is None:
            self.schedule.drop(host)
        else:
            self.schedule.give_back(host, now + max(0.01, due - self._time()))
        return None

    def _time(self) -> float:
        """Seconds since 1970, going on evenly whatever becomes of the machine's clock."""
        return self._epoch + time.monotonic()

    def _parts(self, task: Task) -> list[Part]:
        """The captured pages that count: a board is read anew when it is visited again."""
        is_board = self.options.follow == "board" and task.parent is None
        if self.options.follow is None or (is_board and (self.batch.fresh or self.batch.update)):
            return []
        return self.queue.parts(canonical(task.url))

    def release(self, turn: Turn) -> None:
        """The turn could not be worked to its end: its address is pending as before."""
        self.queue.release(turn.task)
        self.schedule.give_back(self.schedule.hosts[turn.task.host], time.monotonic())
        self._changed.set()

    # ── taking in ────────────────────────────────────────────────────────────────────────────────────────────────

    async def visiting(self, worker: int, url: str) -> None:
        """A worker turns to an address."""
        self._events.visiting(worker, url)

    async def part(self, turn: Turn, outcome: Outcome) -> None:
        """Report a page of the turn's thread; its posts are filed with the whole thread. Raises OutputError."""
        part = structs.replace(outcome, thread=turn.task.url, kind=None)
        async with self._lock:
            await finished(self.filing.thread, self.filing.file, part, None)
            if part.archived and part.warc_file and part.dom_at is not None:
                known = Part(part.url, part.warc_file, part.dom_at)
                self.queue.add_part(canonical(turn.task.url), known, self.filing.report_size)

    async def settle(self, turn: Turn, result: Result) -> None:
        """File the outcome, decide about another try, and give the host back. Raises OutputError."""
        task = turn.task
        outcome = structs.replace(result.outcome, attempt=task.attempts + 1, tags=task.tags)
        record = structs.replace(result.record, tags=task.tags) if result.record and task.tags else result.record
        wait = retry_in(outcome, task.attempts, self.batch)
        async with self._lock:
            filed = await finished(self.filing.thread, self.filing.file, outcome, record)
            if wait is not None:
                due = self._time() + wait
                self.queue.postpone(task, due, outcome.verdict, outcome.error, self.filing.report_size)
            else:
                self._finish(task, outcome, result.found)
        host = self.schedule.hosts[task.host]
        self._tell_schedule(host, result)
        if not self.queue.has_pending(host.name):
            self.schedule.drop(host)
        self._changed.set()
        self._events.finished(filed, record, wait)

    def _finish(self, task: Task, outcome: Outcome, found: list[Found]) -> None:
        """The task is over; the threads that a board led to are handed out from now on."""
        again: list[State] = ["done"] if self.batch.update or self.batch.fresh else []
        again += ["failed", "skipped"] if self.batch.retry_failed or self.batch.fresh else []
        fresh = self.batch.fresh and not self.batch.update
        key, in_order = canonical(task.url), self.batch.in_order
        entries = [
            entry_of(one.url, task.tags, in_order=in_order, parent=key, active=None if fresh else one.last_activity)
            for one in found
        ]
        self.total += self.queue.finish(
            task,
            "done" if outcome.archived else "failed",
            outcome.verdict,
            outcome.error,
            self.filing.report_size,
            captured=outcome.started_at.timestamp(),
            found=entries,
            again=again,
        )
        for entry in entries:
            self.schedule.add(entry.host, time.monotonic())

    def _tell_schedule(self, host: Host, result: Result) -> None:
        now = time.monotonic()
        outcome = result.outcome
        if result.crawl_delay is not None:
            self.schedule.ask(host, result.crawl_delay)
        if outcome.status in BUSY_STATUSES:
            self.schedule.slow_down(host, now, outcome.retry_after)
        elif outcome.verdict in UNREACHED:
            self.schedule.unreachable(host, now, outcome.error or outcome.verdict)
        elif outcome.session_expired and not self.batch.in_order:
            self.schedule.give_up(host, f"the saved login does not hold at {host.name}: {_SIGN_IN}")
        elif outcome.verdict == "refused-by-robots":
            self.schedule.give_back(host, now)
        else:
            self.schedule.reached(host, now)
        if host.given_up is not None:
            skipped = self.queue.skip_host(host.name, host.given_up)
            self._events.host_given_up(host.name, skipped, host.given_up)
