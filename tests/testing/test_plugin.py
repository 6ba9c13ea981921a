"""The pytest plugin, in projects of its users."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.test_explain import OWN, ROPE

from pagearchive.model import Page
from pagearchive.parse.platforms.loading import with_own
from pagearchive.testing.recording import record_fixture

pytest_plugins = ["pytester"]

INI = """
[pytest]
testpaths = tests
asyncio_default_fixture_loop_scope = function
pagearchive_fixtures = pages
pagearchive_platforms = mine.py
"""


@pytest.fixture
def project(pytester: pytest.Pytester) -> pytest.Pytester:
    """A researcher's project: an adapter, a fixture of it, no tests in Python."""
    pytester.makefile(".ini", pytest=INI)
    (pytester.path / "tests").mkdir()
    (pytester.path / "mine.py").write_text(OWN)
    page = Page(html=ROPE, url="https://ropes.example.org/t/1")
    record_fixture(page, pytester.path / "pages", "two-posts", platforms=with_own(pytester.path / "mine.py"), seed=1)
    return pytester


def run(project: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    """pytest with the plugin as an installed package brings it."""
    return project.runpytest_inprocess("-p", "no:cacheprovider", *arguments)


def edit(project: pytest.Pytester, field: str, value: object) -> Path:
    """Expect another value of a field of the second post."""
    path = project.path / "pages" / "rope-board" / "two-posts" / "expected.json"
    record = json.loads(path.read_text())
    record["posts"][1][field] = value
    path.write_text(json.dumps(record))
    return path


def test_every_field_is_a_test_of_its_own(project: pytest.Pytester) -> None:
    edit(project, "date_published", "1999-01-01")
    result = project.runpytest_subprocess("-v")
    result.stdout.fnmatch_lines(
        [
            "*two-posts/case.json::title PASSED*",
            "*two-posts/case.json::posts.author PASSED*",
            "*two-posts/case.json::posts.date_published FAILED*",
            "*two-posts/case.json::thread.page PASSED*",
            'posts[[]1[]].date_published: expected "1999-01-01", found "2025-05-06T10:00:00Z"',
            "if the new record is right: pytest --pagearchive-update pages/rope-board/two-posts/case.json",
        ]
    )
    counts = result.parseoutcomes()
    assert counts["failed"] == 1
    assert counts["passed"] > 40


def test_the_command_in_the_message_mends_it(project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    path = edit(project, "date_published", "1999-01-01")
    assert run(project, "--pagearchive-update", "pages/rope-board/two-posts/case.json").ret == 0
    assert json.loads(path.read_text())["posts"][1]["date_published"] == "2025-05-06T10:00:00Z"
    assert run(project).ret == 0


def test_expectations_are_never_rewritten_in_ci(project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "1")
    path = edit(project, "date_published", "1999-01-01")
    before = path.read_text()
    result = run(project, "--pagearchive-update")
    assert result.ret == 1
    result.stdout.fnmatch_lines(["*never rewritten in CI*"])
    assert path.read_text() == before


@pytest.mark.parametrize("content", [None, "", "{}", "{"])
def test_a_missing_or_empty_expectation_fails(project: pytest.Pytester, content: str | None) -> None:
    path = project.path / "pages" / "rope-board" / "two-posts" / "expected.json"
    if content is None:
        path.unlink()
    else:
        path.write_text(content)
    result = run(project)
    assert (result.ret, result.parseoutcomes()) == (1, {"failed": 1})
    result.stdout.fnmatch_lines(["*expected.json*"])


def test_a_field_that_nobody_expected_fails(project: pytest.Pytester) -> None:
    path = project.path / "pages" / "rope-board" / "two-posts" / "expected.json"
    record = json.loads(path.read_text())
    for post in record["posts"]:
        del post["text"]
    path.write_text(json.dumps(record))
    result = run(project)
    assert result.parseoutcomes()["failed"] == 1
    result.stdout.fnmatch_lines(["posts[[]0[]].text: not expected: *"])


def test_projects_without_fixtures_load_nothing_of_the_parser() -> None:
    code = (
        "import sys, pagearchive.testing.plugin\n"
        "heavy = {'playwright', 'selectolax', 'msgspec', 'warcio', 'dateparser', 'typer', 'pagearchive.parse'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == "[]\n"
