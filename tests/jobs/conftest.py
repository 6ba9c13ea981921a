"""A Ray cluster for the tests of this directory."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def ray_here() -> Iterator[None]:
    """A cluster of this machine alone; the tests' own modules can be imported on it."""
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(Path.cwd()), os.environ.get("PYTHONPATH")]))
    from pagearchive.jobs.cluster.connection import connected

    ray = connected()
    yield
    ray.shutdown()
