"""What can be an author's name, and what an identifier.

A name is a text without "by", "wrote:" and its double, and never a button's or a rank's.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pagearchive.parse.blocks.survey import has_date_shape
from pagearchive.patterns import regex

_NOT_A_NAME = regex(
    r"^(?:re(?:ply|port|ply with quote)?|quote|like|share|edit|link|permalink|member|members|moderator|administrator"
    r"|admin"
    r"|guest|parent|flag|delete|save|follow|more|view profile|profile|author|op|original poster|joined|posts?|messages?"
    r"|thread starter|topic starter|newbie|(?:senior|junior|full|active|new|hero|well-known|registered) member"
    r"|registered user"
    r"|offline|online|log ?in|sign ?(?:in|up)|private message|pm|send (?:a )?(?:private )?message|website|www"
    r"|visit .*|find"
    r"|(?:show|hide|load|read) .*|up|down|upvote|downvote|top|next|prev(?:ious)?|context|full comments|\W*|[\d\W]+"
    r"|\W*\d+ \w+\W*|(?-i:[\d.,]+k?(?: [a-z]+){1,3})|https?:.*|\w+:\s*[\d.,]+"
    r"|responded|replied|commented|posted|wrote|says|said|comment|answer|answers|comments|replies|contact .*)$",
    re.IGNORECASE,
)
_BY = regex(
    r"^(?:(?:post(?:ed)?|written|asked|answered|started|created|submitted|comment(?:ed)?|reply|replied|response)\s+)?"
    r"(?:by|von|par|por|di|door|от|przez|av)\b:?\s+|^@(?=\w)",
    re.IGNORECASE,
)
_AFTER = regex(
    r"\s+(?:says|said|wrote|writes|schrieb|a écrit|escribió|ha scritto|replied|commented|responded)\s*[:.]?\s*$"
    r"|\s*[:,|·•]\s*$",
    re.IGNORECASE,
)
_ELSEWHERE = regex(r"(?<=\S)\s+@[\w-]+(?:\.[\w-]+)+$")
"""The server of an account that is another server's."""
_AROUND = " \t\n|·•-–—,:»«\u200e\u200f\u00a0"
MAX_NAME = 60


@lru_cache(maxsize=8192)
def clean_name(text: str) -> str | None:
    """An author's name out of the text of a part, or None where the text is none."""
    if len(text) > 4 * MAX_NAME:
        return None
    name = _AFTER.sub("", _BY.sub("", text.strip(_AROUND))).strip(_AROUND)
    if not 1 <= len(name) <= MAX_NAME or _NOT_A_NAME.match(name):
        return None
    if not any(c.isalnum() for c in name):
        return None
    if has_date_shape(name) and len(name) > 6:
        return _before_date(name, is_said=_BY.match(text.lstrip()) is not None)
    name = _ELSEWHERE.sub("", name)
    half = len(name) // 2  # once for phones, once for desktops
    if len(name) % 2 and name[half] == " " and name[:half] == name[half + 1 :]:
        return name[:half]
    return name


_PARTS = r"\s*[|·•»]\s*|\s+(?:[-–—]|on|am|le|el|il|op|dnia|på)\s+"
_PARTED, _PARTED_BEHIND_BY = regex(_PARTS), regex(rf"{_PARTS}|,\s+")
_DAY = regex(r"\b\d{1,2}\b")


def _before_date(text: str, *, is_said: bool) -> str | None:
    """The name in a line like "Anna · 3 March 2020, 20:51", where a sign or a word parts it from the date.

    `is_said`: there was a "by" before it; then a comma parts it, too.
    """
    first, *rest = (_PARTED_BEHIND_BY if is_said else _PARTED).split(text)
    if not rest or has_date_shape(first) or _DAY.search(first):
        return None
    return clean_name(first) if all(any(c.isdigit() for c in part) for part in rest) else None


_OPAQUE = regex(r"[0-9A-HJKMNP-TV-Z]{26}|[0-9a-f]{16,40}|[0-9a-f-]{36}")


def is_opaque(value: str) -> bool:
    """Whether an identifier is one of those that are made of chance: no part of it is a number of its own."""
    return _OPAQUE.fullmatch(value) is not None
