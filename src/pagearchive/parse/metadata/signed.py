"""Who a page shows as its author: lines near the title, lines below the text, boxes that introduce somebody.

Every name comes with how surely it is presented as the author's: a line that says "by", an element that is named for
an author or a link to an author's page; a name beside a date; a box or a line elsewhere.
"""

from __future__ import annotations

import re

from pagearchive import dom
from pagearchive.dom import Node
from pagearchive.parse.layout.content import Block
from pagearchive.parse.metadata import bylines
from pagearchive.parse.metadata.date_labels import UPDATE, lowered
from pagearchive.parse.metadata.near import OTHERS, Line, Lines
from pagearchive.patterns import regex

SAID, BESIDE, DESK = 3, 2, 1
"""The page says so, marks or links it; a name beside a date; said or marked, but a desk, a login or a first name."""
_LONG = 120
_ABOVE = 3
_AT_THE_TOP = 5
"""Blocks behind the title in which a bare name may be the author's."""
_PARAGRAPHS = 1
"""Paragraphs between the title and a name that nothing says to be the author's: a summary."""
_NEXT = 4
"""Blocks behind a desk's name in which a person may follow."""
_LOGIN = 2
"""Spaces in the name of a login, a shop or a desk that is written small."""
_FEW = 6
_LABELS_BEGIN = frozenset("abcgpstvwABCEGPSTVW(")
"""What lines begin with that say who wrote the article."""
_LIST = 12
"""Lines behind "Authors" that may hold one name each."""

Names = list[str]


class Signed:
    """The names that one page shows, by how surely."""

    def __init__(self, lines: list[Line], title: str | None, site_name: str | None) -> None:
        self.lines = lines
        self.title = title
        self.site_name = site_name
        self.seen: list[Line] = []
        """The lines that name the author beyond doubt, or introduce one that does."""

    def near_title(self) -> dict[int, tuple[Line, Names]]:
        """The names near the title by grade, the first line of each."""
        found: dict[int, tuple[Line, Names]] = {}
        signed = False
        for at, line in enumerate(self.lines):
            if len(line.text) < 2 or (line.after and len(line.text) > _LONG) or line.is_title or line.text[0] == "©":
                continue
            named = self._behind(at) if bylines.is_label(line.text) else line
            if named is None:
                continue
            grade, names = self._signed_by(at, line) if named is line else (SAID, _names_behind(named))
            if grade == SAID and not any(map(bylines.is_person, names)):
                grade = 0 if _is_plain_heading(line.block) else DESK
            if signed and (" by " in f" {line.text.lower()} " or bylines.is_byline(line.text)):
                continue  # whose book or picture it is, after the article's own byline
            if names and grade and grade not in found and not line.is_others() and not _is_of_others(line):
                signed = signed or (grade == DESK and (named is not line or bylines.is_byline(line.text)))
                found[grade] = named, names
                if grade != BESIDE:
                    self.seen = [line] if named is line else [line, named]
                if grade == SAID:
                    break
            if DESK in found and line.at > found[DESK][0].at + _NEXT:
                break
        return found

    def _signed_by(self, at: int, line: Line) -> tuple[int, Names]:
        said, names = bylines.names_in_nodes(line.runs) if len(line.block.text) > 1 else (False, [])
        if not names or not said:
            says, others = _names_said(line.text)
            if says and (others or not names):
                said, names = says, others
        if said:
            return SAID, names
        return self._unsaid(at, line, names if len(line.block.text) <= _FEW else [])

    def _behind(self, at: int) -> Line | None:
        """The line that follows "By"."""
        behind = (line for line in self.lines[at + 1 : at + 2] if line.at == self.lines[at].at + 1)
        return next(behind, None)

    def _unsaid(self, at: int, line: Line, names: Names) -> tuple[int, Names]:
        """The names of a line that does not say "by": marked as an author's, linked to one's page, or beside a date."""
        if line.text == self.title or bylines.OTHER_WORK.match(line.text):
            return 0, []
        if at and line.at == self.lines[at - 1].at + 1 and bylines.OTHER_WORK.match(self.lines[at - 1].text):
            return 0, []
        near = 0 < line.at <= _AT_THE_TOP and line.after <= _PARAGRAPHS and line.block.tag not in _HEADINGS
        titled = bylines.with_degrees(line.text) if near else []
        if titled:
            return SAID, titled
        if not _may_hold_name(line.text):
            return 0, []
        named = bylines.may_name_people(line.text)
        if not named and line.text.count(" ") > _LOGIN:
            return 0, []
        masthead = line.text == self.site_name and line.block.tag in _HEADINGS
        if not masthead and _is_marked(line.block):
            marked = names or (_bare_names(line.text) if named else []) or _marked_names(line.text)
            if marked:
                return SAID, marked
            if _is_name(line.block.node) and bylines.stated_names(line.text) and not bylines.is_office(line.text):
                return DESK, bylines.stated_names(line.text)
        linked = _linked_names(line.block) if line.block.linked else []
        if linked:
            return SAID, linked
        if near and self._is_beside_date(at) and not _describes(line.block.node):
            if line.text == self.site_name:
                return DESK, [line.text]
            bare = _bare_names(line.text) if named and not _links_to_section(line.block) else []
            if bare and not self._is_subject(bare):
                return BESIDE, bare
            first = next(iter(bylines.pieces_of(line.text)), "").strip()
            if _COLLECTIVE.fullmatch(first):
                return DESK, [first]
        if named and self._is_above(line) and self._is_beside_date(at):
            return BESIDE, [line.text]
        return 0, []

    def _is_subject(self, names: Names) -> bool:
        """Whether the title tells of these people, and does not begin with one as if speaking: "Ines Vogt: My isle"."""
        title = self.title or ""
        return any(name in title and not title.startswith(f"{name}:") for name in names)

    def _is_above(self, line: Line) -> bool:
        """Whether a line right above the title is a person's name alone: no link, no heading, not the site's."""
        return (
            -_ABOVE <= line.at < 0
            and not line.block.linked
            and line.block.tag not in _HEADINGS
            and line.text != self.site_name
            and _MASTHEAD.search(_naming(line.block.node)) is None
            and bylines.is_person(line.text)
        )

    def _is_beside_date(self, at: int) -> bool:
        """Whether this line, or one next to it, gives a date or a reading time."""
        return any(
            len(line.text) < 70 and _DATE_OR_TIME.search(line.text) is not None
            for line in self.lines[max(0, at - 2) : at + 4]
        )


