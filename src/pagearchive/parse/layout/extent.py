"""How far an article reaches: what stands around the element with most of its prose and belongs to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pagearchive.parse.layout.content import Block, Content, Place

_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_TEXTS = _HEADINGS | frozenset("p dl ul ol table pre details".split())
_LEADING = frozenset("p dl ul ol table pre details blockquote section".split())
_WHOLE = frozenset(("article", "main"))
_LEAST_PROSE, _LEAST_LINE = 80, 30
_MOST_LINKED = 0.3
_LONGEST_QUESTION = 200
_QUESTIONS, _ASKED = 3, 0.2
"""As many questions, and as large a share of a part's blocks, make it one of questions and answers."""
_MOST_PARTS = 50


def after(content: Content, root: Place, title: Block | None) -> list[Place]:
    """What follows the chosen element and belongs to it, in the same article: below the same title."""
    found: list[Place] = []
    here = root
    while not _is_whole(here, title) and here.parent is not None and len(found) < _MOST_PARTS:
        found += [
            sibling
            for sibling in content.inside(here.parent)
            if sibling.index >= here.end and _goes_on(content, sibling)
        ]
        here = here.parent
    return found if _is_whole(here, title) else []


def holds(place: Place, title: Block | None) -> bool:
    """Whether the title stands in an element."""
    return title is not None and title.place.is_inside(place)


def is_prose(place: Place) -> bool:
    """Whether a part beside the chosen one belongs to it: prose with few links, and no chrome."""
    return place.reason is None and place.prose >= _LEAST_PROSE and place.linked < _MOST_LINKED * place.characters


def leads_in(content: Content, place: Place, title: Block | None) -> bool:
    """Whether a part between the title and the chosen one belongs to it; in documentation short ones do, too."""
    if is_prose(place) or not content.document.is_documentation:
        return is_prose(place)
    return (
        place.tag in _LEADING
        and place.reason is None
        and place.unlinked >= _LEAST_LINE
        and 2 * place.linked < place.characters
        and not holds(place, title)
    )


def _is_whole(place: Place, title: Block | None) -> bool:
    """Whether an element is all of an article, by its name or because the title stands in it."""
    return place.tag in _WHOLE or holds(place, title)


def _goes_on(content: Content, place: Place) -> bool:
    """Whether a part behind the article belongs to it: questions and answers; in documentation, what is marked up as
    text, or has a heading of its own."""
    if not content.document.is_documentation:
        return is_prose(place) and _answers(content, place)
    if place.reason is not None:
        return False
    headed = content.blocks[place.first].tag in _HEADINGS
    return place.tag in _TEXTS or (headed and 2 * place.linked < place.characters)


def _answers(content: Content, place: Place) -> bool:
    """Whether a part consists of questions and answers."""
    asked = sum(
        2 * block.linked < block.characters <= _LONGEST_QUESTION and block.text[-1].rstrip().endswith("?")
        for block in content.blocks[place.first : place.last]
    )
    return asked >= _QUESTIONS and asked >= _ASKED * (place.last - place.first)
