# ruff: noqa: E501 (a page is easier to read on one line)
"""The course of difficult pages: captures every one and prints what is missing.

    python benchmarks/capture_course.py [--all] [NAME...]

One line a requirement that is not met (with --all every one), then the totals and the time.
"""

from __future__ import annotations

import asyncio
import resource
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.site import Site
from tests.site.course import lessons
from tests.site.score import Collector, Row, score

from pagearchive.capture import Browser, CaptureOptions, find_browser


async def run(names: list[str]) -> list[tuple[list[Row], float]]:
    """Capture the named lessons, or all, one after the other."""
    chosen = [lesson for lesson in lessons() if not names or lesson.name in names]
    results = []
    with Site() as site:
        async with Browser(find_browser().path) as browser:
            for lesson in chosen:
                url = lesson.install(site)
                sink = Collector()
                capture = await browser.capture(url, CaptureOptions(allow_private=True, timeout=60), sink)
                results.append((score(lesson, site, capture, sink.exchanges), capture.seconds))
    return results


def main() -> int:
    """Print the table; 1 when anything is missing."""
    arguments = [argument for argument in sys.argv[1:] if not argument.startswith("-")]
    began = time.monotonic()
    results = asyncio.run(run(arguments))
    seconds = time.monotonic() - began
    rows = [row for lesson, _ in results for row in lesson]
    for lesson, took in results:
        failed = [row for row in lesson if not row.good]
        if "--all" in sys.argv or failed or took > 8:
            print(f"{lesson[0].lesson:24} {len(lesson) - len(failed)}/{len(lesson)}  {took:.1f} s")
        for row in lesson if "--all" in sys.argv else failed:
            print(f"    {'ok  ' if row.good else 'FAIL'} {row.what}" + ("" if row.good else f": {row.detail[:300]}"))
    perfect = sum(all(row.good for row in lesson) for lesson, _ in results)
    good = sum(row.good for row in rows)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"{perfect}/{len(results)} pages perfect, {good}/{len(rows)} requirements, {seconds:.0f} s, {memory} MB (site included)"
    )
    return 0 if perfect == len(results) else 1


if __name__ == "__main__":
    sys.exit(main())
