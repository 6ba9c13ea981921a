"""One browser and one site for all tests of this room."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass

import pytest

from pagearchive.capture import Browser, CaptureOptions, find_browser
from pagearchive.model import Capture
from tests.site import Site
from tests.site.score import Collector, Recorded

Visit = Callable[..., "tuple[Capture, list[Recorded]]"]


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    with Site() as running:
        yield running


@dataclass
class Running:
    """A browser in an event loop of its own, for tests that are synchronous."""

    runner: asyncio.Runner
    browser: Browser

    def run(self, work: Awaitable[object]) -> object:
        async def inner() -> object:
            return await work

        return self.runner.run(inner())

    def visit(self, url: str, **options: object) -> tuple[Capture, list[Recorded]]:
        """Capture a page with the site's addresses allowed; what came of it, and its exchanges."""
        sink = Collector()
        chosen = CaptureOptions(**{"allow_private": True, "timeout": 30, **options})  # type: ignore[arg-type]
        capture = self.runner.run(self.browser.capture(url, chosen, sink))
        return capture, sink.exchanges


@pytest.fixture(scope="session")
def running() -> Iterator[Running]:
    with asyncio.Runner() as runner:
        browser = Browser(find_browser().path)
        runner.run(browser.__aenter__())
        yield Running(runner, browser)
        runner.run(browser.__aexit__(None, None, None))


@pytest.fixture(scope="session")
def visit(running: Running) -> Visit:
    return running.visit
