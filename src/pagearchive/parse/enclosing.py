"""Which of some elements stands around a node: in one look at each element, however deep a page nests."""

from __future__ import annotations

from collections.abc import Iterable

from pagearchive import dom
from pagearchive.dom import Node


class Enclosing:
    """The nearest of some elements around a node.

    What was found is kept for all elements on the way, so that a whole page costs no more than its elements.
    """

    __slots__ = ("_known",)

    def __init__(self, wanted: Iterable[int]) -> None:
        """`wanted`: identities of the elements that are looked for."""
        self._known: dict[int, int | None] = {identity: identity for identity in wanted}

    def of(self, node: Node | None) -> int | None:
        """The identity of the nearest wanted element that is, or stands around, `node`; None where there is none."""
        known, passed, found = self._known, [], None
        while node is not None:
            identity = node.mem_id
            if identity in known:
                found = known[identity]
                break
            passed.append(identity)
            node = node.parent
        for identity in passed:
            known[identity] = found
        return found


class Shares:
    """What matches a selector, shared out among elements that may stand inside each other: each match is its innermost
    one's. To look below each of many nested elements would cost the square of their number."""

    def __init__(self, root: Node, owners: Iterable[int]) -> None:
        """`owners`: identities of the elements that share what is found below `root`."""
        self._root = root
        self._around = Enclosing(owners)
        self._shares: dict[str, dict[int | None, list[Node]]] = {}

    def select(self, owner: int, node: Node, selector: str) -> list[Node]:
        """The matches below `node` (itself included) that are the owner's, in page order; `node` is its own, too."""
        shares = self._shares.get(selector)
        if shares is None:
            shares = self._shares[selector] = {}
            for found in dom.select(self._root, selector):
                shares.setdefault(self._around.of(found), []).append(found)
        inside = Enclosing((node.mem_id,))
        return [found for found in shares.get(owner, ()) if inside.of(found) is not None]


def shallow(nodes: list[Node], most: int) -> list[Node]:
    """Those of some elements, given in page order, that stand in fewer than `most` others of them."""
    if len(nodes) <= most:
        return nodes
    around = Enclosing(node.mem_id for node in nodes)
    depths: dict[int | None, int] = {None: 0}
    for node in nodes:
        depths[node.mem_id] = depths[around.of(node.parent)] + 1
    return [node for node in nodes if depths[node.mem_id] <= most]


MAX_QUOTES_AROUND = 20
"""A quotation in so many others is a part of them only: each repeats the text of those inside it."""
