"""The commands in the order in which `--help` shows them.

Nothing here imports a room: each command imports what it needs when it runs, so that `--help` and `extract` start at
once and never load a browser library.
"""

from __future__ import annotations

from typing import Annotated

import typer

from pagearchive.cli import extract

app = typer.Typer(
    name="pagearchive",
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
        from pagearchive import __version__

        typer.echo(f"pagearchive {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    pass


app.command()(extract.extract)
