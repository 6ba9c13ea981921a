"""A batch's worker as it lives on a node: a process with a browser, a child to read pages in, and WARC files."""

from __future__ import annotations

import asyncio
import contextlib
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

from msgspec import Struct

from pagearchive.capture import CaptureOptions, find_browser
from pagearchive.jobs.batch_options import BatchOptions
from pagearchive.jobs.browsers import BrowserPool
from pagearchive.jobs.cluster.stores import Delivery
from pagearchive.jobs.engine import Result, Turn
from pagearchive.jobs.filing import Shelf
from pagearchive.jobs.options import RunOptions
from pagearchive.jobs.outcome import Outcome
from pagearchive.jobs.readers.pool import ReaderPool
from pagearchive.jobs.readers.work import Setup
from pagearchive.jobs.robots import RobotsBook
from pagearchive.jobs.worker import Worker


class Place(Struct, frozen=True, kw_only=True):
    """What an actor is made from."""

    number: int
    root: Path | None
    """The collection's directory, where all nodes share it; None: it has files of its own, and `store` gets them."""
    store: str | None
    """Where finished files go: any address that fsspec knows."""
    options: RunOptions
    batch: BatchOptions
    setup: Setup


class Visiting(Struct, frozen=True):
    """The worker turns to an address."""

    url: str


class PartDone(Struct, frozen=True):
    """A page of the turn's thread is committed, and in the store if there is one."""

    outcome: Outcome


Said = Visiting | PartDone | Result


class WorkerActor:
    """Works turns one after another; what it says while it is at one is a stream that the desk's side reads."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._resources = contextlib.AsyncExitStack()
        self._worker: Worker | None = None
        self._delivery: Delivery | None = None
        self._at_work: asyncio.Task[Result] | None = None

    async def open(self) -> None:
        """Make ready. Raises BrowserNotFoundError, OutputError, SetupError."""
        place, enter = self._place, self._resources.enter_context
        program = find_browser(place.options.browser).path
        root = place.root or Path(enter(tempfile.TemporaryDirectory(prefix="pagearchive-")))
        shelf = Shelf(root)
        if place.store is not None:
            self._delivery = Delivery(place.store, shelf.directory)
        readers = enter(ReaderPool(1, place.setup))
        readers.warm()
        capture = CaptureOptions(insecure=place.options.insecure)
        pool = await self._resources.enter_async_context(BrowserPool(program, capture, 1))
        self._worker = Worker(
            place.number, shelf, program, pool, RobotsBook(), place.options, place.batch, readers.read
        )

    async def work(self, turn: Turn) -> AsyncIterator[Said]:
        """Work a turn; the last thing that is said is its Result. Raises as `Worker.work`."""
        assert self._worker is not None
        said: asyncio.Queue[Said | None] = asyncio.Queue()
        self._at_work = asyncio.create_task(self._worker.work(turn, _Line(said, self._delivery)))
        self._at_work.add_done_callback(lambda _: said.put_nowait(None))
        while (one := await said.get()) is not None:
            yield one
        result = await self._at_work
        if self._delivery is not None:
            await asyncio.to_thread(self._delivery.deliver, result.outcome, result.record)
        yield result

    async def close(self) -> None:
        """Stop, and give the WARC its name."""
        if self._at_work is not None and not self._at_work.done():
            self._at_work.cancel()
            await asyncio.wait([self._at_work], timeout=30)
        if self._worker is not None:
            self._worker.close()
        if self._delivery is not None:
            await asyncio.to_thread(self._delivery.finish)
        await self._resources.aclose()


class _Line:
    """What a worker says goes into a queue; a part counts once it is in the store."""

    def __init__(self, said: asyncio.Queue[Said | None], delivery: Delivery | None) -> None:
        self._said = said
        self._delivery = delivery

    async def visiting(self, worker: int, url: str) -> None:
        """The worker turns to an address."""
        self._said.put_nowait(Visiting(url))

    async def part(self, turn: Turn, outcome: Outcome) -> None:
        """A page of the thread is done."""
        if self._delivery is not None:
            await asyncio.to_thread(self._delivery.deliver, outcome, None)
        self._said.put_nowait(PartDone(outcome))
