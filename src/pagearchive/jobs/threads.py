"""All pages of a thread as one: visited one after another through `next_page`, joined into one record."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from urllib.parse import urlsplit

from msgspec import UNSET, Struct, structs

from pagearchive.jobs.outcome import Outcome
from pagearchive.model import Article, Post, Problem, Removed, Thread, ThreadInfo, ThreadPart
from pagearchive.urls import canonical

Visit = Callable[[str], Awaitable[tuple[Outcome, Thread | Article | None]]]
"""Visits and files one page of the thread, further tries included; BrowserError and OutputError pass through."""
Refusal = Callable[[str], Awaitable[str | None]]
"""Why a followed address must not be visited; None: it may be."""


class Walk(Struct, kw_only=True):
    """A thread as far as it was walked."""

    pages: list[Thread]
    outcomes: list[Outcome] = []
    """Of the pages that were visited in this walk."""
    stopped: str | None = None
    """Why it ended before the last page; None: it did not."""
    missing: str | None = None
    """The page that could not be had."""


async def walk_thread(pages: list[Thread], address: str | None, visit: Visit, refusal: Refusal, max_pages: int) -> Walk:
    """Visit the thread's pages from `address` on; `pages` are the ones before it.

    Ends at the last page, at `max_pages`, at a page whose posts are all known (sites link "next" in a circle, and show
    the last page for every number beyond it), at an address that was visited already, or on another host.
    """
    walk = Walk(pages=list(pages))
    seen = {canonical(url) for page in pages for url in (page.url, page.requested_url) if url}
    known = {mark_of(post) for page in pages for post in page.posts}
    host = _host(pages[0].url or "") if pages else _host(address or "")
    while address is not None:
        if canonical(address) in seen or _host(address) != host:
            return walk
        if len(walk.pages) >= max_pages:
            return structs.replace(
                walk, stopped=f"the thread goes on after {max_pages} pages: {address}", missing=address
            )
        seen.add(canonical(address))
        if reason := await refusal(address):
            return structs.replace(walk, stopped=reason, missing=address)
        outcome, record = await visit(address)
        walk.outcomes.append(outcome)
        if not isinstance(record, Thread):
            why = outcome.error or "no posts on the page"
            return structs.replace(walk, stopped=f"{address}: {outcome.verdict}: {why}", missing=address)
        if walk.pages and not _adds(record, known):
            return walk
        known |= {mark_of(post) for post in record.posts}
        walk.pages.append(record)
        address = record.thread.next_page if record.thread else None
    return walk


def _adds(page: Thread, known: set[str]) -> bool:
    return any(mark_of(post) not in known for post in page.posts)


def mark_of(post: Post) -> str:
    """What tells a post from others: its id, else who wrote what when."""
    return post.post_id or f"{post.author.name}\n{post.date_published_raw}\n{post.text}"


def join_pages(walk: Walk) -> Thread:
    """One Thread of all pages: posts numbered through, those that an earlier page had already left out."""
    first, last = walk.pages[0], walk.pages[-1]
    posts: list[Post] = []
    parts: list[ThreadPart] = []
    known: set[str] = set()
    for page in walk.pages:
        fresh = [post for post in page.posts if post.post_id is None or post.post_id not in known]
        known |= {post.post_id for post in fresh if post.post_id is not None}
        parts.append(_part(page, len(posts) + 1, len(fresh)))
        for post in fresh:
            original = post.is_original_post and not posts
            posts.append(structs.replace(post, position=len(posts) + 1, is_original_post=original))
    info, end = first.thread or ThreadInfo(), last.thread or ThreadInfo()
    info = structs.replace(
        info,
        page=None,
        page_count=end.page_count or len(walk.pages),
        next_page=walk.missing,
        reply_count=end.reply_count if end.reply_count is not None else info.reply_count,
        parts=parts,
    )
    return structs.replace(
        first,
        captured_at=last.captured_at,
        posts=posts,
        thread=info,
        text="\n\n".join(post.text for post in posts if post.text),
        html="".join(f"<article>{post.html}</article>" for post in posts),
        images=[image for post in posts for image in post.images],
        date_modified=last.date_modified or first.date_modified,
        removed=_removed(walk.pages),
        problems=_problems(walk),
        provenance=last.provenance,
    )


def thread_outcome(url: str, started_at: datetime, walk: Walk, thread: Thread) -> Outcome:
    """The line that settles the address; the pages have lines of their own with exchanges and bytes."""
    notes = [f"{len(walk.outcomes)} pages visited, {len(walk.pages)} in the thread"]
    return Outcome(
        url=url,
        verdict="ok" if walk.stopped is None else "partial",
        started_at=started_at,
        seconds=round((datetime.now(UTC) - started_at).total_seconds(), 3),
        error=walk.stopped,
        title=thread.title,
        kind=thread.kind,
        posts=len(thread.posts),
        words=len(thread.text.split()),
        images=len(thread.images),
        warc_file=thread.provenance.warc_file if thread.provenance else None,
        pages=len(walk.pages),
        notes=notes,
    )


def _part(page: Thread, first_position: int, posts: int) -> ThreadPart:
    provenance = page.provenance if page.provenance is not UNSET else None
    return ThreadPart(
        url=page.url,
        captured_at=page.captured_at,
        first_position=first_position,
        posts=posts,
        warc_file=provenance.warc_file if provenance else None,
        offset=provenance.offset if provenance else None,
    )


def _removed(pages: list[Thread]) -> list[Removed]:
    counts: dict[str, int] = {}
    for page in pages:
        for removed in page.removed:
            counts[removed.reason] = counts.get(removed.reason, 0) + removed.count
    return [Removed(reason=reason, count=count) for reason, count in sorted(counts.items())]


def _problems(walk: Walk) -> list[Problem]:
    found = list(dict.fromkeys((problem.code, problem.message) for page in walk.pages for problem in page.problems))
    problems = [Problem(code=code, message=message) for code, message in found]
    if walk.stopped is not None:
        problems.append(Problem(code="missing-page", message=walk.stopped))
    return problems


def _host(url: str) -> str:
    return urlsplit(url).netloc.lower()
