"""Yotsuba, the imageboard of 4chan."""

from __future__ import annotations

from pagearchive.parse.platforms.platform import Platform

YOTSUBA = Platform(
    name="yotsuba",
    marks=("blockquote.postMessage", "div.postInfo .nameBlock"),
    post=".postContainer > .post",
    title=(".opContainer .postInfo .subject", "title~^/\\w+/ - (.+?) - "),
    board=".boardTitle",
    post_id=("@id~p(\\d+)",),
    post_url=(".postInfo .postNum a@href",),
    author=(".postInfo .name",),
    date=(".postInfo .dateTime@data-utc", ".postInfo .dateTime"),
    date_raw=(".postInfo .dateTime",),
    body="blockquote.postMessage",
    noise={"read more": ".postMessage .abbr"},
    attachments=".fileThumb",
    reply_to=(".postMessage .quotelink@href~#p(\\d+)",),
    thread_id=(".thread@id~t(\\d+)",),
)
