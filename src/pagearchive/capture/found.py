"""Finding a browser on this machine, and getting one."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Literal

from msgspec import Struct

from pagearchive.errors import BrowserNotFoundError, SetupError

Kind = Literal["given", "playwright", "system"]

_NAMES = (
    "google-chrome-stable",
    "google-chrome",
    "chromium",
    "chromium-browser",
    "chrome",
    "microsoft-edge-stable",
)
_PLACES = (
    "/opt/google/chrome/chrome",
    "/usr/lib/chromium/chromium",
    "/snap/bin/chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
VERSION_SECONDS = 20
INSTALL_SECONDS = 900
_DRIVER = [sys.executable, "-m", "playwright", "--version"]


class FoundBrowser(Struct, frozen=True, kw_only=True):
    """A browser that can be used."""

    path: Path
    kind: Kind
    """"given" by option or variable, Playwright's own download, or installed on the "system"."""
    version: str | None
    """What `--version` prints; None when it could not be asked."""
    sandbox: bool
    """False when running as root, where Chromium's sandbox cannot work."""
    why: str
    """One line for people: where it was found, and about the sandbox."""


def find_browser(explicit: Path | None = None) -> FoundBrowser:
    """The browser to use: the one named, `PAGEARCHIVE_BROWSER`, Playwright's own, then an installed Chrome or Chromium.

    Raises BrowserNotFoundError with what to type.
    """
    named = explicit or (Path(value) if (value := os.environ.get("PAGEARCHIVE_BROWSER")) else None)
    if named is not None:
        origin = "--browser" if explicit else "PAGEARCHIVE_BROWSER"
        path = _program(named)
        if path is None:
            raise BrowserNotFoundError(f"{origin} names {named}, which is not a program that can be run")
        return _found(path, "given", f"named by {origin}")
    for path in _playwright():
        return _found(path, "playwright", "downloaded by Playwright")
    for path in _system():
        return _found(path, "system", "installed on this system")
    raise BrowserNotFoundError(
        "no Chromium or Chrome on this machine; type `pagearchive browser install`, or name one with --browser PATH"
    )


def install_browser(report: Callable[[str], None]) -> FoundBrowser:
    """Get a browser: Playwright's download, else Debian's or Ubuntu's package. `report` is told what is being done.

    Also gets the system library that Playwright's driver needs, where that is missing. Returns the browser that is
    there already, if there is. Raises SetupError that says what to type.
    """
    _mend_driver(report)
    try:
        return find_browser()
    except BrowserNotFoundError:
        report("no browser yet; trying Playwright's download of Chromium")
    failed = _run([sys.executable, "-m", "playwright", "install", "chromium"])
    if failed is None:
        return find_browser()
    report(f"Playwright's download failed ({failed}); trying the system's packages")
    failed = _apt(("chromium", "chromium-browser"), report)
    if failed is None:
        return find_browser()
    raise SetupError(
        f"no browser could be installed ({failed}); type `sudo apt-get install chromium` (Debian, Ubuntu) or install "
        "Chrome or Chromium by hand, then `pagearchive browser status`"
    )


def _mend_driver(report: Callable[[str], None]) -> None:
    """See that Playwright's driver starts: it is a Node of its own, and small systems lack a library that it loads."""
    failed = _run(_DRIVER)
    if failed is None:
        return
    missing = re.search(r"lib(\w+)\.so\.(\d+): cannot open shared object", failed)
    if missing is not None:
        package = f"lib{missing[1]}{missing[2]}"
        report(f"Playwright's driver needs {missing[0].partition(':')[0]}; trying the system's packages")
        if _apt([package], report) is None and (failed := _run(_DRIVER)) is None:
            return
        raise SetupError(f"Playwright's driver does not start ({failed}); type `sudo apt-get install {package}`")
    raise SetupError(f"Playwright's driver does not start ({failed}); type `pip install --force-reinstall playwright`")


def _apt(packages: Sequence[str], report: Callable[[str], None]) -> str | None:
    """Install the first of Debian's packages that there is; returns why that failed, or None."""
    apt = shutil.which("apt-get")
    if apt is None:
        return "no apt-get here"
    prefix: list[str] = []
    if os.geteuid() != 0:
        sudo = shutil.which("sudo")
        if sudo is None:
            return "apt-get needs root, and there is no sudo"
        prefix = [sudo, "-n"]
    report("apt-get update")
    failed = _run([*prefix, apt, "update", "-q"])
    if failed:
        report(f"apt-get update failed ({failed}); trying with the lists that are here")
    report(f"apt-get install {packages[0]}")
    failed = f"no package named {packages[0]}"
    for package in packages:
        failed = _run([*prefix, apt, "install", "-y", "-q", "--no-install-recommends", package]) or ""
        if not failed:
            return None
    return failed


def _run(command: list[str]) -> str | None:
    """Run to the end; None when it succeeded, else one line saying how it failed."""
    try:
        done = subprocess.run(  # noqa: S603
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=INSTALL_SECONDS,
            check=False,
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        )
    except subprocess.TimeoutExpired:
        return f"no end after {INSTALL_SECONDS} s"
    except OSError as error:
        return error.strerror or str(error)
    if done.returncode == 0:
        return None
    lines = [line.strip() for line in done.stdout.decode(errors="replace").splitlines() if line.strip()]
    telling = [line for line in lines if re.search(r"error|fail|unable|E:", line, re.I)] or lines
    return telling[-1][:300] if telling else f"exit status {done.returncode}"


def _program(path: Path) -> Path | None:
    """The path as a program that can be run, looked up in PATH when it is a bare name; else None."""
    found = shutil.which(str(path.expanduser()))
    return Path(found) if found else None


def _playwright() -> Iterator[Path]:
    """Playwright's Chromium builds, the newest first. Looked up by directory: asking Playwright would start Node."""
    given = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    if given and given != "0":
        roots = [Path(given)]
    elif sys.platform == "darwin":
        roots = [Path.home() / "Library/Caches/ms-playwright"]
    else:
        roots = [Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "ms-playwright"]
    patterns = (
        "chromium-*/chrome-linux*/chrome",
        "chromium-*/chrome-mac*/*.app/Contents/MacOS/*",
        "chromium_headless_shell-*/chrome-*/*headless*shell",
    )
    for root in roots:
        for pattern in patterns:
            for path in sorted(root.glob(pattern), key=_build, reverse=True):
                if os.access(path, os.X_OK) and path.is_file():
                    yield path


def _build(path: Path) -> int:
    numbers = re.findall(r"(?:chromium|shell)-(\d+)", str(path))
    return int(numbers[-1]) if numbers else 0


def _system() -> Iterator[Path]:
    for name in _NAMES:
        if path := shutil.which(name):
            yield Path(path)
    for place in _PLACES:
        if os.access(place, os.X_OK):
            yield Path(place)


def _found(path: Path, kind: Kind, where: str) -> FoundBrowser:
    sandbox = os.geteuid() != 0
    note = "sandbox on" if sandbox else "sandbox off, because Chromium cannot use it as root"
    return FoundBrowser(path=path, kind=kind, version=_version(path), sandbox=sandbox, why=f"{where}; {note}")


def _version(path: Path) -> str | None:
    try:
        done = subprocess.run(  # noqa: S603
            [str(path), "--version"],
            capture_output=True,
            timeout=VERSION_SECONDS,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    lines = done.stdout.decode(errors="replace").strip().splitlines()
    return lines[0].strip() if lines else None
