"""Dates as web pages print or state them -> RFC 3339.

What the input does not say is not in the answer: no offset where the page gives none, a bare day ("2025-06-11") where
it gives no time, "2019-06" where it gives no day. Relative texts count from `captured_at`: seconds, minutes and hours
give an instant, days and weeks a day, months a month and years a year, since "2 years ago" says no more than that.
Unknown is None, and nothing is ever filled in from today's clock.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from itertools import pairwise

from pagearchive.dates.read import Context, is_plausible, ordered_triple, readings, written
from pagearchive.dates.scan import EASTERN, scan
from pagearchive.dates.words import COMMON

__all__ = ["find_date", "infer_day_first", "looks_like_date", "modified_date", "read_date"]

MAX_LENGTH = 200
"""A longer text is not a date; `find_date` looks into longer ones."""
MAX_FIND_LENGTH = 1000

_ISO = re.compile(
    r"\s*(\d{4})-(\d\d)-(\d\d)"
    r"(?:(?:[Tt _]|UTC)(\d\d):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?\s*(?:(Z|z|UTC)|([+-])(\d\d):?(\d\d)?(?:\s+UTC)?)?)?\s*"
)
_DIGITS = re.compile(r"\s*(\d{4})(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?(Z)?)?\s*")
_STAMP = re.compile(r"\s*@?(\d{9,10})(?:\.\d+)?\s*|\s*(\d{12,13})\s*")
_MONTH = re.compile(r"\s*(\d{4})-(\d\d)\s*")


def read_date(
    raw: str,
    *,
    captured_at: datetime | None = None,
    languages: Sequence[str] = (),
    day_first: bool | None = None,
) -> str | None:
    """The date that `raw` states, as RFC 3339 text, or None.

    `raw` is a text that a page gives as a date ("2024-03-19T21:22:50Z", "Posted March 19, 2024", "vor 2 Tagen",
    "1396365828"). `captured_at` is when the page was captured: relative texts and dates without a year count from it,
    and what lies more than a day after it is no date. `languages` are the page's (BCP 47, likeliest first);
    `day_first` settles 07/08/2019 (see `infer_day_first`), which otherwise the language, the clock used (am/pm) or
    the date of capture settle, or nothing. Never raises.
    """
    if len(raw) > MAX_LENGTH:
        return None
    return _read(raw, captured_at, languages if type(languages) is tuple else tuple(languages), day_first)


@lru_cache(maxsize=4096)
def _read(raw: str, captured_at: datetime | None, languages: tuple[str, ...], day_first: bool | None) -> str | None:
    iso = _ISO.fullmatch(raw)
    if iso is not None:
        return _from_iso(iso, captured_at)
    if raw.strip().isdigit() or _DIGITS.fullmatch(raw):
        return _from_digits(raw, captured_at)
    month = _MONTH.fullmatch(raw)
    if month is not None and is_plausible(int(month[1]), int(month[2]), 1, captured_at):
        return f"{int(month[1]):04}-{int(month[2]):02}"
    context = Context(captured_at, languages, day_first)
    for reading in readings(raw, context, whole=True):
        return reading.value
    return None


def _from_iso(iso: re.Match[str], captured_at: datetime | None) -> str | None:
    year, month, day, hour, minute, second, zulu, sign, hours, minutes = iso.groups()
    clock = None
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
    return written(int(year), int(month), int(day), clock, offset, captured_at)


def _from_digits(raw: str, captured_at: datetime | None) -> str | None:
    """Unix stamps in seconds or milliseconds, and ISO 8601's basic format."""
    stamp = _STAMP.fullmatch(raw)
    if stamp is not None:
        seconds = int(stamp[1]) if stamp[1] else int(stamp[2]) // 1000
        moment = datetime.fromtimestamp(seconds, UTC)
        if is_plausible(moment.year, moment.month, moment.day, captured_at):
            return f"{moment:%Y-%m-%dT%H:%M:%SZ}"
        return None
    basic = _DIGITS.fullmatch(raw)
    if basic is None:
        return None
    clock = None
    if basic[4] is not None:
        clock = (int(basic[4]), int(basic[5]), int(basic[6] or 0))
        if clock[0] > 23 or clock[1] > 59 or clock[2] > 60:
            return None
    offset = 0 if basic[7] else None
    return written(int(basic[1]), int(basic[2]), int(basic[3]), clock, offset, captured_at)


