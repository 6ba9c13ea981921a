"""A page cannot reach what it may not reach, by any way out of a browser."""

from __future__ import annotations

import socket

import pytest

from pagearchive.capture.guard import origin_of
from tests.capture.conftest import Visit
from tests.site import Site
from tests.site.hostile import Attack, attacks, install
from tests.site.lessons import page

pytestmark = pytest.mark.browser

PROBES = {attack.name: attack for attack in attacks() if attack.name.startswith("probe-")}
QUICK = {
    attack.name: attack
    for attack in attacks()
    if attack.name
    in {"redirects", "alert-loop", "window-close", "long-title", "tampered", "header-bomb", "not-http", "history-flood"}
}


@pytest.mark.parametrize("name", PROBES)
def test_a_probe_reaches_nothing(name: str, site: Site, visit: Visit) -> None:
    attack = PROBES[name]
    install(site)
    before = len(site.log)
    url = attack.install(site)
    capture, _ = visit(url, allow_private=False, allowed_origins=frozenset({origin_of(url)}), screenshot=False)
    assert capture.verdict in attack.verdicts, capture.evidence
    reached = {item.url for item in site.log[before:]}
    assert not [name for name in attack.forbidden if site.url(name[2:], name[0]) in reached]
    _holds(attack, capture)


@pytest.mark.parametrize("name", QUICK)
def test_a_hostile_page_gets_a_verdict(name: str, site: Site, visit: Visit) -> None:
    attack = QUICK[name]
    capture, _ = visit(attack.install(site), screenshot=False, timeout=15)
    assert capture.verdict in attack.verdicts, (capture.evidence, capture.notes)
    _holds(attack, capture)


def _holds(attack: Attack, capture: object) -> None:
    if attack.check is not None:
        assert attack.check(capture)  # type: ignore[arg-type]


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
