"""A batch from the list to the collection: real browsers, a site that misbehaves, a process that is killed."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.site import Reply, Request, Site

from pagearchive.jobs.batch import BatchOptions, Events, run_batch
from pagearchive.jobs.lists import Listed, read_list
from pagearchive.jobs.options import RunOptions
from pagearchive.jobs.outcome import Outcome
from pagearchive.jobs.politeness import HostRules
from pagearchive.jobs.verifying import verify_path

pytestmark = pytest.mark.browser
PROSE = "".join(f"<p>Paragraph {n} speaks of planks and of the tar that keeps water out.</p>" for n in range(8))
FAST = BatchOptions(workers=3, retries=2, backoff=0.05, hosts=HostRules(delay=0, failures=3, pause=0.1, pauses=1))
PRIVATE = RunOptions(allow_private=True, timeout=20, screenshot=False)


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with Site() as running:
        running.add_prefix("/p/", lambda request: Reply(f"<title>{request.path}</title><h1>{request.path}</h1>{PROSE}"))
        yield running


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def listed(*urls: str) -> list[Listed]:
    return [Listed(number, url, {}) for number, url in enumerate(urls, 1)]


class Told(Events):
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.outcomes: list[tuple[Outcome, float | None]] = []
        self.given_up: dict[str, int] = {}

    def finished(self, outcome: Outcome, record: object, retry_in: float | None) -> None:
        self.outcomes.append((outcome, retry_in))

    def host_given_up(self, host: str, skipped: int, reason: str) -> None:
        self.given_up[host] = skipped


async def test_every_address_ends_with_the_right_outcome(site: Site, tmp_path: Path) -> None:
    seen: Counter[str] = Counter()

    def flaky(request: Request) -> Reply:
        seen["flaky"] += 1
        if seen["flaky"] == 1:
            return Reply("busy", status=503, headers=[("Retry-After", "1")])
        return Reply(f"<title>Flaky</title>{PROSE}")

    def reset(request: Request) -> Reply:
        seen["reset"] += 1
        return Reply(f"<title>Reset</title>{PROSE}", cut=10 if seen["reset"] == 1 else None)

    site.add("/robots.txt", Reply("User-agent: *\nDisallow: /secret\n", type="text/plain"))
    site.add("/flaky", flaky)
    site.add("/reset", reset)
    site.add("/gone", Reply("<title>Gone</title><p>gone</p>", status=404))
    site.add("/secret", f"<title>Secret</title>{PROSE}")
    site.add("/loop", Reply(status=302, headers=[("Location", "/loop")]))
    dead = [f"http://127.0.0.1:1/{number}" for number in range(12)]
    paths = ["/p/1", "/p/2", "/flaky", "/gone", "/secret", "/loop", "/reset"]
    told = Told()

    states = await run_batch(listed(*map(site.url, paths), *dead), tmp_path, PRIVATE, FAST, told)

    final = {outcome["url"]: outcome for outcome in lines(tmp_path / "report.jsonl")}
    verdicts = {path: final[site.url(path)]["verdict"] for path in paths}
    assert verdicts["/gone"] == "not-found"
    assert {path for path in paths if verdicts[path] in ("ok", "partial")} == {
        "/p/1",
        "/p/2",
        "/flaky",
        "/secret",
        "/reset",
    }
    assert final[site.url("/flaky")]["attempt"] == 2
    assert "robots.txt forbids" in final[site.url("/secret")]["notes"][0], "listed addresses are visited, with a note"
    assert final[site.url("/gone")]["attempt"] == 1, "what cannot pass is not tried again"
    waits = [wait for outcome, wait in told.outcomes if outcome.url == site.url("/flaky") and wait]
    assert waits[0] >= 1, "Retry-After counts"
    assert told.given_up == {"127.0.0.1:1": states["skipped"]}
    assert states == {"done": 5, "failed": 14 - states["skipped"], "skipped": states["skipped"]}
    assert [fault.kind for fault in verify_path(tmp_path)] == ["truncated"], "the first try of /reset says what it is"


async def test_robots_may_be_obeyed(site: Site, tmp_path: Path) -> None:
    site.add("/robots.txt", Reply("User-agent: *\nDisallow: /p/secret\n", type="text/plain"))
    site.log.clear()
    options = RunOptions(allow_private=True, robots="obey", screenshot=False)
    urls = [site.url("/p/secret"), site.url("/p/open")]
    assert await run_batch(listed(*urls), tmp_path, options, FAST, Events()) == {"done": 1, "failed": 1}
    verdicts = {outcome["url"]: outcome["verdict"] for outcome in lines(tmp_path / "report.jsonl")}
    assert verdicts == {urls[0]: "refused-by-robots", urls[1]: "ok"}
    assert not site.sent(urls[0])
    assert len(site.sent(site.url("/robots.txt"))) == 1, "asked for once, without a page and its icon"
    stored = b"".join(gzip.decompress(path.read_bytes()) for path in (tmp_path / "warc").iterdir())
    assert stored.count(f"WARC-Target-URI: {site.url('/robots.txt')}".encode()) == 2, "request and response are kept"


async def test_finished_pages_are_not_fetched_again_even_without_the_database(site: Site, tmp_path: Path) -> None:
    urls = [site.url(f"/p/again-{number}") for number in range(3)]
    assert await run_batch(listed(*urls[:2]), tmp_path, PRIVATE, FAST, Events()) == {"done": 2}
    (tmp_path / "collection.sqlite").unlink()
    assert await run_batch(listed(*urls), tmp_path, PRIVATE, FAST, Events()) == {"done": 3}
    assert [len(site.sent(url)) for url in urls] == [1, 1, 1]
    assert len(lines(tmp_path / "records.jsonl")) == 3


async def test_tags_duplicates_and_bad_lines(site: Site, tmp_path: Path) -> None:
    url = site.url("/p/tagged")
    text = f"url,topic\n{url},boats\n{url}#top,boats\nnowhere,x\n"
    (tmp_path / "list.csv").write_text(text)
    for _ in range(2):
        entries = read_list(str(tmp_path / "list.csv"), sys.stdin)
        assert await run_batch(entries, tmp_path / "c", PRIVATE, FAST, Events()) == {"done": 1, "failed": 1}
    report = lines(tmp_path / "c" / "report.jsonl")
    assert [(outcome["verdict"], outcome["tags"]) for outcome in report] == [
        ("not-a-url", {}),
        ("ok", {"topic": "boats"}),
    ]


def test_a_second_batch_on_the_same_collection_stops(site: Site, tmp_path: Path) -> None:
    site.add("/slow", Reply("late", delay=600))
    first = start(tmp_path, [site.url("/slow")])
    try:
        wait_until(lambda: (tmp_path / "c" / "collection.sqlite").exists())
        second = start(tmp_path, [site.url("/p/1")])
        _, err = second.communicate(timeout=60)
        assert second.returncode == 1
        assert b"another pagearchive is writing" in err
    finally:
        os.killpg(first.pid, signal.SIGKILL)
        first.communicate()


def test_killed_at_any_moment_nothing_is_lost_or_double(site: Site, tmp_path: Path) -> None:
    report = tmp_path / "c" / "report.jsonl"
    urls = [site.url(f"/p/kill-{number}", "AB"[number % 2]) for number in range(10)]
    for share in (1, 4, 7):
        process = start(tmp_path, urls)
        wait_until(lambda wanted=share, run=process: run.poll() is not None or count(report) >= wanted)
        assert process.poll() is None, process.communicate()
        time.sleep(0.07 * share)
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
    last = start(tmp_path, urls)
    _, err = last.communicate(timeout=120)

    assert last.returncode == 0, err
    records = Counter(record["requested_url"] for record in lines(tmp_path / "c" / "records.jsonl"))
    assert records == Counter(urls)
    assert not list((tmp_path / "c" / "warc").glob("*.open"))
    assert list(verify_path(tmp_path / "c")) == []
    assert sum(len(site.sent(url)) for url in urls) <= len(urls) + 3 * 2, "at most one page a worker and kill"


def test_ctrl_c_leaves_a_sound_collection_and_says_how_to_go_on(site: Site, tmp_path: Path) -> None:
    site.add("/stuck", Reply("late", delay=600))
    process = start(tmp_path, [site.url("/p/before"), site.url("/stuck", "B")])
    wait_until(lambda: process.poll() is not None or count(tmp_path / "c" / "report.jsonl") >= 1)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=120)
    assert (process.returncode, err.decode().splitlines()[-1][:11]) == (130, "interrupted")
    assert not list((tmp_path / "c" / "warc").glob("*.open"))
    assert list(verify_path(tmp_path / "c")) == []


def start(directory: Path, urls: list[str]) -> subprocess.Popen[bytes]:
    (directory / "urls.txt").write_text("\n".join(urls))
    options = ["--to", "c", "--allow-private", "--delay", "0", "--workers", "2"]
    return subprocess.Popen(
        [sys.executable, "-m", "pagearchive", "batch", "urls.txt", *options],
        cwd=directory,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def count(path: Path) -> int:
    return path.read_bytes().count(b"\n") if path.exists() else 0


def wait_until(condition: Any) -> None:
    end = time.monotonic() + 120
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)
