"""The pictures that an archive holds, noted in passing while its pages are read: no second pass, no bytes kept."""

from __future__ import annotations

from pathlib import Path

from pagearchive.archive.containers import Container
from pagearchive.archive.decoding import UndecodableError, payload_reader
from pagearchive.archive.framing import DamageError, WarcRecord, iterate, open_source
from pagearchive.archive.heads import Head
from pagearchive.archive.http import has_http, read_head
from pagearchive.errors import ArchiveError
from pagearchive.model import StoredPayload
from pagearchive.urls import absolute, canonical

MAX_NOTED = 100_000
"""Addresses and digests that are remembered; the older half is forgotten when there are so many."""
_KINDS = ("image/", "application/octet-stream", "binary/")
_REDIRECTS = (301, 302, 303, 307, 308)


class Pictures:
    """Where the pictures stand that were met so far."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.by_address: dict[str, StoredPayload] = {}
        self._by_digest: dict[str, StoredPayload] = {}

    def note(self, warc: str, record: WarcRecord) -> None:
        """Note a response or revisit, if it is a picture or leads to one. Raises DamageError, ArchiveError."""
        if record.type in ("response", "revisit") and has_http(record):
            self.add(warc, record, read_head(record)[0])

    def add(self, warc: str, record: WarcRecord, head: Head) -> None:
        """Note a response or revisit whose HTTP head has been read."""
        status, kind = head.status, (head.get("Content-Type") or "").lower()
        if status in _REDIRECTS:
            location = absolute(record.uri, head.get("Location") or "")
            if location is not None:
                self._keep(record.uri, self._payload(warc, record, None, kind, location))
            return
        revisit = record.type == "revisit"
        if not (status in (200, 203) or (revisit and status in (None, 304))):
            return
        if (kind and not kind.startswith(_KINDS)) or record.head.get("WARC-Truncated"):
            return
        digest = record.head.get("WARC-Payload-Digest")
        if revisit:
            original = self._by_digest.get(digest or "")
            payload = original or self._payload(warc, record, None, kind, None)
        else:
            payload = self._payload(warc, record, record.offset, kind, None)
            if digest and digest not in self._by_digest:
                _bounded(self._by_digest)
                self._by_digest[digest] = payload
        self._keep(record.uri, payload)

    def _payload(
        self, warc: str, record: WarcRecord, offset: int | None, kind: str, location: str | None
    ) -> StoredPayload:
        return StoredPayload(
            path=self._path,
            warc=warc,
            offset=offset,
            digest=None if location else record.head.get("WARC-Payload-Digest"),
            content_type=kind or None,
            location=location,
        )

    def _keep(self, uri: str, payload: StoredPayload) -> None:
        _bounded(self.by_address)
        self.by_address[canonical(uri)] = payload


def _bounded(table: dict[str, StoredPayload]) -> None:
    if len(table) >= MAX_NOTED:
        for key in list(table)[: MAX_NOTED // 2]:
            del table[key]


def read_stored(payload: StoredPayload, size: int) -> bytes:
    """The first `size` bytes of a payload, decoded; b"" where this archive does not hold them.

    Raises ArchiveError where the record is damaged or its encoding cannot be undone, InputError where there is no file.
    """
    if payload.offset is None:
        return b""
    with Container(payload.path) as container, container.open(payload.warc) as warc:
        record = next(iterate(open_source(warc.file, warc.path, payload.offset), _fail))
        head, body = read_head(record)
        pieces = bytearray()
        try:
            read = payload_reader(head, body)
            while len(pieces) < size and (piece := read(size - len(pieces))):
                pieces += piece
        except UndecodableError as error:
            raise ArchiveError(f"{record.uri}: {error}", record.path, record.offset) from error
    return bytes(pieces)


def _fail(damage: DamageError) -> None:
    raise damage
