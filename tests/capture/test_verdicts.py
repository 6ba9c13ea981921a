# ruff: noqa: E501 (a page is easier to read on one line)
"""What a page is called when it is not what was asked for, and why."""

from __future__ import annotations

import pytest

from pagearchive.capture import CaptureOptions
from pagearchive.model import Capture
from tests.capture.conftest import Running, Visit
from tests.site import Reply, Request, Site
from tests.site.lessons import page, to
from tests.site.score import Recorded

pytestmark = pytest.mark.browser

LONG = "<p>" + "A long page with many words about captcha, login and security check. " * 60

PAGES: dict[str, tuple[str, Reply | str]] = {
    "cloudflare": ("challenge", Reply(page("<h1>www.example.org</h1><p>Verifying you are human.<script>window._cf_chl_opt={}</script>", title="Just a moment..."), status=403, headers=[("cf-mitigated", "challenge")])),
    "anubis": ("challenge", page("<div id=anubis_challenge></div><p>Loading", title="Making sure you're not a bot!")),
    "ddos-guard": ("challenge", page("<p>Checking<script src=/.well-known/ddos-guard/check></script>", title="DDoS-Guard")),
    "aws-captcha": ("captcha", Reply(page("<p>x"), status=405, headers=[("x-amzn-waf-action", "captcha")])),
    "akamai": ("blocked", Reply(page("<h1>Access Denied</h1>You don't have permission. Reference #18.2d351ab8.1557333295.a4e16ab", title="Access Denied"), status=403)),
    "recaptcha": ("captcha", page("<p>Please prove you are not a robot<div class='g-recaptcha'></div>")),
    "forbidden": ("blocked", Reply(page("<p>No."), status=403)),
    "too-many": ("blocked", Reply(page("<p>Slow down."), status=429)),
    "login-words": ("login-wall", page("<h1>Members</h1><p>You must be logged in to view this topic.<form><input type=password></form>")),
    "paywall": ("paywall", page('<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":false}</script><p>The first words. <div>Subscribe to continue reading</div>')),
    "consent-only": ("consent-wall", page("<div style='position:fixed;inset:0;background:#fff'><p>This site uses cookies and you must consent to go on.<button>I agree</button></div><p>Loading")),
    "consent-page": ("consent-wall", page("<h1>Before you continue</h1><p>We use cookies and data to deliver our services.<form method=post action=/save><button>Accept all</button></form>")),
    "cookie-policy": ("ok", page("<h1>Cookie policy</h1><p>We use cookies to keep you signed in. You can turn them off in your browser.")),
    "soft-404": ("not-found", page("<h1>Page not found</h1><p>It may have moved.", title="Oops")),
    "shell": ("empty", page("<noscript>You need to enable JavaScript to run this app.</noscript><div id=root>You need to enable JavaScript to run this app.</div>")),
    "empty": ("empty", page("")),
    "long": ("ok", page(LONG)),
    "broken": ("http-error", Reply(page("<p>oh"), status=502)),
}  # fmt: skip


@pytest.fixture(scope="module")
def verdicts(site: Site, running: Running) -> dict[str, tuple[Capture, list[Recorded]]]:
    options = CaptureOptions(allow_private=True, timeout=30, screenshot=False)
    return running.visit_all({name: (site.add(f"/v/{name}", reply), options) for name, (_, reply) in PAGES.items()})


@pytest.mark.parametrize("name", PAGES)
def test_verdict(name: str, verdicts: dict[str, tuple[Capture, list[Recorded]]]) -> None:
    capture, _ = verdicts[name]
    wanted = PAGES[name][0]
    assert capture.verdict == wanted, (capture.evidence, capture.notes)
    assert (capture.evidence is None) == (wanted == "ok")


def test_sent_to_a_login_page(site: Site, visit: Visit) -> None:
    site.add("/login", page("<form><input name=u><input type=password></form>"))
    capture, _ = visit(site.add("/v/private", to("/login")))
    assert (capture.verdict, capture.url) == ("login-wall", site.url("/login"))


def test_sent_to_a_consent_page(site: Site, visit: Visit) -> None:
    site.add(
        "/v/consent",
        page("<h1>Cookies</h1><p>Do you agree?<form method=post action=/save><button>Agree</button></form>"),
    )
    capture, _ = visit(site.add("/v/article", to("/v/consent?return=/v/article")))
    assert (capture.verdict, capture.url) == ("consent-wall", site.url("/v/consent?return=/v/article"))


def test_a_missing_page_says_nothing_of_the_session(site: Site, visit: Visit) -> None:
    capture, _ = visit(site.add("/v/gone", Reply(page("<p>nothing"), status=404)), logged_in_if="#logout")
    assert capture.verdict == "not-found"


