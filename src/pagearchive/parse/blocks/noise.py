"""What stands inside a post's body and was not written there by its author: quotations' headers, edit notices,
signatures, buttons; and which parts of it are quotations of others."""

from __future__ import annotations

import re

from pagearchive import dom
from pagearchive.dom import Node
from pagearchive.model import Quote
from pagearchive.parse.document import Document

_SIGNATURE = "[class*=signature i], [id*=signature i], [id^=sig_], .sig, .postsignature, .usersig, .bbp-reply-revision-log-signature"
_CONTROLS = (
    "button, [role=button], [role=toolbar], [class*=share i]:not(p), [class*=social i]:not(p), [class*=toolbar i], "
    "[class*=post-actions i], [class*=comment-actions i], [class*=post-controls i], [class*=post-menu i], "
    "[class*=reply-link i], [class*=comment-reply i], [class*=report-link i], [class*=actionbar i]"
)
_REACTIONS = (
    "[class*=reactions i], [class*=likes i]:not(p), [class*=upvote i], [class*=vote-count i], [class*=thanks-list i]"
)
_EDITED = (
    "[class*=edited i], [class*=lastedit i], [class*=last-edit i], [class*=edit-notice i], [class*=editedby i], .edit"
)
_PREVIEW = (
    "[class*=onebox i], [class*=unfurl i], [class*=link-preview i], [class*=linkpreview i], [class*=embed-card i]"
)
_ADVERT = (
    "ins.adsbygoogle, [id^=google_ads], [id^=div-gpt-ad], [class*=advertisement i], [class*=ad-slot i], .ad-container"
)
_NOISE = {
    "signature": _SIGNATURE,
    "message action": _CONTROLS,
    "reactions": _REACTIONS,
    "edit notice": _EDITED,
    "link preview": _PREVIEW,
    "advertisement": _ADVERT,
}
_EDIT_NOTICE = re.compile(
    r"^\W*(?:\(?(?:this (?:post|message|comment|topic) (?:was|has been)\s+)?(?:last )?(?:edited|modified|updated)"
    r"(?: \d+ times?)?(?: on| by| at|:)|last (?:edit(?:ed)?|modified)|edit(?:ed)?:? (?:by|on|at)\b|zuletzt (?:bearbeitet|geändert)"
    r"|(?:dernière )?(?:modifi|édit)[ée]|(?:última )?(?:edici|editado|edición)|modificato|laatst (?:bewerkt|gewijzigd)|ostatnio edytowan"
    r"|отредактировано|последний раз)",
    re.IGNORECASE,
)
_CLIENT = re.compile(
    r"^\W*(?:sent (?:from|via|using)\s+\S.{0,60}|(?:posted|sent) via .{2,40}|(?:gesendet|enviado|envoyé|inviato|verzonden|wysłane) .{2,50}"
    r"(?:tapatalk|iphone|ipad|android|handy|mobile).{0,20}|via tapatalk)\W*$",
    re.IGNORECASE,
)
_RULE = re.compile(r"^\s*(?:[_*–—-]\s?){3,}\s*$")
_QUOTE = (
    "blockquote, aside.quote, [class*=quote-block i], [class*=quoteblock i], [class*=bbcode_quote i], [class*=quote_block i], "
    "[class*=bbc_standard_quote i], [class*=quotemain i], div.quote, div[class*=quotecontent i], div[class*=quotebox i], "
    "div.quoted, [class*=blockquote i]:not(blockquote)"
)
_SAID = re.compile(
    r"^\W*(?:(?:originally )?(?:posted|written|quote(?:d)?|zitat|citation|cita|citaat|цитата)(?: (?:by|from|von|de|di|van))?:?\s+)?"
    r"@?(?P<name>[^\n:]{1,60}?)\s*(?:(?:wrote|said|says|schrieb|a écrit|escribió|ha scritto|schreef|napisał\(?a?\)?|написал\(?а?\)?)"
    r"(?!\w)[^\n]{0,60}?:?)\s*$",
    re.IGNORECASE,
)
_COLON = re.compile(r"^\W*(?:(?:quote|zitat) (?:from|by|von):?\s*)?@?(?P<name>[^\n:]{1,40}?)\s*:?\s*$", re.IGNORECASE)
_HEADER_CLASS = re.compile(r"cite|author|quote.?(?:title|head|by|from|user)|(?:title|head)", re.IGNORECASE)
_BY = re.compile(r"^\W*originally posted by:?\s*@?(?P<name>[^\n:]{1,60}?)\W*$", re.IGNORECASE)
_QUOTE_LABEL = re.compile(r"^\W*(?:quote|zitat|citation|cita|citaat|цитата|cytat|citazione)\W*$", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?:#(?:p|post|msg|pid|comment|c|entry)?[-_]?|[?&](?:p|pid|post|msg|postid)=|/)(\d{2,})(?:$|[#&?/])"
)


