"""Memory over a long batch: our process and its browsers, page by page, drawn as SVG; and what is left afterwards.

The site answers from a process of its own, which is not counted: it keeps a log of all that it was asked for.

    python benchmarks/batch_memory.py [--pages 2000] [--workers 3] [--to memory.svg]

Flat means: the line fitted to the second half of the run rises by less than a tenth of its height.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
import time
from pathlib import Path

from pagearchive.jobs.batch import BatchOptions, Events, run_batch
from pagearchive.jobs.lists import Listed
from pagearchive.jobs.options import RunOptions
from pagearchive.jobs.politeness import HostRules

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from site_process import Apart, site_apart

Sample = tuple[int, int, int]
"""Pages done, bytes of our own process, bytes of all below it."""
EVERY = 10


class Watch(Events):
    """Measures after every tenth page."""

    def __init__(self, site: Apart) -> None:
        self._site = site
        self.samples: list[Sample] = []
        self.done = 0

    def finished(self, outcome: object, record: object, retry_in: float | None) -> None:
        self.done += 1
        if self.done % EVERY == 0:
            self.samples.append((self.done, own_memory(), self._site.memory_beside()))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--workers", type=int, default=3)
    parser.add_argument("--to", type=Path, default=Path("memory.svg"))
    chosen = parser.parse_args()
    started = time.monotonic()
    with site_apart(chosen.pages, resources=3, latency=0.0) as site, tempfile.TemporaryDirectory() as directory:
        watch = Watch(site)
        entries = [Listed(number, url, {}) for number, url in enumerate(site.urls)]
        options = RunOptions(allow_private=True, robots="ignore")
        how = BatchOptions(workers=chosen.workers, hosts=HostRules(delay=0))
        states = asyncio.run(run_batch(entries, Path(directory), options, how, watch))
    left = [line for line in processes_below(os.getpid()) if "resource_tracker" not in line]
    chosen.to.write_text(drawing(watch.samples), encoding="utf-8")
    print(f"{states} in {time.monotonic() - started:.0f} s with {chosen.workers} workers; drawn in {chosen.to}")
    rises = []
    for name, place in (("our process", 1), ("browsers", 2)):
        sizes = [sample[place] / 2**20 for sample in watch.samples]
        later = sizes[len(sizes) // 2 :]
        rises.append(slope(later) * len(later) / (sum(later) / len(later)))
        print(f"{name}: {chart(sizes)}  {min(sizes):.0f} to {max(sizes):.0f} MB, second half {rises[-1]:+.1%}")
    print(f"processes left: {len(left)}{''.join(chr(10) + '  ' + line for line in left)}")
    return 1 if left or max(rises) > 0.1 or states != {"done": chosen.pages} else 0


def own_memory() -> int:
    """Bytes of memory that this process holds."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def processes_below(parent: int) -> list[str]:
    """The processes that still have `parent` above them, zombies among them."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            stat = (entry / "stat").read_text()
            command = (entry / "cmdline").read_text().replace("\0", " ")[:100]
        except OSError:
            continue  # it ended meanwhile
        if int(stat.rpartition(")")[2].split()[1]) == parent:
            found.append(f"{stat.split()[0]} {stat.rpartition(')')[2].split()[0]} {command}")
    return found


def slope(values: list[float]) -> float:
    """Rise a step of the line that fits best."""
    middle, average = (len(values) - 1) / 2, sum(values) / len(values)
    weight = sum((at - middle) ** 2 for at in range(len(values)))
    return sum((at - middle) * (value - average) for at, value in enumerate(values)) / weight if weight else 0.0


def chart(values: list[float], width: int = 60) -> str:
    """The values as one line of text."""
    bars = "▁▂▃▄▅▆▇█"
    step = max(1, len(values) // width)
    means = [sum(values[at : at + step]) / len(values[at : at + step]) for at in range(0, len(values), step)]
    return "".join(bars[min(7, int(value / max(means) * 7.99))] for value in means)


def drawing(samples: list[Sample]) -> str:
    """Both curves over the pages, in MB."""
    most = max(max(own, below) for _, own, below in samples) / 2**20
    last = samples[-1][0]

    def line(place: int, colour: str) -> str:
        points = " ".join(f"{60 + 700 * s[0] / last:.1f},{320 - 290 * s[place] / 2**20 / most:.1f}" for s in samples)
        return f'<polyline fill="none" stroke="{colour}" stroke-width="1.5" points="{points}"/>'

    marks = "".join(
        f'<line x1="60" x2="760" y1="{320 - 290 * share:.0f}" y2="{320 - 290 * share:.0f}" stroke="#ddd"/>'
        f'<text x="54" y="{324 - 290 * share:.0f}" text-anchor="end">{most * share:.0f}</text>'
        for share in (0, 0.25, 0.5, 0.75, 1)
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 360" font-family="sans-serif" font-size="12">'
        f'<rect width="800" height="360" fill="#fff"/>{marks}{line(2, "#3d7391")}{line(1, "#b5302a")}'
        '<text x="60" y="16" fill="#3d7391">browsers, MB</text>'
        '<text x="170" y="16" fill="#b5302a">our process, MB</text>'
        f'<text x="760" y="345" text-anchor="end">{last} pages</text></svg>\n'
    )


if __name__ == "__main__":
    sys.exit(main())
