"""HTTP/1.x on the wire: reading heads, telling where a body ends, taking chunk framing off (RFC 9112).

Lenient where browsers are (bare line feeds, odd status lines, missing reasons), strict where two readers of the same
bytes could otherwise disagree: a message whose framing is ambiguous is never followed by another on its connection.
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field
from typing import Literal

MAX_HEAD = 256 * 1024
MAX_CHUNK_LINE = 16 * 1024
READ_SIZE = 64 * 1024

_STATUS_LINE = re.compile(rb"(?:HTTP(?:/(\d+)\.(\d+))?|ICY)[ \t]*(\d{3})?")
_HEAD_END = re.compile(rb"\n\r?\n")

Framing = Literal["none", "length", "chunked", "close"]


class ProtocolError(Exception):
    """The peer's bytes are not HTTP/1.x, or are over a bound; the message says what was wrong."""


@dataclass(slots=True)
class Head:
    """A start line and its header fields, with the bytes they came as."""

    raw: bytes
    start: bytes
    fields: list[tuple[bytes, bytes]] = field(default_factory=list)

    def get(self, name: bytes) -> bytes | None:
        """The first value of a field (name in lower case), or None."""
        for key, value in self.fields:
            if key.lower() == name:
                return value
        return None

    def text(self, name: bytes) -> str | None:
        """Like `get`, as text."""
        value = self.get(name)
        return None if value is None else value.decode("latin-1")

    def tokens(self, name: bytes) -> list[bytes]:
        """All comma-separated members of all fields of this name, in lower case."""
        found = []
        for key, value in self.fields:
            if key.lower() == name:
                found += [member.strip().lower() for member in value.split(b",") if member.strip()]
        return found


def parse_head(raw: bytes) -> Head:
    """Split a head, as bytes up to and including the empty line, into its fields.

    Folded lines are joined to the one before; lines without a colon are left out of the fields (they stay in `raw`).
    """
    lines = raw.split(b"\n")
    fields: list[tuple[bytes, bytes]] = []
    for line in lines[1:]:
        line = line.rstrip(b"\r")
        if line[:1] in (b" ", b"\t") and fields:
            key, value = fields[-1]
            fields[-1] = (key, value + b" " + line.strip())
            continue
        key, colon, value = line.partition(b":")
        if colon and key:
            fields.append((key.strip(), value.strip()))
    return Head(raw=raw, start=lines[0].rstrip(b"\r"), fields=fields)


class Source:
    """Bytes of one direction of a connection, with what was read too far kept for the next reader."""

    __slots__ = ("_left", "_reader")

    def __init__(self, reader: asyncio.StreamReader, left: bytes = b"") -> None:
        self._reader = reader
        self._left = left

    @property
    def at_end(self) -> bool:
        """True when the peer has closed and everything was read."""
        return not self._left and self._reader.at_eof()

    @property
    def has_left(self) -> bool:
        """True when bytes wait that nobody asked for."""
        return bool(self._left)

    def unread(self, data: bytes) -> None:
        """Put bytes back in front."""
        self._left = data + self._left if self._left else data

    async def some(self) -> bytes:
        """The next bytes, at least one; empty at the end."""
        if self._left:
            data, self._left = self._left, b""
            return data
        return await self._reader.read(READ_SIZE)

    async def head(self) -> bytes:
        """The bytes of the next head with its empty line.

        Empty when the peer closed before the first byte. Raises ProtocolError for one that is too long or cut off.
        """
        buffer = b""
        while True:
            data = await self.some()
            if not data:
                if not buffer.strip():
                    return b""
                self._left = buffer
                raise ProtocolError(f"connection closed inside the header after {len(buffer)} bytes")
            start = max(0, len(buffer) - 3)
            buffer = buffer + data if buffer else data.lstrip(b"\r\n")
            found = _HEAD_END.search(buffer, start)
            if found:
                self._left = buffer[found.end() :]
                return buffer[: found.end()]
            if len(buffer) > MAX_HEAD:
                raise ProtocolError(f"header longer than {MAX_HEAD} bytes")


@dataclass(slots=True)
class StatusLine:
    """What a response's first line says, read as browsers do."""

    status: int
    persistent: bool
    """HTTP/1.1 or later: the connection stays open unless a field says otherwise."""


def read_status_line(start: bytes) -> StatusLine:
    """Read a status line; a missing code counts as 200. Raises ProtocolError when it is no HTTP at all."""
    found = _STATUS_LINE.match(start)
    if not found:
        raise ProtocolError("the answer is not HTTP: " + repr(start[:40].decode("latin-1")))
    version = (int(found[1]), int(found[2])) if found[1] else (1, 0)
    return StatusLine(status=int(found[3]) if found[3] else 200, persistent=version >= (1, 1))


