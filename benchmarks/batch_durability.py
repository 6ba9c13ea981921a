"""What it costs that every page is on disk before it counts: filing with and without waiting for the disk, in turns.

python benchmarks/batch_durability.py [--pages 200] [--rounds 5] [--directory .]
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import patch

from pagearchive.archive import WarcWriter
from pagearchive.jobs.filing import Filing
from pagearchive.jobs.outcome import Outcome
from pagearchive.model import Article, Attachment, Provenance


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--directory", type=Path, default=Path())
    chosen = parser.parse_args()
    waited, not_waited = 0.0, 0.0
    for _ in range(chosen.rounds):
        waited += file_pages(chosen.directory, chosen.pages)
        with patch("os.fsync"), patch("os.fdatasync"):
            not_waited += file_pages(chosen.directory, chosen.pages)
    pages = chosen.pages * chosen.rounds
    print(f"durable: {1000 * waited / pages:.2f} ms a page; without waiting: {1000 * not_waited / pages:.2f} ms a page")
    print(f"durability costs {1000 * (waited - not_waited) / pages:.2f} ms a page")


def file_pages(directory: Path, pages: int) -> float:
    """Seconds to file so many pages of 100 kB: WARC, record, report."""
    moment = datetime.now(UTC)
    picture = os.urandom(100_000)
    with tempfile.TemporaryDirectory(dir=directory) as root, Filing(Path(root)) as filing:
        writer = WarcWriter(filing.directory.new_warc(), {"software": "benchmark"})
        started = time.monotonic()
        for number in range(pages):
            url = f"https://example.org/{number}"
            attachment = Attachment(
                urn=f"urn:view:{url}", content_type="image/png", data=picture + str(number).encode()
            )
            ref = writer.write_attachment(attachment, page_url=url, at=moment)
            end = writer.commit()
            provenance = Provenance(warc_file=writer.path.name, offset=ref.offset)
            record = Article(requested_url=url, text="Planks and tar. " * 200, provenance=provenance)
            outcome = Outcome(url=url, verdict="ok", started_at=moment, kind="article", warc_file=writer.path.name)
            filing.file(outcome, record)
            assert end > ref.offset
        seconds = time.monotonic() - started
        writer.close()
    return seconds


if __name__ == "__main__":
    main()
