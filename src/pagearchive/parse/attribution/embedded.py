"""What a picture's own bytes say of it: caption, creator, credit and copyright from IPTC, XMP and Exif.

Read are JPEG (APP1: Exif 2.32 and XMP; APP13: Photoshop image resources with IPTC-IIM 4.2), PNG (`iTXt`, `tEXt` and
`eXIf` chunks) and WebP (`EXIF` and `XMP ` chunks). Nothing in such a file is trusted: every length is checked against
what is there, every loop has a bound, XML is never parsed as such, and what does not fit is left out.
"""

from __future__ import annotations

import html as markup
import re
import struct
import zlib
from collections.abc import Iterator

from pagearchive.model import Embedded
from pagearchive.parse.attribution.credits import credit_of
from pagearchive.patterns import regex

MAX_METADATA = 1 << 20
"""Bytes at a file's beginning (for PNG and WebP: of one chunk) that are looked at."""
_MAX_SEGMENTS = 500
_MAX_DATASETS = 2000
_MAX_ENTRIES = 500
_MAX_TEXT = 4000
_XMP_HEAD = b"http://ns.adobe.com/xap/1.0/\x00"
_EXIF_HEAD = b"Exif\x00\x00"
_PHOTOSHOP_HEAD = b"Photoshop 3.0\x00"
_IPTC_RESOURCE = 0x0404
_UTF8_MARK = b"\x1b%G"
_IPTC = {80: "creator", 110: "credit", 115: "source", 116: "copyright", 120: "caption"}
_EXIF = {0x010E: "caption", 0x013B: "creator", 0x8298: "copyright"}
_PNG_WORDS = {"author": "creator", "copyright": "copyright", "description": "caption", "source": "source"}
_XMP = {
    "photoshop:Credit": "credit",
    "dc:creator": "creator",
    "dc:rights": "copyright",
    "dc:description": "caption",
    "photoshop:Source": "source",
}
_TAG = regex(r"<[^<>]*>")
_CAMERA = regex(r"(?:OLYMPUS|SONY|KODAK|SAMSUNG|MINOLTA|Picasa|default|untitled|DCIM|dav|sdr|cof|hdr)\b.{0,40}", re.I)
"""What cameras write into a description."""
_NOBODY = frozenset("picasa unknown default user camera admin owner artist photographer none".split())


def credit_line(embedded: Embedded) -> str | None:
    """The credit as one would print it: creator and provider, else the notice of copyright."""
    names = [name for name in (embedded.creator, embedded.credit) if name]
    if len(names) == 2 and (names[0].lower() in names[1].lower() or names[1].lower() in names[0].lower()):
        names = [max(names, key=len)]
    return credit_of("/".join(names) or embedded.copyright or "")


def read_embedded(data: bytes) -> Embedded | None:
    """What a picture's bytes say of it; None where they say nothing that is understood."""
    found: dict[str, str] = {}
    try:
        for kind, piece in _pieces(data):
            for name, value in _READERS[kind](piece):
                text = " ".join(value.replace("\x00", " ").split())[:_MAX_TEXT]
                if text and not (name == "caption" and _CAMERA.fullmatch(text)) and text.lower() not in _NOBODY:
                    found.setdefault(name, text)
    except (struct.error, zlib.error):  # a length that leads nowhere: what came before it stands
        pass
    credit = found.get("credit") or found.get("source")
    embedded = Embedded(
        caption=found.get("caption"), creator=found.get("creator"), credit=credit, copyright=found.get("copyright")
    )
    return embedded if embedded != Embedded() else None


# ── containers ───────────────────────────────────────────────────────────────────────────────────────────────────


