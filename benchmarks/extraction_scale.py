"""Extraction over a large WARC: pages per second by processes and on Ray, and where the time goes.

    python benchmarks/extraction_scale.py [--pages 5000] [--html DIR] [--processes 1 2] [--ray] [--warc FILE]

A WARC of so many pages is written first, each page with its response, its request and its stored DOM. The pages are
those of tests/fixtures, or those below --html, in turn, each under an address and with a title of its own. Then one
process reads it step by step (inflating, records, pages, parsing, writing JSON), and `extract` reads it whole.
"""

from __future__ import annotations

import argparse
import os
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice
from pathlib import Path

import msgspec

from pagearchive.archive import WarcWriter, read_pages, read_records
from pagearchive.jobs.bulk import Crew, LocalCrew, extract_in_bulk
from pagearchive.jobs.readers.work import Setup
from pagearchive.jobs.reading import read_page
from pagearchive.model import Attachment, Exchange, Payload
from warc_reading import pages_fastwarc, pages_warcio, walk_fastwarc, walk_warcio, zlib_streamed

FIXTURES = Path(__file__).resolve().parents[1] / "tests/fixtures"


def write_sample(path: Path, html: Path, pages: int) -> int:
    """A WARC of so many pages; gives the bytes of their HTML."""
    sources = [file.read_bytes() for file in sorted(html.rglob("*.html")) if file.stat().st_size < 3_000_000]
    start, size = datetime(2026, 1, 1, tzinfo=UTC), 0
    with WarcWriter(path, {"software": "pagearchive/benchmark"}) as writer:
        for number, source in enumerate(islice(cycle(sources), pages)):
            url = f"http://forum.example/topic/{number}"
            body = source.replace(b"<body", b"<!-- page %d --><body" % number, 1)
            at = start + timedelta(seconds=number)
            writer.write_exchange(_exchange(url, body, at), url)
            dom = Attachment(urn=f"urn:dom:{url}", content_type="text/html", data=body)
            writer.write_attachment(dom, page_url=url, at=at)
            size += len(body)
    return size


def _exchange(url: str, body: bytes, at: datetime) -> Exchange:
    return Exchange(
        url=url,
        method="GET",
        started_at=at,
        request_head=b"GET / HTTP/1.1\r\nHost: forum.example\r\n\r\n",
        response_head=b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n",
        response_body=Payload(size=len(body), data=body),
    )


def steps(path: Path) -> Iterator[tuple[str, float]]:
    """Processor seconds of one process, each step without those before it."""
    inflating = _seconds(lambda: zlib_streamed(path))
    records = _seconds(lambda: sum(1 for _ in read_records(path)))
    pages = _seconds(lambda: sum(1 for _ in read_pages(path)))
    parsing = encoding = 0.0
    for page in read_pages(path):
        start = time.process_time()
        record = read_page(page)
        parsed = time.process_time()
        msgspec.json.encode(record)
        parsing += parsed - start
        encoding += time.process_time() - parsed
    yield "gzip", inflating
    yield "WARC records", max(0.0, records - inflating)
    yield "pages out of them", max(0.0, pages - records)
    yield "HTML to record", parsing
    yield "record to JSON", encoding


def _seconds(job: Callable[[], object]) -> float:
    start = time.process_time()
    job()
    return time.process_time() - start


def whole(path: Path, crew: AbstractContextManager[Crew]) -> tuple[float, float, int]:
    """Wall seconds, processor seconds of this process and its children, and the number of records."""
    before = _processor()
    with crew as running:
        next(iter(extract_in_bulk([str(path.parent / "one.html")], None, running)))  # processes are up
        start = time.monotonic()
        count = sum(isinstance(line, msgspec.Raw) for line in extract_in_bulk([str(path)], None, running))
        seconds = time.monotonic() - start
    return seconds, _processor() - before, count


def _processor() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def crews(processes: list[int], with_ray: bool) -> Iterator[tuple[str, AbstractContextManager[Crew]]]:
    """Who may do the work."""
    for count in processes:
        yield f"{count} process{'es' if count > 1 else ''}", LocalCrew(count)
    if with_ray:
        from pagearchive.jobs.cluster.extraction import RayCrew

        for count in processes:
            yield f"Ray, {count} task{'s' if count > 1 else ''}", RayCrew(count, Setup())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=5000)
    parser.add_argument("--html", type=Path, default=FIXTURES)
    parser.add_argument("--warc", type=Path)
    parser.add_argument("--processes", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--ray", action="store_true")
    parser.add_argument("--no-steps", action="store_true")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        path: Path = chosen.warc or Path(directory) / "sample.warc.gz"
        if not path.exists():
            size = write_sample(path, chosen.html, chosen.pages)
            print(f"{chosen.pages} pages, {size / chosen.pages / 1000:.0f} kB of HTML each")
        (path.parent / "one.html").write_text("<title>One</title><p>page")
        print(f"{path.stat().st_size / 1e6:.0f} MB; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
        if not chosen.no_steps:
            found = dict(steps(path))
            total = sum(found.values())
            for name, seconds in found.items():
                print(f"  {name:20} {seconds:7.2f} s of processor  {seconds / total:6.1%}")
            for reader, walk, pages in (
                ("warcio", walk_warcio, pages_warcio),
                ("FastWARC", walk_fastwarc, pages_fastwarc),
            ):
                walked, read = _seconds(lambda job=walk: job(path)), _seconds(lambda job=pages: job(path))  # type: ignore[misc]
                print(f"  {reader:20} {walked:7.2f} s for the records, {read:.2f} s for the pages (gzip included)")
        for name, crew in crews(chosen.processes, chosen.ray):
            seconds, processor, count = whole(path, crew)
            rate = f"{count / seconds:7.1f} pages/s   {count / processor:7.1f} pages per processor second"
            print(f"{name:14} {count} pages in {seconds:6.1f} s   {rate}", flush=True)


if __name__ == "__main__":
    main()
