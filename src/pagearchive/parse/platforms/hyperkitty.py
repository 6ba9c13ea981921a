"""HyperKitty, Mailman's archive of mailing lists."""

from __future__ import annotations

from pagearchive.parse.platforms.platform import Platform

HYPERKITTY = Platform(
    name="hyperkitty",
    marks=("div.email-body", ".email-author, .email-header"),
    post="div.email:has(.email-body)",
    title=(".thread-header h1", ".thread-header h3", "#thread-title", "h1", "h3"),
    post_id=(".email-header@id", "@id"),
    post_url=(".messagelink a@href", "a[href*='/message/']@href"),
    author=(".email-author .name a", ".email-author .name"),
    author_url=(".email-author .name a@href",),
    author_id=(".email-author .name a@href~/users/([^/?#]+)",),
    date=(".time [title]@title~:\\s+(.*)$", ".email-date [title]@title"),
    date_raw=(".time [title]@title~:\\s+(.*)$", ".email-date [title]@title"),
    body=".email-body",
    quote=".email-body .quoted-text, .email-body blockquote",
    quote_noise=".email-body .quoted-switch",
    noise={"signature": ".email-body .email-signature"},
    reactions={"Like": (".likestatus", ".votelike .badge")},
    thread_id=("link[rel=canonical]@href~/thread/(\\w+)",),
)
