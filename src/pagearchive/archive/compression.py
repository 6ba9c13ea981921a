"""How hard to compress a record: by what its payload is.

Text pays for the work, pictures and video do not: they are compressed already, so they go through deflate's cheapest
level, which still removes what padding they have. docs/archive.md has the measurement.
"""

from __future__ import annotations

TEXT_LEVEL = 6
"""zlib's default: level 9 makes pages 0.5 % smaller for twice the time."""
MEDIA_LEVEL = 1

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


def level_for(content_type: str | None, content_encoding: str | None) -> int:
    """The zlib level for a record whose payload has this Content-Type and Content-Encoding."""
    if content_encoding and content_encoding.strip().lower() not in ("", "identity"):
        return MEDIA_LEVEL
    media_type = (content_type or "").strip().lower()
    if media_type.startswith(_COMPRESSIBLE_MEDIA):
        return TEXT_LEVEL
    if media_type.startswith(_MEDIA_FAMILIES) or media_type.startswith(_MEDIA_TYPES):
        return MEDIA_LEVEL
    return TEXT_LEVEL
