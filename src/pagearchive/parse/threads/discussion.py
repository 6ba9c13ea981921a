"""Structured data that states the posts of a discussion: schema.org's DiscussionForumPosting, QAPage, Comment, Answer.

Microdata marks the posts where they stand, so they are read from there. JSON-LD repeats their words without their
markup and often not all of them: it fills what other readers left open, and is read itself only where nobody else
found a post. What a page shows is believed before what it states.
"""

from __future__ import annotations

import html as markup
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from msgspec import Struct, structs

from pagearchive import dom, urls
from pagearchive.dom import Node
from pagearchive.model import Author, Comment, Post, Reaction
from pagearchive.parse.bodies import body
from pagearchive.parse.document import Document
from pagearchive.parse.enclosing import Enclosing, Shares
from pagearchive.parse.structured import Item, Thing, text, types, value_of
from pagearchive.parse.threads.post_body import Part, read_post_body
from pagearchive.parse.threads.reader import ThreadPage
from pagearchive.parse.threads.surroundings import Surroundings
from pagearchive.patterns import regex

_OPENING = frozenset(("DiscussionForumPosting", "Question", "SocialMediaPosting"))
_REPLY = frozenset(("Comment", "Answer", "UserComments", "DiscussionForumPosting", "SocialMediaPosting"))
_REMARKS = frozenset(("Comment", "Answer", "UserComments", "Review"))
_TEXT = ("text", "articleBody", "commentText")
_CREATED = ("dateCreated", "datePublished", "commentTime")
_NUMBER = regex(r"\d{2,}")
_WORD = regex(r"\w+")
MAX_POSTS = 50_000
MAX_NAME = 80
"""Characters."""
KEY_WORDS = 8
"""As many of a post's first words tell it from the others of its page."""


class Stated(Struct, kw_only=True):
    """A post as structured data states it."""

    author: Author
    date_published: str | None
    date_published_raw: str | None
    date_modified: str | None
    url: str | None
    post_id: str | None
    text: str
    score: int | None


def states_posts(document: Document) -> bool:
    """Whether there is anything to read here: a look at the types that the page states, no more."""
    stated = document.structured.declarations
    return any(name in stated for name in ("DiscussionForumPosting", "QAPage", "/Comment", "/Answer", "UserComments"))


# ── microdata: the posts where they stand ────────────────────────────────────────────────────────────────────────


def read_discussion(document: Document) -> ThreadPage | None:
    """The posts that microdata marks, from the opening one on, or the one post that is stated to have no replies; None
    where not all of them are marked."""
    if not states_posts(document):
        return None
    posts = _Marked(document).read() if document.structured.items else []
    if len(posts) < 2:
        return _read_unanswered(document)
    around = Surroundings(document)
    return ThreadPage(title=around.title, posts=posts, thread=around.thread())


