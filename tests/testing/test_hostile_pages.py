"""The recorder meets broken and hostile pages: a fixture or a clear error, within bounds."""

from __future__ import annotations

from pathlib import Path

import pytest

from pagearchive.model import Page
from pagearchive.testing import reduction
from pagearchive.testing.recording import record_fixture

PAGES = {
    "deep-elements": "<div>" * 5000 + "words",
    "deep-json": "<div data-x='" + "[" * 700 + "]" * 700 + "'>words</div>",
    "deep-json-script": "<script type='application/json'>" + "[" * 700 + "]" * 700 + "</script>words",
    "no-end": "<table><tr><td><b>words<select><option>",
    "nul": "<p>a\x00b</p>",
    "lone-surrogate-entity": "<p>&#xD800; words</p>",
    "frameset": "<frameset><frame src=a></frameset>",
    "words-alone": "words",
}


@pytest.mark.parametrize("name", PAGES)
def test_a_broken_page_becomes_a_fixture(name: str, tmp_path: Path) -> None:
    made = record_fixture(Page(html=PAGES[name]), tmp_path, name, seed=1)
    assert (Path(made.directory) / "page.html").read_text(encoding="utf-8")


def test_where_the_bound_is_reached_more_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = Page(html="<p>Words.</p>" + "".join(f"<ul id=x{n}><li>Item</ul>" for n in range(50)))
    monkeypatch.setattr(reduction, "MAX_TRIALS", 3)
    assert record_fixture(page, tmp_path, "bounded", seed=1).is_cut_short
