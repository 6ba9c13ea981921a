"""A thread of several pages becomes one record, in one run, over a crash, and when it has grown."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
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
FOLLOW = RunOptions(allow_private=True, follow="thread", screenshot=False, timeout=20)
FAST = BatchOptions(workers=2, retries=1, backoff=0.05, hosts=HostRules(delay=0))
PER_PAGE = 3


class Forum:
    """A thread in XenForo's markup that can grow, fail and run in circles."""

    def __init__(self, site: Site) -> None:
        self.posts = 8
        self.broken: set[int] = set()
        self.circle = False
        self.hold: int | None = None
        """A page that takes very long to come."""
        self.endless = False
        self.site = site
        self.url = site.add("/threads/boats.7/", self.first)
        site.add_prefix("/threads/boats.7/page-", lambda request: self.page(int(request.path.rsplit("-", 1)[1])))

    def first(self, request: Request) -> Reply:
        return self.page(1)

    @property
    def pages(self) -> int:
        return -(-self.posts // PER_PAGE)

    def page(self, number: int) -> Reply:
        if number in self.broken:
            return Reply("<title>Oops</title><p>Database error</p>", status=500)
        start = (min(number, self.pages) - 1) * PER_PAGE
        posts = "".join(self.post(n) for n in range(start + 1, min(self.posts, start + PER_PAGE) + 1))
        following = 1 if self.circle and number == self.pages else number + 1
        link = f'<a href="/threads/boats.7/page-{following}" class="pageNav-jump pageNav-jump--next">Next</a>'
        more = link if self.circle or self.endless or number < self.pages else ""
        return Reply(
            delay=600 if number == self.hold else 0,
            body=f'<!DOCTYPE html><html id="XF" lang="en" data-app="public" data-template="thread_view">'
            f'<head><title>Boats</title></head><body data-template="thread_view"><h1 class="p-title-value">Boats</h1>'
            f'<div class="block-outer">{more}</div><div class="js-replyNewMessageContainer">{posts}</div>',
        )

    @staticmethod
    def post(number: int) -> str:
        return (
            f'<article class="message message--post js-post" data-author="Ann" data-content="post-{number}" '
            f'id="js-post-{number}">'
            '<div class="message-inner"><div class="message-cell message-cell--user"><h4 class="message-name">'
            '<a href="/members/ann.1/" class="username" data-user-id="1">Ann</a></h4></div>'
            '<div class="message-cell message-cell--main"><header class="message-attribution"><a href="#">'
            f'<time class="u-dt" datetime="2026-01-{number:02}T10:00:00+0000">then</time></a></header>'
            f'<article class="message-body"><div class="bbWrapper">Post number {number} is about oakum and tar.</div>'
            "</article></div></div></article>"
        )


@pytest.fixture
def forum() -> Iterator[Forum]:
    with Site() as site:
        yield Forum(site)


def records(root: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (root / "records.jsonl").read_text().splitlines()]


async def follow(forum: Forum, root: Path, **changes: Any) -> dict[str, int]:
    batch = structs.replace(FAST, **changes)
    return await run_batch([Listed(1, forum.url, {})], root, FOLLOW, batch, Events())


async def test_one_record_with_all_posts(forum: Forum, tmp_path: Path) -> None:
    assert await follow(forum, tmp_path) == {"done": 1}
    (record,) = records(tmp_path)
    assert [post["post_id"] for post in record["posts"]] == [str(number) for number in range(1, 9)]
    assert [post["position"] for post in record["posts"]] == list(range(1, 9))
    assert [post["is_original_post"] for post in record["posts"]] == [True] + [False] * 7
    assert [(part["first_position"], part["posts"]) for part in record["thread"]["parts"]] == [(1, 3), (4, 3), (7, 2)]
    assert (record["thread"]["page_count"], record["thread"]["next_page"]) == (3, None)
    assert list(verify_path(tmp_path)) == []


async def test_only_the_last_known_page_and_new_ones_on_a_later_run(forum: Forum, tmp_path: Path) -> None:
    outcomes = []
    await archive_pages([forum.url], tmp_path, FOLLOW, lambda outcome, record: outcomes.append(outcome))
    forum.posts = 11
    forum.site.log.clear()
    await archive_pages([forum.url], tmp_path, FOLLOW, lambda outcome, record: outcomes.append(outcome))
    visited = [sent.url.rpartition("/")[2] for sent in forum.site.log if "/threads/" in sent.url]
    assert visited == ["page-3", "page-4"]
    assert [len(record["posts"]) for record in records(tmp_path)] == [8, 11]
    assert [outcome.pages for outcome in outcomes] == [3, 4]
    assert list(verify_path(tmp_path)) == []


async def test_a_missing_page_is_a_problem_and_can_be_made_up_for(forum: Forum, tmp_path: Path) -> None:
    forum.broken = {3}
    assert await follow(forum, tmp_path) == {"done": 1}
    (record,) = records(tmp_path)
    assert len(record["posts"]) == 6
    assert record["thread"]["next_page"].endswith("page-3")
    assert [problem["code"] for problem in record["problems"]] == ["missing-page"]
    forum.broken = set()
    assert await follow(forum, tmp_path, update=True) == {"done": 1}
    assert len(records(tmp_path)[-1]["posts"]) == 8


async def test_circles_and_bounds_end(forum: Forum, tmp_path: Path) -> None:
    forum.circle = True
    assert await follow(forum, tmp_path / "circle") == {"done": 1}
    assert len(records(tmp_path / "circle")[0]["posts"]) == 8
    forum.circle, forum.endless = False, True
    forum.site.log.clear()
    assert await follow(forum, tmp_path / "endless") == {"done": 1}
    assert len(records(tmp_path / "endless")[0]["posts"]) == 8
    visited = [sent.url.rpartition("/")[2] for sent in forum.site.log if "/threads/" in sent.url]
    assert visited == ["", "page-2", "page-3", "page-4"], "a page beyond the last shows the last one again"
    options = structs.replace(FOLLOW, max_pages=2)
    await run_batch([Listed(1, forum.url, {})], tmp_path / "bound", options, FAST, Events())
    (record,) = records(tmp_path / "bound")
    assert len(record["posts"]) == 6
    assert "goes on after 2 pages" in record["problems"][0]["message"]


def test_killed_midway_it_goes_on_at_the_next_page(forum: Forum, tmp_path: Path) -> None:
    forum.posts = 12
    forum.hold = 3
    command = [sys.executable, "-m", "pagearchive", "archive", forum.url, "--to", "c", "--follow", "thread"]
    first = subprocess.Popen(command, cwd=tmp_path, start_new_session=True, stdout=subprocess.DEVNULL)
    report = tmp_path / "c" / "report.jsonl"
    end = time.monotonic() + 120
    while not report.exists() or report.read_bytes().count(b"\n") < 2:
        assert time.monotonic() < end
        time.sleep(0.02)
    os.killpg(first.pid, signal.SIGKILL)
    first.wait()
    forum.hold = None
    forum.site.log.clear()
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=120)
    assert done.returncode == 0, done.stderr
    visited = [sent.url.rpartition("/")[2] for sent in forum.site.log if "/threads/" in sent.url]
    assert visited == ["page-2", "page-3", "page-4"], "the last known page is looked at again, the first is not"
    (record,) = records(tmp_path / "c")
    assert [post["post_id"] for post in record["posts"]] == [str(number) for number in range(1, 13)]
    assert list(verify_path(tmp_path / "c")) == []
