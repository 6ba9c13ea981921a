"""Work in threads that somebody is cancelled while waiting for."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from pagearchive.jobs.blocking import finished


async def test_who_is_cancelled_waits_for_the_end_of_what_is_being_written() -> None:
    begun, go_on, written = threading.Event(), threading.Event(), list[str]()

    def write() -> None:
        begun.set()
        go_on.wait(20)
        written.append("whole")

    with ThreadPoolExecutor(1) as thread:
        task = asyncio.create_task(finished(thread, write))
        await asyncio.to_thread(begun.wait, 20)
        for _ in range(3):
            task.cancel()
            await asyncio.sleep(0)
            assert not task.done()
        go_on.set()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert written == ["whole"]


async def test_what_the_work_raises_is_raised() -> None:
    def fail() -> None:
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="the disk is full"):
        await finished(None, fail)
