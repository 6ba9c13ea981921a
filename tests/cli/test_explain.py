"""`pagearchive explain`: who reads a page, and what each selector finds on it."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.conftest import PROSE, Cli, environment
from tests.cli.test_extract_command import write_warc

from pagearchive.cli import main
from pagearchive.model import Page
from pagearchive.parse import read
from pagearchive.parse.explain import explain

FIXTURES = Path(__file__).parent.parent / "fixtures"
CASES = sorted(path.parent for path in FIXTURES.glob("*/*/case.json"))
BOARD = FIXTURES / "smf" / "version-2.1" / "page.html"

OWN = """
from pagearchive.parse.platforms import Platform

PLATFORMS = (
    Platform(
        name="rope-board",
        marks=(".rope-post",),
        post=".rope-post",
        body=".says, .words",
        author=(".writer",),
        date=("time@datetime",),
    ),
)
"""
ROPE = """<!DOCTYPE html><title>Knots</title><h1>Knots</h1>
<div class="rope-post" id="r11"><b class="writer">Sheepshank</b><time datetime="2025-05-05T10:00Z">May</time>
<div class="words">A bowline holds.</div></div>
<div class="rope-post" id="r12"><b class="writer">Halyard</b><time datetime="2025-05-06T10:00Z">May</time>
<div class="words">So does a hitch.</div></div>"""


def finding(lines: list[str], field: str) -> str:
    """The line of the field's first selector."""
    return next(line for line in lines if line.strip().startswith(f"{field} "))


def test_it_shows_who_reads_the_page_and_what_each_selector_finds(cli: Cli) -> None:
    done = cli("explain", BOARD, "--url", "https://simple.example.org/index.php?topic=589.0")
    assert (done.status, done.err) == (0, "")
    lines = done.out.splitlines()
    assert lines[0] == "https://simple.example.org/index.php?topic=589.0"
    assert lines[1] == "  read by smf: thread, 2 posts, 14 words, 'Pickling salt'"
    assert "  ✓ smf              all its marks match" in lines
    assert finding(lines, "body").split() == [
        *("body", ".post", ".inner", "2", "1", "2"),
        *("Coarse", "or", "fine?", "Code", "Select", "30", "g", "per", "litre"),
    ]
    assert finding(lines, "author_id").split() == [
        "author_id",
        ".poster",
        "h4",
        "a@href~u=(\\d+)",
        "1",
        "1",
        "1",
        "261",
    ]
    assert "      1 × signature" in lines
    assert "\x1b" not in done.out