def _is_of_others(line: Line) -> bool:
    """Whether a line says whom the article quotes, heads a column, or names what a form asks for."""
    return line.block.tag in _HEADS_OR_QUOTES or line.block.place.parent_tag == "blockquote" or line.stands_in(_ASKED)


_HEADS_OR_QUOTES = frozenset(("blockquote", "th", "legend", "label"))
_ASKED = frozenset(("form",))


def _is_plain_heading(block: Block) -> bool:
    """Whether a block is a heading that is not marked as an author's: "By hand" in one says how, not by whom."""
    return block.tag in _HEADINGS and not _is_marked(block)


def _names_behind(line: Line) -> Names:
    """The names in a line that one with nothing but "By" announces."""
    return bylines.names_in(line.text, explicit=True) if 2 < len(line.text) < 100 else []


def below_the_text(page: Lines) -> tuple[Line, Names] | None:
    """The author whom a line or a box after the text names: a person, a first name, or one that stands apart."""
    lines = page.short
    posted: tuple[Line, Names] | None = None
    boxed: tuple[Line, Names] | None = None
    for at, line in enumerate(lines):
        if line.text[:1] in _LABELS_BEGIN or not line.text.isascii():
            names = _written_by(lines, at)
            if names and not line.stands_in(_ELSEWHERE):
                if all(map(bylines.is_person, names)):
                    return line, names[: bylines.MAX_NAMES]
                if posted is None and _POSTED.match(line.text) is not None:
                    posted = line, names[: bylines.MAX_NAMES]
        if boxed is None and page.is_close(line) and _is_boxed(line) and not line.stands_in(OTHERS):
            boxed = line, bylines.names_in(line.text)
    return posted or (boxed if boxed is not None and boxed[1] else None)


def in_feet(page: Lines) -> tuple[Node, Names] | None:
    """The author whom a short footer of the article names."""
    for node in page.feet[:_FEW]:
        text = dom.words_of(node)[: bylines.MAX_BYLINE]
        if UPDATE.search(lowered(text)) is not None:
            continue  # whoever changed it last
        said, names = _names_said(text)
        if said and names and (all(map(bylines.is_person, names)) or _POSTED.match(text) is not None):
            return node, names
    return None


def _written_by(lines: list[Line], at: int) -> Names:
    """The names in a line that says who wrote the article, or in those that follow one that says no more."""
    text = lines[at].text
    if bylines.is_label(text):
        names: Names = []
        for line in lines[at + 1 : at + 1 + _LIST]:
            more = _names_behind(line)
            if not more or not all(map(bylines.is_person, more)):
                break
            names += more
        return names
    return bylines.names_in(text) if _WRITTEN_BY.match(text) is not None else []


