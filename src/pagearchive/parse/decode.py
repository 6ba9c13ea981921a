"""Bytes of a page -> text, in the order a browser decides: BOM, HTTP header, meta declaration, the bytes themselves.

HTML Living Standard, 13.2.3.2 "Determining the character encoding". Labels are those of the Encoding Standard.
"""

from __future__ import annotations

import re

import webencodings
from charset_normalizer import from_bytes

_META_CHARSET = re.compile(rb"""<meta[^>]+?charset\s*=\s*["']?\s*([\w.:-]+)""", re.I)
_XML_ENCODING = re.compile(rb"""^\s*<\?xml[^>]+?encoding\s*=\s*["']([\w.:-]+)""", re.I)
_HEADER_CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([\w.:-]+)""", re.I)
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_PRESCAN = 4096
_SAMPLE = 65536


def decode(data: bytes, content_type: str | None = None) -> str:
    """The page's text. Bytes that the encoding does not have become U+FFFD, as in a browser."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(encoding, "replace")
    declared = _from_header(content_type) or _from_markup(data[:_PRESCAN])
    if declared is not None:
        return _decoded(data, declared)
    return data.decode(_detected(data), "replace")


def _decoded(data: bytes, label: str) -> str:
    """A wrong declaration of UTF-8 (half of the page would be U+FFFD) falls back on the bytes themselves."""
    text = data.decode(label, "replace")
    if label == "utf-8" and text.count("\ufffd") > 20 and text.count("\ufffd") > len(text) // 50:
        return data.decode(_detected(data), "replace")
    return text


def _python_name(label: str) -> str | None:
    found = webencodings.lookup(label)
    if found is None:
        return None
    name = str(found.codec_info.name)
    if name in ("utf-16", "utf-16-le", "utf-16-be"):
        return "utf-8"  # a page that can declare it in ASCII is not UTF-16
    return {"gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "iso8859-1": "cp1252"}.get(name, name)


def _from_header(content_type: str | None) -> str | None:
    found = _HEADER_CHARSET.search(content_type or "")
    return _python_name(found[1]) if found else None


def _from_markup(head: bytes) -> str | None:
    found = _META_CHARSET.search(head) or _XML_ENCODING.search(head)
    return _python_name(found[1].decode("ascii", "replace")) if found else None


def _detected(data: bytes) -> str:
    if data[:2] == b"<\0":
        return "utf-16-le"
    if data[:2] == b"\0<":
        return "utf-16-be"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.end < len(data) - 3:
            best = from_bytes(data[:_SAMPLE]).best()
            return best.encoding if best is not None else "cp1252"
    return "utf-8"


_TWICE = re.compile("[\u00c2-\u00f4][\u0080-\u00bf]{1,3}")


def repaired(text: str) -> str:
    """Text that was UTF-8 and had been read as ISO 8859-1 before it came here, as it was meant.

    Its mark is the C1 controls in the middle of words ("donâ\\x80\\x99t"), which no page has on purpose.
    """
    if "\u00e2\u0080" not in text:
        return text
    return _TWICE.sub(_once, text)


def _once(found: re.Match[str]) -> str:
    try:
        return found[0].encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return found[0]
