"""What the page itself calls its text: the element it names so, where the prose alone does not tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pagearchive import dom

if TYPE_CHECKING:
    from pagearchive.parse.layout.content import Content, Place

_MAIN = "main, [role=main]"
_NAMES = (
    "[itemprop~=articleBody], [property~='schema:articleBody']",
    "article, [role=article]",
    ".entry-content, .e-content, .post-content, .post-body, .article-content, .article-body, .article__body, "
    ".story-body, .entry-body, .post-entry, .node-content, .entry, .texte",
)
"""From the surest on: schema.org; HTML; microformats and the words that publishing software uses for the same."""
_ENOUGH, _MOST = 600, 0.4
"""Characters of prose, and share of the prose around it, from which the main part is believed."""
_LEAST, _SHARE = 200, 0.15
"""The same of an element that is the only one on the page to be called the text."""


def text_in(content: Content, above: Place, weights: list[float]) -> Place | None:
    """The element below `above` that the page calls its text, if it holds enough; `weights` are by place."""
    held = weights[above.index]
    main = _main_in(content, above)
    if main is not None and weights[main.index] >= max(_ENOUGH, _MOST * held):
        return main
    for names in _NAMES:
        places = _outermost(content, names, weights)
        if len(places) == 1 and above.index < places[0].index < above.end:
            return places[0] if weights[places[0].index] >= max(_LEAST, _SHARE * held) else None
    return None


def _outermost(content: Content, names: str, weights: list[float]) -> list[Place]:
    """The elements called so that have prose, without those that stand in one of them."""
    found: list[Place] = []
    for node in dom.select(content.document.tree, names):
        place = content.places.get(dom.identity(node))
        if place is not None and weights[place.index] and not (found and place.is_inside(found[-1])):
            found.append(place)
    return found


def _main_in(content: Content, place: Place) -> Place | None:
    """The child of an element that holds what the page calls its main part, or is it."""
    around: Place | None = place
    while around is not None:
        if around.tag == "main":
            return None
        around = around.parent
    node = dom.select_first(content.document.tree, _MAIN)
    inner = content.places.get(dom.identity(node)) if node is not None else None
    while inner is not None and inner.parent is not place:
        inner = inner.parent
    return inner
