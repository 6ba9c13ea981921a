"""The post that opens a thread, where it stands apart from the replies."""

from __future__ import annotations

from msgspec import Struct

from pagearchive import urls
from pagearchive.parse.blocks.naming import clean_name
from pagearchive.parse.blocks.runs import stands_in_chrome, tokens
from pagearchive.parse.blocks.survey import has_person_link
from pagearchive.parse.blocks.template import Template

_BODY_PROPERTIES = frozenset(("articleBody", "text"))
CREATED = ("datePublished", "dateCreated")
"""What microdata calls the date of publication."""
LEAST_TEXT = 150
"""Characters that a text before the replies must have to be taken for a post where no class says so."""


class Opening(Struct):
    """Where the opening post stands."""

    first: int
    """The elements from here…"""
    end: int
    """…to the one before this hold the post."""
    body: int


def find_opening(template: Template) -> Opening | None:
    """What stands before the first member and is a post as well."""
    survey = template.survey
    at = member = template.run.members[0]
    reply_tokens = _body_tokens(template)
    while at > 0 and survey.tags[at] != "body":
        parent = survey.parents[at]
        if at > parent + 1:
            found = _post_between(template, parent + 1, at, reply_tokens)
            if found is None and at != member:
                found = _post_below_its_head(template, parent + 1, at, reply_tokens)
            if found is not None:
                return found
        at = parent
    return None


def find_submission(template: Template, title: str | None) -> int | None:
    """Who submitted what a thread of a link's site is about: the account's link, with a date beside it, between the
    title, which leads to another site, and the replies."""
    survey, document, member = template.survey, template.document, template.run.members[0]
    own = document.url
    if own is None or not title:
        return None
    is_titled = False
    for number in range(member):
        if survey.tags[number] != "a":
            continue
        href = survey.attributes[number].get("href")
        if is_titled:
            is_account = has_person_link(href) and clean_name(template.words(number)) is not None
            if is_account and any(survey.dates[around] for around in template.small_parts(0, number)):
                return number if not _is_heading_of_first(template, [number]) else None
        elif survey.link_text[number] and template.words(number) == title:
            url = document.absolute(href)
            is_titled = url is not None and not urls.same_site(url, own)
    return None


def _body_tokens(template: Template) -> frozenset[str]:
    """The class tokens of the replies' bodies."""
    label = template.body_label
    if label is None:
        return frozenset()
    number = template.first(template.run.members[0], label)
    return frozenset(tokens(template.survey, number)) if number is not None else frozenset()


def _post_below_its_head(template: Template, first: int, end: int, reply_tokens: frozenset[str]) -> Opening | None:
    """A post whose author and date stand before `end`, and its body further in, beside the replies.

    It has a class in common with the bodies of these, and a text of some length.
    """
    survey, member = template.survey, template.run.members[0]
    head = range(first, end)
    if not any(number in survey.named for number in head) or not any(number in survey.dated for number in head):
        return None
    bodies = [
        number
        for number in range(end, member)
        if survey.ends[number] <= member
        and survey.text[number] >= LEAST_TEXT
        and not reply_tokens.isdisjoint(tokens(survey, number))
    ]
    if not bodies:
        return None
    return Opening(first=first, end=member, body=max(bodies, key=lambda number: _weight(template, number)))


def _post_between(template: Template, first: int, end: int, reply_tokens: frozenset[str]) -> Opening | None:
    survey = template.survey
    people = [number for number in range(first, end) if number in survey.named]
    dates = [number for number in range(first, end) if number in survey.dated]
    marked = [number for number in range(first, end) if _is_marked(template, number, reply_tokens)]
    if not people and not (dates and marked):
        return None
    if not dates and not any(has_person_link(survey.attributes[number].get("href")) for number in people):
        return None
    body = max(marked, key=lambda number: _weight(template, number), default=None)
    if body is None or _weight(template, body) == 0:
        body = _densest(template, first, end)
        if body is None or survey.text[body] < LEAST_TEXT or not (people and dates):
            return None
        if stands_in_chrome(survey, body):
            return None
        if _is_heading_of_first(template, people):
            return None
    return Opening(first=first, end=end, body=body)


