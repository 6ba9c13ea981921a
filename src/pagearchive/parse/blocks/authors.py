"""Which part of a run's members names the author: a short text that differs from post to post."""

from __future__ import annotations

import re

from pagearchive.parse.blocks.naming import MAX_NAME, clean_name
from pagearchive.parse.blocks.parts import OWN, Parts
from pagearchive.parse.blocks.survey import has_person_link
from pagearchive.parse.once import once
from pagearchive.patterns import regex

_AUTHOR_WORD = regex(r"author|user|name|nick|poster|creator|by(?![a-z])|member", re.IGNORECASE)
_NOT_AUTHOR_WORD = regex(
    r"rank|title|role|badge|group|status|location|count|date|time|action|button|reply|score|vote|karma|level|stat|quote"
    r"|avatar|signature|flair|bio\b",
    re.IGNORECASE,
)


class Authors(Parts):
    """Where the names of authors stand in a run's members."""

    @once
    def author_labels(self) -> list[str]:
        """Where names of authors stand, the surest first."""
        scored = []
        for label, numbers in self.common.items():
            if self.survey.text[numbers[0]] + self.survey.link_text[numbers[0]] > 2 * MAX_NAME:
                continue
            ways = [label]
            if self.survey.ends[numbers[0]] > numbers[0] + 1 and 0 < len(self._own_words(numbers[0])) <= MAX_NAME:
                ways.append(label + OWN)
            for way in ways:
                score = self._as_author(way, numbers)
                if score > 0.9:
                    scored.append((-score, numbers[0], way))
        return [label for _score, _number, label in sorted(scored)]

    @once
    def signed(self) -> float:
        """The share of the sample with a name where the surest label has it."""
        names = [self._named_in(member) for member in self.sample]
        return sum(name is not None for name in names) / len(names)

    def _named_in(self, member: int) -> str | None:
        for label in self.author_labels[:1]:
            number = self.first(member, label)
            if number is not None:
                return clean_name(self.text_of(number, label))
        return None

    def _as_author(self, label: str, numbers: list[int]) -> float:
        survey = self.survey
        names = [name for number in numbers if (name := clean_name(self.text_of(number, label)))]
        if not names or len(names) < 0.6 * len(numbers):
            return 0.0
        count = len(self.sample)
        share = len(names) / count
        score = 1.0 * share
        named = sum(number in survey.named for number in numbers) / len(numbers)
        linked = sum(self._is_profile(number) for number in numbers) / len(numbers)
        alts = sum(self._is_avatars(number) for number in numbers[:12]) / len(numbers[:12])
        score += 1.2 * linked + 0.6 * named + 1.5 * alts
        own = label.rpartition(">")[2] if ">" in label else label
        if sum(len(name) for name in names) < 2 * len(names):  # initials in place of pictures
            return 0.0
        score += 0.7 * bool(_AUTHOR_WORD.search(own)) - 1.2 * bool(_NOT_AUTHOR_WORD.search(own))
        distinct = len(set(names))
        if distinct == 1 and count > 2:
            score -= 1.5
        elif count > 3:
            score += 0.5 * min(1.0, 2 * distinct / len(names))
        if sum(len(name.split()) for name in names) > 4 * len(names):
            score -= 1.0
        return score * share

    def _is_profile(self, number: int) -> bool:
        survey = self.survey
        if survey.tags[number] == "a":
            return has_person_link(survey.attributes[number].get("href"))
        above = survey.parents[number]
        return above >= 0 and survey.tags[above] == "a" and has_person_link(survey.attributes[above].get("href"))

    def _is_avatars(self, number: int) -> bool:
        """Whether the text repeats what a picture near it is called."""
        name = clean_name(self.words(number))
        if not name:
            return False
        member = self.member_of(number)
        if member is None:
            return False
        wanted = name.casefold()
        return any(alt == wanted or (wanted in alt and len(alt) < len(wanted) + 24) for alt in self._captions(member))

    def _captions(self, member: int) -> list[str]:
        """What the member's first pictures are called."""
        known = self._called.get(member)
        if known is None:
            survey, end = self.survey, min(self.survey.ends[member], member + 60)
            images = [number for number in range(member, end) if survey.tags[number] == "img"]
            attributes = [survey.attributes[number] for number in images[:4]]
            names = [(image.get("alt") or image.get("title") or "").casefold() for image in attributes]
            known = self._called[member] = [name for name in names if name]
        return known

    @once
    def _called(self) -> dict[int, list[str]]:
        return {}
