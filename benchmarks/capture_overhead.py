# ruff: noqa: E501 (a page is easier to read on one line)
"""What recording costs: a plain page with 20 resources, against a bare Playwright visit of it in the same run.

    python benchmarks/capture_overhead.py [ROUNDS]

The bare visit has no recording, no proxy and no archive; it has the same settle rule, fed by Playwright's own events,
takes the DOM in the end and closes its context. Both sides take no screenshots and do not scroll. Then, in a process
of its own, the peak memory of capturing a 300 MB body.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import resource
import statistics
import sys
import time
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from playwright.async_api import async_playwright
from tests.site import Reply, Site
from tests.site.lessons import bytes_of, css, js, page, png

from pagearchive.capture import Browser, CaptureOptions, find_browser
from pagearchive.capture.settle import settle
from pagearchive.capture.world import World, script
from pagearchive.model import Exchange

HUGE = 300_000_000


def serve(pipe: Connection) -> None:
    """The site, in a process of its own so that it takes nothing from the ones measured."""
    with Site() as site:
        marks = (
            "".join(f"<img src=/r/{n}.png>" for n in range(16))
            + "<script src=/r/a.js></script><script src=/r/b.js></script>"
        )
        site.add(
            "/plain",
            page(
                "<h1>Plain</h1>" + "<p>words of a page " * 200 + marks,
                "<link rel=stylesheet href=/r/a.css><link rel=stylesheet href=/r/b.css>",
            ),
        )
        for n in range(16):
            site.add(f"/r/{n}.png", png(f"bench {n}", 200, 150))
        for name in ("a", "b"):
            site.add(f"/r/{name}.js", js("window.x=1//" + "x" * 40_000))
            site.add(f"/r/{name}.css", css("p{color:#333}" * 2000))
        body = bytes_of(HUGE)
        site.add("/huge.bin", Reply(body, type="application/octet-stream"))
        site.add(
            "/huge",
            page(
                "<p>words<script>fetch('/huge.bin').then(async r=>{const d=r.body.getReader();while(!(await d.read()).done);})</script>"
            ),
        )
        pipe.send((site.url("/plain"), site.url("/huge")))
        pipe.recv()


class Events:
    """Stands in for the ledger: counts the page's requests by Playwright's events."""

    def __init__(self, page: Any) -> None:
        self.open = 0
        self.last = time.monotonic()
        page.on("request", lambda _: self._count(1))
        page.on("requestfinished", lambda _: self._count(-1))
        page.on("requestfailed", lambda _: self._count(-1))

    def _count(self, step: int) -> None:
        self.open += step
        self.last = time.monotonic()

    def quiet_for(self) -> float:
        return 0.0 if self.open > 0 else time.monotonic() - self.last

    def refresh(self, url: str) -> float:
        return -1  # nothing on this page goes elsewhere


async def bare(browser: Any, url: str) -> float:
    """One visit without recording; seconds."""
    began = time.monotonic()
    context = await browser.new_context(viewport={"width": 1280, "height": 800})
    tab = await context.new_page()
    world = await World.of(tab, script("watch.js"), script("hooks.js"))
    events = Events(tab)
    await tab.goto(url, wait_until="commit")
    await settle(world, events, time.monotonic() + 30)  # type: ignore[arg-type]
    await tab.content()
    await context.close()
    return time.monotonic() - began


async def overhead(url: str, rounds: int) -> None:
    """Interleaved visits; the ratio of the medians."""
    found = find_browser()
    options = CaptureOptions(allow_private=True, screenshot=False, scroll=False, dismiss_overlays=False)
    usual = CaptureOptions(allow_private=True)
    plain: list[float] = []
    recorded: list[float] = []
    full: list[float] = []
    exchanges: list[Exchange] = []
    async with Browser(found.path) as browser, async_playwright() as playwright:
        other = await playwright.chromium.launch(executable_path=found.path, chromium_sandbox=found.sandbox)
        for turn in range(rounds + 2):
            exchanges.clear()
            first = await bare(other, url)
            began = time.monotonic()
            capture = await browser.capture(url, options, exchanges.append)
            second = time.monotonic() - began
            began = time.monotonic()
            await browser.capture(url, usual, lambda _: None)
            third = time.monotonic() - began
            if turn >= 2:
                plain.append(first)
                recorded.append(second)
                full.append(third)
            assert capture.verdict == "ok" and len(exchanges) >= 21, (capture.verdict, len(exchanges))
        await other.close()
    base = statistics.median(plain)
    print(f"bare visit            {base:.3f} s (median of {rounds})")
    print(f"recorded              {statistics.median(recorded):.3f} s = {statistics.median(recorded) / base:.2f} x")
    print(
        f"all defaults          {statistics.median(full):.3f} s = {statistics.median(full) / base:.2f} x (scroll, icons, screenshots)"
    )


def huge(url: str, pipe: Connection) -> None:
    """Capture a page with a 300 MB body; sends the peak memory in kB."""

    async def work() -> tuple[int, float, str | None]:
        sizes: list[int] = []
        async with Browser(find_browser().path) as browser:
            capture = await browser.capture(
                url, CaptureOptions(allow_private=True), lambda e: sizes.append(e.response_body.size)
            )
        return max(sizes), capture.seconds, capture.evidence

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    pipe.send((*asyncio.run(work()), before, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss))


def main() -> None:
    """Print the ratio and the memory."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    spawn = multiprocessing.get_context("spawn")
    mine, theirs = spawn.Pipe()
    server = spawn.Process(target=serve, args=(theirs,))
    server.start()
    plain, big = mine.recv()
    asyncio.run(overhead(plain, rounds))
    answers, sender = spawn.Pipe()
    worker = spawn.Process(target=huge, args=(big, sender))
    worker.start()
    size, seconds, evidence, before, peak = answers.recv()
    worker.join()
    print(
        f"{size / 1e6:.0f} MB body           {seconds:.1f} s, peak {peak / 1024:.0f} MB of our process ({before / 1024:.0f} MB at its start) {evidence or ''}"
    )
    mine.send(None)
    server.join()


if __name__ == "__main__":
    main()
