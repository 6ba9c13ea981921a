"""What stands in a WARC that was written."""

from __future__ import annotations

import gzip
import hashlib
import itertools
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import brotlicffi
import pytest
from msgspec import structs

from pagearchive.archive import ReplayIndex, WarcWriter, read_pages, read_records, verify
from pagearchive.errors import OutputError
from pagearchive.model import Exchange, Payload
from tests.archive.samples import HTML, INFO, NOON, PAGE, dom, exchange, head, member_offsets, write


def fields_of(path: Path) -> list[dict[str, str]]:
    """The named fields of each record."""
    return [dict(record.head.fields) for record in read_records(path)]


def block_of(path: Path, kind: str) -> bytes:
    """The first block of that type."""
    for record in read_records(path):
        if record.type == kind:
            return b"".join(iter(record.read, b""))
    raise AssertionError(f"no {kind} record")


def test_an_exchange_becomes_a_response_and_a_request_that_name_each_other(tmp_path: Path) -> None:
    info, response, request = fields_of(write(tmp_path / "a.warc.gz", exchange()))
    assert [info["WARC-Type"], response["WARC-Type"], request["WARC-Type"]] == ["warcinfo", "response", "request"]
    assert response["WARC-Concurrent-To"] == request["WARC-Record-ID"]
    assert request["WARC-Concurrent-To"] == response["WARC-Record-ID"]
    assert response["WARC-Target-URI"] == request["WARC-Target-URI"] == PAGE
    assert response["WARC-Date"] == "2025-06-11T12:00:00.123456Z"
    assert response["WARC-IP-Address"] == "192.0.2.7"
    assert response["WARC-Payload-Digest"] == f"sha256:{hashlib.sha256(HTML).hexdigest()}"
    assert response["WARC-Warcinfo-ID"] == info["WARC-Record-ID"]
    assert response["WARC-Page-ID"] == request["WARC-Page-ID"]


def test_the_records_of_an_exchange_say_what_was_masked_in_them(tmp_path: Path) -> None:
    masked = structs.replace(exchange(), redacted=["cookie", "token"])
    records = fields_of(write(tmp_path / "a.warc.gz", masked, exchange(body=b"another")))
    assert [fields.get("WARC-Redacted") for fields in records] == [None, *["cookie, token"] * 2, None, None]


def test_the_first_record_says_what_wrote_the_file(tmp_path: Path) -> None:
    block = block_of(write(tmp_path / "a.warc.gz", exchange()), "warcinfo").decode()
    assert block.splitlines() == [
        "format: WARC File Format 1.1",
        "conformsTo: http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        "bodies: without chunk framing; br, zstd and x-gzip decoded; headers renamed x-orig-",
        "software: pagearchive/0.0-test",
        "robots: warn",
    ]


def test_the_head_is_kept_byte_for_byte(tmp_path: Path) -> None:
    raw = b"HTTP/1.1 200  Fine\r\nset-cookie: a=1\r\nSet-Cookie: b=2\r\nX-Odd:   spaced \r\nX-Latin: caf\xe9\r\n\r\n"
    sent = exchange()
    path = write(
        tmp_path / "a.warc.gz",
        Exchange(
            url=sent.url,
            method="GET",
            started_at=NOON,
            request_head=sent.request_head,
            response_head=raw,
            response_body=Payload(size=2, data=b"ok"),
        ),
    )
    assert block_of(path, "response") == raw + b"ok"


def test_a_chunked_response_gets_the_length_of_what_is_stored(tmp_path: Path) -> None:
    path = write(tmp_path / "a.warc.gz", exchange(headers=["Transfer-Encoding: chunked", "content-length: 9"]))
    stored = block_of(path, "response").partition(b"\r\n\r\n")[0].split(b"\r\n")
    assert stored[2:] == [
        b"x-orig-Transfer-Encoding: chunked",
        b"x-orig-content-length: 9",
        b"Content-Length: %d" % len(HTML),
    ]


