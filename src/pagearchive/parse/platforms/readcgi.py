"""`read.cgi`, the boards of Japan that 2channel was the first of: today's view of 5ch, and the list of old."""

from __future__ import annotations

from msgspec import structs

from pagearchive.parse.platforms.platform import Platform

_DATE = "(\\d{4}/\\d\\d/\\d\\d\\s*\\(\\S+?\\)\\s*\\d\\d:\\d\\d(?::\\d\\d)?)"

READ_CGI = Platform(
    name="read-cgi",
    marks=("article.post[data-userid], div.post[data-userid]", ".post-content, .message"),
    post="article.post[data-userid], div.post[data-userid]",
    title=("#threadtitle", "h1.title", "h1"),
    post_id=("@data-id", "@id"),
    author=(".postusername", ".name"),
    author_id=("@data-userid~ID:([\\w+/.]+)",),
    date=(f".date~{_DATE}",),
    date_raw=(".date",),
    body=".post-content, .message",
    reply_to=("a.reply_link~>>(\\d+)",),
    thread_id=(
        "link[rel=canonical]@href~/read\\.cgi/\\w+/(\\d+)",
        "a[href*='/read.cgi/']@href~/read\\.cgi/\\w+/(\\d+)",
    ),
)

READ_CGI_LIST = structs.replace(
    READ_CGI,
    marks=("dl.thread", "dl.thread dt", "dl.thread dd"),
    post="dl.thread dd",
    post_if=("<~^(\\d+)",),
    post_id=("<~^(\\d+)",),
    author=("<b",),
    author_id=("<~ID:([\\w+/.]+)",),
    date=(f"<~{_DATE}",),
    date_raw=(f"<~{_DATE}",),
    body="dd",
    reply_to=("a[href]~>>(\\d+)",),
)
