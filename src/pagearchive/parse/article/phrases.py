"""What a page says around its content, by reason and in several languages: headings, lines, prompts.

Tables, not branches: a language is added by adding words. All patterns see text in lower case with white space folded.
"""

from __future__ import annotations

from pagearchive.patterns import regex


def _exactly(words: str) -> str:
    """The lines of a table as alternatives for a whole text, each with a colon or ellipsis allowed behind it."""
    return "|".join(line.strip() for line in words.strip().splitlines() if line.strip())


_END = r"\s*[:.…!?»›→>-]*$"

_HEADINGS: dict[str, str] = {
    # reason -> the whole text of a heading (or of a line that serves as one) over a part that is no content
    "related links": r"""
        (?:more )?related(?: (?:articles?|posts?|stor(?:y|ies)|content|reading|links?|news|topics?|resources?|guides?|blogs?|reads|pages|coverage|searches|insights|items|recipes|questions|products|videos?))?(?:\W.*)?
        (?:you (?:may|might) (?:also|be interested)|(?:you['’]ll|you will) (?:also )?love|we (?:also )?recommend|recommended(?: (?:for you|articles?|posts?|stories|reads?|reading|videos?|content))?$|suggested (?:articles?|posts?|reading|stories)|editor['’]?s?['’]? (?:picks?|choice)|popular (?:posts?|articles?|stories|now|topics|guides|products|reads|categories|right now)|most (?:read|popular|viewed|shared|commented)|trending|top stories|latest (?:news|posts?|articles?|stories|from|blogs?|insights|videos?|updates)|recent (?:posts?|articles?|news|blogs?|stories|comments)|more (?:from|on|in|stories|articles|posts|news|like this|to explore|to read|by|about|great)|other (?:posts|articles|stories|news|blogs?)|(?:up|read|what to read) next|(?:keep|continue|recommended) reading|further reading|similar (?:posts?|articles?|stories)|keep (?:reading|exploring)|explore (?:more|further|related)|discover more|don['’]t miss|also (?:read|on|of interest|in the news)|read (?:more|also|next|this next)|see also|in case you missed it|featured (?:posts?|articles?|stories|news|products)|from (?:our|the) (?:blog|network|partners?)|around the web|sponsored (?:content|stories|links)|promoted stories|next (?:article|post|up|story)|previous (?:article|post|story)|our (?:latest|other) (?:posts?|articles?|news|blogs?)|view (?:more|all)(?: .{0,30})?|all (?:posts|articles|news)|news by|blog categories|browse (?:by|more|all).{0,30}|more (?:resources|reads|guides|reviews|recipes))(?:\W.{0,60}|\s.{0,50})?
        (?:das könnte (?:sie|dich) auch interessieren|mehr (?:zum thema|aus|von|artikel|nachrichten)|ähnliche (?:artikel|beiträge|themen)|weitere (?:artikel|beiträge|themen|nachrichten|meldungen|informationen)|lesen sie (?:auch|mehr)|auch interessant|meistgelesen|zum thema|verwandte (?:artikel|themen|beiträge)|empfohlene? .{0,30}|neueste (?:artikel|beiträge|nachrichten)|das interessiert .{0,20})(?:\W.*)?
        (?:à lire (?:aussi|également)|lire aussi|sur le même (?:sujet|thème)|articles? (?:similaires?|liés?|récents?|connexes?|associés?)|vous aimerez (?:aussi|peut-être).{0,20}|dans la même (?:rubrique|catégorie)|les plus lus|à (?:découvrir|voir) aussi|nos derniers articles|voir aussi)(?:\W.*)?
        (?:(?:artículos|noticias|entradas|temas|contenidos?|publicaciones) (?:relacionad[oa]s?|similares|recientes|recomendad[oa]s?)|te puede interesar|también te (?:puede|podría|recomendamos).{0,30}|más (?:noticias|información|leídas?|leído|artículos|sobre)|lo más (?:leído|visto)|lee también|leer también|ver también|últimas (?:noticias|entradas))(?:\W.*)?
    """,
    "comments": r"""
        (?:\d+ )?(?:comments?|replies|responses|thoughts|kommentare?|commentaires?|comentarios?|réactions?|respuestas)(?: \(?\d+\)?)?
        (?:leave|post|add|write|submit) (?:a|your) (?:reply|comment|response|review)(?: .{0,30})?
        (?:join|be part of) the (?:conversation|discussion)
        (?:kommentar (?:schreiben|verfassen|hinterlassen)|schreibe? (?:einen|ihren|deinen) kommentar|schreiben sie einen kommentar|laisser? un commentaire|deja (?:un|tu) comentario|dejar una respuesta|laissez un commentaire|diskutieren sie mit|discussion about this post|cancel reply)
        \d+ (?:thoughts?|comments?|responses?|replies) (?:on|to) .{0,200}
    """,
    "author box": r"""
        (?:about|meet|more about|zum|über|à propos de|sobre) (?:the |our |l['’]|el |la |den |die |der )?(?:authors?|writers?|reviewers?|contributors?|editors?|autor(?:in|en)?|auteurs?|autora?|autores)(?:\W.*)?
        (?:authors?|contributors?|written by|reviewed by|author bio|author profile|autor(?:in)?|auteur|posted by|article by)
        (?:who (?:wrote|curated|edited) this article)
        (?:über die autor(?:in|en)?|über den autor|à propos de l['’]auteure?|sobre (?:el|la) autora?)
    """,
    "share bar": r"""
        (?:share|teilen|partager|compartir|spread the word|share (?:this|on|with|it|via|article|post|story|the).{0,40}|tweet|follow us(?: .{0,40})?|follow|folgen sie uns.{0,30}|suivez-nous.{0,30}|síguenos.{0,30}|(?:artikel|beitrag) teilen|partager (?:cet article|sur).{0,20}|comparte.{0,30}|print|email|copy link|link copied|save|bookmark)
    """,
    "newsletter banner": r"""
        (?:subscribe|newsletter|sign up|stay (?:in (?:the loop|touch)|updated|informed|connected|up to date|ahead)|join (?:our|the) (?:newsletter|mailing list|community|list)|get (?:the (?:latest|best|newsletter)|our|more|updates|weekly|daily|new posts).{0,60}|never miss .{0,60}|don['’]t miss .{0,60}|our newsletter|weekly newsletter|want more.{0,40}|like what you['’]?(?:re| are| see).{0,60}|enjoy(?:ed|ing)? (?:this|the) .{0,60}|subscribe (?:to|for|now|today).{0,60}|sign up (?:for|to|now).{0,60}|join \d[\d,.]*\S* .{0,60})
        (?:newsletter (?:abonnieren|anmelden|bestellen)|jetzt (?:abonnieren|anmelden)|bleiben sie .{0,30}|abonnez-vous.{0,40}|inscrivez-vous.{0,40}|restez informés?|suscr[ií]bete.{0,40}|boletín.{0,30})
    """,
    "tags": r"""
        (?:tags?|topics?|categor(?:y|ies)|filed under|posted in|keywords?|schlagw(?:ort|örter)|themen|stichwörter|mots[- ]clés|étiquettes|etiquetas|kategorien?|catégories?|categorías?|labels?)
    """,
    "table of contents": r"""
        (?:table of contents?|contents|in this (?:article|post|guide|story|section|blog)|on this page|jump to(?: .{0,20})?|quick (?:links|navigation)|inhalt(?:sverzeichnis)?|sommaire|table des matières|contenido|índice|tabla de contenidos?|what['’]s (?:in this|inside).{0,30}|page contents|skip to .{0,20}|toggle(?: .{0,20})?)
    """,
}
_HEADING = regex("|".join(f"(?P<r{at}>(?:{_exactly(words)}){_END})" for at, words in enumerate(_HEADINGS.values())))
_HEADING_REASONS = list(_HEADINGS)

