"""Visiting with a login: it is used, and nothing of it stays in the collection."""

from __future__ import annotations

import base64
import gzip
import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.cli.conftest import Cli, environment
from tests.site import Reply, Request, Site

pytestmark = pytest.mark.browser

SESSION = "s3ss10n-value"
PASSWORD = "pa55-word"
ISSUED = "1ssued-cookie"
TOKEN = "t0ken-in-an-address"
BASIC = base64.b64encode(f"anna:{PASSWORD}".encode()).decode()
SECRETS = (SESSION, PASSWORD, ISSUED, TOKEN, BASIC)
WORDS = "<p>" + "Words for members only, and quite a lot of them. " * 20


def members(request: Request) -> Reply:
    """A page that knows its members by their cookie, and hands out secrets."""
    if f"sid={SESSION}" not in request.headers.get("cookie", ""):
        return Reply("<title>Board</title><p>Welcome, guest. Please register.")
    return Reply(
        f"<title>Board</title><a id=logout href=/logout>Log out</a>{WORDS}<img src='/picture?access_token={TOKEN}'>"
        f"<script>fetch('/api?x=1&token={TOKEN}#x',{{headers:{{Authorization:'Bearer {TOKEN}'}}}})</script>",
        headers=[("Set-Cookie", f"next={ISSUED}; Path=/; HttpOnly"), ("Set-Cookie", f"sid={SESSION}; Path=/")],
    )


def door(request: Request) -> Reply:
    if request.headers.get("authorization") == f"Basic {BASIC}":
        return Reply(f"<title>Inside</title>{WORDS}")
    return Reply("<p>who is there?", status=401, headers=[("WWW-Authenticate", 'Basic realm="x"')])


@pytest.fixture
def board(site: Site) -> Site:
    site.add("/board", members)
    site.add("/sso", Reply(status=302, headers=[("Location", f"/board?code={TOKEN}")]))
    site.add("/picture", Reply(b"GIF89a", type="image/gif"))
    site.add("/api", Reply("{}", type="application/json"))
    site.add("/door", door)
    return site


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    cookie = {"name": "sid", "value": SESSION, "domain": "127.0.0.1", "path": "/", "expires": -1}
    state = {"cookies": [cookie | {"httpOnly": True, "secure": False, "sameSite": "Lax"}], "origins": []}
    path = tmp_path / "saved.login"
    path.write_text(json.dumps(state))
    return path


def written(root: Path) -> Iterator[tuple[str, bytes]]:
    """Every file of a collection, unpacked."""
    for path in root.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            yield path.name, gzip.decompress(data) if path.suffix == ".gz" else data


def leaks(root: Path) -> list[tuple[str, str]]:
    return [(name, secret) for name, data in written(root) for secret in SECRETS if secret.encode() in data]


def warcs(root: Path) -> bytes:
    return b"".join(data for name, data in written(root) if name.endswith(".warc.gz"))


def test_nothing_of_a_saved_login_stays_in_the_collection(cli: Cli, board: Site, saved: Path, tmp_path: Path) -> None:
    # The page's own markup has to stay as it was sent, so the page is asked to name its tokens in addresses only.
    urls = board.url("/board"), board.url("/sso")
    done = cli("archive", *urls, "--to", "c", "--storage-state", saved, "--logged-in-if", "#logout", "--json")
    assert done.status == 0, done.err
    assert [outcome["logged_in"] for outcome in done.lines] == [True, True]
    assert done.lines[1]["final_url"].endswith("/board?code=REDACTED")
    heads = warcs(tmp_path / "c")
    assert b"sid=REDACTED" in heads and b"next=REDACTED; Path=/; HttpOnly" in heads
    assert b"Authorization: Bearer REDACTED" in heads
    assert b"\r\nWARC-Redacted: cookie, set-cookie\r\n" in heads, "the record says what was masked in it"
    assert b"/picture?access_token=REDACTED" in heads
    in_bodies = {("token", TOKEN)}
    found = {secret for _, secret in leaks(tmp_path / "c")}
    assert found <= {secret for _, secret in in_bodies}, found
    for name, data in written(tmp_path / "c"):
        if not name.endswith(".warc.gz") and name != "records.jsonl":
            assert TOKEN.encode() not in data, name
    assert not any(secret in done.out + done.err for secret in SECRETS)
    assert any("masked in the archive" in note for note in done.lines[0]["notes"])
    assert cli("verify", "c").status == 0


def test_secrets_are_kept_when_asked_for(cli: Cli, board: Site, saved: Path, tmp_path: Path) -> None:
    done = cli("archive", board.url("/board"), "--to", "c", "--storage-state", saved, "--keep-secrets")
    assert done.status == 0, done.err
    assert f"sid={SESSION}".encode() in warcs(tmp_path / "c")


def test_a_session_that_has_expired_is_a_login_wall(cli: Cli, board: Site, saved: Path) -> None:
    saved.write_text(saved.read_text().replace(SESSION, "an-old-one"))
    done = cli(
        "archive", board.url("/board"), "--to", "c", "--storage-state", saved, "--logged-in-if", "#logout", "--json"
    )
    assert done.status == 1
    assert (done.lines[0]["verdict"], done.lines[0]["logged_in"]) == ("login-wall", False)
    assert "expired" in done.err


