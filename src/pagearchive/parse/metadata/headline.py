"""A title: what the head of the page states, without the site's name, against the headings that are shown."""

from __future__ import annotations

import html
from functools import lru_cache
from urllib.parse import urlsplit

from pagearchive import dom, urls
from pagearchive.parse.document import Document
from pagearchive.parse.layout.content import Block, Content
from pagearchive.parse.once import once
from pagearchive.patterns import regex

_MAX_HEADINGS = 6
_MAX_LOWER = 4
_HEADINGS = dom.numbers_of("h1 h2 h3")
_TOP = dom.number_of("h1")
_IN_HEADINGS = dom.numbers_of("p div")
_MAX_ABOVE = 12
"""Lower headings that are looked at above the first prose: those of a cart, of a menu, of a search stand there."""
_PROSE = 150
_MAX_RUNS = 5
"""Runs of a heading's text that may stand around the title."""
_SHORTEST_LINE = 3
_SPACE = 20
"""Characters of white space that a line may have beside a title."""
_LONGEST = 200
_SHOWS = 0.2
"""Agreement with the head of the page from which a single top heading is the title."""
_LOWER = 0.5
"""The same for a lower heading, and for one of several top ones."""
_SURE = 0.6
"""Agreement from which no lower heading is asked."""
_SEPARATOR = regex(r"(\s[|»«·•‹›–—-]\s|\s?(?:::|\|)\s?|\s[-–—:]\s|\s›\s)")
_OTHERS = regex(r"[\W_]+")
_WORD = regex(r"\w+")
_PERMALINK = regex(r"\s?[#¶§🔗]\s?$")
_UNSEEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_ENTRY_TITLE = ".entry-title, [itemprop~=headline]:not(meta)"
_BARS = frozenset("|»«·•") | {"::"}


