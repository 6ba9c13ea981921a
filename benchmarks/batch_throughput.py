"""Pages per minute of a batch, as a ratio to a bare Playwright loop over the same site in the same run.

    python benchmarks/batch_throughput.py [--pages 300] [--resources 10] [--latency 0.05] [--rounds 1] [--tabs 1 2 3]
        [--our-switches]

The bare loop opens a fresh context a page in as many tabs, waits until the network is idle, and records nothing. Each
round visits all pages, first with one and then with the other; the start of our browsers counts, that of the bare
loop's does not. The site answers from a process of its own. The bare loop's browser is started as Playwright does it;
with --our-switches as ours is, which leaves what recording costs and takes out what a better start saves.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from playwright.async_api import async_playwright

from pagearchive.capture import find_browser
from pagearchive.capture.browser import ARGUMENTS
from pagearchive.jobs.batch import BatchOptions, Events, run_batch
from pagearchive.jobs.lists import Listed
from pagearchive.jobs.options import RunOptions
from pagearchive.jobs.politeness import HostRules

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tests.site import Reply, Request, Site

from site_process import Apart, site_apart

PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc000000301010018"
    "dd8db00000000049454e44ae426082"
)
PROSE = "".join(f"<p>Paragraph {number} speaks of planks, of oakum and of tar.</p>" for number in range(20))


def serve(site: Site, resources: int, latency: float) -> None:
    """Pages below /p/, each with its own pictures."""

    def page(request: Request) -> Reply:
        number = request.path.rsplit("/", 1)[1]
        pictures = "".join(f"<img src='/i/{number}-{n}.png' width='30' height='30'>" for n in range(resources))
        title = f"<title>Boat {number} of many</title><h1>Boat {number} of many</h1>"
        return Reply(f"<!DOCTYPE html>{title}{PROSE}{pictures}", delay=latency)

    site.add_prefix("/p/", page)
    site.add_prefix("/i/", lambda r: Reply(PICTURE + r.path.encode(), type="image/png", delay=latency))


def addresses(site: Site, pages: int) -> list[str]:
    """Spread over all origins, so that politeness does not hold up the workers."""
    return [site.url(f"/p/{number}", "ABC"[number % 3]) for number in range(pages)]


async def bare(urls: list[str], tabs: int, switches: list[str]) -> float:
    """Seconds of the bare loop."""
    waiting: Iterator[str] = iter(urls)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=find_browser().path, chromium_sandbox=False, args=switches
        )

        async def work() -> None:
            for url in waiting:
                context = await browser.new_context()
                page = await context.new_page()
                await page.goto(url, wait_until="networkidle")
                await context.close()

        started = time.monotonic()
        await asyncio.gather(*(work() for _ in range(tabs)))
        seconds = time.monotonic() - started
        await browser.close()
    return seconds


async def batch(site: Apart, workers: int, screenshot: bool) -> tuple[float, int]:
    """Seconds of a batch with so many workers, and the most memory its browsers took."""
    most = 0

    class Watch(Events):
        def finished(self, outcome: object, record: object, retry_in: float | None) -> None:
            nonlocal most
            most = max(most, site.memory_beside())

    options = RunOptions(allow_private=True, screenshot=screenshot)
    how = BatchOptions(workers=workers, hosts=HostRules(delay=0))
    with tempfile.TemporaryDirectory() as directory:
        started = time.monotonic()
        entries = [Listed(number, url, {}) for number, url in enumerate(site.urls)]
        states = await run_batch(entries, Path(directory), options, how, Watch())
        seconds = time.monotonic() - started
    assert states == {"done": len(site.urls)}, states
    return seconds, most


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--resources", type=int, default=10)
    parser.add_argument("--latency", type=float, default=0.05)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--tabs", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--no-screenshots", action="store_true")
    parser.add_argument("--our-switches", action="store_true")
    chosen = parser.parse_args()
    screenshot = not chosen.no_screenshots
    switches = list(ARGUMENTS) if chosen.our_switches else []
    print(f"load {os.getloadavg()[0]:.1f}, {os.cpu_count()} processors", flush=True)
    with site_apart(chosen.pages, chosen.resources, chosen.latency) as site:
        rates: dict[int, float] = {}
        plain: dict[int, float] = {}
        for tabs in chosen.tabs:
            reference = seconds = 0.0
            most = 0
            for _ in range(chosen.rounds):
                reference += asyncio.run(bare(site.urls, tabs, switches))
                taken, memory = asyncio.run(batch(site, tabs, screenshot))
                seconds, most = seconds + taken, max(most, memory)
            pages = chosen.pages * chosen.rounds
            rates[tabs], plain[tabs] = pages / seconds * 60, pages / reference * 60
            print(
                f"{tabs} tabs: bare Playwright {plain[tabs]:6.1f} pages/min, "
                f"batch {rates[tabs]:6.1f} ({'with' if screenshot else 'no'} screenshots), "
                f"ratio {reference / seconds:.2f}, {rates[tabs] / rates[chosen.tabs[0]]:.2f} times the first "
                f"(bare: {plain[tabs] / plain[chosen.tabs[0]]:.2f}); browsers {most / 2**20:.0f} MB, "
                f"load {os.getloadavg()[0]:.1f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