def _pieces(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The parts of a file that hold metadata, by kind: IPTC before XMP before Exif."""
    if data[:3] == b"\xff\xd8\xff":
        found = list(_of_jpeg(data))
    elif data[:8] == b"\x89PNG\r\n\x1a\n":
        found = list(_of_png(data))
    elif data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        found = list(_of_webp(data))
    else:
        return
    yield from sorted(found, key=lambda piece: _ORDER.index(piece[0]))


def _of_jpeg(data: bytes) -> Iterator[tuple[str, bytes]]:
    at = 2
    for _segment in range(_MAX_SEGMENTS):
        if at + 4 > min(len(data), MAX_METADATA) or data[at] != 0xFF:
            return
        marker = data[at + 1]
        if marker in (0xD9, 0xDA):  # the picture itself begins
            return
        if marker in (0x01, 0xFF) or 0xD0 <= marker <= 0xD8:
            at += 1 if marker == 0xFF else 2
            continue
        (length,) = struct.unpack_from(">H", data, at + 2)
        segment = data[at + 4 : at + 2 + length]
        if length < 2:
            return
        if marker == 0xE1 and segment.startswith(_EXIF_HEAD):
            yield "exif", segment[len(_EXIF_HEAD) :]
        elif marker == 0xE1 and segment.startswith(_XMP_HEAD):
            yield "xmp", segment[len(_XMP_HEAD) :]
        elif marker == 0xED and segment.startswith(_PHOTOSHOP_HEAD):
            yield "photoshop", segment[len(_PHOTOSHOP_HEAD) :]
        at += 2 + length


def _of_png(data: bytes) -> Iterator[tuple[str, bytes]]:
    at = 8
    for _chunk in range(_MAX_SEGMENTS):
        if at + 12 > len(data):
            return
        length, kind = struct.unpack_from(">I4s", data, at)
        body = data[at + 8 : at + 8 + min(length, MAX_METADATA)]
        if kind in (b"iTXt", b"tEXt"):
            yield ("itxt" if kind == b"iTXt" else "text"), body
        elif kind == b"eXIf":
            yield "exif", body
        at += 12 + length


def _of_webp(data: bytes) -> Iterator[tuple[str, bytes]]:
    at = 12
    for _chunk in range(_MAX_SEGMENTS):
        if at + 8 > len(data):
            return
        kind, length = struct.unpack_from("<4sI", data, at)
        body = data[at + 8 : at + 8 + min(length, MAX_METADATA)]
        if kind == b"EXIF":
            yield "exif", body.removeprefix(_EXIF_HEAD)
        elif kind == b"XMP ":
            yield "xmp", body
        at += 8 + length + length % 2


# ── formats ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _photoshop(block: bytes) -> Iterator[tuple[str, str]]:
    """The IPTC data among Photoshop's image resources."""
    at = 0
    for _resource in range(_MAX_SEGMENTS):
        if block[at : at + 4] != b"8BIM" or at + 7 > len(block):
            return
        (number,) = struct.unpack_from(">H", block, at + 4)
        name = block[at + 6] + 1
        at += 6 + name + name % 2
        (size,) = struct.unpack_from(">I", block, at)
        if number == _IPTC_RESOURCE:
            yield from _iptc(block[at + 4 : at + 4 + size])
        at += 4 + size + size % 2


def _iptc(block: bytes) -> Iterator[tuple[str, str]]:
    utf8 = False
    at = 0
    for _dataset in range(_MAX_DATASETS):
        if at + 5 > len(block) or block[at] != 0x1C:
            return
        record, number, size = struct.unpack_from(">BBH", block, at + 1)
        if size & 0x8000:  # an extended length: nothing that is looked for is so long
            return
        value = block[at + 5 : at + 5 + size]
        if (record, number) == (1, 90):
            utf8 = value == _UTF8_MARK
        elif record == 2 and number in _IPTC:
            yield _IPTC[number], _text(value, utf8=utf8)
        at += 5 + size


def _exif(block: bytes) -> Iterator[tuple[str, str]]:
    """The texts of the first directory of a TIFF structure."""
    order = {b"II*\x00": "<", b"MM\x00*": ">"}.get(block[:4])
    if order is None:
        return
    (at,) = struct.unpack_from(f"{order}I", block, 4)
    (count,) = struct.unpack_from(f"{order}H", block, at)
    for entry in range(min(count, _MAX_ENTRIES)):
        tag, kind, size, offset = struct.unpack_from(f"{order}HHII", block, at + 2 + 12 * entry)
        if tag in _EXIF and kind == 2 and size:
            start = offset if size > 4 else at + 2 + 12 * entry + 8
            yield _EXIF[tag], _text(block[start : start + min(size, _MAX_TEXT)])


def _xmp(packet: bytes) -> Iterator[tuple[str, str]]:
    """The values of an XMP packet: as elements, lists in them, or attributes."""
    text = packet[:MAX_METADATA].decode("utf-8", "replace")
    for name, meaning in _XMP.items():
        value = _element(text, name) or _attribute(text, name)
        if value:
            yield meaning, value


def _element(text: str, name: str) -> str:
    start = text.find(f"<{name}")
    inner = text.find(">", start) + 1 if start >= 0 else 0
    end = text.find(f"</{name}>", inner) if inner else -1
    if end < 0 or end - inner > 4 * _MAX_TEXT:
        return ""
    items = [item for item in (part.strip() for part in _TAG.split(text[inner:end])) if item]
    return markup.unescape("; ".join(items) if name == "dc:creator" else items[0] if items else "")


def _attribute(text: str, name: str) -> str:
    start = text.find(f'{name}="')
    begin = start + len(name) + 2
    end = text.find('"', begin) if start >= 0 else -1
    return markup.unescape(text[begin:end]) if 0 <= end - begin <= _MAX_TEXT else ""


def _itxt(body: bytes) -> Iterator[tuple[str, str]]:
    """An international text of a PNG (PNG, third edition, 11.3.3.4): XMP, or a text under its keyword."""
    keyword, _, rest = body.partition(b"\x00")
    if len(rest) < 2:
        return
    packed = rest[0] == 1
    text = rest[2:].split(b"\x00", 2)[-1]
    if packed:
        text = zlib.decompressobj().decompress(text, MAX_METADATA)
    if keyword == b"XML:com.adobe.xmp":
        yield from _xmp(text)
        return
    meaning = _PNG_WORDS.get(keyword.decode("latin-1").lower())
    if meaning is not None:
        yield meaning, text[:_MAX_TEXT].decode("utf-8", "replace")


def _png_text(body: bytes) -> Iterator[tuple[str, str]]:
    keyword, _, text = body.partition(b"\x00")
    meaning = _PNG_WORDS.get(keyword[:80].decode("latin-1").lower())
    if meaning is not None:
        yield meaning, text[:_MAX_TEXT].decode("latin-1")


def _text(value: bytes, *, utf8: bool = False) -> str:
    """A text whose character set is stated at best: UTF-8 where it is that, else Latin-1."""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("utf-8", "replace") if utf8 else value.decode("latin-1")


_READERS = {"photoshop": _photoshop, "xmp": _xmp, "itxt": _itxt, "text": _png_text, "exif": _exif}
_ORDER = list(_READERS)
