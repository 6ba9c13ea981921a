"""`pagearchive explain`: who reads a page, and what each selector finds on it."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from pagearchive.cli import options as opt
from pagearchive.cli.printing import Printer


def explain(
    source: Annotated[
        str, typer.Argument(metavar="INPUT", help="An HTML, WARC or WACZ file, or - for standard input.")
    ],
    url: opt.Address = None,
    platform: Annotated[
        str | None, typer.Option("--platform", metavar="NAME", help="Look up this adapter's selectors, whoever reads.")
    ] = None,
    platforms: opt.Platforms = None,
    json: opt.Json = False,
) -> None:
    """Say who reads a page and why, and what each selector of its adapter finds.

    For people who write an adapter: hits on the page, hits in the first post, how many posts have a value, and the
    first value of each; then what was taken away and what was missed. docs/adding-a-platform.md goes through it.

    Examples:

        pagearchive explain topic.html --url https://forum.example.org/topic/1

        pagearchive explain topic.html --platforms mine.py --platform myforum

        pagearchive explain crawl.warc.gz --json | jq .read_by
    """
    from pagearchive.cli.explanation import show
    from pagearchive.errors import PageArchiveError
    from pagearchive.jobs.explaining import explain_input
    from pagearchive.parse.platforms import PLATFORMS
    from pagearchive.parse.platforms.loading import with_own

    adapters = with_own(platforms) if platforms is not None else PLATFORMS
    printer = Printer(json=json)
    failed = False
    for found in explain_input(source, url, sys.stdin.buffer, platforms=adapters, adapter=platform):
        if isinstance(found, PageArchiveError):
            failed = True
            printer.error(f"pagearchive: {found}")
        elif json:
            printer.data(found)
        else:
            show(found, source)
    if failed:
        raise typer.Exit(1)
