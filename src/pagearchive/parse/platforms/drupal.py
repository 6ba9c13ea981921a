"""Drupal's forum module: a node, and comments to it."""

from __future__ import annotations

from pagearchive.parse.platforms.platform import Platform

DRUPAL_FORUM = Platform(
    name="drupal-forum",
    marks=(
        ".node-forum[id^=node-], div.node--type-forum, article.node--type-forum, "
        "body.node-type-forum, body.page-node-type-forum",
        ".submitted, .comment__submitted, .node__submitted",
    ),
    post="div.node-forum, article.node-forum, article.node--type-forum, div.comment, article.comment, "
    "article.js-comment",
    nest=".indented",
    title=("h1.page-title", "h1#page-title", ".node-forum h2", "h1"),
    board=".breadcrumb li a, .breadcrumb a, .breadcrumb__item a",
    post_id=("@id~(?:comment-|node-)(\\d+)", "@about~comment-(\\d+)", "@data-history-node-id"),
    post_url=("a.permalink@href", "@about"),
    author=(".username",),
    author_url=("a.username@href",),
    author_id=("@data-comment-user-id~([1-9]\\d*)", "a.username@href~/user/(\\d+)"),
    date=(
        "time@datetime",
        ".submitted [content]@content",
        ".submitted~(?:on|am|le|el|il|em|op) (.+)$",
        ".comment__submitted~(?:on|am|le|el|il|em|op) (.+)$",
        ".node__submitted~(?:on|am|le|el|il|em|op) (.+)$",
        ".submitted",
    ),
    body=".field-name-comment-body, .field--name-comment-body, .field-name-body, .field--name-body, .content",
    quote=".comment blockquote, .node blockquote",
    noise={
        "post controls": ".comment ul.links, .node ul.links",
        "sign-in prompt": ".comment_forbidden, .comment-forbidden",
    },
    signature=".user-signature",
    thread_id=("link[rel=shortlink]@href~node/(\\d+)", "[data-history-node-id]@data-history-node-id"),
    page=(".pager .pager-current", ".pager__item.is-active"),
    next_page=("link[rel=next]@href", ".pager-next a@href", ".pager__item--next a@href"),
    previous_page=("link[rel=prev]@href", ".pager-previous a@href", ".pager__item--previous a@href"),
)
