"""`pagearchive demo`, not listed by --help: what `make demo` runs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pagearchive.cli import options as opt
from pagearchive.cli.archive import line_for
from pagearchive.cli.printing import Printer, progress

if TYPE_CHECKING:
    from pagearchive.jobs.outcome import Outcome


def demo(
    to: Annotated[Path, typer.Option("--to", metavar="DIR")] = Path("archives/demo"),
    browser: opt.BrowserPath = None,
) -> None:
    """Archive a sample forum topic served from this machine, and show what comes out.

    Example:

        pagearchive demo
    """
    import msgspec

    from pagearchive.demo import serve
    from pagearchive.jobs.archiving import archive_pages
    from pagearchive.jobs.extraction import extract_inputs
    from pagearchive.jobs.options import RunOptions
    from pagearchive.jobs.running import run

    printer = Printer()
    outcomes: list[Outcome] = []
    with serve() as url, progress() as show:
        printer.say(f"serving a sample topic at {url}")
        options = RunOptions(browser=browser, trust_origins=True)
        run(archive_pages([url], to, options, lambda outcome, record: outcomes.append(outcome), show))
    (outcome,) = outcomes
    printer.say(line_for(outcome))
    if not outcome.archived or outcome.warc_file is None:
        raise typer.Exit(1)
    warc = to / "warc" / outcome.warc_file
    printer.say(f"reading it back from {warc}, without network or browser")
    for record in extract_inputs([str(warc)], None, sys.stdin.buffer):
        if isinstance(record, Exception):
            raise record
        print(msgspec.json.format(msgspec.json.encode(record), indent=2).decode())
    _show_files(to, warc, printer)


def _show_files(to: Path, warc: Path, printer: Printer) -> None:
    printer.say("")
    printer.say(f"everything lies in {to.resolve()}:")
    for path, what in (
        (warc.relative_to(to), "the archive: every request and response, the rendered DOM, screenshots"),
        (Path("records.jsonl"), "clean data, one record a page"),
        (Path("report.jsonl"), "what became of each address"),
        (Path("assets"), "the pictures of the records, named by digest"),
        (Path("collection.sqlite"), "index and full-text search; can be rebuilt"),
    ):
        print(f"  {path!s:<60} {what}")
    print(f"\nnext: .venv/bin/pagearchive archive URL --to {to.parent}/mine")
