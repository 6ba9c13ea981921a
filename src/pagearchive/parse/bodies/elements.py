"""What clean HTML is made of: which elements a body may hold, and what becomes of all others.

The table is small on purpose: paragraphs, headings, lists, tables, quotations, code, figures, and marks inside a line.
"""

from __future__ import annotations

import html as markup
from enum import IntEnum

from pagearchive.dom import Node


class Kind(IntEnum):
    """What the walk does with an element."""

    PASSED_OVER = 0
    """The element and all below it are not read."""
    TRANSPARENT = 1
    """As if only its content stood there: a span."""
    PLAIN = 2
    """Not written, but its content stands apart: a div."""
    INLINE = 3
    BLOCK = 4
    SPECIAL = 5
    """Has a reader of its own: a link, a picture, a line break."""
    LINK = 6
    QUOTE = 7


DIRECTION, ALWAYS = 1, 2
"""Where the page states the direction of text; in any case."""
_DIRECTIONAL = frozenset("p li h1 h2 h3 h4 blockquote".split())
_LOOKED_AT = frozenset("td th ol tr pre".split())
ORPHAN = "\0"
"""Stands before an item that brings a list with it, until all is written. The parser lets no other pass."""


class Element:
    """An element as it is written. Those of the table are shared, never changed."""

    __slots__ = (
        *("attributes", "breaks", "breaks_after", "cell", "closing", "holder", "home", "implied", "kind", "lines"),
        *("name", "opening", "orphan", "parents", "phrasing", "tags"),
    )

    def __init__(
        self,
        kind: Kind,
        name: str = "",
        *,
        attributes: str = "",
        breaks: int = 0,
        holder: bool = False,
        lines: bool = False,
        phrasing: bool = False,
        parents: tuple[str, ...] = (),
    ) -> None:
        self.kind = int(kind)  # compared for every node: an int's comparison costs a third of an enum's
        self.name = name
        self.opening = f"<{name}{attributes}>"
        self.closing = f"</{name}>"
        self.breaks = self.breaks_after = breaks
        """Line breaks around it in the text."""
        self.holder = holder
        """Text may stand in it without a paragraph."""
        self.implied = {"ul": "li", "ol": "li", "dl": "dd"}.get(name, "p")
        """What text gets that stands bare in it."""
        self.lines = lines
        """Blocks inside are apart by one line break, not by two."""
        self.phrasing = phrasing
        """No other block may stand in it."""
        self.parents = parents
        """Where it may stand; empty: anywhere."""
        self.tags = (self.opening, self.closing)
        self.attributes = DIRECTION if name in _DIRECTIONAL else ALWAYS if name in _LOOKED_AT else 0
        """When to look at its attributes."""
        self.cell = name in ("td", "th")
        self.orphan: Element | None = None
        """What is written where none of the parents is around; of an orphan: what is written behind its like."""
        self.home = ""
        """How the list or table ends that an orphan brings."""

    def with_attributes(self, attributes: str) -> Element:
        """A copy with attributes, to be changed as its owner likes."""
        copy = Element(
            Kind(self.kind),
            self.name,
            attributes=attributes,
            breaks=self.breaks,
            holder=self.holder,
            lines=self.lines,
            phrasing=self.phrasing,
            parents=self.parents,
        )
        copy.orphan = self.orphan
        return copy


LINKED = {"iframe": "src", "embed": "src", "object": "data", "video": "src", "audio": "src"}
"""Players and frames: a link stands in their place."""
_LIST, _TABLE, _ROWS = ("ul", "ol"), ("table",), ("table", "thead", "tbody", "tfoot")


