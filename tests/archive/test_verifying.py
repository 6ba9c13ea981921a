"""Each fault that `verify` knows, and that sound archives have none."""

from __future__ import annotations

import base64
import hashlib
import json
import zipfile
from pathlib import Path

import pytest

from pagearchive.archive import Fault, WarcWriter, pack, verify
from pagearchive.model import Attachment
from tests.archive.samples import HTML, INFO, NOON, PAGE, dom, exchange, foreign_record, head, members, record_id, write

URL = "http://a.example/1"
DATE = "2024-03-01T10:00:00Z"
RESPONSE = head(["HTTP/1.1 200 OK", "Content-Type: text/html"])


def faults(path: Path, *records: bytes) -> list[Fault]:
    """The faults of a WARC of these records."""
    path.write_bytes(members(*records))
    return list(verify(path))


def messages(path: Path, *records: bytes) -> list[tuple[str, str]]:
    """Kind and message of each."""
    return [(fault.kind, fault.message) for fault in faults(path, *records)]


@pytest.fixture
def warc(tmp_path: Path) -> Path:
    """Where the test's WARC goes."""
    return tmp_path / "a.warc.gz"


def test_an_archive_of_ours_has_no_fault(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.warc.gz",
        exchange(),
        exchange(PAGE + "/same"),
        exchange(PAGE + "/post", b"{}", method="POST", request_body=b"a=b", content_type="application/json"),
        exchange(PAGE + "/chunked", b"abc", headers=["Transfer-Encoding: chunked"]),
        exchange(PAGE + "/empty", b"", status="204 No Content"),
        attachments=[dom()],
    )
    assert list(verify(path)) == []


def test_a_fault_is_one_line_with_file_and_offset(warc: Path) -> None:
    (fault,) = faults(warc, foreign_record("response", URL, RESPONSE, number=1, WARC_Block_Digest="sha1:" + "A" * 32))
    assert str(fault) == (f"{warc} at offset 0: {record_id(1)} [digest] the block does not have its WARC-Block-Digest")


def labels(data: bytes) -> list[str]:
    """A digest in every form that is in use."""
    sha1, sha256 = hashlib.sha1(data), hashlib.sha256(data)
    return [
        f"sha1:{base64.b32encode(sha1.digest()).decode()}",
        f"SHA-1:{sha1.hexdigest().upper()}",
        f"sha256:{sha256.hexdigest()}",
        f"sha-256:{base64.b32encode(sha256.digest()).decode()}",
        f"sha256:{base64.b32encode(sha256.digest()).decode().rstrip('=')}",
        f"sha256:{base64.urlsafe_b64encode(sha256.digest()).decode()}",
        f"sha512:{hashlib.sha512(data).hexdigest()}",
        f"md5:{hashlib.md5(data).hexdigest()}",
    ]


@pytest.mark.parametrize("number", range(8))
def test_digests_are_checked_in_every_form(warc: Path, number: int) -> None:
    block = RESPONSE + HTML
    good = {"WARC_Block_Digest": labels(block)[number], "WARC_Payload_Digest": labels(HTML)[number]}
    assert messages(warc, foreign_record("response", URL, block, date=DATE, number=1, **good)) == []
    bad = {"WARC_Block_Digest": labels(b"other")[number], "WARC_Payload_Digest": labels(b"other")[number]}
    assert messages(warc, foreign_record("response", URL, block, date=DATE, number=1, **bad)) == [
        ("digest", "the block does not have its WARC-Block-Digest"),
        ("digest", "the payload does not have its WARC-Payload-Digest"),
    ]


@pytest.mark.parametrize("label", ["crc32:12345678", "sha1", "sha1:short", "sha256:" + "!" * 44, ""])
def test_a_digest_that_cannot_be_checked_is_a_fault(warc: Path, label: str) -> None:
    ((kind, message),) = messages(warc, foreign_record("metadata", URL, b"a: b\r\n", WARC_Block_Digest=label))
    assert kind == "digest"
    assert message.startswith("WARC-Block-Digest cannot be checked")


