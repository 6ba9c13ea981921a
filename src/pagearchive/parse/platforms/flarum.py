"""Flarum: the page's data, the noscript twin of it, and the rendered view."""

from __future__ import annotations

import json
from html import escape
from typing import Any

from msgspec import structs

from pagearchive import dom
from pagearchive.parse.document import Document
from pagearchive.parse.platforms.platform import Platform


def _markup_of_payload(document: Document) -> str | None:
    """The discussion in `script#flarum-json-payload`, written as the rendered view."""
    node = dom.select_first(document.tree, "script#flarum-json-payload")
    if node is None:
        return None
    try:
        api = json.loads(node.text() or "{}").get("apiDocument")
        discussion, included = api["data"], api.get("included") or []
    except (ValueError, TypeError, KeyError, AttributeError):
        document.problem("unreadable-data", "the data that Flarum's page starts with holds no discussion")
        return None
    if not isinstance(discussion, dict) or discussion.get("type") != "discussions":
        return None
    users = {item["id"]: item["attributes"] for item in included if item.get("type") == "users"}
    posts = _of_this_page(document, discussion, [item for item in included if item.get("type") == "posts"])
    facts = discussion.get("attributes") or {}
    head = (
        f'<h1 class="DiscussionHero-title" data-id="{escape(str(discussion.get("id")))}" '
        f'data-replies="{max(int(facts.get("commentCount") or 1) - 1, 0)}">{escape(str(facts.get("title") or ""))}</h1>'
    )
    return head + "".join(_post_markup(item, users, str(facts.get("slug") or discussion.get("id"))) for item in posts)


def _of_this_page(document: Document, discussion: dict[str, Any], posts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The posts that the page shows, in order: the data hold those that they mention as well."""
    order = (((discussion.get("relationships") or {}).get("posts") or {}).get("data")) or []
    places = {item.get("id"): place for place, item in enumerate(order)}
    posts = sorted((item for item in posts if item.get("id") in places or not places), key=lambda item: _number(item))
    runs: list[list[dict[str, Any]]] = []
    for item in posts:
        if runs and places.get(item["id"], 0) - places.get(runs[-1][-1]["id"], 0) in (0, 1):
            runs[-1].append(item)
        else:
            runs.append([item])
    run = max(runs, key=len, default=[])
    shown = len(dom.select(document.tree, "#flarum-content article"))
    return [item for item in run if item["attributes"].get("contentType", "comment") == "comment"][: shown or None]


def _number(item: dict[str, Any]) -> int:
    return int(item["attributes"].get("number") or 0)


def _post_markup(item: dict[str, Any], users: dict[str, Any], slug: str) -> str:
    facts = item["attributes"]
    links = item.get("relationships") or {}
    user_id = str((((links.get("user") or {}).get("data")) or {}).get("id") or "")
    user = users.get(user_id) or {}
    name = escape(str(user.get("displayName") or user.get("username") or ""))
    number, created = (
        escape(str(facts.get("number") or "")),
        escape(str(facts.get("createdAt") or facts.get("time") or "")),
    )
    edited = escape(str(facts.get("editedAt") or facts.get("editTime") or ""))
    likes = facts.get("likesCount") or len((links.get("likes") or {}).get("data") or [])
    return (
        f'<div class="PostStream-item" data-id="{escape(str(item.get("id") or ""))}" data-number="{number}">'
        f'<article class="Post" data-user-id="{escape(user_id)}">'
        f'<h3 class="PostUser-name"><a href="/u/{escape(str(user.get("slug") or user.get("username") or ""))}">'
        f'<span class="username">{name}</span></a></h3><a class="PostMeta-permalink" href="/d/{escape(slug)}/{number}">'
        f'<time datetime="{created}"></time></a><span class="PostEdited" data-time="{edited}"></span>'
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
    reply_count=("h1@data-replies",),
)

FLARUM_LIVE = structs.replace(FLARUM, marks=(".PostStream-item[data-id]",), unfold=None)

FLARUM_NOSCRIPT = structs.replace(
    FLARUM,
    marks=("#flarum-content", "html:not(:has(#flarum-json-payload))"),
    unfold=None,
    post="#flarum-content article",
)
