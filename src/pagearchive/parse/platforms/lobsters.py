"""Lobsters and its descendants."""

from __future__ import annotations

from pagearchive.parse.platforms.platform import Platform

LOBSTERS = Platform(
    name="lobsters",
    marks=("li.story[data-shortid], li[id^=story_].story", ".comments_subtree, .comment[data-shortid]"),
    post="li.story[data-shortid], div.comment[data-shortid], div.comment[id^=c_]",
    nest="li.comments_subtree li.comments_subtree li.comments_subtree",
    title=(".story .link a", "h1"),
    board=".story .tags .tag",
    post_id=("@data-shortid", "@id~c_(\\w+)"),
    post_url=(".byline a[href*='/c/']@href", ".byline a[href*='#c_']@href", ".comments_label a@href~^([^#]*)"),
    author=(".byline a.u-author", ".byline a[href^='/~']:not([tabindex])", ".byline a[href^='/u/']"),
    author_url=(".byline a.u-author@href", ".byline a[href^='/~']@href"),
    author_id=(".byline a[href^='/~']@href~/~(.+)",),
    date=("time@data-at-unix", ".byline time@datetime", ".byline span[title]@title"),
    date_raw=(".byline time@title",),
    body=".comment_text",
    quote=".comment_text blockquote, .story_text blockquote",
    opening=".story_content .story_text, .story_text",
    reactions={"score": (".upvoter", ".score")},
    thread_id=("li.story@data-shortid",),
    reply_count=(".comments_label a~(\\d+)",),
)
