"""When an article was published and changed, the page's statements weighed against what it shows.

The date beside the title is what readers are told, so it wins over the head of the page where both name different days;
the head's statement of the same day is taken for its time and offset. A date labelled as an update is none of publication.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import chain
from typing import TYPE_CHECKING

from pagearchive import dates, dom
from pagearchive.dom import Node
from pagearchive.parse import structured
from pagearchive.parse.document import Document
from pagearchive.parse.layout.content import Block
from pagearchive.parse.metadata.authorship import PAGE_TYPES
from pagearchive.parse.metadata.date_labels import (
    LABEL,
    LONGEST_ALONE,
    OPENS_WITH_PUBLICATION,
    PUBLICATION,
    SENTENCE,
    SENTENCE_BEGINS,
    UPDATE,
    UPDATE_ALONE,
    lowered,
)
from pagearchive.parse.metadata.near import OTHERS, SHORT, Line, Lines
from pagearchive.parse.once import once
from pagearchive.parse.structured import Thing
from pagearchive.patterns import regex

if TYPE_CHECKING:
    from pagearchive.parse.metadata.reader import Metadata


_BESIDE = 9
"""Blocks from the title on in which a date counts against what the page states."""
_BYLINE = frozenset(("byline",))
_LITTLE = 30
"""Characters beside a date that stands alone."""
_MAX_BARE = 12
"""Lines with a date that are looked at where nothing near the title gives one."""
_BARE = 45
"""Characters of a line beside its date from which it is a sentence about something."""


def read_dates(document: Document, lines: Lines, thing: Thing, found: Metadata) -> None:
    """Fill in date_published, date_published_raw and date_modified."""
    dating = _Dating(document, lines, thing)
    published = list(dating.stated())
    changed = list(dating.modified())
    best = published[0] if published else None
    shown = next(dating.shown(stated=best is not None), None)
    if shown is not None and dating.seen is not None:
        found.bylines.append(dating.seen)
    if shown is not None and best is not None:
        best = _weighed(shown, published, changed, dating.address_day)
    best = best or shown or next(dating.elsewhere(changed), None)
    if best is not None:
        found.sources["date_published"], found.date_published, found.date_published_raw = best
        others = {source: date for source, date, _raw in reversed(published) if date[:10] != best[1][:10]}
        if others:
            found.alternatives["date_published"] = others
    if changed:
        found.sources["date_modified"], found.date_modified = changed[0][:2]


_WEST, _EAST = timedelta(hours=-12), timedelta(hours=14)
"""The zones furthest from the meridian."""
Statement = tuple[str, str, str]
"""Source, date as RFC 3339, date as the page has it."""


def _weighed(
    shown: Statement, published: list[Statement], changed: list[Statement], address_day: str | None
) -> Statement:
    """The date shown against those stated: the same day in the most exact form, else what readers are told.

    A month alone tells them less than what is stated.
    """
    day = shown[1][:10]
    if len(day) < len("2025-06-14"):
        return published[0]
    same = next((item for item in published if item[1][:10] == day), None)
    if same is not None:
        return published[0] if address_day != day and _same_instant(published[0][1], same[1]) else same
    close = next((item for item in published if _same_day(item[1], shown[1])), None)
    if close is not None:  # a neighbouring day: one of them in another time zone, or day and month the other way round
        return shown if address_day == day else close
    updated = any(_same_day(item[1], shown[1]) for item in changed)
    return published[0] if updated else shown


def _same_day(stated: str, shown: str) -> bool:
    """Whether two dates are of one day, or of neighbours in different zones, or differ in the order of day and month."""
    try:
        a, b = date.fromisoformat(stated[:10]), date.fromisoformat(shown[:10])
    except ValueError:
        return stated[:7] == shown[:7]
    return (abs((a - b).days) <= 1 and _falls_on(stated, b)) or (
        a.year == b.year and a.day == b.month and a.month == b.day
    )


def _falls_on(stated: str, day: date) -> bool:
    """Whether a stated instant falls on a day somewhere on earth; one without an offset may."""
    moment = datetime.fromisoformat(stated)
    if moment.tzinfo is None:
        return True
    moment = moment.astimezone(UTC)
    return (moment + _WEST).date() <= day <= (moment + _EAST).date()


def _same_instant(first: str, second: str) -> bool:
    try:
        a, b = datetime.fromisoformat(first), datetime.fromisoformat(second)
    except ValueError:
        return False
    return a.tzinfo is not None and b.tzinfo is not None and abs((a - b).total_seconds()) < 60


class _Dating:
    def __init__(self, document: Document, lines: Lines, thing: Thing) -> None:
        self.document = document
        self.lines = lines
        self.near = [line for line in lines.near if len(line.text) <= SHORT]
        self.thing = thing
        self.seen: Block | None = None
        """The block that gave the date last."""
        self.languages = document.languages
        self.address_day = self._address_day()
        self.updated: list[Statement] = []
        """Dates shown near the title as those of an update."""
        self.plain: list[tuple[Line, str]] = []
        """The lines near the title that may give the date of publication, each with the part that does."""
        self._sort()

    def _sort(self) -> None:
        """Look at each line near the title once: what it says of an update, and what of anything else."""
        label = ""
        for line in self.near:
            text = line.text
            if line.is_title:  # its own words may name a day: only a part that is nothing else counts
                text = next((raw for _source, _day, raw in self._machine_readable(line.block.node)), "")
            if len(text) < LONGEST_ALONE and UPDATE_ALONE.match(lowered(text)):
                label = text
                continue
            said, label = label, ""
            if not dates.looks_like_date(text):
                continue
            update = UPDATE.search(lowered(text))
            if update is None and not said:
                self.plain.append((line, text))
            elif update is None:
                self.updated += self._told(text, line.block.node)
            else:
                self._split(line, text, update.start())

    def _split(self, line: Line, text: str, update: int) -> None:
        """A line that names an update, and perhaps the publication before or behind it."""
        publication = PUBLICATION.search(lowered(text))
        behind = publication.start() if publication is not None and publication.start() > update else len(text)
        before = text[:update]
        if dates.looks_like_date(before):
            self.plain.append((line, before))
        elif behind < len(text):
            self.plain.append((line, text[behind:]))
        said = text[update:behind] if dates.looks_like_date(text[update:behind]) else text[update:]
        self.updated += self._told(said, line.block.node)

    # ── what the page states to machines ─────────────────────────────────────────────────────────────────────────

    def stated(self) -> Iterator[Statement]:
        """What the page states to machines."""
        yield from self._read("json-ld", structured.text(self.thing.get("datePublished")))
        meta = self.document.meta
        for key in _PUBLISHED_META:
            if key in meta:
                yield from self._read("meta", meta[key])
        for node in self._items("datePublished"):
            yield from self._read("microdata", structured.value_of(node))
        yield from self._read("json-ld", structured.text(self.thing.get("dateCreated")))
        for node in self._items("dateCreated"):
            yield from self._read("microdata", structured.value_of(node))
        for key, value in meta.items():
            if "pub" in key and key not in _PUBLISHED_META and _PUBLISHED_KEY.fullmatch(key):
                yield from self._read("meta", value)

    def modified(self) -> Iterator[Statement]:
        """When it was changed, as stated and as shown near the title."""
        yield from self._read("json-ld", structured.text(self.thing.get("dateModified")))
        meta = self.document.meta
        for key in _UPDATED_META:
            if key in meta:
                yield from self._read("meta", meta[key])
        for node in self._items("dateModified"):
            yield from self._read("microdata", structured.value_of(node))
        yield from self.updated

    def _items(self, name: str) -> list[Node]:
        return self.document.itemprops.get(name, [])[:3]

    # ── what it shows ────────────────────────────────────────────────────────────────────────────────────────────

    def shown(self, *, stated: bool) -> Iterator[Statement]:
        """Dates in short lines near the title that are not labelled as updates; with `stated`, in none far from it."""
        for line, text in self.plain:
            if stated and not -_BESIDE <= line.at < _BESIDE:
                continue
            found = next(self._find(text), None)
            labelled = PUBLICATION.search(lowered(text)) is not None
            if found is not None and not labelled and len(text) - len(found[2]) > _BARE and _is_prose(line):
                continue
            if line.is_others(crumbs=True):
                continue
            self.seen = line.block
            if text != line.text:  # the line gives another date beside this one
                yield from self._told(text, line.block.node)
            yield from self._machine_readable(line.block.node)
            if found is not None:
                yield found

    def _machine_readable(self, node: Node) -> Iterator[Statement]:
        """What the elements in a line state as their date (`time`, RDFa, hAtom); those of updates passed over."""
        if node.tag == "time":
            elements = [node]
        elif dom.markup_has(node, _DATING):
            elements = dom.select(node, _DATED)[:3]
        else:
            return
        for one in elements:
            attrs = one.attributes
            if _is_published(one) or not UPDATE.search((attrs.get("class") or "").lower()):
                stated = attrs.get("datetime") or attrs.get("content") or attrs.get("title")
                yield from self._read("text", stated)

    # ── where neither gives one ──────────────────────────────────────────────────────────────────────────────────

    def elsewhere(self, changed: list[Statement]) -> Iterator[Statement]:
        """Labelled lines anywhere, other objects, the address, the only date shown, scripts; updates at last."""
        lines = self.lines.short
        yield from self._labelled(lines)
        yield from self._in_sentences()
        yield from self._in_feet()
        for page in self.document.structured.of_type(*PAGE_TYPES):
            yield from self._read("json-ld", structured.text(page.get("datePublished")))
        known = {day[:10] for _source, day, _raw in changed}
        if self.address_day is not None:
            yield from (time for time in self._in_times(known) if time[1][:10] == self.address_day)
            yield "url", self.address_day, self.address_day
        yield from self._in_title()
        yield from self._in_dateline()
        dated = [line for line in lines if _DIGIT.search(line.text) and dates.looks_like_date(line.text)]
        yield from self._bare(dated)
        yield from self._in_times(known)
        yield from self._in_scripts()
        yield from self._address_month()
        yield from (("update", day, raw) for _source, day, raw in changed)
        for line in dated:
            if UPDATE.search(lowered(line.text)):
                yield from (("update", day, raw) for _source, day, raw in self._told(line.text, line.block.node))

    def _labelled(self, lines: list[Line]) -> Iterator[Statement]:
        for at, line in enumerate(lines):
            if len(line.block.text) > 1 and _DIGIT.search(line.text) is not None:
                yield from self._in_runs(line)
            if OPENS_WITH_PUBLICATION.match(lowered(line.text)) and not line.stands_in(OTHERS):
                alone = len(line.text) < 25 and at + 1 < len(lines) and not dates.looks_like_date(line.text)
                dated = lines[at + 1] if alone else line
                update = UPDATE.search(lowered(dated.text))
                yield from self._told(dated.text[: update.start() if update else None], dated.block.node)

    def _in_runs(self, line: Line) -> Iterator[Statement]:
        """The date that a run of text in a line says to be that of publication: "Source" + "Published 4 March"."""
        for run in line.runs[1:]:
            if OPENS_WITH_PUBLICATION.match(lowered(run)) and not line.stands_in(OTHERS):
                yield from self._told(run, line.block.node)

    def _in_sentences(self) -> Iterator[Statement]:
        """The date of a sentence such as "This entry was posted on March 4, 2025 at 11:00 and is filed under …"."""
        short = (line for line in self.lines.short if line.text[0] in SENTENCE_BEGINS)
        for line in chain(short, self.lines.longer(SENTENCE_BEGINS)):
            said = SENTENCE.match(lowered(line.text))
            if said is not None and not line.stands_in(OTHERS - {"footer"}):
                yield from self._told(line.text[said.end() : said.end() + _SENTENCE_DATE], line.block.node)

    def _in_title(self) -> Iterator[Statement]:
        """The date that the title in the page's head ends with: "The light | Courier | 04.03.2025"."""
        for node in self.document.stated["title"][:1]:
            last = _LAST_PART.search(dom.words_of(node)[-SHORT:])
            if last is not None:
                yield from (("title", day, raw) for _source, day, raw in self._find(last[1]) if len(day) > _MONTH)

    def _in_dateline(self) -> Iterator[Statement]:
        """The date in the dateline that the text begins with: "SKERRY POINT, March 4, 2025 (Newswire) -- …"."""
        for words in self.lines.opening:
            dateline = _DATELINE.match(words[:SHORT])
            if dateline is not None:
                yield from self._find(dateline[1])
                return

    def _in_feet(self) -> Iterator[Statement]:
        """The date in a short footer of the article."""
        for node in self.lines.feet[:_MAX_FEET]:
            text = dom.words_of(node)
            if dates.looks_like_date(text):
                update = UPDATE.search(lowered(text))
                yield from self._machine_readable(node)
                yield from self._find(text[: update.start()] if update is not None else text)

    def _bare(self, dated: list[Line]) -> Iterator[Statement]:
        """The date that stands alone in a line just above or below the article, or else the only one of the page."""
        root = self.lines.root
        first, last = (root.first, root.last) if root is not None else (0, 0)
        away = sorted((min(abs(line.at - first), abs(line.at - last)), number) for number, line in enumerate(dated))
        updated = {day[:10] for _source, day, _raw in self.updated}
        found: dict[str, Statement] = {}
        for distance, number in away[:_MAX_BARE]:
            one = self._alone(dated[number])
            if one is None or one[1][:10] in updated or dated[number].stands_in(OTHERS):
                continue
            if distance <= _BESIDE:
                yield one
                return
            found.setdefault(one[1][:10], one)
        if len(found) == 1 and len(away) <= _MAX_BARE:
            yield from found.values()

    def _alone(self, line: Line) -> Statement | None:
        """The date of a line that holds little else."""
        update = UPDATE.search(lowered(line.text))
        text = line.text[: update.start()] if update is not None else line.text
        if not 5 < len(text) < (SHORT if line.stands_in(_BYLINE) else 60) or (
            update is not None and not dates.looks_like_date(text)
        ):
            return None
        one = next(self._machine_readable(line.block.node), None) or next(self._find(text), None)
        if one is None or len(text) < _LITTLE + len(one[2]):
            return one
        return one if line.stands_in(_BYLINE) else None

    def _in_times(self, changed: set[str]) -> Iterator[Statement]:
        """What the page's `time` elements say, those marked as publication's or else all, if they are of one day.

        The day of a change is none of publication.
        """
        times = self.document.stated["time"][:_MAX_TIMES]
        for nodes in ([node for node in times if _is_published(node)], times):
            own = [node for node in nodes if not self.lines.is_part_of(node, OTHERS)]
            found = [one for node in own for one in self._machine_readable(node)]
            if found and len({day[:10] for _source, day, _raw in found}) == 1:
                if found[0][1][:10] not in changed:
                    yield found[0]
                return

    def _in_scripts(self) -> Iterator[Statement]:
        """A date of publication in the data of a page's scripts, if all that they name are of one day."""
        days: set[str] = set()
        for node in self.document.stated["script"]:
            if "ld+" not in (node.attributes.get("type") or ""):
                days.update(found[1] for found in _SCRIPT_DATE.finditer(node.text()[:_LONGEST_SCRIPT]))
        if len(days) == 1:
            yield from self._read("script", days.pop())

    @once
    def day_first(self) -> bool | None:
        """Whether 07/08/2025 is in August, as those numeric dates of the page show that can be read one way only."""
        return dates.infer_day_first(text for line in self.lines.short for text in _ABOVE_TWELVE.findall(line.text))

    def _address_day(self) -> str | None:
        """The day that the address names."""
        for url in (self.document.url, self.document.links.get("canonical"), self.document.meta.get("og:url")):
            dated = _IN_ADDRESS.search(url[:500]) if url else None
            if dated is not None:
                month, day = dated[2] or dated[4], dated[3] or dated[5]
                if not month.isdigit():
                    return self.document.date(f"{day} {month} {dated[1]}")
                return self.document.date(f"{dated[1]}-{month.zfill(2)}-{day.zfill(2)}")
        return None

    def _address_month(self) -> Iterator[Statement]:
        """The month that the address names."""
        dated = _MONTH_IN_ADDRESS.search(self.document.url[:500]) if self.document.url else None
        if dated is not None:
            yield from self._read("url", f"{dated[1]}-{dated[2]}")

    def _read(self, source: str, raw: str | None) -> Iterator[Statement]:
        if not raw:
            return
        read = self.document.date(raw)
        if read is None and source == "meta" and _YEAR.fullmatch(raw):
            read = raw  # what catalogues know of an old paper
        if read is not None:
            yield source, read, raw

    def _told(self, words: str, node: Node) -> Iterator[Statement]:
        """The date in some of an element's words: as the `time` that prints it states it, else as it is printed."""
        for one in self._find(words):
            stated = next(self._read("text", _stated_for(node, one[2])), None)
            yield stated or one

    def _find(self, words: str) -> Iterator[Statement]:
        day_first = self.day_first if _NUMBERS.search(words) is not None else None
        found = dates.find_date(
            words, captured_at=self.document.captured_at, languages=self.languages, day_first=day_first
        )
        if found is not None:
            yield "text", found[1], found[0]
            return
        label = LABEL.match(lowered(words))
        alone = words[label.end() :].split(". ")[0].strip(_AROUND) if label is not None else words
        bare = dates.bare_date(alone, captured_at=self.document.captured_at, languages=self.languages)
        if bare is not None:
            yield "text", bare, alone


