"""Attribution lines -> who adapted, translated, published first or supplied a text.

A line counts only where a verb of origin ("republished from", "originally appeared in", "adapted by … from") or an
agency's dateline says that the text came from elsewhere, and names a source that is neither this site nor a date: "This
story also appeared in …", "Originally published November 9" and a licence of the page's own are no attribution. The
verbs are tables in English, German, French and Spanish, and each table is looked at only where a line has a word of it:
most lines have none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct, structs

from pagearchive.model import Attribution, AttributionKind, Link
from pagearchive.parse.attribution.agencies import AGENCIES, AMBIGUOUS, agency_of, is_wire
from pagearchive.parse.attribution.patterns import (
    ADAPTED,
    ADAPTING,
    AGENCY_LINE,
    AGENCY_WORDS,
    APPEARED_FIRST,
    APPEARING,
    BOOK,
    DATE_TAIL,
    DATELINE,
    DISTRIBUTED,
    EXCERPT_OF,
    EXCERPTING,
    JOINT,
    LICENSE,
    LICENSED,
    LONGEST,
    LONGEST_BARE,
    LONGEST_DATELINE,
    MOST_READ,
    ORIGINAL,
    OWNED,
    OWNING,
    PERMISSION,
    POSTED_NAME,
    READ_ORIGINAL,
    RELEASED,
    RELEASING,
    REPORTING,
    REPUBLISHED,
    SHORT,
    SOURCE_LINE,
    STAFF,
    TELLING,
    TELLING_SHORT,
    TELLING_SHORT_WORDS,
    TELLING_WORDS,
    TRANSLATED,
    TRANSLATING,
    WORDS,
)

ReadDate = Callable[[str], str | None]


class Found(Struct, frozen=True):
    """An attribution, and whether the line says nothing else."""

    attribution: Attribution
    whole: bool


def read_line(
    text: str,
    *,
    links: Iterable[Link] = (),
    site_name: str | None = None,
    read_date: ReadDate | None = None,
    opening: bool = False,
    posted: bool = False,
) -> Found | None:
    """The attribution that a line or paragraph states; None: it states none.

    `links` are the line's own, for the original's address; `site_name` is never a source. `opening` says that the line
    begins the text, where an agency's dateline may stand; `posted` that it is a line of its own in a forum's post,
    where "Source:" names where the post was copied from.
    """
    text = " ".join(text[:MOST_READ].split())
    if opening:
        dateline = read_dateline(text, read_date=read_date)
        if dateline is not None:
            return dateline
    if not 1 < len(text) <= LONGEST:
        return None
    plain = _plain(text)
    said = frozenset([word for word in (TELLING_SHORT if len(plain) <= SHORT else TELLING) if word in plain])
    if not said and not (len(plain) <= LONGEST_BARE and _names_agency(plain)):
        return None
    reader = _Line(text, said, list(links), site_name, read_date)
    return reader.adapted() or reader.republished() or reader.translated() or reader.supplied(posted=posted)


def read_dateline(text: str, *, read_date: ReadDate | None = None) -> Found | None:
    """The agency in the dateline that a text begins with ("LONDON (AP) —"); None: it has none."""
    start = text[:LONGEST_DATELINE]
    if "(" not in start and "/" not in start and "[" not in start:
        return None
    found = DATELINE.match(start)
    known = agency_of(found["agency"] or found["wire"] or "") if found is not None else None
    if found is None or known is None:
        return None
    kind: AttributionKind = "press-release" if is_wire(known) else "agency"
    date = read_date(found["date"]) if found["date"] and read_date is not None else None
    raw = start[: found.end()].strip()
    return Found(Attribution(kind=kind, raw=raw, source_names=[known], date=date), whole=False)


def telling(lines: Sequence[str]) -> list[int]:
    """Which lines might state an origin, by their numbers: a cheap first look at many at once."""
    sizes = [len(line) for line in lines]
    short = [at for at, size in enumerate(sizes) if size <= SHORT]
    long = [at for at, size in enumerate(sizes) if SHORT < size <= LONGEST]
    told = [*_with_words(lines, short, TELLING_SHORT_WORDS), *_with_words(lines, long, TELLING_WORDS)]
    bare = [at for at in short if sizes[at] <= LONGEST_BARE]
    if _names_agency("\n".join([lines[at] for at in bare]).lower()):
        told += [at for at in bare if _names_agency(lines[at].lower())]
    return sorted(set(told))


def _with_words(lines: Sequence[str], numbers: list[int], words: frozenset[str]) -> list[int]:
    """The lines among these numbers that have one of the words, or a sign of copyright."""
    joined = "\n".join([lines[at] for at in numbers]).lower()
    found = words.intersection(joined.split())
    if "©" in joined:
        found |= {"©"}
    if not found:
        return []
    return [at for at in numbers if any(word in lines[at].lower() for word in found)]


def _plain(text: str) -> str:
    return text.lower().replace("’", "'")


def _names_agency(line: str) -> bool:
    return not AGENCY_WORDS.isdisjoint(WORDS.findall(line))


class _Line:
    def __init__(
        self, text: str, said: frozenset[str], links: list[Link], site_name: str | None, read_date: ReadDate | None
    ) -> None:
        self.text = text
        self.said = said
        """The telling words in it."""
        self.links = links
        self.site = _folded(site_name or "")
        self.read_date = read_date

    def says(self, gate: frozenset[str]) -> bool:
        """Whether the line has a word of these."""
        return not gate.isdisjoint(self.said)

    def adapted(self) -> Found | None:
        """Who adapted the text, and from what."""
        if not self.says(ADAPTING):
            return None
        for pattern in ADAPTED:
            found = pattern.match(self.text)
            if found is None or len(self.text) > 250:
                continue
            source, date = self._dated(found["source"])
            names = self._names(source)
            if names:
                by = _tidy(found["by"]) if found["by"] else None
                return self._found("adapted", names, adapted_by=by, date=date, whole=True)
        return None

    def republished(self) -> Found | None:
        """Where the text was published first, or what it is taken from."""
        excerpt = EXCERPT_OF.search(self.text) if self.says(EXCERPTING) else None
        if excerpt is not None:
            return self._found(
                "republished", [_tidy(excerpt["source"]), _tidy(excerpt["author"])], whole=len(self.text) < 400
            )
        book = BOOK.search(self.text) if "book" in self.text else None
        if book is not None:
            names = [book["source"], *([book["author"]] if book["author"] else [])]
            return self._found("republished", [_tidy(name) for name in names], whole=book.start() < 4)
        for gate, pattern in REPUBLISHED:
            for found in pattern.finditer(self.text) if self.says(gate) else ():
                source, date = self._dated(found["source"])
                names = [self._linked(source) or source] if source else []
                names = [name for name in names if self._is_source(name)]
                if names:
                    return self._found(
                        "republished", names, date=date or self._date_behind(found.end()), whole=found.start() < 12
                    )
        return self._taken_from() or self._licensed()

    def _taken_from(self) -> Found | None:
        appeared = APPEARED_FIRST.search(self.text) if self.says(APPEARING) else None
        if appeared is not None and self._is_source(appeared["source"]):
            return self._found("republished", [_tidy(appeared["source"])], whole=appeared.start() < 4)
        owned = PERMISSION.search(self.text) if self.says(OWNING) else None
        if owned is not None and self._is_source(owned["source"]):
            return self._found("republished", [_tidy(owned["source"], keep_stop=True)], whole=True)
        return None

    def _licensed(self) -> Found | None:
        """A text that is said to be republished under a licence, by whom it does not say."""
        if LICENSED.match(self.text) is None or LICENSE.search(self.text) is None:
            return None
        return self._found("licensed", [], whole=len(self.text) < 200)

    def translated(self) -> Found | None:
        """Who translated the text."""
        if len(self.text) > 300 or not self.says(TRANSLATING):
            return None
        found = TRANSLATED.search(self.text)
        if found is None:
            return None
        by, date = self._dated(found["by"])
        if not by[:1].isupper():
            return None
        return self._found(
            "translated", [], translated_by=_tidy(by), date=date, whole=found.start() < 4 and len(self.text) < 160
        )

    def supplied(self, *, posted: bool = False) -> Found | None:
        """A line that names an agency, a press wire or a company as the one who supplied the text."""
        line = SOURCE_LINE.match(self.text)
        if line is not None:
            source, date = self._dated(line["source"])
            if line["label"] == "SOURCE" and self._is_source(source):
                return self._found("press-release", [_tidy(source, keep_stop=True)], date=date, whole=True)
            return self._of_agencies(source, date) or (self._posted(source, date) if posted else None)
        reporting = REPORTING.match(self.text)
        if reporting is not None:
            return self._of_agencies(reporting["source"], None, some=True)
        return self._owned() or self._released() or self._bare()

    def _posted(self, source: str, date: str | None) -> Found | None:
        """What a post's "Source:" names: a publication or an address, not a phrase."""
        name = source.strip(" .")
        if POSTED_NAME.fullmatch(name) is None or not self._is_source(_host(name)) or _folded(name) in _NO_PUBLICATIONS:
            return None
        address = next((link.url for link in self.links), None) or (name if name.startswith("http") else None)
        found = self._found("republished", [_host(name)], date=date, whole=True)
        return Found(structs.replace(found.attribution, source_url=found.attribution.source_url or address), whole=True)

    def _owned(self) -> Found | None:
        """An agency's notice of copyright, or a syndicate's line."""
        if "distributed by" in self.said:
            shared = DISTRIBUTED.match(self.text)
            if shared is not None:
                names = [_tidy(shared["agency"]), _tidy(shared["owner"] or shared["visited"] or "")]
                return self._found("agency", [name for name in names if self._is_source(name)], whole=True)
        if self.says(OWNING):
            owned = OWNED.match(self.text)
            if owned is not None:
                return self._of_agencies(owned["source"], None)
        if "trust principles" in self.said and self.text.startswith("Our Standards") and "Thomson Reuters" in self.text:
            return self._found("agency", ["Reuters"], whole=True)
        return None

    def _released(self) -> Found | None:
        """A line that says who issued a press release."""
        if not self.says(RELEASING):
            return None
        for pattern in RELEASED:
            found = pattern.match(self.text)
            if found is not None:
                name = agency_of(found["source"]) or _tidy(found["source"], keep_stop=True)
                if self._is_source(name):
                    return self._found("press-release", [name], whole=True)
        return None

    def _bare(self) -> Found | None:
        """A line that is the names of agencies and nothing else: "(AFP)", "dpa/tmn", "By Reuters"."""
        if len(self.text) > LONGEST_BARE:
            return None
        line = AGENCY_LINE.match(self.text)
        if line is None or line["source"].strip(" .") in AMBIGUOUS:
            return None
        source = line["source"].strip(" .")
        known = AGENCIES.get(_folded(source))
        if known is not None and len(known) <= 4 and known not in source:
            return None  # a word written as the agency's name is not
        return self._of_agencies(source, None)

    # ── pieces ───────────────────────────────────────────────────────────────────────────────────────────────────

    def _of_agencies(self, source: str, date: str | None, *, some: bool = False) -> Found | None:
        """An attribution to agencies, where all names are such; with `some`, where one of them is."""
        names: list[str] = []
        for part in JOINT.split(source.strip(" .")):
            known = agency_of(part)
            if known is not None:
                names.append(known)
            elif not some and not (names and STAFF.fullmatch(part)):
                return None
        kind: AttributionKind = "press-release" if all(map(is_wire, names)) else "agency"
        return self._found(kind, list(dict.fromkeys(names)), date=date, whole=True) if names else None

    def _dated(self, text: str) -> tuple[str, str | None]:
        """A name and the date behind it."""
        text = text.strip()
        tail = DATE_TAIL.search(text)
        if tail is None or self.read_date is None:
            return text, None
        date = self.read_date(tail["date"])
        return (text[: tail.start()].strip(), date) if date is not None else (text, None)

    def _date_behind(self, at: int) -> str | None:
        rest = self.text[at : at + 60]
        tail = re.match(r"[\s,(]*(?:on|am|le|el|in|vom)?\s*([^.;)]{6,30})", rest)
        return self.read_date(tail[1]) if tail is not None and self.read_date is not None else None

    def _names(self, source: str) -> list[str]:
        names = [_tidy(part) for part in JOINT.split(source)] if len(source) < 120 else []
        names = [AGENCIES.get(_folded(name), name) if name.isupper() else name for name in names]
        return [name for name in names if self._is_source(name)]

    def _is_source(self, name: str) -> bool:
        """Whether a name may be a source: not empty, not this site, not a date, and beginning as names do."""
        name = name.strip(" .,;:")
        folded = _folded(name)
        if not 1 < len(name) <= 160 or folded in _NOT_NAMES or len(name.split()) > 20 or name.isdigit():
            return False
        if self.site and (folded == self.site or folded == f"the {self.site}" or self.site.startswith(f"{folded} ")):
            return False
        if self.read_date is not None and any(c.isdigit() for c in name) and self.read_date(name) is not None:
            return False
        if re.match(r"(?:\w+\s+)?\d{1,2}(?:st|nd|rd|th)?,?\s+(?:of\s+)?\w*\s*\d{4}", name):
            return False
        return any(word[0].isupper() or word[0].isdigit() or "." in word[1:-1] for word in name.split()[:3] if word)

    def _linked(self, source: str) -> str | None:
        """The text of the link that a name is, where the pattern took more or less of it."""
        folded = _folded(source)
        for link in self.links:
            words = _folded(link.text)
            if words and (folded.startswith(words) or words.startswith(folded)):
                return _tidy(link.text)
        return None

    def _found(
        self,
        kind: AttributionKind,
        names: list[str],
        *,
        whole: bool,
        adapted_by: str | None = None,
        translated_by: str | None = None,
        date: str | None = None,
    ) -> Found:
        license_ = LICENSE.search(self.text)
        return Found(
            Attribution(
                kind=kind,
                raw=self.text,
                source_names=[_tidy(name, keep_stop=True) for name in names],
                adapted_by=adapted_by,
                translated_by=translated_by,
                license=license_[0].strip() if license_ is not None else None,
                source_url=self._original(names),
                date=date,
            ),
            whole,
        )

    def _original(self, names: list[str]) -> str | None:
        """The link to the original: that says so, else that which bears the source's name."""
        for link in self.links:
            if ORIGINAL.search(link.text[:200]):
                return link.url
        for link in self.links:
            words = _folded(link.text)
            if words and any(words in _folded(name) or _folded(name) in words for name in names):
                return link.url
        for link in self.links:
            if READ_ORIGINAL.fullmatch(link.text.strip(" .")) is not None:
                return link.url
        return None


_NO_PUBLICATIONS = frozenset(
    "me myself i my own own work personal experience google internet facebook unknown various".split()
)
_NOT_NAMES = frozenset(
    (
        "",
        "here",
        "the",
        "this",
        "our",
        "us",
        "me",
        "permission",
        "a",
        "an",
        "it",
        "them",
        "my blog",
        "our blog",
        "this site",
        "this blog",
        "our site",
    )
)


def _host(name: str) -> str:
    """A name as it is; of an address, its host."""
    host = re.match(r"https?://(?:www\.)?([^/]+)", name)
    return host[1] if host is not None else name


def _folded(text: str) -> str:
    return " ".join(text.split()).strip(" .,;:").lower()


def _tidy(name: str, *, keep_stop: bool = False) -> str:
    name = " ".join(name.split()).strip(' ,;:|–—-"“”').removeprefix("the ")
    if name.endswith(".") and not (keep_stop and re.search(r"\b(?:Inc|Co|Ltd|Corp)\.$", name)):
        name = name[:-1].rstrip()
    return name
