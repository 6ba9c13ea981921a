"""Khoros Communities Classic (Lithium), its successor Aurora, and Gainsight Customer Communities (inSided)."""

from __future__ import annotations

from pagearchive.parse.platforms.platform import Platform

KHOROS = Platform(
    name="khoros",
    marks=("div.lia-message-body-content", "[data-lia-message-uid], .MessageView, .lia-linear-display-message-view"),
    post=".MessageView:has(.lia-message-body-content), .lia-panel-message:not(:has(.MessageView))",
    post_if=(".lia-message-body-content@class~(lia)",),
    title=(
        "h1.lia-message-subject-banner",
        "h1",
        ".lia-message-subject h2",
        ".lia-message-subject h5",
        ".lia-message-subject",
    ),
    board=".lia-breadcrumb .lia-breadcrumb-node a:not(.lia-breadcrumb-community)",
    post_id=("@data-lia-message-uid", "[data-lia-message-uid]@data-lia-message-uid", "@id~message-uid-(\\d+)"),
    post_url=(
        ".lia-message-position-in-thread a@href",
        "a.lia-message-position@href",
        ".lia-message-subject a@href",
        "a[href*='/m-p/']@href",
        "a[href*='/td-p/']@href",
    ),
    author=(".lia-user-name-link", ".lia-user-name .login-bold", ".lia-user-name"),
    author_url=("a.lia-user-name-link@href",),
    author_id=("a.lia-user-name-link@href~user-id/(\\d+)",),
    date=(
        "meta[itemprop=dateCreated]@content",
        ".lia-message-posted-on .local-friendly-date@title",
        ".DateTime .local-friendly-date@title",
        ".lia-message-posted-on",
        ".DateTime",
    ),
    date_raw=(".lia-message-posted-on .local-friendly-date@title", ".lia-message-posted-on", ".DateTime"),
    modified=(".lia-message-edited-on .local-friendly-date@title", ".lia-message-edited-on"),
    body=".lia-message-body-content",
    quote=".lia-message-body-content blockquote, .lia-message-body-content .lia-quote",
    quote_author=("a[href*=viewprofilepage]~^@?(.+)$", "cite"),
    quote_noise=".lia-message-body-content blockquote > a[href*=viewprofilepage]",
    signature=".lia-message-signature, .UserSignature",
    noise={
        "edit notice": ".lia-message-body .lia-message-edited-on",
        "repeated answer": ".lia-component-solution-list, .lia-accepted-solution-summary",
        "picture caption": ".lia-message-body-content .lia-inline-image-caption",
        "media controls": ".lia-message-body-content .lia-vid-player-controls, "
        ".lia-message-body-content .lia-button-image-kudos",
    },
    attachments=".lia-attachments-message, .lia-message-attachments",
    reactions={"Kudos": (".MessageKudosCount", ".lia-component-kudos-widget-message-kudos-count")},
    accepted=".lia-accepted-solution, .lia-list-row-thread-solved.lia-accepted-solution",
    reply_to=("@data-lia-parent-uid",),
    thread_id=("[data-lia-thread-uid]@data-lia-thread-uid", "link[rel=canonical]@href~/td-p/(\\d+)"),
    page=(".lia-paging-page-link.lia-js-data-pageNum-active", ".lia-paging-full-pages .lia-link-disabled"),
    page_count=(".lia-paging-page-last a", ".lia-paging-page-last"),
    next_page=("link[rel=next]@href", ".lia-paging-page-next a@href"),
    previous_page=("link[rel=prev]@href", ".lia-paging-page-previous a@href"),
    reply_count=(".lia-replies-count", ".lia-component-forums-widget-reply-count"),
)

_WITHOUT_REPLIES = "html:not(:has([class*=lia-replies-title]))"
"""As served, before a script has fetched the replies."""

KHOROS_AURORA = Platform(
    name="khoros-aurora",
    # its blogs have the same comments, but what they answer is an article
    marks=(
        "article[data-testid=StandardMessageView]",
        "article[data-testid=StandardMessageView] h1[data-testid=MessageSubject]",
    ),
    post="article[data-testid=StandardMessageView]",
    nest="ul.lia-replies",
    title=("h1[data-testid=MessageSubject]", "[data-testid=MessageSubject]", "h1"),
    post_id=("[id^=uid]@id~uid(\\d+)", "a[data-testid=MessageLink]@href~/replies/(\\d+)"),
    post_url=(
        "a[data-testid=MessageLink]:not(article article article *)@href",
        f"{_WITHOUT_REPLIES} a[data-testid=MessageLink]@href",
    ),
    author=("[class*=lia-author-text]", "a[data-testid=userLink]:not(:has(img))"),
    author_url=("a[data-testid=userLink]@href",),
    author_id=("a[data-testid=userLink]@href~/(\\d+)$",),
    date=("[data-testid=messageTime] [title]@title", "[data-testid=messageTime]"),
    date_raw=("[data-testid=messageTime]",),
    body="[class*=lia-g-message-body]",
    quote="[class*=lia-g-message-body] blockquote",
    noise={
        # the opening post's article holds the accepted answer: once more, where the answers are shown
        "repeated answer": "html:has([class*=lia-replies-title]) article[data-testid=StandardMessageView] "
        "article[data-testid=PanelItemList]",
        "picture caption": ".lia-media-caption-text",
    },
    attachments=".lia-media-unstyled-btn",
    reactions={"Kudos": ("[class*=lia-kudo-count]",)},
    accepted=f"[class*=lia-is-solution]:not(article article article *), {_WITHOUT_REPLIES} [class*=lia-is-solution]",
    thread_id=("article[data-testid=StandardMessageView] [id^=uid]@id~uid(\\d+)",),
    reply_count=("[class*=lia-replies-title]~(\\d+)",),
)