def test_a_session_that_has_expired(site: Site, visit: Visit) -> None:
    url = site.add("/v/session", page(LONG))
    assert visit(url, logged_in_if="#logout")[0].verdict == "login-wall"
    assert visit(url, logged_in_if="h1, p")[0].verdict == "ok"


def test_nobody_there(visit: Visit) -> None:
    capture, recorded = visit("http://no-such-host.example.invalid/")
    assert capture.verdict == "dns-error"
    assert capture.evidence is not None and "no-such-host.example.invalid" in capture.evidence
    assert recorded and recorded[0].response_head is None


def test_nobody_listens(site: Site, visit: Visit) -> None:
    capture, _ = visit("http://127.0.0.3:9/")
    assert capture.verdict == "connection-error"


def test_an_invalid_certificate_is_refused_unless_told(site: Site, visit: Visit) -> None:
    site.add("/v/tls", page("<p>secret words<img src=/v/i.png>"))
    url = site.url("/v/tls", "TLS")
    capture, recorded = visit(url)
    assert capture.verdict == "tls-error"
    assert capture.evidence is not None and "localhost" in capture.evidence
    capture, recorded = visit(url, insecure=True)
    assert capture.verdict == "ok"
    assert {item.url for item in recorded} >= {url, site.url("/v/i.png", "TLS")}


def test_a_page_that_does_not_answer(site: Site, visit: Visit) -> None:
    capture, _ = visit(site.add("/v/slow", Reply("x", delay=20)), timeout=3)
    assert capture.verdict == "timeout"


def test_a_private_address_is_refused_but_for_the_origin_that_was_typed(site: Site, visit: Visit) -> None:
    url = site.add("/v/inside", page("<p>words <img src='{C}/v/other.png'>"))
    refused, _ = visit(url, allow_private=False)
    assert refused.verdict == "refused-address"
    assert refused.evidence is not None and "127.0.0.1" in refused.evidence
    typed, recorded = visit(url, allow_private=False, allowed_origins=frozenset({site.origins["A"]}))
    assert typed.verdict == "ok"
    other = next(item for item in recorded if item.url == site.url("/v/other.png", "C"))
    assert other.response_head is None and other.error is not None and "refused" in other.error
    assert not site.sent(site.url("/v/other.png", "C"))


def test_secrets_of_a_saved_login_are_masked(
    site: Site, visit: Visit, tmp_path_factory: pytest.TempPathFactory
) -> None:
    state = tmp_path_factory.mktemp("login") / "state.json"
    state.write_text(
        '{"cookies":[{"name":"sid","value":"hush","domain":"127.0.0.1","path":"/","expires":-1,"httpOnly":true,"secure":false,"sameSite":"Lax"}],"origins":[]}'
    )

    def member(request: Request) -> Reply:
        inside = "sid=hush" in request.headers.get("cookie", "")
        return Reply(
            page("<p>for members<img src='/v/a.png?token=hush2'>" if inside else "<p>who"),
            headers=[("Set-Cookie", "sid=hush; Path=/")],
        )

    url = site.add("/v/member", member)
    capture, recorded = visit(url, storage_state=state)
    assert "for members" in (capture.dom or "")
    assert any("masked in the archive: cookie" in note for note in capture.notes)
    info = next(a.data for a in capture.attachments if a.urn.startswith("urn:pageinfo:"))
    assert b"hush2" not in info
    everything = b"".join(item.request_head + (item.response_head or b"") + item.url.encode() for item in recorded)
    assert b"hush" not in everything and b"sid=REDACTED" in everything and b"token=REDACTED" in everything
    _, recorded = visit(url, storage_state=state, keep_secrets=True)
    assert any(b"sid=hush" in item.request_head for item in recorded)


def test_the_user_agent_says_whom_to_ask(site: Site, visit: Visit) -> None:
    _, recorded = visit(site.add("/v/ua", "<p>words"), contact="archive@example.org")
    assert b"(archive@example.org)\r\n" in recorded[0].request_head


@pytest.mark.parametrize("in_url", [True, False])
def test_credentials_are_sent_when_asked_for(in_url: bool, site: Site, visit: Visit) -> None:
    def door(request: Request) -> Reply:
        if request.headers.get("authorization") == "Basic dTpw":  # u:p
            return Reply("<p>come in")
        return Reply("<p>who", status=401, headers=[("WWW-Authenticate", 'Basic realm="x"')])

    url = site.add("/v/door", door)
    if in_url:
        capture, recorded = visit(url.replace("http://", "http://u:p@"))
    else:
        capture, recorded = visit(url, credentials=("u", "p"))
    assert (capture.verdict, capture.status, capture.requested_url) == ("ok", 200, url)
    assert [item.status for item in recorded if item.url == url] == [401, 200]
    assert all(b"dTpw" not in item.request_head for item in recorded)
