"""Where the parts of a collection lie."""

from __future__ import annotations

import os
import secrets
from datetime import UTC, datetime
from pathlib import Path

from pagearchive.errors import InputError, OutputError


class CollectionDirectory:
    """The names inside a collection; nothing is created until `create`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.warcs = root / "warc"
        self.records = root / "records.jsonl"
        self.report = root / "report.jsonl"
        self.assets = root / "assets"
        self.index = root / "collection.sqlite"

    def create(self) -> None:
        """Make the directories and see that they can be written. Raises OutputError."""
        try:
            self.warcs.mkdir(parents=True, exist_ok=True)
            self.assets.mkdir(exist_ok=True)
            for directory in (self.root, self.warcs, self.assets):
                _probe(directory)
        except OSError as error:
            place = error.filename or self.root
            raise OutputError(f"{place}: {error.strerror}; choose a directory that can be written with --to") from error

    def require(self) -> None:
        """Raises InputError when this is no collection."""
        if not self.is_collection():
            raise InputError(f"{self.root}: not a collection (it holds neither records.jsonl nor warc/)")

    def is_collection(self) -> bool:
        """Whether the directory holds what a collection holds."""
        return self.records.is_file() or self.warcs.is_dir()

    def warc_files(self) -> list[Path]:
        """The finished WARC files, oldest first (their names begin with the time)."""
        return sorted(path for path in self.warcs.glob("*.warc*") if path.name.endswith((".warc", ".warc.gz")))

    def new_warc(self, label: str = "pagearchive") -> Path:
        """A name that no WARC has yet: label, time to the second in UTC, and a random part."""
        moment = datetime.now(UTC).strftime("%Y%m%d%H%M%S")
        return self.warcs / f"{label}-{moment}-{secrets.token_hex(4)}.warc.gz"


def _probe(directory: Path) -> None:
    """Create and remove a file: permission bits do not tell (root, read-only mounts, quotas)."""
    path = directory / f".write-test-{secrets.token_hex(8)}"
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        os.write(handle, b"1")
    finally:
        os.close(handle)
        path.unlink()
