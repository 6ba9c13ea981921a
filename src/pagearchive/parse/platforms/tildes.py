"""Tildes."""

from __future__ import annotations

from pagearchive.parse.platforms.platform import Platform

TILDES = Platform(
    name="tildes",
    marks=("article.topic-full", ".topic-full-byline"),
    post="article.topic-full, article.comment[id^=comment-]",
    # the comments stand inside the topic, and the answers to them inside of them
    own=".comment-itself, .topic-full-text, .topic-full-link",
    title=(".topic-full h1", "h1"),
    board=".site-header-context",
    post_id=("@data-comment-id36", "@id~(?:comment|topic)-(\\w+)"),
    post_url=(".comment-nav-link@href",),
    author=("!.topic-full-byline .link-user", ".link-user"),
    author_url=("!.topic-full-byline a.link-user@href", "a.link-user@href"),
    date=("!.topic-full-byline time@datetime", "header time@datetime"),
    modified=("!.topic-full-byline .text-italic time@datetime", ".comment-edited-time time@datetime"),
    body=".topic-full-text, .topic-full-link, .comment-text",
    quote=".topic-full-text blockquote, .comment-text blockquote",
    reactions={"votes": ("!.topic-voting-votes", ".comment-votes~(\\d+)", ".post-button[name=vote]~(\\d+)")},
    depth=("@data-comment-depth",),
    thread_id=("article.topic-full@id~topic-(\\w+)", "link[rel=canonical]@href~/~[^/]+/(\\w+)"),
    reply_count=(".topic-comments-header h2~(\\d+)",),
)
