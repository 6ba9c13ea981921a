"""The script that begins an adapter, run in a copy of what it changes."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
PLATFORMS = "src/pagearchive/parse/platforms"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(CHECKOUT / PLATFORMS, tmp_path / PLATFORMS, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def begin(root: Path, name: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(CHECKOUT / "scripts/new_platform.py"), name, "--root", str(root)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_an_adapter_is_begun_and_asked(root: Path) -> None:
    done = begin(root, "exampleboard-3")
    assert done.returncode == 0, done.stderr
    index = (root / PLATFORMS / "__init__.py").read_text(encoding="utf-8")
    assert index.index("    drupal,") < index.index("    exampleboard,") < index.index("    flarum,")
    assert "    exampleboard.EXAMPLEBOARD_3,\n)" in index
    compile(index, "__init__.py", "exec")
    made: dict[str, object] = {}
    exec(compile((root / PLATFORMS / "exampleboard.py").read_text(encoding="utf-8"), "exampleboard.py", "exec"), made)
    assert getattr(made["EXAMPLEBOARD_3"], "name", None) == "exampleboard-3"
    case = root / "tests/fixtures/exampleboard-3/what-it-shows/case.json"
    assert set(json.loads(case.read_text(encoding="utf-8"))) == {"url", "captured_at", "shows"}


@pytest.mark.parametrize("name", ["Example Board", "xenforo-3", "3"])
def test_a_name_that_cannot_be_used_changes_nothing(root: Path, name: str) -> None:
    before = sorted((root / PLATFORMS).iterdir())
    done = begin(root, name)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert sorted((root / PLATFORMS).iterdir()) == before
