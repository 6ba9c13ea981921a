"""Hacker News."""

from __future__ import annotations

from pagearchive.parse.platforms.platform import Platform

HACKER_NEWS = Platform(
    name="hackernews",
    marks=("tr.athing", "table.fatitem, table.comment-tree"),
    post="table.fatitem:has(tr.athing), tr.athing.comtr",
    title=(".fatitem .titleline a", ".fatitem .title a"),
    post_id=("@id", "tr.athing@id"),
    post_url=(".age a@href",),
    author=(".hnuser",),
    author_url=("a.hnuser@href",),
    author_id=("a.hnuser@href~id=(.+)",),
    date=(".age@title~\\s(\\d{9,})$", ".age@title~^(\\S+)", ".age"),
    date_raw=(".age@title~^(\\S+)", ".age"),
    body=".commtext, .toptext",
    noise={"reply link": ".commtext .reply, .comment .reply"},
    reactions={"score": (".subtext .score",)},
    depth=("td.ind@indent",),
    thread_id=(".fatitem tr.athing@id",),
    next_page=("a.morelink@href",),
    previous_page=(),
    reply_count=(".fatitem .subline > a:last-child~(\\d+)",),
)
