"""Pages read in processes of their own: what a page does to its parser stays with that page."""

from __future__ import annotations

import gzip
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from tests.archive.samples import exchange

from pagearchive.archive import WarcWriter, byte_ranges, read_pages
from pagearchive.errors import ArchiveError, PageArchiveError, ReaderError, SetupError, TooLargeError
from pagearchive.jobs import bulk
from pagearchive.jobs.bulk import Crew, LocalCrew, extract_in_bulk
from pagearchive.jobs.readers.pool import ReaderPool
from pagearchive.jobs.readers.work import Setup
from pagearchive.jobs.reading import read_page
from pagearchive.model import Attachment, Page

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
RIGGED = Setup(reader="tests.jobs.rigged:read", seconds=3, memory=1 << 32)
PROSE = "<p>Words of a page that is read, about planks and about the tar that keeps water out.</p>" * 5


@pytest.fixture(scope="module")
def pool() -> Iterator[ReaderPool]:
    with ReaderPool(2, RIGGED) as running:
        yield running


def page(text: str) -> Page:
    return Page(html=f"<title>{text}</title>{PROSE}", url="https://example.org/1", captured_at=NOW)


def test_a_record_is_the_same_as_read_here(pool: ReaderPool) -> None:
    assert pool.read(page("Planks")) == read_page(page("Planks"))


@pytest.mark.parametrize(
    ("marker", "message"),
    [
        ("[segfault]", r"example.org/1: the parser crashed \(SIGSEGV"),
        ("[kill]", r"example.org/1: the parser crashed \(SIGKILL"),
        ("[endless]", "example.org/1: reading it takes more than 3 s"),
        ("[memory]", "example.org/1: reading it takes more than 4096 MB of memory"),
        ("[fault]", r"example.org/1: the parser failed \(RuntimeError: a fault of the parser's own\)"),
    ],
)
def test_what_ends_a_parser_is_an_error_of_that_page_alone(pool: ReaderPool, marker: str, message: str) -> None:
    with pytest.raises(ReaderError, match=message):
        pool.read(page(marker))
    assert pool.read(page("After it")).title == "After it"


def test_no_browser_library_is_loaded_where_pages_are_read(pool: ReaderPool) -> None:
    assert pool.read(page("[browser]")).title == "False"


def test_a_cluster_is_loaded_by_nobody_who_does_not_ask_for_it() -> None:
    program = "import sys, pagearchive.cli.app, pagearchive.jobs.batch, pagearchive.jobs.bulk; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert not {"ray", "fsspec"} & set(done.stdout.split())


def test_errors_of_the_parser_keep_their_kind(pool: ReaderPool) -> None:
    with pytest.raises(TooLargeError, match="the bound is"):
        pool.read(Page(html="x" * 150_000_001))


def test_processes_are_replaced_when_they_have_read_their_share() -> None:
    with ReaderPool(1, msgspec.structs.replace(RIGGED, pages=2)) as recycled:
        processes = [recycled.read(page("[process]")).title for _ in range(4)]
    assert processes[0] == processes[1] != processes[2] == processes[3]


def test_a_reader_that_does_not_start_is_no_fault_of_a_page() -> None:
    with ReaderPool(1, Setup(reader="tests.jobs.rigged:missing")) as broken, pytest.raises(SetupError, match="missing"):
        broken.read(page("any"))


def test_closing_the_pool_ends_what_is_being_read() -> None:
    pool = ReaderPool(1, msgspec.structs.replace(RIGGED, seconds=600))
    pool.warm()
    with ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(pool.read, page("[endless]"))
        pool.close()
        with pytest.raises(ReaderError):
            waiting.result(60)


# ── many pages ───────────────────────────────────────────────────────────────────────────────────────────────────────


def write_warc(path: Path, titles: list[str], software: str = "pagearchive/test") -> list[int]:
    """A WARC of stored pages; gives the offset of each."""
    with WarcWriter(path, {"software": software}) as writer:
        return [store(writer, number, title.encode()) for number, title in enumerate(titles)]


def store(writer: WarcWriter, number: int, title: bytes) -> int:
    url = f"https://example.org/{number}"
    html = b"<title>%s</title>%s" % (title, PROSE.encode())
    dom = Attachment(urn=f"urn:dom:{url}", content_type="text/html", data=html)
    return writer.write_attachment(dom, page_url=url, at=NOW).offset


@pytest.fixture(scope="module")
def crew() -> Iterator[LocalCrew]:
    with LocalCrew(2, RIGGED) as running:
        yield running


@pytest.fixture
def small_ranges(monkeypatch: pytest.MonkeyPatch) -> None:
    """A WARC of a few pages falls into several ranges."""
    monkeypatch.setattr(bulk, "RANGE", 1200)


def told(inputs: list[str], crew: Crew) -> list[str]:
    """Titles and messages in the order in which they come."""
    lines = extract_in_bulk(inputs, None, crew)
    return [str(line) if isinstance(line, PageArchiveError) else title_of(line) for line in lines]


def title_of(line: object) -> str:
    assert isinstance(line, msgspec.Raw)
    return str(msgspec.json.decode(line)["title"])


