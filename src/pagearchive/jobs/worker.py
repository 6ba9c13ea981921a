"""The work on one address: robots.txt, the visit, or all pages of a thread; and what a browser's death makes of it."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

from msgspec import structs

from pagearchive.capture import Browser
from pagearchive.collection import Part
from pagearchive.errors import ArchiveError, BrowserError
from pagearchive.jobs.batch_options import BatchOptions
from pagearchive.jobs.boards import BoardRules, Found, board_outcome, found_by, walk_board
from pagearchive.jobs.browsers import BrowserPool
from pagearchive.jobs.engine import Line, Result, Turn
from pagearchive.jobs.filing import Shelf
from pagearchive.jobs.options import RunOptions
from pagearchive.jobs.outcome import Outcome
from pagearchive.jobs.reading import ReadPage, read_page
from pagearchive.jobs.retries import retry_in
from pagearchive.jobs.robots import RobotsBook, Rules
from pagearchive.jobs.running import warc_info
from pagearchive.jobs.stored import known_pages, stored_page, warc_of
from pagearchive.jobs.threads import join_pages, thread_outcome, walk_thread
from pagearchive.jobs.visit import GRACE, Visitor, crashed
from pagearchive.model import Article, Thread
from pagearchive.parse.threads.board import Board, read_board

Visited = tuple[Outcome, Thread | Article | None]


class Worker:
    """Works turns one after another, into a WARC of its own. Workers of one process share `pool` and `robots`."""

    def __init__(
        self,
        number: int,
        shelf: Shelf,
        program: Path,
        pool: BrowserPool,
        robots: RobotsBook,
        options: RunOptions,
        batch: BatchOptions,
        read: ReadPage = read_page,
    ) -> None:
        self.number = number
        self.shelf = shelf
        self.robots = robots
        self.options = options
        self.batch = batch
        self.read = read
        self._program = program
        self._pool = pool
        self._visitor: Visitor | None = None

    async def work(self, turn: Turn, line: Line) -> Result:
        """Work a turn to its end. Raises OutputError, BrowserError when no browser starts, CancelledError."""
        await line.visiting(self.number, turn.task.url)
        started_at = datetime.now(UTC)
        suspect = turn.task.verdict == "crashed"
        async with self._pool.alone() if suspect else self._pool.lend(self.number) as browser:
            at = _AtTurn(self, self._visitor_with(browser), browser, turn, line)
            try:
                return await at.run()
            except TimeoutError:
                limit = self.options.timeout + GRACE
                failure = BrowserError(f"the browser did not come back within {limit:.0f} s")
            except BrowserError as error:
                failure = error
            self._pool.retire(browser)
            return Result(outcome=crashed(turn.task.url, failure, started_at), crawl_delay=at.crawl_delay)

    def close(self) -> None:
        """Give the WARC its final name."""
        if self._visitor is not None:
            self._visitor.close()
            self._visitor = None

    def _visitor_with(self, browser: Browser) -> Visitor:
        if self._visitor is None:
            info = warc_info(self.options, browser.version, self._program)
            self._visitor = Visitor(self.shelf, self.options, info, self.number, self.read)
        return self._visitor


class _AtTurn:
    """A worker at one turn, with the browser it was lent."""

    def __init__(self, worker: Worker, visitor: Visitor, browser: Browser, turn: Turn, line: Line) -> None:
        self._worker = worker
        self._visitor = visitor
        self._browser = browser
        self._turn = turn
        self._line = line
        self._options = worker.options
        self._notes: list[str] = []
        self.crawl_delay: float | None = None

    async def run(self) -> Result:
        """Raises BrowserError when the browser died, TimeoutError when it hangs, OutputError."""
        task = self._turn.task
        started_at = datetime.now(UTC)
        record: Thread | Article | None = None
        async with asyncio.timeout(GRACE):
            refused = await self._refusal(task.url)
        if refused is not None:
            outcome = Outcome(url=task.url, verdict="refused-by-robots", started_at=started_at, error=refused)
        elif self._options.follow == "board" and task.parent is None:
            return await self._board(started_at)
        elif self._options.follow is not None:
            outcome, record = await self._thread(started_at)
        else:
            outcome, record = await self._visit(task.url)
        return self._result(outcome, record)

    def _result(
        self, outcome: Outcome, record: Thread | Article | None = None, found: list[Found] | None = None
    ) -> Result:
        outcome = structs.replace(outcome, notes=[*outcome.notes, *self._notes])
        return Result(outcome=outcome, record=record, found=found or [], crawl_delay=self.crawl_delay)

    async def _visit(self, url: str) -> Visited:
        return await self._visitor.visit(self._browser, url)

    async def _refusal(self, url: str) -> str | None:
        """Why robots.txt forbids the visit, where that counts; listed addresses are noted, followed ones obey."""
        if self._options.robots == "ignore":
            return None

        async def fetch(address: str) -> Rules:
            return await self._visitor.fetch_robots(self._browser, address)

        rules = await self._worker.robots.of(url, fetch)
        if (asked := rules.delay()) is not None:
            self.crawl_delay = max(asked, self.crawl_delay or 0.0)
        if rules.allows(url):
            return None
        task = self._turn.task
        if self._options.robots == "obey" or task.parent is not None or url != task.url:
            return rules.refusal(url)
        self._notes.append(f"visited although {rules.refusal(url)}")
        return None

    async def _thread(self, started_at: datetime) -> Visited:
        """Visit a thread from its first page, or from where an earlier run or try had come to, to its last."""
        task = self._turn.task
        pages = await self._visitor.apart(known_pages, self._worker.shelf, self._turn.parts, self._worker.read)
        address: str | None = task.url
        if pages and self._worker.batch.update and task.attempts == 0:
            last = pages.pop()
            address = last.requested_url
        elif pages:
            address = pages[-1].thread.next_page if pages[-1].thread else None
        record: Thread | Article | None = None

        async def visit(url: str) -> Visited:
            nonlocal record
            if pages or record is not None:
                await asyncio.sleep(self._delay())
            await self._line.visiting(self._visitor.number, url)
            outcome, record = await self._visit_part(url)
            more = isinstance(record, Thread) and record.thread is not None and record.thread.next_page is not None
            if pages or url != task.url or more:
                await self._line.part(self._turn, outcome)
            return outcome, record

        walk = await walk_thread(pages, address, visit, self._refusal, self._options.max_pages)
        if len(walk.pages) < 2 and walk.outcomes and not (walk.pages and walk.stopped):
            return walk.outcomes[-1], record
        if not walk.pages:
            raise BrowserError(f"{task.url}: {walk.stopped}")
        thread = join_pages(walk)
        return thread_outcome(task.url, started_at, walk, thread), thread

    async def _board(self, started_at: datetime) -> Result:
        """Visit a board's pages, or the rest of them; its threads are turns of their own."""
        task = self._turn.task
        options = self._options
        rules = BoardRules(max_pages=options.max_pages, max_threads=options.max_threads, since=options.since)
        known = await self._visitor.apart(self._known_board)
        visited = 0

        async def visit(url: str) -> tuple[Outcome, Board | None]:
            nonlocal visited
            if visited or known:
                await asyncio.sleep(self._delay())
            visited += 1
            await self._line.visiting(self._visitor.number, url)
            outcome, _ = await self._visit_part(url)
            if not outcome.archived or outcome.warc_file is None or outcome.dom_at is None:
                return outcome, None
            await self._line.part(self._turn, outcome)
            part = Part(url, outcome.warc_file, outcome.dom_at)
            return outcome, await self._visitor.apart(self._read_board, part)

        address = known[-1].next_page if known else task.url
        walk = await walk_board(known, address, visit, self._refusal, rules)
        if not walk.topics and not walk.old and walk.outcomes and not walk.outcomes[-1].archived:
            return self._result(walk.outcomes[-1])
        return self._result(board_outcome(task.url, started_at, walk, rules), found=found_by(walk))

    def _known_board(self) -> list[Board]:
        """The board's pages that were captured before, up to the first that cannot be had any more."""
        boards: list[Board] = []
        for part in self._turn.parts:
            try:
                boards.append(self._read_board(part))
            except ArchiveError:
                break
        return boards

    def _read_board(self, part: Part) -> Board:
        return read_board(stored_page(warc_of(self._worker.shelf, part), part.dom_at))

    async def _visit_part(self, url: str) -> Visited:
        """Visit one page of a thread, with further tries of what may pass."""
        tries = 0
        while True:
            outcome, record = await self._visit(url)
            wait = retry_in(outcome, tries, self._worker.batch)
            if wait is None:
                return outcome, record
            tries += 1
            await asyncio.sleep(wait)

    def _delay(self) -> float:
        """Seconds between two pages of the thread."""
        rules = self._worker.batch.hosts
        return max(self._turn.delay, min(self.crawl_delay or 0.0, rules.max_crawl_delay))
