"""From a stored HTTP body to the payload that a page sees: chunk framing and Content-Encoding undone, within bounds.

A body may be hostile: a few kilobytes that inflate to gigabytes, chunk sizes that lie. Every decoder here hands out
its result piece by piece, and `read_bounded` stops at the caller's limit.
"""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable, Iterator
from typing import Protocol

import brotlicffi

from pagearchive.archive.heads import Head

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

PIECE = 1 << 16
_MAX_CODINGS = 4
"""Encodings on top of each other; nobody has more than two, a bomb has many."""
_MAX_CHUNK_LINE = 1 << 12
_WINDOW_ZSTD = 27
"""Base-two logarithm of the window that is accepted: 128 MB; RFC 9659 limits content encoding to 8 MB."""

Read = Callable[[int], bytes]
"""Reads up to that many bytes; b"" at the end."""


class UndecodableError(Exception):
    """The body is not what its Content-Encoding says; the message is one line."""


class OversizeError(Exception):
    """The decoded body is over the limit."""


class _Decoder(Protocol):
    def feed(self, data: bytes) -> Iterator[bytes]: ...


def read_bounded(read: Read, limit: int) -> bytes:
    """Everything that `read` gives. Raises OversizeError when that is more than `limit` bytes."""
    pieces: list[bytes] = []
    size = 0
    while piece := read(PIECE):
        size += len(piece)
        if size > limit:
            raise OversizeError(f"the body is over {limit} bytes")
        pieces.append(piece)
    return b"".join(pieces)


def payload_reader(head: Head, read: Read) -> Read:
    """A reader of the payload behind an HTTP head, fully decoded; raises UndecodableError while reading or here.

    Chunk framing is undone where the head announces it and the bytes really have it: many archives keep the header
    over a body that is de-chunked already.
    """
    codings = [part for value in head.get_all("transfer-encoding") for part in _codings(value)]
    if "chunked" in codings:
        read = _reader(dechunked(read))
    for value in head.get_all("x-orig-transfer-encoding"):
        codings += _codings(value)
    encodings = [part for value in head.get_all("content-encoding") for part in _codings(value)]
    stacked = [name for name in encodings + codings if name not in ("identity", "chunked", "none", "")]
    if len(stacked) > _MAX_CODINGS:
        raise UndecodableError(f"{len(stacked)} content encodings on top of each other")
    for name in reversed(stacked):
        if name not in _DECODERS:
            return read  # an unknown token ("utf-8" is common): browsers take the body as it is
        read = _reader(_decoded(read, name))
    return read


def is_unreadable_elsewhere(head: Head) -> bool:
    """The Content-Encoding is one that common readers of WARC fail on, and that can be undone here.

    pywb and ReplayWeb.page show zstd bodies as garbage; warcio raises AttributeError on br where Google's brotli is
    installed, and has neither without it. pywb gives out x-gzip under a head that no longer says so.
    """
    encodings = _content_encodings(head)
    return not _UNREAD.isdisjoint(encodings) and len(encodings) <= _MAX_CODINGS and _DECODERS.keys() >= set(encodings)


def content_reader(head: Head, read: Read) -> Read:
    """A reader of the body with its Content-Encoding undone; UndecodableError where it is anything else."""
    for name in reversed(_content_encodings(head)):
        read = _reader(_decoded(read, name, strict=True))
    return read


def _content_encodings(head: Head) -> list[str]:
    stated = [part for value in head.get_all("content-encoding") for part in _codings(value)]
    return [name for name in stated if name not in ("identity", "")]


def _codings(value: str) -> list[str]:
    return [part.strip().lower() for part in value.split(",")]


def _reader(pieces: Iterator[bytes]) -> Read:
    buffer = bytearray()

    def read(size: int) -> bytes:
        while not buffer:
            piece = next(pieces, None)
            if piece is None:
                return b""
            buffer.extend(piece)
        taken = bytes(buffer[:size])
        del buffer[:size]
        return taken

    return read


# ── chunk framing ────────────────────────────────────────────────────────────────────────────────────────────────


