"""CDXJ, the index inside a WACZ: a sorted line for each response, in gzip blocks with a second index over them.

Written here because the library for it, cdxj-indexer, needs `surt`, which is under the AGPL. Formats:
specs.webrecorder.net/cdxj/0.1.0 and .../request-body-canonicalization/latest.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import heapq
import json
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from typing import IO, BinaryIO
from urllib.parse import unquote_plus, urlencode, urlsplit

from pagearchive.archive.entries import Entry

_LINES_A_BLOCK = 1024
_LINES_IN_MEMORY = 200_000
MAX_QUERY = 4096
"""Characters of a request body that go into a key, as the specification has it."""


def search_key(url: str) -> str:
    """The sort-friendly form of a URL: "org,example)/path?a=1&b=2", lower case, without scheme and "www.".

    Other URIs (`urn:`) are their own key, in lower case.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return url.lower()
    if parts.scheme not in ("http", "https") or not host:
        return url.lower()
    default = {"http": 80, "https": 443}[parts.scheme]
    place = ",".join(reversed(_without_www(host).split(".")))
    path = parts.path.lower() or "/"
    if len(path) > 1:
        path = path.rstrip("/") or "/"
    pairs = sorted(parts.query.lower().split("&"), key=lambda pair: pair.split("=", 1))
    query = "?" + "&".join(pairs) if parts.query else ""
    return f"{place}{'' if port in (None, default) else f':{port}'}){path}{query}"


def _without_www(host: str) -> str:
    label, dot, rest = host.partition(".")
    return rest if dot and label.startswith("www") and label[3:].isdigit() | (label == "www") else host


def line_of(entry: Entry, filename: str, body_query: str | None = None) -> str:
    """The index line of an entry; `body_query` is what a POST's body contributes to the key."""
    key, extra = search_key(entry.uri), {}
    if body_query is not None:
        query = f"__wb_method={entry.method}" + (f"&{body_query}" if body_query else "")
        key = search_key(entry.uri + ("&" if "?" in entry.uri else "?") + query)
        extra = {"requestBody": body_query, "method": entry.method}
    about: dict[str, str] = {"url": entry.uri, "mime": _mime(entry)}
    if entry.status is not None and entry.type != "resource":
        about["status"] = str(entry.status)
    if entry.digest:
        about["digest"] = entry.digest
    about |= {"length": str(entry.length), "offset": str(entry.offset), "filename": filename}
    if entry.request.referrer:
        about["referrer"] = entry.request.referrer
    return f"{_one_word(key)} {_timestamp(entry)} {json.dumps(about | extra)}\n"


def body_query(content_type: str, body: bytes) -> str:
    """A request body as a query: forms as they are, JSON flattened, anything else as Base64; at most MAX_QUERY."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "application/x-www-form-urlencoded":
        with contextlib.suppress(UnicodeDecodeError):
            return unquote_plus(body.decode("utf-8"))[:MAX_QUERY]
    if kind in ("application/json", "text/plain"):
        try:
            return urlencode(_flattened(json.loads(body)))[:MAX_QUERY]
        except (ValueError, RecursionError):
            if kind == "application/json":
                return ""
    return ("__wb_post_data=" + base64.b64encode(body).decode("ascii"))[:MAX_QUERY]


def _flattened(value: object) -> dict[str, str]:
    """JSON's leaves by their name; a name that comes again gets ".2_", ".3_" and so on."""
    flat: dict[str, str] = {}
    seen: dict[str, int] = {}

    def walk(part: object, name: str) -> None:
        if isinstance(part, dict):
            for key, inner in part.items():
                walk(inner, key)
        elif isinstance(part, list):
            for inner in part:
                walk(inner, name)
        elif name:
            seen[name] = seen.get(name, 0) + 1
            flat[name if seen[name] == 1 else f"{name}.{seen[name]}_"] = str(part)

    walk(value, "")
    return flat


def _mime(entry: Entry) -> str:
    if entry.type == "revisit":
        return "warc/revisit"
    return (entry.content_type or "").partition(";")[0].strip().partition(" ")[0] or "unk"


def _timestamp(entry: Entry) -> str:
    return entry.date.strftime("%Y%m%d%H%M%S") if entry.date else "19700101000000"


def _one_word(key: str) -> str:
    return "%20".join(key.split()) or "-"


def write_index(lines: Iterable[str], blocks: IO[bytes], second: IO[bytes], blocks_name: str) -> None:
    """Write the lines, sorted, as gzip members of 1,024 lines to `blocks`, and a line for each member to `second`."""
    header = {"format": "cdxj-gzip-1.0", "filename": blocks_name}
    second.write(f"!meta 0 {json.dumps(header)}\n".encode())
    offset = 0
    for block in _batches(_sorted(lines), _LINES_A_BLOCK):
        member = zlib.compressobj(6, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
        data = member.compress("".join(block).encode("utf-8")) + member.flush()
        about = {"offset": offset, "length": len(data), "digest": f"sha256:{hashlib.sha256(data).hexdigest()}"}
        prefix = block[0].partition("{")[0].strip()
        second.write(f"{prefix} {json.dumps(about)}\n".encode())
        blocks.write(data)
        offset += len(data)


def _sorted(lines: Iterable[str]) -> Iterator[str]:
    """The lines in byte order; more than fit into memory go through temporary files."""
    with contextlib.ExitStack() as stack:
        runs: list[Iterable[str]] = []
        for batch in _batches(lines, _LINES_IN_MEMORY):
            batch.sort(key=_bytes)
            if len(batch) < _LINES_IN_MEMORY:
                runs.append(batch)
            else:
                spilled: BinaryIO = stack.enter_context(tempfile.TemporaryFile())
                spilled.writelines(line.encode("utf-8") for line in batch)
                spilled.seek(0)
                runs.append(line.decode("utf-8") for line in spilled)
        yield from heapq.merge(*runs, key=_bytes)


def _bytes(line: str) -> bytes:
    return line.encode("utf-8")


def _batches(lines: Iterable[str], size: int) -> Iterator[list[str]]:
    batch: list[str] = []
    for line in lines:
        batch.append(line)
        if len(batch) >= size:
            yield batch
            batch = []
    if batch:
        yield batch
