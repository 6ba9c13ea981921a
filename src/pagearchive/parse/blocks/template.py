"""What the members of a run have in common inside: which of their parts is the author, which the date, which the body.

Posts of one thread come out of one template, so a part is judged by all members together: an author's name is short
and differs from post to post, a body is long, a date reads as one almost everywhere. That holds where class names say
nothing at all.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice, pairwise

from pagearchive import dates, dom
from pagearchive.dom import Node
from pagearchive.parse.blocks.naming import MAX_NAME, clean_name
from pagearchive.parse.blocks.parts import OWN, Parts
from pagearchive.parse.blocks.survey import MAX_DATE_TEXT, date_texts, has_date_shape, has_person_link
from pagearchive.parse.once import once

_BODY_WORD = re.compile(
    r"(?<![a-z])(?:post|message|msg|comment|reply|content|body|text|prose|markdown|description|answer)", re.IGNORECASE
)
_NOT_BODY_WORD = re.compile(
    r"signature|(?<![a-z])sig(?![a-z])|profile|sidebar|author|user-?info|meta|header|footer|toolbar|action|button"
    r"|share|avatar"
    r"|quote|attach|reaction|vote|badge|menu",
    re.IGNORECASE,
)
_AUTHOR_WORD = re.compile(r"author|user|name|nick|poster|creator|by(?![a-z])|member", re.IGNORECASE)
_NOT_AUTHOR_WORD = re.compile(
    r"rank|title|role|badge|group|status|location|count|date|time|action|button|reply|score|vote|karma|level|stat|quote"
    r"|avatar|signature|flair|bio\b",
    re.IGNORECASE,
)
_JOINED = re.compile(
    r"join|regist|member since|since|last (?:seen|visit|activ|edit|login)|edited|modified|beigetreten|mitglied|seit"
    r"|dabei"
    r"|inscri|miembro|iscritto|membro|lid sinds|bearbeitet|modifié|editado|регистрация|birth",
    re.IGNORECASE,
)
HEADINGS = frozenset(("h1", "h2", "h3", "h4"))
ANSWER = re.compile(r"^(?:\W*[a-z]{2,3}:)+\s*", re.IGNORECASE)
"""What stands before the title in the heading of an answer: "Re:", "AW:"."""
_UP_TO_NUMBER = re.compile(r"^.*\d", re.DOTALL)
"""What speaks of another date or number than the one behind it."""
_PLACES = re.compile(r"\d+")
_EDITED = re.compile(r"edited|modified|bearbeitet|geändert|modifié|editado|bewerkt|редакт", re.IGNORECASE)
_QUOTED_WORD = re.compile(r"quote(?!-?(?:button|link|btn))", re.IGNORECASE)
_WRITTEN = frozenset("p span a b i em strong blockquote ul ol li pre code table h1 h2 h3 h4 h5 h6 font center".split())
"""What people write, or editors make of it."""
MAX_SIGNED = 200
"""Characters of the part in which a date and a name belong together."""
MAX_FRAMES = 6
"""Elements around a body's text that hold nothing else of its author's."""
_NEVER_BODIES = frozenset(("p", "span", "a", "blockquote", "li", "ul", "br", "aside", "header", "footer", "nav"))


class Template(Parts):
    """Where author, date and body stand in a run's members."""

    # ── author ───────────────────────────────────────────────────────────────────────────────────────────────────

    @once
    def author_labels(self) -> list[str]:
        """Where names of authors stand, the surest first."""
        scored = []
        for label, numbers in self.common.items():
            if self.survey.text[numbers[0]] + self.survey.link_text[numbers[0]] > 2 * MAX_NAME:
                continue
            ways = [label]
            if self.survey.ends[numbers[0]] > numbers[0] + 1 and 0 < len(self._own_words(numbers[0])) <= MAX_NAME:
                ways.append(label + OWN)
            for way in ways:
                score = self._as_author(way, numbers)
                if score > 0.9:
                    scored.append((-score, numbers[0], way))
        return [label for _score, _number, label in sorted(scored)]

    @once
    def signed(self) -> float:
        """The share of the sample with a name where the surest label has it."""
        names = [self._named_in(member) for member in self._sample]
        return sum(name is not None for name in names) / len(names)

    def _named_in(self, member: int) -> str | None:
        for label in self.author_labels[:1]:
            number = self.first(member, label)
            if number is not None:
                return clean_name(self.text_of(number, label))
        return None

    def _as_author(self, label: str, numbers: list[int]) -> float:
        survey = self.survey
        names = [name for number in numbers if (name := clean_name(self.text_of(number, label)))]
        if not names or len(names) < 0.6 * len(numbers):
            return 0.0
        count = len(self._sample)
        share = len(names) / count
        score = 1.0 * share
        named = sum(number in survey.named for number in numbers) / len(numbers)
        linked = sum(self._is_profile(number) for number in numbers) / len(numbers)
        alts = sum(self._is_avatars(number) for number in numbers[:12]) / len(numbers[:12])
        score += 1.2 * linked + 0.6 * named + 1.5 * alts
        own = label.rpartition(">")[2] if ">" in label else label
        if sum(len(name) for name in names) < 2 * len(names):  # initials in place of pictures
            return 0.0
        score += 0.7 * bool(_AUTHOR_WORD.search(own)) - 1.2 * bool(_NOT_AUTHOR_WORD.search(own))
        distinct = len(set(names))
        if distinct == 1 and count > 2:
            score -= 1.5
        elif count > 3:
            score += 0.5 * min(1.0, 2 * distinct / len(names))
        if sum(len(name.split()) for name in names) > 4 * len(names):
            score -= 1.0
        return score * share

    def _is_profile(self, number: int) -> bool:
        survey = self.survey
        if survey.tags[number] == "a":
            return has_person_link(survey.attributes[number].get("href"))
        above = survey.parents[number]
        return above >= 0 and survey.tags[above] == "a" and has_person_link(survey.attributes[above].get("href"))

    def _is_avatars(self, number: int) -> bool:
        """Whether the text repeats what a picture near it is called."""
        name = clean_name(self.words(number))
        if not name:
            return False
        member = self.member_of(number)
        if member is None:
            return False
        wanted = name.casefold()
        return any(alt == wanted or (wanted in alt and len(alt) < len(wanted) + 24) for alt in self._captions(member))

    def _captions(self, member: int) -> list[str]:
        """What the member's first pictures are called."""
        known = self._called.get(member)
        if known is None:
            survey, end = self.survey, min(self.survey.ends[member], member + 60)
            images = [number for number in range(member, end) if survey.tags[number] == "img"]
            attributes = [survey.attributes[number] for number in images[:4]]
            names = [(image.get("alt") or image.get("title") or "").casefold() for image in attributes]
            known = self._called[member] = [name for name in names if name]
        return known

    @once
    def _called(self) -> dict[int, list[str]]:
        return {}

    # ── date ─────────────────────────────────────────────────────────────────────────────────────────────────────

    @once
    def date_labels(self) -> list[str]:
        """Where dates of posts stand, the surest first."""
        scored = []
        for label, numbers in self.common.items():
            dated = [number for number in numbers if number in self.survey.dated]
            told = sum(self.survey.ends[number] > number + 1 or bool(self.words(number)) for number in numbers)
            if not dated or len(dated) < 0.5 * told:
                continue
            score = self._as_date(label, dated)
            if score > 0.2:
                scored.append((-score, dated[0], label))
        return [label for _score, _number, label in sorted(scored)]

    def _as_date(self, label: str, numbers: list[int]) -> float:
        read = [value for number in numbers[:20] if (value := self.date_of(number)[0])]
        share = len(read) / min(len(self._sample), 20)
        if not read:
            return 0.15 if share else 0.0
        timed = sum("T" in value for value in read) / len(read)
        machine = sum(self.survey.tags[number] == "time" for number in numbers) / len(numbers)
        score = share * (1 + 0.8 * timed + 0.3 * machine)
        if len(set(read)) == 1 and len(read) > 2:
            score *= 0.5
        if len(read) > 2:
            rising = sum(one[:16] <= two[:16] for one, two in pairwise(read)) / (len(read) - 1)
            score *= 0.7 + 0.3 * rising
        joined = sum(bool(_JOINED.search(self.context(number))) for number in numbers[:10])
        if joined > len(numbers[:10]) / 2:
            score *= 0.05
        if self.body_label and self._stands_in(label, self.body_label):
            score *= 0.4
        return score

    def is_edit(self, number: int) -> bool:
        """Whether the date there is that of an edit, or of a joining."""
        return _JOINED.search(self.context(number)) is not None

    def small_parts(self, top: int, number: int) -> Iterator[int]:
        """An element and those around it below `top`, as long as they hold so little text that a name and a date in
        them belong together."""
        survey = self.survey
        while number > top and survey.text[number] + survey.link_text[number] < MAX_SIGNED:
            yield number
            number = survey.parents[number]

    def stands_with_edit(self, top: int, number: int) -> bool:
        """Whether the date that belongs to a name is that of an edit."""
        survey = self.survey
        for around in self.small_parts(top, number):
            dated = next((at for at in range(around, survey.ends[around]) if at in survey.dated), None)
            if dated is not None:
                return _EDITED.search(self.context(dated)) is not None
        return False

    def context(self, number: int) -> str:
        """The words an element's text begins with, or those straight before it, with its class."""
        attributes = self.survey.attributes[number]
        words = f"{attributes.get('class') or ''} {attributes.get('title') or ''} {self.words(number)[:40]}"
        before = self.survey.nodes[number].prev
        if before is not None and before.tag == "-text" and not (before.text_content or "").strip():
            before = before.prev
        if before is not None and before.tag and before.tag[0] != "!":
            told = (dom.words_of(before) or _told_by_sign(before))[-30:]
            words = f"{_UP_TO_NUMBER.sub('', told)} {words}"
        return words

    def date_of(self, number: int) -> tuple[str | None, str | None]:
        """The date an element states (RFC 3339) and as it states it.

        Where it states a day alone, or an hour alone, the few words around it may say the rest.
        """
        best = self._stated(number)
        at = number
        while best[0] is None or "T" not in best[0]:
            at = self.survey.parents[at]
            if at < 0 or self.survey.text[at] + self.survey.link_text[at] > MAX_DATE_TEXT:
                break
            value, raw = self._stated(at)
            if value is not None and "T" in value and (best[0] is None or value.startswith(best[0])):
                return value, raw
        return best

    def _stated(self, number: int) -> tuple[str | None, str | None]:
        known = self._dates.get(number)
        if known is None:
            known = self._dates[number] = self._read(number)
        return known

    @once
    def _dates(self) -> dict[int, tuple[str | None, str | None]]:
        return {}

    def _read(self, number: int) -> tuple[str | None, str | None]:
        shown = self.words(number)
        shown = shown if len(shown) <= 300 else ""
        best: tuple[str | None, str | None] = (None, None)
        for raw in [*date_texts(self.survey.attributes[number]), shown]:
            if not raw:
                continue
            value = self.document.date(raw, day_first=self.day_first)
            if value is None:
                found = dates.find_date(
                    raw,
                    captured_at=self.document.captured_at,
                    languages=(self.document.language,) if self.document.language else (),
                    day_first=self.day_first,
                )
                value = found[1] if found else None
            if value is not None and (best[0] is None or len(value) > len(best[0])):
                best = (value, shown if has_date_shape(shown) else raw)
                if len(value) > 19:  # with its offset from UTC
                    break
        return best

    @once
    def day_first(self) -> bool | None:
        """Whether the page's numeric dates put the day first."""
        raws = []
        for member in self._sample:
            for number in self.own_elements(member):
                if number in self.survey.dated and self.survey.text[number] + self.survey.link_text[number] < 200:
                    raws.append(self.words(number)[:100])  # noqa: PERF401
        return dates.infer_day_first(raws[:200])

    # ── body ─────────────────────────────────────────────────────────────────────────────────────────────────────

    @once
    def body_label(self) -> str | None:
        """Where the text of a post stands; None where no part holds the most of it and no author."""
        best, best_score = None, 0.0
        for label, numbers in self.common.items():
            score = self._as_body(label, numbers)
            if score > best_score and not self._hold_authors(numbers):
                best, best_score = label, score
        return self._innermost(best) if best is not None else None

    def _innermost(self, label: str) -> str:
        """Of a body's parts the one that people wrote in: as long as all else in it was put there by the software.

        An element that holds all of its parent is no better than that, unless it is what quotations are made of.
        """
        at = label
        for _ in range(MAX_FRAMES):
            inner, settles = self._part_with_text(at)
            if inner is None:
                break
            at = inner
            label = at if settles else label
        return label

    def _part_with_text(self, outer: str) -> tuple[str | None, bool]:
        """The part of the body `outer` that holds its text, where what stands beside it is the software's, and whether
        it is told apart by that."""
        survey, held = self.survey, 0
        chosen: str | None = None
        beside: dict[str, list[int]] = defaultdict(list)
        for member in self._sample:
            body = self.first(member, outer)
            if body is None:
                continue
            children = [child for child in survey.children(body) if child not in self.members]
            parts = [child for child in children if survey.text[child] + survey.link_text[child]]
            if self._own_words(body) or not parts:
                return None, False
            labels = {number: label for label, numbers in self.parts(member).items() for number in numbers}
            longest = max(parts, key=lambda child: survey.text[child] + survey.link_text[child] / 2)
            chosen = chosen if chosen is not None else labels.get(longest)
            mine = [child for child in parts if labels.get(child) == chosen]
            if chosen not in self.common or len(mine) != 1:
                return None, False
            if survey.tags[mine[0]] in _WRITTEN and (survey.tags[mine[0]] != "blockquote" or len(parts) > 1):
                return None, False
            held += 1
            for child in parts:
                if child != mine[0]:
                    beside[labels.get(child, "")].append(child)
        if chosen is None or held < 2 or not all(self._is_of_software(*part, held) for part in beside.items()):
            return None, False
        return chosen, bool(beside) or survey.tags[self.common[chosen][0]] == "blockquote"

    def _is_of_software(self, label: str, numbers: list[int], held: int) -> bool:
        """Whether parts beside the text are no text themselves: they are called so, or tell a date, or say the same in
        every post."""
        survey, own = self.survey, label.rpartition(">")[2]
        if not label:
            return False
        if survey.tags[numbers[0]] in HEADINGS:
            titles = {ANSWER.sub("", self.words(number)) for number in numbers}
            return 2 * len(numbers) > held and 3 * len(titles) <= max(3, len(numbers))
        if any(survey.tags[number] in _WRITTEN for number in numbers):
            return False
        if _NOT_BODY_WORD.search(own) and not _QUOTED_WORD.search(own):
            return True
        short = [number for number in numbers if survey.text[number] + survey.link_text[number] <= MAX_DATE_TEXT]
        if len(short) < len(numbers):
            return False
        if all(survey.dates[number] for number in numbers):
            return True
        said = {_PLACES.sub("0", self.words(number)) for number in numbers}
        return 2 * len(numbers) > held > 1 and 3 * len(said) <= max(3, len(numbers))

    def body_in(self, member: int, label: str) -> int | None:
        """The member's element of that label. Where it is told by its place alone, and other parts push it to another,
        the longest of those that stand as deep in the same elements and are no usual part of their own."""
        found = self.first(member, label)
        if label.rpartition(">")[1]:
            way = _PLACES.sub("", label)
            moved = [
                numbers[0]
                for other, numbers in self.parts(member).items()
                if other not in self.common and _PLACES.sub("", other) == way
            ]
            longest = max(moved, key=self.own_text, default=None)
            if longest is not None and self.own_text(longest) > 3 * (self.own_text(found) if found is not None else 0):
                return longest
        return found

    def _as_body(self, label: str, numbers: list[int]) -> float:
        survey = self.survey
        count = len(self._sample)
        if len(numbers) < 0.6 * count or survey.tags[numbers[0]] in _NEVER_BODIES:
            return 0.0
        text = sum(min(survey.text[number] + survey.link_text[number] / 2, 3000) ** 0.6 for number in numbers)
        if 2 * sum(number in survey.dated for number in numbers) > len(numbers):
            return 0.0
        share = sum(survey.text[number] for number in numbers) / max(1, self._sample_text)
        own = label.rpartition(">")[2] if ">" in label else label
        if _NOT_BODY_WORD.search(own):
            text *= 0.5
        elif _BODY_WORD.search(own):
            text *= 1.3
        elif share < 0.25:
            return 0.0
        dated = sum(bool(survey.dates[number]) for number in numbers) / len(numbers)
        return float(text) * (1 - 0.35 * dated) * (len(numbers) / count)

    def _hold_authors(self, numbers: list[int]) -> bool:
        """Whether many of a label's elements hold the name of their author, or another post."""
        return sum(self._holds_author(number) for number in numbers) > 0.3 * len(numbers)

    @once
    def _sample_text(self) -> int:
        """Characters of the sample's members, outside links and members inside them."""
        return sum(self.run.own_text[: len(self._sample)])

    def _holds_author(self, number: int) -> bool:
        survey = self.survey
        member = self.member_of(number)
        if member is None:
            return False
        if any(number < nested < survey.ends[number] for nested in self._inner.get(member, ())):
            return True
        return any(survey.is_inside(author, number) for author in self._authors_in(member))

    def _authors_in(self, member: int) -> list[int]:
        """The elements where the surest labels have the author's name."""
        known = self._authors.get(member)
        if known is None:
            found = [at for label in self.author_labels[:3] if (at := self.first(member, label)) is not None]
            names = [clean_name(self.words(at)) for at in found]
            known = [at for at, name in zip(found, names, strict=True) if at == found[0] or name == names[0]]
            self._authors[member] = known
        return known

    @once
    def _authors(self) -> dict[int, list[int]]:
        return {}

    def _stands_in(self, label: str, outer: str) -> bool:
        inside = 0
        looked = 0
        for member in self._sample[:12]:
            one, two = self.first(member, label), self.first(member, outer)
            if one is not None and two is not None:
                looked += 1
                inside += self.survey.is_inside(one, two)
        return inside > looked / 2


def _told_by_sign(node: Node) -> str:
    """What an element without words says when pointed at: that of an icon."""
    for inner in islice(dom.nodes_of(node), 6):
        attributes = inner.attributes
        told = attributes.get("title") or attributes.get("aria-label") or attributes.get("data-original-title")
        if told:
            return told
    return ""
