"""What the browser is started with: its own window's pages cost more than most pages that are visited."""

from __future__ import annotations

from pathlib import Path

import pytest

from pagearchive.capture import Browser, CaptureOptions, find_browser
from tests.site import Reply, Request, Site
from tests.site.score import Collector

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not Path("/proc").is_dir(), reason="needs /proc")]


class Processes:
    """All processes, as they are now."""

    def __init__(self) -> None:
        self.parents: dict[int, int] = {}
        self.commands: dict[int, list[str]] = {}
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                    # Chromium separates the arguments of some of its processes by spaces.
                    command = (entry / "cmdline").read_text().replace("\0", " ").split()
                except OSError:
                    continue
                self.parents[int(entry.name)], self.commands[int(entry.name)] = parent, command

    def browsers(self) -> set[int]:
        """The main processes of the browsers that are ours."""
        return {
            number
            for number, words in self.commands.items()
            if any(word.startswith("--pagearchive-run=") for word in words)
            and not any(word.startswith("--type=") for word in words)
        }

    def renderers_of(self, browser: int) -> list[list[str]]:
        """The command lines of the renderers below a browser."""
        newest, found = {browser}, []
        while newest:
            newest = {number for number, above in self.parents.items() if above in newest}
            found += [self.commands[number] for number in newest]
        return [command for command in found if "--type=renderer" in command]


async def test_no_page_of_the_browsers_own_is_loaded_beside_the_visited_one(site: Site) -> None:
    others = Processes().browsers()  # of other tests
    meanwhile: list[Processes] = []

    def late(_: Request) -> Reply:
        meanwhile.append(Processes())
        return Reply("", type="text/css")

    site.add("/switches", Reply("<title>Boats</title><link rel=stylesheet href=/switches.css><p>Planks and tar."))
    site.add("/switches.css", late)
    async with Browser(find_browser().path) as browser:
        sink = Collector()
        capture = await browser.capture(site.url("/switches"), CaptureOptions(allow_private=True), sink)

    assert capture.verdict == "ok"
    (main,) = meanwhile[0].browsers() - others
    renderers = meanwhile[0].renderers_of(main)
    assert len(renderers) == 1, renderers
    words = meanwhile[0].commands[main]
    lists = [word.partition("=")[2].split(",") for word in words if word.startswith("--disable-features=")]
    assert len(lists) == 2, "Playwright's and ours"
    assert set(lists[0]) <= set(lists[1]), "Playwright switches off more by now: see _OFF_IN_PLAYWRIGHT"
