"""The words of attribution lines in English, German, French and Spanish, as patterns for one line of folded text.

Each pattern has a gate: words of which a line must have one before it is worth looking for the pattern.
"""

from __future__ import annotations

import re

from pagearchive.parse.attribution.agencies import AGENCIES
from pagearchive.patterns import regex


def gate_of(words: str) -> frozenset[str]:
    """The words of a table, apart by "|"."""
    return frozenset(words.split("|"))


_THIS = (
    r"(?:(?:this|the|an?\s+(?:earlier\s+)?version\s+of\s+this)\s+(?:above\s+)?(?:article|story|post|piece|essay|report|interview|column|content|text|blog(?:\s+post)?|"
    r"op-ed|commentary|review|excerpt|analysis|editorial|page|item|recipe|feature)\s*(?:was|is|has\s+been|were)?\s*|it\s+(?:was|is)\s+)?"
)
_ADVERB = r"(?:originally|first|initially|previously|also\s+first)"
_ORIGIN = (
    rf"{_THIS}(?:{_ADVERB}\s+(?:published|appeared|posted|printed|run|ran|written|aired|released|produced|reported)\s+(?:online\s+)?(?:on|in|by|at|for|with|under)"
    rf"|(?:republished|reprinted|reproduced|reposted|syndicated|excerpted|cross-?posted|adapted|condensed|used|shared|published)\s+(?:here\s+)?(?:\S+\s+){{0,3}}?(?:from|by\s+arrangement\s+with|courtesy\s+of|(?:with|by)\s+(?:the\s+)?(?:kind\s+)?permission\s+(?:from|of|by))"
    rf"|appeared\s+{_ADVERB}\s+(?:on|in|at)"
    r"|is\s+an?\s+(?:edited\s+)?(?:excerpt|extract)\s+from|(?:excerpt|extract)(?:ed)?\s+(?:taken\s+)?from)"
)
_ORIGIN_DE = (
    r"(?:(?:(?:dieser|der|dieses|das|diese|die)\s+)?(?:artikel|beitrag|text|interview|bericht|kommentar|kolumne|analyse)\s+)?(?:(?:ist|wurde|erschien)\s+)?"
    r"(?:zuerst|ursprünglich|zunächst|erstmals)\s+(?:(?:auf|in|bei|im|am|unter|von)\s+)?(?:erschienen|veröffentlicht|publiziert)?\s*(?:auf|in|bei|im|von|unter)"
    r"|(?:dieser|der)\s+(?:artikel|beitrag|text)\s+erschien\s+(?:zuerst|ursprünglich|zunächst)\s+(?:auf|in|bei|im)"
    r"|(?:erstveröffentlichung|erstveröffentlicht|ersterscheinung)\s*(?::|(?:auf|in|bei|im)\b)"
    r"|(?:übernommen|nachdruck|abdruck)\s+(?:von|aus|mit\s+(?:freundlicher\s+)?genehmigung\s+(?:von|der|des))|mit\s+freundlicher\s+genehmigung\s+(?:von|der|des)"
)
_ORIGIN_FR = (
    r"(?:(?:cet?(?:te)?\s+)?(?:article|texte|billet|entretien|tribune|reportage)\s+)?(?:a\s+été|est|fut|a(?=\s+d['’]abord))?\s*(?:d['’]abord\s+été\s+(?:publié|paru)|(?:initialement|d['’]abord|originellement|à\s+l['’]origine|préalablement)\s+"
    r"(?:publié|paru|diffusé)e?|(?:publié|paru)e?\s+(?:initialement|d['’]abord|à\s+l['’]origine|pour\s+la\s+première\s+fois)|republié|reproduit)e?\s+"
    r"(?:sur|dans|par|chez|à\s+partir\s+de|avec\s+l['’](?:aimable\s+)?autorisation\s+de)"
)
_ORIGIN_ES = (
    r"(?:(?:est[ea]\s+)?(?:artículo|nota|texto|entrevista|columna|reportaje|publicación|historia)\s+)?(?:(?:fue|se|ha\s+sido)\s+)?"
    r"(?:(?:publicad[oa]|publicó|apareció|aparecid[oa])\s+(?:originalmente|por\s+primera\s+vez|inicialmente|primero)|(?:originalmente|inicialmente)\s+(?:publicad[oa]|apareció)|"
    r"reproducid[oa]|republicad[oa])\s+(?:en|por|de|con\s+(?:permiso|autorización)\s+de)"
)
_NAME = r"(?P<source>.+?)"
_ENDS = r"(?=\s*(?:\s(?:erschienen|veröffentlicht|publiziert|gesendet)\b|[.;]\s|[.;]?$|\s+(?:and|which|where|before|but)\s|,\s+(?:and|where|which|under|with|by|on|as|published|copyright|read|please|unter|sous|bajo)\b|\s+under\s|\s+(?:read|lire|leer|lesen)\s+the\b|\bread\s+the\s+original|\s+(?:unter|sous)\s|\s*[(\[]|\s+on\s+(?=[A-Z]?[a-z]*\.?\s?\d|[A-Z][a-z]+day)|\s+in\s+(?=(?:19|20)\d\d|[A-Z][a-z]+\s+(?:19|20)\d\d)|,?\s+(?:vom|am|le|el|del?)\s+\d|,\s+(?=[A-Z][a-z]+\.?\s+\d)))"
_GATES = (
    (
        "originally |first publi|first appear|first post|first print|first r|first air|first writ|first prod|initially |previously |"
        "appeared first|republish|reprint|reproduc|repost|syndicat|excerpt|extract|crosspost|cross-post|adapted|condensed|permission|"
        "arrangement with|courtesy of|shared from",
        _ORIGIN,
    ),
    (
        "zuerst|ursprünglich|zunächst|erstmals|erstveröffentlich|ersterscheinung|übernommen|nachdruck|abdruck|genehmigung",
        _ORIGIN_DE,
    ),
    (
        "initialement|d'abord|originellement|à l'origine|préalablement|première fois|republié|reproduit",
        _ORIGIN_FR,
    ),
    ("originalmente|por primera vez|inicialmente|primero|reproducid|republicad", _ORIGIN_ES),
)
REPUBLISHED = [
    (
        gate_of(words),
        regex(
            rf"(?:^|(?<=[.!?:\]—–-]\s)|(?<=\*\s)|^\W{{1,4}}|\bnote:\s*)(?:{pattern})\s+(?:(?-i:the\s+(?=[a-z])|der\s+|dem\s+|l['’]|la\s+(?=[a-z])|el\s+(?=[a-z])))?{_NAME}{_ENDS}",
            re.I | re.S,
        ),
    )
    for words, pattern in _GATES
]
"""The verbs of each language, looked for only where a line has a word of its gate."""
APPEARED_FIRST = regex(
    r"\b(?:the\s+(?:post|article)|der\s+(?:beitrag|artikel)|l['’]article|la\s+entrada)\s+.{3,300}?\s+"
    r"(?:appeared\s+first\s+on|first\s+appeared\s+on|erschien\s+zuerst\s+(?:auf|bei)|est\s+apparue?\s+en\s+premier\s+sur|(?:se\s+publicó|aparece|apareció)\s+primero\s+en)"
    r"\s+(?P<source>[^.]{2,100})\.?\s*$",
    re.I | re.S,
)
EXCERPT_OF = regex(
    r"\b(?:excerpt|extract)\s+(?:is\s+)?from\s+(?P<source>[^,.;]{3,150}?)\s*,?\s+by\s+(?P<author>[A-Z][\w.’' -]{2,60}?)(?=\s*(?:[,.;(]|$|copyright|published))",
    re.S,
)
BOOK = regex(
    r"(?:^\W{0,4}|(?<=[.!?]\s))(?:Excerpted|Adapted|Taken|Reprinted)\s+from\s+(?:an?\s+[\w ]{3,40}?\s+(?:with|by)\s+(?P<author>[A-Z][\w.’'-]+(?:\s+[A-Z][\w.’'-]+){1,3}).{0,200}?\s+in\s+)?"
    r"(?:(?:his|her|their|the)\s+)?(?:new\s+|forthcoming\s+)?book,?\s+(?P<source>[A-Z“\"][^,.;]{2,120})",
    re.S,
)
PERMISSION = regex(
    r"(?:©|\(c\))\s*(?:copyright\s*)?(?:\d{4}(?:\s*[-–]\s*\d{4})?)?\s*,?\s*(?P<source>[A-Z][^.,;]{1,60}?(?:,?\s(?:Inc|Ltd|LLC|Co|Corp)\.?|(?=[.,;])))[.,;]?\s+.{0,40}?\b(?:used|reprinted|reproduced|republished)\b.{0,40}\b(?:permission|licen[cs]e)",
    re.I | re.S,
)
ADAPTED = [
    regex(rf"^\W{{0,3}}{pattern}", re.I | re.S)
    for pattern in (
        r"(?:(?:this\s+\w+\s+(?:was|is)\s+)?adapted|rewritten|edited|compiled|abridged|condensed)\s+by\s+(?P<by>.+?)\s+from\s+(?P<source>.+)$",
        r"adapted\s+from\s+(?P<source>.+?)(?:\s+by\s+(?P<by>.+))?$",
        r"(?:adaptiert|bearbeitet)\s+von\s+(?P<by>.+?)\s+(?:nach|aus|von)\s+(?P<source>.+)$",
        r"adapt[ée]e?\s+par\s+(?P<by>.+?)\s+(?:d['’]après|à\s+partir\s+de|de)\s+(?P<source>.+)$",
        r"adaptad[oa]\s+por\s+(?P<by>.+?)\s+(?:de|a\s+partir\s+de)\s+(?P<source>.+)$",
    )
]
TRANSLATED = regex(
    r"(?:^|(?<=[.!?;|]\s))\W{0,3}(?:(?:this\s+\w+\s+(?:was|is)\s+)?translated(?:\s+from(?:\s+the)?\s+(?P<from>[\w-]+))?\s+by"
    r"|translation(?:\s+from(?:\s+the)?\s+[\w-]+)?\s*(?:by|:)"
    r"|(?:aus\s+dem\s+[\w-]+\s+)?(?:übersetzt|übersetzung|übertragen)(?:\s+aus\s+dem\s+[\w-]+)?\s*(?:von|:)|aus\s+dem\s+[\w-]+\s+von"
    r"|traduit(?:e)?(?:\s+de\s+l['’][\w-]+|\s+du\s+[\w-]+)?\s+par|traduction(?:\s+de\s+l['’][\w-]+|\s+du\s+[\w-]+)?\s*(?:par|:)"
    r"|traducid[oa](?:\s+del?\s+[\w-]+)?\s+por|traducción(?:\s+del?\s+[\w-]+)?\s*(?:de|por|:))\s+(?P<by>[^.;|\n]{2,80})",
    re.I,
)
SOURCE_LINE = regex(
    r"^\W{0,3}(?P<label>(?-i:SOURCE)(?=\s+[^\s:])|(?:(?:original\s+|news\s+)?sources?|quellen?|fuentes?|origine|via)\s*:)\s*(?P<source>[^\n]{2,160})$",
    re.I,
)
DATELINE = regex(
    r"^(?P<place>[A-ZÀ-Þ][\w.’' ,/À-ÿ-]{1,60}?)?(?:,\s*(?P<date>[^()—–]{3,30}?))?\s*(?:[(\[/]\s*(?P<agency>[A-Za-zÀ-ÿ][\w .&-]{1,40}?)(?:/[\w .-]+)?\s*[)\]/]|[—–-]\s*/(?P<wire>[\w .-]+)/)\s*\.?\s*(?:[-—–:]{1,2}|$)"
)
REPORTING = regex(
    r"^\W{0,3}(?:(?:with|additional)\s+(?:reporting|contributions?|material|files|inputs?|information)\s+(?:by|from)"
    r"|mit\s+(?:material|informationen|inhalten|agenturmaterial)\s+(?:von|der)|unter\s+verwendung\s+von\s+(?:material|agenturmaterial)\s+(?:von|der)"
    r"|avec(?:\s+(?:l['’]|les?|la))?(?:\s*agences?\b)?|con\s+(?:información|datos|material)\s+de(?:\s+las?\s+agencias?)?)\s*(?P<source>[^.)]{2,80})[.)]?\s*$",
    re.I,
)
AGENCY_LINE = regex(
    r"^[(\[\s–—-]*(?:(?:by|von|par|por|text|texte|texto|mit|source|agencias?|agences?|agenturen)\s*:?\s+)?(?P<source>[^()\[\]]{2,60})[)\]\s.]*$",
    re.I,
)
STAFF = regex(r"[a-z]{1,4}(?:-[a-z]{1,4})?|[a-z]{2}\d{1,2}")
"""Initials behind an agency's name ("AFP/jk", "dpa/tmn")."""
OWNED = regex(
    r"^\W{0,2}(?:(?:©|\(c\)|copyright)\s*)+(?:\d{4}(?:\s*[-–]\s*\d{4})?\s*,?\s*)?(?:by\s+)?(?P<source>[^.,|]{2,50}?)\s*(?:\d{4})?\s*(?:[.,|]|$|all\s+rights)",
    re.I,
)
DISTRIBUTED = regex(
    r"^\W{0,2}(?:(?:©|\(c\)|copyright)\s*\d{0,4}\s*,?\s*(?:by\s+)?(?P<owner>[^.]{2,60})\.\s+)?(?:visit\s+(?P<visited>[^.]{2,60}?)\s+at\s+\S+\s+|visit\s+\S+\s+)?"
    r"distributed\s+by\s+(?P<agency>[^.,]{2,60})",
    re.I,
)
RELEASED = [
    regex(pattern, re.I)
    for pattern in (
        r"^\W{0,3}view\s+source\s+version\s+on\s+(?P<source>businesswire)\.com",
        r"^\W{0,3}news\s+provided\s+by:?\s+(?P<source>[^|]{2,80}?)\s*(?:$|\|)",
        r"^\W{0,3}(?:story\s+source:\s*)?(?:the\s+above\s+(?:story|post)\s+is\s+based\s+on\s+)?materials?\s+provided\s+by\s+(?P<source>[^.]{2,120})\.",
        r"^\W{0,3}original-?content\s+von:?\s+(?P<source>.{2,80}?),?\s+übermittelt\s+(?:durch|von)\s+news\s+aktuell",
        r"^\W{0,3}(?:press|news|media)\s+release\s+(?:from|by|issued\s+by|courtesy\s+of)\s+(?P<source>[^.:]{2,80})\.?$",
        r"^\W{0,3}(?:pressemitteilung|presseinformation|medienmitteilung)\s+(?:von|der|des)\s+(?P<source>[^.:]{2,80})\.?$",
        r"^\W{0,3}communiqué(?:\s+de\s+presse)?\s+(?:de\s+la|de\s+l['’]|des|du|de)\s*(?P<source>[^.:]{2,80})\.?$",
        r"^\W{0,3}(?:nota\s+de\s+prensa|comunicado(?:\s+de\s+prensa)?)\s+(?:de\s+la|de\s+los|del|de)\s+(?P<source>[^.:]{2,80})\.?$",
    )
]
LICENSED = regex(
    r"^\W{0,3}(?:(?:this|the)\s+\w+\s+(?:is|was|has\s+been)\s+)?(?:republished|reprinted|reproduced|reposted)\s+(?:here\s+)?(?:under|in\s+accordance\s+with)\b"
    r"|^\W{0,3}(?:(?:dieser|der)\s+\w+\s+(?:ist|wurde|wird)\s+)?(?:hier\s+)?(?:wieder|zweit)veröffentlicht\s+unter\b"
    r"|^\W{0,3}(?:cet?\s+\w+\s+(?:est|a\s+été)\s+)?(?:republié|reproduit)e?\s+sous\b"
    r"|^\W{0,3}(?:est[ea]\s+\w+\s+(?:es|fue|ha\s+sido)\s+)?(?:republicad|reproducid)[oa]\s+bajo\b",
    re.I,
)
_NAME_WORD = r"(?:[A-ZÀ-Þ\d][\w.&’'+-]*|(?:of|for|de|des|du|del|della|di|da)\s+[\w-]+|of|the|and|de|la|el|le|der|die|das|du|des|und|et|y|&|-)"
POSTED_NAME = regex(rf"(?:https?://)?(?:[\w-]+\.)+[a-z]{{2,10}}(?:/\S*)?|{_NAME_WORD}(?:\s+{_NAME_WORD}){{0,6}}")
"""What a post's "Source:" may name: an address, or a name whose words begin with capitals."""
LICENSE = regex(
    r"\b(?:creative commons(?:\s+[\w-]+){0,4}?(?:\s+\d\.\d)?(?:\s+international)?(?=\s+licen[cs]e|[\s.,)]|$)|CC[ -]BY(?:[ -](?:NC|ND|SA))*(?:\s+\d\.\d)?|CC0)",
    re.I,
)
ORIGINAL = regex(r"\boriginal|article d['’]origine", re.I)
READ_ORIGINAL = regex(r"original|here|hier|ici|aquí|source|quelle", re.I)
DATE_TAIL = regex(
    r"(?<![\s,(|–—-])[\s,(|–—-]+(?:on\s+|am\s+|vom\s+|le\s+|el\s+|dated?\s+)?(?P<date>\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4}|(?:\w+day,?\s+)?\d{1,2}(?:st|nd|rd|th|\.)?\s+(?:de\s+)?[^\W\d]{3,10}\.?,?\s+(?:de\s+)?\d{4}|(?:\w+day,?\s+)?[^\W\d]{3,10}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4})\s*\)?\.?\s*$"
)
LONGEST = 700
MOST_READ = 4000
"""Characters of a line that are looked at at all: its beginning, for a dateline."""
LONGEST_DATELINE = 160
JOINT = regex(r"\s*(?:,\s*and\s+|,\s*|\s+and\s+|\s+und\s+|\s+et\s+|\s+y\s+|\s*&\s*|\s*/\s*|\s*;\s*)\s*")
TRANSLATING = gate_of("transl|übers|übertr|tradu|aus dem")
ADAPTING = gate_of("adapt|rewritten|edited by|compiled|abridged|condensed|bearbeitet")
EXCERPTING = gate_of("excerpt|extract")
APPEARING = gate_of("appeared first|first appeared|erschien zuerst|en premier|primero")
LICENSING = gate_of("republish|reprint|reproduc|repost|zweitver|wiederver|republi|reprodui|republicad|reproducid")
RELEASING = gate_of(
    "source version|provided by|content von|release|mitteilung|presseinformation|communiqu|nota de prensa|comunicado"
)
OWNING = gate_of("©|(c)|copyright")
SUPPLYING = gate_of(
    "source|quelle|fuente|origine|via:|via :|reporting|contribution|material|with files|with input|with info|informa|inhalten|"
    "avec|con datos|distributed by|trust principles"
)
TELLING = tuple(
    dict.fromkeys(
        [
            *(word for gate, _pattern in REPUBLISHED for word in gate),
            *(word for gate in (TRANSLATING, ADAPTING, EXCERPTING, APPEARING, LICENSING, OWNING) for word in gate),
            *("taken from", "book,"),
        ]
    )
)
"""A line without any of these states no origin,"""
TELLING_SHORT = tuple(dict.fromkeys([*TELLING, *SUPPLYING, *RELEASING]))
"""and a short one without any of these neither, unless it is an agency's name and nothing else."""
SHORT = 250
_ADVERBS_AND_VERBS = (
    *"originally initially previously appeared republished reprinted reproduced reposted syndicated excerpt excerpted extract".split(),
    *"extracted cross-posted crossposted cross adapted condensed permission arrangement courtesy shared rewritten edited".split(),
    *"compiled abridged translated translation taken first copyright".split(),
    *"zuerst ursprünglich zunächst erstmals erstveröffentlichung erstveröffentlicht ersterscheinung übernommen nachdruck".split(),
    *"abdruck genehmigung adaptiert bearbeitet übersetzt übersetzung übertragen wiederveröffentlicht zweitveröffentlicht".split(),
    *"englischen amerikanischen französischen spanischen italienischen niederländischen russischen schwedischen".split(),
    *"japanischen chinesischen deutschen".split(),
    *"initialement d'abord d’abord originellement l'origine l’origine préalablement première republié republiée".split(),
    *"reproduit reproduite premier adapté adaptée traduit traduite traduction".split(),
    *"originalmente primera inicialmente primero reproducido reproducida republicado republicada".split(),
    *"adaptado adaptada traducido traducida traducción".split(),
)
_NOUNS = (
    *"source sources quelle quellen fuente fuentes via reporting contribution contributions contributing material".split(),
    *"materials files input inputs info information informationen información inhalten agenturmaterial avec datos".split(),
    *"distributed provided content original-content originalcontent release pressemitteilung presseinformation".split(),
    *"medienmitteilung communiqué nota comunicado principles".split(),
)


def _as_printed(words: tuple[str, ...]) -> frozenset[str]:
    """The words as they come apart at white space: with the marks around them."""
    opened = [f"{mark}{word}" for word in words for mark in ("", "(", "[", "*", "_", "“", '"', "—", "–", "-")]
    return frozenset(f"{word}{mark}" for word in opened for mark in ("", ":", ",", ".", ")", "*"))


TELLING_WORDS = _as_printed(_ADVERBS_AND_VERBS)
"""Whole words, one of which every long line has that states an origin; a page has few of them."""
TELLING_SHORT_WORDS = TELLING_WORDS | _as_printed(_NOUNS)
LONGEST_BARE = 60
WORDS = regex(r"[^\W_]+")
AGENCY_WORDS = frozenset(word for name in AGENCIES for word in WORDS.findall(name)) - frozenset(
    "the of news press service agency asian united trust international canadian australian new map spa app cp pa tt".split()
)
