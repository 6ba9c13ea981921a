"""Bylines -> the people they name: "By A. Smith and B. Jones, Science Editor" names two people and an office.

The words are tables in the languages that pages here are written in; a name itself may be in any script. Every text
is cut to MAX_BYLINE characters before a pattern sees it, so nothing here takes long on a hostile page.
"""

from __future__ import annotations

import html
import re
from functools import lru_cache

from pagearchive.patterns import regex

MAX_BYLINE = 300
MAX_NAMES = 25
_MAX_RUNS = 12
_LONGEST = 60

_BY = r"(?:by|von|par|por|de la rédaction de|przez|автор)"
_DONE = (
    r"posted|written|published|reported|reporting|created|contributed|authored|compiled|submitted|recommended|publiée?|publicad[oa]|escrit[oa]|"
    r"geschrieben|veröffentlicht|écrit|rédigé|propos recueillis|verfasst|scritto|pubblicato|a cura|geschreven|gepubliceerd|geplaatst|"
    r"napisan[aey]|opublikowan[aey]|dodan[aey]|skrevet|skriven|skrivet|publisert|publicerad|publiceret"
)
"""Participles that stand before "by"."""
_WORK = (
    r"story|words?|text|article|analysis|opinion|guest post|essay|column|commentary|interview|texte?|bericht|gastbeitrag|gastkommentar|"
    r"beitrag|kommentar|analyse|reportage|kolumne|glosse|porträt"
)
"""What somebody is the author of."""
_PREFIX = regex(
    rf"\W{{0,8}}(?:(?:an?\s+|eine?\s+|une?\s+)?(?:{_DONE}|{_WORK})(?:\s+(?:and|&)\s+\w{{1,20}}|\s+(?:on|in|am|le|el|em|il|op|den):?\s+[\w ,./]{{4,22}}?)?"
    rf"\s+(?:{_BY}|da|di|door|av|af))(?=[\s:]|$)\s*:?\s*|\W{{0,8}}{_BY}(?=[\s:]|$)\s*:?\s*"
    r"|(?:(?:this|the) )?(?:post|article|story|blog|blog post|guide|page|piece|review)(?: was| is)?(?: originally)? "
    r"(?:written|authored|contributed|created) by(?:\s*:\s*|\s+)"
    r"|\W{0,8}(?:authors?|author\(s\)|autor(?:[*:_/]?in(?:nen)?|en|a|as|es|zy)?|auteurs?|autore|autori|autrice|writers?|byline|words|texte?|tekst|"
    r"interview|written by|contributors?|forfatter|författare|skribent|yazar|автор(?:ы)?|текст|作者|撰文|文|記者|记者|著者|執筆|글)\s*[:：／]\s*"
    r"|\W{0,8}(?=Di\s|Door\s|Av\s|Af\s|Da\s)\w+\s+(?=(?-i:[A-ZÀ-Þ])\S+\s+(?:\w+\s+){0,2}(?-i:[A-ZÀ-Þ])\S+(?:\s*$|\s+(?:e|en|og|och)\s+(?-i:[A-ZÀ-Þ])|\s+(?:op|il|den)\s+\d))",
    re.I,
)
_LABEL_ONLY = regex(
    r"\W{0,4}(?:(?:(?:this|the|article|post|story|page|content|guide)\s+){0,2}(?:(?:is|was)\s+)?"
    rf"(?:(?:{_DONE}|{_WORK}|words|content)\s+)?"
    r"(?:by|von|par|por)|about the authors?|about the writer|(?:authors?|author\(s\)|contributors?|writers?|autor(?:[*:_/]?in|en|es|a)?|auteurs?|"
    r"autore|автор|作者))\W{0,3}",
    re.I,
)
_CUT = regex(
    r"[.,;]?\s{0,9}(?:\||•|·|‧|⋅|／|—|–(?=\s)|\s-\s|/\s"
    r"|(?i:\b(?:(?:medically |expert |clinically )?reviewed|edited|fact[- ]?checked|updated|photographs?|photos?|"
    r"illustrat(?:ed|ions?)|produced|translated)\s+by\b)"
    r"|(?i:\bfact[- ]?checked\b)"
    r"|(?i:\b(?:leave a|add a|no|\d{1,4})\s+(?:comments?|reply|replies)\b)"
    r"|(?i:\b(?:on|at)\s+(?=\w{1,9}day|\w{3,9}\s+\d|\d)|\bon behalf of\b)"
    r"|(?i:\b(?:published|updated|posted|last updated|created|modified|special to|filed under|minute read|min read|opens? in|"
    r"reading time|veröffentlicht|aktualisiert|publié|mis à jour|publicado|actualizado|read more)\b)"
    r"|\b(?:(?:am|le|el|op|il|em|den)\s+\d|in\s+(?:[A-Z]|the\s)|for\s+(?:[A-Z]|the\s))"
    r"|\d{1,2}[./:]\d|\b(?:19|20)\d\d\b|\b(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sep|Sept|Oct|Nov|Dec)[a-z]{0,6}\.?,?\s+\d"
    r"|\b\d{1,2}\.?\s+(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sep|Sept|Oct|Nov|Dec)|\d+\s+(?i:min|hours?|days?|weeks?|months?|years?)\b)"
)
_CUT_SIGNS = regex(r"[\d|•·‧⋅／—–/-]")
_CUT_WORDS = frozenset(
    "by on at in for published updated posted last created modified special filed minute min opens reading read veröffentlicht "
    "aktualisiert publié mis publicado actualizado am le el op il em den leave add no fact fact-checked".split()
)
_ROLE_WORDS = (
    "editor editors reporter writer journalist correspondent columnist contributor contributing staff senior junior associate assistant "
    "managing chief deputy executive director manager president ceo cto cfo coo founder co-founder cofounder head lead producer "
    "anchor analyst strategist specialist expert consultant attorney lawyer professor lecturer fellow researcher scientist "
    "engineer developer author blogger freelance freelancer intern photographer photojournalist critic host editorial desk bureau "
    "redakteur redakteurin redaktion reporterin autor autorin korrespondent korrespondentin volontär "
    "journaliste rédacteur rédactrice correspondant correspondante redactor redactora periodista corresponsal editora team "
    "digital news business sports politics science health technology marketing content officer partner vp dietitian"
).split()
_ROLES = frozenset(_ROLE_WORDS)
_OFFICES = frozenset(
    "editor reporter writer journalist correspondent columnist contributor redakteur redakteurin".split()
)
"""Roles that are nobody's family name."""
_DEGREES = regex(
    r"(?:,\s{0,3}|\s{1,3})(?:ph\.?\s?d\.?|m\.?d\.?|m\.?b\.?a\.?|r\.?n\.?|r\.?d\.?n?|ldn|jd|esq\.?|cfp|cfa|cpa|cepf|dds|dmd|dvm|vmd|do|pt|dpt|ms|ma|msc|bsc|mph|"
    r"lmft|lcsw|lpc|psyd|np|pa-c|facc|faap|ldn|cscs|cpt|rph|pharmd|edd|csm|pmp|jr|sr|ii|iii)(?=$|[\s,.;®])[.®]*",
    re.I,
)
_TITLED = regex(
    r",\s?(?:Ph\.?\s?D|M\.?D|MBA|RN|RDN?|JD|Esq|CFP|CFA|CPA|DDS|DMD|DVM|VMD|DPT|MPH|LMFT|LCSW|PsyD|PharmD|EdD)\b"
)
"""Degrees that are the abbreviation of no state or country."""
_SPLIT = regex(
    r"\s{0,3}(?:;|\s&\s|&amp;|\s\+\s|\s(?i:and|und|et|with|mit|avec|con|и)\s|,\s{0,3}(?i:and|und|et|y|e|en|i|og|och)\s|、"
    # words that names hold too, "Ortega y Gasset": a name of its own stands behind them
    r"|\s(?i:y|e|en|i|og|och|oraz|ve)\s(?=[^\W\d_a-zß-öø-ÿ][\w.'’-]*\s+(?:\w{1,3}\s+)?[^\W\d_a-zß-öø-ÿ]))\s{0,3}"
)
_PARTICLES = frozenset(
    "de del della di da dos das do van von der den ter ten la le du des bin ibn al el e y zu zur af av".split()
)
_NO_NAME = regex(
    r"https?:|www\.|\S@\S|^\W*$|^[\d\W]+$|^(?:admin(?:istrator)?|staff|guest|user|author|unknown|anonymous|none|null|undefined|n/?a|webmaster|editor|"
    r"name|by|root|test|full|short|default|website|web|super ?user|wpadmin|siteadmin|content team|view all posts.*|read more.*|follow.*|"
    r"share.*|about.*|more.*|all articles.*|see .*|comments?|updated.*|published.*|subscribe.*|sponsored.*|advertis.*)$"
    r"|^(?:page|site|post|article|author)\.\w|[{}<>]",
    re.I,
)
_SUFFIX = regex(
    r"\s*(?:\([^()]*\)|\[[^\[\]]*\]|\b(?:twitter|facebook|linkedin|instagram|email|follow|bio|x\.com)\b.*)\s*$", re.I
)
_MAY_END = regex(r"[()\[\]\d]|twitter|facebook|linkedin|instagram|email|follow|bio|x\.com")
"""What one of these two begins with, in lower case."""
_ADDRESS = regex(r"\S+@\S+ \(([^()]+)\)")
"""How feeds name an author: an address, and the name in brackets."""
_COUNT = regex(r"\s\d{1,3}\s*$")
_PIECES = regex(r"\||•|·|‧|⋅|∙|—|–|\s-\s|/\s|\n")
_PIECE_SIGNS = regex(r"[|•·‧⋅∙—–/-]")
_DATED_BEFORE = regex(r"(?:\d{4}|\d{1,2}/\d{1,2}/\d{2,4}|\bago).{0,20}?\s(?=[Bb]y\s\S)")
_LONGEST_BEFORE = 60
"""Characters before a date that goes before a byline."""
_ORGANISATIONS = frozenset(
    (
        "inc llc ltd gmbh news press times post magazine media team staff desk agency institute university college "
        "center centre foundation association society council group network company corp bank department ministry "
        "office editors editorial redaktion rédaction redacción newsdesk reuters afp agencies bureau studio blog online "
        "daily journal report today hospital clinic board committee solutions services marketing insurance store shop "
        "club community guide hub lab labs contributor dentistry official makers forum corporation software "
        "technologies systems admin administrator "
    ).split()
)
_DOMAINS = (".com", ".org", ".net", ".io", ".co")
_WORDS = regex(r"[^\W\d_]+")
_LETTERS = regex(r"[^\W\d_]+")
_SCOTS = regex(r"^MC([A-Z]{3})")
_NOT_IN_NAMES = regex(r"[\d?]")
_COMMON = frozenset(
    "more learn skip show hide read see view top best guide guides insights why how what when where who the your our "
    "this these that article articles post posts program programs submit book menu sidebar comment comments checked "
    "check health computing cloud weblog blog tale home care routine body main content share save print subscribe "
    "newsletter sign log login search about contact privacy policy terms all new news latest popular trending related "
    "follow us me my get start started free try buy shop sale deals review reviews tips tricks ideas facts video "
    "videos photo photos image images credit courtesy update updates updated published date time minute minutes min "
    "is are was were to for of in on at with without from and or but not no yes you we they it its credit: authors "
    "author industry science technology business finance marketing education travel food sports lifestyle "
    "entertainment politics culture opinion design development engineering software security data machine learning "
    "artificial intelligence climate change gardening recipes cooking fitness nutrition wellness beauty fashion "
    "parenting family pets garden tutorial tutorials resources products services solutions pricing features customers "
    "company careers press media events community support help center documentation docs download january february "
    "march april may june july august september october november december monday tuesday wednesday thursday friday "
    "saturday sunday today yesterday share: tags: tags topics categories category editorial jump next previous back "
    "close open join key statistics lecture notes reference api index prerequisites story stories query takeaways "
    "takeaway overview introduction summary conclusion contents table decor equipment smart things united states "
    "joined website call verified expert collection template examples example interview banking investment social "
    "commerce account brand performance".split()
)
"""Words that no person is called: what stands around a title on pages."""
_NAMES_TOO = frozenset("may april june august all sunday home post book shop check security y is smart brand".split())
_FURNITURE = _COMMON - _NAMES_TOO
_PROSE = frozenset(
    "the a an our your their this that these using following leveraging by it is are was its and".split()
)
"""Words that a byline's first name is never, where it begins with a small letter or goes on in small letters."""
_TWO_CAPITALS = regex(r"[^\W\d_a-zß-öø-ÿ][\w.'’-]*+[,\"”’]? +(?:\w{1,4} +){0,3}[\"“‘']?[^\W\d_a-zß-öø-ÿ]")
"""What a person's name has at least: two words that begin with a capital, particles between them left aside."""
_DATE = regex(
    r"\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec|mär|mai|okt|dez|janv|févr|avr|juin|juil|août|déc|ene|abr|ago|dic)[a-z]{0,8}\.?,?\s+\d|"
    r"\d{1,2}[./-]\d{1,2}[./-]\d|\b(?:19|20)\d\d\b|\d\s{0,3}(?:comments?|min|views|shares|likes)",
    re.I,
)
_WEEKDAY = frozenset("mon tue tues wed thu thur thurs fri sat sun".split())


