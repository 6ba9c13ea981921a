"""Attribution lines -> who adapted, translated, published first or supplied a text.

A line counts only where a verb of origin ("republished from", "originally appeared in", "adapted by … from") or an
agency's dateline says that the text came from elsewhere, and names a source that is neither this site nor a date: "This
story also appeared in …", "Originally published November 9" and a licence of the page's own are no attribution. The
verbs are tables in English, German, French and Spanish.
"""

from __future__ import annotations

import html as markup
import re
from collections.abc import Callable, Iterable

from msgspec import Struct, structs

from pagearchive.model import Attribution, AttributionKind, Image, Link, Post

ReadDate = Callable[[str], str | None]

AGENCIES: dict[str, str] = {
    # as printed in datelines and source lines (folded to lower case) -> the name in the record
    "ap": "AP",
    "associated press": "Associated Press",
    "the associated press": "Associated Press",
    "reuters": "Reuters",
    "thomson reuters": "Reuters",
    "afp": "AFP",
    "agence france-presse": "AFP",
    "dpa": "dpa",
    "upi": "UPI",
    "pti": "PTI",
    "ians": "IANS",
    "ani": "ANI",
    "xinhua": "Xinhua",
    "kyodo": "Kyodo",
    "kyodo news": "Kyodo",
    "yonhap": "Yonhap",
    "bernama": "Bernama",
    "antara": "Antara",
    "bss": "BSS",
    "unb": "UNB",
    "app": "APP",
    "tass": "TASS",
    "interfax": "Interfax",
    "efe": "EFE",
    "ansa": "ANSA",
    "apa": "APA",
    "sda": "SDA",
    "keystone-sda": "Keystone-SDA",
    "sid": "SID",
    "epd": "epd",
    "kna": "KNA",
    "belga": "Belga",
    "anp": "ANP",
    "lusa": "Lusa",
    "aap": "AAP",
    "cp": "CP",
    "the canadian press": "The Canadian Press",
    "pa": "PA",
    "press association": "PA",
    "tns": "TNS",
    "tribune news service": "Tribune News Service",
    "bloomberg": "Bloomberg",
    "cna": "CNA",
    "pna": "PNA",
    "saba": "SABA",
    "wam": "WAM",
    "spa": "SPA",
    "irna": "IRNA",
    "mti": "MTI",
    "stt": "STT",
    "ntb": "NTB",
    "tt": "TT",
    "ritzau": "Ritzau",
    "europa press": "Europa Press",
    "notimex": "Notimex",
    "telam": "Télam",
    "télam": "Télam",
    "ats": "ATS",
    "map": "MAP",
    "inter press service": "IPS",
    "ips": "IPS",
}
PRESS_WIRES: dict[str, str] = {
    "business wire": "Business Wire",
    "businesswire": "Business Wire",
    "pr newswire": "PR Newswire",
    "prnewswire": "PR Newswire",
    "globe newswire": "GlobeNewswire",
    "globenewswire": "GlobeNewswire",
    "newsfile corp.": "Newsfile Corp.",
    "accesswire": "ACCESSWIRE",
    "ein presswire": "EIN Presswire",
    "prweb": "PRWeb",
    "marketwired": "Marketwired",
    "canada newswire": "Canada Newswire",
    "cnw": "CNW",
    "ots": "ots",
    "news aktuell": "news aktuell",
    "presseportal": "Presseportal",
}

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
    r"(?:(?:dieser|der|dieses|das|diese|die)\s+(?:artikel|beitrag|text|interview|bericht|kommentar|kolumne|analyse)\s+)?(?:(?:ist|wurde|erschien)\s+)?"
    r"(?:zuerst|ursprünglich|zunächst|erstmals)\s+(?:(?:auf|in|bei|im|am|unter|von)\s+)?(?:erschienen|veröffentlicht|publiziert)?\s*(?:auf|in|bei|im|von|unter)"
    r"|(?:dieser|der)\s+(?:artikel|beitrag|text)\s+erschien\s+(?:zuerst|ursprünglich|zunächst)\s+(?:auf|in|bei|im)"
    r"|(?:übernommen|nachdruck|abdruck)\s+(?:von|aus|mit\s+(?:freundlicher\s+)?genehmigung\s+(?:von|der|des))|mit\s+freundlicher\s+genehmigung\s+(?:von|der|des)"
)
_ORIGIN_FR = (
    r"(?:cet?\s+(?:article|texte|billet|entretien|tribune|reportage)\s+)?(?:a\s+été|est|fut)?\s*(?:(?:initialement|d['’]abord|originellement|à\s+l['’]origine|préalablement)\s+"
    r"(?:publié|paru|diffusé)e?|(?:publié|paru)e?\s+(?:initialement|d['’]abord|à\s+l['’]origine|pour\s+la\s+première\s+fois)|republié|reproduit)e?\s+"
    r"(?:sur|dans|par|chez|à\s+partir\s+de|avec\s+l['’](?:aimable\s+)?autorisation\s+de)"
)
_ORIGIN_ES = (
    r"(?:est[ea]\s+(?:artículo|nota|texto|entrevista|columna|reportaje|publicación|historia)\s+)?(?:(?:fue|se|ha\s+sido)\s+)?"
    r"(?:(?:publicad[oa]|publicó|apareció|aparecid[oa])\s+(?:originalmente|por\s+primera\s+vez|inicialmente|primero)|(?:originalmente|inicialmente)\s+(?:publicad[oa]|apareció)|"
    r"reproducid[oa]|republicad[oa])\s+(?:en|por|de|con\s+(?:permiso|autorización)\s+de)"
)
_NAME = r"(?P<source>.+?)"
_ENDS = r"(?=\s*(?:[.;]\s|[.;]?$|\s+(?:and|which|where|before|but)\s|,\s+(?:and|where|which|under|with|by|on|as|published|copyright|read|please|unter|sous|bajo)\b|\s+under\s|\s+(?:read|lire|leer|lesen)\s+the\b|\bread\s+the\s+original|\s+(?:unter|sous)\s|\s*[(\[]|\s+on\s+(?=[A-Z]?[a-z]*\.?\s?\d|[A-Z][a-z]+day)|\s+in\s+(?=(?:19|20)\d\d|[A-Z][a-z]+\s+(?:19|20)\d\d)|,?\s+(?:vom|am|le|el|del?)\s+\d|,\s+(?=[A-Z][a-z]+\.?\s+\d)))"
_REPUBLISHED = [
    re.compile(
        rf"(?:^|(?<=[.!?:\]—–-]\s)|(?<=\*\s)|^\W{{1,4}}|\bnote:\s*)(?:{pattern})\s+(?:(?-i:the\s+(?=[a-z])|der\s+|dem\s+|l['’]|la\s+(?=[a-z])|el\s+(?=[a-z])))?{_NAME}{_ENDS}",
        re.I | re.S,
    )
    for pattern in (_ORIGIN, _ORIGIN_DE, _ORIGIN_FR, _ORIGIN_ES)
]
_APPEARED_FIRST = re.compile(
    r"\bThe post\s+.{3,300}?\s+(?:appeared first on|first appeared on)\s+(?P<source>[^.]{2,100})\.?\s*$", re.I | re.S
)
_EXCERPT_OF = re.compile(
    r"\b(?:excerpt|extract)\s+(?:is\s+)?from\s+(?P<source>[^,.;]{3,150}?)\s*,?\s+by\s+(?P<author>[A-Z][\w.’' -]{2,60}?)(?=\s*(?:[,.;(]|$|copyright|published))",
    re.S,
)
_BOOK = re.compile(
    r"(?:^\W{0,4}|(?<=[.!?]\s))(?:Excerpted|Adapted|Taken|Reprinted)\s+from\s+(?:an?\s+[\w ]{3,40}?\s+(?:with|by)\s+(?P<author>[A-Z][\w.’'-]+(?:\s+[A-Z][\w.’'-]+){1,3}).{0,200}?\s+in\s+)?"
    r"(?:(?:his|her|their|the)\s+)?(?:new\s+|forthcoming\s+)?book,?\s+(?P<source>[A-Z“\"][^,.;]{2,120})",
    re.S,
)
_PERMISSION = re.compile(
    r"(?:©|\(c\))\s*(?:copyright\s*)?(?:\d{4}(?:\s*[-–]\s*\d{4})?)?\s*,?\s*(?P<source>[A-Z][^.,;]{1,60}?(?:,?\s(?:Inc|Ltd|LLC|Co|Corp)\.?|(?=[.,;])))[.,;]?\s+.{0,40}?\b(?:used|reprinted|reproduced|republished)\b.{0,40}\b(?:permission|licen[cs]e)",
    re.I | re.S,
)
_ADAPTED = [
    re.compile(rf"^\W{{0,3}}{pattern}", re.I | re.S)
    for pattern in (
        r"(?:(?:this\s+\w+\s+(?:was|is)\s+)?adapted|rewritten|edited|compiled|abridged|condensed)\s+by\s+(?P<by>.+?)\s+from\s+(?P<source>.+)$",
        r"adapted\s+from\s+(?P<source>.+?)(?:\s+by\s+(?P<by>.+))?$",
        r"(?:adaptiert|bearbeitet)\s+von\s+(?P<by>.+?)\s+(?:nach|aus|von)\s+(?P<source>.+)$",
        r"adapt[ée]e?\s+par\s+(?P<by>.+?)\s+(?:d['’]après|à\s+partir\s+de|de)\s+(?P<source>.+)$",
        r"adaptad[oa]\s+por\s+(?P<by>.+?)\s+(?:de|a\s+partir\s+de)\s+(?P<source>.+)$",
    )
]
_TRANSLATED = re.compile(
    r"(?:^|(?<=[.!?;|]\s))\W{0,3}(?:(?:this\s+\w+\s+(?:was|is)\s+)?translated(?:\s+from(?:\s+the)?\s+(?P<from>[\w-]+))?\s+by"
    r"|translation(?:\s+from(?:\s+the)?\s+[\w-]+)?\s*(?:by|:)"
    r"|(?:aus\s+dem\s+[\w-]+\s+)?(?:übersetzt|übersetzung|übertragen)(?:\s+aus\s+dem\s+[\w-]+)?\s*(?:von|:)|aus\s+dem\s+[\w-]+\s+von"
    r"|traduit(?:e)?(?:\s+de\s+l['’][\w-]+|\s+du\s+[\w-]+)?\s+par|traduction(?:\s+de\s+l['’][\w-]+|\s+du\s+[\w-]+)?\s*(?:par|:)"
    r"|traducid[oa](?:\s+del?\s+[\w-]+)?\s+por|traducción(?:\s+del?\s+[\w-]+)?\s*(?:de|por|:))\s+(?P<by>[^.;|\n]{2,80})",
    re.I,
)
_SOURCE_LINE = re.compile(
    r"^\W{0,3}(?P<label>SOURCE|(?:sources?|quellen?|fuentes?|origine|via)\s*:)\s*(?P<source>[^\n]{2,160})$", re.I
)
_DATELINE = re.compile(
    r"^(?P<place>[A-ZÀ-Þ][\w.’' ,/À-ÿ-]{1,60}?)?(?:,\s*(?P<date>[^()—–]{3,30}?))?\s*(?:[(\[/]\s*(?P<agency>[A-Za-zÀ-ÿ][\w .&-]{1,40}?)(?:/[\w .-]+)?\s*[)\]/]|[—–-]\s*/(?P<wire>[\w .-]+)/)\s*(?:[-—–:]{1,2}|$)"
)
_REPORTING = re.compile(
    r"^\W{0,3}(?:(?:with|additional)\s+(?:reporting|contributions?|material|files|information)\s+(?:by|from)|mit\s+(?:material|informationen)\s+(?:von|der)|avec|con\s+información\s+de)\s+(?P<source>[^.)]{2,80})[.)]?\s*$",
    re.I,
)
_LICENSE = re.compile(
    r"\b(?:creative commons(?:\s+[\w-]+){0,4}?(?:\s+\d\.\d)?(?:\s+international)?(?=\s+licen[cs]e|[\s.,)]|$)|CC[ -]BY(?:[ -](?:NC|ND|SA))*(?:\s+\d\.\d)?|CC0)",
    re.I,
)
_READ_ORIGINAL = re.compile(r"original|here|hier|ici|aquí|source|quelle", re.I)
_DATE_TAIL = re.compile(
    r"[\s,(|–—-]+(?:on\s+|am\s+|vom\s+|le\s+|el\s+|dated?\s+)?(?P<date>\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4}|(?:\w+day,?\s+)?\d{1,2}(?:st|nd|rd|th|\.)?\s+(?:de\s+)?[^\W\d]{3,10}\.?,?\s+(?:de\s+)?\d{4}|(?:\w+day,?\s+)?[^\W\d]{3,10}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4})\s*\)?\.?\s*$"
)
_LONGEST = 700
_TELLING = (
    *"adapt publi print origin first excerpt extract permission translat übers übertr tradu source quelle fuente © (c)".split(),
    *"erschien zuerst paru reprod genehmig nachdruck abdruck bearbeitet reporting contribut syndicat repost shared".split(),
    *"appear via: rewritten compiled abridged condensed material informa avec".split(),
    "aus dem",
    "edited by",
)
"""A line without any of these states no origin: a cheap first look."""
_JOINT = re.compile(r"\s*(?:,\s*and\s+|,\s*|\s+and\s+|\s+und\s+|\s+et\s+|\s+y\s+|\s*&\s*|\s*/\s*|\s*;\s*)\s*")


