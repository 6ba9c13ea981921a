"""Question2Answer: a question, answers, and comments to each of them."""

from __future__ import annotations

from pagearchive.parse.platforms.platform import Platform

QUESTION2ANSWER = Platform(
    name="question2answer",
    marks=(".qa-q-view[id^=q], .qa-a-list-item[id^=a]", ".qa-main, .qa-body-wrapper"),
    post=".qa-q-view, .qa-a-list-item",
    title=(".qa-main-heading h1 [itemprop=name]", ".qa-main-heading h1", "h1"),
    board=".qa-q-view-where .qa-category-link, .qa-q-view-tags .qa-tag-link",
    post_id=("@id~(?:q|a)(\\d+)",),
    post_url=(".qa-q-view-what@href", ".qa-a-item-what@href", "a[itemprop=url]@href"),
    author=(
        ".qa-q-view-who .qa-user-link",
        ".qa-a-item-who .qa-user-link",
        ".qa-q-view-who-data",
        ".qa-a-item-who-data",
    ),
    author_url=(".qa-q-view-who a.qa-user-link@href", ".qa-a-item-who a.qa-user-link@href"),
    date=(
        ".qa-q-view-when time@datetime",
        ".qa-a-item-when time@datetime",
        ".qa-q-view-when-data",
        ".qa-a-item-when-data",
    ),
    modified=(
        ".qa-q-view-meta time[itemprop=dateModified]@datetime",
        ".qa-a-item-meta time[itemprop=dateModified]@datetime",
        ".qa-q-view-meta .updated time@datetime",
        ".qa-a-item-meta .updated time@datetime",
    ),
    body=".qa-q-view-content .entry-content, .qa-a-item-content .entry-content, .qa-q-view-content, .qa-a-item-content",
    quote=".entry-content blockquote",
    reactions={
        "score": (".qa-netvote-count-data",),
        "upvotes": (".qa-upvote-count-data",),
        "downvotes": (".qa-downvote-count-data",),
    },
    accepted=".qa-a-list-item-selected, .qa-a-selected, .qa-a-selected-text",
    comment=".qa-c-list-item",
    comment_author=(".qa-user-link", ".qa-c-item-who-data"),
    comment_author_url=("a.qa-user-link@href",),
    comment_date=("time@datetime", ".qa-c-item-when-data"),
    comment_body=".qa-c-item-content .entry-content, .qa-c-item-content",
    thread_id=(".qa-q-view@id~q(\\d+)",),
    page=(".qa-page-selected",),
    next_page=("link[rel=next]@href", "a.qa-page-next@href"),
    previous_page=("link[rel=prev]@href", "a.qa-page-prev@href"),
    reply_count=("[itemprop=answerCount]", "#a_list_title~(\\d+)"),
)
