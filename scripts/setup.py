"""Sets up `.venv` in the checkout: `python3 scripts/setup.py [--dev]`. Standard library only.

Does nothing when it is set up already: a stamp in `.venv` holds a digest of pyproject.toml and of this file.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST = (3, 11)
NO_VENV = f"""\
Python cannot make virtual environments here. On Debian and Ubuntu:
    apt-get install python{sys.version_info[0]}.{sys.version_info[1]}-venv
then run make again."""


def main() -> int:
    dev = "--dev" in sys.argv[1:]
    if sys.version_info < OLDEST:
        return complain(f"Python {'.'.join(map(str, OLDEST))} or newer is needed; this is {sys.version.split()[0]}.")
    stamp = VENV / (".set-up-dev" if dev else ".set-up")
    wanted = digest()
    if any(is_current(VENV / name, wanted) for name in (stamp.name, ".set-up-dev")):
        return 0
    if not works(PYTHON) and not make_venv():
        return complain(NO_VENV)
    say("Installing pagearchive" + (" and what its tests need" if dev else "") + " into .venv …")
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    for arguments in (["--upgrade", "pip>=25.1"], ["--editable", str(ROOT), *(["--group", "dev"] if dev else [])]):
        if subprocess.run([*pip, *arguments], cwd=ROOT).returncode:
            return complain("pip failed (see above); with the network back, run make again.")
    stamp.write_text(wanted)
    return 0


def make_venv() -> bool:
    """Make the environment; where Debian's python3-venv is missing and we are root, install that first."""
    say("Making .venv …")
    shutil.rmtree(VENV, ignore_errors=True)
    command = [sys.executable, "-m", "venv", str(VENV)]
    if succeeds(command) and works(PYTHON):
        return True
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    say(f"Installing {package} with apt-get …")
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", package]
    if not succeeds(install, environment):
        succeeds(["apt-get", "update", "-qq"], environment)
        if not succeeds(install, environment):
            return False
    shutil.rmtree(VENV, ignore_errors=True)
    return succeeds(command) and works(PYTHON)


def works(python: Path) -> bool:
    return python.exists() and succeeds([str(python), "-m", "pip", "--version"])


def succeeds(command: list[str], environment: dict[str, str] | None = None) -> bool:
    return (
        subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0
    )


def is_current(stamp: Path, wanted: str) -> bool:
    return stamp.is_file() and stamp.read_text() == wanted and (VENV / "bin" / "pagearchive").exists()


def digest() -> str:
    """Of what decides the set-up, the checkout's place included: an environment cannot be moved."""
    parts = [(ROOT / "pyproject.toml").read_bytes(), Path(__file__).read_bytes(), str(ROOT).encode()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def say(text: str) -> None:
    print(text, flush=True)


def complain(text: str) -> int:
    print(text, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
