"""What a dead run left behind: the whole records of its unfinished WARC, under a final name."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from pagearchive.archive.disk import OPEN_SUFFIX, lock_exclusively, sync_directory
from pagearchive.archive.framing import DamageError, iterate, open_source
from pagearchive.errors import ArchiveError, OutputError


def salvage(open_path: Path, *, at_most: int | None = None) -> Path | None:
    """Cut the torn tail off an unfinished WARC and give it its final name, which is returned.

    `at_most` is the last committed offset, where the caller knows it: records behind it belong to a page that did
    not finish, and go too. None is returned, and the file removed, when it holds no record besides `warcinfo`.
    A name that is taken already gets "-salvaged" before its suffixes.

    Raises OutputError when another process still writes the file, or when it cannot be changed.
    """
    if not open_path.name.endswith(OPEN_SUFFIX):
        raise OutputError(f"{open_path}: not an unfinished WARC (their names end with {OPEN_SUFFIX})")
    with _changing(open_path):
        with open_path.open("rb+", buffering=0) as file:
            lock_exclusively(file)
            end, records = _whole_part(open_path, at_most)
            if records:
                file.truncate(end)
                os.fsync(file.fileno())
        if not records:
            open_path.unlink()
            return None
        final = _free_name(open_path.with_name(open_path.name.removesuffix(OPEN_SUFFIX)))
        open_path.rename(final)
        sync_directory(final.parent)
    return final


def _whole_part(path: Path, at_most: int | None) -> tuple[int, int]:
    """Where the last whole record ends, and how many there are besides `warcinfo`."""
    end = records = 0
    with path.open("rb") as file:
        try:
            for record in iterate(open_source(file, path), _fail):
                extent = record.finish()
                if at_most is not None and extent.offset + extent.length > at_most:
                    break
                end = extent.offset + extent.length
                records += record.type != "warcinfo"
        except ArchiveError:
            return end, records  # the tear: everything before it was counted
    return end, records


def _fail(damage: DamageError) -> None:
    raise damage


def _free_name(path: Path) -> Path:
    stem, dot, suffixes = path.name.partition(".")
    candidate, number = path, 0
    while candidate.exists():
        number += 1
        candidate = path.with_name(f"{stem}-salvaged{'' if number == 1 else number}{dot}{suffixes}")
    return candidate


@contextlib.contextmanager
def _changing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OutputError(f"{path}: {error.strerror}") from error
