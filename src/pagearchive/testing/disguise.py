"""A page's content invented anew: names, words, addresses and pictures, wherever they stand.

Every text on the page is tried in several forms: with invented words; with only its names, numbers and hosts replaced;
without the names; as it is. The first that leaves the record's skeleton as it was is taken. So "Page 2 of 3" and what
else the reader must understand stays, without a list of such words here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from urllib.parse import urlsplit

import msgspec
from msgspec import structs

from pagearchive import dates, parse
from pagearchive.model import Page
from pagearchive.parse.platforms import Platform
from pagearchive.testing.invention import Inventor, numbers_for
from pagearchive.testing.markup import Attribute, Element, Script, Value, Words, descendants, written
from pagearchive.testing.reduction import Trials
from pagearchive.testing.shape import Record, skeleton

_FIXED = frozenset(
    (
        *("itemtype", "itemprop", "property", "name", "rel", "type", "role", "lang", "xml:lang", "dir", "charset"),
        *("http-equiv", "xmlns", "prefix", "method", "enctype", "target", "width", "height", "colspan", "rowspan"),
        *("datetime", "for", "style", "sizes", "media", "loading", "decoding", "tabindex"),
    )
)
"""Attributes that hold the markup's own words."""
_NUMBERED = frozenset(("class", "id"))
_ADDRESSES = frozenset(
    ("href", "src", "srcset", "action", "cite", "poster", "data-src", "data-srcset", "data-url", "content", "itemid")
)
_PLAIN_META = ("og:type", "generator", "viewport", "robots", "og:locale", "twitter:card", "theme-color")
_SYNTAX = frozenset(("@type", "@context", "@id", "type", "__typename"))
_URL = re.compile(r"(?:https?:)?//[^\s\"'<>()]+|[\w.+-]+@[\w-]+\.[\w.]+|\bwww\.[^\s\"'<>()]+", re.I)
_HOST = re.compile(r"(?<=//)[\w.-]+\.[a-z]{2,}(?=[:/?#\s\"'\\]|$)", re.I)
_IN_PATH = re.compile(r"%[0-9a-fA-F]{2}|[^\W\d_]+")
_IN_QUERY = re.compile(r"=[^&;#]*|#.*")
_ID = re.compile(r"\d{5,}")
_TAGGED = re.compile(r"(<[^>]*>)|([^<]+)")
_DATA_URI = re.compile(r"data:image/[^\s\"')]+")
_PIXEL = "data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA="
_TECHNICAL = frozenset(
    """
    http https www html htm php asp aspx cgi index page pages forum forums topic topics thread threads showthread post
    posts viewtopic viewforum member members user users profile profiles u t p d f c q s r a id tid pid uid sid msg
    comment comments question questions answer answers discussion discussions board boards category image images img
    media attachment attachments upload uploads avatar avatars
    smileys smilies emoticons goto file files thumb thumbs thumbnail data static assets
    jpg jpeg png gif webp svg avif mp pdf css js json find findpost do action quote reply report start latest newest
    """.split()
)
_ANY_TIME = datetime(2026, 1, 1, tzinfo=UTC)
ROUNDS = 4
MAX_DATE = 60
"""Characters: a longer text is no date alone."""
MAX_KEPT = 80
"""Characters of a text that stays as it is and is listed."""


class Slot:
    """A text of the page in its forms."""

    def __init__(self, words: Words, bare: str, light: str, full: str) -> None:
        self.words = words
        self.original, self.bare, self.light, self.full = words.value, bare, light, full

    @property
    def is_worth_a_look(self) -> bool:
        """Whether words stay that were to be replaced, dates aside."""
        text = self.words.value
        if text == self.full or re.search(r"[^\W\d_]{2}", text) is None:
            return False
        return not _reads_as_date(text)

    def set_bare(self) -> None:
        self.words.value = self.bare

    def set_light(self) -> None:
        self.words.value = self.light

    def set_full(self) -> None:
        self.words.value = self.full

    def set_original(self) -> None:
        self.words.value = self.original


