"""One page from address to filed record: captured, put into the WARC, read from the stored DOM, filed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import partial
from types import TracebackType
from typing import ParamSpec, Self, TypeVar

from msgspec import structs

from pagearchive.archive import WarcWriter
from pagearchive.archive.heads import Head
from pagearchive.capture import Browser, CaptureOptions, credentials_for
from pagearchive.capture.secrets import public_url
from pagearchive.errors import BrowserError, InputError, NotAnAddressError
from pagearchive.jobs.blocking import finished
from pagearchive.jobs.filing import Shelf
from pagearchive.jobs.options import RunOptions
from pagearchive.jobs.outcome import READABLE, Outcome
from pagearchive.jobs.pictures import PictureBook
from pagearchive.jobs.reading import ReadPage, read_page
from pagearchive.jobs.robots import RobotsFile, Rules
from pagearchive.jobs.version import SOFTWARE
from pagearchive.model import Article, Capture, Exchange, Page, Provenance, RecordRef, Thread
from pagearchive.urls import canonical, origin

DOM_URN = "urn:dom:"
MAX_RETRY_AFTER = 3600
GRACE = 45.0
"""Seconds over a page's limit after which its browser is taken for hung."""
P = ParamSpec("P")
T = TypeVar("T")


class Visitor:
    """Archives pages one after another into a WARC of its own; several visitors may share a filing and a browser.

    As a context manager: what was committed stays, and the WARC gets its final name, however the block is left.
    """

    def __init__(
        self,
        filing: Shelf,
        options: RunOptions,
        info: Mapping[str, str],
        number: int = 0,
        read: ReadPage = read_page,
    ) -> None:
        self._filing = filing
        self._options = options
        self._info = dict(info)
        self._read_page = read
        self.number = number
        """Which worker this is, from 0; part of its files' names."""
        self._writer: WarcWriter | None = None
        self._book = PictureBook()
        # Of its own: a page that is long in reading must not keep others from looking up names, or from the disk.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=f"pagearchive-{number}")

    async def apart(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What `work` gives, which takes its time and writes no file of its own; done in this visitor's thread.

        Cancelled, it is left to itself.
        """
        return await asyncio.get_running_loop().run_in_executor(self._thread, partial(work, *args, **kwargs))

    async def visit(self, browser: Browser, url: str) -> tuple[Outcome, Thread | Article | None]:
        """Capture a page and put it into the WARC; gives its outcome and record, which are not filed yet.

        Raises OutputError when the WARC cannot be written, BrowserError when the browser died, TimeoutError when it did
        not come back.
        """
        writer = self._open_writer()
        start = writer.offset
        kept = False
        waits: list[float] = []

        def sink(exchange: Exchange) -> None:
            if exchange.status in (429, 503) and canonical(exchange.url) == canonical(url):
                waits.append(retry_after(exchange))
            ref = writer.write_exchange(exchange, page_url)
            if ref is not None:
                self._book.note(exchange, ref)

        options = self._capture_options(url)
        page_url = public_url(url, options.masks_secrets)
        try:
            options = structs.replace(options, page_id=writer.page_id(page_url))
            async with asyncio.timeout(options.timeout + GRACE):  # `wait_for` can swallow Ctrl-C in Python 3.11
                capture = await browser.capture(url, options, sink)
            dom = await finished(self._thread, _write_attachments, writer, capture, page_url)
            wrote = writer.offset > start
            end = await finished(self._thread, writer.commit)
            kept = True
            record, unread = await self.apart(self._read, capture, dom, writer)
        finally:
            if not kept:
                writer.rollback()
            self._book.page_over(kept=kept)
        outcome = structs.replace(outcome_of(capture, record), retry_after=max(waits, default=0) or None)
        if unread is not None:
            outcome = structs.replace(outcome, verdict="unreadable", error=unread)
        if wrote:
            at = dom.offset if dom else None
            outcome = structs.replace(outcome, warc_file=writer.path.name, warc_end=end, dom_at=at)
        return outcome, record

    async def fetch_robots(self, browser: Browser, url: str) -> Rules:
        """Fetch a robots.txt into the WARC; gives what it says. Raises as `visit` does."""
        writer = self._open_writer()
        file = RobotsFile(url)
        kept = False

        def sink(exchange: Exchange) -> None:
            writer.write_exchange(exchange, url)
            file.note(exchange)

        options = structs.replace(self._capture_options(url), timeout=20, scroll=False, screenshot=False)
        try:
            await browser.fetch(url, options, sink)
            await finished(self._thread, writer.commit)
            kept = True
        finally:
            if not kept:
                writer.rollback()
        return file.rules()

    def close(self) -> None:
        """Give the WARC its final name; one that holds no page is removed."""
        self._finish_warc()
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _finish_warc(self) -> None:
        writer, self._writer = self._writer, None
        if writer is None:
            return
        writer.rollback()
        if writer.is_empty:
            writer.abort()
        else:
            writer.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _open_writer(self) -> WarcWriter:
        if self._writer is not None and self._writer.offset > self._options.warc_bytes:
            self._finish_warc()
        if self._writer is None:
            self._book = PictureBook()
            self._writer = WarcWriter(self._filing.directory.new_warc(f"pagearchive-{self.number}"), self._info)
            self._writer.commit()  # `warcinfo` stays, whatever becomes of the first page
        return self._writer

    def _capture_options(self, url: str) -> CaptureOptions:
        options = self._options
        own = origin(url) if options.trust_origins else None
        credentials = options.passwords.get(origin(url) or "")
        if credentials is None and options.credentials:
            credentials = credentials_for(options.credentials, url)
        return CaptureOptions(
            timeout=options.timeout,
            scroll=options.scroll,
            dismiss_overlays=options.dismiss_overlays,
            screenshot=options.screenshot,
            allow_private=options.allow_private,
            allowed_origins=frozenset({own} if own else ()),
            storage_state=options.storage_state,
            credentials=credentials,
            keep_secrets=options.keep_secrets,
            logged_in_if=options.logged_in_if,
            user_agent=options.user_agent,
            contact=options.contact,
            insecure=options.insecure,
        )

    def _read(
        self, capture: Capture, dom: RecordRef | None, writer: WarcWriter
    ) -> tuple[Thread | Article | None, str | None]:
        """The record; or None, and why the page could not be read, if it is one that should have been."""
        if capture.dom is None or capture.verdict not in READABLE:
            return None, None
        try:
            record = self._read_page(page_of(capture, dom))
        except InputError as error:
            return None, str(error)
        return self._filing.keep_pictures(record, lambda url: self._book.find(writer.open_path, url)), None


def retry_after(exchange: Exchange) -> float:
    """Seconds that Retry-After asks for (RFC 9110, 10.2.3: a number or a date), at most an hour; 0: it is missing."""
    stated = (Head.parse(exchange.response_head or b"").get("Retry-After") or "").strip()
    if stated.isdigit():
        return float(min(int(stated[:9]), MAX_RETRY_AFTER))
    try:
        moment = parsedate_to_datetime(stated)
    except ValueError:
        return 0.0
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max(0.0, (aware - datetime.now(UTC)).total_seconds()), MAX_RETRY_AFTER)


def page_of(capture: Capture, dom: RecordRef | None) -> Page:
    """What the parser is given: the very DOM that stands in the WARC, and where."""
    provenance = None
    if dom is not None:
        provenance = Provenance(
            warc_file=dom.warc_file,
            record_id=dom.record_id,
            offset=dom.offset,
            payload_digest=dom.payload_digest,
            software=SOFTWARE,
        )
    return Page(
        html=capture.dom or "",
        url=capture.url,
        requested_url=capture.requested_url,
        captured_at=capture.captured_at,
        provenance=provenance,
    )


def outcome_of(capture: Capture, record: Thread | Article | None) -> Outcome:
    """The line for the report."""
    return Outcome(
        url=capture.requested_url,
        verdict=capture.verdict,
        started_at=capture.captured_at,
        seconds=round(capture.seconds, 3),
        exchanges=capture.exchanges,
        bytes=capture.body_bytes,
        error=capture.evidence,
        final_url=capture.url if capture.url != capture.requested_url else None,
        status=capture.status,
        logged_in=capture.logged_in,
        content_type=capture.content_type,
        title=record.title if record else capture.title,
        kind=record.kind if record else None,
        posts=len(record.posts) if record and record.kind == "thread" else None,
        words=len(record.text.split()) if record else None,
        images=len(record.images) if record else None,
        notes=capture.notes,
    )


def crashed(url: str, error: BrowserError, started_at: datetime) -> Outcome:
    """The outcome of a page during which the browser itself died."""
    seconds = (datetime.now(UTC) - started_at).total_seconds()
    return Outcome(url=url, verdict="crashed", started_at=started_at, seconds=round(seconds, 3), error=str(error))


def not_an_address(url: str, error: NotAnAddressError) -> Outcome:
    """The outcome of a text that is no address."""
    return Outcome(url=url, verdict="not-a-url", started_at=datetime.now(UTC), error=str(error))


def _write_attachments(writer: WarcWriter, capture: Capture, page_url: str) -> RecordRef | None:
    """Write what was made from the page; gives the place of the DOM."""
    dom = None
    for attachment in capture.attachments:
        ref = writer.write_attachment(attachment, page_url=page_url, at=capture.captured_at)
        if attachment.urn.startswith(DOM_URN):
            dom = ref
    return dom
