"""Archives that are cut off, damaged or no archives at all: what is whole is read, then there is one clear error."""

from __future__ import annotations

import contextlib
import gzip
import itertools
import random
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from pagearchive.archive import (
    ReplayIndex,
    WarcWriter,
    find_payload,
    pack,
    read_pages,
    read_records,
    salvage,
    verify,
)
from pagearchive.errors import ArchiveError, InputError, OutputError, PageArchiveError
from tests.archive.samples import INFO, NOON, PAGE, dom, exchange, foreign_record, head, member_offsets, members, write


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An exchange and three stored pages."""
    path = tmp_path_factory.mktemp("small") / "small.warc.gz"
    with WarcWriter(path, {}) as writer:
        writer.write_exchange(exchange("http://a.example/1", b"body"))
        for number in range(3):
            url = f"http://a.example/{number}"
            writer.write_attachment(dom(url, f"<p>{number}"), page_url=url, at=NOON)
    return path


@pytest.fixture(scope="module")
def plain(small: Path) -> Path:
    """The same, not compressed."""
    path = small.with_name("small.warc")
    path.write_bytes(gzip.decompress(small.read_bytes()))
    return path


def read_all(path: Path) -> tuple[list[str], PageArchiveError | None]:
    """The pages' HTML and the error that ended the reading."""
    found: list[str] = []
    try:
        found.extend(str(page.html) for page in read_pages(path))
    except PageArchiveError as error:
        return found, error
    return found, None


def whole_doms(data: bytes, end: int) -> int:
    """How many of the stored DOMs lie before `end`, by the standard library's gzip."""
    offsets = member_offsets(data)
    return sum(
        b"\r\nWARC-Type: resource" in gzip.decompress(data[start:stop])
        for start, stop in itertools.pairwise(offsets)
        if stop <= end
    )


def test_cut_at_any_byte_every_page_before_the_cut_is_read(small: Path, tmp_path: Path) -> None:
    data = small.read_bytes()
    offsets = member_offsets(data)
    doms = {offset: whole_doms(data, offset) for offset in offsets}
    cut = tmp_path / "cut.warc.gz"
    for end in range(len(data)):
        cut.write_bytes(data[:end])
        found, error = read_all(cut)
        whole = max(offset for offset in offsets if offset <= end)
        assert len(found) >= doms[whole], end
        if end in offsets and end:
            assert error is None, end
        else:
            assert isinstance(error, ArchiveError), end
            assert error.path == cut
            assert error.offset == whole, end
            assert "\n" not in str(error)


def test_cut_at_any_byte_salvage_keeps_exactly_the_whole_records(small: Path, tmp_path: Path) -> None:
    data = small.read_bytes()
    offsets = member_offsets(data)
    for end in range(len(data) + 1):
        torn = tmp_path / "torn.warc.gz.open"
        torn.write_bytes(data[:end])
        kept = salvage(torn)
        whole = max(offset for offset in offsets if offset <= end)
        if whole <= offsets[1]:
            assert kept is None, end
        else:
            assert kept == tmp_path / "torn.warc.gz", end
            assert kept.read_bytes() == data[:whole], end
            kept.unlink()
        assert list(tmp_path.iterdir()) == [], end


def test_cut_at_any_byte_of_a_plain_warc_nothing_whole_is_lost(plain: Path, tmp_path: Path) -> None:
    data = plain.read_bytes()
    ends = [record.offset + record.finish().length for record in read_records(plain)]
    cut = tmp_path / "cut.warc"
    for end in range(1, len(data), 3):
        cut.write_bytes(data[:end])
        found, error = read_all(cut)
        assert len(found) >= sum(stop <= end for stop in ends[3::3]), end
        assert error is None or isinstance(error, ArchiveError)
        if end not in ends and end + 2 not in ends and end + 4 not in ends:
            assert error is not None or list(verify(cut)), end


def test_verify_finds_every_cut(small: Path, tmp_path: Path) -> None:
    data = small.read_bytes()
    offsets = member_offsets(data)
    cut = tmp_path / "cut.warc.gz"
    for end in range(0, len(data), 3):
        if end in offsets:
            continue
        cut.write_bytes(data[:end])
        faults = list(verify(cut))
        whole = max(offset for offset in offsets if offset <= end)
        assert [fault.offset for fault in faults if fault.kind == "structure"] == [whole], end


def test_warcio_check_passes_a_torn_last_record_and_verify_does_not(small: Path, tmp_path: Path) -> None:
    cut = tmp_path / "cut.warc.gz"
    cut.write_bytes(small.read_bytes()[:-30])
    warcio = Path(sys.executable).with_name("warcio")
    assert subprocess.run([warcio, "check", cut], capture_output=True, check=False).returncode == 0
    assert len(list(verify(cut))) == 1


