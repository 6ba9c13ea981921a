# ruff: noqa: E501 (scripts are easier to read on one line)
"""The course as a user archives it, and what others say of the files.

    python benchmarks/capture_judges.py [--judges DIR] [--pywb DIR] [--keep DIR] [--first N] [NAME...]

`pagearchive archive` is run once with the URLs of all lessons. The WARC is compared, by warcio's reader, with what the
site sent: the digest of every required payload. Then `pagearchive verify`, `warcio check`, `fastwarc check`,
`cdxj-indexer` and `wacz validate` are asked (programs in DIR: `bin/` of an environment with `pip install warcio
fastwarc cdxj-indexer wacz`), and pywb (`bin/` of an environment with `pip install pywb`) replays each page to a browser
that can reach nothing else; what pywb does not have is listed. What is not installed is passed over, which is said.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from playwright.async_api import Browser, Error, Response, async_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.site import Site
from tests.site.course import lessons
from tests.site.lessons import Lesson

from pagearchive.capture import find_browser

AT_ONCE = 3
REPLAY_SECONDS = 2.5
"""A page that is replayed has everything at hand, but its own timers still run."""
LIMITS = {
    "websocket": "pywb replays no WebSockets",
    "long-poll": "the server had not answered when the visit ended, so there is no answer to replay",
    "no-content": "a 204 is no page, live or replayed",
    "auth-page": "a 401 is no page, live or replayed",
    "speculation": "the browser asks for pages ahead that nobody went to, and that are not archived for that reason",
    "one-address-twice": "pywb gives one answer for one address and body",
}
"""What a replay cannot show, and why; everything else must be there."""
_LOOK = """for (const node of document.querySelectorAll('*')) if (node.scrollHeight > node.clientHeight + 50) node.scrollTop = 1e6;
window.scrollTo(0, 1e6); for (const node of document.querySelectorAll('button,[role=button]')) if (/more/i.test(node.textContent) && !node.form) node.click();"""


def archive(urls: list[str], to: Path) -> tuple[list[dict[str, Any]], float]:
    """Archive all URLs with one call; gives the outcomes and the wall time."""
    command = [sys.executable, "-m", "pagearchive", "archive", *urls, "--to", str(to), "--allow-private", "--json"]
    began = time.monotonic()
    done = subprocess.run([*command, "--timeout", "60"], capture_output=True, text=True, check=False)
    seconds = time.monotonic() - began
    print(done.stderr)
    return [json.loads(line) for line in done.stdout.splitlines()], seconds


def stored(warcs: list[Path]) -> tuple[dict[tuple[str, str], set[str]], set[tuple[str, int]]]:
    """Digests of the decoded payloads by method and URL, as warcio reads them (revisits by their payload digest), and
    which URLs came with which status."""
    sys.modules.setdefault("brotli", None)  # type: ignore[arg-type]
    from warcio.archiveiterator import ArchiveIterator

    methods: dict[str, str] = {}
    for path in warcs:
        with path.open("rb") as file:
            for record in ArchiveIterator(file):
                if record.rec_type == "request":
                    answer = record.rec_headers.get_header("WARC-Concurrent-To") or ""
                    methods[answer] = record.http_headers.protocol
    found: dict[tuple[str, str], set[str]] = {}
    statuses: set[tuple[str, int]] = set()
    plain: dict[str, str] = {}
    for path in warcs:
        with path.open("rb") as file:
            for record in ArchiveIterator(file):
                if record.rec_type not in ("response", "revisit"):
                    continue
                head = record.rec_headers
                if record.rec_type == "response":
                    digest = hashlib.sha256(record.content_stream().read()).hexdigest()
                    plain[head.get_header("WARC-Payload-Digest")] = digest
                else:
                    digest = plain.get(head.get_header("WARC-Payload-Digest"), "")
                statuses.add((_key(head.get_header("WARC-Target-URI")), int(record.http_headers.get_statuscode() or 0)))
                key = methods.get(head.get_header("WARC-Record-ID"), "GET"), _key(head.get_header("WARC-Target-URI"))
                found.setdefault(key, set()).add(digest)
    return found, statuses


def missing_bytes(lesson: Lesson, site: Site, have: dict[tuple[str, str], set[str]]) -> Iterator[str]:
    """What the lesson requires and the WARC does not have as it was sent."""
    for method, url in lesson.wanted(site):
        # warcio decodes some encodings and leaves others, so either digest will do.
        items = [item for item in site.log if item.method == method and _key(item.url) == _key(url)]
        sent = {digest for item in items for digest in (item.sha256, item.payload_sha256)}
        if not sent:
            yield f"{method} {url[:100]}: never asked for"
        elif not sent & have.get((method, _key(url)), set()):
            yield f"{method} {url[:100]}: not in the WARC as it was sent"


def _key(url: str) -> str:
    return unquote(url.partition("#")[0])


# ── programs ──────────────────────────────────────────────────────────────────────────────────────────────────────


def judge(name: str, *command: str | Path) -> bool:
    """Run a program over the files; a line for it, and all its words when it objects."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    print(f"{name:24} {'accepts' if done.returncode == 0 else f'OBJECTS ({done.returncode})'}")
    if done.returncode:
        print((done.stdout + done.stderr)[-3000:])
    return done.returncode == 0


