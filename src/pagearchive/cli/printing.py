"""What is said and where: results for people or machines on standard output, everything else on standard error."""

from __future__ import annotations

import contextlib
import re
import sys
from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from pagearchive.errors import OutputError

_BREAKS = re.compile(r"\s*[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]\s*")
_CONTROLS = dict.fromkeys((*range(32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A)))
"""C0, C1 and the marks that turn the direction of text."""


def clean(text: str) -> str:
    """The text in one line, without control characters: a page's title must not steer the terminal."""
    return _BREAKS.sub(" ", text).translate(_CONTROLS)


class Printer:
    """Prints for one command. `quiet`: no line for people but errors; `json`: standard output belongs to machines."""

    def __init__(self, *, quiet: bool = False, json: bool = False) -> None:
        self._quiet = quiet
        self._json = json

    def say(self, text: str) -> None:
        """A line for people: on standard output, or on standard error when that belongs to machines."""
        if not self._quiet:
            print(clean(text), file=sys.stderr if self._json else sys.stdout, flush=True)

    def note(self, text: str) -> None:
        """A line for people about something that is no failure, and not what was asked for either."""
        if not self._quiet:
            sys.stdout.flush()
            print(f"{'note':<8} {clean(text)}", file=sys.stderr, flush=True)

    def error(self, text: str) -> None:
        """A line about something that failed."""
        sys.stdout.flush()
        print(clean(text), file=sys.stderr, flush=True)

    def data(self, entry: Any) -> None:
        """A JSON line on standard output, when machines read it."""
        if self._json:
            emit(entry)


def emit(entry: Any) -> None:
    """A JSON line on standard output, written at once so that a reader down the pipe can begin."""
    try:
        sys.stdout.buffer.write(msgspec.json.encode(entry) + b"\n")
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(f"standard output: {error.strerror}") from error


@contextlib.contextmanager
def progress(*, quiet: bool = False) -> Iterator[Callable[[str], None]]:
    """Gives a function that shows what is being done, on a terminal; in a pipe it does nothing."""
    if quiet or not sys.stderr.isatty():
        yield lambda text: None
        return
    from rich.console import Console
    from rich.markup import escape

    console = Console(stderr=True)
    with console.status("starting the browser …") as status:
        yield lambda text: status.update(escape(clean(text)[: console.width - 4]))
