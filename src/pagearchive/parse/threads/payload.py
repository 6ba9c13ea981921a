"""Posts in the data that a page's scripts start with, for pages whose markup shows none before the scripts have run.

No site's names are known here: a post is an object with a text, a date and an author (its own, a nested object's, or
one that another object of the same data is referred to for). What is found is written as microdata, so that one
reader serves both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from html import escape
from typing import Any

import msgspec
from msgspec import Struct

from pagearchive import dom
from pagearchive.parse.document import Document
from pagearchive.parse.structured import read_json
from pagearchive.patterns import regex

_TEXT = (
    "contentHtml",
    "content_html",
    "body_html",
    "bodyHtml",
    "bodyHTML",
    "cooked",
    "rendered_body",
    "renderedBody",
    "html",
    "body",
    "content",
    "text",
    "message",
    "comment",
    "selftext_html",
    "markdown",
    "raw",
)
"""Names of a post's text, the most faithful first."""
_DATE = (
    "createdAt",
    "created_at",
    "dateCreated",
    "date_created",
    "datePublished",
    "publishedAt",
    "published_at",
    "postedAt",
    "posted_at",
    "postDate",
    "creationDate",
    "creation_date",
    "created_utc",
    "createdTime",
    "createTime",
    "timestamp",
    "published",
    "created",
    "date",
    "time",
)
_AUTHOR = (
    "author",
    "user",
    "creator",
    "poster",
    "owner",
    "createdBy",
    "created_by",
    "postedBy",
    "member",
    "username",
    "userName",
    "user_name",
    "authorName",
    "author_name",
    "display_username",
    "displayName",
    "nickname",
)
_NAME = ("displayName", "display_name", "username", "userName", "name", "nickname", "login", "slug", "title")
_ADDRESS = ("url", "profileUrl", "profile_url", "link", "href", "path")
_ASSIGNED = regex(r"^\s*(?:(?:window|self|globalThis)[.\[]|var\s|let\s|const\s)[\w$.\[\]\"'\s]{1,80}=\s*(?=[\[{])")
MAX_SCRIPT = 8_000_000
MAX_OBJECTS = 400_000


class _Found(Struct):
    """A post in the data."""

    text: str
    date: str
    name: str | None
    author_url: str | None
    url: str | None
    id: str | None
    number: int


def payload_markup(document: Document) -> str | None:
    """The posts in the page's data as microdata; None where there are fewer than two."""
    best: list[_Found] = []
    for root in _roots(document):
        for group in _groups(document, root):
            if sum(len(post.text) for post in group) > sum(len(post.text) for post in best):
                best = group
    if len(best) < 2 or sum(post.name is not None for post in best) < 0.7 * len(best):
        return None
    heading = dom.select_first(document.tree, "h1")
    title = dom.words_of(heading) or document.meta.get("og:title") or ""
    kinds = ["DiscussionForumPosting"] + ["Comment"] * (len(best) - 1)
    return f"<h1>{escape(title)}</h1>" + "".join(_markup(post, kind) for post, kind in zip(best, kinds, strict=True))


def _roots(document: Document) -> Iterator[Any]:
    """The values of the page's scripts that are data, the largest last."""
    scripts = []
    for node in dom.select(document.tree, "script:not([src])"):
        kind = (node.attrs.get("type") or "").lower()
        raw = node.text() or ""
        if 500 < len(raw) <= MAX_SCRIPT and "ld+json" not in kind:
            if "json" not in kind:
                assigned = _ASSIGNED.match(raw)
                raw = raw[assigned.end() :] if assigned else ""
            if raw:
                scripts.append(raw)
    for raw in sorted(scripts, key=len):
        try:
            yield read_json(raw)
        except ValueError:
            continue  # a script that is no data after all


def _groups(document: Document, root: Any) -> Iterator[list[_Found]]:
    """The posts among the objects of one value, apart by the names that their objects have."""
    objects = list(_objects(root))
    index = _index(objects)
    groups: dict[tuple[str, ...], list[_Found]] = defaultdict(list)
    for thing in objects:
        found = _post(document, thing, index)
        if found is not None:
            groups[_kind(thing)].append(found)
    for posts in groups.values():
        unique = list({(post.id, post.text): post for post in posts}.values())
        if len({post.number for post in unique}) == len(unique):
            unique.sort(key=lambda post: post.number)
        yield unique


