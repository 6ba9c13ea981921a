"""What stands around the posts of a thread of unknown make: its title, the boards above it, its other pages."""

from __future__ import annotations

import re
from itertools import islice
from urllib.parse import SplitResult, urlsplit

from pagearchive import dom, urls
from pagearchive.dom import Node
from pagearchive.model import ThreadInfo
from pagearchive.parse.document import Document
from pagearchive.parse.once import once
from pagearchive.parse.structured import text
from pagearchive.patterns import regex

_SEPARATOR = regex(r"\s+(?:[-–—|•·»«›:]|::|\|\|)\s+|\s*[|•»›]\s+")
_CRUMBS = (
    "[class*=breadcrumb i], [id*=breadcrumb i], [aria-label*=breadcrumb i], [itemtype$=BreadcrumbList], "
    "[class*=crumbs i], "
    "[class*=navtree i], [class*=linktree i]"
)
MAX_CRUMBS = 10
_HOME = frozenset(
    (
        "home",
        "forums",
        "forum",
        "forum index",
        "board index",
        "home page",
        "startseite",
        "foren",
        "foren-übersicht",
        "accueil",
        "inicio",
        "início",
        "strona główna",
        "главная",
        "index",
        "main",
        "community",
        "start",
    )
)
_PAGERS = "[class*=pag i] a, [id*=pag i] a, [aria-label*=pag i] a, [role=navigation] a"
_NEXT = regex(
    r"^\W*(?:next(?: page)?|weiter|nächste(?: seite)?|suivante?|page suivante|siguiente|próxim[ao]|successiva|avanti"
    r"|volgende"
    r"|następna|след(?:ующая|\.)?|вперед|nästa|neste|næste|seuraava|sonraki|次へ?|下一[页頁]|다음)\W*$|^\s*[>›»→]\s*$",
    re.IGNORECASE,
)
_PREVIOUS = regex(
    r"^\W*(?:prev(?:ious)?(?: page)?|zurück|vorherige(?: seite)?|précédente?|page précédente|anterior|precedente"
    r"|indietro|vorige"
    r"|poprzednia|пред(?:ыдущая|\.)?|назад|föregående|forrige|edellinen|önceki|前へ?|上一[页頁]|이전)\W*$|^\s*[<‹«←]\s*$",
    re.IGNORECASE,
)
_PAGE_IN_URL = regex(r"(?:[?&]page=|/page[-/]?|[?&]p=|-page-?)(\d{1,5})(?![\w.])", re.IGNORECASE)
_THREAD_IN_URL = regex(
    r"[?&](?:t|tid|topic|thread|threadid|topic_id|id)=(\d+)|[./-](\d{2,})(?=/|\.html?|[?]|$)|/(\d{2,})(?=-)"
)
_CURRENT = "[aria-current], .current, .active, .selected, [class*=current i]"
_POINTS_ON = regex(r"(?:[›»>→]|::)\s*$")
_NO_BOARD = regex(r"/(?:search|discover|activity|whats-new|latest|unread)(?:[/.?]|$)|search\.php", re.IGNORECASE)
_START = regex(r"\.?/?(?:index\.\w{2,5})?")
"""The path of a site's start page."""
_TITLE_LABEL = regex(r"(?<![a-z])(?:label|prefix|badge|flair|pill)(?![a-z])", re.IGNORECASE)
_TITLE_WORD = regex(r"^(?:thread|topic|subject|thema|betreff|sujet|tema)\s*:\s+(?=\S)", re.IGNORECASE)
MAX_LINKS = 5000
MAX_FIRST_LINKS = 200
"""The way to a thread stands among a page's first links."""
MAX_PAGES = 100_000


