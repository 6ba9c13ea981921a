"""`pagearchive extract`: any input, JSON lines out, no browser."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.cli.conftest import PROSE, Cli

from pagearchive.archive import WarcWriter, pack
from pagearchive.model import Attachment

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def page(title: str) -> bytes:
    return (
        f"<!DOCTYPE html><html><head><title>{title}</title></head><body><h1>{title}</h1>{PROSE}</body></html>".encode()
    )


def write_warc(path: Path, titles: list[str]) -> list[int]:
    """A WARC of stored pages; gives the offset of each."""
    offsets = []
    with WarcWriter(path, {"software": "pagearchive/test"}) as writer:
        for number, title in enumerate(titles):
            url = f"https://example.org/{number}"
            dom = Attachment(urn=f"urn:dom:{url}", content_type="text/html", data=page(title))
            offsets.append(writer.write_attachment(dom, page_url=url, at=NOW).offset)
    return offsets


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    directory = tmp_path / "inputs"
    directory.mkdir()
    (directory / "a.html").write_bytes(page("Alpha"))
    (directory / "b.html.gz").write_bytes(gzip.compress(page("Beta")))
    write_warc(directory / "c.warc.gz", ["Gamma", "Delta"])
    (directory / "notes.txt").write_text("not a page")
    return directory


def titles(out: str) -> list[str]:
    return [json.loads(line)["title"] for line in out.splitlines()]


def test_a_folder_of_pages_and_archives(cli: Cli, inputs: Path) -> None:
    done = cli("extract", inputs)
    assert (done.status, done.err) == (0, "")
    assert titles(done.out) == ["Alpha", "Beta", "Gamma", "Delta"]


def test_a_wacz(cli: Cli, inputs: Path, tmp_path: Path) -> None:
    pack(inputs, tmp_path / "x.wacz")
    assert sorted(titles(cli("extract", "x.wacz").out)) == ["Delta", "Gamma"]


def test_standard_input_is_a_page_or_an_archive(cli: Cli, inputs: Path) -> None:
    assert titles(cli("extract", "-", stdin=(inputs / "a.html").read_bytes()).out) == ["Alpha"]
    assert titles(cli("extract", "-", stdin=(inputs / "b.html.gz").read_bytes()).out) == ["Beta"]
    assert titles(cli("extract", "-", stdin=(inputs / "c.warc.gz").read_bytes()).out) == ["Gamma", "Delta"]


def test_the_address_of_a_bare_page_can_be_stated(cli: Cli, inputs: Path) -> None:
    (record,) = cli("extract", inputs / "a.html", "--url", "https://example.org/a").lines
    assert record["url"] == "https://example.org/a"


def test_to_a_file_that_is_whole_or_not_there(cli: Cli, inputs: Path, tmp_path: Path) -> None:
    done = cli("extract", inputs, "--to", "out.jsonl")
    assert (done.status, done.out) == (0, "4 records in out.jsonl\n")
    assert len((tmp_path / "out.jsonl").read_text().splitlines()) == 4
    failed = cli("extract", inputs, "--to", "no/such/place.jsonl")
    assert failed.status == 1
    assert failed.err == "pagearchive: no/such/place.jsonl: No such file or directory\n"


def test_a_cut_archive_gives_what_is_before_the_cut_and_one_error(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "cut.warc.gz"
    offsets = write_warc(path, ["One", "Two", "Three"])
    path.write_bytes(path.read_bytes()[: offsets[2] + 40])

    done = cli("extract", path)

    assert done.status == 1
    assert titles(done.out) == ["One", "Two"]
    assert done.err.count("\n") == 1
    assert f"{path} at offset {offsets[2]}" in done.err


def test_what_cannot_be_read_is_named_and_the_rest_comes_out(cli: Cli, inputs: Path, tmp_path: Path) -> None:
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    (tmp_path / "nothing.html").write_bytes(b"")
    done = cli("extract", "picture.png", "nothing.html", "missing.html", inputs / "a.html")
    assert done.status == 1
    assert titles(done.out) == ["Alpha"]
    assert [line.split(": ")[1] for line in done.err.splitlines()] == ["picture.png", "nothing.html", "missing.html"]
