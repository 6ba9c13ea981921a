"""Mbin and Kbin."""

from __future__ import annotations

from pagearchive.parse.platforms.platform import Platform

MBIN = Platform(
    name="mbin",
    marks=("blockquote.entry-comment, article.entry", ".user-inline, .magazine-inline"),
    post="article.entry[id^=entry-], blockquote.entry-comment[id^=entry-comment-]",
    title=("article.entry header h1 a", "article.entry header h2 a", "h1"),
    board=".magazine-inline",
    post_id=("@id~entry-comment-(\\d+)", "@id~entry-(\\d+)"),
    post_url=("header a.link-muted[href*='#entry-comment-']@href", "header h1 a[href*='/t/']@href"),
    author=(".user-inline",),
    author_url=("a.user-inline@href",),
    author_id=("a.user-inline@href~/u/([^/?#]+)",),
    date=("time.timeago@datetime", "time@datetime"),
    date_raw=("time@title",),
    modified=(".edited time@datetime",),
    body=".content",
    quote=".entry-comment .content blockquote, .entry .content blockquote",
    noise={"label": "article.entry header h1 .badge, article.entry header .entry__domain"},
    attachments=".entry-comment footer figure, .entry figure",
    reactions={"score": ("[data-subject-target=favCounter]",)},
    reply_to=("@data-subject-parent-value",),
    depth=("@class~comment-level--(\\d+)",),
    thread_id=("article.entry@id~entry-(\\d+)",),
    next_page=("link[rel=next]@href", ".pagination a[rel=next]@href"),
)
