"""The browser process: started once, visited by many pages, ended with everything it started."""

from __future__ import annotations

import asyncio
import os
import signal
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import TracebackType

from playwright.async_api import Browser as PlaywrightBrowser
from playwright.async_api import BrowserContext, Error, Playwright, async_playwright

from pagearchive.capture.authority import Authority
from pagearchive.capture.bounded import StepTimeoutError, bounded
from pagearchive.capture.fetcher import fetch_alone
from pagearchive.capture.ledger import Sink
from pagearchive.capture.options import CaptureOptions
from pagearchive.capture.scratch import Scratch, sweep
from pagearchive.capture.visit import Visit
from pagearchive.errors import BrowserError, SetupError
from pagearchive.model import Capture

START_SECONDS = 60.0
CLOSE_SECONDS = 10.0
MAX_CLOSING = 4

_OFF_IN_PLAYWRIGHT = (
    "AimEnabled",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "TcpPortRandomizationWin",
    "ThirdPartyStoragePartitioning",
    "msEdgeUpdateLaunchServicesPreferredVersion",
    "msForceBrowserSignIn",
)
"""What Playwright switches off. Of two such lists the browser heeds the last one, so ours has to repeat these."""
_OFF = (
    # Each context has a window, and each window loads the page of its address bar, which nobody sees: more work than
    # most of the pages that are visited.
    "WebUIOmniboxAimPopup",
    "WebUIOmniboxPopup",
    # A renderer in reserve is started for each context, and goes with it unused.
    "SpareRendererForSitePerProcess",
)
ARGUMENTS = (
    "--autoplay-policy=no-user-gesture-required",
    "--deny-permission-prompts",
    "--disable-client-side-phishing-detection",
    "--disable-domain-reliability",
    "--disable-features=" + ",".join(_OFF_IN_PLAYWRIGHT + _OFF),
    "--disable-gpu",
    "--disable-notifications",
    "--disable-quic",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--mute-audio",
    "--no-pings",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
)
"""What every browser is started with, beside what Playwright adds."""
_NOWHERE = "http://127.0.0.1:9"
"""What the browser itself, outside all captures, is given as its proxy: it has nothing to fetch."""


class Browser:
    """A running browser.

    async with Browser(find_browser().path, CaptureOptions()) as browser:
        capture = await browser.capture("https://example.org/", CaptureOptions(), sink)

    Entering raises BrowserError when it does not start. All sinks are called from one thread of the browser's own,
    one exchange after the other, so that writing an archive does not hold up the page.
    """

    def __init__(self, executable: Path, options: CaptureOptions | None = None) -> None:
        self._executable = executable
        self._options = options or CaptureOptions()
        self._mark = f"--pagearchive-run={uuid.uuid4().hex}"
        self._authority = Authority()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="pagearchive-sink")
        self._playwright: Playwright | None = None
        self._browser: PlaywrightBrowser | None = None
        self._closing: set[asyncio.Future[None]] = set()
        self._scratch: Scratch | None = None
        self._user_agent: str | None = None

    # ── start and end ─────────────────────────────────────────────────────────────────────────────────────────────

    async def __aenter__(self) -> Browser:
        sweep()
        self._scratch = Scratch()
        try:
            async with self._scratch.as_temporary():
                self._playwright = await _start_driver()
            self._browser = await bounded(self._launch(self._playwright), START_SECONDS, "the browser's start")
        except (Error, StepTimeoutError) as error:
            await self._end()
            raise BrowserError(f"{self._executable} did not start: {_reason(error)}") from error
        except BaseException:
            await self._end()
            raise
        return self

    async def _launch(self, playwright: Playwright) -> PlaywrightBrowser:
        return await playwright.chromium.launch(
            executable_path=self._executable,
            headless=True,
            chromium_sandbox=os.geteuid() != 0,
            args=[
                *ARGUMENTS,
                f"--ignore-certificate-errors-spki-list={self._authority.fingerprint()}",
                self._mark,
            ],
            # Playwright takes the browser's protection against floods of navigations away; archived pages need it.
            ignore_default_args=["--disable-ipc-flooding-protection"],
            proxy={"server": _NOWHERE},
            handle_sigint=False,
            handle_sigterm=False,
            handle_sighup=False,
            timeout=START_SECONDS * 1000,
        )

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._end()

    async def _end(self) -> None:
        """Close everything, then kill what did not close."""
        if self._closing:
            await asyncio.wait(list(self._closing), timeout=CLOSE_SECONDS)
        main = _process_with(self._mark)
        tree = _descendants(main) if main else []
        if self._browser is not None:
            await _quietly(self._browser.close(), "closing the browser")
        if self._playwright is not None:
            await _quietly(self._playwright.stop(), "stopping Playwright")
        for number in tree:
            _kill(number, self._executable)
        self._thread.shutdown(wait=True)
        if self._scratch is not None:
            self._scratch.remove()

    # ── what it is for ────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def version(self) -> str:
        """The browser's version ("156.0.8078.73"). Raises BrowserError when it is not running."""
        return self._running().version

    @property
    def connected(self) -> bool:
        """False when the browser has crashed or was closed."""
        return self._browser is not None and self._browser.is_connected()

    async def capture(self, url: str, options: CaptureOptions | None, sink: Sink) -> Capture:
        """Visit a page; `sink` gets each exchange as it is complete and must consume its payloads before it returns.

        Never raises for what the page does: that is the capture's verdict. Raises BrowserError when the browser
        itself fails, NotAnAddressError when `url` is not an http or https URL, and whatever the sink raised.
        """
        browser = self._running()
        assert self._scratch is not None
        options = options or self._options
        while len(self._closing) >= MAX_CLOSING:
            await asyncio.wait(list(self._closing), return_when=asyncio.FIRST_COMPLETED)
        visit = Visit(
            browser=browser,
            authority=self._authority,
            directory=self._scratch.path,
            thread=self._thread,
            close=self._close_later,
            url=url,
            options=options,
            user_agent=await self._agent(options),
        )
        return await visit.run(sink)

    async def fetch(self, url: str, options: CaptureOptions, sink: Sink) -> None:
        """Fetch one address without a page, as robots.txt; redirects are followed, and `sink` gets each exchange.

        An address that cannot be had is an exchange without a response. Raises BrowserError when the browser is not
        running, and whatever the sink raised.
        """
        self._running()
        assert self._scratch is not None
        await fetch_alone(
            url,
            options,
            await self._agent(options) or await self._own_agent(),
            sink,
            authority=self._authority,
            directory=self._scratch.path,
            thread=self._thread,
        )

    def _close_later(self, context: BrowserContext) -> None:
        """Close a context without making the caller wait."""
        task = asyncio.ensure_future(_quietly(context.close(), "closing a context"))
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)

    async def _agent(self, options: CaptureOptions) -> str | None:
        """The user agent to state; None for the browser's own, unchanged."""
        agent = options.user_agent
        if options.contact:
            if agent is None:
                agent = await self._own_agent()
            agent = f"{agent} ({options.contact})"
        return agent

    async def _own_agent(self) -> str:
        if self._user_agent is None:
            session = await self._running().new_browser_cdp_session()
            self._user_agent = str((await session.send("Browser.getVersion"))["userAgent"])
            await session.detach()
        return self._user_agent

    def _running(self) -> PlaywrightBrowser:
        if self._browser is None or not self._browser.is_connected():
            raise BrowserError(f"{self._executable} is not running (it crashed or was closed)")
        return self._browser


