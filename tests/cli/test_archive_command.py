"""`pagearchive archive`, end to end: a real browser, a real server, real files."""

from __future__ import annotations

import gzip
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import PICTURE, PROSE, Cli, environment
from tests.processes import browsers_below
from tests.site import Reply, Site

pytestmark = pytest.mark.browser


def records_of(directory: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (directory / "records.jsonl").read_text().splitlines()]


def test_a_page_becomes_warc_record_report_and_picture(cli: Cli, site: Site, tmp_path: Path) -> None:
    done = cli("archive", site.url("/boats"), "--to", "c", "--json")

    assert done.status == 0, done.err
    (outcome,) = done.lines
    assert (outcome["verdict"], outcome["kind"], outcome["url"]) == ("ok", "article", site.url("/boats"))
    assert "Wooden boats" in done.err, "people read standard error when machines read standard output"
    root = tmp_path / "c"
    (record,) = records_of(root)
    assert record["title"] == "Wooden boats"
    assert "Paragraph 8 speaks" in str(record["text"])
    (image,) = record["images"]
    assert image["asset"].endswith(".png")
    assert (root / image["asset"]).read_bytes().startswith(b"\x89PNG")
    (warc,) = (root / "warc").iterdir()
    assert warc.name == record["provenance"]["warc_file"] == outcome["warc_file"]
    assert json.loads((root / "report.jsonl").read_text()) == outcome
    assert cli("verify", "c").status == 0
    again = cli("extract", warc)
    assert again.lines[0]["text"] == record["text"], "the archive reads the same without a browser"


def test_every_failure_is_named_in_one_line_and_the_others_go_through(cli: Cli, site: Site, tmp_path: Path) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        refused = f"http://127.0.0.1:{unused.getsockname()[1]}/"
        expected = {
            site.url("/gone"): {"not-found", "http-error"},
            site.url("/broken"): {"http-error"},
            site.url("/parcel.zip"): {"not-html"},
            site.url("/torn"): {"connection-error"},
            site.url("/empty"): {"empty"},
            "http://no-such-host.invalid/": {"dns-error"},
            refused: {"connection-error"},
            site.url("/", "TLS"): {"tls-error"},
            site.url("/inwards"): {"refused-address"},
            "not a url": {"not-a-url"},
        }
        done = cli("archive", *expected, site.url("/boats"), "--to", "c", "--timeout", 20)

    assert done.status == 1
    report = [json.loads(line) for line in (tmp_path / "c" / "report.jsonl").read_text().splitlines()]
    verdicts = {outcome["url"]: outcome["verdict"] for outcome in report}
    assert {url: verdicts[url] for url in expected if verdicts[url] not in expected[url]} == {}
    assert verdicts[site.url("/boats")] == "ok"
    lines = done.err.splitlines()
    assert len(lines) == len(expected), done.err
    for url in expected:
        assert sum(url in line for line in lines) == 1, f"{url} is not named once in:\n{done.err}"
    assert done.out.count("\n") == 1


def test_what_is_no_html_is_archived_and_said_to_have_no_record(cli: Cli, site: Site, tmp_path: Path) -> None:
    files = {"/paper.pdf": "application/pdf", "/boat.png": "image/png"}
    done = cli("archive", *map(site.url, files), "--to", "c", "--json")

    assert done.status == 0, done.err
    assert [(o["verdict"], o["content_type"], o["kind"], o["error"]) for o in done.lines] == [
        ("ok", kind, None, None) for kind in files.values()
    ]
    assert not records_of(tmp_path / "c")
    notes = [line for line in done.err.splitlines() if line.startswith("note")]
    assert len(notes) == len(files)
    for note, (path, kind) in zip(notes, files.items(), strict=True):
        assert f"{site.url(path)}: {kind}: archived as it came; it is not HTML" in note
    with gzip.open(tmp_path / "c" / "warc" / done.lines[0]["warc_file"]) as warc:
        assert b"\r\n\r\n%PDF-1.4\n%%EOF\n" in warc.read()
    assert cli("verify", "c").status == 0
    assert cli("extract", "c").out == "", "the viewer that a browser shows a file with is no page"


