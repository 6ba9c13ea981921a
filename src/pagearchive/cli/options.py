"""The options that several commands share, said once."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

_COMMON = "Output"
_VISIT = "The visit"

To = Annotated[Path, typer.Option("--to", metavar="DIR", help="The collection's directory; made if missing.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.", rich_help_panel=_COMMON)]
Json = Annotated[
    bool,
    typer.Option(
        "--json", help="JSON lines on standard output; lines for people on standard error.", rich_help_panel=_COMMON
    ),
]
AllowPrivate = Annotated[
    bool,
    typer.Option(
        "--allow-private",
        help="Let pages connect to private, loopback and link-local addresses.",
        rich_help_panel=_VISIT,
    ),
]
Timeout = Annotated[
    float, typer.Option("--timeout", metavar="SECONDS", min=1, max=3600, help="Limit a page.", rich_help_panel=_VISIT)
]
Scroll = Annotated[
    bool,
    typer.Option("--scroll/--no-scroll", help="Scroll down so that lazy content loads.", rich_help_panel=_VISIT),
]
DismissOverlays = Annotated[
    bool,
    typer.Option(
        "--dismiss-overlays/--no-dismiss-overlays",
        help="Refuse cookie banners, and set aside what locks the page.",
        rich_help_panel=_VISIT,
    ),
]
StorageState = Annotated[
    Path | None,
    typer.Option("--storage-state", metavar="FILE", help="A saved login to visit with.", rich_help_panel=_VISIT),
]
Credentials = Annotated[
    Path | None,
    typer.Option(
        "--credentials",
        metavar="FILE",
        envvar="PAGEARCHIVE_CREDENTIALS",
        help="Names and passwords for HTTP authentication, in netrc's form: machine HOST login NAME password WORD.",
        rich_help_panel=_VISIT,
    ),
]
KeepSecrets = Annotated[
    bool,
    typer.Option("--keep-secrets", help="Do not redact cookies and tokens of a saved login.", rich_help_panel=_VISIT),
]
LoggedInIf = Annotated[
    str | None,
    typer.Option(
        "--logged-in-if",
        metavar="SELECTOR",
        help="What a page shows only while logged in; without it the verdict is login-wall.",
        rich_help_panel=_VISIT,
    ),
]
UserAgent = Annotated[
    str | None,
    typer.Option("--user-agent", metavar="TEXT", help="Instead of the browser's own.", rich_help_panel=_VISIT),
]
Contact = Annotated[
    str | None,
    typer.Option(
        "--contact", metavar="TEXT", help="An address for site owners, added to the user agent.", rich_help_panel=_VISIT
    ),
]
Insecure = Annotated[
    bool,
    typer.Option("--insecure", help="Accept invalid certificates; the archive records it.", rich_help_panel=_VISIT),
]
BrowserPath = Annotated[
    Path | None,
    typer.Option(
        "--browser",
        metavar="PATH",
        envvar="PAGEARCHIVE_BROWSER",
        help="The Chromium or Chrome to use.",
        rich_help_panel=_VISIT,
    ),
]


class RobotsChoice(StrEnum):
    """What `--robots` takes."""

    obey = "obey"
    warn = "warn"
    ignore = "ignore"


class FollowChoice(StrEnum):
    """What `--follow` takes."""

    thread = "thread"
    board = "board"


Robots = Annotated[
    RobotsChoice,
    typer.Option(
        "--robots",
        help="robots.txt: obey it, warn and visit all the same, or ignore it. Followed pages obey it unless ignored.",
        rich_help_panel=_VISIT,
    ),
]
Follow = Annotated[
    FollowChoice | None,
    typer.Option(
        "--follow",
        help="thread: visit all its pages and make one record of them; board: so archive each thread that it lists.",
        rich_help_panel=_VISIT,
    ),
]
MaxPages = Annotated[
    int, typer.Option("--max-pages", min=1, max=100_000, help="Pages a thread or board.", rich_help_panel=_VISIT)
]
MaxThreads = Annotated[
    int | None,
    typer.Option("--max-threads", min=1, help="Threads a board that is followed.", rich_help_panel=_VISIT),
]
Since = Annotated[
    datetime | None,
    typer.Option(
        "--since",
        metavar="DATE",
        formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%S%z"],
        help="Leave out a board's threads without activity since then (2026-01-31; UTC).",
        rich_help_panel=_VISIT,
    ),
]
Platforms = Annotated[
    Path | None,
    typer.Option(
        "--platforms", metavar="FILE", help="Your own adapters: a Python file that defines PLATFORMS; asked first."
    ),
]
Address = Annotated[
    str | None,
    typer.Option("--url", metavar="URL", help="The address of a bare HTML file, or the page of an archive to take."),
]


def moment(since: datetime | None) -> datetime | None:
    """What `--since` means: UTC where no offset was given."""
    return since.replace(tzinfo=UTC) if since is not None and since.tzinfo is None else since
