"""The pictures of a collection's records: files named by their digest, so that one picture is kept once."""

from __future__ import annotations

import errno
import hashlib
import re
import secrets
from pathlib import Path

from pagearchive.errors import OutputError

_MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", ".png"),
    (0, b"\xff\xd8\xff", ".jpg"),
    (0, b"GIF87a", ".gif"),
    (0, b"GIF89a", ".gif"),
    (8, b"WEBP", ".webp"),
    (4, b"ftypavif", ".avif"),
    (4, b"ftypavis", ".avif"),
    (4, b"ftypheic", ".heic"),
    (4, b"ftypmif1", ".heif"),
    (0, b"BM", ".bmp"),
    (0, b"II*\x00", ".tif"),
    (0, b"MM\x00*", ".tif"),
    (0, b"\x00\x00\x01\x00", ".ico"),
    (0, b"\xff\x0a", ".jxl"),
    (4, b"JXL ", ".jxl"),
)
_TYPES = {
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "image/avif": ".avif",
    "image/svg+xml": ".svg",
    "image/bmp": ".bmp",
    "image/tiff": ".tif",
    "image/x-icon": ".ico",
    "image/vnd.microsoft.icon": ".ico",
    "image/jxl": ".jxl",
}
"""Our own table: the one of Python's `mimetypes` is another on every system."""


def extension_for(data: bytes, content_type: str | None = None) -> str:
    """The extension, with its dot, that a picture's bytes ask for; else the one of its type; else ".bin".

    Bytes go before the header: servers label WebP as image/jpeg every day.
    """
    for offset, magic, extension in _MAGIC:
        if data[offset : offset + len(magic)] == magic:
            return extension
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(b"<svg") or (head.startswith((b"<?xml", b"<!doctype svg", b"<!--")) and b"<svg" in head):
        return ".svg"
    kind = (content_type or "").split(";", 1)[0].strip().lower()
    return _TYPES.get(kind, ".bin")


def is_picture(data: bytes, content_type: str | None = None) -> bool:
    """Whether the bytes, or else what they are said to be, are a picture's: servers answer with a page of HTML too."""
    return extension_for(data, None if _HTML.match(data[:200]) else content_type) != ".bin"


_HTML = re.compile(rb"\s*<(?:!doctype html|html|head|body)\b", re.I)


class AssetStore:
    """Files below `root`/assets, named `sha256-HEX.EXT`."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._directory = root / "assets"

    def add(self, data: bytes, content_type: str | None = None) -> tuple[str, str]:
        """Keep a picture; returns its path below the collection's directory and its digest ("sha256:HEX").

        Raises OutputError when the file cannot be written.
        """
        digest = hashlib.sha256(data).hexdigest()
        path = self._directory / f"sha256-{digest}{extension_for(data, content_type)}"
        waiting = self._directory / f".new-{secrets.token_hex(8)}"
        try:
            if not (path.exists() and path.stat().st_size == len(data)):
                waiting.write_bytes(data)
                waiting.replace(path)
        except OSError as error:
            waiting.unlink(missing_ok=True)
            reason = "the disk is full" if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG) else error.strerror
            raise OutputError(f"{path}: {reason}; free some space or choose another --to") from error
        return f"assets/{path.name}", f"sha256:{digest}"
