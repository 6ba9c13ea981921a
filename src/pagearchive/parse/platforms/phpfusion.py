"""PHP-Fusion 7, and the themes of later versions that keep its tables."""

from __future__ import annotations

from pagearchive.parse.platforms.platform import Platform

PHP_FUSION = Platform(
    name="php-fusion",
    marks=("td.forum_thread_user_post", "td.forum_thread_user_name"),
    # a post is two rows or three: who and when, the text, and buttons
    post="tr:has(> td.forum_thread_user_post)",
    title=(".forum_thread_title strong", ".forum-caption strong", "title"),
    board=".forum_breadcrumbs a[href*='viewforum.php']",
    post_id=("<a[id^=post_]@id~(\\d+)",),
    post_url=("<a[id^=post_]@href",),
    author=("<.forum_thread_user_name a", "<.forum_thread_user_name"),
    author_url=("<.forum_thread_user_name a@href",),
    author_id=("<.forum_thread_user_name a@href~lookup=(\\d+)",),
    date=(
        "<.forum_thread_post_date > .small:not([style])~(\\d.*)$",
        "<.forum_thread_post_date~(\\d{1,4}[./-]\\d{1,2}[./-]\\d.*)$",
    ),
    modified=(".forum_thread_user_post > .small~(\\d{1,4}[./-]\\d{1,2}[./-]\\d.*)$",),
    body="td.forum_thread_user_post",
    quote=".forum_thread_user_post .quote",
    quote_author=("strong~^(.+?) (?:wrote|schrieb|skrev|a écrit|ha scritto|napisał|írta|schreef|написал)",),
    quote_noise=".quote > strong:first-child, .quote > a:first-child:has(> strong)",
    signature=".forum_sig",
    noise={"edit notice": ".forum_thread_user_post > span.small"},
    thread_id=("a[href*='thread_id=']@href~thread_id=(\\d+)",),
)
