"""The tables of what pages say around their content, and the first look that spares most texts the tables."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

import pytest

from pagearchive.parse.article import phrases

regex: Any = importlib.import_module("regex")  # it can say that a text is the beginning of a match; dateparser needs it
_LETTERS = "abcdefghijklmnopqrstuvwxyzäöüßáàâçéèêíîñóôúû0 '’-©"


def _beginnings(row: str, letters: int) -> list[str]:
    """All texts of at most so many letters that a text known to this row of a table may begin with."""
    pattern = regex.compile(row)
    found: list[str] = []
    level = [""]
    for _letter in range(letters):
        level = [text + letter for text in level for letter in _LETTERS if pattern.match(text + letter, partial=True)]
        found += [text for text in level if pattern.fullmatch(text)]
    return [*found, *level]


@pytest.mark.parametrize(
    ("tables", "end", "may_be"),
    [
        pytest.param(phrases._HEADINGS, phrases._END, phrases.may_head, id="headings"),
        pytest.param(phrases._LINES, "", phrases.may_be_line, id="lines"),
    ],
)
def test_the_first_look_lets_through_what_the_tables_know(
    tables: dict[str, str], end: str, may_be: Callable[[str], bool]
) -> None:
    missed = set()
    for table in tables.values():
        for row in table.strip().splitlines():
            if regex.match(row.strip(), "\x00", partial=True):  # it begins with anything
                assert any(word in row for word in phrases._ANYWHERE), row
            else:
                known = _beginnings(f"(?:{row.strip()}){end}", 4)
                missed |= {text for text in known if text[0].isalnum() and not may_be(text)}
    assert not missed, "add their first letters to the words that phrases' tables begin with"


@pytest.mark.parametrize(
    "text",
    [
        "\n\t\xa0 Advertisement\n",
        "* * *  SHARE THIS",
        "You will find us on Google News",
        "“©\n2024 The Gazette",
        "12 Comments",
        "Jan. 5, 2024",
    ],
)
def test_the_first_look_sees_through_marks_and_white_space(text: str) -> None:
    assert phrases.line_reason(phrases.folded(text)) is not None
    assert phrases.may_be_line(text)


def test_the_first_look_spares_prose() -> None:
    assert not phrases.may_be_line("Herons nest in the old mill.")
    assert not phrases.may_head("Herons of the old mill")
