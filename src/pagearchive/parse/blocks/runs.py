"""Which subtrees of a page are alike, and which such run looks most like the posts of a thread."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from msgspec import Struct

from pagearchive.parse.blocks.survey import Survey

_DIGITS = re.compile(r"\d")
_STATE = frozenset(
    "odd even alt first last active read unread new old online offline selected highlight clearfix clear hidden".split()
)
_POST_WORD = re.compile(r"post|comment|message|msg|reply|answer|topic|thread|discussion|entry|bubble", re.IGNORECASE)
_CHROME_WORD = re.compile(
    r"related|similar|recent|recommend|suggest|sidebar|widget|footer|trending|popular|breadcrumb|pagination|nav(?:bar)?\b"
    r"|menu|carousel|promo|advert|modal|teaser|card-list|more-from|read-next",
    re.IGNORECASE,
)
_NEVER_MEMBERS = frozenset(
    "p span a b i em strong br td th dt img h1 h2 h3 h4 h5 h6 button label meta link time".split()
)
_SIGNS = {(True, True): 1.0, (True, False): 0.45, (False, True): 0.3, (False, False): 0.03}
"""What a member counts with and without a date and a person of its own."""


class Run(Struct):
    """Subtrees that are alike: the posts, if this is a thread."""

    members: list[int]
    """Their numbers in the survey, in page order. One may stand inside another."""
    score: float
    dated: float
    """The share of members with a date of their own."""
    named: float
    """The share of members with a person of their own."""
    own_text: list[int]
    """Characters of each, outside links, without members inside it."""
    tails: dict[int, int] = {}
    """Member -> the element behind its last part, where a post goes on in the siblings that follow."""


def tokens(survey: Survey, number: int) -> list[str]:
    """An element's class tokens that tell its kind: no digits, parity or state; its id without digits; its itemprop."""
    attributes = survey.attributes[number]
    if not attributes:
        return []
    found = [
        token
        for token in (attributes.get("class") or "").split()
        if not _DIGITS.search(token) and token.lower() not in _STATE
    ]
    name = attributes.get("id")
    if name and _DIGITS.search(name):
        bare = re.sub(r"[\d_-]+", "", name)
        if len(bare) <= 24:
            found.append(f"#{bare}")
    for key in ("itemprop", "component", "data-testid"):
        value = attributes.get(key)
        if value and not _DIGITS.search(value):
            found.append(f"@{value}")
    return found


def find_runs(survey: Survey) -> list[Run]:
    """The runs of alike subtrees that hold dates or people, the likeliest thread first."""
    children: dict[int, list[int]] = defaultdict(list)
    for number in range(1, len(survey)):
        if (survey.dates[number] or survey.people[number]) and survey.tags[number] not in _NEVER_MEMBERS:
            children[survey.parents[number]].append(number)
    groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
    everywhere = Counter(
        (survey.tags[number], token)
        for numbers in children.values()
        for number in numbers
        for token in set(tokens(survey, number))
    )
    for parent, numbers in children.items():
        for key, members in _alike(survey, numbers, everywhere).items():
            if len(members) > 1:
                groups[(*key, str(parent))].extend(members)
            if key[1]:
                groups[key].extend(members)
    runs = [_weigh(survey, sorted(set(members))) for members in groups.values() if len(members) > 1]
    runs = [run for run in runs if run.score > 0]
    runs.sort(key=lambda run: -run.score)
    return runs


def _alike(
    survey: Survey, numbers: list[int], everywhere: Counter[tuple[str, str]]
) -> dict[tuple[str, str], list[int]]:
    """Siblings by tag and by the class token that most of them share (among equals, the commonest on the page)."""
    counts: Counter[tuple[str, str]] = Counter()
    own = {}
    for number in numbers:
        own[number] = tokens(survey, number)
        counts.update((survey.tags[number], token) for token in set(own[number]))
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number in numbers:
        tag = survey.tags[number]
        token = max(own[number], key=lambda token: (counts[tag, token], everywhere[tag, token]), default="")
        found[tag, token].append(number)
    return found


def _weigh(survey: Survey, members: list[int]) -> Run:
    """Sums of the members without those inside them, and what they speak for."""
    own_text = [survey.text[number] for number in members]
    own_dates = [survey.dates[number] for number in members]
    own_people = [survey.people[number] for number in members]
    outer: list[int] = []
    for at, number in enumerate(members):
        while outer and survey.ends[members[outer[-1]]] <= number:
            outer.pop()
        if outer:
            own_text[outer[-1]] -= survey.text[number]
            own_dates[outer[-1]] -= survey.dates[number]
            own_people[outer[-1]] -= survey.people[number]
        outer.append(at)
    count = len(members)
    dated = sum(number > 0 for number in own_dates) / count
    named = sum(number > 0 for number in own_people) / count
    score = 0.0
    most = 3 * sorted(own_text)[count // 2] + 40
    for text, dates, people in zip(own_text, own_dates, own_people, strict=True):
        score += min(max(text, 0), 2500, most) ** 0.6 * _SIGNS[dates > 0, people > 0]
    crowd = sorted(max(pair) for pair in zip(own_dates, own_people, strict=True))[count // 2]
    score /= max(1, crowd / 8)
    return Run(members=members, score=score * _prior(survey, members), dated=dated, named=named, own_text=own_text)


def _prior(survey: Survey, members: list[int]) -> float:
    """How far class and place speak for posts."""
    first = members[0]
    weight = 1.0
    words = _words(survey, first)
    if _POST_WORD.search(words):
        weight *= 1.3
    if any(_DIGITS.search(survey.attributes[number].get("id") or "") for number in members[:3]):
        weight *= 1.2
    at, whole = first, survey.text[0] + survey.link_text[0]
    while at > 0 and 2 * (survey.text[at] + survey.link_text[at]) < whole:
        if survey.tags[at] in ("aside", "footer", "nav") or _CHROME_WORD.search(_words(survey, at)):
            return weight * 0.2
        at = survey.parents[at]
    return weight


def _words(survey: Survey, number: int) -> str:
    attributes = survey.attributes[number]
    return f"{attributes.get('class') or ''} {attributes.get('id') or ''}"[:300]
