"""MyBB 1.6 (posts as tables) and 1.8."""

from __future__ import annotations

from pagearchive.parse.platforms.platform import Platform

MYBB = Platform(
    name="mybb",
    marks=("[id^=pid_].post_body, .post_body[id^=pid_]",),
    post="div.post[id^=post_], table[id^=post_], [id^=post_]:has(> .post_content)",
    post_if=("@id~^post_(\\d+)$",),
    title=(".thead .thread_title", ".navigation .active", ".thead div strong", "title"),
    board=".navigation > a:not(:first-child), .navigation .nav_bit:not(:first-child) > a",
    post_id=("@id~post_(\\d+)",),
    post_url=(".post_head a[href*='#pid']@href", "a[href*='#pid']@href"),
    author=(".author_information .largetext a", ".author_information .largetext", ".largetext"),
    author_url=(".author_information .largetext a@href", ".largetext a@href"),
    author_id=(".author_information a@href~(?:user-|uid=)(\\d+)", "a[href*='uid=']@href~uid=(\\d+)"),
    date=(".post_date > [title]@title", ".post_date~^(.*?)(?:\\s*\\(|$)", ".tcat .float_left"),
    date_raw=(".post_date~^(.*?)(?:\\s*\\(|$)",),
    modified=(".post_edit~\\D*(\\d.*)\\bby\\b", ".edited_post~: (.*) (?:by|von|par)", ".post_edit"),
    body=".post_body",
    quote="blockquote.mycode_quote, .post_body > blockquote",
    quote_author=("cite~^(?:\\s*\\(.*?\\))?\\s*(.+?) (?:Wrote|wrote|schrieb|a écrit|escribió|ha scritto|napisał)",),
    quote_post=("cite a@href~#pid(\\d+)", "cite a@href~pid=(\\d+)"),
    quote_noise=".post_body blockquote > cite",
    signature=".signature",
    noise={
        "edit notice": ".edited_post, .post_edit",
        "code label": ".codeblock > .title",
        "post controls": ".post_body > .float_right",
        "attachments": ".post_body fieldset",
    },
    attachments=".post_body ~ fieldset, .post_body fieldset, .post_content > fieldset",
    thread_id=("input[name=tid]@value", "a[href*='tid=']@href~tid=(\\d+)"),
    page=(".pagination:not(.pagination_breadcrumb) .pagination_current",),
    page_count=(".pagination:not(.pagination_breadcrumb) .pagination_last", ".pagination .pages~\\((\\d+)"),
    next_page=(".pagination:not(.pagination_breadcrumb) a.pagination_next@href",),
    previous_page=(".pagination:not(.pagination_breadcrumb) a.pagination_previous@href",),
)
