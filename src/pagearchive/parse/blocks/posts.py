"""Members of a run -> posts."""

from __future__ import annotations

import re

from pagearchive import dates, dom, urls
from pagearchive.model import Author, Comment, Post
from pagearchive.parse import body
from pagearchive.parse.blocks.naming import clean_name, is_opaque
from pagearchive.parse.blocks.opening import CREATED, Opening, opening_author, opening_date
from pagearchive.parse.blocks.runs import members_inside
from pagearchive.parse.blocks.survey import has_person_link
from pagearchive.parse.blocks.template import Template
from pagearchive.parse.document import Document
from pagearchive.parse.enclosing import Shares
from pagearchive.parse.once import once
from pagearchive.parse.post_body import Part, read_post_body
from pagearchive.parse.thread_info import address_of

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
_NUMBER = re.compile(r"\d+")
_LONG_ID = re.compile(r"[A-Za-z0-9]{8,}$|(?<=_)[a-z0-9]{5,}$")
_MIXED = re.compile(r"_((?![a-z]+\d+$)(?=[a-z]*\d)(?=\d*[a-z])[a-z0-9]{5,12})$")
"""An identifier of letters and digits mixed, at the end of a name with its kind before it: "thing_t1_o8nd42m"."""
_USER_NUMBER = re.compile(r"(?:[./=~-]|u(?=\d))(\d+)(?=$|[/&#?.-])")
_AUTHOR_ATTRIBUTES = ("data-author", "data-username", "author", "data-user-name", "data-author-name")
_ACCEPTED = re.compile(r"accepted|best-?answer|is-?solution|solution-?post|solved-?answer", re.IGNORECASE)
_EDITED = re.compile(r"(?:edit|modif|bearbeitet|geändert|bewerkt|отредакт)", re.IGNORECASE)

ANOTHER = "another post"
"""Why a post inside a post is passed over while that one is read."""


