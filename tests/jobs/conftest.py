"""Ray clusters for the tests of this directory, on loopback."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

os.environ |= {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_raylet_start_wait_time_s": "120",
    "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0",  # Ray's way to keep every address on loopback; read when it is imported
}


@pytest.fixture
def ray_here(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A cluster of this machine alone, kept for the next test; the tests' own modules can be imported on it."""
    _importable(monkeypatch)
    from pagearchive.jobs.cluster.connection import connected

    yield connected()


@pytest.fixture
def three_nodes(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A cluster of three nodes and a head without processors, each node a set of processes of this machine."""
    _importable(monkeypatch)
    import ray
    from ray.cluster_utils import Cluster

    from pagearchive.jobs.cluster.connection import connected

    ray.shutdown()
    local = {"node_ip_address": "127.0.0.1", "include_dashboard": False}
    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 0, **local})
    try:
        for _ in range(3):
            cluster.add_node(num_cpus=1, node_ip_address="127.0.0.1")
        monkeypatch.setenv("RAY_ADDRESS", cluster.address)
        connected()
        yield cluster
    finally:
        ray.shutdown()
        cluster.shutdown()


def _importable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, [str(Path.cwd()), os.environ.get("PYTHONPATH")])))
