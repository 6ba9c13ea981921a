"""What of a record must survive when its page is cut down and its content is invented anew."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from pagearchive.model import Article, Post, Thread
from pagearchive.testing.checking import compare

Record = Thread | Article
MANY = 2
"""So many pictures, links and quotations show that there are several."""
_MIN_TEXT = 40
_MIN_ARTICLE = 600
_TAG = re.compile(r"<([a-z]\w*)")
_CONTENT = frozenset(("text", "html", "images", "posts", "thread", "removed", "problems", "provenance"))
"""Fields of a record that may hold less than they did."""
_LISTS = ("images", "quotes", "links", "comments")


def mark(post: Post) -> tuple[str | None, ...]:
    """What tells a post from the others of its page, whatever is left of its text."""
    return (post.post_id, post.url, post.author.name, post.date_published_raw)


def chosen(record: Record, count: int) -> list[Post]:
    """The posts that show all that the thread's posts show: the first, those with something new, those they answer."""
    posts = list(record.posts)
    if not posts:
        return []
    if record.platform is None:
        count = max(count, 4)  # without an adapter, posts are known by being alike
    wanted, shown = [posts[0]], features(posts[0])
    while len(wanted) < min(count * 2, len(posts)):
        rest = [post for post in posts if post not in wanted]
        best = max(rest, key=lambda post: len(features(post) - shown))
        if len(wanted) >= count and not features(best) - shown:
            break
        wanted.append(best)
        shown |= features(best)
    by_id = {post.post_id: post for post in posts if post.post_id}
    for post in wanted:  # grows while it is walked: the posts above the answers
        above = by_id.get(post.in_reply_to or "")
        if above is not None and above not in wanted:
            wanted.append(above)
    return [post for post in posts if post in wanted]


def features(post: Post) -> set[str]:
    """The fields of a post that say something, those inside its lists as well."""
    return set(_filled(msgspec.to_builtins(post)))


def _filled(value: Any, place: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _filled(item, f"{place}.{key}" if place else key)
    elif isinstance(value, list):
        for item in value:
            yield from _filled(item, f"{place}[]")
    elif value not in (None, "", False) and place:
        yield place


def still_shows(found: Record, before: Record, posts: list[Post], *, reasons: bool) -> bool:
    """Whether a page cut down is read as the page was: these posts, the same fields, the same reader."""
    if (found.read_by, found.platform, found.kind) != (before.read_by, before.platform, before.kind):
        return False
    if {one.code for one in found.problems} - {one.code for one in before.problems}:
        return False
    if reasons and {one.reason for one in found.removed} != {one.reason for one in before.removed}:
        return False
    for name in before.__struct_fields__:
        ours, theirs = getattr(found, name), getattr(before, name)
        if name not in _CONTENT and (bool(ours) != bool(theirs) if isinstance(theirs, list) else ours != theirs):
            return False
    if not posts:
        return _same_article(found, before)
    return _same_thread(found, before) and _holds_posts(found.posts, posts)


def _same_article(found: Record, before: Record) -> bool:
    if found.authors != before.authors:
        return False
    if {image.role for image in found.images} != {image.role for image in before.images}:
        return False
    return _enough(found, before, ("images",)) and len(found.text) >= min(len(before.text), _MIN_ARTICLE)


def _same_thread(found: Record, before: Record) -> bool:
    ours, theirs = found.thread, before.thread
    if ours is None or theirs is None:
        return ours is theirs
    replies = ours.reply_count
    if replies == len(found.posts) - 1 and theirs.reply_count == len(before.posts) - 1:
        replies = theirs.reply_count  # counted, not stated
    return msgspec.structs.replace(ours, reply_count=replies) == theirs


def _holds_posts(found: list[Post], wanted: list[Post]) -> bool:
    rest = iter(found)
    return all(any(mark(post) == mark(one) and _same_post(post, one) for post in rest) for one in wanted)


def _same_post(found: Post, before: Post) -> bool:
    same = ("author", "date_published", "date_modified", "reactions", "in_reply_to")
    if any(getattr(found, name) != getattr(before, name) for name in (*same, "is_original_post", "is_accepted_answer")):
        return False
    if set(_TAG.findall(found.html)) != set(_TAG.findall(before.html)):
        return False
    if features(before) - features(found):
        return False
    return _enough(found, before, _LISTS) and len(found.text) >= min(len(before.text), _MIN_TEXT)


def _enough(found: Any, before: Any, names: tuple[str, ...]) -> bool:
    for name in names:
        ours, theirs = len(getattr(found, name)), len(getattr(before, name))
        if not min(theirs, MANY) <= ours <= theirs:
            return False
    return True


# ── content invented anew ────────────────────────────────────────────────────────────────────────────────────────

_LABELLED = {
    ("author", "name"): "author",
    ("quotes", "author"): "author",
    ("author", "id"): "account",
    ("", "post_id"): "post",
    ("", "in_reply_to"): "post",
}
"""Keys of values that stand for the same thing wherever they are equal."""
_EXACT = frozenset(
    (
        *("date_published", "date_modified", "position", "count", "code", "reason", "read_by", "platform", "kind"),
        *("page", "page_count", "reply_count", "is_original_post", "is_accepted_answer", "width", "height", "role"),
        *("language", "schema_version", "captured_at"),
    )
)


def skeleton(record: Record, *, identities: bool = False) -> Any:
    """The record without its content: what is there, and in what number; with `identities` also what is equal to what
    among authors and posts."""
    return _skeleton(msgspec.to_builtins(record), ("", ""), {} if identities else None)


def _skeleton(value: Any, place: tuple[str, str], labels: dict[tuple[str, str], int] | None) -> Any:
    """`place`: the keys of the object around the value and of the value in it."""
    name = place[1]
    if isinstance(value, dict):
        return {key: _skeleton(item, (name, key), labels) for key, item in value.items()}
    if isinstance(value, list):
        return [_skeleton(item, place, labels) for item in value]
    if value is None or name in _EXACT or not isinstance(value, str):
        return value
    if labels is not None and (kind := _LABELLED.get(place) or _LABELLED.get(("", name))):
        return f"{kind} {labels.setdefault((kind, value), len(labels))}"
    if name == "html":
        return _TAG.findall(value)
    return "filled" if value else ""


def lost(before: Record, posts: list[Post], after: Record) -> list[str]:
    """What the page showed and the fixture does not, a line each; nothing: all is there."""
    found = [
        f"{name}: it was {getattr(before, name)}, and is {getattr(after, name)}"
        for name in ("kind", "read_by", "platform")
        if getattr(before, name) != getattr(after, name)
    ]
    if len(after.posts) < len(posts):
        found.append(f"posts: {len(posts)} were to be kept, {len(after.posts)} are found")
    shown: set[str] = set().union(*(features(post) for post in before.posts))
    left: set[str] = set().union(*(features(post) for post in after.posts))
    found += [f"posts.{name}" for name in sorted(shown - left)]
    for name in before.__struct_fields__:
        if (
            name not in ("posts", "provenance", "removed", "problems")
            and getattr(before, name)
            and not getattr(after, name)
        ):
            found.append(name)
    gone = {one.reason for one in before.removed} - {one.reason for one in after.removed}
    found += [f"removed: {reason}" for reason in sorted(gone)] if before.kind == "article" else []
    return found


def confused(before: Record, after: Record) -> list[str]:
    """Where authors and posts that were the same are so no longer, a line each."""
    found = compare(skeleton(before, identities=True), skeleton(after, identities=True))
    return [f"{difference.place}: no longer the same author or post as elsewhere" for difference in found]
