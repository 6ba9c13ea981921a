"""Alike rows that lead elsewhere: the topics of a board, the teasers of articles. They are no posts of one thread."""

from __future__ import annotations

import re
from collections import Counter

from pagearchive import dom
from pagearchive.parse.blocks.bodies import ANSWER, HEADINGS
from pagearchive.parse.blocks.runs import Run
from pagearchive.parse.blocks.survey import Survey, has_date_within, person_shape
from pagearchive.parse.document import Document
from pagearchive.patterns import regex

_POST_ADDRESS = regex(
    r"(?:post|comment|reply|replies|msg|message|answer|[/?&-]p|pid|cid|entry"
    r"|note)s?(?:\.\w+)?[-_=/?#]?\w*\d",
    re.IGNORECASE,
)
MAX_ADDRESS = 1000
"""Characters: what stands further back in an address tells nothing of it."""
_LOOKED_AT = 20
_MOST = 0.7
"""Share of the members that make a run a list of topics."""
_SHORTEST_TITLE, _LEAST_TITLE, _LONGEST_TITLE = 8, 14, 200
"""Characters of a title, and of the titles of a list on the average, which are longer than names."""
_FEW = 200
"""Characters beside its links that a row of a board may have: who wrote last, when, how many answered."""
_IN_ROW = 150
_LONGEST_DATE = 40


def is_listing(document: Document, survey: Survey, run: Run) -> bool:
    """Whether the members lead to pages of their own, each to another one."""
    return _has_cards(document, survey, run) or _has_topics(document, survey, run)


def _has_topics(document: Document, survey: Survey, run: Run) -> bool:
    """Whether most members consist of a title that leads to another page, and of little else.

    An author's link leads to an account, a post's own link to the same thread, a thread's title is in all posts the
    same, and so are the words of buttons.
    """
    looked = run.members[:_LOOKED_AT]
    links = [_links_of(document, survey, member) if survey.text[member] <= _FEW else {} for member in looked]
    texts = Counter(text for own in links for text in own)
    titles: dict[str, str] = {}
    for own in links:
        title = max((text for text in own if texts[text] == 1), key=len, default=None)
        if title is not None:
            titles.setdefault(own[title], title)
    return len(titles) > _MOST * len(looked) and sum(map(len, titles.values())) >= _LEAST_TITLE * len(titles)


def _links_of(document: Document, survey: Survey, member: int) -> dict[str, str]:
    """What the links in a member say that lead to other pages and to no account, and where each leads."""
    here, numbers = (document.url or "").partition("#")[0], _numbers_of(survey, member)
    found: dict[str, str] = {}
    for number in range(member, min(survey.ends[member], member + _IN_ROW)):
        if survey.tags[number] != "a" or survey.link_text[number] < _SHORTEST_TITLE:
            continue
        href = survey.attributes[number].get("href") or ""
        if number in survey.named or number in survey.dated or href[:1] in ("", "#") or person_shape(href) is not None:
            continue
        target = (document.absolute(href) or "").partition("#")[0][:MAX_ADDRESS]
        words = dom.words_of(survey.nodes[number])[:_LONGEST_TITLE]
        is_date = len(words) < _LONGEST_DATE and has_date_within(words)
        if target and target != here and not is_date and not _is_own(target, numbers):
            found.setdefault(ANSWER.sub("", words), target)
    return found


def _has_cards(document: Document, survey: Survey, run: Run) -> bool:
    """Whether most members have a heading of their own that leads to another page of its own.

    The headings of a thread's posts repeat its title.
    """
    cards, targets, titles = 0, set(), set()
    here = (document.url or "").partition("#")[0]
    looked = run.members[:_LOOKED_AT]
    for member in looked:
        heading, target = _heading_of(document, survey, member)
        if heading is not None and target not in ("", here) and not _is_own(target, _numbers_of(survey, member)):
            cards += 1
            targets.add(target)
            titles.add(ANSWER.sub("", dom.words_of(survey.nodes[heading])))
    return cards > 0.5 * len(looked) and min(len(targets), len(titles)) > 0.7 * cards


def _heading_of(document: Document, survey: Survey, member: int) -> tuple[int | None, str]:
    """A member's first heading, and where its link leads; "" for nowhere."""
    for number in range(member, min(survey.ends[member], member + 80)):
        if survey.tags[number] in HEADINGS:
            links = [at for at in range(number, survey.ends[number]) if survey.tags[at] == "a"]
            links = links or ([survey.parents[number]] if survey.tags[survey.parents[number]] == "a" else [])
            if links and survey.link_text[links[0]] > 12 and links[0] not in survey.dated:
                href = survey.attributes[links[0]].get("href") or ""
                return number, (document.absolute(href) or "").partition("#")[0][:MAX_ADDRESS]
            return None, ""
    return None, ""


def _numbers_of(survey: Survey, member: int) -> set[str]:
    return set(re.findall(r"\d{3,}", " ".join(ids_of(survey, member))))


def _is_own(target: str, numbers: set[str]) -> bool:
    """Whether an address is that of the post whose identifiers have these numbers."""
    return _POST_ADDRESS.search(target) is not None and any(number in target for number in numbers)


def ids_of(survey: Survey, member: int) -> list[str]:
    """The identifiers that a member and what stands in it bear, and what their data attributes say."""
    found = []
    for number in range(member, min(survey.ends[member], member + 12)):
        for key, value in survey.attributes[number].items():
            if value and (key in ("id", "name", "itemid") or key.startswith("data-")) and len(value) < 200:
                found.append(value)
    return found
