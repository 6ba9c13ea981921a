"""Fixture directories: a page, what it is about, and the whole record that is expected of it.

<what-it-shows>/page.html       the page
                case.json       url, captured_at, and in `shows` what the case is about
                expected.json   the record
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from pagearchive import parse
from pagearchive.errors import InputError
from pagearchive.model import Page
from pagearchive.parse.platforms import PLATFORMS, Platform

PAGE, CASE, EXPECTED = "page.html", "case.json", "expected.json"
_SHORT, _LONG = 200, 120


class Difference(Struct, frozen=True, kw_only=True):
    """One value that is not as expected."""

    place: str
    """Where in the record: "posts[2].author.name"."""
    message: str
    """What was expected there and what was found."""

    @property
    def field(self) -> str:
        """The field of the record or of its posts that it belongs to: "title", "thread.page", "posts.author"."""
        return field_of(self.place)

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


def find_cases(root: Path) -> list[Path]:
    """The fixture directories at or below `root`, in order. Raises InputError when there are none."""
    found = sorted(path.parent for path in root.rglob(CASE))
    if not found:
        raise InputError(f"{root}: holds no fixture; `pagearchive fixture add INPUT --name …` makes one")
    return found


def page_of(case: Path) -> Page:
    """The page of a fixture. Raises InputError when page.html or case.json cannot be read."""
    about = _json_of(case / CASE)
    try:
        html = (case / PAGE).read_bytes()
    except OSError as error:
        raise InputError(f"{case / PAGE}: {error.strerror}") from error
    if not isinstance(about, dict) or not html.strip():
        raise InputError(f"{case}: {CASE} must be an object, and {PAGE} must not be empty")
    try:
        captured_at = msgspec.convert(about.get("captured_at"), type=datetime | None)
    except msgspec.ValidationError as error:
        raise InputError(f"{case / CASE}: captured_at: {error}") from error
    if captured_at is not None and captured_at.tzinfo is None:
        captured_at = captured_at.replace(tzinfo=UTC)
    return Page(html=html, url=about.get("url"), requested_url=about.get("url"), captured_at=captured_at)


def read_case(case: Path, platforms: tuple[Platform, ...] = PLATFORMS) -> dict[str, Any]:
    """The record that the page of a fixture gives now. Raises as `page_of`."""
    plain: dict[str, Any] = msgspec.to_builtins(parse.read(page_of(case), platforms=platforms))
    return plain


def expected_of(case: Path) -> dict[str, Any]:
    """The record that is expected. Raises InputError when it is missing or empty."""
    path = case / EXPECTED
    expected = _json_of(path)
    if not isinstance(expected, dict) or not expected:
        raise InputError(f"{path}: holds no record")
    return expected


def check_case(case: Path, platforms: tuple[Platform, ...] = PLATFORMS) -> list[Difference]:
    """What of the record is not as expected; a missing or empty expectation is a difference, too."""
    found = read_case(case, platforms)
    try:
        return list(compare(expected_of(case), found))
    except InputError as error:
        return [Difference(place=EXPECTED, message=str(error))]


def update_case(case: Path, platforms: tuple[Platform, ...] = PLATFORMS) -> list[Difference]:
    """Write what is found now as what is expected; gives what changed by it."""
    changed = check_case(case, platforms)
    if changed:
        write_expected(case, read_case(case, platforms))
    return changed


def write_expected(case: Path, record: dict[str, Any]) -> None:
    """Write the record as the fixture's expectation."""
    (case / EXPECTED).write_bytes(msgspec.json.format(msgspec.json.encode(record), indent=2) + b"\n")


def field_of(place: str) -> str:
    """The field that a place in a record belongs to: "posts[2].author.name" is in "posts.author"."""
    if place == EXPECTED:
        return place
    names = [part.partition("[")[0] for part in place.split(".")]
    return ".".join(names[: 2 if names[0] in ("posts", "thread") else 1])


def fields_of(record: dict[str, Any]) -> list[str]:
    """The fields of a record that are compared one by one, in its order."""
    found: dict[str, None] = {}
    for key, value in record.items():
        found[key] = None
        for part in value if isinstance(value, list) and key == "posts" else [value] if key == "thread" else []:
            found.update(dict.fromkeys(f"{key}.{name}" for name in part or ()))
    return list(found)


def compare(expected: Any, found: Any, place: str = "") -> Iterator[Difference]:
    """Every value that differs, in the order of the expectation."""
    if isinstance(expected, dict) and isinstance(found, dict):
        for key in [*expected, *(key for key in found if key not in expected)]:
            at = f"{place}.{key}" if place else str(key)
            if key not in found:
                yield Difference(place=at, message=f"expected {_short(expected[key])}, and it is missing")
            elif key not in expected:
                yield Difference(place=at, message=f"not expected: {_short(found[key])}")
            else:
                yield from compare(expected[key], found[key], at)
    elif isinstance(expected, list) and isinstance(found, list):
        if len(expected) != len(found):
            message = f"expected {len(expected)} entries, found {len(found)}: {_short(found)}"
            yield Difference(place=place, message=message)
        for number, (left, right) in enumerate(zip(expected, found, strict=False)):
            yield from compare(left, right, f"{place}[{number}]")
    elif expected != found or type(expected) is not type(found):
        yield Difference(place=place, message=f"expected {_around(expected, found)}, found {_around(found, expected)}")


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) < _SHORT else f"{text[:_SHORT]}…"


def _around(value: Any, other: Any) -> str:
    """A value as JSON; of long texts the part where they differ."""
    if not isinstance(value, str) or not isinstance(other, str) or max(len(value), len(other)) < _LONG:
        return _short(value)
    start = next((n for n, (a, b) in enumerate(zip(value, other, strict=False)) if a != b), min(len(value), len(other)))
    return f"…{json.dumps(value[max(0, start - 40) : start + 80], ensure_ascii=False)}… (from {start})"


def _json_of(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}") from error
    except ValueError as error:
        raise InputError(f"{path}: not JSON ({error})") from error