INSIDED_THREADED = Platform(
    name="insided",
    marks=("article.topic-wrapper, div.threaded-reply-item", ".post__content", ".qa-username, .author-info"),
    post="article.topic-wrapper, .threaded-reply-item",
    title=("h1.qa-topic-title", "h1.topic-title", "h1"),
    board=".qa-breadcrumb a, .breadcrumb-container a, .breadcrumb a",
    post_id=("[id^=post]@id~^post(\\d+)$", "[id^=topic]@id~^topic(\\d+)$"),
    post_url=("a.qa-topic-post-link@href", "a[href*='postid=']@href"),
    author=(".qa-username", ".author-info a"),
    author_url=("a.qa-username@href",),
    author_id=("a.qa-username@href~-(\\d+)$",),
    date=(
        ".author-info time@datetime",
        "time@datetime",
        ".author-info~([A-Z][a-z]+ \\d{1,2}, \\d{4})",
        ".author-info~(\\d+ \\w+ ago)",
    ),
    body=".post__content",
    quote=".post__content blockquote, .content-quote",
    quote_author=(".content-quote__author", ".quote-author"),
    quote_noise=".content-quote__author, .quote-author",
    signature=".post__signature, .qa-topic-post-signature",
    noise={"repeated answer": ".qa-answer-field", "link preview": ".post__content .embed-card"},
    attachments=".post__attachments",
    reactions={"Like": (".qa-like-count", ".like-button__count")},
    accepted=".threaded-reply-item [data-qa=pill-best-answer]",
    thread_id=("[id^=topic]@id~^topic(\\d+)$",),
    page=(".qa-pagination .is-active", ".pagination .current"),
)
"""The later of its two views, in which a post's head stands outside of its box."""

INSIDED = Platform(
    name="insided",
    marks=("div.qa-topic-post-box, li.qa-topic-post-box", ".post__content, .qa-topic-post-content"),
    post=".qa-topic-post-box:has(.post__content)",
    title=("h1.qa-topic-title", "h1.topic-title", "h1"),
    board=".qa-breadcrumb a, .breadcrumb-container a, .breadcrumb a",
    post_id=("@id~(?:post|topic)[_-]?(\\d+)", "@data-post-id", "^@id~(?:post|topic)[_-]?(\\d+)"),
    post_url=("a.qa-topic-post-link@href", "a[href*='postid=']@href", "a[href*='#post']@href"),
    author=(
        ".qa-topic-post-user-name",
        ".qa-topic-author-name",
        ".post__user a.user-name",
        ".profilepicture@title",
        "a[href*='/members/']",
    ),
    author_url=("a.qa-topic-post-user-name@href", "a[href*='/members/']@href"),
    author_id=("a[href*='/members/']@href~-(\\d+)$", "[data-user-id]@data-user-id"),
    date=("time@datetime", ".qa-topic-post-date", ".post__date", ".js-timestamp@title"),
    date_raw=("time@title",),
    modified=(".qa-topic-post-edited time@datetime", ".post__edited"),
    body=".post__content",
    quote="blockquote, .content-quote",
    quote_author=(".content-quote__author", ".quote-author", "cite~^(.+?)(?: wrote| schreef|:|$)"),
    quote_noise=".content-quote__author, .quote-author, .post__content blockquote > cite",
    signature=".post__signature, .qa-topic-post-signature",
    noise={"edit notice": ".post__content .post__edited", "link preview": ".post__content .embed-card"},
    attachments=".post__attachments",
    reactions={"Like": (".qa-like-count", ".post__like-count", ".like-button__count")},
    accepted=".qa-best-answer, .post--bestanswer, .is-best-answer",
    thread_id=("[id^=topic]@id~topic[_-]?(\\d+)",),
    page=(".qa-pagination .is-active", ".pagination .current"),
    reply_count=(".qa-topic-reply-count", ".qa-reply-count"),
)
