"""What is made from a page besides its exchanges."""

from __future__ import annotations

import json

import pytest

from pagearchive.model import Capture
from tests.capture.conftest import Running, Visit
from tests.site import Reply, Site
from tests.site.course import lessons
from tests.site.lessons import page, png, to

pytestmark = pytest.mark.browser


def _attachment(capture: Capture, urn: str) -> bytes:
    return next(item.data for item in capture.attachments if item.urn.startswith(f"urn:{urn}:"))


def test_the_records_of_a_page(site: Site, visit: Visit) -> None:
    site.add("/k/a.png", png("records"))
    url = site.add(
        "/k/page",
        page(
            "<h1>Heading</h1><img src=/k/a.png><img src=/k/gone.png><div style='height:3000px'>tall</div>",
            "<link rel=canonical href=/k/canonical><link rel=icon href=/favicon.ico>",
            title="A title",
        ),
    )
    start = site.add("/k/start", to("/k/page", 301))
    capture, recorded = visit(start)
    assert (capture.verdict, capture.url, capture.requested_url) == ("ok", url, start)
    assert (capture.status, capture.title) == (200, "A title")
    assert capture.exchanges == len(recorded)
    assert {item.urn.split(":")[1] for item in capture.attachments} == {"dom", "text", "view", "fullPage", "pageinfo"}
    assert all(item.urn.endswith(url) for item in capture.attachments)
    view, full = _attachment(capture, "view"), _attachment(capture, "fullPage")
    assert (view[:4], view[16:24]) == (b"\x89PNG", (1280).to_bytes(4, "big") + (800).to_bytes(4, "big"))
    assert int.from_bytes(full[20:24], "big") > 3000
    info = json.loads(_attachment(capture, "pageinfo"))
    assert info["canonical"] == site.url("/k/canonical")
    assert info["urls"][url] == {"status": 200, "mime": "text/html", "type": "document"}
    assert info["urls"][site.url("/k/a.png")] == {"status": 200, "mime": "image/png", "type": "image"}
    assert info["urls"][site.url("/k/gone.png")]["status"] == 404
    assert info["urls"][start]["status"] == 301


def test_a_full_page_picture_is_bounded(site: Site, visit: Visit) -> None:
    url = site.add("/k/tall", page("<div style='height:30000px'>x</div>"))
    capture, _ = visit(url, full_page_height=2000)
    assert int.from_bytes(_attachment(capture, "fullPage")[20:24], "big") == 2000
    assert any("full_page_height" in note for note in capture.notes)


def test_what_was_said_over_a_websocket(site: Site, visit: Visit) -> None:
    lesson = next(lesson for lesson in lessons() if lesson.name == "websocket")
    capture, recorded = visit(lesson.install(site))
    talk = next(item for item in capture.attachments if item.urn.startswith("urn:websocket:ws://"))
    lines = [json.loads(line) for line in talk.data.splitlines()]
    assert [(line["direction"], line["text"]) for line in lines] == [("sent", "hello"), ("received", "echo: hello")]
    handshake = next(item for item in recorded if item.url.endswith("/l/websocket/ws"))
    assert handshake.status == 101


def test_a_websocket_over_tls(site: Site, visit: Visit) -> None:
    next(lesson for lesson in lessons() if lesson.name == "websocket").install(site)
    script = "const s=new WebSocket('{TLS}/l/websocket/ws'.replace('http','ws'));s.onopen=()=>s.send('hello')"
    site.add("/k/wss", page(f"<p>words<script>{script}</script>"))
    capture, _ = visit(site.url("/k/wss", "TLS"), insecure=True)
    talk = next(item for item in capture.attachments if item.urn.startswith("urn:websocket:wss://"))
    assert b"echo: hello" in talk.data


def test_a_page_is_complete_although_another_had_the_same_files(site: Site, visit: Visit) -> None:
    lesson = next(lesson for lesson in lessons() if lesson.name == "cached")
    url = lesson.install(site)
    for _ in range(2):
        _, recorded = visit(url)
        assert {item.url for item in recorded if item.status == 200} >= {address for _, address in lesson.wanted(site)}


def test_heads_are_recorded_as_they_went_over_the_wire(site: Site, visit: Visit) -> None:
    reply = Reply("1", type="text/plain", headers=[("X-Odd-CASE", "a"), ("x-odd-case", "b"), ("Set-Cookie", "q=1")])
    site.add("/k/odd", reply)
    _, recorded = visit(site.add("/k/heads", page("<p>words<script>fetch('/k/odd')</script>")))
    item = next(item for item in recorded if item.url.endswith("/k/odd"))
    assert item.response_head is not None
    assert b"X-Odd-CASE: a\r\nx-odd-case: b\r\nSet-Cookie: q=1\r\n" in item.response_head
    assert item.response_head.startswith(b"HTTP/1.1 200 Some Reason\r\n")
    assert item.request_head.startswith(b"GET /k/odd HTTP/1.1\r\nHost: 127.0.0.1")
    assert b"proxy" not in item.request_head.lower()


def test_bounds_on_exchanges_and_bytes(site: Site, visit: Visit) -> None:
    for number in range(30):
        site.add(f"/k/m{number}.png", png(f"many {number}"))
    url = site.add("/k/many", page("<p>words" + "".join(f"<img src=/k/m{n}.png>" for n in range(30))))
    capture, recorded = visit(url, max_exchanges=10)
    assert capture.verdict == "partial" and len(recorded) == 10
    assert any("max_exchanges" in note for note in capture.notes)
    site.add("/k/long.bin", Reply(b"x" * 50_000, type="application/octet-stream"))
    url = site.add("/k/cut", page("<p>words<script>fetch('/k/long.bin')</script>"))
    capture, recorded = visit(url, max_body_bytes=20_000)
    item = next(item for item in recorded if item.url.endswith("long.bin"))
    assert (item.truncated, item.size) == ("length", 20_000)
    assert capture.verdict == "partial"


def test_what_the_sink_raises_ends_the_capture(site: Site, running: Running) -> None:
    url = site.add("/k/sink", page("<p>words"))

    def full(_: object) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        running.runner.run(running.browser.capture(url, None, full))


def test_popups_and_dialogs_are_noted(site: Site, visit: Visit) -> None:
    site.add("/k/pop", page("<p>popup"))
    url = site.add("/k/opener", page("<p>words<script>alert('hi');window.open('/k/pop')</script>"))
    capture, _ = visit(url)
    assert any("dismissed alert: 'hi'" in note for note in capture.notes)
    assert any("captured a popup" in note for note in capture.notes)
