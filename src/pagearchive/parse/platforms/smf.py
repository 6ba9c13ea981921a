"""Simple Machines Forum 2.0 and 2.1, and the tables of 1.1 (and of 2.0's theme "Core")."""

from __future__ import annotations

from msgspec import structs

from pagearchive.parse.platforms.platform import Platform

SMF = Platform(
    name="smf",
    marks=("#forumposts", ".post_wrapper, .windowbg .postarea"),
    post="#forumposts .post_wrapper",
    title=("#top_subject", "h2.display_title", "#forumposts .catbg~:\\s*(.*?)\\s*\\(", "h1"),
    board=".navigate_section li:not(:first-child):not(:last-child) a",
    post_id=("[id^=msg_]@id~msg_(\\d+)", "[id^=subject_]@id~subject_(\\d+)"),
    post_url=(".postinfo a.smalltext@href", "[id^=subject_] a@href", ".keyinfo h5 a@href"),
    author=(".poster h4 a[href*=profile]", ".poster h4"),
    author_url=(".poster h4 a[href*=profile]@href",),
    author_id=(".poster h4 a@href~u=(\\d+)",),
    date=(
        ".postinfo time@datetime",
        ".postinfo a.smalltext",
        ".keyinfo .smalltext~»\\s*(?:.*?(?: on|am|le|el|il):?)?\\s*(.*?)\\s*»",
        ".keyinfo .smalltext",
    ),
    modified=(".modified", "[id^=modified_]"),
    body=".post .inner",
    quote="blockquote.bbc_standard_quote, blockquote.bbc_alternate_quote",
    quote_author=(
        "cite~(?:from|von|de|da|van|от):\\s*(.*?)\\s+(?:on|am|le|el|il|em|op|в)\\s",
        "<a~(?:from|von|de|da|van|от):\\s*(.*?)\\s+(?:on|am|le|el|il|em|op|в)\\s",
    ),
    quote_post=("cite a@href~msg=?(\\d+)", "<a@href~msg(\\d+)"),
    quote_noise=".bbc_standard_quote > cite, .bbc_alternate_quote > cite, .quoteheader, .quotefooter",
    signature=".signature",
    noise={
        "edit notice": ".inner .modified",
        "code label": ".codeheader",
        "sign-in prompt": ".inner .hidden_content",
    },
    attachments=".attachments",
    opening="#poll .content, #poll_options",
    reactions={"Like": (".smflikebutton .like_count a", ".like_count")},
    thread_id=("input[name=topic]@value", "link[rel=canonical]@href~topic=(\\d+)"),
    page=(".pagelinks .current_page", ".pagelinks strong"),
    next_page=("link[rel=next]@href", ".pagelinks a.next_page@href"),
    previous_page=("link[rel=prev]@href", ".pagelinks a.previous_page@href"),
)

SMF_1 = structs.replace(
    SMF,
    marks=("div[id^=subject_]", "td.windowbg div.post, td.windowbg2 div.post", "html:not(:has(.post_wrapper))"),
    post="td.windowbg:has(div.post), td.windowbg2:has(div.post)",
    title=("#top_subject~^[^:]*:\\s*(.*?)\\s*\\([^()]*\\)\\s*$", "[id^=subject_] a", "title"),
    board="a.nav[href*='board=']",
    post_id=("[id^=subject_]@id~subject_(\\d+)",),
    post_url=("[id^=subject_] a@href",),
    author=("td > b a", "td > b"),
    author_url=("td > b a[href*=profile]@href",),
    author_id=("td > b a[href*=profile]@href~u=(\\d+)",),
    date=("[id^=subject_] + .smalltext~«\\s*[^:»]*:\\s+(.*?)\\s*»", "[id^=subject_] + .smalltext"),
    modified=("[id^=modified_]", "[id^=subject_] + .smalltext .edited"),
    body="div.post",
    quote="div.post div.quote",
    quote_author=(
        "<a~(?:from|von|de|da|van|от):\\s*(.*?)\\s+(?:on|am|le|el|il|em|op|в)\\s",
        "<~(?:from|von|de|da|van|от):\\s*(.*?)\\s+(?:on|am|le|el|il|em|op|в)\\s",
    ),
    quote_post=("<a@href~msg(\\d+)",),
    quote_noise=".quoteheader",
    noise={"code label": ".codeheader"},
    attachments="td.smalltext a[id^=link_], td.smalltext > img[src*=dlattach]",
    reactions={},
    thread_id=(
        "a[href*='action=printpage']@href~topic=(\\d+)",
        "input[name=topic]@value",
        "[id^=subject_] a@href~topic=(\\d+)",
    ),
    page=(".middletext b",),
    next_page=("link[rel=next]@href", ".middletext b + a.navPages@href"),
    previous_page=("link[rel=prev]@href", ".middletext a.navPages:has(+ b)@href"),
)
