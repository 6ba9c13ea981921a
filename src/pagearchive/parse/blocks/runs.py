"""Which subtrees of a page are alike, and which such run looks most like the posts of a thread."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from functools import lru_cache
from itertools import pairwise

from msgspec import Struct

from pagearchive.parse.blocks.survey import Survey
from pagearchive.patterns import regex

_DIGITS = regex(r"\d")
_DIGIT_GROUPS = regex(r"\d+")
_STATE = frozenset(
    [
        "odd", "even", "alt", "first", "last", "active", "read", "unread", "new", "old", "online", "offline",
        "selected",
        "highlight", "clearfix", "clear", "hidden",
    ]
)  # fmt: skip
_POST_WORD = regex(r"post|comment|message|msg|reply|answer|topic|thread|discussion|entry|bubble", re.IGNORECASE)
_REMARK = regex(r"(?<![a-z])(?:comment|remark)s?(?![a-z])", re.IGNORECASE)
_CHROME_WORD = regex(
    r"related|similar|recent|recommend|suggest|sidebar|widget|footer|trending|popular|breadcrumb|pagination"
    r"|nav(?:bar)?\b"
    r"|(?<![a-z])side(?![a-z])|menu|carousel|promo|advert|modal|teaser|card-list|more-from|read-next",
    re.IGNORECASE,
)
_NUMBERS = regex(r"[\d_-]+")
_TOLD_BY = ("component", "data-testid")
_TOLD_BY_WITHOUT_CLASS = (*_TOLD_BY, "itemprop")
LEAST_PAIRS = 4
"""As many answers with one answer each are no accident."""
LEAST_SHARE = 0.01
"""Of a page's text: a run with less is nobody's posts."""
MAX_CLASS = 2000
_NEVER_MEMBERS = frozenset(
    [
        "p", "span", "a", "b", "i", "em", "strong", "br", "td", "th", "dt", "img", "h1", "h2", "h3", "h4", "h5", "h6",
        "button", "label", "meta", "link", "time",
    ]
)  # fmt: skip
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


def tokens(survey: Survey, number: int) -> tuple[str, ...]:
    """An element's class tokens that tell its kind: no digits, parity or state; its id without digits; its itemprop."""
    known = survey.tokens.get(number)
    if known is None:
        known = survey.tokens[number] = _tokens(survey.attributes[number])
    return known


def _tokens(attributes: dict[str, str | None]) -> tuple[str, ...]:
    if not attributes:
        return ()
    found = _class_tokens(attributes.get("class") or "")
    name = attributes.get("id")
    if name and _DIGITS.search(name):
        bare, groups = _NUMBERS.subn("", name)
        if len(bare) <= 24 and groups <= 3:  # more of them make no number but a random name
            found = (*found, f"#{bare}")
    for key in _TOLD_BY if found else _TOLD_BY_WITHOUT_CLASS:
        value = attributes.get(key)
        if value and not _DIGITS.search(value):
            found = (*found, f"@{value}")
    return found


@lru_cache(maxsize=8192)
def _class_tokens(value: str) -> tuple[str, ...]:
    if len(value) > MAX_CLASS:
        return ()
    return tuple(
        token
        for token in value.split()
        if not _DIGITS.search(token) and token.lower() not in _STATE and len(token) < 80
    )


def _kinds(survey: Survey, number: int) -> tuple[str, ...]:
    """What tells an element from its siblings: its tokens; where it has none, its classes without their numbers."""
    found = tokens(survey, number)
    if found or not survey.attributes[number]:
        return found
    return _numbered_classes(survey.attributes[number].get("class") or "")


