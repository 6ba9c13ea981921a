"""UBB.threads 7."""

from __future__ import annotations

from pagearchive.parse.platforms.platform import Platform

UBB_THREADS = Platform(
    name="ubbthreads",
    marks=("td.subjecttable, div.subjecttable", ".post_inner, [id^=body]"),
    post="table:has(> tbody > tr > td.subjecttable), div.post-container:has(.subjecttable)",
    title=(".subjecttable a[id^=number]~^(?:Re: )?(.*)$", "h1", "title"),
    board=".breadcrumbs a:not(:first-child)",
    post_id=("a[id^=number]@id~(\\d+)", "a[href*='#Post']@href~#Post(\\d+)", "@id~(\\d+)"),
    post_url=("a[id^=number]@href", "a[href*='#Post']@href"),
    author=(".author-content .username a", ".author-content .username", ".author-content a[href*='/users/']"),
    author_url=(".author-content a[href*='/users/']@href", ".author-content .username a@href"),
    author_id=(".author-content a[href*='/users/']@href~/users/(\\d+)",),
    date=("td.subjecttable .small:has(.date)", "td.subjecttable .small", ".subjecttable .date", ".subjecttable span"),
    modified=(".edited-wording", ".post_inner .small:last-child"),
    body=".post_inner [id^=body], .post_inner",
    quote=".ubbcode-block:has(> .ubbcode-body):not(:has(> .ubbcode-body pre))",
    quote_author=(
        ".ubbcode-header a[href*='/users/']",
        ".ubbcode-header~Originally [Pp]osted [Bb]y:? (.*)$",
        ".ubbcode-header~Quote(?:d)? (?:by|from):? (.*)$",
    ),
    quote_noise=".ubbcode-header",
    signature=".post_inner .signature, .signature",
    noise={"edit notice": ".edited-wording", "post controls": ".post_inner .post-options"},
    attachments=".post_inner .attachments, .file-attachments",
    reply_to=("td.subjecttable a[href*='#Post']:not([id])@href~#Post(\\d+)",),
    thread_id=("link[rel=canonical]@href~topics/(\\d+)", "a[href*='/topics/']@href~topics/(\\d+)"),
    page=(".pagination .page-cur", "td.page-cur"),
    page_count=(".pagination .page-n:last-child",),
    next_page=("link[rel=next]@href", ".pagination a[rel=next]@href", ".page-n a.next@href"),
)
