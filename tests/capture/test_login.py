"""A saved login is its owner's business alone."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from pagearchive.capture import find_browser, sign_in
from pagearchive.capture.login import write_state
from pagearchive.errors import NotAnAddressError, OutputError, SetupError


def test_a_saved_login_can_be_read_by_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    write_state(path, b"{}")
    write_state(path, b'{"cookies":[]}')
    assert path.read_bytes() == b'{"cookies":[]}'
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_a_directory_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="nowhere"):
        write_state(tmp_path / "nowhere" / "state.json", b"{}")


async def test_without_a_screen_it_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    with pytest.raises(SetupError, match="another machine"):
        await sign_in("https://example.org/", tmp_path / "s", find_browser(), print)
    with pytest.raises(NotAnAddressError):
        await sign_in("file:///etc/passwd", tmp_path / "s", find_browser(), print)
