"""Which records of somebody else's archive are pages.

Our own archives store each page's DOM and say so. Others list their pages (WACZ, `urn:pageinfo:` records), or leave
nothing but exchanges; then an HTML response is a page unless its request says that it filled a frame or answered
a script. One pass collects what that needs, bounded by the number of HTML responses.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from urllib.parse import urljoin

from pagearchive.archive.containers import ListedPage
from pagearchive.archive.framing import WarcRecord, parse_date
from pagearchive.archive.heads import Head
from pagearchive.archive.recent import Recent
from pagearchive.archive.uris import target_uri

_HTML_TYPES = ("text/html", "application/xhtml+xml")
_PAGE_URNS = ("urn:pageinfo:", "urn:text:", "urn:view:", "urn:fullpage:", "urn:thumbnail:")
_MAX_HOPS = 20


class Candidate(NamedTuple):
    """An HTML response, or a revisit of one."""

    warc: str
    offset: int
    uri: str
    date: datetime | None
    digest: str | None
    is_revisit: bool
    refers_to: tuple[str, str] | None
    """URI and date of a revisit's original, where the record names them."""
    requested: str
    """Where the redirects began that led here; `uri` without any."""


class Survey:
    """Fed with every record of an archive in file order, it says which of them are pages."""

    def __init__(self) -> None:
        self.candidates: list[Candidate] = []
        self._by_digest: dict[str, Candidate] = {}
        self._by_uri_and_date: dict[tuple[str, str], Candidate] = {}
        self._latest: dict[str, Candidate] = {}
        self._page_uris: set[str] = set()
        self._redirects: Recent[str] = Recent()
        self._no_page: Recent[None] = Recent()
        """Keys of requests that did not ask for a page, for responses still to come."""
        self._undecided: Recent[int] = Recent()
        """Keys of candidates, by their place in the list, for requests still to come."""
        self._rejected: set[int] = set()

    def add_urn(self, uri: str) -> None:
        """A record with a `urn:`: browsertrix names the pages it visited there."""
        for prefix in _PAGE_URNS:
            if uri[: len(prefix)].lower() == prefix:
                self._page_uris.add(target_uri(uri[len(prefix) :]))

    def add_request(self, record: WarcRecord, head: Head) -> None:
        """A request: what was asked for, as far as a browser said so."""
        if not _asks_for_no_page(head):
            return
        for key in record.pair_keys():
            self._no_page.put(key, None)
            if key in self._undecided:
                self._rejected.add(self._undecided[key])

    def add_response(self, warc: str, record: WarcRecord, head: Head) -> None:
        """A response or revisit with its HTTP head."""
        uri = target_uri(record.uri)
        status = head.status or 0
        location = head.get("location")
        if 300 <= status < 400 and location:
            target = _joined(uri, location)
            if target and target != uri:
                self._redirects.put(target, uri)
            return
        if not self._is_candidate(record, head, status):
            return
        refers = record.head.get("WARC-Refers-To-Target-URI"), record.head.get("WARC-Refers-To-Date")
        candidate = Candidate(
            warc=warc,
            offset=record.offset,
            uri=uri,
            date=record.date,
            digest=record.head.get("WARC-Payload-Digest"),
            is_revisit=record.type == "revisit",
            refers_to=(target_uri(refers[0].strip("<>")), refers[1]) if refers[0] and refers[1] else None,
            requested=self._requested(uri),
        )
        self._remember(candidate, record)

    def forget(self, warc: str) -> None:
        """This WARC states its pages itself: its HTML responses are no candidates (they may be originals still)."""
        self._rejected.update(place for place, c in enumerate(self.candidates) if c.warc == warc)

    def pages(self, listed: Iterable[ListedPage]) -> list[Candidate]:
        """The pages, in file order. `listed`: what the archive's own list says; without one, the rules decide."""
        accepted = [c for place, c in enumerate(self.candidates) if place not in self._rejected]
        wanted = list(listed)
        if wanted:
            return _listed(wanted, accepted)
        if self._page_uris:
            return [c for c in accepted if c.uri in self._page_uris or c.requested in self._page_uris]
        return accepted

    def original(self, revisit: Candidate) -> Candidate | None:
        """The response whose payload a revisit stands for; None: it is not in this archive."""
        if revisit.refers_to and (found := self._by_uri_and_date.get(revisit.refers_to)):
            return found
        if revisit.digest and (found := self._by_digest.get(revisit.digest)):
            return found
        return self._latest.get(revisit.uri)

    def _is_candidate(self, record: WarcRecord, head: Head, status: int) -> bool:
        if status == 304 and record.type == "revisit":
            return target_uri(record.uri) in self._latest
        kind = (head.get("content-type") or "").partition(";")[0].strip().lower()
        if status not in (200, 203) or (kind not in _HTML_TYPES):
            return False
        resource = (record.head.get("WARC-Resource-Type") or "document").lower()
        return resource == "document" and not any(key in self._no_page for key in record.pair_keys())

    def _remember(self, candidate: Candidate, record: WarcRecord) -> None:
        for key in record.pair_keys():
            self._undecided.put(key, len(self.candidates))
        self.candidates.append(candidate)
        if candidate.is_revisit:
            return
        if candidate.digest:
            self._by_digest.setdefault(candidate.digest, candidate)
        self._by_uri_and_date[candidate.uri, record.head.get("WARC-Date") or ""] = candidate
        self._latest[candidate.uri] = candidate

    def _requested(self, uri: str) -> str:
        """Follow the redirects back; each is used once, by the response it led to."""
        for _ in range(_MAX_HOPS):
            source = self._redirects.pop(uri, None)
            if source is None:
                break
            uri = source
        return uri


def _listed(wanted: list[ListedPage], accepted: list[Candidate]) -> list[Candidate]:
    by_uri: dict[str, list[Candidate]] = {}
    for candidate in accepted:
        for uri in {candidate.uri, candidate.requested}:
            by_uri.setdefault(uri, []).append(candidate)
    chosen: dict[tuple[str, int], Candidate] = {}
    for page in wanted:
        found = by_uri.get(target_uri(page.url))
        if found:
            best = _nearest(found, parse_date(page.timestamp))
            chosen[best.warc, best.offset] = best
    return sorted(chosen.values(), key=lambda c: (c.warc, c.offset))


def _nearest(found: list[Candidate], moment: datetime | None) -> Candidate:
    if moment is None:
        return found[0]
    never = datetime.min.replace(tzinfo=UTC) + timedelta(days=1)
    return min(found, key=lambda candidate: abs((candidate.date or never) - moment))


def _asks_for_no_page(head: Head) -> bool:
    destination = (head.get("sec-fetch-dest") or "document").strip().lower()
    return destination != "document" or (head.get("x-requested-with") or "").lower() == "xmlhttprequest"


def _joined(base: str, location: str) -> str | None:
    try:
        return target_uri(urljoin(base, location.strip()))
    except ValueError:
        return None
