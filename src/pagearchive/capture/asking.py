"""Asking a server: the request goes out, the answer's head comes in."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from pagearchive.capture.http1 import (
    Decoder,
    Head,
    ProtocolError,
    StatusLine,
    parse_head,
    plan_response,
    read_status_line,
)
from pagearchive.capture.ledger import Flight, Ledger
from pagearchive.capture.request import Request
from pagearchive.capture.upstream import Connection, Pool

MAX_INTERIM = 20
_ENDLESS = (b"text/event-stream", b"multipart/x-mixed-replace")
PIECE = 256 * 1024


@dataclass(slots=True)
class Answer:
    """A response's head, and the connection that its body will come from."""

    connection: Connection
    head: Head
    line: StatusLine
    decoder: Decoder


async def ask(request: Request, flight: Flight, pool: Pool, ledger: Ledger) -> Answer:
    """Send the request and read the answer's head; one more try where a kept connection had gone stale.

    Raises UpstreamError, ProtocolError or OSError.
    """
    for fresh in (False, True):
        connection = await pool.take(request.endpoint, fresh)
        try:
            await _send(request, connection)
            raw, line = await _response_head(connection)
        except (ConnectionError, ProtocolError, asyncio.CancelledError) as error:
            connection.close()
            if connection.used and isinstance(error, (ConnectionError, ProtocolError)):
                continue
            raise
        head = parse_head(raw)
        flight.head_at = flight.last = asyncio.get_running_loop().time()
        decoder = Decoder(plan_response(head, line, request.method))
        flight.length_known = decoder.plan.framing == "length"
        flight.endless = (head.get(b"content-type") or b"").startswith(_ENDLESS)
        ledger.touch()
        return Answer(connection, head, line, decoder)
    raise ConnectionResetError("the server closed the connection without an answer")


async def _send(request: Request, connection: Connection) -> None:
    writer = connection.writer
    data = request.body.data()
    if data is not None:
        writer.write(request.wire + data)
        return
    writer.write(request.wire)
    request.body.flush()
    assert request.body.path is not None
    with request.body.path.open("rb") as file:
        while data := file.read(PIECE):
            writer.write(data)
            await writer.drain()


async def _response_head(connection: Connection) -> tuple[bytes, StatusLine]:
    for _ in range(MAX_INTERIM):
        raw = await connection.source.head()
        if not raw:
            raise ConnectionResetError("the server closed the connection without an answer")
        line = read_status_line(raw.split(b"\n", 1)[0])
        if line.status >= 200 or line.status == 101:
            return raw, line
    raise ProtocolError("too many interim answers")
