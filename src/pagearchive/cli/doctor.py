"""`pagearchive doctor`: what is wrong with this machine or this collection, and how to mend it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pagearchive.cli import options as opt
from pagearchive.cli.printing import Printer


def doctor(
    collection: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help="A collection to look at, too.", show_default=False)
    ] = None,
    browser: opt.BrowserPath = None,
    quiet: opt.Quiet = False,
    json: opt.Json = False,
) -> None:
    """Look for what is wrong with this machine, and with a collection; say how to mend it.

    Exit status 1 when something is.

    Examples:

        pagearchive doctor

        pagearchive doctor my-archive
    """
    from pagearchive.jobs.diagnosis import diagnose

    printer = Printer(quiet=quiet, json=json)
    wrong = 0
    for finding in diagnose(browser, collection):
        printer.data(finding)
        text = f"{'ok' if finding.sound else 'WRONG':<6} {finding.what}: {finding.state}"
        if finding.sound:
            printer.say(text)
        else:
            wrong += 1
            printer.error(f"{text}; {finding.remedy}" if finding.remedy else text)
    if wrong:
        raise typer.Exit(1)
