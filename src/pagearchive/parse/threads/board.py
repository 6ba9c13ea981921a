"""A board's page: the list of its topics, and the way to the next page of it. A pure function of the page.

Known forum software is read by the rows it makes (`_ROWS`); any other page by what is true of all boards: many rows in
one place, each with one link of the same kind in the same place, a title long enough to be one, and mostly a date.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import NamedTuple
from urllib.parse import parse_qsl, urlsplit

from msgspec import Struct

from pagearchive import dates, dom, urls
from pagearchive.dom import Node
from pagearchive.model import Page
from pagearchive.parse.document import Document
from pagearchive.parse.threads.counts import number_in
from pagearchive.parse.threads.surroundings import Surroundings
from pagearchive.patterns import regex

MAX_LINKS = 20_000
LEAST_ROWS = 3
LEAST_TITLE = 6
"""Characters that the titles of a list have on the average."""
_ROWS: tuple[tuple[str, str], ...] = (
    (".structItem--thread", ".structItem-title a[href]:not(.labelLink)"),  # XenForo 2
    ("li.discussionListItem", "h3.title a[href]:not(.prefixLink)"),  # XenForo 1
    ("li.row, tr", "a.topictitle[href]"),  # phpBB
    ("tr.topic-list-item", "a.title[href]"),  # Discourse
    ("[itemtype$=DiscussionForumPosting], tr", "a.raw-topic-link[href]"),  # Discourse without scripts
    ("li.ipsDataItem", ".ipsDataItem_title a[href]"),  # Invision 4
    (".ipsData__item", ".ipsData__title a[href]"),  # Invision 5
    ("tr, .threadbit", "a[id^=thread_title_]"),  # vBulletin 3 and 4
    ("tr.topic-item", "a.topic-title[href]"),  # vBulletin 5
    ("tr.inline_row", "span[id^=tid_] a[href]"),  # MyBB
    ("tr, #topic_container > div", ".subject span[id^=msg_] a[href], .info .preview a[href]"),  # SMF
    (".DiscussionListItem", "a.DiscussionListItem-main[href]"),  # Flarum
    ("li[component='category/topic']", "[component='topic/header'] a[href]"),  # NodeBB
    (".ItemDiscussion", ".Title a[href]"),  # Vanilla
    (".wbbThread", "a.wbbTopicLink[href]"),  # WoltLab
    (".s-post-summary, .question-summary", ".s-link[href], .question-hyperlink"),  # Stack Exchange
    (".thing.link", "a.comments[href]"),  # Reddit
    ("li.story", ".comments_label a[href]"),  # Lobsters
    ("tr", ".tclcon a[href]"),  # FluxBB, PunBB
    ("li.bbp-body > ul", "a.bbp-topic-permalink[href]"),  # bbPress
)
"""Rows of a list, and the link to the topic in each."""
_PINNED = "[class*=sticky i], [class*=pinned i], [class*=announce i]"
_IS_PINNED = regex(r"(?<![a-z])(?:sticky|pinned|announce)", re.IGNORECASE)
_ELSEWHERE = (
    "nav, header, footer, aside, [role=navigation], [class*=breadcrumb i], [class*=pagination i], [class*=footer i]"
)
_NOT_A_TOPIC = regex(
    r"/(?:members?|users?|profiles?|u|author|login|register|search|tags?|help|account|policies)(?:[/.?-]|$)"
    r"|(?:memberlist|profile|member|ucp|search|posting)\.php|action=(?:profile|search)",
    re.IGNORECASE,
)
_TOPIC = regex(
    r"(?<![a-z])(?:threads?|topics?|viewtopic|showthread|discussions?|questions?|t|item|d|thema|comments)(?![a-z])",
    re.I,
)
_DATED = "time[datetime], [data-time], [data-timestamp], abbr[title], [title]"
_COUNTED = regex(r"repl|antw|répon|respuest|rispost|отве|comment|answer|posts?\b", re.IGNORECASE)
_COUNT = regex(
    r"(?<![\d.,])(\d[\d.,]{0,12}[KkMm]?)\s{1,4}(?:repl|antwort|répon|respuest|rispost|ответ|comment|answer|posts?\b)",
    re.I,
)
_DIGITS = regex(r"\d+")
_CELLS = frozenset(("td", "dd", "li", "p", "div", "span"))


class Topic(Struct, frozen=True, kw_only=True):
    """A thread as a board lists it."""

    url: str
    title: str
    last_activity: str | None = None
    """RFC 3339, as exact as the page says it; the latest date of the row. None: it shows none."""
    replies: int | None = None
    pinned: bool = False
    """It stands on top whatever its date."""


class Board(Struct, frozen=True, kw_only=True):
    """One page of a board."""

    title: str | None
    topics: list[Topic]
    """In the page's order, each once."""
    next_page: str | None
    """Absolute; None: this is the last page."""


