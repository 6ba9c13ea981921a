"""What tells the members of a run apart: their identifiers and addresses."""

from __future__ import annotations

import re

from pagearchive import urls
from pagearchive.parse.blocks.naming import is_opaque
from pagearchive.parse.blocks.survey import has_person_link
from pagearchive.parse.blocks.template import Template
from pagearchive.parse.document import Document
from pagearchive.parse.once import once
from pagearchive.parse.threads.thread_info import address_of
from pagearchive.patterns import regex

_ID_ATTRIBUTES = (
    "data-post-id",
    "data-postid",
    "data-pid",
    "data-comment-id",
    "data-commentid",
    "data-message-id",
    "data-msgid",
    "data-reply-id",
    "data-answerid",
    "data-cid",
    "data-content",
    "data-id",
    "itemid",
    "id",
    "name",
)
_NUMBER = regex(r"\d+")
_LONG_ID = regex(r"[A-Za-z0-9]{8,}$|(?<=_)[a-z0-9]{5,}$")
_MIXED = regex(r"_((?![a-z]+\d+$)(?=[a-z]*\d)(?=\d*[a-z])[a-z0-9]{5,12})$")
"""An identifier of letters and digits mixed, at the end of a name with its kind before it: "thing_t1_o8nd42m"."""


class Members:
    """The members of one template's run."""

    def __init__(self, document: Document, template: Template) -> None:
        self.document = document
        self.template = template
        self.survey = template.survey

    @once
    def ids(self) -> dict[int, str | None]:
        """The identifier of each member."""
        return {member: self.post_id(member) for member in self.template.run.members}

    @once
    def known(self) -> frozenset[str]:
        """The identifiers of the page's posts."""
        return frozenset(filter(None, self.ids.values()))

    def post_id(self, member: int) -> str | None:
        """The site's identifier of the post: in an attribute of the member or of one of its first elements."""
        survey = self.survey
        around = [member]
        if survey.ends[survey.parents[member]] == survey.ends[member]:
            around.append(survey.parents[member])
        for number in [*around, *self.template.own_elements(member)[1:40]]:
            attributes = survey.attributes[number]
            for key in _ID_ATTRIBUTES:
                value = attributes.get(key)
                if not value or len(value) > 120 or (key == "name" and survey.tags[number] != "a"):
                    continue
                if number == member and (mixed := _MIXED.search(value)):
                    return mixed[1]
                numbers = _NUMBER.findall(value)
                if numbers and (len(max(numbers, key=len)) > 1 or number == member):
                    return str(max(numbers, key=len)) if not is_opaque(value) else value
                if number == member and _LONG_ID.search(value) and any(c.isdigit() for c in value):
                    return value
        return None

    def permalink(self, member: int, post_id: str | None, date_at: int | None) -> str | None:
        """The post's address: a link that ends in its number, else one around its date, else one with its number."""
        dated = self._link_of_date(member, date_at)
        carrying = None
        for number in self.template.own_elements(member) if post_id is not None else ():
            if self.survey.tags[number] != "a":
                continue
            href = self.survey.attributes[number].get("href") or ""
            if (
                post_id is None
                or post_id not in href
                or href.startswith(("javascript:", "mailto:"))
                or _is_action(href)
            ):
                continue
            address, _, place = href.partition("#")
            if place.endswith(post_id):
                return address_of(self.document, href)
            if not place and post_id in address and not has_person_link(href):
                carrying = carrying or href
        return address_of(self.document, dated or carrying)

    def _link_of_date(self, member: int, date_at: int | None) -> str | None:
        """Where the link leads that the date is in, or that is the date."""
        for at in self.template.small_parts(member, date_at) if date_at is not None else ():
            if self.survey.tags[at] == "a":
                href = self.survey.attributes[at].get("href") or ""
                is_its_own = self._is_own_address(href) and not has_person_link(href) and not _is_action(href)
                return href if is_its_own and not href.startswith("#") else None
        return None

    def _is_own_address(self, href: str | None) -> bool:
        address, own = self.document.absolute(href), self.document.url
        return address is not None and own is not None and urls.same_site(address, own)

    def _class(self, number: int) -> str:
        return self.survey.attributes[number].get("class") or ""


def _is_action(href: str) -> bool:
    return (
        re.search(
            r"report|reply|quote|edit|delete|login|vote|share|flag|do=(?!find)|action=|mailto|twitter|facebook|whatsapp",
            href,
        )
        is not None
    )
