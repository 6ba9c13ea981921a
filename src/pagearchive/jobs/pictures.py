"""The archived bytes of pictures, found by the offsets that were noted while the page was written."""

from __future__ import annotations

from pathlib import Path

from pagearchive.archive.framing import DamageError, iterate, open_source
from pagearchive.archive.heads import Head
from pagearchive.archive.http import decoded_payload, read_head
from pagearchive.errors import InputError
from pagearchive.model import Exchange, RecordRef
from pagearchive.urls import absolute, canonical

MAX_PICTURE = 1 << 26
"""Bytes: larger pictures stay in the WARC alone."""
_MAX_REMEMBERED = 100_000
_MAX_HOPS = 10


class PictureBook:
    """Where the pictures of the current page stand in a growing WARC."""

    def __init__(self) -> None:
        self._originals: dict[str, int] = {}
        """Offset of the first record with a payload, by digest: a repeated payload is a revisit without bytes."""
        self._fresh: list[str] = []
        self._pictures: dict[str, tuple[int, str | None]] = {}
        self._redirects: dict[str, str] = {}

    def note(self, exchange: Exchange, ref: RecordRef) -> None:
        """Remember an exchange that may be a picture, or lead to one."""
        if exchange.method != "GET" or exchange.response_head is None:
            return
        key = canonical(exchange.url)
        if exchange.status in (301, 302, 303, 307, 308):
            target = absolute(exchange.url, Head.parse(exchange.response_head).get("Location") or "")
            if target:
                self._redirects[key] = canonical(target)
        kind = (exchange.content_type or "image/").lower()
        if (
            exchange.status == 200
            and not exchange.truncated
            and kind.startswith(("image/", "application/octet", "binary/"))
        ):
            self._pictures[key] = (self._original(ref), exchange.content_type)

    def page_over(self, *, kept: bool) -> None:
        """The page is done with; `kept` says whether its records stay in the file."""
        if not kept:
            for digest in self._fresh:
                self._originals.pop(digest, None)
        self._fresh.clear()
        self._pictures.clear()
        self._redirects.clear()

    def find(self, warc: Path, url: str) -> tuple[bytes, str | None] | None:
        """The picture's decoded bytes and its Content-Type; None when the page did not fetch it whole."""
        key = canonical(url)
        for _ in range(_MAX_HOPS):
            if key in self._pictures or key not in self._redirects:
                break
            key = self._redirects[key]
        if key not in self._pictures:
            return None
        offset, content_type = self._pictures[key]
        try:
            with warc.open("rb") as stream:
                record = next(iterate(open_source(stream, warc, offset), _fail))
                head, read = read_head(record)
                return decoded_payload(record, head, read, MAX_PICTURE), content_type
        except InputError:  # too large, or in an encoding that cannot be undone: the WARC has it all the same
            return None

    def _original(self, ref: RecordRef) -> int:
        digest = ref.payload_digest
        if digest is None:
            return ref.offset
        if digest not in self._originals and len(self._originals) < _MAX_REMEMBERED:
            self._originals[digest] = ref.offset
            self._fresh.append(digest)
        return self._originals.get(digest, ref.offset)


def _fail(damage: DamageError) -> None:
    raise damage
