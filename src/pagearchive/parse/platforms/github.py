"""GitHub's issues as its present interface shows them; of the one before, alike blocks are enough to go by."""

from __future__ import annotations

from pagearchive.parse.platforms.platform import Platform

GITHUB_ISSUES = Platform(
    name="github-issues",
    marks=("relative-time[datetime]", "div[data-testid=issue-viewer-issue-container]", ".markdown-body"),
    post="[data-testid=issue-viewer-issue-container], [data-wrapper-timeline-id]:has(.react-issue-comment)",
    title=("[data-testid=issue-title]", "bdi.markdown-title", "h1"),
    post_id=("a[href*='#issuecomment-']@href~issuecomment-(\\d+)", "a[href*='#issue-']@href~#issue-(\\d+)"),
    post_url=(
        "a[data-testid=issue-body-header-link]@href",
        "a[href*='#issuecomment-']@href",
        "a[href*='#issue-']@href",
    ),
    author=(
        "[data-testid=issue-body-header-author]",
        "[class*=ActivityHeader-module__AuthorLink]",
        "a[data-testid=avatar-link]:not(:has(img))",
        "a[data-hovercard-url*='/users/']:not(:has(img))",
    ),
    author_url=(
        "a[data-testid=issue-body-header-author]@href",
        "a[class*=ActivityHeader-module__AuthorLink]@href",
        "a[data-hovercard-url*='/users/']@href",
    ),
    date=("relative-time@datetime",),
    date_raw=("relative-time",),
    body=".markdown-body",
    quote=".markdown-body blockquote",
    noise={"code controls": ".markdown-body .zeroclipboard-container, .markdown-body clipboard-copy"},
    thread_id=("link[rel=canonical]@href~/issues/(\\d+)",),
)
