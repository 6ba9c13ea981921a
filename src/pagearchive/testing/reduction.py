"""Cutting down: whatever can be left out of a page without a change to what is read is left out.

Hierarchical delta debugging (Misherghi and Su, 2006): level by level from the root, groups of parts are left out on
trial, and halved where the trial fails.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from pagearchive.testing.markup import Part

T = TypeVar("T")

MAX_TRIALS = 6_000
MAX_READ = 600_000_000
"""Characters that all trials together may read; what is not tried by then stays."""


class Trials:
    """Tries changes to a page and takes back those after which it is read otherwise."""

    def __init__(self, write: Callable[[], str], holds: Callable[[str], bool]) -> None:
        self._write = write
        self._holds = holds
        self.trials = 0
        self.characters = 0

    @property
    def are_over(self) -> bool:
        """Whether the bounds are reached."""
        return self.trials >= MAX_TRIALS or self.characters >= MAX_READ

    def holds(self) -> bool:
        """Whether the page as it stands is read as it should be."""
        html = self._write()
        self.trials += 1
        self.characters += len(html)
        return self._holds(html)

    def attempt(self, items: Sequence[T], change: Callable[[T], None], undo: Callable[[T], None]) -> None:
        """Change as many of the items as may be changed."""
        stack: list[Sequence[T]] = [items] if items else []
        while stack and not self.are_over:
            group = stack.pop()
            for item in group:
                change(item)
            if self.holds():
                continue
            for item in group:
                undo(item)
            if len(group) > 1:
                half = len(group) // 2
                stack += [group[half:], group[:half]]

    def reduce(self, root: Part) -> None:
        """Leave out what can be left out, level by level."""
        level = [part for part in root.parts() if part.kept]
        while level and not self.are_over:
            self.attempt(level, leave_out, take_back)
            level = [inner for part in level if part.kept for inner in part.parts() if inner.kept]


def leave_out(part: Part) -> None:
    """Leave a part out of the page."""
    part.kept = False


def take_back(part: Part) -> None:
    """Put it back where it was."""
    part.kept = True
