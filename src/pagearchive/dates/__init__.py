"""Dates as web pages print or state them -> RFC 3339.

What the input does not say is not in the answer: no offset where the page gives none, a bare day ("2025-06-11") where
it gives no time, "2019-06" where it gives no day. Relative texts count from `captured_at`: seconds, minutes and hours
give an instant, days and weeks a day, months a month and years a year, since "2 years ago" says no more than that.
Unknown is None, and nothing is ever filled in from today's clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, tzinfo
from functools import lru_cache
from itertools import pairwise

from pagearchive.dates.library import by_library, languages_for
from pagearchive.dates.patterns import NOT_BY_WORDS
from pagearchive.dates.quick import UNREAD, quick
from pagearchive.dates.read import Context, day_first_by, ordered_triple, readings
from pagearchive.dates.scan import scan
from pagearchive.dates.words import COMMON
from pagearchive.patterns import regex

__all__ = ["bare_date", "find_date", "infer_day_first", "looks_like_date", "modified_date", "read_date"]

MAX_LENGTH = 200
"""A longer text is not a date; `find_date` looks into longer ones."""
MAX_FIND_LENGTH = 1000


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
    zone = captured_at.tzinfo if captured_at is not None else None
    return _read(raw, captured_at, zone, languages if type(languages) is tuple else tuple(languages), day_first)


@lru_cache(maxsize=4096)
def _read(
    raw: str, captured_at: datetime | None, zone: tzinfo | None, languages: tuple[str, ...], day_first: bool | None
) -> str | None:
    # The zone is there for the cache: one instant in two zones compares equal.
    context = Context(captured_at, languages, day_first)
    value = quick(raw, context)
    if value != UNREAD:
        return value
    for reading in readings(raw, context, whole=True):
        return reading.value
    asked = languages_for(raw, context)
    return by_library(raw, asked, context) if asked else None


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
    if not _may_hold_date(text):
        return None
    context = Context(captured_at, tuple(languages), day_first)
    for reading in readings(text, context, whole=False):
        return text[reading.start : reading.end], reading.value
    return None


def bare_date(text: str, *, captured_at: datetime | None = None, languages: Sequence[str] = ()) -> str | None:
    """The date of a text that holds nothing else, be it without its day or its year ("4 March", "March 2025")."""
    if len(text) > MAX_LENGTH or not _may_hold_date(text) or scan(text, tuple(languages))[3]:
        return None
    return read_date(text, captured_at=captured_at, languages=languages)


_DIGIT = regex(r"\d")
_LIKELY = regex(
    r"[\d'’](?:(?<=\d)(?:(?<!\d\d)(?:\d{3}|\d{7,12})(?!\d)|:\d\d|\d?[h.]\d\d|[./-] ?\d{1,2}[./-])|(?<=['’])\d\d\b)"
)
"""Four digits or eight to thirteen, a time, a day and a month, a year of two digits. One set of characters comes first:
that is quick to search for."""
_WORD = regex(r"[^\W\d_]+")
_PARTS_OF_PHRASES = ("tháng", "thg", "cách", "now", "nay", "qua", "ini", "dag", "går", "gar", "y", "ora", "anno")


def _words_of(kinds: str) -> frozenset[str]:
    return frozenset((*(word for word, (kind, _) in COMMON.items() if kind in kinds), *_PARTS_OF_PHRASES))


_BESIDE_DIGITS = _words_of("MmKUuRP")
_WITHOUT_DIGITS = _words_of("RGP")
_MAX_WITHOUT_DIGITS = 40


def looks_like_date(text: str) -> bool:
    """Whether `read_date` might find something: cheap, and wrong only by saying yes too often."""
    if len(text) > MAX_LENGTH or (len(text) > _MAX_WITHOUT_DIGITS and _DIGIT.search(text) is None):
        return False
    return _may_hold_date(text)


def _may_hold_date(text: str) -> bool:
    if not text.isascii() and NOT_BY_WORDS.search(text) is not None:
        return True
    if _DIGIT.search(text) is None:
        return not _WITHOUT_DIGITS.isdisjoint(_WORD.findall(text.lower()))
    return _LIKELY.search(text) is not None or not _BESIDE_DIGITS.isdisjoint(_WORD.findall(text.lower()))


def infer_day_first(raws: Iterable[str]) -> bool | None:
    """Whether the numeric dates of one page put the day before the month; None where nothing shows it.

    One number above twelve decides, and a weekday that fits one order only. Failing that, the order of the posts: if
    the dates run forward read one way and jump to and fro read the other way, the first is meant.
    """
    triples = []
    told = []
    for raw in raws:
        kinds, values, _, _ = scan(raw[:MAX_LENGTH])
        found = [value for kind, value in zip(kinds, values, strict=True) if kind in "Dd"]
        if len(found) == 1 and kinds.count("W") == 1:
            told.append(day_first_by(values[kinds.index("W")][0], found[0], found[0][2]))
        triples += found
    first = sum(a > 12 >= b for a, b, _, _ in triples) + told.count(True)
    second = sum(b > 12 >= a for a, b, _, _ in triples) + told.count(False)
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
