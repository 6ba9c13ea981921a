"""What stands at the end of a body and is not the author's: lines that a program on a telephone put there ("Sent from
my…", "Posted via…", "Get Outlook for iOS"), and signatures below a line that the software draws."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pagearchive import dom
from pagearchive.dom import Node
from pagearchive.parse.document import Document
from pagearchive.patterns import regex

_CLIENT_LINE = regex(
    r"(?:\W*)(?:"
    r"(?:sent|posted|written|typed|gesendet|verschickt|geschrieben|envoyé|enviado|enviada|inviato|verzonden|verstuurd|"
    r"wysłan[eo]|napisane|отправлено|skickat|sendt|lähetetty)\s+"
    r"(?:from|via|using|by|with|von|über|vom|mit|de(?:puis|sde)?|do|dal?|con|vanaf|van|met|z|przez|с|со|från|fra)\s+\S"
    r"|mobil gesendet\b|(?:via|using) tapatalk\b|(?:get|download) (?:outlook|bluemail) for\b"
    r")[^\n]{0,100}\Z",
    re.I,
)
_MACHINES = regex(
    r"tapatalk|iphone|ipad|ipod|android|samsung|galaxy|pixel|nexus|huawei|xiaomi|redmi|oneplus|nokia|motorola|moto |"
    r"htc|sony|blackberry|windows phone|lumia|phone|mobile|tablet|\bapp\b|outlook|bluemail|handy|telefon|smartphone|"
    r"lg[- ]|\b[a-z]{2,3}-[a-z]?\d{3,}|my |mein|mon |mi |meu |mio |mijn |mojego|моего",
    re.I,
)
_BREAKS = frozenset(
    [
        "br",
        "p",
        "div",
        "li",
        "td",
        "th",
        "blockquote",
        "pre",
        "hr",
        "table",
        "tr",
        "ul",
        "ol",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "section",
        "article",
    ]
)


def drop_client_line(document: Document, body: Node, text: str) -> bool:
    """Mark the client's line at the end of a body; `text` is the body's text as read. Says whether there was one."""
    last = text[text.rfind("\n") + 1 :]
    if not last or len(last) > 140 or not _CLIENT_LINE.match(last) or not _MACHINES.search(last):
        return False
    line = list(_last_line(document, body))
    for node in line:
        document.dropped[dom.identity(node)] = "client line"
    if line:
        document.note_removed("client line")
    return bool(line)


def drop_signature(document: Document, body: Node, line: str) -> bool:
    """Mark the last line of that text in a body, and all that comes after it. Says whether there was one."""
    nodes = list(dom.nodes_of(body, document.dropped))
    marked = [at for at, node in enumerate(nodes) if node.tag == "-text" and (node.text_content or "").strip() == line]
    if not marked:
        return False
    around = {dom.identity(node) for node in dom.ancestors(nodes[marked[-1]])}
    for node in nodes[marked[-1] :]:
        if dom.identity(node) not in around:
            document.dropped.setdefault(dom.identity(node), "signature")
    document.note_removed("signature")
    return True


def _last_line(document: Document, body: Node) -> Iterator[Node]:
    """The text nodes of the body's last line that has words, from its end."""
    end = dom.identity(body)
    seen = False
    node = _last_leaf(document, body)
    while dom.identity(node) != end:
        if node.tag == "-text" and dom.identity(node) not in document.dropped:
            if (node.text_content or "").strip():
                seen = True
                yield node
        elif seen and node.tag in _BREAKS:
            return
        before = node.prev
        if before is not None:
            node = before if dom.identity(before) in document.dropped else _last_leaf(document, before)
            continue
        above = node.parent
        if above is None or (seen and above.tag in _BREAKS):
            return
        node = above


def _last_leaf(document: Document, node: Node) -> Node:
    child = node.last_child
    while child is not None and dom.identity(node) not in document.dropped:
        node = child
        child = node.last_child
    return node
