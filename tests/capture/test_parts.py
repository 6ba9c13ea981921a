"""The engine's parts that need no browser: secrets, style sheets, ranges, bodies, finding a browser."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

import pytest

from pagearchive.capture import find_browser
from pagearchive.capture.http1 import parse_head
from pagearchive.capture.ledger import Style
from pagearchive.capture.ranges import read_range
from pagearchive.capture.scratch import sweep
from pagearchive.capture.secrets import public_url, redact_form, redact_head, redact_url
from pagearchive.capture.spool import MEMORY, Spool
from pagearchive.capture.styles import icons_in, named_in, sheet_text
from pagearchive.errors import BrowserNotFoundError


def test_secrets_are_masked_and_the_rest_is_kept() -> None:
    raw = (
        b"GET /x?page=2&access_token=abc HTTP/1.1\r\nHost: example.org\r\nCookie: a=1; b=2\r\n"
        b"Authorization: Bearer xyz\r\nReferer: https://example.org/?sid=9#f\r\nAccept: */*\r\n\r\n"
    )
    masked, names = redact_head(raw)
    assert masked == (
        b"GET /x?page=2&access_token=REDACTED HTTP/1.1\r\nHost: example.org\r\nCookie: a=REDACTED; b=REDACTED\r\n"
        b"Authorization: Bearer REDACTED\r\nReferer: https://example.org/?sid=REDACTED#f\r\nAccept: */*\r\n\r\n"
    )
    assert names == {"access_token", "cookie", "authorization", "sid"}


def test_a_cookie_that_is_set_keeps_its_attributes() -> None:
    masked, _ = redact_head(b"HTTP/1.1 200 OK\r\nSet-Cookie: s=1; Path=/; HttpOnly\r\n\r\n")
    assert masked == b"HTTP/1.1 200 OK\r\nSet-Cookie: s=REDACTED; Path=/; HttpOnly\r\n\r\n"


def test_tokens_in_a_form_are_masked() -> None:
    head = (
        b"POST /x HTTP/1.1\r\nHost: h\r\nContent-Type: application/x-www-form-urlencoded\r\ncontent-length: 26\r\n\r\n"
    )
    masked, body, names = redact_form(head, b"q=1&csrfKey=abc%20d&token=z")
    assert (body, names) == (b"q=1&csrfKey=REDACTED&token=REDACTED", {"csrfkey", "token"})
    assert b"\r\ncontent-length: 35\r\n" in masked
    assert redact_form(head, b"q=1&keyword=token") == (head, b"q=1&keyword=token", set())
    other = head.replace(b"x-www-form-urlencoded", b"json")
    assert redact_form(other, b'{"token":1}') == (other, b'{"token":1}', set())


def test_harmless_urls_stay() -> None:
    url = "https://example.org/topic?page=3&keyword=token&sort=key"
    assert redact_url(url) == (url, set())


def test_what_a_style_sheet_names() -> None:
    text = """@import "a.css"; @import url('b.css') print; /* url(no.png) */
    .x{background:url( "c d.png" ), url(/e.png?x=1)} @font-face{src:url(f.woff2#iefix)}
    .y{background:url(data:image/png;base64,AA)} .z{filter:url(#shadow)}"""
    assert named_in(text, "https://example.org/css/main.css") == [
        "https://example.org/css/a.css",
        "https://example.org/css/b.css",
        "https://example.org/css/c d.png",
        "https://example.org/e.png?x=1",
        "https://example.org/css/f.woff2",
    ]


def test_what_an_image_set_and_a_manifest_name() -> None:
    text = """.x{background:image-set("a.png" 1x,'b.png' 2x , url(c.png) 3x)}
    .y{background:-webkit-image-set(url("d.png") 1x)}
    .z{background:image-set("e.avif" type("image/avif"),"f.png" type("image/png"));content:"no.png"}"""
    names = {"a.png", "b.png", "c.png", "d.png", "e.avif", "f.png"}
    assert set(named_in(text, "https://example.org/")) == {f"https://example.org/{name}" for name in names}
    manifest = '{"name":"x","icons":[{"src":"i.png"},{"sizes":"9x9"},7],"screenshots":[{"src":"/s.png"}]}'
    assert icons_in(manifest, "https://example.org/m/m.json") == [
        "https://example.org/m/i.png",
        "https://example.org/s.png",
    ]
    assert icons_in("{", "https://example.org/") == icons_in('{"icons":3}', "https://example.org/") == []


def test_an_address_is_written_down_without_a_password() -> None:
    assert public_url("https://anna:x%40y@example.org:8/p?token=1", mask=False) == "https://example.org:8/p?token=1"
    assert public_url("https://example.org/p?token=1#a", mask=True) == "https://example.org/p?token=REDACTED#a"


# ── the browser's directory ───────────────────────────────────────────────────────────────────────────────────────

HOLDER = """
import sys
from pagearchive.capture.scratch import Scratch
scratch = Scratch()
(scratch.path / "body").write_bytes(b"x")
print(scratch.path, flush=True)
sys.stdin.read()
"""


def test_what_a_dead_run_left_is_swept_and_a_living_one_is_let_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    holders = [
        subprocess.Popen([sys.executable, "-c", HOLDER], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for _ in range(2)
    ]
    paths = []
    for holder in holders:
        assert holder.stdout is not None
        paths.append(Path(holder.stdout.readline().decode().strip()))
    other = tmp_path / "pagearchive-of-somebody"
    other.mkdir()
    (other / "file").write_text("not ours")
    holders[0].kill()
    holders[0].communicate()
    sweep()
    assert [path.exists() for path in (*paths, other)] == [False, True, True]
    holders[1].communicate()


def test_a_style_sheet_is_unpacked_within_bounds() -> None:
    packer = zlib.compressobj(9, wbits=31)
    bomb = packer.compress(b"x" * 50_000_000) + packer.flush()
    text = sheet_text(Style("u", b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n", bomb))
    assert text is not None and len(text) <= 4 * 1024 * 1024
    assert sheet_text(Style("u", b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n", b"not gzip")) is None


@pytest.mark.parametrize(
    ("value", "part"),
    [
        ("bytes=0-", (0, 99)),
        ("bytes=10-19", (10, 19)),
        ("bytes=90-500", (90, 99)),
        ("bytes=-10", (90, 99)),
        ("bytes=100-", None),
    ],
)
def test_byte_ranges(value: str, part: tuple[int, int] | None) -> None:
    span = read_range(parse_head(b"GET / HTTP/1.1\r\nRange: " + value.encode() + b"\r\n\r\n"))
    assert span is not None
    assert span.within(100) == part


@pytest.mark.parametrize("value", ["bytes=0-1,5-6", "items=0-1", "bytes=-", "bytes=a-b"])
def test_other_ranges_are_left_to_the_server(value: str) -> None:
    assert read_range(parse_head(b"GET / HTTP/1.1\r\nRange: " + value.encode() + b"\r\n\r\n")) is None


def test_a_body_goes_to_disk_when_it_grows_and_is_cut_at_the_bound(tmp_path: Path) -> None:
    small = Spool(tmp_path, 1000)
    small.write(b"abc")
    assert small.payload().data == b"abc" and not list(tmp_path.iterdir())
    spool = Spool(tmp_path, MEMORY * 3)
    for _ in range(10):
        spool.write(b"x" * MEMORY)
    payload = spool.payload()
    assert (payload.size, payload.data, spool.cut) == (MEMORY * 3, None, True)
    assert payload.path is not None and payload.path.stat().st_size == MEMORY * 3


def _program(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!{sys.executable}\nprint('Chromium 1.2.3')\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def test_browsers_are_found_in_their_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "pw"))
    monkeypatch.delenv("PAGEARCHIVE_BROWSER", raising=False)
    system = _program(tmp_path / "bin" / "google-chrome")
    found = find_browser()
    assert (found.path, found.kind, found.version) == (system, "system", "Chromium 1.2.3")
    old = _program(tmp_path / "pw" / "chromium-900" / "chrome-linux" / "chrome")
    new = _program(tmp_path / "pw" / "chromium-1200" / "chrome-linux64" / "chrome")
    assert (find_browser().path, find_browser().kind) == (new, "playwright") and old != new
    named = _program(tmp_path / "own" / "mine")
    monkeypatch.setenv("PAGEARCHIVE_BROWSER", str(named))
    assert (find_browser().path, find_browser().kind) == (named, "given")
    assert find_browser(system).path == system


def test_a_browser_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BrowserNotFoundError, match="nothing-here"):
        find_browser(tmp_path / "nothing-here")
