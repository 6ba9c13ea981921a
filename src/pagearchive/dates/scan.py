"""Text -> the tokens of dates in it: numbers, times, months, weekdays, zones, units, and everything else.

Separators are passed over; a token that cannot be part of a date has the kind "X". The kinds of all tokens in a row
make a short string ("WMNYT"), on which the shapes of dates are regular expressions.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from pagearchive.dates.patterns import EAST_UNITS, EASTERN, PHRASES, TOKEN, TOKEN_EAST
from pagearchive.dates.words import COMMON, HALVES_BEFORE, Meaning, own_words
from pagearchive.patterns import regex

__all__ = ["Scan", "scan"]

Value = tuple[int, ...]


class Scan(NamedTuple):
    """Tokens: their kinds as one string, and beside it, place for place, their values and where they stand."""

    kinds: str
    values: list[Value]
    spans: list[tuple[int, int]]
    others: int
    """Tokens that are no part of any date; of those in a row only the first is in `kinds`."""


_CLOCK = frozenset(("uhr", "um", "kl", "klo", "klockan", "alle", "ore", "godz", "o"))
MAX_TOKENS = 120
MAX_GAP = 8
"""Characters that may stand between two tokens of one date."""

_X: Meaning = ("X", 0)
_NOTHING: tuple[str, Value] = ("X", ())
_NONE: dict[str, Meaning] = {}


class _Tokens:
    """The tokens so far; `last` is the kind of the last one."""

    __slots__ = ("clock", "kinds", "last", "spans", "values")

    def __init__(self) -> None:
        self.kinds: list[str] = []
        self.values: list[Value] = []
        self.spans: list[tuple[int, int]] = []
        self.last = ""
        self.clock = False

    def replace(self, kind: str, value: Value, end: int) -> None:
        """Put a token in the place of the last one, reaching to `end`."""
        self.kinds[-1] = self.last = kind
        self.values[-1] = value
        self.spans[-1] = (self.spans[-1][0], end)


def scan(text: str, languages: Sequence[str] = ()) -> Scan:
    """The tokens of `text`: fillers dropped, halves of the day joined to their times."""
    lower = text.lower()
    if len(lower) != len(text):  # "İ" becomes two characters
        lower = text.replace("İ", "i").lower()
    own = own_words(languages[0]) if languages else _NONE
    pattern = TOKEN if text.isascii() or EASTERN.search(text) is None else TOKEN_EAST
    tokens = _Tokens()
    kinds, values, spans = tokens.kinds, tokens.values, tokens.spans
    last_end = others = 0
    common = COMMON.get
    for found in pattern.finditer(lower):
        span = found.span()
        group = found.lastindex or 0
        if group == 16:
            word = found[16]
            kind, number = (own.get(word) if own else None) or common(word) or _unknown(word)
            if kind == "F":
                _fill(tokens, word, span)
                last_end = span[1]
                continue
            if kind == "A":
                _join_half(tokens, number, span)
                last_end = span[1]
                continue
            value: Value = (number,)
            if kind == "u" and text[span[0]].isupper() and span[1] - span[0] == 1:
                kind = "X"  # "35M" is a count, "5m" a time
        else:
            kind, value = _READERS[group](found, tokens)
            if kind == "A" or kind == "F":
                if kind == "A":
                    _join_half(tokens, value[0], span)
                last_end = span[1]
                continue
        if kind == "X":
            if tokens.last != "X" or span[0] > last_end:  # a run of eastern characters counts once
                others += 1
            if tokens.last == "X":
                last_end = span[1]
                continue
        elif span[0] - last_end > MAX_GAP and kinds and tokens.last != "X":
            kinds.append("X")
            values.append(())
            spans.append((last_end, last_end))
        kinds.append(kind)
        values.append(value)
        spans.append(span)
        tokens.last = kind
        tokens.clock = False
        last_end = span[1]
        if len(kinds) >= MAX_TOKENS:
            break
    return _settled(tokens, others)


def _unknown(word: str) -> Meaning:
    """A word joined to another by a hyphen ("nov-uhr"), where the whole is unknown."""
    if "-" in word:
        first, _, second = word.partition("-")
        return COMMON.get(first) or COMMON.get(second) or _X
    return _X


def _fill(tokens: _Tokens, word: str, span: tuple[int, int]) -> None:
    """A word that says nothing of its own; but beside a clock's word 16.08 is a time."""
    tokens.clock = word in _CLOCK
    if tokens.clock and tokens.last == "V" and span[0] - tokens.spans[-1][1] < 3:
        hour, minute = tokens.values[-1]
        if hour < 24 and minute < 60:
            tokens.replace("T", (hour, minute, 0, 0), tokens.spans[-1][1])


def _join_half(tokens: _Tokens, half: int, span: tuple[int, int]) -> None:
    """Read "am" or "pm" into the time, or bare hour, that stands before it."""
    kind = tokens.last
    if kind not in ("T", "N", "V") or span[0] - tokens.spans[-1][1] > 2:
        return
    value = tokens.values[-1]
    hour, minute, second = value[0], 0, 0
    if kind == "T":
        minute, second = value[1], value[2]
    elif not 1 <= hour <= 12:
        return
    elif kind == "V":
        minute = value[1]
        if minute > 59:
            return
    if hour <= 12:
        hour = hour % 12 + half
    tokens.replace("T", (hour, minute, second, 1), span[1])


# ── one reader for each last group of the pattern ────────────────────────────────────────────────────────────────

Found = re.Match[str]


