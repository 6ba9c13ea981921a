"""Many captures in a row with one browser: memory of our process and of the browser's, and what is left at the end.

python benchmarks/capture_endurance.py [CAPTURES]
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.processes import below
from tests.site import Site
from tests.site.course import lessons

from pagearchive.capture import Browser, CaptureOptions, find_browser

PAGES = ("plain", "srcset", "iframes", "workers", "service-worker", "infinite-scroll", "shadow", "video")


def resident(number: int) -> int:
    """Resident memory of a process in MB; 0 when it is gone."""
    try:
        return int(Path(f"/proc/{number}/statm").read_text().split()[1]) * 4096 // 1_000_000
    except (OSError, IndexError):
        return 0


def leftovers() -> int:
    return sum(1 for _ in Path(tempfile.gettempdir()).glob("pagearchive-*"))


async def run(count: int) -> None:
    """Capture, and print a line every tenth of the way."""
    began = time.monotonic()
    with Site() as site:
        chosen = [lesson for lesson in lessons() if lesson.name in PAGES]
        urls = [lesson.install(site) for lesson in chosen]
        async with Browser(find_browser().path) as browser:
            bad = 0
            for number in range(count):
                options = CaptureOptions(allow_private=True, timeout=30)
                capture = await browser.capture(urls[number % len(urls)], options, lambda _: None)
                bad += capture.verdict != "ok"
                site.log.clear()
                if (number + 1) % max(1, count // 10) == 0:
                    tree = below(os.getpid())
                    held = sum(resident(one) for one in tree)
                    print(
                        f"{number + 1:5} captures  {resident(os.getpid()):4} MB ours (site included)  "
                        f"{held:5} MB in {len(tree)} processes below  {bad} not ok",
                        flush=True,
                    )
    left = below(os.getpid())
    print(f"{time.monotonic() - began:.0f} s; left behind: {len(left)} processes, {leftovers()} directories")


if __name__ == "__main__":
    asyncio.run(run(int(sys.argv[1]) if len(sys.argv) > 1 else 300))
