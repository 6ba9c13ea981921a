"""The benchmarks' site in a process of its own: as on the web, its work and its memory are not those of the visitor."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import sys
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

from pagearchive.jobs.browsers import memory_below

START_SECONDS = 60


class Apart(NamedTuple):
    """A running site."""

    urls: list[str]
    """Its pages, spread over all its origins."""
    process: int

    def memory_beside(self) -> int:
        """Bytes held by all processes below this one but the site's: the browsers, and what reads pages."""
        pages = int(Path(f"/proc/{self.process}/statm").read_text().split()[1])
        return memory_below(os.getpid()) - pages * os.sysconf("SC_PAGE_SIZE")


@contextlib.contextmanager
def site_apart(pages: int, resources: int, latency: float) -> Iterator[Apart]:
    """Serve so many pages."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, pages, resources, latency), daemon=True)
    process.start()
    theirs.close()
    try:
        if not ours.poll(START_SECONDS):
            raise RuntimeError("the site did not start")
        assert process.pid is not None
        yield Apart(ours.recv(), process.pid)
    finally:
        ours.close()
        process.join(10)
        process.terminate()


def _serve(theirs: Connection, pages: int, resources: int, latency: float) -> None:
    """Serve until the other end is closed."""
    sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parents[1])]
    from tests.site import Site

    from batch_throughput import addresses, serve

    with Site() as site:
        serve(site, resources, latency)
        theirs.send(addresses(site, pages))
        with contextlib.suppress(EOFError):
            theirs.recv()
