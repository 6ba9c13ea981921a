"""Verint Community (Telligent)."""

from __future__ import annotations

from pagearchive.parse.platforms.platform import Platform

TELLIGENT = Platform(
    name="telligent",
    # its blogs have the same comments, but what they answer is an article
    marks=("div.thread-start", "a.view-user-profile"),
    post=".thread-start, .rendered-content:has(.threaded-reply-content)",
    title=("h1.name", "h1"),
    board=".breadcrumbs a:not(:first-child), .breadcrumb-item a",
    post_id=("a.reply-permalink@href~[#=]([\\w-]+)$", "^@data-id", ".author a.view-post@href~[#=]([\\w-]+)$"),
    post_url=(".author a.reply-permalink@href", ".author .meta > a.view-post@href"),
    author=(".author .user-name a.view-user-profile", ".author .user-name"),
    author_url=(".author a.view-user-profile@href",),
    author_id=(".author .ui-userpresence@data-userid", ".author .ui-userpresence@userid"),
    date=(".author .ui-agodate@data-dateutc", ".author .ui-agodate@data-tip", ".author .ui-agodate"),
    date_raw=(".author .ui-agodate",),
    body=".thread-start .content, .threaded-reply-content",
    quote="blockquote.quote",
    quote_author=(".quote-user",),
    quote_noise="blockquote.quote > .quote-user",
    noise={"post controls": ".rendered-content .actions, .thread-start .actions"},
    reactions={"votes": (".vote.current",), "Like": (".like-count",)},
    reply_to=(".author .parent a@href~[#=]([\\w-]+)$",),
    thread_id=("link[rel=canonical]@href~/f/[^/]+/(\\d+)",),
    reply_count=(".attribute-item.replies .attribute-value~(\\d+)",),
)
