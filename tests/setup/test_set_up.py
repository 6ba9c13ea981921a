"""`scripts/setup.py` as make calls it, in a copy of the checkout's bones."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    (tmp_path / "scripts").mkdir()
    shutil.copy(ROOT / "scripts" / "setup.py", tmp_path / "scripts")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def set_up(checkout: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(checkout / "scripts" / "setup.py")]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_nothing_is_done_twice(checkout: Path) -> None:
    digest = subprocess.run(
        [sys.executable, "-c", "import setup; print(setup.digest())"],
        capture_output=True,
        text=True,
        check=True,
        cwd=checkout / "scripts",
    ).stdout.strip()
    (checkout / ".venv" / "bin").mkdir(parents=True)
    (checkout / ".venv" / "bin" / "pagearchive").touch()
    (checkout / ".venv" / ".set-up").write_text(digest)
    done = set_up(checkout)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_failing_pip_says_what_to_do(checkout: Path) -> None:
    broken = checkout / "pyproject.toml"
    broken.write_text(broken.read_text().replace('"msgspec>=0.19"', '"no-such-package-of-that-name>=9"'))
    (checkout / "pip.conf").write_text("[global]\nno-index = true\n")
    done = subprocess.run(
        [sys.executable, checkout / "scripts" / "setup.py"],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "/usr/bin:/bin", "PIP_CONFIG_FILE": str(checkout / "pip.conf"), "PIP_NO_INDEX": "1"},
    )
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].endswith("run make again.")
