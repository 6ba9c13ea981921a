"""What a page of a thread says about the thread: title, boards, number of pages, the pages before and after."""

from __future__ import annotations

import re

from pagearchive import dom, urls
from pagearchive.dom import Node
from pagearchive.model import Post, ThreadInfo
from pagearchive.parse.bodies import body
from pagearchive.parse.document import Document
from pagearchive.parse.once import once
from pagearchive.parse.platforms import Picks, Platform, value, values
from pagearchive.parse.threads.counts import number_in
from pagearchive.patterns import regex

_HOME = frozenset(
    ("home", "forums", "forum", "index", "startseite", "accueil", "inicio", "home page", "board index", "foren")
)
_LATER_PAGE = regex(r"(?<![a-z])(?:page|seite|start|p|pg|st)[-=/]?\d+", re.I)
"""An address that names a page of its own."""


class PageOfThread:
    """One page: `posts` holds its posts, which may be unfolded from the data of `page`, the page itself."""

    def __init__(self, posts: Document, page: Document, platform: Platform, *, numbers_pages: bool) -> None:
        self.posts = posts
        self.page = page
        self.platform = platform
        self.numbers_pages = numbers_pages
        """Whether the software says which page of the thread it is."""

    @once
    def url(self) -> str | None:
        """The address of the thread's first page, without a query."""
        node = dom.select_first(self.page.head, "link[rel=canonical][href]")
        stated = self.page.absolute(node.attrs.get("href")) if node is not None else self.page.url
        return re.sub(r"[?#].*", "", stated) if stated else None

    def title(self) -> str | None:
        """The thread's title, without the labels before it."""
        for pick in self.platform.title:
            for raw, node in values(self.posts.tree, (pick,)):
                if "@" in pick or "~" in pick:
                    return raw
                title = " ".join(body.read_body(self.posts, [node]).text.split())
                if title:
                    return title
        return None

    def info(self, posts: list[Post]) -> ThreadInfo:
        """Where the posts belong."""
        platform = self.platform
        page, previous = self._page_number, self._previous_page
        count, following = number_in(self._stated(platform.page_count)), self._other_page(platform.next_page)
        replies = self._reply_count()
        if page is None and self.numbers_pages and not previous and not _LATER_PAGE.search(self.page.url or ""):
            page = 1  # the software would show a way back
        if page == 1 and count is None and not following and (replies is None or replies < len(posts)):
            count = 1
            if replies is None and posts and posts[0].is_original_post:
                replies = len(posts) - 1
        return ThreadInfo(
            id=self._stated(platform.thread_id),
            board=self._board(),
            page=page,
            page_count=count,
            next_page=following,
            previous_page=previous,
            reply_count=replies,
        )

    def _reply_count(self) -> int | None:
        stated = number_in(self._stated(self.platform.reply_count))
        posts = number_in(self._stated(self.platform.post_count)) if stated is None else None
        return posts - 1 if posts else stated

    @once
    def _page_number(self) -> int | None:
        return number_in(self._stated(self.platform.page))

    @once
    def _previous_page(self) -> str | None:
        return self._other_page(self.platform.previous_page)

    def _stated(self, picks: Picks) -> str | None:
        """A value that belongs to the whole page."""
        documents = (self.posts,) if self.page is self.posts else (self.posts, self.page)
        for document in documents:
            for pick in picks:
                found = value(_place_of(document, pick), (pick,))
                if found is not None:
                    return found
        return None

    def _other_page(self, picks: Picks) -> str | None:
        """The first of the links that leads away from this page."""
        here = (self.page.url or "").partition("#")[0]
        for pick in picks:
            for raw, _node in values(_place_of(self.page, pick), (pick,)):
                url = address_of(self.page, raw)
                if url is not None and url.partition("#")[0].rstrip("?") != here.rstrip("?"):
                    return url
        return None

    def is_first_page(self) -> bool:
        """Whether the first post here is the thread's first, as far as the page shows it."""
        return self._previous_page is None and self._page_number in (None, 0, 1)

    def _board(self) -> list[str]:
        """Board names, each once, without the site's own start page and the thread itself.

        Pages print the way twice, above and below the thread: it ends where it begins again.
        """
        names: list[str] = []
        start = before = None
        for node in dom.select(self.posts.tree, self.platform.board):
            name = dom.words_of(node)
            if start is not None and name == start != before:
                break
            start, before = start or name, name
            if name and name not in names and not (not names and name.lower() in _HOME):
                names.append(name)
        return names


def address_of(document: Document, href: str | None) -> str | None:
    """An absolute address without the session that the page was served in."""
    url = document.absolute(href)
    return urls.without_tracking(url) if url is not None else None


def _place_of(document: Document, pick: str) -> Node | dom.Tree:
    """Where a pick of the whole page is looked for: a page's own links stand in its head, which is small."""
    return document.head if pick.startswith("link[") else document.tree
