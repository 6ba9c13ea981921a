"""Extraction at scale: many files, or one that is large, read by several processes, the records in the inputs' order.

What is to be read is cut into works: a bare page, an archive, or a byte range of a WARC of ours. Who runs them is the
caller's choice; a work is plain data, and so is what comes of it. The lines come out in the order of the works, and a
place that cannot be read is named where it stands.
"""

from __future__ import annotations

import io
import shutil
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from struct import Struct as Layout
from types import TracebackType
from typing import BinaryIO, Protocol, Self
from uuid import uuid4

import msgspec
from msgspec import Struct, structs

from pagearchive.archive import all_in_one, byte_ranges
from pagearchive.errors import InputError, PageArchiveError, ReaderError
from pagearchive.jobs.extraction import STDIN, files_in, html_page, is_archive
from pagearchive.jobs.readers.channel import ARTICLE, DAMAGE, EXTENT, THREAD
from pagearchive.jobs.readers.pool import ReaderPool, error_of, extent_of
from pagearchive.jobs.readers.work import ArchiveWork, Extent, HtmlWork, RangeWork, Setup
from pagearchive.jobs.reading import read_page
from pagearchive.model import Article, Thread
from pagearchive.parse.platforms import PLATFORMS
from pagearchive.parse.platforms.loading import load_platforms, with_own

RANGE = 8 << 20
"""Bytes of a WARC that are one work: a second's reading or so, so that processes end at about the same time."""
_IN_MEMORY = 16 << 20
_FRAME = Layout("<cQ")

Job = HtmlWork | ArchiveWork | RangeWork
Line = msgspec.Raw | Thread | Article | PageArchiveError
"""A record, mostly as its JSON, or why there is none in some place."""
MakeCrew = Callable[[Setup], AbstractContextManager["Crew"]]
"""Makes a crew whose processes read in this way."""


class Read(Struct, frozen=True):
    """What a work gave: frames, in memory or, when they are many, in a file that goes with whoever did it."""

    data: bytes
    file: Path | None = None
    extent: Extent | None = None

    def __iter__(self) -> Iterator[tuple[bytes, bytes]]:
        with self.file.open("rb") if self.file is not None else io.BytesIO(self.data) as frames:
            while head := frames.read(_FRAME.size):
                kind, size = _FRAME.unpack(head)
                yield kind, frames.read(size)
        if self.file is not None:
            self.file.unlink()


class Crew(Protocol):
    """Some processes, here or elsewhere, that work at several things at a time."""

    size: int
    """How many."""

    def submit(self, job: Job) -> Callable[[], Read]:
        """Begin a work; gives a function that waits for its end."""
        ...


class LocalCrew:
    """Processes on this machine. A context manager."""

    def __init__(self, size: int, setup: Setup | None = None) -> None:
        self.size = size
        self._pool = ReaderPool(size, setup)
        self._directory = tempfile.TemporaryDirectory(prefix="pagearchive-", ignore_cleanup_errors=True)
        self._threads = ThreadPoolExecutor(size, thread_name_prefix="pagearchive-extract")

    def submit(self, job: Job) -> Callable[[], Read]:
        """Begin a work."""
        future: Future[Read] = self._threads.submit(run_job, self._pool, job, Path(self._directory.name))
        return future.result

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._pool.close()
        self._threads.shutdown()
        self._directory.cleanup()


@contextmanager
def extraction(
    inputs: list[str],
    url: str | None,
    stdin: BinaryIO,
    platforms: Path | None,
    make_crew: MakeCrew,
    *,
    comments: bool = False,
) -> Iterator[Iterator[Line]]:
    """Gives an iterator over what the inputs hold. `platforms` is a file of adapters that are asked first.
    `comments`: what readers wrote below articles is read as well.

    A single bare page is read here and now, which is quicker than to start a process for it; everything else by a crew.
    Raises UsageError, InputError for a file of adapters that is none.
    """
    with _spooled(inputs, stdin) as spooled:
        if len(inputs) == 1 and _is_page(spooled or Path(inputs[0])):
            adapters = with_own(platforms) if platforms is not None else PLATFORMS
            page = html_page(spooled or Path(inputs[0]), "standard input" if spooled else inputs[0], url)
            yield iter([read_page(page, adapters, comments=comments)])
            return
        if platforms is not None:
            load_platforms(platforms)  # what is wrong with it is said here, once
        setup = Setup(platforms=platforms)
        if comments:
            setup = structs.replace(setup, reader="pagearchive.jobs.reading:read_page_with_comments")
        with make_crew(setup) as crew:
            yield extract_in_bulk(inputs, url, crew, spooled)


@contextmanager
def _spooled(inputs: list[str], stdin: BinaryIO) -> Iterator[Path | None]:
    """Standard input in a file, where it is an input: an archive is read by offset, and may be larger than memory."""
    if STDIN not in inputs:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="pagearchive-") as directory:
        path = Path(directory) / "stdin"
        with path.open("wb") as copy:
            shutil.copyfileobj(stdin, copy, 1 << 20)
        yield path


