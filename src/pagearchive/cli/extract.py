"""`pagearchive extract`: clean JSON from pages and archives that are at hand."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pagearchive.cli.engines import Engine, EngineChoice
from pagearchive.cli.options import Platforms, Quiet
from pagearchive.cli.printing import Printer, emit
from pagearchive.errors import PageArchiveError

if TYPE_CHECKING:
    import msgspec

    from pagearchive.jobs.bulk import Crew, Line
    from pagearchive.jobs.readers.work import Setup
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
    workers: Annotated[
        int | None,
        typer.Option(
            "--workers", min=1, max=1024, help="Processes that read; without it one a processor.", show_default=False
        ),
    ] = None,
    comments: Annotated[
        bool, typer.Option("--comments", help="Read what readers wrote below articles as well, apart from the text.")
    ] = False,
    engine: Engine = EngineChoice.local,
    platforms: Platforms = None,
    quiet: Quiet = False,
) -> None:
    """Read pages and archives: one JSON record a line, no network, no browser.

    Archives are read by several processes, large ones in parts; the records come out in the order of the inputs.
    What cannot be read is named on standard error; the rest comes out, and the exit status is 1.

    Examples:

        pagearchive extract topic.html --url https://forum.example.org/topic/1

        pagearchive extract crawls/ --workers 8 --to records.jsonl

        curl -s https://example.org/ | pagearchive extract - | jq .title
    """
    from pagearchive.jobs.bulk import extraction
    from pagearchive.jobs.extraction import STDIN

    printer = Printer(quiet=quiet, json=to is None)
    if STDIN in inputs and sys.stdin.isatty():
        printer.say("reading standard input; end it with Ctrl-D")
    crew = partial(_crew, engine, workers)
    with extraction(inputs, url, sys.stdin.buffer, platforms, crew, comments=comments) as lines:
        found = _Records(lines, printer)
        if to is None:
            for record in found:
                emit(record)
        else:
            from pagearchive.export.lines import write_jsonl

            count = write_jsonl(found, to)
            printer.say(f"{count} records in {to}")
    if found.failed:
        raise typer.Exit(1)


def _crew(engine: EngineChoice, workers: int | None, setup: Setup) -> AbstractContextManager[Crew]:
    if engine is EngineChoice.ray:
        from pagearchive.jobs.cluster.extraction import RayCrew

        return RayCrew(workers, setup)
    from pagearchive.jobs.bulk import LocalCrew
    from pagearchive.jobs.readers.pool import processors

    return LocalCrew(workers or processors(), setup)


class _Records:
    """The records among what was found; errors are printed where they come."""

    def __init__(self, found: Iterator[Line], printer: Printer) -> None:
        self._found = found
        self._printer = printer
        self.failed = 0

    def __iter__(self) -> Iterator[msgspec.Raw | Thread | Article]:
        for entry in self._found:
            if isinstance(entry, PageArchiveError):
                self.failed += 1
                self._printer.error(f"pagearchive: {entry}")
            else:
                yield entry
