"""Captions and credits as pages print them: one line of text -> what is shown, and who made or owns the picture.

The words are tables in English, German, French and Spanish. A credit comes without its label ("Photo:", "Credit:",
"Bild:"), but "Courtesy of X", "via X" and "© X" stay as printed: they say how the picture was come by.
"""

from __future__ import annotations

import re
from typing import Any

from msgspec import Struct

from pagearchive.patterns import regex

_AGENCIES = (
    "Getty Images|Getty|AP Images|AP Photo|AP|Associated Press|Reuters|AFP|Agence France-Presse|Bloomberg|Shutterstock|iStock(?:photo)?|"
    "Alamy|Unsplash|Pexels|Pixabay|Adobe Stock|Adobe|Corbis|EPA|EPA-EFE|EFE|DPA|dpa|Picture Alliance|picture alliance|imago|IMAGO|APA|"
    "Keystone|ANP|Belga|PA|PA Wire|PA Images|Press Association|Xinhua|TASS|Sipa|Zuma|ZUMA|NurPhoto|UPI|Rex|REX|Wikimedia(?: Commons)?|"
    "Flickr|Creative Commons|CC BY[-A-Z0-9. ]*|NASA|ESA|NOAA|USGS|Depositphotos|Dreamstime|Freepik|Envato|Canva|Midjourney|DALL-E|ChatGPT|"
    "Redux|Magnum|Polaris|WireImage|FilmMagic|Everett|MEGA|Splash|Backgrid|Handout|Instagram|Twitter|YouTube|Facebook|Foundry|Stocksy"
)
_THING = (
    r"photo(?:s|graphs?|graphy)?|images?|pictures?|pics?|illustrations?|graphics?|art(?:work)?|video|screenshots?|screengrab|chart|map|"
    r"renderings?|fotos?|bild(?:er)?|grafik|abbildung|crédits?|photographies?|fotografías?|imágenes|imagen|ilustración|infografía|"
    r"featured? image|lead image|cover (?:photo|image)|hero image|header image|main image|top image"
)
_LABEL = (
    rf"(?:(?:{_THING})\s+(?:credits?|source|copyright|attribution)(?:\s+(?:by|to|goes to))?\s*[:/–—-]?"
    rf"|(?:photos?|fotos?|bild)/(?=\S)|(?:{_THING})\s*(?::|(?:taken\s+|provided\s+|captured\s+)?(?:by|von|par|por|de|via)\b\s*:?)"
    rf"|(?:{_THING})\s+(?=courtesy\b|via\b|©)"
    r"|(?:credits?|crédits?(?:\s+photo)?|créditos?|bildnachweis|bildquelle|fotocredit|bildrechte|photographers?|photographe|fotograf(?:in|ie|ía)?|fotógraf[oa]|quelle|source|fuente|fotos?)\s*[:/]"
    r"|(?:image|photo)\s+used\s+(?:under|with)\s+[\w\s]{0,30}?(?:from|by|of)\b|illustrated\s+by\b|photographed\s+by\b)"
)
_KEPT = r"(?:courtesy\s+(?:of\s+)?|via\s+|©\s*|\(c\)\s*|copyright\s+|mit freundlicher genehmigung\s+|cortesía(?:\s+de)?\s+|avec l['’]aimable\s+)"
_STARTS = regex(rf"^\W{{0,2}}{_LABEL}\s*(?P<name>\S.*)$", re.I | re.S)
_STARTS_KEPT = regex(rf"^\W{{0,1}}(?P<name>{_KEPT}\S.*)$", re.I | re.S)
_INSIDE = regex(rf"^(?P<caption>.*[^\s(\[])\s*[\s(\[|–—]\s*(?:{_LABEL})\s*(?P<name>[^\s].{{0,150}})$", re.I | re.S)
_INSIDE_KEPT = regex(
    rf"^(?P<caption>.*?[^\s(\[|–—-](?:(?<=[.!?”\"’])|(?=\s*[(\[|–—,])))\s*[(\[|–—,]?\s*(?P<name>(?:{_KEPT})[^.!?]{{2,110}})[.)\]]*$",
    re.I | re.S,
)
_COPYRIGHT = regex(r"^(?P<caption>.*?[^\s(\[|–—∙·•-])\s*[(\[|–—,∙·•-]?\s*(?P<name>©\s*[^.!?©]{2,110})[.)\]]*$", re.S)
_BRACKETED = regex(rf"^(?P<caption>.*?)\s*[(\[](?P<name>[^()\[\]]*\b(?:{_AGENCIES})\b[^()\[\]]*)[)\]]\.?$", re.S)
_UNLABELLED = regex(
    rf"^(?P<caption>.*[.!?”\"…])\s*(?P<name>[A-Z0-9@][^.!?]{{0,80}}?(?:(?:/|\bvia\b|\bfor\b|\bthrough\b|,|\||–|—|-)\s*)?(?:{_AGENCIES})\s*\.?)$",
    re.S,
)
_AGENCY_FIRST = regex(
    rf"^(?P<caption>.*[.!?”\"…])\s+(?P<name>(?:{_AGENCIES})\s?/\s?[A-Z][\w.’'-]+(?:\s[A-Z][\w.’'-]+){{0,3}})$", re.S
)
_BEHIND = [
    (regex(gate), pattern)
    for gate, pattern in (
        (r"[)\]]\.?$", _BRACKETED),
        (r"[:/©]|(?:by|von|par|por|de|via|courtesy)\b|credit|crédit|source|copyright|attribution|used", _INSIDE),
        (r"courtesy|via|©|\(c\)|copyright|mit f|cortesía|avec l", _INSIDE_KEPT),
        (r"©", _COPYRIGHT),
        (r"[.!?”\"…]", _UNLABELLED),
        (r"/", _AGENCY_FIRST),
    )
]
"""Where a credit stands behind a caption: each pattern with what a text in lower case must have for it to be tried."""
_CAPTION = regex(r"\w\s+[a-zß-ÿ]{2,}\s+\w.*[.!?”\"]$", re.S)
"""Says what is shown: words in small letters, and a stop."""
_SENTENCE_END = regex(r"[a-zß-ÿ]{3,}[.!?]\s+[A-Z©]")
_VIA = regex(r"^(?P<caption>.*?)\s*[–—|-]\s*(?P<name>via\s+\S.{0,60})$", re.I | re.S)
_NAMELIKE = r"(?:[A-Z0-9@©][\w.’'&+@©-]*(?:\s+(?:[A-Z0-9&][\w.’'&+-]*|de|la|le|van|von|der|of|the|and|x)){0,6})"
_BARE = regex(
    rf"^(?:{_NAMELIKE}\s*(?:/|\||\bvia\b|,|–|—|-|\bon\b|\bfor\b)\s*)*(?:{_AGENCIES})(?:\s*(?:/|\bvia\b|,)\s*[^.!?]{{0,50}})?\.?$"
)
_SLASHED = regex(r"^[A-Z@][\w.’'@ -]{1,40}\s?/\s?[A-Z@][\w.’'@& -]{1,40}(?:\s?/\s?[A-Z][\w.’'& -]{1,40})?$")
_SCREENSHOT = regex(
    r"^(?:screen\s?(?:shot|grab|capture)s?|bildschirmfoto|capture d['’]écran|captura de pantalla)\s+(?:from|of|by|via|aus|de)\b",
    re.I,
)
_MADE_BY_MACHINE = regex(
    r"^(?:(?:image|photo|picture|illustration|art(?:work)?)\s+)?(?:(?:was|is)\s+)?(?:(?:ai|ki|ia)[- ])?(?:generated|created|made|generiert|erstellt|générée?|generada|creada)"
    r"(?:\s+(?:image|photo|picture|illustration|art(?:work)?))?\s+(?:by|with|using|via|mit|avec|par|con|por)\s+\S.{0,60}$",
    re.I,
)
_STUDIO = regex(
    r"^\((?:[A-ZÀ-Þ‘'“\"][\w.’'”\"&-]*\s){1,5}(?:Photography|Photographie|Fotografie|Photos?|Fotos?|Images|Pictures|Studios?)\)$"
)
_VIDEO = regex(r"^\W{0,2}video\s*:", re.I)
_NAMES = regex(rf"^{_NAMELIKE}(?:\s*[/,&|]\s*{_NAMELIKE})*$")
_PLAYER = regex(r"^(?:(?:\d{1,2}:)?\d{1,2}:\d\d|now playing|[\s–—-])+(?=source\b|credit|courtesy)", re.I)
"""What a player shows before the source of its film."""
_HALF_LABEL = regex(r"(?<=[.!?”\"])\s*(?:crédits?|credits?|photos?|images?|fotos?)\s*$", re.I)
_ABBREVIATION = regex(r"\b(?:Inc|Co|Ltd|Corp|Jr|Sr|Bros|[A-Z])\.$")
_CONTROLS = regex(
    r"^(?:hide|toggle|show|view|read|open)\s+(?:caption|(?:image|photo)\s+credits?)\b|\b(?:hide|toggle|show)\s+caption\b|^(?:enlarge|expand|zoom)(?:\s+(?:this )?image)?\b|"
    r"\bopen (?:this )?(?:photo|image) in gallery:?|\bclick to enlarge\b|^\s*image caption,?\s*|^\s*image source,?\s*",
    re.I,
)
_LONGEST_CREDIT = 160
_LONGEST_STATED = 300
_LONGEST_CAPTION = 1500
"""Characters of a caption in which a credit is looked for; longer ones are texts."""


