"""Members of a run -> posts."""

from __future__ import annotations

import re

from pagearchive import dom
from pagearchive.model import Comment, Post
from pagearchive.parse.blocks.answers import answered
from pagearchive.parse.blocks.naming import clean_name
from pagearchive.parse.blocks.opening import Opening, opening_author, opening_date
from pagearchive.parse.blocks.runs import members_inside
from pagearchive.parse.blocks.signing import Signed
from pagearchive.parse.blocks.survey import MAX_DATE_TEXT
from pagearchive.parse.blocks.template import Template
from pagearchive.parse.bodies import body
from pagearchive.parse.document import Document
from pagearchive.parse.enclosing import Shares
from pagearchive.parse.once import once
from pagearchive.parse.threads.post_body import Part, read_post_body
from pagearchive.patterns import regex

_ACCEPTED = regex(r"accepted|best-?answer|is-?solution|solution-?post|solved-?answer", re.IGNORECASE)

ANOTHER = "another post"
"""Why a post inside a post is passed over while that one is read."""


class Reader(Signed):
    """Reads the members of one template as posts."""

    def __init__(self, document: Document, template: Template, remarks: Template | None = None) -> None:
        super().__init__(document, template)
        self.remarks = Reader(document, remarks) if remarks is not None else None
        """Reads the short remarks that stand below posts."""

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
        outer = self._answered.get(member) if outer is None else outer
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

    @once
    def _answered(self) -> dict[int, int]:
        return answered(self.survey, self.template.run.members)

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

    def submission(self, author_at: int) -> Post:
        """The post without words that a link was submitted with, by its author's name."""
        survey, template = self.survey, self.template
        parts = template.small_parts(0, author_at)
        dated = (at for around in parts for at in range(around, survey.ends[around]) if at in survey.dated)
        published, raw = next((found for at in dated if (found := template.date_of(at))[0]), (None, None))
        return Post(
            position=1,
            author=self.author_at(author_at, author_at, clean_name(template.words(author_at)) or ""),
            date_published=published,
            date_published_raw=raw,
            text="",
            html="",
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

    # ── body ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def body(self, member: int, author_at: int | None, date_at: int | None) -> list[int]:
        """The elements of the post's body."""
        label = self.template.body_label
        if label is not None:
            number = self.template.body_in(member, label)
            if number is not None:
                self._drop_signs(member, number, author_at, date_at)
                return [number]
        survey = self.survey
        for at in (author_at, date_at):
            if at is not None and at != member:
                self.document.dropped.setdefault(dom.identity(survey.nodes[at]), "author box")
        return [self.densest(member, {at for at in (author_at, date_at) if at is not None})]

    def _drop_signs(self, member: int, body: int, *signs: int | None) -> None:
        """Mark what names the author or tells the date inside a body, with the few words all members have there."""
        survey = self.survey
        for sign in signs:
            if sign is None or sign == body or not survey.is_inside(sign, body):
                continue
            if sign not in survey.dated and sign not in survey.named:
                continue
            top = sign
            while (above := survey.parents[top]) != body and self._is_line(member, above):
                top = above
            self.document.dropped.setdefault(dom.identity(survey.nodes[top]), "author box")

    def _is_line(self, member: int, number: int) -> bool:
        """Whether an element, and those that stand where it does in other members, hold a few words each."""
        template, survey = self.template, self.survey
        label = next((label for label, numbers in template.parts(member).items() if number in numbers), "")
        alike = template.common.get(label, ())
        return 2 * len(alike) > len(template.sample) and all(
            survey.text[at] + survey.link_text[at] <= MAX_DATE_TEXT for at in (number, *alike)
        )

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
