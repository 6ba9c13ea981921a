"""How much of a thread the reader of unknown software still finds when its markup is changed and its words are not.

    python benchmarks/robustness.py CORPUS                      every change, one after the other
    python benchmarks/robustness.py CORPUS --only classes-hashed --worst 10

The adapters are off. Each row is the same corpus after one change to every page: what falls there shows what the reader
leans on. A corpus is a directory outside this checkout; its measure, `score.py`, brings `load`, `align`, `same_name`
and `same_date`. Without one nothing is measured, and a line says so.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import re
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

from pagearchive import dom
from pagearchive.dom import Node, Tree
from pagearchive.model import Page, Post, Thread
from pagearchive.parse import read
from pagearchive.parse.document import Document
from pagearchive.parse.platforms import PLATFORMS, recognise, value

Change = Callable[[str, str | None], str]
LETTERS = "bcdfghjklmnpqrstvwxz"
_LETTERS_OF_NAME = re.compile(r"[A-Za-z]+")


def main(arguments: list[str] | None = None) -> int:
    """Change, read, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("corpus", type=Path, nargs="?")
    parser.add_argument("--only", action="append", choices=CHANGES, help="only this change")
    parser.add_argument("--worst", type=int, default=0, help="list so many pages that lose most against the first row")
    options = parser.parse_args(arguments)
    if options.corpus is None or not (options.corpus / "score.py").exists():
        print("SKIPPED: robustness was not measured, because no corpus was given (or it holds no score.py)")
        return 0
    measure = _measure(options.corpus)
    pages = [
        (truth, data["url"] or None, gzip.decompress(path.read_bytes()).decode("utf-8", "replace"))
        for data, truth, path in measure.load(options.corpus, ["forum"])
        if truth and truth["kind"] in ("thread", "qa")
    ]
    print(f"{'change':<22}{'found':>8}{'exact':>8}{'author':>8}{'date':>8}{'whole':>8}")
    first: dict[str, _Row] = {}
    for name in options.only or CHANGES:
        rows = {truth["file_id"]: _row(measure, truth, url, CHANGES[name](html, url)) for truth, url, html in pages}
        print(f"{name:<22}" + "".join(f"{value:8.3f}" for value in _figures(list(rows.values()))), flush=True)
        first = first or rows
        lost = {page: sum(map(_mean, first[page][:3])) - sum(map(_mean, row[:3])) for page, row in rows.items()}
        for page in sorted((page for page in lost if lost[page] > 0), key=lambda page: -lost[page])[: options.worst]:
            row = rows[page]
            print(
                f"    {page}  found {_mean(row.found):.2f} author {_mean(row.authors):.2f} date {_mean(row.dates):.2f}"
            )
    return 0


