"""XenForo 2."""

from __future__ import annotations

from pagearchive.parse.platforms.platform import Platform

XENFORO_2 = Platform(
    name="xenforo-2",
    marks=("html[data-app=public], html#XF, [data-xf-init]", "article.message[data-content^=post-]"),
    post="article.message--post[data-content^=post-], article.message[data-content^=post-]",
    title=("h1.p-title-value", "h1"),
    board=".p-breadcrumbs:not(.p-breadcrumbs--bottom) [itemprop=name], ul.p-breadcrumbs [itemprop=name]",
    post_id=("@data-content~post-(\\d+)",),
    post_url=(
        ".message-attribution-main a[href*=post-]@href",
        ".message-attribution-opposite a[href*=post-]@href",
        ".message-attribution a[href*=post]@href",
    ),
    author=("@data-author", ".message-name"),
    author_url=(".message-name a.username@href", ".message-avatar a.avatar@href"),
    author_id=(".message-name [data-user-id]@data-user-id", ".message-avatar [data-user-id]@data-user-id"),
    date=(".message-attribution time@datetime", ".message-date time@datetime", "time.u-dt@datetime"),
    date_raw=(".message-attribution time@title", ".message-date time@title", "time.u-dt@title"),
    modified=(".message-lastEdit time@datetime",),
    body=".message-body .bbWrapper, .message-content .bbWrapper",
    quote="blockquote.bbCodeBlock--quote",
    quote_author=("@data-quote",),
    quote_post=("@data-source~post:\\s*(\\d+)", ".bbCodeBlock-sourceJump@href~(?:post-|id=)(\\d+)"),
    quote_noise=".bbCodeBlock--quote .bbCodeBlock-title, .bbCodeBlock-expandLink, .bbCodeBlock-shrinkLink",
    signature=".message-signature",
    noise={
        "link preview": ".bbCodeBlock--unfurl",
        "edit notice": ".message-lastEdit",
        "expand link": ".js-unfurl, .bbCodeBlock-expandLink",
        "reactions": ".reactionsBar",
        "share bar": ".shareButtons",
        "newsletter banner": ".notice--newsletter",
        "notice": ".js-notice, .notices",
        "sign-in prompt": ".message--quickReply, .block-outer-opposite .button--link[href*=login], .js-loginPrompt, "
        ".blockMessage a[href*='/login']",
        "related topics": ".similarThreads, [data-widget-definition*=similar], .block[data-widget-key*=similar]",
        "cookie bar": ".notice--cookie",
        "media controls": ".bbMediaWrapper-fallback",
        "message action": ".message-actionBar",
    },
    attachments=".message-attachments",
    accepted=".message--solution, .is-solution",
    thread_id=("html@data-content-key~thread-(\\d+)", "[data-lb-id^=thread-]@data-lb-id~(\\d+)"),
    page=(".pageNav-page--current",),
    page_count=(".pageNav-main li.pageNav-page:last-child",),
    next_page=("link[rel=next]@href", "a.pageNav-jump--next@href"),
    previous_page=("link[rel=prev]@href", "a.pageNav-jump--prev@href"),
)
