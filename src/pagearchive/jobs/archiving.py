"""`archive`: some addresses, one after another, into a collection."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

from pagearchive.capture import Browser, CaptureOptions, find_browser
from pagearchive.errors import BrowserError, NotAnAddressError
from pagearchive.jobs.filing import Filing
from pagearchive.jobs.options import RunOptions
from pagearchive.jobs.outcome import Outcome
from pagearchive.jobs.running import warc_info
from pagearchive.jobs.visit import Visitor, crashed, not_an_address
from pagearchive.model import Article, Thread
from pagearchive.urls import check_address

Report = Callable[[Outcome, Thread | Article | None], None]
"""Told of each page when it is filed."""
Begun = Callable[[str], None]
"""Told of each address when its visit begins."""
MAX_CRASHES = 3
"""Browsers that may die one after another before the run is given up."""


async def archive_pages(
    addresses: Iterable[str], root: Path, options: RunOptions, report: Report, begun: Begun | None = None
) -> None:
    """Archive each address in turn; `report` gets every outcome, also of what is no address.

    Raises BrowserNotFoundError before anything is written, BrowserError when browsers keep dying, OutputError when
    the collection cannot be written. Cancelled, it leaves what is finished.
    """
    waiting = list(addresses)
    program = find_browser(options.browser).path if any(map(_is_address, waiting)) else Path()
    with Filing(root) as filing:
        try:
            await _Run(filing, program, options, report, begun or (lambda url: None)).work(waiting)
        finally:
            filing.index().close()


def _is_address(text: str) -> bool:
    try:
        check_address(text)
    except NotAnAddressError:
        return False
    return True


class _Run:
    def __init__(self, filing: Filing, program: Path, options: RunOptions, report: Report, begun: Begun) -> None:
        self._filing = filing
        self._program = program
        self._options = options
        self._report = report
        self._begun = begun

    async def work(self, waiting: list[str]) -> None:
        """Go through the addresses with one browser, and another where it dies."""
        crashes = 0
        waiting = self._checked(waiting)
        while waiting:
            async with Browser(self._program, CaptureOptions(insecure=self._options.insecure)) as browser:
                info = warc_info(self._options, browser.version, self._program)
                with Visitor(self._filing, self._options, info) as visitor:
                    while waiting and browser.connected:
                        crashes = 0 if await self._one(visitor, browser, waiting.pop(0)) else crashes + 1
            if crashes >= MAX_CRASHES:
                raise BrowserError(f"{self._program}: died {crashes} times in a row; `pagearchive doctor` may say why")

    async def _one(self, visitor: Visitor, browser: Browser, url: str) -> bool:
        """Archive one page; False when the browser died over it."""
        self._begun(url)
        started_at = datetime.now(UTC)
        try:
            outcome, record = await visitor.visit(browser, url)
        except BrowserError as error:
            self._file(crashed(url, error, started_at), None)
            return False
        self._file(outcome, record)
        return True

    def _checked(self, addresses: list[str]) -> list[str]:
        """The addresses in normal form; what is none is reported and left out."""
        found = []
        for address in addresses:
            try:
                found.append(check_address(address))
            except NotAnAddressError as error:
                self._file(not_an_address(address, error), None)
        return found

    def _file(self, outcome: Outcome, record: Thread | Article | None) -> None:
        self._report(self._filing.file(outcome, record), record)
