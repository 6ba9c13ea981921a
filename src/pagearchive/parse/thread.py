"""The one reader of all platforms: a `Platform` and a page in, posts out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from msgspec import Struct

from pagearchive import dates, dom, urls
from pagearchive.dom import Node
from pagearchive.model import Author, Comment, Image, Post, Quote, Reaction, ThreadInfo
from pagearchive.parse import body, pictures
from pagearchive.parse.client_lines import drop_client_line
from pagearchive.parse.document import Document
from pagearchive.parse.platforms import Picks, Platform, value, values


class ThreadPage(Struct, frozen=True, kw_only=True):
    """What a reader found on a page of posts."""

    title: str | None
    posts: list[Post]
    thread: ThreadInfo


def read_thread(document: Document, platform: Platform) -> ThreadPage:
    """Read the page as the platform's. No post found: the list is empty, and the next reader may try."""
    if platform.unfold is not None:
        markup = platform.unfold(document)
        if markup:
            return _Reader(document.unfolded(markup), platform, document).read()
    return _Reader(document, platform, document).read()


class _Reader:
    """One page while its posts are read."""

    def __init__(self, document: Document, platform: Platform, page: Document) -> None:
        self.document = document  # where the posts stand
        self.page = page  # the page itself
        self.platform = platform
        for reason, selector in platform.noise.items():
            document.drop(selector, reason)
        for node in dom.select(document.tree, platform.quote_noise):
            document.drop_node(node, "quote header")
            after = node.next
            if after is not None and after.tag == "-text" and _SAID.fullmatch(after.text_content or ""):
                document.dropped[dom.identity(after)] = "quote header"
        document.drop(platform.signature, "signature")
        self.quotes = {
            dom.identity(node): Quote(
                author=value(node, platform.quote_author), post_id=value(node, platform.quote_post)
            )
            for node in dom.select(document.tree, platform.quote)
        }
        self.candidates = self._candidates()
        self.containers = [node for node, is_post in self.candidates if is_post]
        self.inner = {dom.identity(node) for node in self.containers}
        self.bodies = self._by_post(platform.body)
        self.attachments = self._by_post(platform.attachments)
        self.reaction_kinds = self._by_post(platform.reaction, even_dropped=True)
        self.accepted = self._by_post(platform.accepted, even_dropped=True)
        self.comments = self._by_post(platform.comment)
        self.day_first = self._infer_day_first()
        self.tree = _AnswerTree(document, platform)

    def read(self) -> ThreadPage:
        posts: list[Post] = []
        for node, is_post in self.candidates:
            if not is_post:
                self.tree.parent_of(node, None, self._own(node))
                continue
            before = posts[-1] if posts else None
            post = self._post(node, len(posts) + 1, before)
            if post is not None:
                posts.append(post)
        return ThreadPage(title=self._title(), posts=posts, thread=self._info(posts))

    def _candidates(self) -> list[tuple[Node, bool]]:
        """What the platform takes for posts, and whether it is: not what stands in something dropped."""
        dropped = self.document.dropped
        is_dropped: dict[int, bool] = {}  # of the containers seen: those inside them need not look further up
        found = []
        for node in dom.select(self.document.tree, self.platform.post):
            inside = dom.identity(node) in dropped
            for above in () if inside else _first(dom.ancestors(node), MAX_DEPTH):
                identity = dom.identity(above)
                inside = is_dropped.get(identity, identity in dropped)
                if inside or identity in is_dropped:
                    break
            is_dropped[dom.identity(node)] = inside
            conditions = self.platform.post_if
            found.append((node, not inside and (not conditions or value(node, conditions) is not None)))
        return found

    def _by_post(self, selector: str, *, even_dropped: bool = False) -> dict[int, list[Node]]:
        """The matches that stand in a post (and in nothing dropped there), by the innermost container's identity."""
        found: dict[int, list[Node]] = {}
        for node in dom.select(self.document.tree, selector):
            container = self._container_of(node, even_dropped=even_dropped)
            if container is not None:
                found.setdefault(container, []).append(node)
        return found

    def _container_of(self, node: Node, *, even_dropped: bool) -> int | None:
        dropped, inner = self.document.dropped, self.inner
        at: Node | None = node
        for _step in range(MAX_DEPTH):
            if at is None:
                return None
            identity = dom.identity(at)
            if identity in inner:
                return identity
            if identity in dropped and not even_dropped:
                return None
            at = at.parent
        return None

    def _infer_day_first(self) -> bool | None:
        """Whether the page's numeric dates put the day first, as far as its dates together show it."""
        if any("@datetime" in pick for pick in self.platform.date[:1]):
            return None
        raws = [value(node, self.platform.date, self._own(node)) for node in self.containers]
        return dates.infer_day_first(raw for raw in raws if raw)

    # ── a post ───────────────────────────────────────────────────────────────────────────────────────────────────

    def _post(self, node: Node, position: int, before: Post | None) -> Post | None:
        platform, document = self.platform, self.document
        own = self._own(node)
        identity = dom.identity(node)
        post_id = value(node, platform.post_id, own)
        content = self._content(self.bodies.get(identity, [])[:1], post_id, is_first=position == 1)
        published, raw = self._date(node, own)
        post = Post(
            post_id=post_id,
            position=position,
            url=self._address(value(node, platform.post_url, own)) or self._permalink(post_id),
            author=self._author(node, own, before),
            date_published=published,
            date_published_raw=raw,
            date_modified=self._modified(node, own),
            text=content.text,
            html=content.html,
            images=self._images(self.attachments.get(identity, []), content.images, post_id),
            quotes=content.quotes,
            links=content.links,
            reactions=self._reactions(node, own),
            in_reply_to=(
                value(node, platform.reply_to, own)
                or self.tree.parent_of(node, post_id, own)
                or _answered(content.quotes)
            ),
            is_original_post=position == 1 and platform.has_opening and self._is_first_page(),
            is_accepted_answer=identity in self.accepted,
            comments=self._comments(self.comments.get(identity, [])),
        )
        return platform.refine(document, node, post) if platform.refine is not None else post

    def _address(self, href: str | None) -> str | None:
        """An absolute address without the session that the page was served in."""
        url = self.document.absolute(href)
        return urls.without_tracking(url) if url is not None else None

    def _permalink(self, post_id: str | None) -> str | None:
        thread = self.thread_url if self.platform.permalink and post_id else None
        return self.platform.permalink.format(thread=thread.rstrip("/"), id=post_id) if thread else None

    @cached_property
    def thread_url(self) -> str | None:
        """The address of the thread's first page, without a query."""
        node = dom.select_first(self.page.tree, "link[rel=canonical][href]")
        stated = self.document.absolute(node.attrs.get("href")) if node is not None else self.document.url
        return re.sub(r"[?#].*", "", stated) if stated else None

    def _own(self, node: Node) -> Node | None:
        """The part of a container that is not its answers; None where the platform knows no such part."""
        if not self.platform.own:
            return None
        found = dom.select_first(node, self.platform.own)
        if found is None or self._owner(found) != dom.identity(node):
            return _NOWHERE
        return found

    def _owner(self, node: Node) -> int:
        identity = dom.identity(node)
        if identity in self.inner:
            return identity
        for above in dom.ancestors(node):
            identity = dom.identity(above)
            if identity in self.inner:
                return identity
        return 0

    def _content(self, nodes: list[Node], post_id: str | None, *, is_first: bool) -> body.Body:
        document = self.document
        if is_first and self.platform.opening:
            nodes = nodes + dom.select(document.tree, self.platform.opening)
        content = body.read_body(document, nodes, quotes=self.quotes, post_id=post_id)
        if nodes and drop_client_line(document, nodes[0], content.text):
            content = body.read_body(document, nodes, quotes=self.quotes, post_id=post_id)
        return content

    def _author(self, node: Node, own: Node | None, before: Post | None) -> Author:
        platform = self.platform
        name = value(node, platform.author, own)
        if name is None and platform.same_author and before is not None:
            return before.author
        return Author(
            name=name,
            url=self._address(value(node, platform.author_url, own)),
            id=value(node, platform.author_id, own),
        )

    def _date(self, node: Node, own: Node | None) -> tuple[str | None, str | None]:
        first_raw = None
        for raw, found in values(node, self.platform.date, own):
            first_raw = first_raw or raw
            read = self.document.date(raw, day_first=self.day_first)
            if read is not None:
                return read, value(node, self.platform.date_raw, own) or _printed(raw, found, node)
        return None, first_raw

    def _modified(self, node: Node, own: Node | None) -> str | None:
        for raw, _found in values(node, self.platform.modified, own):
            read = self.document.date(raw, day_first=self.day_first)
            read = read or dates.modified_date(raw, captured_at=self.document.captured_at)
            if read is not None:
                return read
        return None

    def _images(self, areas: list[Node], found: list[Image], post_id: str | None) -> list[Image]:
        """The body's pictures, and those attached below it that the body does not show."""
        if not areas:
            return found
        shown = {image.url for image in found} | {image.full_url for image in found if image.full_url}
        images = list(found)
        for area in areas:
            for image in pictures.read_attached(self.document, area, post_id):
                if image.url not in shown and image.full_url not in shown:
                    images.append(image)
                    shown.add(image.url)
        return images

    def _reactions(self, node: Node, own: Node | None) -> list[Reaction]:
        platform = self.platform
        kinds = self.reaction_kinds.get(dom.identity(node), [])
        counts = [(name, _count(node, picks, own)) for name, picks in platform.reactions.items()]
        counts += [
            (value(kind, platform.reaction_name) or "reaction", _count(kind, platform.reaction_count)) for kind in kinds
        ]
        return [Reaction(name=name, count=count) for name, count in counts if count]

    def _comments(self, nodes: list[Node]) -> list[Comment]:
        platform = self.platform
        return [
            Comment(
                author=Author(
                    name=value(node, platform.comment_author),
                    url=self.document.absolute(value(node, platform.comment_author_url)),
                ),
                date_published=self.document.date(value(node, platform.comment_date)),
                text=body.read_body(self.document, dom.select(node, platform.comment_body)[:1]).text,
            )
            for node in nodes
        ]

    # ── the page ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _title(self) -> str | None:
        """The thread's title, without the labels before it."""
        for pick in self.platform.title:
            for raw, node in values(self.document.tree, (pick,)):
                if "@" in pick or "~" in pick:
                    return raw
                title = " ".join(body.read_body(self.document, [node]).text.split())
                if title:
                    return title
        return None

    def _info(self, posts: list[Post]) -> ThreadInfo:
        platform = self.platform
        page, previous = self._page_number, self._previous_page
        count, following = _number(self._stated(platform.page_count)), self._other_page(platform.next_page)
        replies = self._reply_count()
        if page is None and platform.page and not previous and not _LATER_PAGE.search(self.document.url or ""):
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
        stated = _number(self._stated(self.platform.reply_count))
        posts = _number(self._stated(self.platform.post_count)) if stated is None else None
        return posts - 1 if posts else stated

    @cached_property
    def _page_number(self) -> int | None:
        return _number(self._stated(self.platform.page))

    @cached_property
    def _previous_page(self) -> str | None:
        return self._other_page(self.platform.previous_page)

    def _stated(self, picks: Picks) -> str | None:
        """A value that belongs to the whole page."""
        found = value(self.document.tree, picks)
        return value(self.page.tree, picks) if found is None and self.page is not self.document else found

    def _other_page(self, picks: Picks) -> str | None:
        """The first of the links that leads away from this page."""
        here = (self.document.url or "").partition("#")[0]
        for pick in picks:
            for raw, _node in values(self._head if pick.startswith("link[") else self.page.tree, (pick,)):
                url = self._address(raw)
                if url is not None and url.partition("#")[0].rstrip("?") != here.rstrip("?"):
                    return url
        return None

    @cached_property
    def _head(self) -> Node | dom.Tree:
        """Where a page's links to other pages stand, if they are `link` elements: small beside the page."""
        return self.page.tree.head or self.page.tree

    def _is_first_page(self) -> bool:
        return self._previous_page is None and self._page_number in (None, 0, 1)

    def _board(self) -> list[str]:
        """Board names, each once, without the site's own start page and the thread itself.

        Pages print the way twice, above and below the thread: it ends where it begins again.
        """
        names: list[str] = []
        start = before = None
        for node in dom.select(self.document.tree, self.platform.board):
            name = dom.words_of(node)
            if start is not None and name == start != before:
                break
            start, before = start or name, name
            if name and name not in names and not (not names and name.lower() in _HOME):
                names.append(name)
        return names


