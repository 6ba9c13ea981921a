"""What independent readers say of the files written here: warcio, FastWARC, and tools outside this project's packages.

cdxj-indexer, wacz and pywb depend on code under the AGPL or on much else, so they are no dependencies, not even of the
tests: they are run as programs where PAGEARCHIVE_JUDGES names a directory that has them (`bin/` of an environment in
which `pip install wacz cdxj-indexer` was done), or where they are on the PATH.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import shutil
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import brotlicffi
import pytest
from fastwarc import ArchiveIterator
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pagearchive.archive import ReplayIndex, WarcWriter, pack, read_pages, read_records, verify
from pagearchive.model import Attachment, Exchange, Payload
from tests.archive.samples import HTML, INFO, NOON, PAGE, dom, exchange, write

WARCIO_MAIN = "import sys; sys.modules['brotli'] = None; import warcio.cli; warcio.cli.main()"
WARCIO = (sys.executable, "-c", WARCIO_MAIN)
"""warcio without Google's brotli, which FastWARC brings along: with it, warcio fails on every body in that encoding."""
FASTWARC = Path(sys.executable).with_name("fastwarc")


def judge(name: str) -> str:
    """Path of an outside tool; skips where there is none."""
    found = shutil.which(name, path=os.environ.get("PAGEARCHIVE_JUDGES")) or shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not here; name a directory that has it in PAGEARCHIVE_JUDGES")
    return found


def accepted(*command: str | Path) -> str:
    """Run a judge; its output, when it has nothing to object to."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


# ── generated exchanges ──────────────────────────────────────────────────────────────────────────────────────────

token = st.text(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.!#$%&'*+^`|~", min_size=1, max_size=12
)
header_value = st.binary(max_size=30).map(lambda raw: bytes(byte for byte in raw if byte > 31 and byte != 127).strip())
header = st.tuples(token.map(str.encode), header_value).map(lambda pair: pair[0] + b": " + pair[1])
headers = st.lists(header.filter(lambda line: not line.lower().startswith((b"content-", b"transfer-"))), max_size=5)
end_of_line = st.sampled_from([b"\r\n", b"\n"])
address = st.builds(
    lambda scheme, host, path, query: f"{scheme}://{host}/{path}{query}",
    st.sampled_from(["http", "https"]),
    st.sampled_from(["a.example", "bücher.example", "192.0.2.1:8080", "[2001:db8::1]", "user:pw@b.example"]),
    st.text(max_size=20),
    st.one_of(st.just(""), st.text(max_size=20).map("?{}".format)),
)
bodies = st.one_of(st.binary(max_size=300), st.sampled_from([b"", b"same", b"\r\n\r\n", b"WARC/1.1\r\n", b"x" * 2000]))


@st.composite
def exchanges(draw: st.DrawFn) -> Exchange:
    """Any exchange that a capture can hand over."""
    end = draw(end_of_line)
    chunked = draw(st.booleans())
    status = draw(st.sampled_from([b"200 OK", b"301 Moved", b"404", b"500 Server  Error", b"206 Partial Content"]))
    method = draw(st.sampled_from(["GET", "POST", "HEAD", "OPTIONS", "PATCH"]))
    body, sent = draw(bodies), draw(bodies)
    lines = [b"HTTP/1.1 " + status, *draw(headers), *([b"Transfer-Encoding: chunked"] if chunked else [])]
    request = [method.encode() + b" / HTTP/1.1", b"Host: a.example", *draw(headers)]
    has_response = draw(st.booleans()) or draw(st.booleans())
    return Exchange(
        url=draw(address),
        method=method,
        started_at=draw(st.datetimes(datetime(1996, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))),
        ip_address=draw(st.sampled_from([None, "192.0.2.1", "2001:db8::1", "fe80::1%eth0", "no address"])),
        request_head=end.join([*request, b"", b""]),
        request_body=Payload(size=len(sent), data=sent),
        response_head=end.join([*lines, b"", b""]) if has_response else None,
        response_body=Payload(size=len(body), data=body),
        truncated=draw(st.sampled_from([None, None, "length", "time", "disconnect", "unspecified"])),
        error=draw(st.sampled_from([None, "reset\nby peer"])) if has_response else "no route",
    )


COLLECTED: list[Exchange] = []
"""Every generated exchange, for the programs that are run once over all of them."""


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(given_exchanges=st.lists(exchanges(), min_size=1, max_size=4))
def test_what_was_given_is_read_back(given_exchanges: list[Exchange], tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("given") / "a.warc.gz"
    with WarcWriter(path, INFO) as writer:
        references = [writer.write_exchange(each, "http://a.example/page") for each in given_exchanges]
    COLLECTED.extend(given_exchanges)
    assert [str(fault) for fault in verify(path) if fault.kind not in ("truncated", "pair")] == []
    index = ReplayIndex(path)
    assert index.problems == []
    entries = {entry.offset: entry for entry in index}
    for each, reference in zip(given_exchanges, references, strict=True):
        assert reference
        if each.response_head is None:
            continue
        entry = entries[reference.offset]
        assert entry.digest == f"sha256:{hashlib.sha256(each.response_body.data or b'').hexdigest()}"
        assert entry.date == each.started_at
        assert entry.method == each.method
        assert entry.truncated == each.truncated
        with index.open(entry) as response:
            assert b"".join(iter(response.read_stored, b"")) == each.response_body.data
            assert f"HTTP/1.1 {response.status}".encode() in each.response_head


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All of them in one WARC, with attachments of each kind, alone in a directory."""
    path = tmp_path_factory.mktemp("sample") / "all.warc.gz"
    with WarcWriter(path, INFO) as writer:
        for each in [*COLLECTED, exchange(), exchange(PAGE + "/copy", seconds=1)]:
            writer.write_exchange(each, PAGE)
        for urn in ("dom", "text", "view", "fullPage", "pageinfo"):
            data = json.dumps({"urls": {}}).encode()
            for url in (PAGE, "http://forum.example/ü b#frag|ment"):
                attachment = Attachment(urn=f"urn:{urn}:{url}", content_type="application/octet-stream", data=data)
                writer.write_attachment(attachment, page_url=PAGE, at=NOON)
        writer.commit()
    return path