def test_a_damaged_record_in_the_middle_costs_only_itself(small: Path, tmp_path: Path) -> None:
    data = bytearray(small.read_bytes())
    offsets = member_offsets(bytes(data))
    second_dom = offsets[4]
    data[second_dom + 40] ^= 0xFF
    broken = tmp_path / "broken.warc.gz"
    broken.write_bytes(data)
    found, error = read_all(broken)
    assert found == ["<p>0", "<p>2"]
    assert isinstance(error, ArchiveError)
    assert error.offset == second_dom
    assert [fault.offset for fault in verify(broken)] == [second_dom]


def test_no_flipped_byte_goes_unnoticed_or_raises_anything_else(small: Path, tmp_path: Path) -> None:
    data = small.read_bytes()
    path = tmp_path / "flipped.warc.gz"
    dice = random.Random(7)
    for place in dice.sample(range(len(data)), 150):
        flipped = bytearray(data)
        flipped[place] ^= 1 << dice.randrange(8)
        path.write_bytes(flipped)
        read_all(path)
        ReplayIndex(path) if place > 2 else None
        try:
            changed = gzip.decompress(flipped) != gzip.decompress(data)
        except (OSError, EOFError, zlib.error):
            changed = True
        assert list(verify(path)) or not changed, place  # some bits of gzip mean nothing: time, system, padding


