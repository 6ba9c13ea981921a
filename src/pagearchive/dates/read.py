"""Tokens -> RFC 3339, by the shapes that dates have."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, tzinfo
from functools import lru_cache
from typing import NamedTuple

from pagearchive.dates.calendars import to_common_era
from pagearchive.dates.scan import Value, scan
from pagearchive.patterns import regex

EARLIEST_YEAR = 1990
LATEST_YEAR = 2100
MAX_OTHER_WORDS = 6
"""A text that is given as a date may hold so many words more ("Posted by Anna on … #3")."""

_CLOCK = "(?:U?TU?Z*)"
_DAY = "(?:[DEd]|eY|MNY|NMY|YMN(?![Yy])|MNy|NMy)"
_STRONG = regex(
    # the time in front, unless the next one behind it is this date's own
    rf"TZ*W?(?:{_DAY}|MN|NM|e)W?Z*(?!U?TZ*(?!W?(?:[DEd]|MN|NM)))"
    rf"|W?(?:[DE]|eY|MNY|NMY|YMN(?![Yy])|MNy|NMy|MNTZ*Y|NMTZ*Y|d(?=W?U?T)|(?:NMN|MNN)(?=U?T)|(?:MN|NM|e)(?=W?U?T))W?Z*{_CLOCK}?"
    rf"|R{_CLOCK}|TR|(?<![MNYDEde])W{_CLOCK}|P[NH1][Uu]|[NH1][Uu](?:[NH][Uu])*G|(?<![NHPUu])UG|L"
)
"""Shapes that are dates wherever they stand."""
_WEAK = regex(r"W?(?:MN|NM|e)W?|W?NMNW?|M[Yy]|YM|W?d|R|Q|[NH]u(?:Nu)*")
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
    """The dates in `text` in order.

    With `whole` the text is meant to be a date: among more than MAX_OTHER_WORDS other words none is looked for, and
    weaker shapes count when nothing else is there.
    """
    kinds, values, spans, others = scan(text, context.languages)
    if whole and others > MAX_OTHER_WORDS:
        return
    at = 0
    while (match := _STRONG.search(kinds, at)) is not None:
        first, last = match.span()
        at = first + 1
        if first and kinds[first - 1] == "J":
            at = last
            continue
        value = _value(kinds[first:last], values[first:last], context)
        if value is not None:
            at = last
            yield Reading(spans[first][0], spans[last - 1][1], value)
    if whole and _WEAK.fullmatch(kinds):
        value = _value(kinds, values, context)
        if value is not None:
            yield Reading(spans[0][0], spans[-1][1], value)


def _value(kinds: str, values: list[Value], context: Context) -> str | None:
    """RFC 3339 of tokens that make one of the shapes."""
    year = month = 0
    numbers: list[int] = []
    triple: Value | None = None
    time: Value | None = None
    offset: int | None = None
    weekday: int | None = None
    certain = False
    for kind, value in zip(kinds, values, strict=True):
        if kind == "M":
            month = value[0]
        elif kind == "N":
            numbers.append(value[0])
        elif kind in "Yy":
            year = value[0]
        elif kind == "T":
            time = value
        elif kind == "Z":
            offset = value[0]
        elif kind in "Dd":
            triple = value
        elif kind == "E":
            (year, month, day), certain = value, True
        elif kind == "e":
            month, numbers = value[0], [value[1]]
        elif kind == "W":
            weekday = value[0]
        elif kind != "U":
            return _relative(kinds, values, context)
    if triple is not None:
        ordered = ordered_triple(triple, context, twelve_hours=time is not None and time[3] == 1, weekday=weekday)
        if ordered is None:
            return None
        year, month, day = ordered
    elif not certain:
        if not month:
            return _relative(kinds, values, context)
        if not numbers:
            return written_month(year, month, context.captured_at)
        day = numbers[0]
        if not year and len(numbers) == 2:
            year = full_year(numbers[1]) if values[kinds.rindex("N")][1] == 2 else 0
        elif not year:
            year = _latest_year(month, day, context.captured_at)
    if month > 100 or not 1500 <= year < 2400:
        language = context.languages[0] if context.languages else ""
        year, month, day = to_common_era(year, month, day, language) or (0, 0, 0)
    return written(year, month, day, time, offset if time is not None else None, context.captured_at)


def _latest_year(month: int, day: int, captured_at: datetime | None) -> int:
    """The last year in which the day was not in the future; 0 where that is not known."""
    if captured_at is None:
        return 0
    latest = _latest(captured_at)
    for year in range(latest[0], latest[0] - 9, -1):  # nine: 29 February around 1900 and 2100
        if (year, month, day) <= latest and _is_day(year, month, day):
            return year
    return 0


def _relative(kinds: str, values: list[Value], context: Context) -> str | None:
    """A date told from the moment of capture: None without one."""
    now = context.captured_at
    if now is None:
        return None
    try:
        if "Q" in kinds:
            return _instant(now)
        if "R" not in kinds and "W" not in kinds:
            return _ago(kinds, values, now)
        time = values[kinds.index("T")] if "T" in kinds else None
        offset = values[kinds.index("Z")][0] if "Z" in kinds else None
        if "R" in kinds:
            day = now - timedelta(days=values[kinds.index("R")][0])
        else:
            back = (now.weekday() - values[kinds.index("W")][0]) % 7
            if not back and time is not None and time[:2] > (now.hour, now.minute):
                back = 7
            day = now - timedelta(days=back)
        return written(day.year, day.month, day.day, time, offset if time is not None else None, now)
    except (OverflowError, ValueError):  # before the year 1
        return None


def _ago(kinds: str, values: list[Value], now: datetime) -> str | None:
    """ "3 hours ago": no more precise than its smallest unit."""
    if kinds == "UG" and values[1][0] != 1 and values[0][0] != 0:
        return None  # "years ago"; but "a few seconds ago" is near enough
    number, months, span, smallest = 1, 0, timedelta(), 6
    for kind, value in zip(kinds, values, strict=True):
        if kind in "NH1":
            number = value[0]
        elif kind in "UuL":
            number, unit = value if kind == "L" else (number, value[0])
            smallest = min(smallest, unit)
            if unit >= 5:
                months += number * (12 if unit == 6 else 1)
            else:
                span += number * _SPANS[unit]
            number = 1
    before = now - span
    year, month = divmod(before.year * 12 + before.month - 1 - months, 12)
    if year < EARLIEST_YEAR:
        return None
    if smallest == 6:
        return f"{year:04}"
    if smallest == 5 or months:  # "1 year 2 days ago": that month may not have the day
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
    triple: tuple[int, ...], context: Context, *, twelve_hours: bool = False, weekday: int | None = None
) -> tuple[int, int, int] | None:
    """Year, month and day of three numbers whose year is last, or None where nothing tells day from month.

    `weekday` is the one printed beside them, Monday 0.
    """
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
    day_first = day_first_by(weekday, triple, c) if weekday is not None else None
    if day_first is None:
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


def day_first_by(weekday: int, triple: tuple[int, ...], year: int) -> bool | None:
    """What a weekday says of two numbers that could both be the month; None where it fits both orders or neither."""
    a, b = triple[:2]
    year = full_year(year) if year < 100 else year
    if not (1 <= a <= 12 and 1 <= b <= 12 and 1 <= year <= LATEST_YEAR):
        return None
    day_first, month_first = (datetime(year, *order).weekday() == weekday for order in ((b, a), (a, b)))
    return day_first if day_first != month_first else None


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


def _latest(captured_at: datetime) -> tuple[int, int, int]:
    """The last day that a page captured then can speak of as past: tomorrow, since clocks and zones differ."""
    return _day_after(captured_at, captured_at.tzinfo)


@lru_cache(maxsize=64)
def _day_after(captured_at: datetime, zone: tzinfo | None) -> tuple[int, int, int]:
    # The zone is there for the cache: one instant in two zones compares equal.
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
