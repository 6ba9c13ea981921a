"""A collection's records in another form."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from pagearchive.collection import CollectionDirectory, read_lines
from pagearchive.errors import InputError, UsageError
from pagearchive.export import FORMATS, write_markdown
from pagearchive.jobs.restoring import with_assets


def export_collection(root: Path, form: str, to: Path) -> int:
    """Write the records to `to`; returns how many records (for a table: rows) it holds.

    Pictures that only the collection's WARCs hold are put into its assets/ again.

    Raises InputError when `root` is no collection or holds a damaged line, OutputError when `to` cannot be written.
    """
    directory = CollectionDirectory(root)
    directory.require()
    records = with_assets(read_records(directory.records), directory)
    if form == "markdown":
        return write_markdown(records, to, root)
    if form not in FORMATS:
        raise UsageError(f"{form}: no such format; there are {', '.join([*FORMATS, 'markdown'])}")
    return FORMATS[form](records, to)


def read_records(path: Path) -> Iterator[dict[str, Any]]:
    """The records of records.jsonl as dicts, one at a time."""
    for place, line in read_lines(path):
        try:
            yield msgspec.json.decode(line)
        except msgspec.DecodeError as error:
            raise InputError(f"{path} at offset {place.offset}: not JSON ({error})") from error
