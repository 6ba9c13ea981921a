"""Tickets with their comments: Redmine and Trac."""

from __future__ import annotations

from pagearchive.parse.platforms.platform import Platform

REDMINE = Platform(
    name="redmine",
    marks=("div.issue.details", ".description, .subject", "p.author"),
    post="div.issue.details, div.journal.has-notes",
    title=(".issue .subject h3", "h3", "h2"),
    post_id=("@id~change-(\\d+)",),
    post_url=("a.journal-link@href",),
    author=("p.author a.user", "h4 a.user"),
    author_url=("p.author a.user@href", "h4 a.user@href"),
    author_id=("p.author a.user@href~/users/(\\d+)", "h4 a.user@href~/users/(\\d+)"),
    date=("p.author a[title]@title", "h4 a[title]@title"),
    date_raw=("p.author a[title]@title", "h4 a[title]@title"),
    body=".wiki",
    quote=".wiki blockquote",
    attachments=".thumbnails",
    thread_id=("form#issue-form@action~/issues/(\\d+)", "link[rel=canonical]@href~/issues/(\\d+)"),
    next_page=(),
    previous_page=(),
)

TRAC = Platform(
    name="trac",
    marks=("a.trac-id", "#ticket", "#changelog"),
    post="#ticket, #changelog .change:has(> .comment)",
    title=("#ticket .summary", "#ticket h1"),
    post_id=("@id~trac-change-(\\d+)",),
    post_url=("a.cnum@href", ".cnum a@href"),
    author=("td[headers=h_reporter]", "h3 .trac-author, h3 .trac-author-user, h3 .trac-author-anonymous"),
    date=("a.timeline@title~(?:at|on|am|à) (.+)$", "a.timeline@title"),
    date_raw=("a.timeline@title~(?:at|on|am|à) (.+)$",),
    modified=(".trac-lastedit a.timeline@title~(?:at|on|am|à) (.+)$",),
    body=".description > .searchable, .comment",
    quote=".comment blockquote, .description blockquote",
    noise={"edit notice": ".trac-lastedit", "heading anchor": "a.anchor"},
    reply_to=(".threading > a[href*='#comment:']:not(.cnum)@href~#comment:(\\d+)",),
    thread_id=("a.trac-id@href~/ticket/(\\d+)",),
    next_page=(),
    previous_page=(),
)
