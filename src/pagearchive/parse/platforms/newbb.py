"""NewBB, the forum of XOOPS, in its flat view."""

from __future__ import annotations

from pagearchive.parse.platforms.platform import Platform

NEWBB = Platform(
    name="newbb",
    marks=("div.ThreadUserName", "div.comText"),
    post="table.outer:has(.ThreadUserName)",
    title=(".breadcrumb li.active", ".comTitle~^(?:Re: )?(.*)$"),
    board=".breadcrumb a[href*='viewforum.php'], #forum_header a[href*='viewforum.php']",
    post_id=("a[id^=forumpost]@id~(\\d+)",),
    post_url=("a[id^=forumpost]@href",),
    author=(".ThreadUserName a", ".ThreadUserName"),
    author_url=(".ThreadUserName a[href*='uid=']@href",),
    author_id=(".ThreadUserName a@href~uid=([1-9]\\d*)",),
    date=(".post_ip~(\\d{1,4}[/.-]\\d.*)$", ".post_ip~: *([^:|]+:\\d\\d.*)$"),
    modified=(".post_edit~(\\d{1,4}[/.-]\\d{1,2}[/.-]\\d.*)$",),
    body=".comText",
    quote=".comText .xoopsQuote",
    quote_author=("~^(.{1,60}?) wrote:",),
    signature=".signature",
    attachments=".comText + .comText",
    thread_id=("a[id^=forumpost]@href~topic_id=(\\d+)",),
)