def names_in(text: str, *, explicit: bool = False) -> list[str]:
    """The people (or, with `explicit`, whoever) that a byline names, in order, without offices and degrees.

    `explicit`: the text is known to hold nothing but authors; otherwise it must read like a byline or a name.
    """
    return _names_in(" ".join(text[:MAX_BYLINE].split()), explicit=explicit)[1]


def _names_in(text: str, *, explicit: bool = False) -> tuple[bool, list[str]]:
    """Whether a text with white space folded begins as a byline does, and its names."""
    prefix = _PREFIX.match(text)
    if prefix is not None:
        text = text[prefix.end() :]
    elif not explicit and _TWO_CAPITALS.search(text) is None:
        return False, []
    text = before_facts(text)
    if not text:
        return prefix is not None, []  # it begins with a date
    found: list[str] = []
    known: set[str] = set()
    certain = explicit or prefix is not None
    for at, part in enumerate(_SPLIT.split(_DEGREES.sub("", text))):
        names = _people(part, certain=certain)
        if prefix is not None and not at and not names:
            return True, []  # what follows "by" is no name: "By following the tips of Ines Vogt"
        for name in names:
            if name.lower() not in known:
                known.add(name.lower())
                found.append(name)
    if any(is_person(name) for name in found):  # two words beside a person that are no person's name: an office
        found = [name for name in found if " " not in name or is_person(name)]
    return prefix is not None, found[:MAX_NAMES]


