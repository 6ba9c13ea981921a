"""Some child processes that read pages, each replaced when it crashed, hangs, has grown or has read its share."""

from __future__ import annotations

import contextlib
import os
import queue
import threading
from collections.abc import Iterator

import msgspec

from pagearchive.errors import PageArchiveError, ReaderError
from pagearchive.jobs.readers.channel import ALIVE, BEGIN, EXTENT, FAILED, THREAD
from pagearchive.jobs.readers.process import CrashedError, ReaderProcess
from pagearchive.jobs.readers.work import Extent, Setup, Told, Work
from pagearchive.model import Article, Page, Thread

MAX_CRASHES = 100
"""Crashes in one file or range after which the rest of it is given up."""
_WAIT = 3600.0
"""Seconds that somebody waits for a child at the most."""


class ReaderPool:
    """Reads pages in at most `size` child processes; its methods may be called from any thread, and block.

    As a context manager it ends them all.
    """

    def __init__(self, size: int = 1, setup: Setup | None = None) -> None:
        self._setup = setup or Setup()
        self._idle: queue.LifoQueue[ReaderProcess | None] = queue.LifoQueue()
        self._lock = threading.Lock()
        self._alive: set[ReaderProcess] = set()
        self._closed = False
        self.crashes = 0
        """Children that ended while they read, so far."""
        for _ in range(max(1, size)):
            self._idle.put(None)

    def read(self, page: Page) -> Thread | Article:
        """The page's record. Raises PageArchiveError where there is none; ReaderError when reading it did not end.

        A crash in a child that has read other pages may be their doing: the page is tried once more in a new one.
        """
        for last in (False, True):
            with self._lent() as child:
                blameless = child.pages == 0
                try:
                    kind, data = child.read(page)
                except CrashedError as crash:
                    self.crashes += 1
                    if last or blameless or crash.timed_out:
                        raise
                    continue
            return record_of(kind, data)
        raise AssertionError

    def work(self, work: Work) -> Iterator[tuple[bytes, bytes]]:
        """The frames (THREAD, ARTICLE, FAILED, DAMAGE, EXTENT) of a work; a page that crashes a child gives FAILED."""
        skip = crashes = 0
        while True:
            begun = before = skip
            with self._lent() as child:
                try:
                    for kind, data in child.work(work, skip):
                        begun += kind == BEGIN
                        if kind not in (BEGIN, ALIVE):
                            yield kind, data
                    return
                except CrashedError as crash:
                    self.crashes += 1
                    error = crash
            crashes += 1
            if begun > before:  # the page that was begun last is named and passed over
                yield FAILED, msgspec.json.encode(Told.of(error))
                skip = begun
            if crashes >= MAX_CRASHES or (begun == before and crashes > 2):
                message = f"{work.name}: given up after {crashes} crashes; at last {error}"
                yield FAILED, msgspec.json.encode(Told.of(ReaderError(message)))
                return

    def warm(self) -> None:
        """Start a child now, so that the first page need not wait for it."""
        with self._lent():
            pass

    def close(self) -> None:
        """End all children, also those that are at work: who waits for them gets a ReaderError."""
        with self._lock:
            self._closed = True
            children, self._alive = self._alive, set()
        for child in children:
            child.end()
        with contextlib.suppress(queue.Empty):
            while True:
                if (idle := self._idle.get_nowait()) is not None:
                    idle.close()

    def __enter__(self) -> ReaderPool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextlib.contextmanager
    def _lent(self) -> Iterator[ReaderProcess]:
        """A child for one request; it comes back only if it is still of use."""
        try:
            child = self._idle.get(timeout=_WAIT)
        except queue.Empty as error:
            raise ReaderError(f"no process was free to read a page for {_WAIT:.0f} s") from error
        kept = False
        try:
            if child is None:
                child = self._started()
            yield child
            kept = not (child.spent or self._closed)
        finally:
            if not kept and child is not None:
                self._drop(child)
            self._idle.put(child if kept else None)

    def _started(self) -> ReaderProcess:
        with self._lock:
            if self._closed:
                raise ReaderError("the pages are not read any more: the run has ended")
            child = ReaderProcess(self._setup)
            self._alive.add(child)
            return child

    def _drop(self, child: ReaderProcess) -> None:
        with self._lock:
            self._alive.discard(child)
        child.close()


def record_of(kind: bytes, data: bytes) -> Thread | Article:
    """The record in a frame. Raises the error that stands in it instead."""
    if kind == FAILED:
        raise error_of(data)
    return msgspec.json.decode(data, type=Thread) if kind == THREAD else msgspec.json.decode(data, type=Article)


def error_of(data: bytes) -> PageArchiveError:
    """The error in a FAILED or DAMAGE frame."""
    return msgspec.json.decode(data, type=Told).error()


def extent_of(kind: bytes, data: bytes) -> Extent | None:
    """The extent in a frame, where it is one."""
    return msgspec.json.decode(data, type=Extent) if kind == EXTENT else None


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
