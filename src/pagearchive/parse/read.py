"""Who reads a page: the platform that claims it, then structured data, then alike blocks, then the article reader."""

from __future__ import annotations

from msgspec import structs

from pagearchive.model import Article, Page, Post, Thread
from pagearchive.parse.blocks import claims_of, read_blocks, read_payload
from pagearchive.parse.decode import SOFT_HYPHEN, unhyphenated
from pagearchive.parse.document import Document
from pagearchive.parse.facts import page_facts
from pagearchive.parse.platforms import PLATFORMS, Platform, recognise
from pagearchive.parse.threads.discussion import fill_gaps, read_discussion, read_stated
from pagearchive.parse.threads.post_origin import in_post
from pagearchive.parse.threads.reader import ThreadPage, read_thread


def read(page: Page, *, platforms: tuple[Platform, ...] = PLATFORMS, comments: bool = False) -> Thread | Article:
    """Read a page. Raises TooLargeError for one above dom.MAX_CHARACTERS, and nothing else.

    `platforms` are the adapters that may claim it, in the order they are asked. `comments`: an article's comments are
    read, too.
    """
    document = Document(page)
    found = _read(document, platforms, comments=comments)
    if SOFT_HYPHEN in found.text:  # rare, and to look for them in every page's markup takes a quarter of its parse
        document = Document(structs.replace(page, html=unhyphenated(document.html)))
        found = _read(document, platforms, comments=comments)
    return found


def _read(document: Document, platforms: tuple[Platform, ...], *, comments: bool) -> Thread | Article:
    platform = recognise(document, platforms)
    if platform is not None:
        found = read_thread(document, platform)
        if _is_plausible(found.posts):
            return _thread(document, fill_gaps(document, found), platform.name, platform.name)
        what = "most posts on it have no author or date, or no words" if found.posts else "no post was found on it"
        document.problem("no-posts", f"the page is {platform.name}'s, but {what}")
    marked = read_discussion(document)
    if marked is not None:
        return _thread(document, fill_gaps(document, marked), "schema.org", None)
    claims = claims_of(document)
    unknown = read_blocks(document, claims)
    if unknown is not None and unknown.posts:
        return _thread(document, fill_gaps(document, unknown), "blocks", None)
    started = read_payload(document, claims)
    if started is not None:
        return _thread(document, started, "blocks", None)
    stated = read_stated(document)
    if stated is not None:
        return _thread(document, stated, "schema.org", None)
    # imported here: threads do without, and its tables of words take as long to load as some thirty threads to read
    from pagearchive.parse.article.reader import read_article

    return read_article(document, comments=comments)


def _is_plausible(posts: list[Post]) -> bool:
    """Whether an adapter's selectors still fit the page.

    Half of what it took for posts has an author or a date, and some has content (a single one may be a title alone).
    """
    signed = sum(bool(post.author.name or post.date_published) for post in posts)
    has_content = len(posts) == 1 or any(post.text or post.images or post.links for post in posts)
    return 2 * signed >= len(posts) > 0 and has_content


def _thread(document: Document, found: ThreadPage, read_by: str, platform: str | None) -> Thread:
    page = document.page
    facts = page_facts(document)
    first, origin = in_post(found.posts[0], site_name=facts.site_name, read_date=document.date)
    posts = [first, *found.posts[1:]]
    opening = first if first.is_original_post else None
    _note_gaps(document, posts)
    return Thread(
        requested_url=page.requested_url,
        url=page.url,
        canonical_url=facts.canonical_url,
        site_name=facts.site_name,
        description=facts.description,
        title=found.title,
        language=document.language,
        captured_at=page.captured,
        platform=platform,
        read_by=read_by,
        authors=[opening.author] if opening is not None and opening.author.name else [],
        date_published=opening.date_published if opening is not None else None,
        date_published_raw=opening.date_published_raw if opening is not None else None,
        date_modified=opening.date_modified if opening is not None else None,
        text="\n\n".join(post.text for post in posts if post.text),
        html="".join(f"<article>{post.html}</article>" for post in posts),
        images=[image for post in posts for image in post.images],
        attribution=origin,
        posts=posts,
        thread=found.thread,
        removed=document.removed,
        problems=document.problems,
    )


def _note_gaps(document: Document, posts: list[Post]) -> None:
    for code, what, missing in (
        ("no-author", "author", [post for post in posts if not post.author.name]),
        ("no-date", "date", [post for post in posts if not post.date_published]),
    ):
        if missing:
            places = ", ".join(str(post.position) for post in missing[:5]) + ("…" if len(missing) > 5 else "")
            document.problem(code, f"{len(missing)} of {len(posts)} posts without a known {what}: {places}")
