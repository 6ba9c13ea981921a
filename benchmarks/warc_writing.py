"""What writing a WARC costs: gzip levels by kind of payload, and an fsync after each page.

    python benchmarks/warc_writing.py [--pages 300] [--to DIR]

Ratios in one run. DIR should lie on the disk that archives go to; a temporary directory may be in memory, where an
fsync costs nothing.
"""

from __future__ import annotations

import argparse
import base64
import random
import tempfile
import time
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from pagearchive.archive import WarcWriter
from pagearchive.model import Exchange, Payload

_WORDS = ("tea", "cake", "kettle", "reply", "thread", "board", "quote", "morning", "window", "paper", "road", "river")
_NOW = datetime(2025, 1, 1, tzinfo=UTC)


def html(dice: random.Random) -> bytes:
    """A forum-like page of about 60 kB: text with some entropy inside repeated markup."""
    posts = []
    for number in range(40):
        words = " ".join(
            f"{word}{dice.randrange(10**5)}" if dice.random() < 0.3 else word for word in dice.choices(_WORDS, k=100)
        )
        opening = f'<article class="post js-post" id="p{number}" data-author="u{dice.randrange(999)}">'
        posts.append(f"{opening}<p>{words}</p></article>")
    return ("<!doctype html><title>Topic</title>" + "".join(posts)).encode()


def samples() -> dict[str, bytes]:
    """Payloads of the kinds that pages are made of."""
    dice = random.Random(1)
    return {
        "HTML": b"".join(html(dice) for _ in range(60)),
        "script": base64.b64encode(dice.randbytes(1_000_000)) + b"function(a,b){return a.value+b.length}" * 40_000,
        "JPEG-like": dice.randbytes(4_000_000),
    }


def levels() -> None:
    """Time and size by level, against level 6."""
    print("payload     level   seconds   size  (both against level 6)")
    for name, data in samples().items():
        rows = {level: deflated(data, level) for level in (0, 1, 6, 9)}
        for level, (seconds, size) in rows.items():
            ratios = f"{seconds / rows[6][0]:9.2f} {size / rows[6][1]:6.3f}"
            print(f"{name:10} {level:6} {ratios}   {len(data) / seconds / 1e6:7.0f} MB/s")


def deflated(data: bytes, level: int) -> tuple[float, int]:
    """The best of three."""
    best, size = float("inf"), 0
    for _ in range(3):
        start = time.perf_counter()
        packer = zlib.compressobj(level, zlib.DEFLATED, 31)
        size = len(packer.compress(data)) + len(packer.flush())
        best = min(best, time.perf_counter() - start)
    return best, size


def exchanges(pages: int) -> Iterator[list[Exchange]]:
    """Per page: HTML, three scripts, six pictures."""
    dice = random.Random(2)
    page = html(dice)
    for number in range(pages):
        bodies = [("text/html", page + b"%d" % number)]
        bodies += [("text/javascript", page[: 20_000 + n] + b"%d" % number) for n in range(3)]
        bodies += [("image/jpeg", dice.randbytes(40_000)) for _ in range(6)]
        yield [
            Exchange(
                url=f"http://forum.example/{number}/{n}",
                method="GET",
                started_at=_NOW,
                request_head=b"GET / HTTP/1.1\r\nHost: forum.example\r\n\r\n",
                response_head=f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n\r\n".encode(),
                response_body=Payload(size=len(body), data=body),
            )
            for n, (kind, body) in enumerate(bodies)
        ]


def write(directory: Path, pages: list[list[Exchange]], commit: bool) -> tuple[float, float, int]:
    """Seconds in all, seconds in commits, bytes."""
    path = directory / f"{'commit' if commit else 'plain'}.warc.gz"
    path.unlink(missing_ok=True)
    start, committing = time.perf_counter(), 0.0
    with WarcWriter(path, {"software": "pagearchive/benchmark"}) as writer:
        for page in pages:
            for exchange in page:
                writer.write_exchange(exchange)
            if commit:
                before = time.perf_counter()
                writer.commit()
                committing += time.perf_counter() - before
        size = writer.offset
    return time.perf_counter() - start, committing, size


def commits(directory: Path, count: int) -> None:
    """A page with and without an fsync behind it."""
    pages = list(exchanges(count))
    write(directory, pages[:20], commit=True)
    plain, _, size = min(write(directory, pages, commit=False) for _ in range(3))
    whole, syncing, _ = min(write(directory, pages, commit=True) for _ in range(3))
    print(f"\n{count} pages of 10 exchanges, {size / count / 1e3:.0f} kB a page in the file")
    print(f"without commits {plain / count * 1e3:6.2f} ms a page  {size / plain / 1e6:6.0f} MB/s")
    ratio = f"{whole / plain:6.2f} x, of it {syncing / count * 1e3:.2f} ms in fsync"
    print(f"with a commit   {whole / count * 1e3:6.2f} ms a page  {ratio}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--to", type=Path)
    arguments = parser.parse_args()
    levels()
    with tempfile.TemporaryDirectory(dir=arguments.to) as directory:
        commits(Path(directory), arguments.pages)


if __name__ == "__main__":
    main()
