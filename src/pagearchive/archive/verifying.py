"""Is an archive sound? Every byte is read, every statement checked; one `Fault` for each that does not hold.

warcio's `check` compares digests, and so misses what has none: a torn last record, a Content-Length that is wrong,
bytes between records, a response without its request, a page whose resources are not there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal, NamedTuple

from pagearchive.archive.containers import Container, warc_paths
from pagearchive.archive.decoding import PIECE, Read, dechunked
from pagearchive.archive.digests import LabelledDigest
from pagearchive.archive.disk import OPEN_SUFFIX
from pagearchive.archive.framing import DamageError, WarcRecord, iterate, open_source
from pagearchive.archive.heads import Head
from pagearchive.archive.http import has_http, read_head
from pagearchive.archive.packages import package_faults
from pagearchive.archive.recent import Recent
from pagearchive.archive.uris import target_uri, valid_uri
from pagearchive.errors import ArchiveError, InputError

FaultKind = Literal["structure", "digest", "length", "truncated", "pair", "missing"]
"""structure: the file breaks the format · digest: bytes have changed · length: a body is longer or shorter than its
head says · truncated: the capture kept only a part, and says so · pair: a request or response lacks its counterpart ·
missing: a page's resource or a revisit's original is not there. The last three say that a capture is incomplete, the
others that a file is damaged."""

_TYPES = {
    *("warcinfo", "response", "resource", "request", "metadata", "revisit", "conversion", "continuation"),
}
_WITHOUT_URI = {"warcinfo", "metadata"}
_REPEATABLE = {"warc-concurrent-to"}
_VERSIONS = ("WARC/1.0", "WARC/1.1")
_ID = re.compile(r"^<[A-Za-z][A-Za-z0-9+.-]*:[^\s<>]+>$")
_PAGE_INFO = "urn:pageinfo:"
_MAX_PAGE_INFO = 1 << 26
_BODILESS = {204, 205, 304}


class Fault(NamedTuple):
    """One thing that does not hold; `str(fault)` is a line for people."""

    path: Path
    offset: int | None
    """Where the record starts; None for what concerns the file as a whole."""
    record_id: str | None
    message: str
    kind: FaultKind

    def __str__(self) -> str:
        place = f"{self.path}" if self.offset is None else f"{self.path} at offset {self.offset}"
        name = f" {self.record_id}" if self.record_id else ""
        return f"{place}:{name} [{self.kind}] {self.message}"


def verify(path: Path) -> Iterator[Fault]:
    """Check a WARC, a WACZ, or all archives of a directory together. Yields faults as they are found.

    Raises InputError only when there is nothing to check.
    """
    files = _files(path)
    checks = _Checks()
    for file in files:
        if file.name.endswith(OPEN_SUFFIX):
            message = "left unfinished by a run that died, or still growing; the next batch salvages it"
            yield Fault(file, None, None, message, "structure")
            continue
        try:
            with Container(file) as container:
                yield from _package_faults(container)
                for name in container.names:
                    yield from checks.warc(container, name)
        except ArchiveError as error:
            yield _fault_of(error)
    yield from checks.whole()


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return warc_paths(path)
    places = [place for place in (path, path / "warc") if place.is_dir()]
    unfinished = sorted(file for place in places for file in place.glob(f"*{OPEN_SUFFIX}"))
    try:
        return warc_paths(path) + unfinished
    except InputError:
        if unfinished:
            return unfinished
        raise


def _package_faults(container: Container) -> Iterator[Fault]:
    """What a WACZ says of its own files, and is not so."""
    for message in package_faults(container):
        yield Fault(container.path, None, None, message, "structure")


def _fault_of(error: InputError) -> Fault:
    if isinstance(error, DamageError):
        return Fault(error.path, error.offset, error.record_id, error.message, "structure")
    if isinstance(error, ArchiveError):
        message = str(error).partition(": ")[2] or str(error)
        return Fault(error.path, error.offset, None, message, "structure")
    return Fault(Path(), None, None, str(error), "structure")


def _teller(faults: list[Fault]) -> Callable[[DamageError], None]:
    return lambda damage: faults.append(_fault_of(damage))


class _Place(NamedTuple):
    path: Path
    offset: int
    record_id: str | None

    def fault(self, kind: FaultKind, message: str) -> Fault:
        return Fault(self.path, self.offset, self.record_id, message, kind)


class _Checks:
    """The checks of one run; what concerns several records is remembered by hash, a few dozen bytes each."""

    def __init__(self) -> None:
        self._ids: set[int] = set()
        self._uris: set[int] = set()
        self._payloads: set[int] = set()
        self._revisits: list[tuple[_Place, str, str]] = []
        self._page_resources: list[tuple[_Place, str]] = []
        self._seen_resources: set[int] = set()

    def warc(self, container: Container, name: str) -> Iterator[Fault]:
        """Check one WARC from its first byte to its last."""
        faults: list[Fault] = []
        with container.open(name) as warc:
            pairs = _Pairs()
            try:
                source = open_source(warc.file, warc.path)
                for record in iterate(source, _teller(faults)):
                    try:
                        faults += self._record(record, pairs)
                    except DamageError:
                        continue  # `iterate` meets it again and tells
                    except ArchiveError as error:
                        faults.append(_fault_of(error))
                    yield from faults
                    faults.clear()
            except ArchiveError as error:
                faults.append(_fault_of(error))
            yield from faults
            yield from pairs.faults()

    def whole(self) -> Iterator[Fault]:
        """What can only be said when everything was seen: originals of revisits, resources of pages."""
        for place, digest, uri in self._revisits:
            if hash(digest) not in self._payloads and hash(uri) not in self._uris:
                yield place.fault("missing", f"the payload that this revisit refers to is not here ({uri})")
        for place, uri in self._page_resources:
            if hash(uri) not in self._uris:
                yield place.fault("missing", f"the page used {uri}, which is not here")

    def _record(self, record: WarcRecord, pairs: _Pairs) -> list[Fault]:
        place = _Place(record.path, record.offset, record.record_id)
        faults = [place.fault("structure", message) for message in _head_faults(record)]
        if record.record_id:
            if hash(record.record_id) in self._ids:
                faults.append(place.fault("structure", "another record has the same WARC-Record-ID"))
            self._ids.add(hash(record.record_id))
        truncated = record.head.get("WARC-Truncated")
        if truncated:
            faults.append(place.fault("truncated", f"{record.uri}: kept in part only ({truncated})"))
        message = _Message(record)
        record.finish()
        faults += [place.fault("structure", remark) for remark in record.remarks]
        faults += [place.fault(kind, text) for kind, text in message.faults]
        pairs.add(record, place, message)
        self._remember_page(place, message.text)
        self._remember(record, place)
        return faults

    def _remember(self, record: WarcRecord, place: _Place) -> None:
        digest = record.head.get("WARC-Payload-Digest") or ""
        if record.type == "revisit":
            original = (record.head.get("WARC-Refers-To-Target-URI") or record.uri).strip("<>")
            self._revisits.append((place, digest, "original " + target_uri(original)))
            self._uris.add(hash(target_uri(record.uri)))
        elif record.type in ("response", "resource"):
            uri = target_uri(record.uri)
            self._uris.update((hash(uri), hash("original " + uri)))
            self._payloads.add(hash(digest))

    def _remember_page(self, place: _Place, text: str) -> None:
        for uri in _answered(text):
            if hash(uri) not in self._seen_resources:
                self._seen_resources.add(hash(uri))
                self._page_resources.append((place, uri))


def _answered(text: str) -> Iterator[str]:
    """The addresses that a page-info record says were answered (browsertrix's form: `urls` by address)."""
    try:
        urls = json.loads(text).get("urls", {})
    except (ValueError, AttributeError, RecursionError):
        return
    for url, about in urls.items() if isinstance(urls, dict) else ():
        status = about.get("status") if isinstance(about, dict) else None
        if isinstance(status, int) and status > 0 and url[:4].lower() == "http" and "__wb_method=" not in url:
            yield target_uri(url)


def _head_faults(record: WarcRecord) -> Iterator[str]:
    head = record.head
    if record.version not in _VERSIONS:
        yield f"the version line is {record.version[:40]!r}"
    if not record.record_id:
        yield "WARC-Record-ID is missing"
    elif not _ID.match(record.record_id):
        yield f"WARC-Record-ID is no URI in angle brackets: {record.record_id[:80]!r}"
    if record.type not in _TYPES:
        yield f"WARC-Type is {record.type[:40]!r}"
    if record.date is None:
        yield f"WARC-Date is {(head.get('WARC-Date') or '')[:40]!r}"
    if not record.uri and record.type not in _WITHOUT_URI:
        yield "WARC-Target-URI is missing"
    if record.uri and record.uri != valid_uri(record.uri):
        yield f"WARC-Target-URI is no valid URI: {record.uri[:200]!r}"
    names = [name.lower() for name, _ in head.fields]
    for name in sorted({name for name in names if names.count(name) > 1} - _REPEATABLE):
        if name.startswith("warc-") or name in ("content-length", "content-type"):
            yield f"{name} is there more than once"


class _Message:
    """A record's block, read once to its end, its digests and sizes taken on the way."""

    def __init__(self, record: WarcRecord) -> None:
        self.head: Head | None = None
        self.body_size = 0
        self.text = ""
        """The whole block of a page-info record."""
        self.faults: list[tuple[FaultKind, str]] = []
        self._record = record
        self._block = self._stated("WARC-Block-Digest")
        self._payload = None if record.type == "revisit" else self._stated("WARC-Payload-Digest")
        self._unchunked = None if record.type == "revisit" else self._stated("WARC-Payload-Digest", tell=False)
        self._read_all()
        self._compare()

    def _stated(self, field: str, tell: bool = True) -> LabelledDigest | None:
        stated = self._record.head.get(field)
        try:
            return LabelledDigest(stated) if stated is not None else None
        except ValueError as error:
            if tell:
                self.faults.append(("digest", f"{field} cannot be checked: {error}"))
            return None

    def _read_all(self) -> None:
        read: Read = self._hashed
        if has_http(self._record):
            self.head, read = read_head(self._record, self._hashed)
        elif self._record.uri.startswith(_PAGE_INFO) and self._record.content_length <= _MAX_PAGE_INFO:
            self.text = b"".join(iter(lambda: self._hashed_body(self._hashed, PIECE), b"")).decode("utf-8", "replace")
        if self.head and "chunked" in (self.head.get("Transfer-Encoding") or "").lower():
            for piece in dechunked(lambda size: self._hashed_body(read, size)):
                if self._unchunked:
                    self._unchunked.hash.update(piece)
        while self._hashed_body(read, PIECE):
            pass

    def _hashed(self, size: int) -> bytes:
        data = self._record.read(size)
        if self._block:
            self._block.hash.update(data)
        return data

    def _hashed_body(self, read: Read, size: int) -> bytes:
        data = read(size)
        self.body_size += len(data)
        if self._payload:
            self._payload.hash.update(data)
        return data

    def _compare(self) -> None:
        if self._block and not self._block.fits:
            self.faults.append(("digest", "the block does not have its WARC-Block-Digest"))
        if self._payload and not self._payload.fits and not (self._unchunked and self._unchunked.fits):
            self.faults.append(("digest", "the payload does not have its WARC-Payload-Digest"))


class _Pairs:
    """Requests and responses of one file: does each have its counterpart, is each body as long as was announced?"""

    def __init__(self) -> None:
        self._answers: Recent[None] = Recent()
        self._heads: Recent[None] = Recent()
        """Keys of HEAD requests: what answers them has no body."""
        self._alone: dict[str, tuple[list[str], _Place]] = {}
        """Requests that nothing answers so far, by each of their keys."""
        self._lengths: dict[str, tuple[list[str], Fault]] = {}
        """Wrong lengths, by key, until the request shows whether it was a HEAD, which has no body."""

    def add(self, record: WarcRecord, place: _Place, message: _Message) -> None:
        """Take a record of the kinds that come in pairs."""
        keys = record.pair_keys()
        if record.type == "request":
            if message.head and message.head.line.startswith(("HEAD ", "CONNECT ")):
                _forget(self._lengths, keys)
                _remember(self._heads, keys)
            if not any(key in self._answers for key in keys):
                self._alone |= dict.fromkeys(keys, (keys, place))
        elif record.type in ("response", "revisit", "metadata"):
            _forget(self._alone, keys)
            _remember(self._answers, keys)
            fault = _length_fault(record, place, message)
            if fault and not any(key in self._heads for key in keys):
                self._lengths |= dict.fromkeys(keys, (keys, fault))

    def faults(self) -> Iterator[Fault]:
        """What is left over at the end of the file."""
        yield from dict.fromkeys(fault for _, fault in self._lengths.values())
        for place in dict.fromkeys(place for _, place in self._alone.values()):
            yield place.fault("pair", "a request without a response, and nothing says why")


def _remember(recent: Recent[None], keys: list[str]) -> None:
    for key in keys:
        recent.put(key, None)


def _forget(waiting: dict[str, tuple[list[str], Any]], keys: list[str]) -> None:
    """Drop what waits under any of the keys, under all the keys it has."""
    for key in keys:
        for other in waiting.pop(key, ((), None))[0]:
            waiting.pop(other, None)


def _length_fault(record: WarcRecord, place: _Place, message: _Message) -> Fault | None:
    if record.type != "response" or not message.head or record.head.get("WARC-Truncated"):
        return None
    stated = message.head.get("Content-Length") or ""
    status = message.head.status or 200
    if not stated.isdigit() or int(stated[:18]) == message.body_size or status in _BODILESS or status < 200:
        return None
    return place.fault("length", f"{record.uri}: Content-Length is {stated[:18]}, {message.body_size} bytes are stored")
