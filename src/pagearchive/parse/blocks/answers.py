"""Which member of a run answers which, where the page shows it by nesting: answers stand with what they answer."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter

from pagearchive.parse.blocks.runs import tokens
from pagearchive.parse.blocks.survey import Survey

MAX_DEPTH = 500
"""Elements around a member."""


def answered(survey: Survey, members: list[int]) -> dict[int, int]:
    """Member -> the member above it, without those that stand below the first as all the others do: the opening post's
    answers are a list like any other."""
    if len({_depth(survey, member) for member in members}) < 2:
        return {}
    places = _Places(survey, members)
    found: dict[int, int] = {}
    open_places: list[tuple[int, int]] = []  # members, each with the end of the element that its answers stand in
    for member in members:
        while open_places and open_places[-1][1] <= member:
            open_places.pop()
        if open_places:
            found[member] = open_places[-1][0]
        open_places.append((member, survey.ends[places.of(member)]))
    first = members[0]
    if survey.ends[places.of(first)] > members[-1]:
        return {member: above for member, above in found.items() if above != first}
    return found


def _depth(survey: Survey, number: int) -> int:
    depth = 0
    while number > 0 and depth < MAX_DEPTH:
        number = survey.parents[number]
        depth += 1
    return depth


class _Places:
    """The elements that members stand in together with what answers them."""

    def __init__(self, survey: Survey, members: list[int]) -> None:
        self.survey = survey
        self.members = members
        self._alike: dict[int, Counter[tuple[str, tuple[str, ...]]]] = {}

    def of(self, member: int) -> int:
        """The largest element that begins with the member and stands beside none of its kind that holds members."""
        survey, members, at = self.survey, self.members, member
        while True:
            above = survey.parents[at]
            if above <= 0 or bisect_left(members, above) != bisect_left(members, member):
                return at  # an earlier member stands in it
            if self._beside(above)[self._kind(at)] > 1:
                return at
            at = above

    def _beside(self, above: int) -> Counter[tuple[str, tuple[str, ...]]]:
        """How many children of each kind hold members."""
        known = self._alike.get(above)
        if known is None:
            members, ends = self.members, self.survey.ends
            known = self._alike[above] = Counter(
                self._kind(child)
                for child in self.survey.children(above)
                if bisect_left(members, child) < bisect_left(members, ends[child])
            )
        return known

    def _kind(self, number: int) -> tuple[str, tuple[str, ...]]:
        return self.survey.tags[number], tokens(self.survey, number)[:1]
