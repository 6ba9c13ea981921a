"""JSON: a line a record, or one array."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from pagearchive.export.whole import whole_file


def write_jsonl(records: Iterable[Any], path: Path) -> int:
    """One record a line, as in records.jsonl; takes dicts or what `model` has. Returns the number of records."""
    count = 0
    with whole_file(path) as file:
        for record in records:
            file.write(msgspec.json.encode(record) + b"\n")
            count += 1
    return count


def write_json(records: Iterable[dict[str, Any]], path: Path) -> int:
    """One array of all records, indented. Returns the number of records."""
    count = 0
    with whole_file(path) as file:
        file.write(b"[")
        for record in records:
            file.write((b",\n" if count else b"\n") + msgspec.json.format(msgspec.json.encode(record), indent=2))
            count += 1
        file.write(b"\n]\n" if count else b"]\n")
    return count
