"""`pagearchive extract`: clean JSON from pages and archives that are at hand."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pagearchive.cli.options import Platforms, Quiet
from pagearchive.cli.printing import Printer, emit
from pagearchive.errors import PageArchiveError

if TYPE_CHECKING:
    from pagearchive.jobs.extraction import Extracted
    from pagearchive.model import Article, Thread


def extract(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT...",
            help="HTML, .warc, .warc.gz or .wacz files, directories of them, a collection, or - for standard input.",
        ),
    ],
    url: Annotated[str | None, typer.Option("--url", metavar="URL", help="The address of a bare HTML file.")] = None,
    to: Annotated[
        Path | None, typer.Option("--to", metavar="FILE", help="Write here instead of standard output.")
    ] = None,
    platforms: Platforms = None,
    quiet: Quiet = False,
) -> None:
    """Read pages and archives: one JSON record a line, no network, no browser.

    What cannot be read is named on standard error; the rest comes out, and the exit status is 1.

    Examples:

        pagearchive extract topic.html --url https://forum.example.org/topic/1

        pagearchive extract crawl.warc.gz --to records.jsonl

        curl -s https://example.org/ | pagearchive extract - | jq .title
    """
    from pagearchive.jobs.extraction import STDIN, extract_inputs
    from pagearchive.parse.platforms import PLATFORMS
    from pagearchive.parse.platforms.loading import with_own

    printer = Printer(quiet=quiet, json=to is None)
    if STDIN in inputs and sys.stdin.isatty():
        printer.say("reading standard input; end it with Ctrl-D")
    adapters = with_own(platforms) if platforms is not None else PLATFORMS
    found = _Records(extract_inputs(inputs, url, sys.stdin.buffer, adapters), printer)
    if to is None:
        for record in found:
            emit(record)
    else:
        from pagearchive.export.lines import write_jsonl

        count = write_jsonl(found, to)
        printer.say(f"{count} records in {to}")
    if found.failed:
        raise typer.Exit(1)


class _Records:
    """The records among what was found; errors are printed where they come."""

    def __init__(self, found: Iterator[Extracted], printer: Printer) -> None:
        self._found = found
        self._printer = printer
        self.failed = 0

    def __iter__(self) -> Iterator[Thread | Article]:
        for entry in self._found:
            if isinstance(entry, PageArchiveError):
                self.failed += 1
                self._printer.error(f"pagearchive: {entry}")
            else:
                yield entry