def test_odd_addresses_stand_the_same_everywhere(cli: Cli, site: Site, tmp_path: Path) -> None:
    names = "a.png?x=%zz|^{}`%22&c=é b", "b^{c}`.png", "d.png?[1]=\\\\", "e%2fF.png?a=b?c=d"
    site.add_prefix("/odd/", lambda _: Reply(PICTURE, type="image/png"))
    pictures = "".join(f"<img src='/odd/{name}'>" for name in names)
    url = site.add("/odd-addresses", f"<title>Odd</title>{PROSE}{pictures}")
    done = cli("archive", f"{url}?q=^{{}}`", "--to", "c", "--json")
    assert done.status == 0, done.err
    sound = cli("verify", "c")
    assert (sound.status, sound.err) == (0, "")
    with gzip.open(tmp_path / "c" / "warc" / done.lines[0]["warc_file"]) as file:
        warc = file.read()
    ids = set(re.findall(rb"\r\nWARC-Page-ID: (\S+)\r\n", warc)) - {b""}
    info = json.loads(warc[warc.index(b'{"pageid"') :].split(b"\r\n\r\nWARC/1.1")[0].rstrip(b"\r\n"))
    assert info["pageid"].encode() in ids, "what ties the records together is what the page's list calls itself"
    assert all(f"WARC-Target-URI: {address}\r\n".encode() in warc for address in info["urls"])


def test_a_page_that_never_answers_ends_at_the_timeout(cli: Cli, site: Site) -> None:
    done = cli("archive", site.url("/never"), "--to", "c", "--timeout", 3, wait=60)
    assert done.status == 1
    assert done.err.startswith("timeout ")


def test_nothing_but_bad_addresses_is_wrong_usage(cli: Cli) -> None:
    done = cli("archive", "example.org/topic", "ftp://example.org/", "--to", "c")
    assert done.status == 2
    assert "https://example.org/topic" in done.err, "the message says what was probably meant"


def test_no_browser(cli: Cli, site: Site) -> None:
    done = cli("archive", site.url("/boats"), "--to", "c", env={"PAGEARCHIVE_BROWSER": "/nowhere/chrome"})
    assert done.status == 1
    assert done.err.count("\n") == 1
    assert "/nowhere/chrome" in done.err


def test_a_browser_that_does_not_start(cli: Cli, site: Site) -> None:
    done = cli("archive", site.url("/boats"), "--to", "c", "--browser", "/bin/false")
    assert done.status == 1
    assert done.err.count("\n") == 1
    assert "/bin/false" in done.err


def test_a_directory_that_cannot_be_written(cli: Cli, site: Site, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    done = cli("archive", site.url("/boats"), "--to", "file/c")
    assert done.status == 1
    assert done.err.count("\n") == 1
    assert "file/c" in done.err
    assert "--to" in done.err


def test_a_full_disk(cli: Cli, site: Site, tmp_path: Path, small_disk: Path) -> None:
    site.add("/heavy", "<title>Heavy</title><p>A page.</p><img src='/noise.bin'>")
    site.add("/noise.bin", os.urandom(3_000_000))
    done = cli("archive", site.url("/heavy"), "--to", small_disk / "c")
    assert done.status == 1
    assert done.err.count("\n") == 1
    assert "disk is full" in done.err
    warcs = list((small_disk / "c" / "warc").iterdir())
    assert not [warc for warc in warcs if warc.name.endswith(".open")], "no half-written WARC is left"
    assert all(cli("verify", warc).status == 0 for warc in warcs)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of two megabytes; needs the right to mount."""
    place = tmp_path / "disk"
    place.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", place], capture_output=True, check=False)
    if made.returncode:
        pytest.skip("mounting a small file system needs root")
    yield place
    subprocess.run(["umount", place], check=True)


def start(*arguments: object, cwd: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "pagearchive", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=cwd,
        env=environment(),
    )


def test_ctrl_c_keeps_finished_pages_and_a_sound_warc(cli: Cli, site: Site, tmp_path: Path) -> None:
    process = start("archive", site.url("/boats"), site.url("/never"), "--to", "c", cwd=tmp_path)
    assert process.stdout is not None
    assert "Wooden boats" in process.stdout.readline()
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)

    assert process.returncode == 130, err
    assert "Traceback" not in err
    assert len(records_of(tmp_path / "c")) == 1
    (warc,) = (tmp_path / "c" / "warc").iterdir()
    assert warc.name.endswith(".warc.gz")
    assert cli("verify", "c").status == 0


def test_a_browser_that_crashes_is_replaced(site: Site, tmp_path: Path) -> None:
    process = start("archive", site.url("/never"), site.url("/boats"), "--to", "c", cwd=tmp_path)
    deadline = time.monotonic() + 60
    while not browsers_below(process.pid):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    time.sleep(1.5)  # let the visit begin; earlier it counts as a browser that did not start
    found = browsers_below(process.pid)  # again: helpers of its start script bear its name, and end
    assert found
    for pid in found:
        os.kill(pid, signal.SIGKILL)
    out, err = process.communicate(timeout=90)

    assert process.returncode == 1
    assert err.startswith("crashed ")
    assert site.url("/never") in err
    assert "Wooden boats" in out
