"""The pytest plugin: fixture directories as tests, one a field.

    [tool.pytest.ini_options]
    pagearchive_fixtures = ["fixtures"]       # directories, from the configuration file's own
    pagearchive_platforms = ["platforms.py"]  # adapters of your own, asked before the package's

`pytest --pagearchive-update` writes what is found now as what is expected; it refuses where CI is set. Nothing of the
parser is loaded before a fixture is collected.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pagearchive.parse.platforms import Platform
    from pagearchive.testing.checking import Difference

_CASE = "case.json"
_WHOLE = "expected.json"


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--pagearchive-update`, and the two settings."""
    group = parser.getgroup("pagearchive", "fixtures of pagearchive")
    group.addoption("--pagearchive-update", action="store_true", help="rewrite the expectations of page fixtures")
    parser.addini("pagearchive_fixtures", "directories of page fixtures", type="paths", default=[])
    parser.addini("pagearchive_platforms", "Python files that define PLATFORMS", type="paths", default=[])


def pytest_configure(config: pytest.Config) -> None:
    """Fixture directories outside of `testpaths` are collected as well, unless paths were typed."""
    if config.args_source is pytest.Config.ArgsSource.TESTPATHS:
        given = [Path(argument).resolve() for argument in config.args]
        config.args += [
            str(root) for root in _roots(config) if not any(root.resolve().is_relative_to(path) for path in given)
        ]


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> CaseFile | None:
    """A case.json below one of the fixture directories."""
    if file_path.name == _CASE and any(file_path.is_relative_to(root) for root in _roots(parent.config)):
        return CaseFile.from_parent(parent, path=file_path)
    return None


def _roots(config: pytest.Config) -> list[Path]:
    roots: list[Path] = config.getini("pagearchive_fixtures")
    return roots


class CaseFile(pytest.File):
    """A fixture directory."""

    def collect(self) -> Iterator[FieldItem]:
        """A test for each field of the expected record, and one for what no field was expected for."""
        from pagearchive.errors import InputError
        from pagearchive.testing.checking import expected_of, fields_of

        self.fields: list[str] = []
        if not self.config.getoption("pagearchive_update"):
            try:
                self.fields = fields_of(expected_of(self.path.parent))
            except InputError:
                self.fields = []  # the one test that is left says it
        for name in (*self.fields, _WHOLE):
            yield FieldItem.from_parent(self, name=name)

    @cached_property
    def platforms(self) -> tuple[Platform, ...]:
        """The adapters that are asked."""
        from pagearchive.parse.platforms import PLATFORMS
        from pagearchive.parse.platforms.loading import load_platforms

        files: list[Path] = self.config.getini("pagearchive_platforms")
        return (*(platform for file in files for platform in load_platforms(file)), *PLATFORMS)

    @cached_property
    def differences(self) -> dict[str, list[Difference]]:
        """What is not as expected, by field."""
        from pagearchive.testing.checking import check_case

        found: dict[str, list[Difference]] = {}
        for difference in check_case(self.path.parent, self.platforms):
            found.setdefault(difference.field, []).append(difference)
        return found


class FieldItem(pytest.Item):
    """One field of one fixture."""

    parent: CaseFile

    def runtest(self) -> None:
        """Compare the field; in the last test of a case also what is not expected at all."""
        if self.config.getoption("pagearchive_update"):
            self._update()
            return
        if self.name == _WHOLE:
            known = set(self.parent.fields)
            wrong = [one for field, all_of in self.parent.differences.items() if field not in known for one in all_of]
        else:
            wrong = self.parent.differences.get(self.name, [])
        if wrong:
            raise FieldDiffersError(wrong, self.parent.path, self.config.rootpath)

    def _update(self) -> None:
        from pagearchive.testing.checking import update_case

        if os.environ.get("CI"):
            pytest.fail("expectations are never rewritten in CI", pytrace=False)
        for difference in update_case(self.parent.path.parent, self.parent.platforms):
            self.add_report_section("call", "updated", str(difference))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The differences without a traceback: nothing in the code of this plugin is of interest."""
        from pagearchive.errors import PageArchiveError

        if isinstance(excinfo.value, FieldDiffersError | PageArchiveError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Where the fixture is."""
        return self.parent.path, None, f"{self.parent.path.parent.name}: {self.name}"


class FieldDiffersError(Exception):
    """A field is not as expected; the message ends with the command that mends it."""

    def __init__(self, differences: list[Difference], case: Path, root: Path) -> None:
        shown = case.relative_to(root) if case.is_relative_to(root) else case
        mend = f"if the new record is right: pytest --pagearchive-update {shown}"
        super().__init__("\n".join([*map(str, differences), mend]))