def _is_boxed(line: Line) -> bool:
    """Whether a line is a person's name in an element that is named for an author, or a byline in one."""
    text = line.text
    if len(text) >= 50 or not 0 < text.count(" ") < 6 or text[-1] in "?!:,":
        return False
    if text[0] in _LABELS_BEGIN and bylines.is_byline(text):
        return line.block.place.reason in ("byline", "author box") and bool(bylines.names_in(text))
    if not bylines.is_person(text) or _is_no_author(_naming(line.block.node)):
        return False
    return _is_marked(line.block)


def _is_marked(block: Block) -> bool:
    """Whether an element's names, or those in it or around it, say that an author stands in it."""
    here: Node | None = block.node
    own = ""
    for _level in range(_LEVELS):
        if here is None or here.tag in _TOO_WIDE:
            break
        names = _naming(here)
        if here.tag == "address":  # HTML has it for whom to ask about the article
            return True
        if names and _names_author(names):
            return not _is_no_author(names) and not (own and _is_no_author(own))
        own = own or names
        here = here.parent
    first = block.node.first_child
    if first is None or (first.tag == "-text" and first.next is None) or block.place.children:
        return False
    if not dom.markup_has(block.node, _MARKING):
        return False
    return any(
        not _is_no_author(_naming(one)) and len(dom.words_of(one)) > 2 for one in dom.select(block.node, _MARKED)[:3]
    )


def _names_author(names: str) -> bool:
    """Whether an element is named for an author. Most are not, and their classes are long: cheap tests come first."""
    low = names.lower()
    return (
        "author" in low or "byline" in low or "auteur" in low
        or "contributor" in low or "writer" in low or "creator" in low
        or (("card" in low or "post" in low or "user" in low or "autor" in low) and _AUTHOR.search(low) is not None)
    )  # fmt: skip


def _describes(node: Node) -> bool:
    """Whether an element, or the one around it, is named for what it tells of somebody, or of a picture."""
    names = _naming(node) + (f" {_naming(node.parent)}" if node.parent is not None else "")
    return _DESCRIBES.search(names) is not None


def _is_name(node: Node) -> bool:
    """Whether an element is named for an author's name, so that it holds nothing else."""
    return _AUTHOR_NAME.search(_naming(node)) is not None


def _linked_names(block: Block) -> Names:
    """Names that link to an author's page, or that stand in such a link."""
    node = block.node
    names: Names = []
    for link in dom.select(node, "a[href]")[:_FEW] if block.linked else ():
        if _AUTHOR_PATH.search((link.attrs.get("href") or "")[:300]):
            names += bylines.names_in(dom.words_of(link)[: bylines.MAX_BYLINE])
    above = node.parent
    for _level in range(3):
        if names or above is None:
            break
        if above.tag == "a":
            if _AUTHOR_PATH.search((above.attrs.get("href") or "")[:300]):
                names = bylines.names_in(dom.words_of(node)[: bylines.MAX_BYLINE])
            break
        above = above.parent
    return [name for name in names if bylines.is_person(name)]


def _links_to_section(block: Block) -> bool:
    """Whether a line links to what the article is filed under: a category, a tag, a topic."""
    links = [*dom.select(block.node, "a[href]")[:_FEW], *dom.ancestors(block.node)] if block.linked else []
    return any(
        _SECTION_PATH.search((link.attrs.get("href") or "")[:300]) is not None or link.attrs.get("rel") == "tag"
        for link in links
        if link.tag == "a"
    )


def _naming(node: Node) -> str:
    """What an element is called by the attributes that say what it is for."""
    attrs = node.attributes
    if not attrs:
        return ""
    return " ".join([attrs[name] or "" for name in _NAMING if name in attrs])[:_LONG_NAMES]


def _is_no_author(names: str) -> bool:
    """Whether a name that may contain "author" is that of something else about one: a picture, a date."""
    return _NOT_AUTHOR.search(names) is not None and _ENDS_IN_AUTHOR.search(names) is None


def _may_hold_name(text: str) -> bool:
    """Whether a line is short enough, and has a word that may be a name."""
    return len(text) <= _LONG and text.count(" ") < 16 and text[-1] not in "?!:"


def _names_said(line: str) -> tuple[bool, Names]:
    """Whether a part of the line begins with "by", and the names in it."""
    for piece in bylines.pieces_of(line):
        if bylines.is_byline(piece):
            return True, bylines.names_in(piece)
    return False, []


