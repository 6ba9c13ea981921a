"""Slash: Slashdot and its relatives."""

from __future__ import annotations

from pagearchive.parse.platforms.platform import Platform

SLASH = Platform(
    name="slash",
    marks=("li.comment[id^=tree_]", ".commentTop, [id^=comment_body_]"),
    post="article.fhitem-story, li.comment[id^=tree_]",
    post_if=("@class~^((?!.*\\bhidden\\b).+)$",),
    own=".cw",
    nest="ul[id^=commtree_]",
    title=("article.fhitem-story .story-title a", ".story-title a", ".story-title", "h1"),
    post_id=("@id~tree_(\\d+)", "@data-fhid"),
    post_url=("a[id^=comment_link_]@href", "!.story-title a@href"),
    author=(".by a", ".by~^by (.+)$", "!.story-byline a", "!.story-byline~Posted by (\\S+)"),
    author_url=(".by a@href", "!.story-byline a@href"),
    author_id=(".uid~(\\d+)",),
    date=(".otherdetails~on (.+?)\\s*\\(", "!.story-byline time@datetime~on (.+)$"),
    body="[id^=comment_body_], .commentBody, [id^=text-]",
    quote=".commentBody .quote, .commentBody blockquote",
    signature=".sig",
    noise={"post controls": ".commentSub, [id^=replyto_]", "hidden remark": "li.comment.hidden > .cw"},
    reactions={"score": ("[id^=comment_score_]~(-?\\d+)",)},
    thread_id=("input[name=sid]@value", "a[href*='sid=']@href~sid=(\\d+)"),
)
