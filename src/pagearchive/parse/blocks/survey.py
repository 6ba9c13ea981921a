"""One walk over a page that keeps, element by element, what telling a post from its surroundings takes.

Elements get numbers in page order, so a subtree is a range of numbers and what stands in it is a difference of two
sums. Nothing here knows what a post is.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate
from operator import sub

from pagearchive import dom
from pagearchive.dom import Node
from pagearchive.parse.once import once
from pagearchive.patterns import regex

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
_DENSE = regex(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_WEIGHT = 4
"""What a character of a script counts whose characters are words or syllables, against a letter: so that what is
called short or long is so in all languages."""
_DIGIT = regex(r"\d")
_DATE = regex(
    r"\d:\d\d|\d[./-]\d{1,2}[./-]\d|\b(?:19[89]|20[0-4])\d\b|^1\d{9}(?:\d{3})?$"
    r"|(?<![a-z\d])\d{1,4}\s?(?:s|m|h|d|w|mo|y|min|mins|hrs?|days?|yrs?)\b\.?$"
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
_STAMP = regex(r"1\d{9}(?:\d{3})?(?:\.\d+)?")
_PERSON_LINK = regex(
    r"/(?:u|user|users|usuario|utilisateur|member|members|memberlist|profile|profiles|profil|perfil|people|author"
    r"|authors"
    r"|account|mitglied|benutzer)[/.?=:]|/[@~]\w|[?&](?:u|uid|user|user_?id|userid|username|member_?id|profile|author)="
    r"|(?:member|profile|user|memberlist|userinfo)\.php|showuser|action=profile|userinfo|mode=viewprofile"
    r"|user-?profile",
    re.IGNORECASE,
)
_PERSON_PART = regex(
    r"u(?:ser|[/.?=:]|suario|tilisateur|id=)|member|prof|perfil|people|author|account|mitglied|benutzer|/[@~]"
)
"""What every address that `_PERSON_LINK` matches has in it, found sooner."""
_PERSON_WORD = regex(
    r"(?<![a-z])(?:author|user(?!-?(?:content|text|generated|agent))|username|nick(?:name)?|poster|posted-?by|creator"
    r"|member(?!ship)|byline|profile|display-?name|persona?)(?![a-z]{0,3}content)",
    re.IGNORECASE,
)
_PERSON_ATTRIBUTES = frozenset(
    ("data-author", "data-username", "data-user", "data-userid", "data-user-id", "data-user-card", "data-uid", "author")
)
MAX_DATE_TEXT = 80
"""A longer run of text is no date by itself."""
MAX_CLASS = 400
"""Characters of an attribute in which words are looked for."""
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
        """Characters of text outside links in the subtree, those of Chinese and Japanese weighed as words."""
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
        self.in_chrome: dict[int, bool] = {}
        """Whether an element stands in the page's frame, kept here by `runs`."""
        self._text: list[int] = []
        self._link_text: list[int] = []
        self._walk(root)

    def __len__(self) -> int:
        return len(self.nodes)

    @once
    def index(self) -> dict[int, int]:
        """The number of each element, by identity."""
        return {dom.identity(node): number for number, node in enumerate(self.nodes)}

    @once
    def signs(self) -> list[int]:
        """The elements that state a date or name an account themselves, in page order."""
        return sorted(self.dated | self.named)

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
        all_attributes = self.attributes
        open_elements: list[int] = []
        parent, link_depth, number = -1, 0, 0
        node: Node = root
        while True:
            tag = node.tag or "-"
            if tag == "-text":
                words = node.text_content
                if words and parent >= 0 and not words.isspace():
                    self._words(parent, words, link_depth)
            elif tag not in _SKIPPED and tag[0] not in "-!_" and number < MAX_ELEMENTS:
                nodes.append(node)
                tags.append(tag)
                parents.append(parent)
                attributes = node.attributes
                all_attributes.append(attributes)
                ends.append(number + 1)
                self._text.append(0)
                self._link_text.append(0)
                if attributes:
                    self._look_at(number, tag, attributes)
                child = node.first_child
                number += 1
                if child is not None:
                    parent = number - 1
                    open_elements.append(parent)
                    if tag == "a":
                        link_depth += 1
                    node = child
                    continue
            following = node.next if open_elements else None
            while following is None:
                if not open_elements:
                    self._add_up()
                    return
                closed = open_elements.pop()
                parent = open_elements[-1] if open_elements else -1
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
            if href and has_person_link(href):
                self.named.add(number)
                return
        words = attributes.get("class")
        if words and len(words) < MAX_CLASS and _speaks_of_people(words):
            self.named.add(number)
            return
        if not _PERSON_ATTRIBUTES.isdisjoint(attributes) or (
            "itemprop" in attributes and _speaks_of_people((attributes["itemprop"] or "")[:MAX_CLASS])
        ):
            self.named.add(number)

    def _words(self, parent: int, text: str, link_depth: int) -> None:
        length = len(text)
        if length < 200:
            text = text.strip()
            length = len(text)
            if length <= MAX_DATE_TEXT and parent not in self.dated and has_date_shape(text):
                self.dated.add(parent)
        if not text.isascii():
            length += (_WEIGHT - 1) * len(_DENSE.findall(text))
        (self._link_text if link_depth else self._text)[parent] += length

    def _add_up(self) -> None:
        """Turn each element's own counts into those of its subtree, which is a range of numbers."""
        for own, sums in (
            (self._text, self.text),
            (self._link_text, self.link_text),
            (self._ones(self.dated), self.dates),
            (self._ones(self.named), self.people),
        ):
            before = list(accumulate(own, initial=0))
            sums.extend(map(sub, map(before.__getitem__, self.ends), before))

    def _ones(self, numbers: set[int]) -> list[int]:
        found = [0] * len(self.parents)
        for number in numbers:
            found[number] = 1
        return found


@lru_cache(maxsize=8192)
def _speaks_of_people(words: str) -> bool:
    return _PERSON_WORD.search(words) is not None


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
        if (
            value
            and name.startswith("data-")
            and name not in _DATED
            and (_STAMP.fullmatch(value) or has_date_shape(value))
        ):
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
    if not href:
        return False
    low = href.lower()
    return _PERSON_PART.search(low) is not None and _PERSON_LINK.search(low) is not None


def person_shape(href: str | None) -> str | None:
    """What the addresses of a site's accounts have in common: such an address up to the word that makes it one."""
    found = _PERSON_LINK.search(href.lower()) if href and has_person_link(href) else None
    return href[: found.end()].lower() if href and found else None


_YEAR = regex(r"[12](?:9[89]|0[0-4])\d\b")
_TIME = regex(
    r"\d(?::\d\d|\s?(?:mins?|hrs?|hours?|days?|weeks?|months?|years?)\b|[./-]\d{1,2}[./-]\d|\s?[年月日前시간분일])"
)
_WHEN = ("ago", "yesterday", "gestern", "hier", "hace", "geleden", "temu", "назад")


def has_date_within(words: str) -> bool:
    """Whether a date may stand anywhere in a text; quicker and more easily content than `has_date_shape`."""
    return _YEAR.search(words) is not None or _TIME.search(words) is not None or any(word in words for word in _WHEN)
