"""The archived bytes of pictures: found by the offsets that were noted while a page was written, or read; and what
records learn from them (digest, file in assets/, what the bytes say of the picture)."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TypeVar

from msgspec import UNSET, Struct, UnsetType, structs

from pagearchive.archive import read_stored
from pagearchive.archive.framing import DamageError, iterate, open_source
from pagearchive.archive.heads import Head
from pagearchive.archive.http import decoded_payload, read_head
from pagearchive.errors import InputError
from pagearchive.model import Article, Embedded, Exchange, Image, Problem, RecordRef, StoredPayload, Thread
from pagearchive.parse.attribution.embedded import credit_line, read_embedded
from pagearchive.urls import absolute, canonical

MAX_PICTURE = 1 << 26
"""Bytes: larger pictures stay in the WARC alone."""
_BEGINNING = 1 << 18
"""Bytes of a stored picture that are read for what it says of itself: such data stands at a file's beginning."""
_MAX_READ = 100
"""Pictures of one page that are read."""
_MAX_REMEMBERED = 100_000
_MAX_HOPS = 10


Kind = TypeVar("Kind", Thread, Article, Thread | Article)


class Known(Struct, frozen=True, kw_only=True):
    """What is known of a picture from its bytes."""

    digest: str
    asset: str | UnsetType = UNSET
    embedded: Embedded | None = None


def with_pictures(record: Kind, known: dict[str, Known]) -> Kind:
    """The record with what is known of its pictures, by address; a credit that is printed is never overwritten."""

    def told(image: Image) -> Image:
        found = known.get(image.url)
        if found is None:
            return image
        credit = image.credit
        if credit is None and found.embedded is not None and image.role != "credit-logo":
            credit = credit_line(found.embedded)
        return structs.replace(
            image,
            payload_digest=found.digest,
            asset=found.asset if found.asset is not UNSET else image.asset,
            embedded=found.embedded or UNSET,
            credit=credit,
        )

    posts = [structs.replace(post, images=[told(image) for image in post.images]) for post in record.posts]
    return structs.replace(record, images=[told(image) for image in record.images], posts=posts)


def with_stored(record: Kind, payloads: dict[str, StoredPayload]) -> Kind:
    """The record with the digests of its pictures in the archive it was read from.

    Of an article's pictures without a printed credit the beginning is read as well: it may say whose they are. One that
    cannot be read becomes a problem of the record.
    """
    known: dict[str, Known] = {}
    problems: list[Problem] = []
    for image in record.images[:_MAX_READ]:
        payload = _stored(payloads, image.url) if image.url not in known else None
        if payload is None:
            continue
        embedded, digest = None, payload.digest
        try:
            if digest is None:
                data = read_stored(payload, MAX_PICTURE)
                digest = f"sha256:{hashlib.sha256(data).hexdigest()}" if len(data) < MAX_PICTURE else None
            if record.kind == "article" and image.credit is None:
                embedded = read_embedded(read_stored(payload, _BEGINNING))
        except InputError as error:
            problems.append(Problem(code="unreadable-picture", message=f"{image.url}: {error}"))
        if digest is not None:
            known[image.url] = Known(digest=digest, embedded=embedded)
    if problems:
        record = structs.replace(record, problems=[*record.problems, *problems])
    return with_pictures(record, known) if known else record


def _stored(payloads: dict[str, StoredPayload], url: str) -> StoredPayload | None:
    """The payload that an address leads to, over redirects."""
    for _ in range(_MAX_HOPS):
        payload = payloads.get(canonical(url))
        if payload is None or payload.location is None:
            return payload
        url = payload.location
    return None


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
