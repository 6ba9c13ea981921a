"""The block of a record that is about to be written: measured once, so that its digests can stand in front of it."""

from __future__ import annotations

import contextlib
import hashlib
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, Protocol, Self

from pagearchive.archive.decoding import UndecodableError, content_reader, is_unreadable_elsewhere
from pagearchive.archive.heads import Head, fields_block, head_for_storage
from pagearchive.errors import OutputError
from pagearchive.model import Payload

MAX_DECODED = 1 << 28
"""Bytes: a body that decodes to more than 256 MB stays as it was sent."""
_IN_MEMORY = 1 << 22
_PIECE = 1 << 18


class _Body(Protocol):
    size: int

    def pieces(self) -> Iterator[bytes]: ...

    def close(self) -> None: ...


class Block:
    """A record's block, measured: a head (HTTP or nothing) and a body, with the digests of both. A context manager."""

    def __init__(self, head: bytes, body: _Body | None = None) -> None:
        self.head = head
        self._body = body or _Given(Payload())
        block, payload, size = hashlib.sha256(head), hashlib.sha256(), 0
        for piece in self._body.pieces():
            block.update(piece)
            payload.update(piece)
            size += len(piece)
        self.payload_size = size
        self.payload_digest = f"sha256:{payload.hexdigest()}"
        self.size = len(head) + size
        self.digest = f"sha256:{block.hexdigest()}"

    @classmethod
    def of_request(cls, head: bytes, payload: Payload) -> Self:
        """The block of a `request` record."""
        body = _Given(payload)
        return cls(head_for_storage(head, body.size), body)

    @classmethod
    def of_response(cls, head: bytes, payload: Payload, directory: Path) -> Self:
        """The block of a `response` record; a body too large for memory is decoded into a file in `directory`."""
        given = _Given(payload)
        unpacked = _unpacked(Head.parse(head), given, directory)
        if unpacked is None:
            return cls(head_for_storage(head, given.size), given)
        return cls(head_for_storage(head, unpacked.size, decoded=True), unpacked)

    @classmethod
    def of_fields(cls, fields: Iterable[tuple[str, str]]) -> Self:
        """The block of an `application/warc-fields` record."""
        return cls(fields_block(fields))

    @classmethod
    def of_bytes(cls, data: bytes) -> Self:
        """A block that is all payload."""
        return cls(b"", _Given(Payload(size=len(data), data=data)))

    def payload(self) -> Iterator[bytes]:
        """The bytes behind the head; raises OutputError when they are not as many as were measured."""
        left = self.payload_size
        for piece in self._body.pieces():
            yield piece
            left -= len(piece)
        if left:
            raise OutputError(f"a body changed while it was written ({-left:+d} bytes)")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._body.close()


class _Given:
    """A body as it was handed over."""

    def __init__(self, payload: Payload) -> None:
        self._payload = payload
        if payload.path is None:
            self.size = len(payload.data or b"")
        else:
            with _temporary_file(payload.path):
                self.size = payload.path.stat().st_size

    def pieces(self) -> Iterator[bytes]:
        """From the start."""
        if self._payload.path is None:
            if self._payload.data:
                yield self._payload.data
            return
        with _temporary_file(self._payload.path), self._payload.open() as stream:
            while piece := stream.read(_PIECE):
                yield piece

    def close(self) -> None:
        """The payload belongs to the caller."""


class _Unpacked:
    """A body after its Content-Encoding was undone."""

    def __init__(self, file: IO[bytes], size: int) -> None:
        self._file = file
        self.size = size

    def pieces(self) -> Iterator[bytes]:
        """From the start."""
        self._file.seek(0)
        while piece := self._file.read(_PIECE):
            yield piece

    def close(self) -> None:
        """The temporary file goes."""
        self._file.close()


def _unpacked(head: Head, given: _Given, directory: Path) -> _Unpacked | None:
    """The body decoded, where replay tools could not; None: it stays as it was sent."""
    if not given.size or head.status == 206 or not is_unreadable_elsewhere(head):
        return None
    pieces = given.pieces()
    read = content_reader(head, lambda _: next(pieces, b""))
    file = tempfile.SpooledTemporaryFile(_IN_MEMORY, dir=str(directory))  # noqa: SIM115 - closed by the block
    size = 0
    try:
        while piece := read(_PIECE):
            size += len(piece)
            if size > MAX_DECODED:
                file.close()
                return None
            file.write(piece)
    except UndecodableError:  # no browser could read it either: kept as evidence
        file.close()
        return None
    except OSError as error:
        file.close()
        raise OutputError(f"{directory}: {error.strerror}: a body cannot be decoded there") from error
    return _Unpacked(file, size)


@contextlib.contextmanager
def _temporary_file(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OutputError(f"{path}: {error.strerror}: a body that was to be archived cannot be read") from error
