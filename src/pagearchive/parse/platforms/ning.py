"""Discussions on networks of Ning."""

from __future__ import annotations

from pagearchive.parse.platforms.platform import Platform

NING = Platform(
    name="ning",
    marks=("div.xg_user_generated", "div.discussion > .description", "ul.navigation.byline"),
    post=".xg_module:has(.xg_headline ul.byline):has(div.discussion > .description), dl.discussion",
    title=(".xg_headline h1", "h1"),
    board="ul.byline a[href*='/forum/categories/'], ul.byline a[href*='listForCategory']",
    post_id=("dt a[id]@id~Comment:(\\d+)", "dt a[name]@name~Comment:(\\d+)"),
    post_url=("dd a[href*='Comment']@href",),
    author=("ul.byline a[href*='/profile/']", "dt .xg_avatar a@title", "dt.byline a[href*='user=']"),
    author_url=("ul.byline a[href*='/profile/']@href", "dt .xg_avatar a@href"),
    author_id=("ul.byline a[href*='/profile/']@href~/profile/([^/?#]+)", "dt .xg_avatar a@href~/profile/([^/?#]+)"),
    date=("ul.byline li~\\bon (.+?)(?: in .*)?$", "dt .timestamp~(?:on )?(.+)$"),
    body=".description",
    quote=".description blockquote",
    depth=("@_indent",),
    thread_id=("link[rel=canonical]@href~/topics/([^/?#]+)",),
)
