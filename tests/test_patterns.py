"""Patterns that are compiled when they are first used."""

from __future__ import annotations

import re

import pytest

from pagearchive.patterns import regex


def test_a_pattern_finds_what_the_compiled_one_finds() -> None:
    late, at_once = regex(r"(\w)\d+", re.I), re.compile(r"(\w)\d+", re.I)
    text = "a1 B22, c"
    assert late.findall(text) == at_once.findall(text)
    assert late.sub("-", text) == at_once.sub("-", text)
    assert [found.span() for found in late.finditer(text)] == [found.span() for found in at_once.finditer(text)]
    assert (late.pattern, late.flags, late.groups) == (at_once.pattern, at_once.flags, at_once.groups)
    assert late.match("-") is None


def test_what_is_wrong_with_a_pattern_is_said_when_it_is_used() -> None:
    broken = regex("(")
    with pytest.raises(re.error):
        broken.search("x")
