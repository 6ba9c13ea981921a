"""Lemmy's own web interface."""

from __future__ import annotations

from pagearchive.parse.platforms.platform import Platform

LEMMY = Platform(
    name="lemmy",
    marks=("article.comment-node, div.post-listing", ".person-listing"),
    post="main .post-listing, li.comment:has(> article.comment-node)",
    own="article.comment-node, .post-container",
    nest="ul.comments li.comment",
    title=(".post-title h1", "h1"),
    board=".post-listing .community-link",
    post_id=("article.comment-node@id~comment-(\\d+)", ".post-title a[href*='/post/']@href~/post/(\\d+)"),
    post_url=(".post-title a@href", "a.btn[title=link][href^='/']@href", "a[href*='/comment/']@href"),
    author=(".person-listing span", ".person-listing"),
    author_url=("a.person-listing@href",),
    author_id=("a.person-listing@href~/u/(.+)",),
    date=(".moment-time@data-tippy-content",),
    date_raw=(".moment-time@data-tippy-content",),
    modified=(".moment-time + .moment-time@data-tippy-content",),
    body=".comment-content .md-div, .comment-content",
    quote=".comment-content blockquote, #postContent blockquote",
    opening="#postContent",
    noise={"deleted": ".comment-content > em"},
    reactions={
        "score": (
            "[aria-label$=Upvotes][data-tippy-content]@data-tippy-content~(\\d+) [Uu]pvote",
            "[data-tippy-content*=Upvote]@data-tippy-content~(\\d+) [Uu]pvote",
        )
    },
    thread_id=(".post-listing .post-title a[href*='/post/']@href~/post/(\\d+)",),
    reply_count=(".post-listing a[data-tippy-content*=Comment]@data-tippy-content",),
)