def test_a_selector_that_finds_nothing_says_so(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text(OWN)
    (tmp_path / "knots.html").write_text(ROPE.replace("writer", "penned"))
    lines = cli("explain", "knots.html", "--platforms", "mine.py").out.splitlines()
    assert finding(lines, "author").split() == ["author", ".writer", "0", "0", "0", "–"]
    assert any(line.strip().startswith("no-author: 2 of 2 posts") for line in lines)


def test_machines_get_the_same_as_json(cli: Cli) -> None:
    (found,) = cli("explain", BOARD, "--json").lines
    assert (found["read_by"], found["adapter"], found["posts"]) == ("smf", "smf", 2)
    assert found["candidates"][0]["claims"] is True
    (signature,) = [one for one in found["findings"] if one["field"] == "signature"]
    assert signature == {
        "field": "signature",
        "pick": ".signature",
        "hits": 1,
        "value": "Salt it.",
        "post_hits": 1,
        "post_value": "Salt it.",
        "posts": 1,
    }
    assert {"reason": "signature", "count": 1} in found["removed"]


def test_a_page_that_no_adapter_claims_tells_what_was_considered(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "boats.html").write_text(f"<title>Boats</title><article><h1>Boats</h1>{PROSE}</article>")
    (found,) = cli("explain", "boats.html", "--json").lines
    assert [one["reader"] for one in found["considered"]] == [
        *("platforms", "schema.org", "blocks", "blocks", "schema.org", "article"),
    ]
    assert [one["reads"] for one in found["considered"]] == [False] * 5 + [True]
    assert all(one["why"] for one in found["considered"])
    assert found["findings"] == []


def test_near_misses_show_which_mark_is_missing(cli: Cli, tmp_path: Path) -> None:
    broken = BOARD.read_text().replace('id="forumposts"', 'id="posts-of-forum"')
    (tmp_path / "moved.html").write_text(broken)
    lines = cli("explain", "moved.html").out.splitlines()
    (near,) = [line for line in lines if line.startswith("  ✗ smf") and "forumposts" in line]  # not that of 1.1
    assert "✗ #forumposts (0)" in near
    assert "✓ .post_wrapper, .windowbg .postarea (4)" in near


def test_any_adapter_can_be_looked_up(cli: Cli) -> None:
    (found,) = cli("explain", BOARD, "--platform", "mybb", "--json").lines
    assert (found["read_by"], found["adapter"]) == ("smf", "mybb")
    assert any(line.startswith("  ✗ mybb") for line in cli("explain", BOARD, "--platform", "mybb").out.splitlines())
    wrong = cli("explain", BOARD, "--platform", "nosuch")
    assert wrong.status == 2
    assert "no adapter is called 'nosuch'" in wrong.err


def test_a_platform_of_ones_own_reads_the_page(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text(OWN)
    (tmp_path / "knots.html").write_text(ROPE)
    (record,) = cli("extract", "knots.html", "--platforms", "mine.py").lines
    assert record["read_by"] == "rope-board"
    assert [post["author"]["name"] for post in record["posts"]] == ["Sheepshank", "Halyard"]
    (found,) = cli("explain", "-", "--platforms", "mine.py", "--json", stdin=ROPE.encode()).lines
    assert found["read_by"] == "rope-board"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("PLATFORMS = ()", "mine.py: holds no adapters"),
        (OWN.replace(".writer", "..writer"), "mine.py: rope-board.author: '..writer' is no CSS selector"),
        (OWN.replace('marks=(".rope-post",)', 'marks=("div > .rope-post",)'), "rope-board.marks[0]"),
        (OWN.replace("name=", "nome="), "mine.py, line 5: TypeError"),
        ("PLATFORMS = (", "mine.py, line 1: SyntaxError"),
    ],
)
def test_what_is_wrong_with_an_adapter_is_named(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, complaint: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.py").write_text(text)
    assert main(["explain", str(BOARD), "--platforms", "mine.py"]) == 2
    complaints = capsys.readouterr().err
    assert complaint in complaints
    assert complaints.count("\n") == 1


def test_of_an_archive_every_page_or_the_one_that_is_named(cli: Cli, tmp_path: Path) -> None:
    write_warc(tmp_path / "two.warc.gz", ["One", "Two"])
    assert [one["url"] for one in cli("explain", "two.warc.gz", "--json").lines] == [
        "https://example.org/0",
        "https://example.org/1",
    ]
    (one,) = cli("explain", "two.warc.gz", "--url", "https://example.org/1", "--json").lines
    assert one["title"] == "Two"
    missing = cli("explain", "two.warc.gz", "--url", "https://example.org/2")
    assert (missing.status, missing.err) == (1, "pagearchive: two.warc.gz: holds no page of https://example.org/2\n")


def test_a_terminal_is_coloured_and_lines_end_at_its_edge() -> None:
    ours, theirs = pty.openpty()
    env = {**environment({"COLUMNS": "90", "TERM": "xterm"})}
    env.pop("NO_COLOR", None)
    command = [sys.executable, "-m", "pagearchive", "explain", str(BOARD)]
    with subprocess.Popen(command, stdout=theirs, env=env) as process, os.fdopen(ours, "rb", buffering=0) as terminal:
        os.close(theirs)
        shown = b""
        with contextlib.suppress(OSError):  # Linux's way to say that the other end is closed
            while piece := terminal.read(65536):
                shown += piece
    assert process.returncode == 0
    assert b"\x1b[32m" in shown
    lines = re.sub(r"\x1b\[[\d;]*m", "", shown.decode()).splitlines()
    assert max(map(len, lines)) == 90


@pytest.mark.parametrize("case", CASES, ids=[f"{case.parent.name}/{case.name}" for case in CASES])
def test_the_explanation_agrees_with_the_reader(case: Path) -> None:
    about = json.loads((case / "case.json").read_text())
    page = Page(html=(case / "page.html").read_bytes(), url=about["url"])
    record, found = read(page), explain(page)
    assert (found.considered[-1].reader, found.considered[-1].reads) == (record.read_by, True)
    assert [one.reads for one in found.considered[:-1]] == [False] * (len(found.considered) - 1)
    if record.platform:
        containers = next(one for one in found.findings if one.field == "body")
        assert containers.posts