class Printed(Struct, frozen=True):
    """What is printed about a picture."""

    caption: str | None = None
    """Without the credit."""
    credit: str | None = None
    """Without its label."""


def split_caption(text: str) -> tuple[str | None, str | None]:
    """A caption's text -> caption without the credit, credit without its label; None for what is not there."""
    text = _plain(text).lstrip(".,;:|–—- ")
    if not text:
        return None, None
    if len(text) > _LONGEST_CAPTION:
        return text, None
    low = text.lower()
    via = _VIA.match(text) if "via" in low else None
    if via is not None and _is_name(via["name"]):
        return via["caption"] or None, _clean(via["name"][3:])
    if len(text) <= 90 and (_SCREENSHOT.match(text) or _MADE_BY_MACHINE.match(text)):
        return None, _clean(text)
    whole = _STARTS.match(text) or _STARTS_KEPT.match(text)
    if whole is not None and _is_name(whole["name"]):
        titled = _VIDEO.match(text) is not None and _NAMES.match(whole["name"]) is None
        return (text, None) if titled else (None, _clean(whole["name"]))
    if len(text) <= 90 and _STUDIO.match(text) is not None:
        return None, _clean(text)
    if len(text) <= 90 and (_BARE.match(text) or _SLASHED.match(text)) and not _SENTENCE_END.search(text):
        return None, _clean(text)
    for gate, pattern in _BEHIND:
        found = pattern.match(text) if gate.search(low) is not None else None
        if found is not None and _is_name(found["name"]):
            caption = _HALF_LABEL.sub("", found["caption"].rstrip(" (|[–—∙·•-")).strip()
            if len(caption) < 12 and caption.endswith(":"):
                continue  # "Above: Photo: A moth …"
            if pattern is _INSIDE and _goes_on(caption, found["name"]):
                continue  # "Keepers and credits: a history"
            return caption or None, _clean(found["name"])
    return text, None


