"""Why a page is read as it is: who was asked, what each said, and what each selector of an adapter finds.

The findings are data; whoever shows them decides how. They are had by asking the readers once more, one by one, in
the order of `parse.read`, so that explaining costs nothing to those who only read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct, structs

from pagearchive import dom
from pagearchive.dom import Node
from pagearchive.model import Article, Page, Problem, Removed, Thread
from pagearchive.parse.blocks import read_blocks, read_payload
from pagearchive.parse.blocks.runs import find_runs
from pagearchive.parse.blocks.survey import Survey
from pagearchive.parse.blocks.verdict import claims_of, is_hopeless
from pagearchive.parse.document import Document
from pagearchive.parse.platforms import PLATFORMS, Platform, recognise, values
from pagearchive.parse.platforms.platform import Picks, selector_of
from pagearchive.parse.read import read
from pagearchive.parse.threads.discussion import read_discussion, read_stated, states_posts
from pagearchive.parse.threads.reader import ThreadPage, read_thread

MAX_VALUE = 200
"""Characters of a value that are shown."""
_OF_THE_PAGE = (
    *("title", "board", "opening", "thread_id", "page", "page_count", "next_page", "previous_page"),
    *("reply_count", "post_count"),
)
_WITHIN = {
    # picks that are read at another selector's matches
    "quote_author": "quote",
    "quote_post": "quote",
    "reaction_name": "reaction",
    "reaction_count": "reaction",
    "comment_author": "comment",
    "comment_author_url": "comment",
    "comment_date": "comment",
    "comment_body": "comment",
}
_NOT_SELECTORS = frozenset(
    ("name", "marks", "unfold", "refine", "permalink", "same_author", "has_opening", "noise", "reactions", "post")
)


class Mark(Struct, frozen=True, kw_only=True):
    """One of the selectors that together recognise a software."""

    selector: str
    hits: int


class Candidate(Struct, frozen=True, kw_only=True):
    """An adapter, and how far the page looks like its software's."""

    platform: str
    claims: bool
    """Whether all its marks match: the first of those that claim a page reads it."""
    marks: list[Mark]
    posts: int
    """Matches of its post selector that hold a match of its body selector."""
    is_near: bool
    """Whether it claims the page or misses it narrowly: posts, or a mark that says what is there (and not only what
    is not)."""


class Finding(Struct, frozen=True, kw_only=True):
    """What one selector or pick of the adapter finds."""

    field: str
    pick: str
    hits: int
    """Matches of its selector on the whole page; a pick without one counts the places where it gives a value."""
    value: str | None
    """The first value on the page; None: there is none."""
    post_hits: int | None = None
    """Matches in the first post; None for what belongs to the page."""
    post_value: str | None = None
    posts: int | None = None
    """In how many posts it gives a value; None for what belongs to the page."""


class Considered(Struct, frozen=True, kw_only=True):
    """A reader that was asked, and its answer."""

    reader: str
    """As in `read_by`."""
    reads: bool
    why: str


class Explanation(Struct, frozen=True, kw_only=True):
    """How a page is read."""

    url: str | None
    kind: str
    read_by: str
    title: str | None
    posts: int
    words: int
    considered: list[Considered]
    """In the order asked, up to the reader that took the page."""
    candidates: list[Candidate]
    """All adapters: those that claim the page first, then those that nearly do."""
    adapter: str | None
    """Whose selectors `findings` speaks of; None: no adapter came near."""
    findings: list[Finding]
    removed: list[Removed]
    problems: list[Problem]


def explain(page: Page, *, platforms: tuple[Platform, ...] = PLATFORMS, adapter: Platform | None = None) -> Explanation:
    """Explain how the page is read. Raises TooLargeError as `read` does.

    `adapter` is the one whose selectors are looked up; without it the one that claims the page.
    """
    record = read(page, platforms=platforms)
    document = Document(page)
    claiming = recognise(document, platforms)
    adapter = adapter or claiming
    return Explanation(
        url=page.url,
        kind=record.kind,
        read_by=record.read_by,
        title=record.title,
        posts=len(record.posts),
        words=len(record.text.split()),
        considered=list(_considered(page, record, claiming)),
        candidates=_candidates(document, platforms, claiming),
        adapter=adapter.name if adapter is not None else None,
        findings=_findings(page, adapter) if adapter is not None else [],
        removed=record.removed,
        problems=record.problems,
    )


# ── who was asked ────────────────────────────────────────────────────────────────────────────────────────────────


