"""What a collection's runs came to, in figures that stay small however many addresses there are."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from heapq import heappush, heappushpop
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct, field

from pagearchive.collection import CollectionDirectory, Queue, read_lines
from pagearchive.errors import InputError
from pagearchive.jobs.outcome import ARCHIVED, Outcome

_SLOWEST = 20
FAILED = 500
"""Addresses that are named with their reasons."""
MAX_HOSTS = 10_000
"""Hosts that are counted apart; those of further ones are counted together."""
OTHERS = "(others)"
EDGES = (1, 2, 3, 5, 8, 13, 21, 34, 55, 90)
"""Seconds that bound the classes of the visits' durations."""


class HostFigures(Struct):
    """What one host's visits came to."""

    visits: int = 0
    failed: int = 0
    seconds: float = 0.0
    bytes: int = 0


class Summary(Struct, kw_only=True):
    """Figures over report.jsonl. The last attempt of each address counts; pages of a thread count as visits alone."""

    verdicts: dict[str, int]
    """By the number of addresses, the most first."""
    attempts: int = 0
    visits: int = 0
    bytes: int = 0
    exchanges: int = 0
    seconds: float = 0.0
    """Of all visits together."""
    began: datetime | None = None
    ended: datetime | None = None
    minutes: dict[int, tuple[int, int]] = field(default_factory=dict)
    """Minute since 1970 -> visits that began in it with a page archived, and without."""
    durations: list[int] = field(default_factory=lambda: [0] * (len(EDGES) + 1))
    """Visits below each of EDGES, and above the last."""
    hosts: dict[str, HostFigures] = field(default_factory=dict)
    slowest: list[tuple[float, str, str]] = field(default_factory=list)
    """Seconds, address, verdict; the slowest first."""
    failed: list[tuple[str, str, str]] = field(default_factory=list)
    """Address, verdict, reason; FAILED of them."""


class CollectionState(Struct, kw_only=True):
    """How far a batch is."""

    states: dict[str, int]
    failures: list[tuple[str, str, str]]


def state_of(root: Path) -> CollectionState:
    """The state of the collection's addresses. Raises InputError where there is no collection."""
    directory = CollectionDirectory(root)
    directory.require()
    if not directory.index.exists():
        return CollectionState(states={}, failures=[])
    with Queue(directory.index) as queue:
        return CollectionState(states=queue.counts(whole=True), failures=queue.failures(whole=True))


def summarise(root: Path) -> Summary:
    """The figures over a collection's report. Raises InputError for a line that is none of a report."""
    report = CollectionDirectory(root).report
    summary = Summary(verdicts={})
    last: dict[int, str] = {}
    failed: dict[str, tuple[str, str]] = {}
    for place, line in read_lines(report):
        try:
            outcome = msgspec.json.decode(line, type=Outcome)
        except msgspec.DecodeError as error:
            raise InputError(f"{report} at offset {place.offset}: not a line of a report ({error})") from error
        summary.attempts += 1
        if outcome.thread is None:
            last[hash(outcome.url)] = outcome.verdict
            failed.pop(outcome.url, None)
            if outcome.verdict not in ARCHIVED and len(failed) < FAILED:
                failed[outcome.url] = (outcome.verdict, outcome.error or "")
        if outcome.pages is None:
            _count_visit(summary, outcome)
    summary.verdicts = dict(Counter(last.values()).most_common())
    summary.slowest.sort(reverse=True)
    summary.failed = [(url, verdict, reason) for url, (verdict, reason) in failed.items()]
    return summary


def _count_visit(summary: Summary, outcome: Outcome) -> None:
    summary.visits += 1
    summary.bytes += outcome.bytes
    summary.exchanges += outcome.exchanges
    summary.seconds += outcome.seconds
    summary.durations[sum(outcome.seconds >= edge for edge in EDGES)] += 1
    good, bad = summary.minutes.get(minute := int(outcome.started_at.timestamp() // 60), (0, 0))
    summary.minutes[minute] = (good + outcome.archived, bad + (not outcome.archived))
    summary.began = min(summary.began or outcome.started_at, outcome.started_at)
    summary.ended = max(summary.ended or outcome.started_at, outcome.started_at)
    name = urlsplit(outcome.url).netloc
    if name not in summary.hosts and len(summary.hosts) >= MAX_HOSTS:
        name = OTHERS
    host = summary.hosts.setdefault(name, HostFigures())
    host.visits += 1
    host.failed += not outcome.archived
    host.seconds += outcome.seconds
    host.bytes += outcome.bytes
    entry = (outcome.seconds, outcome.url, outcome.verdict)
    (heappush if len(summary.slowest) < _SLOWEST else heappushpop)(summary.slowest, entry)
