"""Pictures that a collection's records name and its assets/ does not hold, brought back from the collection's WARCs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from pagearchive.archive import ReplayIndex
from pagearchive.collection import AssetStore, CollectionDirectory, is_picture
from pagearchive.errors import InputError
from pagearchive.jobs.pictures import MAX_PICTURE

_OPEN_INDEXES = 4


def with_assets(records: Iterator[dict[str, Any]], directory: CollectionDirectory) -> Iterator[dict[str, Any]]:
    """The records, the pictures of each in assets/.

    Looked for are those whose bytes a WARC held when the record was made, and that have no file (any more). What no
    WARC of the collection holds stays as it is. Raises OutputError when assets/ cannot be written.
    """
    restorer = _Restorer(directory)
    for record in records:
        restorer.restore(record)
        yield record


class _Restorer:
    def __init__(self, directory: CollectionDirectory) -> None:
        self._directory = directory
        self._assets = AssetStore(directory.root)
        self._index = lru_cache(maxsize=_OPEN_INDEXES)(_indexed)

    def restore(self, record: dict[str, Any]) -> None:
        """Bring back what the record lacks, and write into it where that is."""
        images = [*record.get("images", ()), *(image for post in record.get("posts", ()) for image in post["images"])]
        restored: dict[str, tuple[str, str] | None] = {}
        for image in images:
            if not self._lacks(image):
                continue
            url = image["url"]
            if url not in restored:
                restored[url] = self._restored(url, record)
            found = restored[url]
            if found is not None:
                image["asset"], image["payload_digest"] = found

    def _lacks(self, image: dict[str, Any]) -> bool:
        asset = image.get("asset")
        if asset:
            return not (self._directory.root / asset).is_file()
        return bool(image.get("payload_digest"))

    def _restored(self, url: str, record: dict[str, Any]) -> tuple[str, str] | None:
        moment = datetime.fromisoformat(record["captured_at"]) if record.get("captured_at") else None
        for name in _warcs_of(record):
            index = self._index(self._directory.warcs / name)
            try:
                found = index.find(url, at=moment, limit=MAX_PICTURE) if index is not None else None
            except InputError:  # damaged, or too large: `verify` says so, and the record keeps the address
                continue
            if found is not None and is_picture(found.data, found.content_type):
                self._directory.assets.mkdir(exist_ok=True)
                return self._assets.add(found.data, found.content_type)
        return None


def _warcs_of(record: dict[str, Any]) -> list[str]:
    """The names of the files that hold the record's page, and the pages of its thread."""
    parts = (record.get("thread") or {}).get("parts") or ()
    names = [(record.get("provenance") or {}).get("warc_file"), *(part.get("warc_file") for part in parts)]
    return [name for name in dict.fromkeys(names) if name and Path(name).name == name]


def _indexed(path: Path) -> ReplayIndex | None:
    return ReplayIndex(path) if path.is_file() else None
