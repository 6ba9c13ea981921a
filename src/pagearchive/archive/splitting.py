"""A large WARC read in byte ranges, so that several processes can share it, without a look at the whole file first.

Whoever reads a range begins at the first sound record at or after its start, and reads every record that begins before
its end. Whether that joins up is checked afterwards: the first record behind a range (`following`) must be the first
one of the next (`first`). A WARC stored inside a WARC can make a false start; the ranges then disagree,
and the second is read again from where the first says.

Only a WARC of ours can be read so: each of its pages is one record, a stored DOM. Which responses of another archive
are pages shows only when all its records were seen.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pagearchive.archive.containers import Container, is_wacz, warc_paths
from pagearchive.archive.framing import DamageError, Inflated, iterate, open_source
from pagearchive.archive.pictures import Pictures
from pagearchive.archive.reading import SIGN_OF_LIFE, Found, Pages, dom_page, is_dom, is_ours, software_of
from pagearchive.errors import ArchiveError, InputError


def find_pages(path: Path) -> Iterator[Found]:
    """The pages of one WARC or WACZ and its damaged places, as they come; None now and then. Raises InputError."""
    with Container(path) as container:
        yield from Pages(container).find()


def byte_ranges(path: Path, size: int) -> list[tuple[int, int | None]]:
    """Ranges of about `size` bytes that cover a WARC of ours; [] for any other file, which is read whole.

    The end of the last one is None. Raises InputError where the file cannot be opened.
    """
    if path.is_dir() or is_wacz(path) or not _states_its_pages(path):
        return []
    length = path.stat().st_size
    starts = [*range(0, max(1, length - size // 2), size)]
    return list(zip(starts, [*starts[1:], None], strict=True))


def _states_its_pages(path: Path) -> bool:
    with path.open("rb") as file:
        try:
            record = next(iterate(open_source(file, path), _fail))
            return record.type == "warcinfo" and is_ours(software_of(record))
        except (ArchiveError, StopIteration):
            return False


def _fail(damage: DamageError) -> None:
    raise damage


class PageRange:
    """Iterates over the pages of the records that begin from `start` on and before `end` (None: the end of the file).

    Damaged places come as errors among the pages, None now and then as a sign of life. Raises InputError.
    """

    def __init__(self, path: Path, start: int, end: int | None) -> None:
        (self._path,) = warc_paths(path)
        self._start = start
        self._end = end
        self.first: int | None = None
        """Offset of the first record in the range, once it was read; None: there is none."""
        self.following: int | None = None
        """Offset of the first record behind the range, once all is read; None: the file ends before one."""

    def __iter__(self) -> Iterator[Found]:
        with Container(self._path) as container, container.open(self._path.name) as warc:
            software = software_of(next(iterate(open_source(warc.file, warc.path), _fail)))
            source = open_source(warc.file, warc.path)
            if self._start == 0 or source.find(self._start) is not None:
                yield from self._read(source, warc.name, software)

    def _read(self, source: Inflated, name: str, software: str | None) -> Iterator[Found]:
        damages: list[DamageError] = []
        pictures = Pictures(self._path)
        for number, record in enumerate(iterate(source, damages.append), 1):
            if self.first is not None or not self._start:
                yield from damages  # what is damaged before the first record was met by the range before
            damages.clear()
            if self._end is not None and record.offset >= self._end:
                self.following = record.offset
                return
            if self.first is None:
                self.first = record.offset
            try:
                if is_dom(record):
                    yield dom_page(record, name, software, pictures)
                elif record.type in ("response", "revisit"):
                    pictures.note(name, record)
                elif record.type == "warcinfo" and not is_ours(software_of(record)):
                    message = "records of another program begin here, whose pages are not looked for in a joined file"
                    yield ArchiveError(message, self._path, record.offset)
            except DamageError:
                continue  # `iterate` meets it again and reports it
            except InputError as error:
                yield error
            if number % SIGN_OF_LIFE == 0:
                yield None
        if self.first is not None or not self._start:
            yield from damages
