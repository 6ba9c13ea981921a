"""Comparing what was captured with what the site sent."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from urllib.parse import unquote

from pagearchive.model import Capture, Exchange, Payload
from tests.site.lessons import Lesson
from tests.site.server import Site


@dataclass(frozen=True)
class Recorded:
    """An exchange as the sink saw it, its bodies already digested."""

    method: str
    url: str
    status: int | None
    size: int
    sha256: str
    request_sha256: str
    truncated: str | None
    error: str | None
    request_head: bytes
    response_head: bytes | None


@dataclass
class Collector:
    """A sink that keeps digests."""

    exchanges: list[Recorded] = field(default_factory=list)

    def __call__(self, exchange: Exchange) -> None:
        digest, request = _digest(exchange.response_body), _digest(exchange.request_body)
        self.exchanges.append(
            Recorded(
                exchange.method, exchange.url, exchange.status, exchange.response_body.size, digest, request,
                exchange.truncated, exchange.error, exchange.request_head, exchange.response_head,
            )
        )  # fmt: skip


def _digest(payload: Payload) -> str:
    digest = hashlib.sha256()
    with payload.open() as body:
        while data := body.read(1 << 20):
            digest.update(data)
    return digest.hexdigest()


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    lesson: str
    what: str
    good: bool
    detail: str = ""


def score(lesson: Lesson, site: Site, capture: Capture, recorded: list[Recorded]) -> list[Row]:
    """Every requirement of a lesson, met or not."""
    rows = []
    for method, url in lesson.wanted(site):
        rows.append(_exchange(lesson, site, method, url, recorded))
    dom = capture.dom or ""
    rows += [Row(lesson.name, f"DOM has “{words[:30]}”", words in dom, dom[-200:]) for words in lesson.text]
    text = next((a.data.decode() for a in capture.attachments if a.urn.startswith("urn:text:")), "")
    rows += [Row(lesson.name, f"text has “{words}”", words in text, text[-200:]) for words in lesson.seen]
    evidence = f"{capture.verdict}: {capture.evidence}; {capture.notes}"
    rows.append(Row(lesson.name, f"verdict {lesson.verdict}", capture.verdict == lesson.verdict, evidence))
    for name in lesson.never:
        unwanted = site.url(f"/l/{lesson.name}/{name}")
        asked = [item for item in site.log if item.url == unwanted]
        rows.append(Row(lesson.name, f"{name} is left alone", not asked, repr(asked)))
    if lesson.end is not None:
        end = site.url(f"/l/{lesson.name}/{lesson.end}")
        rows.append(Row(lesson.name, "final URL", capture.url == end, capture.url))
    for name, how in lesson.truncated.items():
        found = [item for item in recorded if item.url == site.url(f"/l/{lesson.name}/{name}")]
        good = any(item.truncated == how and item.size for item in found)
        rows.append(Row(lesson.name, f"{name} truncated: {how}", good, repr([(i.truncated, i.size) for i in found])))
    return rows


def _exchange(lesson: Lesson, site: Site, method: str, url: str, recorded: list[Recorded]) -> Row:
    what = f"{method} {url[:90]}"
    sent = [item for item in site.log if item.method == method and _same(item.url, url)]
    if not sent:
        return Row(lesson.name, what, False, "never asked for")
    found = [item for item in recorded if item.method == method and _same(item.url, url)]
    if not found:
        return Row(lesson.name, what, False, "not recorded")
    whole = {item.sha256 for item in sent if item.status != 206}
    if not any(item.sha256 in whole for item in found):
        return Row(lesson.name, what, False, f"other bytes: {[(i.status, i.size, i.error) for i in found]}")
    asked = {item.request_sha256 for item in sent}
    if not any(item.request_sha256 in asked for item in found):
        return Row(lesson.name, what, False, "another request body")
    return Row(lesson.name, what, True)


def _same(first: str, second: str) -> bool:
    return unquote(first.partition("#")[0]) == unquote(second.partition("#")[0])
