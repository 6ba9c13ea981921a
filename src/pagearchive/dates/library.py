"""What the tables do not cover, by dateparser: two hundred languages, but a thousand times slower.

Asked only where a text is short, holds words and digits, and is in a language or a script that `words` has no months
of; so that a page in one of the covered languages never loads it.
"""

from __future__ import annotations

import re
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pagearchive.dates.calendars import to_common_era
from pagearchive.dates.read import Context, written, written_month
from pagearchive.dates.words import is_covered
from pagearchive.patterns import regex

if TYPE_CHECKING:
    from dateparser.date import DateDataParser

MAX_LENGTH = 60
_WORDS_AND_DIGITS = regex(r"\d.*[^\W\d_]|[^\W\d_].*\d", re.DOTALL)
_SCRIPTS = (
    ("\u0530", "\u058f", "hy"),
    ("\u0900", "\u097f", "hi mr ne"),
    ("\u0980", "\u09ff", "bn as"),
    ("\u0a00", "\u0a7f", "pa"),
    ("\u0a80", "\u0aff", "gu"),
    ("\u0b80", "\u0bff", "ta"),
    ("\u0c00", "\u0c7f", "te"),
    ("\u0c80", "\u0cff", "kn"),
    ("\u0d00", "\u0d7f", "ml"),
    ("\u0d80", "\u0dff", "si"),
    ("\u0e00", "\u0e7f", "th"),
    ("\u0e80", "\u0eff", "lo"),
    ("\u1000", "\u109f", "my"),
    ("\u10a0", "\u10ff", "ka"),
    ("\u1200", "\u139f", "am"),
    ("\u1780", "\u17ff", "km"),
)
_SCRIPT = regex("|".join(f"([{first}-{last}])" for first, last, _ in _SCRIPTS))


def languages_for(raw: str, context: Context) -> tuple[str, ...]:
    """The languages to ask the library for; none where the tables cover the text's."""
    if len(raw) > MAX_LENGTH or _WORDS_AND_DIGITS.search(raw) is None:
        return ()
    if context.languages and not is_covered(context.languages[0]):
        return (context.languages[0].replace("_", "-").partition("-")[0].lower(),)
    script = None if raw.isascii() else _SCRIPT.search(raw)
    return tuple(_SCRIPTS[(script.lastindex or 1) - 1][2].split()) if script is not None else ()


def by_library(raw: str, languages: tuple[str, ...], context: Context) -> str | None:
    """RFC 3339 of a text that dateparser reads as a date, or None."""
    now = context.captured_at
    parser = _parser(languages, now.replace(tzinfo=None) if now is not None else None)
    if parser is None:
        return None
    try:
        found: Any = parser.get_date_data(raw)
    except Exception:  # texts from anywhere, read by a library with more rules than anyone has tried: no date
        return None
    moment = found.date_obj
    if moment is None:
        return None
    if found.period == "year":
        return None
    if found.period == "month":
        return written_month(moment.year, moment.month, now)
    clock = (moment.hour, moment.minute, moment.second) if found.period == "time" else None
    offset = moment.utcoffset()
    minutes = int(offset.total_seconds() // 60) if offset is not None else None
    day = to_common_era(moment.year, moment.month, moment.day, languages[0])
    return None if day is None else written(*day, clock, minutes if clock else None, now)


@lru_cache(maxsize=16)
def _parser(languages: tuple[str, ...], now: datetime | None) -> DateDataParser | None:
    """A parser for the languages; None where the library knows none of them."""
    # Here and not above: the import alone takes as long as reading a hundred pages.
    from dateparser.date import DateDataParser

    settings: dict[str, Any] = {
        "REQUIRE_PARTS": ["day", "month"] if now is not None else ["day", "month", "year"],
        "PREFER_DATES_FROM": "past",
        "RETURN_TIME_AS_PERIOD": True,
        "PARSERS": ["relative-time", "absolute-time"] if now is not None else ["absolute-time"],
    }
    if now is not None:
        settings["RELATIVE_BASE"] = now
    try:
        return DateDataParser(languages=list(languages), settings=settings)
    except ValueError:
        return None