def test_a_batch_leaves_a_host_alone_whose_session_has_expired(
    cli: Cli, board: Site, saved: Path, tmp_path: Path
) -> None:
    good = saved.read_text()
    saved.write_text(good.replace(SESSION, "an-old-one"))
    addresses = [f"{board.url('/board')}?page={number}" for number in range(3)]
    (tmp_path / "list").write_text("\n".join(addresses))
    how = "--to", "c", "--storage-state", saved, "--logged-in-if", "#logout", "--allow-private", "--delay", 0
    done = cli("batch", "list", *how, "--json")
    assert done.status == 1
    assert [line["outcome"]["verdict"] for line in done.lines if line["event"] == "page"] == ["login-wall"]
    assert "2 addresses" in done.err and "pagearchive login" in done.err

    saved.write_text(good)
    again = cli("batch", "list", *how, "--retry-failed", "--json")
    assert again.status == 0, again.err
    assert [line["outcome"]["verdict"] for line in again.lines if line["event"] == "page"] == ["ok"] * 3


@pytest.mark.parametrize("by", ["option", "environment"])
def test_credentials_come_from_a_file(by: str, cli: Cli, board: Site, tmp_path: Path) -> None:
    file = tmp_path / "passwords"
    port = board.origins["A"].rpartition(":")[2]
    file.write_text(
        f"machine example.org login bob password no\nmachine 127.0.0.1:{port} login anna password {PASSWORD}\n"
    )
    how = ["--credentials", file] if by == "option" else []
    env = {"PAGEARCHIVE_CREDENTIALS": str(file)} if by == "environment" else {}
    done = cli("archive", board.url("/door"), "--to", "c", *how, env=env)
    assert done.status == 0, done.err
    assert "Inside" in done.out
    assert not leaks(tmp_path / "c")
    assert b"Authorization: Basic REDACTED" in warcs(tmp_path / "c")
    assert b" 401 " in warcs(tmp_path / "c"), "the refusal that asked for them is in the archive too"


def test_a_password_in_an_address_is_used_and_not_written_down(cli: Cli, board: Site, tmp_path: Path) -> None:
    url = board.url("/door").replace("://", f"://anna:{PASSWORD}@")
    done = cli("archive", url, "--to", "c")
    assert done.status == 0, done.err
    assert not leaks(tmp_path / "c")
    assert PASSWORD not in done.out + done.err


@pytest.mark.parametrize(
    ("option", "content"),
    [
        ("--storage-state", "{}"),
        ("--storage-state", f'[{{"value":"{SESSION}"}}'),
        ("--credentials", f"machine 127.0.0.1 user anna {PASSWORD}"),
    ],
)
def test_a_file_that_is_no_login_is_named_and_not_shown(
    option: str, content: str, cli: Cli, board: Site, tmp_path: Path
) -> None:
    (tmp_path / "wrong").write_text(content)
    done = cli("archive", board.url("/door"), "--to", "c", option, "wrong")
    assert done.status != 0
    assert done.err.count("\n") == 1 and "wrong" in done.err
    assert not any(secret in done.err for secret in SECRETS)


# ── signing in ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[str]:
    """A screen that nobody looks at."""
    if shutil.which("Xvfb") is None:
        pytest.skip("needs Xvfb")
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1024x768x24", "-nolisten", "tcp"],
        pass_fds=(write,),
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    with os.fdopen(read) as told:
        number = told.readline().strip()
    yield f":{number}"
    server.terminate()
    server.wait(20)


def test_signing_in_by_hand(screen: str, cli: Cli, board: Site, tmp_path: Path) -> None:
    def enter(_: Request) -> Reply:
        return Reply("<p>welcome", headers=[("Set-Cookie", f"sid={SESSION}; Path=/; HttpOnly")])

    board.add("/enter", enter)
    # The page signs in by itself a moment after it is shown: it stands for the person at the window.
    board.add(
        "/login", "<p>Who are you?<script>setTimeout(()=>{localStorage.me='anna';location.href='/enter'},1500)</script>"
    )
    save = tmp_path / "forum.login"
    window = subprocess.Popen(
        [sys.executable, "-m", "pagearchive", "login", board.url("/login"), "--save", str(save)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=tmp_path,
        env=environment({"DISPLAY": screen}),
    )
    deadline = time.monotonic() + 60
    while not (save.exists() and SESSION in save.read_text()):
        assert window.poll() is None, window.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert stat.S_IMODE(save.stat().st_mode) == 0o600
    assert "anna" in save.read_text()
    window.send_signal(signal.SIGINT)
    out, err = window.communicate(timeout=60)
    assert "Traceback" not in err, err
    assert SESSION not in out + err

    done = cli("archive", board.url("/board"), "--to", "c", "--storage-state", save, "--logged-in-if", "#logout")
    assert done.status == 0, done.err
    assert not [leak for leak in leaks(tmp_path / "c") if leak[1] == SESSION]


def test_signing_in_without_a_screen(cli: Cli) -> None:
    done = cli("login", "https://example.org/", "--save", "x", env={"DISPLAY": "", "WAYLAND_DISPLAY": ""})
    assert done.status == 1
    assert "another machine" in done.err and done.err.count("\n") == 1
