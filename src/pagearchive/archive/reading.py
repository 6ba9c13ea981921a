"""Reading archives: records as they are, and pages as data."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

from pagearchive.archive.containers import Container, warc_paths
from pagearchive.archive.framing import DamageError, WarcRecord, iterate, open_source
from pagearchive.archive.heads import Head
from pagearchive.archive.http import decoded_payload, has_http, read_head
from pagearchive.archive.survey import Candidate, Survey
from pagearchive.archive.writing import PAGE_URL_FIELD
from pagearchive.errors import ArchiveError, InputError, TooLargeError
from pagearchive.model import Page, Provenance

MAX_PAGE = 1 << 27
"""Bytes of a page's decoded HTML: 128 MB."""
DOM_URN = "urn:dom:"
_OUR_SOFTWARE = "pagearchive"


def read_records(path: Path) -> Iterator[WarcRecord]:
    """The records of a WARC, of every WARC in a WACZ, or of a directory's archives, in file order.

    A record is valid until the next one is asked for. Raises InputError when nothing can be read, and ArchiveError
    at the first damaged place (while iterating, or from `WarcRecord.read`).
    """
    for file in warc_paths(path):
        with Container(file) as container:
            for name in container.names:
                with container.open(name) as warc:
                    yield from iterate(open_source(warc.file, warc.path), _fail)


def read_pages(path: Path) -> Iterator[Page]:
    """The pages of a WARC, a WACZ, or a directory of them.

    Of an archive of ours: every stored DOM. Of another: the HTML responses that are pages, their payload decoded,
    revisits resolved, redirects followed back to what was requested.

    Everything that can be read is yielded; then, if anything could not be (a torn or damaged record, a page over
    MAX_PAGE, a revisit whose original lies elsewhere), one ArchiveError is raised for the first such place.
    """
    for file in warc_paths(path):
        with Container(file) as container:
            yield from _Pages(container).read()


def read_payload(path: Path, offset: int, limit: int = MAX_PAGE) -> tuple[bytes, str | None]:
    """The decoded payload of the record at an offset (`RecordRef.offset`) of a WARC, and its Content-Type.

    The file may still be growing. Raises TooLargeError over `limit` bytes, ArchiveError where there is no whole
    record or its encoding cannot be undone, InputError where there is no file.
    """
    with Container(path) as container, container.open(path.name) as warc:
        record = next(iterate(open_source(warc.file, path, offset), _fail))
        if has_http(record):
            head, read = read_head(record)
            return decoded_payload(record, head, read, limit), head.get("Content-Type")
        return _block(record, limit), record.head.get("Content-Type")


def _fail(damage: DamageError) -> NoReturn:
    raise damage


class _Pages:
    """One pass over a container that yields our own pages, then the chosen ones of a foreign archive."""

    def __init__(self, container: Container) -> None:
        self._container = container
        self._survey = Survey()
        self._problems: list[InputError] = []
        self._software: dict[str, str | None] = {}

    def read(self) -> Iterator[Page]:
        for name in self._container.names:
            yield from self._first_pass(name)
        for candidate in self._survey.pages(self._container.listed_pages()):
            page = self._page_of(candidate)
            if page:
                yield page
        self._raise_problems()

    def _raise_problems(self) -> None:
        distinct = {str(problem): problem for problem in reversed(self._problems)}
        if not distinct:
            return
        first = self._problems[0]
        more = len(distinct) - 1
        if not more:
            raise first
        offset = first.offset if isinstance(first, ArchiveError) else None
        message = first.message if isinstance(first, DamageError) else str(first)
        path = first.path if isinstance(first, ArchiveError) else self._container.path
        raise ArchiveError(f"{message}; {more} more (`pagearchive verify` lists them)", path, offset) from first

    def _first_pass(self, name: str) -> Iterator[Page]:
        ours = has_doms = False
        with self._container.open(name) as warc:
            try:
                source = open_source(warc.file, warc.path)
            except ArchiveError as error:
                self._problems.append(error)
                return
            for record in iterate(source, self._problems.append):
                try:
                    if record.type == "warcinfo":
                        ours = self._read_info(name, record)
                    elif record.type == "resource" and record.uri.startswith(DOM_URN):
                        has_doms = True
                        yield self._dom_page(name, warc.name, record)
                    elif not ours:
                        self._look_at(name, record)
                except DamageError:
                    continue  # `iterate` meets it again and reports it
                except InputError as error:
                    self._problems.append(error)
        if has_doms:
            self._survey.forget(name)

    def _read_info(self, name: str, record: WarcRecord) -> bool:
        info = Head.parse(b"\r\n" + record.read())
        self._software[name] = info.get("software")
        return (info.get("software") or "").startswith(_OUR_SOFTWARE)

    def _dom_page(self, name: str, warc_name: str, record: WarcRecord) -> Page:
        html = _block(record, MAX_PAGE).decode("utf-8", "replace")
        url = record.uri.removeprefix(DOM_URN)
        return Page(
            html=html,
            url=url,
            requested_url=record.head.get(PAGE_URL_FIELD) or url,
            captured_at=record.date,
            content_type=record.head.get("Content-Type"),
            provenance=Provenance(
                warc_file=warc_name,
                record_id=record.record_id,
                offset=record.offset,
                payload_digest=record.head.get("WARC-Payload-Digest") or record.head.get("WARC-Block-Digest"),
                software=self._software.get(name),
            ),
        )

    def _look_at(self, name: str, record: WarcRecord) -> None:
        if record.uri.lower().startswith("urn:"):
            self._survey.add_urn(record.uri)
        elif has_http(record):
            head, _ = read_head(record)
            if record.type == "request":
                self._survey.add_request(record, head)
            else:
                self._survey.add_response(name, record, head)

    def _page_of(self, candidate: Candidate) -> Page | None:
        source = self._survey.original(candidate) if candidate.is_revisit else candidate
        if source is None:
            place = self._container.path
            message = f"{candidate.uri}: a revisit of a payload in another file; read the files together in a WACZ"
            self._problems.append(ArchiveError(message, place, candidate.offset))
            return None
        try:
            return self._read_page(candidate, source)
        except InputError as error:
            self._problems.append(error)
            return None

    def _read_page(self, candidate: Candidate, source: Candidate) -> Page:
        with self._container.open(source.warc) as warc:
            record = next(iterate(open_source(warc.file, warc.path, source.offset), _fail))
            head, read = read_head(record)
            html = decoded_payload(record, head, read, MAX_PAGE)
        record_id = record.record_id
        return Page(
            html=html,
            url=candidate.uri,
            requested_url=candidate.requested,
            captured_at=candidate.date,
            content_type=head.get("Content-Type"),
            provenance=Provenance(
                warc_file=source.warc.rpartition("/")[2],
                record_id=record_id,
                offset=source.offset,
                payload_digest=source.digest,
                software=self._software.get(source.warc),
            ),
        )


def _block(record: WarcRecord, limit: int) -> bytes:
    if record.content_length > limit:
        raise TooLargeError(f"{record.path} at offset {record.offset}: {record.uri}: over {limit} bytes")
    pieces = []
    while piece := record.read():
        pieces.append(piece)
    return b"".join(pieces)
