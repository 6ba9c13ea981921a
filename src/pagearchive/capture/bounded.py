"""Nothing that asks the browser may wait without end: a hanging page never answers."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

T = TypeVar("T")


class StepTimeoutError(Exception):
    """A step did not end in its time; the message names it."""


async def bounded(work: Awaitable[T], seconds: float, step: str) -> T:
    """Await at most so many seconds, then raise StepTimeoutError and leave the work to itself.

    The work is abandoned and not waited for, because a call to the browser that hangs does not end by being cancelled.
    """
    task = asyncio.ensure_future(work)
    try:
        done, _ = await asyncio.wait({task}, timeout=max(0.0, seconds))
    except asyncio.CancelledError:
        _abandon(task)
        raise
    if done:
        return task.result()
    _abandon(task)
    raise StepTimeoutError(f"{step} took longer than {seconds:.1f} s")


def _abandon(task: asyncio.Future[T]) -> None:
    task.add_done_callback(_forget)
    task.cancel()


def _forget(task: asyncio.Future[T]) -> None:
    if not task.cancelled():
        # Looked at so that asyncio does not report it: the caller has already been told that the step failed.
        task.exception()
