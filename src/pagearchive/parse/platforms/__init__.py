"""Forum software, one module each: selectors as data. `PLATFORMS` is the order in which they are asked."""

from __future__ import annotations

from pagearchive.parse.document import Document
from pagearchive.parse.platforms import invision, xenforo
from pagearchive.parse.platforms.platform import Picks, Platform, value, values

__all__ = ["PLATFORMS", "Picks", "Platform", "recognise", "value", "values"]

PLATFORMS: tuple[Platform, ...] = (
    xenforo.XENFORO_2,
    invision.INVISION_5,
    invision.INVISION_4,
)


def recognise(document: Document, platforms: tuple[Platform, ...] = PLATFORMS) -> Platform | None:
    """The software whose marks all stand on the page, or None."""
    for platform in platforms:
        if all(document.tree.css_first(mark) is not None for mark in platform.marks):
            return platform
    return None