class _Marked:
    """Reads microdata items as posts."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.parts: dict[int, Part] = {}
        self.items = [item for item in document.structured.items if item.types & (_OPENING | _REPLY)]

    def read(self) -> list[Post]:
        """All of them, in page order; [] where the first is no opening post or most name no author."""
        items = [item for item in self.items if self._body(item) is not None]
        if len(items) < 2 or not items[0].types & _OPENING:
            return []
        if sum(self._author(item).name is not None for item in items[:50]) < 0.7 * len(items[:50]):
            return []
        known = {dom.identity(item.node): item for item in items}
        around = Enclosing(known)
        posts: list[Post] = []
        self.parts = _parts(self.document, items, around)
        for item in items[:MAX_POSTS]:
            self.document.dropped.setdefault(dom.identity(item.node), "another post")
        remarks: dict[int, list[Item]] = {}
        answers = []
        for item in items[:MAX_POSTS]:
            above = self._answered(item, known, around)
            if above is None:
                answers.append(item)
            else:
                remarks.setdefault(dom.identity(above.node), []).append(item)
        for item in answers:
            posts.append(self._post(item, remarks.get(dom.identity(item.node), []), len(posts) + 1))
        return posts

    def _answered(self, item: Item, known: dict[int, Item], around: Enclosing) -> Item | None:
        """The question or answer that a comment stands below: such is no post of its own."""
        if "Comment" not in item.types:
            return None
        outer = around.of(item.node.parent)
        above = known[outer] if outer is not None else None
        return above if above is not None and above.types & {"Question", "Answer"} else None

    def _body(self, item: Item) -> Node | None:
        for name in _TEXT:
            for node in item.properties.get(name, ()):
                if node.tag != "meta":
                    return node
        return None

    def _post(self, item: Item, remarks: list[Item], position: int) -> Post:
        document = self.document
        node = self._body(item)
        assert node is not None
        post_id = self._identifier(item)
        content = read_post_body(document, [node], post_id, part=self.parts.get(dom.identity(item.node)))
        published, raw = self._date(item)
        modified = document.date(item.value("dateModified"))
        quoted = {quote.post_id for quote in content.quotes if quote.post_id}
        return Post(
            post_id=post_id,
            position=position,
            url=document.absolute(item.value("url")),
            author=self._author(item),
            date_published=published,
            date_published_raw=raw,
            date_modified=modified if modified != published else None,
            text=content.text,
            html=content.html,
            images=content.images,
            quotes=content.quotes,
            links=content.links,
            reactions=_score(item.value("upvoteCount")),
            in_reply_to=quoted.pop() if len(quoted) == 1 else None,
            is_original_post=position == 1,
            is_accepted_answer="acceptedAnswer" in (item.node.attrs.get("itemprop") or ""),
            comments=[self._remark(other) for other in remarks],
        )

    def _identifier(self, item: Item) -> str | None:
        """The number that the item's element or its address carries; the thread's address has the thread's number."""
        attrs = item.node.attrs
        values = [
            attrs.get("id"),
            attrs.get("itemid"),
            *(attrs.get(name) for name in ("data-post-id", "data-pid", "data-id")),
        ]
        for value in [*values, item.value("url")]:
            if value is None or _is_same_page(self.document, value):
                continue
            numbers = _NUMBER.findall(value.rpartition("#")[2] or value)
            if numbers:
                return str(numbers[-1])
        return None

    def _remark(self, item: Item) -> Comment:
        node = self._body(item)
        content = body.read_body(self.document, [node] if node is not None else [])
        return Comment(author=self._author(item), date_published=self._date(item)[0], text=content.text)

    def _author(self, item: Item) -> Author:
        for name in ("author", "creator"):
            for person in item.items(name):
                found = person.value("name")
                if found:
                    url = person.value("url") or person.node.attrs.get("href")
                    return Author(name=found, url=self.document.absolute(url))
            for node in item.properties.get(name, ()):
                words = dom.first_words(node, MAX_NAME) or value_of(node)
                if words and len(words) < MAX_NAME:
                    return Author(name=words, url=self.document.absolute(node.attrs.get("href")))
        return Author()

    def _date(self, item: Item) -> tuple[str | None, str | None]:
        for name in _CREATED:
            for node in item.properties.get(name, ()):
                raw = value_of(node)
                found = self.document.date(raw)
                if found is not None:
                    return found, dom.words_of(node) or raw
        return None, None


def _is_same_page(document: Document, address: str) -> bool:
    """Whether an address is the page's own, and no place on it."""
    url = document.absolute(address) if "/" in address and "#" not in address else None
    return url is not None and document.url is not None and urls.canonical(url) == urls.canonical(document.url)


def _parts(document: Document, items: list[Item], around: Enclosing) -> dict[int, Part]:
    """The own parts of the items that others stand inside."""
    outer = {above for item in items if (above := around.of(item.node.parent)) is not None}
    shares = Shares(document.root, (dom.identity(item.node) for item in items))
    return {identity: Part(shares, identity) for identity in outer}


def _score(raw: str | None) -> list[Reaction]:
    return [Reaction(name="score", count=int(raw))] if raw and re.fullmatch(r"-?\d{1,9}", raw) else []


# ── JSON-LD: what is stated of the posts ─────────────────────────────────────────────────────────────────────────


