"""Bringing in what a page holds back until somebody looks: lazy images, endless lists, "load more" buttons."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass

from playwright.async_api import Error, Page

from pagearchive.capture.bounded import StepTimeoutError, bounded
from pagearchive.capture.fetcher import fetch_all
from pagearchive.capture.ledger import Ledger
from pagearchive.capture.options import CaptureOptions
from pagearchive.capture.proxy import Proxy
from pagearchive.capture.styles import icons_in, named_in, sheet_text
from pagearchive.capture.world import Frames, World

STEP_SECONDS = 8.0
FRAME_SECONDS = 0.03
"""Between two screens: time for observers to fire and their requests to begin."""
SCROLL_SECONDS = 30.0
REST_SECONDS = 4.0
"""Waited at most for what a scroll or a click has asked for."""
GLANCE_SECONDS = 0.07
TOUCH_SECONDS = 2.0
PLACE = (3, 3)
"""Where the mouse is moved to, in pixels: a corner, so that it opens no menu."""
GROWTH_SECONDS = 0.12
SHEET_LEVELS = 3
"""How deep style sheets that import others are followed."""


@dataclass(frozen=True)
class Seen:
    """What a page was like when it had been looked over."""

    height: int
    images: int
    url: str

    async def outgrown(self, world: World) -> bool:
        """True when the page has become another since, so that it has to be looked over again."""
        state = await world.call("pagearchive.state()", STEP_SECONDS)
        return Seen(state["height"], state["images"], state["url"]) != self


async def explore(
    page: Page, frames: Frames, ledger: Ledger, proxy: Proxy, options: CaptureOptions, deadline: float
) -> Seen:
    """Scroll, press, and fetch what this screen did not need, within the options' bounds."""
    world = frames.main
    await _touch(page)
    candidates = await _prepare(frames, options)
    acted = await _scroll(world, ledger, options, deadline)
    acted += await _press(world, ledger, options, deadline)
    if acted:
        candidates = list(dict.fromkeys([*candidates, *await _prepare(frames, options)]))
    candidates += await _from_styles(frames, ledger)
    for _ in range(SHEET_LEVELS):
        wanted = [url for url in dict.fromkeys(candidates) if not ledger.requested(url)]
        room = max(0, options.max_candidates - ledger.own)
        if len(wanted) > room:
            ledger.note(f"more than {options.max_candidates} files for other screens (max_candidates)")
        if not wanted or not room:
            break
        sheets = len(ledger.styles)
        await fetch_all(page, proxy, ledger, wanted[:room], deadline)
        if len(ledger.styles) == sheets:
            break
        candidates = await _from_styles(None, ledger)
    state = await world.call("pagearchive.state()", STEP_SECONDS)
    return Seen(state["height"], state["images"], state["url"])


async def _touch(page: Page) -> None:
    """Move the mouse: many pages hold their scripts back until somebody does."""
    try:
        await bounded(page.mouse.move(*PLACE), TOUCH_SECONDS, "moving the mouse")
    except (Error, StepTimeoutError):
        return  # the page hangs or went elsewhere, which the next step finds out


async def _prepare(frames: Frames, options: CaptureOptions) -> list[str]:
    """Turn lazy loading off in all frames; returns the images that they name."""
    found: list[str] = []
    for part in await frames.call(f"pagearchive.prepare({options.max_candidates * 4})", STEP_SECONDS):
        found += part
    return found


async def _from_styles(frames: Frames | None, ledger: Ledger) -> list[str]:
    """What the style sheets name that came over the wire, and those in the page's own markup."""
    found: list[str] = []
    for style in ledger.styles:
        text = sheet_text(style)
        if text:
            found += (icons_in if text.lstrip().startswith("{") else named_in)(text, style.url)
    if frames is not None:
        for inline in await frames.call("pagearchive.styles()", STEP_SECONDS):
            found += named_in(inline["text"], inline["base"])
    return found


async def _scroll(world: World, ledger: Ledger, options: CaptureOptions, deadline: float) -> int:
    """Scroll to the end, which may move away while it is approached; returns how many screens it was."""
    height = 0
    until = min(deadline, time.monotonic() + SCROLL_SECONDS)
    for count in range(options.max_scrolls):
        if time.monotonic() > until:
            ledger.note(f"scrolled for {SCROLL_SECONDS:.0f} s and there was more")
            return count
        asked = ledger.admitted
        step = await world.call("pagearchive.step()", STEP_SECONDS)
        if not step["moved"] and (not count or step["height"] <= height):
            return count
        await asyncio.sleep(FRAME_SECONDS)
        if step["end"]:
            await _rest(ledger, asked, deadline)
        height = max(height, step["height"])
    ledger.note(f"scrolled {options.max_scrolls} screens and there was more (max_scrolls)")
    return options.max_scrolls


async def _press(world: World, ledger: Ledger, options: CaptureOptions, deadline: float) -> int:
    """Press "load more" as long as there is such a button; returns how often."""
    for count in range(options.max_clicks):
        if time.monotonic() > deadline:
            return count
        asked = ledger.admitted
        label = await world.call(f"pagearchive.more({options.max_clicks})", STEP_SECONDS)
        if not label:
            return count
        ledger.note(f"pressed “{label}”")
        await _rest(ledger, asked, deadline)
    return options.max_clicks


async def _rest(ledger: Ledger, asked: int, deadline: float) -> None:
    """Wait until what was just asked for has come; `asked` is how many requests there were before.

    Where nothing was asked for at once this is short: what a page does later is found by the next settling.
    """
    until = min(deadline, time.monotonic() + REST_SECONDS)
    await asyncio.sleep(GLANCE_SECONDS)
    if ledger.admitted > asked:
        await ledger.quiet(GROWTH_SECONDS, until)
