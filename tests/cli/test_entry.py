"""Help, start-up, wrong usage, and what happens to output that cannot be written."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.conftest import Cli, environment

ORDER = [
    "archive",
    "batch",
    "extract",
    "export",
    "verify",
    "replay",
    "view",
    "pack",
    "explain",
    "fixture",
    "browser",
    "doctor",
]


def commands(cli: Cli) -> list[str]:
    lines = cli("--help").out.partition("Commands")[2].splitlines()
    return [line.split()[1] for line in lines if line.startswith("│ ") and line[2] != " "]


def test_commands_come_in_the_documented_order(cli: Cli) -> None:
    listed = [name for name in commands(cli) if name in ORDER]
    assert listed == [name for name in ORDER if name in listed]
    assert {"archive", "extract", "export", "verify", "pack", "browser", "doctor"} <= set(listed)


def test_every_command_has_an_example(cli: Cli) -> None:
    for name in commands(cli):
        shown = cli(name, "--help").out
        if name in ("browser", "fixture"):
            continue
        assert f"pagearchive {name}" in shown.partition("Example")[2], name


def test_neither_help_nor_extract_loads_a_browser_library(cli: Cli) -> None:
    program = "import sys; from pagearchive.cli import main; main(sys.argv[1:]); print('playwright' in sys.modules)"
    for arguments in (["--help"], ["extract", "/dev/null"]):
        done = subprocess.run(
            [sys.executable, "-c", program, *arguments], capture_output=True, text=True, env=environment(), check=True
        )
        assert done.stdout.splitlines()[-1] == "False"


def test_importing_the_package_loads_neither_browser_nor_command_line() -> None:
    program = (
        "import sys, pagearchive; pagearchive.extract('<p>Hello'); print({'playwright', 'typer'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_a_thread_is_read_without_what_reads_articles_and_archives() -> None:
    """Half of the time to a first record would go into tables of words that threads have no use for."""
    thread = "".join(
        f"<article class='message message--post' data-author='Ada' data-content='post-{n}' id='js-post-{n}'>"
        f"<time class='u-dt' datetime='2024-05-01T10:00:00Z'></time><div class='message-body'><div class='bbWrapper'>"
        f"Wood {n}</div></div></article>"
        for n in (1, 2)
    )
    program = (
        "import sys, pagearchive; print(pagearchive.extract(sys.argv[1]).platform);"
        "print({'pagearchive.archive', 'pagearchive.parse.article.reader', 'dateparser'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program, thread], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:2] == ["xenforo-2", "set()"]


@pytest.mark.parametrize("arguments", [["fly"], ["archive"], ["extract"], ["archive", "--timeout", "soon", "x"]])
def test_wrong_usage(cli: Cli, arguments: list[str]) -> None:
    assert cli(*arguments).status == 2


def test_output_that_cannot_be_written() -> None:
    for target, status in (("/dev/full", 1),):
        with open(target, "w") as full:  # noqa: PTH123 - a device
            done = subprocess.run(
                [sys.executable, "-m", "pagearchive", "extract", "-"],
                input=b"<p>Hello",
                stdout=full,
                stderr=subprocess.PIPE,
                env=environment(),
                check=False,
            )
        assert done.returncode == status
        assert done.stderr == b"pagearchive: standard output: No space left on device\n"


def test_a_reader_that_goes_away_is_no_fault(tmp_path: Path) -> None:
    for number in range(40):
        (tmp_path / f"{number}.html").write_text("<p>Hello " + "boat " * 5000)
    shell = f"{sys.executable} -m pagearchive extract {tmp_path} | head -c 10"
    done = subprocess.run(["bash", "-c", shell], capture_output=True, text=True, env=environment(), check=False)
    assert done.stderr == ""


def test_a_driver_that_the_system_cannot_run_is_named_with_what_mends_it(cli: Cli, tmp_path: Path) -> None:
    node = tmp_path / "node"
    node.write_text(
        "#!/bin/sh\necho 'node: error while loading shared libraries: libnone.so.9: no such file' >&2\nexit 127\n"
    )
    node.chmod(0o755)
    broken = {"PLAYWRIGHT_NODEJS_PATH": str(node)}

    done = cli("archive", "http://127.0.0.1:9/", "--to", tmp_path / "kept", env=broken)
    assert done.status == 1
    assert "Playwright's driver does not start" in done.err
    assert "pagearchive browser install" in done.err

    found = cli("doctor", env=broken)
    assert found.status == 1
    assert "browser start: Playwright's driver does not start" in found.err

    mended = cli("browser", "install", env=broken)
    assert mended.status == 1
    assert "libnone.so.9" in mended.err
