"""Some of a batch's workers on a node: a process with a browser, a child to read pages in, and WARC files."""

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
from pagearchive.jobs.readers.pool import ReaderPool, processors
from pagearchive.jobs.readers.work import Setup
from pagearchive.jobs.robots import RobotsBook
from pagearchive.jobs.worker import Worker


class Place(Struct, frozen=True, kw_only=True):
    """What an actor is made from."""

    numbers: list[int]
    """The workers' numbers."""
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


class WorkersActor:
    """Some workers that share a browser; what one says while it is at a turn is a stream that the desk's side reads."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._resources = contextlib.AsyncExitStack()
        self._workers: dict[int, Worker] = {}
        self._deliveries: dict[int, Delivery] = {}
        self._at_work: set[asyncio.Task[Result]] = set()

    async def open(self) -> None:
        """Make ready. Raises BrowserNotFoundError, OutputError, SetupError."""
        place, enter = self._place, self._resources.enter_context
        program = find_browser(place.options.browser).path
        readers = enter(ReaderPool(min(len(place.numbers), processors()), place.setup))
        readers.warm()
        capture = CaptureOptions(insecure=place.options.insecure)
        pool = await self._resources.enter_async_context(BrowserPool(program, capture, 1))
        robots = RobotsBook()
        for number in place.numbers:
            root = place.root or Path(enter(tempfile.TemporaryDirectory(prefix="pagearchive-")))
            shelf = Shelf(root)
            if place.store is not None:
                self._deliveries[number] = Delivery(place.store, shelf.directory)
            self._workers[number] = Worker(
                number, shelf, program, pool, robots, place.options, place.batch, readers.read
            )

    async def work(self, number: int, turn: Turn) -> AsyncIterator[Said]:
        """Have a worker work a turn; the last thing that is said is its Result. Raises as `Worker.work`."""
        said: asyncio.Queue[Said | None] = asyncio.Queue()
        delivery = self._deliveries.get(number)
        at_work = asyncio.create_task(self._workers[number].work(turn, _Line(said, delivery)))
        self._at_work.add(at_work)
        at_work.add_done_callback(self._at_work.discard)
        at_work.add_done_callback(lambda _: said.put_nowait(None))
        while (one := await said.get()) is not None:
            yield one
        result = await at_work
        if delivery is not None:
            await asyncio.to_thread(delivery.deliver, result.outcome, result.record)
        yield result

    async def close(self) -> None:
        """Stop, and give the WARCs their names."""
        for task in self._at_work:
            task.cancel()
        if self._at_work:
            await asyncio.wait(list(self._at_work), timeout=30)
        for worker in self._workers.values():
            worker.close()
        for delivery in self._deliveries.values():
            await asyncio.to_thread(delivery.finish)
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
