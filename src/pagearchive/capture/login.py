"""Signing in by hand, once: a window opens, and what the site then remembers is saved for later captures."""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
from playwright.async_api import Error, Page, async_playwright

from pagearchive.capture.found import FoundBrowser
from pagearchive.errors import BrowserError, NotAnAddressError, OutputError, SetupError

POLL_SECONDS = 1.0


async def sign_in(url: str, save: Path, browser: FoundBrowser, report: Callable[[str], None]) -> None:
    """Open a window on `url` for somebody to sign in by hand; when they close it, the state goes to `save`.

    The file holds cookies and local storage, is readable by its owner only (0600), and is written anew each second
    until the window is closed, because a closed window has no state to ask for. This window is not recorded.

    Raises NotAnAddressError, SetupError where there is no screen, BrowserError, OutputError.
    """
    if urlsplit(url).scheme not in ("http", "https"):
        raise NotAnAddressError(f"{url[:200]} is not an http or https address")
    if (
        os.name == "posix"
        and os.uname().sysname == "Linux"
        and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    ):
        raise SetupError("no screen here to open a window on; sign in on another machine and copy the saved file")
    try:
        async with async_playwright() as playwright:
            running = await playwright.chromium.launch(
                executable_path=browser.path, headless=False, chromium_sandbox=browser.sandbox
            )
            page = await (await running.new_context(no_viewport=True)).new_page()
            await page.goto(url, wait_until="commit")
            report(f"sign in, then close the window; the login is saved to {save}")
            await _until_closed(page, save)
            await running.close()
    except Error as error:
        raise BrowserError(f"the window could not be used: {(str(error).splitlines() or [''])[0]}") from error


async def _until_closed(page: Page, save: Path) -> None:
    while not page.is_closed():
        try:
            state = await page.context.storage_state()
        except Error:
            return  # the window was closed while it was asked
        write_state(save, msgspec.json.encode(state))
        await asyncio.sleep(POLL_SECONDS)


def write_state(save: Path, data: bytes) -> None:
    """Write a saved login so that nobody else can ever read it. Raises OutputError."""
    try:
        number, name = tempfile.mkstemp(prefix=f".{save.name}-", dir=save.parent)
        with os.fdopen(number, "wb") as file:
            file.write(data)
        Path(name).replace(save)
    except OSError as error:
        raise OutputError(f"{save} cannot be written: {error.strerror or error}") from error
