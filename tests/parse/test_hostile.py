"""Whatever comes as a page: an answer, or an error raised on purpose; never a crash, never without a bound."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pagearchive import dom
from pagearchive.errors import TooLargeError
from pagearchive.model import Article, Page, Thread
from pagearchive.parse import read
from pagearchive.parse.blocks import naming, survey, verdict
from pagearchive.parse.platforms import PLATFORMS

URL = "https://forum.example.org/threads/frozen-bed.311/"
NESTED_POST = (
    '<div class="post" id="post_1"><a href="/user/bob">bob</a> <time datetime="2026-02-01T10:00:00Z"></time>'
    '<div class="content">'
)
ITEM = '<div itemscope itemtype="https://schema.org/{}"><b itemprop="author">bob</b><div itemprop="text">words</div>'
DEEP_JSON = '{"@type":"Comment","comment":[' * 20_000
LISTS = (
    '<script type="application/ld+json">{"@type":"NewsArticle","headline":LIST,"author":LIST,"image":LIST}</script>x'
)
PAGES: dict[str, Callable[[], str]] = {
    "nothing": lambda: "",
    "white space": lambda: " \n\t",
    "no markup": lambda: "hello",
    "50,000 nested divs": lambda: "<div>" * 50_000 + "x" + "</div>" * 50_000,
    "50,000 nested inline elements": lambda: "<b><a><font>" * 17_000 + "x",
    "nested tables": lambda: "<table><tr><td>" * 17_000 + "x",
    "nested lists": lambda: "<ul><li>" * 25_000 + "x",
    "nested quotations": lambda: '<blockquote class="quote">' * 20_000 + "x",
    "nested posts": lambda: NESTED_POST * 2_000 + "x",
    "nested items": lambda: ITEM.format("DiscussionForumPosting").removesuffix("</div>") * 2_000,
    "formatting that is adopted": lambda: "<b><p>" * 10_000 + "x",
    "unclosed tags": lambda: '<div class="post" id="p1"><a href="/user/1' * 1_000,
    "only less-than signs": lambda: "<" * 500_000,
    "only ampersands": lambda: "&" * 500_000 + "&amp;" * 50_000,
    "unclosed comments": lambda: "<!--" * 100_000,
    "zero bytes": lambda: "<p>" + "a\0b " * 20_000 + "\0<div\0>\0",
    "lone surrogates": lambda: "<p>" + "a\ud800b \udfff" * 1_000 + '<a href="http://\ud800/">x</a>',
    "huge attributes": lambda: (
        f'<div class="{"a " * 500_000}" id="{"1" * 500_000}" title="{"2024-01-01 " * 50_000}">x</div>'
    ),
    "attributes without number": lambda: "<div " + " ".join(f"a{n}=1" for n in range(30_000)) + ">x</div>",
    "choices without number": lambda: "<select>" + "<option>x" * 50_000,
    "deep JSON-LD, cut off": lambda: f'<script type="application/ld+json">{DEEP_JSON}</script>DiscussionForumPosting',
    "deep JSON-LD, whole": lambda: (
        f'<script type="application/ld+json">{DEEP_JSON}{"]}" * 20_000}</script>DiscussionForumPosting'
    ),
    "lists in lists": lambda: LISTS.replace("LIST", "[" * 800 + '"x"' + "]" * 800),
    "objects in objects": lambda: LISTS.replace("LIST", '{"name":' * 800 + '"x"' + "}" * 800),
    "deep data": lambda: f'<body class="forum"><script type="application/json">{"[" * 50_000}{"]" * 50_000}</script>',
    "addresses that are none": lambda: (
        '<base href="http://[::1"><link rel="next" href="http://[">'
        + "".join(f'<a href="{bad}">x</a>' for bad in ("http://[", "//", "http://a b", "\0", "http://x:99999/", "%zz"))
    ),
    "frames": lambda: "<frameset><frame></frameset>",
}


@pytest.mark.parametrize("make", PAGES.values(), ids=PAGES)
@pytest.mark.parametrize("platforms", [PLATFORMS, ()], ids=["adapters", "no adapters"])
def test_any_page_gives_a_record(make: Callable[[], str], platforms: tuple[object, ...]) -> None:
    record = read(Page(html=make(), url=URL), platforms=platforms)  # type: ignore[arg-type]
    assert isinstance(record, Thread | Article)
    assert msgspec.json.encode(record)


def test_deep_nesting_keeps_the_text() -> None:
    words = "The kernel of the matter stands deep inside, and it is long enough to be a text. " * 5
    assert "kernel" in read(Page(html="<div>" * 50_000 + f"<p>{words}</p>" + "</div>" * 50_000)).text


def test_a_tree_is_no_deeper_than_a_browsers() -> None:
    tree = dom.parse("<div>" * 50_000 + "<p class=last>x</p>")
    last = dom.select_first(tree, "p.last")
    assert last is not None
    assert sum(1 for _ in dom.ancestors(last)) <= dom.MAX_DEPTH + 4


def test_a_page_over_the_bound_is_refused_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dom, "MAX_CHARACTERS", 1000)
    with pytest.raises(TooLargeError) as caught:
        read(Page(html="x" * 1001))
    assert "\n" not in str(caught.value)


KNOWN_POST = (
    '<article class="cPost" id="elComment_{n}"><div class="cAuthorPane_author"><a href="/profile/{n}-u/">u{n}</a></div>'
    '<div class="ipsComment_meta"><time datetime="2024-01-01T10:00:00Z">x</time></div>'
    '<div data-role="commentContent"><p>Words of post number {n}.</p>'
)
UNKNOWN_POST = (
    '<div class="turn" id="turn-{n}"><a href="/people/u{n}">u{n}</a> <b>2024-01-01 10:00</b>'
    '<div class="words"><p>Words of post number {n}.</p>'
)
MARKED_POST = (
    '<div itemscope itemtype="https://schema.org/{kind}" id="c{n}"><b itemprop="author">u{n}</b>'
    '<div itemprop="text"><p>Words of post number {n}.</p>'
)
UNCLOSED = {"adapter": KNOWN_POST, "blocks": UNKNOWN_POST, "microdata": MARKED_POST}


@pytest.mark.parametrize("post", UNCLOSED.values(), ids=UNCLOSED)
def test_posts_that_are_not_closed_have_their_own_words_only(post: str) -> None:
    posts = (post.format(n=n, kind="Comment" if n > 1 else "DiscussionForumPosting") for n in range(1, 301))
    record = read(Page(html=f'<body class="forum"><h1>T</h1>{"".join(posts)}', url=URL))
    assert [post.author.name for post in record.posts] == [f"u{n}" for n in range(1, 301)]
    assert [post.text for post in record.posts] == [f"Words of post number {n}." for n in range(1, 301)]


def test_a_post_without_a_value_does_not_take_it_from_a_post_inside() -> None:
    edited = '<p data-excludequote>Edited <time datetime="2024-02-01T10:00:00Z">then</time></p>'
    html = f"<body>{KNOWN_POST.format(n=1)}{KNOWN_POST.format(n=2)}{edited}"
    assert [post.date_modified for post in read(Page(html=html, url=URL)).posts] == [None, "2024-02-01T10:00:00Z"]


@pytest.mark.parametrize("platforms", [PLATFORMS, ()], ids=["adapters", "no adapters"])
def test_quotations_in_quotations_repeat_their_text_not_without_end(platforms: tuple[object, ...]) -> None:
    quotes = '<blockquote class="ipsQuote quote">' * 400 + "<p>Somebody's words.</p>" * 100 + "</blockquote>" * 400
    html = "".join(f"{KNOWN_POST.format(n=n)}{quotes}</div></article>" for n in range(1, 5))
    record = read(Page(html=f'<body class="forum">{html}', url=URL), platforms=platforms)  # type: ignore[arg-type]
    assert len(record.posts) == 4
    assert sum(len(quote.text) for post in record.posts for quote in post.quotes) < 25 * len(record.text)


def test_thousands_of_posts_are_all_read() -> None:
    posts = "".join(
        f'<li class="turn" id="turn-{n}"><a href="/people/u{n % 9}">u{n % 9}</a> 2026-02-1{n % 9} 10:00'
        f'<div class="text"><p>Words number {n}.</p></div></li>'
        for n in range(3000)
    )
    record = read(Page(html=f'<body class="forum"><h1>T</h1><ol>{posts}</ol>', url=URL))
    assert len(record.posts) == 3000
    assert record.posts[-1].text == "Words number 2999."


def test_the_parser_frees_a_deep_tree_without_a_crash() -> None:
    """A crash of the C library would take the whole process: so it runs in one of its own."""
    program = (
        "from pagearchive.model import Page; from pagearchive.parse import read\n"
        "for tag in ('div', 'b', 'ul', 'table', 'svg', 'template'):\n"
        "    read(Page(html=f'<{tag}>' * 100_000 + 'x'))\n"
        "print('done')"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "done"), done.stderr[-500:]


ADVERSARIAL = (*(c * 60_000 for c in "a 1@"), "posted by " * 6_000, "wrote: " * 8_000, "1 " * 30_000)


@pytest.mark.parametrize("text", ADVERSARIAL, ids=lambda text: text[:10])
def test_no_expression_runs_away(text: str) -> None:
    naming.clean_name(text)
    survey.has_date_shape(text[:80])
    survey.has_person_link(text)
    for pattern in vars(verdict).values():
        if isinstance(pattern, re.Pattern) and isinstance(pattern.pattern, str):
            pattern.search(text)
    quoted = (
        '<div class="post" id="p1"><a href="/user/b">b</a> 10:00'
        f'<div class="c"><blockquote>{text}</blockquote>{text}</div></div>'
    )
    read(Page(html=f'<body class="forum">{quoted * 3}', url=f"https://forum.example.org/{text[:2000]}"))


TAGS = st.sampled_from(
    [
        "div",
        "p",
        "ul",
        "li",
        "table",
        "tr",
        "td",
        "a",
        "b",
        "blockquote",
        "article",
        "section",
        "time",
        "h1",
        "br",
        "noscript",
    ]
)
NAMES = st.sampled_from(
    ["class", "id", "href", "datetime", "title", "data-author", "itemprop", "itemscope", "itemtype", "src"]
)
VALUES = st.one_of(
    st.sampled_from(
        "post|comment odd|post_12|/user/bob|2026-02-01T10:00:00Z|author|text|https://schema.org/Comment|quote|signature|"
        "https://schema.org/DiscussionForumPosting|http://[|breadcrumb|pagination".split("|")
    ),
    st.text(max_size=12),
)
LEAVES = st.one_of(
    st.text(max_size=30), st.sampled_from(["bob", "2 hours ago", "1 Feb 2026, 10:00", "Reply", "#12", "bob wrote:"])
)


def element(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(
        lambda tag, attributes, inside, closed: (
            f"<{tag} "
            + " ".join(f'{name}="{value}"' for name, value in attributes.items())
            + f">{''.join(inside)}"
            + (f"</{tag}>" if closed else "")
        ),
        TAGS,
        st.dictionaries(NAMES, VALUES, max_size=3),
        st.lists(children, max_size=5),
        st.booleans(),
    )


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(tree=st.recursive(LEAVES, element, max_leaves=40), count=st.integers(1, 6), forum=st.booleans())
def test_any_tree_gives_a_record(tree: str, count: int, forum: bool) -> None:
    page = Page(html=("<body class=forum>" if forum else "") + tree * count, url=URL if forum else None)
    for platforms in (PLATFORMS, ()):
        record = read(page, platforms=platforms)
        assert json.loads(msgspec.json.encode(record))["kind"] in ("thread", "article")


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.binary(max_size=300), header=st.one_of(st.none(), st.text(max_size=30)))
def test_any_bytes_give_a_record(data: bytes, header: str | None) -> None:
    assert read(Page(html=b"<p>words</p>" + data, content_type=header)).kind == "article"


@pytest.mark.parametrize(
    "markup", ["<span class=fn>tom</span>", "<a href=/t/1>A topic</a>", "<i class='fn author'>tom</i>"]
)
def test_what_is_looked_for_around_an_element_may_end_at_the_document(markup: str) -> None:
    words = "<p>" + "The keeper climbs the tower every evening before the sun has gone down. " * 6 + "</p>"
    assert "keeper" in read(Page(html=markup + 4 * words, url="https://courier.example.org/light")).text
