"""What the members of a run have in common inside: which of their parts is the author, which the date, which the body.

Posts of one thread come out of one template, so a part is judged by all members together: an author's name is short
and differs from post to post, a body is long, a date reads as one almost everywhere. That holds where class names say
nothing at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, pairwise

from pagearchive import dates, dom
from pagearchive.dom import Node
from pagearchive.parse.blocks.bodies import Bodies
from pagearchive.parse.blocks.survey import MAX_DATE_TEXT, date_texts, has_date_shape
from pagearchive.parse.once import once
from pagearchive.patterns import regex

_JOINED = regex(
    r"join|regist|member since|since|last (?:seen|visit|activ|edit|login)|edited|modified|beigetreten|mitglied|seit"
    r"|dabei"
    r"|inscri|miembro|iscritto|membro|lid sinds|bearbeitet|modifié|editado|регистрация|birth",
    re.IGNORECASE,
)
_UP_TO_NUMBER = regex(r"^.*\d", re.DOTALL)
"""Of the words before a date, those that speak of an earlier number: what is left speaks of the date."""
_EDITED = regex(r"edited|modified|bearbeitet|geändert|modifié|editado|bewerkt|редакт", re.IGNORECASE)
MAX_SIGNED = 200
"""Characters of the part in which a date and a name belong together."""


class Template(Bodies):
    """Where author, date and body stand in a run's members."""

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
        share = len(read) / min(len(self.sample), 20)
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
        for member in self.sample:
            for number in self.own_elements(member):
                if number in self.survey.dated and self.survey.text[number] + self.survey.link_text[number] < 200:
                    raws.append(self.words(number)[:100])  # noqa: PERF401
        return dates.infer_day_first(raws[:200])

    def _stands_in(self, label: str, outer: str) -> bool:
        inside = 0
        looked = 0
        for member in self.sample[:12]:
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
