"""What is seen of a batch while it runs: a live table on a terminal, a line now and then in a pipe."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from rich.console import Console, Group
from rich.live import Live
from rich.table import Table
from rich.text import Text

from pagearchive.cli.archive import line_for
from pagearchive.cli.printing import Printer, clean
from pagearchive.jobs.batch_options import Events
from pagearchive.jobs.browsers import memory_below

if TYPE_CHECKING:
    from pagearchive.jobs.desk import Desk
    from pagearchive.jobs.outcome import Outcome

_HOSTS = 5
"""Waiting hosts that are shown."""
_MEMORY_EVERY = 3.0
EVERY = 10.0
"""Seconds between two lines in a pipe."""


@contextlib.contextmanager
def display(printer: Printer, *, quiet: bool) -> Iterator[Events]:
    """The events to give to a batch."""
    shown = _Shown(printer)
    if quiet:
        yield shown
        return
    if not sys.stderr.isatty():
        with _now_and_then(shown.tell):
            yield shown
        return
    console = Console(stderr=True)
    with Live(console=console, refresh_per_second=2, get_renderable=shown.table, transient=True):
        shown.live = True
        yield shown


@contextlib.contextmanager
def _now_and_then(tell: Callable[[], None]) -> Iterator[None]:
    """Call `tell` every EVERY seconds, also while nothing happens."""
    over = threading.Event()

    def keep_telling() -> None:
        while not over.wait(EVERY):
            tell()

    thread = threading.Thread(target=keep_telling, name="pagearchive-progress", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


class _Shown(Events):
    def __init__(self, printer: Printer) -> None:
        self._printer = printer
        self._desk: Desk | None = None
        self._counts = {"done": 0, "failed": 0, "retried": 0}
        self._bytes = 0
        self._at: dict[int, tuple[str, float]] = {}
        self._started = time.monotonic()
        self._bad = 0
        self._memory = (0.0, 0)
        self.live = False

    def recovered(self, line: str) -> None:
        self._printer.data({"event": "recovered", "what": line})
        self._printer.say(f"recovered: {line}")

    def loaded(self, new: int, known: int, duplicates: int, bad: int) -> None:
        self._bad = bad
        self._printer.data({"event": "loaded", "new": new, "known": known, "duplicates": duplicates, "bad": bad})
        told = [f"{_counted(new, 'new address', 'es')}, {known} known"]
        told += [_counted(duplicates, "duplicate")] if duplicates else []
        told += [_counted(bad, "bad line")] if bad else []
        self._printer.say(", ".join(told))

    def begun(self, desk: Desk) -> None:
        self._desk = desk

    def visiting(self, worker: int, url: str) -> None:
        self._at[worker] = (url, time.monotonic())

    def finished(self, outcome: Outcome, record: object, retry_in: float | None) -> None:
        kind = "retried" if retry_in is not None else "done" if outcome.archived else "failed"
        self._counts[kind] += 1
        self._at = {worker: at for worker, at in self._at.items() if at[0] != outcome.url}
        self._bytes += outcome.bytes
        self._printer.data({"event": "page", "retry_in": retry_in, "outcome": outcome})
        if kind == "failed":
            self._printer.error(line_for(outcome))
        if outcome.unread:
            self._printer.note(f"{outcome.url}: {outcome.unread}")

    def tell(self) -> None:
        """Say how far it is, once work has begun."""
        if self._desk is not None:
            self._printer.say(self._line())

    def host_given_up(self, host: str, skipped: int, reason: str) -> None:
        self._printer.data({"event": "host-given-up", "host": host, "skipped": skipped, "reason": reason})
        self._printer.error(f"skipped  {skipped} addresses: {reason}")

    def _line(self) -> str:
        seconds = time.monotonic() - self._started
        done = self._counts["done"] + self._counts["failed"]
        total = self._bad + (self._desk.total if self._desk else 0)
        rate = done / seconds * 60 if seconds else 0.0
        left = (total - done) / rate * 60 if rate else 0.0
        now = time.monotonic()
        if now - self._memory[0] > _MEMORY_EVERY:
            self._memory = (now, memory_below(os.getpid()))
        memory = self._memory[1] / 2**20
        return (
            f"{done} of {total}: {self._counts['done']} done, {self._counts['failed']} failed, "
            f"{self._counts['retried']} retries · {rate:.0f} pages/min · {_clock(left)} left · "
            f"{self._bytes / 2**20:.0f} MB · browsers {memory:.0f} MB"
        )

    def table(self) -> Any:
        """The live view."""
        table = Table(box=None, pad_edge=False, show_header=False)
        table.add_column(justify="right")
        table.add_column(overflow="ellipsis", no_wrap=True)
        now = time.monotonic()
        for url, since in list(self._at.values()):
            table.add_row(f"{now - since:4.0f} s", Text(clean(url)))
        parts: list[Any] = [Text(self._line()), table]
        if self._desk is not None:
            schedule = self._desk.schedule
            parts.append(Text(f"{len(schedule.busy)} hosts being visited, {schedule.waiting()} waiting"))
            waits = Table(box=None, pad_edge=False, show_header=False)
            waits.add_column(justify="right")
            waits.add_column(overflow="ellipsis", no_wrap=True)
            for at, host in schedule.upcoming(_HOSTS):
                if at > now:
                    why = (
                        "paused" if host.paused_until > now else f"every {host.delay:.0f} s" if host.delay >= 1 else ""
                    )
                    waits.add_row(f"in {at - now:3.0f} s", Text(clean(f"{host.name}  {why}")))
            parts.append(waits)
        return Group(*parts)


def _clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _counted(number: int, name: str, ending: str = "s") -> str:
    return f"{number} {name}{'' if number == 1 else ending}"
