"""What reading a page costs, as a ratio to selectolax's bare parse of the same page in the same run.

    python benchmarks/speed.py CORPUS [--worst 15] [--pages 200] [--no-adapters]

Over a corpus, the mean time of a read may be at most 5 times the mean time of a parse, and no page may take more than
40 times its own parse. Ratios, never milliseconds: machines differ. The mean of the pages' own ratios is printed beside
it: it speaks of the small pages, which a parser is done with in no time.
"""

from __future__ import annotations

import argparse
import gc
import gzip
import json
import math
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from pagearchive import dom
from pagearchive.model import Page
from pagearchive.parse import read
from pagearchive.parse.platforms import PLATFORMS

MEAN_TARGET, PAGE_TARGET = 5.0, 40.0


def main(arguments: list[str] | None = None) -> int:
    """Measure and print. Exit status 1: a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("corpus", type=Path, nargs="?")
    parser.add_argument("--worst", type=int, default=10)
    parser.add_argument("--pages", type=int, default=0, help="at most so many, evenly chosen")
    parser.add_argument("--repeat", type=int, default=3, help="the fastest of so many runs counts")
    parser.add_argument("--no-adapters", action="store_true")
    options = parser.parse_args(arguments)
    if options.corpus is None or not options.corpus.exists():
        print("SKIPPED: speed was not measured, because no corpus was given")
        return 0
    truths = sorted((options.corpus / "wcxb/truth").glob("*.json"))
    if options.pages:
        truths = truths[:: max(1, len(truths) // options.pages)]
    platforms = () if options.no_adapters else PLATFORMS
    rows = []
    for truth in truths:
        facts = json.loads(truth.read_text())
        raw = gzip.decompress((options.corpus / f"wcxb/html/{truth.stem}.html.gz").read_bytes())
        html = raw.decode("utf-8", "replace")
        page = Page(html=html, url=facts["url"] or None)
        jobs = (partial(dom.Tree, html), partial(read, page, platforms=platforms))
        bare, whole = _fastest(jobs, options.repeat)
        rows.append((facts["page_type"], truth.stem, read(page, platforms=platforms).read_by, bare, whole))
    return _report(rows, options.worst)


def _fastest(jobs: Sequence[Callable[[], object]], repeat: int) -> list[float]:
    """The fastest run of each job. They take turns, so that all find the processor's memory as the others leave it."""
    fastest = [math.inf] * len(jobs)
    gc.disable()
    for _ in range(repeat):
        for at, job in enumerate(jobs):
            start = time.process_time()
            job()
            fastest[at] = min(fastest[at], time.process_time() - start)
    gc.enable()
    return fastest


def _report(rows: list[tuple[str, str, str, float, float]], worst: int) -> int:
    groups: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for kind, _name, read_by, bare, whole in rows:
        for group in (kind, f"  {kind}, by {read_by}", "ALL"):
            groups[group].append((bare, whole))
    print(f"{'pages':<34}{'count':>6}{'parse ms':>10}{'read ms':>10}{'of means':>9}{'mean of':>8}{'most':>8}")
    for group, times in sorted(groups.items(), key=lambda item: (item[0] == "ALL", item[0].strip())):
        bare, whole = sum(one for one, _ in times), sum(two for _, two in times)
        ratios = [two / one for one, two in times]
        print(
            f"{group:<34}{len(times):>6}{bare / len(times) * 1e3:10.2f}{whole / len(times) * 1e3:10.2f}"
            f"{whole / bare:9.2f}{sum(ratios) / len(ratios):8.2f}{max(ratios):8.1f}"
        )
    ranked = sorted(rows, key=lambda row: row[3] / row[4])
    for kind, name, read_by, bare, whole in ranked[:worst]:
        print(f"  {name} {kind:<14}{read_by:<16} {whole / bare:6.1f} x of {bare * 1e3:.2f} ms")
    if not rows:
        return 0
    ratio = sum(row[4] for row in rows) / sum(row[3] for row in rows)
    mean = sum(row[4] / row[3] for row in rows) / len(rows)
    most = max(row[4] / row[3] for row in rows)
    print(
        f"ratio of the mean times {ratio:.2f} x (target {MEAN_TARGET:g}), highest page {most:.1f} x "
        f"(target {PAGE_TARGET:g}); mean of the pages' ratios {mean:.2f} x"
    )
    return 0 if ratio <= MEAN_TARGET and most <= PAGE_TARGET else 1


if __name__ == "__main__":
    sys.exit(main())