def before_facts(text: str) -> str:
    """A text up to where something else than names begins: a date, a reading time, on whose behalf."""
    cut = _CUT.search(text) if _may_be_cut(text) else None
    return text if cut is None else text[: cut.start()]


def stated_names(text: str) -> list[str]:
    """Whom a field for an author names: the people, or the text as a whole where it holds no person's name."""
    text = " ".join(html.unescape(text[:MAX_BYLINE]).split())
    address = _ADDRESS.fullmatch(text)
    text = _SPONSORED.sub("", address[1] if address is not None else text)
    people = [name for name in names_in(text, explicit=True) if is_person(name)]
    if people:
        return people
    prefix = _PREFIX.match(text)
    whole = _clean(text[prefix.end() :] if prefix is not None else text)
    return [whole] if whole and len(whole) <= 80 and not _DATE.search(whole) else []


_SPONSORED = regex(r"^(?:sponsored|paid for|presented|promoted)(?: content)? by:? +(?=\S)", re.I)


def uninverted(text: str) -> list[str]:
    """The names in a field of a library catalogue, "Vogt, Ines; van der Mill, Tom M.", each with the given name first."""
    return [_given_first(name) for name in text[:MAX_BYLINE].split(";") if name.strip()]


def _given_first(name: str) -> str:
    family, comma, given = (part.strip() for part in name.partition(","))
    words = family.split(), given.split()
    if not comma or "," in given or is_organisation(name) or not words[1] or len(words[1]) > 3 or len(words[0]) > 4:
        return name
    names = [word for word in words[0] if word.lower() not in _PARTICLES]
    if len(names) > 1 and len(words[1]) > 1 and not all(word.endswith(".") for word in words[1][1:]):
        return name  # two people
    return name if _is_office(given) else f"{given} {family}"