def _stated_for(node: Node, printed: str) -> str | None:
    """What an element with a `datetime`, in another or itself, states where it prints this date ("1 month ago")."""
    if not dom.markup_has(node, ("datetime=",)):
        return None
    return next(
        (
            one.attributes.get("datetime")
            for one in dom.select(node, "[datetime]")[:_MAX_TIMES]
            if printed in dom.words_of(one)
        ),
        None,
    )


def _is_published(node: Node) -> bool:
    """Whether a `time` element is marked as that of publication (h-entry, hAtom, HTML's old `pubdate`)."""
    attrs = node.attributes
    return "pubdate" in attrs or _PUBLISHED_CLASS.search(attrs.get("class") or "") is not None


def _is_prose(line: Line) -> bool:
    """Whether a line is a sentence rather than a list of facts."""
    if len(_BAR.findall(line.text)) > 1:
        return False
    return line.after > 0 or line.text.endswith((".", "!", "?", "…")) or line.text.count(" ") > 14


_IN_ADDRESS = regex(
    r"/((?:19|20)\d\d)(?:(?:/[A-Z]{2,12})?"
    r"/(0?[1-9]|1[0-2]|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6})/([0-3]?\d)(?=/|$)"
    r"|-?(0[1-9]|1[0-2])-?([0-3]\d)(?=[/_-]|$))",
    re.I,
)
"""A day as the parts of a path, or as the beginning of one. What follows "/2024/10/" is no day in "5-tips"."""
_MONTH_IN_ADDRESS = regex(r"/((?:19|20)\d\d)/(0[1-9]|1[0-2])/[^/?#]*[a-z]", re.I)
_PUBLISHED_META = dict.fromkeys((
    "article:published_time article:published og:article:published_time og:published_time datepublished date_published publish_date publish-date "
    "publication_date pubdate parsely-pub-date sailthru.date dc.date.issued dcterms.issued dc.date dcterms.date dcterms.created "
    "dc.date.created citation_publication_date citation_date article:post_date date cxenseparse:recs:publishtime published_at "
    "article.published originalpublicationdate rnews:datepublished bt:pubdate published-date published_date date-published "
    "publishdate article:publish_date dc:date dc.date.published release_date citation_online_date citation_cover_date ms.date "
    "bepress_citation_date bepress_citation_online_date eprints.date article_date_original article.created dcsext.articlefirstpublished "
    "ptime displaydate creation_date citation_year"
).split())  # fmt: skip
_PUBLISHED_KEY = regex(
    r"(?:\w{1,12}[.:_-]){0,2}(?:first)?(?:publish(?:ed)?|publication|pub)(?:[.:_-]?(?:date|time|on|at)){0,2}"
    r"|(?:\w{1,12}[.:_-])?date[.:_-]?published"
)
"""Names of meta elements that say no more than this, behind a site's own prefix."""
_UPDATED_META = (
    "article:modified_time og:updated_time og:article:modified_time datemodified last-modified lastmod dc.date.modified dcterms.modified "
    "revised article.updated modified updated updated_at last_updated last-updated modified_date date_modified modification_date "
    "revision_date prism.modificationdate eprints.lastmod"
).split()
_DATED = (
    "time[datetime], [content][property*=date i], [content][property*=created i], abbr.published[title], "
    "abbr[title*='-'][title*='T']"
)
_DATING = ("datetime=", "content=", "<abbr")
"""One of them is in the markup of all that _DATED selects."""
_DATELINE = regex(
    r"(?!\d)\w[^.!?]{2,60}?,\s((?:[^\W\d_]{3,10}\.?\s)?\d[^()/–—]{4,25}?)\s?(?:\([^()]{2,40}\)\s?|/[^/]{2,40}/\s?)?(?:--|–|—|-)\s"
)
_PUBLISHED_CLASS = regex(r"(?:^|[\s_-])published(?:\s|$)|entry-date|post-date|publish(?:ed)?-?date", re.I)
_SENTENCE_DATE = 80
_LAST_PART = regex(r"[|–—·•]\s*(\d[^|–—·•]{5,20})$")
_MONTH = len("2025-03")
_AROUND = " .,:;|()–—-"
"""Signs around a date that are none of it."""
_MAX_TIMES = 40
_MAX_FEET = 3
_NUMBERS = regex(r"(?<![\d./-])\d{1,2}[./-]\d{1,2}[./-]\d{2,4}(?![\d./-])")
_ABOVE_TWELVE = regex(r"(?<![\d./-])(?:(?:1[3-9]|[23]\d)[./-]\d{1,2}|\d{1,2}[./-](?:1[3-9]|[23]\d))[./-]\d{4}(?!\d)")
_YEAR = regex(r"(?:19|20)\d\d")
_BAR = regex(r"\s[|•·∙⋅]\s")
_DIGIT = regex(r"\d")
_SCRIPT_DATE = regex(r'ubli(?:sh(?:ed)?|cation)_?(?:[aA]t|[dD]ate|[oO]n)\\?":\s?\\?"((?:19|20)\d\d-\d\d-\d\d)')
_LONGEST_SCRIPT = 3_000_000
