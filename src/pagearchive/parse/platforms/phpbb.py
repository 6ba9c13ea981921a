"""phpBB 2 and 3, Tapatalk's hosted groups (a skin of phpBB 3), and Forumotion's skin in its likeness."""

from __future__ import annotations

from msgspec import structs

from pagearchive.parse.platforms.platform import Platform

_SAID = "(?:wrote|schrieb|hat geschrieben|a écrit|escribió|ha scritto|escreveu|schreef|napisał[a(]*|писал[а(]*|skrev)"

PHPBB_3 = Platform(
    name="phpbb-3",
    marks=("div.post[id^=p]", ".postbody, .postprofile", "html:not(:has(.postrow[id^=p_]))"),
    post="div.post[id^=p]",
    post_if=("@id~^p(\\d+)$",),
    title=("h2.topic-title", "#page-body h2", "h1.topic-title", "h2"),
    board=".breadcrumbs .crumb [itemprop=name], .breadcrumbs .crumb a, .linklist .icon-home a:not(:first-child)",
    post_id=("@id~^p(\\d+)",),
    post_url=("h3 a@href", "p.author a[href*=viewtopic]@href", "p.author a@href"),
    author=(".postprofile .username, .postprofile .username-coloured", "p.author strong", ".postprofile dt"),
    author_url=(
        ".postprofile a.username@href",
        ".postprofile a.username-coloured@href",
        "p.author strong a@href",
        ".postprofile dt a[href]@href",
    ),
    author_id=(
        ".postprofile a[href*=viewprofile]@href~[?&]u=(\\d+)",
        "p.author a[href*=viewprofile]@href~[?&]u=(\\d+)",
    ),
    date=("p.author time@datetime", ".author time@datetime", "p.author~»\\s*(.*)$", "p.author", ".author"),
    date_raw=("p.author time", "p.author~»\\s*(.*)$", "p.author"),
    modified=(".notice",),
    body=".content",
    quote="blockquote:not(.uncited), blockquote.uncited, .quotecontent",
    quote_author=("cite a[href*=viewprofile]", f"cite~^(.+?) {_SAID}", "cite~^(.+?)\\s*(?:[↑:]|$)"),
    quote_post=(
        "cite a[data-post-id]@data-post-id",
        "cite a[href*='#p']@href~#p(\\d+)",
        "cite a[href*='p=']@href~p=(\\d+)",
    ),
    quote_noise="blockquote cite, .quotetitle",
    signature=".signature, .signature_div",
    noise={
        "edit notice": ".postbody .notice",
        "code label": ".codebox > p, .codebox > dt, .codetitle",
        "sign-in prompt": ".content .hidebox_hidden, .content .hide_hidden",
        "attachment caption": ".content .inline-attachment dd, .content .inline-attachment dt:has(> a.postlink)",
    },
    attachments="dl.attachbox",
    opening="form.topic_poll .content",
    reactions={"Thanks": (".postbody [id^=list_thanks] a@#", ".notice [id^=list_thanks] a@#")},
    accepted=".topic_solved, .post.solved, .best-answer",
    thread_id=("h2.topic-title a@href~[?&]t=(\\d+)", "input[name=t]@value", "link[rel=canonical]@href~[?&]t=(\\d+)"),
    page=(".pagination .active span", ".pagination strong"),
    page_count=(".pagination li:nth-last-child(2) a", ".pagination strong + strong"),
    next_page=("link[rel=next]@href", ".pagination a[rel=next]@href", ".pagination .next a@href"),
    previous_page=("link[rel=prev]@href", ".pagination a[rel=prev]@href", ".pagination .previous a@href"),
    post_count=(".pagination~([\\d.,]+) (?:posts|Beiträge|messages|mensajes)",),
)

