"""A browser visits a URL and everything that crosses the wire is recorded. The only room that knows Playwright.

Importing this package loads no browser library; `Browser` does when it is first asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pagearchive.capture.credentials import credentials_for
from pagearchive.capture.found import FoundBrowser, find_browser, install_browser
from pagearchive.capture.options import CaptureOptions, Viewport

if TYPE_CHECKING:
    from pagearchive.capture.browser import Browser
    from pagearchive.capture.login import sign_in

__all__ = [
    "Browser",
    "CaptureOptions",
    "FoundBrowser",
    "Viewport",
    "credentials_for",
    "find_browser",
    "install_browser",
    "sign_in",
]


def __getattr__(name: str) -> Any:
    if name == "Browser":
        # Playwright takes 0.2 s to import, which `pagearchive --help` does not have.
        from pagearchive.capture.browser import Browser

        return Browser
    if name == "sign_in":
        from pagearchive.capture.login import sign_in

        return sign_in
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