class _AnswerTree:
    """Which post another one answers, where the page shows it as a tree."""

    def __init__(self, document: Document, platform: Platform) -> None:
        self.platform = platform
        self.nests: dict[int, int] = {}  # identity -> how many stand around it, itself counted
        for node in dom.select(document.tree, platform.nest):
            self.nests[dom.identity(node)] = self._nested(node) + 1
        self.open: list[tuple[int, str | None]] = []  # depth and identifier of the posts on the way to the last one

    def parent_of(self, node: Node, post_id: str | None, own: Node | None) -> str | None:
        """The identifier of the post above. To be asked once a post, in page order."""
        depth = self._depth(node, own)
        if depth is None:
            return None
        while self.open and self.open[-1][0] >= depth:
            self.open.pop()
        parent = self.open[-1][1] if self.open else None
        self.open.append((depth, post_id))
        return parent

    def _nested(self, node: Node) -> int:
        """How many nests stand around the node; those further out are known already."""
        for above in _first(dom.ancestors(node), MAX_DEPTH):
            depth = self.nests.get(dom.identity(above))
            if depth is not None:
                return depth
        return 0

    def _depth(self, node: Node, own: Node | None) -> int | None:
        if self.nests:
            return self._nested(node) + 1
        return _number(value(node, self.platform.depth, own))


