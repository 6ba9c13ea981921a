"""Which part of a run's members is the body, and in it, the part that people wrote in."""

from __future__ import annotations

import re
from collections import defaultdict

from pagearchive.parse.blocks.authors import Authors
from pagearchive.parse.blocks.naming import clean_name
from pagearchive.parse.blocks.survey import MAX_DATE_TEXT
from pagearchive.parse.once import once
from pagearchive.patterns import regex

_BODY_WORD = regex(
    r"(?<![a-z])(?:post|message|msg|comment|reply|content|body|text|prose|markdown|description|answer)", re.IGNORECASE
)
_NOT_BODY_WORD = regex(
    r"signature|(?<![a-z])sig(?![a-z])|profile|sidebar|author|user-?info|meta|header|footer|toolbar|action|button"
    r"|share|avatar"
    r"|quote|attach|reaction|vote|badge|menu",
    re.IGNORECASE,
)
HEADINGS = frozenset(("h1", "h2", "h3", "h4"))
ANSWER = regex(r"^(?:\W*[a-z]{2,3}:)+\s*", re.IGNORECASE)
"""What stands before the title in the heading of an answer: "Re:", "AW:"."""
_PLACES = regex(r"\d+")
_QUOTED_WORD = regex(r"quote(?!-?(?:button|link|btn))", re.IGNORECASE)
_WRITTEN = frozenset("p span a b i em strong blockquote ul ol li pre code table h1 h2 h3 h4 h5 h6 font center".split())
"""What people write, or editors make of it."""
MAX_FRAMES = 6
"""Elements around a body's text that hold nothing else of its author's."""
_NEVER_BODIES = frozenset(("p", "span", "a", "blockquote", "li", "ul", "br", "aside", "header", "footer", "nav"))


