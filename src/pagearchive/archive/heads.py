"""Header blocks: WARC named fields (WARC 1.1, section 4) and HTTP heads, kept as the bytes they are.

An HTTP head is evidence, so it is never parsed and written anew: `Head` reads from it, and the few changes that
stored bodies make necessary are made line by line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_END = re.compile(rb"\r?\n[ \t\x0b\x0c]*\r?\n")
"""The empty line after a head. Readers strip lines before they compare, so a line of blanks ends a head too."""
_LINE_END = re.compile(rb"\r?\n")
_BLANKS = " \t\r\x0b\x0c"
_HTTP_09 = b"HTTP/0.9 200 OK\r\n\r\n"


def end_of_head(buffer: bytes | bytearray, start: int = 0) -> int:
    """Index just behind the empty line that ends the head in `buffer`; -1: it is not in there yet."""
    found = _END.search(buffer, start)
    return found.end() if found else -1


class Head:
    """A status or request line and the fields below it, in order, duplicates kept. Not to be changed."""

    __slots__ = ("_first", "fields", "line")

    def __init__(self, line: str, fields: Iterable[tuple[str, str]]) -> None:
        self.line = line
        self.fields = list(fields)
        self._first: dict[str, str] | None = None

    @classmethod
    def parse(cls, raw: bytes) -> Head:
        """Read a head, forgiving: a line without a colon is skipped, a folded line is joined to the one before.

        Values are UTF-8 where that decodes, else Latin-1 (RFC 9110, 5.5).
        """
        try:
            lines = raw.decode("utf-8").split("\n")
        except UnicodeDecodeError:
            lines = [_text(line) for line in raw.split(b"\n")]
        fields: list[tuple[str, str]] = []
        for line in lines[1:]:
            if line[:1] in (" ", "\t"):
                if fields and (more := line.strip(_BLANKS)):
                    fields[-1] = (fields[-1][0], f"{fields[-1][1]} {more}")
                continue
            name, colon, value = line.partition(":")
            if colon:
                fields.append((name.strip(_BLANKS), value.strip(_BLANKS)))
        return cls(lines[0].strip(_BLANKS), fields)

    def get(self, name: str) -> str | None:
        """Value of the first field of that name (case ignored); None: there is none."""
        if self._first is None:
            self._first = {field.lower(): value for field, value in reversed(self.fields)}
        return self._first.get(name.lower())

    def get_all(self, name: str) -> list[str]:
        """Values of all fields of that name, in order."""
        wanted = name.lower()
        return [value for field, value in self.fields if field.lower() == wanted]

    @property
    def status(self) -> int | None:
        """The number in a status line; None where there is none."""
        parts = self.line.split(None, 2)
        if len(parts) > 1 and parts[1].isascii() and parts[1].isdigit() and len(parts[1]) <= 3:
            return int(parts[1])
        return None


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def fields_block(fields: Iterable[tuple[str, str]]) -> bytes:
    """Named fields as bytes, without the empty line; a line break inside a value becomes a blank."""
    lines = (f"{name}: {' '.join(value.split())}\r\n" for name, value in fields)
    return "".join(lines).encode("utf-8", "replace")


def head_for_storage(head: bytes, body_size: int, *, decoded: bool = False) -> bytes:
    """An HTTP head as it stands before a body that is stored without chunk framing.

    The bytes as received, but for: `Transfer-Encoding` (and, where the body was `decoded`, `Content-Encoding`) becomes
    `x-orig-…` and `Content-Length` says the stored size (one that was sent as well is kept as `x-orig-content-length`);
    lines of nothing but blanks go, because they would end the head for most readers, and bare line feeds become CRLF,
    because FastWARC knows no other end of a line. A response without any head is what HTTP/0.9 sends, and gets a
    status line that says so.
    """
    lines = [line for line in _LINE_END.split(head) if line.strip()]
    if not lines:
        return _HTTP_09
    renamed = {b"transfer-encoding", b"content-encoding"} if decoded else {b"transfer-encoding"}
    if any(_name(line) in renamed for line in lines[1:]):
        lines = [_renamed(line) if _name(line) in renamed | {b"content-length"} else line for line in lines]
        lines.append(b"Content-Length: %d" % body_size)
    return b"\r\n".join(lines) + b"\r\n\r\n"


def _name(line: bytes) -> bytes:
    return b"" if line[:1] in (b" ", b"\t") else line.partition(b":")[0].strip().lower()


def _renamed(line: bytes) -> bytes:
    return b"x-orig-" + line
