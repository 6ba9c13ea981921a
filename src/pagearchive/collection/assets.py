"""The pictures of a collection's records: files named by their digest, so that one picture is kept once."""

from __future__ import annotations

import hashlib
import mimetypes
import secrets
from pathlib import Path
from typing import BinaryIO

from pagearchive.errors import OutputError

_PIECE = 1 << 18
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


def extension_for(start: bytes, content_type: str | None = None) -> str:
    """The extension, with its dot, that a picture's first bytes ask for; else the one of its type; else ".bin".

    Bytes go before the header: servers label WebP as image/jpeg every day.
    """
    for offset, magic, extension in _MAGIC:
        if start[offset : offset + len(magic)] == magic:
            return extension
    head = start[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(b"<svg") or (head.startswith((b"<?xml", b"<!doctype svg", b"<!--")) and b"<svg" in head):
        return ".svg"
    kind = (content_type or "").split(";", 1)[0].strip().lower()
    if kind.startswith("image/"):
        return mimetypes.guess_extension(kind) or ".bin"
    return ".bin"


class AssetStore:
    """Files below `root`/assets, named `sha256-HEX.EXT`."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._directory = root / "assets"

    def add(self, stream: BinaryIO, content_type: str | None = None) -> tuple[str, str]:
        """Copy a picture in; returns its path below the collection's directory and its digest ("sha256:HEX").

        Raises OutputError when the file cannot be written.
        """
        waiting = self._directory / f".new-{secrets.token_hex(8)}"
        digest = hashlib.sha256()
        start = b""
        try:
            with waiting.open("xb") as file:
                while piece := stream.read(_PIECE):
                    start = start or piece
                    digest.update(piece)
                    file.write(piece)
            name = f"sha256-{digest.hexdigest()}{extension_for(start, content_type)}"
            waiting.replace(self._directory / name)
        except OSError as error:
            raise OutputError(f"{self._directory}: {error.strerror or error}") from error
        finally:
            waiting.unlink(missing_ok=True)
        return f"assets/{name}", f"sha256:{digest.hexdigest()}"
