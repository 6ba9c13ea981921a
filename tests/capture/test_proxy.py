"""The proxy of one capture among others in the same loop: it leaves nothing behind that another would stumble on."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from pagearchive.capture.authority import Authority
from pagearchive.capture.guard import Guard
from pagearchive.capture.ledger import Ledger
from pagearchive.capture.options import CaptureOptions
from pagearchive.capture.proxy import Proxy
from pagearchive.capture.upstream import Pool, tls_context
from tests.site.score import Collector


class Loop:
    """A loop in which proxies are started and closed beside a server that answers with what it is told."""

    def __init__(self, directory: Path, port: int, thread: ThreadPoolExecutor) -> None:
        self.port = port
        self._directory = directory
        self._thread = thread
        self._authority = Authority()

    def proxy(self) -> Proxy:
        ledger = Ledger(CaptureOptions(), self._directory, Collector(), self._thread)
        return Proxy(ledger, Pool(Guard(True, frozenset()), tls_context(False)), self._authority, self._directory)

    async def others(self) -> None:
        """Other connections of the same loop, which are given the lowest numbers that are free."""
        open_ = [await asyncio.open_connection("127.0.0.1", self.port) for _ in range(4)]
        for _, writer in open_:
            writer.write(b"ahoy")
        async with asyncio.timeout(20):
            assert [await reader.read(4) for reader, _ in open_] == [b"ahoy"] * 4
        for _, writer in open_:
            writer.close()


@pytest.fixture
async def loop(tmp_path: Path) -> AsyncIterator[Loop]:
    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(await reader.read(4))
        writer.close()

    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    with ThreadPoolExecutor(1) as thread:
        yield Loop(tmp_path, server.sockets[0].getsockname()[1], thread)
    server.close()


async def tunnel(address: str) -> None:
    """A browser's way to a site with TLS, up to the handshake; then it waits."""
    host, _, port = address.removeprefix("http://").partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    try:
        writer.write(b"CONNECT example.org:443 HTTP/1.1\r\n\r\n")
        await reader.readuntil(b"\r\n\r\n")
        await writer.start_tls(tls_context(True), server_hostname="example.org")
        await asyncio.sleep(60)
    finally:
        writer.transport.abort()


async def test_closing_leaves_the_sockets_of_others_alone(loop: Loop) -> None:
    proxy = loop.proxy()
    await proxy.start()
    await asyncio.sleep(0)  # it waits for the browser now
    # Both in one turn of the loop: the new socket is given the lowest number that is free.
    await asyncio.gather(proxy.close(), loop.others())


async def test_closing_at_any_moment_of_a_handshake_leaves_the_sockets_of_others_alone(loop: Loop) -> None:
    complaints: list[str] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: complaints.append(context["message"]))
    for turns in range(40):
        proxy = loop.proxy()
        browser = asyncio.ensure_future(tunnel(await proxy.start()))
        for _ in range(turns):
            await asyncio.sleep(0)
        await proxy.close()
        await loop.others()
        browser.cancel()
        with contextlib.suppress(OSError, EOFError, asyncio.CancelledError):
            await browser
    assert [text for text in complaints if "_accept" in text] == []
