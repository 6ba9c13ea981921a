"""What became of the page, with one line of evidence."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pagearchive.capture.ledger import Entry, Ledger
from pagearchive.capture.records import Records
from pagearchive.capture.secrets import redact_url
from pagearchive.capture.surroundings import Surroundings
from pagearchive.capture.walls import Sight, wall
from pagearchive.model import Verdict

_SHOWN = re.compile(
    r"text/|image/|audio/|video/|application/(?:pdf|json|xml|xhtml\+xml|[\w.-]+\+(?:xml|json)|rss|atom|javascript)"
)
_HTML = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True)
class Finding:
    """A verdict and what it rests on."""

    url: str
    verdict: Verdict
    evidence: str | None = None
    status: int | None = None
    content_type: str | None = None
    """Media type of the page, as the server called it, else as the browser took it."""

    def redacted(self) -> Finding:
        """The same with the values of token parameters masked."""
        evidence = redact_url(self.evidence)[0] if self.evidence else self.evidence
        return replace(self, url=redact_url(self.url)[0], evidence=evidence)


def judge(
    url: str, ledger: Ledger, records: Records, around: Surroundings, failure: str | None, loaded: bool
) -> Finding:
    """The verdict on a visit to `url`; `failure` is the browser's reason when no document came."""
    chain = ledger.chain(url)
    last = chain[-1] if chain else None
    if around.crashed:
        return Finding(url, "crashed", "the page's process crashed", last.status if last else None)
    if failure is not None:
        return _without_document(url, ledger, last, failure, loaded)
    final = records.url if records.url.startswith("http") else (last.url if last else url)
    if last is None or final.partition("#")[0] != last.url:
        later = ledger.chain(final)
        last = later[-1] if later else last
    status = last.status if last else None
    verdict, evidence = _with_document(url, last, records, around, ledger)
    return Finding(final, verdict, evidence, status, (last.mime if last else None) or records.content_type)


def _without_document(url: str, ledger: Ledger, last: Entry | None, failure: str, loaded: bool) -> Finding:
    final = last.url if last else url
    status = last.status if last else None
    if last is not None and last.failure:
        return Finding(final, last.failure, last.error)
    if "ERR_TOO_MANY_REDIRECTS" in failure:
        return Finding(final, "http-error", "redirects without end", status)
    if failure == "timeout":
        return Finding(final, "timeout", "no document before the time was up", status)
    if last is not None and status is not None:
        if status >= 400:
            return Finding(final, _of_status(status), f"HTTP status {status}", status)
        if status in (204, 205):
            return Finding(final, "empty", f"HTTP status {status}: no content", status)
        if last.error:
            large = last.error == "truncated: length"
            return Finding(final, "too-large" if large else "partial", last.error, status)
        if last.mime not in _HTML and last.size:
            shown = _SHOWN.match(last.mime)
            evidence = None if shown else _other_kind(last)
            return Finding(final, "ok" if shown else "not-html", evidence, status, last.mime or None)
        if not last.size:
            return Finding(final, "empty", "the answer has no body", status)
    if ledger.over:
        return Finding(final, "too-large", f"bound reached: {', '.join(sorted(ledger.over))}", status)
    return Finding(final, "connection-error", failure, status)


def _other_kind(page: Entry) -> str:
    return f"{page.mime or 'no content type'}, {page.size} bytes: archived as it came, and no page to read"


def _of_status(status: int) -> Verdict:
    if status in (404, 410):
        return "not-found"
    if status in (401, 407):
        return "login-wall"
    return "blocked" if status in (403, 429, 451) else "http-error"


def _with_document(
    url: str, last: Entry | None, records: Records, around: Surroundings, ledger: Ledger
) -> tuple[Verdict, str | None]:
    status = last.status if last else None
    html = last is None or not last.mime or last.mime in _HTML
    found = wall(_sight(url, last, records, around)) if html and records.dom is not None else None
    if status is not None and status >= 400:
        # A bot check comes with 403 or 503, and says more than the status does.
        if found and found[0] in ("challenge", "captcha", "login-wall", "blocked", "paywall"):
            return found[0], f"{found[1]} (HTTP status {status})"
        return _of_status(status), f"HTTP status {status}"
    if last is not None and last.mime and not html and not _SHOWN.match(last.mime):
        return "not-html", _other_kind(last)
    if records.dom is None and html:
        return "timeout", records.notes[0] if records.notes else "the page did not answer"
    if found:
        return found
    if html and not (records.text or "").strip() and not _has_media(records.dom or ""):
        if last is not None and last.error and last.error != "truncated: length":
            # What came before the cut shows nothing: not an empty page, but one that did not arrive.
            return "connection-error", last.error
        return "empty", "no text and no pictures on the page"
    return _whole(last, around, ledger)


def _whole(last: Entry | None, around: Surroundings, ledger: Ledger) -> tuple[Verdict, str | None]:
    """ "ok", or "partial" with what is missing."""
    if last is not None and last.error == "truncated: length":
        return "too-large", "the page itself is over the bound (max_body_bytes)"
    if ledger.over:
        return "partial", f"bound reached: {', '.join(sorted(ledger.over))}"
    if not around.settled:
        return "partial", "the page never came to rest"
    if last is not None and last.error:
        return "partial", last.error
    return "ok", None


def _sight(url: str, last: Entry | None, records: Records, around: Surroundings) -> Sight:
    return Sight(
        requested=url,
        url=records.url,
        status=last.status if last else None,
        head=last.fields if last else {},
        title=records.title or "",
        headings=records.headings,
        text=records.text or "",
        dom=records.dom or "",
        passwords=records.passwords,
        # A page that is missing or broken says nothing of the session.
        logged_in=None
        if last and last.status and last.status >= 400 and last.status not in (401, 403)
        else records.logged_in,
        overlays_left=around.overlays.left,
    )


def _has_media(dom: str) -> bool:
    return re.search(r"<(?:img|video|audio|canvas|svg|object|embed|iframe)\b", dom) is not None
