"""Which stored response answers a request, and what it holds."""

from __future__ import annotations

import gzip
import hashlib
from datetime import timedelta
from pathlib import Path

import pytest

from pagearchive.archive import ReplayIndex, WarcWriter, find_payload, pack, payload_digests, read_payload
from pagearchive.errors import ArchiveError, TooLargeError
from tests.archive.samples import HTML, INFO, NOON, PAGE, dom, exchange, foreign_record, head, members, write

SITE = "http://forum.example"


def index_of(path: Path, *urls: str) -> ReplayIndex:
    """An index of responses whose body is their number."""
    return ReplayIndex(write(path / "a.warc.gz", *(exchange(url, b"%d" % n) for n, url in enumerate(urls))))


@pytest.mark.parametrize(
    ("stored", "asked"),
    [
        ("/a?x=1&y=2", "http://forum.example/a?x=1&y=2"),
        ("/a?x=1&y=2", "http://forum.example/a?x=1&y=2#part"),
        ("/a?x=1&y=2", "http://forum.example/a?y=2&x=1"),
        ("/a?x=1", "https://forum.example/a?x=1"),
        ("/a", "http://www.forum.example/a"),
        ("/", "http://forum.example"),
        ("/a?x=1&_=1700000000000", "http://forum.example/a?x=1&_=1800000000000"),
        ("/a?cb=abc&x=1", "http://forum.example/a?x=1"),
        ("/a?x=1", "http://forum.example/a?x=1&callback=jQuery1234_5678"),
        ("/a?now=1700000000", "http://forum.example/a?now=1800000000"),
        ("/a?r=0.8483748374837", "http://forum.example/a?r=0.1111111111111"),
        ("/s.js?v=1", "http://forum.example/s.js?v=2"),
        ("/f.woff2", "http://forum.example/f.woff2?abc"),
        ("/ü b", "http://forum.example/%C3%BC%20b"),
    ],
)
def test_the_same_resource_is_found_under_like_addresses(tmp_path: Path, stored: str, asked: str) -> None:
    index = index_of(tmp_path, SITE + "/other", SITE + stored)
    found = index.lookup(asked)
    assert found
    with index.open(found) as response:
        assert response.read() == b"1"


@pytest.mark.parametrize(
    ("stored", "asked"),
    [
        ("/a?x=1", "http://forum.example/a?x=2"),
        ("/a", "http://other.example/a"),
        ("/a", "http://forum.example:8080/a"),
        ("/a", "http://forum.example/b"),
        ("/A", "http://forum.example/a"),
    ],
)
def test_another_resource_is_not(tmp_path: Path, stored: str, asked: str) -> None:
    assert index_of(tmp_path, SITE + stored).lookup(asked) is None


def test_an_exact_address_wins(tmp_path: Path) -> None:
    index = index_of(tmp_path, SITE + "/s.js?v=1", SITE + "/s.js?v=2", SITE + "/s.js")
    found = index.lookup(SITE + "/s.js?v=2")
    assert found
    assert found.uri == SITE + "/s.js?v=2"
    assert index.lookup(SITE + "/s.js?v=9", fuzzy=False) is None


def test_methods_are_kept_apart_and_posts_by_their_body(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.warc.gz",
        exchange(body=b"got"),
        exchange(body=b"posted 1", method="POST", request_body=b"one", seconds=1),
        exchange(body=b"posted 2", method="POST", request_body=b"two", seconds=2),
        exchange(body=b"", method="HEAD", seconds=3),
    )
    index = ReplayIndex(path)

    def answer(method: str, body: bytes = b"") -> bytes | None:
        digest = f"sha256:{hashlib.sha256(body).hexdigest()}"
        found = index.lookup(PAGE, method, request_digest=digest)
        if found is None:
            return None
        with index.open(found) as response:
            return response.read()

    assert answer("GET") == b"got"
    assert answer("POST", b"one") == b"posted 1"
    assert answer("POST", b"two") == b"posted 2"
    assert answer("POST", b"three") == b"posted 2"
    assert answer("DELETE") is None


def test_the_answer_of_the_same_visit_wins_then_the_better_one(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.warc.gz",
        exchange(body=b"today", seconds=0),
        exchange(body=b"failed", seconds=5, status="503 Busy"),
        exchange(body=b"cut", seconds=6, truncated="length"),
        exchange(body=b"tomorrow", seconds=86_400),
    )
    index = ReplayIndex(path)
    last, then = index.lookup(PAGE), index.lookup(PAGE, at=NOON + timedelta(seconds=4))
    assert last
    assert then
    with index.open(last) as response:
        assert response.read() == b"tomorrow"
    with index.open(then) as response:
        assert response.read() == b"today"


