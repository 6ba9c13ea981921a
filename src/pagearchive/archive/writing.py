"""Writing WARC files (WARC 1.1, ISO 28500:2017): one gzip member a record, in a file that is whole or not there.

While it grows the file has the suffix ".open" and is locked; its final name appears when it is complete and on disk.
What lies before a committed offset survives a crash of the process and of the machine.
"""

from __future__ import annotations

import contextlib
import ipaddress
import uuid
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from pagearchive.archive.blocks import Block
from pagearchive.archive.compression import GzipMember, is_compressed
from pagearchive.archive.disk import OPEN_SUFFIX, GrowingFile
from pagearchive.archive.heads import Head, fields_block
from pagearchive.archive.uris import target_uri, valid_uri
from pagearchive.errors import OutputError
from pagearchive.model import Attachment, Exchange, RecordRef

CONFORMS_TO = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
IDENTICAL_PAYLOAD = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
PAGE_URL_FIELD = "WARC-Page-URL"
"""Our own field on `resource` records: the address that was asked for (unknown fields are ignored, WARC 1.1, 5)."""
REDACTED_FIELD = "WARC-Redacted"
"""Our own field on the records of an exchange: the header fields and parameters whose values are masked in it."""
_BODIES = "without chunk framing; br, zstd and x-gzip decoded; headers renamed x-orig-"
_WARC_FIELDS = "application/warc-fields"
_MAX_REMEMBERED = 200_000
"""Payloads remembered for revisit records: about 60 MB at the most; what comes after is written again in full."""


class _Original:
    """Where a payload was first written, for revisit records."""

    __slots__ = ("date", "record_id", "uri")

    def __init__(self, uri: str, date: str, record_id: str) -> None:
        self.uri = uri
        self.date = date
        self.record_id = record_id

    def fields(self) -> list[tuple[str, str]]:
        """What a revisit says of its original (WARC 1.1, 6.7.2)."""
        return [
            ("WARC-Profile", IDENTICAL_PAYLOAD),
            ("WARC-Refers-To", self.record_id),
            ("WARC-Refers-To-Target-URI", self.uri),
            ("WARC-Refers-To-Date", self.date),
        ]


