"""The HTTP message inside a request, response or revisit record."""

from __future__ import annotations

from pagearchive.archive.decoding import PIECE, OversizeError, Read, UndecodableError, payload_reader, read_bounded
from pagearchive.archive.framing import WarcRecord
from pagearchive.archive.heads import Head, end_of_head
from pagearchive.errors import ArchiveError, TooLargeError

MAX_HEAD = 1 << 20
"""Bytes of an HTTP head; browsers refuse heads over 256 kB."""


def has_http(record: WarcRecord) -> bool:
    """The block is an HTTP message (DNS look-ups and FTP responses are not)."""
    stated = (record.head.get("Content-Type") or "").lower()
    return record.type in ("request", "response", "revisit") and (
        stated.startswith("application/http") or (not stated and record.uri.startswith(("http:", "https:")))
    )


def read_head(record: WarcRecord, read_block: Read | None = None) -> tuple[Head, Read]:
    """The HTTP head of a record, and a reader of the stored body behind it. Raises ArchiveError.

    `read_block` stands for `record.read`, for callers who watch the bytes go by.
    """
    read_block = read_block or record.read
    raw = bytearray()
    looked_at = 0
    while (size := end_of_head(raw, max(0, looked_at - 3))) < 0:
        looked_at = len(raw)
        if looked_at > MAX_HEAD:
            raise ArchiveError(f"the HTTP head is longer than {MAX_HEAD} bytes", record.path, record.offset)
        data = read_block(PIECE)
        if not data:  # a head alone, without the empty line
            size = len(raw)
            break
        raw += data
    rest = memoryview(bytes(raw[size:]))

    def read(count: int) -> bytes:
        nonlocal rest
        if not rest:
            return read_block(count)
        piece, rest = bytes(rest[:count]), rest[count:]
        return piece

    return Head.parse(bytes(raw[:size])), read


def decoded_payload(record: WarcRecord, head: Head, read: Read, limit: int) -> bytes:
    """The payload, decoded, at most `limit` bytes. Raises TooLargeError or ArchiveError naming the record."""
    try:
        return read_bounded(payload_reader(head, read), limit)
    except OversizeError as error:
        raise TooLargeError(f"{record.path} at offset {record.offset}: {record.uri}: {error}") from error
    except UndecodableError as error:
        raise ArchiveError(f"{record.uri}: {error}", record.path, record.offset) from error
