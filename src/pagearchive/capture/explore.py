"""Bringing in what a page holds back until somebody looks: lazy images, endless lists, "load more" buttons."""

from __future__ import annotations

import asyncio
import time

from playwright.async_api import Page

from pagearchive.capture.bounded import StepTimeoutError
from pagearchive.capture.fetcher import fetch_all
from pagearchive.capture.ledger import Ledger
from pagearchive.capture.options import CaptureOptions
from pagearchive.capture.proxy import Proxy
from pagearchive.capture.world import GoneError, World

STEP_SECONDS = 3.0
FRAME_SECONDS = 0.03
"""Between two screens: time for observers to fire and their requests to begin."""
REST_SECONDS = 4.0
"""Waited at most for what a scroll or a click has asked for."""
GROWTH_SECONDS = 0.25


async def explore(
    page: Page, world: World, ledger: Ledger, proxy: Proxy, options: CaptureOptions, deadline: float
) -> None:
    """Scroll, press, and fetch what this screen did not need, within the options' bounds."""
    candidates = await _prepare(world, options)
    await _scroll(world, ledger, options, deadline)
    await _press(world, ledger, options, deadline)
    candidates = list(dict.fromkeys([*candidates, *await _prepare(world, options)]))
    wanted = [url for url in candidates if not ledger.requested(url)]
    if wanted:
        await fetch_all(page, proxy, ledger, wanted[: options.max_candidates], deadline)
        if len(wanted) > options.max_candidates:
            ledger.note(f"{len(wanted)} images for other screens, {options.max_candidates} fetched (max_candidates)")


async def _prepare(world: World, options: CaptureOptions) -> list[str]:
    found: list[str] = []
    for frame in world.frames():
        try:
            found += await world.call(f"pagearchive.prepare({options.max_candidates * 4})", STEP_SECONDS, frame)
        except (GoneError, StepTimeoutError):
            if frame == world.frame:
                raise
    return found


async def _scroll(world: World, ledger: Ledger, options: CaptureOptions, deadline: float) -> None:
    height = 0
    for count in range(options.max_scrolls):
        if time.monotonic() > deadline:
            return
        step = await world.call("pagearchive.step()", STEP_SECONDS)
        await asyncio.sleep(FRAME_SECONDS)
        if not step["moved"] and step["height"] <= height and count:
            break
        if not step["moved"] and count == 0:
            return
        if step["end"]:
            await _rest(ledger, deadline)
        height = max(height, step["height"])
    else:
        ledger.note(f"scrolled {options.max_scrolls} screens and there was more (max_scrolls)")
    await world.call("pagearchive.home()", STEP_SECONDS)


async def _press(world: World, ledger: Ledger, options: CaptureOptions, deadline: float) -> None:
    for _ in range(options.max_clicks):
        if time.monotonic() > deadline:
            return
        label = await world.call(f"pagearchive.more({options.max_clicks})", STEP_SECONDS)
        if not label:
            return
        ledger.note(f"pressed “{label}”")
        await _rest(ledger, deadline)


async def _rest(ledger: Ledger, deadline: float) -> None:
    """Wait until what was just asked for has come."""
    until = min(deadline, time.monotonic() + REST_SECONDS)
    await asyncio.sleep(GROWTH_SECONDS / 2)
    await ledger.quiet(GROWTH_SECONDS / 2, until)