class WarcWriter:
    """Writes one WARC file. Not async; one thread at a time.

    As a context manager: left normally, the file is closed under its final name. Left by an exception, it is cut
    back to the last `commit` and closed; if nothing was ever committed it is removed.

    Digests are `sha256:` in hexadecimal: sha1 no longer identifies bytes against an adversary, and browsertrix writes
    the same form, so warcio, FastWARC, pywb and ReplayWeb.page all read it.
    """

    def __init__(self, path: Path, info: Mapping[str, str], *, open_suffix: str = OPEN_SUFFIX) -> None:
        """Open `path` + `open_suffix` and write the `warcinfo` record from `info` (named fields, in their order).

        Raises OutputError when the directory is not writable or a file of either name exists.
        """
        self._file = GrowingFile(path, open_suffix)
        self.path = path
        self.open_path = self._file.open_path
        self._committed = 0
        self._page: tuple[str, str] = ("", "")
        self._originals: dict[str, _Original] = {}
        self._uncommitted: list[str] = []
        self._info_id = _new_id()
        try:
            self._write_info(info)
        except BaseException:
            self.abort()
            raise
        self._first_record = self.offset

    # ── records ──────────────────────────────────────────────────────────────────────────────────────────────────

    def write_exchange(self, exchange: Exchange, page_url: str | None = None) -> RecordRef | None:
        """Write an exchange: its `response` (or `revisit`) and `request`, each naming the other as concurrent.

        A payload that this file has already becomes a `revisit` that refers to it. An exchange without a response
        becomes `request` and `metadata` with the error. Returns where the response stands (else the request, else the
        metadata); None when the exchange holds neither bytes nor an error.
        """
        uri = target_uri(exchange.url)
        date = _warc_date(exchange.started_at)
        common = [("WARC-Target-URI", uri), ("WARC-Date", date), *self._page_fields(page_url)]
        common += _ip_field(exchange.ip_address)
        if exchange.redacted:
            common.append((REDACTED_FIELD, ", ".join(exchange.redacted)))
        response_id = _new_id() if exchange.response_head is not None else None
        request_id = _new_id() if exchange.request_head.strip() else None
        with self._whole():
            response = self._write_response(exchange, common, response_id, request_id) if response_id else None
            request = self._write_request(exchange, common, request_id, response_id) if request_id else None
            note = self._write_error(exchange, common, response_id or request_id) if exchange.error else None
        return response or request or note

    def write_attachment(
        self, attachment: Attachment, *, page_url: str | None, at: datetime, concurrent_to: str | None = None
    ) -> RecordRef:
        """Write something made from a page as a `resource` record.

        Its block is its payload, so the one digest is WARC-Block-Digest (FastWARC reports a payload digest as failed
        wherever there is no HTTP head); the reference returned gives it as payload digest all the same.
        `page_url` is the address that was asked for; when it differs from the one in the URN, readers give it back as
        `requested_url`. `concurrent_to` is the record ID of the page's own response.
        """
        fields = [
            ("WARC-Type", "resource"),
            ("WARC-Target-URI", valid_uri(attachment.urn)),
            ("WARC-Date", _warc_date(at)),
            *self._page_fields(page_url),
        ]
        if page_url:
            fields.append((PAGE_URL_FIELD, valid_uri(page_url)))
        if concurrent_to:
            fields.append(("WARC-Concurrent-To", concurrent_to))
        block = Block.of_bytes(attachment.data)
        fields.append(("Content-Type", attachment.content_type))
        stored = is_compressed(attachment.content_type, None)
        with self._whole():
            return self._write(_new_id(), fields, block, stored=stored, payload_digest=block.digest)

    def write_metadata(
        self,
        url: str,
        fields: Iterable[tuple[str, str]],
        *,
        at: datetime,
        page_url: str | None = None,
        concurrent_to: str | None = None,
    ) -> RecordRef:
        """Write named fields about `url` as a `metadata` record (`application/warc-fields`)."""
        common = [
            ("WARC-Target-URI", target_uri(url)),
            ("WARC-Date", _warc_date(at)),
            *self._page_fields(page_url),
        ]
        with self._whole():
            return self._write_fields(fields, common, concurrent_to)

    def page_id(self, page_url: str) -> str:
        """The identifier that stands as WARC-Page-ID in all records of the visit under way to this address."""
        if self._page[0] != page_url:
            self._page = (page_url, str(uuid.uuid4()))
        return self._page[1]

    # ── the file ─────────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def offset(self) -> int:
        """Bytes written so far, compressed."""
        return self._file.offset

    @property
    def is_empty(self) -> bool:
        """Nothing but the `warcinfo` record is in the file."""
        return self._file.offset == self._first_record

    def commit(self) -> int:
        """Put everything written so far on disk; returns the offset, up to which the file is a sound WARC."""
        self._file.sync()
        self._committed = self.offset
        self._uncommitted.clear()
        self._page = ("", "")
        return self.offset

    def rollback(self, offset: int | None = None) -> None:
        """Cut the file back to a committed offset (None: the last one): the page after it did not finish.

        Raises ValueError for an offset that lies beyond the last commit.
        """
        target = self._committed if offset is None else offset
        if target > self._committed:
            raise ValueError(f"offset {target} was never committed (last commit: {self._committed})")
        self._file.cut(target)
        if target < self._committed:  # cannot tell which payloads lie before it: write them again
            self._originals.clear()
        for digest in self._uncommitted:
            self._originals.pop(digest, None)
        self._uncommitted.clear()
        self._committed = target
        self._page = ("", "")

    def close(self) -> Path:
        """Put the file on disk and give it its final name, which is returned. Closing twice does nothing.

        Raises OutputError where that fails; the file keeps its other name then, to be salvaged.
        """
        if self._file.closed:
            return self.path
        self._file.finish()
        return self.path

    def abort(self) -> None:
        """Remove the file; nothing is left under either name. Does nothing after `close`."""
        if not self._file.closed:
            self._file.discard()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.close()
        elif self._committed <= self._first_record:
            self.abort()
        elif not self._file.closed:
            self.rollback()
            self.close()

    # ── one record ───────────────────────────────────────────────────────────────────────────────────────────────

    def _write_response(
        self, exchange: Exchange, common: list[tuple[str, str]], record_id: str, request_id: str | None
    ) -> RecordRef:
        with Block.of_response(exchange.response_head or b"", exchange.response_body, self.path.parent) as block:
            return self._write_answer(exchange, common, record_id, request_id, block)

    def _write_answer(
        self,
        exchange: Exchange,
        common: list[tuple[str, str]],
        record_id: str,
        request_id: str | None,
        block: Block,
    ) -> RecordRef:
        whole = exchange.truncated is None and block.payload_size > 0
        original = self._originals.get(block.payload_digest) if whole else None
        fields = [("WARC-Type", "revisit" if original else "response"), *common]
        if request_id:
            fields.append(("WARC-Concurrent-To", request_id))
        if exchange.truncated:
            fields.append(("WARC-Truncated", exchange.truncated))
        if original:
            fields += original.fields()
        fields += [
            ("WARC-Payload-Digest", block.payload_digest),
            ("Content-Type", "application/http; msgtype=response"),
        ]
        if original:
            return self._write(record_id, fields, Block(block.head), payload_digest=block.payload_digest)
        written = self._write(record_id, fields, block, stored=_is_compressed(block.head, exchange.content_type))
        if whole and len(self._originals) < _MAX_REMEMBERED:
            self._originals[block.payload_digest] = _Original(common[0][1], common[1][1], record_id)
            self._uncommitted.append(block.payload_digest)
        return written

    def _write_request(
        self, exchange: Exchange, common: list[tuple[str, str]], record_id: str, response_id: str | None
    ) -> RecordRef:
        block = Block.of_request(exchange.request_head, exchange.request_body)
        fields = [("WARC-Type", "request"), *common]
        if response_id:
            fields.append(("WARC-Concurrent-To", response_id))
        fields += [("WARC-Payload-Digest", block.payload_digest), ("Content-Type", "application/http; msgtype=request")]
        return self._write(record_id, fields, block)

    def _write_error(self, exchange: Exchange, common: list[tuple[str, str]], concurrent_to: str | None) -> RecordRef:
        fields = [("method", exchange.method), ("error", exchange.error or "")]
        return self._write_fields(fields, common, concurrent_to)

    def _write_fields(
        self, fields: Iterable[tuple[str, str]], common: list[tuple[str, str]], concurrent_to: str | None
    ) -> RecordRef:
        head = [("WARC-Type", "metadata"), *common]
        if concurrent_to:
            head.append(("WARC-Concurrent-To", concurrent_to))
        head.append(("Content-Type", _WARC_FIELDS))
        return self._write(_new_id(), head, Block.of_fields(fields))

    def _write_info(self, info: Mapping[str, str]) -> None:
        block = {"format": "WARC File Format 1.1", "conformsTo": CONFORMS_TO, "bodies": _BODIES} | dict(info)
        fields = [
            ("WARC-Type", "warcinfo"),
            ("WARC-Date", _warc_date(datetime.now(UTC))),
            ("WARC-Filename", self.path.name),
            ("Content-Type", _WARC_FIELDS),
        ]
        with self._whole():
            self._write(self._info_id, fields, Block.of_fields(block.items()))

    def _write(
        self,
        record_id: str,
        fields: list[tuple[str, str]],
        block: Block,
        *,
        stored: bool = False,
        payload_digest: str | None = None,
    ) -> RecordRef:
        start = self.offset
        lines = [("WARC-Record-ID", record_id), *fields]
        if record_id != self._info_id:
            lines.append(("WARC-Warcinfo-ID", self._info_id))
        lines += [("WARC-Block-Digest", block.digest), ("Content-Length", str(block.size))]
        member = GzipMember(store_body=stored)
        self._file.write(member.head(b"WARC/1.1\r\n" + fields_block(lines) + b"\r\n" + block.head))
        for piece in block.payload():
            self._file.write(member.body(piece))
        self._file.write(member.end(b"\r\n\r\n"))
        return RecordRef(
            warc_file=self.path.name,
            record_id=record_id,
            offset=start,
            payload_digest=payload_digest or block.payload_digest,
        )

    def _page_fields(self, page_url: str | None) -> list[tuple[str, str]]:
        """WARC-Page-ID, as browsertrix writes it: one identifier for all records of one visit to a page."""
        return [("WARC-Page-ID", self.page_id(page_url))] if page_url else []

    @contextlib.contextmanager
    def _whole(self) -> Iterator[None]:
        """All records written inside stay, or none of them does."""
        start, remembered = self.offset, len(self._uncommitted)
        try:
            yield
        except BaseException:
            with contextlib.suppress(OutputError):  # the first error is the one that says what happened
                self._file.cut(start)
            for digest in self._uncommitted[remembered:]:
                self._originals.pop(digest, None)
            del self._uncommitted[remembered:]
            raise


def _new_id() -> str:
    return f"<urn:uuid:{uuid.uuid4()}>"


def _warc_date(moment: datetime) -> str:
    """WARC-Date: UTC, with microseconds (WARC 1.1, 5.4). A naive time is taken as UTC."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def _is_compressed(head: bytes, content_type: str | None) -> bool:
    parsed = Head.parse(head)
    return is_compressed(parsed.get("content-type") or content_type, parsed.get("content-encoding"))


def _ip_field(address: str | None) -> list[tuple[str, str]]:
    if not address:
        return []
    try:
        return [("WARC-IP-Address", str(ipaddress.ip_address(address.strip("[]").partition("%")[0])))]
    except ValueError:
        return []
