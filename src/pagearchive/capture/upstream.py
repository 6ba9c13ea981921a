"""Connections to the servers: name resolution, the guard, TLS with verification, and reuse."""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import socket
import ssl
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Literal

from pagearchive.capture.guard import Guard, RefusedAddressError
from pagearchive.capture.http1 import READ_SIZE, Source

CONNECT_SECONDS = 15.0
MAX_ADDRESSES = 4
MAX_IDLE = 48
MAX_LOOKUPS = 32

FailureKind = Literal["dns-error", "connection-error", "tls-error", "timeout", "refused-address"]


class UpstreamError(Exception):
    """A server could not be reached; `kind` is the verdict if it was the page's own."""

    def __init__(self, kind: FailureKind, message: str) -> None:
        super().__init__(message)
        self.kind = kind


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a request goes."""

    scheme: Literal["http", "https"]
    host: str
    port: int


@dataclass(slots=True)
class Connection:
    """An open connection to a server."""

    endpoint: Endpoint
    source: Source
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    address: str
    used: bool = False
    """True when it has carried an exchange before: the server may have closed it meanwhile."""

    def close(self) -> None:
        """Drop the connection at once."""
        transport = self.writer.transport
        if not transport.is_closing():
            transport.abort()

    @property
    def alive(self) -> bool:
        """False when the server has closed it, or sent something nobody asked for."""
        return not (self.writer.transport.is_closing() or self.reader.at_eof() or self.source.has_left)


@dataclass
class Pool:
    """The connections of one capture."""

    guard: Guard
    tls: ssl.SSLContext
    _idle: dict[Endpoint, list[Connection]] = field(default_factory=dict)
    _names: dict[tuple[str, int], asyncio.Future[list[str]]] = field(default_factory=dict)
    _open: set[Connection] = field(default_factory=set)
    _count: int = 0

    async def take(self, endpoint: Endpoint, fresh: bool = False) -> Connection:
        """A connection to the endpoint, one that was used before where there is one and `fresh` is off.

        Raises UpstreamError.
        """
        idle = self._idle.get(endpoint, [])
        while idle:
            connection = idle.pop()
            self._count -= 1
            if connection.alive and not fresh:
                return connection
            connection.close()
        return await self._connect(endpoint)

    def give_back(self, connection: Connection) -> None:
        """Keep a connection whose last exchange ended cleanly."""
        if not connection.alive or self._count >= MAX_IDLE:
            connection.close()
            return
        connection.used = True
        self._count += 1
        self._idle.setdefault(connection.endpoint, []).append(connection)

    def close(self) -> None:
        """Drop all idle connections."""
        for idle in self._idle.values():
            for connection in idle:
                connection.close()
        self._idle.clear()

    async def _addresses(self, endpoint: Endpoint) -> list[str]:
        """Numeric addresses of a host, looked up once a capture."""
        with contextlib.suppress(ValueError):
            return [str(ipaddress.ip_address(endpoint.host.strip("[]")))]
        if endpoint.host == "localhost" or endpoint.host.endswith(".localhost"):
            return ["127.0.0.1", "::1"]  # RFC 6761, 6.3
        key = (endpoint.host, endpoint.port)
        known = self._names.get(key)
        if known is None:
            known = asyncio.ensure_future(_look_up(*key))
            self._names[key] = known
        return await asyncio.shield(known)

    async def _connect(self, endpoint: Endpoint) -> Connection:
        failure: UpstreamError | None = None
        for address in (await self._addresses(endpoint))[:MAX_ADDRESSES]:
            try:
                self.guard.check(endpoint.scheme, endpoint.host, endpoint.port, address)
                async with asyncio.timeout(CONNECT_SECONDS):
                    return await self._open_at(endpoint, address)
            except RefusedAddressError as error:
                raise UpstreamError("refused-address", str(error)) from error
            except TimeoutError:
                failure = UpstreamError("timeout", f"no connection to {endpoint.host} ({address}) in time")
            except ssl.SSLError as error:
                reason = getattr(error, "verify_message", None) or error.reason or str(error)
                raise UpstreamError("tls-error", f"TLS with {endpoint.host} failed: {reason}") from error
            except OSError as error:
                reason = (error.strerror or str(error)).split("] ")[-1]
                failure = UpstreamError(
                    "connection-error", f"cannot connect to {endpoint.host} port {endpoint.port} ({address}): {reason}"
                )
        raise failure or UpstreamError("dns-error", f"{endpoint.host} has no address")

    async def _open_at(self, endpoint: Endpoint, address: str) -> Connection:
        secure = endpoint.scheme == "https"
        reader, writer = await asyncio.open_connection(
            address,
            endpoint.port,
            limit=READ_SIZE,
            ssl=self.tls if secure else None,
            server_hostname=endpoint.host.strip("[]") if secure else None,
        )
        peer = writer.get_extra_info("peername")
        return Connection(endpoint, Source(reader), reader, writer, peer[0] if peer else address)


async def _look_up(host: str, port: int) -> list[str]:
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(CONNECT_SECONDS):
            name = host.encode("idna").decode()
            found = await loop.run_in_executor(
                _names(), partial(socket.getaddrinfo, name, port, type=socket.SOCK_STREAM)
            )
    except TimeoutError as error:
        raise UpstreamError("dns-error", f"no answer to the look-up of {host} in time") from error
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UpstreamError("dns-error", f"{host} not found: {reason}") from error
    addresses = list(dict.fromkeys(str(item[4][0]) for item in found))
    return sorted(addresses, key=lambda item: ":" in item)


@cache
def _names() -> ThreadPoolExecutor:
    """Threads for looking up names: of their own, because one whose servers do not answer takes half a minute."""
    return ThreadPoolExecutor(MAX_LOOKUPS, thread_name_prefix="pagearchive-names")


@cache
def tls_context(insecure: bool) -> ssl.SSLContext:
    """The client side of TLS: the system's authorities, HTTP/1.1 only, no check at all where `insecure`.

    One for all visits of a process: reading the authorities takes longer than many a page.
    """
    context = ssl.create_default_context()
    context.set_alpn_protocols(["http/1.1"])
    if insecure:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context
