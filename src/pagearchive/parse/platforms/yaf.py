"""YAF.NET: posts as tables (1.9 and 2), and as cards (since 2.3)."""

from __future__ import annotations

from pagearchive.parse.platforms.platform import Platform

YAF = Platform(
    name="yaf",
    marks=("div.selectionQuoteable[id]", ".postContainer, .postContainer_Alt, .card a[id^=post]"),
    post="table[class*=postContainer]:has(.selectionQuoteable), .card:has(.selectionQuoteable):has(a[id^=post])",
    title=(".header1Title", "h1", "h2"),
    board=".yafPageLink a:not(:first-child), .breadcrumb-item:not(:first-child) a",
    post_id=("a[id^=post]@id~^post(\\d+)$", "a[name^=post]@name~(\\d+)", ".selectionQuoteable@id~^(\\d+)$"),
    post_url=("a[id^=post]@href", "strong a[href*='#post']@href"),
    author=("a.UserPopMenuLink", ".postUser b", ".card-header li a:not(.dropdown-item)"),
    author_url=("a.UserPopMenuLink@href", ".card-header li a:not(.dropdown-item)@href"),
    date=("abbr.timeago@title", "time@datetime", ".postedLeft~:\\s*(.+)$"),
    date_raw=("abbr.timeago", "time"),
    modified=(".MessageDetails abbr.timeago@title", ".alert time@datetime", ".alert abbr@title"),
    body=".selectionQuoteable",
    quote=".selectionQuoteable .quote, .selectionQuoteable blockquote",
    quote_author=(".quotetitle~:\\s*(.+)$", "cite"),
    quote_post=("a[href*='#post']@href~#post(\\d+)",),
    quote_noise=".selectionQuoteable .quotetitle, .selectionQuoteable .blockquote-footer",
    signature=".selectionQuoteable .signature",
    noise={"edit notice": ".MessageDetails, .selectionQuoteable .alert", "code label": ".code > strong"},
    page=(".pagecurrent", ".pagination .active"),
)
