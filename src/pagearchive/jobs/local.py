"""The engine of one machine: workers are tasks of this process, over a few browser processes."""

from __future__ import annotations

import asyncio
from pathlib import Path

from pagearchive.capture import CaptureOptions
from pagearchive.jobs.browsers import BrowserPool
from pagearchive.jobs.desk import Desk
from pagearchive.jobs.readers.pool import ReaderPool, processors
from pagearchive.jobs.readers.work import Setup
from pagearchive.jobs.robots import RobotsBook
from pagearchive.jobs.worker import Worker

TABS = 4
"""Workers that share one browser process."""


class LocalEngine:
    """An `Engine`; `program` is the browser, `setup` says how the processes that read pages do so."""

    def __init__(self, program: Path, setup: Setup | None = None) -> None:
        self._program = program
        self._setup = setup

    async def run(self, desk: Desk, workers: int) -> None:
        """Work until the desk has nothing left."""
        options = CaptureOptions(insecure=desk.options.insecure)
        robots = RobotsBook()
        with ReaderPool(min(workers, processors()), self._setup) as readers:
            readers.warm()
            async with BrowserPool(self._program, options, -(-workers // TABS)) as pool:
                try:
                    async with asyncio.TaskGroup() as group:
                        for number in range(workers):
                            worker = Worker(
                                number, desk.filing, self._program, pool, robots, desk.options, desk.batch, readers.read
                            )
                            group.create_task(_work(worker, desk))
                except BaseExceptionGroup as failures:
                    raise first_of(failures) from None


async def _work(worker: Worker, desk: Desk) -> None:
    try:
        while turn := await desk.next():
            try:
                result = await worker.work(turn, desk)
                await desk.settle(turn, result)
            except BaseException:
                desk.release(turn)
                raise
    finally:
        worker.close()


def first_of(failures: BaseExceptionGroup[BaseException]) -> BaseException:
    """What ended the run: the other workers' errors follow from it."""
    error: BaseException = failures
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error
