"""robots.txt (RFC 9309): fetched once a site through the recording, so that it stands in the archive like any page."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from msgspec import Struct
from protego import Protego

from pagearchive.archive.decoding import UndecodableError, payload_reader
from pagearchive.archive.heads import Head
from pagearchive.model import Exchange
from pagearchive.urls import origin

AGENT = "pagearchive"
MAX_ROBOTS = 500 * 1024
"""Bytes that are read; RFC 9309, 2.5 asks for at least 500 KiB."""


class Rules(Struct, frozen=True, kw_only=True):
    """What one site's robots.txt says."""

    parser: Protego | None
    """None: everything is allowed."""
    refused: bool = False
    """The file could not be had because of a server error: nothing is allowed (RFC 9309, 2.3.1.4)."""
    note: str = ""

    def allows(self, url: str) -> bool:
        """Whether this address may be visited."""
        if self.refused:
            return False
        return self.parser is None or bool(self.parser.can_fetch(url, AGENT))

    def refusal(self, url: str) -> str:
        """Why an address is not allowed, in one line."""
        return f"robots.txt could not be had ({self.note})" if self.refused else f"robots.txt forbids {url}"

    def delay(self) -> float | None:
        """Crawl-delay in seconds, where one is stated for us."""
        return self.parser.crawl_delay(AGENT) if self.parser else None


class RobotsFile:
    """Gathers robots.txt from the exchanges of a visit to it."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._exchanges: list[tuple[int, bytes]] = []

    def note(self, exchange: Exchange) -> None:
        """Take an exchange; its payload is read at once."""
        if exchange.method != "GET" or exchange.status is None or exchange.url.endswith("/favicon.ico"):
            return
        body = b""
        if exchange.status == 200 and exchange.response_head is not None:
            with exchange.response_body.open() as stream:
                try:
                    read = payload_reader(Head.parse(exchange.response_head), stream.read)
                    while len(body) < MAX_ROBOTS and (piece := read(1 << 16)):
                        body += piece
                except UndecodableError:
                    body = b""
        self._exchanges.append((exchange.status, body))

    def rules(self) -> Rules:
        """What the file says (RFC 9309, 2.3.1): missing, everything is allowed; a server error, nothing is."""
        final = next(((status, body) for status, body in reversed(self._exchanges) if not 300 <= status < 400), None)
        if final is None:
            return Rules(parser=None, note=f"{self._url}: not to be had")
        status, body = final
        if status >= 500:
            return Rules(parser=None, refused=True, note=f"{self._url}: status {status}")
        if status != 200:
            return Rules(parser=None, note=f"{self._url}: status {status}")
        return Rules(parser=Protego.parse(body.decode("utf-8", "replace")), note=f"{self._url}: read")


class RobotsBook:
    """The rules of each site, fetched when first asked for."""

    def __init__(self) -> None:
        self._rules: dict[str, Rules] = {}

    async def of(self, url: str, fetch: Callable[[str], Awaitable[Rules]]) -> Rules:
        """The rules for the site of `url`; `fetch` is given the address of its robots.txt."""
        site = origin(url) or url
        if site not in self._rules:
            self._rules[site] = await fetch(f"{site}/robots.txt")
        return self._rules[site]
