"""Invision Community 4 and 5, IP.Board 3, and Invision Power Board 2."""

from __future__ import annotations

from msgspec import structs

from pagearchive.parse.platforms.platform import Platform

_CHROME = {
    "sign-in prompt": "#elGuestSignIn, #elGuestTerms, #elSignIn_menu, .cGuestTeaser, .cLoginGuest, "
    ".ipsComposeArea_guest, "
    "[data-role=guestTeaser], .cTopicPostArea_noSize, #elUserSignIn, .ipsGuestTeaser, [data-controller*=guestTeaser]",
    "newsletter banner": "[data-role=commentContent] a[href*=newsletter]:has(img), img[src*=newsletter-banner], "
    "img[data-src*=newsletter-banner]",
    "presence widget": "[data-blockid*=whosOnline], [data-blockid*=activeUsers], "
    ".cWidgetContainer [data-blockid*=users], "
    ".ipsWidget[data-blockid*=core_activeUsers], [data-widget-area] [data-blockid*=activeUsers]",
    "share bar": ".cShareLink, .ipsShareLinks, .ipsSocial, .cTopicShare, [data-role=shareLinks], "
    ".ipsPageHeader .ipsShare",
    "drawer": "#elMobileDrawer, .ipsDrawer, #elMobileNav, i-data#elMobileDrawer",
    "related topics": "[data-blockid*=similarTopics], [data-blockid*=relatedContent], .cSimilarTopics, "
    ".ipsTopicRelated, [data-role=similarTopics]",
    "cookie bar": "#elCookie, .cCookieBar, [data-controller*=cookieConsent], #elGuestTermsBar",
    "reactions": "[data-controller*=reaction], .ipsReact, .ipsEntry__reactions",
    "author box": ".cAuthorPane, .cAuthorPane_mobile, .ipsEntry__profile, .ipsEntry__author-stats",
    "advertisement": "article.cPost:not([id]), .ipsAdvertisement, [data-role=advertisement]",
    "link preview": "[data-embedcontent].ipsEmbedded_card, .ipsEmbeddedOther, "
    ".ipsEmbed_finishedLoading.ipsEmbeddedCard",
    "edit notice": "[data-excludequote]",
    "expand link": "[data-action=expandTruncate], .ipsTruncate_more, .ipsSpoiler_header",
}

INVISION_4 = Platform(
    name="invision-4",
    # articles, blogs and galleries of the suite have comments too, but no `cPost`: their reader is another one
    marks=("article.cPost[id^=elComment_]",),
    post="article.cPost[id^=elComment_]",
    title=("h1.ipsType_pageTitle", "h1 [data-role=pageTitle]", "h1"),
    board="[data-role=breadcrumbList] li a",
    post_id=("@id~elComment_(\\d+)",),
    post_url=("a[data-role=shareComment]@href", ".ipsComment_meta a:has(time)@href", "a[href*='findComment']@href"),
    author=(".cAuthorPane_author a", ".cAuthorPane_author", '[data-quotedata]@data-quotedata~"username":"([^"]*)'),
    author_url=(".cAuthorPane_author a[href]@href", ".cAuthorPane_photo a[href]@href"),
    author_id=('[data-quotedata]@data-quotedata~"userid":(\\d+)', ".cAuthorPane_author a@href~/profile/(\\d+)"),
    date=(".ipsComment_meta time@datetime", ".cAuthorPane_content time@datetime", "time@datetime"),
    date_raw=(".ipsComment_meta time@title", ".cAuthorPane_content time@title", "time@title"),
    modified=("[data-excludequote] time@datetime", ".ipsType_reset[data-excludequote] time@datetime"),
    body="[data-role=commentContent], .cPost_contentWrap",
    quote="blockquote.ipsQuote",
    quote_author=("@data-ipsquote-username", "@data-cite"),
    quote_post=("@data-ipsquote-contentcommentid",),
    quote_noise=".ipsQuote_citation",
    signature="[data-role=memberSignature], .ipsSignature",
    noise=_CHROME,
    attachments="[data-role=commentAttachments]",
    opening="[data-role=pollContents] .cPollList, [data-role=pollContents] .ipsPoll__list",
    reaction=".ipsReact_reactCount",
    reaction_name=("img@alt",),
    reaction_count=("~(\\d+)",),
    accepted=".ipsComment_solved, .ipsBestAnswer, .cPostQuestion_bestAnswer",
    thread_id=("body@data-pageid", "[data-topicid]@data-topicid"),
    page=(".ipsPagination_active", ".ipsPagination__active"),
    page_count=("[data-pages]@data-pages", "[data-ipspagination-pages]@data-ipspagination-pages"),
    next_page=("link[rel=next]@href", ".ipsPagination_next:not(.ipsPagination_inactive) a@href"),
    previous_page=("link[rel=prev]@href", ".ipsPagination_prev:not(.ipsPagination_inactive) a@href"),
)

