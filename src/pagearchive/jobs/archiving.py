"""`archive`: some addresses that somebody typed, one after another. A batch of one worker, without politeness."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from pagearchive.errors import NotAnAddressError
from pagearchive.jobs.batch import BatchOptions, Events, run_batch
from pagearchive.jobs.lists import Listed
from pagearchive.jobs.options import RunOptions
from pagearchive.jobs.outcome import Outcome
from pagearchive.jobs.politeness import HostRules
from pagearchive.model import Article, Thread
from pagearchive.urls import check_address

Report = Callable[[Outcome, Thread | Article | None], None]
"""Told of each page when it is filed."""
Begun = Callable[[str], None]
"""Told of each address when its visit begins."""
_AT_ONCE = HostRules(delay=0, failures=1_000_000, max_crawl_delay=0)


async def archive_pages(
    addresses: Iterable[str], root: Path, options: RunOptions, report: Report, begun: Begun | None = None
) -> None:
    """Archive each address in turn; `report` gets every outcome, also of what is no address.

    Addresses that the collection has already are visited again; of a thread that is followed only the last known page
    and new ones. Raises BrowserNotFoundError before anything is written, OutputError when the collection cannot be
    written. Cancelled, it leaves what is finished.
    """
    batch = BatchOptions(workers=1, retries=0, hosts=_AT_ONCE, fresh=True, update=True, in_order=True)
    await run_batch(map(_listed, addresses), root, options, batch, _Told(report, begun))


class _Told(Events):
    def __init__(self, report: Report, begun: Begun | None) -> None:
        self._report = report
        self._begun = begun

    def visiting(self, worker: int, url: str) -> None:
        if self._begun is not None:
            self._begun(url)

    def finished(self, outcome: Outcome, record: Thread | Article | None, retry_in: float | None) -> None:
        self._report(outcome, record)


def _listed(address: str) -> Listed:
    try:
        return Listed(0, check_address(address), {})
    except NotAnAddressError as error:
        return Listed(0, address, {}, str(error))
