"""One walk over a page that keeps, element by element, what telling a post from its surroundings takes.

Elements get numbers in page order, so a subtree is a range of numbers and what stands in it is a difference of two
sums. Nothing here knows what a post is.
"""

from __future__ import annotations

import re
from functools import cached_property

from pagearchive import dom
from pagearchive.dom import Node

_SKIPPED = frozenset(
    [
        "script", "style", "template", "svg", "head", "select", "datalist", "textarea", "math", "canvas", "iframe",
        "nav",
    ]
)  # fmt: skip
_DATED_ATTRIBUTES = (
    "datetime",
    "title",
    "data-time",
    "data-timestamp",
    "data-date",
    "data-datetime",
    "data-utime",
    "data-unix",
    "data-epoch",
    "data-created",
    "data-created-at",
    "data-ts",
    "data-livestamp",
    "data-utc",
    "data-posted",
    "data-published",
    "data-tooltip",
    "data-tip",
    "data-original-title",
    "data-title",
    "data-content",
    "data-comment-timestamp",
    "created-timestamp",
    "content",
)
"""Attributes that state a date where their value is one."""
_DATED = frozenset(_DATED_ATTRIBUTES)
_DIGIT = re.compile(r"\d")
_DATE = re.compile(
    r"\d:\d\d|\d[./-]\d{1,2}[./-]\d|\b(?:19[89]|20[0-4])\d\b|^1\d{9}(?:\d{3})?$"
    r"|\d\s?(?:s|m|h|d|w|mo|y|min|mins|hrs?|days?|yrs?)\b\.?$"
    r"|\b(?:ago|today|yesterday|vor|hier|hace|fa|il y a|há|geleden|temu|назад)\b|\d\s*(?:年|月|日|前|시간|분|일)",
    re.IGNORECASE,
)
_RECENT = frozenset(
    (
        "today", "yesterday", "just", "now", "heute", "gestern", "hier", "hoy", "ayer", "oggi", "ieri", "hoje", "ontem",
        "vandaag", "gisteren", "dziś", "wczoraj", "сегодня", "вчера", "今天", "昨天", "a", "an",
    )
)  # fmt: skip
"""The words that a date told without a number begins with."""
_STAMP = re.compile(r"1\d{9}(?:\d{3})?(?:\.\d+)?")
_PERSON_LINK = re.compile(
    r"/(?:u|user|users|usuario|utilisateur|member|members|memberlist|profile|profiles|profil|perfil|people|author"
    r"|authors"
    r"|account|mitglied|benutzer)[/.?=:]|/[@~]\w|[?&](?:u|uid|user|user_?id|userid|username|member_?id|profile|author)="
    r"|(?:member|profile|user|memberlist|userinfo)\.php|showuser|action=profile|userinfo|mode=viewprofile"
    r"|user-?profile",
    re.IGNORECASE,
)
_PERSON_WORD = re.compile(
    r"(?<![a-z])(?:author|user(?!-?(?:content|text|generated|agent))|username|nick(?:name)?|poster|posted-?by|creator"
    r"|member(?!ship)|byline|profile|display-?name|persona?)(?![a-z]{0,3}content)",
    re.IGNORECASE,
)
_PERSON_ATTRIBUTES = frozenset(
    ("data-author", "data-username", "data-user", "data-userid", "data-user-id", "data-user-card", "data-uid", "author")
)
MAX_DATE_TEXT = 80
"""A longer run of text is no date by itself."""
MAX_ELEMENTS = 2_000_000
"""The walk ends there: what stands behind it is not looked at."""


