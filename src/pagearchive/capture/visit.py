"""One visit to one page, from an empty context to the stored DOM."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import Executor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from msgspec import structs
from playwright.async_api import Browser, BrowserContext, Error, Page
from playwright.async_api import TimeoutError as PlaywrightTimeoutError

from pagearchive.capture.authority import Authority
from pagearchive.capture.bounded import StepTimeoutError, bounded
from pagearchive.capture.explore import Seen, explore
from pagearchive.capture.guard import Guard
from pagearchive.capture.ledger import Ledger, Sink
from pagearchive.capture.login import read_state
from pagearchive.capture.options import CaptureOptions
from pagearchive.capture.proxy import Proxy
from pagearchive.capture.records import Records, take_records
from pagearchive.capture.secrets import public_url
from pagearchive.capture.settle import DOM_PATIENCE, Settled, settle
from pagearchive.capture.surroundings import Surroundings
from pagearchive.capture.upstream import Pool, tls_context
from pagearchive.capture.verdicts import Finding, judge
from pagearchive.capture.world import Frames, GoneError, World, script
from pagearchive.errors import BrowserError, NotAnAddressError
from pagearchive.model import Capture

STORE_SECONDS = 20.0
"""Kept back from the page's time for storing what is there."""
SETUP_SECONDS = 20.0
ANSWER_SECONDS = 5.0
MAX_ROUNDS = 4
LATER_PATIENCE = 1.0
"""For a DOM that was found to be restless before."""


