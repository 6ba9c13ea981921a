"""What an adapter is made of: `Platform`, a record of selectors, and picks, the little language they are written in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct, field

from pagearchive import dom
from pagearchive.dom import Node
from pagearchive.patterns import regex

if TYPE_CHECKING:
    from pagearchive.model import Post
    from pagearchive.parse.document import Document

Unfold = Callable[["Document"], str | None]
Refine = Callable[["Document", Node, "Post"], "Post | None"]
Picks = tuple[str, ...]
"""Picks in the order they are tried; the first that gives a value counts.

A pick is `STEPS SELECTOR@ATTRIBUTE~PATTERN`, each part optional. Steps lead away from the node at hand: `^` to its
parent, `<` to the element before it, `>` to the one after, as often as written; `!` stays there although `own` is
narrower. From there the selector is looked for (nothing: the node itself), its attribute's value is taken (nothing:
its text), and of that the pattern's first group. `@#` counts the matches; a pick that begins with `=` is the rest of
itself.
`"time.u-dt@datetime"`, `".message-name"`, `"@id~post-(\\d+)"`, `"^@data-author"`, `".likers a@#"`, `"=Like"`.
"""


class Platform(Struct, frozen=True, kw_only=True):
    """One forum software, as data. Everything but name, marks, post and body may be left out."""

    name: str
    """As in the record: software and generation ("xenforo-2")."""
    marks: tuple[str, ...]
    """CSS selectors that must all match for the page to be this software's. Never the address: forums are self-hosted.
    The first speaks of one element only (no `>`, `:has()` or space): it is looked for on every page."""
    post: str
    """The containers of the posts, in page order."""
    body: str
    """The body inside a container."""

    unfold: Unfold | None = None
    """The thread as the page's own script data hold it, written as markup that the selectors read; None where the page
    itself holds it."""
    post_if: Picks = ()
    """Only containers for which this gives a value are posts."""
    own: str = ""
    """Where a container holds the answers to its post as well: the part that is the post's own. Selectors look there;
    picks without one still read the container."""
    nest: str = ""
    """Elements that lie inside each other as deep as the posts answer each other."""
    depth: Picks = ()
    """How deep the post stands in the tree of answers, where a number says so."""

    title: Picks = ("h1",)
    board: str = ""
    """The names on the way from the outermost board to the thread, in order."""
    post_id: Picks = (r"@id~(\d+)",)
    post_url: Picks = ()
    permalink: str = ""
    """A post's address where its container holds none: `{thread}` is the page's canonical address."""
    author: Picks = ()
    same_author: bool = False
    """A post that names no author is by the author of the post before."""
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
    signature_line: str = ""
    """The text of a line that the software puts between a post and its signature, where both are one element."""
    noise: dict[str, str] = field(default_factory=dict)
    """Reason -> selector of what stands inside or between the posts and is not content."""
    attachments: str = ""
    """Below the body: pictures that belong to the post."""
    opening: str = ""
    """Elements outside of the opening post's container or body that belong to it: polls, mostly."""
    reactions: dict[str, Picks] = field(default_factory=dict)
    """Name of a reaction -> picks of its count: the first that gives a number counts, and to it is added what a pick
    that begins with `+` gives."""
    reaction: str = ""
    """Elements in a container, one for each kind of reaction."""
    reaction_name: Picks = ()
    reaction_count: Picks = ()
    has_opening: bool = True
    """Whether the first post of a thread opens it; not where the question is a title alone."""
    accepted: str = ""
    """Matches inside (or is) the container of the answer that was accepted."""
    reply_to: Picks = ()
    comment: str = ""
    comment_author: Picks = ()
    comment_author_url: Picks = ()
    comment_date: Picks = ()
    comment_body: str = ""

    thread_id: Picks = ()
    page: Picks = ()
    page_count: Picks = ()
    next_page: Picks = ("link[rel=next]@href", "a[rel=next]@href")
    previous_page: Picks = ("link[rel=prev]@href", "a[rel=prev]@href")
    reply_count: Picks = ()
    post_count: Picks = ()
    """Posts of the whole thread, the opening one among them, where replies are not counted by themselves."""

    refine: Refine | None = None
    """What selectors cannot say: the container's document and node and the post so far -> the post, or None to leave
    it out."""


def selector_of(pick: str) -> str:
    """The CSS selector in a pick; "" where it has none."""
    return "" if pick.startswith("=") else _parts(pick.removeprefix("+")).selector


