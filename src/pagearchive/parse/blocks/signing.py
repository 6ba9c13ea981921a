"""Who wrote the members of a run, and when."""

from __future__ import annotations

import re

from pagearchive import dates
from pagearchive.model import Author
from pagearchive.parse.blocks.members import Members
from pagearchive.parse.blocks.naming import clean_name
from pagearchive.parse.blocks.opening import CREATED
from pagearchive.parse.blocks.survey import has_person_link
from pagearchive.parse.threads.thread_info import address_of
from pagearchive.patterns import regex

_USER_NUMBER = regex(r"(?:[./=~-]|u(?=\d))(\d+)(?=$|[/&#?.-])")
_AUTHOR_ATTRIBUTES = ("data-author", "data-username", "author", "data-user-name", "data-author-name")
_EDITED = regex(r"(?:edit|modif|bearbeitet|geändert|bewerkt|отредакт)", re.IGNORECASE)


class Signed(Members):
    """The members with their authors and dates."""

    # ── author ───────────────────────────────────────────────────────────────────────────────────────────────────

    def author(self, member: int, date_at: int | None = None) -> tuple[int | None, Author]:
        """The author, and the element that names them: of several the one that stands nearest to the date."""
        for label in self.template.author_labels:
            number = self.template.first(member, label)
            if number is not None:
                number = self._nearest(member, label, date_at) or number
                name = clean_name(self.template.text_of(number, label))
                if name:
                    number, name = self._name_alone(number, name)
                    return number, self.author_at(member, number, name)
        for number in self.template.own_elements(member)[:200]:
            attributes = self.survey.attributes[number]
            for key in _AUTHOR_ATTRIBUTES:
                name = clean_name(attributes.get(key) or "")
                if name:
                    return None, self.author_at(member, number, name)
        for number in self._outside_body(member, self.survey.named):
            href = self.survey.attributes[number].get("href")
            name = clean_name(self.template.words(number)) if has_person_link(href) else None
            if name and self._is_own_address(href):
                return number, self.author_at(member, number, name)
        return None, Author()

    def _name_alone(self, number: int, name: str) -> tuple[int, str]:
        """The name without the rank that stands in the same element: it has an element of its own."""
        survey = self.survey
        for inner in range(number + 1, survey.ends[number]):
            if inner in survey.named or survey.tags[inner] == "a":
                alone = clean_name(self.template.words(inner))
                if alone and len(alone) < len(name) and name.startswith(f"{alone} "):
                    return inner, alone
        return number, name

    def _nearest(self, member: int, label: str, date_at: int | None) -> int | None:
        """Of several accounts' links of that label, whose names differ, the one in the same small part as the date;
        where the first stands with the date of an edit, the first that does not."""
        numbers = self.template.parts(member).get(label, ())
        if date_at is None or len(numbers) < 2 or len({self.template.words(number) for number in numbers}) < 2:
            return None
        linked = [number for number in numbers if has_person_link(self.survey.attributes[number].get("href"))]
        for around in self.template.small_parts(member, date_at):
            inside = [number for number in linked if self.survey.is_inside(number, around)]
            if inside:
                return inside[0]
        if not self.template.stands_with_edit(member, numbers[0]):
            return None
        return next((number for number in linked if not self.template.stands_with_edit(member, number)), None)

    def _outside_body(self, member: int, wanted: set[int]) -> list[int]:
        """The member's first elements of those, without what stands in its body: where no label says which it is."""
        label = self.template.body_label
        body = self.template.body_in(member, label) if label is not None else None
        if body is None:
            return []
        survey, own = self.survey, self.template.own_elements(member)[:200]
        return [number for number in own if number in wanted and not survey.is_inside(number, body)]

    def author_at(self, member: int, number: int, name: str) -> Author:
        href = self._profile(member, number, name)
        return Author(name=name, url=address_of(self.document, href), id=self._account(number, href))

    def _profile(self, member: int, number: int, name: str) -> str | None:
        """The address of the account's page: of the link around, in, or with the same text as the name."""
        survey = self.survey
        at = number
        for _ in range(3):
            if at < member:
                break
            if survey.tags[at] == "a" and survey.attributes[at].get("href"):
                return survey.attributes[at].get("href")
            at = survey.parents[at]
        for inner in range(number, survey.ends[number]):
            if survey.tags[inner] == "a" and survey.attributes[inner].get("href"):
                return survey.attributes[inner].get("href")
        for other in self.template.own_elements(member)[:200]:
            if survey.tags[other] == "a":
                href = survey.attributes[other].get("href")
                if has_person_link(href) and (not self.template.words(other) or name in self.template.words(other)):
                    return href
        return None

    def _account(self, number: int, href: str | None) -> str | None:
        for at in (number, self.survey.parents[number]):
            attributes = self.survey.attributes[at] if at >= 0 else {}
            for key in ("data-user-id", "data-userid", "data-uid", "data-user"):
                value = attributes.get(key)
                if value and len(value) < 40:
                    return value
        found = _USER_NUMBER.search((href or "").partition("#")[0]) if has_person_link(href) else None
        return found[1] if found else None

    # ── date ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def date(self, member: int) -> tuple[str | None, str | None, int | None]:
        """When the post was published (RFC 3339 and as stated), and the element that says so."""
        first: tuple[str | None, int | None] = (None, None)
        for place, label in enumerate(self.template.date_labels):
            number = self.template.first(member, label)
            if number is None:
                number = self._stated_date(member) if place == 0 else None
            if number is None:
                continue
            if self.template.is_edit(number):
                others = self.template.parts(member).get(label, [])
                number = next((other for other in others if not self.template.is_edit(other)), number)
            value, raw = self.template.date_of(number)
            if value is not None:
                return value, raw, number
            if first[1] is None:
                first = (self.template.words(number)[:100] or None, number)
        for number in self._outside_body(member, self.survey.dated) if first[1] is None else ():
            value, raw = (None, None) if self.template.is_edit(number) else self.template.date_of(number)
            if value is not None:
                return value, raw, number
        return None, *first

    def _stated_date(self, member: int) -> int | None:
        """The element that microdata calls the date of publication."""
        attributes, dated = self.survey.attributes, self.survey.dated
        own = self.template.own_elements(member)
        return next((at for at in own if at in dated and attributes[at].get("itemprop") in CREATED), None)

    def modified(self, member: int) -> str | None:
        """When it was last edited, as far as the post says so."""
        for number in self.template.own_elements(member):
            if number in self.survey.dated:
                words = self.template.words(number)
                context = f"{self._class(self.survey.parents[number])} {self.template.context(number)}"
                if len(words) < 300 and _EDITED.search(context):
                    value = self.template.date_of(number)[0]
                    value = value or dates.modified_date(words, captured_at=self.document.captured_at)
                    if value:
                        return value
        return None
