"""What the proxy has seen of one capture: exchanges under way, exchanges complete, and the bounds on both."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable
from concurrent.futures import Executor
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec

from pagearchive.capture.http1 import parse_head
from pagearchive.capture.options import CaptureOptions
from pagearchive.capture.secrets import redact_form, redact_head, redact_url
from pagearchive.capture.upstream import FailureKind
from pagearchive.capture.websocket import Conversation
from pagearchive.model import Exchange, Payload

Sink = Callable[[Exchange], None]
"""Takes an exchange; called from one thread of the browser's own, one exchange at a time."""

FIRST_BYTE_SECONDS = 12.0
"""A request without an answer is waited for as long as this."""
REPEATED_POLL_SECONDS = 2.0
"""The same for a request that repeats one already answered: a long poll."""
STREAM_SECONDS = 4.0
"""A body of unknown length is waited for as long as this, unless it comes fast."""
STREAM_RATE = 50_000
"""Bytes a second from which a body of unknown length counts as a file on its way."""
STALL_SECONDS = 10.0
"""A body of known length that stands still as long as this is not waited for."""
POLL_SECONDS = 0.03
LONGEST_REFRESH = 10.0
_REFRESH = re.compile(r"\s*(\d{1,4}(?:\.\d*)?)\s*(?:[;,]|$)")
MAX_PENDING = 48
MAX_ENTRIES = 20_000
MAX_STYLES = 8 * 1024 * 1024


class Style(NamedTuple):
    """A style sheet as it came: its URL, its response's head and its body."""

    url: str
    head: bytes
    body: bytes


class Flight:
    """An exchange under way."""

    def __init__(self, url: str, method: str, kind: Literal["page", "own", "websocket"]) -> None:
        self.url = url
        self.method = method
        self.kind = kind
        self.started_at = datetime.now(UTC)
        self.started = time.monotonic()
        self.head_at: float | None = None
        self.last = self.started
        self.received = 0
        self.length_known = False
        self.endless = False
        """An event stream, or media without end."""
        self.repeated = False
        self.gone: Callable[[], bool] = lambda: False
        """Tells whether the browser has lost interest."""

    def blocks(self, now: float) -> bool:
        """True while the page is not quiet because of this exchange."""
        if self.kind == "websocket" or self.endless:
            return False
        if self.head_at is None:
            patience = REPEATED_POLL_SECONDS if self.repeated else FIRST_BYTE_SECONDS
            return now - self.started < patience and not self.gone()
        if self.length_known:
            return now - self.last < STALL_SECONDS
        age = now - self.head_at
        if self.gone():
            return False
        return age < STREAM_SECONDS or (self.received / age > STREAM_RATE and now - self.last < 1)


class Entry:
    """One line of the page's list of URLs."""

    __slots__ = (
        "error",
        "failure",
        "fields",
        "location",
        "method",
        "mime",
        "resource",
        "shown",
        "size",
        "status",
        "url",
    )

    def __init__(self, exchange: Exchange, resource: str, location: str | None, failure: FailureKind | None) -> None:
        self.url = self.shown = exchange.url
        self.method = exchange.method
        self.status = exchange.status
        self.mime = (exchange.content_type or "").partition(";")[0].strip().lower()
        self.resource = resource
        """What asked for it, in the words of Sec-Fetch-Dest ("document", "image", "empty")."""
        self.size = exchange.response_body.size
        self.error = exchange.error or (f"truncated: {exchange.truncated}" if exchange.truncated else None)
        self.location = location
        self.failure = failure
        self.fields: dict[str, str] = {}
        """The response's header fields, of documents only; names in lower case."""
        if resource in ("document", "iframe", "frame", "empty") and exchange.response_head and "html" in self.mime:
            fields = parse_head(exchange.response_head).fields
            self.fields = {name.decode("latin-1").lower(): value.decode("latin-1")[:500] for name, value in fields}


