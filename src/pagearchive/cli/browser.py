"""`pagearchive browser`: get a browser, or see which one is used."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from pagearchive.cli import options as opt
from pagearchive.cli.printing import Printer

if TYPE_CHECKING:
    from pagearchive.capture import FoundBrowser

browser = typer.Typer(help="Get a browser, or see which one is used.", no_args_is_help=True)


@browser.command()
def install(quiet: opt.Quiet = False, json: opt.Json = False) -> None:
    """Get a browser if there is none: Playwright's download, else the system's package manager.

    Example:

        pagearchive browser install
    """
    from pagearchive.capture import install_browser

    printer = Printer(quiet=quiet, json=json)
    _show(install_browser(printer.say), printer)


@browser.command()
def status(browser: opt.BrowserPath = None, quiet: opt.Quiet = False, json: opt.Json = False) -> None:
    """Show which browser is used and why; exit status 1 when there is none.

    Example:

        pagearchive browser status
    """
    from pagearchive.capture import find_browser

    _show(find_browser(browser), Printer(quiet=quiet, json=json))


def _show(found: FoundBrowser, printer: Printer) -> None:
    printer.data(found)
    printer.say(f"{found.version or 'a browser of unknown version'} at {found.path} ({found.why})")