def test_warcio_check_accepts_everything(sample: Path) -> None:
    assert accepted(*WARCIO, "check", sample) == ""
    said = accepted(*WARCIO, "check", "-v", sample)
    assert said.count("digest pass") == sum(record.type != "revisit" for record in read_records(sample))


def test_fastwarc_accepts_everything(sample: Path) -> None:
    accepted(FASTWARC, "check", sample)
    theirs = [(record.record_id, record.stream_pos) for record in ArchiveIterator(str(sample), parse_http=False)]
    assert theirs == [(record.record_id, record.offset) for record in read_records(sample)]
    for record in ArchiveIterator(str(sample)):
        kind = record.headers.get("WARC-Type")
        if record.headers.get("WARC-Payload-Digest") and kind != "revisit":
            assert record.verify_payload_digest(), record.record_id
    for record in ArchiveIterator(str(sample), parse_http=False):
        assert record.verify_block_digest(), record.record_id


def test_cdxj_indexer_finds_the_same_responses(sample: Path) -> None:
    lines = accepted(judge("cdxj-indexer"), sample).splitlines()
    theirs = {(int(entry["offset"]), int(entry["length"])) for entry in map(_json_of, lines)}
    assert theirs == {(entry.offset, entry.length) for entry in ReplayIndex(sample)}


def _json_of(line: str) -> dict[str, str]:
    found: dict[str, str] = json.loads(line.split(" ", 2)[2])
    return found


def test_wacz_validate_accepts_what_was_packed(sample: Path, tmp_path: Path) -> None:
    packed = tmp_path / "x.wacz"
    pack(sample.parent, packed)
    assert "valid" in accepted(judge("wacz"), "validate", "-f", packed)


def test_the_index_has_the_keys_of_cdxj_indexer(tmp_path: Path) -> None:
    urls = [
        "http://www.forum.example/Topic/1/?b=2&a=1",
        "https://forum.example:8443/",
        "http://forum.example",
        "http://www2.forum.example/a/",
        "http://127.0.0.1:8000/x?Q=Z",
        "https://sub.a.forum.example/%C3%BC?l.2=1&l=2",
    ]
    path = write(tmp_path / "a.warc.gz", *(exchange(url, url.encode()) for url in urls))
    theirs = {_json_of(line)["url"]: line.split(" ")[0] for line in _lines(accepted(judge("cdxj-indexer"), path))}
    packed = tmp_path / "x.wacz"
    pack(path, packed)
    with zipfile.ZipFile(packed) as archive:
        ours_text = gzip.decompress(archive.read("indexes/index.cdx.gz")).decode()
    ours = {_json_of(line)["url"]: line.split(" ")[0] for line in _lines(ours_text)}
    assert ours == theirs


def _lines(text: str) -> Iterator[str]:
    return (line for line in text.splitlines() if not line.startswith("!meta"))


# ── encodings ────────────────────────────────────────────────────────────────────────────────────────────────────


def raw_deflate(data: bytes) -> bytes:
    """deflate without zlib's wrapping."""
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize(
    ("encoding", "body"),
    [("gzip", gzip.compress(HTML)), ("br", brotlicffi.compress(HTML)), ("deflate", raw_deflate(HTML))],
    ids=["gzip", "br", "deflate"],
)
def test_warcio_and_we_decode_alike(tmp_path: Path, encoding: str, body: bytes) -> None:
    path = write(tmp_path / "a.warc.gz", exchange(body=body, headers=[f"Content-Encoding: {encoding}"]))
    assert list(verify(path)) == []
    accepted(*WARCIO, "check", path)
    found = ReplayIndex(path).find(PAGE)
    assert found
    assert found.data == HTML


def test_attachments_with_urns_are_no_pages_to_others_but_ours(tmp_path: Path) -> None:
    path = write(tmp_path / "a.warc.gz", exchange(), attachments=[dom()])
    assert [page.url for page in read_pages(path)] == [PAGE]
