"""One exchange: the request to the server, the answer to the browser, both into the ledger."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
from pathlib import Path

from pagearchive.capture.asking import Answer, ask
from pagearchive.capture.booking import book_answer, book_failure
from pagearchive.capture.client import Client
from pagearchive.capture.http1 import ProtocolError
from pagearchive.capture.ledger import Flight, Ledger
from pagearchive.capture.ranges import Span, Whole, read_range
from pagearchive.capture.request import Request, without
from pagearchive.capture.spool import Spool
from pagearchive.capture.upstream import Pool, UpstreamError
from pagearchive.capture.websocket import Conversation, carry
from pagearchive.model import Truncation

Work = Coroutine[None, None, None]
AFTERGLOW_SECONDS = 3.0
"""How long a body of unknown length is still recorded after the browser has turned away from it."""


class Relay:
    """Carries the exchanges of one capture."""

    def __init__(self, ledger: Ledger, pool: Pool, directory: Path, spawn: Callable[[Work], None]) -> None:
        self.spawn = spawn
        self._wholes: dict[str, Whole] = {}
        self.ledger = ledger
        self.pool = pool
        self.directory = directory

    def spool(self) -> Spool:
        """A new body, bounded as the options say."""
        left = self.ledger.options.max_page_bytes - self.ledger.body_bytes
        return Spool(self.directory, max(0, min(self.ledger.options.max_body_bytes, left)))

    # ── from the first byte to the last ───────────────────────────────────────────────────────────────────────────

    async def run(self, request: Request, client: Client | None) -> bool:
        """Carry one exchange; True when the browser's connection can be used for another.

        `client` is None for the engine's own requests. Never raises for what the server does.
        """
        if client is not None and request.speculative:
            self.ledger.note("pages that the browser would have loaded ahead were left alone")
            client.abort()
            return False
        span = read_range(request.head) if client is not None and request.method == "GET" else None
        if client is not None and span is not None:
            return await self._part(request, client, span)
        flight = self.begin(request, client)
        answer = await self._answer(request, flight) if flight else None
        if flight is None or answer is None:
            if client:
                client.abort()
            return False
        if answer.line.status == 101 and client is not None:
            await self._converse(request, flight, answer, client)
            return False
        return await self.deliver(request, flight, answer, client)

    async def _answer(self, request: Request, flight: Flight) -> Answer | None:
        """An answer's head; None when there is no answer, which is booked then."""
        try:
            return await ask(request, flight, self.pool, self.ledger)
        except (UpstreamError, ProtocolError, OSError) as error:
            book_failure(self.ledger, request, flight, error)
            return None
        except asyncio.CancelledError:
            book_failure(self.ledger, request, flight, TimeoutError("no answer before the visit ended"))
            raise

    # ── parts of files ────────────────────────────────────────────────────────────────────────────────────────────

    async def _part(self, request: Request, client: Client, span: Span) -> bool:
        """Answer a range request from the whole file, which is fetched now if it was not yet."""
        whole = self._wholes.get(request.url)
        if whole is None or whole.failed:
            flight = self.begin(request, client)
            plain = replace(request, wire=without(request.wire, frozenset({b"range", b"if-range"})))
            answer = await self._answer(plain, flight) if flight else None
            if flight is None or answer is None:
                client.abort()
                return False
            whole = self._whole(answer)
            if whole is None:
                return await self._as_it_is(request, plain, flight, answer, client)
            self._wholes[request.url] = whole
            self.spawn(self._fetch_whole(plain, flight, answer, whole))
        try:
            await whole.serve(span, client)
        except TimeoutError:
            client.abort()
        return not client.gone()

    def _whole(self, answer: Answer) -> Whole | None:
        """The file that an answer begins, when it is one that parts can be served from."""
        length = answer.decoder.plan.length
        fits = length is not None and length <= self.ledger.options.max_body_bytes
        if answer.line.status != 200 or not length or not fits or answer.head.get(b"content-encoding"):
            return None
        return Whole(answer.head, length, self.spool())

    async def _as_it_is(self, request: Request, plain: Request, flight: Flight, answer: Answer, client: Client) -> bool:
        """An answer that parts cannot be cut from: pass it on, or ask for the part when the file is over the bound."""
        too_long = (answer.decoder.plan.length or 0) > self.ledger.options.max_body_bytes
        if answer.line.status != 200 or not too_long:
            return await self.deliver(plain, flight, answer, client)
        answer.connection.close()
        self.ledger.note(f"fetched in parts, because it is over the bound: {request.url[:200]}")
        again = await self._answer(request, flight)
        if again is None:
            client.abort()
            return False
        return await self.deliver(request, flight, again, client)

    async def _fetch_whole(self, request: Request, flight: Flight, answer: Answer, whole: Whole) -> None:
        flight.gone = lambda: False
        truncated: Truncation | None = "time"
        problem: str | None = None
        try:
            truncated, problem = await self._body(flight, answer, whole.spool, None, whole)
        except OSError as error:
            truncated, problem = "unspecified", f"the body could not be stored: {error.strerror or error}"
        finally:
            whole.done, whole.failed = True, truncated is not None
            whole.spool.flush()
            if truncated is None and answer.decoder.plan.reusable:
                self.pool.give_back(answer.connection)
            else:
                answer.connection.close()
            # The file stays for later parts; it goes with the capture's directory.
            book_answer(self.ledger, request, flight, answer, whole.spool, truncated, problem, keep_file=True)
            whole.grown()

    # ── WebSockets ────────────────────────────────────────────────────────────────────────────────────────────────

    async def _converse(self, request: Request, flight: Flight, answer: Answer, client: Client) -> None:
        """Carry a WebSocket for as long as it is open; its opening handshake, an HTTP request, is the exchange."""
        flight.kind = "websocket"
        conversation = Conversation("ws" + request.url.removeprefix("http"))
        self.ledger.conversations.append(conversation)
        book_answer(self.ledger, request, flight, answer, Spool(self.directory, 0), None, None)
        await client.head(answer.head.raw, chunked=False)
        connection = answer.connection
        try:
            await carry(conversation, (client.source, client.writer), (connection.source, connection.writer))
        except OSError:
            return  # one side is gone, which ends the conversation
        finally:
            client.abort()

    # ── one exchange ──────────────────────────────────────────────────────────────────────────────────────────────

    def begin(self, request: Request, client: Client | None) -> Flight | None:
        """Book the request; None when a bound forbids it."""
        flight = Flight(request.url, request.method, "own" if request.own else "page")
        if client is not None:
            flight.gone = client.gone
        return flight if self.ledger.admit(flight) else None

    async def deliver(self, request: Request, flight: Flight, answer: Answer, client: Client | None) -> bool:
        """Send the answer on and record it; True when the browser's connection stays usable."""
        await self.ledger.room()
        spool = self.spool()
        truncated: Truncation | None = None
        problem: str | None = None
        decoder = answer.decoder
        try:
            if client:
                await client.head(answer.head.raw, chunked=decoder.plan.framing == "chunked")
            truncated, problem = await self._body(flight, answer, spool, client)
        except asyncio.CancelledError:
            answer.connection.close()
            book_answer(self.ledger, request, flight, answer, spool, "time", None)
            if client:
                client.abort()
            raise
        except OSError as error:
            # The disk is full: nothing more can be recorded, and the sink will say so for the next exchange.
            truncated, problem = "unspecified", f"the body could not be stored: {error.strerror or error}"
        clean = truncated is None and decoder.done and decoder.plan.reusable and not decoder.left
        rest = client.rest(spool) if client else None
        if clean:
            self.pool.give_back(answer.connection)
        else:
            answer.connection.close()
        book_answer(self.ledger, request, flight, answer, spool, truncated, problem)
        if client is None:
            return False
        await client.finish(truncated is None, rest)
        if not decoder.plan.reusable:
            client.close()
        return clean and not client.gone()

    async def _body(
        self, flight: Flight, answer: Answer, spool: Spool, client: Client | None, progress: Whole | None = None
    ) -> tuple[Truncation | None, str | None]:
        """Carry the body over; returns why it is not whole, and in words."""
        source, decoder = answer.connection.source, answer.decoder
        loop = asyncio.get_running_loop()
        gone_at: float | None = None
        while not decoder.done:
            try:
                data = await source.some()
                part = decoder.feed(data)
            except ProtocolError as error:
                return "unspecified", str(error)
            except OSError as error:
                return "disconnect", f"connection lost after {spool.size} bytes: {error.strerror or error}"
            if not data:
                if decoder.ends_with_connection:
                    return None, None
                return "disconnect", f"connection closed after {spool.size} bytes"
            spool.write(part)
            flight.received += len(part)
            flight.last = loop.time()
            self.ledger.touch(flight)
            if progress is not None:
                progress.grown()
            if spool.cut:
                return "length", None
            if client is None:
                continue
            await client.body(part)
            if not flight.length_known and client.gone():
                gone_at = gone_at or flight.last
                if flight.endless or flight.last - gone_at > AFTERGLOW_SECONDS:
                    return "time", "the page turned away from it"
        if decoder.left:
            self.ledger.note(f"more bytes than announced: {flight.url[:200]}")
        return None, None
