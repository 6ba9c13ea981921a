"""What a caller may say about a capture, and the bounds that no page can pass."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

MEGABYTE = 1024 * 1024


class Viewport(Struct, frozen=True, kw_only=True):
    """The size of the page's window in CSS pixels."""

    width: int = 1280
    height: int = 800


class CaptureOptions(Struct, frozen=True, kw_only=True):
    """How one page is to be captured. The defaults suit an unknown page on the open web."""

    timeout: float = 90
    """Seconds for the whole visit, from the first request to the stored DOM."""
    scroll: bool = True
    """Bring lazy content into view and press "load more" buttons, within the bounds below."""
    dismiss_overlays: bool = True
    """Answer consent banners (refusing where one can) and set aside what locks the page."""
    screenshot: bool = True
    """Take pictures of the first screen and of the full page."""
    allow_private: bool = False
    """Let the page connect to private, loopback and link-local addresses."""
    allowed_origins: frozenset[str] = frozenset()
    """Origins ("http://127.0.0.1:8000") that may be at a private address although `allow_private` is off."""
    storage_state: Path | None = None
    """A saved login (Playwright's storage state); secrets are then redacted unless `keep_secrets`."""
    keep_secrets: bool = False
    """Leave cookies, authorization and tokens in the exchanges although a saved login or credentials were used."""
    logged_in_if: str | None = None
    """A CSS selector that is on the page only while logged in; its absence gives the verdict "login-wall"."""
    credentials: tuple[str, str] | None = None
    """User name and password for HTTP authentication, sent to the page's own origin when it asks; they may stand in
    the URL instead, and are taken out of it."""
    user_agent: str | None = None
    """None: the browser's own."""
    contact: str | None = None
    """Appended to the user agent, so that a site's owner can find out who is visiting."""
    insecure: bool = False
    """Accept invalid certificates."""
    page_id: str | None = None
    """What ties the records of this visit together, for the page-info record's `pageid`; None: a new one."""
    locale: str | None = None
    """BCP 47, for Accept-Language; None: the browser's own (en-US)."""
    viewport: Viewport = Viewport()
    full_page_height: int = 12_000
    """Pixels; the full-page picture ends here."""
    max_body_bytes: int = 512 * MEGABYTE
    """A longer body is cut (WARC-Truncated: length)."""
    max_page_bytes: int = 2048 * MEGABYTE
    """All bodies of a page together; after that nothing more is fetched."""
    max_exchanges: int = 5_000
    """Requests a page; the following are refused."""
    max_candidates: int = 300
    """Images named in srcset, picture, data-src and the like that are fetched though this screen did not need them."""
    max_scrolls: int = 60
    """Screens that are scrolled down, infinite scrolling included."""
    max_clicks: int = 10
    """Presses of "load more" buttons."""
    max_popups: int = 10
    """Windows opened by the page that are captured; the following are closed at once."""
    max_dialogs: int = 20
    """alert, confirm and prompt boxes that are dismissed; then the page's script is stopped."""

    @property
    def masks_secrets(self) -> bool:
        """Whether what a saved login or credentials send and get is masked in what is recorded."""
        return bool(self.storage_state or self.credentials) and not self.keep_secrets
