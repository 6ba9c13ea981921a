"""A batch over many hosts that fail in every way: does each address end as it should, and does no host hold up others?

    python benchmarks/batch_faults.py [--addresses 1000] [--workers 6] [--slow 20]

The slowest host answers each of its pages after --slow seconds, one after the other: so long the run must take, and its
time is set against that first. But each of the other addresses takes a worker for as long as its visit lasts, and some
must wait for a limit (pages that never answer or never end, browsers that crash and are started anew): spread over all
workers that is a bound too, and the larger one where workers are few or the machine is slow; so it is set against the
larger of both as well, and what the limits alone took is told.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec

from pagearchive.capture import find_browser
from pagearchive.collection import read_lines
from pagearchive.jobs.batch import BatchOptions, Events, run_batch
from pagearchive.jobs.lists import Listed
from pagearchive.jobs.options import RunOptions
from pagearchive.jobs.politeness import HostRules
from pagearchive.jobs.verifying import verify_path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tests.site.faults import KINDS, FaultSite, hungry_browser, wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--addresses", type=int, default=1000)
    parser.add_argument("--workers", type=int, default=6)
    parser.add_argument("--slow", type=float, default=20.0)
    chosen = parser.parse_args()
    with FaultSite(KINDS, hosts=8, slow=chosen.slow) as site, tempfile.TemporaryDirectory() as directory:
        root = Path(directory)
        wanted = list(site.urls(chosen.addresses))
        entries = [Listed(number, url, {}) for number, (_, url) in enumerate(wanted, 1)]
        options = RunOptions(
            browser=hungry_browser(find_browser().path, root),
            allow_private=True,
            robots="obey",
            timeout=chosen.slow + 10,
            scroll=False,
            screenshot=False,
        )
        rules = HostRules(delay=0, failures=3, pause=2, pauses=1)
        batch = BatchOptions(workers=chosen.workers, retries=2, backoff=1, hosts=rules)
        started = time.monotonic()
        states = asyncio.run(run_batch(entries, root / "c", options, batch, Events()))
        seconds = time.monotonic() - started
        report = [msgspec.json.decode(line) for _, line in read_lines(root / "c" / "report.jsonl")]
        faults = [fault for fault in verify_path(root / "c") if fault.kind != "truncated"]
    return told(report, states, wrong(report, wanted), [str(fault) for fault in faults], seconds, chosen, len(wanted))


def told(
    report: list[dict[str, Any]],
    states: dict[str, int],
    astray: list[str],
    faults: list[str],
    seconds: float,
    chosen: argparse.Namespace,
    addresses: int,
) -> int:
    """Print what came of it; the exit status."""
    hosts: Counter[str] = Counter()
    for line in report:
        hosts[line["url"].split("/")[2]] += line["seconds"]
    waited = sum(line["seconds"] for line in report if line["url"].split("/")[3] in ("silent", "endless", "crashing"))
    slowest, busiest = hosts.most_common(1)[0]
    work = sum(line["seconds"] for line in report) / chosen.workers
    least = max(busiest, work)
    print(f"{addresses} addresses on {len(hosts)} hosts, {len(report)} attempts, {states}")
    print(f"verdicts: {dict(Counter(line['verdict'] for line in report).most_common())}")
    print(
        f"{seconds:.0f} s; the visits to {slowest} alone, one after the other: {busiest:.0f} s "
        f"(ratio {seconds / busiest:.2f}); all visits over {chosen.workers} workers: {work:.0f} s, "
        f"{waited / chosen.workers:.0f} s of it pages that wait for a limit or crash; "
        f"ratio to the larger {seconds / least:.2f}; load {os.getloadavg()[0]:.1f}"
    )
    print(f"wrong outcomes: {len(astray)}, faults in the collection: {len(faults)}")
    for complaint in astray + faults:
        print(f"  {complaint}")
    return 1 if astray or faults else 0


if __name__ == "__main__":
    sys.exit(main())