def credit_of(text: str) -> str | None:
    """The credit in a text that is known to be one, without its label."""
    text = _PLAYER.sub("", _plain(text)[:_LONGEST_STATED])
    found = _STARTS.match(text)
    return _clean(found["name"] if found is not None else re.sub(r"^(?:by|von|par|por)\s+", "", text, flags=re.I))


def split_credit(text: str) -> tuple[str | None, str | None]:
    """What stands where a credit should -> the caption that it begins with, if any, and the credit."""
    caption, credit = split_caption(_plain(text).rstrip(" -–—"))
    if caption is None or credit is None or _CAPTION.search(caption) is None or starts_as_credit(caption):
        return None, credit_of(text)
    return caption, credit


def stated_of(image: dict[str, Any]) -> Printed | None:
    """What a schema.org ImageObject says of its picture: creditText, copyrightNotice, creator, copyrightHolder.

    Its `caption` is an alternative text on most pages, and counts only where it is a credit.
    """
    for name in ("creditText", "copyrightNotice"):
        said = image.get(name)
        if isinstance(said, str) and said.strip():
            return Printed(credit=credit_of(said[:_LONGEST_STATED]))
    for name in ("creator", "author", "copyrightHolder"):
        holder = image.get(name)
        holder = holder[0] if isinstance(holder, list) and holder else holder
        who = holder.get("name") if isinstance(holder, dict) and holder.get("@type") == "Person" else holder
        if isinstance(who, str) and 1 < len(who.strip()) <= _LONGEST_CREDIT and "://" not in who:
            return Printed(credit=credit_of(who))
    caption = image.get("caption")
    if isinstance(caption, str) and starts_as_credit(caption[:_LONGEST_STATED]):
        return Printed(credit=credit_of(caption[:_LONGEST_STATED]))
    return None


