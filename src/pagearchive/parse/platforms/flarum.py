"""Flarum: the page's data, the noscript twin of it, and the rendered view."""

from __future__ import annotations

from html import escape
from typing import Any

from msgspec import structs

from pagearchive import dom
from pagearchive.parse.document import Document
from pagearchive.parse.platforms.page_data import loaded, mapping, number, objects
from pagearchive.parse.platforms.platform import Platform


def _markup_of_payload(document: Document) -> str | None:
    """The discussion in `script#flarum-json-payload`, written as the rendered view."""
    node = dom.select_first(document.tree, "script#flarum-json-payload")
    if node is None:
        return None
    api = mapping(mapping(loaded(node.text() or "")).get("apiDocument"))
    discussion = mapping(api.get("data"))
    included = [item for item in objects(api.get("included")) if isinstance(item.get("id"), str)]
    posts = _of_this_page(document, discussion, [item for item in included if item.get("type") == "posts"])
    if not posts:
        document.problem("unreadable-data", "the data that Flarum's page starts with hold no posts")
        return None
    users = {item["id"]: mapping(item.get("attributes")) for item in included if item.get("type") == "users"}
    facts = mapping(discussion.get("attributes"))
    head = (
        f'<h1 class="DiscussionHero-title" data-id="{escape(str(discussion.get("id")))}" '
        f'data-posts="{number(facts.get("commentCount"))}">{escape(str(facts.get("title") or ""))}</h1>'
    )
    return head + "".join(_post_markup(item, users, str(facts.get("slug") or discussion.get("id"))) for item in posts)


def _of_this_page(document: Document, discussion: dict[str, Any], posts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The posts that the page shows, in order: the data hold those that they mention as well."""
    order = objects(mapping(mapping(discussion.get("relationships")).get("posts")).get("data"))
    places = {str(item.get("id")): place for place, item in enumerate(order)}
    posts = sorted((item for item in posts if item["id"] in places or not places), key=_place_in_discussion)
    runs: list[list[dict[str, Any]]] = []
    for item in posts:
        if runs and places.get(item["id"], 0) - places.get(runs[-1][-1]["id"], 0) in (0, 1):
            runs[-1].append(item)
        else:
            runs.append([item])
    run = max(runs, key=len, default=[])
    shown = len(dom.select(document.tree, "#flarum-content article"))
    return [item for item in run if mapping(item.get("attributes")).get("contentHtml") is not None][: shown or None]


def _place_in_discussion(item: dict[str, Any]) -> int:
    return number(mapping(item.get("attributes")).get("number"))


def _post_markup(item: dict[str, Any], users: dict[str, dict[str, Any]], slug: str) -> str:
    facts, links = mapping(item.get("attributes")), mapping(item.get("relationships"))
    user_id = str(mapping(mapping(links.get("user")).get("data")).get("id") or "")
    user = users.get(user_id, {})

    def of(*names: str, source: dict[str, Any] = facts) -> str:
        return escape(str(next((source[name] for name in names if source.get(name)), "")))

    likes = number(facts.get("likesCount")) or len(objects(mapping(links.get("likes")).get("data")))
    return (
        f'<div class="PostStream-item" data-id="{escape(item["id"])}" data-number="{of("number")}">'
        f'<article class="Post" data-user-id="{escape(user_id)}">'
        f'<h3 class="PostUser-name"><a href="/u/{of("slug", "username", source=user)}">'
        f'<span class="username">{of("displayName", "username", source=user)}</span></a></h3>'
        f'<a class="PostMeta-permalink" href="/d/{escape(slug)}/{of("number")}">'
        f'<time datetime="{of("createdAt", "time")}"></time></a>'
        f'<span class="PostEdited" data-time="{of("editedAt", "editTime")}"></span>'
        f'<span class="Post-likedBy">{likes}</span><div class="Post-body">{facts.get("contentHtml") or ""}</div>'
        "</article></div>"
    )


FLARUM = Platform(
    name="flarum",
    marks=("script#flarum-json-payload",),
    unfold=_markup_of_payload,
    post=".PostStream-item[data-id]:has(.Post-body)",
    title=("h1.DiscussionHero-title", "#flarum-content h1", "h1"),
    board=".DiscussionHero .TagLabel-text, .DiscussionHero .TagLabel-name",
    post_id=("@data-id",),
    post_url=("a.PostMeta-permalink@href", ".PostMeta-permalink@value"),
    author=(".PostUser .username", ".PostUser-name .username", ".PostUser-name"),
    author_url=(".PostUser-name a@href", ".PostUser a@href"),
    author_id=(".Post@data-user-id",),
    date=(".PostMeta time@datetime", "time@datetime"),
    modified=(".PostEdited@data-time", ".PostEdited@title"),
    body=".Post-body",
    quote=".Post-body blockquote:not(.uncited)",
    quote_author=(".PostMention", "cite a", "cite"),
    quote_post=(".PostMention@data-id",),
    quote_noise=".Post-body blockquote .PostMention",
    signature=".Signature, .UserSignature",
    noise={"post preview": ".Post-body .PostPreview", "code controls": ".Post-body .CopyButton"},
    reactions={"Like": (".Post-likedBy~^(\\d+)$", ".Post-likedBy .username@#")},
    accepted=".Post--bestAnswer, .item-bestAnswer",
    reply_to=(".Post-body .PostMention@data-id",),
    thread_id=("h1@data-id", ".DiscussionPage@data-id"),
    post_count=("h1@data-posts",),
)

FLARUM_LIVE = structs.replace(FLARUM, marks=("div.PostStream-item[data-id]",), unfold=None)

FLARUM_NOSCRIPT = structs.replace(
    FLARUM,
    marks=("#flarum-content", "html:not(:has(#flarum-json-payload))"),
    unfold=None,
    post="#flarum-content article",
)
