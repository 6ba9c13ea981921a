"""Lists of addresses as people write them."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from pagearchive.errors import InputError, UsageError
from pagearchive.jobs.lists import Listed, read_list


def read(text: str) -> list[Listed]:
    return list(read_list("-", io.StringIO(text)))


def test_text_with_comments_and_blank_lines() -> None:
    found = read("# a list\n\nhttps://example.org/a\r\n  https://EXAMPLE.org/b  \n#https://example.org/c\n")
    assert [(entry.line, entry.url) for entry in found] == [(3, "https://example.org/a"), (4, "https://example.org/b")]


def test_csv_carries_its_other_columns_as_tags() -> None:
    found = read('id,URL,topic\n7,https://example.org/a,"boats, wooden"\n\n8,https://example.org/b,\n')
    assert [entry.tags for entry in found] == [{"id": "7", "topic": "boats, wooden"}, {"id": "8"}]
    assert [entry.line for entry in found] == [2, 4]


@pytest.mark.parametrize("separator", [";", "\t"])
def test_other_separators(separator: str) -> None:
    (entry,) = read(separator.join(["name", "url"]) + "\n" + separator.join(["x", "https://example.org/"]))
    assert (entry.url, entry.tags) == ("https://example.org/", {"name": "x"})


def test_bad_lines_are_named_and_never_end_the_list() -> None:
    found = read("https://example.org/a\nexample.org/b\n" + "x" * 3_000_000 + "\nhttps://example.org/c\n")
    assert [(entry.line, entry.error is None) for entry in found] == [(1, True), (2, False), (3, False), (4, True)]
    assert found[1].url == "example.org/b"
    assert (found[1].error or "").startswith("line 2: the scheme is missing")


def test_files(tmp_path: Path) -> None:
    (tmp_path / "bom.txt").write_bytes(b"\xef\xbb\xbfhttps://example.org/a\n")
    assert [entry.url for entry in read_list(str(tmp_path / "bom.txt"), io.StringIO())] == ["https://example.org/a"]
    (tmp_path / "no.csv").write_text("name,address\nx,https://example.org/\n")
    with pytest.raises(UsageError, match="column named url"):
        list(read_list(str(tmp_path / "no.csv"), io.StringIO()))
    with pytest.raises(InputError, match=r"missing\.txt"):
        list(read_list(str(tmp_path / "missing.txt"), io.StringIO()))
