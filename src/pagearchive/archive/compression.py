"""How a record is compressed: its heads and text by deflate, a picture or film not at all.

What is compressed already gains nothing from deflate (level 1: 0.0 % of random bytes) and costs as much time as text
does: 60 MB/s against 1,600 MB/s for storing it. So the two kinds of deflate blocks stand in one gzip member: the heads
compressed, a media body stored. Level 6 for text: level 9 is 2 % smaller for three times the time
(benchmarks/warc_writing.py).
"""

from __future__ import annotations

import struct
import zlib

_LEVEL = 6
_RAW = -zlib.MAX_WBITS
_HEADER = b"\x1f\x8b\x08" + bytes(6) + b"\xff"
"""RFC 1952: deflate, no flags, no time, unknown system: the same bytes give the same member."""
_MEDIA_FAMILIES = ("image/", "video/", "audio/", "font/")
_COMPRESSIBLE_MEDIA = ("image/svg", "image/bmp", "image/x-ms-bmp", "image/tiff", "audio/wav", "audio/x-wav")
_MEDIA_TYPES = (
    "application/zip",
    "application/gzip",
    "application/x-gzip",
    "application/pdf",
    "application/font-woff",
    "application/x-7z",
    "application/zstd",
    "application/java-archive",
    "application/vnd.openxmlformats",
    "application/epub",
    "application/ogg",
    "application/mp4",
)


def is_compressed(content_type: str | None, content_encoding: str | None) -> bool:
    """A payload of this Content-Type and Content-Encoding would not become smaller."""
    if content_encoding and content_encoding.strip().lower() not in ("", "identity"):
        return True
    media_type = (content_type or "").strip().lower()
    if media_type.startswith(_COMPRESSIBLE_MEDIA):
        return False
    return media_type.startswith(_MEDIA_FAMILIES) or media_type.startswith(_MEDIA_TYPES)


class GzipMember:
    """One gzip member: `head`, then any number of `body`, then `end`; each gives the bytes to write."""

    def __init__(self, *, store_body: bool) -> None:
        self._head = zlib.compressobj(_LEVEL, zlib.DEFLATED, _RAW)
        self._stores = store_body
        self._body = zlib.compressobj(0, zlib.DEFLATED, _RAW) if store_body else self._head
        self._crc = 0
        self._size = 0

    def head(self, data: bytes) -> bytes:
        """Begin with bytes that are always compressed."""
        packed = _HEADER + self._counted(self._head.compress(data), data)
        return packed + self._head.flush(zlib.Z_SYNC_FLUSH) if self._stores else packed

    def body(self, data: bytes) -> bytes:
        """Go on; may give nothing yet."""
        return self._counted(self._body.compress(data), data)

    def end(self, data: bytes) -> bytes:
        """The last bytes, and the member's trailer."""
        rest = self.body(data) + self._body.flush()
        return rest + struct.pack("<II", self._crc, self._size & 0xFFFFFFFF)

    def _counted(self, packed: bytes, data: bytes) -> bytes:
        self._crc = zlib.crc32(data, self._crc)
        self._size += len(data)
        return packed
