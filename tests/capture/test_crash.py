"""A browser that dies is an error, and nothing of it stays."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path

import pytest

from pagearchive.capture import Browser, CaptureOptions, find_browser
from pagearchive.errors import BrowserError
from tests.processes import browsers_below
from tests.site import Reply, Request, Site
from tests.site.score import Collector

pytestmark = pytest.mark.browser


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="needs /proc")
async def test_a_browser_that_is_killed_in_the_middle(site: Site) -> None:
    asked, loop = asyncio.Event(), asyncio.get_running_loop()

    def late(_: Request) -> Reply:
        loop.call_soon_threadsafe(asked.set)
        return Reply("<p>never", delay=30)

    url = site.add("/crash", late)
    before = browsers_below(os.getpid())
    async with Browser(find_browser().path) as browser:
        (mine,) = browsers_below(os.getpid()) - before
        sink = Collector()
        visit = asyncio.ensure_future(browser.capture(url, CaptureOptions(allow_private=True, timeout=20), sink))
        await asked.wait()
        os.kill(mine, signal.SIGKILL)
        with pytest.raises(BrowserError, match="browser"):
            await visit
        assert not browser.connected
        with pytest.raises(BrowserError, match="not running"):
            await browser.capture(url, None, sink)
    assert not browsers_below(os.getpid()) - before


async def test_a_browser_that_does_not_start(tmp_path: Path) -> None:
    program = tmp_path / "chrome"
    program.write_text("#!/bin/sh\necho 'error while loading shared libraries: libx.so' >&2\nexit 1\n")
    program.chmod(0o755)
    with pytest.raises(BrowserError, match=r"did not start: .*libx\.so"):
        async with Browser(program):
            pass


async def test_browsers_that_start_at_once_leave_the_environment_as_it_was() -> None:
    before = dict(os.environ)
    program = find_browser().path
    browsers = [Browser(program) for _ in range(4)]
    try:
        await asyncio.gather(*(browser.__aenter__() for browser in browsers))
        assert dict(os.environ) == before
    finally:
        await asyncio.gather(*(browser.__aexit__(None, None, None) for browser in browsers))
