"""What is in a WACZ."""

from __future__ import annotations

import gzip
import hashlib
import json
import struct
import zipfile
from pathlib import Path
from typing import Any

import pytest

from pagearchive.archive import WarcWriter, pack, read_pages, verify
from pagearchive.errors import ArchiveError, InputError, OutputError
from pagearchive.model import Attachment
from tests.archive.samples import HTML, INFO, NOON, PAGE, dom, exchange, write


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    """Two WARCs as a collection holds them."""
    (tmp_path / "dir" / "warc").mkdir(parents=True)
    with WarcWriter(tmp_path / "dir" / "warc" / "1.warc.gz", INFO) as writer:
        writer.write_exchange(exchange(), PAGE)
        writer.write_exchange(exchange(PAGE + "/same", seconds=1), PAGE)
        writer.write_attachment(dom(), page_url=PAGE, at=NOON)
        text = Attachment(urn=f"urn:text:{PAGE}", content_type="text/plain", data="Tee für zwei".encode())
        writer.write_attachment(text, page_url=PAGE, at=NOON)
    post = exchange(
        PAGE + "/api?x=1",
        b"{}",
        method="POST",
        request_headers=["Content-Type: application/json"],
        request_body=json.dumps({"q": ["a", "b"], "deep": {"q": 1}}).encode(),
        content_type="application/json",
    )
    write(tmp_path / "dir" / "warc" / "2.warc.gz", post)
    (tmp_path / "dir" / "warc" / "3.warc.gz.open").write_bytes(b"torn")
    return tmp_path / "dir"


def jsonl(archive: zipfile.ZipFile, name: str) -> list[dict[str, Any]]:
    """The lines of a member."""
    return [json.loads(line) for line in archive.read(name).decode().splitlines()]


def test_a_collection_becomes_a_wacz(collection: Path, tmp_path: Path) -> None:
    packed = tmp_path / "x.wacz"
    pack(collection, packed, software="pagearchive 1.0", title="Tea")
    with zipfile.ZipFile(packed) as archive:
        assert archive.testzip() is None
        stored = {info.filename for info in archive.infolist() if info.compress_type == zipfile.ZIP_STORED}
        assert stored == {"archive/1.warc.gz", "archive/2.warc.gz", "indexes/index.cdx.gz"}
        package = json.loads(archive.read("datapackage.json"))
        assert (package["profile"], package["wacz_version"]) == ("data-package", "1.1.1")
        assert (package["title"], package["software"]) == ("Tea", "pagearchive 1.0")
        assert (package["mainPageUrl"], package["mainPageDate"]) == (PAGE, "2025-06-11T12:00:00Z")
        for resource in package["resources"]:
            data = archive.read(resource["path"])
            assert resource["bytes"] == len(data)
            assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
        header, page = jsonl(archive, "pages/pages.jsonl")
        assert (header["format"], header["hasText"]) == ("json-pages-1.0", True)
        assert {name: page[name] for name in ("url", "ts", "title", "text")} == {
            "url": PAGE,
            "ts": "2025-06-11T12:00:00Z",
            "title": "Tea & cake",
            "text": "Tee für zwei",
        }
    assert list(verify(packed)) == []
    assert [page.url for page in read_pages(packed)] == [PAGE]


def test_entries_begin_where_replayweb_page_looks_for_them(collection: Path, tmp_path: Path) -> None:
    packed = tmp_path / "x.wacz"
    pack(collection, packed)
    data = packed.read_bytes()
    with zipfile.ZipFile(packed) as archive:
        for info in archive.infolist():
            name_size, extra_size = struct.unpack_from("<2H", data, info.header_offset + 26)
            assert (name_size, extra_size, info.extra) == (len(info.filename), 0, b"")


