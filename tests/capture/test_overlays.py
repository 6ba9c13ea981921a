"""Banners are refused, boxes set aside, and nothing is ever agreed to."""

from __future__ import annotations

import pytest

from pagearchive.model import Capture
from tests.capture.conftest import Visit
from tests.site import Reply, Site, overlays

pytestmark = pytest.mark.browser


def _dom(capture: Capture) -> str:
    assert capture.dom is not None, capture.evidence
    return capture.dom


def _attachments(capture: Capture) -> dict[str, str]:
    return {a.urn.split(":")[1]: a.data.decode("utf-8", "replace") for a in capture.attachments}


@pytest.mark.parametrize("name", ["refusing", "german_shadow", "framed", "onetrust"])
def test_a_banner_that_can_be_refused_is_refused(name: str, site: Site, visit: Visit) -> None:
    site.add("/o/dialog", Reply(overlays.DIALOG))
    capture, _ = visit(site.add(f"/o/{name}", getattr(overlays, name)()))
    assert capture.title == "refused", capture.notes
    before = _attachments(capture)["dom-before"]
    assert "ookies" in before or "consent dialog" in before
    assert "words that matter" in _dom(capture)


def test_a_banner_that_can_only_be_agreed_to_is_set_aside(site: Site, visit: Visit) -> None:
    capture, _ = visit(site.add("/o/accept-only", overlays.accept_only()))
    assert capture.title == "Lesson", capture.notes
    assert 'data-pagearchive-set-aside="consent"' in _dom(capture)
    assert "overflow: auto" in _dom(capture)
    assert "you must consent" not in _attachments(capture)["text"]


def test_a_sign_in_box_is_closed(site: Site, visit: Visit) -> None:
    capture, _ = visit(site.add("/o/sign-in", overlays.sign_in()))
    assert "Sign in to continue" not in _dom(capture), capture.notes
    assert "Sign in to continue" in _attachments(capture)["dom-before"]


def test_a_box_without_a_cross_is_set_aside(site: Site, visit: Visit) -> None:
    capture, _ = visit(site.add("/o/newsletter", overlays.newsletter()))
    assert 'data-pagearchive-set-aside="newsletter"' in _dom(capture), capture.notes
    assert "newsletter" not in _attachments(capture)["text"]


def test_a_fixed_header_is_left_alone(site: Site, visit: Visit) -> None:
    capture, _ = visit(site.add("/o/harmless", overlays.harmless()))
    assert capture.notes == []
    assert "set-aside" not in _dom(capture)
    assert "dom-before" not in _attachments(capture)
