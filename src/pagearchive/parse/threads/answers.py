"""Trees of answers: which post another one answers, where the page shows it by nesting or by a number."""

from __future__ import annotations

from pagearchive import dom
from pagearchive.dom import Node
from pagearchive.parse.document import Document
from pagearchive.parse.enclosing import Enclosing
from pagearchive.parse.platforms import Platform, value
from pagearchive.parse.threads.counts import number_in


class AnswerTree:
    """Which post another one answers, where the page shows it as a tree."""

    def __init__(self, document: Document, platform: Platform) -> None:
        self.platform = platform
        self.nests: dict[int, int] = {}  # identity -> how many stand around it, itself counted
        nests = dom.select(document.tree, platform.nest)
        self.around = Enclosing(map(dom.identity, nests))
        for node in nests:
            self.nests[dom.identity(node)] = self._nested(node) + 1
        self.open: list[tuple[int, str | None]] = []  # depth and identifier of the posts on the way to the last one

    def parent_of(self, node: Node, post_id: str | None, own: Node | None) -> str | None:
        """The identifier of the post above. To be asked once a post, in page order."""
        depth = self._depth(node, own)
        if depth is None:
            return None
        while self.open and self.open[-1][0] >= depth:
            self.open.pop()
        parent = self.open[-1][1] if self.open else None
        self.open.append((depth, post_id))
        return parent

    def _nested(self, node: Node) -> int:
        """How many nests stand around the node; those further out are known already."""
        outer = self.around.of(node.parent)
        return self.nests[outer] if outer is not None else 0

    def _depth(self, node: Node, own: Node | None) -> int | None:
        if self.nests:
            return self._nested(node) + 1
        return number_in(value(node, self.platform.depth, own))
