"""What is made from the page once it rests: its DOM, its text, its pictures, and the list of what it used."""

from __future__ import annotations

import asyncio
import base64
import re
import time
import uuid
from collections.abc import Awaitable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec
from playwright.async_api import Error, Page

from pagearchive.capture.bounded import StepTimeoutError, bounded
from pagearchive.capture.ledger import Ledger
from pagearchive.capture.options import CaptureOptions
from pagearchive.capture.world import Frames, GoneError, World
from pagearchive.model import Attachment

if TYPE_CHECKING:
    from pagearchive.capture.verdicts import Finding

DOM_SECONDS = 15.0
TEXT_SECONDS = 10.0
PICTURE_SECONDS = 10.0
SHORT_SECONDS = 5.0
_VIEWED = re.compile(r"application/pdf|audio/|video/|image/(?!svg)")
"""Documents that a viewer of the browser's own shows: their DOM is the viewer's and says nothing of the page."""


@dataclass
class Records:
    """What could be had of a page; None where it could not."""

    url: str
    title: str | None = None
    content_type: str | None = None
    """`document.contentType`: what the browser took the document for."""
    canonical: str | None = None
    icon: str | None = None
    headings: list[str] = field(default_factory=list)
    passwords: int = 0
    """Password fields that can be seen."""
    logged_in: bool | None = None
    """Whether `logged_in_if` is on the page; None where it was not asked for."""
    dom: str | None = None
    dom_before: str | None = None
    """Before overlays were answered or set aside; None where there were none."""
    text: str | None = None
    view: bytes | None = None
    full: bytes | None = None
    notes: list[str] = field(default_factory=list)

    def attachments(self, finding: Finding, ledger: Ledger, captured_at: datetime) -> list[Attachment]:
        """The records as they go into the archive."""
        html, plain, png = "text/html; charset=utf-8", "text/plain; charset=utf-8", "image/png"
        found = []
        if self.dom is not None:
            found.append(_attachment("dom", finding.url, html, self.dom.encode("utf-8", "replace")))
        if self.dom_before is not None:
            found.append(_attachment("dom-before", finding.url, html, self.dom_before.encode("utf-8", "replace")))
        if self.text is not None:
            found.append(_attachment("text", finding.url, plain, self.text.encode("utf-8", "replace")))
        if self.view is not None:
            found.append(_attachment("view", finding.url, png, self.view))
        if self.full is not None:
            found.append(_attachment("fullPage", finding.url, png, self.full))
        for number, talk in enumerate(ledger.conversations[:50]):
            urn = f"websocket{number or ''}"
            found.append(_attachment(urn, ledger.shown(talk.url), "application/x-ndjson", talk.lines()))
        info = msgspec.json.encode(self._info(finding, ledger, captured_at))
        found.append(_attachment("pageinfo", finding.url, "application/json", info))
        return found

    def _info(self, finding: Finding, ledger: Ledger, captured_at: datetime) -> dict[str, Any]:
        urls: dict[str, dict[str, Any]] = {}
        for entry in ledger.entries:
            line: dict[str, Any] = {"status": entry.status or 0, "mime": entry.mime, "type": entry.resource}
            if entry.method != "GET":
                line["method"] = entry.method
            if entry.error:
                line["error"] = entry.error
            urls[entry.shown] = line
        return {
            "pageid": ledger.options.page_id or str(uuid.uuid4()),
            "url": finding.url,
            "ts": captured_at.isoformat(),
            "title": self.title,
            "status": finding.status,
            "verdict": finding.verdict,
            "evidence": finding.evidence,
            "canonical": ledger.shown(self.canonical) if self.canonical else None,
            "favIconUrl": ledger.shown(self.icon) if self.icon else None,
            "notes": [*ledger.notes, *self.notes],
            "urls": urls,
        }


def _attachment(name: str, url: str, content_type: str, data: bytes) -> Attachment:
    return Attachment(urn=f"urn:{name}:{url}", content_type=content_type, data=data)