_LINES: dict[str, str] = {
    # reason -> how a short block begins that is no content
    "advertisement": r"""
        (?:advertisements?|ads?|anzeige|werbung|publicité|publicidad|sponsored|story continues below.{0,30}|article continues (?:below|after).{0,40}|continue reading below.{0,20}|scroll (?:down )?to continue.{0,30}|- ?advertisement ?-|advertising|paid content|ad feedback)$
    """,
    "related links": r"""
        (?:read (?:more|also|next|our|the full|full|on|this)|also read|must read|related|see also|see more|more:|more on|keep reading|continue reading|recommended|learn more|find out more|check out|watch(?: now)?|view (?:all|more|full|the)|lesen sie (?:auch|mehr|hier)|mehr dazu|mehr zum thema|siehe auch|lire aussi|à lire aussi|lire la suite|voir aussi|en savoir plus|lee también|leer más|te puede interesar|ver más|más información)\b.{0,14}$
        you (?:may|might|will) (?:also )?(?:like|love|enjoy|be interested in)\b.{0,14}$
        (?:also read|must read|read more|related(?: (?:stor(?:y|ies)|articles?|posts?|reading))?|see also|you may also like|recommended(?: reading)?|lesen sie auch|mehr zum thema|siehe auch|lire aussi|à lire aussi|lee también|te puede interesar|ver también|further reading|don['’]t miss|more (?:for you|from .{1,30})|next)\s?[:|»›–—-].*
    """,
    "share bar": r"""
        (?:share(?: this)?(?: (?:article|post|story|page|on|via|with).{0,40})?|tweet|pin(?: it)?(?: (?:this )?for later)?!?|pin this for later!?|facebook|twitter|linkedin|whatsapp|reddit|email(?: this)?|pinterest|telegram|copy (?:the )?link|link copied!?|print(?: this)?(?: article)?|save|comment|like|follow(?: us)?(?: on .{0,40})?|teilen|drucken|merken|partager|imprimer|compartir|imprimir|click to share.*|(?:share|follow) (?:us )?on .{0,60}|flipboard|save this|bookmark|listen(?: to this article)?|give this article|gift article|add .{0,40} (?:as a )?preferred source.{0,40}|google preferred source.{0,60})$
        .{0,40} on google news.{0,30}$
        (?:follow|find|like|join) (?:us|me|our|@\w+)\b.{0,80}(?:facebook|twitter|instagram|linkedin|telegram|whatsapp|youtube|tiktok|threads|bluesky|google news|mastodon|social).{0,120}$
    """,
    "newsletter banner": r"""
        (?:subscribe (?:to|for|now|today|here)|sign up (?:for|to|now|today|here)|get (?:the latest|our|all the latest|stories|more stories|unlimited)|join (?:our|over|more than|thousands|millions|the (?:newsletter|mailing|list|community|club|conversation|discussion|wait|movement|\d))|enter your e-?mail|your e-?mail|e-?mail address|we(?:['’]ll| will) never (?:share|spam)|unsubscribe (?:at )?any ?time|you can unsubscribe|no spam|thanks? (?:you )?for (?:subscribing|signing|reading|your (?:submission|interest|subscription))|success!|please (?:enter|check) (?:a valid|your)|(?:this site|protected) (?:is protected )?by recaptcha|this form is protected|check your inbox|melden sie sich|abonnieren sie|jetzt (?:anmelden|abonnieren)|abonnez-vous|inscrivez-vous|recevez|suscr[ií]bete|reg[ií]strate|recibe)\b.{0,220}$
        .{0,90}\b(?:subscribe to|sign up (?:for|to)) (?:our|my|the) (?:.{0,40}\b)?(?:newsletters?|blog|mailing list|e-?mail list|youtube channel)\b.{0,140}$
        .{0,110}\b(?:follow us on|follow me on) (?:facebook|twitter|instagram|linkedin|telegram|whatsapp|youtube|tiktok|pinterest|bluesky|mastodon|threads|social media)\b.{0,160}$
        by (?:signing|subscribing|submitting|clicking|entering|providing|registering|continuing|checking|joining|opting)\b.{0,200}\b(?:you(?:['’]re| are)? (?:agree|consent|acknowledg|accept|confirm|opt|authori[sz]|giv)\w*|i (?:agree|consent)|(?:terms|privacy|policy))\b.{0,600}$
    """,
    "comments": r"""
        (?:comments (?:are|have been) (?:closed|disabled|off)|leave a (?:comment|reply)|no comments|be the first to comment|log ?in to (?:comment|reply|leave)|you must be logged in|your email address will not be published|post (?:a )?comment|join the conversation|view comments|show comments|\d+ comments?|sign in to comment|load more comments|reply|kommentare?(?: \(\d+\))?|\d+ kommentare?|commentaires?|comentarios?)\b.{0,90}$
    """,
    "byline": r"""
        (?:written by|words by|posted by|reviewed by|edited by|medically reviewed by|fact[- ]checked by)\s?:?\s.{2,60}$
        (?:published|updated|last updated|last modified|posted|first published|date|modified|veröffentlicht|aktualisiert|stand|publié|mis à jour|publicado|actualizado|last reviewed|created)\b\s?:?.{0,60}\d.{0,40}$
        \d+\s?-?(?:min(?:ute)?s?|minuten|minutos)\.?(?:\s?(?:de )?(?:read(?:ing)?(?: time)?|lesezeit|lecture|lectura))?$
        (?:estimated )?(?:reading time|read time|lesezeit|temps de lecture|tiempo de lectura)\b.{0,40}$
        (?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d{1,2},? \d{4}.{0,40}$
        \d{1,2}\.? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mär|mai|okt|dez|janv|févr|avr|juin|juil|août|déc|ene|abr|ago|dic)\S*,? \d{4}.{0,30}$
        \d{1,2}[./-]\d{1,2}[./-]\d{2,4}.{0,30}$
        \d{4}-\d\d-\d\d.{0,20}$
    """,
    "tags": r"""
        (?:tags?|categor(?:y|ies)|filed under|posted in|keywords?|tagged(?: with| in| as)?|schlagwörter|themen|mots[- ]clés|étiquettes|etiquetas)\s?:.{0,300}$
    """,
    "copyright": r"""
        (?:copyright ©|© ?(?:copyright )?\d{4}|©|all rights reserved|alle rechte vorbehalten|tous droits réservés|todos los derechos reservados).{0,200}$
    """,
    "navigation": r"""
        (?:skip to (?:main )?content|back to top|back to .{0,30}|return to .{0,30}|home|menu|search|close|next|previous|prev|loading(?: \w{1,12})?(?:\.*|…)|show more|show less|load more|see all|view all|toggle|expand|collapse|go to .{0,20}|(?:next|previous) (?:article|post|story|page|slide|image).{0,80}|page \d+ of \d+|\d+ (?:of|/) \d+|play(?: video)?|pause|mute|enlarge(?: image)?|open (?:image|in).{0,30}|click to (?:enlarge|expand|zoom).{0,20}|zum seitenanfang|nach oben|retour en haut|volver arriba|weiterlesen|accept(?: all)?(?: cookies)?)$
    """,
    "author box": r"""
        (?:about the (?:authors?|writer)|über (?:den autor|die autor(?:in|en))|à propos de l['’]auteure?|sobre (?:el autor|la autora))\s?[:–—-]\s.{10,300}$
    """,
    "feedback": r"""
        (?:was|is) th(?:is|e) (?:page|article|section|answer|information|content|guide|topic|documentation|post)?\s?(?:helpful|useful)\b.{0,60}$
        (?:did (?:this|the) (?:page|article|information|answer)|did you find (?:this|the) .{0,30}(?:helpful|useful|what you)).{0,60}$
        (?:thank(?:s| you) for your feedback|rate this (?:page|article)|war (?:dieser|diese) (?:artikel|seite|beitrag) hilfreich|cet(?:te)? (?:article|page) (?:vous a-t-|est-|était-)(?:il|elle) .{0,20}utile|¿(?:te|le) (?:ha resultado|resultó) útil|¿fue útil|este artículo te resultó útil).{0,60}$
    """,
    "placeholder": r"""
        .{0,60}lorem ipsum(?: dolor sit amet.{0,260}|.{0,3})$
    """,
    "script notice": r"""
        (?:this (?:site|page|website|content|feature) requires javascript.*|(?:please )?(?:enable|turn on) javascript.{0,120}|javascript (?:is|must be) .{0,100}|your browser does not support .{0,80}|you need to enable javascript.{0,60}|we (?:are|were) unable to load .{0,60})$
        (?:view this post on instagram|view this .{0,30} on (?:instagram|twitter|x|tiktok|facebook|threads)|a post shared by .{0,80}|to view this video please .{0,120}|\[email protected\]|see on instagram)$
    """,
}
_LINE = regex("|".join(f"(?P<r{at}>(?:{_exactly(words)}))" for at, words in enumerate(_LINES.values())))
_LINE_REASONS = list(_LINES)
_MARKS = ' -–—*•·|>»›(["“'
_SPACE = "".join(filter(str.isspace, map(chr, range(0x3001))))
_BEFORE = _MARKS + _SPACE
_LONGEST_HEADING = 110
_LONGEST_LINE = 320
_LONGEST_CONSENT = 800
"""Characters of "By signing up, you agree …"."""
_START = 4
"""Letters of a text's first word by which most texts are told to be in no table."""
_HEADING_STARTS = frozenset(
    "abon abou add all also arou arti artí auch aute auth auto be beit blei blog bole book brow canc cate caté come "
    "comm comp cont copy dans das deja disc disk don' don’ edit emai empf enjo entr etiq expl feat file folg foll "
    "from furt get in inha insc jetz join jump kate keep keyw komm labe lais late leav lee leer les lese like link "
    "lire lo meet mehr meis more most mots más neue neve news next nos noti on othe our page part popu post prev prin "
    "prom publ quic read rece reco rela repl resp rest revi réac save schl schr see shar sign simi skip sobr somm "
    "spon spre stay stic subm subs sugg suiv sur susc sígu tabl tag tag- tags tamb te teil tema them thou togg top "
    "topi tren twee up ver verw view voir vous want we week weit what who writ you you' you’ zum à ähnl étiq índi "
    "últi über".split()
)
_LINE_STARTS = frozenset(
    "a abon abou acce actu cet cett did este is ¿fue ¿le ¿te ad add ads adve aktu all alle also anze arti back be book by cate chec clic clos coll come comm "
    "comp cont copy crea date don' don’ druc e-ma edit emai en enab enla ente esti etiq expa face fact file find firs "
    "flip foll frid furt get gift give go goog home impr insc java jetz join keep keyw komm last lear leav lee leer "
    "lese like link lire list load log logi medi mehr meld menu merk mis modi mond more mots must mute más nach next "
    "no open page paid part paus pin pint play plea post prev prin prot publ rate read rece reci reco redd regi regí rela "
    "repl reto retu revi satu save schl scro sear see shar show sieh sign skip spon stan stor subs succ sund susc tag "
    "tagg tags te teil tele temp than them this thur tiem to todo togg tous tues turn twee twit unsu upda ver verö sobr über "
    "view voir volv war was watc we we'l wedn weit werb we’l what word writ you your zum à étiq".split()
)
_MONTHS = frozenset("jan feb mar apr may jun jul aug sep oct nov dec".split())
"""What texts in the tables begin with, numbers and signs of copyright aside: the first letters of their first words. A
phrase that is added to a table and begins otherwise is to be added here as well."""
_ANYWHERE = ("ipsum", "google", "newsletter", "subscribe to", "sign up ", "follow us on", "follow me on")
"""Words of the lines that may begin with anything."""


