"""The body of a post whose software is unknown: what its author did not write there is marked, quotations are named."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache
from typing import NamedTuple

from pagearchive import dom
from pagearchive.dom import Node
from pagearchive.model import Quote
from pagearchive.parse.bodies import body
from pagearchive.parse.document import Document
from pagearchive.parse.enclosing import Shares
from pagearchive.parse.threads.client_lines import drop_client_line
from pagearchive.parse.threads.quotations import find_quotes
from pagearchive.patterns import regex

PREVIEW = "link preview"
TOGGLE = "toggle"
"""Why a button that shows more of a post is no text of it; what is called so may as well be all that it shows."""
_WRITTEN = "p, blockquote, img, li, pre"
_CODE = regex(r"\W*(?:(?:php|html|css|sql|source|quell)[ -]?)?code\W*$", re.IGNORECASE)
_NOISE = {
    "signature": regex(r"signature|(?<![a-z])(?:user|post)?sig(?![a-z])", re.IGNORECASE),
    "edit notice": regex(r"edited|last-?edit|edit-?(?:notice|note|info|by)", re.IGNORECASE),
    "reactions": regex(
        r"reactions|(?<![a-z])likes?(?![a-z])|up-?vote|down-?vote|vote-?count|thanks-?list", re.IGNORECASE
    ),
    "message action": regex(
        r"(?<![a-z])share(?![a-z])|sharing|social(?!ist)|tool-?bar|(?:post|comment|message)-?(?:actions|controls|menu"
        r"|buttons|links|footer)|drop-?down"
        r"|(?:reply|report|quote|permalink)-?(?:link|button|btn)|action-?(?:bar|list)|reply-?form",
        re.IGNORECASE,
    ),
    TOGGLE: regex(
        r"(?:expand|shrink|collapse|toggle)(?!able|ed|-?content|-?area|-?body)|(?:show|read|see)-?(?:more|less|all)",
        re.IGNORECASE,
    ),
    PREVIEW: regex(r"onebox|unfurl|link-?preview|embed-?card|bookmark-?card", re.IGNORECASE),
    "advertisement": regex(
        r"adsbygoogle|advert(?:isement)?|(?<![a-z])ad-?(?:slot|container|unit|wrapper)|google_ads|gpt-ad", re.I
    ),
}
"""By class or id. The first that matches gives the reason."""
_ADVERTISED = ("advert", "anzeige", "werbung", "publicit", "sponsored")
_ADVERTISEMENT = regex(
    r"(?:advert(?:isement|ising|s)?|anzeige|werbung|publicit[ée]|publicidad|sponsored)\b\W*(?:\W\s.{0,60})?$",
    re.IGNORECASE,
)
"""What stands above an advertisement."""
_EDIT_WORD = regex(
    r"^\W*(?:last )?(?:edited|modified|updated|bearbeitet|geändert|modifi|édit|editado|bewerkt)", re.IGNORECASE
)
_EDITED = regex(
    r"^\W*(?:\(?(?:this (?:post|message|comment|topic) (?:was|has been) )?(?:last )?(?:edited|modified|updated)"
    r"(?: \d+ times?)?(?: on| by| at|:)|last (?:edit(?:ed)?|modified)|edit(?:ed)?:? (?:by|on|at)\b"
    r"|zuletzt (?:bearbeitet|geändert)|(?:dernière )?(?:modifi|édit)[ée]|(?:última )?(?:edici|editado|edición)"
    r"|modificato"
    r"|laatst (?:bewerkt|gewijzigd)|ostatnio edytowan|отредактировано|последний раз)",
    re.IGNORECASE,
)
_MAY_BE_EDITED = (
    *("edited", "updated", "edit ", "bearbeitet", "geändert", "modifi", "édit", "edici", "bewerkt", "gewijzigd"),
    *("edytowan", "редакт"),
)
"""Without one of these, in lower case, nothing in a text is an edit notice."""


class Part(NamedTuple):
    """The own part of a post that others stand inside."""

    shares: Shares
    owner: int
    """Identity of the post's element."""


def read_post_body(
    document: Document,
    nodes: list[Node],
    post_id: str | None = None,
    *,
    part: Part | None = None,
    known: Collection[str] = (),
) -> body.Body:
    """Read the nodes as one post's body, without signatures, edit notices, buttons, previews and client lines.

    `part`: other posts stand inside this one, and are in `document.dropped`. `known`: identifiers of the page's posts,
    of which one may be quoted.
    """
    quotes: dict[int, Quote] = {}
    for node in nodes:
        own = _Own(document, node, part)
        own.drop_noise()
        quotes.update(own.quotes(known))
    content = body.read_body(document, nodes, quotes=quotes, post_id=post_id)
    if nodes and drop_client_line(document, nodes[-1], content.text):
        content = body.read_body(document, nodes, quotes=quotes, post_id=post_id)
    return content