class Disguise:
    """What replaces what on one page."""

    def __init__(self, page: Page, record: Record, platforms: tuple[Platform, ...], seed: int | None) -> None:
        self._inventor = Inventor(seed)
        self._syntax = _TECHNICAL | _words_of_selectors(platforms)
        self._own = _domain(urlsplit(page.url or "").hostname or "")
        self._hosts: dict[str, str] = {}
        self._names = self._name_table(record)
        names = sorted(self._names, key=len, reverse=True)
        self._name = re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in names) or r"(?!)", re.I)
        self._numbers = numbers_for(_identifiers(record), self._inventor)

    def _name_table(self, record: Record) -> dict[str, str]:
        """Lower-case name, in each spelling that addresses use, -> the invented one."""
        table: dict[str, str] = {}
        accounts = {post.author.id for post in record.posts}
        for name in sorted(_names(record), key=str.islower):  # as written before as in an address
            start, sign, rest = name.rpartition("_") if name in accounts else ("", "", name)
            made = start + sign + self._inventor.name(rest)  # "t2_…": the software's own beginning stays
            for space in (" ", "-", "_", "+", "%20", "."):
                table.setdefault(name.lower().replace(" ", space), made.replace(" ", space))
        return table

    # ── what is replaced in any text ─────────────────────────────────────────────────────────────────────────────

    def light(self, text: str) -> str:
        """The text with names, identifiers and hosts replaced."""
        return self.bare(self._name.sub(self._named, text))

    def bare(self, text: str) -> str:
        """The text with identifiers and hosts replaced: where a name is one of the markup's own words."""
        text = _DATA_URI.sub(_PIXEL, text)
        text = _HOST.sub(lambda found: self.host(found[0]), text)
        return re.sub(r"\d+", lambda found: self._numbers.get(found[0], found[0]), text)

    def _named(self, found: re.Match[str]) -> str:
        made = self._names[found[0].lower()]
        return made.lower() if found[0].islower() else made

    def host(self, host: str) -> str:
        """A host of example.org for the page's own site, one of example.net for any other."""
        lower = host.lower()
        if lower.endswith(("schema.org", "example.org", "example.net", "example.com", "w3.org")):
            return host
        if lower not in self._hosts:
            own = self._own and (lower == self._own or lower.endswith(f".{self._own}"))
            if own:
                first = lower.removesuffix(self._own).rstrip(".").partition(".")[0]
                self._hosts[lower] = f"{first}.example.org" if first in ("www", "forum", "cdn") else "example.org"
            else:
                self._hosts[lower] = f"site-{len(self._hosts) + 1}.example.net"
        return self._hosts[lower]

    def address(self, address: str) -> str:
        """An address with the words of its path replaced, those that forum software uses kept."""
        if address.startswith("data:"):
            return self.bare(address)
        start = re.match(r"(?:[a-z]+:)?//[^/?#]*", address, re.I)
        head = start[0] if start else ""
        path, mark, query = address[len(head) :].partition("?")
        path = self._between_names(path, self._path)
        query = _IN_QUERY.sub(lambda part: self._between_names(part[0], self._path), query)
        return _ID.sub(self._other_id, self.bare(head + path + mark + query))

    def _path(self, text: str) -> str:
        return _IN_PATH.sub(self._in_path, text)

    def _between_names(self, text: str, change: Callable[[str], str]) -> str:
        """The text with names replaced, and what stands between them changed."""
        pieces, end = [], 0
        for found in self._name.finditer(text):
            pieces += [change(text[end : found.start()]), self._named(found)]
            end = found.end()
        return "".join([*pieces, change(text[end:])])

    def _in_path(self, found: re.Match[str]) -> str:
        word = found[0]
        if word[0] == "%" or word.lower() in self._syntax or len(word) < 3:
            return word
        return self._inventor.word(word)

    def _other_id(self, found: re.Match[str]) -> str:
        number = found[0]
        if number in self._numbers.values():
            return number
        return self._numbers.setdefault(number, self._inventor.digits(number))

    def prose(self, text: str) -> str:
        """A text with invented words; addresses in it stay addresses, markup in it stays markup."""
        if "<" in text and re.search(r"</?[a-z][^>]*>", text, re.I):
            return _TAGGED.sub(lambda part: self.light(part[1]) if part[1] else self._plain(part[2]), text)
        return self._plain(text)

    def _plain(self, text: str) -> str:
        pieces, end = [], 0
        for found in _URL.finditer(text):
            pieces += [self._words(text[end : found.start()]), self._link(found[0])]
            end = found.end()
        return "".join([*pieces, self._words(text[end:])])

    def _link(self, link: str) -> str:
        return "someone@example.org" if "@" in link and "/" not in link else self.address(link)

    def _words(self, text: str) -> str:
        text = self._between_names(text, self._inventor.words)
        return re.sub(r"\d+", lambda found: self._numbers.get(found[0], found[0]), text)

    # ── where texts stand ────────────────────────────────────────────────────────────────────────────────────────

    def slots(self, root: Element) -> Iterator[Slot]:
        """The texts of the page that are replaced, in the order they stand."""
        for part in descendants(root):
            if isinstance(part, Element):
                yield from self._of_children(part)
            elif isinstance(part, Attribute) and part.words is not None and part.words.value.strip():
                yield from self._of_attribute(part, part.words)

    def _of_children(self, element: Element) -> Iterator[Slot]:
        for attribute in element.attributes:
            if attribute.kept and attribute.data is not None:
                yield from self._of_data(attribute.data)
        for child in element.children:
            if not child.kept:
                continue
            if isinstance(child, Words) and child.value.strip():
                yield self._slot(child, self.prose)
            elif isinstance(child, Script):
                yield self._slot(child.before, self.light)
                yield self._slot(child.behind, self.light)
                if child.data is not None:
                    yield from self._of_data(child.data)

    def _of_attribute(self, attribute: Attribute, words: Words) -> Iterator[Slot]:
        name, value = attribute.name, words.value
        if name in _FIXED or value in _PLAIN_META:
            if self._name.search(value):
                yield self._slot(words, self.light)
            return
        if name in _NUMBERED or (name.startswith("data-") and not re.search(r"\s|//", value)):
            yield self._slot(words, self.light)
        elif name == "srcset" or name.endswith("-srcset"):
            yield self._slot(words, self._sources)
        elif name in _ADDRESSES and not re.search(r"\s", value) and ("/" in value or name not in ("content", "data")):
            yield self._slot(words, self.address)
        else:
            yield self._slot(words, self.prose)

    def _sources(self, text: str) -> str:
        return re.sub(r"[^\s,]+/[^\s,]+", lambda found: self.address(found[0]), text)

    def _of_data(self, value: Value, key: str = "") -> Iterator[Slot]:
        if value.words is not None and value.words.value.strip() and key not in _SYNTAX:
            text = value.words.value
            is_address = re.match(r"(?:https?:)?/\S*$", text)
            yield self._slot(value.words, self.address if is_address else self.prose)
        elif isinstance(value.other, int) and str(value.other) in self._numbers:
            value.other = int(self._numbers[str(value.other)])
        for name, entry in value.entries or ():
            if entry.kept:
                yield from self._of_data(entry, name)

    def _slot(self, words: Words, full: Callable[[str], str]) -> Slot:
        text = words.value
        is_date = len(text) < MAX_DATE and _reads_as_date(text)
        return Slot(words, self.bare(text), self.light(text), self.light(text) if is_date else full(text))


