"""WebSockets: carried both ways, their messages kept within bounds (RFC 6455, 5.2)."""

from __future__ import annotations

import asyncio
import base64
import time
from dataclasses import dataclass, field
from typing import Any, Literal

import msgspec

from pagearchive.capture.http1 import Source

MAX_MESSAGES = 2_000
MAX_KEPT = 4 * 1024 * 1024
MAX_CARRIED = 64 * 1024 * 1024

Direction = Literal["sent", "received"]


@dataclass
class Conversation:
    """The messages of one WebSocket."""

    url: str
    began: float = field(default_factory=time.monotonic)
    messages: list[dict[str, Any]] = field(default_factory=list)
    kept: int = 0
    carried: int = 0
    cut: bool = False
    """True when messages beyond the bounds were not kept."""

    def add(self, direction: Direction, opcode: int, data: bytes) -> None:
        """Keep a message, if there is room."""
        if len(self.messages) >= MAX_MESSAGES or self.kept + len(data) > MAX_KEPT:
            self.cut = True
            return
        self.kept += len(data)
        message: dict[str, Any] = {"seconds": round(time.monotonic() - self.began, 3), "direction": direction}
        if opcode == 1:
            message["text"] = data.decode("utf-8", "replace")
        else:
            message["base64"] = base64.b64encode(data).decode()
        self.messages.append(message)

    def lines(self) -> bytes:
        """One JSON object a message."""
        return b"".join(msgspec.json.encode(message) + b"\n" for message in self.messages)


class Frames:
    """Reads messages out of one direction's bytes, as they pass."""

    def __init__(self, conversation: Conversation, direction: Direction) -> None:
        self._conversation = conversation
        self._direction = direction
        self._buffer = bytearray()
        self._message = bytearray()
        self._opcode = 1
        self._lost = False

    def feed(self, data: bytes) -> None:
        """Take bytes; what cannot be followed any longer is carried on but not kept."""
        if self._lost:
            return
        self._buffer += data
        if len(self._buffer) > MAX_KEPT:
            self._lost = self._conversation.cut = True
            self._buffer.clear()
            return
        while (size := self._frame()) > 0:
            del self._buffer[:size]

    def _frame(self) -> int:
        """Take the frame in front of the buffer; its length, or 0 when it is not whole."""
        buffer = self._buffer
        if len(buffer) < 2:
            return 0
        length, at = buffer[1] & 0x7F, 2
        if length >= 126:
            width = 2 if length == 126 else 8
            length, at = int.from_bytes(buffer[2 : 2 + width], "big"), 2 + width
        masked = bool(buffer[1] & 0x80)
        end = at + (4 if masked else 0) + length
        if len(buffer) < end:
            return 0
        body = bytes(buffer[end - length : end])
        if masked and body:
            mask = bytes(buffer[at : at + 4]) * (length // 4 + 1)
            body = (int.from_bytes(body, "big") ^ int.from_bytes(mask[:length], "big")).to_bytes(length, "big")
        self._take(buffer[0], body)
        return end

    def _take(self, first: int, body: bytes) -> None:
        opcode = first & 0x0F
        if opcode >= 8:
            return
        if opcode:
            self._opcode = opcode
            self._message.clear()
        self._message += body
        if len(self._message) > MAX_KEPT:
            self._lost = self._conversation.cut = True
        elif first & 0x80:
            self._conversation.add(self._direction, self._opcode, bytes(self._message))
            self._message.clear()


async def carry(
    conversation: Conversation,
    browser: tuple[Source, asyncio.StreamWriter],
    server: tuple[Source, asyncio.StreamWriter],
) -> None:
    """Carry both directions until one side ends or the bound is reached."""
    ways = (
        asyncio.ensure_future(_carry(conversation, "sent", browser[0], server[1])),
        asyncio.ensure_future(_carry(conversation, "received", server[0], browser[1])),
    )
    try:
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for way in ways:
            way.cancel()
        await asyncio.gather(*ways, return_exceptions=True)
        server[1].transport.abort()


async def _carry(conversation: Conversation, direction: Direction, source: Source, to: asyncio.StreamWriter) -> None:
    frames = Frames(conversation, direction)
    while data := await source.some():
        frames.feed(data)
        conversation.carried += len(data)
        if conversation.carried > MAX_CARRIED:
            conversation.cut = True
            return
        to.write(data)
        await to.drain()
