"""What only a cluster can do: lose a node, and put a collection into a store. Skipped where Ray is not installed."""

from __future__ import annotations

import json
import socket
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs
from tests.jobs.test_extraction import RIGGED, told, write_warc
from tests.site import Reply, Site

from pagearchive.archive import read_pages
from pagearchive.jobs import bulk
from pagearchive.jobs.batch import BatchOptions, Events, run_batch
from pagearchive.jobs.lists import Listed
from pagearchive.jobs.options import RunOptions
from pagearchive.jobs.outcome import Outcome
from pagearchive.jobs.politeness import HostRules
from pagearchive.jobs.verifying import verify_path

ray = pytest.importorskip("ray", reason="Ray is not installed: pip install 'pagearchive[ray]'")

from pagearchive.jobs.cluster.engine import RayEngine, prepare_store  # noqa: E402
from pagearchive.jobs.cluster.extraction import RayCrew  # noqa: E402
from pagearchive.jobs.cluster.stores import Store  # noqa: E402

PROSE = "".join(f"<p>Paragraph {n} speaks of planks and of the tar that keeps water out.</p>" for n in range(8))
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000040000000400802000000250be689000000194944415478da63fcffff3f030d00e3a8c1a306"
    "8f1a3c6a300500007f8a09f93f3b2a5b0000000049454e44ae426082"
)
PRIVATE = RunOptions(allow_private=True, timeout=30, screenshot=False, scroll=False, robots="ignore")
FAST = BatchOptions(workers=2, retries=2, backoff=0.05, hosts=HostRules(delay=0))


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with Site() as running:
        text = f"<article><h1>Boats</h1>{PROSE}<img src='/boat.png' width=400 height=300>{PROSE}</article>"
        running.add("/boat.png", Reply(PIXEL, type="image/png"))
        running.add_prefix("/p/", lambda request: Reply(f"<title>{request.path}</title>{text}", delay=0.3))
        yield running


def listed(site: Site, count: int) -> list[Listed]:
    return [Listed(number, site.url(f"/p/{number}", "ABC"[number % 3]), {}) for number in range(count)]


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


class KillsANode(Events):
    """After so many finished pages a node that has workers dies, without a word."""

    def __init__(self, cluster: Any, after: int) -> None:
        self._cluster = cluster
        self._left = after
        self.killed: threading.Thread | None = None

    def finished(self, outcome: Outcome, record: object, retry_in: float | None) -> None:
        self._left -= 1
        if self._left == 0:
            here = ray.get_runtime_context().get_node_id()
            node = next(node for node in self._cluster.worker_nodes if node.node_id != here)
            self.killed = threading.Thread(target=self._cluster.remove_node, args=(node, False))
            self.killed.start()


@pytest.mark.browser
async def test_a_node_that_dies_loses_nothing_and_repeats_little(site: Site, tmp_path: Path, three_nodes: Any) -> None:
    engine = RayEngine()
    three = structs.replace(FAST, workers=3)
    events = KillsANode(three_nodes, after=5)
    entries = listed(site, 15)

    states = await run_batch(entries, tmp_path, PRIVATE, three, events, lambda options: engine)

    assert events.killed is not None
    events.killed.join()
    assert states == {"done": 15}
    assert engine.lost >= 1, "the node that died had a worker"
    records = Counter(record["requested_url"] for record in lines(tmp_path / "records.jsonl"))
    assert records == Counter(entry.url for entry in entries)
    assert not list((tmp_path / "warc").glob("*.open"))
    assert list(verify_path(tmp_path)) == []
    fetched = sum(len(site.sent(entry.url)) for entry in entries)
    assert fetched <= 15 + engine.lost, "no more than the page each lost worker was at"


# ── stores ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(params=["file", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    if request.param == "file":
        yield f"file://{tmp_path / 'store'}"
        return
    s3fs = pytest.importorskip("s3fs", reason="s3fs is not installed")
    server = pytest.importorskip("moto.server", reason="moto is not installed: pip install 'moto[server]'")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    running = server.ThreadedMotoServer("127.0.0.1", port)
    running.start()
    for name, value in {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
        "FSSPEC_S3_ENDPOINT_URL": f"http://127.0.0.1:{port}",
    }.items():
        monkeypatch.setenv(name, value)
    s3fs.S3FileSystem(endpoint_url=f"http://127.0.0.1:{port}", skip_instance_cache=True).mkdir("archives")
    yield "s3://archives/topics"
    running.stop()


@pytest.fixture
def cluster_of_its_own(store: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Started after the store's address is in the environment, which its processes inherit."""
    from pagearchive.jobs.cluster.connection import connected

    ray.shutdown()
    connected()
    yield
    ray.shutdown()


@pytest.mark.browser
@pytest.mark.usefixtures("cluster_of_its_own")
async def test_a_collection_goes_into_a_store(site: Site, tmp_path: Path, store: str) -> None:
    site.log.clear()  # of what the tests before asked for
    entries = listed(site, 6)
    for count in (3, 6):
        working = tmp_path / f"working-{count}"
        prepare_store(store, working)
        states = await run_batch(entries[:count], working, PRIVATE, FAST, Events(), lambda options: RayEngine(store))
        assert states == {"done": count}
    back = tmp_path / "back"
    there = Store(store)
    for name in there.names(""):
        (back / name).parent.mkdir(parents=True, exist_ok=True)
        assert there.fetch(name, back / name)

    assert not (back / "warc/.parts").exists()
    assert [len(site.sent(entry.url)) for entry in entries[:3]] == [1, 1, 1], "another machine goes on where one ended"
    records = lines(back / "records.jsonl")
    assert len(records) == 6
    assert all(image.get("asset") for record in records for image in record["images"])
    assert sum(len(list(read_pages(path))) for path in (back / "warc").iterdir()) == 6
    assert list(verify_path(back)) == []


# ── extraction ───────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("ray_here")
def test_extraction_as_tasks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "RANGE", 1200)
    titles = [f"Page {number}" for number in range(30)]
    titles[7] = "[segfault]"
    write_warc(tmp_path / "a.warc.gz", titles)
    (tmp_path / "b.warc.gz").write_bytes(b"\x1f\x8b and nothing of use")
    with RayCrew(None, RIGGED) as crew:
        found = told([str(tmp_path)], crew)
    assert found[:7] + found[8:30] == titles[:7] + titles[8:]
    assert "SIGSEGV" in found[7]
    assert "b.warc.gz" in found[30]
