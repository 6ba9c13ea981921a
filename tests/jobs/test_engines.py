"""The same batches on each engine: this machine's, and a Ray cluster (where Ray is installed)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from tests.site import Reply, Request, Site

from pagearchive.capture import find_browser
from pagearchive.jobs.batch import BatchOptions, Events, run_batch
from pagearchive.jobs.engine import Engine
from pagearchive.jobs.lists import Listed
from pagearchive.jobs.local import LocalEngine
from pagearchive.jobs.options import RunOptions
from pagearchive.jobs.politeness import HostRules
from pagearchive.jobs.readers.work import Setup
from pagearchive.jobs.verifying import verify_path

pytestmark = pytest.mark.browser
PROSE = "".join(f"<p>Paragraph {n} speaks of planks and of the tar that keeps water out.</p>" for n in range(8))
FAST = BatchOptions(workers=2, retries=2, backoff=0.05, hosts=HostRules(delay=0))
PRIVATE = RunOptions(allow_private=True, timeout=30, screenshot=False, scroll=False)
RIGGED = Setup(reader="tests.jobs.rigged:read", seconds=5)
MakeEngine = Callable[[RunOptions], Engine]
NEEDS_RAY = pytest.mark.skipif(find_spec("ray") is None, reason="Ray is not installed: pip install 'pagearchive[ray]'")


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with Site() as running:
        running.add_prefix("/p/", lambda request: Reply(f"<title>{request.path}</title><h1>{request.path}</h1>{PROSE}"))
        yield running


@pytest.fixture(params=["local", pytest.param("ray", marks=NEEDS_RAY)])
def engine(request: pytest.FixtureRequest) -> MakeEngine:
    if request.param == "local":
        return lambda options: LocalEngine(find_browser(options.browser).path, RIGGED)
    request.getfixturevalue("ray_here")
    from pagearchive.jobs.cluster.engine import RayEngine

    return lambda options: RayEngine(setup=RIGGED)


def listed(*urls: str) -> list[Listed]:
    return [Listed(number, url, {}) for number, url in enumerate(urls, 1)]


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


async def test_what_a_batch_comes_to(site: Site, tmp_path: Path, engine: MakeEngine) -> None:
    site.log.clear()  # of what the other engine asked for
    seen: Counter[str] = Counter()

    def flaky(request: Request) -> Reply:
        seen["flaky"] += 1
        return Reply("busy", status=503) if seen["flaky"] == 1 else Reply(f"<title>Flaky</title>{PROSE}")

    site.add("/robots.txt", Reply("User-agent: *\nDisallow: /secret\n", type="text/plain"))
    site.add("/flaky", flaky)
    site.add("/gone", Reply("<title>Gone</title><p>gone</p>", status=404))
    site.add("/crash", f"<title>[segfault]</title>{PROSE}")
    paths = ["/p/1", "/crash", "/flaky", "/gone", "/p/2"]
    urls = [site.url(path, "AB"[number % 2]) for number, path in enumerate(paths)]

    states = await run_batch(listed(*urls), tmp_path, PRIVATE, FAST, Events(), engine)

    final = {outcome["url"]: outcome for outcome in lines(tmp_path / "report.jsonl")}
    assert [final[url]["verdict"] for url in urls] == ["ok", "unreadable", "ok", "not-found", "ok"]
    assert "the parser crashed (SIGSEGV" in final[urls[1]]["error"], "one page's crash is that page's own"
    assert final[urls[1]]["dom_at"] is not None, "it is in the archive all the same"
    assert (final[urls[1]]["attempt"], final[urls[2]]["attempt"]) == (1, 2)
    assert states == {"done": 3, "failed": 2}
    records = {record["requested_url"] for record in lines(tmp_path / "records.jsonl")}
    assert records == {urls[0], urls[2], urls[4]}
    assert list(verify_path(tmp_path)) == []
    assert await run_batch(listed(*urls), tmp_path, PRIVATE, FAST, Events(), engine) == states
    assert len(site.sent(urls[0])) == 1, "finished pages are not fetched again"


async def test_a_thread_is_followed(site: Site, tmp_path: Path, engine: MakeEngine) -> None:
    def page(request: Request) -> Reply:
        number = int(request.path.rsplit("-", 1)[1])
        following = f'<a rel="next" href="/t-{number + 1}">Next</a>' if number < 3 else ""
        posts = "".join(
            f'<article class="message message--post" data-author="U{n}" id="js-post-{number}{n}" data-content='
            f'"post-{number}{n}"><div class="message-body"><div class="bbWrapper">{PROSE}</div></div></article>'
            for n in range(3)
        )
        head = f'<head><title>Topic</title><link rel="next" href="/t-{number + 1}"></head>' if number < 3 else ""
        return Reply(f'<!DOCTYPE html><html id="XF" data-app="public">{head}<body>{posts}{following}</body></html>')

    for number in (1, 2, 3):
        site.add(f"/t-{number}", page)
    options = RunOptions(allow_private=True, timeout=30, screenshot=False, scroll=False, follow="thread")

    await run_batch(listed(site.url("/t-1")), tmp_path, options, FAST, Events(), engine)

    (record,) = lines(tmp_path / "records.jsonl")
    assert [part["url"] for part in record["thread"]["parts"]] == [site.url(f"/t-{n}") for n in (1, 2, 3)]
    assert len(record["posts"]) == 9
    assert list(verify_path(tmp_path)) == []