class Visit:
    """Everything that lives as long as one capture."""

    def __init__(
        self,
        *,
        browser: Browser,
        authority: Authority,
        directory: Path,
        thread: Executor,
        close: Callable[[BrowserContext], None],
        url: str,
        options: CaptureOptions,
        user_agent: str | None,
    ) -> None:
        parts = urlsplit(url)
        if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
            raise NotAnAddressError(f"{url[:200]} is not an http or https address")
        self.url, credentials = _split_credentials(url)
        if credentials and not options.credentials:
            options = structs.replace(options, credentials=credentials)
        self._browser = browser
        self._authority = authority
        self._directory = Path(tempfile.mkdtemp(prefix="visit-", dir=directory))
        self._thread = thread
        self._close = close
        self._options = options
        self._user_agent = user_agent
        self._began = time.monotonic()
        self._deadline = self._began + options.timeout

    def left(self) -> float:
        """Seconds until the page's time is up."""
        return max(0.0, self._deadline - time.monotonic())

    async def run(self, sink: Sink) -> Capture:
        """Visit the page. Raises BrowserError, or what the sink raised."""
        captured_at = datetime.now(UTC)
        ledger = Ledger(self._options, self._directory, sink, self._thread)
        guard = Guard(self._options.allow_private, self._options.allowed_origins)
        proxy = Proxy(ledger, Pool(guard, tls_context(self._options.insecure)), self._authority, self._directory)
        context: BrowserContext | None = None
        try:
            context = await self._context(await proxy.start())
            page = await bounded(context.new_page(), SETUP_SECONDS, "a new page")
            return await self._visit(page, ledger, proxy, captured_at)
        except (Error, StepTimeoutError) as error:
            raise BrowserError(f"the browser failed at {self.url[:200]}: {_first_line(error)}") from error
        finally:
            await proxy.close()
            if context is not None:
                self._close(context)
            try:
                await ledger.delivered()
            finally:
                await asyncio.shield(asyncio.to_thread(shutil.rmtree, self._directory, ignore_errors=True))

    async def _context(self, server: str) -> BrowserContext:
        options = self._options
        extra: dict[str, Any] = {}
        if options.credentials:
            parts = urlsplit(self.url)
            own = f"{parts.scheme}://{parts.netloc}"
            extra["http_credentials"] = {
                "username": options.credentials[0],
                "password": options.credentials[1],
                "origin": own,
            }
        if options.locale:
            extra["locale"] = options.locale
        if self._user_agent:
            extra["user_agent"] = self._user_agent
        if options.storage_state:
            extra["storage_state"] = read_state(options.storage_state)
        return await bounded(
            self._browser.new_context(
                proxy={"server": server},
                viewport={"width": options.viewport.width, "height": options.viewport.height},
                accept_downloads=False,
                service_workers="allow",
                **extra,
            ),
            SETUP_SECONDS,
            "a new context",
        )

    async def _visit(self, page: Page, ledger: Ledger, proxy: Proxy, captured_at: datetime) -> Capture:
        world = await bounded(World.of(page, script("watch.js"), script("hooks.js")), SETUP_SECONDS, "attaching")
        frames = Frames(page, world)
        around = Surroundings(page, world, ledger, self._options)
        failure = await self._go(page)
        loaded = failure is None
        if failure is None:
            await self._rest(page, frames, ledger, proxy, around)
        else:
            loaded = await self._after_failure(ledger)
        # Exchanges that the page no longer waits for, such as a download, get the time to end.
        await ledger.quiet(0, self._deadline)
        records = Records(url=page.url)
        if failure is None and not around.crashed:
            if not around.settled:
                await world.hold_still()
            records = await take_records(page, frames, ledger, self._options, self._deadline + STORE_SECONDS)
        records.dom_before = around.overlays.before
        await proxy.close()
        await ledger.delivered()
        if not self._browser.is_connected():
            raise BrowserError(f"the browser crashed at {self.url[:200]}")
        if ledger.redacted:
            ledger.note(f"masked in the archive: {', '.join(sorted(ledger.redacted))}")
        finding = judge(self.url, ledger, records, around, failure, loaded)
        if ledger.secretive:
            finding = finding.redacted()
        return self._capture(finding, ledger, records, captured_at)

    async def _go(self, page: Page) -> str | None:
        """Navigate; returns the browser's reason when there is no document, else None."""
        try:
            await bounded(
                page.goto(self.url, wait_until="commit", timeout=self.left() * 1000), self.left() + 5, "navigation"
            )
        except (PlaywrightTimeoutError, StepTimeoutError):
            return "timeout"
        except Error as error:
            return (str(error).splitlines() or ["failed"])[0].removeprefix("Page.goto: ")
        return None

    async def _rest(self, page: Page, frames: Frames, ledger: Ledger, proxy: Proxy, around: Surroundings) -> None:
        """Let the page come to rest, look at all of it, and let it come to rest again."""
        world = frames.main
        reserve = min(STORE_SECONDS, self._options.timeout * 0.2)
        world.deadline = deadline = self._deadline - reserve
        state = Settled(False, "its document")
        try:
            state = await settle(world, ledger, deadline, quick=self._options.scroll)
            if state.settled and self._options.scroll:
                await self._clear(frames, around)
            for rounds in range(MAX_ROUNDS if self._options.scroll else 0):
                if not state.settled or around.crashed:
                    break
                patience = LATER_PATIENCE if state.reason else DOM_PATIENCE
                seen = await self._look_over(page, frames, ledger, proxy, deadline)
                state = await settle(world, ledger, deadline, patience=patience)
                if await self._clear(frames, around):
                    continue
                if seen is not None and (not await seen.outgrown(world) or (rounds and state.reason)):
                    break
            if not self._options.scroll:
                await self._clear(frames, around)
            await around.popups_done(deadline)
            await world.call("pagearchive.home()", ANSWER_SECONDS)
        except (GoneError, StepTimeoutError, Error) as error:
            ledger.note(f"looking over the page ended early: {_first_line(error)}")
        world.deadline = self._deadline + STORE_SECONDS
        around.settled = state.settled
        if state.reason:
            ledger.note(
                f"not waited for any longer: {state.reason}"
                if state.settled
                else f"never came to rest: {state.reason} was still moving when the time was up"
            )

    async def _clear(self, frames: Frames, around: Surroundings) -> bool:
        """Answer or set aside what lies over the page; True when anything was done."""
        return self._options.dismiss_overlays and await around.overlays.clear(frames)

    async def _look_over(
        self, page: Page, frames: Frames, ledger: Ledger, proxy: Proxy, deadline: float
    ) -> Seen | None:
        """Scroll and press; None when the page went elsewhere or hung meanwhile, so that it has to be done again."""
        try:
            return await explore(page, frames, ledger, proxy, self._options, deadline)
        except GoneError:
            return None
        except StepTimeoutError as error:
            ledger.note(f"looking over the page took too long: {_first_line(error)}")
            return None

    async def _after_failure(self, ledger: Ledger) -> bool:
        """Wait for a download that the browser turned away from but the recording has; True when there is one."""
        await ledger.quiet(0, self._deadline)
        chain = ledger.chain(self.url)
        return bool(chain and chain[-1].status is not None and chain[-1].status < 400)

    def _capture(self, finding: Finding, ledger: Ledger, records: Records, captured_at: datetime) -> Capture:
        return Capture(
            requested_url=self.url,
            url=finding.url,
            captured_at=captured_at,
            seconds=round(time.monotonic() - self._began, 3),
            verdict=finding.verdict,
            evidence=finding.evidence,
            status=finding.status,
            logged_in=records.logged_in,
            content_type=finding.content_type,
            title=records.title,
            dom=records.dom,
            attachments=records.attachments(finding, ledger, captured_at),
            notes=[*ledger.notes, *records.notes],
            exchanges=ledger.exchanges,
            body_bytes=ledger.body_bytes,
        )


def _split_credentials(url: str) -> tuple[str, tuple[str, str] | None]:
    """A URL without the user name and password that stood in it, which are kept out of the archive; and those."""
    parts = urlsplit(url)
    if parts.username is None:
        return url, None
    return public_url(url, mask=False), (unquote(parts.username), unquote(parts.password or ""))


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200]
