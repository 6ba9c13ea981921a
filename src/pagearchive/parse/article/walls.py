"""Pages that stand in the way of an article instead of being one: bot checks, logins, consent, errors, searches.

A wall is recognised by what its title says and by what is left when the page's own words are few: an article about
paywalls is long. What a wall says is never exported as content; a teaser before a paywall is, with a problem beside it.
The words are tables in English, German, French and Spanish.
"""

from __future__ import annotations

import re

from msgspec import Struct

from pagearchive import dom
from pagearchive.parse.document import Document
from pagearchive.patterns import regex


class Wall(Struct, frozen=True):
    """A kind of wall: its problem code, what to tell the reader, and how its title and its text are known."""

    code: str
    message: str
    title: re.Pattern[str]
    text: re.Pattern[str]
    longest: int = 700
    """Characters of text beyond which the page says more than the wall does."""


def _words(*lines: str) -> re.Pattern[str]:
    return regex("|".join(lines), re.I)


WALLS = (
    Wall(
        "bot-check",
        "the page asks whether the visitor is a robot; nothing of the article is on it",
        _words(
            r"^just a moment", r"^attention required", r"^access denied", r"verify (?:that )?you(?:['’]re| are) (?:not a robot|human)",
            r"are you (?:a )?(?:robot|human)", r"^security check", r"pardon our interruption", r"^robot check", r"^ddos-guard",
            r"^captcha", r"^please wait\b", r"^checking your browser", r"sicherheitsüberprüfung", r"^un instant", r"^un momento",
        ),
        _words(
            r"checking (?:if the site connection is secure|your browser before)", r"verify(?:ing)? (?:that )?you are (?:not a robot|human)",
            r"enable javascript and cookies to continue", r"unusual traffic from your", r"complete the security check",
            r"press (?:&|and) hold", r"ddos protection by", r"you have been blocked", r"performance (?:&|and) security by cloudflare",
            r"confirm (?:that )?you are (?:a )?human", r"your (?:ip|request) (?:address )?(?:has been|was) blocked", r"prove you(?:['’]re| are) human",
            r"bestätigen sie, dass sie (?:ein mensch|kein roboter)", r"vérifi(?:er|ez) que vous (?:êtes humain|n['’]êtes pas un robot)",
            r"verifi(?:ca|que) que (?:eres humano|no eres un robot)",
        ),
        900,
    ),
    Wall(
        "javascript-required",
        "the page shows its text only to a browser that runs its scripts; capture it with one",
        _words(r"^javascript (?:is )?(?:required|disabled)"),
        _words(
            r"(?:please )?(?:enable|turn on|activate) javascript", r"you need to enable javascript", r"requires javascript",
            r"javascript (?:is|seems to be|appears to be) (?:disabled|not (?:enabled|available))", r"javascript must be enabled",
            r"without javascript", r"javascript (?:aktivieren|einschalten)", r"aktivieren sie (?:bitte )?javascript",
            r"activ(?:er|ez) (?:le )?javascript", r"habilit(?:ar|e|a) javascript", r"activ(?:ar|e|a) javascript",
        ),
        500,
    ),
    Wall(
        "login-wall",
        "the page asks for a login; sign in, save the session, and capture it with --storage-state",
        _words(
            r"^(?:log|sign) ?in\b", r"^login\b", r"^anmelden\b", r"^einloggen\b", r"^se connecter", r"^connexion\b", r"^iniciar sesión",
            r"^(?:log|sign) in to ", r"^members? only",
        ),
        _words(
            r"(?:you must|please|you need to) (?:be logged in|log ?in|sign ?in|register)", r"(?:log|sign) ?in to (?:continue|view|see|read|access)",
            r"this (?:content|page|area) is (?:only )?(?:available )?(?:for|to) (?:registered )?(?:members|users)",
            r"melden sie sich (?:bitte )?an\b", r"bitte (?:melden sie sich an|loggen sie sich ein)", r"(?:veuillez )?(?:vous )?connect(?:er|ez)-vous",
            r"vous devez être connecté", r"(?:debes|debe|tienes que) iniciar sesión", r"inicia sesión para",
        ),
        700,
    ),
    Wall(
        "consent-wall",
        "the page asks for consent to cookies before it shows its text",
        _words(r"^before you continue", r"^(?:your )?(?:privacy|cookie) (?:choices|settings|preferences|consent)", r"^cookies zustimmen", r"^datenschutz"),
        _words(
            r"we (?:and|&) our (?:\d+ )?partners", r"we value your privacy", r"before you continue to", r"accept (?:all )?cookies",
            r"mit werbung (?:und tracking )?(?:weiterlesen|lesen)", r"cookies? (?:akzeptieren|zustimmen)", r"zustimmen und weiter",
            r"nous (?:et nos (?:\d+ )?partenaires|respectons votre vie privée)", r"accepter (?:les |et )", r"nosotros y nuestros (?:\d+ )?socios",
            r"valoramos (?:tu|su) privacidad",
        ),
        900,
    ),
    Wall(
        "not-found",
        "the page says that what was asked for is not there",
        _words(
            r"\b404\b", r"page (?:was |could )?not (?:be )?found", r"^not found", r"page (?:doesn['’]t|does not|no longer) exist", r"^oops\b",
            r"seite (?:wurde )?nicht gefunden", r"page (?:introuvable|non trouvée)", r"página no (?:encontrada|existe)", r"no longer available",
            r"^error 404", r"content (?:not found|unavailable)",
        ),
        _words(
            r"(?:the )?page (?:you(?:['’]re| are| were)? (?:looking for|requested|tried to)|(?:can(?:no|['’])t|could not) be found|(?:doesn['’]t|does not) exist|has been (?:moved|removed|deleted))",
            r"we (?:can['’]t|could(?:n['’]t| not)) find (?:the|that) page", r"(?:die|diese) (?:gesuchte )?seite (?:existiert nicht|wurde nicht gefunden|konnte nicht)",
            r"la page (?:que vous (?:recherchez|demandez|avez demandée)|demandée) (?:n['’]existe|est introuvable)", r"la página (?:que buscas|solicitada) no",
        ),
        900,
    ),
)  # fmt: skip
_SEARCH_TITLE = regex(
    r"^(?:search results?|results? for|suchergebnisse|suche nach|résultats (?:de|pour)|resultados (?:de|para)|search[: ])",
    re.I,
)
_PAYWALL_TEXT = regex(
    r"subscribe (?:now )?to (?:continue|keep) reading|to (?:continue|keep) reading,? (?:please )?(?:subscribe|sign|log|register|create)|"
    r"this (?:article|content|story) is (?:only )?(?:for|available to|reserved for|exclusive to) (?:our )?(?:paid |premium )?(?:subscribers|members)|"
    r"already a (?:subscriber|member)\? (?:log|sign) in|become a (?:paid )?(?:subscriber|member) to (?:read|continue|unlock)|"
    r"this post is for (?:paid|paying) subscribers|you(?:['’]ve| have) (?:reached|used) your (?:limit|free)|unlock (?:this|the full) (?:article|story)|"
    r"jetzt (?:weiterlesen|abonnieren und)|weiterlesen mit|(?:dieser|der) artikel ist (?:nur )?für abonnent|exklusiv für abonnent|"
    r"(?:cet )?article (?:est )?réservé aux abonnés|il vous reste [\d.,]+ ?% de cet article|pour lire la suite,? abonnez|déjà abonné|"
    r"para (?:continuar|seguir) leyendo|(?:contenido|artículo) (?:exclusivo|solo) para suscriptores|¿ya eres suscriptor",
    re.I,
)
_PAYWALL_WORDS = (
    "reading",
    "subscri",
    "member",
    "your ",
    "unlock",
    "weiterlesen",
    "abonn",
    "vous reste",
    "leyendo",
    "suscriptor",
)
"""Each of these prompts has one."""
_PAYWALL_MARK = "[class*=paywall i], [id*=paywall i], [class*=regwall i], [class*=subscriber-only i], [class*=meter-wall i], [data-paywall]"