class Bodies(Authors):
    """Where the texts of posts stand in a run's members."""

    @once
    def body_label(self) -> str | None:
        """Where the text of a post stands; None where no part holds the most of it and no author."""
        best, best_score = None, 0.0
        for label, numbers in self.common.items():
            score = self._as_body(label, numbers)
            if score > best_score and not self._hold_authors(numbers):
                best, best_score = label, score
        return self._innermost(best) if best is not None else None

    def _innermost(self, label: str) -> str:
        """Of a body's parts the one that people wrote in: as long as all else in it was put there by the software.

        An element that holds all of its parent is no better than that, unless it is what quotations are made of.
        """
        at = label
        for _ in range(MAX_FRAMES):
            inner, settles = self._part_with_text(at)
            if inner is None:
                break
            at = inner
            label = at if settles else label
        return label

    def _part_with_text(self, outer: str) -> tuple[str | None, bool]:
        """The part of the body `outer` that holds its text, where what stands beside it is the software's, and whether
        it is told apart by that."""
        survey, held = self.survey, 0
        chosen: str | None = None
        beside: dict[str, list[int]] = defaultdict(list)
        for member in self.sample:
            body = self.first(member, outer)
            if body is None:
                continue
            children = [child for child in survey.children(body) if child not in self.members]
            parts = [child for child in children if survey.text[child] + survey.link_text[child]]
            if self._own_words(body) or not parts:
                return None, False
            labels = {number: label for label, numbers in self.parts(member).items() for number in numbers}
            longest = max(parts, key=lambda child: survey.text[child] + survey.link_text[child] / 2)
            chosen = chosen if chosen is not None else labels.get(longest)
            mine = [child for child in parts if labels.get(child) == chosen]
            if chosen not in self.common or len(mine) != 1:
                return None, False
            if survey.tags[mine[0]] in _WRITTEN and (survey.tags[mine[0]] != "blockquote" or len(parts) > 1):
                return None, False
            held += 1
            for child in parts:
                if child != mine[0]:
                    beside[labels.get(child, "")].append(child)
        if chosen is None or held < 2 or not all(self._is_of_software(*part, held) for part in beside.items()):
            return None, False
        return chosen, bool(beside) or survey.tags[self.common[chosen][0]] == "blockquote"

    def _is_of_software(self, label: str, numbers: list[int], held: int) -> bool:
        """Whether parts beside the text are no text themselves: they are called so, or tell a date, or say the same in
        every post."""
        survey, own = self.survey, label.rpartition(">")[2]
        if not label:
            return False
        if survey.tags[numbers[0]] in HEADINGS:
            titles = {ANSWER.sub("", self.words(number)) for number in numbers}
            return 2 * len(numbers) > held and 3 * len(titles) <= max(3, len(numbers))
        if any(survey.tags[number] in _WRITTEN for number in numbers):
            return False
        if _NOT_BODY_WORD.search(own) and not _QUOTED_WORD.search(own):
            return True
        short = [number for number in numbers if survey.text[number] + survey.link_text[number] <= MAX_DATE_TEXT]
        if len(short) < len(numbers):
            return False
        if all(survey.dates[number] for number in numbers):
            return True
        said = {_PLACES.sub("0", self.words(number)) for number in numbers}
        return 2 * len(numbers) > held > 1 and 3 * len(said) <= max(3, len(numbers))

    def body_in(self, member: int, label: str) -> int | None:
        """The member's element of that label. Where it is told by its place alone, and other parts push it to another,
        the longest of those that stand as deep in the same elements and are no usual part of their own."""
        found = self.first(member, label)
        if label.rpartition(">")[1]:
            way = _PLACES.sub("", label)
            moved = [
                numbers[0]
                for other, numbers in self.parts(member).items()
                if other not in self.common and _PLACES.sub("", other) == way
            ]
            longest = max(moved, key=self.own_text, default=None)
            if longest is not None and self.own_text(longest) > 3 * (self.own_text(found) if found is not None else 0):
                return longest
        return found

    def _as_body(self, label: str, numbers: list[int]) -> float:
        survey = self.survey
        count = len(self.sample)
        if len(numbers) < 0.6 * count or survey.tags[numbers[0]] in _NEVER_BODIES:
            return 0.0
        text = sum(min(survey.text[number] + survey.link_text[number] / 2, 3000) ** 0.6 for number in numbers)
        if 2 * sum(number in survey.dated for number in numbers) > len(numbers):
            return 0.0
        share = sum(survey.text[number] for number in numbers) / max(1, self._sample_text)
        own = label.rpartition(">")[2] if ">" in label else label
        if _NOT_BODY_WORD.search(own):
            text *= 0.5
        elif _BODY_WORD.search(own):
            text *= 1.3
        elif share < 0.25:
            return 0.0
        dated = sum(bool(survey.dates[number]) for number in numbers) / len(numbers)
        return float(text) * (1 - 0.35 * dated) * (len(numbers) / count)

    def _hold_authors(self, numbers: list[int]) -> bool:
        """Whether many of a label's elements hold the name of their author, or another post."""
        return sum(self._holds_author(number) for number in numbers) > 0.3 * len(numbers)

    @once
    def _sample_text(self) -> int:
        """Characters of the sample's members, outside links and members inside them."""
        return sum(self.run.own_text[: len(self.sample)])

    def _holds_author(self, number: int) -> bool:
        survey = self.survey
        member = self.member_of(number)
        if member is None:
            return False
        if any(number < nested < survey.ends[number] for nested in self._inner.get(member, ())):
            return True
        return any(survey.is_inside(author, number) for author in self._authors_in(member))

    def _authors_in(self, member: int) -> list[int]:
        """The elements where the surest labels have the author's name."""
        known = self._authors.get(member)
        if known is None:
            found = [at for label in self.author_labels[:3] if (at := self.first(member, label)) is not None]
            names = [clean_name(self.words(at)) for at in found]
            known = [at for at, name in zip(found, names, strict=True) if at == found[0] or name == names[0]]
            self._authors[member] = known
        return known

    @once
    def _authors(self) -> dict[int, list[int]]:
        return {}
