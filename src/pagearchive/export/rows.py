"""A table of the content: one row a post, or one for an article."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pagearchive.export.whole import whole_file

COLUMNS: tuple[tuple[str, type], ...] = (
    ("record", int),
    ("kind", str),
    ("requested_url", str),
    ("url", str),
    ("site_name", str),
    ("platform", str),
    ("language", str),
    ("title", str),
    ("board", str),
    ("thread_id", str),
    ("page", int),
    ("position", int),
    ("post_id", str),
    ("post_url", str),
    ("author", str),
    ("author_url", str),
    ("author_id", str),
    ("date_published", str),
    ("date_published_raw", str),
    ("date_modified", str),
    ("is_original_post", bool),
    ("in_reply_to", str),
    ("text", str),
    ("words", int),
    ("quotes", int),
    ("links", str),
    ("images", str),
    ("assets", str),
    ("reactions", int),
    ("attribution", str),
    ("source_names", str),
    ("adapted_by", str),
    ("license", str),
    ("captured_at", str),
    ("warc_file", str),
)
"""Name and type of each column.

`record` counts the records from 1. A list is one cell: names apart by "; ", board names by " > ", addresses by one
space (an address holds none). An unknown value is an empty cell (null in Parquet).
"""


def rows(records: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The rows of the records, in their order; every row has every column."""
    for number, record in enumerate(records, 1):
        shared = _shared(record, number)
        parts = record["posts"] if record["kind"] == "thread" else [_as_part(record)]
        for part in parts:
            row = dict.fromkeys(name for name, _ in COLUMNS)
            row.update(shared)
            row.update(_own(part))
            yield row


def write_csv(records: Iterable[dict[str, Any]], path: Path) -> int:
    """CSV as RFC 4180 has it, UTF-8, with a header line. Returns the number of rows."""
    count = 0
    with whole_file(path) as file:
        text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
        writer = csv.DictWriter(text, [name for name, _ in COLUMNS])
        writer.writeheader()
        for row in rows(records):
            writer.writerow(row)
            count += 1
        text.detach()
    return count


def _shared(record: dict[str, Any], number: int) -> dict[str, Any]:
    thread = record.get("thread") or {}
    attribution = record.get("attribution") or {}
    names = ("kind", "requested_url", "url", "site_name", "platform", "language", "title", "captured_at")
    return {
        **{name: record.get(name) for name in names},
        "record": number,
        "board": " > ".join(thread.get("board", ())) or None,
        "thread_id": thread.get("id"),
        "page": thread.get("page"),
        "attribution": attribution.get("raw"),
        "source_names": "; ".join(attribution.get("source_names", ())) or None,
        "adapted_by": attribution.get("adapted_by"),
        "license": attribution.get("license"),
        "warc_file": (record.get("provenance") or {}).get("warc_file"),
    }


def _as_part(record: dict[str, Any]) -> dict[str, Any]:
    """An article in the shape of a post."""
    authors = record.get("authors", [])
    author = {"name": "; ".join(author["name"] for author in authors if author.get("name")) or None}
    if len(authors) == 1:
        author = authors[0]
    names = ("date_published", "date_published_raw", "date_modified", "text", "images")
    return {**{name: record.get(name) for name in names}, "author": author, "url": None}


def _own(part: dict[str, Any]) -> dict[str, Any]:
    author = part.get("author") or {}
    images = part.get("images") or []
    names = (
        *("position", "post_id", "date_published", "date_published_raw", "date_modified"),
        *("is_original_post", "in_reply_to", "text"),
    )
    return {
        **{name: part.get(name) for name in names},
        "post_url": part.get("url"),
        "author": author.get("name"),
        "author_url": author.get("url"),
        "author_id": author.get("id"),
        "words": len((part.get("text") or "").split()),
        "quotes": len(part.get("quotes") or ()),
        "links": " ".join(link["url"] for link in part.get("links") or ()) or None,
        "images": " ".join(image["url"] for image in images) or None,
        "assets": " ".join(image["asset"] for image in images if image.get("asset")) or None,
        "reactions": sum(reaction["count"] for reaction in part.get("reactions") or ()),
    }
