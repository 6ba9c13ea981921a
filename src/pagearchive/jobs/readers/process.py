"""One child process, seen from its parent."""

from __future__ import annotations

import os
import pickle
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from typing import Any

from pagearchive.errors import ReaderError, SetupError
from pagearchive.jobs.readers.channel import BEGIN, END, PAGE, READY, SETUP, WORK, Channel
from pagearchive.jobs.readers.work import Setup, Work, place_of
from pagearchive.model import Page

_START = 120.0
"""Seconds for a child to start, on a machine that has much else to do."""
_GRACE = 15.0
"""Seconds after which a child that its own alarm did not end is ended from outside."""
_QUIET = 600.0
"""Seconds between two signs of life while no page is being read."""


class CrashedError(ReaderError):
    """The child is gone, or had to be ended, while it was at `place`."""

    def __init__(self, place: str, reason: str, *, timed_out: bool) -> None:
        super().__init__(f"{place}: {reason}")
        self.timed_out = timed_out


class ReaderProcess:
    """Reads one thing at a time, until it is `spent`."""

    def __init__(self, setup: Setup) -> None:
        """Start it; it is not waited for. Raises SetupError when the system cannot start a process."""
        self._setup = setup
        ours, theirs = socket.socketpair()
        self._channel = Channel(ours)
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the child
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own module
                [sys.executable, "-P", "-m", "pagearchive.jobs.readers.child", str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self._errors,
                pass_fds=(theirs.fileno(),),
                env={**os.environ, "PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry)},
            )
        except OSError as error:
            ours.close()
            self._errors.close()
            raise SetupError(f"no process to read pages in could be started: {error.strerror}") from error
        finally:
            theirs.close()
        self._ready = self._ended = False
        self.pages = 0
        """Pages that it was given to read."""
        self.spent = False
        """It has read its share, has grown large, or is dead."""

    def read(self, page: Page) -> tuple[bytes, bytes]:
        """Read a page; gives the frame that tells what became of it. Raises CrashedError, SetupError."""
        self.pages += 1
        ((kind, data),) = self._frames(PAGE, page, place_of(page))
        return kind, data

    def work(self, work: Work, skip: int) -> Iterator[tuple[bytes, bytes]]:
        """The frames of a work but for its first `skip` pages. Raises CrashedError, SetupError."""
        for kind, data in self._frames(WORK, (work, skip), None):
            self.pages += kind == BEGIN
            yield kind, data

    def end(self) -> None:
        """End it, whatever it is at: whoever waits for it gets a CrashedError."""
        self._ended = True
        self._process.kill()
        self._process.wait()

    def close(self) -> None:
        """Give up what it held, once nobody waits for it any more."""
        self.end()
        self._channel.close()
        self._errors.close()

    def _frames(self, kind: bytes, request: Any, place: str | None) -> Iterator[tuple[bytes, bytes]]:
        if not self._ready:
            self._begin()
        limit = self._setup.seconds + _GRACE
        current = place
        try:
            self._channel.send(kind, pickle.dumps(request), limit)
            while True:
                kind, data = self._channel.receive(limit if current is not None else _QUIET)
                if kind == END:
                    self.spent = data == b"1"
                    return
                if kind == BEGIN:
                    current = data.decode("utf-8", "replace")
                elif place is None:
                    current = None
                yield kind, data
        except (EOFError, TimeoutError) as error:
            raise self._crashed(current or "between two pages", isinstance(error, TimeoutError)) from error

    def _begin(self) -> None:
        try:
            self._channel.send(SETUP, pickle.dumps(self._setup), _START)
            kind, _ = self._channel.receive(_START)
            assert kind == READY
        except (EOFError, TimeoutError) as error:
            self._wait()
            if self._ended:
                raise self._crashed("the first page", hung=False) from error
            raise SetupError(f"the process to read pages in did not start: {self._last_words() or error}") from error
        self._ready = True

    def _crashed(self, place: str, hung: bool) -> CrashedError:
        self.spent = True
        status = self._wait()
        if hung or status == -signal.SIGALRM:
            reason = f"reading it takes more than {self._setup.seconds:.0f} s"
            return CrashedError(place, reason, timed_out=True)
        how = signal.Signals(-status).name if -status in set(signal.Signals) else f"status {status}"
        words = self._last_words()
        return CrashedError(place, f"the parser crashed ({how}{f': {words}' if words else ''})", timed_out=False)

    def _wait(self) -> int:
        try:
            return self._process.wait(1.0)
        except subprocess.TimeoutExpired:
            self._process.kill()
            return self._process.wait()

    def _last_words(self) -> str:
        """The last line that it wrote to its standard error."""
        if self._ended:
            return ""
        size = self._errors.seek(0, os.SEEK_END)
        self._errors.seek(max(0, size - 2000))
        lines = self._errors.read().decode("utf-8", "replace").strip().splitlines()
        return " ".join(lines[-1].split())[:200] if lines else ""
