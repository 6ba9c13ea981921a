"""Work that blocks, done in a thread and waited for: a thread cannot be stopped, and it may be writing a file."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Callable
from concurrent.futures import Executor
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


async def finished(executor: Executor | None, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """What `work` gives, done in a thread of `executor` (None: of the loop's own).

    Cancelled, it first waits until the work has ended, so that nobody cuts back or closes a file that is still being
    written; the work must therefore have an end of its own.
    """
    loop = asyncio.get_running_loop()
    future = loop.run_in_executor(executor, functools.partial(work, *args, **kwargs))
    try:
        return await asyncio.shield(future)
    except asyncio.CancelledError:
        while not future.done():
            try:
                await asyncio.wait({future})
            except asyncio.CancelledError:
                continue  # told once more
        if not future.cancelled():
            future.exception()  # looked at, so that asyncio does not report it: the work counts no more
        raise
