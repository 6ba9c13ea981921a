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
from pagearchive.collection import Entry, Part, Queue, State, Task, read_lines
from pagearchive.errors import BrowserError, InputError
from pagearchive.jobs.browsers import BrowserPool
from pagearchive.jobs.filing import Filing
from pagearchive.jobs.lists import Listed
from pagearchive.jobs.options import RunOptions
from pagearchive.jobs.outcome import ARCHIVED, Outcome
from pagearchive.jobs.politeness import Host, HostRules, Schedule
from pagearchive.jobs.robots import RobotsBook, Rules
from pagearchive.jobs.running import warc_info
from pagearchive.jobs.stored import known_pages
from pagearchive.jobs.threads import join_pages, thread_outcome, walk_thread
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
_ONE_AFTER_ANOTHER = "*"
"""The host under which addresses are kept that are visited in their order."""


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
    """Visit everything again, finished pages too, and threads from their first page."""
    update: bool = False
    """Visit finished threads again, from their last known page on."""
    in_order: bool = False
    """One address after another as listed, whatever their hosts: for a few addresses that somebody typed."""


class Events:
    """What a batch tells while it runs; every method may be overridden."""

    def recovered(self, line: str) -> None:
        """Something that a dead run had left was put in order."""

    def loaded(self, new: int, known: int, duplicates: int, bad: int) -> None:
        """The list was read; bad lines were told of as finished before."""

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
    with Filing(root) as filing:
        for line in filing.recovered:
            events.recovered(line)
        with Queue(filing.directory.index) as queue:
            catch_up(queue, filing.directory.report)
            queue.begin_run()
            _load(queue, filing, entries, batch, events)
            if batch.fresh and not batch.update:
                queue.forget_parts()
            queue.again(_revisited(batch))
            if queue.counts().get("pending"):
                program = find_browser(options.browser).path
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
        if outcome.thread is not None:
            if outcome.archived and outcome.warc_file and outcome.dom_at is not None:
                queue.add_part(canonical(outcome.thread), Part(outcome.url, outcome.warc_file, outcome.dom_at))
        else:
            state: State = "done" if outcome.verdict in ARCHIVED else "failed"
            learned.append((entry_of(outcome.url, {}), state, outcome.verdict, outcome.error))
        if len(learned) >= _CHUNK:
            queue.learn(learned, place.offset + place.length + 1)
            learned.clear()
    queue.learn(learned, report.stat().st_size if report.exists() else 0)


def entry_of(url: str, tags: dict[str, str], host: str | None = None) -> Entry:
    """The address as the queue holds it."""
    return Entry(canonical(url), url, host or urlsplit(url).netloc.lower(), tags)


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
                yield entry_of(entry.url, entry.tags, _ONE_AFTER_ANOTHER if batch.in_order else None)
                continue
            bad += 1
            if queue.add_bad(Entry(f"bad:{entry.url}", entry.url, "", {}), entry.error) or batch.in_order:
                outcome = Outcome(url=entry.url, verdict="not-a-url", started_at=datetime.now(UTC), error=entry.error)
                events.finished(filing.file(outcome, None), None, None)

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
                            visitor = Visitor(self._filing, self._options, info, number)
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
            if refused is not None:
                outcome = Outcome(url=task.url, verdict="refused-by-robots", started_at=started_at, error=refused)
            elif self._options.follow == "thread":
                outcome, record = await self._thread(visitor, browser, host, task)
            else:
                outcome, record = await asyncio.wait_for(visitor.visit(browser, task.url), limit)
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

    async def _thread(
        self, visitor: Visitor, browser: Browser, host: Host, task: Task
    ) -> tuple[Outcome, Thread | Article | None]:
        """Visit a thread from its first page, or from where an earlier run or try had come to, to its last."""
        started_at = datetime.now(UTC)
        key = canonical(task.url)
        pages = await asyncio.to_thread(known_pages, self._filing, self.queue.parts(key))
        address: str | None = task.url
        if pages and self._batch.update and task.attempts == 0:
            last = pages.pop()
            address = last.requested_url
        elif pages:
            address = pages[-1].thread.next_page if pages[-1].thread else None
        record: Thread | Article | None = None

        async def visit(url: str) -> tuple[Outcome, Thread | Article | None]:
            nonlocal record
            if pages or record is not None:
                await asyncio.sleep(host.delay)
            self._events.visiting(visitor.number, url)
            outcome, record = await self._visit_part(visitor, browser, url)
            more = isinstance(record, Thread) and record.thread is not None and record.thread.next_page is not None
            if pages or url != task.url or more:
                await self._file_part(key, task.url, outcome)
            return outcome, record

        async def refusal(url: str) -> str | None:
            return await self._ask_robots(visitor, browser, host, task._replace(url=url, parent=task.url), [])

        walk = await walk_thread(pages, address, visit, refusal, self._options.max_pages)
        if len(walk.pages) < 2 and walk.outcomes and not (walk.pages and walk.stopped):
            return walk.outcomes[-1], record
        if not walk.pages:
            raise BrowserError(f"{task.url}: {walk.stopped}")
        thread = join_pages(walk)
        return thread_outcome(task.url, started_at, walk, thread), thread

    async def _visit_part(
        self, visitor: Visitor, browser: Browser, url: str
    ) -> tuple[Outcome, Thread | Article | None]:
        """Visit one page of a thread, with further tries of what may pass."""
        tries = 0
        while True:
            outcome, record = await asyncio.wait_for(visitor.visit(browser, url), self._options.timeout + GRACE)
            wait = retry_in(outcome, tries, self._batch)
            if wait is None:
                return outcome, record
            tries += 1
            await asyncio.sleep(wait)

    async def _file_part(self, key: str, thread: str, outcome: Outcome) -> None:
        """Report a page of a thread; its posts are filed with the whole thread."""
        part = structs.replace(outcome, thread=thread, kind=None)
        async with self._lock:
            await asyncio.shield(asyncio.to_thread(self._filing.file, part, None))
            if part.archived and part.warc_file and part.dom_at is not None:
                known = Part(part.url, part.warc_file, part.dom_at)
                self.queue.add_part(key, known, self._filing.report_size)

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
        wait = retry_in(outcome, task.attempts, self._batch)
        async with self._lock:
            filed = await asyncio.shield(asyncio.to_thread(self._filing.file, outcome, record))
            if wait is not None:
                due = time.time() + wait
                self.queue.postpone(task, due, outcome.verdict, outcome.error, self._filing.report_size)
            else:
                state: State = "done" if outcome.archived else "failed"
                self.queue.finish(task, state, outcome.verdict, outcome.error, self._filing.report_size)
        self._tell_schedule(host, outcome)
        self._changed.set()
        self._events.finished(filed, record, wait)

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


def retry_in(outcome: Outcome, tries: int, batch: BatchOptions) -> float | None:
    """Seconds until what may pass is tried again after `tries` earlier tries; None: it is not."""
    passing = outcome.verdict in PASSING or outcome.status in PASSING_STATUSES
    if outcome.archived or not passing or tries >= batch.retries:
        return None
    wait: float = min(MAX_BACKOFF, batch.backoff * 2**tries) * random.uniform(0.75, 1.25)  # noqa: S311
    return max(wait, outcome.retry_after or 0.0)


def _first(failures: BaseExceptionGroup[BaseException]) -> BaseException:
    """What ended the run: the other workers' errors follow from it."""
    error: BaseException = failures
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error
