"""Archives that other tools made: which of their records are pages, and what the pages hold."""

from __future__ import annotations

import gzip
import io
import json
import struct
import zipfile
import zlib
from datetime import UTC, datetime
from pathlib import Path

import brotlicffi
import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pagearchive.archive import read_pages
from pagearchive.errors import ArchiveError, TooLargeError
from tests.archive.samples import HTML, dom, exchange, foreign_record, head, members, record_id, write

SITE = "https://news.example"


def request_block(path: str, *fields: str) -> bytes:
    """A browser's request."""
    return head([f"GET {path} HTTP/1.1", "Host: news.example", *fields])


def html_block(body: bytes = HTML, *fields: str, status: str = "200 OK", kind: str = "text/html") -> bytes:
    """An HTTP response."""
    return head([f"HTTP/1.1 {status}", f"Content-Type: {kind}", *fields]) + body


def pair(number: int, path: str, response: bytes, *request_fields: str, date: str = "2024-03-01T10:00:00Z") -> bytes:
    """Response and then request, as browsertrix writes them."""
    answer = foreign_record("response", SITE + path, response, number=number, date=date)
    asked = foreign_record(
        "request",
        SITE + path,
        request_block(path, *request_fields),
        number=number + 1,
        date=date,
        WARC_Concurrent_To=record_id(number),
    )
    return members(answer, asked)


def urls(path: Path) -> list[str | None]:
    """The addresses of the pages."""
    return [page.url for page in read_pages(path)]


