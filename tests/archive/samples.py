"""Exchanges and archives that the tests of this directory are made of."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pagearchive.archive import WarcWriter
from pagearchive.model import Attachment, Exchange, Payload, Truncation

NOON = datetime(2025, 6, 11, 12, 0, 0, 123456, tzinfo=UTC)
INFO = {"software": "pagearchive/0.0-test", "robots": "warn"}
PAGE = "http://forum.example/topic/1"
HTML = b"<!doctype html><title>Tea &amp; cake</title><p>One paragraph.</p>"


def exchange(
    url: str = PAGE,
    body: bytes = HTML,
    *,
    status: str = "200 OK",
    content_type: str = "text/html; charset=utf-8",
    headers: Iterable[str] = (),
    method: str = "GET",
    request_headers: Iterable[str] = (),
    request_body: bytes = b"",
    truncated: Truncation | None = None,
    seconds: float = 0,
    error: str | None = None,
) -> Exchange:
    """One whole exchange."""
    request = [f"{method} /{url.split('/', 3)[-1]} HTTP/1.1", "Host: forum.example", *request_headers]
    response = [f"HTTP/1.1 {status}", f"Content-Type: {content_type}", *headers]
    return Exchange(
        url=url,
        method=method,
        started_at=NOON + timedelta(seconds=seconds),
        ip_address="192.0.2.7",
        request_head=head(request),
        request_body=Payload(size=len(request_body), data=request_body),
        response_head=head(response),
        response_body=Payload(size=len(body), data=body),
        truncated=truncated,
        status=int(status.split()[0]),
        content_type=content_type,
        error=error,
    )


def head(lines: Iterable[str]) -> bytes:
    """Lines as an HTTP head."""
    return "".join(f"{line}\r\n" for line in lines).encode("utf-8", "replace") + b"\r\n"


def dom(url: str = PAGE, html: str = "<html><title>Tea &amp; cake</title><p>rendered") -> Attachment:
    """A stored DOM."""
    return Attachment(urn=f"urn:dom:{url}", content_type="text/html; charset=utf-8", data=html.encode())


def write(path: Path, *exchanges: Exchange, attachments: Iterable[Attachment] = ()) -> Path:
    """A finished WARC of ours."""
    with WarcWriter(path, INFO) as writer:
        for each in exchanges:
            writer.write_exchange(each, PAGE)
        for attachment in attachments:
            writer.write_attachment(attachment, page_url=PAGE, at=NOON)
    return path


def foreign_record(
    kind: str, uri: str | None, block: bytes, *, date: str = "2024-03-01T10:00:00Z", number: int = 0, **fields: str
) -> bytes:
    """A record as other tools write it, not compressed; `fields` with `_` for `-`."""
    lines = ["WARC/1.0", f"WARC-Type: {kind}", f"WARC-Date: {date}", f"Content-Length: {len(block)}"]
    lines.append(f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012d}>")
    if uri:
        lines.append(f"WARC-Target-URI: {uri}")
    if "Content_Type" not in fields and kind in ("request", "response", "revisit"):
        lines.append(f"Content-Type: application/http; msgtype={kind}")
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in fields.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def record_id(number: int) -> str:
    """The WARC-Record-ID that `foreign_record` gives to a number."""
    return f"<urn:uuid:00000000-0000-4000-8000-{number:012d}>"


def members(*records: bytes) -> bytes:
    """Each record as a gzip member."""
    return b"".join(gzip.compress(record, mtime=0) for record in records)


def member_offsets(data: bytes) -> list[int]:
    """Where the gzip members of a file begin, found by the standard library; and its end."""
    offsets = [0]
    while offsets[-1] < len(data):
        decoder = zlib.decompressobj(31)
        decoder.decompress(data[offsets[-1] :])
        offsets.append(len(data) - len(decoder.unused_data))
    return offsets