class Surroundings:
    """Reads what the page says around its posts."""

    def __init__(self, document: Document) -> None:
        self.document = document

    def thread(self) -> ThreadInfo:
        """The thread's place: boards and pages."""
        page, count = self._pages()
        return ThreadInfo(
            id=self.thread_id,
            board=self.board(),
            page=page,
            page_count=count,
            next_page=self._other("next", _NEXT, page + 1 if page else None),
            previous_page=self._other("prev", _PREVIOUS, page - 1 if page and page > 1 else None),
        )

    # ── title ────────────────────────────────────────────────────────────────────────────────────────────────────

    @once
    def title(self) -> str | None:
        """The thread's title: the heading that the head of the page repeats, else what the head says."""
        document = self.document
        node = dom.select_first(document.tree, "title")
        stated = [words for words in (document.meta.get("og:title"), dom.words_of(node)) if words]
        site = _letters(document.meta.get("og:site_name") or "")
        whole = [_letters(words) for words in stated]
        best: tuple[float, str] | None = None
        for at, heading in enumerate(dom.select(document.tree, "h1, h2, h3, h4")[:60]):
            words = _without_label(heading)
            letters = _letters(words)
            if len(letters) < 2 or len(words) > 400 or letters == site:
                continue
            agreed = any(letters in one or (len(one) > 8 and one in letters) for one in whole)
            if agreed or (heading.tag == "h1" and not whole):
                score = min(len(letters), 120) + (20 if heading.tag == "h1" else 0) - at * 0.5
                if best is None or score > best[0]:
                    best = (score, words)
        if best is not None and len(_letters(best[1])) * 3 > min(
            (len(_letters(_main(one, site))) for one in stated), default=0
        ):
            return best[1]
        if stated:
            return _main(stated[0], site) or stated[0]
        heading_node = dom.select_first(document.tree, "h1")
        return dom.words_of(heading_node) or None

    # ── boards ───────────────────────────────────────────────────────────────────────────────────────────────────

    def board(self) -> list[str]:
        """Names of the boards from the outermost to the one that holds the thread."""
        names: list[str] = []
        for name in self._crumbs():
            if names and name == names[0] and len(names) > 1:
                break  # the same way again, below the thread
            if not name or name in names or name.lower() in _HOME:
                continue
            if name.isdecimal() or _NEXT.match(name) or _PREVIOUS.match(name.strip("« »")):
                continue  # a pagination inside the way
            if self.title and _letters(name) == _letters(self.title):
                continue
            if len(name) <= 80:
                names.append(name)
        return names[:8]

    def _crumbs(self) -> list[str]:
        best: list[str] = []
        for node in dom.select(self.document.tree, _CRUMBS)[:20]:
            links = dom.select(node, "a[href]")
            if len(best) < len(links) <= MAX_CRUMBS:
                best = _names(links)
        if best:
            return best
        for thing in self.document.structured.of_type("BreadcrumbList"):
            items = thing.get("itemListElement")
            if isinstance(items, list):
                return [text(item) or text(item.get("item")) or "" for item in items if isinstance(item, dict)]
        return self._parted_crumbs()

    def _parted_crumbs(self) -> list[str]:
        """The first links of the page that are parted by signs that point onwards."""
        found: list[Node] = []
        before: Node | None = None
        for link in self._links[:MAX_FIRST_LINKS]:
            if _POINTS_ON.search(_text_before(link)):
                found += [link] if found or before is None else [before, link]
            elif len(found) > 1:
                break
            else:
                found = []
            before = link
        return _names(found) if 1 < len(found) <= MAX_CRUMBS else []

    # ── pages ────────────────────────────────────────────────────────────────────────────────────────────────────

    @once
    def thread_id(self) -> str | None:
        """The number that the thread's address carries."""
        parts = _split(self.document.url or "")
        found = _THREAD_IN_URL.findall(f"{parts.path}?{parts.query}" if parts.query else parts.path)
        return max(reversed(["".join(groups) for groups in found]), key=len, default=None)

    @once
    def _pagers(self) -> list[tuple[Node, str]]:
        """The links of paginations, or what is called so, with their texts. Where none of these leads to another page
        of the thread: those that do among all links with a number for their text."""
        found = []
        for node in dom.select(self.document.tree, _PAGERS)[:400]:
            words = dom.words_of(node)
            label = "" if words.isdecimal() else node.attrs.get("aria-label") or node.attrs.get("title") or ""
            if len(words) <= 40 or label:
                found.append((node, words if not label or _NEXT.match(words) or _PREVIOUS.match(words) else label[:60]))
        if any(words.isdecimal() and self._of_thread(node) for node, words in found):
            return found
        pages = [(node, words) for node, words in self._numbers if self._of_thread(node)]
        return found + pages if min((int(words) for _, words in pages), default=0) in (1, 2) else found

    @once
    def _links(self) -> list[Node]:
        return dom.select(self.document.tree, "a[href]")[:MAX_LINKS]

    @once
    def _numbers(self) -> list[tuple[Node, str]]:
        """The links whose text is the number of a page, without those to places on one."""
        return [
            (node, words)
            for node in self._links
            if (words := (node.text() or "").strip()).isdecimal()
            and len(words) < 4
            and "#" not in (node.attributes.get("href") or "")
        ]

    def _pages(self) -> tuple[int | None, int | None]:
        """This page's number and how many there are, as far as a pagination shows them."""
        numbers = [
            int(words) for node, words in self._pagers if words.isdecimal() and len(words) < 6 and self._of_thread(node)
        ]
        numbers = [number for number in numbers if 0 < number <= MAX_PAGES]
        found = _PAGE_IN_URL.search(self.document.url or "")
        page = int(found[1]) if found else None
        if not numbers:
            return page, None
        if page is None:
            page = self._marked_page() or 1
        return page, max(*numbers, page)

    def _marked_page(self) -> int | None:
        for node in dom.select(
            self.document.tree, ", ".join(f"[class*=pag i] {one.strip()}" for one in _CURRENT.split(","))
        ):
            words = dom.words_of(node)
            if words.isdecimal() and len(words) < 6 and self._stands_among_pages(node):
                return int(words)
        return None

    def _stands_among_pages(self, node: Node) -> bool:
        """Whether links to other pages of the thread stand around an element."""
        return any(dom.identity(above) in self._around_pages for above in islice(dom.ancestors(node), 3))

    @once
    def _around_pages(self) -> frozenset[int]:
        """What stands around the links to other pages of the thread."""
        links = [link for link, words in self._pagers if words.isdecimal() and self._of_thread(link) is not None]
        return frozenset(dom.identity(above) for link in links for above in islice(dom.ancestors(link), 3))

    def _other(self, rel: str, words: re.Pattern[str], number: int | None) -> str | None:
        """The address of the thread's next or previous page."""
        tree = self.document.tree
        for node in dom.select(tree, f"link[rel~={rel}][href], a[rel~={rel}][href]"):
            url = self._of_thread(node)
            if url is not None:
                return url
        for node, label in self._pagers:
            if words.match(label) or (number is not None and label == str(number)):
                url = self._of_thread(node)
                if url is not None:
                    return url
        return None

    def _of_thread(self, node: Node) -> str | None:
        """The link's address, if it is another page of this thread."""
        url = self.document.absolute(node.attrs.get("href"))
        url = urls.without_tracking(url) if url is not None else None
        here = self.document.url
        if url is None or here is None:
            return url
        if url.partition("#")[0].rstrip("?") == here.partition("#")[0].rstrip("?"):
            return None
        one, two = _split(here), _split(url)
        if one.netloc.lower().removeprefix("www.") != two.netloc.lower().removeprefix("www."):
            return None
        if self.thread_id is not None:
            return url if re.search(rf"(?<!\d){self.thread_id}(?!\d)", f"{two.path}?{two.query}") else None
        shorter, longer = sorted((one.path.rstrip("/"), two.path.rstrip("/")), key=len)
        return url if longer.startswith(shorter) and len(shorter) > 1 else None


