"""A page becomes a fixture: cut down, its content invented anew, written, and read once more."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

from msgspec import Struct, structs

from pagearchive import dom, parse
from pagearchive.errors import OutputError, UsageError
from pagearchive.model import Page, Post
from pagearchive.parse.decode import decode
from pagearchive.parse.platforms import PLATFORMS, Platform
from pagearchive.testing.checking import CASE, PAGE, page_of, read_case, write_expected
from pagearchive.testing.disguise import disguise
from pagearchive.testing.markup import Attribute, Element, Words, copy_of, descendants, fold_space, holders_of, written
from pagearchive.testing.reduction import Trials, leave_out, take_back
from pagearchive.testing.shape import Record, chosen, confused, lost, mark, still_shows

MAX_TEXT = 160
"""Characters of one run of text; longer ones are cut where nothing is lost by it."""
_NAME = re.compile(r"[a-z0-9][a-z0-9.-]*")


class Made(Struct, frozen=True, kw_only=True):
    """A fixture that was written."""

    directory: str
    read_by: str
    posts: int
    posts_before: int
    size: int
    """Bytes of page.html."""
    size_before: int
    kept: list[str]
    """Texts that stay as they were, because the page would be read otherwise."""
    is_cut_short: bool
    """Whether the bounds on trials were reached, so that more stays than would have to."""
    lost: list[str]
    """What the page shows and the fixture does not, a line each."""


def record_fixture(
    page: Page,
    to: Path,
    name: str,
    *,
    shows: str | None = None,
    posts: int = 3,
    keep_text: bool = False,
    platforms: tuple[Platform, ...] = PLATFORMS,
    seed: int | None = None,
) -> Made:
    """Write `to`/READER/`name`/ with page.html, case.json and expected.json.

    `posts` is how many posts of a thread are kept; more where they show something that those do not. `seed` makes what
    is invented repeatable, and guessable. Raises UsageError for a name that is none or taken, OutputError when the
    directory cannot be written, TooLargeError as `parse.read`.
    """
    if not _NAME.fullmatch(name):
        raise UsageError(f"--name {name!r}: say what it shows in lower case, as in quote-inside-quote")
    html = page.html if isinstance(page.html, str) else decode(page.html, page.content_type)
    page = structs.replace(page, html=html, url=page.url or None, requested_url=page.url or None, provenance=None)
    before = parse.read(page, platforms=platforms)
    directory = to / before.read_by / name
    if directory.exists():
        raise UsageError(f"{directory}: there is one of this name; remove it or choose another")
    wanted = chosen(before, posts)
    root, is_cut_short = _cut_down(page, html, before, wanted, platforms)
    small = structs.replace(page, html=written(root))
    bare = parse.read(small, platforms=platforms)
    kept: list[str] = []
    if not keep_text:
        made = disguise(small, root, bare, platforms, seed)
        small, kept = made.page, made.kept
    _write(directory, small, shows or f"{name.replace('-', ' ').capitalize()}.")
    after = parse.read(page_of(directory), platforms=platforms)
    write_expected(directory, read_case(directory, platforms))
    return Made(
        directory=str(directory),
        read_by=after.read_by,
        posts=len(after.posts),
        posts_before=len(before.posts),
        size=len(str(small.html).encode()),
        size_before=len(html.encode()),
        kept=kept,
        is_cut_short=is_cut_short,
        lost=lost(before, wanted, after) or confused(bare, after),
    )


def _cut_down(
    page: Page, html: str, before: Record, wanted: list[Post], platforms: tuple[Platform, ...]
) -> tuple[Element, bool]:
    """The page without what the parser does not look at, and with a few posts; and whether a bound ended that."""
    root = copy_of(dom.parse(html))
    _drop_declarations(root)

    def read(html: str) -> Record:
        return parse.read(structs.replace(page, html=html), platforms=platforms)

    def write() -> str:
        return written(root)

    base = read(write())
    if wanted and len(base.posts) > len(wanted):
        _drop_posts(root, read, base, wanted)
        base = read(write())
    trials = Trials(write, lambda html: still_shows(read(html), base, wanted, reasons=True))
    trials.reduce(root)
    texts = [part for part in descendants(root) if type(part) is Words]
    restore = _restorer(texts)
    fold_space(root)
    if not trials.holds():
        for part in texts:
            restore(part)
    long = [part for part in texts if len(part.value) > MAX_TEXT]
    trials.attempt(long, _shorten, _restorer(long))
    _declare_utf8(root)
    return root, trials.are_over


def _drop_posts(root: Element, read: Callable[[str], Record], base: Record, wanted: list[Post]) -> None:
    """Leave out the posts that are not wanted: the largest parts that hold one of them and none that is."""
    others = [post for post in base.posts if mark(post) not in {mark(one) for one in wanted}]
    left = len(base.posts)

    def fewer(html: str) -> bool:
        nonlocal left
        now = read(html)
        if len(now.posts) >= left or not still_shows(now, base, wanted, reasons=False):
            return False
        left = len(now.posts)
        return True

    trials = Trials(lambda: written(root), fewer)
    holders = holders_of(root, [post.text for post in others])
    level: list[Element] = [root]
    while level and left > len(wanted) and not trials.are_over:
        level = [child for part in level if part.kept for child in part.children if isinstance(child, Element)]
        level = [part for part in level if id(part) in holders]
        trials.attempt(level, leave_out, take_back)


def _head(root: Element) -> Element:
    """The head; the parser always makes one."""
    return next(part for part in root.children if isinstance(part, Element) and part.tag == "head")


def _drop_declarations(root: Element) -> None:
    """Leave out what the page said of its encoding."""
    for part in _head(root).children:
        if isinstance(part, Element) and part.tag == "meta":
            named = {attribute.name: attribute.words.value.lower() for attribute in part.attributes if attribute.words}
            part.kept = "charset" not in named and named.get("http-equiv") != "content-type"


def _declare_utf8(root: Element) -> None:
    """The fixture is UTF-8, and says so."""
    head = _head(root)
    if not head.kept:
        head.kept, head.children = True, []
    head.children.insert(0, Element("meta", [Attribute("charset", "utf-8")], []))


def _restorer(texts: list[Words]) -> Callable[[Words], None]:
    """Takes back what was done to a text since now."""
    originals = {id(part): part.value for part in texts}

    def restore(part: Words) -> None:
        part.value = originals[id(part)]

    return restore


def _shorten(part: Words) -> None:
    """Cut at the end of a word."""
    space = part.value[-1:] if part.value[-1:].isspace() else ""
    part.value = part.value[:MAX_TEXT].rpartition(" ")[0] + "." + space if " " in part.value[:MAX_TEXT] else part.value


def _write(directory: Path, page: Page, shows: str) -> None:
    at = page.captured
    about = {"url": page.url, "captured_at": at, "shows": shows}
    try:
        directory.mkdir(parents=True)
        (directory / PAGE).write_text(str(page.html), encoding="utf-8")
        (directory / CASE).write_text(json.dumps(about, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise OutputError(f"{directory}: {error.strerror}") from error