@dataclass(slots=True)
class BodyPlan:
    """Where a message's body ends (RFC 9112, 6.3)."""

    framing: Framing
    length: int | None = None
    reusable: bool = True
    """False: nothing after this message may be read from its connection."""


def plan_response(head: Head, line: StatusLine, method: str) -> BodyPlan:
    """How the body of this response is delimited, and whether the connection outlives it."""
    connection = head.tokens(b"connection")
    reusable = b"close" not in connection and (line.persistent or b"keep-alive" in connection)
    if method == "HEAD" or line.status in (204, 304) or 100 <= line.status < 200:
        return BodyPlan("none", reusable=reusable)
    codings = head.tokens(b"transfer-encoding")
    lengths = {value for key, value in head.fields if key.lower() == b"content-length"}
    if codings and codings[-1] == b"chunked":
        return BodyPlan("chunked", reusable=reusable and not lengths and codings == [b"chunked"])
    if codings:
        return BodyPlan("close", reusable=False)
    if lengths:
        first = min(lengths)
        if len(lengths) > 1 or not first.isdigit():
            return BodyPlan("close", reusable=False)
        return BodyPlan("length", int(first), reusable)
    return BodyPlan("close", reusable=False)


def plan_request(head: Head) -> BodyPlan:
    """How the body of a request is delimited. Raises ProtocolError where that is ambiguous."""
    codings = head.tokens(b"transfer-encoding")
    lengths = {value for key, value in head.fields if key.lower() == b"content-length"}
    if codings:
        if codings != [b"chunked"] or lengths:
            raise ProtocolError("ambiguous length of the request's body")
        return BodyPlan("chunked")
    if not lengths:
        return BodyPlan("none")
    first = min(lengths)
    if len(lengths) > 1 or not first.isdigit():
        raise ProtocolError("invalid Content-Length in the request")
    return BodyPlan("length", int(first))


class Decoder:
    """Takes the bytes that follow a head, tells which belong to the body, and takes chunk framing off them."""

    __slots__ = ("_line", "_state", "done", "left", "plan", "remaining")

    def __init__(self, plan: BodyPlan) -> None:
        self.plan = plan
        self.remaining = plan.length or 0
        self.done = plan.framing == "none" or (plan.framing == "length" and not plan.length)
        self.left = b""
        """Bytes after the message's end, once it is done."""
        self._state: Literal["size", "data", "after", "trailer"] = "size"
        self._line = b""

    @property
    def ends_with_connection(self) -> bool:
        """True when only the end of the connection tells where the body ends."""
        return self.plan.framing == "close"

    def feed(self, data: bytes) -> bytes:
        """The body bytes among `data`. Raises ProtocolError for broken chunk framing."""
        if self.plan.framing == "close":
            return data
        if self.plan.framing == "chunked":
            return self._chunked(data)
        body = data[: self.remaining]
        self.remaining -= len(body)
        if not self.remaining:
            self.done = True
            self.left = data[len(body) :]
        return body

    def _chunked(self, data: bytes) -> bytes:
        parts: list[bytes] = []
        at = 0
        while at < len(data) and not self.done:
            if self._state == "data":
                part = data[at : at + self.remaining]
                parts.append(part)
                at += len(part)
                self.remaining -= len(part)
                if not self.remaining:
                    self._state = "after"
                continue
            end = data.find(b"\n", at)
            if end < 0:
                self._line += data[at:]
                if len(self._line) > MAX_CHUNK_LINE:
                    raise ProtocolError("chunk header too long")
                at = len(data)
                break
            line = (self._line + data[at:end]).strip()
            self._line = b""
            at = end + 1
            self._take_line(line)
        if self.done:
            self.left = data[at:]
        return b"".join(parts) if len(parts) != 1 else parts[0]

    def _take_line(self, line: bytes) -> None:
        if self._state == "after":
            if line:
                raise ProtocolError("chunk longer than it said")
            self._state = "size"
        elif self._state == "trailer":
            if not line:
                self.done = True
        else:
            size = line.partition(b";")[0].strip()
            if not re.fullmatch(rb"[0-9A-Fa-f]{1,15}", size):
                raise ProtocolError("broken chunk size: " + repr(size[:20].decode("latin-1")))
            self.remaining = int(size, 16)
            self._state = "data" if self.remaining else "trailer"
