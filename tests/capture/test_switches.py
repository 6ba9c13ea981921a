"""What the browser is started with: its own window's pages cost more than most pages that are visited."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pagearchive.capture import Browser, CaptureOptions, find_browser
from tests.processes import below, browsers_below
from tests.site import Reply, Request, Site
from tests.site.score import Collector

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not Path("/proc").is_dir(), reason="needs /proc")]


async def test_no_page_of_the_browsers_own_is_loaded_beside_the_visited_one(site: Site) -> None:
    others = browsers_below(os.getpid())  # of other tests
    mains: dict[int, str] = {}
    started: dict[int, str] = {}

    def late(_: Request) -> Reply:
        commands = below(os.getpid())
        for main in browsers_below(os.getpid()) - others:
            mains[main] = commands[main]
            started.update(below(main))
        return Reply("", type="text/css")

    site.add("/switches", Reply("<title>Boats</title><link rel=stylesheet href=/switches.css><p>Planks and tar."))
    site.add("/switches.css", late)
    async with Browser(find_browser().path) as browser:
        sink = Collector()
        capture = await browser.capture(site.url("/switches"), CaptureOptions(allow_private=True), sink)

    assert capture.verdict == "ok"
    renderers = [command for command in started.values() if "--type=renderer" in command]
    assert len(renderers) == 1, renderers
    (command,) = mains.values()
    lists = [word.partition("=")[2].split(",") for word in command.split() if word.startswith("--disable-features=")]
    assert len(lists) == 2, "Playwright's and ours"
    assert set(lists[0]) <= set(lists[1]), "Playwright switches off more by now: see _OFF_IN_PLAYWRIGHT"
