"""What a run that died leaves behind, at each point where it may die, and what the next one makes of it."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pagearchive.archive import WarcWriter, read_pages
from pagearchive.jobs.filing import Filing
from pagearchive.jobs.outcome import Outcome
from pagearchive.jobs.verifying import verify_path
from pagearchive.model import Article, Attachment, Provenance

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
STEPS = ("exchanges", "commit", "record", "report")


class Run:
    """A run that can be stopped after any step; `died` copies the disk as it stands."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.filing = Filing(root)
        self.writer = WarcWriter(self.filing.directory.warcs / "w.warc.gz", {"software": "pagearchive/test"})
        self.writer.commit()

    def page(self, number: int, until: str = "report") -> None:
        url = f"https://example.org/{number}"
        html = f"<title>Page {number}</title><p>Words.".encode()
        dom = Attachment(urn=f"urn:dom:{url}", content_type="text/html", data=html)
        ref = self.writer.write_attachment(dom, page_url=url, at=NOW)
        if until == "exchanges":
            return
        end = self.writer.commit()
        if until == "commit":
            return
        provenance = Provenance(warc_file="w.warc.gz", offset=ref.offset)
        record = Article(requested_url=url, url=url, title=f"Page {number}", provenance=provenance)
        outcome = Outcome(url=url, verdict="ok", started_at=NOW, kind="article", warc_file="w.warc.gz", warc_end=end)
        self.filing.file(outcome, record)
        if until == "record":
            report = self.filing.directory.report
            whole = report.read_bytes()
            report.write_bytes(whole[: whole.rstrip(b"\n").rfind(b"\n") + 1])

    def died(self, to: Path) -> Path:
        shutil.copytree(self.root, to)
        self.writer.abort()
        self.filing.close()
        return to


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


@pytest.mark.parametrize("until", STEPS)
def test_finished_pages_stay_and_half_done_ones_go(tmp_path: Path, until: str) -> None:
    run = Run(tmp_path / "a")
    run.page(1)
    run.page(2, until)
    root = run.died(tmp_path / "b")
    with Filing(root) as filing:
        assert any("w.warc.gz" in line for line in filing.recovered)

    finished = ["https://example.org/1", "https://example.org/2"][: 1 + STEPS.index(until) // 2]
    assert [outcome["url"] for outcome in lines(root / "report.jsonl")] == finished
    assert [record["url"] for record in lines(root / "records.jsonl")] == finished
    (warc,) = (root / "warc").iterdir()
    assert warc.name == "w.warc.gz"
    assert [page.url for page in read_pages(warc)] == finished
    assert list(verify_path(root)) == []
    with Filing(root) as filing:
        assert filing.recovered == [], "the second time there is nothing to mend"


def test_a_warc_without_a_finished_page_is_removed(tmp_path: Path) -> None:
    run = Run(tmp_path / "a")
    run.page(1, "commit")
    root = run.died(tmp_path / "b")
    with Filing(root):
        pass
    assert list((root / "warc").iterdir()) == []


@pytest.mark.parametrize("name", ["records.jsonl", "report.jsonl"])
def test_torn_lines(tmp_path: Path, name: str) -> None:
    run = Run(tmp_path / "a")
    run.page(1)
    run.page(2)
    root = run.died(tmp_path / "b")
    whole = (root / name).read_bytes()
    (root / name).write_bytes(whole[:-20] if name == "report.jsonl" else whole + b'{"torn')
    with Filing(root):
        pass
    assert [outcome["url"] for outcome in lines(root / "report.jsonl")] == [
        "https://example.org/1",
        "https://example.org/2",
    ]
    assert list(verify_path(root)) == []


def test_a_damaged_line_of_the_report_is_set_aside_and_its_record_reported_anew(tmp_path: Path) -> None:
    run = Run(tmp_path / "a")
    for number in (1, 2, 3):
        run.page(number)
    root = run.died(tmp_path / "b")
    report = root / "report.jsonl"
    first, second, third = report.read_bytes().splitlines(keepends=True)
    report.write_bytes(first + second[:30] + b"\0" * (len(second) - 31) + b"\n" + third)
    with Filing(root) as filing:
        assert any("report.jsonl.damaged" in line for line in filing.recovered)
    assert (root / "report.jsonl.damaged").read_bytes().startswith(second[:30])
    assert [outcome["url"] for outcome in map(json.loads, filter(str.strip, report.read_text().splitlines()))] == [
        "https://example.org/1",
        "https://example.org/3",
        "https://example.org/2",
    ]
    assert list(verify_path(root)) == []
