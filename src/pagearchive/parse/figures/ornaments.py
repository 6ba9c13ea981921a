"""Which pictures of a page are the site's and not the content's: logos, portraits of authors, icons, advertisements.

Each is known by what is true of the web at large: what files and classes are called, what is said to be shown, which
sizes portraits and badges have, where a picture's link leads, and what stands around it.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pagearchive import dom, urls
from pagearchive.parse.bodies import pictures
from pagearchive.parse.document import Document
from pagearchive.parse.figures.placing import HEADS, Around, Shown
from pagearchive.parse.layout.content import Content
from pagearchive.patterns import regex

_NAMES = tuple(
    "avatar logo icon author byline profile headshot badge sponsor advert promo related sprite emoji rounded-full img-circle "
    "newsletter subscribe share social recirc teaser thumbnail-list tracking pixel qrcode qr-code signature".split()
)
"""What classes and ids around ornaments hold, anywhere in them."""
_NAME_WORDS = regex(r"\b(?:ads?|cta|partners?|media-partner)\b")
_NO_ICON = "gallery-icon"
_OWN_NAMES = tuple("avatar logo icon headshot badge emoji author sponsor sprite qr-code qrcode ads".split())
_OWN_NAME_WORDS = regex(
    r"avatar|logo(?!n)|(?<![a-z])icon(?!ic)|headshot|(?<![a-z])badge|emoji|(?<![a-z])author(?!i[tz])|\bads?\b|sponsor|sprite|qr-?code"
)
"""The same of a picture's own, more closely: themes call pictures many things."""
_FILE_WORDS = frozenset(
    "avatar avatars favicon sprite sprites gravatar gravatars headshot headshots spacer placeholder appstore licensebuttons 88x31 "
    "emoji emojis qrcode beacon".split()
)
"""Words of a file's path, its parts cut at / . - and _, that no picture of the content has."""
_SMALL_WORDS = frozenset(
    "logo logos icon icons badge badges button buttons author authors profile profiles newsletter subscribe advert adverts "
    "advertisement promo promos sponsor sponsors tracking pixel banner-ad".split()
)
"""Words that photographs have too ("high-profile", "jenson-button"): they count for directories and for short names."""
_FILE_PHRASES = (
    *(
        "/cc-by",
        "by-nc",
        "by-sa",
        "banner-ad",
        "/ads/",
        "/ad/",
        "promo_",
        "/pixel?",
        "/pixel.",
    ),
    *(
        "gravatar.com",
        "feedburner",
        "doubleclick",
        "amazon-adsystem",
        "scorecardresearch",
        "licensebuttons",
    ),
)
_CUT = regex(r"[_.\-]+")
_STORE = regex(r"(?:app|play)[_-]?store|google[_-]?play")
_SHORT_NAME = 3
"""Words of a file's name up to which a word of the small ones tells what it shows."""
_LARGE = 400
_THEMES = regex(
    r"/(?:themes?|assets?|static|icons?|dist|_next|_nuxt|img|images?|uploads?|svg|ui|media|files?|cdn[^/]*)/|^[^/]*//[^/]*/[^/]*$"
)
_DESCRIBED = 4
"""Words of an alternative text from which it describes a drawing."""
_LOGO = regex(r"\blogo(?:type)?s?\b", re.I)
_SAID = regex(
    r"\b(?:avatar|headshot|gravatar)\b|\b(?:profile|author) (?:picture|photo|image|pic)\b|\bapp store\b|\bgoogle play\b|"
    r"^(?:photo|picture|image|portrait|headshot) of (?:the )?author\b|\bfollow (?:us )?on\b|^advertisement\b|\bqr.?code\b|"
    r"^(?:facebook|twitter|x|instagram|linkedin|youtube|pinterest|whatsapp|telegram|e?mail|rss|tiktok|threads|bluesky|print|share|search|"
    r"menu|arrow|play|close|download|link|home|phone|user)? ?(?:icon|badge|button)$|\bbanner ad$",
    re.I,
)
_CAMPAIGN = regex(
    r"[?&]utm_medium=[^&]*(?:paid|cpc|cpm|ppc|display|banner|(?<![a-z])ads?(?![a-z])|displayad|sponsor|affiliate_banner)|"
    r"doubleclick\.net|googleadservices|/aclk\?|adclick|[?&]gclid=|outbrain\.com|taboola\.com",
    re.I,
)
_MIN_PIXELS = 90
_PORTRAIT = 160
"""A square of so many pixels is somebody's portrait."""
_FLAT_WIDTH = 320
_FLAT = 2.2
"""A small picture so much wider than high, with a link to another site, is that site's logo."""
_INNOCENT = HEADS | {"popup", "control"}
"""What stands around a title, and around a picture that opens larger."""
_FORM = dom.number_of("form")
_LONGEST_ADDRESS = 1000
_LONGEST_NAMES = 1000
_LONGEST_ALT = 60
_LOGO_WORDS = 4
"""A longer text that speaks of a logo describes a scene with one in it."""
_FORM_PROSE = 500
"""Characters of prose from which an element with a form in it is more than what advertises the form."""


