"""A board's index leads to its threads: all of them, or those that are asked for; again only what has grown."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs
from tests.site import Reply, Request, Site

from pagearchive.jobs.archiving import archive_pages
from pagearchive.jobs.batch import BatchOptions, Events, run_batch
from pagearchive.jobs.lists import Listed
from pagearchive.jobs.options import RunOptions
from pagearchive.jobs.politeness import HostRules
from pagearchive.jobs.verifying import verify_path

pytestmark = pytest.mark.browser
FOLLOW = RunOptions(allow_private=True, follow="board", screenshot=False, scroll=False, timeout=20)
FAST = BatchOptions(workers=2, retries=0, backoff=0.05, hosts=HostRules(delay=0))
PER_PAGE = 3


class BoardSite:
    """A board of five threads on two pages, in phpBB's markup; thread n was active last in month n of 2025."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.days = {number: f"2025-{number:02}-10" for number in range(1, 6)}
        self.robots = ""
        self.url = site.add("/viewforum.php", self.board) + "?f=2"
        site.add("/viewtopic.php", self.thread)
        site.add("/robots.txt", lambda request: Reply(self.robots, type="text/plain"))

    def board(self, request: Request) -> Reply:
        start = int(request.query.get("start", 0))
        latest = sorted(self.days, key=lambda number: self.days[number], reverse=True)
        rows = "".join(
            f'<li class="row bg1"><dl class="row-item"><dt><a href="./viewtopic.php?f=2&amp;t={number}" '
            f'class="topictitle">The thread number {number}</a></dt><dd class="posts">1 <dfn>Replies</dfn></dd>'
            f'<dd class="lastpost"><time datetime="{self.days[number]}T10:00:00+00:00">then</time></dd></dl></li>'
            for number in latest[start : start + PER_PAGE]
        )
        more = f'<a rel="next" href="./viewforum.php?f=2&amp;start={start + PER_PAGE}">Next</a>'
        pager = f'<div class="pagination">{more}</div>' if start + PER_PAGE < len(latest) else ""
        return Reply(
            f"<!DOCTYPE html><title>Boats</title><h2 class=forum-title>Boats</h2>"
            f"<ul class='topiclist topics'>{rows}</ul>{pager}"
        )

    def thread(self, request: Request) -> Reply:
        number = request.query["t"]
        posts = "".join(
            f"<div id='p{number}{n}' class='post bg1'><div class='postbody'><p class='author'>by <a class='username' "
            f"href='./memberlist.php?u=2'>Ann</a> » <time datetime='2025-01-0{n}T10:00:00+00:00'>then</time></p>"
            f"<div class='content'>Post {n} of thread {number} speaks of oakum and of tar at length.</div></div></div>"
            for n in (1, 2)
        )
        return Reply(
            f"<!DOCTYPE html><title>Thread {number}</title><body id='phpbb' class='section-viewtopic'>"
            f"<h2 class='topic-title'><a href='./viewtopic.php?t={number}'>Thread {number}</a></h2>{posts}"
        )

    def visited(self) -> list[str]:
        """The topics and board pages that were asked for since the log was cleared, in order."""
        return [sent.url.partition("?")[2].removeprefix("f=2&") for sent in self.site.log if ".php" in sent.url]


@pytest.fixture
def board() -> Iterator[BoardSite]:
    with Site() as site:
        yield BoardSite(site)


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


async def follow(board: BoardSite, root: Path, batch: BatchOptions = FAST, **options: Any) -> dict[str, int]:
    board.site.log.clear()
    entries = [Listed(1, board.url, {"topic": "boats"})]
    return await run_batch(entries, root, structs.replace(FOLLOW, **options), batch, Events())


async def test_each_thread_of_all_pages(board: BoardSite, tmp_path: Path) -> None:
    assert await follow(board, tmp_path) == {"done": 6}
    assert board.visited() == ["f=2", "start=3", "t=5", "t=4", "t=3", "t=2", "t=1"]
    records = lines(tmp_path / "records.jsonl")
    assert [(record["title"], len(record["posts"])) for record in records] == [
        (f"Thread {n}", 2) for n in (5, 4, 3, 2, 1)
    ]
    assert {record["tags"]["topic"] for record in records} == {"boats"}
    (line,) = [line for line in lines(tmp_path / "report.jsonl") if line["kind"] == "board"]
    assert (line["verdict"], line["pages"], len(line["found"])) == ("ok", 2, 5)
    assert list(verify_path(tmp_path)) == []
    assert await follow(board, tmp_path) == {"done": 6}
    assert board.visited() == [], "the same again has nothing to do"


async def test_threads_of_a_board_survive_the_loss_of_the_database(board: BoardSite, tmp_path: Path) -> None:
    board.robots = "User-agent: *\nDisallow: /viewtopic.php?f=2&t=4\n"
    assert await follow(board, tmp_path) == {"done": 5, "failed": 1}
    (tmp_path / "collection.sqlite").unlink()
    board.robots = ""
    again = structs.replace(FAST, retry_failed=True)
    assert await follow(board, tmp_path, again) == {"done": 6}
    assert board.visited() == ["t=4"]


async def test_as_many_and_as_recent_as_asked_for(board: BoardSite, tmp_path: Path) -> None:
    assert await follow(board, tmp_path / "a", max_threads=2) == {"done": 3}
    assert board.visited() == ["f=2", "t=5", "t=4"]
    since = datetime(2025, 4, 1, tzinfo=UTC)
    assert await follow(board, tmp_path / "b", since=since) == {"done": 3}
    (line,) = [line for line in lines(tmp_path / "b" / "report.jsonl") if line["kind"] == "board"]
    assert any("without activity since 2025-04-01 left out" in note for note in line["notes"])
    assert await follow(board, tmp_path / "c", max_pages=1) == {"done": 4}
    (line,) = [line for line in lines(tmp_path / "c" / "report.jsonl") if line["kind"] == "board"]
    assert (line["verdict"], "goes on after 1 pages" in line["error"]) == ("partial", True)


async def test_later_only_threads_that_have_grown(board: BoardSite, tmp_path: Path) -> None:
    told = []
    for _ in range(2):
        board.site.log.clear()
        await archive_pages([board.url], tmp_path, FOLLOW, lambda outcome, record: told.append(outcome))
        board.days[2] = "2100-01-01"
        board.days[6] = "2025-12-01"
    assert board.visited() == ["f=2", "start=3", "t=2", "t=6"]
    assert len(told) == 6 + 3


async def test_a_page_that_is_no_board_says_so(board: BoardSite, tmp_path: Path) -> None:
    board.url = board.site.add(
        "/prose", "<title>Prose</title><p>Nothing is listed here, but it is said at some length."
    )
    assert await follow(board, tmp_path) == {"done": 1}
    line = lines(tmp_path / "report.jsonl")[-1]
    assert (line["verdict"], line["found"]) == ("partial", [])
    assert "it lists no topics" in line["error"]
