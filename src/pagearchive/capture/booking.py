"""What has gone over the wire, as an exchange in the ledger."""

from __future__ import annotations

from urllib.parse import urljoin

from pagearchive.capture.asking import Answer
from pagearchive.capture.ledger import Flight, Ledger
from pagearchive.capture.request import Request
from pagearchive.capture.spool import Spool
from pagearchive.capture.upstream import UpstreamError
from pagearchive.model import Exchange, Truncation


def book_answer(
    ledger: Ledger,
    request: Request,
    flight: Flight,
    answer: Answer,
    spool: Spool,
    truncated: Truncation | None,
    problem: str | None,
    keep_file: bool = False,
) -> None:
    """Book an exchange that got an answer."""
    location = answer.head.text(b"location") if 300 <= answer.line.status < 400 else None
    exchange = Exchange(
        url=request.url,
        method=request.method,
        started_at=flight.started_at,
        ip_address=answer.connection.address,
        request_head=request.wire,
        request_body=request.body.payload(),
        response_head=answer.head.raw,
        response_body=spool.payload(),
        truncated=truncated,
        status=answer.line.status,
        content_type=answer.head.text(b"content-type"),
        error=problem,
    )
    ledger.complete(
        flight,
        exchange,
        resource=request.resource,
        location=urljoin(request.url, location) if location else None,
        keep_file=keep_file,
    )


def book_failure(ledger: Ledger, request: Request, flight: Flight, error: Exception) -> None:
    """Book an exchange that got no answer."""
    if isinstance(error, UpstreamError):
        kind = error.kind
    else:
        kind = "timeout" if isinstance(error, TimeoutError) else "connection-error"
    exchange = Exchange(
        url=request.url,
        method=request.method,
        started_at=flight.started_at,
        request_head=request.wire,
        request_body=request.body.payload(),
        error=str(error) or type(error).__name__,
    )
    ledger.complete(flight, exchange, resource=request.resource, failure=kind)