def find_date(
    text: str,
    *,
    captured_at: datetime | None = None,
    languages: Sequence[str] = (),
    day_first: bool | None = None,
) -> tuple[str, str] | None:
    """The first date inside a run of text, as printed and as RFC 3339, or None.

    Strict: a full date, a day and month with a time, or a relative wording. A date that is not the text's own
    ("Joined March 2009") is passed over. Only the first MAX_FIND_LENGTH characters are looked at.
    """
    text = text[:MAX_FIND_LENGTH]
    context = Context(captured_at, tuple(languages), day_first)
    for reading in readings(text, context, whole=False):
        return text[reading.start : reading.end], reading.value
    return None


_DIGIT = re.compile(r"\d")
_LIKELY = re.compile(r"(?<!\d)\d{4}(?!\d)|\d:\d\d|\d\d?[h.]\d\d|\d[./-] ?\d{1,2}[./-]|['’]\d\d\b|(?<!\d)\d{9,13}(?!\d)")
_WORD = re.compile(r"[^\W\d_]+")
_BESIDE_DIGITS = frozenset(word for word, (kind, _) in COMMON.items() if kind in "MmKUuRP") | {"tháng", "thg", "il"}
_WITHOUT_DIGITS = frozenset(word for word, (kind, _) in COMMON.items() if kind in "RGP") | {
    "il",
    "just",
    "hari",
    "hôm",
    "i",
}
_MAX_WITHOUT_DIGITS = 40


def looks_like_date(text: str) -> bool:
    """Whether `read_date` might find something: cheap, and wrong only by saying yes too often."""
    if len(text) > MAX_LENGTH:
        return False
    if not text.isascii() and EASTERN.search(text) is not None:
        return True
    if _DIGIT.search(text) is None:
        if len(text) > _MAX_WITHOUT_DIGITS:
            return False
        return not _WITHOUT_DIGITS.isdisjoint(_WORD.findall(text.lower()))
    return _LIKELY.search(text) is not None or not _BESIDE_DIGITS.isdisjoint(_WORD.findall(text.lower()))


def infer_day_first(raws: Iterable[str]) -> bool | None:
    """Whether the numeric dates of one page put the day before the month; None where nothing shows it.

    One number above twelve decides. Failing that, the order of the posts: if the dates run forward read one way and
    jump to and fro read the other way, the first is meant.
    """
    triples = []
    for raw in raws:
        kinds, values, _ = scan(raw[:MAX_LENGTH])
        triples += [value for kind, value in zip(kinds, values, strict=True) if kind in "Dd"]
    first = sum(a > 12 >= b for a, b, _, _ in triples)
    second = sum(b > 12 >= a for a, b, _, _ in triples)
    if first or second:
        return None if first and second else bool(first)
    forward = {
        way: [ordered_triple(triple, Context(day_first=way)) or (0, 0, 0) for triple in triples]
        for way in (True, False)
    }
    steps = {way: sum(b < a for a, b in pairwise(days)) for way, days in forward.items()}
    if steps[True] == steps[False] or min(steps.values()):
        return None
    return steps[True] == 0


def modified_date(
    notice: str,
    *,
    captured_at: datetime | None = None,
    languages: Sequence[str] = (),
    day_first: bool | None = None,
) -> str | None:
    """The date in an edit notice ("Last edited by Foo on Tue Aug 27, 2019 4:08 am; edited 2 times in total")."""
    found = find_date(notice, captured_at=captured_at, languages=languages, day_first=day_first)
    return found[1] if found else None