def _considered(page: Page, record: Thread | Article, claiming: Platform | None) -> Iterator[Considered]:
    if claiming is None:
        yield Considered(reader="platforms", reads=False, why="no adapter's marks all match")
    else:
        found = read_thread(Document(page), claiming)
        reads = record.platform == claiming.name == record.read_by
        why = "all its marks match" if reads else "all its marks match, but "
        if not reads and found.posts:
            why += f"most of the {len(found.posts)} posts it found have no author and no date, or no words"
        elif not reads:
            why += "its post selector finds no post"
        yield Considered(reader=claiming.name, reads=reads, why=why)
        if reads:
            return
    for reader, ask in _OTHERS:
        document = Document(page)
        found_by = ask(document)
        reads = found_by is not None and bool(found_by.posts)
        yield Considered(reader=reader, reads=reads, why=_WHY[ask](document, found_by if reads else None))
        if reads:
            return
    yield Considered(reader="article", reads=True, why="no thread was found: what is left is one text")


def _why_marked(document: Document, found: ThreadPage | None) -> str:
    if found is not None and len(found.posts) == 1:
        return "JSON-LD states a post that nobody has replied to"
    if found is not None:
        return f"microdata marks {len(found.posts)} posts"
    if not states_posts(document):
        return "the page speaks of no schema.org discussion"
    if not document.structured.items:
        return "a schema.org discussion is stated, but no microdata marks its posts"
    return "microdata does not mark all of the posts"


def _why_blocks(document: Document, found: ThreadPage | None) -> str:
    claims = claims_of(document)
    said = f"the page says forum {claims.forum:g}, article {claims.article:g}"
    if is_hopeless(document, claims):
        return f"{said}: nothing in it calls for a closer look"
    survey = Survey(document.root)
    runs = find_runs(survey)
    if not runs:
        return f"{said}; no run of alike elements with authors or dates"
    best = runs[0]
    attributes = survey.attributes[best.members[0]]
    name = survey.tags[best.members[0]] + "".join(f".{token}" for token in (attributes.get("class") or "").split()[:2])
    looks = f"{len(best.members)} alike <{name}>, {best.dated:.0%} dated, {best.named:.0%} signed"
    verdict = f"{len(found.posts)} posts" if found is not None else "they do not look like posts"
    return f"{said}; likeliest of {len(runs)} runs: {looks}: {verdict}"


def _why_payload(document: Document, found: ThreadPage | None) -> str:
    if found is not None:
        return f"the data of the page's scripts hold {len(found.posts)} posts"
    if claims_of(document).forum < 1:
        return "scripts were not searched: the page does not call itself a forum's"
    return "no posts in the data of the page's scripts"


def _why_stated(document: Document, found: ThreadPage | None) -> str:
    if found is not None:
        return f"JSON-LD states {len(found.posts)} posts"
    return "JSON-LD states no posts with their words" if states_posts(document) else "no JSON-LD of a discussion"


_Ask = Callable[[Document], ThreadPage | None]
_OTHERS: tuple[tuple[str, _Ask], ...] = (
    ("schema.org", read_discussion),
    ("blocks", read_blocks),
    ("blocks", read_payload),
    ("schema.org", read_stated),
)
_WHY: dict[_Ask, Callable[[Document, ThreadPage | None], str]] = {
    read_discussion: _why_marked,
    read_blocks: _why_blocks,
    read_payload: _why_payload,
    read_stated: _why_stated,
}


# ── adapters ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _candidates(document: Document, platforms: tuple[Platform, ...], claiming: Platform | None) -> list[Candidate]:
    found = []
    for order, platform in enumerate(platforms):
        marks = [Mark(selector=mark, hits=len(dom.select(document.tree, mark))) for mark in platform.marks]
        matched = sum(mark.hits > 0 for mark in marks)
        posts = sum(
            dom.select_first(node, platform.body) is not None for node in dom.select(document.tree, platform.post)
        )
        claims = matched == len(marks)
        is_near = claims or posts > 0 or any(mark.hits and ":not(:has" not in mark.selector for mark in marks)
        candidate = Candidate(platform=platform.name, claims=claims, marks=marks, posts=posts, is_near=is_near)
        rank = (platform is not claiming, not claims, not is_near, -matched / len(marks), -posts, order)
        found.append((rank, candidate))
    return [candidate for _rank, candidate in sorted(found, key=lambda entry: entry[0])]