def dechunked(read: Read) -> Iterator[bytes]:
    """The body without chunk framing; as it is, where it has none; up to the fault, where the framing breaks."""
    buffer = bytearray()
    first = True
    while True:
        end = _line_end(buffer, read)
        size = _chunk_size(bytes(buffer[: end + 1]))
        if size is None:
            if first:
                yield bytes(buffer)
                yield from iter(lambda: read(PIECE), b"")
            return
        first = False
        del buffer[: end + 1]
        if size == 0:
            return
        while size:
            if not buffer:
                buffer += read(PIECE)
                if not buffer:
                    return
            piece = bytes(buffer[:size])
            del buffer[: len(piece)]
            size -= len(piece)
            yield piece
        end = _line_end(buffer, read)
        del buffer[: end + 1]


def _line_end(buffer: bytearray, read: Read) -> int:
    """Index of the first line feed, reading on for it; -1: none within bounds."""
    while (end := buffer.find(b"\n")) < 0 and len(buffer) < _MAX_CHUNK_LINE:
        piece = read(PIECE)
        if not piece:
            return -1
        buffer += piece
    return end


def _chunk_size(line: bytes) -> int | None:
    digits = line.partition(b";")[0].strip()
    if not line.endswith(b"\r\n") or not digits or len(digits) > 15 or digits.strip(b"0123456789abcdefABCDEF"):
        return None
    return int(digits, 16)


# ── content encodings ────────────────────────────────────────────────────────────────────────────────────────────


def _decoded(read: Read, name: str, *, strict: bool = False) -> Iterator[bytes]:
    """The body decoded; one cut short gives what can be decoded of it, bytes behind the compressed data are dropped.

    Where already the first bytes are not what was announced the body passes as it is, unless `strict`: many archives
    keep the header over a body that is decoded already.
    """
    decoder = _DECODERS[name]()
    produced = False
    while data := read(PIECE):
        try:
            for piece in decoder.feed(data):
                produced = produced or bool(piece)
                yield piece
        except _DAMAGES as error:
            if produced or strict:
                raise UndecodableError(f"the body is damaged {name} ({error})") from error
            yield data
            yield from iter(lambda: read(PIECE), b"")
            return


class _Gzip:
    """gzip, of several members too."""

    def __init__(self) -> None:
        self._object = zlib.decompressobj(16 + zlib.MAX_WBITS)
        self._done = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        while data and not self._done:
            yield self._object.decompress(data, PIECE)
            data = self._object.unconsumed_tail
            if self._object.eof:
                data = self._object.unused_data
                self._done = not data.startswith(b"\x1f\x8b")
                self._object = zlib.decompressobj(16 + zlib.MAX_WBITS)


class _Deflate:
    """deflate, which servers send with and without zlib's wrapping (RFC 9110, 8.4.1.2, note)."""

    def __init__(self) -> None:
        self._object = zlib.decompressobj()
        self._started = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        while data and not self._object.eof:
            try:
                piece = self._object.decompress(data, PIECE)
            except zlib.error:
                if self._started:
                    raise
                self._object = zlib.decompressobj(-zlib.MAX_WBITS)
                piece = self._object.decompress(data, PIECE)
            self._started = True
            yield piece
            data = self._object.unconsumed_tail


class _Brotli:
    def __init__(self) -> None:
        self._object = brotlicffi.Decompressor()

    def feed(self, data: bytes) -> Iterator[bytes]:
        while not self._object.is_finished():
            yield self._object.decompress(data, output_buffer_limit=PIECE)
            if self._object.can_accept_more_data():
                return
            data = b""


class _Zstd:
    """zstd, with the window bounded (RFC 9659)."""

    def __init__(self) -> None:
        options = {int(zstd.DecompressionParameter.window_log_max): _WINDOW_ZSTD}
        self._object = zstd.ZstdDecompressor(options=options)

    def feed(self, data: bytes) -> Iterator[bytes]:
        while not self._object.eof:
            yield self._object.decompress(data, PIECE)
            if self._object.needs_input:
                return
            data = b""


_UNREAD = {"br", "zstd", "x-gzip"}
_DAMAGES = (zlib.error, brotlicffi.error, zstd.ZstdError)
_DECODERS: dict[str, Callable[[], _Decoder]] = {
    "gzip": _Gzip,
    "x-gzip": _Gzip,
    "deflate": _Deflate,
    "br": _Brotli,
    "zstd": _Zstd,
}
