"""What is printed about an article's pictures: captions and credits in their figures, beside them, below the text.

Whatever is read here is marked, so that the text is without it: it stands in the record's `images` and in the figures
of the clean HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from pagearchive import dom
from pagearchive.dom import Node
from pagearchive.parse.attribution import credits
from pagearchive.parse.attribution.credits import Printed
from pagearchive.parse.document import Document
from pagearchive.parse.figures.placing import DROPPED, OUTSIDE, Around, Pictures, Shown
from pagearchive.parse.layout.content import INLINE, Block, Content, Place
from pagearchive.patterns import regex

_CREDITS = (
    "[class*=credit i], [class*=attribution i], [class*=copyright i], [class*=photographer i], [class*=imgagency i], "
    "[itemprop=creditText], [itemprop=copyrightHolder]"
)
_CAPTIONS = f"figcaption, [class*=caption i], [itemprop=caption], {_CREDITS}"
_IN_CAPTIONS = f"{_CREDITS}, [class*=source i], .firma"
_CREDITING = ("credit", "attribution", "copyright", "photographer", "imgagency", "source", "firma")
"""What the markup has of all that is selected in captions."""
_CAPTION_CLASS = regex(r"caption", re.I)
_CREDIT_CLASS = regex(r"credit|attribution|copyright|photographer|agency|source", re.I)
_NO_CAPTION = regex(
    r"captioned|no-?caption|caption(?:ed)?-(?:image|container|img|wrap)|has-caption|recaptcha|caption-shortcode", re.I
)
_PICTURE_CLASS = regex(
    r"(?:featured|post|article|hero|lead|main|inline|story|entry)[-_ ]?(?:image|photo|media|picture|img)|"
    r"(?:image|photo|picture)[-_ ]?(?:wrap|box|holder|block|container|frame)",
    re.I,
)
_ENDS = frozenset(("body", "article", "main"))
_NO_NEIGHBOURS = frozenset(("figure", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6"))
_HEADINGS = _NO_NEIGHBOURS | {"dl", "form", "nav"}
STATED = 0
"""Stands for the identity of a main picture that has no element."""
_LEVELS = 7
_LONGEST = 1500
_LONGEST_AREA = 3000
"""Characters of text in an element that may be there for its picture and caption alone; a figure may hold more."""
_LONGEST_LINE = 400
_LONGEST_CREDIT_LINE = 160
_LONGEST_SOLE = 200
_LAST_BLOCKS = 15
_LONGEST_NAME = 30
"""Characters of a link that leads to a photographer or an agency."""
_AHEAD = 20
_MAX_SCANNED = 50
_MOST_LINES = 4


class Captions:
    """The captions of one page while they are handed out."""

    def __init__(self, document: Document, content: Content, found: Pictures, root: Place) -> None:
        self.document = document
        self.content = content
        self.found = found
        self.root = root
        self.printed: dict[int, Printed] = {}
        """By the identity of the picture's element."""
        self.taken: set[int] = set()

    def read(self, shown: Shown, owner: Shown) -> None:
        """Read what is printed about a picture, and leave it to its owner (the first copy of the picture)."""
        texts: list[str] = []
        credit: list[str] = []
        areas = list(self._areas(shown))
        for area in areas:
            if area.key not in self.content.places and not area.node.text(strip=True):
                continue
            for found in dom.select(area.node, _CREDITS if texts else _CAPTIONS)[:_MAX_SCANNED]:
                self._take(found, texts, credit)
            if credit:
                break
        if not texts and not credit:
            self._neighbour(shown, texts, credit)
        if not texts and not credit:
            self._sole_text(areas, texts)
        if texts or credit:
            self._note(owner.key, texts, credit)

    def add_stated(self, key: int, stated: Printed) -> None:
        """Note what the page states of a picture in its structured data, where nothing is printed."""
        known = self.printed.get(key, Printed())
        self.printed[key] = Printed(known.caption or stated.caption, known.credit or stated.credit)

    def read_loose(self, lead: Shown | None, *, stated: bool) -> None:
        """Captions whose picture is not on the page, or stands apart: the first ahead of the text is the lead's.

        `stated`: the main picture has no element and goes by STATED.
        """
        for node, where in self.found.captions():
            if where >= DROPPED or dom.identity(node) in self.taken or dom.identity(node) in self.document.dropped:
                continue
            figure = node.parent
            if figure is not None and dom.select_first(figure, "pre, table, blockquote") is not None:
                continue  # it says what a listing or a table shows
            texts: list[str] = []
            credit: list[str] = []
            self._take(node, texts, credit)
            if lead is not None and where >= OUTSIDE and lead.key not in self.printed:
                self._note(lead.key, texts, credit)
            elif stated and STATED not in self.printed:
                self._note(STATED, texts, credit)

    def read_ahead(self, lead: Shown | None) -> None:
        """A line of credit beside the title is the main picture's, where nothing else is printed of it."""
        first, end = self.found.scope.first, self.root.first
        if lead is None or self._has_credit(lead.key):
            return
        for block in self.content.blocks[max(first, end - _AHEAD) : end]:
            if block.characters > _LONGEST_CREDIT_LINE or block.place.children:
                continue
            words = block.words
            named = _CREDIT_CLASS.search(block.node.attributes.get("class") or "")
            if credits.starts_as_credit(words) and (named or credits.is_closing_credit(words)):
                if dom.identity(block.node) not in self.taken:
                    self._note(lead.key, [], [words])
                    self._mark(block.node)
                return

    def read_closing(self, shown: list[int], plain: list[int]) -> None:
        """A line of credits at the end of the text: one for each picture in order, or one for the first.

        `shown` are the pictures by their elements' identities, `plain` those that are the text's own beyond doubt: a
        line may count these alone.
        """
        if all(map(self._has_credit, shown)):
            return
        for block in self._last_blocks():
            words = block.words
            if not credits.is_closing_credit(words) or self._is_dropped(block.place):
                continue
            if block.linked and block.linked > _LONGEST_NAME:
                continue  # a gallery: "Photos: Ten lamps and their keepers"
            uncredited = [key for key in shown if not self._has_credit(key)]
            names = credits.names_of(words)
            listed = plain if len(names) != len(shown) and len(names) == len(plain) else shown
            if uncredited and len(names) == len(listed) > 1:
                for key, name in zip(listed, names, strict=True):
                    self._note(key, [], [name])
            elif uncredited and listed and uncredited[0] == listed[0]:
                self._note(listed[0], [], [words])
            else:
                continue
            self._mark(block.node)

    # ── pieces ───────────────────────────────────────────────────────────────────────────────────────────────────

    def _areas(self, shown: Shown) -> Iterator[Around]:
        """The elements around a picture that hold no other one and some text: nearest first; a figure is the last."""
        places = self.content.places
        for above in shown.around[:_LEVELS]:
            if above.tag in _ENDS:
                return
            figure = above.tag == "figure"
            if not figure and _holds_another(above, shown, self.document.dropped):
                return
            place = places.get(above.key)
            if figure:
                yield above
                if dom.select_first(above.node, "figcaption") is not None:
                    return
            elif place is not None or above.tag in INLINE:
                if place is not None and place.characters > _LONGEST_AREA:
                    return
                yield above

    def _take(self, node: Node, texts: list[str], credit: list[str]) -> None:
        """The text of a caption element, its credits apart; each element once."""
        names = node.attributes.get("class") or ""
        key = dom.identity(node)
        if key in self.taken or (node.tag != "figcaption" and names and _NO_CAPTION.search(names)):
            return
        if self.taken and any(dom.identity(above) in self.taken for above in islice(dom.ancestors(node), 6)):
            return
        words = dom.words_of(node)
        if not words or len(words) > _LONGEST or dom.select_first(node, "img") is not None:
            return
        self._mark(node)
        if names and _CREDIT_CLASS.search(names) and not _CAPTION_CLASS.search(names):
            _add(credit, words)
            return
        parts = dom.select(node, _IN_CAPTIONS) if dom.markup_has(node, _CREDITING) else []
        parts = [part for part in parts if dom.identity(part) != key]
        owned = {dom.identity(part) for part in parts}
        for part in parts:
            if not any(dom.identity(above) in owned for above in islice(dom.ancestors(part), 5)):
                _add(credit, dom.words_of(part))
        _add(texts, " ".join(_text_outside(node, owned)).rstrip(" /") if owned else words)

    def _neighbour(self, shown: Shown, texts: list[str], credit: list[str]) -> None:
        """A line right behind the picture that begins as a credit does, or that is made as a caption."""
        places = self.content.places
        outer = shown.node
        for above in shown.around[:4]:
            if above.key in places or _holds_another(above, shown, self.document.dropped):
                break
            outer = above.node
        after = dom.element_after(outer)
        if after is None or after.tag in _NO_NEIGHBOURS:
            return
        key = dom.identity(after)
        place = places.get(key)
        if key in self.taken or (place is None and after.tag not in INLINE):
            return
        if place is not None and place.characters > 2 * _LONGEST_LINE:
            return
        words = dom.words_of(after)
        if not words or len(words) > _LONGEST_LINE:
            return
        names = after.attributes.get("class") or ""
        if after.tag == "figcaption" or (_CAPTION_CLASS.search(names) and not _NO_CAPTION.search(names)):
            self._take(after, texts, credit)
        elif len(words) < _LONGEST_CREDIT_LINE and credits.starts_as_credit(words):
            self._mark(after)
            credit.append(words)
        elif after.tag not in INLINE:
            self._lines_behind(after, texts, credit)

    def _lines_behind(self, after: Node, texts: list[str], credit: list[str]) -> None:
        """A caption and a credit, each an element of its own, in what stands right behind a picture."""
        lines = [(child, words) for child in dom.elements(after) if (words := dom.words_of(child))]
        if not 1 < len(lines) <= _MOST_LINES:
            return
        last, words = lines[-1]
        if len(words) >= _LONGEST_CREDIT_LINE or not credits.starts_as_credit(words):
            return
        if any(child.tag in _HEADINGS or child.tag == "p" for child, _words in lines[:-1]):
            return
        for child, line in lines:
            self._mark(child)
            (credit if child is last else texts).append(line)

    def _sole_text(self, areas: list[Around], texts: list[str]) -> None:
        """The only line of an element that is there for the picture, as its classes say."""
        for area in areas:
            place = self.content.places.get(area.key)
            if place is None or not _PICTURE_CLASS.search(area.names):
                continue
            if place.characters > _LONGEST_SOLE or place.last - place.first != 1:
                return
            block = self.content.blocks[place.first]
            if block.linked or block.tag in _HEADINGS or self._is_dropped(block.place):
                return
            node = block.node
            if dom.identity(node) != area.key:
                _add(texts, block.words)
                self._mark(node)
                return
            lines = [child for child in dom.elements(node) if child.tag in INLINE and dom.words_of(child)]
            if len(lines) == 1 and len(dom.words_of(lines[0])) >= len(block.words):
                _add(texts, block.words)
                self._mark(lines[0])
            return

    def _note(self, owner: int, texts: list[str], credit: list[str]) -> None:
        caption, split = credits.split_caption(" ".join(texts)) if texts else (None, None)
        said, stated = credits.split_credit(" ".join(credit)) if credit else (None, None)
        caption = caption or said
        known = self.printed.get(owner, Printed())
        self.printed[owner] = Printed(known.caption or caption, known.credit or stated or split)

    def _mark(self, node: Node) -> None:
        key = dom.identity(node)
        self.taken.add(key)
        self.document.dropped.setdefault(key, "caption")

    def _has_credit(self, key: int) -> bool:
        known = self.printed.get(key)
        return known is not None and known.credit is not None

    def _last_blocks(self) -> list[Block]:
        """The short lines among the last blocks of the text."""
        found: list[Block] = []
        looked_at = 0
        for block in reversed(self.content.blocks):
            if not block.place.within or not block.place.is_inside(self.root):
                continue
            looked_at += 1
            if looked_at > _LAST_BLOCKS:
                break
            if block.characters <= _LONGEST_LINE and not block.place.children:
                found.append(block)
        return found[::-1]

    def _is_dropped(self, place: Place) -> bool:
        dropped = self.document.dropped
        above: Place | None = place
        while above is not None:
            if above.key in dropped:
                return True
            above = above.parent
        return False


def _holds_another(area: Around, shown: Shown, dropped: dict[int, str]) -> bool:
    """Whether an element holds another picture than this one."""
    return len(area.held) > 1 and any(
        other is not shown and other.key not in dropped and other.url is not None and other.picture != shown.picture
        for other in area.held
    )


def _text_outside(node: Node, apart: set[int]) -> Iterator[str]:
    """The words in a node without those inside the elements of `apart`."""
    stack = [node.first_child]
    while stack:
        here = stack.pop()
        if here is None:
            continue
        stack.append(here.next)
        if here.tag == "-text":
            yield (here.text_content or "").strip()
        elif here.tag not in ("script", "style", "button", "svg") and dom.identity(here) not in apart:
            stack.append(here.first_child)


def _add(texts: list[str], words: str) -> None:
    words = " ".join(words.split())
    if words and words not in texts:
        texts.append(words)
