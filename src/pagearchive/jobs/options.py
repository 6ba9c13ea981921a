"""What a caller may say about a run."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Literal

from msgspec import Struct, field

Robots = Literal["obey", "warn", "ignore"]
Follow = Literal["thread", "board"]


class RunOptions(Struct, frozen=True, kw_only=True):
    """How the addresses of one run are archived; the same for one page and for a batch."""

    browser: Path | None = None
    """The program to use; None: the first that is found."""
    timeout: float = 90
    """Seconds for one page."""
    scroll: bool = True
    allow_private: bool = False
    """Let pages connect to private, loopback and link-local addresses."""
    trust_origins: bool = False
    """Let a page connect to its own origin even at a private address: the address was typed by a person."""
    dismiss_overlays: bool = True
    """Refuse cookie banners, and set aside what locks the page."""
    storage_state: Path | None = None
    """A saved login."""
    credentials: Path | None = None
    """A file in netrc's form with user names and passwords for HTTP authentication."""
    passwords: dict[str, tuple[str, str]] = field(default_factory=dict)
    """User name and password by origin, from the addresses that were listed; they come before those of the file."""
    keep_secrets: bool = False
    """Leave cookies and tokens in the archive although a saved login or credentials were used."""
    logged_in_if: str | None = None
    """A CSS selector that is on a page only while logged in."""
    user_agent: str | None = None
    contact: str | None = None
    insecure: bool = False
    robots: Robots = "warn"
    follow: Follow | None = None
    """"thread": visit all pages of a thread and make one record of them; "board": the addresses are boards, and their
    threads are visited so."""
    max_pages: int = 500
    """Pages of one thread, and of one board, that are visited at the most."""
    max_threads: int | None = None
    """Threads of one board at the most."""
    since: datetime | None = None
    """A board's threads whose last activity was before are left out."""
    screenshot: bool = True
    warc_bytes: int = 1 << 30
    """A WARC that has grown beyond this is closed, and the next page begins a new one."""