def test_random_bytes_and_random_edits_never_raise_anything_else(plain: Path, tmp_path: Path) -> None:
    dice = random.Random(11)
    path = tmp_path / "fuzz.warc"
    text = plain.read_bytes()
    for _ in range(150):
        edited = bytearray(text)
        for _ in range(dice.randrange(1, 6)):
            place = dice.randrange(len(edited))
            edited[place : place + dice.randrange(9)] = dice.choice(
                [b"", b"\r\n", b"\n\n", b"WARC/1.1\r\n", b"\x00" * 9, b"9" * 20, b": ", dice.randbytes(5)]
            )
        path.write_bytes(edited if dice.random() < 0.9 else dice.randbytes(300))
        read_all(path)
        list(verify(path))
        with contextlib.suppress(PageArchiveError):
            list(read_records(path))


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("empty.warc.gz", b"", "empty"),
        ("empty.warc", b"", "empty"),
        ("text.warc", b"Just some text\n" * 100, "not a WARC"),
        ("other.warc.gz", gzip.compress(b"not a WARC at all"), "not a WARC"),
        ("page.warc.gz", b"<!doctype html><title>Not found</title>", "not a WARC"),
        ("short.warc.gz", b"\x1f", "not a WARC"),
        ("magic.warc.gz", b"\x1f\x8b\x08", "ends in the middle"),
        ("x.warc.zst", b"\x28\xb5\x2f\xfd\x00\x00", "zstd"),
        ("x.wacz", b"not a zip", "not a zip"),
        ("cut.wacz", b"PK\x03\x04 cut off", "damaged zip"),
    ],
)
def test_what_is_no_archive_is_said_to_be_none(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    for reading in (read_pages, read_records):
        with pytest.raises(ArchiveError, match=message) as caught:
            list(reading(path))
        assert caught.value.path == path
    assert len(list(verify(path))) == 1


def test_a_path_that_is_not_there_is_named(tmp_path: Path) -> None:
    for call in (read_pages, read_records, verify):
        with pytest.raises(InputError, match=r"nowhere\.warc: no such file"):
            list(call(tmp_path / "nowhere.warc"))
    with pytest.raises(InputError, match=r"no \.warc"):
        list(read_pages(tmp_path))
    with pytest.raises(InputError, match="no such file"):
        find_payload(tmp_path / "nowhere.warc", PAGE)
    with pytest.raises(InputError, match="no such file"):
        pack(tmp_path / "nowhere.warc", tmp_path / "x.wacz")


# ── what a hostile archive states ────────────────────────────────────────────────────────────────────────────────


def page(body: bytes = b"<p>here", number: int = 1) -> bytes:
    """A foreign HTML response."""
    block = head(["HTTP/1.1 200 OK", "Content-Type: text/html"]) + body
    return foreign_record("response", f"http://a.example/{number}", block, number=number)


@pytest.mark.parametrize("length", ["10000000000", "99999999999999999999", "-1", "1e9", "", "٣"])
@pytest.mark.parametrize("compressed", [True, False], ids=["gzip", "plain"])
def test_a_lying_content_length_is_one_fault_and_costs_no_other_record(
    tmp_path: Path, length: str, compressed: bool
) -> None:
    liar = page(number=2).replace(b"Content-Length: 51", f"Content-Length: {length}".encode())
    assert liar != page(number=2)
    records = [page(number=1), liar, page(number=3)]
    path = tmp_path / ("a.warc.gz" if compressed else "a.warc")
    path.write_bytes(members(*records) if compressed else b"".join(records))
    urls: list[str | None] = []
    with pytest.raises(ArchiveError, match="Content-Length"):
        urls.extend(found.url for found in read_pages(path))
    assert {"http://a.example/1", "http://a.example/3"} <= set(urls)
    assert len([fault for fault in verify(path) if fault.kind == "structure"]) == 1


def test_a_content_length_that_is_too_small_is_found(tmp_path: Path) -> None:
    short = page(b"<p>longer than that", number=2).replace(b"Content-Length: 63", b"Content-Length: 50")
    for name, data in (("a.warc.gz", members(page(), short)), ("a.warc", page() + short)):
        path = tmp_path / name
        path.write_bytes(data)
        faults = list(verify(path))
        assert [fault.message for fault in faults][:1] == ["other bytes follow its block: Content-Length is too small"]
        assert faults[0].record_id == "<urn:uuid:00000000-0000-4000-8000-000000000002>"


def test_a_head_without_end_is_refused_at_its_bound(tmp_path: Path) -> None:
    bomb = b"WARC/1.0\r\n" + b"X-Bomb: " + b"a" * (3 << 20)
    http_bomb = foreign_record("response", "http://a.example/", b"HTTP/1.1 200 OK\r\nX: " + b"a" * (3 << 20))
    for name, data, message in (
        ("a.warc.gz", members(bomb), "head is longer"),
        ("b.warc", bomb, "head is longer"),
        ("c.warc.gz", members(http_bomb), "HTTP head is longer"),
    ):
        path = tmp_path / name
        path.write_bytes(data)
        with pytest.raises(ArchiveError, match=message):
            list(read_pages(path))
        assert [fault.kind for fault in verify(path)] == ["structure"]


@pytest.mark.parametrize("tail", [b"\x00" * 4096, b"rubbish", b"\x1f\x8b\x08rubbish"])
def test_bytes_after_the_last_record_are_found(small: Path, tmp_path: Path, tail: bytes) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(small.read_bytes() + tail)
    found, error = read_all(path)
    assert len(found) == 3
    assert isinstance(error, ArchiveError)
    assert error.offset == small.stat().st_size
    assert [fault.offset for fault in verify(path)] == [small.stat().st_size]


def test_records_that_share_a_gzip_member_are_read_and_reported(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(gzip.compress(page(number=1) + page(number=2)))
    assert [found.url for found in read_pages(path)] == ["http://a.example/1", "http://a.example/2"]
    assert {fault.message for fault in verify(path)} == {"its gzip member holds more than this record"}


def test_empty_members_and_blank_lines_between_records_do_no_harm(tmp_path: Path) -> None:
    records = [page(number=1), b"", b"\r\n", b"\r\n" + page(number=2), b"\n" * 100_000]
    for name, data in (("a.warc.gz", members(*records)), ("a.warc", b"".join(records))):
        path = tmp_path / name
        path.write_bytes(data)
        assert [found.url for found in read_pages(path)] == ["http://a.example/1", "http://a.example/2"]


def test_a_file_of_nothing_but_false_starts_ends_soon(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(members(page()) + b"\x1f\x8b\x08\x00" * 50_000)
    found, error = read_all(path)
    assert len(found) == 1
    assert isinstance(error, ArchiveError)
    plain_file = tmp_path / "b.warc"
    plain_file.write_bytes(page() + b"WARC/1.0\r\n" * 5_000)
    found, error = read_all(plain_file)
    assert len(found) == 1
    assert isinstance(error, ArchiveError)


# ── salvage ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_salvage_goes_back_to_the_committed_offset_where_it_is_told(tmp_path: Path) -> None:
    writer = WarcWriter(tmp_path / "a.warc.gz", INFO)
    writer.write_exchange(exchange())
    committed = writer.commit()
    writer.write_exchange(exchange(PAGE + "/b", b"unfinished"))
    data = writer.open_path.read_bytes()
    writer.abort()
    torn = tmp_path / "a.warc.gz.open"
    torn.write_bytes(data)
    kept = salvage(torn, at_most=committed)
    assert kept
    assert kept.read_bytes() == data[:committed]


def test_salvage_leaves_a_file_alone_that_is_still_written(tmp_path: Path) -> None:
    with WarcWriter(tmp_path / "a.warc.gz", INFO) as writer:
        writer.write_exchange(exchange())
        with pytest.raises(OutputError, match="another process"):
            salvage(writer.open_path)
        assert writer.open_path.exists()


def test_salvage_never_replaces_a_finished_file(tmp_path: Path) -> None:
    finished = write(tmp_path / "a.warc.gz", exchange())
    before = finished.read_bytes()
    (tmp_path / "a.warc.gz.open").write_bytes(before)
    assert salvage(tmp_path / "a.warc.gz.open") == tmp_path / "a-salvaged.warc.gz"
    assert finished.read_bytes() == before


def test_salvage_refuses_any_other_file(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="not an unfinished WARC"):
        salvage(write(tmp_path / "a.warc.gz", exchange()))
    with pytest.raises(OutputError, match="No such file"):
        salvage(tmp_path / "gone.warc.gz.open")


def test_an_unfinished_file_in_a_collection_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "warc").mkdir()
    whole = write(tmp_path / "warc" / "a.warc.gz", exchange())
    whole.with_name("b.warc.gz.open").write_bytes(whole.read_bytes()[:100])
    assert [fault.path.name for fault in verify(tmp_path)] == ["b.warc.gz.open"]
