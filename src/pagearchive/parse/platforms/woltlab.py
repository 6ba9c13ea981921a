"""WoltLab Suite Forum (Burning Board 4 and later) and Burning Board 3."""

from __future__ import annotations

from pagearchive.parse.platforms.platform import Platform

WOLTLAB = Platform(
    name="woltlab",
    marks=("ul.wbbThreadPostList, article.wbbPost", "article.message .messageText"),
    post=".wbbThreadPostList article.wbbPost, .wbbThreadPostList article.message",
    title=("h1.contentTitle", ".boxHeadline h1", "h1"),
    board=".breadcrumbs li [itemprop=name], .breadcrumbs li span",
    post_id=("@data-post-id", "@data-object-id", "^@id~post(\\d+)", "@id~post(\\d+)"),
    post_url=("a.messagePublicationTime@href", "a.permalink@href", ".messageHeader a[href*='#post']@href"),
    author=(".messageAuthor .username [itemprop=name]", ".messageAuthor .username", ".messageAuthor [itemprop=name]"),
    author_url=(".messageAuthor a.username@href", ".messageAuthor a.userLink@href"),
    author_id=(
        ".messageAuthor [data-object-id]@data-object-id",
        ".messageAuthor [data-user-id]@data-user-id",
        "@data-user-id~([1-9]\\d*)",
    ),
    date=(
        ".messagePublicationTime time@datetime",
        ".messagePublicationTime woltlab-core-date-time@date",
        ".messageHeader time@datetime",
        "woltlab-core-date-time@date",
    ),
    date_raw=(".messagePublicationTime time@title", ".messagePublicationTime time"),
    modified=(".messageFooterNote time@datetime", ".messageFooterNote woltlab-core-date-time@date"),
    body=".messageText",
    quote="blockquote.quoteBox",
    quote_author=(
        ".quoteBoxTitle~(?:from|von|de|di|van|od|от) (.+)$",
        ".quoteBoxTitle~^(.+?) (?:wrote|schrieb|a écrit)",
        ".quoteAuthor",
    ),
    quote_post=(".quoteBoxTitle a@href~#post(\\d+)", ".quoteBoxTitle a@href~postID=(\\d+)"),
    quote_noise="blockquote.quoteBox > .quoteBoxTitle, blockquote.quoteBox > .quoteBoxIcon, "
    "blockquote.quoteBox > header",
    signature=".messageSignature",
    noise={
        "edit notice": ".messageFooterNote",
        "code label": ".codeBoxHeader, .codeBox > header",
        "link preview": ".messageText .unfurlUrlCardContainer, .messageText .unfurlUrl",
        "expand link": ".messageText .toggleButton",
        "reply form": "#messageQuickReply",
        "sign-in prompt": ".messageText .guestDialogHint, .messageText .wbbHiddenContent",
        "related topics": ".wbbSimilarThreadList",
        "advertisement": ".wcfAdLocation, .wbbThreadPostList > li.messageAd",
    },
    attachments=".attachmentThumbnailList, .formAttachmentList",
    opening=".pollContainer",
    accepted=".wbbPostBestAnswer, .jsBestAnswer, .wbbBestAnswer",
    reactions={
        "reactions": (
            "woltlab-core-reaction-summary@data~^\\[\\[\\d+,(\\d+)\\]",
            ".likesDisplay~(\\d+)",
            *(
                f"+woltlab-core-reaction-summary@data~^\\[(?:\\[\\d+,\\d+\\],){{{place}}}\\[\\d+,(\\d+)\\]"
                for place in range(1, 8)
            ),
        )
    },
    reaction=".reactionSummaryList .reactCountButton",
    reaction_name=("img@title", "img@alt", "=reactions"),
    reaction_count=(".reactionCount", "~(\\d+)"),
    thread_id=("body@data-thread-id", "[data-thread-id]@data-thread-id"),
    page=(".wbbThreadPostList@data-page-no", "woltlab-core-pagination@page", ".pagination .active"),
    page_count=("woltlab-core-pagination@count", "[data-pages]@data-pages"),
)

BURNING_BOARD_3 = Platform(
    name="burning-board-3",
    marks=("div.message[id^=postRow]",),
    post="div.message[id^=postRow]",
    title=(".mainHeadline h2", "h2 a[href*='page=Thread']", "h2", "h1"),
    board=".breadCrumbs li a span",
    post_id=("@id~postRow(\\d+)",),
    post_url=(".messageCount a@href",),
    author=(".messageSidebar .userName a", ".messageSidebar .userName"),
    author_url=(".messageSidebar .userName a@href",),
    author_id=(".messageSidebar .userName a@href~userID=(\\d+)",),
    date=(".messageHeader .smallFont", ".messageHeader p.light"),
    modified=(".editNote",),
    body=".messageBody",
    quote="blockquote.quote",
    quote_author=('.quoteHeader~[„“"»](.+?)[“”"«]',),
    quote_post=(".quoteHeader a@href~postID=(\\d+)",),
    quote_noise="blockquote.quote > .quoteHeader",
    signature=".signature",
    noise={"edit notice": ".editNote", "code label": ".codeHeader, .container-3.code h3"},
    attachments=".attachmentThumbnails, fieldset.attachmentsContainer, .attachment",
    thread_id=("link[rel=canonical]@href~threadID=(\\d+)", "input[name=threadID]@value"),
    page=(".pageNavigation .active",),
    next_page=("link[rel=next]@href", ".pageNavigation .skip:last-child a@href"),
    previous_page=("link[rel=prev]@href", ".pageNavigation .skip:first-child a@href"),
)
