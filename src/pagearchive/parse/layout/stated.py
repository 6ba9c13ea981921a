"""What the page itself calls its text: the element it names so, where the prose alone does not tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pagearchive import dom
from pagearchive.dom import Node

if TYPE_CHECKING:
    from pagearchive.parse.layout.content import Content, Place

_CLASSES = frozenset(
    "entry-content e-content post-content post-body article-content article-body article__body story-body entry-body "
    "post-entry node-content entry texte".split()
)
"""Microformats' names, and those that publishing software uses for the same."""
_SELECTORS = (
    "[itemprop~=articleBody], [property~='schema:articleBody']",
    "article, [role=article]",
    ", ".join(f".{name}" for name in sorted(_CLASSES)),
)
"""The ways to call an element the text, from the surest on: schema.org, HTML, classes."""
_ENOUGH, _MOST = 600, 0.4
"""Characters of prose, and share of the prose around it, from which the main part is believed."""
_LEAST, _SHARE, _SURE = 200, 0.15, 0.35
"""The same of an element that is the only one on the page to be called the text; from the larger share on it need not
stand with the page's heading."""
_NEAR = 3


def text_in(content: Content, above: Place, weights: list[float]) -> Place | None:
    """The element below `above` that the page calls its text, if it holds enough; `weights` are by place."""
    held = weights[above.index]
    least = max(_LEAST, _SHARE * held)
    large = [place for place in content.order[above.index + 1 : above.end] if weights[place.index] >= least]
    for place in large:
        if _is_main(place.node) and weights[place.index] >= max(_ENOUGH, _MOST * held):
            return place
    named = [(way, place) for place in large if (way := _way_of(place.node)) is not None]
    for way, place in sorted(named, key=lambda one: (one[0], one[1].index)):
        sure = weights[place.index] >= _SURE * held or _is_headed(content, place, above)
        if sure and _is_only(content, place, _SELECTORS[way], weights):
            return place
    return None


def _is_headed(content: Content, place: Place, above: Place) -> bool:
    """Whether the page's top heading stands in an element, or in one of the next around it below `above`."""
    here: Place | None = place
    for _level in range(_NEAR):
        if here is None or here.index <= above.index:
            return False
        if any(block.tag == "h1" for block in content.blocks[here.first : here.last]):
            return True
        here = here.parent
    return False


def _is_main(node: Node) -> bool:
    return node.tag == "main" or node.attributes.get("role") == "main"


def _way_of(node: Node) -> int | None:
    """How an element is called the text, as an index of _SELECTORS; None if it is not."""
    attrs = node.attributes
    if "articleBody" in f"{attrs.get('itemprop')} {attrs.get('property')}":
        return 0
    if node.tag == "article" or attrs.get("role") == "article":
        return 1
    return None if _CLASSES.isdisjoint(dom.classes(node)) else 2


def _is_only(content: Content, named: Place, selector: str, weights: list[float]) -> bool:
    """Whether no other element with prose is called so, but those that stand in this one."""
    for node in dom.select(content.document.tree, selector):
        place = content.places.get(dom.identity(node))
        if place is not None and weights[place.index] and not place.is_inside(named):
            return False
    return True
