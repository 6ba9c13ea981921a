"""Numbers as pages print them."""

from __future__ import annotations

import re

from pagearchive.dom import Node
from pagearchive.parse.platforms import Look, Picks, value, values
from pagearchive.patterns import regex

_NUMBER = regex(r"[-−]?\d[\d,.]{0,17}(?:\s?[KkMm]\b)?")
_TIMES = {"k": 1_000, "m": 1_000_000}


def number_in(raw: str | None) -> int | None:
    """The first number of a text: "1,204" and "1.204" are 1204, "1.2K" is 1200; None where there is none."""
    found = _NUMBER.search(raw or "")
    if found is None:
        return None
    text = found[0].lower()
    sign = -1 if text[0] in "-−" else 1
    times = _TIMES.get(text[-1])
    if times is not None:
        whole, _, part = re.sub(r"[^\d.,]", "", text).replace(",", ".").partition(".")
        return sign * (int(whole or 0) * times + int(part.replace(".", "")[:3].ljust(3, "0")) * times // 1_000)
    return sign * int(re.sub(r"\D", "", text))


def count_of(node: Node, picks: Picks, own: Node | None = None, look: Look | None = None) -> int:
    """The first number that the picks give, with those of picks that begin with `+` added; 0 where there is none."""
    first = number_in(value(node, tuple(pick for pick in picks if pick[0] != "+"), own, look)) or 0
    more = tuple(pick[1:] for pick in picks if pick[0] == "+")
    return first + sum(number_in(raw) or 0 for raw, _node in values(node, more, own, look))
