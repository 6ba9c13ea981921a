"""A list of addresses worked through: many workers, polite to each host, resumable after any end.

The state of every address is in collection.sqlite, the truth about finished ones in report.jsonl: see `recovery` and
`Queue`. The same command again goes on where the last run stopped, however it stopped.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct, structs

from pagearchive.capture import Browser, CaptureOptions, find_browser
from pagearchive.collection import Entry, Queue, State, Task, read_lines
from pagearchive.errors import BrowserError, InputError
from pagearchive.jobs.browsers import BrowserPool
from pagearchive.jobs.filing import Filing
from pagearchive.jobs.lists import Listed
from pagearchive.jobs.options import RunOptions
from pagearchive.jobs.outcome import ARCHIVED, Outcome
from pagearchive.jobs.politeness import Host, HostRules, Schedule
from pagearchive.jobs.robots import RobotsBook, Rules
from pagearchive.jobs.running import warc_info
from pagearchive.jobs.visit import Visitor, crashed
from pagearchive.model import Article, Thread
from pagearchive.urls import canonical

TABS = 4
"""Workers that share one browser process."""
GRACE = 45.0
"""Seconds over a page's limit after which its browser is taken for hung."""
PASSING = frozenset({"timeout", "connection-error", "dns-error", "crashed", "interrupted"})
"""Verdicts that another try may change; HTTP errors go by their status."""
UNREACHED = frozenset({"timeout", "connection-error", "dns-error", "tls-error"})
"""Verdicts that count against the host."""
PASSING_STATUSES = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 525, 527, 530})
BUSY_STATUSES = frozenset({429, 503})
MAX_BACKOFF = 600.0
_CHUNK = 5_000


class BatchOptions(Struct, frozen=True, kw_only=True):
    """How a list is worked through."""

    workers: int = 4
    retries: int = 2
    """Further tries of what may pass."""
    backoff: float = 5.0
    """Seconds before the second try; each further one waits twice as long, with jitter."""
    hosts: HostRules = HostRules()
    retry_failed: bool = False
    """Try again what failed or was skipped in earlier runs."""
    fresh: bool = False
    """Visit everything again, finished pages too."""


class Events:
    """What a batch tells while it runs; every method may be overridden."""

    def recovered(self, line: str) -> None:
        """Something that a dead run had left was put in order."""

    def loaded(self, new: int, known: int, duplicates: int, bad: int) -> None:
        """The list was read."""

    def bad_line(self, listed: Listed) -> None:
        """An entry of the list is no address."""

    def begun(self, batch: Batch) -> None:
        """Work begins; `batch` can be looked at from now on."""

    def visiting(self, worker: int, url: str) -> None:
        """A worker turns to an address."""

    def finished(self, outcome: Outcome, record: Thread | Article | None, retry_in: float | None) -> None:
        """A try is over; `retry_in` says in how many seconds there will be another."""

    def host_given_up(self, host: str, skipped: int, reason: str) -> None:
        """A host is given up, with what was pending on it."""


async def run_batch(
    entries: Iterable[Listed], root: Path, options: RunOptions, batch: BatchOptions, events: Events
) -> dict[str, int]:
    """Work through a list; gives how many of its addresses ended in each state.

    Raises BrowserNotFoundError, OutputError (also when another process is writing the collection), InputError for a
    list that cannot be read, BrowserError when browsers do not start. Cancelled, it leaves everything resumable.
    """
    program = find_browser(options.browser).path
    with Filing(root) as filing:
        for line in filing.recovered:
            events.recovered(line)
        with Queue(filing.directory.index) as queue:
            catch_up(queue, filing.directory.report)
            queue.begin_run()
            _load(queue, filing, entries, events)
            if batch.fresh:
                queue.again(["done", "failed", "skipped"])
            elif batch.retry_failed:
                queue.again(["failed", "skipped"])
            work = Batch(filing, queue, program, options, batch, events)
            events.begun(work)
            try:
                await work.run()
            finally:
                filing.index().close()
            return queue.counts()