def test_a_payload_digest_over_the_dechunked_body_is_right_too(warc: Path) -> None:
    block = head(["HTTP/1.1 200 OK", "Transfer-Encoding: chunked"]) + b"3\r\nabc\r\n0\r\n\r\n"
    for digest in (labels(b"abc")[0], labels(b"3\r\nabc\r\n0\r\n\r\n")[0]):
        assert messages(warc, foreign_record("response", URL, block, WARC_Payload_Digest=digest)) == []
    assert messages(warc, foreign_record("response", URL, block, WARC_Payload_Digest=labels(b"abcd")[0]))


@pytest.mark.parametrize(
    ("record", "message"),
    [
        (foreign_record("response", "http://a.example/ü b", RESPONSE), "WARC-Target-URI is no valid URI"),
        (foreign_record("response", None, RESPONSE), "WARC-Target-URI is missing"),
        (foreign_record("resource", None, b""), "WARC-Target-URI is missing"),
        (foreign_record("letter", URL, b""), "WARC-Type is 'letter'"),
        (foreign_record("metadata", URL, b"", date="yesterday"), "WARC-Date is 'yesterday'"),
        (foreign_record("metadata", URL, b"").replace(b"WARC/1.0", b"WARC/9.9"), "the version line is 'WARC/9.9'"),
        (foreign_record("metadata", URL, b"").replace(b"<urn", b"urn"), "WARC-Record-ID is no URI"),
        (foreign_record("metadata", URL, b"").replace(b"WARC-Record-ID", b"X-ID"), "WARC-Record-ID is missing"),
        (foreign_record("metadata", URL, b"", WARC_date="2024-03-01T10:00:00Z"), "warc-date is there more than once"),
    ],
)
def test_what_the_standard_demands_of_a_head(warc: Path, record: bytes, message: str) -> None:
    ((kind, said),) = messages(warc, record)
    assert kind == "structure"
    assert said.startswith(message)


def test_two_records_with_one_id(warc: Path) -> None:
    record = foreign_record("metadata", URL, b"a: b\r\n")
    assert messages(warc, record, record) == [("structure", "another record has the same WARC-Record-ID")]


def test_a_record_without_its_two_line_ends(warc: Path) -> None:
    record = foreign_record("metadata", URL, b"a: b")
    assert messages(warc, record[:-2]) == [("structure", "the block is not followed by exactly two line ends")]


def test_a_body_that_is_not_as_long_as_its_head_says(warc: Path) -> None:
    block = head(["HTTP/1.1 200 OK", "Content-Length: 10"]) + b"four"
    (fault,) = faults(warc, foreign_record("response", URL, block, number=7))
    assert (fault.kind, fault.record_id) == ("length", record_id(7))
    assert fault.message == f"{URL}: Content-Length is 10, 4 bytes are stored"


@pytest.mark.parametrize("status", ["204 No Content", "304 Not Modified"])
def test_a_body_that_may_be_missing(warc: Path, status: str) -> None:
    block = head([f"HTTP/1.1 {status}", "Content-Length: 10"])
    assert messages(warc, foreign_record("response", URL, block)) == []


@pytest.mark.parametrize("request_first", [True, False])
def test_an_answer_to_head_has_no_body(warc: Path, request_first: bool) -> None:
    answer = foreign_record("response", URL, head(["HTTP/1.1 200 OK", "Content-Length: 10"]), number=1)
    asked = foreign_record("request", URL, head(["HEAD /1 HTTP/1.1"]), number=2, WARC_Concurrent_To=record_id(1))
    assert messages(warc, *([asked, answer] if request_first else [answer, asked])) == []


def test_a_response_kept_in_part_is_noted_and_its_length_is_no_fault(tmp_path: Path) -> None:
    whole = exchange(body=b"half", headers=["Content-Length: 8"], truncated="disconnect")
    assert [(fault.kind, fault.message) for fault in verify(write(tmp_path / "a.warc.gz", whole))] == [
        ("truncated", f"{PAGE}: kept in part only (disconnect)")
    ]


def test_a_request_that_nothing_answers(warc: Path) -> None:
    asked = foreign_record("request", URL, head(["GET /1 HTTP/1.1"]), number=1)
    assert messages(warc, asked) == [("pair", "a request without a response, and nothing says why")]
    other = foreign_record("response", URL + "/other", RESPONSE, number=2, WARC_Concurrent_To=record_id(9))
    assert [kind for kind, _ in messages(warc, asked, other)] == ["pair"]
    for fields in ({"WARC_Concurrent_To": record_id(1)}, {}):
        answer = foreign_record("response", URL, RESPONSE, number=2, **fields)
        assert messages(warc, asked, answer) == []
        assert messages(warc, answer, asked) == []


