"""What a page does around itself: dialogs, popups, downloads, crashes. Bounded, noted, never in the way."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Coroutine

from playwright.async_api import Dialog, Download, Error, Page

from pagearchive.capture.bounded import StepTimeoutError, bounded
from pagearchive.capture.ledger import Ledger
from pagearchive.capture.options import CaptureOptions
from pagearchive.capture.overlays import Overlays
from pagearchive.capture.world import World

POPUP_SECONDS = 15.0
ANSWER_SECONDS = 3.0


class Surroundings:
    """Listens to one page and its context."""

    def __init__(self, page: Page, world: World, ledger: Ledger, options: CaptureOptions) -> None:
        self.crashed = False
        self.settled = False
        self.overlays = Overlays(ledger)
        self.downloads: list[str] = []
        self._page = page
        self._world = world
        self._ledger = ledger
        self._options = options
        self._dialogs = 0
        self._popups = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._open: set[asyncio.Task[None]] = set()
        context = page.context
        context.on("dialog", lambda dialog: self._spawn(self._dialog(dialog)))
        context.on("page", self._popup)
        page.on("crash", lambda _: self._crash())
        page.on("download", self._download)

    def _spawn(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def _crash(self) -> None:
        self.crashed = True
        self._ledger.note("the page's process crashed")

    def _download(self, download: Download) -> None:
        self.downloads.append(download.url)
        self._ledger.note(f"a download was recorded and not saved: {download.url[:200]}")

    async def _dialog(self, dialog: Dialog) -> None:
        self._dialogs += 1
        leaving = dialog.type == "beforeunload"
        if self._dialogs <= 3:
            self._ledger.note(f"dismissed {dialog.type}: {dialog.message[:100]!r}")
        try:
            if self._dialogs > self._options.max_dialogs:
                self._ledger.note(f"stopped the page's script after {self._options.max_dialogs} dialogs (max_dialogs)")
                stop = self._world.session.send("Runtime.terminateExecution")
                await bounded(asyncio.gather(dialog.dismiss(), stop), ANSWER_SECONDS, "a dialog")
            else:
                await bounded(dialog.accept() if leaving else dialog.dismiss(), ANSWER_SECONDS, "a dialog")
        except (Error, StepTimeoutError):
            return  # the page was closed meanwhile

    def _popup(self, page: Page) -> None:
        if page is self._page:
            return
        self._popups += 1
        if self._popups > self._options.max_popups:
            self._ledger.note(f"more than {self._options.max_popups} popups; the rest were closed (max_popups)")
            self._spawn(self._shut(page))
            return
        task = self._spawn(self._let_load(page))
        self._open.add(task)
        task.add_done_callback(self._open.discard)

    async def _let_load(self, page: Page) -> None:
        try:
            until = time.monotonic() + POPUP_SECONDS
            await bounded(page.wait_for_load_state("load", timeout=POPUP_SECONDS * 1000), POPUP_SECONDS, "a popup")
            await self._ledger.quiet(0.3, until)
            self._ledger.note(f"captured a popup: {page.url[:200]}")
        except (Error, StepTimeoutError):
            self._ledger.note(f"a popup did not load in time: {page.url[:200]}")
        finally:
            await self._shut(page)

    async def _shut(self, page: Page) -> None:
        try:
            await bounded(page.close(), ANSWER_SECONDS, "closing a popup")
        except (Error, StepTimeoutError):
            return  # it goes with its context

    async def popups_done(self, deadline: float) -> None:
        """Wait until the popups have loaded and are closed."""
        while self._open and time.monotonic() < deadline:
            await asyncio.wait(list(self._open), timeout=max(0.01, deadline - time.monotonic()))