ZSTD_HTML = b"\x28\xb5\x2f\xfd\x20" + bytes([len(HTML)]) + (len(HTML) << 3 | 1).to_bytes(3, "little") + HTML
"""A zstd frame of one raw block."""


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("br", brotlicffi.compress(HTML)),
        ("zstd", ZSTD_HTML),
        ("gzip, br", brotlicffi.compress(gzip.compress(HTML))),
    ],
)
def test_a_body_in_an_encoding_that_replay_tools_lack_is_decoded(tmp_path: Path, encoding: str, body: bytes) -> None:
    sent = [f"Content-Encoding: {encoding}", f"Content-Length: {len(body)}", "ETag: x"]
    path = write(tmp_path / "a.warc.gz", exchange(body=body, headers=sent))
    assert block_of(path, "response").split(b"\r\n")[2:] == [
        f"x-orig-Content-Encoding: {encoding}".encode(),
        b"x-orig-Content-Length: %d" % len(body),
        b"ETag: x",
        b"Content-Length: %d" % len(HTML),
        b"",
        HTML,
    ]
    assert fields_of(path)[1]["WARC-Payload-Digest"] == f"sha256:{hashlib.sha256(HTML).hexdigest()}"
    assert list(verify(path)) == []


@pytest.mark.parametrize(
    ("encoding", "body", "status"),
    [
        ("gzip", gzip.compress(HTML), "200 OK"),
        ("deflate", HTML, "200 OK"),
        ("br", HTML, "200 OK"),
        ("br", brotlicffi.compress(HTML)[:20], "206 Partial Content"),
        ("br, unknown", brotlicffi.compress(HTML), "200 OK"),
        ("br, br, br, br, br", HTML, "200 OK"),
        ("br", b"", "200 OK"),
    ],
    ids=["gzip", "deflate", "not what it says", "a range", "unknown encoding", "stacked too high", "no body"],
)
def test_any_other_body_is_stored_as_it_came(tmp_path: Path, encoding: str, body: bytes, status: str) -> None:
    sent = exchange(body=body, headers=[f"Content-Encoding: {encoding}"], status=status)
    path = write(tmp_path / "a.warc.gz", sent)
    assert block_of(path, "response") == (sent.response_head or b"") + body


def test_a_body_that_would_decode_beyond_its_bound_stays_encoded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pagearchive.archive.blocks.MAX_DECODED", 10 << 20)
    for size, decoded in ((9 << 20, True), (11 << 20, False)):
        path = tmp_path / f"{size}.warc.gz"
        write(path, exchange(body=brotlicffi.compress(b"a" * size, quality=1), headers=["Content-Encoding: br"]))
        head_part = block_of(path, "response").partition(b"\r\n\r\n")[0]
        assert (b"x-orig-Content-Encoding" in head_part) is decoded
    assert {file.suffix for file in tmp_path.iterdir()} == {".gz"}


@pytest.mark.parametrize(
    ("raw", "stored"),
    [
        (b"", b"HTTP/0.9 200 OK\r\n\r\n"),
        (b"HTTP/1.0 200 OK", b"HTTP/1.0 200 OK\r\n\r\n"),
        (b"\r\nHTTP/1.1 200 OK\r\nA: b\r\n\r\n", b"HTTP/1.1 200 OK\r\nA: b\r\n\r\n"),
        (b"HTTP/1.1 200 OK\r\n \t\r\nA: b\r\n\r\n", b"HTTP/1.1 200 OK\r\nA: b\r\n\r\n"),
        (b"HTTP/1.1 200 OK\nA: b\n\n", b"HTTP/1.1 200 OK\r\nA: b\r\n\r\n"),
        (b"ICY 200 OK\r\n\r\n", b"ICY 200 OK\r\n\r\n"),
    ],
    ids=["HTTP/0.9", "no empty line", "empty line before", "blank line inside", "bare line feeds", "bad status line"],
)
def test_a_dirty_head_ends_with_the_only_empty_line(tmp_path: Path, raw: bytes, stored: bytes) -> None:
    path = write(
        tmp_path / "a.warc.gz",
        Exchange(
            url=PAGE,
            method="GET",
            started_at=NOON,
            request_head=head(["GET / HTTP/1.1"]),
            response_head=raw,
            response_body=Payload(size=4, data=b"\r\nok"),
        ),
    )
    assert block_of(path, "response") == stored + b"\r\nok"
    assert list(verify(path)) == []