def _table() -> dict[str, Element]:
    block = Kind.BLOCK
    found = {
        name: Element(block, name, breaks=2, holder=True, phrasing=True) for name in "p h1 h2 h3 h4 h5 h6 pre".split()
    }
    found |= {name: Element(block, name, breaks=2) for name in "blockquote figure table".split()}
    found |= {name: Element(block, name, breaks=2, lines=True) for name in "ul ol dl".split()}
    found["li"] = Element(block, "li", breaks=1, holder=True, lines=True, parents=_LIST)
    for name in ("dt", "dd"):
        found[name] = Element(block, name, breaks=1, holder=True, lines=True, parents=("dl",))
    found["figcaption"] = Element(block, "figcaption", breaks=2, holder=True, parents=("figure",))
    found["caption"] = Element(block, "caption", breaks=2, holder=True, parents=_TABLE)
    for name in ("thead", "tbody", "tfoot"):
        found[name] = Element(block, name, breaks=1, parents=_TABLE)
    found["tr"] = Element(block, "tr", breaks=1, parents=_ROWS)
    for name in ("td", "th"):
        found[name] = Element(block, name, holder=True, lines=True, parents=("tr",))
    for element in found.values():
        element.orphan = _orphan(element)
    plain, inline = Element(Kind.PLAIN), Kind.INLINE
    found |= dict.fromkeys(
        "div section article main header footer aside nav center address fieldset details summary hgroup form "
        "search menu dir body legend label".split(),
        plain,
    )
    found |= {
        name: Element(inline, name)
        for name in "b strong i em u s del ins sub sup code kbd samp var mark q cite abbr dfn small bdo".split()
    }
    found |= {"strike": Element(inline, "s"), "tt": Element(inline, "code")}
    found |= dict.fromkeys(
        "script style template head meta link title svg math canvas input select textarea option optgroup "
        "datalist param source track area map base dialog progress meter frameset frame applet colgroup col".split(),
        Element(Kind.PASSED_OVER),
    )
    found |= dict.fromkeys(
        ("a", "img", "amp-img", "br", "hr", "wbr", "noscript", "button", *LINKED), Element(Kind.SPECIAL)
    )
    return found


_HOMES = {"li": ("ul",), "dt": ("dl",), "dd": ("dl",), "tr": ("table", "tbody")}
_HOMES |= dict.fromkeys(("thead", "tbody", "tfoot"), ("table",))


def _orphan(element: Element) -> Element | None:
    """An item without its list, or a row without its table, brings one; of other parts only the content is left."""
    if not element.parents:
        return None
    home = _HOMES.get(element.name)
    copy = element.with_attributes("")
    copy.parents = ()
    if home is not None:
        before, after = _around(home)
        copy.opening, copy.closing = f"{ORPHAN}{before}{element.opening}", f"{element.closing}{after}"
        copy.home = after
        copy.orphan = copy.with_attributes("")
        copy.orphan.opening, copy.orphan.closing = copy.opening, copy.closing
        copy.breaks = copy.breaks_after = copy.orphan.breaks_after = 2
    else:
        copy.name = copy.opening = copy.closing = ""
        copy.holder = False
    return copy


def _around(home: tuple[str, ...]) -> tuple[str, str]:
    return "".join(f"<{name}>" for name in home), "".join(f"</{name}>" for name in reversed(home))


def without_orphans(html: str) -> str:
    """The HTML with orphans in a row brought together in one list or table."""
    for home in {*_HOMES.values()}:
        before, after = _around(home)
        html = html.replace(f"{after}{ORPHAN}{before}", "")
    return html.replace(ORPHAN, "")


ELEMENTS = _table()
"""By tag."""
TRANSPARENT = Element(Kind.TRANSPARENT)
"""What is not in the table."""
PASSED_OVER = Element(Kind.PASSED_OVER)
PLAIN = ELEMENTS["div"]
LINK = Element(Kind.LINK)
_BLOCKS = [element for element in ELEMENTS.values() if element.kind == Kind.BLOCK]
BLOCK_ENDS = frozenset(one.closing for element in _BLOCKS for one in (element, element.orphan or element))


def attributes_of(node: Node, name: str) -> str:
    """The attributes that carry meaning, as they are written; "" for none."""
    attrs = node.attributes  # an attribute that is missing, as most are, is dear to ask for by itself
    if name == "ol":
        start = attrs.get("start")
        return f' start="{start}"' if start and start.isdecimal() and start.isascii() else ""
    kept = ""
    if name in ("td", "th"):
        for span in ("colspan", "rowspan"):
            value = attrs.get(span)
            if value and value.isdecimal() and value.isascii() and value != "1":
                kept += f' {span}="{value}"'
    direction = attrs.get("dir") if name not in ("tr", "pre") else None
    return f'{kept} dir="{direction}"' if direction in ("rtl", "ltr") else kept


def in_attribute(value: str) -> str:
    """A value as it may stand between double quotes."""
    if "&" in value or '"' in value or "'" in value or "<" in value or ">" in value:
        return markup.escape(value)
    return value
