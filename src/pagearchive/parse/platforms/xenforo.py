"""XenForo 1 and 2, and "Fora", VerticalScope's skin of XenForo 2."""

from __future__ import annotations

from msgspec import structs

from pagearchive.parse.platforms.platform import Platform

_NOISE = {
    "thread label": "h1 .label, h1 .label-append, .MessageCard__thread-prefix",
    "link preview": ".bbCodeBlock--unfurl, .js-unfurl",
    "edit notice": ".message-lastEdit",
    "expand link": ".bbCodeBlock-expandLink, .bbCodeBlock-shrinkLink",
    "reactions": ".reactionsBar",
    "share bar": ".shareButtons",
    "notice": ".js-notice, .notices",
    "sign-in prompt": ".message--quickReply, .block-outer-opposite .button--link[href*=login], .js-loginPrompt, "
    ".blockMessage a[href*='/login'], .messageHide, .hidden-content, .cv-attach-exif, .bbCodeBlock--hide",
    "advertisement": ".bbWrapper .samItem, .bbWrapper [data-xf-init=sam-item], .bbWrapper ins.adsbygoogle, "
    ".bbWrapper .p-body-ad, .message--ad",
    "related topics": ".similarThreads, [data-widget-definition*=similar], .block[data-widget-key*=similar]",
    "media controls": ".bbMediaWrapper-fallback, .bbCodeSpoiler-button, "
    ".bbWrapper i > span[style='font-size: 10px'] > a.link--external",
}

XENFORO_2 = Platform(
    name="xenforo-2",
    marks=("article.message[data-content^=post-], article.message[id^=js-post-]",),
    post="article.message[data-content^=post-], article.message[id^=js-post-]",
    title=("h1.p-title-value", "h1"),
    board=".p-breadcrumbs:not(.p-breadcrumbs--bottom) [itemprop=name]",
    post_id=("@data-content~post-(\\d+)", "@id~post-(\\d+)"),
    post_url=(
        ".message-attribution-main a[href*=post-]@href",
        ".message-attribution-opposite a[href*=post-]@href",
        ".message-attribution a[href*=post]@href",
    ),
    author=("@data-author", ".message-name [itemprop=name]", ".message-name"),
    author_url=(
        ".message-name a.username@href",
        ".message-articleUserName a.username@href",
        ".message-avatar a.avatar@href",
    ),
    author_id=(
        ".message-name [data-user-id]@data-user-id~([1-9]\\d*)",
        ".message-articleUserName [data-user-id]@data-user-id~([1-9]\\d*)",
    ),
    date=(".message-attribution time@datetime", ".message-date time@datetime", "time.u-dt@datetime"),
    date_raw=(".message-attribution time@title", ".message-date time@title", "time.u-dt@title"),
    modified=(".message-lastEdit time@datetime",),
    body=".message-body .bbWrapper, .message-content .bbWrapper",
    quote="blockquote.bbCodeBlock--quote, .bbCodeBlock--quote",
    quote_author=("@data-quote", ".bbCodeBlock-title~^(.*\\S) (?:said|wrote|schrieb|dijo|a dit|ha scritto|disse)\\b"),
    quote_post=("@data-source~post:\\s*(\\d+)", ".bbCodeBlock-sourceJump@href~(?:post-|id=)(\\d+)"),
    quote_noise=".bbCodeBlock--quote .bbCodeBlock-title",
    signature=".message-signature",
    noise=_NOISE,
    attachments=".message-attachments",
    opening=".js-pollContainer .block-body, [data-xf-init=poll-block] .block-body",
    reactions={"reactions": (".reactionsBar-link bdi@#", "+.reactionsBar-link~\\s(\\d+)\\s\\D*$")},
    accepted=".message--solution, .is-solution, .message--questionSolution",
    thread_id=("html@data-content-key~thread-(\\d+)", "link[rel=canonical]@href~/threads/(?:[^/]*\\.)?(\\d+)"),
    page=(".pageNav-page--current",),
    page_count=(".pageNav-main li.pageNav-page:last-child",),
    next_page=("a.pageNav-jump--next@href", "link[rel=next]@href"),
    previous_page=("a.pageNav-jump--prev@href", "link[rel=prev]@href"),
)