def catch_up(queue: Queue, report: Path) -> None:
    """Replay what report.jsonl says beyond what the queue knows."""
    start = queue.reported()
    if start > (report.stat().st_size if report.exists() else 0):
        start = 0  # somebody replaced the report: read it anew
    learned: list[tuple[Entry, State, str, str | None]] = []
    for place, line in read_lines(report, start):
        try:
            outcome = msgspec.json.decode(line, type=Outcome)
        except msgspec.DecodeError as error:
            raise InputError(f"{report} at offset {place.offset}: not a line of a report ({error})") from error
        if outcome.thread in (None, outcome.url):
            state: State = "done" if outcome.verdict in ARCHIVED else "failed"
            learned.append((entry_of(outcome.url, {}), state, outcome.verdict, outcome.error))
        if len(learned) >= _CHUNK:
            queue.learn(learned, place.offset + place.length + 1)
            learned.clear()
    queue.learn(learned, report.stat().st_size if report.exists() else 0)


def entry_of(url: str, tags: dict[str, str], parent: str | None = None) -> Entry:
    """The address as the queue holds it."""
    return Entry(canonical(url), url, urlsplit(url).netloc.lower(), tags, parent)


def _load(queue: Queue, filing: Filing, entries: Iterable[Listed], events: Events) -> None:
    """Read the list into the queue. Bad lines are reported once, however often the command is run."""
    listed = bad = 0

    def good() -> Iterator[Entry]:
        nonlocal listed, bad
        for entry in entries:
            if entry.error is None:
                listed += 1
                yield entry_of(entry.url, entry.tags)
                continue
            bad += 1
            events.bad_line(entry)
            if queue.add_bad(Entry(f"bad:{entry.url}", entry.url, "", {}), entry.error):
                outcome = Outcome(url=entry.url, verdict="not-a-url", started_at=datetime.now(UTC), error=entry.error)
                filing.file(outcome, None)

    added = queue.add(good())
    distinct = queue.size()
    events.loaded(added, distinct - added, listed - distinct, bad)


