"""The recording proxy: a listener on the loopback address that one browser context sends everything through.

A plain request comes with its whole URL. For everything else the browser opens a tunnel (CONNECT), which is answered
here and not by the server: when its first byte begins a TLS handshake, TLS is spoken under a certificate of our own
authority; otherwise plain HTTP follows (that is how Chromium sends WebSockets). Either way the requests inside are
relayed one by one and recorded.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Coroutine
from dataclasses import replace
from pathlib import Path

from pagearchive.capture.authority import Authority
from pagearchive.capture.client import Client
from pagearchive.capture.http1 import READ_SIZE, Decoder, ProtocolError, Source, parse_head, plan_request
from pagearchive.capture.ledger import Ledger
from pagearchive.capture.relay import Relay
from pagearchive.capture.request import Request, address, wire_head, without
from pagearchive.capture.spool import Spool
from pagearchive.capture.upstream import Endpoint, Pool

BACKLOG = 256
REST_SECONDS = 0.1
FIRST_BYTE_SECONDS = 60.0
HANDSHAKE_SECONDS = 15.0
SHUTDOWN_SECONDS = 5.0
TLS_HANDSHAKE = 0x16
PEEK = 16 * 1024


class Proxy:
    """One listener for one capture."""

    def __init__(self, ledger: Ledger, pool: Pool, authority: Authority, directory: Path) -> None:
        self.relay = Relay(ledger, pool, directory, self._spawn)
        self._ledger = ledger
        self._authority = authority
        self._directory = directory
        self._listener: socket.socket | None = None
        self._bare: set[socket.socket] = set()
        """Connections that are no transport's yet."""
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self) -> str:
        """Listen; returns the address to give to the browser."""
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=BACKLOG)
        self._listener.setblocking(False)
        self._listen()
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def _listen(self) -> None:
        if self._listener is not None:
            asyncio.get_running_loop().add_reader(self._listener, self._accept, self._listener)

    def _spawn(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Stop listening and end every exchange under way; those that have an answer are recorded as cut by time."""
        listener, self._listener = self._listener, None
        if listener is not None:
            # In this order: once it is closed its number is another socket's, which the loop would take for this one.
            asyncio.get_running_loop().remove_reader(listener)
            listener.close()
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=5)
        for sock in self._bare:  # their tasks had not begun
            sock.close()
        self._bare.clear()
        self.relay.pool.close()

    # ── one connection from the browser ───────────────────────────────────────────────────────────────────────────

    def _accept(self, listener: socket.socket) -> None:
        for _ in range(BACKLOG):
            try:
                connection = listener.accept()[0]
            except (BlockingIOError, InterruptedError, ConnectionAbortedError):
                return
            except OSError as error:  # no file can be opened any more: it is asked again when some may be closed
                self._ledger.note(f"a connection of the browser had to wait: {error.strerror}")
                loop = asyncio.get_running_loop()
                loop.remove_reader(listener)
                loop.call_later(REST_SECONDS, self._listen)
                return
            connection.setblocking(False)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._bare.add(connection)
            self._spawn(self._connection(connection))

    async def _connection(self, sock: socket.socket) -> None:
        client: Client | None = None
        try:
            tunnel = await self._tunnel(sock)
            secure = tunnel is not None and tunnel.scheme == "https"
            tls = self._authority.context(tunnel.host) if tunnel and secure else None
            # From here on it is its transport's to close and nobody else's: the loop watches it, and would take the
            # next socket with its number for it.
            self._bare.discard(sock)
            client = Client(*await _streams(sock, tls))
            await self._requests(client.source, client, tunnel)
        except (OSError, ProtocolError, TimeoutError) as error:
            # The browser went away, or what it sent is not HTTP: there is nothing to answer and nothing to record.
            if isinstance(error, ProtocolError):
                self._ledger.note(f"a connection of the page was not HTTP: {error}")
        finally:
            if client is not None:
                client.close()
            if sock in self._bare:
                self._bare.discard(sock)
                sock.close()

    async def _tunnel(self, sock: socket.socket) -> Endpoint | None:
        """Answer CONNECT, if that is what comes; returns where the tunnel leads, None for a plain request."""
        loop = asyncio.get_running_loop()
        seen = await _peek(sock, FIRST_BYTE_SECONDS)
        if not b"CONNECT ".startswith(seen[:8]):
            return None
        while b"\r\n\r\n" not in seen:
            before = len(seen)
            await asyncio.sleep(0.005)
            seen = await _peek(sock, HANDSHAKE_SECONDS)
            if len(seen) == before and len(seen) >= PEEK:
                raise ProtocolError("CONNECT too long")
        head = seen[: seen.index(b"\r\n\r\n") + 4]
        sock.recv(len(head))
        host, _, port = head.split(b" ")[1].decode("latin-1").rpartition(":")
        await loop.sock_sendall(sock, b"HTTP/1.1 200 Connection established\r\n\r\n")
        first = await _peek(sock, FIRST_BYTE_SECONDS)
        secure = first[0] == TLS_HANDSHAKE
        return Endpoint("https" if secure else "http", host.strip("[]").lower(), int(port))

    async def _requests(self, source: Source, client: Client, tunnel: Endpoint | None) -> None:
        """Serve the requests of one connection, one after the other."""
        while True:
            raw = await source.head()
            if not raw:
                return
            head = parse_head(raw)
            method, url, endpoint, target = address(head, tunnel)
            plan = plan_request(head)
            body = await self._request_body(source, Decoder(plan))
            wire = wire_head(head, target)
            if plan.framing == "chunked":
                # The body is whole by now, so its length is told instead.
                wire = wire_head(head, target, frozenset({b"transfer-encoding"}))
                wire = wire[:-2] + b"Content-Length: %d\r\n\r\n" % body.size
            request = Request(method, url, endpoint, head, wire, body)
            if request.websocket:
                # Uncompressed, so that the messages can be read.
                request = replace(request, wire=without(wire, frozenset({b"sec-websocket-extensions"})))
            if not await self.relay.run(request, client):
                return

    async def _request_body(self, source: Source, decoder: Decoder) -> Spool:
        spool = self.relay.spool() if not decoder.done else Spool(self._directory, 0)
        while not decoder.done:
            data = await source.some()
            if not data:
                raise ProtocolError("the browser ended inside a request's body")
            spool.write(decoder.feed(data))
            if spool.cut:
                raise ProtocolError("the request's body is over the bound")
        source.unread(decoder.left)
        return spool


async def _streams(
    sock: socket.socket, tls: ssl.SSLContext | None
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader(limit=READ_SIZE)
    protocol = asyncio.StreamReaderProtocol(reader)
    transport, _ = await loop.connect_accepted_socket(
        lambda: protocol,
        sock,
        ssl=tls,
        ssl_handshake_timeout=HANDSHAKE_SECONDS if tls else None,
        ssl_shutdown_timeout=SHUTDOWN_SECONDS if tls else None,
    )
    return reader, asyncio.StreamWriter(transport, protocol, reader, loop)


def _arrived(ready: asyncio.Future[None]) -> None:
    if not ready.done():
        ready.set_result(None)


async def _peek(sock: socket.socket, seconds: float) -> bytes:
    """What has arrived, left in the socket; waits for the first byte. Raises OSError when the peer has closed."""
    loop = asyncio.get_running_loop()
    ready: asyncio.Future[None] = loop.create_future()
    number = sock.fileno()
    loop.add_reader(number, _arrived, ready)
    try:
        async with asyncio.timeout(seconds):
            await ready
    finally:
        loop.remove_reader(number)
    data = sock.recv(PEEK, socket.MSG_PEEK)
    if not data:
        raise ConnectionResetError("closed by the browser")
    return data
