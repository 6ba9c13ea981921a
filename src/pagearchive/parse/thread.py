"""The one reader of all platforms: a `Platform` and a page in, posts out."""

from __future__ import annotations

import re

from msgspec import Struct

from pagearchive import dates, dom
from pagearchive.dom import Node
from pagearchive.model import Author, Comment, Image, Post, Quote, Reaction, ThreadInfo
from pagearchive.parse import body, pictures
from pagearchive.parse.document import Document
from pagearchive.parse.platforms import Platform, value, values


class ThreadPage(Struct, frozen=True, kw_only=True):
    """What a reader found on a page of posts."""

    title: str | None
    posts: list[Post]
    thread: ThreadInfo


def read_thread(document: Document, platform: Platform) -> ThreadPage:
    """Read the page as the platform's. No post found: the list is empty, and the next reader may try."""
    for reason, selector in platform.noise.items():
        document.drop(selector, reason)
    document.drop(platform.quote_noise, "quote header")
    document.drop(platform.signature, "signature")
    quotes = _quotes(document, platform)
    day_first = _day_first(document, platform)
    posts: list[Post] = []
    for node in _containers(document, platform):
        post = _post(document, platform, node, quotes, day_first, len(posts) + 1)
        if post is not None:
            posts.append(post)
    return ThreadPage(title=value(document.tree, platform.title), posts=posts, thread=_info(document, platform))


def _containers(document: Document, platform: Platform) -> list[Node]:
    return [node for node in dom.select(document.tree, platform.post) if dom.identity(node) not in document.dropped]


def _quotes(document: Document, platform: Platform) -> dict[int, Quote]:
    return {
        dom.identity(node): Quote(author=value(node, platform.quote_author), post_id=value(node, platform.quote_post))
        for node in dom.select(document.tree, platform.quote)
    }


def _day_first(document: Document, platform: Platform) -> bool | None:
    """Whether the page's numeric dates put the day first, as far as its dates together show it."""
    if any("@datetime" in pick for pick in platform.date):
        return None
    raws = [value(node, platform.date) for node in _containers(document, platform)]
    return dates.infer_day_first(raw for raw in raws if raw)


def _post(
    document: Document,
    platform: Platform,
    node: Node,
    quotes: dict[int, Quote],
    day_first: bool | None,
    position: int,
) -> Post | None:
    post_id = value(node, platform.post_id)
    content = body.read_body(document, _bodies(document, platform, node), quotes=quotes, post_id=post_id)
    published, raw = _date(document, platform, node, day_first)
    post = Post(
        post_id=post_id,
        position=position,
        url=document.absolute(value(node, platform.post_url)),
        author=_author(document, platform, node),
        date_published=published,
        date_published_raw=raw,
        date_modified=_modified(document, platform, node, day_first),
        text=content.text,
        html=content.html,
        images=_images(document, platform, node, content.images, post_id),
        quotes=content.quotes,
        links=content.links,
        reactions=_reactions(platform, node),
        in_reply_to=value(node, platform.reply_to) or _answered(content.quotes),
        is_original_post=position == 1,
        is_accepted_answer=bool(platform.accepted) and _matches(node, platform.accepted),
        comments=_comments(document, platform, node),
    )
    return platform.refine(document, node, post) if platform.refine is not None else post


def _bodies(document: Document, platform: Platform, node: Node) -> list[Node]:
    for found in dom.select(node, platform.body):
        if not any(dom.identity(above) in document.dropped for above in _up_to(found, node)):
            return [found]
    return []


def _up_to(node: Node, outer: Node) -> list[Node]:
    """The node and its parents below `outer`."""
    path = [node]
    end = dom.identity(outer)
    for above in dom.ancestors(node):
        if dom.identity(above) == end:
            break
        path.append(above)
    return path


def _matches(node: Node, selector: str) -> bool:
    return dom.select_first(node, selector) is not None


def _author(document: Document, platform: Platform, node: Node) -> Author:
    return Author(
        name=value(node, platform.author),
        url=document.absolute(value(node, platform.author_url)),
        id=value(node, platform.author_id),
    )


def _date(
    document: Document, platform: Platform, node: Node, day_first: bool | None
) -> tuple[str | None, str | None]:
    first_raw = None
    for raw, found in values(node, platform.date):
        first_raw = first_raw or raw
        read = document.date(raw, day_first=day_first)
        if read is not None:
            return read, value(node, platform.date_raw) or dom.words_of(found) or raw
    return None, first_raw


def _modified(document: Document, platform: Platform, node: Node, day_first: bool | None) -> str | None:
    for raw, _found in values(node, platform.modified):
        read = document.date(raw, day_first=day_first) or dates.modified_date(raw, captured_at=document.captured_at)
        if read is not None:
            return read
    return None


def _images(
    document: Document, platform: Platform, node: Node, found: list[Image], post_id: str | None
) -> list[Image]:
    """The body's pictures, and those attached below it that the body does not show."""
    if not platform.attachments:
        return found
    shown = {image.url for image in found} | {image.full_url for image in found}
    images = list(found)
    for area in dom.select(node, platform.attachments):
        for image in pictures.read_attached(document, area, post_id):
            if image.url not in shown and image.full_url not in shown:
                images.append(image)
                shown.add(image.url)
    return images


_COUNT = re.compile(r"-?\d[\d,.]*")


def _reactions(platform: Platform, node: Node) -> list[Reaction]:
    found = []
    for name, pick in platform.reactions.items():
        number = _COUNT.search(value(node, (pick,)) or "")
        if number is not None and (count := int(re.sub(r"\D", "", number[0]) or 0)):
            found.append(Reaction(name=name, count=-count if number[0][0] == "-" else count))
    return found


def _answered(quotes: list[Quote]) -> str | None:
    """The post that is answered: the one post that is quoted."""
    ids = {quote.post_id for quote in quotes if quote.post_id}
    return ids.pop() if len(ids) == 1 else None


def _comments(document: Document, platform: Platform, node: Node) -> list[Comment]:
    if not platform.comment:
        return []
    return [_comment(document, platform, found) for found in dom.select(node, platform.comment)]


def _comment(document: Document, platform: Platform, node: Node) -> Comment:
    bodies = dom.select(node, platform.comment_body)[:1]
    return Comment(
        author=Author(name=value(node, platform.comment_author)),
        date_published=document.date(value(node, platform.comment_date)),
        text=body.read_body(document, bodies).text,
    )


def _info(document: Document, platform: Platform) -> ThreadInfo:
    tree = document.tree
    return ThreadInfo(
        id=value(tree, platform.thread_id),
        board=_board(document, platform),
        page=_number(value(tree, platform.page)),
        page_count=_number(value(tree, platform.page_count)),
        next_page=document.absolute(value(tree, platform.next_page)),
        previous_page=document.absolute(value(tree, platform.previous_page)),
        reply_count=_number(value(tree, platform.reply_count)),
    )


_HOME = frozenset(("home", "forums", "forum", "startseite", "accueil", "inicio", "home page", "board index", "foren"))


def _board(document: Document, platform: Platform) -> list[str]:
    """Board names, each once, without the site's own start page."""
    names: list[str] = []
    for node in dom.select(document.tree, platform.board):
        name = dom.words_of(node)
        if name and name not in names and not (not names and name.lower() in _HOME):
            names.append(name)
    return names


def _number(raw: str | None) -> int | None:
    found = _COUNT.search(raw or "")
    return int(re.sub(r"\D", "", found[0]) or 0) if found else None
