"""Asgaros Forum, a plugin of WordPress."""

from __future__ import annotations

from pagearchive.parse.platforms.platform import Platform

ASGAROS = Platform(
    name="asgaros",
    marks=("div.post-element[id^=postid-]",),
    post="div.post-element[id^=postid-]",
    title=(".main-title", "#af-wrapper h1", "h1"),
    board="#forum-breadcrumbs span:not(:last-child) > a",
    post_id=("@id~postid-(\\d+)",),
    post_url=(".forum-post-date a@href",),
    author=(".post-username a", ".post-username"),
    author_url=(".post-username a@href",),
    date=(".forum-post-date~·\\s*(.+)$", ".forum-post-date"),
    modified=(".post-edit-date",),
    body=".post-message",
    quote=".post-message blockquote",
    quote_author=(".quotetitle~(?:from|von|de|di) (.+?) (?:on|am|le|el|il) ",),
    quote_noise=".post-message .quotetitle",
    signature=".signature",
    noise={
        "quotation to copy": ".post-message [id^=post-quote-container]",
        "attachments": ".uploaded-files-title, .uploaded-file:not(:has(img))",
    },
    page=(".pages strong",),
)