def names_in_nodes(texts: list[str]) -> tuple[bool, list[str]]:
    """Whether the runs of text of one line say "by", and the people named by runs of their own, in order.

    "By", "A. Smith", "and", "B. Jones", "Science Editor" are two people. "Author: C. Vogt" behind other names settles it.
    """
    said = passing = ended = False
    found: list[str] = []
    for raw in texts[:_MAX_RUNS]:
        text = " ".join(raw[:MAX_BYLINE].split())
        if is_label(text):
            said = True
        elif OTHER_WORK.match(text):
            passing = OTHER_WORK.fullmatch(text) is not None  # whoever the next run names did something else
        elif not _JOINER.match(text):
            says, names = _names_in(text)
            if says and found and not said and names and ":" in text.partition(names[0])[0]:
                return True, names
            if ended:
                continue
            if says and found and not said:
                return False, []  # what somebody made, and who: "The Fall of Troy", "by Ines Vogt"
            if not names or not all(is_person(name) for name in names):
                ended = bool(found)
                continue
            if passing:
                passing = False
                continue
            said = said or says
            found += [name for name in names if name not in found]
    return said, found


OTHER_WORK = regex(
    r"\W{0,4}(?:\w{1,20}[ -]){0,2}"
    r"(?:reviewed|checked|edited|updated|verified|translated|illustrat\w+|photo\w*|image\w*|picture\w*)(?:\s+and\s+\w+)?\s*(?:by\b|:)",
    re.I,
)
"""Says who did something else than write it."""
_JOINER = regex(r"\W{0,3}(?:(?:and|und|et|y|with)\W{0,3})?$", re.I)


