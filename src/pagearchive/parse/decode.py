"""Bytes of a page -> text, in the order a browser decides: BOM, HTTP header, meta declaration, the bytes themselves.

HTML Living Standard, 13.2.3.2 "Determining the character encoding", and the Encoding Standard's labels. What is
declared nowhere is guessed as Firefox does (chardetng), from a bounded sample. One liberty: a page that declares
UTF-8 and plainly is not is read by its bytes, where a browser would show replacement characters throughout.
"""

from __future__ import annotations

import re

import webencodings
from chardetng_py import EncodingDetector

from pagearchive.patterns import regex

_COMMENT = regex(rb"<!--.*?(?:-->|$)", re.S)
_META = regex(rb"<meta[\s/]([^>]*)", re.I)
_ATTRIBUTE = regex(rb"""([a-z-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.I)
_CHARSET = regex(rb"""charset\s*=\s*["']?\s*([^\s;"']+)""", re.I)
_XML_ENCODING = regex(rb"""^\s*<\?xml[^>]{1,200}?encoding\s*=\s*["']([\w.:-]+)""", re.I)
_HEADER_CHARSET = regex(r"""charset\s*=\s*["']?\s*([^\s;"']+)""", re.I)
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
PRESCAN = 4096
"""Bytes in which a declaration is looked for: a browser looks for it in the first kilobyte, and on while it waits."""
SAMPLE = 65536
"""Bytes from which an undeclared encoding is guessed."""
_WIDER = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "iso8859-1": "cp1252",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
}
"""What Python calls narrower than the Encoding Standard means it."""


def decode(data: bytes, content_type: str | None = None) -> str:
    """The page's text. Bytes that the encoding does not have become U+FFFD, as in a browser."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(encoding, "replace")
    declared = _from_header(content_type) or _from_markup(data[:PRESCAN])
    if declared is None:
        return _undeclared(data)
    text = data.decode(declared, "replace")
    missing = text.count("\ufffd") if declared == "utf-8" else 0
    if missing > 20 and missing > len(text) // 50:
        return _undeclared(data)
    return text


def _python_name(label: str) -> str | None:
    """The codec for a label of the Encoding Standard; None for a label that it does not know."""
    found = webencodings.lookup(label)
    if found is None:
        return None
    name = str(found.codec_info.name)
    return "cp1252" if found.name == "x-user-defined" else _WIDER.get(name, name)


def _from_header(content_type: str | None) -> str | None:
    found = _HEADER_CHARSET.search((content_type or "")[:500])
    return _python_name(found[1]) if found else None


def _from_markup(head: bytes) -> str | None:
    """What a meta element, or an XML declaration, says (13.2.3.2 "prescan"): outside comments only."""
    for tag in _META.finditer(_COMMENT.sub(b"", head)):
        attributes = {name.lower(): a or b or c for name, a, b, c in reversed(_ATTRIBUTE.findall(tag[1]))}
        label = attributes.get(b"charset")
        if label is None and attributes.get(b"http-equiv", b"").lower() == b"content-type":
            found = _CHARSET.search(attributes.get(b"content", b""))
            label = found[1] if found else None
        name = _python_name(label.decode("ascii", "replace").strip()) if label else None
        if name is not None:
            # a declaration that can be read as ASCII does not stand in UTF-16
            return "utf-8" if name.startswith("utf-16") else name
    found = _XML_ENCODING.search(head)
    return _python_name(found[1].decode("ascii", "replace")) if found else None


def _undeclared(data: bytes) -> str:
    """The text of bytes about which nothing is said, or nothing true."""
    wide = _wide(data[:1024])
    if wide is not None:
        return data.decode(wide, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start > len(data) - 4:  # cut off inside a character
            return data.decode("utf-8", "replace")
    detector = EncodingDetector()
    # what is not ASCII may begin late: the sample starts shortly before it
    start = max(0, next((at for at, byte in enumerate(data[: 8 * SAMPLE]) if byte > 127), 0) - 1024)
    detector.feed(data[start : start + SAMPLE], last=True)
    name = _python_name(detector.guess(tld=None, allow_utf8=False)) or "cp1252"
    if _is_mostly_utf8(data[start : start + SAMPLE]):
        name = "utf-8"
    return data.decode(name, "replace")


def _wide(head: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of its markup is zero."""
    if len(head) < 4:
        return None
    half = len(head) // 2
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > 0.4 * half and even < 0.05 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.4 * half and odd < 0.05 * half else None


def _is_mostly_utf8(sample: bytes) -> bool:
    """Whether the sample is UTF-8 with a few damaged characters in it."""
    text = sample.decode("utf-8", "replace")
    wide = sum(c > "\x7f" for c in text)
    return wide > 20 and text.count("\ufffd") < 0.05 * wide


_TWICE = regex("[\u00c2-\u00f4][\u0080-\u00bf]{1,3}")


SOFT_HYPHEN = "\u00ad"
_SOFT_HYPHENS = regex("(?<!\u00c3)\u00ad|&(?:shy|#173|#[xX]0*[aA][dD]);")


def repaired(text: str) -> str:
    """Text that was UTF-8 and had been read as ISO 8859-1 before it came here, as it was meant.

    Its mark is the C1 controls in the middle of words ("donâ\\x80\\x99t"), which no page has on purpose.
    """
    if "\u0080" not in text or "\u00e2\u0080" not in text:
        return text
    return _TWICE.sub(_once, text)


def unhyphenated(text: str) -> str:
    """Text without soft hyphens: places where a line may break, unseen elsewhere, in the middle of what is searched.

    What follows "Ã" is half of an "í" that was decoded wrongly.
    """
    return _SOFT_HYPHENS.sub("", text)


def _once(found: re.Match[str]) -> str:
    try:
        return found[0].encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return found[0]
