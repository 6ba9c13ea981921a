"""The commands in the order in which `--help` shows them.

Nothing here imports a room: each command imports what it needs when it runs, so that `--help` and `extract` start at
once and never load a browser library.
"""

from __future__ import annotations

from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from pagearchive import __version__
from pagearchive.cli.archive import archive
from pagearchive.cli.batch import batch, status
from pagearchive.cli.browser import browser
from pagearchive.cli.demo import demo
from pagearchive.cli.doctor import doctor
from pagearchive.cli.explain import explain
from pagearchive.cli.export import export
from pagearchive.cli.extract import extract
from pagearchive.cli.fixture import fixture
from pagearchive.cli.login import login
from pagearchive.cli.soundness import pack, verify

ORDER = (
    *("archive", "batch", "extract", "export", "verify", "replay", "view", "pack", "explain", "fixture"),
    *("browser", "doctor", "status", "login"),
)


class _InOrder(TyperGroup):
    """Lists commands and groups in our order; left alone, groups come last."""

    def list_commands(self, ctx: Any) -> list[str]:
        return sorted(super().list_commands(ctx), key=lambda name: ORDER.index(name) if name in ORDER else len(ORDER))


app = typer.Typer(
    name="pagearchive",
    cls=_InOrder,
    help="Archive forum threads and articles from the web, and get clean data out of them.",
    epilog="Exit status: 0 all pages archived, 1 some failed, 2 wrong usage, 130 interrupted.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"pagearchive {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    pass


app.command()(archive)
app.command()(batch)
app.command()(status)
app.command()(extract)
app.command()(export)
app.command()(verify)
app.command()(pack)
app.command()(explain)
app.add_typer(fixture, name="fixture")
app.add_typer(browser, name="browser")
app.command()(doctor)
app.command()(login)
app.command(hidden=True)(demo)
