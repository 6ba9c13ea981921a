"""A collection in a store that is no file system: `s3://…`, `gs://…`, `memory://…`, whatever fsspec has a driver for.

An object cannot grow. So a worker writes its WARC on its node, and what each page added to it goes to the store at
once, as an object of its own below `warc/.parts/`: gzip members in a row are a WARC, however they are cut. A page
counts when its part is there, so a lost node loses nothing. A finished WARC is put into its place whole, its parts are
removed; of a node that died, the parts are joined. Report and records are written by the one process that leads the
run, and copied every so often and at the end.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from msgspec import UNSET

from pagearchive.archive import OPEN_SUFFIX
from pagearchive.collection import CollectionDirectory, read_lines
from pagearchive.errors import InputError, OutputError, SetupError
from pagearchive.jobs.outcome import Outcome
from pagearchive.model import Article, Thread

PARTS = "warc/.parts"
_LEDGERS = ("records.jsonl", "report.jsonl", "report.html")


class Store:
    """The files of a collection below an fsspec address."""

    def __init__(self, address: str) -> None:
        """Raises SetupError when fsspec or the driver for this address is missing, or the address is none."""
        try:
            import fsspec

            self._system: Any
            self._system, root = fsspec.core.url_to_fs(address)
        except (ImportError, ValueError) as error:
            hint = "pip install 'pagearchive[ray]'" if "fsspec" in str(error) else "install its fsspec driver"
            raise SetupError(f"{address}: {' '.join(str(error).split())}; {hint}") from error
        self.address = address
        self._root = root.rstrip("/")

    def put(self, file: Path, name: str) -> None:
        """Copy a file there. Raises OutputError."""
        with self._failing(name):
            self._make_room(name)
            self._system.put_file(str(file), self._at(name))

    def write(self, data: bytes, name: str) -> None:
        """Write an object. Raises OutputError."""
        with self._failing(name):
            self._make_room(name)
            self._system.pipe_file(self._at(name), data)

    def fetch(self, name: str, file: Path) -> bool:
        """Copy a file from there; False: it is not there. Raises OutputError."""
        with self._failing(name):
            if not self._system.exists(self._at(name)):
                return False
            self._system.get_file(self._at(name), str(file))
            return True

    def names(self, directory: str) -> list[str]:
        """Names of everything below a directory, from the collection's root on."""
        with self._failing(directory):
            self._system.invalidate_cache()
            try:
                found = self._system.find(self._at(directory))
            except FileNotFoundError:
                return []
            return sorted(name[name.index(f"{self._root}/") + len(self._root) + 1 :] for name in found)

    def remove(self, names: list[str]) -> None:
        """Remove objects. Raises OutputError."""
        for name in names:
            with self._failing(name), contextlib.suppress(FileNotFoundError):
                self._system.rm_file(self._at(name))

    def _at(self, name: str) -> str:
        return f"{self._root}/{name}"

    def _make_room(self, name: str) -> None:
        """Directories, where there are such things."""
        self._system.makedirs(self._at(name).rpartition("/")[0], exist_ok=True)

    @contextlib.contextmanager
    def _failing(self, name: str) -> Iterator[None]:
        try:
            yield
        except OutputError:
            raise
        except Exception as error:  # every driver has errors of its own
            reason = " ".join(f"{type(error).__name__}: {error}".split())[:300]
            raise OutputError(f"{self.address}/{name}: {reason}") from error


class Delivery:
    """Takes a worker's files to the store as they grow."""

    def __init__(self, address: str, directory: CollectionDirectory) -> None:
        self._store = Store(address)
        self._directory = directory
        self._delivered: dict[str, int] = {}
        """Bytes of each unfinished WARC that are in the store."""
        self._assets: set[str] = set()

    def deliver(self, outcome: Outcome, record: Thread | Article | None) -> None:
        """Put there what a page added: the part of the WARC, and pictures. Raises OutputError."""
        self.finish()
        name, end = outcome.warc_file, outcome.warc_end
        start = self._delivered.get(name or "", 0)
        file = self._directory.warcs / f"{name}{OPEN_SUFFIX}"
        if name is not None and end is not None and end > start and file.exists():
            with file.open("rb") as stream:
                stream.seek(start)
                self._store.write(stream.read(end - start), part_name(name, start))
            self._delivered[name] = end
        for image in record.images if record is not None else ():
            if image.asset is not UNSET and image.asset not in self._assets:
                self._store.put(self._directory.root / image.asset, image.asset)
                self._assets.add(image.asset)
                (self._directory.root / image.asset).unlink(missing_ok=True)

    def finish(self) -> None:
        """Put finished WARCs there whole, remove their parts and the files here. Raises OutputError."""
        for file in self._directory.warc_files():
            self._store.put(file, f"warc/{file.name}")
            self._store.remove(self._store.names(f"{PARTS}/{file.name}"))
            self._delivered.pop(file.name, None)
            file.unlink()


def part_name(warc: str, start: int) -> str:
    """The name of the part of a WARC that begins at an offset; parts sort by it."""
    return f"{PARTS}/{warc}/{start:015d}"


def join_parts(store: Store, report: Path) -> list[str]:
    """Make whole WARCs of the parts that lost nodes left, as far as pages in them were reported.

    Gives the files' names. Raises OutputError, InputError for a report that is none.
    """
    files: dict[str, list[str]] = {}
    for name in store.names(PARTS):
        files.setdefault(name.split("/")[2], []).append(name)
    ends = reported_ends(report) if files else {}
    for warc, names in files.items():
        with tempfile.TemporaryDirectory(prefix="pagearchive-") as directory:
            whole, part = Path(directory) / warc, Path(directory) / "part"
            end = 0
            for name in names:
                if int(name.rpartition("/")[2]) != end or end >= ends.get(warc, 0) or not store.fetch(name, part):
                    continue
                with whole.open("ab") as stream:
                    stream.write(part.read_bytes())
                    end = stream.tell()
            if end:
                store.put(whole, f"warc/{warc}")
        store.remove(names)
    return list(files)


def reported_ends(report: Path) -> dict[str, int]:
    """Bytes of each WARC up to the last page that the report names. Raises InputError."""
    ends: dict[str, int] = {}
    for place, line in read_lines(report):
        try:
            outcome = msgspec.json.decode(line, type=Outcome)
        except msgspec.DecodeError as error:
            raise InputError(f"{report} at offset {place.offset}: not a line of a report ({error})") from error
        if outcome.warc_file is not None and outcome.warc_end is not None:
            ends[outcome.warc_file] = max(ends.get(outcome.warc_file, 0), outcome.warc_end)
    return ends


def bring_ledgers(store: Store, directory: CollectionDirectory) -> None:
    """Begin where an earlier run ended: its report and records, where this machine does not have them."""
    if not directory.report.exists():
        directory.root.mkdir(parents=True, exist_ok=True)
        for name in _LEDGERS[:2]:
            store.fetch(name, directory.root / name)


def keep_ledgers(store: Store, directory: CollectionDirectory) -> None:
    """Copy report and records to the store. Raises OutputError."""
    for name in _LEDGERS:
        if (directory.root / name).exists():
            store.put(directory.root / name, name)