class Reader:
    """Reads the members of one template as posts."""

    def __init__(self, document: Document, template: Template, remarks: Template | None = None) -> None:
        self.document = document
        self.template = template
        self.remarks = Reader(document, remarks) if remarks is not None else None
        """Reads the short remarks that stand below posts."""
        self.survey = template.survey

    def read(self) -> list[Post]:
        """The posts, in page order. Members in which nothing at all was written are left out."""
        members = self.template.run.members
        posts = []
        for place, member in enumerate(members):
            post = self.post(place, member) if member not in self._strangers else None
            if post is not None:
                posts.append(post)
        return posts

    @once
    def ids(self) -> dict[int, str | None]:
        """The identifier of each member."""
        return {member: self.post_id(member) for member in self.template.run.members}

    @once
    def known(self) -> frozenset[str]:
        """The identifiers of the page's posts."""
        return frozenset(filter(None, self.ids.values()))

    @once
    def _strangers(self) -> frozenset[int]:
        """The members behind others that stand where none of their siblings has a body, on a page where nearly all
        others have one: lists of other threads are made like this one."""
        label, parents = self.template.body_label, self.survey.parents
        if label is None:
            return frozenset()
        places: dict[int, list[int]] = {}
        with_body = set()
        for member in self.template.run.members:
            places.setdefault(parents[member], []).append(member)
            if self.template.body_in(member, label) is not None:
                with_body.add(member)
        without = {place for place, found in places.items() if with_body.isdisjoint(found)}
        kept = [member for member in self.template.run.members if parents[member] not in without]
        if not without or not kept or len(with_body) < 0.9 * len(kept):
            return frozenset()
        return frozenset(member for place in without for member in places[place] if member > kept[0])

    def post(self, place: int, member: int) -> Post | None:
        """The member at `place` of the run; None where nothing was written in it."""
        published, raw, date_at = self.date(member)
        author_at, author = self.author(member, date_at)
        post_id = self.ids[member]
        part = self._part(member)
        comments = self.comments(member)
        nodes = self.body(member, author_at, date_at)
        content = self.content(nodes, post_id, part)
        if not (content.text or content.images or content.links or (author.name and published)):
            return None
        outer = self.template.outer_member(place)
        quoted = {quote.post_id for quote in content.quotes if quote.post_id}
        answered = self.ids.get(outer) if outer is not None else (quoted.pop() if len(quoted) == 1 else None)
        return Post(
            post_id=post_id,
            position=0,
            url=self.permalink(member, post_id, date_at),
            author=author,
            date_published=published,
            date_published_raw=raw,
            date_modified=self.modified(member),
            text=content.text,
            html=content.html,
            images=content.images,
            quotes=content.quotes,
            links=content.links,
            in_reply_to=answered,
            comments=comments,
            is_accepted_answer=_ACCEPTED.search(self._class(member)) is not None,
        )

    def _part(self, member: int) -> Part | None:
        """The member's own part, where posts stand inside it: these are marked, and it is no longer."""
        dropped, nodes = self.document.dropped, self.survey.nodes
        own = dom.identity(nodes[member])
        if dropped.get(own) == ANOTHER:
            del dropped[own]
        nested = self.template.nested(member)
        for other in nested:
            dropped.setdefault(dom.identity(nodes[other]), ANOTHER)
        return Part(self._shares, own) if nested else None

    @once
    def _shares(self) -> Shares:
        nodes = self.survey.nodes
        return Shares(nodes[0], (dom.identity(nodes[member]) for member in self.template.run.members))

    def opening(self, opening: Opening) -> Post | None:
        """The post that stands before the run; None where nobody is named as its author."""
        author_at, name = opening_author(self.template, opening)
        if author_at is None or name is None:
            return None
        published, raw = opening_date(self.template, opening)
        content = self.content([opening.body], None)
        return Post(
            position=1,
            author=self.author_at(opening.first, author_at, name),
            date_published=published,
            date_published_raw=raw,
            text=content.text,
            html=content.html,
            images=content.images,
            quotes=content.quotes,
            links=content.links,
        )

    def comments(self, member: int) -> list[Comment]:
        """The remarks below a post; they are no part of its body."""
        if self.remarks is None:
            return []
        found = []
        for number in members_inside(self.survey, self.remarks.template.run.members, member):
            post = self.remarks.post(0, number)
            self.document.dropped.setdefault(dom.identity(self.survey.nodes[number]), "comment")
            if post is not None:
                found.append(Comment(author=post.author, date_published=post.date_published, text=post.text))
        return found

    def content(self, nodes: list[int], post_id: str | None, part: Part | None = None) -> body.Body:
        """What stands in the body's elements, less the noise."""
        return read_post_body(
            self.document, [self.survey.nodes[number] for number in nodes], post_id, part=part, known=self.known
        )

    def _class(self, number: int) -> str:
        return self.survey.attributes[number].get("class") or ""

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
        """Of several accounts' links of that label, whose names differ, the one in the same small part as the date; where
        the first stands with the date of an edit, the first that does not."""
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

    def _is_own_address(self, href: str | None) -> bool:
        address, own = self.document.absolute(href), self.document.url
        return address is not None and own is not None and urls.same_site(address, own)

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

    # ── identity ─────────────────────────────────────────────────────────────────────────────────────────────────

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

    # ── body ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def body(self, member: int, author_at: int | None, date_at: int | None) -> list[int]:
        """The elements of the post's body."""
        label = self.template.body_label
        if label is not None:
            number = self.template.body_in(member, label)
            if number is not None:
                return [number]
        survey = self.survey
        for at in (author_at, date_at):
            if at is not None and at != member:
                self.document.dropped.setdefault(dom.identity(survey.nodes[at]), "author box")
        return [self.densest(member, {at for at in (author_at, date_at) if at is not None})]

    def densest(self, number: int, apart: set[int]) -> int:
        """The deepest element that still holds most of the text of the member `number`; never another member."""
        survey, own_text = self.survey, self.template.own_text
        whole = own_text(number)
        while True:
            children = [child for child in survey.children(number) if child not in self.template.members]
            child = max(children, key=own_text, default=None)
            if child is None or own_text(child) < 0.7 * whole or not whole or survey.tags[child] in ("p", "span"):
                return number
            if len([1 for other in children if own_text(other) > 20]) > 1 and not any(
                survey.is_inside(at, number) for at in apart
            ):
                return number
            number = child


def _is_action(href: str) -> bool:
    return (
        re.search(
            r"report|reply|quote|edit|delete|login|vote|share|flag|do=(?!find)|action=|mailto|twitter|facebook|whatsapp",
            href,
        )
        is not None
    )
