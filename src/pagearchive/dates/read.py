"""Tokens -> RFC 3339, by the shapes that dates have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from pagearchive.dates.scan import Scan, Token, scan

EARLIEST_YEAR = 1990
LATEST_YEAR = 2100

_CLOCK = "(?:U?TU?Z*)"
_STRONG = re.compile(
    rf"(?:TZ*)?W?(?:[DE]|MNY|NMY|YMN|YNM|MNy|NMy|MNTZ*Y|NMTZ*Y|d(?=U?T)|(?<=T)d|(?<=TW)d)W?Z*{_CLOCK}?"
    rf"|R{_CLOCK}|TR|W?(?:MN|NM){_CLOCK}|(?<![MNYDEd])W{_CLOCK}|P[NH1][Uu]|[NH1][Uu](?:[NH][Uu])*G|(?<![NHP])UG|Q"
)
"""Shapes that are dates wherever they stand."""
_WEAK = re.compile(rf"W?(?:MN|NM)W?|W?(?:NMN|MNN)W?{_CLOCK}?|M[Yy]|YM|W?d|R|[NH][Uu](?:[NH][Uu])*|TZ*W?(?:MN|NM)")
"""Shapes that are dates when nothing else is there."""


class Context(NamedTuple):
    """What a date is read against."""

    captured_at: datetime | None = None
    languages: tuple[str, ...] = ()
    day_first: bool | None = None


class Reading(NamedTuple):
    """A date found in a text: where it stands, and its RFC 3339 form."""

    start: int
    end: int
    value: str


def readings(text: str, context: Context, *, whole: bool) -> Iterator[Reading]:
    """The dates in `text` in order; with `whole`, also a text that is a date and nothing else in a weaker shape."""
    found = scan(text, context.languages)
    for match in _STRONG.finditer(found.kinds):
        first, last = match.span()
        if first and found.kinds[first - 1] == "J":
            continue
        tokens = found.tokens[first:last]
        value = _value(tokens, context)
        if value is not None:
            yield Reading(tokens[0].start, tokens[-1].end, value)
    if whole and _WEAK.fullmatch(found.kinds):
        value = _value(found.tokens, context)
        if value is not None:
            yield Reading(found.tokens[0].start, found.tokens[-1].end, value)


def words_beside(found: Scan) -> int:
    """How many tokens are no part of any date."""
    return found.kinds.count("X")


def _value(tokens: list[Token], context: Context) -> str | None:
    """RFC 3339 of tokens that make one of the shapes."""
    kinds = {token.kind: token for token in tokens}
    if "R" in kinds or "Q" in kinds or not _ABSOLUTE.intersection(kinds):
        return _relative(tokens, kinds, context)
    time, zone = kinds.get("T"), kinds.get("Z")
    clock = time.value if time else None
    offset = zone.value[0] if zone and time else None
    if "E" in kinds:
        year, month, day = kinds["E"].value
    elif "D" in kinds or "d" in kinds:
        triple = (kinds.get("D") or kinds["d"]).value
        ordered = ordered_triple(triple, context, twelve_hours=bool(clock and clock[3]))
        if ordered is None:
            return None
        year, month, day = ordered
    else:
        return _worded(tokens, kinds, clock, offset, context)
    return written(year, month, day, clock, offset, context.captured_at)


_ABSOLUTE = frozenset("DdEMYy")


def _worded(
    tokens: list[Token],
    kinds: dict[str, Token],
    clock: tuple[int, ...] | None,
    offset: int | None,
    context: Context,
) -> str | None:
    """A date with the month in words."""
    month = kinds["M"].value[0]
    numbers = [token for token in tokens if token.kind == "N"]
    year_token = kinds.get("Y") or kinds.get("y")
    if year_token is not None:
        year = year_token.value[0]
        if not numbers:
            return written_month(year, month, context.captured_at)
        return written(year, month, numbers[0].value[0], clock, offset, context.captured_at)
    day = numbers[0].value[0]
    if len(numbers) == 2:
        if numbers[1].value[1] != 2:
            return None
        return written(full_year(numbers[1].value[0]), month, day, clock, offset, context.captured_at)
    if context.captured_at is None:
        return None
    latest = _latest(context.captured_at)
    for year in range(latest[0], latest[0] - 8, -1):  # eight: 29 February
        if (year, month, day) <= latest and _is_day(year, month, day):
            return written(year, month, day, clock, offset, context.captured_at)
    return None


def _relative(tokens: list[Token], kinds: dict[str, Token], context: Context) -> str | None:
    """A date told from the moment of capture: None without one."""
    now = context.captured_at
    if now is None:
        return None
    try:
        if "Q" in kinds:
            return _instant(now)
        if "R" in kinds or "W" in kinds:
            time = kinds.get("T")
            if "R" in kinds:
                day = now - timedelta(days=kinds["R"].value[0])
            else:
                day = now - timedelta(days=(now.weekday() - kinds["W"].value[0]) % 7 or 7)
                if time and kinds["W"].value[0] == now.weekday() and time.value[:2] <= (now.hour, now.minute):
                    day = now
            zone = kinds.get("Z")
            offset = zone.value[0] if zone and time else None
            return written(day.year, day.month, day.day, time.value if time else None, offset, now)
        return _ago(tokens, now)
    except (OverflowError, ValueError):
        return None


def _ago(tokens: list[Token], now: datetime) -> str | None:
    """ "3 hours ago": no more precise than its smallest unit."""
    number, months, span, smallest = 1, 0, timedelta(), 6
    for token in tokens:
        if token.kind in "NH1":
            number = token.value[0]
        elif token.kind in "Uu":
            unit = token.value[0]
            smallest = min(smallest, unit)
            if unit >= 5:
                months += number * (12 if unit == 6 else 1)
            else:
                span += number * _SPANS[unit]
            number = 1
    before = now - span
    total = before.year * 12 + before.month - 1 - months
    year, month = divmod(total, 12)
    if year < EARLIEST_YEAR:
        return None
    if smallest == 6:
        return f"{year:04}"
    if smallest == 5:
        return f"{year:04}-{month + 1:02}"
    if months:  # "1 year 2 days ago": the day may not exist in that month
        return f"{year:04}-{month + 1:02}"
    return f"{before:%Y-%m-%d}" if smallest >= 3 else _instant(before)


_SPANS = (timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1), timedelta(days=7))


def _instant(moment: datetime) -> str:
    text = moment.replace(microsecond=0).isoformat()
    return text.removesuffix("+00:00") + "Z" if text.endswith("+00:00") else text


def full_year(two_digits: int) -> int:
    """The year that two digits stand for: 1970 to 2069."""
    return two_digits + (1900 if two_digits >= 70 else 2000)


_YEAR_FIRST = frozenset(("sv", "hu", "zh", "ja", "ko", "fa", "lt", "mn"))
_MONTH_FIRST = frozenset(("en-us", "en-ph", "es-pr", "es-us"))


def ordered_triple(
    triple: tuple[int, ...], context: Context, *, twelve_hours: bool = False
) -> tuple[int, int, int] | None:
    """Year, month and day of three numbers whose year is last, or None where nothing tells day from month."""
    a, b, c, separator = triple
    if a > 31 and c < 32:
        return full_year(a), b, c
    language = context.languages[0].replace("_", "-").lower() if context.languages else ""
    if c < 100:
        if language.partition("-")[0] in _YEAR_FIRST and separator == 45:
            return full_year(a), b, c
        c = full_year(c)
    if a > 12 or b > 12 or a == b:
        return (c, b, a) if b <= 12 else (c, a, b)
    day_first = context.day_first
    if day_first is None:
        day_first = _day_first(separator, language, twelve_hours)
    if context.captured_at is not None and day_first is None:
        latest = _latest(context.captured_at)
        if ((c, b, a) <= latest) != ((c, a, b) <= latest):
            day_first = (c, b, a) <= latest
    if day_first is None:
        return None
    return (c, b, a) if day_first else (c, a, b)


def _day_first(separator: int, language: str, twelve_hours: bool) -> bool | None:
    """What language and clock say; None where they say nothing ("en" is read on both sides of the Atlantic)."""
    if separator == 46:  # a full stop
        return True
    if language in _MONTH_FIRST or (twelve_hours and language in ("", "en")):
        return False
    if language == "en":
        return None
    return True if language else None


_DAYS = (0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _is_day(year: int, month: int, day: int) -> bool:
    if not (1 <= month <= 12 and 1 <= day <= _DAYS[month]):
        return False
    return not (month == 2 and day == 29 and (year % 4 or (year % 100 == 0 and year % 400)))


@lru_cache(maxsize=64)
def _latest(captured_at: datetime) -> tuple[int, int, int]:
    """The last day that a page captured then can speak of as past: tomorrow, since clocks and zones differ."""
    try:
        day = captured_at + timedelta(days=1)
    except OverflowError:
        day = captured_at
    return day.year, day.month, day.day


def is_plausible(year: int, month: int, day: int, captured_at: datetime | None) -> bool:
    """Whether the day exists, is not before the web, and not in the future of the capture."""
    if not EARLIEST_YEAR <= year <= LATEST_YEAR or not _is_day(year, month, day):
        return False
    return captured_at is None or (year, month, day) <= _latest(captured_at)


def written_month(year: int, month: int, captured_at: datetime | None) -> str | None:
    """ "2019-06", or None where that is not plausible."""
    return f"{year:04}-{month:02}" if is_plausible(year, month, 1, captured_at) else None


def written(
    year: int, month: int, day: int, clock: tuple[int, ...] | None, offset: int | None, captured_at: datetime | None
) -> str | None:
    """RFC 3339 text of a plausible day; `offset` in minutes east of UTC, None where the page gives none."""
    if not is_plausible(year, month, day, captured_at):
        return None
    date = f"{year:04}-{month:02}-{day:02}"
    if clock is None:
        return date
    text = f"{date}T{clock[0]:02}:{clock[1]:02}:{clock[2]:02}"
    if offset is None:
        return text
    if offset == 0:
        return text + "Z"
    east = abs(offset)
    return f"{text}{'-' if offset < 0 else '+'}{east // 60:02}:{east % 60:02}"
