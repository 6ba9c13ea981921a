"""What a selector asks of an element itself, without the page around it: which of many selectors may have matched it.

To look through a page costs the same for one selector as for a list of them; so the list is looked for, and each
element found is told apart here. The answer may be "it may" for a selector that does not match, never the reverse.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from pagearchive.dom import Node
from pagearchive.parse.platforms.pruning import alternatives
from pagearchive.patterns import regex

_IN_PARENTHESES = regex(r"\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)")
_PSEUDO = regex(r"::?[\w-]+")
_ATTRIBUTE = regex(r"""\[\s*([\w:-]+)\s*(?:([~|^$*]?)=\s*(?:"([^"]*)"|'([^']*)'|([^\]"'\s]*)))?\s*[is]?\s*\]""")
_COMBINATOR = regex(r"\s*[>+~]\s*|\s+")
_NAME = regex(r"^[\w-]+")
_CLASS = regex(r"\.([\w-]+)")
_ID = regex(r"#([\w-]+)")


class Compound(NamedTuple):
    """The last part of a selector: what it asks of the element that it matches. All in lower case."""

    tag: str
    id: str
    classes: frozenset[str]
    attributes: tuple[tuple[str, str, str], ...]
    """Name, operator ("" for "=", "?" for none), value."""


def possible(node: Node, selectors: Iterable[str]) -> list[str]:
    """Those of the selectors that may match the element."""
    tag, attributes = node.tag, node.attributes
    name = (attributes.get("id") or "").lower()
    classes = frozenset((attributes.get("class") or "").lower().split())
    found = []
    for selector in selectors:
        for compound in compounds(selector):
            if (
                (not compound.tag or compound.tag == tag)
                and (not compound.id or compound.id == name)
                and compound.classes <= classes
                and all(_agrees(attributes, *wanted) for wanted in compound.attributes)
            ):
                found.append(selector)
                break
    return found


def _agrees(attributes: dict[str, str | None], name: str, operator: str, wanted: str) -> bool:
    if name not in attributes:
        return False
    found = (attributes[name] or "").lower()
    if operator == "":
        return found == wanted
    if operator == "^":
        return found.startswith(wanted)
    if operator == "$":
        return found.endswith(wanted)
    return operator == "?" or wanted in found


@lru_cache(maxsize=4096)
def compounds(selector: str) -> tuple[Compound, ...]:
    """Of each alternative the last part. What stands in parentheses is left out, and what cannot be read."""
    return tuple(_last(alternative) for alternative, _classes in alternatives(selector))


def _last(alternative: str) -> Compound:
    bare = _PSEUDO.sub("", _IN_PARENTHESES.sub("", alternative))
    attributes: list[tuple[str, str, str]] = []

    def kept(found: re.Match[str]) -> str:
        value = next((text for text in found.groups()[2:] if text is not None), None)
        attributes.append((found[1].lower(), "?" if value is None else found[2], (value or "").lower()))
        return f"[{len(attributes) - 1}]"

    last = _COMBINATOR.split(_ATTRIBUTE.sub(kept, bare).strip())[-1]
    own = [attributes[int(number)] for number in re.findall(r"\[(\d+)\]", last)]
    plain = re.sub(r"\[[^\]]*\]", "", last)
    tag, name = _NAME.match(plain), _ID.search(plain)
    return Compound(
        tag=tag[0].lower() if tag else "",
        id=name[1].lower() if name else "",
        classes=frozenset(one.lower() for one in _CLASS.findall(plain)),
        attributes=tuple(own),
    )
