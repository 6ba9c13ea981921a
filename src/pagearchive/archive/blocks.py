"""The block of a record that is about to be written: measured once, so that its digests can stand in front of it."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Self

from pagearchive.archive.heads import fields_block, head_for_storage
from pagearchive.errors import OutputError
from pagearchive.model import Payload

_PIECE = 1 << 18


class Block:
    """A record's block, measured: a head (HTTP or nothing) and a payload, with the digests of both."""

    def __init__(self, head: bytes, payload: Payload | None = None) -> None:
        self.head = head
        self._payload = payload or Payload()
        block, body, size = hashlib.sha256(head), hashlib.sha256(), 0
        for piece in _pieces(self._payload):
            block.update(piece)
            body.update(piece)
            size += len(piece)
        self.payload_size = size
        self.payload_digest = f"sha256:{body.hexdigest()}"
        self.size = len(head) + size
        self.digest = f"sha256:{block.hexdigest()}"

    @classmethod
    def of_http(cls, head: bytes, payload: Payload) -> Self:
        """The block of a request or response record."""
        return cls(head_for_storage(head, _size(payload)), payload)

    @classmethod
    def of_fields(cls, fields: Iterable[tuple[str, str]]) -> Self:
        """The block of an `application/warc-fields` record."""
        return cls(fields_block(fields))

    def payload(self) -> Iterator[bytes]:
        """The bytes behind the head; raises OutputError when they are not as many as were measured."""
        left = self.payload_size
        for piece in _pieces(self._payload):
            yield piece
            left -= len(piece)
        if left:
            raise OutputError(f"{self._payload.path}: the body changed while it was written ({-left:+d} bytes)")


def _size(payload: Payload) -> int:
    if payload.path is None:
        return len(payload.data or b"")
    with _temporary_file(payload.path):
        return payload.path.stat().st_size


def _pieces(payload: Payload) -> Iterator[bytes]:
    if payload.path is None:
        if payload.data:
            yield payload.data
        return
    with _temporary_file(payload.path), payload.open() as stream:
        while piece := stream.read(_PIECE):
            yield piece


@contextlib.contextmanager
def _temporary_file(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OutputError(f"{path}: {error.strerror}: a body that was to be archived cannot be read") from error
