"""Filing what was captured: records, report, pictures and index of a collection, in an order that survives a crash.

A page counts when its line in report.jsonl is on disk. Before that line come the WARC records (committed by the
caller) and the line in records.jsonl, so that nothing the report promises can be missing. What a run that died left
between the two is put in order when the collection is next opened: see `recovery`.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec
from msgspec import structs

from pagearchive.collection import AssetStore, CollectionDirectory, Index, LineFile, is_picture
from pagearchive.jobs.outcome import Outcome
from pagearchive.jobs.pictures import Kind, Known, with_pictures
from pagearchive.jobs.recovery import recover
from pagearchive.model import Article, Thread
from pagearchive.parse.attribution.embedded import read_embedded

FindPicture = Callable[[str], tuple[bytes, str | None] | None]
"""The archived bytes of a picture by its address, with their Content-Type, or None."""


class Shelf:
    """Where a worker puts what it captures: WARC files of its own, and pictures. Any number may use a collection's."""

    def __init__(self, root: Path) -> None:
        """Makes the directories. Raises OutputError when they cannot be written."""
        self.directory = CollectionDirectory(root)
        self.directory.create()
        self._assets = AssetStore(root)

    def keep_pictures(self, record: Kind, find: FindPicture) -> Kind:
        """Copy the record's pictures into assets/; gives the record with their digests and paths."""
        known: dict[str, Known] = {}
        for image in record.images:
            found = find(image.url) if image.url not in known else None
            if found is None or not is_picture(*found):
                continue
            asset, digest = self._assets.add(*found)
            embedded = read_embedded(found[0]) if record.kind == "article" else None
            known[image.url] = Known(digest=digest, asset=asset, embedded=embedded)
        return with_pictures(record, known) if known else record


class Filing(Shelf):
    """The open collection of one run. One process at a time may hold it: the lock is on report.jsonl."""

    def __init__(self, root: Path) -> None:
        """Open or make the collection. Raises OutputError when it cannot be written or is being written."""
        super().__init__(root)
        self.thread = ThreadPoolExecutor(1, thread_name_prefix="pagearchive-filing")
        """For `file`, which waits for the disk, and only there: the files are closed when it has ended."""
        self._report = LineFile(self.directory.report)
        try:
            self._records = LineFile(self.directory.records)
        except BaseException:
            self._report.close()
            raise
        try:
            self.recovered = recover(self.directory, self._report)
            """Lines for people: what a run that died had left, and what was done with it."""
        except BaseException:
            self.close()
            raise

    @property
    def report_size(self) -> int:
        """Bytes of report.jsonl."""
        return self._report.size

    def file(self, outcome: Outcome, record: Thread | Article | None) -> Outcome:
        """Write the record, if there is one, and the outcome, which is given back as written. Raises OutputError."""
        if record is not None:
            place = self._records.append(msgspec.json.encode(record))
            outcome = structs.replace(outcome, record_at=place.offset)
        self._report.append(msgspec.json.encode(outcome))
        return outcome

    def index(self) -> Index:
        """The collection's index, brought up to date."""
        index = Index(self.directory)
        index.sync()
        return index

    def close(self) -> None:
        """Give the collection up for others."""
        self.thread.shutdown(wait=True)
        self._records.close()
        self._report.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
