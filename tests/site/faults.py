"""Many hosts that fail in every way a host can, each at an address of its own on the loopback network.

Every host has the same kind of pages throughout, so that what should become of each is known.
"""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from urllib.parse import urlsplit

PROSE = "<p>Planks are caulked with oakum and payed with tar, and this is said at some length here.</p>" * 5


@dataclass(frozen=True)
class Kind:
    """A way to answer, and what has to come of it."""

    name: str
    verdicts: frozenset[str]
    """The last attempt's; "skipped" where the host may be given up before."""
    attempts: int
    """So many at the most."""
    share: int
    """Of a hundred addresses."""
    serve: Callable[[FaultSite, str, asyncio.StreamWriter], Awaitable[None]]


class FaultSite:
    """The running hosts; `url(kind, number)` gives an address that fails in this way."""

    def __init__(self, kinds: tuple[Kind, ...], hosts: int = 4, slow: float = 2.0) -> None:
        self.slow = slow
        """Seconds that a slow page takes."""
        self.asked: Counter[str] = Counter()
        """How often each page was asked for, by "host/path"."""
        self._kinds = kinds
        self._hosts = hosts
        self._origins: dict[str, list[str]] = {}
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._servers: list[asyncio.Server] = []
        self._tasks: set[asyncio.Task[None]] = set()

    def urls(self, count: int) -> Iterator[tuple[Kind, str]]:
        """Addresses of all kinds in their shares, each kind's spread over its hosts."""
        for kind in self._kinds:
            origins = self._origins[kind.name]
            for number in range(max(1, count * kind.share // 100)):
                yield kind, f"{origins[number % len(origins)]}/{kind.name}/{number}"

    def __enter__(self) -> FaultSite:
        self._thread.start()
        if not self._ready.wait(20):
            raise RuntimeError("the fault site did not start")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result(20)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._start())
        self._ready.set()
        self._loop.run_forever()

    async def _start(self) -> None:
        for place, kind in enumerate(self._kinds, 1):
            self._origins[kind.name] = []
            for number in range(1 if kind.name in SINGLE else self._hosts):
                address = f"127.0.{place}.{number + 1}"
                server = await asyncio.start_server(self._serve(kind), address, 0)
                port = server.sockets[0].getsockname()[1]
                self._origins[kind.name].append(f"http://{address}:{port}")
                if kind.name == "refused":
                    server.close()
                    await server.wait_closed()
                else:
                    self._servers.append(server)

    async def _stop(self) -> None:
        for server in self._servers:
            server.close()
        for task in list(self._tasks):
            task.cancel()
        if self._tasks:
            await asyncio.wait(list(self._tasks), timeout=10)

    def _serve(self, kind: Kind) -> Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]:
        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            assert task is not None
            self._tasks.add(task)
            try:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                path = urlsplit(head.split(" ", 2)[1]).path
                if path == "/robots.txt":
                    await answer(writer, 200, b"User-agent: *\nDisallow: /robots/\n", kind="text/plain")
                elif path == "/favicon.ico":
                    await answer(writer, 200, b"\0\0\1\0", kind="image/x-icon")
                elif not path.startswith(f"/{kind.name}/"):
                    await answer(writer, 404, b"")
                else:
                    host = head.lower().partition("host: ")[2].split()[0]
                    self.asked[f"http://{host}{path}"] += 1
                    await kind.serve(self, f"http://{host}{path}", writer)
            except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
                pass
            finally:
                self._tasks.discard(task)
                writer.transport.abort()

        return serve


async def answer(
    writer: asyncio.StreamWriter,
    status: int,
    body: bytes,
    kind: str = "text/html",
    more: str = "",
    cut: int | None = None,
) -> None:
    """Write a response and close; `cut` resets the connection after so many bytes of the body."""
    fields = f"Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n{more}Connection: close\r\n"
    writer.write(f"HTTP/1.1 {status} Reason\r\n{fields}\r\n".encode() + body[:cut])
    await writer.drain()
    if cut is not None:
        await asyncio.sleep(0.05)
        writer.transport.abort()
        return
    writer.close()
    await writer.wait_closed()


async def page(writer: asyncio.StreamWriter, extra: str = "") -> None:
    """A page as it should be."""
    await answer(writer, 200, f"<!DOCTYPE html><title>Boats</title><h1>Boats</h1>{PROSE}{extra}".encode())


# ── ways to answer ───────────────────────────────────────────────────────────────────────────────────────────────────


async def _good(site: FaultSite, url: str, writer: asyncio.StreamWriter) -> None:
    await page(writer)


