"""What a lesson of the course is, and short ways to write one."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass, field

from tests.site.server import Reply, Request, Route, Site


@dataclass
class Lesson:
    """One page with one difficulty of the web.

    Its files are served on every origin at /l/NAME/FILE. `required` are the URLs that have to be captured with the
    bytes that were sent: file names, "B:file" for another origin, "POST file" for another method; else every file.
    """

    name: str
    page: Route | str
    files: dict[str, Route] = field(default_factory=dict)
    required: list[str] | None = None
    extra: list[str] = field(default_factory=list)
    """Required besides the files."""
    without: list[str] = field(default_factory=list)
    """Files that are not required."""
    never: list[str] = field(default_factory=list)
    """Files that must not be asked for."""
    text: list[str] = field(default_factory=list)
    """Words that have to be in the stored DOM."""
    seen: list[str] = field(default_factory=list)
    """Words that have to be in the stored text."""
    verdict: str = "ok"
    truncated: dict[str, str] = field(default_factory=dict)
    """Files whose exchange must be marked as cut, and how."""
    start: str = ""
    """The file where the visit begins."""
    end: str | None = None
    """The file where it ends, when that is another."""

    def install(self, site: Site) -> str:
        """Serve it; returns the URL to visit."""
        prefix = f"/l/{self.name}/"
        page = Reply(self.page) if isinstance(self.page, str) else self.page
        site.add(prefix, page)
        for name, route in self.files.items():
            site.add(prefix + name, route)
        return site.url(prefix + self.start)

    def wanted(self, site: Site) -> list[tuple[str, str]]:
        """Method and URL of everything that has to be captured."""
        names = self.required
        if names is None:
            names = ["", *(name for name in self.files if name not in self.without)]
        found = []
        for name in [*names, *self.extra]:
            method, _, rest = name.rpartition(" ")
            letter, colon, path = rest.partition(":")
            if not colon or letter not in site.origins:
                letter, path = "A", rest
            found.append(
                (method or "GET", site.url(path if path.startswith("/") else f"/l/{self.name}/{path}", letter))
            )
        return found


def page(body: str, head: str = "", title: str = "Lesson") -> str:
    """A small HTML page."""
    return (
        f"<!doctype html><html><head><meta charset=utf-8><title>{title}</title>{head}</head><body>{body}</body></html>"
    )


def png(name: str, width: int = 4, height: int = 4) -> Reply:
    """A PNG that is unlike any other of the course."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(
        b"\0" + bytes((zlib.crc32(name.encode()) >> shift) & 255 for shift in (0, 8, 16)) * width for _ in range(height)
    )
    data = (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
        + chunk(b"tEXt", b"Comment\0" + name.encode())
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )
    return Reply(data, type="image/png")


def css(text: str, **more: object) -> Reply:
    return Reply(text, type="text/css", **more)  # type: ignore[arg-type]


def js(text: str, **more: object) -> Reply:
    return Reply(text, type="text/javascript", **more)  # type: ignore[arg-type]


def json(text: str, **more: object) -> Reply:
    return Reply(text, type="application/json", **more)  # type: ignore[arg-type]


def cors(reply: Reply) -> Reply:
    reply.headers += [("Access-Control-Allow-Origin", "*"), ("Access-Control-Allow-Headers", "*")]
    return reply


def to(target: str, status: int = 302) -> Reply:
    """A redirect with a body of its own."""
    return Reply(f"<p>Moved to {target}", status=status, headers=[("Location", target)])


def bytes_of(size: int, seed: int = 1) -> bytes:
    """Bytes that do not compress, the same every time."""
    block = bytearray()
    value = seed
    for _ in range(16384):
        value = (value * 1103515245 + 12345) & 0x7FFFFFFF
        block += struct.pack("<I", value)
    return (bytes(block) * (size // len(block) + 1))[:size]


__all__ = ["Lesson", "Reply", "Request", "bytes_of", "cors", "css", "js", "json", "page", "png", "to"]
