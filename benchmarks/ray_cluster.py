"""A batch on Ray: its throughput beside the local engine's in the same run, and what the death of nodes costs.

    python benchmarks/ray_cluster.py [--pages 60] [--workers 2] [--rounds 2] [--kills 1]

Needs `pagearchive[ray]`. The site is that of batch_throughput.py. Engines take turns, so that other work on the machine
weighs on both. Then a cluster of a head and three nodes, all on this machine, works through as many pages while nodes
are killed without a word.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

os.environ["RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER"] = "0"  # Ray's way to keep every address on loopback

import ray

from pagearchive.capture import find_browser
from pagearchive.jobs.batch import BatchOptions, Events, run_batch
from pagearchive.jobs.cluster.connection import connected
from pagearchive.jobs.cluster.engine import RayEngine
from pagearchive.jobs.engine import Engine
from pagearchive.jobs.lists import Listed
from pagearchive.jobs.local import LocalEngine
from pagearchive.jobs.options import RunOptions
from pagearchive.jobs.outcome import Outcome
from pagearchive.jobs.politeness import HostRules
from pagearchive.jobs.verifying import verify_path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tests.site import Site

from batch_throughput import addresses, serve

OPTIONS = RunOptions(allow_private=True, screenshot=False, robots="ignore")


class Clock(Events):
    """Time from the first finished page to the last: without the start of browsers and clusters."""

    def __init__(self) -> None:
        self.moments: list[float] = []

    def finished(self, outcome: Outcome, record: object, retry_in: float | None) -> None:
        self.moments.append(time.monotonic())

    def rate(self) -> float:
        """Pages a minute."""
        return (len(self.moments) - 1) / (self.moments[-1] - self.moments[0]) * 60


def run(urls: list[str], workers: int, root: Path, events: Events, engine: Callable[[RunOptions], Engine]) -> None:
    """A batch; every page has to come through."""
    how = BatchOptions(workers=workers, hosts=HostRules(delay=0))
    entries = [Listed(number, url, {}) for number, url in enumerate(urls)]
    states = asyncio.run(run_batch(entries, root, OPTIONS, how, events, engine))
    assert states == {"done": len(urls)}, states


def compare(urls: list[str], workers: int, rounds: int) -> None:
    """Local engine and Ray, by turns."""
    connected()
    engines: dict[str, Callable[[RunOptions], Engine]] = {
        "local": lambda options: LocalEngine(find_browser().path),
        "ray": lambda options: RayEngine(),
    }
    rates: dict[str, list[float]] = {name: [] for name in engines}
    for _ in range(rounds):
        for name, engine in engines.items():
            clock = Clock()
            with tempfile.TemporaryDirectory() as directory:
                run(urls, workers, Path(directory), clock, engine)
            rates[name].append(clock.rate())
            load = os.getloadavg()[0]
            print(f"{name:6} {workers} workers: {clock.rate():6.1f} pages/min   (load {load:.0f})", flush=True)
    print(f"ray / local: {median(rates['ray']) / median(rates['local']):.2f}")


class Killer(Clock):
    """Kills a node after each share of the pages."""

    def __init__(self, cluster: Any, every: int, kills: int) -> None:
        super().__init__()
        self._cluster = cluster
        self._every = every
        self._kills = kills
        self.threads: list[threading.Thread] = []

    def finished(self, outcome: Outcome, record: object, retry_in: float | None) -> None:
        super().finished(outcome, record, retry_in)
        if len(self.moments) % self._every == 0 and len(self.threads) < self._kills:
            here = ray.get_runtime_context().get_node_id()
            node = next(node for node in self._cluster.worker_nodes if node.node_id != here)
            thread = threading.Thread(target=self._replace, args=(node,))
            thread.start()
            self.threads.append(thread)

    def _replace(self, node: Any) -> None:
        self._cluster.remove_node(node, allow_graceful=False)
        self._cluster.add_node(num_cpus=1, node_ip_address="127.0.0.1")


def kill(site: Site, urls: list[str], workers: int, kills: int) -> None:
    """Three nodes, of which some die."""
    from ray.cluster_utils import Cluster

    ray.shutdown()
    local = {"node_ip_address": "127.0.0.1", "include_dashboard": False}
    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 0, **local})
    for _ in range(3):
        cluster.add_node(num_cpus=1, node_ip_address="127.0.0.1")
    os.environ["RAY_ADDRESS"] = cluster.address
    connected()
    before = Counter({url: len(site.sent(url)) for url in urls})
    made: list[RayEngine] = []

    def engine(options: RunOptions) -> Engine:
        made.append(RayEngine())
        return made[-1]

    killer = Killer(cluster, len(urls) // (kills + 1), kills)
    with tempfile.TemporaryDirectory() as directory:
        run(urls, workers, Path(directory), killer, engine)
        for thread in killer.threads:
            thread.join()
        lines = (Path(directory) / "records.jsonl").read_text().splitlines()
        records = Counter(json.loads(line)["requested_url"] for line in lines)
        faults = list(verify_path(Path(directory)))
    fetched = sum(len(site.sent(url)) - before[url] for url in urls)
    print(
        f"{len(urls)} pages, {kills} nodes killed, {made[0].lost} workers lost: "
        f"lost {len(set(urls) - set(records))}, double {sum(count > 1 for count in records.values())}, "
        f"faults {len(faults)}, fetched again {fetched - len(urls)}; {killer.rate():.1f} pages/min"
    )
    ray.shutdown()
    cluster.shutdown()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=60)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--kills", type=int, default=1)
    chosen = parser.parse_args()
    with Site() as site:
        serve(site, 10, 0.05)
        urls = addresses(site, chosen.pages)
        if chosen.rounds:
            compare(urls, chosen.workers, chosen.rounds)
        if chosen.kills:
            kill(site, urls, 3, chosen.kills)


if __name__ == "__main__":
    main()