class Ledger:
    """Keeps the books of one capture and hands complete exchanges to the sink."""

    def __init__(self, options: CaptureOptions, directory: Path, sink: Sink, thread: Executor) -> None:
        self.options = options
        self.directory = directory
        self._sink = sink
        self._thread = thread
        self._pending: set[asyncio.Future[None]] = set()
        self._seen: set[tuple[str, str]] = set()
        self._asked: set[str] = set()
        self.flights: set[Flight] = set()
        self.entries: list[Entry] = []
        self.notes: list[str] = []
        self.admitted = 0
        self.own = 0
        """Requests of the engine's own."""
        self.exchanges = 0
        self.body_bytes = 0
        self.last_activity = time.monotonic()
        self.secretive = options.masks_secrets
        self.redacted: set[str] = set()
        """Names of the fields and parameters whose values were masked."""
        self.failure: BaseException | None = None
        """What the sink raised."""
        self.conversations: list[Conversation] = []
        self.styles: list[Style] = []
        self._styles_size = 0
        self.over: set[str] = set()
        """The bounds that were reached: "exchanges", "bytes", "length"."""

    # ── while the page runs ───────────────────────────────────────────────────────────────────────────────────────

    def note(self, text: str) -> None:
        """Add a note, once."""
        text = self.shown(text)
        if text not in self.notes and len(self.notes) < 200:
            self.notes.append(text)

    def shown(self, text: str) -> str:
        """A URL, or a text with URLs, as it may stand in the archive: without tokens where a login is used."""
        return redact_url(text)[0] if self.secretive else text

    def admit(self, flight: Flight) -> bool:
        """Enter a request; False when a bound is reached and it must not be made."""
        if self.admitted >= self.options.max_exchanges:
            self.over.add("exchanges")
            self.note(f"stopped fetching after {self.options.max_exchanges} requests (max_exchanges)")
            return False
        if self.body_bytes >= self.options.max_page_bytes:
            self.over.add("bytes")
            self.note(f"stopped fetching after {self.body_bytes} bytes (max_page_bytes)")
            return False
        self.admitted += 1
        self.own += flight.kind == "own"
        key = (flight.method, flight.url.partition("?")[0])
        flight.repeated = key in self._seen and flight.kind == "page"
        if flight.method == "GET":
            self._asked.add(flight.url)
        self.flights.add(flight)
        self.touch()
        return True

    def touch(self, flight: Flight | None = None) -> None:
        """Something went over the wire; it does not count for an exchange that is not waited for."""
        now = time.monotonic()
        if flight is None or flight.blocks(now):
            self.last_activity = now

    def blocking(self) -> int:
        """How many exchanges keep the page from being quiet."""
        now = time.monotonic()
        return sum(flight.blocks(now) for flight in self.flights)

    def quiet_for(self) -> float:
        """Seconds since the last byte that counts; 0 while an exchange is waited for."""
        return 0.0 if self.blocking() else time.monotonic() - self.last_activity

    async def quiet(self, seconds: float, deadline: float) -> bool:
        """Wait until nothing has gone over the wire for so long; False when the deadline came first.

        Asked again and again rather than told, because an exchange also stops counting by growing old.
        """
        while self.blocking() or self.quiet_for() < seconds:
            if time.monotonic() >= deadline:
                return False
            await asyncio.sleep(POLL_SECONDS)
        return True

    def requested(self, url: str) -> bool:
        """True when this URL was asked for by GET already, or is being."""
        return url.partition("#")[0] in self._asked

    # ── complete exchanges ────────────────────────────────────────────────────────────────────────────────────────

    def complete(
        self,
        flight: Flight,
        exchange: Exchange,
        *,
        resource: str,
        location: str | None = None,
        failure: FailureKind | None = None,
        keep_file: bool = False,
    ) -> None:
        """Book an exchange and send it to the sink; its file is deleted afterwards unless `keep_file`."""
        self.flights.discard(flight)
        self.touch()
        if exchange.status is not None:
            self._seen.add((flight.method, flight.url.partition("?")[0]))
        self.exchanges += 1
        self.body_bytes += exchange.response_body.size
        if exchange.truncated == "length":
            self.over.add("length")
        if len(self.entries) < MAX_ENTRIES:
            self.entries.append(Entry(exchange, resource, location, failure))
            self.entries[-1].shown = self.shown(exchange.url)
        self._keep_style(exchange)
        if self.secretive:
            exchange = self._redacted(exchange)
        paths = [exchange.request_body.path, None if keep_file else exchange.response_body.path]
        future = asyncio.get_running_loop().run_in_executor(self._thread, self._deliver, exchange, paths)
        self._pending.add(future)
        future.add_done_callback(self._pending.discard)

    def _redacted(self, exchange: Exchange) -> Exchange:
        url, names = redact_url(exchange.url)
        request, more = redact_head(exchange.request_head)
        names |= more
        response = exchange.response_head
        if response is not None:
            response, more = redact_head(response)
            names |= more
        body = exchange.request_body
        if body.data:
            request, form, more = redact_form(request, body.data)
            names |= more
            body = Payload(size=len(form), data=form)
        self.redacted |= names
        return msgspec.structs.replace(
            exchange,
            url=url,
            request_head=request,
            request_body=body,
            response_head=response,
            redacted=sorted(names),
        )

    def _keep_style(self, exchange: Exchange) -> None:
        """Remember a style sheet or manifest, because it names images that this screen did not need."""
        data, kind = exchange.response_body.data, exchange.content_type or ""
        named = "css" in kind or "manifest+json" in kind
        if not data or not named or exchange.response_head is None or self._styles_size > MAX_STYLES:
            return
        self._styles_size += len(data)
        self.styles.append(Style(exchange.url, exchange.response_head, data))

    def _deliver(self, exchange: Exchange, paths: list[Path | None]) -> None:
        try:
            if self.failure is None:
                self._sink(exchange)
        except BaseException as error:
            self.failure = error
        finally:
            for path in paths:
                if path is not None:
                    path.unlink(missing_ok=True)

    async def room(self) -> None:
        """Wait while the sink is behind."""
        while len(self._pending) > MAX_PENDING:
            await asyncio.wait(list(self._pending), return_when=asyncio.FIRST_COMPLETED)

    async def delivered(self) -> None:
        """Wait until the sink has everything; raises what it raised."""
        while self._pending:
            await asyncio.wait(list(self._pending))
        if self.failure is not None:
            raise self.failure

    def refresh(self, url: str) -> float:
        """Seconds after which a document goes elsewhere by its Refresh field, up to ten; -1: not at all."""
        for entry in reversed(self.entries):
            if entry.fields and _same(entry.url, url.partition("#")[0]):
                found = _REFRESH.match(entry.fields.get("refresh", ""))
                return float(found[1]) if found and float(found[1]) <= LONGEST_REFRESH else -1
        return -1

    # ── looking back ──────────────────────────────────────────────────────────────────────────────────────────────

    def chain(self, url: str) -> list[Entry]:
        """The exchanges that a navigation to `url` went through, redirects followed, the last one last."""
        found: list[Entry] = []
        wanted = url.partition("#")[0]
        seen: set[int] = set()
        for _ in range(60):
            last = None
            for index, entry in enumerate(self.entries):
                if index not in seen and _same(entry.url, wanted) and entry.resource not in ("own", "preflight"):
                    last = (index, entry)
                    if entry.location or entry.status not in (401, 407):
                        break
            if last is None:
                break
            seen.add(last[0])
            found.append(last[1])
            if not last[1].location:
                break
            wanted = last[1].location.partition("#")[0]
        return found


def _same(first: str, second: str) -> bool:
    """Whether two spellings are one URL, as far as a browser changes spelling on its way to the wire."""
    return first == second or first.rstrip("/").lower() == second.rstrip("/").lower()
