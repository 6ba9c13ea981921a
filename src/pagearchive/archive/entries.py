"""What an index knows of each stored response: enough to find it again and to open it at its offset."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import NamedTuple

from pagearchive.archive.containers import Container
from pagearchive.archive.framing import DamageError, WarcRecord, iterate, open_source
from pagearchive.archive.heads import Head
from pagearchive.archive.http import has_http, read_head
from pagearchive.archive.recent import NEARBY, Recent
from pagearchive.archive.uris import target_uri
from pagearchive.errors import ArchiveError, InputError


class Request(NamedTuple):
    """What an index keeps of a request."""

    method: str
    payload_digest: str | None
    referrer: str | None
    offset: int | None
    """Where its record stands in the response's WARC."""


class Entry(NamedTuple):
    """A response, revisit or resource record in an archive."""

    container: int
    """Which of the archives that were indexed."""
    warc: str
    """The WARC's name in its container."""
    offset: int
    length: int
    """Bytes of the record in the file, compressed."""
    type: str
    uri: str
    date: datetime | None
    warc_date: str
    status: int | None
    content_type: str | None
    digest: str | None
    truncated: str | None
    refers_to: tuple[str, str] | None
    """URI and WARC-Date of a revisit's original."""
    request: Request

    @property
    def method(self) -> str:
        """Method of the request, in capitals; "GET" where no request is stored."""
        return self.request.method


_NO_REQUEST = Request("GET", None, None, None)


def entries(container: Container, number: int, name: str, on_problem: Callable[[InputError], None]) -> Iterator[Entry]:
    """The entries of one WARC, each once its request can be known. Damage goes to `on_problem`."""
    with container.open(name) as warc:
        try:
            source = open_source(warc.file, warc.path)
        except ArchiveError as error:
            on_problem(error)
            return
        requests: Recent[Request] = Recent()
        waiting: deque[tuple[list[str], Entry]] = deque()
        for record in iterate(source, on_problem):
            try:
                entry = _entry_of(record, number, name, requests)
            except DamageError:
                continue  # `iterate` meets it again and reports it
            except InputError as error:
                on_problem(error)
                continue
            if entry:
                waiting.append((record.pair_keys(), entry))
            if len(waiting) > NEARBY // 6:
                yield _joined(waiting.popleft(), requests)
        for item in waiting:
            yield _joined(item, requests)


def _joined(item: tuple[list[str], Entry], requests: Recent[Request]) -> Entry:
    keys, entry = item
    return entry._replace(request=next((requests[key] for key in keys if key in requests), _NO_REQUEST))


def _entry_of(record: WarcRecord, number: int, name: str, requests: Recent[Request]) -> Entry | None:
    """The record's entry, read to its end; None for records that no index lists."""
    head: Head | None = None
    if has_http(record):
        head, _ = read_head(record)
    if record.type == "request":
        if head:
            request = _request_of(record, head)
            for key in record.pair_keys():
                requests.put(key, request)
        return None
    if record.type not in ("response", "revisit", "resource") or not record.uri:
        return None
    fields = record.head
    refers = fields.get("WARC-Refers-To-Target-URI"), fields.get("WARC-Refers-To-Date")
    digest = fields.get("WARC-Payload-Digest")
    if record.type == "resource":
        digest = digest or fields.get("WARC-Block-Digest")
    extent = record.finish()
    return Entry(
        container=number,
        warc=name,
        offset=record.offset,
        length=extent.length,
        type=record.type,
        uri=record.uri,
        date=record.date,
        warc_date=fields.get("WARC-Date") or "",
        status=head.status if head else (200 if record.type == "resource" else None),
        content_type=head.get("Content-Type") if head else fields.get("Content-Type"),
        digest=digest,
        truncated=fields.get("WARC-Truncated"),
        refers_to=(target_uri(refers[0].strip("<>")), refers[1]) if refers[0] and refers[1] else None,
        request=_NO_REQUEST,
    )


def _request_of(record: WarcRecord, head: Head) -> Request:
    method = head.line.partition(" ")[0].upper() or "GET"
    return Request(method, record.head.get("WARC-Payload-Digest"), head.get("Referer"), record.offset)
