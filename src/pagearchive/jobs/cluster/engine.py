"""A batch on a Ray cluster: its workers live in actors, some in one with a browser, each with WARC files of its own.

The desk stays in the process that was started: it alone writes report, records and the queue's database, and it is the
one place that says when a host may be visited again, for all nodes. What differs from one machine is who is called.
Every node needs the collection's directory under the same path (a network file system), or all of them a store.

A node that dies takes its actors along. Their turns go back to the desk; what was reported is in their WARC files,
which are cut behind it and get their names; new actors take their place.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from msgspec import structs

from pagearchive.archive import OPEN_SUFFIX, salvage
from pagearchive.collection import CollectionDirectory
from pagearchive.errors import BrowserError, OutputError, PageArchiveError
from pagearchive.jobs.cluster.actor import PartDone, Place, Visiting, WorkersActor
from pagearchive.jobs.cluster.connection import connected
from pagearchive.jobs.cluster.stores import Store, bring_ledgers, join_parts, keep_ledgers
from pagearchive.jobs.desk import Desk
from pagearchive.jobs.engine import Result, Turn
from pagearchive.jobs.local import TABS, first_of
from pagearchive.jobs.options import RunOptions
from pagearchive.jobs.outcome import Outcome
from pagearchive.jobs.readers.work import Setup
from pagearchive.jobs.retries import MAX_BACKOFF

CPUS = 0.5
"""Processors that an actor asks for, for each of its workers: much of a visit is waiting."""
MAX_LOSSES = 20
"""Actors that some workers may lose, one after another, before the run gives up."""
ROOM = 900.0
"""Seconds until the first actor has to have found a node: what starting a machine may take."""
_CLOSING = 90.0
_COPIES = 60.0
"""Seconds between two copies of report and records in the store."""


class _LostError(Exception):
    """Nothing more is heard of an actor."""


class RayEngine:
    """An `Engine`. `store` is an fsspec address that gets all files; without it the nodes share the directory."""

    def __init__(self, store: str | None = None, setup: Setup | None = None) -> None:
        """Raises SetupError when there is no Ray, or no such store."""
        self._ray = connected()
        self._store = Store(store) if store is not None else None
        self._setup = setup or Setup()
        self._ends: dict[str, int] = {}
        """Bytes of each WARC up to the last page that was reported."""
        self._opening: set[asyncio.Task[None]] = set()
        """Workers whose actor has no node yet."""
        self.lost = 0
        """Workers that were lost with their node."""

    async def run(self, desk: Desk, workers: int) -> None:
        """Work until the desk has nothing left."""
        directory = desk.filing.directory
        started = asyncio.Event()
        copying = None
        if self._store is not None:
            await asyncio.to_thread(join_parts, self._store, directory.report)  # what an earlier run left
            copying = asyncio.create_task(self._copy(directory))
        try:
            async with asyncio.TaskGroup() as group:
                groups = self._groups(workers)
                tasks = [group.create_task(self._work(desk, numbers, started)) for numbers in groups]
                group.create_task(self._let_go(tasks, started))
        except BaseExceptionGroup as failures:
            raise first_of(failures) from None
        finally:
            if copying is not None:
                copying.cancel()
            if self._store is not None:
                await asyncio.to_thread(self._close_store, self._store, directory)

    async def _let_go(self, tasks: list[asyncio.Task[None]], started: asyncio.Event) -> None:
        """Who still waits for a node when the work is done needs none any more."""
        try:
            async with asyncio.timeout(ROOM):
                await started.wait()
        except TimeoutError as error:
            raise BrowserError(f"no node of the cluster had room for a worker within {ROOM:.0f} s") from error
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in self._opening:
            task.cancel()

    # ── the workers of an actor ──────────────────────────────────────────────────────────────────────────────────

    def _groups(self, workers: int) -> list[list[int]]:
        """The workers' numbers, spread over as many actors as share browsers well, and over all nodes."""
        nodes = sum(bool(node["Alive"] and node["Resources"].get("CPU")) for node in self._ray.nodes())
        count = min(workers, max(-(-workers // TABS), nodes))
        return [list(range(first, workers, count)) for first in range(count)]

    async def _work(self, desk: Desk, numbers: list[int], started: asyncio.Event) -> None:
        """Take turns until there are none; an actor that is lost is replaced."""
        for _ in range(MAX_LOSSES):
            try:
                async with self._actor(desk, numbers) as actor:
                    started.set()
                    async with asyncio.TaskGroup() as group:
                        each = [group.create_task(self._turns(actor, desk, number)) for number in numbers]
                    if all(task.result() for task in each):
                        return
            except self._ray.exceptions.RayActorError:
                pass  # it was lost before it had begun
            self.lost += len(numbers)
            for number in numbers:
                await asyncio.to_thread(self._save, desk.filing.directory, number)
        raise BrowserError(f"workers {numbers} lost their node {MAX_LOSSES} times; see the cluster's logs")

    @contextlib.asynccontextmanager
    async def _actor(self, desk: Desk, numbers: list[int]) -> AsyncIterator[Any]:
        place = Place(
            numbers=numbers,
            root=None if self._store is not None else desk.filing.directory.root.resolve(),
            store=self._store.address if self._store is not None else None,
            options=_anywhere(desk.options),
            batch=desk.batch,
            setup=self._setup,
        )
        asked = {"num_cpus": CPUS * len(numbers), "max_restarts": 0, "scheduling_strategy": "SPREAD"}
        actor = self._ray.remote(**asked)(WorkersActor).remote(place)
        task = asyncio.current_task()
        assert task is not None
        try:
            self._opening.add(task)
            await self._asked(actor.open.remote())
            self._opening.discard(task)
            yield actor
        finally:
            if task not in self._opening:
                with contextlib.suppress(self._ray.exceptions.RayError, TimeoutError):
                    async with asyncio.timeout(_CLOSING):
                        await actor.close.remote()
            self._opening.discard(task)
            self._ray.kill(actor)

    async def _turns(self, actor: Any, desk: Desk, number: int) -> bool:
        """One worker's turns; False when its actor was lost, which each who shares it finds out by themselves."""
        while turn := await desk.next():
            try:
                result = await self._result(actor, desk, turn, number)
                await desk.settle(turn, result)
                self._note(result.outcome)
            except (_LostError, self._ray.exceptions.RayActorError):
                desk.release(turn)
                return False
            except BaseException:
                desk.release(turn)
                raise
        return True

    async def _result(self, actor: Any, desk: Desk, turn: Turn, number: int) -> Result:
        limit = desk.options.timeout + MAX_BACKOFF + 300
        stream = actor.work.options(num_returns="streaming").remote(number, turn)
        while True:
            try:
                async with asyncio.timeout(limit):
                    said = await self._asked(await anext(stream))
            except TimeoutError as error:
                self._ray.kill(actor)
                raise _LostError from error
            except StopAsyncIteration as error:
                raise _LostError from error
            if isinstance(said, Visiting):
                await desk.visiting(number, said.url)
            elif isinstance(said, PartDone):
                await desk.part(turn, said.outcome)
                self._note(said.outcome)
            else:
                result: Result = said
                return result

    async def _asked(self, reference: Any) -> Any:
        """What an actor answers. Raises its own errors as they are, RayActorError when it is gone."""
        try:
            return await reference
        except self._ray.exceptions.RayTaskError as error:
            if isinstance(error.cause, PageArchiveError):
                raise error.cause from error
            raise
        except self._ray.exceptions.ObjectLostError as error:  # the node died with the answer
            raise _LostError from error

    # ── files ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _note(self, outcome: Outcome) -> None:
        if outcome.warc_file is not None and outcome.warc_end is not None:
            self._ends[outcome.warc_file] = max(self._ends.get(outcome.warc_file, 0), outcome.warc_end)

    def _save(self, directory: CollectionDirectory, number: int) -> None:
        """Give the WARC of a lost actor its name, cut behind the last page that was reported."""
        for path in directory.warcs.glob(f"pagearchive-{number}-*{OPEN_SUFFIX}"):
            with contextlib.suppress(OutputError):  # still written by a node that is only cut off: the next run's task
                salvage(path, at_most=self._ends.get(path.name.removesuffix(OPEN_SUFFIX), 0))

    async def _copy(self, directory: CollectionDirectory) -> None:
        assert self._store is not None
        while True:
            await asyncio.sleep(_COPIES)
            await asyncio.to_thread(keep_ledgers, self._store, directory)

    def _close_store(self, store: Store, directory: CollectionDirectory) -> None:
        join_parts(store, directory.report)
        keep_ledgers(store, directory)


def _anywhere(options: RunOptions) -> RunOptions:
    """The options for another working directory."""

    def absolute(path: Path | None) -> Path | None:
        return path.resolve() if path is not None else None

    return structs.replace(
        options,
        browser=absolute(options.browser),
        storage_state=absolute(options.storage_state),
        credentials=absolute(options.credentials),
    )


def prepare_store(store: str, root: Path) -> None:
    """Begin where an earlier run into this store ended. Raises SetupError, OutputError."""
    bring_ledgers(Store(store), CollectionDirectory(root))


def finish_store(store: str, root: Path) -> None:
    """Put the finished report there. Raises SetupError, OutputError."""
    keep_ledgers(Store(store), CollectionDirectory(root))
