# ruff: noqa: E501 (a pattern is easier to read on one line)
"""What stands between a visitor and the page: bot checks, captchas, logins, paywalls, refusals, soft 404s.

Each is recognised by marks that its makers leave in the response's head, the markup, the title or the words; none is
evaded. Marks in words count on short pages only: a long page that talks about captchas is no captcha.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pagearchive.model import Verdict


@dataclass(frozen=True)
class Sight:
    """What there is to judge a page by."""

    requested: str
    url: str
    status: int | None
    head: dict[str, str]
    """Fields of the page's response, names in lower case."""
    title: str
    headings: list[str]
    text: str
    dom: str
    passwords: int = 0
    """Password fields that can be seen."""
    logged_in: bool | None = None
    """Whether the selector that shows a login was found; None where nobody asked."""
    overlays_left: list[str] = field(default_factory=list)

    @property
    def words(self) -> int:
        """How many words can be read; scripts without spaces count a word for two characters."""
        spaced = len(self.text.split())
        dense = len(re.findall(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]", self.text))
        return spaced + dense // 2


@dataclass(frozen=True)
class Wall:
    """One kind of wall by one maker."""

    verdict: Verdict
    name: str
    head: tuple[str, str] | None = None
    """A field of the response's head and a pattern for its value."""
    title: str | None = None
    dom: str | None = None
    text: str | None = None
    most_words: int = 250
    """Not on a page with more words than this."""

    def mark(self, sight: Sight) -> str | None:
        """The mark that was found; all patterns that the wall has must be found, or the head's alone."""
        if self.head is not None:
            found = re.search(self.head[1], sight.head.get(self.head[0], ""), re.I)
            if found:
                return f"{self.head[0]}: {found[0]}"
            if not (self.title or self.dom or self.text):
                return None
        if sight.words > self.most_words:
            return None
        mark = None
        for pattern, where in ((self.title, sight.title), (self.dom, sight.dom), (self.text, sight.text)):
            if pattern is None:
                continue
            found = re.search(pattern, where, re.I)
            if not found:
                return None
            mark = mark or " ".join(found[0].split())[:80]
        return mark


WALLS = (
    Wall("challenge", "Cloudflare", head=("cf-mitigated", "challenge"), dom=r"/cdn-cgi/challenge-platform/|_cf_chl_opt"),
    Wall("challenge", "Cloudflare", title=r"^Just a moment|^Attention Required! \| Cloudflare", dom=r"cloudflare|cf-"),
    Wall("blocked", "Cloudflare", dom=r"cf-error-details|cf-wrapper", text=r"you have been blocked|banned you|Error 10\d\d"),
    Wall("challenge", "Anubis", dom=r"\.within\.website/x/|id=[\"']?anubis_|preact_info"),
    Wall("challenge", "DDoS-Guard", dom=r"check\.ddos-guard\.net|/\.well-known/ddos-guard/"),
    Wall("challenge", "DDoS-Guard", title=r"^DDoS-Guard"),
    Wall("challenge", "Akamai", dom=r"bm-verify|sec-if-cpt|/_sec/cp_challenge/"),
    Wall("blocked", "Akamai", title=r"^Access Denied", text=r"Reference\s*#?\s*\d+\.[0-9a-f]+"),
    Wall("challenge", "Imperva", dom=r"_Incapsula_Resource|/_Incapsula_", most_words=60),
    Wall("blocked", "Imperva", text=r"Incapsula incident ID"),
    Wall("captcha", "AWS WAF", head=("x-amzn-waf-action", "captcha")),
    Wall("challenge", "AWS WAF", head=("x-amzn-waf-action", "challenge"), dom=r"AwsWafIntegration|\.awswaf\.com/"),
    Wall("captcha", "DataDome", dom=r"captcha-delivery\.com", most_words=80),
    Wall("captcha", "HUMAN", dom=r"px-captcha|_pxAppId|captcha\.px-cdn\.net", most_words=120),
    Wall("challenge", "Kasada", dom=r"KPSDK|/149e9513-01fa-4fb0-aad4-566afd725d1b/", most_words=30),
    Wall("challenge", "Vercel", title=r"Vercel Security Checkpoint"),
    Wall("blocked", "Sucuri", title=r"Sucuri WebSite Firewall"),
    Wall("challenge", "Sucuri", dom=r"sucuri_cloudproxy_js", most_words=60),
    Wall("captcha", "Google", text=r"unusual traffic from your computer network"),
    Wall("captcha", "captcha", dom=r"class=[\"'][^\"']*\b(?:g-recaptcha|h-captcha|cf-turnstile|frc-captcha)\b|geetest_",
         text=r"robot|captcha|human|verif|security check", most_words=120),
    Wall("challenge", "a bot check", title=r"checking your browser|making sure you(?:'|’)re not a bot|are you (?:a )?(?:human|robot)|"
         r"bot verification|security check|verify(?:ing)? you are human|human verification|one more step|please wait\W*$",
         most_words=150),
    Wall("challenge", "a bot check", text=r"checking (?:if the site connection is secure|your browser before)|verify(?:ing)? (?:that )?you are (?:a )?human|"
         r"enable javascript and cookies to continue|prove (?:that )?you(?:'|’)re not a (?:robot|bot)", most_words=120),
    Wall("blocked", "the site", title=r"^(?:access (?:to this (?:page|site) (?:has been|is) )?denied|forbidden|blocked|you have been blocked)",
         most_words=150),
    Wall("blocked", "the site", text=r"your ip (?:address )?(?:has been|is) (?:blocked|banned)|you have been (?:blocked|banned)|"
         r"not available in your (?:country|region)", most_words=80),
)  # fmt: skip

_LOGIN_PATH = re.compile(
    r"/(?:log-?in|sign-?in|signon|auth|sso|account/login|user/login|session/new|ucp\.php\?mode=login)\b", re.I
)
_LOGIN_WORDS = re.compile(
    r"you (?:must|need to|have to|are required to) (?:be (?:logged|signed) in|log ?in|sign in|register|be registered)|"
    r"(?:please )?(?:log|sign) in (?:to (?:continue|view|see|read|access)|or (?:register|sign up) to)|"
    r"you do not have permission to (?:view|access)|you are not logged in|must be a member to|members only|"
    r"melden sie sich an|sie müssen (?:angemeldet|eingeloggt) sein|(?:vous devez|veuillez) (?:être connecté|vous (?:connecter|identifier))|"
    r"debes (?:iniciar sesión|estar registrado)|необходимо (?:войти|авторизоваться)|только для зарегистрированных",
    re.I,
)
_PAYWALL_WORDS = re.compile(
    r"subscribe (?:now )?(?:to|for) (?:continue|keep|read|unlock|full|unlimited)|to (?:continue|keep) reading|already a subscriber|"
    r"(?:this|the rest of this) (?:article|story|content|post) is (?:only )?(?:for|available to|reserved for|exclusive to) (?:paying |paid )?(?:subscribers|members)|"
    r"subscriber[- ]only|you(?:'|’)ve (?:read|reached) your (?:last |limit of )?(?:free )?articles?|unlock this (?:article|story)|"
    r"article réservé aux abonnés|weiterlesen mit|jetzt abonnieren|contenido (?:exclusivo )?para suscriptores|riservato agli abbonati",
    re.I,
)
_NOT_FREE = re.compile(r"\"isAccessibleForFree\"\s*:\s*(?:\"?false\"?)", re.I)
_NOT_FOUND = re.compile(
    r"^\W*(?:error\s*)?404\b|\b(?:page|topic|thread|post|article|content|file|site|requested \w+)\s+(?:was |could |can |is |does )?(?:not|no longer|n['’]t)\s*(?:be |to be )?(?:found|exist|available)|"
    r"^\W*not found\W*$|page (?:introuvable|non trouvée)|seite (?:wurde )?nicht gefunden|página no encontrada|pagina non trovata|"
    r"страница не найдена|ページが見つかりません|页面不存在|the specified (?:thread|topic) does not exist|no (?:topic|thread) specified|invalid (?:thread|topic) specified",
    re.I,
)
_SHELL = re.compile(
    r"(?:enable|need|requires?|activate|turn on|without)\b.{0,30}\bjavascript|javascript (?:is )?(?:required|disabled)",
    re.I,
)
_CONSENT_HOST = re.compile(r"^https?://(?:consent|cookie-?consent|privacy|cmp)\.", re.I)

_CONSENT_PATH = re.compile(
    r"/(?:cookie-?)?(?:consent|privacy-?(?:gate|wall|consent)|cookie-?wall|gdpr-?consent)(?:[/?.]|$)", re.I
)
_CONSENT_HEADING = re.compile(
    r"before you (?:continue|proceed|enter)|we (?:value|care about|respect) your privacy|accept (?:our |all )?cookies to|cookies? (?:must be accepted|consent (?:is )?required)|"
    r"bevor (?:sie|du) fortf|avant de continuer|antes de continuar|prima di continuare|voordat (?:u|je) verdergaat",
    re.I,
)


def wall(sight: Sight) -> tuple[Verdict, str] | None:
    """The wall that the page is, with its evidence; None when it is none."""
    for one in WALLS:
        mark = one.mark(sight)
        if mark:
            return one.verdict, f"{one.name}: {mark}"
    return _login(sight) or _consent(sight) or _paywall(sight) or _missing(sight) or _shell(sight)


def _login(sight: Sight) -> tuple[Verdict, str] | None:
    if sight.logged_in is False:
        return "login-wall", "the mark of a login is not on the page: the session has expired or was never there"
    if sight.passwords and _LOGIN_PATH.search(sight.url) and not _LOGIN_PATH.search(sight.requested):
        return "login-wall", f"sent to {sight.url[:120]}"
    found = _LOGIN_WORDS.search(sight.text)
    if found and sight.words < (250 if sight.passwords else 150):
        return "login-wall", " ".join(found[0].split())
    return None


def _consent(sight: Sight) -> tuple[Verdict, str] | None:
    if _CONSENT_HOST.match(sight.url) and not _CONSENT_HOST.match(sight.requested):
        return "consent-wall", f"sent to {sight.url[:120]}"
    if _CONSENT_PATH.search(sight.url) and not _CONSENT_PATH.search(sight.requested) and sight.words < 400:
        return "consent-wall", f"sent to {sight.url[:120]}"
    for words in (sight.title, *sight.headings):
        found = _CONSENT_HEADING.search(words)
        if found and sight.words < 200 and re.search(r"cookie|consent|privacy|datenschutz|einwillig", sight.text, re.I):
            return "consent-wall", f"nothing on the page but a question for consent: {words[:80]}"
    if "consent" in sight.overlays_left and sight.words < 40:
        return "consent-wall", "nothing on the page but a consent dialog that cannot be refused"
    return None


def _paywall(sight: Sight) -> tuple[Verdict, str] | None:
    found = _PAYWALL_WORDS.search(sight.text)
    if found and (_NOT_FREE.search(sight.dom) or sight.words < 350):
        return "paywall", " ".join(found[0].split())
    return None


def _missing(sight: Sight) -> tuple[Verdict, str] | None:
    if sight.words > 300:
        return None
    for words in (sight.title, *sight.headings):
        if _NOT_FOUND.search(words):
            return "not-found", f"says with status {sight.status or 'unknown'}: {words[:80]}"
    return None


def _shell(sight: Sight) -> tuple[Verdict, str] | None:
    if sight.words < 40 and _SHELL.search(sight.text):
        return "empty", f"an empty shell: {' '.join(sight.text.split())[:80]}"
    return None