def _is_page(path: Path) -> bool:
    return path.is_file() and not is_archive(path)


def run_job(pool: ReaderPool, job: Job, directory: Path | None) -> Read:
    """Do a work in a child process; what it gives is kept in `directory`, if there is one, when it is large."""
    extent: Extent | None = None
    data = bytearray()
    file: Path | None = None
    for kind, frame in pool.work(job):
        if kind == EXTENT:
            extent = extent_of(kind, frame)
            continue
        data += _FRAME.pack(kind, len(frame))
        data += frame
        if directory is not None and len(data) > _IN_MEMORY:
            file = file or directory / f"{uuid4()}.frames"
            with file.open("ab") as kept:
                kept.write(data)
            data.clear()
    if file is not None:
        with file.open("ab") as kept:
            kept.write(data)
    return Read(b"" if file else bytes(data), file, extent)


def jobs_of(inputs: Iterable[str], url: str | None, stdin: Path | None) -> Iterator[Job | PageArchiveError]:
    """What there is to read: files, and large ones of ours in ranges.

    `url` is the address of a bare page, `stdin` a file with what standard input ("-") gave.
    """
    for name in inputs:
        if name == STDIN and stdin is not None:
            yield from _of_file(stdin, url, "standard input")
            continue
        try:
            path = Path(name)
            if not path.is_dir():
                yield from _of_file(path, url)
                continue
            for file in files_in(path):
                yield from _of_file(file, None)
        except PageArchiveError as error:
            yield error


def _of_file(path: Path, url: str | None, label: str | None = None) -> Iterator[Job | PageArchiveError]:
    try:
        if not is_archive(path):
            yield HtmlWork(path, url, label)
            return
        ranges = byte_ranges(path, RANGE)
    except PageArchiveError as error:
        yield error
        return
    except OSError as error:
        yield InputError(f"{error.filename or path}: {error.strerror or error}")
        return
    if not ranges:
        yield ArchiveWork(path)
    for start, end in ranges:
        yield RangeWork(path, start, end)


def extract_in_bulk(inputs: Iterable[str], url: str | None, crew: Crew, stdin: Path | None = None) -> Iterator[Line]:
    """The records of each input, in order; an input that cannot be read gives its error, and the rest goes on."""
    waiting: deque[tuple[Job, Callable[[], Read]] | PageArchiveError] = deque()
    file = _File(crew)
    for job in jobs_of(inputs, url, stdin):
        waiting.append(job if isinstance(job, PageArchiveError) else (job, crew.submit(job)))
        while len(waiting) > 2 * crew.size:
            yield from file.lines(waiting.popleft())
    while waiting:
        yield from file.lines(waiting.popleft())
    yield from file.end()


class _File:
    """Joins the ranges of a file: what is damaged in it is told once, and the ranges must join up."""

    def __init__(self, crew: Crew) -> None:
        self._crew = crew
        self._path: Path | None = None
        self._problems: list[InputError] = []
        self._joins = False
        """The range before was read, and ends at `_next`."""
        self._next: int | None = None

    def lines(self, entry: tuple[Job, Callable[[], Read]] | PageArchiveError) -> Iterator[Line]:
        if isinstance(entry, PageArchiveError):
            yield from self.end()
            yield entry
            return
        job, result = entry
        if job.path != self._path or not (isinstance(job, RangeWork) and job.start):
            yield from self.end()
            self._path = job.path
        try:
            read = self._joined(job, result()) if isinstance(job, RangeWork) else result()
        except ReaderError as lost:  # with the machine it was read on
            self._joins = False
            yield lost
            return
        for kind, data in read:
            if kind in (THREAD, ARTICLE):
                yield msgspec.Raw(data)
            elif kind == DAMAGE:
                error = error_of(data)
                self._problems.append(error if isinstance(error, InputError) else InputError(str(error)))
            else:
                yield error_of(data)

    def end(self) -> Iterator[Line]:
        """What is to be said after the last range of a file."""
        if self._problems and self._path is not None:
            yield all_in_one(self._problems, self._path)
        self._problems.clear()
        self._path, self._joins = None, False

    def _joined(self, job: RangeWork, read: Read) -> Read:
        """The range, read again where it did not begin at the record at which the one before ended."""
        extent = read.extent
        if extent is not None and self._joins and self._next != _beginning(extent):
            if self._next is None or (job.end is not None and self._next >= job.end):
                read = Read(b"", None, Extent(None, self._next))
            else:
                read = self._crew.submit(structs.replace(job, start=self._next))()
            extent = read.extent
        self._joins = extent is not None  # else it was given up, and has said so
        self._next = extent.following if extent else None
        return read


def _beginning(extent: Extent) -> int | None:
    return extent.first if extent.first is not None else extent.following