class Ornaments:
    """What is known of a page that tells its ornaments from its content."""

    def __init__(self, document: Document, content: Content, authors: list[str]) -> None:
        self.document = document
        self.content = content
        self.forms: dict[int, bool] = {}
        self.authors = frozenset(" ".join(name.lower().split()) for name in authors)

    def is_one(self, shown: Shown) -> bool:
        """Whether a picture is the site's."""
        url = shown.url
        if url is None or url.partition("#")[0] == self.document.url:
            return True
        return self._by_size(shown) or self._by_name(shown, url) or self._by_place(shown)

    def _by_size(self, shown: Shown) -> bool:
        width, height = shown.size
        if width is None and height is None:
            return False
        if (width is not None and width < _MIN_PIXELS) or (height is not None and height < _MIN_PIXELS // 2):
            return True
        if width is None or height is None:
            return False
        if width == height and width <= _PORTRAIT:
            return shown.link is None or not pictures.is_picture(shown.link)
        return width <= _FLAT_WIDTH and width >= _FLAT * height and self._leads_away(shown)

    def _by_name(self, shown: Shown, url: str) -> bool:
        if word_of_file(url) is not None:
            return True
        if shown.behind is None and _is_own_name(_names_of(shown)):
            return True
        for above in shown.around[:3]:
            if len(above.names) > 1 and _is_name(above.names):
                return True
        if shown.in_figure or (shown.size[0] or 0) >= _LARGE:
            return False
        if small_word_of_file(url) is not None or _is_drawn_for_the_theme(url, shown.alt):
            return True
        return self._is_said(shown.alt)

    def _is_said(self, alt: str) -> bool:
        """Whether an image's alternative text speaks of a logo, an icon, or is the author's name."""
        if not 2 < len(alt) <= _LONGEST_ALT:
            return False
        if _SAID.search(alt) or alt.lower() in self.authors:
            return True
        return len(alt.split()) <= _LOGO_WORDS and _LOGO.search(alt) is not None

    def _by_place(self, shown: Shown) -> bool:
        for above in shown.around:
            if above.key in self.content.places:
                break
            known = above.reason
            if known is not None and known[1] not in self.content.absolved and known[0] not in _INNOCENT:
                return True
        if shown.link is not None and _CAMPAIGN.search(shown.link):
            return True
        return self._advertises(shown)

    def _advertises(self, shown: Shown) -> bool:
        """Whether a picture stands beside a form, in something that holds little else."""
        for above in shown.around[:4]:
            place = self.content.places.get(above.key)
            if place is not None and place.prose > _FORM_PROSE:
                return False
            if self._holds_form(above):
                return True
        return False

    def _holds_form(self, above: Around) -> bool:
        known = self.forms.get(above.key)
        if known is None:
            child = above.node.first_child
            while child is not None and child.tag_id != _FORM:
                child = child.next
            known = self.forms[above.key] = child is not None
        return known

    def _leads_away(self, shown: Shown) -> bool:
        own = self.document.url
        return shown.link is not None and own is not None and not urls.same_site(shown.link, own)


def _is_drawn_for_the_theme(url: str, alt: str) -> bool:
    """Whether a drawing (SVG) without a word on what it shows lies where themes keep their own."""
    path = url.partition("?")[0].lower()
    return path.endswith(".svg") and len(alt.split()) < _DESCRIBED and _THEMES.search(path) is not None


def _names_of(shown: Shown) -> str:
    attrs = shown.attributes
    return f"{attrs.get('class') or ''} {attrs.get('id') or ''}"


@lru_cache(maxsize=4096)
def _is_name(names: str) -> bool:
    lowered = names[:_LONGEST_NAMES].lower().replace(_NO_ICON, "")
    return any(name in lowered for name in _NAMES) or _NAME_WORDS.search(lowered) is not None


@lru_cache(maxsize=4096)
def _is_own_name(names: str) -> bool:
    lowered = names[:_LONGEST_NAMES].lower()
    return any(name in lowered for name in _OWN_NAMES) and _OWN_NAME_WORDS.search(lowered) is not None


@lru_cache(maxsize=4096)
def word_of_file(url: str) -> str | None:
    """The word of a picture's address that no picture of the content has, or None."""
    lowered = url[:_LONGEST_ADDRESS].lower()
    path = lowered.partition("?")[0]
    for part in _CUT.split(path[path.find("/", 8) :].replace("/", ".")):
        if part in _FILE_WORDS:
            return part
    return next((phrase for phrase in _FILE_PHRASES if phrase in lowered), None)


@lru_cache(maxsize=4096)
def small_word_of_file(url: str) -> str | None:
    """The word of a picture's address that shows it to be no content unless the picture is large, or None."""
    path = url[:_LONGEST_ADDRESS].partition("?")[0].lower()
    *directories, name = path[path.find("/", 8) :].split("/")
    for step in directories:
        if step in _SMALL_WORDS:
            return step
    words = _CUT.split(name)[:-1]
    if len(words) > _SHORT_NAME:
        return None
    return next((word for word in words if word in _SMALL_WORDS), None) or ("store" if _STORE.search(name) else None)