def drop_noise(document: Document, body: Node) -> None:
    """Mark what the software, not the author, put into a body."""
    for reason, selector in _NOISE.items():
        document.drop(selector, reason, within=body)
    for node in dom.select(body, "p, div, span, em, i, small, font"):
        child = node.first_child
        if child is None:
            continue
        length = 0
        while child is not None and length < 160:
            length += len(child.text_content or "") if child.tag == "-text" else len(child.text() or "")
            child = child.next
        if length >= 160:
            continue
        words = dom.words_of(node)
        if len(words) > 8:
            if _EDIT_NOTICE.match(words) and any(c.isdigit() for c in words):
                document.drop_node(node, "edit notice")
            elif _CLIENT.match(words):
                document.drop_node(node, "client line")


def quotes_in(document: Document, body: Node) -> dict[int, Quote]:
    """The quotations of others inside a body, by identity, with who is quoted; their headers are marked."""
    found: dict[int, Quote] = {}
    for node in dom.select(body, _QUOTE):
        if dom.identity(node) == dom.identity(body):
            continue
        attrs = node.attrs
        author = next(
            (
                value
                for name in ("data-author", "data-quote", "data-username", "data-ipsquote-username", "author")
                if (value := attrs.get(name))
            ),
            None,
        )
        post_id = attrs.get("data-post-id") or attrs.get("data-ipsquote-contentcommentid") or attrs.get("data-pid")
        author = author or _header(document, node)
        if post_id is None:
            post_id = _quoted_number(node)
        found[dom.identity(node)] = Quote(author=author, post_id=post_id)
    return found


def _header(document: Document, quote: Node) -> str | None:
    """Who is quoted, as the quotation's first words or the ones before it say; these are marked."""
    candidates = list(dom.elements(quote))[:2]
    for inner in list(candidates):
        candidates.extend(list(dom.elements(inner))[:2])
    before = quote.prev
    while before is not None and before.tag == "-text" and not (before.text_content or "").strip():
        before = before.prev
    if before is not None and before.tag and before.tag[0] not in "-!":
        candidates.append(before)
    for node in candidates:
        name = _named(node)
        if name is not None:
            document.drop_node(node, "quote header")
            return name or None
    return None


def _named(node: Node) -> str | None:
    """The name in a quotation's header; "" for a header without one; None for what is no header."""
    words = dom.words_of(node)
    if not words or len(words) > 120:
        return None
    if _QUOTE_LABEL.match(words):
        return ""
    found = _BY.match(words) or _SAID.match(words)
    if found is None and (node.tag == "cite" or _HEADER_CLASS.search(node.attrs.get("class") or "")):
        found = _COLON.match(words)
    return found["name"].strip() if found else None


def _quoted_number(quote: Node) -> str | None:
    cite = quote.attrs.get("cite") or ""
    found = _NUMBER.search(cite)
    if found:
        return found[1]
    for link in dom.select(quote, "a[href]")[:2]:
        found = _NUMBER.search(link.attrs.get("href") or "")
        if found and len(dom.words_of(link)) < 40:
            return found[1]
    return None
