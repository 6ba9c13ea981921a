"""The browser's end of an exchange: what it is sent, at its own pace, without holding up the recording."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator
from typing import BinaryIO

from pagearchive.capture.http1 import READ_SIZE, Source
from pagearchive.capture.spool import Spool

HIGH_WATER = 512 * 1024
LAG_SECONDS = 1.0


class Client:
    """One connection from the browser.

    While it keeps up it is sent bytes as they come. When it stops reading (a paused video) the recording goes on
    without it, and it gets the rest from the recorded body afterwards.
    """

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.source = Source(reader)
        self.writer = writer
        self._chunked = False
        self._sent = 0
        self._lagging = False
        writer.transport.set_write_buffer_limits(high=HIGH_WATER)

    def gone(self) -> bool:
        """True when the browser has closed this connection."""
        return self.writer.transport.is_closing() or self.reader.at_eof() or self.reader.exception() is not None

    async def head(self, raw: bytes, chunked: bool) -> None:
        """Send a response's head; `chunked` says how the body will be framed."""
        self._chunked = chunked
        self._sent = 0
        self._lagging = False
        await self._write(raw)

    async def body(self, data: bytes) -> None:
        """Send a part of the body."""
        if self._lagging or not data:
            return
        self._sent += len(data)
        await self._write(b"%x\r\n%b\r\n" % (len(data), data) if self._chunked else data)

    async def patiently(self, data: bytes) -> None:
        """Send bytes and wait until the browser takes them, for as long as that may be."""
        await self._write(data, patient=True)

    def rest(self, spool: Spool) -> BinaryIO | None:
        """What this client has not been sent of a complete body; None when it has kept up."""
        if not self._lagging or self.gone():
            return None
        spool.flush()
        file: BinaryIO = io.BytesIO(spool.data() or b"") if spool.path is None else spool.path.open("rb")
        file.seek(self._sent)
        return file

    async def finish(self, whole: bool, rest: BinaryIO | None) -> None:
        """End the body; a body that is not whole ends with the connection, so that the browser sees it."""
        if rest is not None:
            with rest:
                self._lagging = False
                async for data in _parts(rest):
                    await self._write(b"%x\r\n%b\r\n" % (len(data), data) if self._chunked else data, patient=True)
        if not whole:
            self.close()
        elif self._chunked:
            await self._write(b"0\r\n\r\n")

    def close(self) -> None:
        """Send what is still in the buffer, then close."""
        if not self.writer.transport.is_closing():
            self.writer.transport.close()

    def abort(self) -> None:
        """Close without a word: the browser reports a network error to the page."""
        if not self.writer.transport.is_closing():
            self.writer.transport.abort()

    async def _write(self, data: bytes, patient: bool = False) -> None:
        transport = self.writer.transport
        if transport.is_closing():
            return
        self.writer.write(data)
        if transport.get_write_buffer_size() <= HIGH_WATER:
            return
        try:
            if patient:
                await self.writer.drain()
            else:
                async with asyncio.timeout(LAG_SECONDS):
                    await self.writer.drain()
        except TimeoutError:
            self._lagging = True
        except ConnectionError:
            transport.abort()


async def _parts(file: BinaryIO) -> AsyncIterator[bytes]:
    while data := file.read(READ_SIZE):
        yield data
