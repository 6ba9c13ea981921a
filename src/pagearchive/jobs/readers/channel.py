"""Frames between a process and its child: a kind of one byte, a length, and so many bytes."""

from __future__ import annotations

import socket
import struct

_HEAD = struct.Struct("<cQ")
MAX_FRAME = 1 << 31
"""Bytes; a longer frame is damage."""

SETUP, PAGE, WORK = b"s", b"p", b"w"
"""To the child: pickles of a `Setup`, a `Page`, a `Work` with the pages to pass over."""
READY, BEGIN, ALIVE, THREAD, ARTICLE, FAILED, DAMAGE, EXTENT, END = (
    *(b"r", b"b", b"~", b"T", b"A", b"f", b"d", b"x", b"."),
)
"""From the child: it has started; a page begins (its place as text); it is still looking; a record as JSON; a page
that cannot be read, and a damaged place in an archive (JSON of `Told`); which records a range held (JSON of `Extent`);
all is done ("1": replace me). Nothing from a child is ever unpickled: it has been reading hostile pages."""


class Channel:
    """One end of the connection. Every wait has a limit: TimeoutError; EOFError when the other end is gone."""

    def __init__(self, end: socket.socket) -> None:
        self._end = end

    def send(self, kind: bytes, data: bytes = b"", timeout: float | None = None) -> None:
        """Send a frame. Raises TimeoutError, EOFError."""
        self._end.settimeout(timeout)
        try:
            self._end.sendall(_HEAD.pack(kind, len(data)))
            if data:
                self._end.sendall(data)
        except TimeoutError:
            raise
        except OSError as error:
            raise EOFError from error

    def receive(self, timeout: float | None = None) -> tuple[bytes, bytes]:
        """The next frame. `timeout` is for each piece of it. Raises TimeoutError, EOFError."""
        self._end.settimeout(timeout)
        kind, size = _HEAD.unpack(self._exactly(_HEAD.size))
        if size > MAX_FRAME:
            raise EOFError
        return kind, bytes(self._exactly(size))

    def close(self) -> None:
        """Hang up."""
        self._end.close()

    def _exactly(self, size: int) -> bytearray:
        data = bytearray(size)
        view = memoryview(data)
        while view:
            try:
                count = self._end.recv_into(view)
            except TimeoutError:
                raise
            except OSError as error:
                raise EOFError from error
            if not count:
                raise EOFError
            view = view[count:]
        return data
