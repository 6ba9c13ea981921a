"""What an adapter is made of: `Platform`, a record of selectors, and `Pick`, the little language they are written in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct, field

from pagearchive import dom
from pagearchive.dom import Node

if TYPE_CHECKING:
    from pagearchive.model import Post
    from pagearchive.parse.document import Document

Refine = Callable[["Document", Node, "Post"], "Post | None"]
Picks = tuple[str, ...]
"""Picks in the order they are tried; the first that gives a value counts.

A pick is `SELECTOR@ATTRIBUTE~PATTERN`, each part optional: the selector is looked for below the node at hand (nothing:
the node itself), the attribute's value is taken (nothing: the text), and of that the pattern's first group.
`"time.u-dt@datetime"`, `".message-name"`, `"@id~post-(\\d+)"`.
"""


class Platform(Struct, frozen=True, kw_only=True):
    """One forum software, as data. Everything but name, marks, post and body may be left out."""

    name: str
    """As in the record: software and generation ("xenforo-2")."""
    marks: tuple[str, ...]
    """CSS selectors that must all match for the page to be this software's. Never the address: forums are self-hosted."""
    post: str
    """The containers of the posts, in page order."""
    body: str
    """The body inside a container."""

    title: Picks = ("h1",)
    board: str = ""
    """The names on the way from the outermost board to the thread, in order."""
    post_id: Picks = ("@id~(\\d+)",)
    post_url: Picks = ()
    author: Picks = ()
    author_url: Picks = ()
    author_id: Picks = ()
    date: Picks = ("time@datetime",)
    """Values that read as a date; those of a time element come with the offset they state."""
    date_raw: Picks = ()
    """The date as printed, where it differs from `date`."""
    modified: Picks = ()
    quote: str = ""
    """Quotations of other posts, inside a body."""
    quote_author: Picks = ()
    quote_post: Picks = ()
    quote_noise: str = ""
    """What the software adds to a quotation: "X said:", "Click to expand…"."""
    signature: str = ""
    noise: dict[str, str] = field(default_factory=dict)
    """Reason -> selector of what stands inside or between the posts and is not content."""
    attachments: str = ""
    """Below the body: pictures that belong to the post."""
    reactions: dict[str, str] = field(default_factory=dict)
    """Name of a reaction -> pick of its count."""
    accepted: str = ""
    """Matches inside (or is) the container of the answer that was accepted."""
    reply_to: Picks = ()
    comment: str = ""
    comment_author: Picks = ()
    comment_date: Picks = ()
    comment_body: str = ""

    thread_id: Picks = ()
    page: Picks = ()
    page_count: Picks = ()
    next_page: Picks = ("link[rel=next]@href", "a[rel=next]@href")
    previous_page: Picks = ("link[rel=prev]@href", "a[rel=prev]@href")
    reply_count: Picks = ()

    refine: Refine | None = None
    """What selectors cannot say: the container's document and node and the post so far -> the post, or None to leave
    it out."""


@lru_cache(maxsize=4096)
def _parts(pick: str) -> tuple[str, str | None, re.Pattern[str] | None]:
    target, _, pattern = pick.partition("~") if "~" in pick and _is_pattern(pick) else (pick, "", "")
    selector, at, attribute = target.rpartition("@")
    if not at:
        selector, attribute = target, ""
    return selector.strip(), attribute or None, re.compile(pattern) if pattern else None


def _is_pattern(pick: str) -> bool:
    """Whether the pick's last tilde begins a pattern (and is no sibling combinator or `~=`)."""
    return "(" in pick.partition("~")[2]


def values(node: Node | dom.Tree, picks: Picks) -> Iterator[tuple[str, Node]]:
    """All values that the picks give, in order, with the nodes they stand in."""
    for pick in picks:
        selector, attribute, pattern = _parts(pick)
        if selector:
            found = dom.select_first(node, selector)
        else:
            found = node if isinstance(node, Node) else None
        if found is None:
            continue
        raw = dom.words_of(found) if attribute is None else (found.attrs.get(attribute) or "").strip()
        if pattern is not None:
            match = pattern.search(raw)
            raw = (match[1] or "").strip() if match else ""
        if raw:
            yield raw, found


def value(node: Node | dom.Tree, picks: Picks) -> str | None:
    """The first value that the picks give, or None."""
    return next((raw for raw, _node in values(node, picks)), None)
