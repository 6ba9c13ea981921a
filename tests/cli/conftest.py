"""The command line as its users run it: a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.site import Reply, Site

THREAD = """<!DOCTYPE html><html lang="en"><head><title>Wooden boats</title></head><body>
<h1>Wooden boats</h1><p><img src="/boat.png" width="300" height="200" alt="A boat"></p>{}</body></html>"""
PROSE = "".join(
    f"<p>Paragraph {number} speaks of planks, of oakum and of the tar that keeps the water out of a boat.</p>"
    for number in range(1, 9)
)


@dataclass
class Done:
    """What a command did."""

    status: int
    out: str
    err: str

    @property
    def lines(self) -> list[Any]:
        """Standard output as JSON lines."""
        return [json.loads(line) for line in self.out.splitlines()]


Cli = Callable[..., Done]


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """The process's own environment without what would change the outcome."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PAGEARCHIVE_")}
    return {**kept, "COLUMNS": "100", **(extra or {})}


@pytest.fixture
def cli(tmp_path: Path) -> Cli:
    """Runs `pagearchive` with the given arguments; no command may ever print a traceback."""

    def run(*arguments: object, stdin: bytes = b"", env: Mapping[str, str] | None = None, wait: float = 120) -> Done:
        done = subprocess.run(
            [sys.executable, "-m", "pagearchive", *map(str, arguments)],
            input=stdin,
            capture_output=True,
            timeout=wait,
            cwd=tmp_path,
            env=environment(env),
            check=False,
        )
        result = Done(done.returncode, done.stdout.decode(), done.stderr.decode())
        assert "Traceback" not in result.err, result.err
        return result

    return run


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    """A small website: an article, and pages that fail in many ways."""
    with Site() as running:
        running.add("/boats", THREAD.format(PROSE))
        running.add("/boat.png", Reply(PICTURE, type="image/png"))
        running.add("/gone", Reply("<title>Gone</title><p>This page is gone.</p>", status=410))
        running.add("/broken", Reply("<title>Oops</title><p>Internal error.</p>", status=500))
        running.add("/paper.pdf", Reply(b"%PDF-1.4\n%%EOF\n", type="application/pdf"))
        running.add("/parcel.zip", Reply(b"PK\3\4", type="application/zip"))
        running.add("/torn", Reply("<title>Torn</title>" + "<!-- nothing yet -->" * 500, cut=4000))
        running.add("/inwards", Reply(status=302, headers=[("Location", "{C}/boats")]))
        running.add("/empty", Reply(b""))
        running.add("/never", Reply("late", delay=600))
        yield running


PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc000000301010018"
    "dd8db00000000049454e44ae426082"
)
