"""The child process: reads pages that are sent to it, or that it finds in a file, until it is hung up on.

    python -P -m pagearchive.jobs.readers.child FD

An alarm ends the process when a page takes too long, in C code too; that is the default action of SIGALRM, so nothing
in here has to be able to run for it. Memory is limited by the system (RLIMIT_AS).
"""

from __future__ import annotations

import gc
import importlib
import pickle
import resource
import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec

from pagearchive.errors import ArchiveError, PageArchiveError, ReaderError
from pagearchive.jobs.readers.channel import (
    ALIVE,
    ARTICLE,
    BEGIN,
    DAMAGE,
    END,
    EXTENT,
    FAILED,
    PAGE,
    READY,
    SETUP,
    THREAD,
    WORK,
    Channel,
)
from pagearchive.jobs.readers.work import Extent, Setup, Told, Work, place_of
from pagearchive.model import Article, Page, Thread
from pagearchive.parse.platforms import PLATFORMS

Read = Callable[[Page], Thread | Article]


def main() -> None:
    """Serve until the other end hangs up."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to deal with
    channel = Channel(socket.socket(fileno=int(sys.argv[1])))
    kind, data = channel.receive()
    assert kind == SETUP
    setup: Setup = pickle.loads(data)  # noqa: S301 - from our own parent
    child = _Child(channel, setup)
    channel.send(READY)
    try:
        while True:
            child.serve(*channel.receive())
    except EOFError:
        return


class _Child:
    def __init__(self, channel: Channel, setup: Setup) -> None:
        self._channel = channel
        self._setup = setup
        self._read = _reader(setup)
        self._pages = 0
        self._spent = False
        resource.setrlimit(resource.RLIMIT_AS, (setup.memory, resource.getrlimit(resource.RLIMIT_AS)[1]))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        gc.freeze()  # what was imported stays, so the collector of garbage need not walk through it for every few pages

    def serve(self, kind: bytes, data: bytes) -> None:
        request = pickle.loads(data)  # noqa: S301 - from our own parent
        if kind == PAGE:
            self._one(request)
        else:
            assert kind == WORK
            self._all(*request)
        spent = self._spent or self._pages >= self._setup.pages or _memory() > self._setup.grown
        self._channel.send(END, b"1" if spent else b"")

    def _one(self, page: Page) -> None:
        self._pages += 1
        signal.setitimer(signal.ITIMER_REAL, self._setup.seconds)
        try:
            record = self._read(page)
            line = msgspec.json.encode(record)
        except PageArchiveError as error:
            self._tell(FAILED, Told.of(error))
        except MemoryError:
            self._spent = True
            limit = f"{self._setup.memory >> 20} MB of memory"
            self._tell(FAILED, Told.of(ReaderError(f"{place_of(page)}: reading it takes more than {limit}")))
        except Exception as error:  # a fault of the parser's own is no reason to leave the other pages unread
            self._tell(FAILED, Told.of(ReaderError(f"{place_of(page)}: the parser failed ({_one_line(error)})")))
        else:
            self._channel.send(THREAD if isinstance(record, Thread) else ARTICLE, line)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)

    def _all(self, work: Work, skip: int) -> None:
        """Read what the work finds, but for the first `skip` pages."""
        try:
            for found in work.pages():
                if found is None:
                    self._channel.send(ALIVE)
                elif isinstance(found, Extent):
                    self._tell(EXTENT, found)
                elif isinstance(found, Page):
                    if skip > 0:
                        skip -= 1
                        continue
                    self._channel.send(BEGIN, place_of(found).encode("utf-8", "replace"))
                    self._one(found)
                else:
                    self._tell(DAMAGE, Told.of(found))
        except ArchiveError as error:
            self._tell(DAMAGE, Told.of(error))
        except PageArchiveError as error:
            self._tell(FAILED, Told.of(error))
        except OSError as error:
            self._tell(FAILED, Told(kind="InputError", message=f"{error.filename or work.name}: {error.strerror}"))
        except MemoryError:
            self._spent = True
            limit = f"{self._setup.memory >> 20} MB of memory"
            self._tell(FAILED, Told(kind="ReaderError", message=f"{work.name}: takes more than {limit}"))

    def _tell(self, kind: bytes, what: Told | Extent) -> None:
        self._channel.send(kind, msgspec.json.encode(what))


def _reader(setup: Setup) -> Read:
    """The function that reads a page, found by its name ("module:function")."""
    module, _, name = setup.reader.partition(":")
    function = getattr(importlib.import_module(module), name)
    platforms = PLATFORMS
    if setup.platforms is not None:
        from pagearchive.parse.platforms.loading import with_own

        platforms = with_own(setup.platforms)

    def read(page: Page) -> Thread | Article:
        record: Thread | Article = function(page, platforms)
        return record

    return read


def _memory() -> int:
    """Bytes of memory that this process holds now (Linux; elsewhere the most it ever held)."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10


def _one_line(error: Exception) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())[:300]


if __name__ == "__main__":
    main()