class Found(Struct, frozen=True):
    """An attribution, and whether the line says nothing else."""

    attribution: Attribution
    whole: bool


def read_line(
    text: str,
    *,
    links: Iterable[Link] = (),
    site_name: str | None = None,
    read_date: ReadDate | None = None,
    opening: bool = False,
) -> Found | None:
    """The attribution that a line or paragraph states; None: it states none.

    `links` are the line's own, for the original's address; `site_name` is never a source. `opening` says that the line
    begins the text, where an agency's dateline may stand.
    """
    text = " ".join(text.split())
    if len(text) < 5:
        return None
    reader = _Line(text, list(links), site_name, read_date)
    if opening:
        dateline = reader.dateline()
        if dateline is not None:
            return dateline
    if len(text) > _LONGEST or not may_tell(text):
        return None
    return reader.adapted() or reader.republished() or reader.translated() or reader.supplied()


def may_tell(text: str) -> bool:
    """Whether a line might state an origin: a cheap first look."""
    lowered = text.lower()
    return any(word in lowered for word in _TELLING)


class _Line:
    def __init__(self, text: str, links: list[Link], site_name: str | None, read_date: ReadDate | None) -> None:
        self.text = text
        self.links = links
        self.site = _folded(site_name or "")
        self.read_date = read_date

    def adapted(self) -> Found | None:
        for pattern in _ADAPTED:
            found = pattern.match(self.text)
            if found is None or len(self.text) > 250:
                continue
            source, date = self._dated(found["source"])
            names = self._names(source)
            if names:
                by = _tidy(found["by"]) if found["by"] else None
                return self._found("adapted", names, adapted_by=by, date=date, whole=True)
        return None

    def republished(self) -> Found | None:
        excerpt = _EXCERPT_OF.search(self.text)
        if excerpt is not None:
            return self._found(
                "republished", [_tidy(excerpt["source"]), _tidy(excerpt["author"])], whole=len(self.text) < 400
            )
        for pattern in _REPUBLISHED:
            for found in pattern.finditer(self.text):
                source, date = self._dated(found["source"])
                names = [self._linked(source) or source] if source else []
                names = [name for name in names if self._is_source(name)]
                if names:
                    return self._found(
                        "republished", names, date=date or self._date_behind(found.end()), whole=found.start() < 12
                    )
        appeared = _APPEARED_FIRST.search(self.text)
        if appeared is not None and self._is_source(appeared["source"]):
            return self._found("republished", [_tidy(appeared["source"])], whole=appeared.start() < 4)
        book = _BOOK.search(self.text)
        if book is not None:
            names = [book["source"], *([book["author"]] if book["author"] else [])]
            return self._found("republished", [_tidy(name) for name in names], whole=book.start() < 4)
        owned = _PERMISSION.search(self.text)
        if owned is not None and self._is_source(owned["source"]):
            return self._found("republished", [_tidy(owned["source"], keep_stop=True)], whole=True)
        return None

    def translated(self) -> Found | None:
        found = _TRANSLATED.search(self.text)
        if found is None or len(self.text) > 300:
            return None
        by, date = self._dated(found["by"])
        if not by[:1].isupper():
            return None
        return self._found(
            "translated", [], translated_by=_tidy(by), date=date, whole=found.start() < 4 and len(self.text) < 160
        )

    def supplied(self) -> Found | None:
        """A line that names an agency or a press wire as the source."""
        line = _SOURCE_LINE.match(self.text)
        if line is not None:
            source, date = self._dated(line["source"])
            if line["label"] == "SOURCE" and self._is_source(source):
                return self._found("press-release", [_tidy(source, keep_stop=True)], date=date, whole=True)
            return self._of_agencies(source, date)
        reporting = _REPORTING.match(self.text)
        if reporting is not None:
            return self._of_agencies(reporting["source"], None)
        return None

    def dateline(self) -> Found | None:
        found = _DATELINE.match(self.text[:160])
        if found is None:
            return None
        name = _folded(found["agency"] or found["wire"] or "")
        kind: AttributionKind = "agency"
        known = AGENCIES.get(name)
        if known is None:
            known = PRESS_WIRES.get(name)
            kind = "press-release"
        if known is None:
            return None
        raw = self.text[: found.end()].strip()
        date = self.read_date(found["date"]) if found["date"] and self.read_date is not None else None
        attribution = Attribution(kind=kind, raw=raw, source_names=[known], date=date)
        return Found(attribution, whole=False)

    # ── pieces ───────────────────────────────────────────────────────────────────────────────────────────────────

    def _of_agencies(self, source: str, date: str | None) -> Found | None:
        names = []
        for part in _JOINT.split(source.strip(" .")):
            folded = _folded(part)
            known = AGENCIES.get(folded) or PRESS_WIRES.get(folded)
            if known is None:
                return None
            names.append(known)
        wire = all(name in PRESS_WIRES.values() for name in names)
        return self._found("press-release" if wire else "agency", names, date=date, whole=True) if names else None

    def _dated(self, text: str) -> tuple[str, str | None]:
        """A name and the date behind it."""
        text = text.strip()
        tail = _DATE_TAIL.search(text)
        if tail is None or self.read_date is None:
            return text, None
        date = self.read_date(tail["date"])
        return (text[: tail.start()].strip(), date) if date is not None else (text, None)

    def _date_behind(self, at: int) -> str | None:
        rest = self.text[at : at + 60]
        tail = re.match(r"[\s,(]*(?:on|am|le|el|in|vom)?\s*([^.;)]{6,30})", rest)
        return self.read_date(tail[1]) if tail is not None and self.read_date is not None else None

    def _names(self, source: str) -> list[str]:
        names = [_tidy(part) for part in _JOINT.split(source)] if len(source) < 120 else []
        names = [AGENCIES.get(_folded(name), name) if name.isupper() else name for name in names]
        return [name for name in names if self._is_source(name)]

    def _is_source(self, name: str) -> bool:
        """Whether a name may be a source: not empty, not this site, not a date, and beginning as names do."""
        name = name.strip(" .,;:")
        folded = _folded(name)
        if not 1 < len(name) <= 160 or folded in _NOT_NAMES or len(name.split()) > 20:
            return False
        if self.site and (folded == self.site or folded == f"the {self.site}" or self.site.startswith(f"{folded} ")):
            return False
        if self.read_date is not None and any(c.isdigit() for c in name) and self.read_date(name) is not None:
            return False
        if re.match(r"(?:\w+\s+)?\d{1,2}(?:st|nd|rd|th)?,?\s+(?:of\s+)?\w*\s*\d{4}", name):
            return False
        return any(word[0].isupper() or word[0].isdigit() or "." in word[1:-1] for word in name.split()[:3] if word)

    def _linked(self, source: str) -> str | None:
        """The text of the link that a name is, where the pattern took more or less of it."""
        folded = _folded(source)
        for link in self.links:
            words = _folded(link.text)
            if words and (folded.startswith(words) or words.startswith(folded)):
                return _tidy(link.text)
        return None

    def _found(
        self,
        kind: AttributionKind,
        names: list[str],
        *,
        whole: bool,
        adapted_by: str | None = None,
        translated_by: str | None = None,
        date: str | None = None,
    ) -> Found:
        license_ = _LICENSE.search(self.text)
        return Found(
            Attribution(
                kind=kind,
                raw=self.text,
                source_names=[_tidy(name, keep_stop=True) for name in names],
                adapted_by=adapted_by,
                translated_by=translated_by,
                license=license_[0].strip() if license_ is not None else None,
                source_url=self._original(names),
                date=date,
            ),
            whole,
        )

    def _original(self, names: list[str]) -> str | None:
        """The link to the original: that says so, else that which bears the source's name."""
        for link in self.links:
            if re.search(r"\boriginal|\boriginalartikel|article d['’]origine", link.text, re.I):
                return link.url
        for link in self.links:
            words = _folded(link.text)
            if words and any(words in _folded(name) or _folded(name) in words for name in names):
                return link.url
        for link in self.links:
            if _READ_ORIGINAL.fullmatch(link.text.strip(" .")) is not None:
                return link.url
        return None


