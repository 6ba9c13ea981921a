"""`pagearchive fixture`: regression fixtures from pages and archives."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from pagearchive.cli import options as opt
from pagearchive.cli.printing import Printer

fixture = typer.Typer(
    help="Make and check regression fixtures: pages cut down to what the parser looks at.",
    no_args_is_help=True,
)

DIRECTORY = Path("tests/fixtures")
_Root = Annotated[Path, typer.Argument(metavar="[DIR]", help="Fixtures, or a directory of them.")]


@fixture.command()
def add(
    source: Annotated[
        str, typer.Argument(metavar="INPUT", help="An HTML, WARC or WACZ file, or - for standard input.")
    ],
    name: Annotated[str, typer.Option("--name", metavar="WHAT-IT-SHOWS", help="The fixture's name.")],
    url: opt.Address = None,
    to: Annotated[Path, typer.Option("--to", metavar="DIR", help="Below it: PLATFORM/WHAT-IT-SHOWS/.")] = DIRECTORY,
    shows: Annotated[
        str | None, typer.Option("--shows", metavar="TEXT", help="A sentence on what it is about.")
    ] = None,
    posts: Annotated[int, typer.Option("--posts", min=1, max=1000, help="As many posts are kept of a thread.")] = 3,
    keep_text: Annotated[
        bool, typer.Option("--keep-text", help="Keep names, words, addresses and pictures: for your own pages only.")
    ] = False,
    platforms: opt.Platforms = None,
    quiet: opt.Quiet = False,
    json: opt.Json = False,
) -> None:
    """Make a fixture of a page: what the parser does not look at is cut away, and its content is invented anew.

    Names, words, addresses and pictures are replaced by others of the same shape, the same one by the same everywhere.
    The result must be read as the page was; what was lost on the way is said. What the parser needs as it is (dates,
    "Page 2 of 3") stays and is listed: look it over before you publish it.

    Examples:

        pagearchive fixture add topic.html --name quote-inside-quote --url https://forum.example.org/topic/1

        pagearchive fixture add crawl.warc.gz --url https://forum.example.org/topic/1 --name polls --to fixtures
    """
    from pagearchive.jobs.extraction import one_page
    from pagearchive.parse.platforms import PLATFORMS
    from pagearchive.parse.platforms.loading import with_own
    from pagearchive.testing.recording import record_fixture

    printer = Printer(quiet=quiet, json=json)
    page = one_page(source, url, sys.stdin.buffer)
    adapters = with_own(platforms) if platforms is not None else PLATFORMS
    made = record_fixture(page, to, name, shows=shows, posts=posts, keep_text=keep_text, platforms=adapters)
    printer.data(made)
    what = f"{made.posts} of {made.posts_before} posts, " if made.posts_before else ""
    printer.say(f"{made.directory}: read by {made.read_by}, {what}{made.size:,} of {made.size_before:,} bytes")
    for text in made.kept:
        printer.say(f"kept as it is: {text}")
    if made.is_cut_short:
        printer.say("the page is so large that not all was tried: more stays than would have to")
    for loss in made.lost:
        printer.error(f"lost: {loss}")
    if made.lost:
        raise typer.Exit(1)


@fixture.command()
def check(
    root: _Root = DIRECTORY,
    platforms: opt.Platforms = None,
    quiet: opt.Quiet = False,
    json: opt.Json = False,
) -> None:
    """Read the pages of fixtures and compare every field with what is expected; exit status 1 when any differs.

    Examples:

        pagearchive fixture check

        pagearchive fixture check fixtures/mine --platforms mine.py
    """
    from pagearchive.parse.platforms import PLATFORMS
    from pagearchive.parse.platforms.loading import with_own
    from pagearchive.testing.checking import check_case, find_cases

    printer = Printer(quiet=quiet, json=json)
    adapters = with_own(platforms) if platforms is not None else PLATFORMS
    cases = find_cases(root)
    wrong = 0
    for case in cases:
        differences = check_case(case, adapters)
        printer.data({"fixture": str(case), "differences": differences})
        if differences:
            wrong += 1
            printer.error(f"{case}: {len(differences)} {'value differs' if len(differences) == 1 else 'values differ'}")
            for difference in differences:
                printer.error(f"  {difference}")
            more = f" --platforms {platforms}" if platforms is not None else ""
            printer.error(f"  if the new record is right: pagearchive fixture update {case}{more}")
    printer.say(f"{len(cases) - wrong} of {len(cases)} fixtures as expected")
    if wrong:
        raise typer.Exit(1)


@fixture.command()
def update(
    root: _Root = DIRECTORY,
    platforms: opt.Platforms = None,
    quiet: opt.Quiet = False,
    json: opt.Json = False,
) -> None:
    """Write what is found now as what is expected; read what it says before you commit it.

    Example:

        pagearchive fixture update tests/fixtures/smf
    """
    from pagearchive.parse.platforms import PLATFORMS
    from pagearchive.parse.platforms.loading import with_own
    from pagearchive.testing.checking import find_cases, update_case

    printer = Printer(quiet=quiet, json=json)
    adapters = with_own(platforms) if platforms is not None else PLATFORMS
    cases = find_cases(root)
    changed = 0
    for case in cases:
        differences = update_case(case, adapters)
        printer.data({"fixture": str(case), "differences": differences})
        changed += bool(differences)
        if differences:
            printer.say(f"{case}: written")
        for difference in differences:
            printer.say(f"  {difference}")
    printer.say(f"{changed} of {len(cases)} fixtures rewritten")
