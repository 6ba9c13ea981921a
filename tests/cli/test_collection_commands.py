"""`export`, `verify`, `pack` and `doctor` over a collection made by `archive`."""

from __future__ import annotations

import csv
import json
import zipfile
from pathlib import Path

import pytest
from tests.cli.conftest import Cli
from tests.site import Site

pytestmark = pytest.mark.browser


@pytest.fixture
def collection(cli: Cli, site: Site, tmp_path: Path) -> Path:
    done = cli("archive", site.url("/boats"), "--to", "c", "--quiet")
    assert (done.status, done.out, done.err) == (0, "", "")
    return tmp_path / "c"


def test_other_forms_and_one_file(cli: Cli, collection: Path, tmp_path: Path) -> None:
    assert cli("export", "c", "--format", "csv", "--to", "rows.csv").out == "1 rows in rows.csv\n"
    with (tmp_path / "rows.csv").open(newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["title"], row["kind"]) == ("Wooden boats", "article")

    assert cli("export", "c", "--format", "json", "--to", "all.json").status == 0
    assert json.loads((tmp_path / "all.json").read_text())[0]["title"] == "Wooden boats"

    assert cli("export", "c", "--format", "markdown", "--to", "notes").status == 0
    (note,) = (tmp_path / "notes").glob("*.md")
    assert note.read_text().startswith('---\ntitle: "Wooden boats"\n')
    (picture,) = (tmp_path / "notes" / "assets").iterdir()
    assert f"](assets/{picture.name})" in note.read_text()

    assert cli("pack", "c", "--to", "c.wacz").status == 0
    with zipfile.ZipFile(tmp_path / "c.wacz") as package:
        assert "datapackage.json" in package.namelist()


def test_verify_names_what_is_missing(cli: Cli, collection: Path) -> None:
    assert cli("verify", "c").status == 0
    (asset,) = (collection / "assets").iterdir()
    asset.unlink()
    with (collection / "records.jsonl").open("a") as file:
        file.write('{"requested_url": "https://example.org/", "kind": "article"}\n')
    done = cli("verify", "c", "--json")
    assert done.status == 1
    assert len(done.lines) == 2
    assert asset.name in done.lines[0]["message"]
    assert "https://example.org/" in done.lines[1]["message"]


def test_doctor_looks_at_the_collection(cli: Cli, collection: Path) -> None:
    assert cli("doctor", "c").status == 0
    with (collection / "records.jsonl").open("a") as file:
        file.write('{"torn')
    done = cli("doctor", "c")
    assert done.status == 1
    assert "records.jsonl" in done.err
    assert "6 bytes of a torn last line" in done.err


def test_not_a_collection(cli: Cli, tmp_path: Path) -> None:
    for command in (
        ["export", ".", "--format", "csv", "--to", "x.csv"],
        ["verify", "."],
        ["pack", ".", "--to", "x.wacz"],
    ):
        done = cli(*command)
        assert done.status == 1, command
        assert done.err.count("\n") == 1, done.err
