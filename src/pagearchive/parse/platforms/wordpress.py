"""Forum plugins of WordPress: bbPress and wpForo."""

from __future__ import annotations

from pagearchive.parse.platforms.platform import Platform

BBPRESS = Platform(
    name="bbpress",
    marks=(".bbp-reply-content, .bbp-topic-content", ".bbp-reply-author, .bbp-topic-author"),
    post="div.reply:has(> .bbp-reply-content), div.topic:has(> .bbp-reply-content, > .bbp-topic-content), "
    "div[class*=type-]:has(> .bbp-reply-content, > .bbp-topic-content)",
    nest="ul.bbp-threaded-replies",
    title=("h1.entry-title", ".bbp-topic-title", "h1"),
    board=".bbp-breadcrumb a:not(.bbp-breadcrumb-home):not(.bbp-breadcrumb-root)",
    post_id=("@class~post-(\\d+)", "<@id~post-(\\d+)", "<.bbp-reply-permalink~#(\\d+)"),
    post_url=("<a.bbp-reply-permalink@href", "<a.bbp-topic-permalink@href", "a.bbp-reply-permalink@href"),
    author=(".bbp-author-name", ".bbp-author-link:not(:has(img))", ".bbp-author-link"),
    author_url=("a.bbp-author-link@href", "a.bbp-author-name@href"),
    author_id=("@class~user-id-([1-9]\\d*)",),
    date=(
        "<.bbp-reply-post-date",
        "<.bbp-topic-post-date",
        ".bbp-reply-post-date",
        ".bbp-topic-post-date",
        "<time@datetime",
        "time@datetime",
    ),
    modified=(".bbp-reply-revision-log li:last-child", ".bbp-topic-revision-log li:last-child"),
    body=".bbp-reply-content, .bbp-topic-content",
    quote=".bbp-reply-content blockquote",
    signature=".bbp-signature, .bbp-user-signature",
    noise={
        "edit notice": ".bbp-reply-revision-log, .bbp-topic-revision-log",
        "attachments": ".bbp-attachments",
        "share bar": ".bbp-reply-content .sharedaddy, .bbp-topic-content .sharedaddy",
        "sign-in prompt": ".bbp-no-reply, .bbp-login-form",
    },
    attachments=".bbp-attachments",
    thread_id=("[id^=topic-][id$=-replies]@id~topic-(\\d+)", ".bbp-lead-topic@id~(\\d+)"),
    page=(".bbp-pagination-links .current",),
    page_count=(".bbp-pagination-links .page-numbers:nth-last-child(2)",),
    next_page=(".bbp-pagination-links a.next@href", "link[rel=next]@href"),
    previous_page=(".bbp-pagination-links a.prev@href", "link[rel=prev]@href"),
)

WPFORO = Platform(
    name="wpforo",
    marks=(".wpforo-post, .wpforo-post-content", "#wpforo-wrap, #wpforo, .post-wrap"),
    post=".post-wrap[id^=post-], .comment-wrap[id^=post-], .wpf-comment-wrap[id^=post-]",
    title=("#wpf-title", "#wpforo-title", ".wpf-head-bar h1", "h1"),
    board="#wpforo-wrap .wpf-breadcrumb a:not(.wpf-root) span, #wpforo-wrap .wpf-breadcrumb a:not(.wpf-root)",
    post_id=("@id~post-(\\d+)", "@data-postid"),
    post_url=(
        ".wpf-post-link a@href",
        ".wpforo-comment-action-links a[href*='#post-']@href",
        ".wpforo-post-link a@href",
        ".wpforo-post-content-top a[href*='#post-']@href",
    ),
    author=(
        ".author-name a",
        ".wpf-member-profile-link",
        ".author-name",
        ".wpforo-comment-footer a",
        ".wpf-comment-footer a",
        ".wpforo-post-author-details a",
    ),
    author_url=(".author-name a@href", ".wpf-member-profile-link@href", ".wpforo-comment-footer a@href"),
    author_id=("@data-userid~([1-9]\\d*)",),
    date=(
        ".wpforo-post-date [title]@title",
        ".wpforo-post-date",
        ".wpf-post-date",
        ".wpforo-post-content-top > span",
        ".wpforo-comment-footer .wpf-date",
        ".wpf-comment-footer .wpf-date",
        ".wpforo-comment-footer > span",
    ),
    modified=(".wpf-post-edited", ".wpf-post-edit-wrap", ".wpforo-post-edited"),
    body=".wpforo-post-content, .wpforo-comment-content, .wpf-comment-content",
    quote=".wpforo-post-content blockquote, .wpforo-comment-content blockquote",
    quote_author=("@data-mention", ".wpforo-post-quote-author~(?::|\\bby)\\s*@?([^:]+)$"),
    quote_post=("@data-postid",),
    quote_noise=".wpforo-post-quote-author",
    signature=".wpforo-post-signature",
    noise={
        "edit notice": ".wpf-post-edited, .wpf-post-edit-wrap, .wpforo-post-edited",
        "post controls": ".wpforo-comment-footer, .wpf-comment-footer, .wpforo-comment-action-links",
    },
    attachments=".wpforo-attached-file",
    reactions={
        "Like": (".wpf-likers a@#", ".bleft a@#"),
        "votes": (".wpf-vote-number", ".wpfvote-num"),
    },
    accepted=".wpf-toggle-answer.wpf-resolved, .wpf-answer-accepted, .wpf-is-answer, .wpf-toggle-is-answer",
    thread_id=("[data-topicid]@data-topicid",),
    page=(".wpf-navi .wpf-page-active", ".wpf-navi select option[selected]"),
    next_page=("a.wpf-next-button@href", "link[rel=next]@href"),
    previous_page=("a.wpf-prev-button@href", "link[rel=prev]@href"),
)
