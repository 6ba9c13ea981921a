"""A board and its threads: its pages visited one after another, and which of the topics on them are to be archived."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from urllib.parse import urlsplit

from msgspec import Struct

from pagearchive.jobs.outcome import Outcome
from pagearchive.parse.threads.board import Board, Topic, latest_moment
from pagearchive.urls import canonical

VisitBoard = Callable[[str], Awaitable[tuple[Outcome, Board | None]]]
"""Visits and files one page of the board; the board is None where the page could not be had."""
Refusal = Callable[[str], Awaitable[str | None]]
"""Why a followed address must not be visited; None: it may be."""
_SHOWN = 5


class BoardRules(Struct, frozen=True, kw_only=True):
    """Which of a board's threads are archived."""

    max_pages: int
    """Pages of the board that are visited at the most."""
    max_threads: int | None = None
    """Threads of one board at the most; None: all."""
    since: datetime | None = None
    """Threads whose last activity was before are left out; those without a known date are not."""


class Found(Struct, frozen=True, kw_only=True):
    """A thread that a board led to."""

    url: str
    last_activity: datetime | None = None
    """The latest instant that the board's date may mean; None: it shows none."""


class BoardWalk(Struct, kw_only=True):
    """A board as far as it was walked."""

    pages: int = 0
    title: str | None = None
    outcomes: list[Outcome] = []
    """Of the pages that were visited in this walk."""
    topics: dict[str, Topic] = {}
    """The threads to be archived, by the key of their address."""
    old: dict[str, Topic] = {}
    """The threads left out because of their date."""
    stopped: str | None = None
    """Why it ended before the last page; None: it did not."""
    notes: list[str] = []


async def walk_board(
    known: list[Board], address: str | None, visit: VisitBoard, refusal: Refusal, rules: BoardRules
) -> BoardWalk:
    """Visit a board's pages from `address` on; `known` are the ones before it.

    Ends at the last page, at `max_pages`, when there are threads enough, at a page that names no new topic or only
    topics before `since` (boards list the latest first), at an address visited before, or on another host.
    """
    walk = BoardWalk()
    seen: set[str] = set()
    host = urlsplit(address or "").netloc
    for earlier in known:
        if not _take(walk, earlier, rules):
            return walk
    while address is not None:
        if canonical(address) in seen or (walk.pages and urlsplit(address).netloc != host):
            return walk
        if walk.pages >= rules.max_pages:
            walk.stopped = f"the board goes on after {rules.max_pages} pages: {address}"
            return walk
        seen.add(canonical(address))
        if reason := await refusal(address):
            walk.stopped = reason
            return walk
        outcome, board = await visit(address)
        walk.outcomes.append(outcome)
        if board is None or not board.topics:
            why = outcome.error or "it lists no topics"
            walk.stopped = f"{address}: {outcome.verdict}: {why}" if not outcome.archived else f"{address}: {why}"
            return walk
        if not _take(walk, board, rules):
            return walk
        address = board.next_page
    return walk


def _take(walk: BoardWalk, board: Board, rules: BoardRules) -> bool:
    """Take in a page of the board; False when the walk ends with it."""
    walk.pages += 1
    walk.title = walk.title or board.title
    fresh = {canonical(topic.url): topic for topic in board.topics}
    fresh = {key: topic for key, topic in fresh.items() if key not in walk.topics and key not in walk.old}
    recent = False
    for key, topic in fresh.items():
        moment = moment_of(topic)
        if rules.since is not None and moment is not None and moment < rules.since:
            walk.old[key] = topic
            continue
        recent = recent or not topic.pinned
        if rules.max_threads is not None and len(walk.topics) >= rules.max_threads:
            walk.notes = [f"only the first {rules.max_threads} threads were asked for"]
            return False
        walk.topics[key] = topic
    return bool(fresh) and (recent or rules.since is None)


def moment_of(topic: Topic) -> datetime | None:
    """The latest instant of the topic's last activity."""
    return latest_moment(topic.last_activity) if topic.last_activity else None


def found_by(walk: BoardWalk) -> list[Found]:
    """The threads to be archived, in the board's order."""
    return [Found(url=topic.url, last_activity=moment_of(topic)) for topic in walk.topics.values()]


def board_outcome(url: str, started_at: datetime, walk: BoardWalk, rules: BoardRules) -> Outcome:
    """The line that settles the board's address; its pages have lines of their own with exchanges and bytes."""
    notes = [f"{len(walk.outcomes)} pages visited, {len(walk.topics)} threads to archive", *walk.notes]
    if walk.old and rules.since is not None:
        named = ", ".join(topic.url for topic in list(walk.old.values())[:_SHOWN])
        more = ", …" if len(walk.old) > _SHOWN else ""
        notes.append(f"{len(walk.old)} threads without activity since {rules.since.date()} left out: {named}{more}")
    return Outcome(
        url=url,
        verdict="ok" if walk.stopped is None else "partial",
        started_at=started_at,
        seconds=round((datetime.now(UTC) - started_at).total_seconds(), 3),
        error=walk.stopped,
        title=walk.title,
        kind="board",
        pages=walk.pages,
        found=[topic.url for topic in walk.topics.values()],
        notes=notes,
    )
