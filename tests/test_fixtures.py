"""Every fixture directory: the page is read, and the whole record compared with what was expected.

A fixture is `tests/fixtures/<platform or kind>/<what-it-shows>/` with `page.html`, `case.json` (url, captured_at,
shows) and `expected.json`, the complete record. `pytest tests/test_fixtures.py --update` rewrites expectations.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

import pagearchive
from pagearchive.model import Page
from pagearchive.parse.document import Document
from pagearchive.parse.platforms import PLATFORMS
from pagearchive.parse.platforms.marks import first_of

ROOT = Path(__file__).parent / "fixtures"
CASES = sorted(path.parent for path in ROOT.glob("*/*/case.json"))
NAMES = [str(case.relative_to(ROOT)) for case in CASES]
PLATFORM_NAMES = {platform.name for platform in PLATFORMS}


def read(case: Path) -> dict[str, Any]:
    about = json.loads((case / "case.json").read_text(encoding="utf-8"))
    html = (case / "page.html").read_bytes()
    return pagearchive.to_dict(pagearchive.extract(html, url=about["url"], captured_at=about.get("captured_at")))


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_the_record_is_as_expected(case: Path, request: pytest.FixtureRequest) -> None:
    found = read(case)
    path = case / "expected.json"
    if request.config.getoption("--update"):
        if os.environ.get("CI"):
            pytest.fail("expectations are never rewritten in CI")
        path.write_bytes(msgspec.json.format(msgspec.json.encode(found), indent=2) + b"\n")
        return
    mend = f"pytest tests/test_fixtures.py --update -k '{case.name}'"
    if not path.exists() or not (text := path.read_text(encoding="utf-8")).strip():
        pytest.fail(f"{path} is missing or empty; {mend}, and read what it wrote")
    differences = list(compare("", json.loads(text), found))
    assert not differences, "\n" + "\n".join([*differences, f"if the new record is right: {mend}"])


def compare(place: str, expected: Any, found: Any) -> Iterator[str]:
    """One line for each field that differs."""
    if isinstance(expected, dict) and isinstance(found, dict):
        for key in [*expected, *(key for key in found if key not in expected)]:
            if key not in found:
                yield f"{place}.{key}: expected {short(expected[key])}, and it is missing"
            elif key not in expected:
                yield f"{place}.{key}: not expected: {short(found[key])}"
            else:
                yield from compare(f"{place}.{key}", expected[key], found[key])
    elif isinstance(expected, list) and isinstance(found, list):
        if len(expected) != len(found):
            yield f"{place}: expected {len(expected)} entries, found {len(found)}: {short(found)}"
        for number, (left, right) in enumerate(zip(expected, found, strict=False)):
            yield from compare(f"{place}[{number}]", left, right)
    elif expected != found:
        yield f"{place}: expected {around(expected, found)}, found {around(found, expected)}"


def short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) < 200 else f"{text[:200]}…"


def around(value: Any, other: Any) -> str:
    """A value as JSON; of long texts the part where they differ."""
    if not isinstance(value, str) or not isinstance(other, str) or max(len(value), len(other)) < 120:
        return short(value)
    start = next((n for n, (a, b) in enumerate(zip(value, other, strict=False)) if a != b), min(len(value), len(other)))
    return f"…{json.dumps(value[max(0, start - 40) : start + 80], ensure_ascii=False)}… (from {start})"


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_a_page_is_claimed_by_exactly_its_platform(case: Path) -> None:
    page = Page(html=(case / "page.html").read_bytes(), url=json.loads((case / "case.json").read_text())["url"])
    document = Document(page)
    claiming = {platform.name for platform in PLATFORMS if first_of(document, (platform,))}
    assert claiming == {case.parent.name} & PLATFORM_NAMES


def test_every_case_says_what_it_shows() -> None:
    assert CASES
    for case in CASES:
        assert json.loads((case / "case.json").read_text(encoding="utf-8")).get("shows"), case
        assert (case / "page.html").stat().st_size, case


def test_directories_are_named_after_a_platform_or_a_kind() -> None:
    kinds = {"article", "blocks", "schema.org"}
    assert {case.parent.name for case in CASES} <= PLATFORM_NAMES | kinds