@lru_cache(maxsize=8192)
def _numbered_classes(value: str) -> tuple[str, ...]:
    if len(value) > MAX_CLASS:
        return ()
    return tuple(_DIGIT_GROUPS.sub("0", token) for token in value.split() if _DIGITS.search(token) and len(token) < 80)


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
        for token in set(_kinds(survey, number))
    )
    for parent, numbers in children.items():
        for key, members in _alike(survey, numbers, everywhere).items():
            if len(members) > 1:
                groups[(*key, str(parent))].extend(members)
            if key[1]:
                groups[key].extend(members)
            else:
                for member in members:
                    groups[key[0], *_way_to_sign(survey, member)].append(member)
    alike = {_settled(survey, sorted(set(members))): None for members in groups.values() if len(members) > 1}
    least = LEAST_SHARE * survey.text[0]
    worth = [members for members in alike if sum(survey.text[number] for number in members) >= least]
    runs = [run for members in worth if (run := _weigh(survey, list(members))).score > 0]
    runs.sort(key=lambda run: (-run.score, -max(run.dated, run.named), -run.dated - run.named))
    return runs


def _settled(survey: Survey, members: list[int]) -> tuple[int, ...]:
    """The members; without the first where that is what the others stand in, and without the inner ones where each of
    the outer ones has one of them for a part."""
    if len(members) > LEAST_PAIRS and survey.ends[members[0]] > members[-1]:
        signs = survey.dates[members[0]] + survey.people[members[0]]
        own = signs - sum(survey.dates[at] + survey.people[at] for at in _outermost(survey, members[1:]))
        if own == 0 or own >= len(members) - 1:
            members = members[1:]
    outer = members[::2]
    if len(members) >= 2 * LEAST_PAIRS and len(members) % 2 == 0 and _outermost(survey, members) == outer:
        return tuple(outer)
    return tuple(members)


def _outermost(survey: Survey, members: list[int]) -> list[int]:
    """Those of the members that stand in no other."""
    found: list[int] = []
    for member in members:
        if not found or survey.ends[found[-1]] <= member:
            found.append(member)
    return found


def _way_to_sign(survey: Survey, member: int) -> tuple[str, ...]:
    """The elements from one without a class down to its first date or name: what tells its kind instead.

    In a tree of posts those of all levels have the same.
    """
    signs = survey.signs
    at = signs[bisect_left(signs, member)]
    way = []
    while at > member:
        way.append(survey.tags[at])
        at = survey.parents[at]
    return ("", *way)


def _alike(
    survey: Survey, numbers: list[int], everywhere: Counter[tuple[str, str]]
) -> dict[tuple[str, str], list[int]]:
    """Siblings by tag and by the class token that most of them share (among equals, the commonest on the page)."""
    counts: Counter[tuple[str, str]] = Counter()
    if len(numbers) == 1:
        number = numbers[0]
        tag = survey.tags[number]
        return {(tag, max(_kinds(survey, number), key=lambda token: everywhere[tag, token], default="")): numbers}
    own = {}
    for number in numbers:
        own[number] = _kinds(survey, number)
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
    score /= max(1, crowd / 40)
    return Run(members=members, score=score * _prior(survey, members), dated=dated, named=named, own_text=own_text)


def _prior(survey: Survey, members: list[int]) -> float:
    """How far class and place speak for posts."""
    first = members[0]
    weight = 1.0
    words = _words(survey, first)
    if _POST_WORD.search(words):
        weight *= 1.3
    names = {name for number in members[:20] if (name := _number_of(survey, number))}
    if len(names) > 0.8 * len(members[:20]):
        weight *= 1.5
    return weight * 0.2 if stands_in_chrome(survey, first) else weight


def stands_in_chrome(survey: Survey, number: int) -> bool:
    """Whether the element, or one around it that holds less than half of the page's text, is called part of the frame.

    What was found is kept for all elements on the way: many runs of one page may stand deep inside each other.
    """
    at, whole, found = number, survey.text[0] + survey.link_text[0], False
    known, passed = survey.in_chrome, []
    while at > 0 and 2 * (survey.text[at] + survey.link_text[at]) < whole:
        if at in known:
            found = known[at]
            break
        passed.append(at)
        if survey.tags[at] in ("aside", "footer", "nav") or _CHROME_WORD.search(_words(survey, at)):
            found = True
            break
        at = survey.parents[at]
    known.update(dict.fromkeys(passed, found))
    return found


