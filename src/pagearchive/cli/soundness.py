"""`pagearchive verify` and `pagearchive pack`: is the archive sound, and the archive as one file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pagearchive.cli import options as opt
from pagearchive.cli.printing import Printer


def verify(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="A WARC, a WACZ, or a collection.", show_default=False)],
    quiet: opt.Quiet = False,
    json: opt.Json = False,
) -> None:
    """Check that an archive is sound: structure, digests, lengths, truncation, missing resources.

    One line a fault, with file and offset; exit status 1 when there is any. Of a collection it also says which page
    of the report lacks its WARC or its record.

    Examples:

        pagearchive verify my-archive

        pagearchive verify crawl.warc.gz --json
    """
    from pagearchive.jobs.verifying import as_dict, verify_path

    printer = Printer(quiet=quiet, json=json)
    count = 0
    for fault in verify_path(path):
        count += 1
        printer.data(as_dict(fault))
        printer.error(str(fault))
    if count:
        printer.say(f"{path}: {count} {'fault' if count == 1 else 'faults'}")
        raise typer.Exit(1)
    printer.say(f"{path}: sound")


def pack(
    collection: Annotated[
        Path, typer.Argument(metavar="DIR", help="A collection, or a directory of WARC files.", show_default=False)
    ],
    to: Annotated[Path, typer.Option("--to", metavar="FILE.wacz", help="The file to write.", show_default=False)],
    title: Annotated[
        str | None, typer.Option("--title", help="The package's title; else the directory's name.")
    ] = None,
    quiet: opt.Quiet = False,
    json: opt.Json = False,
) -> None:
    """Pack a collection into one WACZ file, which ReplayWeb.page opens.

    Example:

        pagearchive pack my-archive --to my-archive.wacz
    """
    from pagearchive.archive import pack as write_package
    from pagearchive.jobs.version import SOFTWARE

    write_package(collection, to, software=SOFTWARE, title=title)
    printer = Printer(quiet=quiet, json=json)
    size = to.stat().st_size
    printer.data({"path": str(to), "bytes": size})
    printer.say(f"{to}: {size:,} bytes")
