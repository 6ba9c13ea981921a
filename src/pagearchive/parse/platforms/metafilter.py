"""MetaFilter and its subsites."""

from __future__ import annotations

from pagearchive.parse.platforms.platform import Platform

METAFILTER = Platform(
    name="metafilter",
    marks=("span.smallcopy", "div.copy span.smallcopy a[href*='/user/']", "div.comments > span.smallcopy"),
    post="div.copy:has(span.smallcopy), div.comments:has(> span.smallcopy)",
    post_if=(".smallcopy a[href*='/user/']@href",),
    title=("meta[property='og:title']@content", "h1"),
    post_id=(".smallcopy a[href*='#']@href~#(\\d+)",),
    post_url=(".smallcopy a[href*='#']@href",),
    author=(".smallcopy a[href*='/user/']",),
    author_url=(".smallcopy a[href*='/user/']@href",),
    author_id=(".smallcopy a[href*='/user/']@href~/user/(\\d+)",),
    # what names the author stands below the text, and is not the only small print
    date=(
        ".smallcopy:has(a[href*='/user/'])~\\bat (\\d[^\\[(]*)",
        ".smallcopy:has(a[href*='/user/'])~\\bon ([A-Z]\\w+ \\d[^\\[(]*)",
    ),
    body="div.copy, div.comments",
    quote=".copy blockquote, .comments blockquote",
    noise={"byline": ".copy .smallcopy, .comments > .smallcopy"},
    reactions={"favorites": (".smallcopy:has(a[href*='/user/'])~(\\d+) favorites?",)},
    thread_id=("link[rel=canonical]@href~/(\\d+)/",),
    reply_count=("div.copy .smallcopy~\\((\\d+) comments? total",),
)
