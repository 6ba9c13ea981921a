"""FUDforum, in its view of a topic as a list."""

from __future__ import annotations

from pagearchive.parse.platforms.platform import Platform

_WROTE = "(?:wrote on|schrieb am|a écrit le|escribió|ha scritto|schreef op|писал)"

FUDFORUM = Platform(
    name="fudforum",
    marks=("td.MsgR3", ".MsgBodyText", ".MsgSubText"),
    post="table.MsgTable:has(td.MsgR3)",
    title=("a.MsgSubText~^(?:Re: )?(.*)$", ".MsgSubText~^(?:Re: )?(.*)$"),
    board=".ForumBackground > a[href*='cat='], .ForumBackground > a[href*='frm_id=']",
    post_id=("a[name^=msg_]:not([name^=msg_num])@name~^msg_(\\d+)",),
    post_url=("a.MsgSubText@href", ".MsgSubText a@href"),
    author=(
        ".msgud a[href*=usrinfo]",
        ".msgud a[href*='/u/']",
        # of somebody whose profile is not shown the name stands alone, or before the number of messages
        ".msgud~^(.+?)\\s*(?:Messages:.*)?$",
    ),
    author_url=(".msgud a[href*=usrinfo]@href", ".msgud a[href*='/u/']@href"),
    author_id=(".msgud a[href*=usrinfo]@href~[?&]id=(\\d+)", ".msgud a[href*='/u/']@href~/u/(\\d+)"),
    date=(".DateText",),
    modified=(".MsgR3 .SmallText .fl~: ([^\\]]+)\\]",),
    body=".MsgBodyText",
    quote=".MsgBodyText blockquote, .MsgBodyText td.quote",
    quote_author=(f"<cite~^(.+?) {_WROTE}", f"^<~^(.+?) {_WROTE}"),
    quote_noise=".MsgBodyText cite:has(+ blockquote), .MsgBodyText tr:has(+ tr > td.quote)",
    signature=".MsgR3 .signature",
    noise={"edit notice": ".MsgBodyText .SmallText.clear"},
    opening=".PollTable",
    reply_to=(".MsgR1 .SmallText a + a@href~#msg_(\\d+)",),
    thread_id=(
        "a.MsgSubText@href~[?&]th=(\\d+)",
        ".MsgSubText a@href~[?&]th=(\\d+)",
        "a[href*='th_id=']@href~th_id=(\\d+)",
    ),
)
