"""Hostile pages: each must end in its time with a fitting verdict, and the next page must be fine.

python benchmarks/capture_hostile.py [NAME...]
"""

from __future__ import annotations

import asyncio
import resource
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.site import Site
from tests.site.hostile import Attack, attacks, install
from tests.site.score import Collector

from pagearchive.capture import Browser, CaptureOptions, find_browser
from pagearchive.capture.guard import origin_of
from pagearchive.errors import BrowserError

TIMEOUT = 15.0
ALLOWED = TIMEOUT + 25


async def attempt(browser: Browser, attack: Attack, site: Site) -> tuple[bool, str]:
    """One attack; whether it failed as it should, and a line about it."""
    url = attack.install(site)
    options = CaptureOptions(
        timeout=TIMEOUT,
        allow_private=attack.allow_private,
        allowed_origins=frozenset({origin_of(url)}),
        max_exchanges=1000,
        max_body_bytes=300_000_000,
    )
    began = time.monotonic()
    before = len(site.log)
    capture = await browser.capture(url, options, Collector())
    seconds = time.monotonic() - began
    reached = [item.url for item in site.log[before:]]
    leaked = [name for name in attack.forbidden if site.url(name[2:], name[0]) in reached]
    faults = []
    if capture.verdict not in attack.verdicts:
        faults.append(f"verdict is not {attack.verdicts}")
    if seconds > ALLOWED:
        faults.append("over its time")
    if leaked:
        faults.append(f"reached {leaked}")
    if attack.note and not any(attack.note in note for note in capture.notes):
        faults.append(f"no note of {attack.note}")
    if attack.check is not None and not attack.check(capture):
        faults.append("check failed")
    line = f"{attack.name:26} {seconds:5.1f} s  {capture.verdict}: {capture.evidence}  {capture.exchanges} exchanges"
    return not faults, line + ("" if not faults else f"\n    FAIL {faults} {capture.notes}")


async def run(names: list[str]) -> int:
    """All attacks, a plain page after each."""
    failed = 0
    with Site() as site:
        install(site)
        plain = site.add("/plain", "<title>Plain</title><p>plain words")
        browser = Browser(find_browser().path)
        await browser.__aenter__()
        for attack in attacks():
            if names and attack.name not in names:
                continue
            try:
                good, line = await attempt(browser, attack, site)
            except BrowserError as error:
                good, line = False, f"{attack.name:26} {error}"
            failed += not good
            print(line, flush=True)
            try:
                after = await browser.capture(plain, CaptureOptions(allow_private=True, timeout=20), Collector())
                if after.verdict != "ok" or after.seconds > 6:
                    failed += 1
                    print(f"    FAIL the next page: {after.verdict} {after.evidence} {after.seconds} s", flush=True)
            except BrowserError as error:
                failed += 1
                print(f"    FAIL the next page: {error}", flush=True)
                await browser.__aexit__(None, None, None)
                browser = Browser(find_browser().path)
                await browser.__aenter__()
        await browser.__aexit__(None, None, None)
    print(f"{failed} faults, {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB (site included)")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(run(sys.argv[1:])))
