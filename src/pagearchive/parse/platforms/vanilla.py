"""Vanilla: its own views, and the layouts of today, whose page shows search engines the thread in noscript."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from msgspec import structs

from pagearchive import dom
from pagearchive.parse.document import Document
from pagearchive.parse.platforms.page_data import loaded, mapping
from pagearchive.parse.platforms.platform import Platform


def _markup_of_layout(document: Document) -> str | None:
    """The posts in noscript, and what the page's data say of them, written as the view of before."""
    facts = {_words(thing["body"]): thing for thing in _stated(document)}
    posts: dict[tuple[str, str], str] = {}
    for head in dom.select(document.tree, "div:has(> a.seoUser)"):
        body = dom.element_after(head)
        if body is None or "userContent" not in dom.classes(body):
            continue
        link = dom.select_first(head, "a.seoUser")
        name, words = dom.words_of(dom.select_first(head, ".seoUserName")), dom.words_of(body)
        # an accepted answer stands on the page twice: above the others, and among them
        accepted = posts.pop((name, words), None) is not None
        posts[name, words] = _post_markup(
            facts.get(words, {}),
            name=name,
            profile=(link.attrs.get("href") if link is not None else None) or "",
            body=body.html or "",
            accepted=accepted,
            kind="Comment" if posts else "Discussion",
        )
    title = dom.words_of(dom.select_first(document.tree, "h1:has(+ div > a.seoUser)"))
    return f"<h1>{escape(title)}</h1>{''.join(posts.values())}" if posts else None


def _post_markup(thing: dict[str, Any], *, name: str, profile: str, body: str, accepted: bool, kind: str) -> str:
    def of(key: str) -> str:
        return escape(str(thing.get(key) or ""))

    number = of("commentID") or of("discussionID")
    user = escape(str(mapping(thing.get("insertUser")).get("userID") or ""))
    edited = f'<span class="DateUpdated"><time datetime="{of("dateUpdated")}"></time></span>'
    return (
        f'<div class="Item{kind}{" QnA-Item-Accepted" if accepted else ""}" id="{kind}_{number}"><span class="Author">'
        f'<a class="Username" href="{escape(profile)}" data-userid="{user}">{escape(name)}</a></span>'
        f'<a class="Permalink" href="{of("url")}"></a>'
        f'<span class="DateCreated"><time datetime="{of("dateInserted")}"></time></span>'
        f"{edited if thing.get('dateUpdated') else ''}{body}</div>"
    )


def _stated(document: Document) -> Iterator[dict[str, Any]]:
    """The posts in the data of the page's scripts."""
    for node in dom.select(document.tree, "script:not([src])"):
        raw = node.text() or ""
        if '"insertUser"' not in raw:
            continue
        stack = [loaded(raw.partition("=")[2].strip().rstrip(";"))]
        while stack:
            value = stack.pop()
            if isinstance(value, dict):
                if isinstance(value.get("body"), str) and isinstance(value.get("dateInserted"), str):
                    yield value
                stack.extend(value.values())
            elif isinstance(value, list):
                stack.extend(value)


def _words(markup: str) -> str:
    return dom.words_of(dom.parse(f"<body><div>{markup}</div>").body)


VANILLA = Platform(
    name="vanilla",
    marks=(".ItemDiscussion[id^=Discussion_], .ItemComment[id^=Comment_]",),
    post=".ItemDiscussion, .ItemComment, .ItemIdea",
    title=(".PageTitle h1", "#Item_0 h1", ".Discussion h1", "h1"),
    board=".Breadcrumbs .CrumbLabel:not(.Last):not(.HomeCrumb) [itemprop=title], "
    ".Breadcrumbs .CrumbLabel:not(.Last) a span",
    post_id=("@id~_(\\d+)",),
    post_url=("a.Permalink@href",),
    author=(".Author .Username", ".Author a[title]@title"),
    author_url=(".Author a.Username@href",),
    author_id=(".Author [data-userid]@data-userid",),
    date=(".DateCreated time@datetime", "time@datetime"),
    date_raw=(".DateCreated time@title",),
    modified=(
        ".DateUpdated time@datetime",
        ".DateUpdated@title~\\D*?([A-Z\\d].*?) (?:by|von)\\b",
        ".DateUpdated@title",
    ),
    body=".userContent, .Message",
    quote=".js-embed[data-embedtype=quote], blockquote.Quote, blockquote.UserQuote",
    quote_author=(
        "@rel",
        '@data-embedjson~"insertUser":\\{[^}]*?"name":"([^"]+)"',
        ".embedQuote-userLink",
        ".QuoteAuthor a",
        ".QuoteAuthor",
    ),
    quote_post=('@data-embedjson~"recordID":"?(\\d+)',),
    quote_noise=".QuoteAuthor, .embedQuote-header, .embedQuote-collapseButton",
    signature=".Signature, .UserSignature",
    noise={
        "reactions": ".Reactions",
        "link preview": ".userContent .embedLink, .userContent .js-embed[data-embedtype=link]",
        "edit notice": ".Message .DateUpdated",
    },
    attachments=".Attachments, .AttachFileWrapper",
    reaction=".ReactButton:has(.Count)",
    reaction_name=("@title", ".ReactLabel"),
    reaction_count=(".Count",),
    accepted=".QnA-Item-Accepted, .Accepted",
    thread_id=(".ItemDiscussion@id~Discussion_(\\d+)", "[data-discussionid]@data-discussionid"),
    page=(".Pager .Highlight",),
    page_count=(".Pager .LastPage",),
    next_page=("link[rel=next]@href", ".Pager a.Next@href"),
    previous_page=("link[rel=prev]@href", ".Pager a.Previous@href"),
    reply_count=(".CommentHeading .Count",),
)

VANILLA_LAYOUT = structs.replace(
    VANILLA,
    marks=("a.seoUser", ".userContent", "html:not(:has(.ItemDiscussion, .ItemComment))"),
    unfold=_markup_of_layout,
    title=("h1",),
)