def verified(collection: Path) -> bool:
    """What `pagearchive verify` says; that a body was cut on the wire is true of the course and no fault of the file."""
    command = [sys.executable, "-m", "pagearchive", "verify", str(collection), "--json", "--quiet"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    faults = [json.loads(line) for line in done.stdout.splitlines()]
    others = [fault for fault in faults if fault["kind"] != "truncated"]
    print(
        f"{'pagearchive verify':24} {'OBJECTS' if others else 'accepts'}; {len(faults)} bodies cut on the wire are named"
    )
    for fault in others:
        print(f"    {fault}")
    return not others


def judges(programs: Path | None, collection: Path, work: Path) -> bool:
    """All programs that are there."""
    warcs = sorted((collection / "warc").glob("*.warc.gz"))
    package = work / "course.wacz"
    ours = [sys.executable, "-m", "pagearchive"]
    good = verified(collection)
    good &= judge("pagearchive pack", *ours, "pack", collection, "--to", package, "--quiet")
    tools: dict[str, list[str | Path]] = {
        "warcio": ["check", *warcs],
        "fastwarc": ["check", "-q", *warcs],
        "cdxj-indexer": [*warcs, "-o", work / "course.cdxj"],
        "wacz": ["validate", "-f", package],
    }
    for name, arguments in tools.items():
        program = shutil.which(name, path=str(programs) if programs else None)
        if program is None:
            print(f"{name:24} not installed, not asked")
            continue
        good &= judge(name, program, *arguments)
    return good


# ── replay ────────────────────────────────────────────────────────────────────────────────────────────────────────


@contextmanager
def pywb(programs: Path, collection: Path, work: Path) -> Iterator[str]:
    """A pywb that replays the collection as a proxy; gives its address."""
    root = work / "pywb"
    root.mkdir()
    manager = [programs / "wb-manager"]
    subprocess.run([*manager, "init", "course"], cwd=root, check=True, capture_output=True)
    warcs = sorted((collection / "warc").glob("*.warc.gz"))
    subprocess.run([*manager, "add", "course", *warcs], cwd=root, check=True, capture_output=True)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [str(programs / "wayback"), "-b", "127.0.0.1", "-p", str(port), "--proxy", "course", "-t", "20"]
    with (work / "pywb.log").open("wb") as log:
        server = subprocess.Popen(command, cwd=root, stdout=log, stderr=log)
        try:
            deadline = time.monotonic() + 60
            while True:
                try:
                    socket.create_connection(("127.0.0.1", port), 1).close()
                    break
                except OSError:
                    if time.monotonic() > deadline or server.poll() is not None:
                        raise
                    time.sleep(0.2)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(20)


async def replay(
    proxy: str, visits: dict[str, str], statuses: set[tuple[str, int]]
) -> dict[str, tuple[list[str], str]]:
    """Visit each URL through pywb alone; by name what pywb did not have, and the words on the page."""
    places = asyncio.Semaphore(AT_ONCE)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=find_browser().path, chromium_sandbox=os.geteuid() != 0, proxy={"server": proxy}
        )

        async def one(name: str, url: str) -> tuple[str, tuple[list[str], str]]:
            async with places:
                return name, await _replayed(browser, proxy, url, statuses)

        found = dict(await asyncio.gather(*(one(name, url) for name, url in visits.items())))
        await browser.close()
    return found