def starts_as_credit(text: str) -> bool:
    """Whether a line begins with a credit's label ("Photo by …", "© …")."""
    text = " ".join(text[:_LONGEST_CAPTION].split())
    if len(text) > 2 * _LONGEST_CREDIT:
        return False
    found = _STARTS.match(text) or _STARTS_KEPT.match(text)
    return found is not None and _is_name(found["name"])


_CLOSING = regex(
    rf"^\W{{0,3}}(?:(?:{_THING})\s*(?:credits?|source)?\s*[:/]|(?:{_THING})\s+(?:by|courtesy|via|von|par|de|por)\b|bildnachweis|bildquellen?\s*:|(?:image|photo)s?\s+used\s+(?:under|with)\b)",
    re.I,
)


def is_closing_credit(text: str) -> bool:
    """Whether a line below an article says whose its pictures are."""
    return _CLOSING.match(text) is not None and starts_as_credit(text)


def names_of(text: str) -> list[str]:
    """The names in a line of several credits ("Photo credits: A, B, C")."""
    text = " ".join(text[:_LONGEST_CAPTION].split())
    found = _STARTS.match(text)
    return [name for part in re.split(r"\s*[,;]\s*", found["name"] if found else text) if (name := part.strip(" ."))]


def _plain(text: str) -> str:
    """A caption without the words of its controls, white space folded."""
    text = (
        " ".join(text[: 4 * _LONGEST_CAPTION].split()) if len(text) > 4 * _LONGEST_CAPTION else " ".join(text.split())
    )
    return " ".join(_CONTROLS.sub(" ", text).split())


def _goes_on(caption: str, name: str) -> bool:
    """Whether what stands behind a label is the same sentence: no stop before it, no name behind it."""
    return name[0].islower() and not name.lower().startswith(("courtesy", "via ")) and caption[-1:].isalnum()


def _is_name(name: str) -> bool:
    """Whether what follows a label may be somebody's name rather than a description."""
    name = name.strip()
    return 1 < len(name) <= _LONGEST_CREDIT and len(name.split()) <= 18


def _clean(name: str) -> str | None:
    name = " ".join(name.split()).strip(" |:;,")
    if name.startswith(("(", "[")) and name.endswith((")", "]")):
        name = name[1:-1]
    if name.endswith((")", "]")) and not re.search(r"[(\[]", name):
        name = name[:-1]
    name = name.rstrip(" ,;|")
    if name.endswith(".") and not _ABBREVIATION.search(name):
        name = name[:-1]
    return name.strip() or None
