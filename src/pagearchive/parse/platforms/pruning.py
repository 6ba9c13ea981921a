"""An adapter without the selectors that cannot match a page: most of what it knows of a software, a page has not.

A selector is walked through the whole tree, or once for each post; that a class it asks for stands nowhere on the page
is known from one look at its classes.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from msgspec import structs

from pagearchive import dom
from pagearchive.parse.platforms.platform import Picks, Platform, selector_of
from pagearchive.patterns import regex

_IN_BRACKETS = regex(r"""\[(?:"[^"]*"|'[^']*'|[^\]"'])*\]""")
_IN_PARENTHESES = regex(r"\([^()]*\)")
_TOKEN = regex(r"\.(-?[A-Za-z_][\w-]*)")
_ALTERNATIVE = regex(r"""(?:\[(?:"[^"]*"|'[^']*'|[^\]"'])*\]|\((?:[^()]|\([^()]*\))*\)|[^,\[(])+""")
_SELECTORS = (
    *(
        "board",
        "nest",
        "quote",
        "quote_noise",
        "signature",
        "attachments",
        "opening",
        "reaction",
        "accepted",
        "comment",
    ),
    "comment_body",
)
"""Fields that are one selector, empty where there is nothing to look for."""
_PICKS = (
    *("post_id", "post_url", "author", "author_url", "author_id", "date", "date_raw", "modified", "quote_author"),
    *("quote_post", "reaction_name", "reaction_count", "reply_to", "comment_author", "comment_author_url"),
    "comment_date",
    "title",
    "thread_id",
    "page",
    "page_count",
    "next_page",
    "previous_page",
    "reply_count",
    "post_count",
)


def classes_in(tree: dom.Tree) -> frozenset[str]:
    """All class tokens on a page, in lower case."""
    values = {node.attrs.get("class") or "" for node in dom.select(tree, "[class]")}
    return frozenset(" ".join(values).lower().split())


@lru_cache(maxsize=4096)
def alternatives(selector: str) -> tuple[tuple[str, frozenset[str]], ...]:
    """Each alternative of a selector with the class tokens, in lower case, without which it matches nothing."""
    found = []
    for alternative in _ALTERNATIVE.findall(selector):
        bare, before = _IN_BRACKETS.sub("", alternative), ""
        while bare != before:
            bare, before = _IN_PARENTHESES.sub("", bare), bare
        found.append((alternative.strip(), frozenset(token.lower() for token in _TOKEN.findall(bare))))
    return tuple(found)


def pruned_selector(selector: str, classes: frozenset[str]) -> str:
    """The selector's alternatives that may match where these are all the classes; "" where none may."""
    kept = [alternative for alternative, needed in alternatives(selector) if needed <= classes]
    return selector if len(kept) == len(alternatives(selector)) else ", ".join(kept)


def pruned(platform: Platform, tree: dom.Tree) -> Platform:
    """The platform without selectors and picks that cannot match on this page."""
    classes = classes_in(tree)
    fields: dict[str, Any] = {name: pruned_selector(getattr(platform, name), classes) for name in _SELECTORS}
    fields |= {name: _pruned_picks(getattr(platform, name), classes) for name in _PICKS}
    noise = {reason: pruned_selector(selector, classes) for reason, selector in platform.noise.items()}
    fields["noise"] = {reason: selector for reason, selector in noise.items() if selector}
    fields["reactions"] = {name: _pruned_picks(picks, classes) for name, picks in platform.reactions.items()}
    return structs.replace(platform, **fields)


def _pruned_picks(picks: Picks, classes: frozenset[str]) -> Picks:
    return tuple(pick for pick in picks if _may_match(pick, classes))


def _may_match(pick: str, classes: frozenset[str]) -> bool:
    selector = _selector_of(pick)
    return not selector or any(needed <= classes for _alternative, needed in alternatives(selector))


_selector_of = lru_cache(maxsize=4096)(selector_of)
