"""A page read again from where its DOM stands in a WARC."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from pagearchive.archive import OPEN_SUFFIX, ReplayIndex
from pagearchive.archive.framing import DamageError, WarcRecord, iterate, open_source
from pagearchive.collection import Part
from pagearchive.errors import ArchiveError, InputError
from pagearchive.jobs.filing import Shelf
from pagearchive.jobs.pictures import MAX_PICTURE
from pagearchive.jobs.reading import ReadPage, read_page
from pagearchive.jobs.version import SOFTWARE
from pagearchive.model import Page, Provenance, Thread

DOM_URN = "urn:dom:"
_PAGE_URL = "WARC-Page-URL"


def known_pages(filing: Shelf, parts: list[Part], read: ReadPage = read_page) -> list[Thread]:
    """The pages of a thread that were captured before, up to the first that cannot be had any more."""
    pages: list[Thread] = []
    indexes: dict[str, ReplayIndex] = {}
    for part in parts:
        path = warc_of(filing, part)
        try:
            page = read(stored_page(path, part.dom_at))
        except InputError:
            break
        if not isinstance(page, Thread):
            break
        if page.images:
            index = indexes.setdefault(part.warc_file, ReplayIndex(path))
            page = filing.keep_pictures(page, partial(_picture, index))
        pages.append(page)
    return pages


def warc_of(shelf: Shelf, part: Part) -> Path:
    """The file that holds a captured page: while it is being written, it has another name."""
    path = shelf.directory.warcs / part.warc_file
    return path if path.exists() else path.with_name(path.name + OPEN_SUFFIX)


def _picture(index: ReplayIndex, url: str) -> tuple[bytes, str | None] | None:
    try:
        found = index.find(url, limit=MAX_PICTURE)
    except InputError:
        return None
    return (found.data, found.content_type) if found else None


def stored_page(warc: Path, offset: int) -> Page:
    """The page whose DOM stands at `offset`. Raises ArchiveError when there is none."""
    try:
        with warc.open("rb") as stream:
            record = next(iterate(open_source(stream, warc, offset), _fail))
            if not record.uri.startswith(DOM_URN):
                raise ArchiveError(f"no stored DOM ({record.type} of {record.uri})", warc, offset)
            pieces = []
            while piece := record.read():
                pieces.append(piece)
    except OSError as error:
        raise ArchiveError(error.strerror or str(error), warc, offset) from error
    return _page(record, b"".join(pieces), warc.name, offset)


def _page(record: WarcRecord, html: bytes, warc_file: str, offset: int) -> Page:
    url = record.uri.removeprefix(DOM_URN)
    provenance = Provenance(
        warc_file=warc_file,
        record_id=record.record_id,
        offset=offset,
        payload_digest=record.head.get("WARC-Payload-Digest") or record.head.get("WARC-Block-Digest"),
        software=SOFTWARE,
    )
    requested = record.head.get(_PAGE_URL) or url
    text = html.decode("utf-8", "replace")
    return Page(html=text, url=url, requested_url=requested, captured_at=record.date, provenance=provenance)


def _fail(damage: DamageError) -> None:
    raise damage
