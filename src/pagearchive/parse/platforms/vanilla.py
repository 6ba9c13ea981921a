"""Vanilla."""

from __future__ import annotations

from pagearchive.parse.platforms.platform import Platform

VANILLA = Platform(
    name="vanilla",
    marks=(".ItemDiscussion[id^=Discussion_], .ItemComment[id^=Comment_]",),
    post=".ItemDiscussion, .ItemComment, .ItemIdea",
    title=(".PageTitle h1", "#Item_0 h1", ".Discussion h1", "h1"),
    board=".Breadcrumbs .CrumbLabel:not(.Last):not(.HomeCrumb) [itemprop=title], "
    ".Breadcrumbs .CrumbLabel:not(.Last) a span",
    post_id=("@id~_(\\d+)",),
    post_url=("a.Permalink@href",),
    author=(".Author .Username", ".Author a[title]@title"),
    author_url=(".Author a.Username@href",),
    author_id=(".Author [data-userid]@data-userid",),
    date=(".DateCreated time@datetime", "time@datetime"),
    date_raw=(".DateCreated time@title",),
    modified=(
        ".DateUpdated time@datetime",
        ".DateUpdated@title~\\D*?([A-Z\\d].*?) (?:by|von)\\b",
        ".DateUpdated@title",
    ),
    body=".userContent, .Message",
    quote=".js-embed[data-embedtype=quote], blockquote.Quote, blockquote.UserQuote",
    quote_author=(
        "@rel",
        '@data-embedjson~"insertUser":\\{[^}]*?"name":"([^"]+)"',
        ".embedQuote-userLink",
        ".QuoteAuthor a",
        ".QuoteAuthor",
    ),
    quote_post=('@data-embedjson~"recordID":"?(\\d+)',),
    quote_noise=".QuoteAuthor, .embedQuote-header, .embedQuote-collapseButton",
    signature=".Signature, .UserSignature",
    noise={
        "reactions": ".Reactions",
        "link preview": ".userContent .embedLink, .userContent .js-embed[data-embedtype=link]",
        "edit notice": ".Message .DateUpdated",
    },
    attachments=".Attachments, .AttachFileWrapper",
    reaction=".ReactButton:has(.Count)",
    reaction_name=("@title", ".ReactLabel"),
    reaction_count=(".Count",),
    accepted=".QnA-Item-Accepted, .Accepted",
    thread_id=(".ItemDiscussion@id~Discussion_(\\d+)", "[data-discussionid]@data-discussionid"),
    page=(".Pager .Highlight",),
    page_count=(".Pager .LastPage",),
    next_page=("link[rel=next]@href", ".Pager a.Next@href"),
    previous_page=("link[rel=prev]@href", ".Pager a.Previous@href"),
    reply_count=(".CommentHeading .Count",),
)