async def _replayed(browser: Browser, proxy: str, url: str, statuses: set[tuple[str, int]]) -> tuple[list[str], str]:
    context = await browser.new_context(proxy={"server": proxy}, ignore_https_errors=True, accept_downloads=False)
    lacking: list[str] = []

    def note(response: Response) -> None:
        if response.status >= 400 and (_key(response.url), response.status) not in statuses:
            line = f"{response.request.method} {response.url[:120]}: pywb says {response.status}"
            if line not in lacking:
                lacking.append(line)

    context.on("response", note)
    page = await context.new_page()
    words = ""
    try:
        await page.goto(url, wait_until="commit", timeout=30_000)
        await page.wait_for_load_state("load", timeout=8_000)
    except Error as error:
        if "Download is starting" not in str(error) and "Timeout" not in str(error):
            lacking.append(f"the page: {str(error).splitlines()[0]}")
    for _ in range(10):
        with suppress(Error, TimeoutError):  # the page may go elsewhere meanwhile
            await asyncio.wait_for(page.mouse.move(3, 3), 5)
            await asyncio.wait_for(page.evaluate(_LOOK), 5)
        await asyncio.sleep(REPLAY_SECONDS / 10)
    await asyncio.sleep(REPLAY_SECONDS)
    for _ in range(5):
        with suppress(Error, TimeoutError):
            words = await asyncio.wait_for(page.content(), 5)
            break
        await asyncio.sleep(0.3)
    try:
        await asyncio.wait_for(context.close(), 10)
    except (Error, TimeoutError):
        print(f"the context of {url} did not close")
    return lacking, words


# ── all of it ─────────────────────────────────────────────────────────────────────────────────────────────────────


def main() -> int:
    """Print the tables; 1 when anything is missing."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--judges", type=Path, help="directory of warcio, fastwarc, cdxj-indexer, wacz")
    parser.add_argument("--pywb", type=Path, help="directory of wb-manager and wayback")
    parser.add_argument("--keep", type=Path, help="keep collection and logs there")
    parser.add_argument("--first", type=int, help="so many lessons only")
    parser.add_argument("names", nargs="*")
    given = parser.parse_args()
    chosen = [lesson for lesson in lessons() if not given.names or lesson.name in given.names][: given.first]
    with tempfile.TemporaryDirectory(prefix="judges-") as directory:
        work = given.keep or Path(directory)
        work.mkdir(parents=True, exist_ok=True)
        return asyncio.run(_all(given, chosen, work))


async def _all(given: argparse.Namespace, chosen: list[Lesson], work: Path) -> int:
    collection = work / "collection"
    good = True
    with Site() as site:
        visits = {lesson.name: lesson.install(site) for lesson in chosen}
        outcomes, seconds = archive(list(visits.values()), collection)
        have, statuses = stored(sorted((collection / "warc").glob("*.warc.gz")))
        verdicts = {outcome["url"]: outcome["verdict"] for outcome in outcomes}
        for lesson in chosen:
            faults = list(missing_bytes(lesson, site, have))
            verdict = verdicts.get(visits[lesson.name])
            if verdict != lesson.verdict:
                faults.append(f"verdict {verdict}, not {lesson.verdict}")
            good &= not faults
            for fault in faults:
                print(f"{lesson.name:24} {fault}")
    load = os.getloadavg()[0]
    print(f"{len(outcomes)} pages archived in {seconds:.0f} s, one at a time (load {load:.1f}), {len(have)} exchanges")
    good &= judges(given.judges, collection, work)
    if given.pywb is None:
        print("pywb                     not named, not asked")
        return not good
    with pywb(given.pywb, collection, work) as proxy:
        replayed = await replay(proxy, visits, statuses)
    whole = limited = 0
    for lesson in chosen:
        lacking, words = replayed[lesson.name]
        unsaid = [text for text in lesson.seen or lesson.text if text not in words]
        whole += not lacking and not unsaid
        limited += lesson.name in LIMITS and bool(lacking or unsaid)
        if lesson.name in LIMITS and (lacking or unsaid):
            print(f"pywb: {lesson.name:24} {LIMITS[lesson.name]}")
            continue
        for line in [*lacking, *(f"not on the replayed page: {text[:60]}" for text in unsaid)]:
            print(f"pywb: {lesson.name:24} {line}")
    print(
        f"pywb                     replays {whole} of {len(chosen)} pages with nothing missing, {limited} within its limits"
    )
    return not (good and whole + limited == len(chosen))


if __name__ == "__main__":
    sys.exit(main())
