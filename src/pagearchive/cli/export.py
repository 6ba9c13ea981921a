"""`pagearchive export`: a collection's records in another form."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pagearchive.cli import options as opt
from pagearchive.cli.printing import Printer


class Format(StrEnum):
    """What `--format` takes."""

    jsonl = "jsonl"
    json = "json"
    csv = "csv"
    parquet = "parquet"
    markdown = "markdown"


def export(
    collection: Annotated[Path, typer.Argument(metavar="DIR", help="A collection.", show_default=False)],
    format: Annotated[Format, typer.Option("--format", help="The form.", show_default=False)],
    to: Annotated[
        Path, typer.Option("--to", metavar="PATH", help="The file; a directory for markdown.", show_default=False)
    ],
    quiet: opt.Quiet = False,
    json: opt.Json = False,
) -> None:
    """Write a collection's records in another form.

    jsonl and json hold the records as they are; csv and parquet one row a post or article; markdown is one file a
    record, with front matter and the pictures beside it. Parquet needs `pip install 'pagearchive[parquet]'`.

    Examples:

        pagearchive export my-archive --format csv --to posts.csv

        pagearchive export my-archive --format markdown --to notes
    """
    from pagearchive.jobs.exporting import export_collection

    count = export_collection(collection, format.value, to)
    unit = "rows" if format in (Format.csv, Format.parquet) else "records"
    printer = Printer(quiet=quiet, json=json)
    printer.data({"format": format.value, "path": str(to), unit: count})
    printer.say(f"{count} {unit} in {to}")