INVISION_5 = structs.replace(
    INVISION_4,
    name="invision-5",
    marks=("article.ipsEntry--post[id^=elComment_]",),
    post="article.ipsEntry--post[id^=elComment_]",
    title=("h1.ipsPageHeader__title", "h1"),
    board=".ipsBreadcrumb--top li[itemprop=itemListElement] a [itemprop=name]",
    author=(".ipsEntry__username a", ".ipsEntry__username"),
    author_url=(".ipsEntry__username a[href]@href",),
    author_id=(
        '[data-quotedata]@data-quotedata~"userid":(\\d+)',
        ".ipsEntry__username a@href~/profile/(\\d+)",
    ),
    post_url=(".ipsEntry__date a[href]@href", "a[data-role=shareComment]@href", "a[href*='findComment']@href"),
    date=(".ipsEntry__date time@datetime", ".ipsEntry__header time@datetime", "time@datetime"),
    date_raw=(".ipsEntry__date time@title", ".ipsEntry__header time@title", "time@title"),
    modified=(".ipsEdited time@datetime",),
    body="[data-role=commentContent], .ipsEntry__post .ipsRichText",
    page=(".ipsPagination__active",),
    next_page=("link[rel=next]@href", ".ipsPagination__next:not(.ipsPagination__inactive) a@href"),
    previous_page=("link[rel=prev]@href", ".ipsPagination__prev:not(.ipsPagination__inactive) a@href"),
)

INVISION_3 = Platform(
    name="invision-3",
    marks=("div.post_block[id^=post_id_]",),
    post="div.post_block[id^=post_id_]",
    title=("h1.ipsType_pagetitle", "h1.maintitle", "h1"),
    board=".breadcrumb.top [itemprop=title], .breadcrumb.top li a",
    post_id=("@id~post_id_(\\d+)",),
    post_url=(".post_id a@href", "a[rel=bookmark]@href"),
    author=(".author [itemprop=name]", ".author a", ".author", "h3.guest~^(?:#\\d+\\s+)?(\\S.*)$"),
    author_url=(".author a@href",),
    author_id=(".author a@hovercard-id", ".author a@href~(?:/user/|showuser=)(\\d+)"),
    date=("abbr.published@title", ".posted_info abbr@title", ".posted_info"),
    date_raw=("abbr.published", ".posted_info abbr"),
    modified=("p.edit~,\\s(.*?)\\.?$",),
    body=".post.entry-content, .entry-content",
    quote="blockquote.ipsBlockquote, .entry-content .blockquote",
    quote_author=("@data-author", "<p.citation~^(.+?), (?:on|am|le) ", "<~^(.+?), (?:on|am|le) "),
    quote_post=("@data-cid", "<a.snapback@href~pid=(\\d+)"),
    quote_noise=".entry-content p.citation",
    signature=".signature",
    noise={
        "edit notice": ".entry-content p.edit",
        "link preview": ".entry-content .bbc_embed_card",
        "attachment list": ".entry-content [id^=attach_wrap] > h4, .entry-content [id^=attach_wrap] li.attachment",
        "advertisement": ".post_block.feature_box, .post_block .ad",
    },
    attachments=".post_block [id^=attach_wrap] li:not(.attachment), .post_block .attach_wrap",
    reactions={
        "Like": (".ipsLikeBar_info a@#", "+.ipsLikeBar_info~\\s(\\d+)\\s\\D*$"),
        "reputation": (".rep_bar .reputation",),
    },
    thread_id=("input[name=t]@value", "link[rel=canonical]@href~(?:/topic/|showtopic=)(\\d+)"),
    page=(".pagination .page.active",),
    page_count=(".pagination .pagejump~(?:of|von|de|di|van|из) (\\d+)",),
    reply_count=(".maintitle .ipsType_small~^(\\d[\\d.,]*)\\s",),
    next_page=("link[rel=next]@href", ".pagination .next a@href"),
    previous_page=("link[rel=prev]@href", ".pagination .prev a@href"),
)

INVISION_2 = Platform(
    name="invision-2",
    marks=("div.postcolor", "span.normalname, span.unreg, .postdetails"),
    post="table:has(> tbody > tr > td > div.postcolor)",
    title=(".maintitle > div b", ".maintitle b", "title~^[^>]*> (.*)$", "title"),
    board="#navstrip a[href*=showforum]",
    post_id=(
        "a[name^=entry]@name~(\\d+)",
        "div.postcolor@id~post-(\\d+)",
        "a[onclick*=link_to_post]@onclick~(\\d+)",
        "<@name~entry(\\d+)",
    ),
    author=(".normalname", ".unreg"),
    author_url=(".normalname a@href",),
    author_id=(".normalname a@href~showuser=(\\d+)",),
    date=(".postdetails",),
    modified=("span.edit~:\\s*(.+?)\\s*$",),
    body="div.postcolor",
    quote=".quotemain, .QUOTE",
    quote_author=("<.quotetop~\\(\\s*(.+?) @ ", "<~\\(\\s*(.+?) @ "),
    quote_post=("<a[href*='pid=']@href~pid=(\\d+)",),
    quote_noise=".quotetop",
    signature="div.signature",
    noise={"edit notice": "span.edit", "code label": ".codetop"},
    thread_id=("input[name=t]@value", "a[href*=showtopic]@href~showtopic=(\\d+)"),
    page=(".pagecurrent",),
    page_count=(".pagelink.jsmenu~(\\d+)", "a[id^=page-jump]~(\\d+)"),
    next_page=(".pagecurrent + .pagelink a@href",),
)