def _bare_names(line: str) -> Names:
    """The people of a line that holds nothing else, or whose first parts hold nothing else."""
    for piece in bylines.pieces_of(line)[:_FEW]:
        names = bylines.names_in(piece) if " " in piece and not piece.strip()[0].islower() else []
        if names and all(bylines.is_person(name) for name in names):
            first, _comma, rest = piece.partition(",")
            if first.strip() == names[0] and (bylines.is_office(rest) or bylines.is_organisation(rest)):
                return names
            held = sum(len(name) for name in names)
            piece = bylines.before_facts(piece)
            if held > 0.6 * len(piece) or (len(names) > 1 and held > 0.4 * len(piece)):
                return names
    return []


def _marked_names(line: str) -> Names:
    """Whoever an element that is named for an author names: an organisation, a login."""
    for piece in bylines.pieces_of(line)[:3]:
        if len(piece) < 60 and not piece.isdigit():
            names = bylines.names_in(piece, explicit=True)
            if len(names) != 1 or len(names[0]) <= 0.6 * len(_DIGITS.split(piece, maxsplit=1)[0]):
                names = bylines.stated_names(piece)
            if names and (" " not in names[0] or bylines.is_organisation(names[0]) or bylines.is_person(names[0])):
                return names
    return []


_MARKED = (
    "[class*=author i], [rel~=author], [itemprop~=author], [property$=author], [class*=byline i], "
    "[data-testid*=author i], .vcard .fn, .p-author, .h-card"
)
_MARKING = ("author", "byline", "fn", "h-card")
"""One of them is in the markup of all that _MARKED selects: to look for words is quicker."""
_NAMING = ("class", "itemprop", "rel", "property", "data-testid", "data-hook", "data-qa")
"""Attributes that say what an element is for."""
_AUTHOR = regex(r"\bvcard\b|\bh-card\b|posted-?by|\buser-name\b|\bautor\b")
_DIGITS = regex(r"\d")
_AUTHOR_NAME = regex(r"(?:author|writer|contributor)(?:[-_]+\w+)?[-_]*name", re.I)
_COLLECTIVE = regex(
    r"(?:The )?(?:[A-ZÀ-Þ][\w.&'’-]{0,30} ){1,4}"
    r"(?:Team|Staff|Editors|Contributors?|Redaktion|Desk|Newsdesk|Newsroom|Bureau)"
)
_NOT_AUTHOR = regex(
    r"avatar|image|photo|\bbio\b|desc|social|date|time|job|role|position|count|follow|comment|title(?:\s|$)", re.I
)
_DESCRIBES = regex(r"\bbio\b|desc|job|role|position|caption", re.I)
_MASTHEAD = regex(r"logo|slogan|tagline|site-?(?:title|name|desc)", re.I)
_ENDS_IN_AUTHOR = regex(r"[-_](?:author|byline)s?(?:\s|$)", re.I)
_AUTHOR_PATH = regex(
    r"/(?:authors?|contributors?|people|staff|writers?|profiles?|users?|userprofile|members?|journalists?|reporters?|team|autor(?:en)?|auteurs?|by|byline|"
    r"experts?|redacteurs?|redaktion)/[^/?#]|[?&]author=|^(?:https?://[^/]{1,100})?/@[\w.-]+/?$"
)
_SECTION_PATH = regex(
    r"/(?:category|categories|cat|tags?|topics?|sections?|subjects?|channels?|kategorien?|rubrik|thema|themen|categorias?|etiquetas?|rubriques?)/|"
    r"[?&](?:cat|tag|category)=",
    re.I,
)
_DATE_OR_TIME = regex(
    r"\b(?:19|20)\d\d\b|\bmin(?:ute)?s?\b|\b(?:ago|fa|temu|geleden)\b|\b(?:vor|il y a|hace|há) \d|назад|"
    r"\d\d:\d\d|\b(?:updated|published|posted)\b|"
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.? \d",
    re.I,
)
_WRITTEN_BY = regex(
    r"(?:(?:(?:this|the) )?(?:post|article|story|blog) (?:was )?)?"
    r"(?:written|posted|authored|published|article|post|story|words|text) (?:on:? [\w ,./]{6,22} )?by\b|"
    r"(?:about )?authors?:|contributors?:|"
    r"geschrieben von|écrit par|escrito por|scritto da|geschreven door|napisane przez",
    re.I,
)
_POSTED = regex(r"(?:posted|written) by:? \S{1,30}(?:\s*$| (?:(?:at|on|@) [^?!]{0,20}\d|[·|•—–-] ))", re.I)
"""How blogs sign an entry below its text: with a first name, too, and the date or the section."""
_ELSEWHERE = OTHERS - {"footer"}
"""An entry's footer says who posted it; a page's does not."""
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_TOO_WIDE = frozenset(("body", "main", "article", "html"))
_LEVELS = 3
_LONG_NAMES = 400
"""Characters of an element's classes that are looked at."""
