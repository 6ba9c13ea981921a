"""An article's pictures: which images belong to it, which is the main one, and what is printed about each.

Decided before the text is read: images that are no content, captions and credits are marked and passed over there,
and what was found of a picture stands in the record and in a figure of the clean HTML.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

from msgspec import Struct, field, structs

from pagearchive import dom, urls
from pagearchive.dom import Node
from pagearchive.model import Image
from pagearchive.parse import structured
from pagearchive.parse.attribution import credits
from pagearchive.parse.attribution.credits import Printed
from pagearchive.parse.bodies import pictures
from pagearchive.parse.document import Document
from pagearchive.parse.figures.captions import STATED, Captions
from pagearchive.parse.figures.ornaments import Ornaments
from pagearchive.parse.figures.placing import HEADS, INSIDE, OUTSIDE, TEXT, Around, Pictures, Shown
from pagearchive.parse.layout.content import Content, Place
from pagearchive.parse.metadata.reader import Metadata
from pagearchive.patterns import regex

_LEAD_CLASS = regex(
    r"hero|lead|feature|main|post-image|article-image|wp-post-image|header-image|top-image|cover|primary|banner", re.I
)
_SITE_CLASS = regex(r"avatar|logo|icon|author|profile|sponsor|advert|\bads?\b|promo|related|newsletter|share", re.I)
_OUTBOUND = regex(r"/(?:out|go|goto|recommends?|refer|redirect|link|visit|buy|deal)/")
"""Addresses of a site that lead to another, which pays for it."""
_CARD = 600
_LINKS = 10
_TEASERS = 2
_LEAD_PIXELS = 300
_STATED_WEIGHT = 4
"""What speaks most for a main picture: the page states it as its own."""
_STATED_PICTURES = 8
_HEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6"))
_LITTLE = 200
_ROW = 3
"""So many elements of a picture and a heading are teasers, where they end the text or their headings are titles."""
_TITLE_WORDS = 6
"""Words of a heading, on the average, from which headings are titles of articles rather than names of things."""
_MIN_PROSE = 600
"""Characters of prose before what stands behind the text can be told from it."""


class Illustrations(Struct):
    """What the walk over the text needs to know of the pictures."""

    leads: list[Node] = field(default_factory=list)
    """Images before the text that belong to it."""
    printed: dict[int, Printed] = field(default_factory=dict)
    """By the image's identity."""
    backgrounds: dict[int, Image] = field(default_factory=dict)
    """Pictures behind elements, by the elements' identity; these are passed over otherwise."""
    stated: set[str] = field(default_factory=set)
    """Keys of the pictures that the head of the page states."""
    stated_lead: str | None = None
    """Address of the main picture where no element has it."""


def find_illustrations(document: Document, content: Content, parts: list[Place], found: Metadata) -> Illustrations:
    """Decide on every image around and in the article, mark those that are none of it, and read the captions."""
    finder = _Finder(document, content, parts, found)
    illustrations = finder.find()
    finder.pictures.let_go()
    return illustrations


