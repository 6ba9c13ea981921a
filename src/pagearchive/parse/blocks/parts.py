"""The members of a run taken apart: their elements by label, and which of them stand inside others."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import lru_cache

from pagearchive import dom
from pagearchive.parse.blocks.runs import MAX_CLASS, Run, tokens
from pagearchive.parse.blocks.survey import Survey
from pagearchive.parse.document import Document
from pagearchive.parse.once import once
from pagearchive.patterns import regex

_DIGIT = regex(r"\d")
SAMPLE = 16
"""Members looked at to find out what is what."""
MAX_PART = 20_000
"""Characters."""
OWN = " (own text)"
"""Ends the label of a part of which only the text outside its child elements is meant."""
_NUMBERED = frozenset(("td", "div", "span", "tr", "section", "a"))


class Parts:
    """The parts of a run's members, by label."""

    def __init__(self, document: Document, survey: Survey, run: Run) -> None:
        self.document = document
        self.survey = survey
        self.run = run
        self.members = frozenset(run.members)
        self._inner = _nested(survey, run.members)
        self._words: dict[int, str] = {}
        self._parts: dict[int, dict[str, list[int]]] = {}
        self._usual_tokens: dict[tuple[tuple[str, ...], str], tuple[str, ...]] = {}
        self.sample = run.members[:SAMPLE]
        """The members that are looked at to find out what is what."""

    # ── parts ────────────────────────────────────────────────────────────────────────────────────────────────────

    def own_elements(self, member: int) -> list[int]:
        """The member's elements, without those of members inside it."""
        inner = self._inner.get(member)
        if not inner:
            return list(range(member, self.survey.ends[member]))
        found: list[int] = []
        at = member
        for nested in inner:
            found.extend(range(at, nested))
            at = max(at, self.survey.ends[nested])
        found.extend(range(at, self.survey.ends[member]))
        return found

    def nested(self, member: int) -> list[int]:
        """The members straight inside this one."""
        return self._inner.get(member, [])

    def own_text(self, number: int) -> int:
        """Characters of text in an element, outside links and members inside it."""
        survey = self.survey
        whole = survey.text[number]
        if not self._inner:
            return whole
        members, behind = self.run.members, survey.ends[number]
        first, last = bisect_right(members, number), bisect_left(members, behind)
        return whole - sum(survey.text[members[at]] for at in self._outermost(first, last))

    def _outermost(self, first: int, last: int) -> Iterator[int]:
        """The places in the run from `first` to the one before `last`, without those inside others of them."""
        at = first
        while at < last:
            yield at
            at = bisect_left(self.run.members, self.survey.ends[self.run.members[at]])

    def parts(self, member: int) -> dict[str, list[int]]:
        """The member's own elements by label."""
        known = self._parts.get(member)
        if known is None:
            known = self._parts[member] = self._labelled(member)
        return known

    def _labelled(self, member: int) -> dict[str, list[int]]:
        survey = self.survey
        labels: dict[int, str] = {survey.parents[member]: ""}
        counts: Counter[str] = Counter()
        found: dict[str, list[int]] = defaultdict(list)
        for number in self.own_elements(member):
            tag = survey.tags[number]
            own = self._tokens(number) if number != member else ()
            if own:
                label = f"{tag}.{'.'.join(own)}"
            else:
                above = labels.get(survey.parents[number], "")
                label = f"{above}>{tag}"
                if tag in _NUMBERED:
                    place = f"{survey.parents[number]} {tag}"
                    counts[place] += 1
                    label += str(counts[place])
                if len(label) > 160:
                    label = label[-160:]
            labels[number] = label
            found[label].append(number)
        return found

    def _tokens(self, number: int) -> tuple[str, ...]:
        """What tells an element's kind to all members, in order: what many of them have. Where that is no class without
        a number, those with one count, too."""
        found = tokens(self.survey, number)
        key = (found, self.survey.attributes[number].get("class") or "")
        known = self._usual_tokens.get(key)
        if known is None:
            usual = self._usual
            known = tuple(token for token in found if token in usual)
            if all(token[0] in "#@" for token in known):
                known = (*known, *(name for name in _numbered_classes(key[1]) if name in usual))
            known = self._usual_tokens[key] = tuple(sorted(known))
        return known

    @once
    def _usual(self) -> frozenset[str]:
        """The tokens and classes that stand in a third of the sample."""
        counts: Counter[str] = Counter()
        for member in self.sample:
            own: set[str] = set()
            for number in self.own_elements(member):
                own.update(tokens(self.survey, number))
                own.update(_numbered_classes(self.survey.attributes[number].get("class") or ""))
            counts.update(own)
        return frozenset(name for name, count in counts.items() if 3 * count >= len(self.sample))

    def first(self, member: int, label: str) -> int | None:
        """The member's first element with that label, or with one much like it."""
        label = label.removesuffix(OWN)
        parts = self.parts(member)
        found = parts.get(label)
        if found is None and "." in label and ">" not in label:
            found = parts.get(self._closest(parts, label))
        return found[0] if found else None

    def _closest(self, parts: dict[str, list[int]], label: str) -> str:
        """The label with the same tag that shares most class tokens, at least half of them; else the one with the very
        same tokens: a guest's name is no link."""
        tag, _, rest = label.partition(".")
        wanted = set(rest.split("."))
        best, best_share = "", 0.49
        for other in parts:
            if ">" not in other and "." in other:
                its_tag, _, its_rest = other.partition(".")
                if its_tag != tag:
                    if its_rest == rest and not best:
                        best = other
                    continue
                own = set(its_rest.split("."))
                share = len(own & wanted) / len(own | wanted)
                if share > best_share:
                    best, best_share = other, share
        return best

    def text_of(self, number: int, label: str) -> str:
        """What a part says: its text, or what of it stands outside its child elements."""
        return self._own_words(number) if label.endswith(OWN) else self.words(number)

    def _own_words(self, number: int) -> str:
        words = []
        child = self.survey.nodes[number].first_child
        while child is not None:
            if child.tag == "-text":
                words.append(child.text_content or "")
            child = child.next
        return " ".join(" ".join(words).split())

    @once
    def common(self) -> dict[str, list[int]]:
        """The labels in at least a third of the sample, with the first element of each member that has it."""
        found: dict[str, list[int]] = defaultdict(list)
        for member in self.sample:
            for label, numbers in self.parts(member).items():
                found[label].append(numbers[0])
        least = max(1, len(self.sample) / 3)
        return {label: numbers for label, numbers in found.items() if len(numbers) >= least}

    def words(self, number: int) -> str:
        """An element's text; "" for one that is much too long to name anybody or to state a date."""
        known = self._words.get(number)
        if known is None:
            survey = self.survey
            is_long = survey.text[number] + survey.link_text[number] > MAX_PART
            known = self._words[number] = "" if is_long else dom.words_of(survey.nodes[number])
        return known

    def member_of(self, number: int) -> int | None:
        """The innermost member that holds the element."""
        members = self.run.members
        at = bisect_right(members, number) - 1
        while at >= 0:
            if number < self.survey.ends[members[at]]:
                return members[at]
            at = self._outer[at]
        return None

    @once
    def _outer(self) -> list[int]:
        """For each member the place, in the run, of the member around it; -1: none."""
        found: list[int] = []
        open_places: list[int] = []
        for place, number in enumerate(self.run.members):
            while open_places and self.survey.ends[self.run.members[open_places[-1]]] <= number:
                open_places.pop()
            found.append(open_places[-1] if open_places else -1)
            open_places.append(place)
        return found

    def outer_member(self, place: int) -> int | None:
        """The member around the one at `place` in the run."""
        at = self._outer[place]
        return self.run.members[at] if at >= 0 else None


@lru_cache(maxsize=8192)
def _numbered_classes(value: str) -> tuple[str, ...]:
    return tuple(name for name in value.split() if _DIGIT.search(name)) if len(value) <= MAX_CLASS else ()


def _nested(survey: Survey, members: list[int]) -> dict[int, list[int]]:
    """Member -> the members straight inside it."""
    found: dict[int, list[int]] = defaultdict(list)
    open_members: list[int] = []
    for number in members:
        while open_members and survey.ends[open_members[-1]] <= number:
            open_members.pop()
        if open_members:
            found[open_members[-1]].append(number)
        open_members.append(number)
    return found