MAX_DATE_WORDS = 60
"""Characters: a longer text is not a date alone."""
_SAID = re.compile(
    r"\s*(?:wrote|writes|said|schrieb|a écrit|escribió|ha scritto|escreveu|schreef|napisał\w*|писал\w*)\s*:\s*"
)
"""What stands bare behind the name of somebody quoted."""
MAX_DEPTH = 600
"""Elements above a post that are looked at for the tree of answers."""

_NOWHERE = dom.nowhere()
_HOME = frozenset(("home", "forums", "forum", "startseite", "accueil", "inicio", "home page", "board index", "foren"))
_LATER_PAGE = re.compile(r"(?:page|seite|start|p|pg|st)[-=/]\d+", re.I)
"""An address that names a page of its own."""
_COUNT = re.compile(r"-?\d[\d,.]*")


def _first(nodes: Iterator[Node], count: int) -> Iterator[Node]:
    for _number_of, node in zip(range(count), nodes, strict=False):
        yield node


def _printed(raw: str, found: Node, container: Node) -> str:
    """The date as the page prints it: the words of the element that states it, where they are no more than a date."""
    words = dom.words_of(found) if dom.identity(found) != dom.identity(container) else ""
    return words if 0 < len(words) < MAX_DATE_WORDS and raw not in words else raw


def _count(node: Node, picks: Picks, own: Node | None = None) -> int:
    """The first number that the picks give, with those of picks that begin with `+` added."""
    first = _number(value(node, tuple(pick for pick in picks if pick[0] != "+"), own)) or 0
    more = tuple(pick[1:] for pick in picks if pick[0] == "+")
    return first + sum(_number(raw) or 0 for raw, _node in values(node, more, own))


def _answered(quotes: list[Quote]) -> str | None:
    """The post that is answered: the one post that is quoted."""
    ids = {quote.post_id for quote in quotes if quote.post_id}
    return ids.pop() if len(ids) == 1 else None


def _number(raw: str | None) -> int | None:
    found = _COUNT.search(raw or "")
    if found is None:
        return None
    number = int(re.sub(r"\D", "", found[0]) or 0)
    return -number if found[0][0] == "-" else number