def test_a_revisit_whose_original_is_not_there(warc: Path) -> None:
    fields = {"WARC_Refers_To_Target_URI": "http://a.example/original", "WARC_Payload_Digest": labels(HTML)[0]}
    revisit = foreign_record("revisit", URL, RESPONSE, number=1, **fields)
    ((kind, message),) = messages(warc, revisit)
    assert kind == "missing"
    assert "http://a.example/original" in message
    original = foreign_record("response", "http://a.example/original", RESPONSE + HTML, number=2)
    assert messages(warc, revisit, original) == []


def test_a_resource_that_a_page_used_and_that_is_not_there(tmp_path: Path) -> None:
    used = {
        PAGE: {"status": 200},
        PAGE + "/a.css": {"status": 200, "mime": "text/css"},
        PAGE + "/failed": {"status": 0, "error": "net::ERR_CONNECTION_RESET"},
        "data:text/plain,x": {"status": 200},
    }
    info = Attachment(
        urn=f"urn:pageinfo:{PAGE}", content_type="application/json", data=json.dumps({"urls": used}).encode()
    )
    path = tmp_path / "a.warc.gz"
    with WarcWriter(path, INFO) as writer:
        writer.write_exchange(exchange())
        writer.write_attachment(info, page_url=PAGE, at=NOON)
    assert [(fault.kind, fault.message) for fault in verify(path)] == [
        ("missing", f"the page used {PAGE}/a.css, which is not here")
    ]


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b'{"urls": []}', b'{"urls": {"x": 1}}', b"[" * 100_000])
def test_a_page_info_record_may_hold_anything(warc: Path, text: bytes) -> None:
    assert messages(warc, foreign_record("resource", f"urn:pageinfo:{URL}", text)) == []


def test_the_files_of_a_directory_are_checked_together(tmp_path: Path) -> None:
    fields = {"WARC_Refers_To_Target_URI": "http://a.example/original", "WARC_Payload_Digest": labels(HTML)[0]}
    revisit = members(foreign_record("revisit", URL, RESPONSE, number=1, **fields))
    original = members(foreign_record("response", "http://a.example/original", RESPONSE + HTML, number=2))
    (tmp_path / "a.warc.gz").write_bytes(revisit)
    (tmp_path / "b.warc.gz").write_bytes(original)
    assert list(verify(tmp_path)) == []


# ── WACZ ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def repacked(source: Path, to: Path, changes: dict[str, bytes | None]) -> Path:
    """A copy of a zip with some members changed, added or left out."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(to, "w") as new:
        for name in [*old.namelist(), *(name for name in changes if name not in old.namelist())]:
            data = changes[name] if name in changes else old.read(name)
            if data is not None:
                new.writestr(name, data)
    return to


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({}, None),
        ({"pages/pages.jsonl": b"{}\n"}, "pages/pages.jsonl does not have the digest that datapackage.json states"),
        ({"pages/pages.jsonl": None}, "pages/pages.jsonl is listed in datapackage.json and missing"),
        ({"extra.txt": b"x"}, "extra.txt is not listed in datapackage.json"),
        ({"datapackage.json": None}, "datapackage.json is missing"),
        ({"datapackage.json": b"[]"}, "datapackage.json lists no resources"),
        ({"datapackage-digest.json": b'{"hash": "sha256:0"}'}, "datapackage.json does not have the digest"),
    ],
    ids=["nothing", "changed", "missing", "not listed", "no datapackage", "empty datapackage", "wrong digest"],
)
def test_what_a_wacz_says_of_itself_must_be_so(tmp_path: Path, changes: dict[str, bytes | None], message: str) -> None:
    write(tmp_path / "a.warc.gz", exchange(), attachments=[dom()])
    pack(tmp_path / "a.warc.gz", tmp_path / "sound.wacz")
    path = repacked(tmp_path / "sound.wacz", tmp_path / "changed.wacz", changes)
    said = [fault.message for fault in verify(path)]
    assert not said if message is None else any(line.startswith(message) for line in said)
