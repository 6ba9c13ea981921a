"""Reading archives: records as they are, and pages as data."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

from pagearchive.archive.containers import Container, warc_paths
from pagearchive.archive.framing import DamageError, WarcRecord, iterate, open_source
from pagearchive.archive.heads import Head
from pagearchive.archive.http import decoded_payload, has_http, read_head
from pagearchive.archive.pictures import Pictures
from pagearchive.archive.survey import Candidate, Survey
from pagearchive.archive.writing import PAGE_URL_FIELD
from pagearchive.errors import ArchiveError, InputError, TooLargeError
from pagearchive.model import Page, Provenance

MAX_PAGE = 1 << 27
"""Bytes of a page's decoded HTML: 128 MB."""
DOM_URN = "urn:dom:"
SIGN_OF_LIFE = 1_000
"""Records after which somebody who finds no page says so."""
_OUR_SOFTWARE = "pagearchive"

Found = Page | InputError | None
"""A page, a place that cannot be read, or a sign of life from a long search."""


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
        problems: list[InputError] = []
        with Container(file) as container:
            for found in Pages(container).find():
                if isinstance(found, Page):
                    yield found
                elif found is not None:
                    problems.append(found)
        if problems:
            raise all_in_one(problems, file)


def all_in_one(problems: list[InputError], path: Path) -> InputError:
    """The first of the problems met in a file, saying how many more there are."""
    first = problems[0]
    more = len({str(problem) for problem in problems}) - 1
    if not more:
        return first
    offset = first.offset if isinstance(first, ArchiveError) else None
    place = first.path if isinstance(first, ArchiveError) else path
    stated = f"{place}: " if offset is None else f"{place} at offset {offset}: "
    message = str(first).removeprefix(stated)
    return ArchiveError(f"{message}; {more} more (`pagearchive verify` lists them)", place, offset)


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


class Pages:
    """One pass over a container that finds our own pages, then the chosen ones of a foreign archive."""

    def __init__(self, container: Container) -> None:
        self._container = container
        self._survey = Survey()
        self._software: dict[str, str | None] = {}
        self._pictures = Pictures(container.path)

    def find(self) -> Iterator[Found]:
        """Pages and problems as they come, and None now and then."""
        for name in self._container.names:
            yield from self._first_pass(name)
        for candidate in self._survey.pages(self._container.listed_pages()):
            yield self._page_of(candidate)

    def _first_pass(self, name: str) -> Iterator[Found]:
        ours = has_doms = False
        damages: list[DamageError] = []
        with self._container.open(name) as warc:
            try:
                source = open_source(warc.file, warc.path)
            except ArchiveError as error:
                yield error
                return
            for number, record in enumerate(iterate(source, damages.append), 1):
                yield from damages
                damages.clear()
                try:
                    if record.type == "warcinfo":
                        self._software[name] = software = software_of(record)
                        ours = is_ours(software)
                    elif is_dom(record):
                        has_doms = True
                        yield dom_page(record, warc.name, self._software.get(name), self._pictures)
                    elif not ours:
                        self._look_at(name, record)
                    else:
                        self._pictures.note(name, record)
                except DamageError:
                    continue  # `iterate` meets it again and reports it
                except InputError as error:
                    yield error
                if number % SIGN_OF_LIFE == 0:
                    yield None
            yield from damages
        if has_doms:
            self._survey.forget(name)

    def _look_at(self, name: str, record: WarcRecord) -> None:
        if record.uri.lower().startswith("urn:"):
            self._survey.add_urn(record.uri)
        elif has_http(record):
            head, _ = read_head(record)
            if record.type == "request":
                self._survey.add_request(record, head)
            else:
                self._survey.add_response(name, record, head)
                self._pictures.add(name, record, head)

    def _page_of(self, candidate: Candidate) -> Page | InputError:
        source = self._survey.original(candidate) if candidate.is_revisit else candidate
        if source is None:
            place = self._container.path
            message = f"{candidate.uri}: a revisit of a payload in another file; read the files together in a WACZ"
            return ArchiveError(message, place, candidate.offset)
        try:
            return self._read_page(candidate, source)
        except InputError as error:
            return error

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
            payloads=self._pictures.by_address,
        )


def is_dom(record: WarcRecord) -> bool:
    """The record is the rendered DOM of a page of ours."""
    return record.type == "resource" and record.uri.startswith(DOM_URN)


def is_ours(software: str | None) -> bool:
    """An archive whose `warcinfo` names this software was written here: it states its pages itself."""
    return (software or "").startswith(_OUR_SOFTWARE)


def software_of(record: WarcRecord) -> str | None:
    """What a `warcinfo` record names as the software. Raises DamageError."""
    return Head.parse(b"\r\n" + record.read()).get("software")


def dom_page(record: WarcRecord, warc_name: str, software: str | None, pictures: Pictures | None = None) -> Page:
    """The page whose rendered DOM a record is. Raises TooLargeError, DamageError."""
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
            software=software,
        ),
        payloads=pictures.by_address if pictures is not None else {},
    )


def _block(record: WarcRecord, limit: int) -> bytes:
    if record.content_length > limit:
        raise TooLargeError(f"{record.path} at offset {record.offset}: {record.uri}: over {limit} bytes")
    pieces = []
    while piece := record.read():
        pieces.append(piece)
    return b"".join(pieces)
