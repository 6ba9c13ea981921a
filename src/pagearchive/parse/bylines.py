"""Bylines -> authors: "By A. Smith and B. Jones, Science Editor" names two people and an office.

The words are tables in English, German, French and Spanish.
"""

from __future__ import annotations

import re

_PREFIX = re.compile(
    r"^\W*(?:(?:story|words?|text|article|posted|written|published|reported|reporting|created|contributed|authored|review(?:ed)?|"
    r"medically reviewed|fact[- ]checked|analysis|opinion|guest post|interview|photos?|edited|updated|compiled|"
    r"texte?|bericht|redaktion|propos recueillis|publié|publicado|escrito|geschrieben)\s+(?:and\s+\w+\s+)?)?"
    r"(?:by|von|par|por|de la rédaction de)\b\s*:?\s*|"
    r"^\W*(?:authors?|autor(?:in|en|a|es)?|auteurs?|writer|byline|words|text|texte|written by|contributors?)\s*:\s*",
    re.I,
)
_CUT = re.compile(
    r"\s*(?:\||•|·|‧|／|—|–(?=\s)|\s-\s|/\s|\bon\s+(?=\w+day|\w{3,9}\s+\d|\d)|\b(?:published|updated|posted|last updated|am\s+\d|le\s+\d|el\s+\d|"
    r"in\s+(?:[A-Z]|the\s)|for\s+(?:[A-Z]|the\s)|special to|filed under|minute read|min read|opens? in|reading time|"
    r"veröffentlicht|aktualisiert|publié|mis à jour|publicado|actualizado)\b|\d{1,2}[./:]\d|\b(?:19|20)\d\d\b|"
    r"\b(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sep|Sept|Oct|Nov|Dec)[a-z]*\.?\s+\d|\d+\s+(?:min|hours?|days?|weeks?|months?|years?)\b)",
)
_ROLE_WORDS = (
    "editor reporter writer journalist correspondent columnist contributor contributing staff senior junior associate assistant "
    "managing chief deputy executive director manager president ceo cto cfo coo founder co-founder cofounder head lead producer "
    "anchor analyst strategist specialist expert consultant attorney lawyer professor lecturer fellow researcher scientist "
    "engineer developer author blogger freelance freelancer intern photographer photojournalist critic host editorial desk bureau "
    "redakteur redakteurin redaktion reporterin autor autorin korrespondent korrespondentin volontär "
    "journaliste rédacteur rédactrice correspondant correspondante redactor redactora periodista corresponsal editora team "
    "digital news business sports politics science health technology marketing content officer partner vp"
).split()
_ROLE = re.compile(r"(?:^|\s|,)(?:" + "|".join(_ROLE_WORDS) + r")(?=$|\s|,)", re.I)
_DEGREES = re.compile(
    r"(?:,\s*|\s+)(?:ph\.?\s?d\.?|m\.?d\.?|m\.?b\.?a\.?|r\.?n\.?|r\.?d\.?n?|ldn|jd|esq\.?|cfp|cfa|cpa|cepf|dds|dmd|dvm|do|pt|dpt|ms|ma|msc|bsc|mph|"
    r"lmft|lcsw|lpc|psyd|np|pa-c|facc|faap|ldn|cscs|cpt|rph|pharmd|edd|csm|pmp|jr|sr|ii|iii)(?=$|[\s,.;®])[.®]*",
    re.I,
)
_SPLIT = re.compile(
    r"\s*(?:;|\s&\s|&amp;|\s\+\s|\s(?:and|und|et|y|with|mit|avec|con)\s|,\s*(?:and|und|et|y)\s)\s*", re.I
)
_COMMA = re.compile(r"\s*,\s*")
_PARTICLES = frozenset(
    "de del della di da dos das do van von der den ter ten la le du des bin ibn al el e y zu zur af av".split()
)
_NO_NAME = re.compile(
    r"https?:|www\.|\S@\S|^\W*$|^(?:admin(?:istrator)?|staff|guest|user|author|unknown|anonymous|none|null|undefined|n/?a|webmaster|editor|"
    r"name|by|root|test|default|website|web|super ?user|wpadmin|siteadmin|content team|view all posts.*|read more.*|follow.*|"
    r"share.*|about.*|more.*|all articles.*|see .*|comments?|updated.*|published.*|subscribe.*|sponsored.*|advertis.*)$",
    re.I,
)
_SUFFIX = re.compile(
    r"\s*(?:\((?:[^)]*)\)|\[[^\]]*\]|\b(?:twitter|facebook|linkedin|instagram|email|follow|bio|x\.com)\b.*)\s*$", re.I
)
_ORGANISATION = re.compile(
    r"\b(?:inc|llc|ltd|gmbh|news|press|times|post|magazine|media|team|staff|desk|agency|institute|university|college|center|centre|"
    r"foundation|association|society|council|group|network|company|corp|bank|department|ministry|office|editors?|editorial|"
    r"redaktion|rédaction|redacción|reuters|afp|agencies|bureau|studio|blog|online|daily|journal|report|today|hospital|clinic|"
    r"board|committee|solutions|services|marketing|insurance|law firm|store|shop|club|community|guide|hub|labs?)\b|\.(?:com|org|net)$",
    re.I,
)
MAX_NAMES = 25
_LONGEST = 60


