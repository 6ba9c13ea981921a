"""What style sheets and web app manifests name: images for other screens and states, and sheets that they import."""

from __future__ import annotations

import re
import sys
import zlib
from collections.abc import Iterable
from urllib.parse import urljoin

import brotlicffi
import msgspec

from pagearchive.capture.http1 import parse_head
from pagearchive.capture.ledger import Style

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

MAX_SHEET = 4 * 1024 * 1024
_URL = re.compile(r"""url\(\s*(?:"([^"\n)]{1,2000})"|'([^'\n)]{1,2000})'|([^"'\s)]{1,2000}))\s*\)""", re.I)
_IMPORT = re.compile(r"""@import\s+(?:"([^"\n]{1,2000})"|'([^'\n]{1,2000})')""", re.I)
_SET = re.compile(r"image-set\(((?:[^()]|\([^()]*\)){1,4000})\)", re.I)
_STRING = re.compile(r"""(?<!\()\s*(?:"([^"\n]{1,2000})"|'([^'\n]{1,2000})')\s*(?=[\s\d,)a-z]|$)""")
_COMMENT = re.compile(r"/\*.*?\*/", re.S)


def named_in(text: str, base: str) -> list[str]:
    """The http and https URLs in a style sheet, absolute, each once, in order."""
    text = _COMMENT.sub("", text[:MAX_SHEET])
    matches = [match for pattern in (_IMPORT, _URL) for match in pattern.finditer(text)]
    for images in _SET.finditer(text):
        # image-set() takes bare strings too, and strings that are no images: type("image/avif").
        matches += _STRING.finditer(re.sub(r"\b(?:type|url)\([^()]*\)", "", images[1]))
    names = (next(group for group in match.groups() if group is not None).strip() for match in matches)
    return _absolute(names, base)


def icons_in(text: str, base: str) -> list[str]:
    """The pictures that a web app manifest names, absolute."""
    try:
        manifest = msgspec.json.decode(text)
        entries = [entry for key in ("icons", "screenshots") for entry in manifest.get(key) or ()]
        return _absolute([str(entry["src"]) for entry in entries if isinstance(entry, dict) and "src" in entry], base)
    except (msgspec.DecodeError, AttributeError, TypeError):
        return []


def _absolute(names: Iterable[str], base: str) -> list[str]:
    found: dict[str, None] = {}
    for name in names:
        if not name or name.startswith(("data:", "#", "blob:", "about:")):
            continue
        try:
            url = urljoin(base, name)
        except ValueError:
            continue  # not an address after all
        if url.startswith(("http://", "https://")):
            found[url.partition("#")[0]] = None
    return list(found)


def sheet_text(style: Style) -> str | None:
    """A style sheet's text; None when its coding cannot be undone here."""
    coding = (parse_head(style.head).get(b"content-encoding") or b"").strip().lower()
    try:
        if coding in (b"gzip", b"x-gzip"):
            data = zlib.decompressobj(wbits=47).decompress(style.body, MAX_SHEET)
        elif coding == b"deflate":
            data = zlib.decompressobj().decompress(style.body, MAX_SHEET)
        elif coding == b"br":
            # Bounded before it is unpacked: a small body can hold a gigabyte.
            data = brotlicffi.Decompressor().process(style.body, output_buffer_limit=MAX_SHEET)
        elif coding == b"zstd":
            data = zstd.ZstdDecompressor().decompress(style.body, MAX_SHEET)
        elif not coding or coding == b"identity":
            data = style.body
        else:
            return None
    except (zlib.error, brotlicffi.error, zstd.ZstdError):
        return None
    return data.decode("utf-8", "replace")
