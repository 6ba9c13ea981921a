"""Kills a batch at random moments and counts what was lost, double or broken, and how many pages were fetched again.

python benchmarks/batch_kills.py [--pages 60] [--kills 8] [--workers 3] [--gently]

With --gently it is Ctrl-C (SIGINT) instead of SIGKILL: then each run has to end by itself, with status 130.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from pagearchive.jobs.verifying import verify_path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tests.site import Site

from batch_throughput import addresses, serve


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pages", type=int, default=60)
    parser.add_argument("--kills", type=int, default=8)
    parser.add_argument("--workers", type=int, default=3)
    parser.add_argument("--gently", action="store_true")
    chosen = parser.parse_args()
    with Site() as site, tempfile.TemporaryDirectory() as directory:
        serve(site, resources=5, latency=0.05)
        urls = addresses(site, chosen.pages)
        root = Path(directory)
        (root / "urls.txt").write_text("\n".join(urls))
        killed = 0
        while (status := run(root, chosen.workers, killed < chosen.kills, chosen.gently)) is None:
            killed += 1
        records = Counter(
            json.loads(line)["requested_url"] for line in (root / "c" / "records.jsonl").read_text().splitlines()
        )
        faults = list(verify_path(root / "c"))
        again = sum(len(site.sent(url)) for url in urls) - len(urls)
        print(f"{killed} kills over {len(urls)} pages with {chosen.workers} workers; the last run ended with {status}")
        print(f"lost {len(set(urls) - set(records))}, double {sum(count > 1 for count in records.values())}", end=", ")
        print(f"faults {len(faults)}, unfinished files {len(list((root / 'c' / 'warc').glob('*.open')))}")
        print(f"pages fetched again: {again} (at most {killed * chosen.workers} by design)")
        for fault in faults:
            print(f"  {fault}")
    return 1 if faults or status else 0


def run(root: Path, workers: int, kill: bool, gently: bool) -> int | None:
    """Run the batch; killed after a few seconds, None, else its exit status."""
    options = ["--to", "c", "--allow-private", "--delay", "0", "--workers", str(workers), "--quiet"]
    command = [sys.executable, "-m", "pagearchive", "batch", "urls.txt", *options]
    process = subprocess.Popen(command, cwd=root, start_new_session=True)
    try:
        return process.wait(random.uniform(3, 12) if kill else 3600)
    except subprocess.TimeoutExpired:
        if gently:
            process.send_signal(signal.SIGINT)
            status = process.wait(90)
            open_ = list((root / "c" / "warc").glob("*.open"))
            if status == 130 and not open_:
                return None
            sys.exit(f"after Ctrl-C it ended with {status} and left {open_}")
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return None


if __name__ == "__main__":
    sys.exit(main())
