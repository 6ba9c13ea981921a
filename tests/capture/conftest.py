"""One browser and one site for all tests of this room."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from pagearchive.capture import Browser, CaptureOptions, find_browser
from pagearchive.model import Capture
from tests.site import Site
from tests.site.score import Collector, Recorded

AT_ONCE = 6
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

    def visit(self, url: str, **options: object) -> tuple[Capture, list[Recorded]]:
        """Capture a page with the site's addresses allowed; what came of it, and its exchanges."""
        sink = Collector()
        chosen = CaptureOptions(**{"allow_private": True, "timeout": 30, **options})  # type: ignore[arg-type]
        capture = self.runner.run(self.browser.capture(url, chosen, sink))
        return capture, sink.exchanges

    def visit_all(self, visits: dict[str, tuple[str, CaptureOptions]]) -> dict[str, tuple[Capture, list[Recorded]]]:
        """Capture many pages, several at a time, the first ones first."""
        return self.runner.run(self._all(visits))

    async def _all(self, visits: dict[str, tuple[str, CaptureOptions]]) -> dict[str, tuple[Capture, list[Recorded]]]:
        places = asyncio.Semaphore(AT_ONCE)
        found: dict[str, tuple[Capture, list[Recorded]]] = {}

        async def one(name: str, url: str, options: CaptureOptions) -> None:
            async with places:
                sink = Collector()
                found[name] = await self.browser.capture(url, options, sink), sink.exchanges

        await asyncio.gather(*(one(name, url, options) for name, (url, options) in visits.items()))
        return found


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