def _triple(found: Found, tokens: _Tokens) -> tuple[str, Value]:
    """Three numbers: which of them can be the year says which kind of date they are."""
    first, third = found[1], found[4]
    a, b, c = int(first), int(found[3]), int(third)
    if len(first) == 4:
        if len(third) > 2:
            return _NOTHING
        return "E", ((a, c, b) if b > 12 >= c else (a, b, c))
    if len(first) == 3 or len(third) in (1, 3):
        return _NOTHING
    return ("D" if len(third) == 4 else "d"), (a, b, c, ord(found[2][0]))


def _time(found: Found, tokens: _Tokens) -> tuple[str, Value]:
    hour = int(found[5])
    return ("T", (hour, int(found[6]), int(found[7] or 0), 0)) if hour < 24 else _NOTHING


def _offset(found: Found, tokens: _Tokens) -> tuple[str, Value]:
    """Minutes east of UTC. Without minutes it counts after "UTC" or straight after a time only."""
    hours, minutes = int(found[9]), int(found[10] or 0)
    named = found[0][0] not in "+-"
    straight = tokens.last == "T" and tokens.spans[-1][1] == found.start()
    if hours > 14 or not (named or straight or (found[10] and len(found[9]) == 2)):
        return _NOTHING
    east = hours * 60 + minutes
    return "Z", (-east if found[8] == "-" else east,)


def _dotted(found: Found, tokens: _Tokens) -> tuple[str, Value]:
    hour, minute = int(found[11]), int(found[12])
    if hour < 24 and minute < 60 and (tokens.clock or tokens.last in ("D", "E", "Y", "R")):
        return "T", (hour, minute, 0, 0)
    return "V", (hour, minute)


def _number(found: Found, tokens: _Tokens) -> tuple[str, Value]:
    digits = found[13]
    length = len(digits)
    if length <= 2:
        return "N", (int(digits), length)
    if length == 4:
        year = int(digits)
        return ("Y", (year,)) if 1300 <= year < 2600 else _NOTHING
    return ("H", (int(digits), 3)) if length == 3 else _NOTHING


def _short_year(found: Found, tokens: _Tokens) -> tuple[str, Value]:
    year = int(found[14])
    return "y", (year + (1900 if year >= 70 else 2000),)


def _phrase(found: Found, tokens: _Tokens) -> tuple[str, Value]:
    phrase = "".join(found[15].split())
    if phrase.endswith("fa"):
        return "L", (1, 2 if "ora" in phrase else 6)
    if phrase in PHRASES:
        kind, number = PHRASES[phrase]
        return kind, (number,)
    month = int("".join([c for c in phrase if c.isdigit()]))
    return ("M", (month,)) if 1 <= month <= 12 else _NOTHING


def _east_date(found: Found, tokens: _Tokens) -> tuple[str, Value]:
    month, day = int(found[18]), int(found[19])
    if found[17] is None:
        return "e", (month, day)
    year = int(found[17])
    return "E", (year if year > 99 else 2000 + year, month, day)


def _east_time(found: Found, tokens: _Tokens) -> tuple[str, Value]:
    hour, minute, second = (
        (found[21], found[22], found[23]) if found[21] is not None else (found[24], found[25], found[26])
    )
    h, m, s = int(hour), int(minute or 0), int(second or 0)
    half = HALVES_BEFORE.get(found[20] or "")
    if half is not None and h <= 12:
        h = h % 12 + half
    return ("T", (h, m, s, 0)) if h < 24 and m < 60 and s < 60 else _NOTHING


def _east_ago(found: Found, tokens: _Tokens) -> tuple[str, Value]:
    unit = EAST_UNITS[found[28][0]]
    if found[27] == "半":
        return ("L", (30, 1)) if unit == 2 else _NOTHING
    return "L", (int(found[27]), unit)


_READERS: dict[int, Callable[[Found, _Tokens], tuple[str, Value]]] = {
    0: lambda found, tokens: _NOTHING,
    4: _triple,
    6: _time,
    7: _time,
    9: _offset,
    10: _offset,
    12: _dotted,
    13: _number,
    14: _short_year,
    15: _phrase,
    19: _east_date,
    **dict.fromkeys((21, 22, 23, 25, 26), _east_time),
    28: _east_ago,
    29: lambda found, tokens: ("R", (0,)),
    30: lambda found, tokens: ("R", (1,)),
    31: lambda found, tokens: ("R", (2,)),
    32: lambda found, tokens: ("Q", (0,)),
    33: lambda found, tokens: ("F", ()),
}
_UNSETTLED = regex("[1KGm]")


def _settled(tokens: _Tokens, others: int) -> Scan:
    """Decide the words that depend on their neighbours and drop those that turn out to say nothing."""
    kinds = "".join(tokens.kinds)
    if _UNSETTLED.search(kinds) is None:
        return Scan(kinds, tokens.values, tokens.spans, others)
    bare = "X" not in kinds
    other_month = "M" in kinds or (bare and "m" in kinds)
    settled: list[str] = []
    kept: list[int] = []
    for index, kind in enumerate(kinds):
        if kind == "1" and kinds[index + 1 : index + 2] not in ("U", "u"):
            continue
        value = tokens.values[index]
        if kind == "K":
            kind = "W" if other_month else "M"
            tokens.values[index] = (1,) if other_month else (3,)
        elif kind == "m" or (kind == "G" and value[0] == 8 and (not settled or settled[-1] not in "Uu")):
            kind = "M" if bare else "X"
        settled.append(kind)
        kept.append(index)
    return Scan("".join(settled), [tokens.values[i] for i in kept], [tokens.spans[i] for i in kept], others)
