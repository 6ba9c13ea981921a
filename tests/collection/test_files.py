"""Lines that are whole or not there, pictures kept once, an index that can be thrown away."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from pagearchive.collection import AssetStore, CollectionDirectory, Index, LineFile, extension_for, read_lines
from pagearchive.errors import OutputError
from pagearchive.model import Author, Post, Thread


def test_a_torn_line_is_cut_and_the_rest_stays(tmp_path: Path) -> None:
    path = tmp_path / "lines.jsonl"
    path.write_bytes(b'{"a":1}\n{"b":2}\n{"c"' + b"x" * 200_000)
    assert [line for _, line in read_lines(path)] == [b'{"a":1}', b'{"b":2}']
    with LineFile(path) as lines:
        assert lines.cut == 200_004
        place = lines.append(b'{"c":3}')
    assert [line for _, line in read_lines(path, place.offset)] == [b'{"c":3}']
    assert path.read_bytes() == b'{"a":1}\n{"b":2}\n{"c":3}\n'


def test_one_process_writes(tmp_path: Path) -> None:
    with LineFile(tmp_path / "report.jsonl"), pytest.raises(OutputError, match="another pagearchive is writing"):
        LineFile(tmp_path / "report.jsonl")
    LineFile(tmp_path / "report.jsonl").close()


@pytest.mark.parametrize(
    ("start", "stated", "extension"),
    [
        (b"\x89PNG\r\n\x1a\n", "image/jpeg", ".png"),
        (b"\xff\xd8\xff\xe0", None, ".jpg"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "image/jpeg", ".webp"),
        (b"\0\0\0\x20ftypavif", None, ".avif"),
        (b"<?xml version='1.0'?><svg>", "text/plain", ".svg"),
        (b"unknown", "image/x-icon", ".ico"),
        (b"unknown", "text/html", ".bin"),
    ],
)
def test_a_pictures_bytes_name_its_extension(start: bytes, stated: str | None, extension: str) -> None:
    assert extension_for(start, stated) == extension


def test_one_picture_is_one_file(tmp_path: Path) -> None:
    CollectionDirectory(tmp_path).create()
    store = AssetStore(tmp_path)
    assert store.add(b"GIF89a...") == store.add(b"GIF89a...", "image/gif")
    assert len(list((tmp_path / "assets").iterdir())) == 1


def test_the_index_follows_the_files_and_can_be_deleted(tmp_path: Path) -> None:
    directory = CollectionDirectory(tmp_path)
    directory.create()
    author = Author(name="Zoë")
    for number, text in enumerate(["Oakum and tar", "Sails of flax", "Tar again"]):
        post = Post(position=1, author=author, text=text)
        record = Thread(url=f"https://example.org/{number}", title=f"Boats {number}", text=text, posts=[post])
        with LineFile(directory.records) as lines:
            lines.append(msgspec.json.encode(record))
        with Index(directory) as index:
            assert index.sync() == 1
    with Index(directory) as index:
        assert index.sync() == 0
        assert [hit.title for hit in index.search()] == ["Boats 2", "Boats 1", "Boats 0"]
        assert {hit.title for hit in index.search("tar")} == {"Boats 0", "Boats 2"}
        (hit,) = index.search("zoe flax")
        assert hit.snippet == "Sails of «flax»"
        assert index.search('"; DROP') == []
    directory.index.unlink()
    with Index(directory) as index:
        assert index.sync() == 3
        assert len(index.search("tar")) == 2
    directory.index.write_bytes(b"no database at all, but some other file of some length" * 100)
    with Index(directory) as index:
        assert index.sync() == 3


def test_closing_twice_closes_no_other_file(tmp_path: Path) -> None:
    lines = LineFile(tmp_path / "report.jsonl")
    lines.close()
    with (tmp_path / "other").open("wb", buffering=0) as other:  # it is given the number that has become free
        lines.close()
        other.write(b"x")
