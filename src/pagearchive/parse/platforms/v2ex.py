"""V2EX."""

from __future__ import annotations

from pagearchive.parse.platforms.platform import Platform

V2EX = Platform(
    name="v2ex",
    marks=("div.reply_content", "div.cell[id^=r_]", "#Main h1"),
    post="#Main .box:has(> .header h1), div.cell[id^=r_]",
    title=("#Main .header h1", "h1"),
    board="#Main .header > a[href*='/go/']",
    post_id=("@id~r_(\\d+)",),
    permalink="{thread}#r_{id}",
    author=(".header small a[href*='/member/']", "strong a[href*='/member/']"),
    author_url=(".header small a[href*='/member/']@href", "strong a[href*='/member/']@href"),
    date=(".header small span[title]@title", ".ago@title", ".ago"),
    date_raw=(".header small span[title]", ".ago"),
    body=".topic_content, .reply_content",
    quote=".topic_content blockquote, .reply_content blockquote",
    reactions={"thanks": (".small.fade~(\\d+)",)},
    thread_id=("link[rel=canonical]@href~/t/(\\d+)", "[id^=topic_]@id~topic_(\\d+)"),
    page=(".page_current",),
    page_count=(".page_input@max",),
    reply_count=("#Main .box .cell > .gray~(\\d+)",),
)
