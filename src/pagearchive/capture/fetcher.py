"""Requests of the engine's own, outside a page and its rules about origins: pictures for other screens, robots.txt."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import tempfile
import time
from concurrent.futures import Executor
from pathlib import Path
from urllib.parse import quote, urlsplit

from playwright.async_api import Error, Page

from pagearchive.capture.authority import Authority
from pagearchive.capture.bounded import StepTimeoutError, bounded
from pagearchive.capture.guard import Guard, default_port
from pagearchive.capture.http1 import parse_head
from pagearchive.capture.ledger import Ledger, Sink
from pagearchive.capture.options import CaptureOptions
from pagearchive.capture.proxy import Proxy
from pagearchive.capture.request import Request, endpoint_of, host_text
from pagearchive.capture.spool import Spool
from pagearchive.capture.upstream import Pool, tls_context

AT_ONCE = 6
MAX_REDIRECTS = 10
EACH_SECONDS = 30.0
TOTAL_SECONDS = 45.0
_SAFE = "!#$%&'()*+,/:;=?@[]~"


async def fetch_all(page: Page, proxy: Proxy, ledger: Ledger, urls: list[str], deadline: float) -> None:
    """Fetch each URL that was not asked for yet, a few at a time, until the deadline at the latest."""
    agent, cookies = await _identity(page, urls)
    places = asyncio.Semaphore(AT_ONCE)
    until = min(deadline, time.monotonic() + TOTAL_SECONDS)
    origin = urlsplit(page.url)
    lines = [
        f"User-Agent: {agent}",
        "Accept: image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8",
        f"Referer: {origin.scheme}://{origin.netloc.rpartition('@')[2]}/",
    ]

    async def one(url: str) -> None:
        async with places:
            if time.monotonic() > until:
                ledger.note("no time left for all images for other screens")
                return
            try:
                async with asyncio.timeout(EACH_SECONDS):
                    await _fetch(url, lines, cookies, proxy, ledger)
            except TimeoutError:
                ledger.note(f"not fetched in time: {url[:200]}")

    await asyncio.gather(*(one(url) for url in urls))


async def fetch_alone(
    url: str,
    options: CaptureOptions,
    agent: str,
    sink: Sink,
    *,
    authority: Authority,
    directory: Path,
    thread: Executor,
) -> None:
    """Fetch one address without a page, redirects followed; each exchange goes to the sink, failures too.

    Ends within `options.timeout`. Raises what the sink raised.
    """
    own = Path(tempfile.mkdtemp(prefix="fetch-", dir=directory))
    ledger = Ledger(options, own, sink, thread)
    guard = Guard(options.allow_private, options.allowed_origins)
    proxy = Proxy(ledger, Pool(guard, tls_context(options.insecure)), authority, own)
    try:
        with contextlib.suppress(TimeoutError):  # what came is recorded, as cut by time
            async with asyncio.timeout(options.timeout):
                await _fetch(url, ["Accept: text/plain,*/*;q=0.8", f"User-Agent: {agent}"], [], proxy, ledger)
    finally:
        await proxy.close()
        try:
            await ledger.delivered()
        finally:
            await asyncio.shield(asyncio.to_thread(shutil.rmtree, own, ignore_errors=True))


async def _identity(page: Page, urls: list[str]) -> tuple[str, list[dict[str, object]]]:
    """The user agent and the cookies that the browser itself would send."""
    try:
        agent = await bounded(page.evaluate("navigator.userAgent"), 3, "the user agent")
        cookies = await bounded(page.context.cookies(urls), 3, "cookies")
    except (Error, StepTimeoutError):
        return "Mozilla/5.0", []
    return str(agent), [dict(cookie) for cookie in cookies]


async def _fetch(url: str, stated: list[str], cookies: list[dict[str, object]], proxy: Proxy, ledger: Ledger) -> None:
    """Fetch an address, redirects followed, stating these header lines."""
    for _ in range(MAX_REDIRECTS):
        url = quote(url.partition("#")[0], safe=_SAFE)
        endpoint = endpoint_of(url)
        if endpoint is None or ledger.requested(url):
            return
        parts = urlsplit(url)
        host = host_text(endpoint.host)
        if endpoint.port != default_port(endpoint.scheme):
            host += f":{endpoint.port}"
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        lines = [
            f"GET {target} HTTP/1.1",
            f"Host: {host}",
            "Connection: keep-alive",
            *stated,
            "Accept-Encoding: gzip, deflate, br, zstd",
            "Accept-Language: en-US,en;q=0.9",
        ]
        sent = _cookies_for(url, cookies)
        if sent:
            lines.append(f"Cookie: {sent}")
        wire = "\r\n".join([*lines, "", ""]).encode("latin-1", "replace")
        request = Request("GET", url, endpoint, parse_head(wire), wire, Spool(ledger.directory, 0), own=True)
        await proxy.relay.run(request, None)
        entry = next((item for item in reversed(ledger.entries) if item.url == url), None)
        if entry is None or not entry.location:
            return
        url = entry.location


def _cookies_for(url: str, cookies: list[dict[str, object]]) -> str:
    """The Cookie header for a URL (RFC 6265, 5.4)."""
    parts = urlsplit(url)
    host, path = parts.hostname or "", parts.path or "/"
    fitting = []
    for cookie in cookies:
        domain, scope = str(cookie["domain"]), str(cookie["path"])
        same = host == domain or (domain.startswith(".") and (host == domain[1:] or host.endswith(domain)))
        below = path == scope or path.startswith(scope if scope.endswith("/") else scope + "/")
        if same and below and (not cookie["secure"] or parts.scheme == "https"):
            fitting.append(f"{cookie['name']}={cookie['value']}")
    return "; ".join(fitting)