class _Row(NamedTuple):
    node: Node
    link: Node


def read_board(page: Page) -> Board:
    """The topics that a board's page lists; none where the page is no list of topics. Raises TooLargeError."""
    document = Document(page)
    topics: dict[str, Topic] = {}
    rows = _known_rows(document) or _alike_rows(document)
    around = _BoardPages(document, {dom.identity(row.node) for row in rows})
    for row in rows:
        topic = _topic(document, row)
        if topic is not None:
            topics.setdefault(urls.canonical(topic.url), topic)
    following = around.thread().next_page if topics else None
    return Board(title=around.title, topics=list(topics.values()), next_page=following)


class _BoardPages(Surroundings):
    """The board's own pages: rows hold paginations too, those of their topics."""

    def __init__(self, document: Document, rows: set[int]) -> None:
        super().__init__(document)
        self._rows = rows

    def _of_thread(self, node: Node) -> str | None:
        if any(dom.identity(above) in self._rows for above in dom.ancestors(node)):
            return None
        return super()._of_thread(node)


def latest_moment(stated: str) -> datetime | None:
    """The last instant that an RFC 3339 date, whole or without its smaller parts ("2019-06"), may mean."""
    try:
        if len(stated) == 4:
            return datetime(int(stated) + 1, 1, 1, tzinfo=UTC)
        if len(stated) == 7:
            year, month = int(stated[:4]), int(stated[5:])
            return datetime(year + month // 12, month % 12 + 1, 1, tzinfo=UTC)
        moment = datetime.fromisoformat(stated)
    except ValueError:
        return None
    if len(stated) == 10:
        moment += timedelta(days=1)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


# ── rows ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _known_rows(document: Document) -> list[_Row]:
    """The rows of a software that is known."""
    for rows, link in _ROWS:
        if dom.select_first(document.tree, link) is None:
            continue
        found = [_Row(row, links[-1]) for row in dom.select(document.tree, rows) if (links := dom.select(row, link))]
        inner = {dom.identity(above) for row in found for above in dom.ancestors(row.node)}
        return [row for row in found if dom.identity(row.node) not in inner]
    return []


def _alike_rows(document: Document) -> list[_Row]:
    """The largest run of rows with links of one kind in one place."""
    apart = {dom.identity(node) for node in dom.select(document.tree, _ELSEWHERE)}
    groups: dict[tuple[str, ...], list[tuple[Node, str]]] = defaultdict(list)
    for link in dom.select(document.tree, "a[href]")[:MAX_LINKS]:
        url = document.absolute(link.attrs.get("href"))
        if url is None or not urls.same_site(url, document.url or url) or _NOT_A_TOPIC.search(url):
            continue
        place = _place(link)
        if any(dom.identity(above) in apart for above in dom.ancestors(link)):
            continue
        groups[(*place, _shape(url))].append((link, url))
    best: tuple[float, list[_Row]] = (0.0, [])
    for group in groups.values():
        if (weighed := _weigh(document, group))[0] > best[0]:
            best = weighed
    return best[1]


def _weigh(document: Document, group: list[tuple[Node, str]]) -> tuple[float, list[_Row]]:
    """How much a group of links looks like a list's titles, with their rows."""
    first: dict[str, Node] = {}
    for link, url in group:
        first.setdefault(urls.canonical(url), link)
    titles = [dom.words_of(link) for link in first.values()]
    if len(first) < LEAST_ROWS or sum(map(len, titles)) < LEAST_TITLE * len(titles):
        return 0.0, []
    if len(set(titles)) < 0.7 * len(titles) or sum(title.isdecimal() for title in titles) > len(titles) / 4:
        return 0.0, []
    rows = _rows_of(list(first.values()))
    if len({dom.identity(row.node) for row in rows}) < 0.7 * len(rows):
        return 0.0, []  # many in one row: a cloud of tags, a menu
    dated = sum(bool(_dates(document, row.node)) for row in rows) / len(rows)
    named = 1.0 if _TOPIC.search(urlsplit(next(iter(first))).path + "?" + urlsplit(next(iter(first))).query) else 0.5
    length = sum(min(len(title), 60) for title in titles) / len(titles)
    return len(rows) * length * named * (0.2 + dated), rows


def _rows_of(links: list[Node]) -> list[_Row]:
    """For each link the largest element around it that holds no other of them."""
    chains = [[link, *dom.ancestors(link)] for link in links]
    depths: list[int] = [len(chain) - 1 for chain in chains]
    for at, (one, two) in enumerate(pairwise(chains)):
        shared = {dom.identity(node) for node in two}
        reach = next((depth for depth, node in enumerate(one) if dom.identity(node) in shared), len(one)) - 1
        common = {dom.identity(node) for node in one[reach + 1 :]}
        other = next((depth for depth, node in enumerate(two) if dom.identity(node) in common), len(two)) - 1
        depths[at] = min(depths[at], reach)
        depths[at + 1] = min(depths[at + 1], other)
    return [_Row(chain[max(depth, 0)], chain[0]) for chain, depth in zip(chains, depths, strict=True)]


def _place(link: Node) -> tuple[str, ...]:
    """Where a link stands: the elements above it with their classes, without numbers and states."""
    place = []
    for node, _ in zip(dom.ancestors(link), range(3), strict=False):
        name = next((one for one in dom.classes(node) if not _DIGITS.search(one)), "")
        place.append(f"{node.tag}.{name}")
    return tuple(place)


def _shape(url: str) -> str:
    """The address without what differs from topic to topic."""
    parts = urlsplit(url)
    steps = [step for step in parts.path.split("/") if step]
    shape = ["#" if _DIGITS.search(step) or "-" in step or at == len(steps) - 1 > 0 else step
             for at, step in enumerate(steps)]  # fmt: skip
    keys = sorted(f"{key}={'#' if value.isdecimal() else ''}" for key, value in parse_qsl(parts.query))
    return f"{parts.netloc}/{'/'.join(shape)}?{'&'.join(keys)}"


# ── one topic ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _topic(document: Document, row: _Row) -> Topic | None:
    url = document.absolute(row.link.attrs.get("href"))
    title = dom.words_of(row.link)
    if url is None or not title or not urls.same_site(url, document.url or url):
        return None
    found = [(moment, text) for text in _dates(document, row.node) if (moment := latest_moment(text)) is not None]
    above = next(dom.ancestors(row.node), None)
    places = [row.node] if above is None else [row.node, above]
    pinned = dom.select_first(row.node, _PINNED) is not None or any(
        _IS_PINNED.search(" ".join(dom.classes(place))) for place in places
    )
    return Topic(
        url=url.partition("#")[0],
        title=title[:500],
        last_activity=max(found)[1] if found else None,
        replies=_replies(row.node),
        pinned=pinned,
    )


def _dates(document: Document, row: Node) -> list[str]:
    """All dates of a row, as RFC 3339."""
    found = []
    for node in dom.select(row, _DATED)[:20]:
        attrs = node.attrs
        for name in ("datetime", "data-time", "data-timestamp", "title"):
            value = attrs.get(name)
            if value and (date := _stated(document, value)):
                found.append(date)
    if found:
        return found
    for words in _texts(row):
        printed = dates.find_date(words, captured_at=document.captured_at) if len(words) < 200 else None
        if date := printed[1] if printed else document.date(words) if len(words) < 40 else None:
            found.append(date)
    return found


def _stated(document: Document, value: str) -> str | None:
    if value.isdecimal():
        seconds = int(value[:10]) if len(value) in (10, 13) else 0
        return datetime.fromtimestamp(seconds, UTC).isoformat() if seconds > 5e8 else None
    return document.date(value)


def _texts(row: Node) -> Iterator[str]:
    """The words of a row's elements that hold no others."""
    for node in dom.select(row, "*")[:200]:
        is_leaf = next(dom.elements(node), None) is None
        words = dom.words_of(node) if is_leaf or node.tag in _CELLS else ""
        if words and (is_leaf or len(words) < 120):
            yield words


def _replies(row: Node) -> int | None:
    """The number that is called replies, answers, comments; else the first that stands alone in a cell."""
    alone: int | None = None
    for node in dom.select(row, "td, dd, dl, li, span, a, div")[:200]:
        words = dom.words_of(node)
        if not words or len(words) > 40 or not _DIGITS.search(words):
            continue
        if (_COUNTED.search(words) and len(words) < 30) or _COUNTED.search(" ".join(dom.classes(node))):
            return number_in(words)
        if alone is None and node.tag in ("td", "dd") and _DIGITS.fullmatch(words.replace(",", "").replace(".", "")):
            alone = number_in(words)
    printed = _COUNT.search(dom.words_of(row)) if alone is None else None
    return number_in(printed[1]) if printed else alone
