"""A collection on disk: its files, which are the truth, and an SQLite index over them, which can be rebuilt."""

from __future__ import annotations

from pagearchive.collection.assets import AssetStore, extension_for, is_picture
from pagearchive.collection.directory import CollectionDirectory
from pagearchive.collection.index import Hit, Index
from pagearchive.collection.lines import LineFile, LinePlace, read_lines
from pagearchive.collection.queue import Entry, Learned, Part, Queue, State, Task

__all__ = [
    "AssetStore",
    "CollectionDirectory",
    "Entry",
    "Hit",
    "Index",
    "Learned",
    "LineFile",
    "LinePlace",
    "Part",
    "Queue",
    "State",
    "Task",
    "extension_for",
    "is_picture",
    "read_lines",
]
