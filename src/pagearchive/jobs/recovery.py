"""Putting a collection in order after a run that died: nothing finished is lost, nothing half-done stays.

A run dies between any two of these steps: records in a WARC (`.open`), their commit, a line in records.jsonl, a line in
report.jsonl. So three things can be found:

- A record that no report line names: the last thing written before the end. Its page is whole in the WARC, which was
  committed first: the missing report line is written.
- A WARC still called `.open`: it is cut back to the last page that the report names (the record just mentioned counts)
  and gets its final name; one that holds no such page is removed, and the page is fetched again.
- A torn line at the end of a `.jsonl` file: cut off where the file was opened.
- A report line that is no JSON, after a failure of the disk: set aside; the record that it had named, if any, is
  reported anew.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec
from msgspec import Struct

from pagearchive.archive import OPEN_SUFFIX, salvage
from pagearchive.collection import CollectionDirectory, LineFile, LinePlace, read_lines
from pagearchive.jobs.outcome import Outcome


class _Reported(Struct):
    """What of a report line counts here."""

    warc_file: str | None = None
    warc_end: int | None = None
    record_at: int | None = None


def recover(directory: CollectionDirectory, report: LineFile) -> list[str]:
    """Mend what a run that died left; `report` is the open report, which its holder alone writes.

    Gives a line for each thing that was done. Raises OutputError.
    """
    done = [f"report.jsonl: a torn last line of {report.cut} bytes was cut off"] if report.cut else []
    ends: dict[str, int] = {}
    named: set[int] = set()
    damaged: list[LinePlace] = []
    for place, line in read_lines(directory.report):
        try:
            entry = msgspec.json.decode(line, type=_Reported)
        except msgspec.DecodeError:
            damaged.append(place)
            continue
        if entry.warc_file and entry.warc_end:
            ends[entry.warc_file] = max(ends.get(entry.warc_file, 0), entry.warc_end)
        if entry.record_at is not None:
            named.add(entry.record_at)
    for place in damaged:
        aside = report.set_aside(place)
        done.append(f"report.jsonl at offset {place.offset}: a damaged line was moved to {aside.name}")
    adopted = _adopt(directory, report, named, 0 if damaged else max(named, default=0))
    done += [f"{outcome.url}: was archived, but not reported yet" for outcome in adopted]
    whole = {outcome.warc_file for outcome in adopted}
    for path in sorted(directory.warcs.glob(f"*{OPEN_SUFFIX}")):
        name = path.name.removesuffix(OPEN_SUFFIX)
        kept = salvage(path, at_most=None if name in whole else ends.get(name, 0))
        done.append(f"{path.name}: " + (f"saved as {kept.name}" if kept else "held no finished page; removed"))
    return done


def _adopt(directory: CollectionDirectory, report: LineFile, named: set[int], start: int) -> list[Outcome]:
    """Report the records from `start` on that no line names."""
    adopted = []
    for place, line in read_lines(directory.records, start):
        if place.offset in named:
            continue
        try:
            record = msgspec.json.decode(line)
        except msgspec.DecodeError:
            continue  # `verify` names it
        outcome = _outcome(record, place.offset)
        report.append(msgspec.json.encode(outcome))
        adopted.append(outcome)
    return adopted


def _outcome(record: dict[str, Any], record_at: int) -> Outcome:
    provenance = record.get("provenance") or {}
    stated = record.get("captured_at")
    requested, url = record.get("requested_url"), record.get("url")
    return Outcome(
        url=requested or url or "",
        verdict="ok",
        started_at=datetime.fromisoformat(stated) if stated else datetime.now(UTC),
        final_url=url if url != requested else None,
        title=record.get("title"),
        kind=record.get("kind"),
        posts=len(record.get("posts", ())) if record.get("kind") == "thread" else None,
        words=len(record.get("text", "").split()),
        images=len(record.get("images", ())),
        warc_file=provenance.get("warc_file"),
        dom_at=provenance.get("offset"),
        record_at=record_at,
        notes=["the run ended before this page was reported"],
    )
