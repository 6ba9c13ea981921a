"""Who is introduced at the end of an article: a name, and a text about whoever bears it ("Ines writes about the sea").

A heading and a paragraph below it look alike whether they are about the author, the next person of a list or the firm
that sells the thing. So one person only is taken, near the end, whose text speaks as of a person.
"""

from __future__ import annotations

import re

from pagearchive.parse.metadata import bylines
from pagearchive.parse.metadata.near import OTHERS, Line, Lines
from pagearchive.patterns import regex

_NEAR_END = 12
"""Blocks before the article's last one."""
_BEHIND = 3
"""Blocks behind a name in which the text about its bearer begins: an office and an address may stand between."""
_LEAST = 40
"""Characters of that text."""
_LOOKED_AT = 600
_TOP = 5
"""Blocks behind the title in which a name that stands alone may be the author's."""
_FIRST_PERSON = regex(
    r"(?:(?:Hi|Hello|Hey)\b[^.?]{0,20}[,.!]? )?(?:I['’]m|I am|My name is|Ich bin|Je suis|Sono|Soy|Eu sou) \w"
)
"""How a text begins in which somebody tells of themselves."""
_OF_A_PERSON = regex(
    r"\b(?:who|he|she|his|her|er|elle|ella|él|lei|lui|ela|ele|hij|haar|jej|jego|она|он|её|его|writes|writer|author|journalist|editor|"
    r"blogger|photographer|professor|founder|lives|lebt|schreibt|vit|écrit|vive|escribe|scrive|autor(?:in|a|e)?|journaliste|periodista)\b",
    re.I,
)
"""Words that speak of a person, where firms have "it", "we" and "our"."""


def introduced(page: Lines) -> tuple[Line, list[str]] | None:
    """The one person whom a text at the end of the article introduces, and the line that names them."""
    root = page.root
    if root is None:
        return None
    shown = {line.text: line for line in page.near if 0 < line.at <= _TOP and line.after <= 1}
    found: dict[str, Line] = {}
    for line in page.short:
        if line.at < root.last - _NEAR_END or not page.is_close(line):
            continue
        name = line.text
        if not _may_be_name(name, shown) or line.stands_in(OTHERS):
            continue
        behind = page.behind(line, _BEHIND)
        labelled = any(bylines.is_label(run) for block in behind[:1] for run in block.text[:1])
        if any(_is_about(block.words, name, labelled=labelled) for block in behind):
            found.setdefault(name, line)
    for name, line in shown.items():
        if bylines.is_person(name) and any(_is_about(block.words, name) for block in page.ending(_NEAR_END)):
            found.setdefault(name, line)
    if len(found) != 1:
        return None
    name, line = found.popitem()
    return line, [name]


def _may_be_name(text: str, shown: dict[str, Line]) -> bool:
    """Whether a line may be a person's name; one of a single word only where it stands below the title, too."""
    if not 2 < len(text) < 50 or text.count(" ") > 4:
        return False
    return bylines.is_person(text) or (text.isalpha() and text[0].isupper() and text in shown)


def _is_about(text: str, name: str, *, labelled: bool = False) -> bool:
    """Whether a text begins with a name, or the first of its names, and goes on about a person.

    `labelled`: the name is said to be an author's, so that it is a person's.
    """
    if len(text) >= _LEAST and _FIRST_PERSON.match(text) is not None:
        return True
    if len(text) < _LEAST or (text.lower().startswith(name.lower()) and not text.startswith(name)):
        return False  # "Web Hybrid: web hybrid courses are …" is a term
    for called in (name, name.split()[0]):
        if text.startswith(called):
            rest = text[len(called) : len(called) + _LOOKED_AT]
            if rest[:1] == "," or (rest[:1] == " " and rest[1:2].islower()):
                return labelled or _OF_A_PERSON.search(rest) is not None
    return False
