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
    r"^(?:this|the) (?:post|article|story|blog|guide|page|piece|review) (?:was|is) (?:originally )?(?:written|authored|contributed|reviewed|created) by\s+|"
    r"^\W*(?:authors?|autor(?:in|en|a|es)?|auteurs?|writer|byline|words|text|texte|written by|contributors?)\s*:\s*",
    re.I,
)
_CUT = re.compile(
    r"[.,;]?\s*(?:\||•|·|‧|⋅|／|—|–(?=\s)|\s-\s|/\s"
    r"|(?i:\b(?:(?:medically |expert |clinically )?reviewed|edited|fact[- ]?checked|updated|photographs?|photos?|"
    r"illustrat(?:ed|ions?)|produced|translated)\s+by\b)"
    r"|(?i:\bon\s+(?=\w+day|\w{3,9}\s+\d|\d))"
    r"|(?i:\b(?:published|updated|posted|last updated|created|modified|special to|filed under|minute read|min read|opens? in|"
    r"reading time|veröffentlicht|aktualisiert|publié|mis à jour|publicado|actualizado)\b)"
    r"|\b(?:am\s+\d|le\s+\d|el\s+\d|in\s+(?:[A-Z]|the\s)|for\s+(?:[A-Z]|the\s))"
    r"|\d{1,2}[./:]\d|\b(?:19|20)\d\d\b|\b(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sep|Sept|Oct|Nov|Dec)[a-z]*\.?,?\s+\d"
    r"|\b\d{1,2}\s+(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sep|Sept|Oct|Nov|Dec)|\d+\s+(?i:min|hours?|days?|weeks?|months?|years?)\b)"
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
    r"https?:|www\.|\S@\S|^\W*$|^[\d\W]+$|^(?:admin(?:istrator)?|staff|guest|user|author|unknown|anonymous|none|null|undefined|n/?a|webmaster|editor|"
    r"name|by|root|test|default|website|web|super ?user|wpadmin|siteadmin|content team|view all posts.*|read more.*|follow.*|"
    r"share.*|about.*|more.*|all articles.*|see .*|comments?|updated.*|published.*|subscribe.*|sponsored.*|advertis.*)$",
    re.I,
)
_SUFFIX = re.compile(
    r"\s*(?:\((?:[^)]*)\)|\[[^\]]*\]|\b(?:twitter|facebook|linkedin|instagram|email|follow|bio|x\.com)\b.*)\s*$", re.I
)
_PIECES = re.compile(r"\s*(?:\||•|·|‧|⋅|∙|—|–|\s-\s|/\s|\n)\s*")
_INNER = re.compile(r"^(?:.{0,60}?\d{4}|.{0,40}\d{1,2}/\d{1,2}/\d{2,4}).{0,20}?\s(?=by\s)", re.I)
_ORGANISATION = re.compile(
    r"\b(?:inc|llc|ltd|gmbh|news|press|times|post|magazine|media|team|staff|desk|agency|institute|university|college|center|centre|"
    r"foundation|association|society|council|group|network|company|corp|bank|department|ministry|office|editors|editorial|"
    r"redaktion|rédaction|redacción|newsdesk|reuters|afp|agencies|bureau|studio|blog|online|daily|journal|report|today|hospital|clinic|"
    r"board|committee|solutions|services|marketing|insurance|law firm|store|shop|club|community|guide|hub|labs?)\b|\.(?:com|org|net)$",
    re.I,
)
_COMMON = frozenset(
    "more learn skip show hide read see view top best guide guides insights why how what when where who the your our this these that article "
    "articles post posts program programs submit book menu sidebar comment comments checked check health computing cloud level-up weblog blog tale "
    "home care routine transform needs body main content share save print subscribe newsletter sign log login search about contact privacy "
    "policy terms all new news latest popular trending related follow us me my get start started free try buy shop sale deals review reviews "
    "tips tricks ideas facts video videos photo photos image images credit courtesy update updates updated published date time minute minutes min "
    "is are was were to for of in on at with without from and or but not no yes you we they it its credit: authors author conceptual industry "
    "science technology business finance marketing education travel food sports lifestyle entertainment politics culture opinion design "
    "development engineering software security data machine learning artificial intelligence climate change gardening recipes cooking "
    "fitness nutrition wellness beauty fashion parenting family pets garden tutorial tutorials resources products services solutions "
    "pricing features customers company careers press media events community support help center documentation docs download "
    "january february march april may june july august september october november december monday tuesday wednesday thursday friday saturday "
    "sunday today yesterday share: tags: tags topics categories category editorial jump skip next previous back close open".split()
)
"""Words that no person is called: what stands around a title on pages."""
_NAMES_TOO = frozenset(
    (
        "may",
        "april",
        "june",
        "august",
        "my",
        "all",
        "sunday",
        "home",
        "post",
        "book",
        "shop",
        "check",
        "security",
        "y",
        "is",
    )
)
_DATE = re.compile(
    r"\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec|mär|mai|okt|dez|janv|févr|avr|juin|juil|août|déc|ene|abr|ago|dic)[a-z]*\.?,?\s+\d|"
    r"\d{1,2}[./-]\d{1,2}[./-]\d|\b(?:19|20)\d\d\b|\d\s*(?:comments?|min|views|shares|likes)|^\d",
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


def names_in_nodes(texts: list[str]) -> tuple[bool, list[str]]:
    """Whether the runs of text of one line say "by", and the people named by runs of their own, in order.

    "By", "A. Smith", "and", "B. Jones", "Science Editor" are two people.
    """
    said = False
    found: list[str] = []
    for raw in texts:
        text = " ".join(raw.split())
        if _PREFIX_ONLY.match(text):
            said = True
        elif not _JOINER.match(text):
            says = is_byline(text)
            names = names_in(text)
            if not names or not all(is_person(name) for name in names):
                if found:
                    break
                continue
            said = said or says
            found += [name for name in names if name not in found]
    return said, found


_PREFIX_ONLY = re.compile(
    r"^(?:(?:written|posted|published|story|words|article|text)\s+)?(?:by|von|par|por)\s*:?$|^(?:authors?|autor(?:in|en)?|auteurs?)\s*:?$",
    re.I,
)
_JOINER = re.compile(r"^(?:and|und|et|y|&|,|;|with|\W*)$", re.I)


def pieces_of(text: str) -> list[str]:
    """The parts of a line that gives an author, a date and more, apart by bars, dots or dashes."""
    text = _INNER.sub("", " ".join(text.split()))
    return [piece for piece in _PIECES.split(text) if piece.strip()]


def is_byline(text: str) -> bool:
    """Whether a line begins as a byline does ("By …", "Von …")."""
    return _PREFIX.match(text) is not None


def is_organisation(name: str) -> bool:
    """Whether a name reads like a company's or a desk's rather than a person's."""
    return _ORGANISATION.search(name) is not None


def is_person(name: str) -> bool:
    """Whether a name reads like a person's: two to five capitalised words."""
    words = name.replace(".", ". ").split()
    if not 2 <= len(words) <= 6 or len(name) > _LONGEST or is_organisation(name) or _DATE.search(name):
        return False
    if any(word.lower() in _COMMON and word.lower() not in _NAMES_TOO for word in words):
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
    if (
        certain
        and first
        and not _NO_NAME.search(first)
        and not _DATE.search(first)
        and _may_be_called(first)
        and len(first) <= _LONGEST
        and len(first.split()) <= 6
    ):
        return [first] if not _is_office(first) or is_organisation(first) else []
    return []


def _may_be_called(name: str) -> bool:
    """Whether somebody or some organisation may be called so: a single word, or no words of a page's furniture."""
    words = name.lower().split()
    return is_organisation(name) or not any(
        word in _COMMON and word not in ("the", "of", "and", "for", "in") for word in words
    )


def _clean(piece: str) -> str:
    piece = _SUFFIX.sub("", piece).strip(" \t,.;:|-–—•·*/")
    if piece.isupper() and len(piece) > 4:
        piece = " ".join(word.capitalize() if len(word) > 2 else word for word in piece.split())
    return "" if _NO_NAME.search(piece) else piece


def _is_office(piece: str) -> bool:
    """Whether a piece is an office or a desk, not somebody's name."""
    return _ROLE.search(piece) is not None