def test_a_warc_by_plain_warcio(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        writer.write_record(writer.create_warcinfo_record("a.warc.gz", {"software": "warcio"}))
        for url, kind in ((f"{SITE}/a", "text/html"), (f"{SITE}/a.css", "text/css"), (f"{SITE}/b", "text/html")):
            heads = StatusAndHeaders("200 OK", [("Content-Type", kind)], protocol="HTTP/1.1")
            writer.write_record(
                writer.create_warc_record(
                    url, "response", payload=io.BytesIO(HTML), length=len(HTML), http_headers=heads
                )
            )
    pages = list(read_pages(path))
    assert [(page.url, page.html) for page in pages] == [(f"{SITE}/a", HTML), (f"{SITE}/b", HTML)]
    provenance = pages[0].provenance
    assert provenance
    assert provenance.software == "warcio"
    assert provenance.warc_file == "a.warc.gz"
    assert provenance.payload_digest
    assert provenance.payload_digest.startswith("sha1:")
    assert provenance.offset


def test_only_what_a_browser_loaded_as_a_document_is_a_page(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(
        pair(1, "/page", html_block(), "Sec-Fetch-Dest: document")
        + pair(3, "/frame", html_block(), "Sec-Fetch-Dest: iframe")
        + pair(5, "/fetched", html_block(), "Sec-Fetch-Dest: empty")
        + pair(7, "/ajax", html_block(), "X-Requested-With: XMLHttpRequest")
        + pair(9, "/gone", html_block(status="404 Not Found"), "Sec-Fetch-Dest: document")
        + pair(11, "/old", html_block())
    )
    assert urls(path) == [f"{SITE}/page", f"{SITE}/old"]


def test_the_request_may_stand_before_the_response_as_wget_writes_it(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    path.write_bytes(
        foreign_record("warcinfo", None, b"software: Wget/1.21\r\n", number=1)
        + foreign_record("request", f"<{SITE}/a>", request_block("/a", "Sec-Fetch-Dest: iframe"), number=2)
        + foreign_record("response", f"<{SITE}/a>", html_block(), number=3, WARC_Concurrent_To=record_id(2))
        + foreign_record("request", f"<{SITE}/b>", request_block("/b"), number=4)
        + foreign_record("response", f"<{SITE}/b>", html_block(), number=5, WARC_Concurrent_To=record_id(4))
    )
    assert urls(path) == [f"{SITE}/b"]


def test_redirects_lead_back_to_what_was_requested(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    moved = html_block(b"", "Location: /second", status="301 Moved Permanently")
    found = html_block(b"", f"Location: {SITE}/third#part", status="302 Found")
    path.write_bytes(
        pair(1, "/first", moved)
        + pair(3, "/second", found)
        + pair(5, "/third", html_block())
        + pair(7, "/third", html_block(), date="2024-03-02T10:00:00Z")
    )
    assert [(page.requested_url, page.url) for page in read_pages(path)] == [
        (f"{SITE}/first", f"{SITE}/third"),
        (f"{SITE}/third", f"{SITE}/third"),
    ]


def test_redirects_in_a_circle_end(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    to_b = html_block(b"", "Location: /b", status="302 Found")
    to_a = html_block(b"", "Location: /a", status="302 Found")
    path.write_bytes(pair(1, "/a", to_b) + pair(3, "/b", to_a) + pair(5, "/a", html_block()))
    assert urls(path) == [f"{SITE}/a"]


def test_page_info_records_name_the_pages(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    info = json.dumps({"urls": {}}).encode()
    path.write_bytes(
        pair(1, "/page", html_block())
        + pair(3, "/embedded", html_block())
        + members(foreign_record("resource", f"urn:pageinfo:{SITE}/page", info, number=5))
    )
    assert urls(path) == [f"{SITE}/page"]


def test_the_resource_type_of_browsertrix_counts(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(
        members(
            foreign_record("response", f"{SITE}/a", html_block(), number=1, WARC_Resource_Type="document"),
            foreign_record("response", f"{SITE}/b", html_block(), number=2, WARC_Resource_Type="xhr"),
        )
    )
    assert urls(path) == [f"{SITE}/a"]


def raw_deflate(data: bytes) -> bytes:
    """deflate without zlib's wrapping."""
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


def chunked(data: bytes) -> bytes:
    """Two chunks, one with an extension, and a trailer."""
    half = len(data) // 2
    parts = [b"%x;name=value\r\n%s\r\n" % (half, data[:half]), b"%X\r\n%s\r\n" % (len(data) - half, data[half:])]
    return b"".join(parts) + b"0\r\nTrailer: x\r\n\r\n"


@pytest.mark.parametrize(
    ("fields", "body"),
    [
        (["Content-Encoding: gzip"], gzip.compress(HTML)),
        (["Content-Encoding: x-gzip"], gzip.compress(HTML[:9]) + gzip.compress(HTML[9:])),
        (["Content-Encoding: deflate"], zlib.compress(HTML)),
        (["Content-Encoding: deflate"], raw_deflate(HTML)),
        (["Content-Encoding: BR"], brotlicffi.compress(HTML)),
        (["Content-Encoding: zstd"], b"\x28\xb5\x2f\xfd\x20\x41\x09\x02\x00" + HTML[:65]),
        (["Content-Encoding: gzip, br"], brotlicffi.compress(gzip.compress(HTML))),
        (["Content-Encoding: gzip", "Content-Encoding: br"], brotlicffi.compress(gzip.compress(HTML))),
        (["Transfer-Encoding: chunked"], chunked(HTML)),
        (["Transfer-Encoding: chunked", "Content-Encoding: gzip"], chunked(gzip.compress(HTML))),
        (["Transfer-Encoding: chunked"], HTML),
        (["Content-Encoding: gzip"], HTML),
        (["Content-Encoding: br"], HTML),
        (["Content-Encoding: utf-8"], HTML),
        (["x-orig-content-encoding: gzip"], HTML),
        (["x-orig-transfer-encoding: gzip, chunked"], gzip.compress(HTML)),
    ],
)
def test_payloads_are_decoded(tmp_path: Path, fields: list[str], body: bytes) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(pair(1, "/a", html_block(body, *fields)))
    assert [page.html for page in read_pages(path)] == [HTML[:65] if "zstd" in fields[0] else HTML]


def test_a_compressed_body_that_was_cut_gives_what_is_there(tmp_path: Path) -> None:
    long = b"<p>" + bytes(range(32, 126)) * 500
    path = tmp_path / "a.warc.gz"
    path.write_bytes(pair(1, "/a", html_block(zlib.compress(long)[:-60], "Content-Encoding: deflate")))
    (page,) = read_pages(path)
    assert isinstance(page.html, bytes)
    assert long.startswith(page.html)
    assert len(page.html) > 1000


def test_a_decompression_bomb_costs_its_page_and_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pagearchive.archive.reading.MAX_PAGE", 1 << 20)
    path = tmp_path / "a.warc.gz"
    bombs = [
        (gzip.compress(b"a" * (40 << 20)), "gzip"),
        (brotlicffi.compress(b"a" * (40 << 20)), "br"),
        (gzip.compress(gzip.compress(b"a" * (40 << 20))), "gzip, gzip"),
        (b"", ", ".join(["gzip"] * 100)),
    ]
    data = b"".join(
        pair(10 * n, f"/{n}", html_block(body, f"Content-Encoding: {name}")) for n, (body, name) in enumerate(bombs)
    )
    path.write_bytes(data + pair(90, "/fine", html_block()))
    found: list[str | None] = []
    with pytest.raises(ArchiveError, match=r"over 1048576 bytes; 3 more"):
        found.extend(page.url for page in read_pages(path))
    assert found == [f"{SITE}/fine"]


def test_a_single_page_over_the_bound_is_said_to_be_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pagearchive.archive.reading.MAX_PAGE", 1000)
    ours = write(tmp_path / "a.warc.gz", exchange(), attachments=[dom(html="x" * 2000)])
    with pytest.raises(TooLargeError, match=r"a\.warc\.gz at offset \d+: urn:dom:"):
        list(read_pages(ours))


# ── revisits ─────────────────────────────────────────────────────────────────────────────────────────────────────

DIGEST = "sha1:QWERTYUIOPASDFGHJKLZXCVBNM234567"


def revisit(number: int, path: str, **fields: str) -> bytes:
    """A revisit with the HTTP head that came."""
    profile = "http://netpreserve.org/warc/1.0/revisit/identical-payload-digest"
    return members(
        foreign_record(
            "revisit",
            SITE + path,
            html_block(b""),
            number=number,
            date="2024-04-01T10:00:00Z",
            WARC_Profile=profile,
            WARC_Payload_Digest=DIGEST,
            **fields,
        )
    )


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"WARC_Refers_To_Target_URI": f"{SITE}/a", "WARC_Refers_To_Date": "2024-03-01T10:00:00Z"},
    ],
    ids=["by digest", "by address and date"],
)
def test_a_revisit_gets_the_payload_of_its_original(tmp_path: Path, fields: dict[str, str]) -> None:
    path = tmp_path / "a.warc.gz"
    original = foreign_record("response", f"{SITE}/a", html_block(), number=1, WARC_Payload_Digest=DIGEST)
    path.write_bytes(members(original) + revisit(2, "/b", **fields))
    first, second = read_pages(path)
    assert second.url == f"{SITE}/b"
    assert second.html == first.html == HTML
    assert second.captured_at == datetime(2024, 4, 1, 10, tzinfo=UTC)


def test_a_revisit_whose_original_is_elsewhere_is_said_to_be_so(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(revisit(1, "/b") + pair(2, "/c", html_block()))
    found: list[str | None] = []
    with pytest.raises(ArchiveError, match="a revisit of a payload in another file"):
        found.extend(page.url for page in read_pages(path))
    assert found == [f"{SITE}/c"]


# ── WACZ ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def wacz(path: Path, warcs: dict[str, bytes], pages: list[dict[str, str]], compression: int) -> Path:
    """A WACZ of a crawler."""
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, data in warcs.items():
            archive.writestr(name, data)
        lines = [{"format": "json-pages-1.0", "id": "pages"}, *pages]
        archive.writestr("pages/pages.jsonl", "".join(json.dumps(line) + "\n" for line in lines))
    return path


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED], ids=["stored", "deflated"])
def test_a_wacz_lists_its_pages(tmp_path: Path, compression: int) -> None:
    moved = html_block(b"", "Location: /b", status="301 Moved Permanently")
    path = wacz(
        tmp_path / "crawl.wacz",
        {
            "archive/1.warc.gz": pair(1, "/a", html_block()) + pair(3, "/not-listed", html_block()),
            "archive/2.warc.gz": pair(5, "/old-b", moved)
            + pair(7, "/b", html_block(b"<p>first"))
            + pair(9, "/b", html_block(b"<p>later"), date="2024-05-01T10:00:00Z"),
        },
        [
            {"url": f"{SITE}/a", "ts": "2024-03-01T10:00:00Z", "title": "A"},
            {"url": f"{SITE}/old-b", "ts": "2024-03-01T10:00:01Z"},
            {"url": f"{SITE}/b", "ts": "2024-05-01T09:59:59Z"},
            {"url": f"{SITE}/a.pdf", "ts": "2024-05-01T09:59:59Z"},
        ],
        compression,
    )
    pages = list(read_pages(path))
    assert [(page.requested_url, page.url, page.html) for page in pages] == [
        (f"{SITE}/a", f"{SITE}/a", HTML),
        (f"{SITE}/old-b", f"{SITE}/b", b"<p>first"),
        (f"{SITE}/b", f"{SITE}/b", b"<p>later"),
    ]
    assert [page.provenance.warc_file for page in pages if page.provenance] == ["1.warc.gz", "2.warc.gz", "2.warc.gz"]


def test_a_wacz_that_lists_nothing_is_read_by_the_rules(tmp_path: Path) -> None:
    path = wacz(tmp_path / "x.wacz", {"archive/1.warc.gz": pair(1, "/a", html_block())}, [], zipfile.ZIP_STORED)
    assert urls(path) == [f"{SITE}/a"]


def test_a_revisit_in_a_wacz_finds_its_original_in_another_warc(tmp_path: Path) -> None:
    original = members(foreign_record("response", f"{SITE}/a", html_block(), number=1, WARC_Payload_Digest=DIGEST))
    warcs = {"archive/1.warc.gz": revisit(2, "/b"), "archive/2.warc.gz": original}
    pages = list(read_pages(wacz(tmp_path / "x.wacz", warcs, [], zipfile.ZIP_STORED)))
    assert [(page.url, page.html) for page in pages] == [(f"{SITE}/b", HTML), (f"{SITE}/a", HTML)]


@pytest.mark.parametrize("name", ["../../outside.warc.gz", "/tmp/outside.warc.gz", "archive/../../outside.warc.gz"])
def test_names_in_a_zip_never_become_paths(tmp_path: Path, name: str) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    warcs = {name: pair(1, "/a", html_block()), "archive/1.warc.gz": pair(3, "/b", html_block())}
    path = wacz(inner / "x.wacz", warcs, [], zipfile.ZIP_DEFLATED)
    assert set(urls(path)) <= {f"{SITE}/a", f"{SITE}/b"}
    assert [file.name for file in tmp_path.rglob("*")] == ["inner", "x.wacz"]


def test_a_zip_bomb_is_refused(tmp_path: Path) -> None:
    bomb = {"archive/1.warc.gz": b"\x00" * (80 << 20)}
    path = wacz(tmp_path / "x.wacz", bomb, [], zipfile.ZIP_DEFLATED)
    with pytest.raises(ArchiveError, match="zip bomb"):
        list(read_pages(path))


def test_a_zip_whose_directory_points_outside_is_damaged(tmp_path: Path) -> None:
    path = wacz(tmp_path / "x.wacz", {"archive/1.warc.gz": pair(1, "/a", html_block())}, [], zipfile.ZIP_STORED)
    data = bytearray(path.read_bytes())
    end = data.rindex(b"PK\x05\x06")
    (start,) = struct.unpack_from("<I", data, end + 16)
    struct.pack_into("<I", data, end + 16, start + 1000)
    path.write_bytes(data)
    with pytest.raises(ArchiveError, match="the zip's directory is damaged"):
        list(read_pages(path))


def test_a_zip_without_a_warc_is_no_wacz(tmp_path: Path) -> None:
    path = wacz(tmp_path / "x.wacz", {}, [], zipfile.ZIP_STORED)
    with pytest.raises(ArchiveError, match="no WARC in archive/"):
        list(read_pages(path))


def test_a_directory_gives_the_pages_of_all_its_archives(tmp_path: Path) -> None:
    (tmp_path / "warc").mkdir()
    (tmp_path / "warc" / "1.warc.gz").write_bytes(pair(1, "/a", html_block()))
    (tmp_path / "warc" / "2.warc.gz").write_bytes(pair(1, "/b", html_block()))
    assert urls(tmp_path) == [f"{SITE}/a", f"{SITE}/b"]


# ── ours ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_of_our_own_archives_the_stored_dom_is_the_page(tmp_path: Path) -> None:
    url = "http://forum.example/topic/1?page=2"
    path = write(
        tmp_path / "a.warc.gz",
        exchange(),
        exchange("http://forum.example/frame", b"<p>frame"),
        attachments=[dom(url, "<p>ä rendered")],
    )
    (page,) = read_pages(path)
    assert page.html == "<p>ä rendered"
    assert (page.requested_url, page.url) == ("http://forum.example/topic/1", url)
    assert page.captured_at == datetime(2025, 6, 11, 12, 0, 0, 123456, tzinfo=UTC)
    assert page.provenance
    assert page.provenance.software == "pagearchive/0.0-test"


def test_of_our_own_archives_a_page_without_a_dom_is_no_page(tmp_path: Path) -> None:
    assert list(read_pages(write(tmp_path / "a.warc.gz", exchange()))) == []