class _Own:
    """What of a body's element is the post's own."""

    def __init__(self, document: Document, node: Node, part: Part | None) -> None:
        self.document = document
        self.node = node
        self.part = part
        self.words = self._text(node)
        self.left = READ_AGAIN * (len(self.words) + 2000)
        """Characters of text that may still be looked at: elements of a post may stand inside each other, too."""

    def drop_noise(self) -> None:
        """Mark what the software, not the author, put below the element."""
        own = dom.identity(self.node)
        preview: Node | None = None
        for inner in self._select("[class], [id], a, button, ins, [role=button], [role=toolbar]"):
            reason = _reason_of(inner)
            if reason is None or dom.identity(inner) == own or (preview is not None and dom.is_inside(inner, preview)):
                continue
            if self._is_apart(inner, reason):
                self.document.drop_node(inner, reason)
            if reason == PREVIEW:
                preview = inner
        words = self.words.lower()
        if any(word in words for word in _MAY_BE_EDITED):
            self._drop_edit_notices()
        if "code" in words:
            for inner in self._select("p, div, span, dt, cite, b, strong, legend"):
                if len(self._again(inner)) <= MAX_BUTTON and self._is_code_label(inner):
                    self.document.drop_node(inner, "code label")
        if any(word in words for word in _ADVERTISED):
            for inner in self._select("p, div, span, small"):
                if _ADVERTISEMENT.match(" ".join(self._again(inner, " ").split())):
                    self.document.drop_node(inner, "advertisement")

    def _is_apart(self, inner: Node, reason: str) -> bool:
        """Whether an element is so much less than the post that it may be what it is called. A preview without words
        is the picture that its author linked to, one that is a link stands in the author's own line."""
        words = self._again(inner)
        if reason == PREVIEW:
            return inner.tag != "a" and 0 < len(words.strip()) < len(self.words.strip())
        if reason == TOGGLE and (len(words.strip()) > MAX_BUTTON or dom.select_first(inner, _WRITTEN) is not None):
            return False
        return 2 * len(words) <= len(self.words)

    def _is_code_label(self, inner: Node) -> bool:
        words = "".join(dom.texts_of(inner, self.document.dropped))
        return _CODE.match(words) is not None and _stands_over_code(inner)

    def _drop_edit_notices(self) -> None:
        for inner in self._select("p, div, span, em, i, small, font"):
            line = " ".join(self._again(inner, " ").split())
            if not 8 < len(line) < MAX_NOTICE or not any(c.isdigit() for c in line):
                continue
            if _EDITED.match(line) or (_EDIT_WORD.match(line) and dom.select_first(inner, "time, [title]") is not None):
                self.document.drop_node(inner, "edit notice")

    def quotes(self, known: Collection[str]) -> dict[int, Quote]:
        """The quotations of others, by identity, with who is quoted; their headers are marked."""
        return find_quotes(self.document, self.node, self.words, self._select, known)

    def _select(self, selector: str) -> list[Node]:
        if self.part is None:
            return dom.select(self.node, selector)
        return self.part.shares.select(self.part.owner, self.node, selector)

    def _again(self, inner: Node, separator: str = "") -> str:
        """The text of an element in the body; all of the body's where too much was looked at already."""
        if self.left < 0:
            return self.words
        words = self._text(inner, separator)
        self.left -= len(words)
        return words

    def _text(self, node: Node, separator: str = "") -> str:
        """An element's text, without that of other posts."""
        if self.part is None:
            return node.text(separator=separator)
        return separator.join(dom.texts_of(node, self.document.dropped))


def _reason_of(node: Node) -> str | None:
    """Why an element is no part of what its author wrote, as its names, its role and its link tell."""
    attributes, tag = node.attributes, node.tag
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''} {attributes.get('data-role') or ''}"
    reason = _reason(names)
    if reason is not None:
        return reason
    role = attributes.get("role") if tag != "span" or "spoiler" not in names else None
    if tag == "button" or role in ("button", "toolbar") or (tag == "a" and _leads_nowhere(node, attributes)):
        return "message action"
    return None


def _stands_over_code(node: Node) -> bool:
    after = dom.element_after(node)
    return after is not None and dom.select_first(after, "pre, code") is not None


def _leads_nowhere(node: Node, attributes: dict[str, str | None]) -> bool:
    """Whether a link is a button: without an address, and no place that others lead to."""
    href = attributes.get("href")
    if href is None:
        is_place = "name" in attributes or "id" in attributes
        return not is_place and len(attributes) > 0 and "class" in attributes and len(dom.words_of(node)) <= MAX_BUTTON
    return (href == "#" or href.startswith("javascript:")) and len(dom.words_of(node)) <= MAX_BUTTON


MAX_BUTTON = 40
"""Characters on a button."""
MAX_NOTICE = 240
"""Characters of a line that says when a post was edited, and why."""
READ_AGAIN = 50
"""A body's text is looked at so often: elements seldom stand deeper in each other."""


@lru_cache(maxsize=8192)
def _reason(names: str) -> str | None:
    if len(names) < 3 or len(names) > 300:
        return None
    return next((reason for reason, pattern in _NOISE.items() if pattern.search(names)), None)