class Titles:
    """The titles that the head of a page states, by source, as a title alone."""

    def __init__(self, stated: dict[str, str | None], *, site_name: str | None, url: str | None) -> None:
        self.site = letters(site_name or "")
        self.host, self.whole_host = _host_names(url)
        self.raw = {source: tidy(raw) for source, raw in stated.items() if raw}
        alone = {raw: self.without_site(raw) for raw in dict.fromkeys(self.raw.values())}
        telling = [
            title for title in alone.values() if letters(title) not in ("", self.site, self.host, self.whole_host)
        ]
        self.alone = {source: alone[raw] for source, raw in self.raw.items()}
        self.words = [set(_WORD.findall(title.lower())) for title in dict.fromkeys(telling)]
        """Those of the titles that say more than the site's name."""

    def without_site(self, title: str, *, guess: bool = True) -> str:
        """The title without the site's name before or behind it.

        With `guess` also without what is much like that name, or what a bar sets apart.
        """
        for _part in range(4):
            parts = _SEPARATOR.split(title)
            if len(parts) < 3:
                return title
            if self._is_site(parts[-1], alike=guess):
                title = "".join(parts[:-2])
            elif self._is_site(parts[0], alike=guess):
                title = "".join(parts[2:])
            elif guess and parts[-2].strip() in _BARS and len("".join(parts[:-2])) >= min(15, len(parts[-1])):
                title = "".join(parts[:-2])
            else:
                return title
        return title

    def _is_site(self, part: str, *, alike: bool = True) -> bool:
        """Whether a part of a title is the site's name, or (`alike`) much like it."""
        name = letters(part)
        if not name:
            return False
        site, host = self.site, self.host
        if name in (site, host, self.whole_host) or not alike:
            return name in (site, host, self.whole_host)
        return (len(name) > 3 and host != "" and name in host) or (
            site != "" and (site in name or name in site) and len(name) < len(site) + 12
        )

    def agreement(self, heading: str) -> float:
        """How much of the words of a heading and of a title is common to both, from 0 to 1, at best."""
        own = set(_WORD.findall(heading.lower()))
        best = 0.0
        for words in self.words:
            less, more = sorted((len(own), len(words)))
            common = len(own & words) / max(less, 1)
            best = max(best, common * min(1.0, (less + 2) / max(more, 1) + 0.3))
        return best

    def shown(self, content: Content) -> tuple[str, Block] | None:
        """The block that shows the title, and the title as it is shown: the top heading unless that names the site."""
        blocks = content.blocks
        tops, lower, behind = _headings(content)
        if len(tops) == 1 and _leads_elsewhere(tops[0], content.document):
            held = self._behind_site([*lower, *behind], letters(_text_of(tops[0])))
            if held is not None:
                return held
        chosen = self._chosen(tops, lower, behind)
        if chosen is None or (len(tops) != 1 and letters(chosen[0]) not in self._exact):
            line = self._line(blocks, chosen[1] if chosen is not None else None)
            if line is not None:
                return line
        if chosen is None:
            return self._behind_site([*lower, *behind]) or _entry_title(content)
        text, block = chosen
        alone = next((self.alone[source] for source, raw in self.raw.items() if raw == text), text)
        if alone != text and letters(alone) in map(letters, map(_text_of, (*tops, *lower, *behind))):
            return alone, block  # the head's title as a whole, and what it says without the site
        return self._part_of(block) or self.without_site(text, guess=False), block

    def _behind_site(self, headings: list[Block], site: str | None = None) -> tuple[str, Block] | None:
        """The heading that says the last part of the head's title, which begins with the site's name: `site`."""
        split = [_SEPARATOR.split(raw) for raw in self.raw.values()]
        rests = {letters(parts[-1]) for parts in split if len(parts) > 2 and site in (None, letters(parts[0]))}
        return next(((_text_of(block), block) for block in headings if letters(_text_of(block)) in rests), None)

    def _part_of(self, block: Block) -> str | None:
        """The part of a heading that says what the head's title does, a kicker before it or a subtitle behind it."""
        runs = [run for run in block.text if not run.isspace()]
        titles = {letters(title) for title in self.alone.values()}
        for cut in range(1, min(len(runs), _MAX_RUNS)):
            before, behind = "".join(runs[:cut]), "".join(runs[cut:])
            if len(before) < len(behind) and letters(behind) in titles:
                return tidy(_spaced(runs[cut:])).lstrip(":|–— ")
            if letters(before) in titles:
                return tidy(_spaced(runs[:cut]))
        return None

    def _line(self, blocks: list[Block], before: Block | None) -> tuple[str, Block] | None:
        """A line that is no heading and says what the head's title does, before a heading that says it in part."""
        titles = {letters(title) for title in self.alone.values()}
        titles |= {rest for added, rest in self._added if len(rest) > len(added)}
        longest = max(map(len, self.alone.values()), default=0) + _SPACE
        for block in blocks:
            if block is before:
                break
            if _SHORTEST_LINE < block.characters <= longest and letters(block.words) in titles:
                return tidy(block.words), block
        return None

    def _chosen(self, tops: list[Block], lower: list[Block], behind: list[Block]) -> tuple[str, Block] | None:
        """One of the headings with its text; of those behind the first prose, only one that says what the head does."""
        blocks = [*tops, *lower, *behind]
        first = self._kept(tops, blocks)
        named = set(map(letters, self.alone.values())) if first else self._exact
        if self.raw and not self.words:  # the head names the site alone: what stands nearest to the text is the title
            return next(iter(first or self._kept(lower, blocks)[::-1]), None)
        lower = [*lower, *(block for block in behind if letters(_text_of(block)) in named)]
        top, agreed = self._best(first, _LOWER if len(first) > 1 else _SHOWS if self.words else 0.0)
        if top is not None and agreed >= _SURE:
            return top
        other, _agreed = self._best(self._kept(lower, blocks), _LOWER)
        exact = other is not None and letters(other[0]) in self._exact
        return other if other is not None and (top is None or exact) else top

    def _kept(self, headings: list[Block], blocks: list[Block]) -> list[tuple[str, Block]]:
        """Those of the headings that may be the title, `blocks` being all."""
        texts = [(_text_of(block), block) for block in headings]
        return [
            held for held in texts if 2 < len(held[0]) < _LONGEST and not self._names_site(letters(held[0]), blocks)
        ]

    def _best(self, headings: list[tuple[str, Block]], least: float) -> tuple[tuple[str, Block] | None, float]:
        best: tuple[str, Block] | None = None
        most = -1.0
        for held in headings:
            agreed = self.agreement(held[0])
            if agreed >= least and agreed > most + 0.01:
                best, most = held, agreed
        return best, most

    @once
    def _exact(self) -> set[str]:
        """What a heading says that repeats the head's title, or its first part."""
        firsts = (_SEPARATOR.split(title)[0] for title in self.alone.values())
        return {name for title in (*self.alone.values(), *firsts) if (name := letters(title))}

    def _names_site(self, name: str, blocks: list[Block]) -> bool:
        """Whether a heading is the name of the site, or of the book or blog, that the head's title adds to its own.

        The title less that name must be what one of the headings says (`blocks`), or another title.
        """
        if not name or name in (self.site, self.whole_host):
            return True
        rests = {rest for added, rest in self._added if name == added}
        return bool(rests) and not rests.isdisjoint(map(letters, (*map(_text_of, blocks), *self.alone.values())))

    @once
    def _added(self) -> list[tuple[str, str]]:
        """What the head's titles may add to the page's own, each with the rest of that title."""
        found = []
        for raw in dict.fromkeys(self.raw.values()):
            parts = _SEPARATOR.split(raw)
            if len(parts) > 2:
                found.append((letters(parts[-1]), letters("".join(parts[:-2]))))
            before, colon, behind = raw.partition(": ")
            if colon:
                found.append((letters(before), letters(behind)))
        return found