def stated_posts(document: Document) -> list[Stated]:
    """The posts that JSON-LD states, in its order."""
    return [_stated(document, thing) for thing in _things(document)][:MAX_POSTS]


def _things(document: Document) -> Iterator[Thing]:
    structured = document.structured
    if structured.of_type("FAQPage"):
        return
    for thing in structured.things:
        kinds = frozenset(types(thing))
        if kinds & (_OPENING | _REPLY) and ("text" in thing or "articleBody" in thing or "author" in thing):
            yield thing


def _stated(document: Document, thing: Thing) -> Stated:
    people = [person for person in document.structured.resolve(thing.get("author")) if person]
    person = people[0] if people else None
    raw = text(thing.get("dateCreated")) or text(thing.get("datePublished"))
    address = text(thing.get("url")) or text(thing.get("@id"))
    votes = text(thing.get("upvoteCount"))
    numbers = _NUMBER.findall((address or "").partition("#")[2])
    return Stated(
        author=Author(
            name=text(person.get("name")) if isinstance(person, dict) else text(person),
            url=document.absolute(text(person.get("url"))) if isinstance(person, dict) else None,
        ),
        date_published=document.date(raw),
        date_published_raw=raw,
        date_modified=document.date(text(thing.get("dateModified"))),
        url=document.absolute(address),
        post_id=numbers[-1] if numbers else None,
        text=_plain(thing.get("text") or thing.get("articleBody")),
        score=int(votes) if votes and re.fullmatch(r"-?\d{1,9}", votes) else None,
    )


def _plain(value: object) -> str:
    if not isinstance(value, str):
        return ""
    if "<" in value and re.search(r"<(?:p|br|div|a|blockquote|b|i|strong|em|ul|img)\b", value[:5000], re.IGNORECASE):
        tree = dom.parse(value)
        return "\n\n".join(filter(None, (dom.words_of(node) for node in dom.select(tree, "body"))))
    return value.replace("\r\n", "\n").strip()


def _as_html(words: str) -> str:
    return "".join(f"<p>{markup.escape(part, quote=False)}</p>" for part in re.split(r"\n\s*\n", words) if part.strip())


def read_stated(document: Document) -> ThreadPage | None:
    """The posts as JSON-LD states them, for a page that shows none: their text alone."""
    if not states_posts(document):
        return None
    found = [stated for stated in stated_posts(document) if stated.text]
    openings = [thing for thing in _things(document) if frozenset(types(thing)) & _OPENING]
    if not found or not openings:
        return None
    posts = [
        Post(
            post_id=stated.post_id,
            position=position,
            url=stated.url,
            author=stated.author,
            date_published=stated.date_published,
            date_published_raw=stated.date_published_raw,
            date_modified=stated.date_modified,
            text=stated.text,
            html=_as_html(stated.text),
            is_original_post=position == 1,
        )
        for position, stated in enumerate(found, 1)
    ]
    around = Surroundings(document)
    title = text(openings[0].get("headline")) or text(openings[0].get("name")) or around.title
    return ThreadPage(title=title, posts=posts, thread=around.thread())


def _read_unanswered(document: Document) -> ThreadPage | None:
    """The one post of a thread of which is stated that nobody has replied to it: alike parts of its page are none."""
    postings = document.structured.of_type("DiscussionForumPosting")
    if len(postings) != 1 or not _is_unanswered(document, postings[0]):
        return None
    found = read_stated(document)
    return found if found is not None and len(found.posts) == 1 and found.posts[0].author.name else None


def _is_unanswered(document: Document, posting: Thing) -> bool:
    counts = [posting.get("commentCount")]
    for counter in document.structured.resolve(posting.get("interactionStatistic")):
        if isinstance(counter, dict):
            kind = counter.get("interactionType")
            kind = kind.get("@type") if isinstance(kind, dict) else kind
            if isinstance(kind, str) and kind.rpartition("/")[2] in ("CommentAction", "ReplyAction"):
                counts.append(counter.get("userInteractionCount"))
    return any(str(count) == "0" for count in counts)


# ── gaps of other readers ────────────────────────────────────────────────────────────────────────────────────────


