"""An article's pictures: which images belong to it, which is the main one, and what is printed about each.

Decided before the text is read: images that are no content, captions and credits are marked and passed over there,
and what was found of a picture stands in the record and in a figure of the clean HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct, field, structs

from pagearchive import dom, urls
from pagearchive.dom import Node
from pagearchive.model import Image
from pagearchive.parse import chrome, credits, pictures, structured
from pagearchive.parse.content import Content, Place
from pagearchive.parse.credits import Printed
from pagearchive.parse.document import Document
from pagearchive.parse.metadata import Metadata

_CREDITS = "[class*=credit i], [class*=attribution i], [class*=copyright i]"
_CAPTIONS = f"figcaption, [class*=caption i], [itemprop=caption], {_CREDITS}"
_CAPTION_CLASS = re.compile(r"caption", re.I)
_CREDIT_CLASS = re.compile(r"credit|attribution|copyright|photographer|agency|source", re.I)
_NO_CAPTION = re.compile(
    r"captioned|no-?caption|caption(?:ed)?-(?:image|container|img|wrap)|has-caption|recaptcha|caption-shortcode", re.I
)
_CHROME = re.compile(
    r"avatar|logo|icon|author|byline|profile|headshot|gravatar|badge|sponsor|advert|\bads?\b|banner-ad|promo|related|sprite|emoji|"
    r"rounded-full|img-circle|newsletter|subscribe|share|social|\bcta\b|recirc|teaser|thumbnail-list|tracking|pixel|qr-?code|signature",
    re.I,
)
_CHROME_FILE = re.compile(
    r"(?:^|[/_.-])(?:avatar|logo|icon|favicon|sprite|gravatar|headshot|badge|button|spacer|pixel|placeholder|google-play|app-?store|"
    r"appstore|play-store|licensebuttons|cc-by|by-nc|by-sa|88x31|advert|banner-ad|newsletter|subscribe|author|profile)(?:$|[/_.-])|"
    r"gravatar\.com|feedburner|doubleclick|amazon-adsystem|scorecardresearch|/pixel\?|\.svg(?:$|\?)",
    re.I,
)
_LEAD_CLASS = re.compile(
    r"hero|lead|feature|main|post-image|article-image|wp-post-image|header-image|top-image|cover|primary|banner", re.I
)
_HEADS = frozenset(("byline", "title", "promotion"))
"""What stands around a title may hold the main picture."""
_PICTURED = frozenset(("popup", "control"))
"""What stands around a picture that opens larger."""
_STATED = 0
"""Stands for the identity of a main picture that has no element."""
_TEASERS = 2
_MIN_PIXELS = 90
_PORTRAIT = 160
"""A square of so many pixels is somebody's portrait."""
_LEAD_PIXELS = 300


class Illustrations(Struct):
    """What the walk over the text needs to know of the pictures."""

    leads: list[Node] = field(default_factory=list)
    """Images before the text that belong to it."""
    printed: dict[int, Printed] = field(default_factory=dict)
    """By the image's identity."""
    stated: set[str] = field(default_factory=set)
    """Keys of the pictures that the head of the page states."""
    stated_lead: str | None = None
    """Address of the main picture where no element has it."""


def find_illustrations(document: Document, content: Content, parts: list[Place], found: Metadata) -> Illustrations:
    """Decide on every image around and in the article, mark those that are none of it, and read the captions."""
    finder = _Finder(document, content, parts, found)
    return finder.find()


