"""A page as the readers see it: its tree, its address, and the running account of what was taken away and missed."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime

from msgspec import structs

from pagearchive import dates, dom, urls
from pagearchive.dom import Node
from pagearchive.model import Page, Problem, Removed
from pagearchive.parse.decode import decode, repaired
from pagearchive.parse.once import once
from pagearchive.parse.structured import Structured, parsely

_STATING = (
    "meta, base[href], title, link[href], script[type*=json i], time, figcaption, "
    "a:is([rel*=author], [rel~=license i]), [itemprop], [itemscope], body [dir], [style*=background]"
)
_KINDS = frozenset(("meta", "base", "title", "link", "script", "time", "figcaption"))
_BARE = frozenset(("base", "title", "script", "figcaption"))
"""Of these, those that state nothing by attributes."""
_ATTRIBUTES = ("itemprop", "itemscope", "dir")

_DOCUMENTATION_TOOLS = re.compile(
    r"docusaurus|sphinx|mkdocs|gitbook|docutils|antora|vitepress|vuepress|readme\.io|mdbook|rustdoc|javadoc|doxygen|"
    r"mediawiki|starlight|docsify|asciidoctor|docbook",
    re.I,
)
_DOCUMENTATION_ADDRESS = re.compile(
    r"^https?://(?:docs?|wiki|developers?|devdocs|documentation|help|manual|learn\.microsoft)\.|"
    r"^https?://[^/]+\.(?:readthedocs\.io|gitbook\.io|readme\.io)/|^https?://[^?#]*/(?:docs?|documentation|manual|javadoc)/",
    re.I,
)


class Document:
    """One page while it is read. Lives for one call of `parse.read`."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.html = repaired(page.html if isinstance(page.html, str) else decode(page.html, page.content_type))
        self.tree = dom.parse(self.html)
        self.url = page.url
        self.base = self._base()
        self.dropped: dict[int, str] = {}
        """Identity of each node that is not content, and why."""
        self.problems: list[Problem] = []
        self._removed: Counter[str] = Counter()
        self._addresses: dict[str, str | None] = {}
        self.sources: dict[int, str | None] = {}
        """The real source of each picture that was asked for, by its element's identity."""

    @property
    def captured_at(self) -> datetime | None:
        """When the page was captured; relative dates count from it."""
        return self.page.captured_at

    @once
    def root(self) -> Node:
        """The html element."""
        root = self.tree.root
        assert root is not None  # the parser always makes one
        return root

    @once
    def stated(self) -> dict[str, list[Node]]:
        """The elements that state something to machines, by kind, each kind in document order.

        "meta", "base" (with href), "title", "link" (with href), "script" (of some kind of JSON), "rel" (links to an
        author or a license), "time", "figcaption", by attribute "itemprop", "itemscope" and "dir" (in the body), and
        "styled" (with a background). To look through a page costs a quarter of parsing it: all stages share this look.
        """
        found: dict[str, list[Node]] = {kind: [] for kind in (*_KINDS, *_ATTRIBUTES, "rel", "styled")}
        for node in dom.select(self.tree, _STATING):
            kind = node.tag or ""
            if kind in _KINDS:
                found[kind].append(node)
                if kind in _BARE:
                    continue
            attrs = node.attributes
            for name in _ATTRIBUTES:
                if name in attrs:
                    found[name].append(node)
            if kind == "a" and "rel" in attrs:
                found["rel"].append(node)
            if "background" in (attrs.get("style") or ""):
                found["styled"].append(node)
        return found

    @once
    def itemprops(self) -> dict[str, list[Node]]:
        """The elements of each microdata property, whatever item it belongs to, in document order."""
        found: dict[str, list[Node]] = {}
        for node in self.stated["itemprop"]:
            for name in (node.attributes.get("itemprop") or "").split():
                found.setdefault(name, []).append(node)
        return found

    @once
    def meta(self) -> dict[str, str]:
        """The page's meta elements by lower-case name, property or itemprop; the first of each counts."""
        found: dict[str, str] = {}
        for node in self.stated["meta"]:
            attrs = node.attributes
            key = attrs.get("property") or attrs.get("name") or attrs.get("itemprop")
            value = (attrs.get("content") or "").strip()
            if key and value:
                found.setdefault(key.lower(), value)
        if "parsely-page" in found:
            for key, value in parsely(found["parsely-page"]):
                found.setdefault(key, value)
        return found

    @property
    def has_microdata(self) -> bool:
        """Whether any element states a property."""
        return bool(self.stated["itemprop"])

    @property
    def states_direction(self) -> bool:
        """Whether an element of the body may state the direction of its text."""
        return bool(self.stated["dir"])

    @once
    def head(self) -> Node:
        """The head element; the root where the page has none."""
        return self.tree.head or self.root

    @once
    def is_documentation(self) -> bool:
        """Whether the page is of a piece of documentation, by what made it or by its address: its lists of links and
        its "see also" are its text."""
        made_by = self.meta.get("generator") or self.meta.get("docsearch:version") or ""
        if _DOCUMENTATION_TOOLS.search(made_by) or "docsearch:language" in self.meta:
            return True
        return _DOCUMENTATION_ADDRESS.search(self.url or "") is not None

    @once
    def structured(self) -> Structured:
        """JSON-LD and microdata; parsed when first asked for."""
        return Structured(self)

    @once
    def language(self) -> str | None:
        """The language that the page declares for itself (BCP 47)."""
        declared = self.root.attrs.get("lang") or self.root.attrs.get("xml:lang")
        declared = declared or self.meta.get("og:locale") or self.meta.get("content-language")
        return declared.strip().replace("_", "-") or None if declared else None

    @once
    def languages(self) -> tuple[str, ...]:
        """The language that dates are read in, with the country where the page names that for sharing only (en_US)."""
        language = self.language
        if language is None:
            return ()
        shared = (self.meta.get("og:locale") or "").strip().replace("_", "-")
        return (shared if shared.lower().startswith(f"{language.lower()}-") else language,)

    def unfolded(self, markup: str) -> Document:
        """A document over other markup of the same page: its address and its accounts are this one's."""
        other = Document(structs.replace(self.page, html=markup))
        other.url, other.base = self.url, self.base
        other.problems, other._removed = self.problems, self._removed
        other.__dict__["language"], other.__dict__["languages"] = self.language, self.languages
        return other

    def absolute(self, href: str | None) -> str | None:
        """The address that `href` means on this page; None for anything but http and https."""
        if not href:
            return None
        known = self._addresses.get(href, "")
        if known == "":
            known = self._addresses[href] = urls.absolute(self.base, href)
        return known

    def date(self, raw: str | None, *, day_first: bool | None = None) -> str | None:
        """A date as the page prints or states it, as RFC 3339."""
        if not raw:
            return None
        return dates.read_date(raw, captured_at=self.captured_at, languages=self.languages, day_first=day_first)

    def drop(self, selector: str, reason: str, *, within: Node | None = None) -> int:
        """Mark all matching nodes as not content; says how many were new."""
        return sum(self.drop_node(node, reason) for node in dom.select(within or self.tree, selector))

    def drop_node(self, node: Node, reason: str) -> bool:
        """Mark one node as not content; False if it was marked already."""
        identity = dom.identity(node)
        if identity in self.dropped:
            return False
        self.dropped[identity] = reason
        self._removed[reason] += 1
        return True

    def note_removed(self, reason: str, count: int = 1) -> None:
        """Count something that was taken away without being a node of its own."""
        self._removed[reason] += count

    def problem(self, code: str, message: str) -> None:
        """Note something that was expected and not found."""
        self.problems.append(Problem(code=code, message=message))

    @property
    def removed(self) -> list[Removed]:
        """The account so far, by reason."""
        return [Removed(reason=reason, count=count) for reason, count in sorted(self._removed.items())]

    def _base(self) -> str | None:
        nodes = self.stated["base"]
        href = nodes[0].attributes.get("href") if nodes else None
        return (urls.absolute(self.url, href) if href else None) or self.url
