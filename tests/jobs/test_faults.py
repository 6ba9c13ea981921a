"""Hosts that fail in every way: each address ends as it should, and nothing is left broken."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.site.faults import KINDS, FaultSite, hungry_browser, wrong

from pagearchive.capture import find_browser
from pagearchive.jobs.batch import BatchOptions, Events, run_batch
from pagearchive.jobs.lists import Listed
from pagearchive.jobs.options import RunOptions
from pagearchive.jobs.politeness import HostRules
from pagearchive.jobs.verifying import verify_path

pytestmark = pytest.mark.browser


async def test_every_way_to_fail_ends_as_it_should(tmp_path: Path) -> None:
    program = hungry_browser(find_browser().path, tmp_path)
    options = RunOptions(browser=program, allow_private=True, robots="obey", timeout=6, scroll=False, screenshot=False)
    rules = HostRules(delay=0, failures=2, pause=0.5, pauses=1)
    batch = BatchOptions(workers=6, retries=2, backoff=0.2, hosts=rules)
    with FaultSite(KINDS, hosts=2, slow=1.0) as site:
        wanted = list(site.urls(12))
        entries = [Listed(number, url, {}) for number, (_, url) in enumerate(wanted, 1)]
        states = await run_batch(entries, tmp_path / "c", options, batch, Events())

    report = [json.loads(line) for line in (tmp_path / "c" / "report.jsonl").read_text().splitlines()]
    assert wrong(report, wanted) == []
    assert sum(states.values()) == len(wanted)
    assert set(states) <= {"done", "failed", "skipped"}
    faults = [fault for fault in verify_path(tmp_path / "c") if fault.kind != "truncated"]
    assert faults == []