class Disguised(msgspec.Struct, frozen=True):
    """What came of it."""

    page: Page
    kept: list[str]
    """Texts with words in them that stay as they are, because the reader needs them."""


def disguise(
    page: Page, root: Element, record: Record, platforms: tuple[Platform, ...], seed: int | None = None
) -> Disguised:
    """Invent the content of a page anew, in place. `record` is what the page is read as."""
    table = Disguise(page, record, platforms, seed)
    address = Words(page.url or "")

    def page_of(html: str) -> Page:
        url = address.value or None
        return structs.replace(page, html=html, url=url, requested_url=url)

    def trials(*, identities: bool) -> Trials:
        def read(html: str) -> object:
            return skeleton(parse.read(page_of(html), platforms=platforms), identities=identities)

        wanted = read(written(root))
        return Trials(lambda: written(root), lambda html: bool(read(html) == wanted))

    list(table.slots(root))  # all numbers in addresses are known before the first text is replaced
    here = Slot(address, table.bare(address.value), table.light(address.value), table.address(address.value))
    slots = [here, *table.slots(root)]
    first = trials(identities=False)  # while some names are replaced and others not, nobody is who they were
    _replace(first, slots, Slot.set_light, Slot.set_original)
    stuck = [slot for slot in slots if slot.words.value == slot.original != slot.light]
    _replace(first, [slot for slot in stuck if slot.bare != slot.original], Slot.set_bare, Slot.set_original)
    lit = [slot for slot in slots if slot.words.value == slot.light != slot.full]
    _replace(trials(identities=True), lit, Slot.set_full, Slot.set_light)
    kept = [slot.words.value.strip()[:MAX_KEPT] for slot in slots if slot.is_worth_a_look]
    return Disguised(page=page_of(written(root)), kept=list(dict.fromkeys(kept)))


def _replace(trials: Trials, slots: list[Slot], change: Callable[[Slot], None], undo: Callable[[Slot], None]) -> None:
    """Change what can be changed. What failed is tried again, like beside like: some texts only change together."""
    for _round in range(ROUNDS):
        before = [slot.words.value for slot in slots]
        trials.attempt(slots, change, undo)
        failed = [slot for slot, value in zip(slots, before, strict=True) if slot.words.value == value]
        if len(failed) in (0, len(slots)) and _round:
            return
        slots = sorted(failed, key=lambda slot: slot.original)


def _names(record: Record) -> Iterator[str]:
    """Who is named in the record, and the site."""
    authors = [*record.authors, *(post.author for post in record.posts)]
    authors += [comment.author for post in record.posts for comment in post.comments if comment.author is not None]
    quoted = [quote.author for post in record.posts for quote in post.quotes]
    found = [record.site_name, *quoted]
    for author in authors:
        found += [author.name, author.id if not (author.id or "").isdigit() else None]
    yield from (name.strip() for name in found if name and len(name.strip()) > 1)


def _identifiers(record: Record) -> Iterator[str]:
    """The numbers in the record's identifiers."""
    found = [record.thread.id if record.thread is not None else None]
    for post in record.posts:
        found += [post.post_id, post.in_reply_to, post.author.id, *(quote.post_id for quote in post.quotes)]
    for identifier in found:
        yield from re.findall(r"\d+", identifier or "")


def _words_of_selectors(platforms: tuple[Platform, ...]) -> frozenset[str]:
    """The words that adapters look for: an address that holds one keeps it."""
    text = repr([structs.astuple(platform) for platform in platforms]).lower()
    return frozenset(re.findall(r"[a-z]{2,}", text))


def _reads_as_date(text: str) -> bool:
    return dates.read_date(text.strip(), captured_at=_ANY_TIME) is not None


def _domain(host: str) -> str:
    """The part of a host that a site owns, as far as its form tells."""
    labels = host.lower().split(".")
    own = 3 if len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= 3 else 2
    return ".".join(labels[-own:])
