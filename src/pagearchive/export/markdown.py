"""A record as Markdown (CommonMark with GitHub's tables) with front matter: one file a record, to read and to keep."""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from pagearchive.errors import OutputError
from pagearchive.export.commonmark import from_html
from pagearchive.export.whole import whole_file

_FRONT = (
    *("title", "kind", "url", "requested_url", "canonical_url", "site_name", "language", "platform"),
    *("date_published", "date_modified", "captured_at"),
)


def write_markdown(records: Iterable[dict[str, Any]], directory: Path, collection: Path | None = None) -> int:
    """A file a record, named by number and title, in `directory`; returns the number of files.

    Pictures that `collection` holds are copied to `directory`/assets and linked there; others keep their address.
    Raises OutputError when the directory cannot be written.
    """
    count = 0
    try:
        directory.mkdir(parents=True, exist_ok=True)
        for count, record in enumerate(records, 1):
            pictures = _copy_pictures(record, directory, collection)
            with whole_file(
                directory / f"{count:06d}-{_slug(record.get('title') or record.get('url') or '')}.md"
            ) as file:
                file.write(to_markdown(record, pictures).encode())
    except OSError as error:
        raise OutputError(f"{error.filename or directory}: {error.strerror}") from error
    return count


def to_markdown(record: dict[str, Any], pictures: dict[str, str] | None = None) -> str:
    """The record as one Markdown document. `pictures` maps picture addresses to the files to link instead."""
    pictures = pictures or {}
    parts = [_front_matter(record), f"# {_line(record.get('title') or 'Untitled')}"]
    if record["kind"] == "thread":
        for post in record["posts"]:
            parts += [f"## {_byline(post)}", from_html(post["html"], pictures)]
    else:
        parts.append(from_html(record["html"], pictures))
    if record.get("attribution"):
        parts.append(f"*{_line(record['attribution']['raw'])}*")
    return "\n\n".join(part for part in parts if part) + "\n"


def _front_matter(record: dict[str, Any]) -> str:
    """YAML whose values are JSON, which YAML 1.2 contains: nothing to escape wrongly."""
    thread = record.get("thread") or {}
    attribution = record.get("attribution") or {}
    values: dict[str, Any] = {name: record.get(name) for name in _FRONT}
    values["authors"] = [author["name"] for author in record.get("authors", ()) if author.get("name")]
    values["board"] = thread.get("board")
    values["posts"] = len(record["posts"]) or None
    values["source_names"] = attribution.get("source_names")
    values["adapted_by"] = attribution.get("adapted_by")
    values["license"] = attribution.get("license")
    values["warc_file"] = (record.get("provenance") or {}).get("warc_file")
    lines = [f"{name}: {msgspec.json.encode(value).decode()}" for name, value in values.items() if value]
    return "\n".join(["---", *lines, "---"])


def _byline(post: dict[str, Any]) -> str:
    name = (post.get("author") or {}).get("name") or "unknown author"
    when = post.get("date_published") or post.get("date_published_raw")
    number = post.get("position")
    return _line(f"{number}. {name}" + (f", {when}" if when else ""))


def _line(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>])", r"\\\1", " ".join(text.split()))


def _slug(title: str) -> str:
    plain = unicodedata.normalize("NFKC", title).lower()
    words = re.sub(r"[^\w]+", "-", plain).strip("-_")
    return words.encode()[:80].decode(errors="ignore").strip("-") or "record"


def _copy_pictures(record: dict[str, Any], directory: Path, collection: Path | None) -> dict[str, str]:
    pictures: dict[str, str] = {}
    for image in record.get("images", ()):
        asset = image.get("asset")
        if not asset or collection is None or not (collection / asset).is_file():
            continue
        copy = directory / "assets" / Path(asset).name
        if not copy.exists():
            copy.parent.mkdir(exist_ok=True)
            shutil.copyfile(collection / asset, copy)
        pictures[image["url"]] = f"assets/{copy.name}"
    return pictures