def _measure(corpus: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("corpus_score", corpus / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class _Row(NamedTuple):
    """What was read of one page."""

    found: list[bool]
    authors: list[bool]
    dates: list[bool]
    exact: bool

    @property
    def whole(self) -> bool:
        return self.exact and all((*self.found, *self.authors, *self.dates))


def _row(measure: ModuleType, truth: dict[str, Any], url: str | None, html: str) -> _Row:
    record = read(Page(html=html, url=url, requested_url=url), platforms=())
    posts: list[Post] = record.posts if isinstance(record, Thread) else []
    places = measure.align(truth["posts"], [{"text": post.text} for post in posts])
    pairs = [(wanted, posts[at] if at >= 0 else None) for wanted, at in zip(truth["posts"], places, strict=True)]
    return _Row(
        found=[post is not None for _, post in pairs],
        authors=[
            post is not None and measure.same_name(post.author.name, wanted["author"])
            for wanted, post in pairs
            if wanted["author"]
        ],
        dates=[
            post is not None and measure.same_date(post.date_published, wanted["date"])
            for wanted, post in pairs
            if wanted["date"]
        ],
        exact=len(posts) == truth["post_count"],
    )


def _figures(rows: list[_Row]) -> tuple[float, ...]:
    """Found, author and date over all posts; exact and whole over all pages."""
    return (
        _mean([right for row in rows for right in row.found]),
        _mean([row.exact for row in rows]),
        _mean([right for row in rows for right in row.authors]),
        _mean([right for row in rows for right in row.dates]),
        _mean([row.whole for row in rows]),
    )


def _mean(values: list[bool]) -> float:
    return sum(values) / len(values) if values else 1.0


# ── changes ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _on_tree(change: Callable[[Tree], None]) -> Change:
    def changed(html: str, _url: str | None) -> str:
        tree = dom.parse(html)
        change(tree)
        return tree.html or ""

    return changed


def _word(name: str, *, letters: bool) -> str:
    """Another word, always the same for the same name."""
    number = zlib.crc32(name.encode())
    if not letters:
        return f"css-{number:x}"
    word = ""
    while number:
        number, at = divmod(number, len(LETTERS))
        word += LETTERS[at]
    return word


def _names_hashed(*, letters: bool) -> Callable[[Tree], None]:
    def change(tree: Tree) -> None:
        for node in dom.select(tree, "[class]"):
            node.attrs["class"] = " ".join(_word(name, letters=letters) for name in dom.classes(node))
        for node in dom.select(tree, "[id]"):
            name = node.attrs.get("id") or ""
            node.attrs["id"] = _LETTERS_OF_NAME.sub(lambda found: _word(found[0], letters=True), name)

    return change


def _without(tree: Tree, selector: str, wanted: Callable[[str], bool]) -> None:
    for node in dom.select(tree, selector):
        for name in [name for name in node.attributes if wanted(name)]:
            del node.attrs[name]


def _without_names(tree: Tree) -> None:
    _without(tree, "[class], [id], [name]", ("class", "id", "name").__contains__)


def _without_data(tree: Tree) -> None:
    _without(tree, "body *", lambda name: name.startswith("data-"))


def _without_statements(tree: Tree) -> None:
    _without(tree, "[itemprop], [itemscope]", ("itemprop", "itemscope", "itemtype", "itemid").__contains__)
    for node in dom.select(tree, "script[type*=json i]"):
        node.decompose()


def _without_times(html: str, url: str | None) -> str:
    """Dates as words alone: no time elements, no attributes that repeat them."""

    def change(tree: Tree) -> None:
        _without(tree, "time", lambda name: name != "class")

    return re.sub(r"<(/?)time\b", r"<\1span", _on_tree(change)(html, url))


def _renamed(tags: dict[str, str]) -> Change:
    pattern = re.compile(rf"<(/?)({'|'.join(tags)})\b")

    def change(html: str, url: str | None) -> str:
        return pattern.sub(lambda found: f"<{found[1]}{tags[found[2]]}", _on_tree(lambda _tree: None)(html, url))

    return change


_TABLES = dict.fromkeys("table thead tbody tfoot tr td th ul ol li dl dt dd article section".split(), "div")
_BEGINS, _ENDS = "[[a post begins]]", "[[a post ends]]"


def _posts(document: Document) -> list[Node]:
    """The elements of the posts, as the page's adapter knows them."""
    platform = recognise(document, PLATFORMS)
    if platform is None:
        return []
    nodes = dom.select(document.tree, platform.post)
    return [node for node in nodes if not platform.post_if or value(node, platform.post_if) is not None]


def _wrapped(html: str, url: str | None) -> str:
    """Each post in two more elements."""
    document = Document(Page(html=html, url=url, requested_url=url))
    for node in _posts(document):
        if node.tag not in _NEVER_ALONE:
            node.insert_before(_BEGINS)
            node.insert_after(_ENDS)
    return (document.tree.html or "").replace(_BEGINS, "<div><div>").replace(_ENDS, "</div></div>")


def _alternating(*names: str) -> Change:
    """Posts with one more class, the same for every second."""

    def change(html: str, url: str | None) -> str:
        document = Document(Page(html=html, url=url, requested_url=url))
        for number, node in enumerate(_posts(document)):
            node.attrs["class"] = f"{names[number % len(names)]} {node.attrs.get('class') or ''}"
        return document.tree.html or ""

    return change


_NEVER_ALONE = frozenset(("li", "tr", "td", "tbody"))


def _all_of(*changes: Change) -> Change:
    def changed(html: str, url: str | None) -> str:
        for change in changes:
            html = change(html, url)
        return html

    return changed


def _table_for_div(html: str, url: str | None) -> str:
    """Every div a table of one cell."""
    text = re.sub(r"<div\b([^>]*)>", r"<table\1><tbody><tr><td>", _on_tree(lambda _tree: None)(html, url))
    return text.replace("</div>", "</td></tr></tbody></table>")


CHANGES: dict[str, Change] = {
    "none": lambda html, _url: html,
    "classes-hashed": _on_tree(_names_hashed(letters=True)),
    "classes-numbered": _on_tree(_names_hashed(letters=False)),
    "no-classes-no-ids": _on_tree(_without_names),
    "no-data-attributes": _on_tree(_without_data),
    "no-statements": _on_tree(_without_statements),
    "no-time-elements": _without_times,
    "posts-wrapped": _wrapped,
    "odd-and-even": _alternating("row1", "row2"),
    "alternating-names": _alternating("windowbg", "catbg"),
    "divs-for-all": _renamed(_TABLES),
    "tables-for-divs": _table_for_div,
    "all-at-once": _all_of(
        _on_tree(_without_statements), _on_tree(_without_data), _without_times, _on_tree(_names_hashed(letters=True))
    ),
}
"""By name: a page's HTML and address -> the changed HTML."""


if __name__ == "__main__":
    sys.exit(main())
