"""Web Wiz Forums 9 and later."""

from __future__ import annotations

from pagearchive.parse.platforms.platform import Platform

WEB_WIZ = Platform(
    name="webwiz",
    marks=("div.msgBody", "td[class$=TableSide] .msgSideProfile, td[class$=TableTop]"),
    # a post is two rows: what is known of it, and its text
    post="tr:has(> td > div.msgBody)",
    title=("td[class$=TableTop] > strong~: (.+)$", "h1", "title"),
    board="a[href*='forum_topics.asp']",
    post_id=("<a[name]@name~^(\\d+)$",),
    post_url=("<a[href*='forum_posts.asp'][href*='#']@href",),
    author=("<.msgSideProfile",),
    author_url=("<a[href*='member_profile.asp']@href",),
    author_id=("<a[href*='member_profile.asp']@href~PF=(\\d+)",),
    date=("<td[class$=TableTop]~Posted: (.+)$", "<td[class$=TableTop]~: ([^:]*\\d:\\d\\d.*)$"),
    body="div.msgBody",
    quote=".msgBody .BBquote",
    quote_author=("strong~^(.+?) wrote", "strong~Originally posted by (.+)$"),
    quote_noise=".BBquote > strong:first-of-type, .BBquote > img[src*=quote_box]",
    reactions={"thanks": ("<.postThanks~\\((\\d+)\\)",)},
    thread_id=("a[href*='new_reply_form.asp?TID=']@href~TID=(\\d+)", "a[href*='forum_posts.asp?TID=']@href~TID=(\\d+)"),
)
