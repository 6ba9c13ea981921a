"""A server with several origins that can misbehave byte by byte and logs the digest of everything it sent.

It runs in a thread of its own, so that the code under test may be synchronous, asynchronous or another process.
Every origin serves the same routes; pages name the others as {A}, {B}, {C} and {TLS}:

    A  http://127.0.0.1:port    B  http://localhost:port    C  http://127.0.0.2:port    TLS  https://localhost:port
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime
import hashlib
import ssl
import tempfile
import threading
import zlib
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from urllib.parse import parse_qsl, unquote, urlsplit

import brotlicffi
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass
class Request:
    """A request as it arrived."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes
    origin: str
    """One of the letters."""
    reader: asyncio.StreamReader
    site: Site

    @property
    def path(self) -> str:
        return unquote(urlsplit(self.target).path)

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(self.target).query))

    @property
    def url(self) -> str:
        return self.site.origins[self.origin] + self.target


@dataclass
class Reply:
    """An answer. `body` is the payload before Content-Encoding and chunking."""

    body: bytes | str = b""
    type: str | None = "text/html; charset=utf-8"
    status: int | str = 200
    headers: list[tuple[str, str]] = field(default_factory=list)
    encoding: str | None = None
    payload: bytes | None = None
    """What `body` decodes to, where it is given as it goes over the wire."""
    chunked: bool = False
    delay: float = 0
    version: str = "HTTP/1.1"
    cut: int | None = None
    """Send so many bytes of the body, then reset the connection."""
    raw: Callable[[Request, asyncio.StreamWriter, Log], Awaitable[None]] | None = None
    """Write the whole answer by hand instead."""
    close: bool = False
    fill: bool = True
    """Replace {A}, {B}, {C}, {TLS} in a text."""
    ranges: bool = False
    """Answer Range requests."""


@dataclass(frozen=True)
class Sent:
    """What was sent in answer to one request."""

    url: str
    method: str
    status: int
    size: int
    sha256: str
    """Of the body as sent, without chunking, with Content-Encoding."""
    request_sha256: str
    payload_sha256: str
    """Of the body without Content-Encoding."""


Log = Callable[..., None]
"""Called with status and parts of the body; with the parts without Content-Encoding where that is another."""
Handler = Callable[[Request], "Reply | Awaitable[Reply]"]
Route = Reply | Handler


def raw_zstd(data: bytes) -> bytes:
    """A zstd frame of raw blocks (RFC 8878), which needs no compressor."""
    out = bytearray(b"\x28\xb5\x2f\xfd\xa0") + len(data).to_bytes(4, "little")
    blocks = [data[at : at + 100_000] for at in range(0, len(data), 100_000)] or [b""]
    for number, block in enumerate(blocks):
        out += ((len(block) << 3) | (number == len(blocks) - 1)).to_bytes(3, "little") + block
    return bytes(out)


def encode(data: bytes, encoding: str | None) -> bytes:
    """Content-Encoding."""
    if encoding == "gzip":
        packer = zlib.compressobj(wbits=31)
        return packer.compress(data) + packer.flush()
    if encoding == "deflate":
        return zlib.compress(data)
    if encoding == "br":
        return bytes(brotlicffi.compress(data))
    return raw_zstd(data) if encoding == "zstd" else data