class Batch:
    """One run, from the first visit to the last."""

    def __init__(
        self, filing: Filing, queue: Queue, program: Path, options: RunOptions, batch: BatchOptions, events: Events
    ) -> None:
        self._filing = filing
        self._program = program
        self._options = options
        self._batch = batch
        self._events = events
        self._robots = RobotsBook()
        self._lock = asyncio.Lock()
        self._changed = asyncio.Event()
        self._pool: BrowserPool | None = None
        self.queue = queue
        self.schedule = Schedule(batch.hosts)
        self.started = time.monotonic()

    async def run(self) -> None:
        """Work until nothing is left to do."""
        now = time.monotonic()
        for host in self.queue.hosts():
            self.schedule.add(host, now)
        workers = min(self._batch.workers, max(1, sum(self.queue.counts().values())))
        options = CaptureOptions(insecure=self._options.insecure)
        async with BrowserPool(self._program, options, -(-workers // TABS)) as pool:
            self._pool = pool
            try:
                async with asyncio.TaskGroup() as group:
                    for number in range(workers):
                        group.create_task(self._work(number, pool))
            except BaseExceptionGroup as failures:
                raise _first(failures) from None

    # ── one worker ───────────────────────────────────────────────────────────────────────────────────────────────

    async def _work(self, number: int, pool: BrowserPool) -> None:
        visitor: Visitor | None = None
        try:
            while turn := await self._next():
                host, task = turn
                self._events.visiting(number, task.url)
                try:
                    async with pool.lend(number) as browser:
                        if visitor is None:
                            info = warc_info(self._options, browser.version, self._program)
                            visitor = Visitor(self._filing, self._options, info, f"pagearchive-{number}")
                        await self._do(visitor, browser, pool, host, task)
                except BaseException:
                    self.queue.release(task)
                    self.schedule.give_back(host, time.monotonic())
                    self._changed.set()
                    raise
        finally:
            if visitor is not None:
                visitor.close()

    async def _next(self) -> tuple[Host, Task] | None:
        """The next address whose host's turn it is; None when all work is done."""
        while True:
            self._changed.clear()
            now = time.monotonic()
            if host := self.schedule.take(now):
                task, due = self.queue.next_of(host.name, time.time())
                if task is not None:
                    return host, task
                if due is None:
                    self.schedule.drop(host)
                else:
                    self.schedule.give_back(host, now + max(0.01, due - time.time()))
                continue
            at = self.schedule.next_at()
            if at is None and not self.schedule.busy:
                self._changed.set()
                return None
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._changed.wait(), None if at is None else max(0.001, at - now))

    async def _do(self, visitor: Visitor, browser: Browser, pool: BrowserPool, host: Host, task: Task) -> None:
        started_at = datetime.now(UTC)
        notes: list[str] = []
        record: Thread | Article | None = None
        limit = self._options.timeout + GRACE
        try:
            refused = await asyncio.wait_for(self._ask_robots(visitor, browser, host, task, notes), GRACE)
            if refused is None:
                outcome, record = await asyncio.wait_for(visitor.visit(browser, task.url), limit)
            else:
                outcome = Outcome(url=task.url, verdict="refused-by-robots", started_at=started_at, error=refused)
        except TimeoutError:
            pool.retire(browser)
            error = BrowserError(f"the browser did not come back within {limit:.0f} s")
            outcome = crashed(task.url, error, started_at)
        except BrowserError as error:
            pool.retire(browser)
            outcome = crashed(task.url, error, started_at)
        notes = [*outcome.notes, *notes]
        outcome = structs.replace(outcome, attempt=task.attempts + 1, tags=task.tags, notes=notes)
        await self._settle(host, task, outcome, record)

    async def _ask_robots(
        self, visitor: Visitor, browser: Browser, host: Host, task: Task, notes: list[str]
    ) -> str | None:
        """Why robots.txt forbids the visit, where that counts; its delay is taken over."""
        if self._options.robots == "ignore":
            return None

        async def fetch(url: str) -> Rules:
            return await visitor.fetch_robots(browser, url)

        rules = await self._robots.of(task.url, fetch)
        if (asked := rules.delay()) is not None:
            host.floor = max(host.floor, min(asked, self._batch.hosts.max_crawl_delay))
            host.delay = max(host.delay, host.floor)
        if rules.allows(task.url):
            return None
        if self._options.robots == "obey" or task.parent is not None:
            return rules.refusal(task.url)
        notes.append(f"visited although {rules.refusal(task.url)}")
        return None

    # ── what became of it ────────────────────────────────────────────────────────────────────────────────────────

    async def _settle(self, host: Host, task: Task, outcome: Outcome, record: Thread | Article | None) -> None:
        """File the outcome, decide about another try, and give the host back."""
        retry_in = self._retry_in(task, outcome)
        async with self._lock:
            filed = await asyncio.shield(asyncio.to_thread(self._filing.file, outcome, record))
            if retry_in is not None:
                due = time.time() + retry_in
                self.queue.postpone(task, due, outcome.verdict, outcome.error, self._filing.report_size)
            else:
                state: State = "done" if outcome.archived else "failed"
                self.queue.finish(task, state, outcome.verdict, outcome.error, self._filing.report_size)
        self._tell_schedule(host, outcome)
        self._changed.set()
        self._events.finished(filed, record, retry_in)

    def _retry_in(self, task: Task, outcome: Outcome) -> float | None:
        passing = outcome.verdict in PASSING or outcome.status in PASSING_STATUSES
        if outcome.archived or not passing or task.attempts >= self._batch.retries:
            return None
        wait: float = min(MAX_BACKOFF, self._batch.backoff * 2**task.attempts) * random.uniform(0.75, 1.25)  # noqa: S311
        return max(wait, outcome.retry_after or 0.0)

    def _tell_schedule(self, host: Host, outcome: Outcome) -> None:
        now = time.monotonic()
        if outcome.status in BUSY_STATUSES:
            self.schedule.slow_down(host, now, outcome.retry_after)
        elif outcome.verdict in UNREACHED:
            self.schedule.unreachable(host, now, outcome.error or outcome.verdict)
        elif outcome.verdict == "refused-by-robots":
            self.schedule.give_back(host, now)
        else:
            self.schedule.reached(host, now)
        if host.given_up is not None:
            skipped = self.queue.skip_host(host.name, host.given_up)
            self._events.host_given_up(host.name, skipped, host.given_up)


def _first(failures: BaseExceptionGroup[BaseException]) -> BaseException:
    """What ended the run: the other workers' errors follow from it."""
    error: BaseException = failures
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error
