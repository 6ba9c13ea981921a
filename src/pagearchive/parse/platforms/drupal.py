"""Drupal's forum module: a node, and comments to it; and the module Advanced Forum."""

from __future__ import annotations

from msgspec import structs

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

ADVANCED_FORUM = structs.replace(
    DRUPAL_FORUM,
    marks=("div.forum-post", ".forum-post-wrapper, .forum-post-panel-main", ".forum-post-content"),
    post="div.forum-post:has(.forum-post-content)",
    title=("h1.page-title", "h1#page-title", "h1.title", "h1"),
    post_id=("@id~-(\\d+)$", ".forum-post-number a@href~comment-(\\d+)"),
    post_url=(".forum-post-number a@href",),
    author=(".author-pane .author-name a", ".author-pane .author-name", ".author-name", "a.username"),
    author_url=(".author-pane .author-name a@href", "a.username@href"),
    author_id=(".author-pane .author-name a@href~/user/(\\d+)",),
    date=(".forum-posted-on",),
    modified=(".post-edited", ".comment-edited"),
    body=".forum-post-content",
    quote=".forum-post-content blockquote, .forum-post-content .quote-msg",
    quote_author=(".quote-author em", ".quote-author~^(.+?) wrote"),
    quote_noise=".quote-author",
    noise={"edit notice": ".post-edited, .comment-edited", "post controls": ".forum-post-content ul.links"},
    signature=".author-signature",
    reply_to=(".forum-in-reply-to a@href~comment-(\\d+)",),
)