class Site:
    """The running server: `with Site() as site: site.add("/", Reply("hello"))`."""

    def __init__(self, favicon: bool = True) -> None:
        self.origins: dict[str, str] = {}
        self.log: list[Sent] = []
        self._routes: dict[str, Route] = {}
        self._prefixes: list[tuple[str, Handler]] = []
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._servers: list[asyncio.Server] = []
        self._tasks: set[asyncio.Task[None]] = set()
        if favicon:
            self.add("/favicon.ico", Reply(b"\0\0\1\0", type="image/x-icon"))

    # ── what it serves ────────────────────────────────────────────────────────────────────────────────────────────

    def add(self, path: str, route: Route | str | bytes) -> str:
        """Serve a path (without query) on every origin; returns its URL on A, if the site runs already."""
        self._routes[path] = Reply(route) if isinstance(route, (str, bytes)) else route
        return self.origins.get("A", "") + path

    def add_prefix(self, prefix: str, handler: Handler) -> None:
        """Serve everything below a prefix."""
        self._prefixes.append((prefix, handler))

    def url(self, path: str, origin: str = "A") -> str:
        """The URL of a path on an origin."""
        return self.origins[origin] + path

    def fill(self, text: str) -> str:
        """Put the origins' addresses into a text."""
        for letter, origin in self.origins.items():
            text = text.replace("{" + letter + "}", origin)
            if letter == "A":
                text = text.replace("{PORT}", origin.rpartition(":")[2])
        return text

    def sent(self, url: str, method: str | None = None) -> list[Sent]:
        """What was sent in answer to requests for this URL."""
        return [item for item in self.log if item.url == url and (method is None or item.method == method)]

    # ── life ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def __enter__(self) -> Site:
        self._thread.start()
        if not self._ready.wait(10):
            raise RuntimeError("the test site did not start")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._start())
        self._ready.set()
        self._loop.run_forever()

    async def _start(self) -> None:
        places = {"A": ("127.0.0.1", "127.0.0.1"), "B": ("127.0.0.1", "localhost"), "C": ("127.0.0.2", "127.0.0.2")}
        for letter, (address, name) in places.items():
            server = await asyncio.start_server(self._serve(letter), address, 0)
            self._servers.append(server)
            self.origins[letter] = f"http://{name}:{server.sockets[0].getsockname()[1]}"
        server = await asyncio.start_server(self._serve("TLS"), "127.0.0.1", 0, ssl=_self_signed())
        self._servers.append(server)
        self.origins["TLS"] = f"https://localhost:{server.sockets[0].getsockname()[1]}"

    async def _stop(self) -> None:
        for server in self._servers:
            server.close()
        for task in list(self._tasks):
            task.cancel()
        if self._tasks:
            await asyncio.wait(list(self._tasks), timeout=5)

    # ── one connection ────────────────────────────────────────────────────────────────────────────────────────────

    def _serve(self, letter: str) -> Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]:
        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            assert task is not None
            self._tasks.add(task)
            try:
                while await self._one(letter, reader, writer):
                    pass
            except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError, ssl.SSLError):
                pass
            finally:
                self._tasks.discard(task)
                writer.transport.abort()

        return serve

    async def _one(self, letter: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = await reader.readuntil(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        method, target, _ = first.split(" ", 2)
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines) if name}
        body = await reader.readexactly(int(headers.get("content-length", 0)))
        request = Request(method, target, headers, body, letter, reader, self)
        reply = await self._reply(request)
        if reply.delay:
            await asyncio.sleep(reply.delay)

        def log(status: int, parts: Iterable[bytes], plain: bytes | None = None) -> None:
            digest, size = hashlib.sha256(), 0
            for part in parts:
                digest.update(part)
                size += len(part)
            sent = digest.hexdigest()
            payload = sent if plain is None else hashlib.sha256(plain).hexdigest()
            self.log.append(Sent(request.url, method, status, size, sent, hashlib.sha256(body).hexdigest(), payload))

        if reply.raw is not None:
            await reply.raw(request, writer, log)
            return False
        return await self._write(request, reply, writer, log)

    async def _reply(self, request: Request) -> Reply:
        route: Route | None = self._routes.get(request.path)
        if route is None:
            route = next((handler for prefix, handler in self._prefixes if request.path.startswith(prefix)), None)
        if route is None:
            return Reply(f"<title>Not here</title><p>Nothing at {len(request.path)} characters", status=404)
        if isinstance(route, Reply):
            return route
        result = route(request)
        return result if isinstance(result, Reply) else await result

    async def _write(self, request: Request, reply: Reply, writer: asyncio.StreamWriter, log: Log) -> bool:
        body = reply.body
        if isinstance(body, str):
            body = (self.fill(body) if reply.fill else body).encode("utf-8")
        status = reply.status if isinstance(reply.status, int) else int(reply.status.split()[0])
        fields = [(name, self.fill(value)) for name, value in reply.headers]
        found = request.headers.get("range", "")
        if reply.ranges and found.startswith("bytes="):
            first, _, last = found[6:].partition("-")
            start, end = int(first or 0), int(last or len(body) - 1)
            fields.append(("Content-Range", f"bytes {start}-{end}/{len(body)}"))
            body, status = body[start : end + 1], 206
        if reply.ranges:
            fields.append(("Accept-Ranges", "bytes"))
        data = encode(body, reply.encoding)
        if reply.type is not None:
            fields.insert(0, ("Content-Type", reply.type))
        if reply.encoding:
            fields.append(("Content-Encoding", reply.encoding))
        empty = request.method == "HEAD" or status in (204, 304)
        old = reply.version == "HTTP/1.0"
        if reply.chunked:
            fields.append(("Transfer-Encoding", "chunked"))
        elif status not in (204, 304) and not old:
            fields.append(("Content-Length", str(len(data))))
        words = reply.status if isinstance(reply.status, str) else f"{status} Some Reason"
        lines = [f"{reply.version} {words}", *(f"{name}: {value}" for name, value in fields)]
        writer.write("\r\n".join([*lines, "", ""]).encode("latin-1"))
        sent = b"" if empty else data
        if reply.cut is not None:
            sent = sent[: reply.cut]
        log(status, [sent], (reply.payload or body) if sent == data else None)
        for at in range(0, len(sent), 65536):
            part = sent[at : at + 65536]
            writer.write(b"%x\r\n%b\r\n" % (len(part), part) if reply.chunked else part)
            await writer.drain()
        if reply.cut is not None:
            await asyncio.sleep(0.05)
            return False
        if reply.chunked and not empty:
            writer.write(b"0\r\n\r\n")
        await writer.drain()
        if old or reply.close:
            writer.close()
            await writer.wait_closed()
            return False
        return True


def _self_signed() -> ssl.SSLContext:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "both.pem"
        path.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
            + certificate.public_bytes(serialization.Encoding.PEM)
        )
        with contextlib.suppress(OSError):
            path.chmod(0o600)
        context.load_cert_chain(path)
    return context
