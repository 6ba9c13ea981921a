"""What records learn from the archived bytes of their pictures: read from a WARC, kept in a collection, exported."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import shutil
from pathlib import Path

import msgspec
import pytest
from tests.archive.samples import PAGE, dom, exchange, write
from tests.parse.test_embedded import IPTC, dataset, jpeg, photoshop

import pagearchive
from pagearchive.archive import ReplayIndex
from pagearchive.jobs.exporting import export_collection
from pagearchive.jobs.extraction import extract_inputs
from pagearchive.jobs.filing import Shelf
from pagearchive.model import Article, Exchange, Provenance

HOST = "http://forum.example"
PROSE = "<p>" + "The keeper climbs the tower every evening before the sun has gone down behind the hills. " * 5 + "</p>"
TOWER, BOAT, LAMP = jpeg(photoshop(IPTC)), jpeg(photoshop(dataset(110, b"Getty"))), jpeg()


def page(*pictures: str) -> str:
    """An article with these pictures between its paragraphs."""
    figures = f"{PROSE}".join(f"<figure>{picture}</figure>" for picture in pictures)
    return f"<html><title>Keeper</title><article><h1>Keeper</h1>{PROSE}{figures}{PROSE}</article>"


def picture(url: str, body: bytes, content_type: str = "image/jpeg", **more: object) -> Exchange:
    return exchange(url, body, content_type=content_type, **more)  # type: ignore[arg-type]


def archived(path: Path, html: str, *exchanges: Exchange) -> Path:
    return write(path, exchange(), *exchanges, attachments=[dom(html=html)])


def digest(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def test_a_record_of_an_archive_knows_its_pictures_digests_and_credits(tmp_path: Path) -> None:
    html = page('<img src="/tower.jpg">', '<img src="/boat.jpg"><figcaption>A boat. Photo: Ana Reis</figcaption>')
    warc = archived(
        tmp_path / "a.warc.gz", html, picture(f"{HOST}/tower.jpg", TOWER), picture(f"{HOST}/boat.jpg", BOAT)
    )
    for record in (*pagearchive.read_archive(warc), *extract_inputs([str(warc)], None, io.BytesIO())):
        assert isinstance(record, Article)
        tower, boat = record.images
        assert (tower.payload_digest, tower.credit) == (digest(TOWER), "José Pérez/AP")
        assert tower.embedded is not msgspec.UNSET
        assert tower.embedded.caption == "The tower at dusk."
        assert tower.caption is None
        assert (boat.payload_digest, boat.credit) == (digest(BOAT), "Ana Reis")


def test_redirects_and_revisits_lead_to_the_bytes(tmp_path: Path) -> None:
    html = page('<img src="/old.jpg">', '<img src="/copy.jpg">')
    moved = exchange(f"{HOST}/old.jpg", b"", status="302 Found", headers=["Location: /new.jpg"])
    warc = archived(
        tmp_path / "a.warc.gz",
        html,
        moved,
        picture(f"{HOST}/new.jpg", TOWER),
        picture(f"{HOST}/first.jpg", BOAT),
        picture(f"{HOST}/copy.jpg", BOAT, seconds=1),
    )
    (record,) = pagearchive.read_archive(warc)
    assert [(image.payload_digest, image.credit) for image in record.images] == [
        (digest(TOWER), "José Pérez/AP"),
        (digest(BOAT), "Getty"),
    ]


def test_what_is_no_picture_or_not_there_has_no_digest(tmp_path: Path) -> None:
    html = page('<img src="/page.jpg">', '<img src="/gone.jpg">', '<img src="/never.jpg">')
    warc = archived(
        tmp_path / "a.warc.gz",
        html,
        exchange(f"{HOST}/page.jpg", b"<!doctype html><p>Please log in."),
        picture(f"{HOST}/gone.jpg", b"gone", status="404 Not Found"),
    )
    (record,) = pagearchive.read_archive(warc)
    assert [image.payload_digest for image in record.images] == [msgspec.UNSET] * 3


def test_a_picture_that_cannot_be_unpacked_is_a_problem_and_no_more(tmp_path: Path) -> None:
    packed = bytearray(gzip.compress(TOWER + b" ".join(b"%d" % number for number in range(30_000))))
    packed[-40_000:-39_900] = bytes(100)
    warc = archived(
        tmp_path / "a.warc.gz",
        page('<img src="/tower.jpg">'),
        picture(f"{HOST}/tower.jpg", bytes(packed), headers=["Content-Encoding: gzip"]),
    )
    (record,) = pagearchive.read_archive(warc)
    assert record.images[0].credit is None
    assert [problem.code for problem in record.problems if "picture" in problem.code] == ["unreadable-picture"]


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "archives")


def kept(shelf: Shelf, found: dict[str, tuple[bytes, str | None]], *pictures: str) -> Article:
    record = pagearchive.extract(page(*pictures), url=PAGE)
    assert isinstance(record, Article)
    return shelf.keep_pictures(record, found.get)


def test_a_picture_lands_in_assets_named_by_what_it_is(shelf: Shelf) -> None:
    found: dict[str, tuple[bytes, str | None]] = {
        f"{HOST}/tower.png": (TOWER, "image/png"),
        f"{HOST}/login.jpg": (b"<!DOCTYPE html><p>Log in", "image/jpeg"),
    }
    record = kept(shelf, found, '<img src="/tower.png">', '<img src="/login.jpg">')
    tower, login = record.images
    assert tower.asset == f"assets/{digest(TOWER).replace(':', '-')}.jpg"
    assert (tower.payload_digest, tower.credit) == (digest(TOWER), "José Pérez/AP")
    assert (shelf.directory.root / str(tower.asset)).read_bytes() == TOWER
    assert login.asset is msgspec.UNSET
    assert len(list(shelf.directory.assets.iterdir())) == 1


def test_one_picture_at_two_addresses_is_one_file(shelf: Shelf) -> None:
    found: dict[str, tuple[bytes, str | None]] = {
        f"{HOST}/one-of-them.jpg": (LAMP, None),
        f"{HOST}/another.jpg": (LAMP, "image/jpeg"),
    }
    record = kept(shelf, found, '<img src="/one-of-them.jpg">', '<img src="/another.jpg">')
    assert len({image.asset for image in record.images}) == 1
    assert len(list(shelf.directory.assets.iterdir())) == 1


@pytest.mark.parametrize("form", ["jsonl", "markdown"])
def test_an_export_brings_back_the_pictures_that_only_the_warc_holds(shelf: Shelf, tmp_path: Path, form: str) -> None:
    root = shelf.directory.root
    warc = archived(
        shelf.directory.warcs / "a.warc.gz", page('<img src="/tower.jpg">'), picture(f"{HOST}/tower.jpg", TOWER)
    )
    (record,) = pagearchive.read_archive(warc)
    (root / "records.jsonl").write_bytes(msgspec.json.encode(record) + b"\n")
    (root / "report.jsonl").touch()
    shutil.rmtree(shelf.directory.assets)
    to = tmp_path / "out"
    assert export_collection(root, form, to) == 1
    name = f"{digest(TOWER).replace(':', '-')}.jpg"
    assert (root / "assets" / name).read_bytes() == TOWER
    if form == "jsonl":
        assert json.loads(to.read_text())["images"][0]["asset"] == f"assets/{name}"
    else:
        assert f"assets/{name}" in next(to.glob("*.md")).read_text()
        assert (to / "assets" / name).read_bytes() == TOWER


def test_an_export_does_without_what_no_warc_holds(shelf: Shelf, tmp_path: Path) -> None:
    record = pagearchive.extract(page('<img src="/tower.jpg">'), url=PAGE)
    record = msgspec.structs.replace(record, provenance=Provenance(warc_file="gone.warc.gz", offset=0))
    (shelf.directory.root / "records.jsonl").write_bytes(msgspec.json.encode(record) + b"\n")
    (shelf.directory.root / "report.jsonl").touch()
    assert export_collection(shelf.directory.root, "jsonl", tmp_path / "out") == 1
    assert "asset" not in json.loads((tmp_path / "out").read_text())["images"][0]


def test_the_digest_is_the_one_that_the_archive_states(tmp_path: Path) -> None:
    warc = archived(tmp_path / "a.warc.gz", page('<img src="/lamp.jpg">'), picture(f"{HOST}/lamp.jpg", LAMP))
    (record,) = pagearchive.read_archive(warc)
    entry = ReplayIndex(warc).lookup(f"{HOST}/lamp.jpg")
    assert entry is not None
    assert record.images[0].payload_digest == entry.digest