def _is_heading_of_first(template: Template, people: list[int]) -> bool:
    """Whether what stands before the run names the first member's author: it says who began the thread."""
    label = next(iter(template.author_labels), None)
    number = template.first(template.run.members[0], label) if label else None
    name = clean_name(template.words(number)) if number is not None else None
    return name is not None and any(clean_name(template.words(other)) == name for other in people[:30])


def _is_marked(template: Template, number: int, reply_tokens: frozenset[str]) -> bool:
    survey = template.survey
    if survey.attributes[number].get("itemprop") in _BODY_PROPERTIES and survey.tags[number] != "meta":
        return True
    return bool(reply_tokens) and reply_tokens <= set(tokens(survey, number))


def _weight(template: Template, number: int) -> int:
    return template.survey.text[number] + template.survey.link_text[number] // 4


def _densest(template: Template, first: int, end: int) -> int | None:
    """The smallest element before the replies that holds most of the text there."""
    survey = template.survey
    tops, at = [], first
    while at < end:
        if survey.ends[at] <= end:
            tops.append(at)
            at = survey.ends[at]
        else:
            at += 1
    whole = sum(survey.text[top] for top in tops)
    best = max(tops, key=lambda top: survey.text[top], default=None)
    if best is None:
        return None
    while True:
        child = max(survey.children(best), key=lambda child: survey.text[child], default=None)
        if child is None or survey.text[child] < 0.6 * whole or survey.tags[child] in ("p", "span"):
            return best
        best = child


def opening_author(template: Template, opening: Opening) -> tuple[int | None, str | None]:
    """The element that names the opening post's author, and the name."""
    survey = template.survey
    best: tuple[float, int, str] | None = None
    wanted = [frozenset(label.split(".")[1:]) for label in template.author_labels[:3] if "." in label]
    for number in range(opening.first, opening.end):
        if survey.is_inside(number, opening.body) or survey.is_inside(opening.body, number):
            continue
        if survey.text[number] + survey.link_text[number] > 120:
            continue
        own = frozenset(tokens(survey, number))
        alike = any(tokens_ and tokens_ <= own for tokens_ in wanted)
        if number not in survey.named and not alike:
            continue
        name = clean_name(template.words(number))
        if name is None or len(name) < 2 or template.stands_with_edit(opening.first, number):
            continue
        near = 1 / (1 + abs(opening.body - number) / 50)
        is_account = has_person_link(survey.attributes[number].get("href"))
        score = (
            near + 1.5 * alike + 0.4 * (survey.tags[number] == "a") + 0.8 * is_account + (number < opening.body) * 0.3
        )
        if best is None or score > best[0]:
            best = (score, number, name)
    return (best[1], best[2]) if best else (None, None)


def opening_date(template: Template, opening: Opening) -> tuple[str | None, str | None]:
    """When the opening post was published: the date nearest to its body that no other post's."""
    survey = template.survey
    best: tuple[float, str, str | None] | None = None
    for number in range(opening.first, opening.end):
        if number not in survey.dated or survey.is_inside(number, opening.body) or template.is_edit(number):
            continue
        value, raw = template.date_of(number)
        if value is None:
            continue
        near = 1 / (1 + abs(opening.body - number) / 50)
        is_stated = survey.attributes[number].get("itemprop") in CREATED
        score = (
            near
            + 0.8 * ("T" in value)
            + is_stated
            + 0.3 * (survey.tags[number] == "time")
            + 0.2 * (number < opening.body)
        )
        if best is None or score > best[0]:
            best = (score, value, raw)
    return (best[1], best[2]) if best else (None, None)
