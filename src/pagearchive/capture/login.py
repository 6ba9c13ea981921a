"""Signing in by hand, once: a window opens, and what the site then remembers is saved for later captures."""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec
from playwright.async_api import BrowserContext, Error, async_playwright

from pagearchive.capture.found import FoundBrowser
from pagearchive.errors import BrowserError, InputError, NotAnAddressError, OutputError, SetupError

POLL_SECONDS = 1.0
LONGEST_POLLS = 10
"""Local storage can change without anything that shows from outside; it is asked for after as many polls."""
MAX_STATE = 64 << 20


async def sign_in(url: str, save: Path, browser: FoundBrowser, report: Callable[[str], None]) -> int:
    """Open a window on `url` for somebody to sign in by hand; until they close it, the state is kept in `save`.

    The file holds cookies, local storage and IndexedDB, is readable by its owner only (0600), and is written whenever
    something has changed, because a closed window has no state to ask for. This window is not recorded. Gives the
    number of cookies saved.

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
            context = await running.new_context(no_viewport=True)
            page = await context.new_page()
            await page.goto(url, wait_until="commit")
            report(f"sign in, then close the window; the login is saved to {save}")
            cookies = await _until_closed(context, save)
            await running.close()
    except Error as error:
        raise BrowserError(f"the window could not be used: {(str(error).splitlines() or [''])[0]}") from error
    return cookies


async def _until_closed(context: BrowserContext, save: Path) -> int:
    """Keep the state for as long as the window has a page; gives the number of cookies last saved."""
    known: object = None
    polls = saved = 0
    while context.pages:
        try:
            cookies = await context.cookies()
            seen = (sorted(map(repr, cookies)), [page.url for page in context.pages])
            polls += 1
            if seen != known or polls >= LONGEST_POLLS:
                write_state(save, msgspec.json.encode(await context.storage_state(indexed_db=True)))
                known, polls, saved = seen, 0, len(cookies)
        except Error:
            break  # the window was closed while it was asked
        await asyncio.sleep(POLL_SECONDS)
    return saved


def write_state(save: Path, data: bytes) -> None:
    """Write a saved login so that nobody else can ever read it. Raises OutputError."""
    try:
        number, name = tempfile.mkstemp(prefix=f".{save.name}-", dir=save.parent)
        with os.fdopen(number, "wb") as file:
            file.write(data)
        Path(name).replace(save)
    except OSError as error:
        raise OutputError(f"{save} cannot be written: {error.strerror or error}") from error


def read_state(path: Path) -> Any:
    """A saved login as Playwright takes it. Raises InputError; nothing of its content is part of the message."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_STATE)
        state = msgspec.json.decode(data)
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from error
    except msgspec.DecodeError:
        state = None
    lists = [state.get(name) for name in ("cookies", "origins")] if isinstance(state, dict) else [None]
    if not all(isinstance(items, list) and all(isinstance(item, dict) for item in items) for items in lists):
        raise InputError(f"{path} is no saved login; `pagearchive login URL --save FILE` makes one")
    return state