def _objects(root: Any) -> Iterator[dict[str, Any]]:
    """All objects, outer ones first, in order; JSON inside a text is opened where it is an object. No recursion."""
    stack, count = [root], 0
    while stack and count < MAX_OBJECTS:
        value = stack.pop()
        count += 1
        if isinstance(value, dict):
            if isinstance(value.get("attributes"), dict):
                value = {**value["attributes"], **{key: item for key, item in value.items() if key != "attributes"}}
            yield value
            stack.extend(item for item in reversed(value.values()) if isinstance(item, dict | list) or _is_json(item))
        elif isinstance(value, list):
            stack.extend(item for item in reversed(value) if isinstance(item, dict | list))
        elif isinstance(value, str):
            try:
                stack.append(msgspec.json.decode(value))
            except (msgspec.DecodeError, RecursionError):
                continue


def _is_json(value: Any) -> bool:
    return isinstance(value, str) and len(value) > 200 and value[0] in "{[" and value[-1] in "}]"


def _index(objects: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Objects by what others call them: type and id, or the key of a normalised store."""
    found: dict[str, dict[str, Any]] = {}
    for thing in objects:
        kind, name = thing.get("type") or thing.get("__typename"), thing.get("id")
        if isinstance(name, str | int):
            found[f"{kind}:{name}"] = thing
        found |= {key: value for key, value in thing.items() if ":" in key and isinstance(value, dict)}
    return found


def _kind(thing: dict[str, Any]) -> tuple[str, ...]:
    return (
        str(thing.get("__typename") or thing.get("type") or ""),
        next(name for name in _TEXT if isinstance(thing.get(name), str)),
        next((name for name in _DATE if thing.get(name)), ""),
    )


def _post(document: Document, thing: dict[str, Any], index: dict[str, dict[str, Any]]) -> _Found | None:
    text = next((value for name in _TEXT if isinstance(value := thing.get(name), str) and value.strip()), None)
    raw = next((value for name in _DATE if isinstance(value := thing.get(name), str | int | float) and value), None)
    if text is None or raw is None or isinstance(raw, bool):
        return None
    if document.date(_stamp(raw)) is None:
        return None
    person = _person(thing, index)
    name = next((value for key in _NAME if isinstance(value := person.get(key), str) and value.strip()), None)
    own = thing.get("id") or thing.get("post_id") or thing.get("postId") or thing.get("_id")
    order = next((thing[key] for key in ("number", "post_number", "position") if isinstance(thing.get(key), int)), None)
    return _Found(
        text=text if "<" in text else "".join(f"<p>{escape(part)}</p>" for part in text.split("\n\n")),
        date=_stamp(raw),
        name=name,
        author_url=_address(person),
        url=_address(thing),
        id=str(own) if isinstance(own, str | int) else None,
        number=order if order is not None else 0,
    )


def _stamp(raw: str | int | float) -> str:
    return raw if isinstance(raw, str) else str(int(raw))


def _person(thing: dict[str, Any], index: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The author's object: nested, or referred to."""
    relations = thing.get("relationships")
    places = [thing, relations] if isinstance(relations, dict) else [thing]
    for place in places:
        for key in _AUTHOR:
            value = place.get(key)
            if isinstance(value, str) and value.strip():
                return index.get(value) or {"name": value}
            if isinstance(value, dict):
                value = value["data"] if isinstance(value.get("data"), dict) else value
                known = index.get(str(value.get("__ref"))) or index.get(f"{value.get('type')}:{value.get('id')}")
                return known or value
    return {}


def _address(thing: dict[str, Any]) -> str | None:
    return next((value for key in _ADDRESS if isinstance(value := thing.get(key), str) and value), None)


def _markup(post: _Found, kind: str) -> str:
    """The post as a microdata item."""
    author = f'<a itemprop="url" href="{escape(post.author_url)}"></a>' if post.author_url else ""
    address = f'<a itemprop="url" href="{escape(post.url)}"></a>' if post.url else ""
    name = f'<span itemprop="name">{escape(post.name)}</span>' if post.name else ""
    own = f' id="p-{escape(post.id)}"' if post.id else ""
    return (
        f'<article itemscope itemtype="https://schema.org/{kind}"{own}>{address}'
        f'<span itemprop="author" itemscope itemtype="https://schema.org/Person">{name}{author}</span>'
        f'<time itemprop="dateCreated" datetime="{escape(post.date)}"></time>'
        f'<div itemprop="text">{post.text}</div></article>'
    )
