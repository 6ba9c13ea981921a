"""Every error that pagearchive raises on purpose.

    PageArchiveError
    ├── UsageError               the call itself is wrong: an option, an address, a file name
    │   └── NotAnAddressError    the text is not an http or https URL
    ├── SetupError               this machine lacks something
    │   └── BrowserNotFoundError
    ├── BrowserError             the browser failed as a program (crashed, did not start, stopped answering)
    ├── InputError               something that was given to be read cannot be
    │   ├── NotHtmlError         the input is not a page
    │   ├── TooLargeError        the input is over a stated bound
    │   ├── ReaderError          reading a page did not come to an end: a crash, or a limit of time or memory
    │   └── ArchiveError         a WARC or WACZ is damaged; knows the file and the offset
    └── OutputError              a file or directory cannot be written (disk full, no permission)

A message is one line. It names the place (URL, file and offset, line) and says what to do. What becomes of a
*page* (HTTP error, time-out, refused address) is no exception but a verdict: see `model.Verdict`.
"""

from __future__ import annotations

from pathlib import Path


class PageArchiveError(Exception):
    """The root of all errors raised on purpose; `str(error)` is one line for people."""


class UsageError(PageArchiveError):
    """The call is wrong: an option, an address, a name. Exit status 2 on the command line."""


class NotAnAddressError(UsageError):
    """The text is not an absolute http or https URL."""


class SetupError(PageArchiveError):
    """This machine lacks something; the message says what to type."""


class BrowserNotFoundError(SetupError):
    """No Chromium or Chrome was found in any of the places that are searched."""


class BrowserError(PageArchiveError):
    """The browser failed as a program: it did not start, crashed, or stopped answering."""


class InputError(PageArchiveError):
    """Something that was given to be read cannot be read."""


class NotHtmlError(InputError):
    """The input is not an HTML page."""


class TooLargeError(InputError):
    """The input is larger than a stated bound."""


class ReaderError(InputError):
    """Reading one page did not come to an end: the parser crashed, or passed its limit of time or memory.

    It is about that page alone; the process it was read in is replaced, and other pages are not affected.
    """


class ArchiveError(InputError):
    """A WARC or WACZ file is damaged.

    `path` is the file, `offset` the byte in it where the damaged record starts (None: not known).
    """

    def __init__(self, message: str, path: Path | str, offset: int | None = None) -> None:
        self.path = Path(path)
        self.offset = offset
        place = f"{path}" if offset is None else f"{path} at offset {offset}"
        super().__init__(f"{place}: {message}")


class OutputError(PageArchiveError):
    """A file or directory cannot be written."""