@pytest.mark.usefixtures("small_ranges")
def test_a_large_archive_is_read_in_ranges_and_comes_out_in_order(tmp_path: Path, crew: LocalCrew) -> None:
    titles = [f"Page {number}" for number in range(60)]
    write_warc(tmp_path / "a.warc.gz", titles)
    assert len(byte_ranges(tmp_path / "a.warc.gz", bulk.RANGE)) > 5
    assert told([str(tmp_path / "a.warc.gz")], crew) == titles


@pytest.mark.usefixtures("small_ranges")
def test_ranges_of_an_uncompressed_archive(tmp_path: Path, crew: LocalCrew) -> None:
    titles = [f"Page {number} WARC/1.1\r\nWARC-Type: resource\r\n\r\n" for number in range(30)]
    write_warc(tmp_path / "a.warc.gz", titles)
    (tmp_path / "a.warc").write_bytes(gzip.decompress((tmp_path / "a.warc.gz").read_bytes()))
    expected = [read_page(found).title for found in read_pages(tmp_path / "a.warc")]
    assert told([str(tmp_path / "a.warc")], crew) == expected
    assert len(expected) == 30


@pytest.mark.usefixtures("small_ranges")
@pytest.mark.parametrize("inner", ["inner.warc.gz", "inner.warc"])
def test_an_archive_inside_an_archive_is_not_mistaken_for_it(tmp_path: Path, crew: LocalCrew, inner: str) -> None:
    write_warc(tmp_path / "inner.warc.gz", [f"Inner {number}" for number in range(40)])
    (tmp_path / "inner.warc").write_bytes(gzip.decompress((tmp_path / "inner.warc.gz").read_bytes()))
    with WarcWriter(tmp_path / "outer.warc.gz", {"software": "pagearchive/test"}) as writer:
        store(writer, 1, b"Before")
        packed = (tmp_path / inner).read_bytes()
        writer.write_exchange(exchange("https://example.org/x.gz", packed, content_type="application/gzip"))
        store(writer, 2, b"After")
    assert told([str(tmp_path / "outer.warc.gz")], crew) == ["Before", "After"]


@pytest.mark.usefixtures("small_ranges")
def test_pages_that_crash_the_parser_are_named_and_the_rest_comes_out(tmp_path: Path, crew: LocalCrew) -> None:
    titles = [f"Page {number}" for number in range(12)]
    titles[3], titles[4], titles[11] = "[segfault]", "[kill]", "[endless]"
    offsets = write_warc(tmp_path / "a.warc.gz", titles)

    found = told([str(tmp_path / "a.warc.gz")], crew)

    assert [line for line in found if line.startswith("Page")] == [t for t in titles if t.startswith("Page")]
    for number, reason in ((3, "SIGSEGV"), (4, "SIGKILL"), (11, "more than 3 s")):
        assert f"a.warc.gz at offset {offsets[number]}: https://example.org/{number}: " in found[number]
        assert reason in found[number]


@pytest.mark.usefixtures("small_ranges")
@pytest.mark.parametrize("number", [0, 7, 19])
def test_a_broken_record_costs_itself_alone(tmp_path: Path, crew: LocalCrew, number: int) -> None:
    path = tmp_path / "a.warc.gz"
    titles = [f"Page {n}" for n in range(20)]
    offsets = write_warc(path, titles)
    data = bytearray(path.read_bytes())
    data[offsets[number] + 60 : offsets[number] + 90] = b"\xff" * 30
    path.write_bytes(data)

    found = told([str(path)], crew)

    assert found[:-1] == titles[:number] + titles[number + 1 :]
    assert f"{path} at offset {offsets[number]}" in found[-1]
    alone: list[str] = []
    with pytest.raises(ArchiveError) as raised:
        alone.extend(str(read_page(page).title) for page in read_pages(path))
    assert [*alone, str(raised.value)] == found, "the same as one process says"


def test_files_that_cannot_be_read_are_named_where_they_stand(tmp_path: Path, crew: LocalCrew) -> None:
    write_warc(tmp_path / "1.warc.gz", ["One", "Two"])
    (tmp_path / "2.warc.gz").write_bytes(b"\x1f\x8b and nothing of use")
    (tmp_path / "3.html").write_text(f"<title>[segfault]</title>{PROSE}")
    (tmp_path / "4.html").write_text(f"<title>Four</title>{PROSE}")
    found = told([str(tmp_path), str(tmp_path / "5.html")], crew)
    assert found[:2] == ["One", "Two"]
    assert "2.warc.gz" in found[2]
    assert "SIGSEGV" in found[3]
    assert found[4] == "Four"
    assert "5.html" in found[5]


def test_somebody_elses_archive_is_read_whole(tmp_path: Path, crew: LocalCrew) -> None:
    with WarcWriter(tmp_path / "a.warc.gz", {"software": "another/1.0"}) as writer:
        for title in ("Alpha", "[kill]", "Beta"):
            body = f"<title>{title}</title>{PROSE}".encode()
            writer.write_exchange(exchange(f"https://example.org/{title}", body))
    assert byte_ranges(tmp_path / "a.warc.gz", 100) == []
    found = told([str(tmp_path / "a.warc.gz")], crew)
    assert (found[0], found[2]) == ("Alpha", "Beta")
    assert "SIGKILL" in found[1]
