"""The seam between a batch and whoever carries it out: what goes to a worker, what comes back, what an engine is.

All of it is plain data or a protocol, so that workers may be tasks of this process or live on other machines. The batch
itself (state, politeness, retries, filing) is the `Desk`; the work on one address is a `Worker`'s.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

from pagearchive.collection import Part, Task
from pagearchive.jobs.boards import Found
from pagearchive.jobs.outcome import Outcome
from pagearchive.model import Article, Thread

if TYPE_CHECKING:
    from pagearchive.jobs.desk import Desk


class Turn(Struct, frozen=True, kw_only=True):
    """One address, handed to one worker; its host is nobody else's until the turn is over."""

    task: Task
    delay: float
    """Seconds between two visits to the host within this turn."""
    parts: list[Part]
    """The pages of the followed thread or board that were captured before and count, in order."""


class Result(Struct, frozen=True, kw_only=True):
    """What came of a turn. What it names in a WARC is committed there."""

    outcome: Outcome
    record: Thread | Article | None = None
    found: list[Found] = []
    """Threads that a board led to; they are handed out as turns of their own."""
    crawl_delay: float | None = None
    """Seconds that the site's robots.txt asks for between visits; None: it was not asked, or says nothing."""


class Line(Protocol):
    """What a worker says while it is at a turn."""

    async def visiting(self, worker: int, url: str) -> None:
        """A worker turns to an address."""

    async def part(self, turn: Turn, outcome: Outcome) -> None:
        """A page of the turn's thread is committed in its WARC; it counts once this returns. Raises OutputError."""


class Engine(Protocol):
    """Carries a batch out: takes turns from the desk, has them worked, brings the results back."""

    async def run(self, desk: Desk, workers: int) -> None:
        """Work until `desk.next()` gives None to everybody who asks.

        Each turn ends with `desk.settle(turn, result)`, or, when it could not be worked to its end, with
        `desk.release(turn)`: then it is handed out again. Raises BrowserError when browsers do not start, OutputError
        when the collection cannot be written. Cancelled, it stops its workers and lets their WARCs get their names.
        """
