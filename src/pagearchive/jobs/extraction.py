"""Any input -> records: HTML, WARC, WACZ, directories of them, standard input."""

from __future__ import annotations

import gzip
import io
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from pagearchive.archive import read_pages
from pagearchive.collection import CollectionDirectory
from pagearchive.dom import MAX_CHARACTERS
from pagearchive.errors import InputError, NotHtmlError, PageArchiveError, TooLargeError, UsageError
from pagearchive.jobs.reading import read_page
from pagearchive.model import Article, Page, Thread
from pagearchive.parse.platforms import PLATFORMS, Platform

SUFFIXES = (".html", ".htm", ".xhtml", ".html.gz", ".htm.gz", ".warc", ".warc.gz", ".wacz")
"""Files that are taken from a directory."""
STDIN = "-"
_MAX_BYTES = 2 * MAX_CHARACTERS
_SNIFFED = 1 << 16
_MARKUP = re.compile(rb"<(?:[a-zA-Z]|!doctype|!--|\?xml)", re.I)
_BINARY = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"\x7fELF", b"ID3", b"OggS", b"\x00\x00\x00")

Extracted = Thread | Article | PageArchiveError
"""A record, or why there is none in some place."""


def extract_inputs(
    inputs: list[str], url: str | None, stdin: BinaryIO, platforms: tuple[Platform, ...] = PLATFORMS
) -> Iterator[Extracted]:
    """The records of each input, one at a time; an input that cannot be read gives its error and the rest goes on.

    `url` is the address of bare HTML, `platforms` are the adapters that are asked.
    """
    for found in input_pages(inputs, url, stdin):
        if isinstance(found, PageArchiveError):
            yield found
            continue
        try:
            yield read_page(found, platforms)
        except PageArchiveError as error:
            yield error


def input_pages(inputs: list[str], url: str | None, stdin: BinaryIO) -> Iterator[Page | PageArchiveError]:
    """The pages of each input as plain data, one at a time, or why there is none in some place."""
    for name in inputs:
        yield from _settled(_of_stdin(stdin, url) if name == STDIN else _of_path(Path(name), url), name)


def one_page(name: str, url: str | None, stdin: BinaryIO) -> Page:
    """The one page of an input: a bare page (`url` is its address), or the page of an archive that `url` names.

    Raises InputError when the input cannot be read or holds no such page, UsageError when it holds several and `url`
    chooses none.
    """
    pages: list[Page] = []
    for found in input_pages([name], url, stdin):
        if isinstance(found, PageArchiveError):
            raise found
        if url is not None and url in (found.url, found.requested_url):
            return found
        pages.append(found)
    if url is None and len(pages) == 1:
        return pages[0]
    held = ", ".join(str(page.url) for page in pages[:3]) + (" …" if len(pages) > 3 else "")
    if url is not None or not pages:
        raise InputError(f"{name}: holds no page{f' of {url}' if url else ''}" + (f"; it holds {held}" if held else ""))
    raise UsageError(f"{name}: holds {len(pages)} pages ({held}); choose one with --url")


def _settled(found: Iterator[Page | PageArchiveError] | Iterator[Page], name: str) -> Iterator[Page | PageArchiveError]:
    """What is found, then the error that ended it, if one did."""
    try:
        yield from found
    except PageArchiveError as error:
        yield error
    except OSError as error:
        yield InputError(f"{error.filename or name}: {error.strerror or error}")


def _of_path(path: Path, url: str | None) -> Iterator[Page | PageArchiveError]:
    if not path.is_dir():
        yield from _of_file(path, str(path), url)
        return
    for file in files_in(path):
        yield from _settled(_of_file(file, str(file), None), str(file))


def files_in(directory: Path) -> list[Path]:
    """The pages and archives of a directory; of a collection its WARCs. Raises InputError where there are none."""
    collection = CollectionDirectory(directory)
    found = collection.warc_files() if collection.is_collection() else _files_below(directory)
    if not found:
        raise InputError(f"{directory}: holds no {', '.join(SUFFIXES[:1] + SUFFIXES[-3:])} file")
    return found


def _files_below(path: Path) -> list[Path]:
    return sorted(file for file in path.rglob("*") if file.name.lower().endswith(SUFFIXES) and file.is_file())


def _of_file(path: Path, name: str, url: str | None) -> Iterator[Page]:
    if is_archive(path):
        yield from read_pages(path)
    else:
        yield html_page(path, name, url)


def _of_stdin(stdin: BinaryIO, url: str | None) -> Iterator[Page]:
    """Standard input goes through a file: an archive is read by offset, and may be larger than memory."""
    with tempfile.TemporaryDirectory(prefix="pagearchive-") as directory:
        path = Path(directory) / "stdin"
        with path.open("wb") as copy:
            shutil.copyfileobj(stdin, copy, 1 << 20)
        yield from _of_file(path, "standard input", url)


def html_page(path: Path, name: str, url: str | None) -> Page:
    """A bare HTML file, or one in gzip. Raises InputError, naming it `name`, and OSError."""
    with path.open("rb") as file:
        is_gzip = file.read(2) == b"\x1f\x8b"
    with gzip.open(path) if is_gzip else path.open("rb") as stream:
        return _of_html(_bounded(stream, name), name, url)


def is_archive(path: Path) -> bool:
    """The file is a WARC or WACZ, by its first bytes. Raises OSError."""
    with path.open("rb") as stream:
        start = stream.read(_SNIFFED)
    if start[:2] == b"\x1f\x8b":
        try:
            start = gzip.GzipFile(fileobj=io.BytesIO(start)).read(5)
        except (OSError, EOFError):
            return True  # a torn or damaged gzip file: the archive room can say where
    return start.startswith((b"WARC/", b"PK\x03\x04"))


def _of_html(data: bytes, name: str, url: str | None) -> Page:
    start = data[:_SNIFFED].replace(b"\x00", b"") if data[:2] in (b"\xff\xfe", b"\xfe\xff") else data[:_SNIFFED]
    if not data.strip():
        raise NotHtmlError(f"{name}: is empty")
    if start.startswith(_BINARY) or not _MARKUP.search(start):
        raise NotHtmlError(f"{name}: neither an HTML page nor a WARC or WACZ")
    return Page(html=data, url=url, requested_url=url)


def _bounded(stream: BinaryIO | gzip.GzipFile, name: str) -> bytes:
    try:
        data = stream.read(_MAX_BYTES + 1)
    except (gzip.BadGzipFile, EOFError) as error:
        raise InputError(f"{name}: damaged gzip file ({error})") from error
    if len(data) > _MAX_BYTES:
        raise TooLargeError(f"{name}: the page is over {_MAX_BYTES} bytes")
    return data
