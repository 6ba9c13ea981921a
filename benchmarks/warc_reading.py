"""How fast a WARC is read: the reader here against warcio and FastWARC, over the same file in one run.

    python benchmarks/warc_reading.py [--pages 5000] [--warc FILE]

Without --warc a file is written first: per page an HTML document, its stored DOM, and three resources. Each reader does
three jobs: walk over the records, verify all digests, and hand over every page's HTML. Time in zlib alone, over the
same members, is the floor that any reader in Python stands on.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
import zlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from fastwarc import ArchiveIterator as FastIterator
from warcio import ArchiveIterator as WarcioIterator

from pagearchive.archive import ReplayIndex, WarcWriter, read_pages, read_records, verify
from pagearchive.model import Attachment, Exchange, Payload

_WORDS = ("tea", "cake", "kettle", "reply", "thread", "board", "quote", "morning", "window", "paper", "road", "river")


def write_sample(path: Path, pages: int) -> None:
    """A WARC of forum-like pages: 40 kB of HTML, the DOM, a script, a style sheet and a picture each."""
    dice = random.Random(1)
    start = datetime(2025, 1, 1, tzinfo=UTC)
    with WarcWriter(path, {"software": "pagearchive/benchmark"}) as writer:
        for number in range(pages):
            url = f"http://forum.example/topic/{number}"
            posts = [" ".join(dice.choices(_WORDS, k=120)) for _ in range(40)]
            html = (
                "<title>Topic</title>" + "".join(f'<div class="post"><p>{post}</p></div>' for post in posts)
            ).encode()
            bodies = [
                ("", "text/html", html),
                ("/app.js", "text/javascript", html[:8000]),
                ("/app.css", "text/css", html[8000:12000]),
                ("/photo.jpg", "image/jpeg", dice.randbytes(30_000)),
            ]
            for order, (name, kind, body) in enumerate(bodies):
                writer.write_exchange(
                    _exchange(url + name, kind, body, start + timedelta(seconds=number, microseconds=order)), url
                )
            dom = Attachment(urn=f"urn:dom:{url}", content_type="text/html; charset=utf-8", data=html)
            writer.write_attachment(dom, page_url=url, at=start)


def _exchange(url: str, kind: str, body: bytes, at: datetime) -> Exchange:
    return Exchange(
        url=url,
        method="GET",
        started_at=at,
        ip_address="192.0.2.1",
        request_head=b"GET / HTTP/1.1\r\nHost: forum.example\r\nAccept: */*\r\nUser-Agent: bench\r\n\r\n",
        response_head=f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nServer: x\r\nDate: y\r\n\r\n".encode(),
        response_body=Payload(size=len(body), data=body),
    )


def zlib_streamed(path: Path) -> int:
    """Inflate every member in pieces, as a reader of a file does."""
    members, decoder = 0, zlib.decompressobj(31)
    with path.open("rb") as file:
        while piece := file.read(1 << 16):
            while piece:
                decoder.decompress(piece)
                piece = decoder.unused_data
                if decoder.eof:
                    members, decoder = members + 1, zlib.decompressobj(31)
    return members


def walk_ours(path: Path) -> int:
    """All records."""
    return sum(1 for _ in read_records(path))


def walk_warcio(path: Path) -> int:
    """All records."""
    with path.open("rb") as file:
        return sum(1 for _ in WarcioIterator(file))


def walk_fastwarc(path: Path) -> int:
    """All records."""
    return sum(1 for _ in FastIterator(str(path)))


def digests_ours(path: Path) -> int:
    """All digests, lengths, pairs."""
    return sum(1 for _ in verify(path))


def digests_warcio(path: Path) -> int:
    """Both digests of each record."""
    failed = 0
    with path.open("rb") as file:
        for record in WarcioIterator(file, check_digests=True):
            while record.raw_stream.read(1 << 16):
                pass
            failed += record.digest_checker.passed is False
    return failed


def digests_fastwarc(path: Path) -> int:
    """Block digests."""
    return sum(not record.verify_block_digest(consume=True) for record in FastIterator(str(path), parse_http=False))


def pages_ours(path: Path) -> int:
    """The HTML of every page."""
    return sum(len(page.html) > 0 for page in read_pages(path))


def pages_warcio(path: Path) -> int:
    """The same records."""
    found = 0
    with path.open("rb") as file:
        for record in WarcioIterator(file):
            if (record.rec_headers.get_header("WARC-Target-URI") or "").startswith("urn:dom:"):
                found += len(record.content_stream().read().decode()) > 0
    return found


def pages_fastwarc(path: Path) -> int:
    """The same records."""
    found = 0
    for record in FastIterator(str(path), parse_http=False):
        if (record.headers.get("WARC-Target-URI") or "").startswith("urn:dom:"):
            found += len(record.reader.read().decode()) > 0
    return found


def index_ours(path: Path) -> int:
    """An index of all responses."""
    return len(ReplayIndex(path))


JOBS: dict[str, dict[str, Callable[[Path], int]]] = {
    "walk": {"pagearchive": walk_ours, "warcio": walk_warcio, "FastWARC": walk_fastwarc},
    "digests": {"pagearchive": digests_ours, "warcio": digests_warcio, "FastWARC": digests_fastwarc},
    "pages": {"pagearchive": pages_ours, "warcio": pages_warcio, "FastWARC": pages_fastwarc},
    "index": {"pagearchive": index_ours},
}


def timed(job: Callable[[Path], int], path: Path, rounds: int = 3) -> tuple[float, int]:
    """The best of some rounds, in seconds of processor time (other work on the machine does not count)."""
    best, count = float("inf"), 0
    for _ in range(rounds):
        start = time.process_time()
        count = job(path)
        best = min(best, time.process_time() - start)
    return best, count


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=5000)
    parser.add_argument("--warc", type=Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        path = arguments.warc or Path(directory) / "sample.warc.gz"
        if arguments.warc is None:
            write_sample(path, arguments.pages)
        floor, members = timed(zlib_streamed, path)
        print(f"{path.name}: {path.stat().st_size / 1e6:.0f} MB, {members} records; zlib alone {floor:.2f} s")
        for name, readers in JOBS.items():
            for reader, job in readers.items():
                seconds, count = timed(job, path)
                speed = f"{seconds / floor:5.2f} x zlib  {members / seconds:9.0f} records/s"
                print(f"{name:8} {reader:12} {seconds:6.2f} s  {speed}  -> {count}")


if __name__ == "__main__":
    main()
