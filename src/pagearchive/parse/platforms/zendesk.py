"""Zendesk's community posts (theme Copenhagen and its relatives)."""

from __future__ import annotations

from pagearchive.parse.platforms.platform import Platform

ZENDESK = Platform(
    name="zendesk-community",
    marks=("div.post-vote", ".post-body", ".comment-list, .comment-overview"),
    post=".post-container .post > article, .post:not(:has(> article)) > .post-info, li.comment",
    title=(".post-title h1@title", ".post-title h1", "h1.post-title", "h1"),
    board=".breadcrumbs li:not(:first-child) a",
    post_id=("@id~(\\d+)",),
    author=(".post-meta a", ".comment-meta a", ".post-meta span[title]@title", ".comment-meta span[title]@title"),
    author_url=(".post-meta a@href", ".comment-meta a@href"),
    author_id=(".post-meta a@href~/profiles/(\\d+)", ".comment-meta a@href~/profiles/(\\d+)"),
    # of an edited post the time of the edit is shown in the place of its own
    date=(".meta-group:not(:has(> li + li)) time@datetime",),
    date_raw=(".meta-group:not(:has(> li + li)) time@title",),
    modified=(".meta-group:has(> li + li) time@datetime",),
    body=".post-body, .comment-body",
    quote=".post-body blockquote, .comment-body blockquote",
    noise={"status": ".post-title .status-label, .comment-official.status-label", "share bar": ".post-share"},
    reactions={"score": (".vote-sum",)},
    accepted=".comment-official",
    thread_id=("link[rel=canonical]@href~/posts/(\\d+)",),
    page=(".pagination-current",),
    next_page=("link[rel=next]@href", ".pagination-next a@href", "a[rel=next]@href"),
    reply_count=(".comment-callout", ".post-comment-count"),
)
