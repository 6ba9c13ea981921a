"""Range requests (RFC 9110, 14): the whole file is fetched once, and the browser is served its parts from that.

Players ask for a file in pieces, and an archive of pieces replays badly. So the first request with a Range goes to the
server without it; what comes is recorded as one exchange with status 200, while the browser reads from the recording
as it grows and is told 206.
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field

from pagearchive.capture.client import Client
from pagearchive.capture.http1 import READ_SIZE, Head
from pagearchive.capture.spool import Spool

_RANGE = re.compile(r"bytes=(\d*)-(\d*)$")
_OWN_FIELDS = frozenset(
    {b"content-length", b"content-range", b"transfer-encoding", b"connection", b"keep-alive", b"accept-ranges"}
)


@dataclass(frozen=True)
class Span:
    """A byte range as asked for."""

    first: int | None
    """None: the last `last` bytes."""
    last: int | None
    """None: to the end."""

    def within(self, total: int) -> tuple[int, int] | None:
        """First and last byte in a file of this length; None when there is no such part."""
        if self.first is None:
            length = min(self.last or 0, total)
            return (total - length, total - 1) if length else None
        last = total - 1 if self.last is None else min(self.last, total - 1)
        return (self.first, last) if self.first <= last else None


def read_range(head: Head) -> Span | None:
    """The single byte range of a request; None where there is none, or one that is left to the server."""
    text = head.text(b"range")
    found = _RANGE.match(text.replace(" ", "")) if text else None
    if not found or not (found[1] or found[2]):
        return None
    return Span(int(found[1]) if found[1] else None, int(found[2]) if found[2] else None)


@dataclass
class Whole:
    """A file that is being, or was, fetched whole."""

    head: Head
    total: int
    spool: Spool
    done: bool = False
    failed: bool = False
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    def grown(self) -> None:
        """More bytes are there, or it has ended."""
        self._news.set()
        self._news = asyncio.Event()

    async def serve(self, span: Span, client: Client) -> None:
        """Send one part to the browser, waiting for what has not come yet."""
        part = span.within(self.total)
        if part is None:
            await client.head(
                b"HTTP/1.1 416 Range Not Satisfiable\r\nContent-Range: bytes */%d\r\nContent-Length: 0\r\n\r\n"
                % self.total,
                chunked=False,
            )
            return
        at, last = part
        await client.head(self._part_head(at, last), chunked=False)
        while at <= last:
            if self.spool.size > at:
                data = self._read(at, min(READ_SIZE * 4, last + 1 - at))
                await client.patiently(data)
                at += len(data)
            elif self.failed or (self.done and self.spool.size <= at):
                client.close()
                return
            else:
                news = self._news
                async with asyncio.timeout(60):
                    await news.wait()
            if client.gone():
                return

    def _part_head(self, first: int, last: int) -> bytes:
        lines = [b"HTTP/1.1 206 Partial Content"]
        lines += [name + b": " + value for name, value in self.head.fields if name.lower() not in _OWN_FIELDS]
        lines += [
            b"Accept-Ranges: bytes",
            b"Content-Range: bytes %d-%d/%d" % (first, last, self.total),
            b"Content-Length: %d" % (last + 1 - first),
        ]
        return b"\r\n".join(lines) + b"\r\n\r\n"

    def _read(self, at: int, size: int) -> bytes:
        data = self.spool.data()
        if data is not None:
            return data[at : at + size]
        self.spool.flush()
        assert self.spool.path is not None
        with self.spool.path.open("rb") as file:
            file.seek(at)
            return file.read(size)
