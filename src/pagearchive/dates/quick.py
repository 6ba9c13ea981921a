"""The shapes that most pages use, one regular expression each: machine-readable forms and full dates in plain order.

Each reader returns RFC 3339 text, None where the text has its shape and is no date, and `UNREAD` where the text has
another shape; `scan` and `read` take that.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Final, Literal

from pagearchive.dates.read import Context, ordered_triple, written, written_month
from pagearchive.dates.words import COMMON, own_words
from pagearchive.patterns import regex

__all__ = ["UNREAD", "quick"]

UNREAD: Final = ""
Quick = str | Literal[""] | None

_ISO = regex(
    r"\s*(\d{4})-(\d\d)-(\d\d)"
    r"(?:(?:[Tt _]|UTC)(\d\d):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?\s*(?:(Z|z|UTC)|([+-])(\d\d):?(\d\d)?(?:\s+UTC)?)?)?\s*"
)
_MONTH = regex(r"\s*(\d{4})[-/](\d\d)\s*")
_BASIC = regex(r"\s*(\d{4})(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?(Z)?)?\s*")
_STAMP = regex(r"\s*(?:@|/Date\()?(?:(\d{9,10})(?:\.\d+)?|(\d{12,13}))(?:\)/)?\s*")
_CLOCK = r"(\d{1,2}):(\d\d)(?::(\d\d))?(?:\s*([AaPp])\.?[Mm]\.?)?"
_NAMED = regex(
    r"[\s»]*(?:([^\W\d_]{2,9})[.,]?\s+)?"
    r"(?:([^\W\d_]{3,10})\.?\s+(\d{1,2})(?:st|nd|rd|th)?|(\d{1,2})(?:st|nd|rd|th|\.)?[\s-]+([^\W\d_]{3,10})\.?)"
    rf",?[\s-]+(\d{{4}})(?:(?:,|\s+at|\s+-|\s*@|\s+um)?\s*{_CLOCK})?\s*"
)
_NUMBERED = regex(rf"\s*(\d{{1,2}})([./-])(\d{{1,2}})\2(\d{{4}})(?:(?:,|\s+at)?\s+{_CLOCK})?\s*")


def quick(raw: str, context: Context) -> Quick:
    """RFC 3339, None for a text that only looks like a date, UNREAD for one of no shape known here."""
    found = _ISO.fullmatch(raw)
    if found is not None:
        return _iso(found, context.captured_at)
    found = _NAMED.fullmatch(raw)
    if found is not None:
        return _named(found, context)
    found = _NUMBERED.fullmatch(raw)
    if found is not None:
        return _numbered(found, context)
    found = _STAMP.fullmatch(raw)
    if found is not None:
        return _stamp(found, context.captured_at)
    found = _BASIC.fullmatch(raw)
    if found is not None:
        return _basic(found, context.captured_at)
    found = _MONTH.fullmatch(raw)
    if found is not None:
        return written_month(int(found[1]), int(found[2]), context.captured_at)
    return UNREAD


def _iso(found: re.Match[str], captured_at: datetime | None) -> Quick:
    year, month, day, hour, minute, second, zulu, sign, hours, minutes = found.groups()
    clock: tuple[int, ...] | None = None
    offset = None
    if hour is not None:
        clock = (int(hour), int(minute), int(second or 0))
        if clock[0] > 23 or clock[1] > 59 or clock[2] > 60:
            clock = None
        elif zulu is not None:
            offset = 0
        elif sign is not None:
            offset = int(hours) * 60 + int(minutes or 0)
            offset = -offset if sign == "-" else offset
    if int(year) < 1900:  # another calendar
        return UNREAD
    return written(int(year), int(month), int(day), clock, offset, captured_at)


def _stamp(found: re.Match[str], captured_at: datetime | None) -> Quick:
    """Seconds or milliseconds since 1970."""
    seconds = int(found[1]) if found[1] else int(found[2]) // 1000
    moment = datetime.fromtimestamp(seconds, UTC)
    clock = (moment.hour, moment.minute, moment.second)
    return written(moment.year, moment.month, moment.day, clock, 0, captured_at)


def _basic(found: re.Match[str], captured_at: datetime | None) -> Quick:
    """ISO 8601 without separators."""
    clock = None
    if found[4] is not None:
        clock = (int(found[4]), int(found[5]), int(found[6] or 0))
        if clock[0] > 23 or clock[1] > 59 or clock[2] > 60:
            return None
    return written(int(found[1]), int(found[2]), int(found[3]), clock, 0 if found[7] else None, captured_at)


def _clock(hour: str | None, minute: str, second: str | None, half: str | None) -> tuple[int, ...] | None:
    """Hour, minute, second, and 1 where the clock has halves; None where there is no time, or none that can be."""
    if hour is None:
        return None
    h, m, s = int(hour), int(minute), int(second or 0)
    if half is not None and h <= 12:
        h = h % 12 + (12 if half in "Pp" else 0)
    return (h, m, s, 0 if half is None else 1) if h < 24 and m < 60 and s < 61 else None


def _named(found: re.Match[str], context: Context) -> Quick:
    """ "Tue Aug 27, 2019 4:08 am", "27. August 2019, 16:08", where each word has one meaning only."""
    prefix, first_month, last_day, first_day, last_month, year, hour, minute, second, half = found.groups()
    word = (first_month or last_month).lower()
    meaning = COMMON.get(word)
    if meaning is None or meaning[0] != "M" or meaning[1] > 12:
        return UNREAD
    if prefix is not None and COMMON.get(prefix.lower(), ("X", 0))[0] not in "WF":
        return UNREAD
    if context.languages and word in own_words(context.languages[0]):
        return UNREAD
    clock = _clock(hour, minute, second, half)
    return written(int(year), meaning[1], int(last_day or first_day), clock, None, context.captured_at)


def _numbered(found: re.Match[str], context: Context) -> Quick:
    """ "24.07.2009, 22:59", "07-24-2009 10:59 PM"."""
    first, separator, second_number, year, hour, minute, second, half = found.groups()
    clock = _clock(hour, minute, second, half)
    triple = (int(first), int(second_number), int(year), ord(separator))
    ordered = ordered_triple(triple, context, twelve_hours=half is not None)
    return None if ordered is None else written(*ordered, clock, None, context.captured_at)