def names_in(text: str, *, explicit: bool = False) -> list[str]:
    """The people (or, with `explicit`, whoever) that a byline names, in order, without offices and degrees.

    `explicit`: the text is known to hold nothing but authors; otherwise it must read like a byline or a name.
    """
    text = " ".join(text.split())
    prefix = _PREFIX.match(text)
    if prefix is not None:
        text = text[prefix.end() :]
    cut = _CUT.search(text)
    if cut is not None and cut.start() > 0:
        text = text[: cut.start()]
    elif cut is not None and not explicit:
        return []
    found: list[str] = []
    for part in _SPLIT.split(_DEGREES.sub("", text)):
        for name in _people(part, certain=explicit or prefix is not None):
            if name.lower() not in (known.lower() for known in found):
                found.append(name)
    return found[:MAX_NAMES]


def is_byline(text: str) -> bool:
    """Whether a line begins as a byline does ("By …", "Von …")."""
    return _PREFIX.match(text) is not None


def is_organisation(name: str) -> bool:
    """Whether a name reads like a company's or a desk's rather than a person's."""
    return _ORGANISATION.search(name) is not None


def is_person(name: str) -> bool:
    """Whether a name reads like a person's: two to five capitalised words."""
    words = name.replace(".", ". ").split()
    if not 2 <= len(words) <= 6 or len(name) > _LONGEST or is_organisation(name):
        return False
    return all(word[0].isupper() or word.lower() in _PARTICLES or word[0] in "'’“\"" for word in words) and not any(
        c.isdigit() for c in name
    )


def _people(part: str, *, certain: bool) -> list[str]:
    """The names in what stands between two joints; a comma splits names but also adds an office or a place."""
    pieces = [_clean(piece) for piece in _COMMA.split(part)]
    people = [piece for piece in pieces if piece and is_person(piece) and not _is_office(piece)]
    if people:
        return people
    first = pieces[0] if pieces else ""
    if certain and first and not _NO_NAME.search(first) and len(first) <= _LONGEST and len(first.split()) <= 6:
        return [first] if not _is_office(first) or is_organisation(first) else []
    return []


def _clean(piece: str) -> str:
    piece = _SUFFIX.sub("", piece).strip(" \t,.;:|-–—•·*/")
    if piece.isupper() and len(piece) > 4:
        piece = " ".join(word.capitalize() if len(word) > 2 else word for word in piece.split())
    return "" if _NO_NAME.search(piece) else piece


def _is_office(piece: str) -> bool:
    """Whether a piece is an office or a desk, not somebody's name."""
    return _ROLE.search(piece) is not None