class _Finder:
    def __init__(self, document: Document, content: Content, parts: list[Place], found: Metadata) -> None:
        self.document = document
        self.content = content
        self.parts = [dom.identity(part.node) for part in parts]
        self.root = parts[-1]
        self.found = found
        self.stated = self._stated_keys()
        self.result = Illustrations(stated=self.stated)
        self.taken: set[int] = set()

    def find(self) -> Illustrations:
        seen: dict[str, Node] = {}
        inside: list[Node] = []
        before: list[Node] = []
        reached = False
        scope = self._scope()
        for node in dom.select(scope.node, "img, amp-img"):
            where = self._place_of(node)
            reached = reached or where == "text"
            if where in ("inside", "text"):
                inside.append(node)
            elif where == "outside" and not reached:
                before.append(node)
        self.printing = dom.select_first(scope.node, _CAPTIONS) is not None
        leads = self._leads(before) or self._leads(self._ahead(scope))
        linked = {dom.identity(node) for node in inside if self._leads_elsewhere(node)}
        for node in [*leads, *inside]:
            url = pictures.real_source(self.document, node)
            teaser = len(linked) > _TEASERS and dom.identity(node) in linked
            if url is None or teaser or self._is_chrome(node, url):
                self.document.drop_node(node, "picture of the site")
                continue
            key = urls.picture_key(url)
            if key in seen:
                self._caption(node, seen[key])
                self.document.drop_node(node, "repeated picture")
                continue
            seen[key] = node
            if node in leads:
                self.result.leads.append(node)
            self._caption(node, node)
        if not leads and not (inside and seen):
            self.result.stated_lead = self._stated_lead([*before, *inside])
        self._loose_captions(scope)
        self._closing_credits(list(seen.values()))
        return self.result

    # ── which images ─────────────────────────────────────────────────────────────────────────────────────────────

    def _scope(self) -> Place:
        """The smallest element that holds both the title and the text, and the article element around them."""
        place = self.root
        title = self.found.title_block
        while place.parent is not None and place.parent.node.tag != "body":
            if (
                title is not None
                and title.place.is_inside(place)
                and place.node.tag not in ("div", "section", "header")
            ):
                break
            if title is None and place.node.tag in ("article", "main"):
                break
            place = place.parent
        return place

    def _place_of(self, node: Node) -> str:
        """Whether an image stands in the "text", "inside" a part before it, "outside", or in what was "dropped"."""
        dropped = self.document.dropped
        where = "outside"
        above: Node | None = node
        while above is not None and above.tag != "body":
            identity = dom.identity(above)
            if identity in dropped and dropped[identity] not in _HEADS:
                return "dropped"
            if identity in dropped:
                return "outside"
            if identity in self.parts:
                return "text" if identity == self.parts[-1] else "inside"
            above = above.parent
        return where

    def _stated_keys(self) -> set[str]:
        """Keys of the pictures that the page states as its own."""
        meta = self.document.meta
        stated = [meta.get(name) for name in ("og:image", "og:image:secure_url", "twitter:image", "twitter:image:src")]
        for image in self.document.structured.resolve(self.found.image)[:5]:
            url = [image.get("url"), image.get("contentUrl")] if isinstance(image, dict) else image
            stated.append(structured.text(url))
        return {urls.picture_key(url) for raw in stated if raw and (url := self.document.absolute(raw))}

    def _ahead(self, scope: Place) -> list[Node]:
        """Images ahead of the article's element that are the picture it states."""
        ahead: list[Node] = []
        top = dom.identity(scope.node)
        body = self.document.tree.body
        if not self.stated or body is None:
            return ahead
        for node in dom.select(body, "img"):
            if any(dom.identity(above) == top for above in dom.ancestors(node)):
                break
            url = pictures.real_source(self.document, node)
            if url is not None and urls.picture_key(url) in self.stated:
                ahead.append(node)
        return ahead

    def _leads_elsewhere(self, node: Node) -> bool:
        """Whether an image links to another page of the site, as a teaser's does."""
        for above in _levels(node, 6, self.parts):
            href = above.attrs.get("href") if above.tag == "a" else None
            address = self.document.absolute(href)
            if address is not None:
                own = self.document.url
                return own is not None and urls.same_site(address, own) and not pictures.is_picture(address)
        return False

    def _stated_lead(self, images: list[Node]) -> str | None:
        """The picture that the page states, where it shows one whose address is not in the page."""
        for node in images:
            empty = pictures.real_source(self.document, node) is None
            if (
                empty
                and any(
                    above.tag in ("figure", "picture") or _LEAD_CLASS.search(above.attrs.get("class") or "")
                    for above in (node, *_levels(node, 3))
                )
                and not any(_CHROME.search(above.attrs.get("class") or "") for above in (node, *_levels(node, 3)))
            ):
                return self.document.absolute(self.document.meta.get("og:image"))
        return None

    def _leads(self, before: list[Node]) -> list[Node]:
        """The main picture among the images ahead of the text: the one that the page states, else the likeliest."""
        likely = [(weight, -at, node) for at, node in enumerate(before) if (weight := self._lead_weight(node))]
        return [max(likely, key=lambda item: item[:2])[2]] if likely else []

    def _lead_weight(self, node: Node) -> int:
        """How much speaks for an image ahead of the text being the article's main picture; 0: it is none."""
        url = pictures.real_source(self.document, node)
        if url is None or self._is_chrome(node, url):
            return 0
        for above in _levels(node, 10):
            known = chrome.reason_of(above)
            if known is None or known[1] in self.content.absolved or known[0] in _HEADS:
                continue
            place = self.content.places.get(dom.identity(above))
            title = self.found.title_block
            around_title = place is not None and title is not None and title.place.is_inside(place)
            bare = known[1] == "<aside>" and dom.select_first(above, "a[href], p") is None
            if not around_title and not bare:
                return 0
        if urls.picture_key(url) in self.stated:
            return 4
        width, height = pictures.size_of(node)
        if (width or 1000) < _LEAD_PIXELS or (height or 1000) < _LEAD_PIXELS // 2:
            return 0
        if any(above.tag == "a" and above.attrs.get("href") for above in _levels(node, 3)):
            return 0
        if any(
            above.tag == "figure" or _LEAD_CLASS.search(above.attrs.get("class") or "")
            for above in (node, *_levels(node, 4))
        ):
            return 3
        return 1 if width or node.attrs.get("alt") else 0

    def _is_chrome(self, node: Node, url: str) -> bool:
        width, height = pictures.size_of(node)
        if width is not None and width == height and width <= _PORTRAIT:
            return True
        if (width is not None and width < _MIN_PIXELS) or (height is not None and height < _MIN_PIXELS // 2):
            return True
        for above in _levels(node, 12, self.parts):
            if dom.identity(above) in self.content.places:
                break
            known = chrome.reason_of(above)
            if known is not None and known[1] not in self.content.absolved and known[0] not in _HEADS | _PICTURED:
                return True
        named = _CHROME_FILE.search(url.partition("?")[0])
        if named is not None and not ("logo" in named[0] and any(above.tag == "figure" for above in _levels(node, 4))):
            return True
        return any(
            _CHROME.search(f"{above.attrs.get('class') or ''} {above.attrs.get('id') or ''}")
            for above in _levels(node, 3, self.parts)
        )

    # ── what is printed ──────────────────────────────────────────────────────────────────────────────────────────

    def _caption(self, node: Node, owner: Node) -> None:
        """Read what is printed about an image, and leave it to its owner (the first copy of the picture)."""
        texts: list[str] = []
        credit: list[str] = []
        for area in self._areas(node) if self.printing else ():
            for found in dom.select(area, _CREDITS if texts else _CAPTIONS):
                self._take(found, texts, credit)
            if credit:
                break
        if not texts and not credit:
            self._neighbour(node, texts, credit)
        if texts or credit:
            self._note(dom.identity(owner), texts, credit)

    def _note(self, owner: int, texts: list[str], credit: list[str]) -> None:
        caption, split = credits.split_caption(" ".join(texts)) if texts else (None, None)
        stated = credits.credit_of(" ".join(credit)) if credit else None
        known = self.result.printed.get(owner, Printed())
        self.result.printed[owner] = Printed(known.caption or caption, known.credit or stated or split)

    def _loose_captions(self, scope: Place) -> None:
        """Captions whose picture is not on the page, or stands apart: the first ahead of the text is the lead's."""
        lead = dom.identity(self.result.leads[0]) if self.result.leads else None
        for node in dom.select(scope.node, "figcaption, .wp-caption-text"):
            if dom.identity(node) in self.taken or self._place_of(node) == "dropped":
                continue
            figure = node.parent
            if figure is not None and dom.select_first(figure, "pre, table, blockquote") is not None:
                continue  # it says what a listing or a table shows
            texts: list[str] = []
            credit: list[str] = []
            outside = self._place_of(node) == "outside"
            self._take(node, texts, credit)
            if lead is not None and outside and lead not in self.result.printed:
                self._note(lead, texts, credit)
            elif self.result.stated_lead is not None and _STATED not in self.result.printed:
                self._note(_STATED, texts, credit)

    def _closing_credits(self, shown: list[Node]) -> None:
        """A line of credits at the end of the text: one for each picture in order, or one for the first."""
        dropped = self.document.dropped
        last = [block for block in self.content.blocks if block.place.is_inside(self.root)][-15:]
        for block in last:
            words = block.words
            if len(words) > 400 or block.place.children or not credits.is_closing_credit(words):
                continue
            if any(dom.identity(above) in dropped for above in (block.node, *_levels(block.node, 12))):
                continue
            uncredited = [node for node in shown if self._credit_known(node) is None]
            names = credits.names_of(words)
            plain = [node for node in shown if self._is_plain(node)]
            if len(names) != len(shown) and len(names) == len(plain):
                shown = plain
            if uncredited and len(names) == len(shown) > 1:
                for node, name in zip(shown, names, strict=True):
                    self._note(dom.identity(node), [], [name])
            elif uncredited and shown and uncredited[0] is shown[0]:
                self._note(dom.identity(shown[0]), [], [words])
            else:
                continue
            self._mark(block.node)

    def _is_plain(self, node: Node) -> bool:
        """Whether an image is one of the text's own: in a figure, or stated by the page."""
        url = pictures.real_source(self.document, node)
        in_figure = any(above.tag == "figure" for above in _levels(node, 3))
        return in_figure or (url is not None and urls.picture_key(url) in self.stated)

    def _credit_known(self, node: Node) -> str | None:
        known = self.result.printed.get(dom.identity(node))
        return known.credit if known is not None else None

    def _areas(self, node: Node) -> Iterator[Node]:
        """The elements around an image that hold no other picture, from the nearest; a figure is the last."""
        above = node.parent
        for _level in range(7):
            if above is None or dom.identity(above) in self.parts or above.tag in ("body", "article", "main"):
                return
            if above.tag != "figure" and self._others(above, node):
                return
            yield above
            if above.tag == "figure" and dom.select_first(above, "figcaption") is not None:
                return
            above = above.parent

    def _others(self, area: Node, node: Node) -> bool:
        """Whether an element holds another picture than this one."""
        images = dom.select(area, "img")[:100]
        if len(images) < 2:
            return False
        own = pictures.real_source(self.document, node)
        key = urls.picture_key(own) if own else None
        for image in images:
            url = pictures.real_source(self.document, image)
            if url is not None and urls.picture_key(url) != key and dom.identity(image) not in self.document.dropped:
                return True
        return False

    def _take(self, node: Node, texts: list[str], credit: list[str]) -> None:
        """The text of a caption element, its credits apart; each element once."""
        names = node.attrs.get("class") or ""
        if dom.identity(node) in self.taken or (node.tag != "figcaption" and _NO_CAPTION.search(names)):
            return
        if any(dom.identity(above) in self.taken for above in _levels(node, 6)):
            return
        words = dom.words_of(node)
        if not words or len(words) > 1500 or dom.select_first(node, "img") is not None:
            return
        self._mark(node)
        if _CREDIT_CLASS.search(names) and not _CAPTION_CLASS.search(names):
            _add(credit, words)
            return
        parts = [
            part
            for part in dom.select(
                node, "[class*=credit i], [class*=attribution i], [class*=copyright i], [class*=source i]"
            )
            if dom.identity(part) != dom.identity(node)
        ]
        owned = {dom.identity(part) for part in parts}
        outer = [part for part in parts if not any(dom.identity(above) in owned for above in _levels(part, 5))]
        for part in outer:
            _add(credit, dom.words_of(part))
        _add(texts, " ".join(_text_outside(node, owned)))

    def _mark(self, node: Node) -> None:
        self.taken.add(dom.identity(node))
        self.document.dropped.setdefault(dom.identity(node), "caption")

    def _neighbour(self, node: Node, texts: list[str], credit: list[str]) -> None:
        """A line right behind the image that begins as a credit does, or that is made as a caption."""
        outer = node
        for above in _levels(node, 4):
            if dom.identity(above) in self.parts or self._others(above, node) or len(dom.words_of(above)) > 5:
                break
            outer = above
        after = outer.next
        while after is not None and (after.tag or "-")[0] in "-!":
            after = after.next
        if after is None or after.tag in ("figure", "ul", "ol", "table", "h1", "h2", "h3"):
            return
        words = dom.words_of(after)
        names = after.attrs.get("class") or ""
        if not words or len(words) > 400 or dom.identity(after) in self.taken:
            return
        if after.tag == "figcaption" or (_CAPTION_CLASS.search(names) and not _NO_CAPTION.search(names)):
            self._take(after, texts, credit)
        elif credits.starts_as_credit(words) and len(words) < 160:
            self._mark(after)
            credit.append(words)


def with_roles(images: list[Image], shown: Illustrations) -> list[Image]:
    """The pictures with the main one told apart, and put in front where no element has it."""
    if shown.stated_lead is not None:
        printed = shown.printed.get(_STATED, Printed())
        lead = Image(url=shown.stated_lead, caption=printed.caption, credit=printed.credit, role="lead")
        return [lead, *images]
    for at, image in enumerate(images):
        if (at == 0 and shown.leads) or urls.picture_key(image.url) in shown.stated:
            return [*images[:at], structs.replace(image, role="lead"), *images[at + 1 :]]
    return images


def _levels(node: Node, count: int, ends: list[int] | None = None) -> Iterator[Node]:
    """The elements around a node, nearest first, at most `count`."""
    for at, above in enumerate(dom.ancestors(node)):
        if at >= count or above.tag in ("body", "html") or (ends and dom.identity(above) in ends):
            return
        yield above


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
