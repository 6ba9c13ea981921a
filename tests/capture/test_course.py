"""The course of difficult pages: everything that a page used is captured, byte for byte.

All lessons are captured first, several at a time in one browser (so that this also shows that no exchange gets into
another page's capture); each lesson is then a test.
"""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from pagearchive.capture import CaptureOptions
from pagearchive.model import Capture
from tests.capture.conftest import Running
from tests.site import Site
from tests.site.course import lessons
from tests.site.score import Recorded, score

LESSONS = {lesson.name: lesson for lesson in lessons()}

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def results(site: Site, running: Running) -> dict[str, tuple[Capture, list[Recorded]]]:
    # The ones that wait longest first.
    slow = ("long-poll", "slow-first-byte", "event-source", "endless-stream", "five-megabytes", "slow-image")
    names = [*slow, *(name for name in LESSONS if name not in slow)]
    options = CaptureOptions(allow_private=True, timeout=60, screenshot=False)
    return running.visit_all({name: (LESSONS[name].install(site), options) for name in names})


@pytest.mark.parametrize("name", LESSONS)
def test_lesson(name: str, site: Site, results: dict[str, tuple[Capture, list[Recorded]]]) -> None:
    capture, recorded = results[name]
    rows = score(LESSONS[name], site, capture, recorded)
    missing = [f"{row.what}: {row.detail}" for row in rows if not row.good]
    said = (f"{capture.verdict} after {capture.seconds} s: {capture.evidence}", *capture.notes)
    assert not missing, "\n".join((*missing, *said))


def test_each_exchange_belongs_to_one_capture(results: dict[str, tuple[Capture, list[Recorded]]]) -> None:
    for name, (_, recorded) in results.items():
        others = [
            item.url
            for item in recorded
            if urlsplit(item.url).path.startswith("/l/") and not urlsplit(item.url).path.startswith(f"/l/{name}/")
        ]
        assert not others, f"{name} recorded {others}"
