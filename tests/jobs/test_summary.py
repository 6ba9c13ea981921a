"""The figures over a report, and the page that shows them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from pagearchive.jobs.outcome import Outcome
from pagearchive.jobs.report_page import write_report
from pagearchive.jobs.summary import Summary, summarise

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def figures(root: Path, *outcomes: Outcome) -> Summary:
    (root / "report.jsonl").write_bytes(b"".join(msgspec.json.encode(outcome) + b"\n" for outcome in outcomes))
    return summarise(root)


def test_the_last_attempt_counts_and_pages_of_a_thread_are_visits(tmp_path: Path) -> None:
    url, thread = "https://a.example.org/1", "https://b.example.org/t"
    found = figures(
        tmp_path,
        Outcome(url=url, verdict="timeout", started_at=NOW, seconds=9, error="late"),
        Outcome(url=url, verdict="ok", started_at=NOW + timedelta(minutes=5), seconds=1, bytes=10),
        Outcome(url=thread, verdict="ok", started_at=NOW, seconds=2, bytes=5, thread=thread),
        Outcome(url=f"{thread}?page=2", verdict="ok", started_at=NOW, seconds=3, bytes=5, thread=thread),
        Outcome(url=thread, verdict="ok", started_at=NOW, seconds=6, pages=2),
        Outcome(url="https://b.example.org/gone", verdict="not-found", started_at=NOW, error="404"),
    )
    assert found.verdicts == {"ok": 2, "not-found": 1}
    assert (found.attempts, found.visits, found.bytes, found.seconds) == (6, 5, 20, 15)
    assert found.failed == [("https://b.example.org/gone", "not-found", "404")]
    assert [(name, host.visits, host.failed) for name, host in found.hosts.items()] == [
        ("a.example.org", 2, 1),
        ("b.example.org", 3, 1),
    ]
    assert found.slowest[0] == (9, url, "timeout")
    assert sorted(found.minutes.values()) == [(1, 0), (2, 2)]


def test_the_page_shows_them_and_escapes_what_others_wrote(tmp_path: Path) -> None:
    hostile = "https://a.example.org/<script>alert(1)</script>"
    found = figures(
        tmp_path, Outcome(url=hostile, verdict="http-error", started_at=NOW, seconds=4, error="<img src=x onerror=y>")
    )
    text = write_report(tmp_path, found).read_text()
    assert "<script" not in text
    assert "<img" not in text
    assert "http-error" in text
    assert "1 March 2026, 12:00" in text
    assert write_report(tmp_path, figures(tmp_path)).read_text().count("Nothing has been visited yet") == 1