FORA = structs.replace(
    XENFORO_2,
    name="xenforo-2-fora",
    marks=(".js-messageCard[id*=post-]",),
    post=".js-messageCard",
    post_if=("@id~post-(\\d+)",),
    title=("h1.MessageCard__thread-title", "h1"),
    post_id=("@id~post-(\\d+)",),
    post_url=("meta[itemprop=url]@content", "a.MessageCard__date-created@href"),
    author=(".MessageCard__user-info__name", ".MessageCard__user-info [itemprop=name]@content"),
    author_url=("a.MessageCard__user-info__name@href",),
    author_id=(".MessageCard__user-info__name@data-user-id~([1-9]\\d*)",),
    date=(".MessageCard__date-created time@datetime", "meta[itemprop=datePublished]@content"),
    date_raw=(".MessageCard__date-created time@title",),
    body=".js-messageContent .bbWrapper, .message-body .bbWrapper",
    noise={**_NOISE, "link preview": ".bbCodeBlock--unfurl, .js-unfurl"},
    reply_count=(".MessageCard__thread-info~([\\d.,]+K?) repl",),
)

XENFORO_1 = Platform(
    name="xenforo-1",
    marks=("li.message[id^=post-]",),
    post="li.message[id^=post-]:not(.placeholder)",
    title=(".titleBar h1", "h1"),
    board=".breadcrumb .crust:not(.homeCrumb) .crumb span",
    post_id=("@id~post-(\\d+)",),
    post_url=("a.datePermalink@href", "a.postNumber@href", "a.hashPermalink@href"),
    author=("@data-author", ".userText .username", ".messageDetails .username"),
    author_url=(".userText a.username@href", "a.username@href"),
    author_id=(".userText a.username@href~members/(?:[^/]*\\.)?(\\d+)", "a.username@href~members/(?:[^/]*\\.)?(\\d+)"),
    date=(
        ".messageMeta abbr.DateTime@data-time",
        ".messageMeta .DateTime@title",
        ".messageDetails abbr.DateTime@data-time",
        ".messageDetails .DateTime@title",
        ".DateTime@data-time",
        ".DateTime@title",
        ".DateTime",
    ),
    date_raw=(".messageMeta .DateTime@title", ".messageDetails .DateTime@title"),
    modified=(".editDate abbr.DateTime@data-time", ".editDate .DateTime@title", ".editDate .DateTime"),
    body=".messageText",
    quote=".bbCodeQuote",
    quote_author=("@data-author", ".attribution~^(.*\\S) (?:said|wrote|schrieb|dijo|a dit|ha scritto|disse)\\b"),
    quote_post=(".AttributionLink@href~(?:post-|id=)(\\d+)",),
    quote_noise=".bbCodeQuote .attribution, .quoteExpand",
    signature=".signature",
    noise={
        "thread label": "h1 .prefix",
        "edit notice": ".editDate",
        "end marker": ".messageTextEndMarker",
        "sign-in prompt": ".messageText .hidemode, .messageText .bbCodeHide",
        "advertisement": ".messageText .adsbygoogle, .messageText .funbox, .funboxWrapper, "
        "li.message.sectionMain:not([id])",
    },
    attachments=".attachedFiles",
    opening=".PollContainer .pollContent, .pollBlock",
    reactions={"Like": (".likesSummary .LikeText a.username@#", "+.likesSummary .LikeText~\\s(\\d+)\\s\\D*$")},
    reaction=".dark_postrating_outputlist li",
    reaction_name=("img@alt",),
    reaction_count=("strong",),
    accepted=".bestAnswer",
    thread_id=(
        "link[rel=canonical]@href~/threads/(?:[^/]*\\.)?(\\d+)",
        "a[href*='/add-reply']@href~\\.(\\d+)/add-reply",
    ),
    page=(".PageNav a.currentPage", ".PageNav@data-page"),
    page_count=(".PageNav@data-last",),
    next_page=("link[rel=next]@href", ".PageNav nav a.text:last-of-type@href"),
    previous_page=("link[rel=prev]@href",),
)
