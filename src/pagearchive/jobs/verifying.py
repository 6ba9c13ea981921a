"""Is a collection sound: its archives, and that report and records agree with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from pagearchive.archive import Fault, verify
from pagearchive.collection import CollectionDirectory, read_lines
from pagearchive.errors import InputError


def verify_path(path: Path) -> Iterator[Fault]:
    """The faults of a WARC, a WACZ or a directory of them; of a collection also where its files disagree.

    Raises InputError when there is nothing to check.
    """
    directory = CollectionDirectory(path)
    if not (path.is_dir() and directory.is_collection()):
        yield from verify(path)
        return
    if any(directory.warcs.glob("*.warc*")):
        yield from verify(directory.warcs)
    elif not directory.report.is_file():
        raise InputError(f"{path}: holds nothing to check yet")
    yield from _disagreements(directory)


def as_dict(fault: Fault) -> dict[str, Any]:
    """The fault for machines."""
    return {**fault._asdict(), "path": str(fault.path)}


def _disagreements(directory: CollectionDirectory) -> Iterator[Fault]:
    warcs = {path.name for path in directory.warcs.iterdir()} if directory.warcs.is_dir() else set()
    records: Counter[str] = Counter()
    places: set[tuple[str, int]] = set()
    for offset, record in _entries(directory.records):
        if record is None:
            yield _fault(directory.records, offset, "not a JSON line")
            continue
        records[record.get("requested_url") or record.get("url") or ""] += 1
        provenance = record.get("provenance") or {}
        name, place = provenance.get("warc_file"), provenance.get("offset")
        if name and name not in warcs:
            yield _fault(directory.records, offset, f"{record.get('requested_url')}: its WARC {name} is missing")
        if name and place is not None:
            if (name, place) in places:
                yield _fault(directory.records, offset, f"{record.get('requested_url')}: the record is there twice")
            places.add((name, place))
        for image in record.get("images", ()):
            if image.get("asset") and not (directory.root / image["asset"]).is_file():
                yield _fault(directory.records, offset, f"{image['url']}: its file {image['asset']} is missing")
    yield from _unkept(directory.report, records, warcs)


def _unkept(report: Path, records: Counter[str], warcs: set[str]) -> Iterator[Fault]:
    """What the report says and is not so."""
    for offset, outcome in _entries(report):
        if outcome is None:
            yield _fault(report, offset, "not a JSON line")
            continue
        url, name = outcome.get("url") or "", outcome.get("warc_file")
        if name and name not in warcs:
            yield _fault(report, offset, f"{url}: reported in {name}, which is missing")
        if outcome.get("kind") in ("thread", "article") and records[url] <= 0:
            yield _fault(report, offset, f"{url}: reported as archived, and records.jsonl does not have it")
        elif outcome.get("kind") in ("thread", "article"):
            records[url] -= 1
    for url, left in records.items():
        if left > 0:
            yield _fault(report, None, f"{url}: {left} more in records.jsonl than reported")


def _entries(path: Path) -> Iterator[tuple[int, dict[str, Any] | None]]:
    for place, line in read_lines(path):
        try:
            entry = msgspec.json.decode(line)
        except msgspec.DecodeError:
            entry = None
        yield place.offset, entry if isinstance(entry, dict) else None


def _fault(path: Path, offset: int | None, message: str) -> Fault:
    return Fault(path, offset, None, message, "structure")
