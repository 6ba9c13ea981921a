"""Discourse: the crawler's view in noscript, the rendered view, and the data that the page starts with."""

from __future__ import annotations

from html import escape
from typing import Any

from msgspec import structs

from pagearchive import dom
from pagearchive.parse.document import Document
from pagearchive.parse.platforms.page_data import loaded, mapping, number, objects
from pagearchive.parse.platforms.platform import Platform
from pagearchive.patterns import regex

_NOISE = {
    "link preview": "aside.onebox, .onebox-result, .lazyYT-container .ytp-thumbnail-image",
    "quote controls": ".quote-controls",
    "picture caption": ".lightbox .meta, .lightbox-wrapper .meta",
    "click counter": ".badge-notification.clicks",
    "poll controls": ".poll-buttons, .poll-info_instructions",
    "heading anchor": "a.anchor",
    "edit notice": ".post-info.edits",
    "small action": ".small-action",
    "link map": ".post-links, .crawler-linkback-list",
}


def _markup_of_payload(document: Document) -> str | None:
    """The topic in `#data-preloaded`, written as the crawler's view."""
    node = dom.select_first(document.tree, "#data-preloaded")
    if node is None:
        return None
    stores = mapping(loaded(node.attrs.get("data-preloaded") or ""))
    texts = [text for key, text in stores.items() if key.startswith("topic_") and isinstance(text, str)]
    topic = mapping(loaded(texts[0])) if texts else {}
    posts = objects(mapping(topic.get("post_stream")).get("posts"))
    if not posts:
        document.problem("unreadable-data", "the data that Discourse's page starts with hold no posts")
        return None
    title = f'<h1 data-posts="{number(topic.get("posts_count"))}">{escape(str(topic.get("title") or ""))}</h1>'
    return title + "".join(_post_markup(post) for post in posts if post.get("post_type", 1) == 1)


def _post_markup(post: dict[str, Any]) -> str:
    def of(name: str) -> str:
        return escape(str(post.get(name) or ""))

    answered = f' data-reply-to="post_{of("reply_to_post_number")}"' if post.get("reply_to_post_number") else ""
    accepted = ' class="accepted-answer"' if post.get("accepted_answer") else ""
    edited = f'<time class="edited" datetime="{of("updated_at")}"></time>' if number(post.get("version")) > 1 else ""
    likes = sum(
        number(action.get("count")) for action in objects(post.get("actions_summary")) if action.get("id") == LIKE
    )
    return (
        f'<div class="crawler-post" id="post_{of("post_number")}"{answered}><div{accepted}>'
        f'<span class="creator"><a href="/u/{of("username")}"><span itemprop="name">{of("username")}</span></a></span>'
        f'<a class="permalink" href="{of("post_url")}"></a>'
        f'<time class="post-time" datetime="{of("created_at")}"></time>{edited}'
        f'<div class="post">{post.get("cooked") or ""}</div>'
        f'<span class="post-likes">{likes} Likes</span></div></div>'
    )


def _markup_of_creators(document: Document) -> str | None:
    """The posts of the first crawler's view, which had no element for each, written as the later one's."""
    found = []
    for head in dom.select(document.tree, "div.creator:has(+ div.post)"):
        body = dom.element_after(head)
        numbered = _HEAD.match(dom.words_of(head)[:300])
        if body is None or numbered is None:
            continue
        link = dom.select_first(head, "a[href]")
        address = escape((link.attrs.get("href") if link is not None else None) or "")
        found.append(
            f'<div class="crawler-post" id="post_{numbered[1]}"><span class="creator">'
            f'<a href="{address}"><span itemprop="name">{escape(numbered[2])}</span></a></span>'
            f'<time class="post-time" datetime="{escape(numbered[3])}"></time>{body.html}</div>'
        )
    title = dom.words_of(dom.select_first(document.tree, "h2:has(~ div.creator)"))
    return f"<h1>{escape(title)}</h1>{''.join(found)}" if found else None