def fill_gaps(document: Document, found: ThreadPage) -> ThreadPage:
    """What a reader left open and the structured data states: authors, dates, addresses. The reader's values stay."""
    if all(_is_full(post) for post in found.posts):
        return found
    if not states_posts(document):
        return _with_date_of_thread(document, found) if found.posts[0].date_published is None else found
    found = _with_date_of_thread(document, found)
    stated = stated_posts(document)
    by_id = {one.post_id: one for one in stated if one.post_id}
    by_words = {key: one for one in stated if (key := _key(one.text))}
    posts = []
    for post in found.posts:
        one = (by_id.get(post.post_id) if post.post_id else None) or by_words.get(_key(post.text) or "")
        posts.append(_filled(post, one) if one is not None else post)
    return structs.replace(found, posts=posts)


def _with_date_of_thread(document: Document, found: ThreadPage) -> ThreadPage:
    """The opening post with the date that is stated of the thread as a whole, where it shows none so exact itself.

    Microdata states it of the one thread there is, JSON-LD of a work by the post's author.
    """
    first = found.posts[0]
    if not first.is_original_post or _is_exact(first.date_published):
        return found
    for raw in _dates_of_thread(document, first.author.name):
        published = document.date(raw)
        if published is not None:
            filled = structs.replace(
                first,
                date_published=_more_exact(first.date_published, published),
                date_published_raw=first.date_published_raw or raw,
            )
            return structs.replace(found, posts=[filled, *found.posts[1:]])
    return found


def _dates_of_thread(document: Document, author: str | None) -> Iterator[str]:
    threads = [item for item in document.structured.items if item.types & _OPENING]
    if len(threads) == 1:
        yield from filter(None, (threads[0].value(name) for name in _CREATED))
    for thing in document.structured.things if author else ():
        if not _REMARKS.isdisjoint(types(thing)):
            continue
        people = document.structured.resolve(thing.get("author"))
        if any((text(one.get("name")) if isinstance(one, dict) else text(one)) == author for one in people):
            yield from filter(None, (text(thing.get(name)) for name in ("dateCreated", "datePublished")))


def _is_exact(date: str | None) -> bool:
    """Whether a date is a moment, with its offset from UTC."""
    return date is not None and len(date) > len("2020-01-01T00:00:00")


def _more_exact(shown: str | None, stated: str | None) -> str | None:
    """The date that is shown; the stated one where it is that moment with its offset from UTC, or nothing is shown."""
    if shown is None or stated is None:
        return shown or stated
    if _is_exact(shown) or not _is_exact(stated):
        return shown
    moment = datetime.fromisoformat(stated).astimezone(UTC).replace(tzinfo=None)
    try:
        local = datetime.fromisoformat(shown)
    except ValueError:  # a month or a year
        return shown
    if "T" not in shown:
        return stated if timedelta(hours=-38) < moment - local < timedelta(hours=38) else shown
    apart = abs(moment - local)
    quarters = apart % timedelta(minutes=15)
    is_zone = apart <= _FARTHEST and min(quarters, timedelta(minutes=15) - quarters) < timedelta(minutes=1)
    return stated if is_zone else shown


_FARTHEST = timedelta(hours=14)
"""No local time is farther from UTC."""


def _is_full(post: Post) -> bool:
    return bool(post.author.name and post.author.url and _is_exact(post.date_published) and post.url)


def _filled(post: Post, stated: Stated) -> Post:
    author = post.author
    if author.name is None:
        author = stated.author
    elif author.url is None and stated.author.name == author.name:
        author = Author(name=author.name, url=stated.author.url, id=author.id)
    return structs.replace(
        post,
        author=author,
        date_published=_more_exact(post.date_published, stated.date_published),
        date_published_raw=post.date_published_raw or stated.date_published_raw,
        date_modified=post.date_modified or stated.date_modified,
        url=post.url or stated.url,
    )


def _key(words: str) -> str | None:
    found = _WORD.findall(words[:400].lower())[:KEY_WORDS]
    return " ".join(found) if len(found) >= min(3, KEY_WORDS) else None
