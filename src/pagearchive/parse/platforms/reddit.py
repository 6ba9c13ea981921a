"""Reddit: the web components of today, and the old site."""

from __future__ import annotations

from pagearchive.parse.platforms.platform import Platform

REDDIT = Platform(
    name="reddit",
    marks=("shreddit-post[id^=t3_]",),
    post="shreddit-post, shreddit-comment",
    own="[slot=text-body], [slot=comment]",
    title=("shreddit-post@post-title", "h1"),
    board="shreddit-post [slot=credit-bar] .subreddit-name a",
    post_id=("@id", "@thingid"),
    post_url=("@permalink",),
    author=("@author",),
    author_url=("![slot=commentMeta] a[href*='/user/']@href", "![slot=authorName] a@href"),
    author_id=("@author-id",),
    date=("@created-timestamp", "@created", "^faceplate-timeago@ts"),
    body="[slot=text-body] .md, [property='schema:articleBody'], [slot=comment] .md, [slot=comment], [slot=text-body]",
    noise={
        "read more": "[slot=text-body] button, [data-read-more], .read-more",
        "media controls": "shreddit-player-2, shreddit-aspect-ratio",
    },
    quote="[slot=comment] blockquote, [slot=text-body] blockquote",
    reactions={"score": ("@score",)},
    reply_to=("@parentid",),
    depth=("@depth",),
    thread_id=("shreddit-post@id",),
    reply_count=("shreddit-post@comment-count",),
)

OLD_REDDIT = Platform(
    name="reddit-old",
    marks=(".thing[id^=thing_t]", ".commentarea, .sitetable.nestedlisting"),
    post="#siteTable > .thing.link, .commentarea .thing.comment",
    own=".entry",
    nest=".commentarea .thing.comment",
    title=("#siteTable .thing a.title", "a.title", "title"),
    board=".redditname a",
    post_id=("@data-fullname", "@id~thing_(t\\d_\\w+)"),
    post_url=("a.bylink[data-event-action=permalink]@href", "@data-permalink", "a.bylink@href"),
    author=("@data-author", ".tagline .author", ".tagline em"),
    author_url=(".tagline a.author@href",),
    author_id=("@data-author-fullname", ".tagline a.author@class~id-(t2_\\w+)"),
    date=(".tagline time@datetime",),
    date_raw=(".tagline time@title",),
    modified=(".tagline time.edited-timestamp@datetime",),
    body=".usertext-body .md, .usertext-body",
    quote=".usertext-body blockquote",
    reactions={"score": (".tagline .score.unvoted@title", "@data-score")},
    thread_id=("#siteTable .thing@data-fullname",),
    reply_count=("#siteTable .thing@data-comments-count", "#siteTable a.comments~(\\d+)"),
)