def test_a_payload_written_before_becomes_a_revisit(tmp_path: Path) -> None:
    other = "http://forum.example/same"
    path = write(tmp_path / "a.warc.gz", exchange(), exchange(other, seconds=5))
    first, second = (fields for fields in fields_of(path) if fields["WARC-Type"] in ("response", "revisit"))
    assert second["WARC-Type"] == "revisit"
    assert second["WARC-Profile"] == "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
    assert second["WARC-Refers-To"] == first["WARC-Record-ID"]
    assert second["WARC-Refers-To-Target-URI"] == PAGE
    assert second["WARC-Refers-To-Date"] == first["WARC-Date"]
    assert second["WARC-Payload-Digest"] == first["WARC-Payload-Digest"]
    assert block_of(path, "revisit").startswith(b"HTTP/1.1 200 OK\r\n")
    assert not block_of(path, "revisit").endswith(HTML)


def test_cut_and_empty_payloads_are_never_the_original_of_a_revisit(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.warc.gz",
        exchange(truncated="disconnect"),
        exchange(PAGE + "/b"),
        exchange(PAGE + "/c", b"", status="204 No Content"),
        exchange(PAGE + "/d", b"", status="204 No Content"),
    )
    kinds = [fields["WARC-Type"] for fields in fields_of(path)]
    assert "revisit" not in kinds
    assert fields_of(path)[1]["WARC-Truncated"] == "disconnect"