def may_head(text: str) -> bool:
    """Whether a block with this text, as the page has it, may be a heading in the tables: a cheap first look."""
    return _starts_with(text.lower().lstrip(), _HEADING_STARTS)


def may_be_line(text: str) -> bool:
    """Whether a block with this text, as the page has it, may be a line in the tables: a cheap first look."""
    low = text.lower()
    if _starts_with(low.lstrip(_BEFORE), _LINE_STARTS):
        return True
    for words in _ANYWHERE:  # noqa: SIM110 - a generator for each block of every page costs more than it looks
        if words in low:
            return True
    return False


def _starts_with(text: str, starts: frozenset[str]) -> bool:
    """Whether a text in lower case begins with one of these, with a month, a number or a sign of copyright."""
    words = text[:_START].split(None, 1)
    if not words:
        return False
    start = words[0]
    return start in starts or start[:3] in _MONTHS or start[0] == "©" or start[0].isdecimal()


def folded(text: str) -> str:
    """The text as the tables see it."""
    return " ".join(text.split()).lower()


def heading_reason(text: str) -> str | None:
    """Why the part below a heading with this (folded) text is no content; None: it may well be."""
    if len(text) > _LONGEST_HEADING:
        return None
    found = _HEADING.match(text)
    return _HEADING_REASONS[int((found.lastgroup or "r0")[1:])] if found else None


def line_reason(text: str) -> str | None:
    """Why a block of this (folded) text is no content; None: nothing says so."""
    if len(text) > (_LONGEST_CONSENT if text.startswith("by ") else _LONGEST_LINE):
        return None
    found = _LINE.match(text.lstrip(_MARKS))
    return _LINE_REASONS[int((found.lastgroup or "r0")[1:])] if found else None
