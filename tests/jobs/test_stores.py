"""A worker's files on their way into a store, and what is made of them when the worker's node is lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import msgspec
import pytest

from pagearchive.archive import WarcWriter, read_pages, verify
from pagearchive.collection import CollectionDirectory
from pagearchive.errors import OutputError, SetupError
from pagearchive.jobs.cluster.stores import Delivery, Store, bring_ledgers, join_parts, keep_ledgers
from pagearchive.jobs.filing import Shelf
from pagearchive.jobs.outcome import Outcome
from pagearchive.model import Article, Attachment, Image

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(params=["memory", "file"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return f"memory://bucket-{uuid4()}/topics" if request.param == "memory" else f"file://{tmp_path}/store/topics"


class Run:
    """A worker's WARC and its delivery."""

    def __init__(self, root: Path, address: str) -> None:
        self.directory = Shelf(root).directory
        self.delivery = Delivery(address, self.directory)
        self.writer = WarcWriter(self.directory.warcs / "w.warc.gz", {"software": "pagearchive/test"})
        self.writer.commit()

    def page(self, number: int, record: Article | None = None, *, deliver: bool = True) -> Outcome:
        url = f"https://example.org/{number}"
        html = f"<title>Page {number}</title><p>Words.".encode()
        dom = Attachment(urn=f"urn:dom:{url}", content_type="text/html", data=html)
        self.writer.write_attachment(dom, page_url=url, at=NOW)
        end = self.writer.commit()
        outcome = Outcome(url=url, verdict="ok", started_at=NOW, warc_file="w.warc.gz", warc_end=end)
        if deliver:
            self.delivery.deliver(outcome, record)
        return outcome


@pytest.fixture
def run(tmp_path: Path, address: str) -> Iterator[Run]:
    running = Run(tmp_path / "node", address)
    yield running
    running.writer.abort()


def pages_in(store: Store, name: str, tmp_path: Path) -> list[str]:
    copy = tmp_path / "copy.warc.gz"
    assert store.fetch(name, copy)
    assert list(verify(copy)) == []
    return [str(page.url) for page in read_pages(copy)]


def test_a_finished_warc_is_put_there_whole_and_its_parts_go(tmp_path: Path, address: str, run: Run) -> None:
    for number in (1, 2):
        run.page(number)
    store = Store(address)
    assert len(store.names("warc/.parts")) == 2
    run.writer.close()
    run.delivery.finish()
    assert store.names("") == ["warc/w.warc.gz"]
    assert pages_in(store, "warc/w.warc.gz", tmp_path) == ["https://example.org/1", "https://example.org/2"]
    assert run.directory.warc_files() == [], "a node keeps nothing"


@pytest.mark.parametrize("reported", [1, 2, 3])
def test_of_a_lost_node_the_pages_that_were_reported_are_joined(
    tmp_path: Path, address: str, run: Run, reported: int
) -> None:
    outcomes = [run.page(number) for number in (1, 2, 3)]
    run.page(4, deliver=False)  # the node is lost here
    run.directory.report.write_bytes(b"".join(msgspec.json.encode(one) + b"\n" for one in outcomes[:reported]))
    store = Store(address)
    assert join_parts(store, run.directory.report) == ["w.warc.gz"]
    assert store.names("") == ["warc/w.warc.gz"]
    assert pages_in(store, "warc/w.warc.gz", tmp_path) == [f"https://example.org/{n + 1}" for n in range(reported)]


def test_parts_that_nobody_reported_are_removed(address: str, run: Run) -> None:
    run.page(1)
    store = Store(address)
    join_parts(store, run.directory.report)
    assert store.names("") == []


def test_pictures_go_along(address: str, run: Run) -> None:
    picture = run.directory.assets / "sha256-1.png"
    picture.write_bytes(b"\x89PNG")
    image = Image(url="https://example.org/1.png", asset="assets/sha256-1.png")
    run.page(1, Article(images=[image]))
    assert "assets/sha256-1.png" in Store(address).names("")


def test_another_machine_begins_where_one_ended(tmp_path: Path, address: str) -> None:
    store = Store(address)
    here, there = CollectionDirectory(tmp_path / "here"), CollectionDirectory(tmp_path / "there")
    here.root.mkdir()
    here.report.write_text("{}\n")
    here.records.write_text("{}\n{}\n")
    keep_ledgers(store, here)
    bring_ledgers(store, there)
    assert (there.report.read_text(), there.records.read_text()) == ("{}\n", "{}\n{}\n")
    there.report.write_text("mine\n")
    bring_ledgers(store, there)
    assert there.report.read_text() == "mine\n", "what is here is newer"


def test_an_address_without_a_driver_is_named() -> None:
    with pytest.raises(SetupError, match="nosuch://bucket"):
        Store("nosuch://bucket/x")


def test_a_store_that_fails_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OutputError, match=r"file://.*/file/x/1\.warc\.gz"):
        Store(f"file://{tmp_path}/file/x").write(b"data", "1.warc.gz")
