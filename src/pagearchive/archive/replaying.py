"""An archive as a web server would see it: which stored response answers a request, and its bytes.

Found exactly first, then as replay tools look: scheme and order of the query do not matter, nor do the parameters
that scripts invent anew on every visit (cache busters, callback names).
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from pagearchive.archive.containers import Container, warc_paths
from pagearchive.archive.decoding import OversizeError, Read, UndecodableError, payload_reader, read_bounded
from pagearchive.archive.entries import Entry, entries
from pagearchive.archive.framing import DamageError, iterate, open_source
from pagearchive.archive.heads import Head
from pagearchive.archive.http import has_http, read_head
from pagearchive.archive.uris import target_uri, valid_uri
from pagearchive.errors import ArchiveError, InputError, TooLargeError

MAX_PAYLOAD = 1 << 28
"""Bytes of a payload that is read whole: 256 MB. `StoredResponse.open` has no limit but the caller's."""
_SAME_VISIT = timedelta(hours=1)
_BUSTERS = re.compile(
    r"^(_|cb|cache|cachebust(er)?|nocache|rnd|rand|random|_?ts|timestamp|t|bust|callback|jsonp\w*|cacheid|utm_\w+|fbclid|gclid)$",
    re.IGNORECASE,
)
_MOMENT = re.compile(r"^(0?\.\d{6,}|\d{10}(\.\d+)?|\d{13,19})$")
"""A value that is a Unix time or a random fraction."""
_STATIC = re.compile(r"\.(js|mjs|css|png|jpe?g|gif|webp|avif|svg|ico|woff2?|ttf|otf|eot|mp4|webm|mp3|m4a|wasm)$", re.I)


class StoredResponse:
    """A response as it is stored, from `ReplayIndex.open`; valid inside that context."""

    def __init__(self, entry: Entry, head: Head | None, body: Read) -> None:
        self.entry = entry
        self._head = head
        self._body = body

    @property
    def status(self) -> int:
        """HTTP status; 200 for a `resource` record."""
        return (self._head.status if self._head else None) or 200

    @property
    def reason(self) -> str:
        """The reason phrase; "" where there is none."""
        parts = self._head.line.split(None, 2) if self._head else []
        return parts[2] if len(parts) > 2 else ""

    @property
    def headers(self) -> list[tuple[str, str]]:
        """The header fields as stored, in order, duplicates kept (`x-orig-…` where they were renamed)."""
        if self._head:
            return list(self._head.fields)
        return [("Content-Type", self.entry.content_type or "application/octet-stream")]

    def read_stored(self, size: int = 1 << 16) -> bytes:
        """Up to `size` bytes of the body as stored, b"" at its end. Raises ArchiveError."""
        return self._body(size)

    def open(self) -> Read:
        """A reader of the payload, decoded. Reading raises ArchiveError where the body is damaged."""
        if self._head is None:
            return self._body
        try:
            read = payload_reader(self._head, self._body)
        except UndecodableError as error:
            raise self._error(error) from error

        def checked(size: int) -> bytes:
            try:
                return read(size)
            except UndecodableError as error:
                raise self._error(error) from error

        return checked

    def read(self, limit: int = MAX_PAYLOAD) -> bytes:
        """The whole payload, decoded. Raises TooLargeError over `limit` bytes, ArchiveError where it is damaged."""
        try:
            return read_bounded(self.open(), limit)
        except OversizeError as error:
            raise TooLargeError(f"{self.entry.uri} at offset {self.entry.offset}: {error}") from error

    def _error(self, error: Exception) -> ArchiveError:
        return ArchiveError(f"{self.entry.uri}: {error}", self.entry.warc, self.entry.offset)


class Payload(NamedTuple):
    """A resource found by its address."""

    data: bytes
    """Decoded."""
    digest: str | None
    """WARC-Payload-Digest, of the stored bytes; the block's digest for a `resource` record."""
    content_type: str | None
    url: str
    """The address that answered, after redirects."""


