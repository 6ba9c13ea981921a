"""`pagearchive login`: sign in by hand, once, for later captures."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pagearchive.cli import options as opt
from pagearchive.cli.printing import Printer


def login(
    url: Annotated[str, typer.Argument(metavar="URL", help="The page to sign in on.", show_default=False)],
    save: Annotated[
        Path,
        typer.Option(
            "--save", metavar="FILE", help="Where the login is kept; only you can read it.", show_default=False
        ),
    ],
    browser: opt.BrowserPath = None,
    quiet: opt.Quiet = False,
    json: opt.Json = False,
) -> None:
    """Open a window to sign in by hand, and save the login for --storage-state.

    Nothing is recorded of this window. Close it when you are signed in. What is saved is as good as your password.

    Examples:

        pagearchive login https://forum.example.org/login --save forum.login

        pagearchive batch urls.txt --storage-state forum.login --logged-in-if "a[href*=logout]"
    """
    import asyncio

    from pagearchive.capture import find_browser, sign_in
    from pagearchive.urls import check_address

    printer = Printer(quiet=quiet, json=json)
    cookies = asyncio.run(sign_in(check_address(url), save, find_browser(browser), printer.say))
    printer.data({"saved": str(save), "cookies": cookies})
    if not cookies:
        printer.note(f"{save}: the site has set no cookie; if you did sign in, check with --logged-in-if")
    printer.say(f"saved {cookies} {'cookie' if cookies == 1 else 'cookies'} and what the pages store to {save}")