class _Finder:
    def __init__(self, document: Document, content: Content, parts: list[Place], found: Metadata) -> None:
        self.document = document
        self.content = content
        self.found = found
        self.pictures = Pictures(document, content, parts, _scope(parts[-1], found))
        self.ornaments = Ornaments(document, content, [author.name for author in found.authors if author.name])
        self.captions = Captions(document, content, self.pictures, parts[-1])
        self.said: dict[str, Printed] = {}
        """What structured data says of pictures, by their keys."""
        self.stated: set[str] = set()

    def find(self) -> Illustrations:
        inside: list[Shown] = []
        before: list[Shown] = []
        reached = False
        for shown in self.pictures.shown:
            where = shown.where
            reached = reached or where == TEXT
            if where <= INSIDE:
                inside.append(shown)
            elif where == OUTSIDE and not reached:
                before.append(shown)
        if self.pictures.has_any:
            self._read_stated()
        leads = self._leads(before) or self._leads(self._ahead())
        inside = self._without_foot(inside)
        kept = self._kept([*leads, *inside])
        result = Illustrations(stated=self.stated, leads=[shown.node for shown in leads if shown in kept])
        if not leads and not kept:
            result.stated_lead = self._stated_lead([*before, *inside])
        lead = next((shown for shown in leads if shown in kept), None)
        self.captions.read_loose(lead, stated=result.stated_lead is not None)
        self.captions.read_ahead(lead)
        listed = [STATED] if result.stated_lead is not None else [shown.key for shown in kept]
        self.captions.read_closing(listed, [shown.key for shown in kept if self._is_plain(shown)])
        self._add_said(kept)
        for shown in kept:
            if shown.behind is not None:
                result.backgrounds[shown.key] = Image(url=shown.behind, alt=shown.alt or None)
                self.document.dropped.setdefault(shown.key, "background")
        result.printed = self.captions.printed
        return result

    # ── which images ─────────────────────────────────────────────────────────────────────────────────────────────

    def _kept(self, candidates: list[Shown]) -> list[Shown]:
        """The pictures of the article, each once, their captions read; the others are marked."""
        seen: dict[str, Shown] = {}
        linked = {shown.key for shown in candidates if self._leads_elsewhere(shown) and self._is_in_card(shown)}
        for shown in candidates:
            teaser = len(linked) > _TEASERS and shown.key in linked
            if teaser or self.ornaments.is_one(shown):
                self.document.drop_node(shown.node, "picture of the site")
                continue
            owner = seen.setdefault(shown.picture, shown)
            self.captions.read(shown, owner)
            if owner is not shown:
                self.document.drop_node(shown.node, "repeated picture")
        return list(seen.values())

    def _without_foot(self, inside: list[Shown]) -> list[Shown]:
        """The pictures without those behind the text's last words: below its foot, or in a row of teasers."""
        last = self._last_words()
        prose = self.content.sums.prose
        gone: set[int] = set()
        rows: dict[int, list[tuple[Shown, Place]]] = {}
        for shown in inside:
            if shown.before > last and prose[last] >= _MIN_PROSE and not shown.in_figure:
                self.document.drop_node(shown.node, "picture of the site")
                gone.add(shown.key)
                continue
            card = self._card(shown)
            if card is not None and card.parent is not None:
                rows.setdefault(card.parent.index, []).append((shown, card))
        for row in rows.values():
            titles = sum(len(self.content.blocks[card.first].words.split()) for _shown, card in row)
            behind = row[-1][1].last >= last or titles >= _TITLE_WORDS * len(row)
            if len(row) >= _ROW and behind and prose[row[0][1].first] >= _MIN_PROSE:
                for shown, card in row:
                    self.document.drop_node(card.node, "related links")
                    gone.add(shown.key)
        return [shown for shown in inside if shown.key not in gone] if gone else inside

    def _last_words(self) -> int:
        """How many blocks there are up to the last one of the text that is not passed over."""
        dropped = self.document.dropped
        root = self.pictures.root
        for at in range(root.last - 1, root.first - 1, -1):
            place: Place | None = self.content.blocks[at].place
            while place is not None and place.key not in dropped:
                place = place.parent
            if place is None:
                return at + 1
        return root.last

    def _card(self, shown: Shown) -> Place | None:
        """The element that holds a picture and a heading and nothing else."""
        for above in shown.around[:4]:
            place = self.content.places.get(above.key)
            if place is not None:
                block = self.content.blocks[place.first]
                alone = place.last - place.first == 1 and len(above.held) == 1
                return place if alone and block.tag in _HEADINGS else None
        return None

    def _read_stated(self) -> None:
        """Keys of the pictures that the page states as its own, and what it says of them."""
        meta = self.document.meta
        stated = [meta.get(name) for name in ("og:image", "og:image:secure_url", "twitter:image", "twitter:image:src")]
        addresses = {self.document.absolute(raw) for raw in stated if raw}
        for image in self.document.structured.resolve(self.found.image)[:_STATED_PICTURES]:
            is_thing = isinstance(image, dict)
            raw = structured.text([image.get("url"), image.get("contentUrl")] if is_thing else image)
            address = self.document.absolute(raw)
            addresses.add(address)
            said = credits.stated_of(image) if is_thing else None
            if said is not None and address is not None:
                self.said[urls.picture_key(address)] = said
        self.stated = {urls.picture_key(address) for address in addresses if address}

    def _ahead(self) -> list[Shown]:
        """Images ahead of the article's element that are the picture it states."""
        if not self.stated:
            return []
        names = tuple(key.rpartition("/")[2] for key in self.stated)
        ahead: list[Shown] = []
        for shown in self.pictures.ahead():
            said = unquote(" ".join(value for value in shown.node.attributes.values() if value)).lower()
            if any(name in said for name in names) and shown.picture in self.stated:
                ahead.append(shown)
        return ahead

    def _leads_elsewhere(self, shown: Shown) -> bool:
        """Whether an image links to another page of the site, as a teaser's does."""
        address, own = shown.link, self.document.url
        if address is None or own is None:
            return False
        return urls.same_site(address, own) and not pictures.is_picture(address) and not _OUTBOUND.search(address)

    def _is_in_card(self, shown: Shown) -> bool:
        """Whether a linked image stands with little but linked text, or in a row of images without any."""
        for above in shown.around[:6]:
            place = self.content.places.get(above.key)
            if place is not None:
                return place.characters < _CARD and (
                    place.linked + place.jumps >= 0.3 * place.characters or self._is_titled(shown, above)
                )
            if len(above.held) > _TEASERS:
                return True
        return False

    def _is_titled(self, shown: Shown, card: Around) -> bool:
        """Whether words in the same element link to where the image does."""
        return any(
            self.document.absolute(link.attributes.get("href")) == shown.link and len(dom.words_of(link)) > 2
            for link in dom.select(card.node, "a[href]")[:_LINKS]
        )

    def _stated_lead(self, images: list[Shown]) -> str | None:
        """The picture that the page states, where it shows one whose address is not in the page."""
        for shown in images:
            names = [shown.node.attributes.get("class") or "", *(above.names for above in shown.around[:3])]
            pictured = any(above.tag in ("figure", "picture") for above in shown.around[:3])
            if (
                shown.url is None
                and (pictured or any(_LEAD_CLASS.search(name) for name in names))
                and not any(_SITE_CLASS.search(name) for name in names)
            ):
                return self.document.absolute(self.document.meta.get("og:image"))
        return None

    def _leads(self, before: list[Shown]) -> list[Shown]:
        """The main picture among the images ahead of the text: the one that the page states, else the likeliest."""
        best, most = None, 0
        for shown in before:
            weight = self._lead_weight(shown)
            if weight > most:
                best, most = shown, weight
                if weight == _STATED_WEIGHT:
                    break
        return [best] if best is not None else []

    def _lead_weight(self, shown: Shown) -> int:
        """How much speaks for an image ahead of the text being the article's main picture; 0: it is none."""
        if self.ornaments.is_one(shown) or not self._may_be_ahead(shown):
            return 0
        if shown.picture in self.stated:
            return _STATED_WEIGHT
        width, height = shown.size
        if (width or 1000) < _LEAD_PIXELS or (height or 1000) < _LEAD_PIXELS // 2:
            return 0
        if shown.link is not None and any(above.tag == "a" for above in shown.around[:3]):
            return 0
        names = [shown.node.attributes.get("class") or "", *(above.names for above in shown.around[:4])]
        if shown.in_figure or any(_LEAD_CLASS.search(name) for name in names):
            return 3
        return 1 if shown.behind is None and (width or shown.alt) else 0

    def _may_be_ahead(self, shown: Shown) -> bool:
        """Whether nothing around an image ahead of the text shows it to be another's."""
        title = self.found.title_block
        for above in shown.around[:10]:
            known = above.reason
            if known is None or known[1] in self.content.absolved or known[0] in HEADS:
                continue
            place = self.content.places.get(above.key)
            around_title = place is not None and title is not None and title.place.is_inside(place)
            if not around_title and not (known[1] == "<aside>" and self._is_bare(shown, above, place)):
                return False
        return True

    def _is_bare(self, shown: Shown, above: Around, place: Place | None) -> bool:
        """Whether an element holds little but a picture: the one that the page states, or any without a link."""
        if shown.picture in self.stated and (place is None or place.characters < _LITTLE):
            return True
        return dom.select_first(above.node, "a[href], p") is None

    def _is_plain(self, shown: Shown) -> bool:
        """Whether an image is one of the text's own: in a figure, or stated by the page."""
        return shown.in_figure or shown.picture in self.stated

    def _add_said(self, kept: list[Shown]) -> None:
        """What structured data and the elements' own attributes say of pictures of which nothing is printed."""
        for shown in kept:
            said = self.said.get(shown.picture) if self.said else None
            if said is not None:
                self.captions.add_stated(shown.key, said)


def _scope(root: Place, found: Metadata) -> Place:
    """The smallest element that holds both the title and the text, and the article element around them."""
    place = root
    title = found.title_block
    while place.parent is not None and place.parent.tag != "body":
        if title is not None and title.place.is_inside(place) and place.tag not in ("div", "section", "header"):
            break
        if title is None and place.tag in ("article", "main"):
            break
        place = place.parent
    return place


def with_roles(images: list[Image], shown: Illustrations) -> list[Image]:
    """The pictures with the main one told apart, and put in front where no element has it."""
    if shown.stated_lead is not None:
        printed = shown.printed.get(STATED, Printed())
        lead = Image(url=shown.stated_lead, caption=printed.caption, credit=printed.credit, role="lead")
        return [lead, *images]
    for at, image in enumerate(images):
        if (at == 0 and shown.leads) or urls.picture_key(image.url) in shown.stated:
            return [*images[:at], structs.replace(image, role="lead"), *images[at + 1 :]]
    return images
