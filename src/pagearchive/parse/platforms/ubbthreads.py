"""UBB.threads 7."""

from __future__ import annotations

from pagearchive.parse.platforms.platform import Platform

UBB_THREADS = Platform(
    name="ubbthreads",
    marks=("td.subjecttable, td.newsubjecttable", ".post_inner, [id^=body]"),
    post="table:has(> tbody > tr > td.subjecttable, > tbody > tr > td.newsubjecttable)",
    title=("a[id^=number]~^(?:Re: )?(.*)$", "td.subjecttable b~^(?:Re: )?(.*)$", "h1", "title"),
    board=".breadcrumbs a:not(:first-child)",
    post_id=("[id^=number]@id~(\\d+)",),
    post_url=("a[id^=number]@href",),
    author=(
        ".author-content .username a",
        ".author-content [id^=menu_control_]",
        ".author-content .username",
        ".author-content a[href*='/users/']",
    ),
    author_url=(".author-content a[href*='/users/']@href", ".author-content .username a@href"),
    author_id=(".author-content a[href*='/users/']@href~/users/(\\d+)",),
    date=(
        ".small:has(> .date)",
        "td~(\\d{1,2}/\\d{1,2}/\\d{2,4}\\s+\\d{1,2}:\\d\\d(?: [AP]M)?)",
        "td~((?:Today|Yesterday) at \\d{1,2}:\\d\\d(?: [AP]M)?|\\d+ \\w+(?: \\d+ \\w+)? ago)",
    ),
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
    reply_to=("td a[href*='#Post']:not([id])@href~#Post(\\d+)",),
    thread_id=("link[rel=canonical]@href~topics/(\\d+)",),
    page=(".pagination .page-cur", "td.page-cur"),
    page_count=(".pagination .page-n:last-child",),
    next_page=("link[rel=next]@href", ".pagination a[rel=next]@href", ".page-n a.next@href"),
)