_NOT_NAMES = frozenset(
    (
        "",
        "here",
        "the",
        "this",
        "our",
        "us",
        "me",
        "permission",
        "a",
        "an",
        "it",
        "them",
        "my blog",
        "our blog",
        "this site",
        "this blog",
        "our site",
    )
)


def _folded(text: str) -> str:
    return " ".join(text.split()).strip(" .,;:").lower()


def _tidy(name: str, *, keep_stop: bool = False) -> str:
    name = " ".join(name.split()).strip(' ,;:|–—-"“”').removeprefix("the ")
    if name.endswith(".") and not (keep_stop and re.search(r"\b(?:Inc|Co|Ltd|Corp)\.$", name)):
        name = name[:-1].rstrip()
    return name


# ── in a post that has been read ─────────────────────────────────────────────────────────────────────────────────

_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.S)
_TAG = re.compile(r"<[^>]+>")
_IMG = re.compile(r"<img [^>]*>")
_SRC = re.compile(r'src="([^"]*)"')
_LINES_LOOKED_AT = 4
_LOGO_PIXELS = 130


def in_post(
    post: Post, *, site_name: str | None = None, read_date: ReadDate | None = None
) -> tuple[Post, Attribution | None]:
    """The attribution at the end (or the head) of a post, and the post without that line, its logo told apart."""
    lines = post.text.split("\n")
    order = [at for at in range(len(lines) - 1, -1, -1) if lines[at].strip()][:_LINES_LOOKED_AT]
    first = next((at for at, line in enumerate(lines) if line.strip()), 0)
    for at in [*order, first]:
        found = read_line(
            lines[at],
            links=post.links,
            site_name=site_name,
            read_date=read_date,
            opening=at == first and len(lines) > 1,
        )
        if found is None or (found.attribution.kind == "translated" and not found.whole):
            continue
        if not found.whole:
            return post, found.attribution
        text = "\n".join([*lines[:at], *lines[at + 1 :]]).strip()
        html, beside = _without_line(post.html, " ".join(lines[at].split()))
        images = [_as_logo(image, image.url in beside, found.attribution) for image in post.images]
        return structs.replace(post, text=re.sub(r"\n{3,}", "\n\n", text), html=html, images=images), found.attribution
    return post, None


def _without_line(html: str, line: str) -> tuple[str, set[str]]:
    """The HTML without the paragraph's words (its pictures stay), and the addresses of these pictures."""
    for paragraph in reversed(list(_PARAGRAPH.finditer(html))):
        words = " ".join(markup.unescape(_TAG.sub(" ", paragraph[1])).split())
        if words == line:
            pictures = _IMG.findall(paragraph[1])
            addresses = {markup.unescape(src[1]) for picture in pictures if (src := _SRC.search(picture))}
            kept = f"<p>{''.join(pictures)}</p>" if pictures else ""
            return html[: paragraph.start()] + kept + html[paragraph.end() :], addresses
    return html, set()


def _as_logo(image: Image, beside: bool, attribution: Attribution) -> Image:
    """The picture as a credit logo if it stands in the line, or is small and bears the source's name."""
    small = max(image.width or 0, image.height or 0) <= _LOGO_PIXELS and (image.width or image.height) is not None
    words = _folded(f"{image.alt or ''}")
    named = "logo" in words or any(
        _folded(name) and re.search(rf"\b{re.escape(_folded(name))}\b", words) for name in attribution.source_names
    )
    if beside or (small and named):
        return structs.replace(image, role="credit-logo")
    return image
