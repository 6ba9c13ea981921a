"""Records -> files in other forms. Every writer takes records as plain dicts, one at a time, and keeps none of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from pagearchive.export.lines import write_json, write_jsonl
from pagearchive.export.markdown import to_markdown, write_markdown
from pagearchive.export.parquet import write_parquet
from pagearchive.export.rows import COLUMNS, rows, write_csv

__all__ = ["COLUMNS", "FORMATS", "rows", "to_markdown", "write_markdown"]

FORMATS: dict[str, Callable[[Iterable[dict[str, Any]], Path], int]] = {
    "jsonl": write_jsonl,
    "json": write_json,
    "csv": write_csv,
    "parquet": write_parquet,
}
"""Forms that are one file: the function writes it under another name, renames it, and returns how many records or rows
it holds. Markdown is a directory: see `write_markdown`."""
