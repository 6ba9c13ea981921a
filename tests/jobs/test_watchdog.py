"""Browsers and pages that die in mid-visit: the address is tried again elsewhere, and no process is left behind."""

from __future__ import annotations

import json
import os
import signal
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.processes import below
from tests.site import Reply, Request, Site

from pagearchive.jobs import browsers
from pagearchive.jobs.batch import BatchOptions, Events, run_batch
from pagearchive.jobs.lists import Listed
from pagearchive.jobs.options import RunOptions
from pagearchive.jobs.politeness import HostRules
from pagearchive.jobs.verifying import verify_path

pytestmark = pytest.mark.browser
PROSE = "".join(f"<p>Paragraph {n} speaks of planks and of the tar that keeps water out.</p>" for n in range(8))


class Killer:
    """Serves pages; while some of them are being fetched for the first time, processes are killed."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.asked: Counter[str] = Counter()
        site.add("/robots.txt", Reply("", type="text/plain"))
        site.add_prefix("/p/", self.page)
        site.add_prefix("/renderer/", self.page)
        site.add_prefix("/browser/", self.page)

    def page(self, request: Request) -> Reply:
        self.asked[request.path] += 1
        if self.asked[request.path] == 1:
            if request.path.startswith("/browser/"):
                kill("--pagearchive-run=")
            if request.path.startswith("/renderer/"):
                # The page is held in the renderer's hands: one more request from it comes when it is alive.
                return Reply(f"<title>Boat</title>{PROSE}<script src='/strike.js'></script>", delay=0.1)
        return Reply(f"<title>Boat</title><h1>Boat</h1>{PROSE}")


def kill(mark: str) -> None:
    for number, command in below(os.getpid()).items():
        if mark in command:
            os.kill(number, signal.SIGKILL)


@pytest.fixture
def killer() -> Iterator[Killer]:
    with Site() as site:
        yield Killer(site)


def strike(request: Request) -> Reply:
    kill("--type=renderer")
    return Reply("", type="text/javascript", delay=1)


async def test_dead_pages_and_browsers_are_tried_again_elsewhere(
    killer: Killer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(browsers, "MAX_PAGES", 4)
    killer.site.add("/strike.js", strike)
    paths = [
        "/p/1",
        "/renderer/1",
        "/p/2",
        "/browser/1",
        "/p/3",
        "/p/4",
        "/browser/2",
        *(f"/p/{n}" for n in range(5, 9)),
    ]
    entries = [Listed(n, killer.site.url(path, "AB"[n % 2]), {}) for n, path in enumerate(paths)]
    options = RunOptions(allow_private=True, timeout=20, screenshot=False, scroll=False)
    batch = BatchOptions(workers=2, retries=3, backoff=0.05, hosts=HostRules(delay=0, failures=99))
    before = set(below(os.getpid()))

    states = await run_batch(entries, tmp_path, options, batch, Events())

    report = [json.loads(line) for line in (tmp_path / "report.jsonl").read_text().splitlines()]
    crashes = {
        line["url"].partition("/")[2].partition("/")[2].partition("/")[2]
        for line in report
        if line["verdict"] == "crashed"
    }
    assert states == {"done": len(paths)}, [(line["url"], line["verdict"], line["error"]) for line in report]
    assert {"renderer/1", "browser/1", "browser/2"} <= crashes
    left = {number: command for number, command in below(os.getpid()).items() if number not in before}
    assert not [command for command in left.values() if "chrom" in command or not command], left
    assert [fault for fault in verify_path(tmp_path) if fault.kind != "truncated"] == []
