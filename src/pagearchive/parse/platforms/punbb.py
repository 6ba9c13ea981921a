"""FluxBB and PunBB."""

from __future__ import annotations

from msgspec import structs

from pagearchive.parse.platforms.platform import Platform

FLUXBB = Platform(
    name="fluxbb",
    marks=("div.blockpost[id^=p]",),
    post="div.blockpost[id^=p]",
    post_if=("@id~^p(\\d+)$",),
    title=(".crumbs li:last-child a", ".crumbs li:last-child", "h1"),
    board=".linkst .crumbs li:not(:first-child):not(:last-child) a",
    post_id=("@id~^p(\\d+)",),
    post_url=("h2 a@href",),
    author=(".postleft dt strong", ".postleft dt"),
    author_url=(".postleft dt a@href",),
    author_id=(".postleft dt a@href~[?&]id=(\\d+)",),
    date=("h2 a",),
    modified=(".postedit",),
    body=".postmsg",
    quote=".quotebox",
    quote_author=("cite~^(.+?) (?:wrote|a écrit|schrieb|escribió|ha scritto|napisał|schreef|писал)",),
    quote_noise=".quotebox cite",
    signature=".postsignature",
    noise={"edit notice": ".postedit", "code label": ".codebox > h4"},
    thread_id=(
        "input[name=tid]@value",
        "a[href*='post.php?tid=']@href~tid=(\\d+)",
        ".crumbs a[href*='viewtopic.php?id=']@href~id=(\\d+)",
    ),
    page=(".pagelink strong",),
    page_count=(".linkst .pagelink > strong:last-child", ".linkst .pagelink > :nth-last-child(2)~(\\d+)"),
    next_page=("link[rel=next]@href", ".pagelink a[rel=next]@href"),
    previous_page=("link[rel=prev]@href", ".pagelink a[rel=prev]@href"),
)

PUNBB = structs.replace(
    FLUXBB,
    name="punbb",
    marks=("#brd-main", "div.post .post-entry, div.post .entry-content"),
    post="#brd-main div.post, .main-content div.post",
    post_if=(),
    title=("h1.main-title a", "h1.main-title", "#brd-main h1", ".main-head h1"),
    board="#brd-crumbs-top .crumb:not(.crumblast) a, #brd-crumbs-top p span a",
    post_id=("@id~^p(\\d+)", ".posthead@id~(\\d+)", ".permalink@href~(?:pid=|post/?)(\\d+)"),
    post_url=(".permalink@href", ".post-link a@href", ".posthead a[href]@href"),
    author=(
        ".post-ident .username a, .post-ident .username, .author .username",
        ".post-byline strong, .post-byline em",
    ),
    author_url=(".post-ident .username a@href", ".post-byline a@href"),
    author_id=(".post-ident a@href~(?:user/|id=)(\\d+)",),
    date=(".post-link .permalink", ".permalink", ".posthead .post-link"),
    modified=(".lastedit", ".post-edited"),
    body=".entry-content, .post-entry",
    signature=".sig-content",
    noise={"edit notice": ".lastedit, .post-edited", "signature": ".sig-line", "reply title": ".entry-title"},
    quote=".quotebox",
)
