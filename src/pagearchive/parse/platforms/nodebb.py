"""NodeBB."""

from __future__ import annotations

from pagearchive.parse.platforms.platform import Platform

NODEBB = Platform(
    name="nodebb",
    marks=("li[component=post][class], div[component=post][class]", "[component='post/content']"),
    post="[component=post]:has([component='post/content'])",
    title=("[component='topic/title']", "[component='post/header'] h1", "h1"),
    board=".breadcrumb .breadcrumb-item:not(:last-child) [itemprop=name], "
    ".breadcrumb li:not(:last-child) [itemprop=title]",
    post_id=("@data-pid", "a.permalink@href~/post/(\\d+)", "a.post-index@href~/post/(\\d+)"),
    post_url=("a.permalink@href", "a.post-index@href", ".post-container a.timeago@href"),
    author=(
        "a[data-username][data-uid]",
        "@data-username",
        "[itemprop=author] [itemprop=name]@content",
        "[component='user/profile']",
    ),
    author_url=("[itemprop=author] a[data-uid]@href", "a[data-username]@href", "a[href*='/user/']@href"),
    author_id=("@data-uid~([1-9]\\d*)",),
    date=("@data-timestamp", "meta[itemprop=datePublished]@content", ".permalink .timeago@title"),
    date_raw=(".permalink .timeago@title", "meta[itemprop=datePublished]@content"),
    modified=("meta[itemprop=dateModified]@content~(.*)",),
    body="[component='post/content']",
    quote="[component='post/content'] blockquote.quote",
    signature="[component='post/signature'], .post-signature",
    noise={
        "link preview": ".card.link-preview, [component='post/content'] .link-preview, .embed-wrapper .card",
        "quoted parent": "[component='post/parent/content']",
        "sign-in prompt": "[component='topic/quickreply/container'], .topic-search, [component='topic/guest-cta']",
    },
    reactions={"votes": ("[component='post/vote-count']@data-votes", "[component='post/vote-count']")},
    accepted=".solved-badge, .isSolved",
    reply_to=("[data-parent-pid]@data-parent-pid", "[component='post/parent']@data-topid"),
    thread_id=("[component=topic]@data-tid", "[data-tid]@data-tid"),
    page=(".pagination .page.active a@data-page", ".pagination .page.active@data-page"),
    page_count=(".pagination .page:nth-last-child(2) a@data-page", ".pagination .page:nth-last-child(2)@data-page"),
    next_page=("link[rel=next]@href", ".pagination .next:not(.disabled) a@href"),
    previous_page=("link[rel=prev]@href", ".pagination .prev:not(.disabled) a@href"),
    post_count=("[component='topic/post-count']@title", "[component='topic/post-count']"),
)