def _number_of(survey: Survey, number: int) -> str | None:
    """The first attribute of an element, other than class, style and links, that carries a number."""
    for key, value in survey.attributes[number].items():
        if (
            value
            and len(value) < 100
            and (key in ("id", "itemid") or key.startswith("data-"))
            and _DIGITS.search(value)
        ):
            return value
    return None


def posts_among(survey: Survey, runs: list[Run]) -> tuple[Run, Run | None]:
    """The run to read, and the run of remarks inside its members ("comments" below each answer), if there is one."""
    best = runs[0]
    for other in runs[1:12]:
        inside = [members_inside(survey, best.members, member) for member in other.members]
        if sum(len(found) for found in inside) != len(best.members) or len(other.members) == len(best.members):
            continue
        if _is_split(survey, inside) or _are_remarks(survey, best, other, inside):
            best = other
            break
    return best, _remarks(survey, runs, best)


def _is_split(survey: Survey, inside: list[list[int]]) -> bool:
    """Whether the inner members are parts of the outer ones: as many in each, and what comes first is never what comes
    later."""
    filled = [len(found) for found in inside if found]
    if len(filled) < 0.8 * len(inside) or max(filled) > 4 or 2 * max(Counter(filled).values()) <= len(filled):
        return False
    first = {_classes(survey, found[0]) for found in inside if found}
    later = {_classes(survey, number) for found in inside for number in found[1:]}
    return bool(later) and not first & later


def _classes(survey: Survey, number: int) -> frozenset[str]:
    return frozenset(tokens(survey, number) or (survey.attributes[number].get("class") or "")[:MAX_CLASS].split())


def _are_remarks(survey: Survey, inner: Run, outer: Run, inside: list[list[int]]) -> bool:
    """Whether the outer members have a text, a date and a person besides those of the inner ones."""
    if sum(bool(found) for found in inside) < max(2, 0.4 * len(inside)):
        return False
    if not _REMARK.search(" ".join(tokens(survey, inner.members[0]))):
        return False
    rest = [text - sum(survey.text[at] for at in found) for text, found in zip(outer.own_text, inside, strict=True)]
    signed = sum(
        survey.dates[member] > sum(survey.dates[at] for at in found)
        and survey.people[member] > sum(survey.people[at] for at in found)
        for member, found in zip(outer.members, inside, strict=True)
    )
    return signed > 0.7 * len(inside) and sum(rest) > 0.4 * sum(inner.own_text) and min(rest) > 20


def _remarks(survey: Survey, runs: list[Run], posts: Run) -> Run | None:
    """The run that is called comments and stands inside posts that are not."""
    if _REMARK.search(" ".join(tokens(survey, posts.members[0]))):
        return None
    for run in runs[:16]:
        if run.members[0] > posts.members[0] and min(run.dated, run.named) > 0.8:
            called = _REMARK.search(" ".join(tokens(survey, run.members[0])))
            if called and sum(len(members_inside(survey, run.members, post)) for post in posts.members) == len(
                run.members
            ):
                return run
    return None


def members_inside(survey: Survey, members: list[int], outer: int) -> list[int]:
    """Those of the members (in page order) that stand below the element `outer`."""
    first = bisect_left(members, outer + 1)
    return members[first : bisect_left(members, survey.ends[outer])]


def widened(survey: Survey, run: Run) -> Run:
    """The run with each member grown to the largest subtree around it that holds no other member."""
    members = run.members
    if any(inner < survey.ends[outer] for outer, inner in pairwise(members)):
        return run  # a tree of posts: what stands around one holds its answers
    while True:
        above = [survey.parents[member] for member in members]
        if above[0] <= 0 or any(survey.ends[one] > two for one, two in pairwise(above)):
            break
        if any(survey.tags[number] in ("body", "html", "main") for number in above):
            break
        members = above
    return run if members is run.members else _weigh(survey, members)


def _words(survey: Survey, number: int) -> str:
    attributes = survey.attributes[number]
    return f"{attributes.get('class') or ''} {attributes.get('id') or ''}"[:300]
