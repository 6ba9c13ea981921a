"""ProBoards."""

from __future__ import annotations

from pagearchive.parse.platforms.platform import Platform

PROBOARDS = Platform(
    name="proboards",
    marks=("tr.post[id^=post-], .post.item[id^=post-]", ".content .message, .mini-profile"),
    post="tr.post[id^=post-], .post.item[id^=post-]",
    title=("#thread-title", ".title-bar h1", ".container.posts .title-heading", "h1"),
    board="#navigation-tree li:not(:first-child):not(:last-child) a",
    post_id=("@id~post-(\\d+)",),
    post_url=("a.permalink@href", ".info a[href*='/post/']@href", "a[href*='/post/']@href"),
    author=(".mini-profile .user-link", ".user-link", ".mini-profile .user-guest"),
    author_url=("a.user-link@href",),
    author_id=("a.user-link@href~/user/(\\d+)", "a.user-link@data-id"),
    date=(".date abbr@data-timestamp", ".o-timestamp@data-timestamp", ".date .time@title"),
    date_raw=(".date abbr@title", ".o-timestamp@title"),
    modified=(".edited_by abbr@data-timestamp", ".edited_by"),
    body=".content .message, .message",
    quote=".message .quote",
    quote_author=(
        "@author~^@?(.+)$",
        ".quote_avatar_container + .quote_header",
        ".quote_header~^(.+?) (?:Avatar|said|wrote)",
    ),
    quote_post=("@source~/post/(\\d+)",),
    quote_noise=".quote_header, .quote_avatar_container",
    signature=".signature",
    noise={"edit notice": ".edited_by", "advertisement": ".ad-container, tr.post.ad"},
    attachments=".attachments",
    reactions={"Like": (".likes a.user-link@#", ".like-count")},
    thread_id=("[data-thread-id]@data-thread-id", "link[rel=canonical]@href~/thread/(\\d+)"),
    page=(".ui-pagination-page.state-selected", ".pagination .state-selected"),
    page_count=(".pagination li.ui-pagination-page:last-of-type",),
    next_page=("link[rel=next]@href", ".ui-pagination-next a@href"),
    previous_page=("link[rel=prev]@href", ".ui-pagination-prev a@href"),
)