def test_an_exchange_without_a_response_keeps_its_request_and_its_error(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    failed = Exchange(
        url=PAGE,
        method="GET",
        started_at=NOON,
        request_head=head(["GET / HTTP/1.1"]),
        error="connection refused\r\nWARC-Type: forged",
    )
    never_sent = Exchange(url=PAGE, method="GET", started_at=NOON, error="refused address")
    nothing = Exchange(url=PAGE, method="GET", started_at=NOON)
    with WarcWriter(path, INFO) as writer:
        assert writer.write_exchange(failed)
        assert writer.write_exchange(never_sent)
        assert writer.write_exchange(nothing) is None
    _, request, note, lone_note = fields_of(path)
    assert [request["WARC-Type"], note["WARC-Type"], lone_note["WARC-Type"]] == ["request", "metadata", "metadata"]
    assert note["WARC-Concurrent-To"] == request["WARC-Record-ID"]
    assert block_of(path, "metadata") == b"method: GET\r\nerror: connection refused WARC-Type: forged\r\n"
    assert list(verify(path)) == []


@pytest.mark.parametrize(
    ("url", "uri"),
    [
        ("http://forum.example/a?b=c&d=%20#frag", "http://forum.example/a?b=c&d=%20"),
        ("http://forum.example/grüße?q=日", "http://forum.example/gr%C3%BC%C3%9Fe?q=%E6%97%A5"),
        ("http://bücher.example:8080/x", "http://xn--bcher-kva.example:8080/x"),
        ("http://forum.example/100%/%zz/%4", "http://forum.example/100%/%zz/%4"),
        ('http://forum.example/a b|c"<>^`{}', "http://forum.example/a%20b|c%22%3C%3E^`{}"),
        ("http://forum.example/a\r\nWARC-Type: forged", "http://forum.example/aWARC-Type:%20forged"),
        ("http://forum.example/[x]?[y]", "http://forum.example/[x]?[y]"),
        ("http://forum.example/\ud800", "http://forum.example/%EF%BF%BD"),
        ("http://forum.example/" + "a" * 8000, "http://forum.example/" + "a" * 8000),
    ],
)
def test_an_address_stands_as_a_browser_sends_it(tmp_path: Path, url: str, uri: str) -> None:
    path = write(tmp_path / "a.warc.gz", exchange(url))
    assert fields_of(path)[1]["WARC-Target-URI"] == uri
    assert list(verify(path)) == []


def test_an_attachment_is_a_resource_that_names_the_page(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    with WarcWriter(path, INFO) as writer:
        page = writer.write_exchange(exchange(), PAGE)
        assert page
        given = writer.write_attachment(dom(), page_url=PAGE, at=NOON, concurrent_to=page.record_id)
    found = fields_of(path)[-1]
    assert found["WARC-Type"] == "resource"
    assert found["WARC-Target-URI"] == "urn:dom:" + PAGE
    assert found["WARC-Concurrent-To"] == page.record_id
    assert found["WARC-Record-ID"] == given.record_id
    assert found["WARC-Block-Digest"] == given.payload_digest


def test_metadata_holds_named_fields(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    with WarcWriter(path, INFO) as writer:
        writer.write_metadata(PAGE, [("robots", "disallowed"), ("via", "list")], at=NOON, page_url=PAGE)
    assert block_of(path, "metadata") == b"robots: disallowed\r\nvia: list\r\n"


def test_each_record_has_a_gzip_member_at_the_offset_that_was_returned(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    with WarcWriter(path, INFO) as writer:
        references = [writer.write_exchange(exchange(f"{PAGE}/{n}", b"%d" % n)) for n in range(5)]
    offsets = member_offsets(path.read_bytes())
    assert [reference.offset for reference in references if reference] == offsets[1:-1:2]
    assert len(offsets) == 1 + 1 + 5 * 2
    for start, end in itertools.pairwise(offsets):
        text = gzip.decompress(path.read_bytes()[start:end])
        assert text.count(b"WARC/1.1\r\n") == 1
        assert text.endswith(b"\r\n\r\n")


def test_times_are_written_in_utc(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    with WarcWriter(path, INFO) as writer:
        local = datetime(2025, 6, 11, 14, 0, tzinfo=timezone(timedelta(hours=2)))
        writer.write_attachment(dom(), page_url=PAGE, at=local)
        writer.write_attachment(dom(), page_url=PAGE, at=datetime(2025, 6, 11, 12, 0))
    assert [fields["WARC-Date"] for fields in fields_of(path)][1:] == ["2025-06-11T12:00:00.000000Z"] * 2
    assert [page.captured_at for page in read_pages(path)] == [datetime(2025, 6, 11, 12, tzinfo=UTC)] * 2


# ── the file as a whole ──────────────────────────────────────────────────────────────────────────────────────────


def test_the_name_appears_when_the_file_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    with WarcWriter(path, INFO) as writer:
        writer.write_exchange(exchange())
        assert not path.exists()
        assert writer.open_path.exists()
    assert [file.name for file in tmp_path.iterdir()] == ["a.warc.gz"]


def test_a_committed_offset_is_a_sound_prefix(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    with WarcWriter(path, INFO) as writer:
        writer.write_exchange(exchange())
        offset = writer.commit()
        writer.write_exchange(exchange(PAGE + "/b", b"unfinished"))
        prefix = tmp_path / "prefix.warc.gz"
        prefix.write_bytes(writer.open_path.read_bytes()[:offset])
        assert list(verify(prefix)) == []
        writer.rollback(offset)
    assert path.read_bytes() == prefix.read_bytes()


def test_a_page_rolled_back_is_no_original_of_a_revisit(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    with WarcWriter(path, INFO) as writer:
        writer.write_exchange(exchange(PAGE + "/kept", b"kept"))
        offset = writer.commit()
        writer.write_exchange(exchange(PAGE + "/dropped", b"dropped"))
        writer.rollback(offset)
        writer.write_exchange(exchange(PAGE + "/again", b"dropped"))
        writer.write_exchange(exchange(PAGE + "/twice", b"kept"))
    kinds = [(fields["WARC-Type"], fields.get("WARC-Target-URI")) for fields in fields_of(path)]
    assert ("response", PAGE + "/again") in kinds
    assert ("revisit", PAGE + "/twice") in kinds
    assert list(verify(path)) == []


def test_an_offset_that_was_never_committed_is_refused(tmp_path: Path) -> None:
    with WarcWriter(tmp_path / "a.warc.gz", INFO) as writer:
        writer.write_exchange(exchange())
        with pytest.raises(ValueError, match="never committed"):
            writer.rollback(writer.offset)


def test_an_exception_keeps_what_was_committed(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    with pytest.raises(KeyboardInterrupt), WarcWriter(path, INFO) as writer:
        writer.write_exchange(exchange())
        writer.commit()
        writer.write_exchange(exchange(PAGE + "/b", b"unfinished"))
        raise KeyboardInterrupt
    assert [fields["WARC-Type"] for fields in fields_of(path)] == ["warcinfo", "response", "request"]


def test_an_exception_before_any_commit_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), WarcWriter(tmp_path / "a.warc.gz", INFO) as writer:
        writer.write_exchange(exchange())
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []


def test_an_aborted_file_leaves_nothing(tmp_path: Path) -> None:
    writer = WarcWriter(tmp_path / "a.warc.gz", INFO)
    assert writer.is_empty
    writer.write_exchange(exchange())
    assert not writer.is_empty
    writer.abort()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("taken", ["a.warc.gz", "a.warc.gz.open"])
def test_a_name_that_is_taken_is_refused(tmp_path: Path, taken: str) -> None:
    (tmp_path / taken).write_bytes(b"here before")
    with pytest.raises(OutputError, match=taken):
        WarcWriter(tmp_path / "a.warc.gz", INFO)
    assert (tmp_path / taken).read_bytes() == b"here before"


def test_a_directory_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"nowhere/a\.warc\.gz"):
        WarcWriter(tmp_path / "nowhere" / "a.warc.gz", INFO)


def test_a_body_that_changes_while_it_is_written_is_refused_and_leaves_no_trace(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    gone = tmp_path / "body"
    lost = exchange()
    with WarcWriter(path, INFO) as writer:
        writer.write_exchange(lost)
        before = writer.offset
        with pytest.raises(OutputError, match="body"):
            writer.write_exchange(
                Exchange(
                    url=PAGE,
                    method="GET",
                    started_at=NOON,
                    request_head=lost.request_head,
                    response_head=lost.response_head,
                    response_body=Payload(size=10, data=None, path=gone),
                )
            )
        assert writer.offset == before
    assert list(verify(path)) == []


def test_a_body_in_a_file_is_written_like_one_in_memory(tmp_path: Path) -> None:
    spooled = tmp_path / "body"
    spooled.write_bytes(HTML)
    whole = exchange()
    path = tmp_path / "a.warc.gz"
    with WarcWriter(path, INFO) as writer:
        writer.write_exchange(
            Exchange(
                url=PAGE,
                method="GET",
                started_at=NOON,
                request_head=whole.request_head,
                response_head=whole.response_head,
                response_body=Payload(size=len(HTML), data=None, path=spooled),
            )
        )
    assert block_of(path, "response") == (whole.response_head or b"") + HTML


def test_a_large_body_never_lies_in_memory(tmp_path: Path) -> None:
    spooled = tmp_path / "body"
    with spooled.open("wb") as file:
        file.truncate(96 << 20)
    script = f"""
import resource
from pathlib import Path
from tests.archive.samples import INFO, NOON, PAGE, head
from pagearchive.archive import ReplayIndex, WarcWriter, verify
from pagearchive.model import Exchange, Payload
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
path = Path({str(tmp_path / "a.warc.gz")!r})
with WarcWriter(path, INFO) as writer:
    body = Payload(size={96 << 20}, data=None, path=Path({str(spooled)!r}))
    writer.write_exchange(Exchange(url=PAGE, method="GET", started_at=NOON, request_head=head(["GET / HTTP/1.1"]),
        response_head=head(["HTTP/1.1 200 OK", "Content-Type: video/mp4"]), response_body=body))
assert list(verify(path)) == []
index = ReplayIndex(path)
with index.open(index.lookup(PAGE)) as response:
    assert sum(len(piece) for piece in iter(response.read_stored, b"")) == {96 << 20}
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2]
    )
    assert int(done.stdout) < 32 << 10  # kilobytes


def test_a_full_disk_is_one_error_and_the_file_stays_sound(tmp_path: Path) -> None:
    script = f"""
import random, resource, signal
from pathlib import Path
from tests.archive.samples import INFO, PAGE, exchange
from pagearchive.archive import WarcWriter
from pagearchive.errors import OutputError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
noise = random.Random(1).randbytes(100_000)
with WarcWriter(Path({str(tmp_path / "a.warc.gz")!r}), INFO) as writer:
    writer.write_exchange(exchange())
    try:
        writer.write_exchange(exchange(PAGE + "/big", noise))
    except OutputError as error:
        print(error)
    writer.write_exchange(exchange(PAGE + "/small", b"small"))
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2]
    )
    assert done.stdout.count("\n") == 1
    assert "a.warc.gz.open" in done.stdout
    assert list(verify(tmp_path / "a.warc.gz")) == []
    assert {entry.uri for entry in ReplayIndex(tmp_path / "a.warc.gz")} == {PAGE, PAGE + "/small"}