TAPATALK = structs.replace(
    PHPBB_3,
    name="tapatalk-groups",
    marks=("div.postrow[id^=p_], div.post[id^=p_]", ".post_content, [data-tag=post_body_start]"),
    post="div.post[id^=p_]",
    post_if=("@id~^p_(\\d+)$",),
    post_id=("@id~^p_(\\d+)",),
    title=("h1.topic-title", "h2.topic-title", "h1", "h2"),
    post_url=("p.author a[href*='#p']@href", "p.author a@href"),
    author=(".thread-user-name .username, .thread-user-name .username-coloured", ".postprofile .username"),
    same_author=True,
    author_url=(".thread-user-name a@href",),
    author_id=(".postprofile@data-uid~([1-9]\\d*)",),
    date=("p.author .timespan@title", "p.author time@datetime"),
    date_raw=("p.author .timespan@title",),
    body=".content",
)

SUBSILVER_2 = structs.replace(
    PHPBB_3,
    marks=("b.postauthor", "div.postbody", "td.profile"),
    post="table.tablebg:has(b.postauthor)",
    post_if=(),
    title=("a.titles", "#pageheader h2", "h2"),
    board=".breadcrumbs a:not(:first-child)",
    post_id=("a[name^=p]@name~^p(\\d+)",),
    post_url=("td.gensmall a[href*='#p']@href",),
    author=("b.postauthor",),
    author_url=("div.gensmall a[href*=viewprofile]@href",),
    author_id=("div.gensmall a[href*=viewprofile]@href~[?&]u=(\\d+)",),
    date=("td.gensmall~^.*:+\\s(.+)$",),
    date_raw=(),
    modified=("div.postbody ~ span.gensmall", "div.postbody ~ table span.gensmall"),
    body="div.postbody",
    quote_author=(f"<~^(.+?) {_SAID}",),
    quote_post=(),
    signature="div.postbody ~ div.postbody",
    noise={"code label": ".codetitle", "attachment caption": ".attachtitle, .attachcontent .gensmall"},
    attachments="div.postbody ~ table.tablebg",
    thread_id=("a.titles@href~[?&]t=(\\d+)",),
    page=("td.nav strong",),
    page_count=("td.nav strong + strong",),
    next_page=("td.gensmall b strong ~ a@href",),
    previous_page=("td.gensmall b a:not([href='#']):has(~ strong)@href",),
    post_count=("td.nav + td.gensmall~([\\d.,]+)",),
)
"""The second style of phpBB 3.0 and 3.1, in tables."""

PHPBB_2 = Platform(
    name="phpbb-2",
    marks=("span.postbody", "span.name"),
    post="tr:has(> td > span.name a[name])",
    title=("a.maintitle", ".maintitle", "title~:: View topic - (.*)$"),
    board="a.nav[href*=viewforum]",
    post_id=("span.name a[name]@name",),
    post_url=("a[href*='viewtopic.php?p=']@href", "td a[href*='#']@href"),
    author=("span.name b", "span.name"),
    author_url=(">a[href*=viewprofile]@href",),
    author_id=(">a[href*=viewprofile]@href~[?&]u=(\\d+)",),
    date=(
        "td:nth-child(2) span.postdetails~Posted:\\s*(.*?)\\s*(?:Post subject|$)",
        "td:nth-child(2) span.postdetails",
    ),
    body="td:has(> span.postbody)",
    quote="td.quote",
    quote_author=("^<span.genmed~^(.+?) wrote", "^^.genmed~^(.+?) wrote"),
    quote_noise="table:has(td.quote) span.genmed",
    noise={
        "code label": "table:has(td.code) span.genmed",
        "edit notice": "span.postbody ~ span.gensmall",
        "signature": "span.postbody + span.postbody",
    },
    signature_line="_________________",
    thread_id=("a[href*='viewtopic.php?t=']@href~t=(\\d+)",),
    modified=("span.gensmall~\\son (.+?);",),
    page=(".gensmall b > b", ".nav b:first-child"),
    page_count=(".nav b + b",),
    next_page=(".gensmall b > b + a@href",),
    previous_page=(".gensmall b > a:has(+ b)@href",),
)
