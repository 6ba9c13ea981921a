"""What the browser is started with: its own window's pages cost more than most pages that are visited."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pagearchive.capture import Browser, CaptureOptions, find_browser
from tests.site import Reply, Request, Site
from tests.site.score import Collector

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not Path("/proc").is_dir(), reason="needs /proc")]


def _commands() -> list[list[str]]:
    """The command lines of all processes that this test's process has started, and that they have."""
    parents: dict[int, int] = {}
    commands: dict[int, list[str]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                # Chromium separates the arguments of some of its processes by spaces.
                commands[int(entry.name)] = (entry / "cmdline").read_text().replace("\0", " ").split()
            except OSError:
                continue
    newest, found = {os.getpid()}, []
    while newest:
        newest = {number for number, above in parents.items() if above in newest}
        found += [commands[number] for number in newest if number in commands]
    return found


async def test_no_page_of_the_browsers_own_is_loaded_beside_the_visited_one(site: Site) -> None:
    meanwhile: list[list[str]] = []

    def late(_: Request) -> Reply:
        meanwhile.extend(_commands())
        return Reply("", type="text/css")

    site.add("/switches", Reply("<title>Boats</title><link rel=stylesheet href=/switches.css><p>Planks and tar."))
    site.add("/switches.css", late)
    async with Browser(find_browser().path) as browser:
        sink = Collector()
        capture = await browser.capture(site.url("/switches"), CaptureOptions(allow_private=True), sink)
        main = next(
            command for command in _commands() if any(word.startswith("--pagearchive-run=") for word in command)
        )

    assert capture.verdict == "ok"
    renderers = [command for command in meanwhile if "--type=renderer" in command]
    assert len(renderers) == 1, renderers
    lists = [word.partition("=")[2].split(",") for word in main if word.startswith("--disable-features=")]
    assert len(lists) == 2, "Playwright's and ours"
    assert set(lists[0]) <= set(lists[1]), "Playwright switches off more by now: see _OFF_IN_PLAYWRIGHT"
