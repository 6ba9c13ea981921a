"""Every fixture directory: the page is read, and the whole record compared with what was expected.

A fixture is `tests/fixtures/<platform or kind>/<what-it-shows>/` with `page.html`, `case.json` (url, captured_at,
shows) and `expected.json`, the complete record. `pytest tests/test_fixtures.py --update` rewrites expectations.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from pagearchive.parse.document import Document
from pagearchive.parse.platforms import PLATFORMS
from pagearchive.parse.platforms.marks import first_of
from pagearchive.testing.checking import check_case, page_of, update_case

ROOT = Path(__file__).parent / "fixtures"
CASES = sorted(path.parent for path in ROOT.glob("*/*/case.json"))
NAMES = [str(case.relative_to(ROOT)) for case in CASES]
PLATFORM_NAMES = {platform.name for platform in PLATFORMS}


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_the_record_is_as_expected(case: Path, request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--update"):
        if os.environ.get("CI"):
            pytest.fail("expectations are never rewritten in CI")
        update_case(case)
        return
    mend = (
        f"if the new record is right: pytest tests/test_fixtures.py --update -k '{case.name}', and read what it wrote"
    )
    differences = check_case(case)
    assert not differences, "\n" + "\n".join([*map(str, differences), mend])


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_a_page_is_claimed_by_exactly_its_platform(case: Path) -> None:
    document = Document(page_of(case))
    claiming = {platform.name for platform in PLATFORMS if first_of(document, (platform,))}
    assert claiming == {case.parent.name} & PLATFORM_NAMES


def test_every_case_says_what_it_shows() -> None:
    assert CASES
    for case in CASES:
        assert json.loads((case / "case.json").read_text(encoding="utf-8")).get("shows"), case
        assert (case / "page.html").stat().st_size, case


def test_directories_are_named_after_a_platform_or_a_kind() -> None:
    others = {case.parent.name for case in CASES} - PLATFORM_NAMES
    assert all(name in ("article", "documentation") or name.startswith(("blocks", "schema-org")) for name in others), (
        others
    )


def test_every_platform_has_fixtures() -> None:
    assert PLATFORM_NAMES - {case.parent.name for case in CASES} == set()
