"""What may be said about a batch, and what it tells while it runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from pagearchive.jobs.outcome import Outcome
from pagearchive.jobs.politeness import HostRules
from pagearchive.model import Article, Thread

if TYPE_CHECKING:
    from pagearchive.jobs.desk import Desk


class BatchOptions(Struct, frozen=True, kw_only=True):
    """How a list is worked through."""

    workers: int = 4
    retries: int = 2
    """Further tries of what may pass."""
    backoff: float = 5.0
    """Seconds before the second try; each further one waits twice as long, with jitter."""
    hosts: HostRules = HostRules()
    retry_failed: bool = False
    """Try again what failed or was skipped in earlier runs."""
    fresh: bool = False
    """Visit everything again, finished pages too, and threads from their first page."""
    update: bool = False
    """Visit finished threads again, from their last known page on."""
    in_order: bool = False
    """One address after another as listed, whatever their hosts: for a few addresses that somebody typed."""


class Events:
    """What a batch tells while it runs; every method may be overridden."""

    def recovered(self, line: str) -> None:
        """Something that a dead run had left was put in order."""

    def loaded(self, new: int, known: int, duplicates: int, bad: int) -> None:
        """The list was read; bad lines were told of as finished before."""

    def begun(self, desk: Desk) -> None:
        """Work begins; the desk can be looked at from now on."""

    def visiting(self, worker: int, url: str) -> None:
        """A worker turns to an address."""

    def finished(self, outcome: Outcome, record: Thread | Article | None, retry_in: float | None) -> None:
        """A try is over; `retry_in` says in how many seconds there will be another."""

    def host_given_up(self, host: str, skipped: int, reason: str) -> None:
        """A host is given up, with what was pending on it."""
