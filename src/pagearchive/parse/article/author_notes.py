"""Notes on an author at either end of an article: "Ines Wolter is a reporter at …"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pagearchive.parse.layout.content import Block
from pagearchive.patterns import regex

_NEAR_THE_END = 0.75
_NEAR_THE_START = 0.1
"""Shares of the prose."""
_LONGEST = 900
_INITIALS = 2
"""Letters of a first word that stands for a name: "J.", "Dr"."""
_OPENING = " \n\t\xa0*(–—-"
_DOES = regex(
    r"(?: [^\W\d_a-z][\w.’'-]*){0,3}(?:,[^.;:!?]{2,80},)?,? (?:"
    r"is|was|has|are|works?|worked|writes?|wrote|covers?|covered|reports?|leads?|serves?|served|started|founded|joined|"
    r"studied|speciali[sz]\w+|helps|brings|holds|earned|graduated|lives|spent|spends|runs|manages|teaches|"
    r"ist|war|schreibt|arbeitet|leitet|studierte|berichtet|est|écrit|travaille|couvre|dirige|es|escribe|trabaja|cubre) "
)
"""What follows the first name in such a note: the rest of the name, degrees or an office, a verb."""


def find(blocks: list[Block], prose: int, names: Sequence[str]) -> Iterator[Block]:
    """The blocks that say who one of these people is; `prose` is that of all blocks."""
    starts = _starts_of(names)
    if not starts:
        return
    before = 0
    for block in blocks:
        is_outside = before >= _NEAR_THE_END * prose or before + block.prose <= _NEAR_THE_START * prose
        before += block.prose
        if is_outside and block.characters <= _LONGEST and not block.place.children:
            text = "".join(block.text[:3]).lstrip(_OPENING)
            if text.startswith(starts) and _is_about(block.words.lstrip(_OPENING), starts):
                yield block


def _starts_of(names: Sequence[str]) -> tuple[str, ...]:
    """How a note on one of these people begins: with the first name."""
    words = [name.split() for name in names]
    return tuple({parts[0] for parts in words if len(parts) > 1 and len(parts[0]) > _INITIALS} - {"The"})


def _is_about(text: str, starts: tuple[str, ...]) -> bool:
    """Whether a text says what the person whose name it begins with is or does."""
    name = next((start for start in starts if text.startswith(start)), None)
    return name is not None and _DOES.match(text, len(name)) is not None
