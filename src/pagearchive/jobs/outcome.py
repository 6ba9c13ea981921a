"""What became of one address."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from msgspec import Struct, field

from pagearchive.model import Verdict

Fate = Verdict | Literal["not-a-url", "unreadable"]
"""What a capture ends with; or that there was nothing to capture; or that the page is in the archive, and the parser
crashed on it or could not come to an end, so that there is no record of it. It is not fetched again for that: a better
parser reads it from the archive (`extract`)."""

ARCHIVED: frozenset[str] = frozenset({"ok", "partial"})
"""Verdicts of a page that is in the archive with its content."""
READABLE: frozenset[str] = ARCHIVED | {"paywall"}
"""Verdicts of a page whose content, or what is shown of it, makes a record."""


class Outcome(Struct, frozen=True, kw_only=True, omit_defaults=False):
    """One attempt to archive one address: a line of report.jsonl."""

    url: str
    """As asked for."""
    verdict: Fate
    started_at: datetime
    seconds: float = 0.0
    exchanges: int = 0
    bytes: int = 0
    """Of all response bodies as they came over the wire."""
    error: str | None = None
    """One line: why the page is not "ok"."""
    final_url: str | None = None
    """After redirects, where that is another address."""
    status: int | None = None
    """HTTP status of the page itself."""
    logged_in: bool | None = None
    """Whether the mark of a login was on the page; None where none was asked for."""
    content_type: str | None = None
    """Media type of the page itself ("application/pdf")."""
    title: str | None = None
    kind: str | None = None
    """"thread" or "article" where a record was written; "board" for a list of topics, which has none."""
    posts: int | None = None
    words: int | None = None
    images: int | None = None
    warc_file: str | None = None
    """Name of the file in warc/ that holds the exchanges; None where nothing was sent back."""
    notes: list[str] = field(default_factory=list)
    warc_end: int | None = None
    """Bytes of that file up to the end of this page's records: what stands behind a run's last one is no whole page."""
    dom_at: int | None = None
    """Offset of the rendered DOM's record in that file."""
    record_at: int | None = None
    """Offset of the record's line in records.jsonl; None where none was written for this page."""
    thread: str | None = None
    """The address that was asked for, where this page was visited as a part of that thread: the line that settles the
    address is another, after all its parts."""
    pages: int | None = None
    """Pages of the thread, where it was followed."""
    found: list[str] | None = None
    """Of a board that was followed: the addresses of the threads that are archived because of it."""
    retry_after: float | None = None
    """Seconds that the server asked to be left alone (Retry-After of a 429 or 503)."""
    attempt: int = 1
    tags: dict[str, str] = field(default_factory=dict)
    """The other columns of the list the address came from."""

    @property
    def archived(self) -> bool:
        """Whether the page is in the archive with its content."""
        return self.verdict in ARCHIVED

    @property
    def session_expired(self) -> bool:
        """Whether the saved login does not hold for this host (any more): its other pages need not be tried."""
        return self.verdict == "login-wall" and self.logged_in is False

    @property
    def unread(self) -> str | None:
        """Why a page that is in the archive has no record, in one line; None where it has one, or is not there."""
        if not self.archived or self.kind is not None or self.thread is not None:
            return None
        kind = self.content_type or "no content type"
        return f"{kind}: archived as it came; it is not HTML, so there is no record of it"