def complaint_about(pick: str) -> str | None:
    """What is wrong with a pick, as the rest of a sentence about it; None for a sound one."""
    if pick.startswith("="):
        return None
    parts = _parts(pick.removeprefix("+"))
    if _TILDE_AND_SPACE.search(parts.selector) is not None or "~" in (parts.attribute or ""):
        return r"has a pattern that begins with a space, which nothing matches: write \s for it"
    if parts.attribute is not None and _ATTRIBUTE.fullmatch(parts.attribute) is None:
        return f"takes the value of {parts.attribute!r}, which is no attribute"
    if parts.selector and not dom.is_valid(parts.selector):
        return "is no CSS selector that the parser understands"
    try:
        groups = parts.pattern.groups if parts.pattern is not None else 1
    except re.error as error:
        return f"has a pattern that cannot be read: {error}"
    return None if groups else "has a pattern without a group: the first one is the value"


_TILDE_AND_SPACE = regex(r"(?:^|[^\s(,])~ ")
"""Not as siblings are combined (`h1 ~ p`, `:has(~ p)`): what was meant is a pattern."""
_ATTRIBUTE = regex(r"#|[\w:.-]+")
_PATTERN = regex(r"((?:\[[^\]]*\]|[^~\[]|~ )*)~(?! )(.*)", re.S)
"""A pick with a pattern: its tilde stands in no brackets and has no space after it (that one combines siblings)."""


class _Pick(NamedTuple):
    """A pick taken apart."""

    steps: str
    selector: str
    attribute: str | None
    pattern: re.Pattern[str] | None


@lru_cache(maxsize=4096)
def _parts(pick: str) -> _Pick:
    split = _PATTERN.fullmatch(pick)
    target, pattern = (split[1], split[2]) if split is not None else (pick, None)
    selector, at, attribute = target.rpartition("@")
    if not at:
        selector, attribute = target, ""
    steps = selector[: len(selector) - len(selector.lstrip("^<>!"))]
    return _Pick(steps, selector[len(steps) :].strip(), attribute or None, regex(pattern) if pattern else None)


Look = Callable[[Node, str], list[Node]]
"""What matches a selector below a node: for containers that others stand inside, where `dom.select` finds too much."""


def values(
    node: Node | dom.Tree, picks: Picks, own: Node | None = None, look: Look | None = None
) -> Iterator[tuple[str, Node]]:
    """All values that the picks give, in order, with the nodes they stand in.

    Selectors look below `own` where it is given; what has no selector is read at `node`. `look` does so for them.
    """
    for pick in picks:
        found = _read(node, pick, own, look)
        if found is not None:
            yield found


def value(node: Node | dom.Tree, picks: Picks, own: Node | None = None, look: Look | None = None) -> str | None:
    """The first value that the picks give, or None."""
    for pick in picks:
        found = _read(node, pick, own, look)
        if found is not None:
            return found[0]
    return None


def _read(node: Node | dom.Tree, pick: str, own: Node | None, look: Look | None) -> tuple[str, Node] | None:
    if pick[0] == "=":
        return (pick[1:], node) if isinstance(node, Node) else None
    steps, selector, attribute, pattern = _parts(pick)
    start: Node | dom.Tree | None = own if own is not None and selector and not steps else node
    if steps:
        start = _walked(start, steps)
    if start is None:
        return None
    found: Node | dom.Tree | None
    alike: list[Node] | None = None
    if not selector:
        found = start
    elif look is None or steps not in _HERE or not isinstance(start, Node):
        found = dom.select_first(start, selector)
    else:
        alike = look(start, selector)
        found = alike[0] if alike else None
    if found is None or not isinstance(found, Node):
        return None
    if attribute is None:
        raw = dom.words_of(found)
    elif attribute == "#":
        raw = str(len(dom.select(start, selector) if alike is None else alike))
    else:
        raw = (found.attributes.get(attribute) or "").strip()
    if pattern is not None:
        match = pattern.search(raw)
        raw = (match[1] or "").strip() if match else ""
    return (raw, found) if raw else None


_HERE = ("", "!")
"""Steps that do not lead away."""
_STEPS: dict[str, Callable[[Node], Node | None]] = {
    "^": lambda node: node.parent,
    "<": dom.element_before,
    ">": dom.element_after,
    "!": lambda node: node,
}


def _walked(node: Node | dom.Tree | None, steps: str) -> Node | None:
    at = node if isinstance(node, Node) else None
    for step in steps:
        if at is None:
            return None
        at = _STEPS[step](at)
    return at