class Survey:
    """The elements of a page in order, each with its subtree's sums."""

    def __init__(self, root: Node) -> None:
        self.nodes: list[Node] = []
        self.tags: list[str] = []
        self.parents: list[int] = []
        self.attributes: list[dict[str, str | None]] = []
        self.ends: list[int] = []
        """Number of the first element behind the subtree."""
        self.text: list[int] = []
        """Characters of text outside links in the subtree."""
        self.link_text: list[int] = []
        self.dates: list[int] = []
        """How many dates stand in the subtree, in whatever form."""
        self.people: list[int] = []
        """How many names or links of accounts."""
        self.dated: set[int] = set()
        """Elements that state a date themselves."""
        self.named: set[int] = set()
        """Elements that name an account themselves."""
        self.tokens: dict[int, tuple[str, ...]] = {}
        """What tells an element's kind, kept here by `runs.tokens`."""
        self._text: dict[int, int] = {}
        self._link_text: dict[int, int] = {}
        self._person_words: dict[str, bool] = {"": False}
        self._walk(root)

    def __len__(self) -> int:
        return len(self.nodes)

    @cached_property
    def index(self) -> dict[int, int]:
        """The number of each element, by identity."""
        return {dom.identity(node): number for number, node in enumerate(self.nodes)}

    def children(self, number: int) -> list[int]:
        """The child elements."""
        found, child, end = [], number + 1, self.ends[number]
        while child < end:
            found.append(child)
            child = self.ends[child]
        return found

    def is_inside(self, inner: int, outer: int) -> bool:
        """Whether `inner` is `outer` or stands below it."""
        return outer <= inner < self.ends[outer]

    # ── the walk ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _walk(self, root: Node) -> None:
        """Visit every element and text node once, in page order, without recursion."""
        nodes, tags, parents, ends = self.nodes, self.tags, self.parents, self.ends
        open_elements: list[int] = []
        link_depth = number = 0
        node: Node = root
        while True:
            tag = node.tag or "-"
            child = None
            if tag == "-text":
                if open_elements:
                    self._words(open_elements[-1], node.text_content or "", link_depth)
            elif tag not in _SKIPPED and tag[0] not in "-!_" and number < MAX_ELEMENTS:
                nodes.append(node)
                tags.append(tag)
                parents.append(open_elements[-1] if open_elements else -1)
                attributes = node.attributes
                self.attributes.append(attributes)
                ends.append(number + 1)
                if attributes:
                    self._look_at(number, tag, attributes)
                child = node.first_child
                if child is not None:
                    open_elements.append(number)
                    if tag == "a":
                        link_depth += 1
                number += 1
            if child is not None:
                node = child
                continue
            following = node.next if open_elements else None
            while following is None:
                if not open_elements:
                    self._add_up()
                    return
                closed = open_elements.pop()
                if tags[closed] == "a":
                    link_depth -= 1
                ends[closed] = number
                following = nodes[closed].next if open_elements else None
            node = following

    def _look_at(self, number: int, tag: str, attributes: dict[str, str | None]) -> None:
        """What an element's attributes say of dates and people."""
        if not _DATED.isdisjoint(attributes) and _states_date(attributes, tag):
            self.dated.add(number)
        if tag == "a":
            href = attributes.get("href")
            if href and _PERSON_LINK.search(href):
                self.named.add(number)
                return
        words = attributes.get("class")
        if words:
            known = self._person_words.get(words)
            if known is None:
                known = self._person_words[words] = len(words) < 400 and _PERSON_WORD.search(words) is not None
            if known:
                self.named.add(number)
                return
        prop = attributes.get("itemprop")
        if (prop and _PERSON_WORD.search(prop)) or not _PERSON_ATTRIBUTES.isdisjoint(attributes):
            self.named.add(number)

    def _words(self, parent: int, text: str, link_depth: int) -> None:
        length = len(text)
        if length < 200:
            text = text.strip()
            length = len(text)
            if not length:
                return
            if length <= MAX_DATE_TEXT and parent not in self.dated and has_date_shape(text):
                self.dated.add(parent)
        counts = self._link_text if link_depth else self._text
        counts[parent] = counts.get(parent, 0) + length

    def _add_up(self) -> None:
        """Turn each element's own counts into those of its subtree: children come after their parents."""
        count = len(self.parents)
        for own, sums in (
            (self._text, self.text),
            (self._link_text, self.link_text),
            (dict.fromkeys(self.dated, 1), self.dates),
            (dict.fromkeys(self.named, 1), self.people),
        ):
            sums.extend([0] * count)
            for number, amount in own.items():
                sums[number] = amount
        parents, text, link_text, dates, people = self.parents, self.text, self.link_text, self.dates, self.people
        for number in range(count - 1, 0, -1):
            parent = parents[number]
            text[parent] += text[number]
            link_text[parent] += link_text[number]
            dates[parent] += dates[number]
            people[parent] += people[number]


def _states_date(attributes: dict[str, str | None], tag: str) -> bool:
    if tag == "meta" and "date" not in (attributes.get("itemprop") or "").lower():
        return False
    for name in _DATED_ATTRIBUTES:
        value = attributes.get(name)
        if value and has_date_shape(value):
            return True
    return False


def date_texts(attributes: dict[str, str | None]) -> list[str]:
    """The values of an element's attributes that may state a date, the most reliable first."""
    found = []
    for name in _DATED_ATTRIBUTES:
        value = attributes.get(name)
        if value and has_date_shape(value):
            found.append(value.strip())
    for name, value in attributes.items():
        if value and name.startswith("data-") and name not in _DATED and _STAMP.fullmatch(value):
            found.append(value)
    return found


def has_date_shape(text: str) -> bool:
    """Whether a short text looks as if it held a date."""
    if not 1 < len(text) <= MAX_DATE_TEXT:
        return False
    if _DIGIT.search(text):
        return _DATE.search(text) is not None
    if len(text) > 24:
        return False
    first, _, rest = text.lower().partition(" ")
    return first in _RECENT and (len(first) > 3 or rest.endswith("ago"))


def has_person_link(href: str | None) -> bool:
    """Whether the address looks like an account's page."""
    return bool(href) and _PERSON_LINK.search(href or "") is not None


_YEAR = re.compile(r"[12](?:9[89]|0[0-4])\d\b")
_TIME = re.compile(
    r"\d(?::\d\d|\s?(?:mins?|hrs?|hours?|days?|weeks?|months?|years?)\b|[./-]\d{1,2}[./-]\d|\s?[年月日前시간분일])"
)
_WHEN = ("ago", "yesterday", "gestern", "hier", "hace", "geleden", "temu", "назад")


def has_date_within(words: str) -> bool:
    """Whether a date may stand anywhere in a text; quicker and more easily content than `has_date_shape`."""
    return _YEAR.search(words) is not None or _TIME.search(words) is not None or any(word in words for word in _WHEN)
