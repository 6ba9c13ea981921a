"""A page cannot reach what it may not reach, by any way out of a browser."""

from __future__ import annotations

import socket

import pytest

from pagearchive.capture import CaptureOptions
from pagearchive.capture.guard import origin_of
from pagearchive.model import Capture
from tests.capture.conftest import Running, Visit
from tests.site import Site
from tests.site.hostile import attacks, install
from tests.site.lessons import page
from tests.site.score import Recorded

pytestmark = pytest.mark.browser

PROBES = {attack.name: attack for attack in attacks() if attack.name.startswith("probe-")}
QUICK = {
    attack.name: attack
    for attack in attacks()
    if attack.name
    in {"redirects", "alert-loop", "window-close", "long-title", "tampered", "header-bomb", "not-http", "history-flood"}
}


@pytest.fixture(scope="module")
def results(site: Site, running: Running) -> dict[str, tuple[Capture, list[Recorded]]]:
    install(site)
    visits = {}
    for attack in [*PROBES.values(), *QUICK.values()]:
        url = attack.install(site)
        allowed = frozenset({origin_of(url)})
        options = CaptureOptions(
            timeout=20, screenshot=False, allow_private=attack.allow_private, allowed_origins=allowed
        )
        visits[attack.name] = url, options
    return running.visit_all(visits)


@pytest.mark.parametrize("name", [*PROBES, *QUICK])
def test_a_hostile_page_gets_a_verdict(name: str, results: dict[str, tuple[Capture, list[Recorded]]]) -> None:
    attack = PROBES.get(name) or QUICK[name]
    capture, _ = results[name]
    assert capture.verdict in attack.verdicts, (capture.evidence, capture.notes)
    if attack.check is not None:
        assert attack.check(capture)


def test_no_probe_reaches_anything(site: Site, results: dict[str, tuple[Capture, list[Recorded]]]) -> None:
    assert len(results) > len(PROBES)
    forbidden = {site.url(name[2:], name[0]) for attack in PROBES.values() for name in attack.forbidden}
    assert forbidden
    assert not forbidden & {item.url for item in site.log}


def test_no_datagram_leaves_the_browser(site: Site, visit: Visit) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        udp.bind(("127.0.0.1", 0))
        udp.settimeout(0.5)
        port = udp.getsockname()[1]
        script = (
            f"const c=new RTCPeerConnection({{iceServers:[{{urls:'stun:127.0.0.1:{port}'}}]}});"
            "c.createDataChannel('x');"
            "c.createOffer().then(o=>c.setLocalDescription(o));"
            f"try{{new WebTransport('https://127.0.0.1:{port}/')}}catch(_){{}}"
        )
        capture, _ = visit(site.add("/g/rtc", page(f"<p>words<script>{script}</script>")), screenshot=False)
        assert capture.verdict == "ok"
        with pytest.raises(TimeoutError):
            udp.recvfrom(2000)