_HEAD = regex(r"#(\d+)\s*\S{1,20}:\s+(\S{1,60}?)\s*,\s+(\S.*)")
"""As in "#1 By: name, February 5th, 2013 20:12"."""
LIKE = 2
"""The action of a post that is a like."""

DISCOURSE = Platform(
    name="discourse",
    marks=("div.crawler-post",),
    post=".crawler-post",
    post_if=("@id~(post_\\d+)",),
    permalink="{thread}/{id}",
    title=("#topic-title h1 a", "#topic-title h1", "h1"),
    board=".topic-category .category-title, .topic-category .category-name",
    post_id=("@id~post_(\\d+)",),
    post_url=("a.permalink@href",),
    author=(".creator [itemprop=name]", ".creator"),
    author_url=(".creator a@href",),
    author_id=(".creator a@href~/u/([^/?#]+)",),
    date=("time.post-time@datetime", "time@datetime", "[itemprop=datePublished]@content"),
    modified=("time.edited@datetime",),
    body=".post[itemprop=text], .post",
    quote="aside.quote",
    quote_author=("@data-username", ".title~^\\s*(\\S+)(?: said)?:\\s*$"),
    quote_post=("@data-post",),
    quote_noise="aside.quote > .title, aside.quote .quote-title__text-content",
    noise=_NOISE,
    reactions={"Like": (".post-likes",)},
    accepted=".accepted-answer",
    reply_to=("@data-reply-to~post_(\\d+)",),
    thread_id=("link[rel=canonical]@href~/t/(?:[^/]+/)?(\\d+)", "#topic-title h1@data-topic-id"),
    page=("link[rel=canonical]@href~[?&]page=(\\d+)",),
    post_count=("h1@data-posts",),
    next_page=("noscript a[rel=next]@href", ".topic-list-bottom a[rel=next]@href", "link[rel=next]@href"),
    previous_page=("noscript a[rel=prev]@href", "link[rel=prev]@href"),
)

DISCOURSE_LIVE = structs.replace(
    DISCOURSE,
    name="discourse",
    marks=("div.topic-post", ".topic-body .cooked"),
    post=".topic-post article:not(.small-action)",
    title=("#topic-title .fancy-title", "#topic-title h1", ".header-title .topic-link", "h1"),
    board="#topic-title .badge-category__name, .title-wrapper .badge-category__name",
    post_id=("@id~post_(\\d+)",),
    post_url=(".post-date@href", "a.post-date@data-share-url", ".post-info.post-date a@href"),
    author=(".topic-meta-data .names .username a", ".topic-meta-data .names .first", ".names a[data-user-card]"),
    author_url=(".names a[data-user-card]@href", ".names a@href"),
    author_id=(".names a[data-user-card]@data-user-card", "@data-user-id"),
    date=(".post-date .relative-date@data-time", ".relative-date@data-time", ".post-date .relative-date@title"),
    date_raw=(".post-date .relative-date@title", ".post-date@title"),
    modified=(".post-info.edits .relative-date@data-time", ".post-info.edits button@title"),
    body=".cooked",
    reactions={"Like": (".like-count", ".reactions-counter")},
    accepted=".accepted-answer, .accepted-text, .accepted",
    reply_to=(".reply-to-tab@data-reply-to",),
    page=(),
    thread_id=("#topic-title h1@data-topic-id", "link[rel=canonical]@href~/t/(?:[^/]+/)?(\\d+)"),
)

DISCOURSE_CREATORS = structs.replace(
    DISCOURSE,
    marks=(
        "div.creator",
        "div.creator + div.post",
        "meta[name=generator][content^=Discourse]",
        "html:not(:has(.crawler-post, .topic-post))",
    ),
    unfold=_markup_of_creators,
    board="",
    next_page=("link[rel=next]@href", ".post ~ p > b > a[href*='page=']@href"),
)

DISCOURSE_DATA = structs.replace(
    DISCOURSE,
    marks=("#data-preloaded", "html:not(:has(.crawler-post, .topic-post))", "[data-preloaded*=post_stream]"),
    unfold=_markup_of_payload,
)