def test_a_response_is_given_as_it_is_stored_and_decoded(tmp_path: Path) -> None:
    packed = gzip.compress(HTML)
    stored = exchange(
        body=packed, headers=["Content-Encoding: gzip", "Set-Cookie: a=1", "Set-Cookie: b=2"], status="203 From cache"
    )
    index = ReplayIndex(write(tmp_path / "a.warc.gz", stored))
    entry = index.lookup(PAGE)
    assert entry
    with index.open(entry) as response:
        assert (response.status, response.reason) == (203, "From cache")
        assert [value for name, value in response.headers if name == "Set-Cookie"] == ["a=1", "b=2"]
        assert response.read() == HTML
    with index.open(entry) as response:
        assert b"".join(iter(lambda: response.read_stored(7), b"")) == packed
    with index.open(entry) as response, pytest.raises(TooLargeError, match="over 10 bytes"):
        response.read(10)


def test_a_revisit_has_its_own_head_and_the_payload_of_its_original(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.warc.gz", exchange(), exchange(PAGE + "/copy", headers=["X-Mine: yes"], content_type="text/x")
    )
    index = ReplayIndex(path)
    entry = index.lookup(PAGE + "/copy")
    assert entry
    assert entry.type == "revisit"
    with index.open(entry) as response:
        assert ("X-Mine", "yes") in response.headers
        assert response.read() == HTML


def test_a_revisit_without_its_original_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    block = head(["HTTP/1.1 200 OK"])
    path.write_bytes(members(foreign_record("revisit", PAGE, block, WARC_Payload_Digest="sha1:" + "A" * 32)))
    index = ReplayIndex(path)
    entry = index.lookup(PAGE)
    assert entry
    with pytest.raises(ArchiveError, match="not in this archive"), index.open(entry):
        pass


def test_stored_doms_and_files_in_a_wacz_are_found(tmp_path: Path) -> None:
    path = write(tmp_path / "a.warc.gz", exchange(), attachments=[dom()])
    pack(path, tmp_path / "x.wacz")
    for archive in (path, tmp_path / "x.wacz"):
        index = ReplayIndex(archive)
        entry = index.lookup(f"urn:dom:{PAGE}")
        assert entry
        with index.open(entry) as response:
            assert response.status == 200
            assert response.headers == [("Content-Type", "text/html; charset=utf-8")]
            assert b"rendered" in response.read()


def test_a_payload_is_found_over_redirects(tmp_path: Path) -> None:
    picture = b"\x89PNG picture"
    path = write(
        tmp_path / "a.warc.gz",
        exchange(SITE + "/old.png", b"", status="301 Moved", headers=["Location: /new.png"]),
        exchange(SITE + "/new.png", picture, content_type="image/png"),
        exchange(SITE + "/gone.png", b"no", status="404 Not Found"),
        exchange(SITE + "/loop", b"", status="302 Found", headers=["Location: /loop"]),
    )
    found = find_payload(path, SITE + "/old.png")
    assert found
    assert (found.data, found.content_type, found.url) == (picture, "image/png", SITE + "/new.png")
    assert found.digest == f"sha256:{hashlib.sha256(picture).hexdigest()}"
    assert payload_digests(path) == {SITE + "/new.png": found.digest}
    for url in ("/gone.png", "/loop", "/never"):
        assert find_payload(path, SITE + url) is None


def test_what_is_whole_is_indexed_and_the_rest_is_told(tmp_path: Path) -> None:
    path = write(tmp_path / "a.warc.gz", exchange(), exchange(PAGE + "/cut", b"cut"))
    path.write_bytes(path.read_bytes()[:-500])
    index = ReplayIndex(path)
    assert index.lookup(PAGE)
    assert len(index.problems) == 1


def test_the_archives_of_a_list_answer_together(tmp_path: Path) -> None:
    first = write(tmp_path / "1.warc.gz", exchange(SITE + "/1", b"1"))
    second = write(tmp_path / "2.warc.gz", exchange(SITE + "/2", b"2"))
    index = ReplayIndex([first, second])
    assert len(index) == 2
    for number in ("1", "2"):
        found = index.find(f"{SITE}/{number}")
        assert found
        assert found.data == number.encode()


def test_an_index_of_an_unfinished_file_reads_what_was_committed(tmp_path: Path) -> None:
    with WarcWriter(tmp_path / "a.warc.gz", INFO) as writer:
        writer.write_exchange(exchange())
        writer.commit()
        assert ReplayIndex(writer.open_path).lookup(PAGE)


def test_a_payload_is_read_at_the_offset_that_was_noted_while_the_file_grows(tmp_path: Path) -> None:
    with WarcWriter(tmp_path / "a.warc.gz", INFO) as writer:
        response = writer.write_exchange(exchange(body=gzip.compress(HTML), headers=["Content-Encoding: gzip"]))
        page = writer.write_attachment(dom(), page_url=PAGE, at=NOON)
        assert response
        assert read_payload(writer.open_path, response.offset) == (HTML, "text/html; charset=utf-8")
        assert read_payload(writer.open_path, page.offset) == (dom().data, "text/html; charset=utf-8")
        with pytest.raises(TooLargeError):
            read_payload(writer.open_path, response.offset, limit=10)
        with pytest.raises(ArchiveError, match="not a WARC"):
            read_payload(writer.open_path, page.offset + 7)
