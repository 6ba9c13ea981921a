"""A collection as one WACZ file (WACZ 1.1.1), for ReplayWeb.page and everybody else.

Written with the standard library's zip. The `wacz` library would bring `surt` (AGPL) and some forty packages more
(frictionless and what it needs), prints to stdout and reads whole payloads into memory; as an outside tool its
`wacz validate` is what this is tested with.
"""

from __future__ import annotations

import hashlib
import html
import json
import os
import re
import tempfile
import uuid
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from pagearchive.archive.cdxj import MAX_QUERY, body_query, line_of, write_index
from pagearchive.archive.containers import Container, warc_paths
from pagearchive.archive.disk import sync_directory
from pagearchive.archive.entries import Entry, entries
from pagearchive.archive.framing import iterate, open_source
from pagearchive.archive.http import read_head
from pagearchive.archive.packages import DATAPACKAGE, DATAPACKAGE_DIGEST
from pagearchive.archive.reading import read_pages
from pagearchive.errors import InputError, OutputError
from pagearchive.model import Page

WACZ_VERSION = "1.1.1"
TEXT_URN = "urn:text:"
_PIECE = 1 << 20
_MAX_TEXT = 1 << 20
_MAX_HEAD = 1 << 18
_TITLE = re.compile(r"<title[^>]*>([^<]{1,2000})", re.IGNORECASE)
_NO_NAME = re.compile(r"[^a-z0-9._-]+")


def pack(directory: Path, to: Path, *, software: str = "pagearchive", title: str | None = None) -> None:
    """Pack the WARC files of a directory (or one WARC) into the WACZ file `to`, which is replaced as a whole.

    Pages are the stored DOMs (of other archives: what `read_pages` finds), with title and text. Raises InputError
    when there is nothing to pack or it is damaged, OutputError when the file cannot be written.
    """
    warcs = [path for path in warc_paths(directory) if path.name.endswith((".warc", ".warc.gz"))]
    if not warcs:
        raise InputError(f"{directory}: no .warc or .warc.gz file to pack")
    growing = to.with_name(to.name + ".open")
    try:
        with growing.open("wb") as file:
            with zipfile.ZipFile(file, "w", allowZip64=True) as archive:
                _write(archive, warcs, software, title or directory.resolve().name)
            file.flush()
            os.fsync(file.fileno())
        growing.replace(to)
        sync_directory(to.parent)
    except OSError as error:
        raise OutputError(f"{to}: {error.strerror}") from error
    finally:
        growing.unlink(missing_ok=True)


def _write(archive: zipfile.ZipFile, warcs: list[Path], software: str, title: str) -> None:
    package = _Package(archive)
    with tempfile.TemporaryFile() as blocks, tempfile.TemporaryFile() as second, tempfile.TemporaryFile() as pages:
        write_index(_index_lines(warcs), blocks, second, "index.cdx.gz")
        main = _write_pages(warcs, pages)
        package.add("pages/pages.jsonl", pages, zipfile.ZIP_DEFLATED)
        package.add("indexes/index.idx", second, zipfile.ZIP_DEFLATED)
        package.add("indexes/index.cdx.gz", blocks, zipfile.ZIP_STORED)
    for path in warcs:
        with path.open("rb") as warc:
            package.add(f"archive/{path.name}", warc, zipfile.ZIP_STORED)
    package.close(software, title, main)


