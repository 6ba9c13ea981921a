"""Lists of addresses: text, one a line; or CSV with a `url` column. Read one line at a time, however long."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, TextIO

from pagearchive.errors import InputError, NotAnAddressError, UsageError
from pagearchive.urls import check_address

MAX_LINE = 1 << 20
STDIN = "-"


class Listed(NamedTuple):
    """One entry of a list."""

    line: int
    """Number of its line, from 1."""
    url: str
    """In normal form; where `error` is set, the text as it stands there."""
    tags: dict[str, str]
    """The other columns of a CSV."""
    error: str | None = None
    """Why it is no address."""


def read_list(source: str, stdin: TextIO) -> Iterator[Listed]:
    """The entries of a file, or of standard input ("-"). Blank lines and `#` comments are passed over.

    Bad entries come with their error. Raises InputError when the file cannot be read, UsageError for a CSV without a
    `url` column.
    """
    if source == STDIN:
        yield from _entries(stdin, "standard input", is_csv=None)
        return
    path = Path(source)
    try:
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as stream:
            yield from _entries(stream, source, is_csv=True if path.suffix.lower() in (".csv", ".tsv") else None)
    except OSError as error:
        raise InputError(f"{source}: {error.strerror}") from error


def _entries(stream: TextIO, name: str, *, is_csv: bool | None) -> Iterator[Listed]:
    """Decide by the name, else by the first line that says something: a header has a column `url`."""
    lines = _bounded(stream)
    for number, line in lines:
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        separator = _header_separator(line)
        if separator is None and is_csv:
            raise UsageError(f"{name}: line {number}: a CSV list needs a header line with a column named url")
        if separator is not None:
            yield from _csv(line, number, lines, separator)
        else:
            yield from _text(line, number)
            for later, text in lines:
                yield from _text(text, later)
        return


def _bounded(stream: TextIO) -> Iterator[tuple[int, str]]:
    number = 0
    while line := stream.readline(MAX_LINE):
        number += 1
        while len(line) >= MAX_LINE and not line.endswith("\n") and (rest := stream.readline(MAX_LINE)):
            line = "x" * MAX_LINE if len(rest) == MAX_LINE else line[:MAX_LINE]  # too long to be an address
            if rest.endswith("\n"):
                break
        yield number, line


def _header_separator(line: str) -> str | None:
    for separator in (",", ";", "\t"):
        cells = [cell.strip().strip('"').lower() for cell in line.rstrip("\r\n").split(separator)]
        if "url" in cells:
            return separator
    return None


def _text(line: str, number: int) -> Iterator[Listed]:
    text = line.strip()
    if text and not text.startswith("#"):
        yield _listed(number, text, {})


def _csv(header: str, first: int, lines: Iterator[tuple[int, str]], separator: str) -> Iterator[Listed]:
    names = [name.strip() for name in next(csv.reader([header], delimiter=separator))]
    at = [name.lower() for name in names].index("url")
    current = first

    def texts() -> Iterator[str]:
        nonlocal current
        for number, line in lines:
            current = number
            yield line

    reader = csv.reader(texts(), delimiter=separator)
    while True:
        start = current + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Listed(start, "", {}, f"line {start}: {error}")
            continue
        if not any(cell.strip() for cell in row) or row[0].lstrip().startswith("#"):
            continue
        tags = {
            name: cell.strip() for name, cell in zip(names, row, strict=False) if name.lower() != "url" and cell.strip()
        }
        yield _listed(start, row[at].strip() if at < len(row) else "", tags)


def _listed(number: int, text: str, tags: dict[str, str]) -> Listed:
    try:
        return Listed(number, check_address(text), tags)
    except NotAnAddressError as error:
        reason = str(error).removeprefix(f"{text}: ")  # the text stands beside it wherever it is told
        return Listed(number, text[:2000], tags, f"line {number}: {reason}")