def pieces_of(text: str) -> list[str]:
    """The parts of a line that gives an author, a date and more, apart by bars, dots or dashes."""
    text = " ".join(text[:MAX_BYLINE].split())
    dated = _DATED_BEFORE.search(text) if " by " in text or " By " in text else None
    if dated is not None:
        text = text[: max(0, dated.start() - _LONGEST_BEFORE)] + text[dated.end() :]
    if _PIECE_SIGNS.search(text) is None:
        return [text] if text else []
    return [piece for piece in _PIECES.split(text) if piece and not piece.isspace()]


def is_byline(text: str) -> bool:
    """Whether a line begins as a byline does ("By …", "Von …")."""
    return _PREFIX.match(text[:MAX_BYLINE]) is not None


def is_label(text: str) -> bool:
    """Whether a text is nothing but what stands before a name ("By", "Written by:", "Author")."""
    return len(text) < 30 and _LABEL_ONLY.fullmatch(text) is not None


def is_office(text: str) -> bool:
    """Whether a text is nothing but somebody's office, "Editor in Chief", or one with what it is for."""
    return 2 < len(text) < _LONGEST and _is_office(text) and not is_organisation(text)


def may_name_people(text: str) -> bool:
    """Whether a text has what a person's name has at least: two words that begin with a capital."""
    return _TWO_CAPITALS.search(text[:MAX_BYLINE]) is not None


def with_degrees(text: str) -> list[str]:
    """The people of a line in which a degree stands behind a person's name ("Ines Vogt, VMD, DACVB; Tom Mill, DVM")."""
    text = " ".join(text[:MAX_BYLINE].split())
    if _TITLED.search(text) is None:
        return []
    people = [part.partition(",")[0].strip() for part in _SPLIT.split(text)]
    return people if all(map(is_person, people)) else []


def is_organisation(name: str) -> bool:
    """Whether a name reads like a company's or a desk's rather than a person's."""
    lower = name[:MAX_BYLINE].lower()
    return not _ORGANISATIONS.isdisjoint(_WORDS.findall(lower)) or lower.endswith(_DOMAINS)