class _Package:
    """The zip as it grows, and what datapackage.json will say of it."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._resources: list[dict[str, Any]] = []

    def add(self, name: str, source: IO[bytes], compression: int) -> None:
        """Add a file from its start."""
        # wabac.js (ReplayWeb.page) looks at an entry's own header only where the directory's has an extra field, so
        # the two may not differ in that: Zip64 exactly where the directory will say so.
        large = source.seek(0, os.SEEK_END) > zipfile.ZIP64_LIMIT
        source.seek(0)
        digest, size = hashlib.sha256(), 0
        with self._archive.open(_zip_info(name, compression), "w", force_zip64=large) as member:
            while piece := source.read(_PIECE):
                digest.update(piece)
                size += len(piece)
                member.write(piece)
        short = _NO_NAME.sub("-", name.rpartition("/")[2].lower())
        taken = {resource["name"] for resource in self._resources}
        unique = short if short not in taken else f"{len(taken)}-{short}"
        self._resources.append({"name": unique, "path": name, "hash": f"sha256:{digest.hexdigest()}", "bytes": size})

    def close(self, software: str, title: str, main: Page | None) -> None:
        """Write datapackage.json and its digest."""
        package: dict[str, Any] = {
            "profile": "data-package",
            "wacz_version": WACZ_VERSION,
            "title": title,
            "software": software,
            "created": _rfc3339(datetime.now(UTC)),
            "resources": self._resources,
        }
        if main is not None:
            package["mainPageUrl"] = main.url
            if main.captured_at:
                package["mainPageDate"] = _rfc3339(main.captured_at)
        raw = json.dumps(package, indent=2, ensure_ascii=False).encode("utf-8")
        digest = {"path": DATAPACKAGE, "hash": f"sha256:{hashlib.sha256(raw).hexdigest()}"}
        self._archive.writestr(_zip_info(DATAPACKAGE, zipfile.ZIP_DEFLATED), raw)
        self._archive.writestr(_zip_info(DATAPACKAGE_DIGEST, zipfile.ZIP_DEFLATED), json.dumps(digest, indent=2))


def _zip_info(name: str, compression: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, datetime.now(UTC).timetuple()[:6])
    info.compress_type = compression
    info.external_attr = 0o644 << 16
    return info


def _rfc3339(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


# ── the index ────────────────────────────────────────────────────────────────────────────────────────────────────


def _index_lines(warcs: list[Path]) -> Iterator[str]:
    for number, path in enumerate(warcs):
        with Container(path) as container:
            for entry in entries(container, number, path.name, _fail):
                yield line_of(entry, path.name, _query_of_request(container, entry))


def _query_of_request(container: Container, entry: Entry) -> str | None:
    """What the body of a POST or PUT adds to its key; None for other methods."""
    if entry.method not in ("POST", "PUT") or entry.request.offset is None:
        return None
    with container.open(entry.warc) as warc:
        record = next(iterate(open_source(warc.file, warc.path, entry.request.offset), _fail))
        head, read = read_head(record)
        body = b""
        while len(body) < MAX_QUERY and (piece := read(MAX_QUERY)):
            body += piece
    return body_query(head.get("Content-Type") or "", body)


def _fail(problem: Exception) -> None:
    raise problem


# ── the pages ────────────────────────────────────────────────────────────────────────────────────────────────────


def _write_pages(warcs: list[Path], out: IO[bytes]) -> Page | None:
    """Write pages.jsonl; returns the first page."""
    header = {"format": "json-pages-1.0", "id": "pages", "title": "All Pages", "hasText": True}
    out.write(json.dumps(header).encode() + b"\n")
    first: Page | None = None
    for path in warcs:
        texts = _texts(path)
        for page in read_pages(path):
            first = first or page
            line = _page_line(page, texts, path)
            out.write(json.dumps(line, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
    return first


def _page_line(page: Page, texts: dict[tuple[str, str], int], path: Path) -> dict[str, Any]:
    moment = _rfc3339(page.captured_at) if page.captured_at else ""
    line: dict[str, Any] = {"id": str(uuid.uuid4()), "url": page.url, "title": _title(page)}
    if moment:
        line["ts"] = moment
    offset = texts.get((page.url or "", moment))
    if offset is not None:
        line["text"] = _text(path, offset)
    return line


def _title(page: Page) -> str:
    start = page.html[:_MAX_HEAD]
    found = _TITLE.search(start if isinstance(start, str) else start.decode("utf-8", "replace"))
    stated = " ".join(html.unescape(found[1]).split()) if found else ""
    return stated or page.url or ""


def _texts(path: Path) -> dict[tuple[str, str], int]:
    """Where the visible texts stand in a WARC (`urn:text:` records), by page and moment."""
    with path.open("rb") as file:
        return {
            (record.uri.removeprefix(TEXT_URN), _rfc3339(record.date)): record.offset
            for record in iterate(open_source(file, path), _fail)
            if record.type == "resource" and record.uri.startswith(TEXT_URN) and record.date
        }


def _text(path: Path, offset: int) -> str:
    """The text at an offset, cut at 1 MB."""
    raw = b""
    with path.open("rb") as file:
        record = next(iterate(open_source(file, path, offset), _fail))
        while len(raw) < _MAX_TEXT and (piece := record.read()):
            raw += piece
    return raw[:_MAX_TEXT].decode("utf-8", "replace")