def test_the_index_leads_to_each_response(collection: Path, tmp_path: Path) -> None:
    pack(collection, tmp_path / "x.wacz")
    with zipfile.ZipFile(tmp_path / "x.wacz") as archive:
        data = archive.read("indexes/index.cdx.gz")
        lines = gzip.decompress(data).decode().splitlines()
        assert lines == sorted(lines)
        for line in lines:
            entry = json.loads(line.split(" ", 2)[2])
            warc = archive.read("archive/" + entry["filename"])
            record = gzip.decompress(warc[int(entry["offset"]) :][: int(entry["length"])])
            assert f"WARC-Target-URI: {entry['url']}\r\n".encode() in record
        meta, second = archive.read("indexes/index.idx").decode().splitlines()
        assert json.loads(meta.split(" ", 2)[2]) == {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}
        about = json.loads(second.split(" ", 2)[2])
        assert (about["offset"], about["length"]) == (0, len(data))
        assert about["digest"] == f"sha256:{hashlib.sha256(data).hexdigest()}"


def test_a_post_is_found_by_its_body(collection: Path, tmp_path: Path) -> None:
    pack(collection, tmp_path / "x.wacz")
    with zipfile.ZipFile(tmp_path / "x.wacz") as archive:
        lines = gzip.decompress(archive.read("indexes/index.cdx.gz")).decode().splitlines()
    (line,) = (line for line in lines if '"method": "POST"' in line)
    assert line.split(" ")[0] == "example,forum)/topic/1/api?__wb_method=post&q=a&q.2_=b&q.3_=1&x=1"
    assert json.loads(line.split(" ", 2)[2])["requestBody"] == "q=a&q.2_=b&q.3_=1"


def test_many_lines_come_in_blocks_that_are_in_order(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    with WarcWriter(path, INFO) as writer:
        for number in range(1500):
            writer.write_exchange(exchange(f"http://forum.example/{number * 7919 % 1500}", b"%d" % number))
    pack(path, tmp_path / "x.wacz")
    with zipfile.ZipFile(tmp_path / "x.wacz") as archive:
        data = archive.read("indexes/index.cdx.gz")
        seconds = archive.read("indexes/index.idx").decode().splitlines()[1:]
    lines: list[str] = []
    for second in seconds:
        about = json.loads(second.split(" ", 2)[2])
        block = gzip.decompress(data[about["offset"] :][: about["length"]]).decode().splitlines()
        assert block[0].startswith(" ".join(second.split(" ")[:2]))
        lines += block
    assert len(seconds) == 2
    assert len(lines) == 1500
    assert lines == sorted(lines)


def test_packing_again_replaces_the_file_as_a_whole(collection: Path, tmp_path: Path) -> None:
    packed = tmp_path / "x.wacz"
    packed.write_bytes(b"before")
    pack(collection, packed)
    assert list(verify(packed)) == []
    before = packed.read_bytes()
    torn = collection / "warc" / "2.warc.gz"
    torn.write_bytes(torn.read_bytes()[:-9])
    with pytest.raises(ArchiveError, match=r"2\.warc\.gz at offset"):
        pack(collection, packed)
    assert packed.read_bytes() == before
    assert {file.name for file in tmp_path.iterdir()} == {"dir", "x.wacz"}


def test_what_cannot_be_packed_is_said(collection: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        pack(tmp_path / "nowhere", tmp_path / "x.wacz")
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match=r"no \.warc"):
        pack(tmp_path / "empty", tmp_path / "x.wacz")
    with pytest.raises(OutputError, match=r"nowhere/x\.wacz"):
        pack(collection, tmp_path / "nowhere" / "x.wacz")


def test_html_of_other_tools_gives_pages_too(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    with WarcWriter(path, {"software": "another tool"}) as writer:
        writer.write_exchange(exchange(body=HTML))
    pack(path, tmp_path / "x.wacz")
    with zipfile.ZipFile(tmp_path / "x.wacz") as archive:
        assert [line.get("title") for line in jsonl(archive, "pages/pages.jsonl")] == ["All Pages", "Tea & cake"]
