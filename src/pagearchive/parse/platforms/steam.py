"""Steam's discussions: a topic in a box of its own, and comments."""

from __future__ import annotations

from pagearchive.parse.platforms.platform import Platform

STEAM = Platform(
    name="steam-discussions",
    marks=("div.forum_op[id^=forum_op_]", ".forum_op_author, .authorline"),
    post="div.forum_op[id^=forum_op_], div.commentthread_comment[id^=comment_]:has(.commentthread_comment_text)",
    title=(".forum_op .topic", "title~^(.*?) ::"),
    board=".forum_breadcrumbs a, .breadcrumbs a",
    post_id=("@id~_(\\d+)$",),
    post_url=(".forum_comment_permlink a@href",),
    author=(".forum_op_author", ".commentthread_author_link bdi", ".commentthread_author_link"),
    author_url=("a.forum_op_author@href", "a.commentthread_author_link@href"),
    author_id=(".forum_op_author@data-miniprofile", ".commentthread_author_link@data-miniprofile"),
    date=(
        ".authorline .date@data-timestamp",
        ".forum_op_header .date@data-timestamp",
        ".commentthread_comment_timestamp[data-timestamp]@data-timestamp",
        ".authorline .date@title",
        ".forum_op_header .date@title",
        ".commentthread_comment_timestamp@title",
    ),
    modified=(".forum_audit [data-timestamp]@data-timestamp",),
    body=".forum_op > .content, .commentthread_comment_text",
    quote="blockquote.bb_blockquote",
    quote_author=(".bb_quoteauthor b", ".bb_quoteauthor a"),
    quote_post=(".bb_quoteauthor a@href~#c(\\d+)",),
    quote_noise=".bb_quoteauthor",
    noise={
        "edit notice": ".forum_audit",
        "link host": ".bb_link_host",
        "post controls": ".commentthread_comment_text .forum_comment_permlink",
    },
    accepted=".commentthread_answer_bar + .commentthread_comment",
    thread_id=(".forum_op@id~forum_op_(\\d+)",),
    page=(".commentthread_pagelinks .active",),
    reply_count=(".forum_paging_summary [id$=_pagetotal]",),
)