@lru_cache(maxsize=256)
def is_person(name: str) -> bool:
    """Whether a name reads like a person's: two to six capitalised words, none of them a page's furniture."""
    if not 3 < len(name) <= _LONGEST or ":" in name:
        return False
    words = name.replace(".", ". ").split()
    if not 2 <= len(words) <= 5:
        return False
    for word in words:
        lower = word.lower()
        if lower in _FURNITURE or not (word[0].isupper() or lower in _PARTICLES or word[0] in "'’“\""):
            return False
    if all(word.lower() in _ROLES or word.lower() in _LINKS for word in words):
        return False
    return _NOT_IN_NAMES.search(name) is None and not is_organisation(name)


def _people(part: str, *, certain: bool) -> list[str]:
    """The names in what stands between two joints; a comma splits names but also adds an office or a place."""
    pieces = [_without_office(_clean(piece)) for piece in part.split(",")]
    people = [piece for piece in pieces if piece and is_person(piece) and not _is_office(piece)]
    if people:
        return people
    first = pieces[0] if pieces else ""
    if certain and first and _may_be_called(first):
        return [first] if not _is_office(first) or is_organisation(first) else []
    return []


def _may_be_cut(text: str) -> bool:
    """Whether a text may hold what ends a list of names: a cheap look that spares a long pattern."""
    return _CUT_SIGNS.search(text) is not None or not _CUT_WORDS.isdisjoint(text.lower().split())


def _may_be_called(name: str) -> bool:
    """Whether somebody or some organisation may be called so, given that the page presents it as an author's name."""
    words = name.split()
    if len(name) > _LONGEST or len(words) > 6 or _DATE.search(name) or name.endswith("?"):
        return False
    lower = [word.lower() for word in words]
    if lower[0] == "the" and len(words) > 1 and is_organisation(name):
        return True
    if len(words) == 1:
        return not name.isdigit() and lower[0] not in _COMMON and lower[0] not in _PROSE and lower[0] not in _WEEKDAY
    small = sum(word[0].islower() and word not in _PARTICLES and word not in _LINKS for word in words)
    if (
        (small and not (small == 1 and is_organisation(name)))
        or words[0][0].islower()
        or words[0].lower() in _PROSE - {"the", "a"}
    ):
        return False
    if any(word.isdigit() for word in words):
        return False
    return is_organisation(name) or len(words) > 2 or not any(word in _COMMON and word not in _LINKS for word in lower)


_LINKS = frozenset("the of and for in at on".split())


def _clean(piece: str) -> str:
    if _MAY_END.search(piece.lower()) is not None:
        piece = _COUNT.sub("", _SUFFIX.sub("", piece))
    piece = piece.strip(" \t,.;:|-–—•·*/")
    if piece.isupper() and len(piece) > 4 and " " in piece:
        piece = _recased(piece)
    return "" if _NO_NAME.search(piece) else piece


def _recased(name: str) -> str:
    """A name that is printed in capitals as it is written: "ANNE-MARIE VAN DER O'MILL" is Anne-Marie van der O'Mill."""
    words = name.split()
    last = len(words) - 1
    return " ".join(
        word.lower()
        if 0 < at < last and word.lower() in _PARTICLES
        else word
        if len(word) < 3
        else _LETTERS.sub(lambda found: found[0].capitalize(), _SCOTS.sub(r"Mc \1", word)).replace("Mc ", "Mc")
        for at, word in enumerate(words)
    )


def _without_office(piece: str) -> str:
    """A name without the office behind it: "Ines Vogt Senior Reporter" is Ines Vogt."""
    words = piece.split()
    last = len(words)
    if last < 3 or words[-1].lower() not in _OFFICES:
        return piece
    while last > 2 and words[last - 1].lower() in _ROLES:
        last -= 1
    name = " ".join(words[:last])
    return name if is_person(name) else piece


def _is_office(piece: str) -> bool:
    """Whether a piece is an office or a desk, not somebody's name."""
    return not _ROLES.isdisjoint(piece.lower().split())
