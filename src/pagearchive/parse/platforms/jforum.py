"""JForum 2."""

from __future__ import annotations

from pagearchive.parse.platforms.platform import Platform

JFORUM = Platform(
    name="jforum",
    marks=("td[id^=post_text_]",),
    post="tr:has(> td[id^=post_text_])",
    title=("a.maintitle", ".maintitle"),
    board="a.nav[href*='/forums/show']",
    post_id=("td[id^=post_text_]@id~post_text_(\\d+)",),
    post_url=("<a[href*='#']@href", "<a[href*='/posts/preList/']@href"),
    author=("td:first-child span.genmed b", "td:first-child span.genmed"),
    # below the post stands a row with the signature, where there is one, and then one with buttons
    author_url=(">.icon_profile@href", ">>.icon_profile@href"),
    author_id=(">.icon_profile@href~/profile/(\\d+)", ">>.icon_profile@href~/profile/(\\d+)"),
    date=("<.postinfo .date", "<.postdetails~(\\d.*)$", "<.gensmall~(\\d.*)$", "<td~(\\d.*)$"),
    modified=("td[id^=post_text_] > p .gensmall",),
    body="td[id^=post_text_] .postbody",
    quote=".postbody blockquote",
    quote_author=("cite~^(.+?) (?:wrote|escreveu|schrieb|a écrit|escribió)", "<~^(.+?) (?:wrote|escreveu)"),
    quote_noise=".postbody blockquote cite",
    attachments="td[id^=post_text_] table.attachtable, td[id^=post_text_] .attachments",
    noise={"edit notice": "td[id^=post_text_] > p:has(.gensmall)"},
    thread_id=("input[name=topic_id]@value", "a.maintitle@href~/posts/list/(\\d+)"),
    next_page=(".pagination .next a@href", ".pagination a:last-child@href~(.*/list/\\d+/.*)"),
)