async def _slow(site: FaultSite, url: str, writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(site.slow)
    await page(writer)


async def _gone(site: FaultSite, url: str, writer: asyncio.StreamWriter) -> None:
    await answer(writer, 404, b"<title>Not found</title><p>There is nothing here.</p>")


async def _broken(site: FaultSite, url: str, writer: asyncio.StreamWriter) -> None:
    await answer(writer, 500, b"<title>Error</title><p>The database is away.</p>")


async def _broken_once(site: FaultSite, url: str, writer: asyncio.StreamWriter) -> None:
    await (_broken if site.asked[url] == 1 else _good)(site, url, writer)


async def _busy_once(site: FaultSite, url: str, writer: asyncio.StreamWriter) -> None:
    if site.asked[url] > 1:
        return await page(writer)
    return await answer(writer, 429, b"<title>Slow down</title>", more="Retry-After: 1\r\n")


async def _reset(site: FaultSite, url: str, writer: asyncio.StreamWriter) -> None:
    writer.transport.abort()


async def _reset_once(site: FaultSite, url: str, writer: asyncio.StreamWriter) -> None:
    await (_reset if site.asked[url] == 1 else _good)(site, url, writer)


async def _torn_once(site: FaultSite, url: str, writer: asyncio.StreamWriter) -> None:
    if site.asked[url] > 1:
        return await page(writer)
    return await answer(writer, 200, b"<!DOCTYPE html><title>Torn</title>" + b"x" * 10_000, cut=20)


async def _silent(site: FaultSite, url: str, writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(3600)


async def _endless(site: FaultSite, url: str, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<!DOCTYPE html><title>Endless</title>")
    while True:
        writer.write(PROSE.encode())
        await writer.drain()
        await asyncio.sleep(0.2)


async def _circle(site: FaultSite, url: str, writer: asyncio.StreamWriter) -> None:
    await answer(writer, 302, b"", more=f"Location: {url}\r\n")


async def _crashing(site: FaultSite, url: str, writer: asyncio.StreamWriter) -> None:
    hungry = "<script>const all = []; for (;;) all.push(new Array(1e5).fill(Math.random()))</script>"
    await page(writer, hungry)


async def _looping(site: FaultSite, url: str, writer: asyncio.StreamWriter) -> None:
    await page(writer, "<script>setTimeout(() => { for (;;); }, 50)</script>")


_OK, _DOWN = frozenset({"ok", "partial"}), frozenset({"connection-error", "timeout", "skipped"})
SINGLE = frozenset({"slow", "silent"})
"""Kinds whose pages are all on one host."""
KINDS = (
    Kind("good", _OK, 1, 56, _good),
    Kind("slow", _OK, 1, 2, _slow),
    Kind("gone", frozenset({"not-found"}), 1, 8, _gone),
    Kind("broken", frozenset({"http-error"}), 3, 3, _broken),
    Kind("broken-once", _OK, 2, 5, _broken_once),
    Kind("busy-once", _OK, 2, 4, _busy_once),
    Kind("reset", _DOWN, 3, 3, _reset),
    Kind("reset-once", _OK, 3, 5, _reset_once),
    Kind("torn-once", _OK, 2, 3, _torn_once),
    Kind("refused", _DOWN, 3, 3, _good),
    Kind("silent", _DOWN, 3, 1, _silent),
    Kind("endless", frozenset({"partial", "ok"}), 1, 1, _endless),
    Kind("circle", frozenset({"http-error", "connection-error", "blocked"}), 3, 3, _circle),
    Kind("robots", frozenset({"refused-by-robots"}), 1, 2, _good),
    Kind("crashing", frozenset({"crashed"}), 3, 1, _crashing),
    Kind("looping", frozenset({"partial", "ok", "timeout", "crashed"}), 3, 0, _looping),
)


def wrong(report: list[dict[str, object]], wanted: list[tuple[Kind, str]]) -> list[str]:
    """The addresses that did not end as they have to, one line each. Those that no line names were skipped."""
    last = {str(line["url"]): (str(line["verdict"]), line["attempt"]) for line in report}
    reasons = {str(line["url"]): line["error"] for line in report}
    tries = Counter(str(line["url"]) for line in report)
    found = []
    for kind, url in wanted:
        verdict, _ = last.get(url, ("skipped", 0))
        if verdict not in kind.verdicts or tries[url] > kind.attempts:
            found.append(f"{kind.name}: {url}: {verdict} after {tries[url]} tries: {reasons.get(url)}")
    return found


def hungry_browser(program: Path, directory: Path) -> Path:
    """A browser whose pages die of a few megabytes of script data, as big ones do of gigabytes."""
    script = directory / "chromium-small"
    script.write_text(f'#!/bin/sh\nexec "{program}" --js-flags=--max-old-space-size=40 "$@"\n')
    script.chmod(0o755)
    return script
