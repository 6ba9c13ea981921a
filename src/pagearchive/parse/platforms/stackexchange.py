"""Stack Exchange: a question, its answers, and comments that belong to a post rather than to the thread."""

from __future__ import annotations

from pagearchive.parse.platforms.platform import Platform

STACK_EXCHANGE = Platform(
    name="stackexchange",
    marks=("#question.question, #question.js-question, .answer[id^=answer-]", ".js-post-body, .post-text"),
    post="#question, .answer[id^=answer-]",
    title=("#question-header h1", "h1[itemprop=name]", "h1"),
    board=".js-post-tag-list-wrapper .post-tag",
    post_id=("@data-answerid", "@data-questionid", "@id~answer-(\\d+)", "a.js-share-link@href~/q/(\\d+)"),
    post_url=("a.js-share-link@href",),
    author=(
        # of a wiki post the history of its revisions is linked as well
        ".post-signature:last-child .user-details [itemprop=author] a[href*='/users/']",
        ".post-signature.owner .user-details a[href*='/users/']",
        ".post-signature:last-child .user-details a[href*='/users/']",
        ".post-signature:last-child .user-details [itemprop=name]",
        "@data-author-username",
        ".post-signature:last-child .user-details:not(:has(.community-wiki))",
    ),
    author_url=(".post-signature:last-child .user-details a[href*='/users/']@href",),
    author_id=(".post-signature:last-child .user-details a[href*='/users/']@href~/users/(-?\\d+)",),
    date=(
        "time[itemprop=dateCreated]@datetime",
        ".post-signature:last-child .relativetime@title",
        ".post-signature .relativetime@title",
    ),
    date_raw=(".post-signature:last-child .relativetime",),
    modified=(".user-action-time a[href*='/revisions'] .relativetime@title",),
    body=".js-post-body, .post-text",
    quote=".js-post-body blockquote, .post-text blockquote",
    noise={
        "notice": ".js-post-body .s-notice, .js-post-body .question-status",
        "code controls": ".js-post-body .snippet-ctas, .js-post-body .snippet-result-code",
        "sign-in prompt": ".js-dismissable-hero, .js-signup-prompt",
    },
    reactions={"score": ("@data-score", ".js-vote-count@data-value", ".js-vote-count")},
    accepted=".accepted-answer",
    comment=".comment[id^=comment-]",
    comment_author=(".comment-user",),
    comment_author_url=("a.comment-user@href",),
    comment_date=(".relativetime-clean@title~^([^,]+)", ".comment-date [title]@title~^([^,]+)"),
    comment_body=".comment-copy",
    thread_id=("#question@data-questionid", "#question a.js-share-link@href~/q/(\\d+)"),
    page=(".s-pagination--item.is-selected",),
    next_page=("link[rel=next]@href", ".s-pagination a[rel=next]@href"),
    reply_count=("#answers-header h2@data-answercount", "[itemprop=answerCount]@content", "[itemprop=answerCount]"),
)
