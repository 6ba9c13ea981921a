"""Snitz Forums 2000."""

from __future__ import annotations

from pagearchive.parse.platforms.platform import Platform

SNITZ = Platform(
    name="snitz",
    marks=("span.spnMessageText", "td > font > span#msg"),
    post="tr:has(> td > table > tbody > tr > td > font > span#msg)",
    title=("title~^.+? - (.+)$", "title"),
    board="a[href^='default.asp?CAT_ID='], a[href^='forum.asp?FORUM_ID=']",
    post_id=("a[name]@name~^(\\d+)$",),
    author=("b > .spnMessageText",),
    author_url=("b > .spnMessageText a[href^='pop_profile.asp']@href",),
    author_id=("b > .spnMessageText a@href~id=(\\d+)",),
    date=("table td > font~(\\d.*)$",),
    modified=("td[valign=bottom] > hr[color] + font~\\bon (\\d.+)$",),
    body="span#msg",
    quote="span#msg blockquote",
    quote_author=("i~Originally posted by (.+)$",),
    quote_noise="span#msg blockquote hr + i",
    thread_id=("a[href*='TOPIC_ID=']@href~TOPIC_ID=(\\d+)",),
)