def _findings(page: Page, platform: Platform) -> list[Finding]:
    document = Document(page)
    inner = document
    if platform.unfold is not None and (markup := platform.unfold(document)):
        inner = document.unfolded(markup)
    read_thread(inner, structs.replace(platform, unfold=None))  # marks what is not content
    look = _Look(document, inner, platform)
    found = [*look.selector("post", platform.post, in_post=False)]
    for name, value in structs.asdict(platform).items():
        if name in _NOT_SELECTORS or not value:
            continue
        if isinstance(value, str):
            found += look.selector(name, value, in_post=name not in _OF_THE_PAGE)
        else:
            found += look.picks(name, value)
    for kind, picks in platform.reactions.items():
        found += look.picks(f"reactions[{kind}]", tuple(pick.removeprefix("+") for pick in picks))
    for reason, selector in platform.noise.items():
        found += look.selector(f"noise[{reason}]", selector)
    return found


class _Look:
    """One adapter's selectors, looked up on one page."""

    def __init__(self, page: Document, document: Document, platform: Platform) -> None:
        self.page, self.document, self.platform = page, document, platform
        self.posts = [
            node
            for node in dom.select(document.tree, platform.post)
            if not self._is_dropped(node) and (not platform.post_if or _first(node, platform.post_if))
        ]

    def _is_dropped(self, node: Node) -> bool:
        dropped = self.document.dropped
        return dom.identity(node) in dropped or any(dom.identity(above) in dropped for above in dom.ancestors(node))

    def selector(self, name: str, selector: str, *, in_post: bool = True) -> Iterator[Finding]:
        """A field that is one selector."""
        if within := _WITHIN.get(name):
            nodes = [found for outer in self._all(within) for found in dom.select(outer, selector)]
            yield Finding(field=name, pick=selector, hits=len(nodes), value=_shown(nodes[0] if nodes else None))
            return
        nodes = dom.select(self.document.tree, selector)
        value = _shown(nodes[0] if nodes else None)
        if not in_post:
            yield Finding(field=name, pick=selector, hits=len(nodes), value=value)
            return
        inside = [dom.select(post, selector) for post in self.posts]
        first = inside[0] if inside else []
        yield Finding(
            field=name,
            pick=selector,
            hits=len(nodes),
            value=value,
            post_hits=len(first),
            post_value=_shown(first[0] if first else None),
            posts=sum(map(bool, inside)),
        )

    def picks(self, name: str, picks: Picks) -> Iterator[Finding]:
        """A field that is picks: one finding each."""
        for pick in picks:
            if name in _OF_THE_PAGE:
                yield self._of_page(name, pick)
            elif name in _WITHIN:
                yield self._of_parts(name, pick, self._all(_WITHIN[name]))
            else:
                yield self._of_posts(name, pick)

    def _of_page(self, name: str, pick: str) -> Finding:
        tree = self.document.tree
        value = _first(tree, (pick,))
        if value is None and self.page is not self.document:
            tree = self.page.tree
            value = _first(tree, (pick,))
        return Finding(field=name, pick=pick, hits=len(dom.select(tree, selector_of(pick))), value=value)

    def _of_parts(self, name: str, pick: str, parts: list[Node]) -> Finding:
        given = [value for part in parts if (value := _first(part, (pick,)))]
        return Finding(field=name, pick=pick, hits=len(given), value=given[0] if given else None)

    def _of_posts(self, name: str, pick: str) -> Finding:
        selector = selector_of(pick)
        given = [_first(post, (pick,), self._own(post)) for post in self.posts]
        count = sum(value is not None for value in given)
        on_page = dom.select(self.document.tree, selector)
        first = self.posts[:1]
        return Finding(
            field=name,
            pick=pick,
            hits=len(on_page) if selector else count,
            value=next((value for value in given if value), None),
            post_hits=len(dom.select(first[0], selector)) if first and selector else int(bool(given and given[0])),
            post_value=given[0] if given else None,
            posts=count,
        )

    def _own(self, post: Node) -> Node | None:
        return dom.select_first(post, self.platform.own) if self.platform.own else None

    def _all(self, name: str) -> list[Node]:
        return dom.select(self.document.tree, getattr(self.platform, name))


def _first(node: Node | dom.Tree, picks: Picks, own: Node | None = None) -> str | None:
    for raw, _node in values(node, picks, own):
        return raw[:MAX_VALUE]
    return None


def _shown(node: Node | None) -> str | None:
    """An element as one line: its words, or where it has none its tag."""
    if node is None:
        return None
    words = dom.words_of(node)[:MAX_VALUE]
    if words:
        return words
    shown = " ".join(f'{name}="{value}"' for name, value in list(node.attrs.items())[:3])
    return f"<{node.tag}{' ' if shown else ''}{shown}>"[:MAX_VALUE]
