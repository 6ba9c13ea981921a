"""Extraction as tasks of a Ray cluster. The files have to lie where every node finds them under the same path."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

from pagearchive.errors import ReaderError
from pagearchive.jobs.bulk import Job, Read, run_job
from pagearchive.jobs.cluster.connection import connected
from pagearchive.jobs.readers.pool import ReaderPool
from pagearchive.jobs.readers.work import Setup

_RETRIES = 3
"""Further tries of a work whose node was lost."""
_pools: dict[tuple[int, bytes], ReaderPool] = {}


class RayCrew:
    """As many tasks at a time as the cluster has processors, or `size`. A context manager."""

    def __init__(self, size: int | None, setup: Setup) -> None:
        self._ray = connected()
        self.size = size or max(1, int(self._ray.cluster_resources().get("CPU", 1)))
        self._setup = setup
        self._task = self._ray.remote(num_cpus=1, max_retries=_RETRIES)(read_on_a_node)
        self._pending: set[Any] = set()

    def submit(self, job: Job) -> Callable[[], Read]:
        """Begin a work. Its function raises ReaderError when the cluster lost it again and again."""
        reference = self._task.remote(self._setup, job)
        self._pending.add(reference)

        def result() -> Read:
            try:
                read: Read = self._ray.get(reference)
            except self._ray.exceptions.RayTaskError as error:
                raise error.cause from error
            except self._ray.exceptions.RayError as error:
                raise ReaderError(f"{job.name}: lost by the cluster ({type(error).__name__})") from error
            self._pending.discard(reference)
            return read

        return result

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for reference in self._pending:
            with suppress(self._ray.exceptions.RayError):
                self._ray.cancel(reference, force=False)


def read_on_a_node(setup: Setup, job: Job) -> Read:
    """A task. Its process keeps a child to read in, as a process on one machine does."""
    import msgspec

    key = os.getpid(), msgspec.msgpack.encode(setup, enc_hook=str)
    pool = _pools.get(key) or _pools.setdefault(key, ReaderPool(1, setup))
    return run_job(pool, job, None)