def _names(links: list[Node]) -> list[str]:
    """What the links on the way to a thread are called, without those to what is no board."""
    return [dom.words_of(link) for link in links if _may_be_a_board(link.attributes.get("href") or "")]


def _may_be_a_board(href: str) -> bool:
    parts = _split(href)
    return not _NO_BOARD.search(href) and (bool(parts.query) or not _START.fullmatch(parts.path))


def _text_before(link: Node) -> str:
    """The text straight before a link, or before the element that holds it alone."""
    before = link.prev
    if before is None and link.parent is not None:
        before = link.parent.prev
    while before is not None and before.tag == "-text" and not (before.text_content or "").strip():
        before = before.prev
    return (before.text_content or "")[-20:] if before is not None and before.tag == "-text" else ""


def _without_label(heading: Node) -> str:
    """A heading's words without the label before the title and the word for what it is the title of."""
    words = dom.words_of(heading)
    first = next(dom.elements(heading), None)
    if first is not None and _TITLE_LABEL.search(first.attributes.get("class") or ""):
        label = dom.words_of(first)
        if words.startswith(f"{label} "):
            words = words[len(label) :].strip()
    return _TITLE_WORD.sub("", words)


def _split(url: str) -> SplitResult:
    """The address in parts; those of "" for what is none."""
    try:
        return urlsplit(url)
    except ValueError:
        return urlsplit("")


def _main(title: str, site: str) -> str:
    """The part of a document's title that is no name of the site or the board: the first that is not the site's."""
    parts = [part.strip() for part in _SEPARATOR.split(" ".join(title[:1000].split())) if part.strip()]
    rest = [part for part in parts if _letters(part) != site]
    if not rest:
        return title
    longest = max(rest, key=len)
    return rest[0] if 2 * len(rest[0]) >= len(longest) else longest


def _letters(words: str) -> str:
    return "".join(c for c in words.lower() if c.isalnum())