class ReplayIndex:
    """The responses of one or more archives (files, directories), by address.

    Built by one pass over the files; about 1 kB of memory a response. Damaged places are kept in `problems`, the
    rest is indexed.
    """

    def __init__(self, paths: Path | Sequence[Path]) -> None:
        given = [paths] if isinstance(paths, Path) else paths
        self._files = [file for path in given for file in warc_paths(path)]
        self.problems: list[InputError] = []
        self._by_uri: dict[str, list[Entry]] = {}
        self._loose: dict[str, list[Entry]] = {}
        self._by_digest: dict[str, Entry] = {}
        for number, file in enumerate(self._files):
            with Container(file) as container:
                for name in container.names:
                    for entry in entries(container, number, name, self.problems.append):
                        self._add(entry)

    def __len__(self) -> int:
        return sum(map(len, self._by_uri.values()))

    def __iter__(self) -> Iterator[Entry]:
        for found in self._by_uri.values():
            yield from found

    def lookup(
        self,
        url: str,
        method: str = "GET",
        *,
        at: datetime | None = None,
        request_digest: str | None = None,
        fuzzy: bool = True,
    ) -> Entry | None:
        """The response that answers a request best, or None.

        `at`: the moment that is replayed (the nearest response wins; without it the last one). `request_digest`: of a
        POST's body ("sha256:…"), to tell several apart. `fuzzy=False`: only this very address.
        """
        uri = _key(url)
        found = self._choose(self._by_uri.get(uri, []), method, at, request_digest)
        if found or not fuzzy:
            return found
        for key in _loose_keys(uri):
            if found := self._choose(self._loose.get(key, []), method, at, request_digest):
                return found
        return None

    @contextlib.contextmanager
    def open(self, entry: Entry) -> Iterator[StoredResponse]:
        """The response behind an entry; a revisit's head comes with the payload of its original.

        Raises ArchiveError when the record cannot be read or the original is not in these archives.
        """
        with self._record(entry) as (head, body):
            if entry.type != "revisit":
                yield StoredResponse(entry, head, body)
                return
        original = self._original(entry)
        if original is None:
            message = f"{entry.uri}: a revisit, and the payload it refers to is not in this archive"
            raise ArchiveError(message, self._files[entry.container], entry.offset)
        with self._record(original) as (original_head, body):
            not_modified = head is None or head.status in (None, 304) or not head.fields
            yield StoredResponse(entry, original_head if not_modified else head, body)

    def find(self, url: str, *, at: datetime | None = None, limit: int = MAX_PAYLOAD) -> Payload | None:
        """The payload that a URL leads to, over redirects; None: it is not stored, or only with an error status."""
        for _ in range(10):
            entry = self.lookup(url, at=at)
            if entry is None:
                return None
            with self.open(entry) as response:
                if 300 <= response.status < 400 and entry.type != "revisit":
                    location = next((value for name, value in response.headers if name.lower() == "location"), None)
                    if not location:
                        return None
                    url = _join(url, location)
                    continue
                if response.status >= 400:
                    return None
                return Payload(response.read(limit), entry.digest, entry.content_type, entry.uri)
        return None

    def _add(self, entry: Entry) -> None:
        uri = _key(entry.uri)
        self._by_uri.setdefault(uri, []).append(entry)
        for key in _loose_keys(uri):
            self._loose.setdefault(key, []).append(entry)
        if entry.digest and entry.type != "revisit" and not entry.truncated:
            self._by_digest.setdefault(entry.digest, entry)

    def _original(self, entry: Entry) -> Entry | None:
        if entry.refers_to:
            uri, date = entry.refers_to
            for candidate in self._by_uri.get(_key(uri), []):
                if candidate.warc_date == date and candidate.type != "revisit":
                    return candidate
        if entry.digest and entry.digest in self._by_digest:
            return self._by_digest[entry.digest]
        same = [other for other in self._by_uri.get(_key(entry.uri), []) if other.type != "revisit"]
        return same[-1] if same else None

    def _choose(self, found: list[Entry], method: str, at: datetime | None, request_digest: str | None) -> Entry | None:
        wanted = method.upper()
        fitting = [entry for entry in found if entry.method == wanted]
        if request_digest and (same := [e for e in fitting if e.request.payload_digest == request_digest]):
            fitting = same
        if not fitting:
            return None
        moment = at or max((entry.date for entry in fitting if entry.date), default=None)
        return min(reversed(fitting), key=lambda entry: _distance(entry, moment))

    @contextlib.contextmanager
    def _record(self, entry: Entry) -> Iterator[tuple[Head | None, Read]]:
        with Container(self._files[entry.container]) as container, container.open(entry.warc) as warc:
            record = next(iterate(open_source(warc.file, warc.path, entry.offset), _fail))
            if has_http(record):
                yield read_head(record)
            else:
                yield None, record.read


def payload_digests(path: Path) -> dict[str, str]:
    """The payload digest of each address in an archive that was answered with success; the last one where several."""
    index = ReplayIndex(path)
    good = (entry for entry in index if entry.type != "resource" and 200 <= (entry.status or 0) < 300)
    return {entry.uri: entry.digest for entry in good if entry.digest}


def find_payload(path: Path, url: str) -> Payload | None:
    """One resource of an archive. For many, build a `ReplayIndex` once and use `find`."""
    return ReplayIndex(path).find(url)


def _fail(damage: DamageError) -> None:
    raise damage


def _distance(entry: Entry, moment: datetime | None) -> tuple[bool, int, bool, timedelta]:
    """How badly a response fits: another visit first, then its status, cut short, its age."""
    apart = abs(entry.date - moment) if entry.date and moment else timedelta.max
    status = entry.status or 0
    fit = 0 if status == 200 else 1 if 200 <= status < 400 else 2
    return apart > _SAME_VISIT, fit, entry.truncated is not None, apart


def _key(url: str) -> str:
    return valid_uri(url) if url[:4].lower() == "urn:" else target_uri(url)


def _join(base: str, location: str) -> str:
    try:
        return urljoin(base, location)
    except ValueError:
        return location


def _loose_keys(uri: str) -> list[str]:
    """Keys of an http(s) address, each forgiving more than the one before."""
    if uri[:4].lower() != "http":
        return []
    try:
        parts = urlsplit(uri)
        host, port = (parts.hostname or "").removeprefix("www."), parts.port
    except ValueError:
        return []
    place = host if port in (None, 80, 443) else f"{host}:{port}"
    path = parts.path or "/"
    pairs = sorted(parts.query.split("&")) if parts.query else []
    kept = [pair for pair in pairs if not _is_buster(pair)]
    keys = [f"1 {place}{path}?{'&'.join(pairs)}", f"2 {place}{path}?{'&'.join(kept)}"]
    if _STATIC.search(path):
        keys.append(f"3 {place}{path}")
    return keys


def _is_buster(pair: str) -> bool:
    name, _, value = pair.partition("=")
    return bool(_BUSTERS.match(name) or _MOMENT.match(value))