def wall_of(document: Document, title: str | None, text: str) -> Wall | None:
    """The wall that the page is; None: its text is content."""
    shown = " ".join((title or "").split())
    titles = document.stated["title"]
    head = dom.words_of(titles[0]) if titles else ""
    for wall in WALLS:
        if len(text) > wall.longest:
            continue
        if wall.title.search(shown) or wall.title.search(head):
            if wall.code != "not-found" or len(text) < 400 or wall.text.search(text):
                return wall
        elif text and len(text) < wall.longest // 2 and wall.text.search(text):
            return wall
    if not text:
        said = dom.words_of(document.tree.body)[:4000] if document.tree.body is not None else ""
        return next((wall for wall in WALLS if len(said) <= 2 * wall.longest and wall.text.search(said)), None)
    return None


def is_search(title: str | None) -> bool:
    """Whether a page lists what was searched for."""
    return _SEARCH_TITLE.match(title or "") is not None


def is_paywalled(document: Document, text: str) -> bool:
    """Whether the page shows only the beginning of its text: the prompt to subscribe is on it, and little else."""
    if len(text) > 6000:
        return False
    end = text[-600:]
    if any(word in end.lower() for word in _PAYWALL_WORDS) and _PAYWALL_TEXT.search(end):
        return True
    if len(text) > 3500:
        return False
    for node in dom.select(document.tree, _PAYWALL_MARK)[:5]:
        words = dom.words_of(node)
        if words and len(words) < 1500 and _PAYWALL_TEXT.search(words):
            return True
    return False
