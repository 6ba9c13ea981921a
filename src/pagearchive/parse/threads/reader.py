"""The one reader of all platforms: a `Platform` and a page in, posts out."""

from __future__ import annotations

from functools import partial

from msgspec import Struct

from pagearchive import dates, dom
from pagearchive.dom import Node
from pagearchive.model import Author, Comment, Image, Post, Quote, Reaction, ThreadInfo
from pagearchive.parse.bodies import body, pictures
from pagearchive.parse.document import Document
from pagearchive.parse.enclosing import MAX_QUOTES_AROUND, Enclosing, Shares, shallow
from pagearchive.parse.platforms import Look, Platform, value, values
from pagearchive.parse.platforms.compounds import possible
from pagearchive.parse.platforms.pruning import pruned
from pagearchive.parse.threads.answers import AnswerTree
from pagearchive.parse.threads.client_lines import drop_client_line, drop_signature
from pagearchive.parse.threads.counts import count_of
from pagearchive.parse.threads.surroundings import Surroundings
from pagearchive.parse.threads.thread_info import PageOfThread, address_of
from pagearchive.patterns import regex


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
        self.states_time = any("@datetime" in pick for pick in platform.date[:1])
        self.platform = pruned(platform, document.tree)
        self.about = PageOfThread(
            document, page, self.platform if document is page else platform, numbers_pages=bool(platform.page)
        )
        platform = self.platform
        self._drop_noise()
        for node in dom.select(document.tree, platform.quote_noise):
            document.drop_node(node, "quote header")
            after = node.next
            words = after.text_content if after is not None and after.tag == "-text" else None
            if after is not None and words and len(words) < MAX_SAID and _SAID.fullmatch(words):
                document.dropped[dom.identity(after)] = "quote header"
        document.drop(platform.signature, "signature")
        self.quotes = {
            dom.identity(node): Quote(
                author=value(node, platform.quote_author), post_id=value(node, platform.quote_post)
            )
            for node in shallow(dom.select(document.tree, platform.quote), MAX_QUOTES_AROUND)
        }
        self.candidates = self._candidates()
        self.containers = [node for node, is_post in self.candidates if is_post]
        self.inner = {dom.identity(node) for node in self.containers}
        self.around = Enclosing(self.inner)
        self.holders = {self.around.of(node.parent) for node in self.containers}
        """Those that others stand inside."""
        self.shares = Shares(document.root, self.inner)
        self.around_undropped = Enclosing([*self.inner, *document.dropped])
        self.bodies = self._by_post(platform.body)
        self.attachments = self._by_post(platform.attachments)
        self.reaction_kinds = self._by_post(platform.reaction, even_dropped=True)
        self.accepted = self._by_post(platform.accepted, even_dropped=True)
        self.comments = self._by_post(platform.comment)
        self._part_nested_posts()
        self.day_first = self._infer_day_first()
        self.answers = AnswerTree(document, platform)

    def read(self) -> ThreadPage:
        posts: list[Post] = []
        for node, is_post in self.candidates:
            if not is_post:
                self.answers.parent_of(node, None, self._own(node))
                continue
            before = posts[-1] if posts else None
            post = self._post(node, len(posts) + 1, before)
            if post is not None:
                posts.append(post)
        return ThreadPage(
            title=self.about.title() or Surroundings(self.document).title, posts=posts, thread=self.about.info(posts)
        )

    def _drop_noise(self) -> None:
        """Mark the noise of all reasons, in their order: in one look through the page, where that tells them apart."""
        document, noise = self.document, self.platform.noise
        found: dict[str, list[Node]] = {}
        unclear = set(noise.values()) if len(noise) == 1 else set()
        for node in dom.select(document.tree, ", ".join(noise.values())) if len(noise) > 1 else ():
            selectors = possible(node, noise.values())
            if len(selectors) == 1:
                found.setdefault(selectors[0], []).append(node)
            else:
                unclear.update(selectors)
        for reason, selector in noise.items():
            if selector in unclear:
                document.drop(selector, reason)
            else:
                for node in found.get(selector, ()):
                    document.drop_node(node, reason)

    def _candidates(self) -> list[tuple[Node, bool]]:
        """What the platform takes for posts, and whether it is: not what stands in something dropped."""
        conditions = self.platform.post_if
        dropped = Enclosing(self.document.dropped)
        found = []
        for node in dom.select(self.document.tree, self.platform.post):
            is_post = dropped.of(node) is None
            found.append((node, is_post and (not conditions or value(node, conditions) is not None)))
        return found

    def _by_post(self, selector: str, *, even_dropped: bool = False) -> dict[int, list[Node]]:
        """The matches that stand in a post (and in nothing dropped there), by the innermost container's identity."""
        found: dict[int, list[Node]] = {}
        around = self.around if even_dropped else self.around_undropped
        for node in dom.select(self.document.tree, selector):
            container = around.of(node)
            if container in self.inner:
                found.setdefault(container, []).append(node)
        return found

    def _part_nested_posts(self) -> None:
        """A post inside the body of another (somebody's tags are not closed) is no part of that one's text."""
        bodies = {dom.identity(node) for nodes in self.bodies.values() for node in nodes}
        for node in self.containers:
            identity = dom.identity(node)
            if identity not in bodies and self.around.of(node.parent) is not None:
                self.document.dropped.setdefault(identity, "another post")

    def _infer_day_first(self) -> bool | None:
        """Whether the page's numeric dates put the day first, as far as its dates together show it."""
        if self.states_time:
            return None
        dates_of = self.platform.date
        raws = [value(node, dates_of, self._own(node), self._look(node)) for node in self.containers]
        return dates.infer_day_first(raw for raw in raws if raw)

    # ── a post ───────────────────────────────────────────────────────────────────────────────────────────────────

    def _post(self, node: Node, position: int, before: Post | None) -> Post | None:
        platform, document = self.platform, self.document
        own, look = self._own(node), self._look(node)
        identity = dom.identity(node)
        post_id = value(node, platform.post_id, own, look)
        content = self._content(self.bodies.get(identity, [])[:1], post_id, is_first=position == 1)
        published, raw = self._date(node, own, look)
        above = self.answers.parent_of(node, post_id, own)
        post = Post(
            post_id=post_id,
            position=position,
            url=address_of(document, value(node, platform.post_url, own, look)) or self._permalink(post_id),
            author=self._author(node, own, look, before),
            date_published=published,
            date_published_raw=raw,
            date_modified=self._modified(node, own, look),
            text=content.text,
            html=content.html,
            images=self._images(self.attachments.get(identity, []), content.images, post_id),
            quotes=content.quotes,
            links=content.links,
            reactions=self._reactions(node, own, look),
            in_reply_to=value(node, platform.reply_to, own, look) or above or _answered(content.quotes),
            is_original_post=position == 1 and platform.has_opening and self.about.is_first_page(),
            is_accepted_answer=identity in self.accepted,
            comments=self._comments(self.comments.get(identity, [])),
        )
        return platform.refine(document, node, post) if platform.refine is not None else post

    def _permalink(self, post_id: str | None) -> str | None:
        thread = self.about.url if self.platform.permalink and post_id else None
        return self.platform.permalink.format(thread=thread.rstrip("/"), id=post_id) if thread else None

    def _look(self, node: Node) -> Look | None:
        """How to search a container that others stand inside: its own part is searched, and no more than that."""
        identity = dom.identity(node)
        return partial(self.shares.select, identity) if identity in self.holders else None

    def _own(self, node: Node) -> Node | None:
        """The part of a container that is not its answers; None where the platform knows no such part."""
        if not self.platform.own:
            return None
        look = self._look(node)
        found = next(iter(look(node, self.platform.own)), None) if look else dom.select_first(node, self.platform.own)
        if found is None or self.around.of(found) != dom.identity(node):
            return _NOWHERE
        return found

    def _content(self, nodes: list[Node], post_id: str | None, *, is_first: bool) -> body.Body:
        document = self.document
        if is_first and self.platform.opening:
            nodes = nodes + dom.select(document.tree, self.platform.opening)
        content = body.read_body(document, nodes, quotes=self.quotes, post_id=post_id)
        line = self.platform.signature_line
        if nodes and line and line in content.text and drop_signature(document, nodes[0], line):
            content = body.read_body(document, nodes, quotes=self.quotes, post_id=post_id)
        if nodes and drop_client_line(document, nodes[0], content.text):
            content = body.read_body(document, nodes, quotes=self.quotes, post_id=post_id)
        return content

    def _author(self, node: Node, own: Node | None, look: Look | None, before: Post | None) -> Author:
        platform = self.platform
        name = value(node, platform.author, own, look)
        if name is None and platform.same_author and before is not None:
            return before.author
        return Author(
            name=name,
            url=address_of(self.document, value(node, platform.author_url, own, look)),
            id=value(node, platform.author_id, own, look),
        )

    def _date(self, node: Node, own: Node | None, look: Look | None) -> tuple[str | None, str | None]:
        first_raw = None
        for raw, found in values(node, self.platform.date, own, look):
            first_raw = first_raw or raw
            read = self.document.date(raw, day_first=self.day_first)
            if read is not None:
                return read, value(node, self.platform.date_raw, own, look) or _printed(raw, found, node)
        return None, first_raw

    def _modified(self, node: Node, own: Node | None, look: Look | None) -> str | None:
        for raw, _found in values(node, self.platform.modified, own, look):
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

    def _reactions(self, node: Node, own: Node | None, look: Look | None) -> list[Reaction]:
        platform = self.platform
        counts = [(name, count_of(node, picks, own, look)) for name, picks in platform.reactions.items() if picks]
        for kind in self.reaction_kinds.get(dom.identity(node), []):
            name = value(kind, platform.reaction_name) or "reaction"
            counts.append((name, count_of(kind, platform.reaction_count)))
        sums: dict[str, int] = {}
        for name, count in counts:
            sums[name] = sums.get(name, 0) + count
        return [Reaction(name=name, count=count) for name, count in sums.items() if count]

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


MAX_DATE_WORDS = 60
"""Characters: a longer text is not a date alone."""
MAX_SAID = 200
_SAID = regex(
    r"\s*(?:wrote|writes|said|schrieb|a écrit|escribió|ha scritto|escreveu|schreef|napisał\w*|писал\w*)\s*:\s*"
)
"""What stands bare behind the name of somebody quoted."""
_NOWHERE = dom.nowhere()


def _printed(raw: str, found: Node, container: Node) -> str:
    """The date as the page prints it: the words of the element that states it, where they are no more than a date."""
    words = dom.words_of(found) if dom.identity(found) != dom.identity(container) else ""
    return words if 0 < len(words) < MAX_DATE_WORDS and raw not in words else raw


def _answered(quotes: list[Quote]) -> str | None:
    """The post that is answered: the one post that is quoted."""
    ids = {quote.post_id for quote in quotes if quote.post_id}
    return ids.pop() if len(ids) == 1 else None
