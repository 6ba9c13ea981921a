"""Text -> the tokens of dates in it: numbers, times, months, weekdays, zones, units, and everything else.

Separators are passed over; a token that cannot be part of a date has the kind "X". The kinds of all tokens in a row
make a short string ("WMNYT"), on which the shapes of dates are regular expressions.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from pagearchive.dates.words import COMMON, Meaning, own_words

__all__ = ["Scan", "Token", "scan"]


class Token(NamedTuple):
    """A piece of text and what it stands for."""

    kind: str
    value: tuple[int, ...]
    start: int
    end: int


class Scan(NamedTuple):
    """Tokens and the string of their kinds."""

    kinds: str
    tokens: list[Token]


# Kinds made here, beside those of `words`:
#   D a numeric date: first, second, third number, digits of the first, code of the separator
#   d the same with two-digit years only    E a date whose order is certain: year, month, day
#   T a time: hour, minute, second, 1 if it was told in halves of a day
#   N a number of one or two digits   H of three   Y a year   y a year of two digits after an apostrophe
#   V two numbers and a full stop, a time or not   X anything else
_TOKEN = re.compile(
    r"(?<![\d./-])(\d{1,4})([./-]|\.[ ])(\d{1,2})\2(\d{1,4})(?!\d|[./-]\d)"  # 1-4 numeric date
    r"|(?<![\d:.])(\d{1,2})(?::|[ ]?h[ ]?)([0-5]\d)(?::([0-5]\d)(?:[.,]\d{1,9})?)?(?![\d:])"  # 5-7 time
    r"|(?:(?:utc|gmt)[ ]?|(?<=[\d\s(]))([+-])(\d{1,2})(?::?([0-5]\d))?(?![\d:])"  # 8-10 offset
    r"|(?<![\d./-])(\d{1,2})\.(\d{2})(?![\d.,%/-])"  # 11-12 dotted pair
    r"|(\d+)(?:(?:st|nd|rd|th|er|ère|º|ª|°|e|-го|ης|η)\b)?"  # 13 number
    r"|['’](\d\d)(?!\w)"  # 14 short year
    r"|\b(il\s+y\s+a|just\s+now|hari\s+ini|hôm\s+(?:nay|qua)|th(?:áng|g)\s*\d{1,2}|i\s+(?:dag|går|gar)|[apπμ]\.\s?[mμ]\.)"
    r"|([^\W\d_]+(?:['’-][^\W\d_]+)?)"  # 16 word
    r"|[#$€£%&=+]"
)
_PHRASES: dict[str, Meaning] = {
    "ilya": ("P", 0),
    "justnow": ("Q", 0),
    "hariini": ("R", 0),
    "hômnay": ("R", 0),
    "hômqua": ("R", 1),
    "idag": ("R", 0),
    "igår": ("R", 1),
    "igar": ("R", 1),
    "a.m.": ("A", 0),
    "p.m.": ("A", 12),
    "π.μ.": ("A", 0),
    "μ.μ.": ("A", 12),
}
_CLOCK = frozenset(("uhr", "um", "kl", "klo", "klockan", "alle", "ore", "godz", "o"))
MAX_TOKENS = 120
MAX_GAP = 8
"""Characters that may stand between two tokens of one date."""

_X: Meaning = ("X", 0)
_NONE: dict[str, Meaning] = {}


def scan(text: str, languages: Sequence[str] = ()) -> Scan:
    """The tokens of `text`: fillers dropped, halves of the day joined to their times."""
    lower = text.lower()
    if len(lower) != len(text):  # "İ" becomes two characters
        lower = text.replace("İ", "i").lower()
    own = own_words(languages[0]) if languages else _NONE
    tokens: list[Token] = []
    last_end, clock = 0, False
    for found in _TOKEN.finditer(lower):
        start, end = found.span()
        group = found.lastindex or 0
        if group == 16:
            word = found[16]
            kind, number = own.get(word) or COMMON.get(word) or _hyphenated(word)
            value: tuple[int, ...] = (number,)
        else:
            kind, value = _numeric(found, group, tokens, clock)
        if kind == "A":
            _join_half(tokens, value[0], start, end)
            last_end = end
            continue
        if kind == "F":
            clock = found[0] in _CLOCK
            if clock and tokens and tokens[-1].kind == "V" and start - tokens[-1].end < 3:
                tokens[-1] = _timed(tokens[-1])
            last_end = end
            continue
        if tokens and start - last_end > MAX_GAP:
            tokens.append(Token("X", (), last_end, last_end))
        tokens.append(Token(kind, value, start, end))
        last_end, clock = end, False
        if len(tokens) >= MAX_TOKENS:
            break
    return _settled(tokens)


def _hyphenated(word: str) -> Meaning:
    """A word joined to another by a hyphen ("nov-uhr"), where the whole is unknown."""
    if "-" in word:
        first, _, second = word.partition("-")
        return COMMON.get(first) or COMMON.get(second) or _X
    return _X


def _numeric(found: re.Match[str], group: int, tokens: list[Token], clock: bool) -> tuple[str, tuple[int, ...]]:
    """Kind and value of a token that is not a word."""
    if group == 13:
        return _number(found[13])
    if group in (6, 7):
        hour, minute, second = int(found[5]), int(found[6]), int(found[7] or 0)
        return ("T", (hour, minute, second, 0)) if hour < 24 else ("X", ())
    if group == 4:
        return _triple(found[1], found[2], found[3], found[4])
    if group in (9, 10):
        return _offset(found, tokens)
    if group == 12:
        hour, minute = int(found[11]), int(found[12])
        if hour < 24 and minute < 60 and (clock or (tokens and tokens[-1].kind in "DEYR")):
            return "T", (hour, minute, 0, 0)
        return "V", (hour, minute)
    if group == 14:
        short = int(found[14])
        return "y", (short + (1900 if short >= 70 else 2000),)
    if group == 15:
        phrase = "".join(found[15].split())
        if phrase in _PHRASES:
            kind, number = _PHRASES[phrase]
            return kind, (number,)
        month = int("".join(c for c in phrase if c.isdigit()))
        return ("M", (month,)) if 1 <= month <= 12 else ("X", ())
    return "X", ()


def _number(digits: str) -> tuple[str, tuple[int, ...]]:
    length = len(digits)
    if length <= 2:
        return "N", (int(digits), length)
    if length == 4:
        year = int(digits)
        return ("Y", (year,)) if 1300 <= year < 2600 else ("X", ())
    return ("H", (int(digits), 3)) if length == 3 else ("X", ())


def _triple(first: str, separator: str, second: str, third: str) -> tuple[str, tuple[int, ...]]:
    """Three numbers: which of them can be the year says which kind of date they are."""
    a, b, c = int(first), int(second), int(third)
    if len(first) == 4:
        if len(third) > 2:
            return "X", ()
        if b > 12 >= c:
            b, c = c, b
        return "E", (a, b, c)
    if len(first) == 3 or len(third) in (1, 3):
        return "X", ()
    return ("D" if len(third) == 4 else "d"), (a, b, c, ord(separator[0]))


def _offset(found: re.Match[str], tokens: list[Token]) -> tuple[str, tuple[int, ...]]:
    """Minutes east of UTC. Without minutes it counts after "UTC" or straight after a time only."""
    hours, minutes = int(found[9]), int(found[10] or 0)
    named = found[0][0] not in "+-"
    straight = bool(tokens) and tokens[-1].kind == "T" and tokens[-1].end == found.start()
    if hours > 14 or not (named or straight or (found[10] and len(found[9]) == 2)):
        return "X", ()
    east = hours * 60 + minutes
    return "Z", (-east if found[8] == "-" else east,)


def _join_half(tokens: list[Token], half: int, start: int, end: int) -> None:
    """Read "am" or "pm" into the time, or bare hour, that stands before it."""
    if not tokens or start - tokens[-1].end > 2:
        return
    before = tokens[-1]
    if before.kind == "T":
        hour, minute, second = before.value[:3]
    elif before.kind == "N":
        hour, minute, second = before.value[0], 0, 0
    elif before.kind == "V" and before.value[1] < 60:
        hour, minute, second = before.value[0], before.value[1], 0
    else:
        return
    if before.kind != "T" and not 1 <= hour <= 12:
        return
    if hour <= 12:
        hour = hour % 12 + half
    tokens[-1] = Token("T", (hour, minute, second, 1), before.start, end)


def _timed(pair: Token) -> Token:
    hour, minute = pair.value
    if hour > 23 or minute > 59:
        return pair
    return Token("T", (hour, minute, 0, 0), pair.start, pair.end)


def _settled(tokens: list[Token]) -> Scan:
    """Decide the words that depend on their neighbours and drop those that turn out to say nothing."""
    kinds = "".join([token.kind for token in tokens])
    if not _UNSETTLED.search(kinds):
        return Scan(kinds, tokens)
    bare = "X" not in kinds
    other_month = "M" in kinds or (bare and "m" in kinds)
    kept: list[Token] = []
    for index, token in enumerate(tokens):
        kind = token.kind
        following = tokens[index + 1].kind if index + 1 < len(tokens) else ""
        if kind == "1" and following not in ("U", "u"):
            continue
        if kind == "K":
            token = token._replace(kind="W", value=(1,)) if other_month else token._replace(kind="M")
        elif kind == "m" or (kind == "G" and token.value[0] == 8 and (not kept or kept[-1].kind not in "Uu")):
            token = token._replace(kind="M" if bare else "X")
        kept.append(token)
    return Scan("".join([token.kind for token in kept]), kept)


_UNSETTLED = re.compile("[1KGm]")