async def _start_driver() -> Playwright:
    """Playwright's driver, a program of its own. Raises SetupError when it does not run here."""
    try:
        return await bounded(async_playwright().start(), START_SECONDS, "the start of Playwright's driver")
    except (StepTimeoutError, Error):
        raise
    except Exception as error:  # what Playwright raises has no class of its own
        asyncio.get_running_loop().set_exception_handler(lambda *_: None)  # its broken pipe is this same failure
        raise SetupError(
            f"Playwright's driver does not start ({_reason(error)}); `pagearchive browser install` mends that"
        ) from error


async def _quietly(work: object, step: str) -> None:
    """Do a step of clearing up whose failure means that the thing is gone already."""
    try:
        await bounded(work, CLOSE_SECONDS, step)  # type: ignore[arg-type]
    except (Error, StepTimeoutError):
        return


def _reason(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    telling = [line for line in lines if "ERROR" in line or "rror while loading" in line or "FATAL" in line]
    return (telling or lines or [type(error).__name__])[0][:300]


# ── the process tree (Linux: elsewhere Playwright's own ending has to do) ─────────────────────────────────────────────


def _process_with(mark: str) -> int | None:
    """The browser's main process: the one with our mark on its command line."""
    wanted = mark.encode()
    for entry in _processes():
        try:
            arguments = (entry / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue  # it ended meanwhile
        if wanted in arguments:
            return int(entry.name)
    return None


def _processes() -> list[Path]:
    root = Path("/proc")
    return [entry for entry in root.iterdir() if entry.name.isdigit()] if root.is_dir() else []


def _descendants(main: int) -> list[int]:
    """A process and all that it started, the children first."""
    parents: dict[int, int] = {}
    for entry in _processes():
        try:
            parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
        except (OSError, IndexError, ValueError):
            continue  # it ended meanwhile
    found = [main]
    for number in found:
        found += [child for child, parent in parents.items() if parent == number]
    return found[::-1]


def _kill(number: int, executable: Path) -> None:
    """Kill a process of the browser that is still there; never another that got its number."""
    try:
        program = (Path("/proc") / str(number) / "cmdline").read_bytes()
    except OSError:
        return
    if b"chrom" in program or executable.name.encode() in program:
        try:
            os.kill(number, signal.SIGKILL)
        except ProcessLookupError:
            return