def _entry_title(content: Content) -> tuple[str, Block] | None:
    """The line that is the only one to be marked as the entry's title, as microformats and microdata do."""
    nodes = dom.select(content.document.tree, _ENTRY_TITLE)[:2]
    if len(nodes) != 1:
        return None
    blocks = {dom.identity(block.node): block for block in content.blocks}
    around = (dom.identity(node) for node in (nodes[0], *dom.ancestors(nodes[0])))
    block = next((blocks[number] for number in around if number in blocks), None)
    text = tidy(dom.words_of(nodes[0])[:_LONGEST])
    return (text, block) if block is not None and len(text) > _SHORTEST_LINE else None


def _headings(content: Content) -> tuple[list[Block], list[Block], list[Block]]:
    """The page's first headings: the top ones, lower ones above the text, and lower ones behind its first prose."""
    tops: list[Block] = []
    lower: list[Block] = []
    behind: list[Block] = []
    begun = False
    for block in content.blocks:
        tag = _heading_of(block)
        if tag and block.characters < _LONGEST:
            if tag == _TOP:
                tops.append(block)
                begun = False
            elif begun and len(lower) + len(behind) < _MAX_LOWER:
                behind.append(block)
            elif not begun and len(lower) < _MAX_ABOVE:
                lower.append(block)
        begun = begun or block.prose > _PROSE
    if len(tops) > 1:
        tops = [block for block in tops if not _leads_elsewhere(block, content.document)] or tops
    return tops[:_MAX_HEADINGS], lower, behind


def _leads_elsewhere(block: Block, document: Document) -> bool:
    """Whether a heading is a link to another page of the site, as a logo is: it is named for what it leads to."""
    if block.characters == 0 or block.linked < block.characters or document.url is None:
        return False
    link = dom.select_first(block.node, "a[href]") or next((a for a in dom.ancestors(block.node) if a.tag == "a"), None)
    target = document.absolute(link.attributes.get("href")) if link is not None else None
    here = {document.url, document.absolute(document.links.get("canonical"))}
    return (
        target is not None
        and urls.origin(target) == urls.origin(document.url)
        and urls.canonical(target) not in {urls.canonical(url) for url in here if url is not None}
    )


def _heading_of(block: Block) -> int:
    """The heading that a block is, or stands alone in (`h1 > p`), as the number of its tag; 0 for none."""
    tag = block.node.tag_id or 0
    if tag in _HEADINGS:
        return tag
    above = block.place.parent
    if above is None or tag not in _IN_HEADINGS:
        return 0
    tag = above.node.tag_id or 0
    return tag if tag in _HEADINGS and above.last - above.first == 1 else 0


def _text_of(block: Block) -> str:
    """What a heading says."""
    return tidy(_spaced(_without_date(block)))


def _without_date(block: Block) -> list[str]:
    """The runs of a heading's text that no `time` element in it holds."""
    if len(block.text) < 2:
        return block.text
    times = " ".join(dom.words_of(node) for node in dom.select(block.node, "time")[:3])
    return [run for run in block.text if " ".join(run.split()) not in times] if times else block.text


def tidy(title: str) -> str:
    """A title in one line, without entities escaped twice, invisible characters and a permalink's sign."""
    title = title[: 2 * _LONGEST]
    if "&" in title:
        title = html.unescape(title)
    if not title.isascii():
        title = title.translate(_UNSEEN)
    title = " ".join(title.split())
    return _PERMALINK.sub("", title) if title[-1:] in "#¶§🔗" else title


def _spaced(texts: list[str]) -> str:
    """The runs of a heading's text as one line: apart where a line broke between them ("Guide" + "Your …")."""
    line = ""
    for raw in texts:
        if line and raw and line[-1] not in " (“‘" and raw[0].isupper() and not line[-1].isupper():
            line += " "
        line += raw
    return line


@lru_cache(maxsize=4096)
def letters(text: str) -> str:
    """A text's letters and digits alone, in lower case: for comparing names."""
    return _OTHERS.sub("", text.lower())


def _host_names(url: str | None) -> tuple[str, str]:
    """The name that a site's host is known by, and the host as a whole, as letters."""
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:  # an address that is none
        host = ""
    host = host.removeprefix("www.")
    parts = host.split(".")
    return letters(parts[-2] if len(parts) > 1 and len(parts[-2]) > 3 else parts[0]), letters(host)
