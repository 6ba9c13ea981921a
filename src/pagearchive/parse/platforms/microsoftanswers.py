"""Microsoft's community "Answers": a question in a block of its own, and replies."""

from __future__ import annotations

from pagearchive.parse.platforms.platform import Platform

MICROSOFT_ANSWERS = Platform(
    name="microsoft-answers",
    marks=("div.thread-message-content-body-text", "#threadMainContent, #threadQuestion, #allReplies"),
    post=".questionOnly:has(.thread-message-content-body-text), .thread-message:has(.thread-message-content-body-text)",
    title=("#threadQuestionTitleStatusIcons", "h1"),
    board=".c-breadcrumb a",
    post_id=("@msgid", "[msgid]@msgid"),
    author=(
        "[data-bi-id=message-username-link]",
        ".message-user-info-text-and-affiliations a",
        ".message-user-info-text-and-affiliations",
    ),
    author_url=("[data-bi-id=message-username-link]@href", ".message-user-info a[href*='/profile/']@href"),
    author_id=(
        "[data-bi-id=message-username-link]@href~/profile/([\\w-]+)",
        ".message-user-info a[href*='/profile/']@href~/profile/([\\w-]+)",
    ),
    date=("[data-createddate]@data-createddate", ".asking-text-asked-on-link~(?:on|am|le|el|il|em|op) (.+)$"),
    date_raw=("[data-createddate]", ".asking-text-asked-on-link"),
    body=".thread-message-content-body-text",
    quote=".thread-message-content-body-text blockquote",
    signature=".thread-message-content-body-signature",
    reactions={"votes": (".vote-message-default~(\\d+)",)},
)
