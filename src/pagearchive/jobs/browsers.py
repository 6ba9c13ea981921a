"""A few browser processes for many workers: started when needed, replaced when old, large or dead."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator
from pathlib import Path

from pagearchive.capture import Browser, CaptureOptions
from pagearchive.errors import BrowserError

MAX_PAGES = 150
"""Pages that one browser process visits before it is replaced."""
MAX_MEMORY = 3 << 30
"""Bytes that one browser process with its children may hold."""
MAX_FAILED_STARTS = 3


class _Slot:
    def __init__(self) -> None:
        self.changed = asyncio.Condition()
        self.browser: Browser | None = None
        self.users = 0
        self.pages = 0
        self.retiring = False


class BrowserPool:
    """Lends browsers; as a context manager it ends them all."""

    def __init__(self, program: Path, options: CaptureOptions, size: int) -> None:
        self._program = program
        self._options = options
        self._slots = [_Slot() for _ in range(size)]
        self._failed_starts = 0
        self.started = 0
        """Browser processes started so far."""

    async def __aenter__(self) -> BrowserPool:
        return self

    async def __aexit__(self, *_: object) -> None:
        for slot in self._slots:
            browser, slot.browser = slot.browser, None
            if browser is not None:
                await browser.__aexit__(None, None, None)

    @contextlib.asynccontextmanager
    async def lend(self, worker: int) -> AsyncIterator[Browser]:
        """A running browser for one page. Raises BrowserError when none starts, several times in a row.

        A browser that is old, has grown too large, or died is replaced once its last page is done.
        """
        slot = self._slots[worker % len(self._slots)]
        browser = await self._enter(slot)
        try:
            yield browser
        finally:
            await asyncio.shield(asyncio.ensure_future(self._leave(slot)))

    @contextlib.asynccontextmanager
    async def alone(self) -> AsyncIterator[Browser]:
        """A browser of its own for a page during which one crashed: it shall take no other page with it again."""
        browser = await self._start()
        try:
            yield browser
        finally:
            await asyncio.shield(asyncio.ensure_future(browser.__aexit__(None, None, None)))

    def retire(self, browser: Browser) -> None:
        """Take no more pages to this browser: it hangs or misbehaves."""
        for slot in self._slots:
            if slot.browser is browser:
                slot.retiring = True

    async def _enter(self, slot: _Slot) -> Browser:
        async with slot.changed:
            await slot.changed.wait_for(lambda: not slot.retiring)
            if slot.browser is None:
                slot.browser = await self._start()
                slot.pages = 0
            slot.users += 1
            return slot.browser

    async def _leave(self, slot: _Slot) -> None:
        async with slot.changed:
            slot.users -= 1
            slot.pages += 1
            if slot.browser is not None and self._is_spent(slot):
                slot.retiring = True
            if slot.retiring and slot.users == 0:
                browser, slot.browser = slot.browser, None
                if browser is not None:
                    await browser.__aexit__(None, None, None)
                slot.retiring = False
            slot.changed.notify_all()

    def _is_spent(self, slot: _Slot) -> bool:
        assert slot.browser is not None
        if not slot.browser.connected or slot.pages >= MAX_PAGES:
            return True
        return slot.pages % 10 == 0 and memory_below(os.getpid()) > MAX_MEMORY * len(self._slots)

    async def _start(self) -> Browser:
        browser = Browser(self._program, self._options)
        try:
            await browser.__aenter__()
        except BrowserError:
            self._failed_starts += 1
            if self._failed_starts >= MAX_FAILED_STARTS:
                raise
            await asyncio.sleep(self._failed_starts)
            return await self._start()
        self._failed_starts = 0
        self.started += 1
        return browser


def memory_below(parent: int) -> int:
    """Bytes of memory held by the processes that `parent` started (Linux; elsewhere 0).

    Shared pages are counted once for each process: an upper bound.
    """
    children: dict[int, list[int]] = {}
    sizes: dict[int, int] = {}
    page = os.sysconf("SC_PAGE_SIZE")
    for name in (entry.name for entry in os.scandir("/proc")) if Path("/proc").is_dir() else ():
        if not name.isdigit():
            continue
        try:
            with open(f"/proc/{name}/stat", "rb", buffering=0) as stream:  # noqa: PTH123 - hundreds of them each time
                fields = stream.read(2048).rpartition(b")")[2].split()
        except OSError:
            continue  # it ended meanwhile
        children.setdefault(int(fields[1]), []).append(int(name))
        sizes[int(name)] = int(fields[21]) * page
    below = list(children.get(parent, ()))
    for number in below:
        below += children.get(number, ())
    return sum(sizes[number] for number in below)