async def take_records(page: Page, frames: Frames, ledger: Ledger, options: CaptureOptions, deadline: float) -> Records:
    """Make all records, each in its own time; what fails is a note."""
    world = frames.main
    taker = _Taker(Records(url=page.url), world, deadline)
    facts = await taker.step("the page's facts", _facts(world), SHORT_SECONDS * 2)
    if not isinstance(facts, dict):
        # A page that leaves no time for anything else is stopped, and asked once more.
        await world.hold_still()
        facts = await taker.step("the page's facts, once it was stopped,", _facts(world), SHORT_SECONDS)
    if not isinstance(facts, dict):
        return taker.records
    records = taker.records
    records.url = facts["url"]
    records.title = facts["title"] or None
    records.content_type = str(facts["type"]).lower()
    records.canonical = facts["canonical"]
    records.icon = facts["icon"]
    records.headings = facts["headings"]
    records.passwords = facts["passwords"]
    if options.logged_in_if:
        selector = msgspec.json.encode(options.logged_in_if).decode()
        probe = f"document.querySelector({selector}) !== null"
        records.logged_in = await taker.step("the mark of a login", world.call(probe, SHORT_SECONDS), SHORT_SECONDS)
    await taker.step("canvas text", world.call_page("window.__pagearchive.label()", SHORT_SECONDS), SHORT_SECONDS)
    if not _VIEWED.match(records.content_type):
        records.dom = await taker.step("the DOM", world.call("pagearchive.dom()", DOM_SECONDS), DOM_SECONDS)
        records.text = await taker.text(frames)
    if options.screenshot:
        await taker.pictures(options, int(facts["height"]))
    return records


async def _facts(world: World) -> Any:
    """The page's facts, asked for again while one document gives way to the next."""
    for _ in range(10):
        try:
            return await world.call("pagearchive.facts()", SHORT_SECONDS)
        except GoneError:
            await asyncio.sleep(0.1)
    return await world.call("pagearchive.facts()", SHORT_SECONDS)


class _Taker:
    def __init__(self, records: Records, world: World, deadline: float) -> None:
        self.records = records
        self._world = world
        self._deadline = deadline

    async def step(self, name: str, work: Awaitable[Any], seconds: float) -> Any:
        """Do one step in its time; None and a note when it fails."""
        left = max(0.5, min(seconds, self._deadline - time.monotonic()))
        try:
            return await bounded(work, left, name)
        except (GoneError, StepTimeoutError, Error) as error:
            self.records.notes.append(f"{name} could not be had: {(str(error).splitlines() or [''])[0][:200]}")
            return None

    async def text(self, frames: Frames) -> str | None:
        """The visible text of the page and, after it, of its frames."""
        parts = await self.step("the text", frames.call("pagearchive.text()", TEXT_SECONDS), TEXT_SECONDS)
        kept = [part.strip() for part in parts or [] if isinstance(part, str) and part.strip()]
        return "\n\n".join(kept) if kept else None

    async def pictures(self, options: CaptureOptions, height: int) -> None:
        """The first screen, and the page from its top down to the stated height."""
        width, screen = options.viewport.width, options.viewport.height
        self.records.view = await self._picture(width, screen, beyond=False)
        tall = min(max(height, screen), options.full_page_height)
        if tall <= screen:
            self.records.full = self.records.view
            return
        self.records.full = await self._picture(width, tall, beyond=True)
        if height > tall:
            self.records.notes.append(f"the full-page picture ends at {tall} of {height} pixels (full_page_height)")

    async def _picture(self, width: int, height: int, beyond: bool) -> bytes | None:
        parameters: dict[str, Any] = {"format": "png", "optimizeForSpeed": True, "captureBeyondViewport": beyond}
        if beyond:
            parameters["clip"] = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}
        shot = self._world.session.send("Page.captureScreenshot", parameters)
        answer = await self.step("the picture", shot, PICTURE_SECONDS)
        return base64.b64decode(answer["data"]) if isinstance(answer, dict) else None
