"""What the reader does with an adapter, shown with adapters made for the purpose."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pagearchive.model import Page
from pagearchive.parse.document import Document
from pagearchive.parse.platforms import Platform, recognise, value
from pagearchive.parse.read import read
from pagearchive.parse.threads.counts import number_in
from pagearchive.parse.threads.reader import ThreadPage, read_thread

FLAT = Platform(name="flat", marks=("li.p",), post="li.p", body=".b", author=(".a",), date=("time@datetime",))
TREE = Platform(
    name="tree", marks=("div.t",), post="div.t", own=".own", nest="div.t", body=".b", author=(".a",), post_id=("@id",)
)


def document(markup: str, url: str = "https://forum.example.org/t/1") -> Document:
    return Document(Page(html=f"<!DOCTYPE html><title>T</title><body>{markup}", url=url))


def found(markup: str, platform: Platform, url: str = "https://forum.example.org/t/1") -> ThreadPage:
    return read_thread(document(markup, url), platform)


def post(name: str, text: str, more: str = "") -> str:
    date = '<time datetime="2024-05-01T10:00:00Z"></time>'
    return f'<li class="p"><i class="a">{name}</i>{date}<div class="b">{text}</div>{more}</li>'


FLARUM = '{"apiDocument": {"data": {"type": "discussions", "attributes": []}, "included": [1, {"type": "posts"}]}}'


# ── picks ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("pick", "expected"),
    [
        (".name", "Ada"),
        (".name@title", "Countess"),
        ("@id~post-(\\d+)", "17"),
        ("<.when", "Monday"),
        (">b", "after"),
        ("^@class", "list"),
        ("a@#", "2"),
        ("=Like", "Like"),
        ("em ~ i", "sibling"),
        ("a[href~=x]", "second"),
        (".name~^(B)", None),
        (".nobody", None),
        ("^^^^^^^^.far", None),
    ],
)
def test_picks(pick: str, expected: str | None) -> None:
    page = document(
        '<div class="list"><p><span class="when">Monday</span></p><!-- c --> '
        '<div id="post-17"><span class="name" title="Countess">Ada</span>'
        '<a>first</a><a href="x">second</a><em>e</em><i>sibling</i></div><p><b>after</b></p></div>'
    )
    node = page.tree.css_first("#post-17")
    assert node is not None
    assert value(node, (pick,)) == expected


def test_the_first_pick_that_gives_a_value_counts() -> None:
    node = document("<div id=d><b></b><i>two</i></div>").tree.css_first("#d")
    assert node is not None
    assert value(node, ("b", "u", "i", "#d")) == "two"


# ── recognition ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_of_platforms_that_share_a_mark_the_first_whose_other_marks_stand_has_the_page() -> None:
    special = Platform(name="special", marks=("li.p", ".extra"), post="li.p", body=".b")
    assert recognise(document(post("Ada", "x")), (special, FLAT)) is FLAT
    assert recognise(document(post("Ada", "x") + "<i class=extra></i>"), (special, FLAT)) is special


def test_a_mark_that_does_not_hold_leaves_the_page_to_one_that_comes_later_on_it() -> None:
    absent = Platform(name="absent", marks=("h1.top", ".never"), post="h1", body="h1")
    row = Platform(name="row", marks=("tr.r",), post="tr.r", body="td")
    page = document("<h1 class=top>x</h1><table><tr class=r><td>y</table>")
    assert recognise(page, (absent, row)) is row
    assert recognise(page, (absent,)) is None


@pytest.mark.parametrize(
    "comments",
    [
        '<article data-testid=StandardMessageView><a data-testid=userLink href="/users/2">Ada</a>'
        "<h2 data-testid=MessageSubject>Re: Rope</h2><p>So it is.</p></article>",
        '<div class="rendered-content"><a class="internal-link view-user-profile" href="/members/ada">Ada</a>'
        '<div class="threaded-reply-content user-defined-markup"><p>So it is.</p></div></div>',
    ],
    ids=["khoros-aurora", "telligent"],
)
def test_comments_like_those_of_a_softwares_threads_below_an_article_are_no_thread(comments: str) -> None:
    article = "<article><h1>Rope</h1><p>Rope is laid, not plaited.</p></article>"
    assert recognise(document(article + comments)) is None


# ── posts ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_answers_inside_a_container_are_not_its_own() -> None:
    thread = found(
        '<div class="t" id="1"><div class="own"><i class="a">Ada</i><div class="b">top</div></div>'
        '<div class="t" id="2">'
        '<div class="t" id="3"><div class="own"><i class="a">Cy</i><div class="b">leaf</div></div></div></div></div>'
        '<div class="t" id="4"><div class="own"><i class="a">Di</i><div class="b">next</div></div></div>',
        TREE,
    )
    assert [(p.post_id, p.author.name, p.text, p.in_reply_to) for p in thread.posts] == [
        ("1", "Ada", "top", None),
        ("2", None, "", "1"),
        ("3", "Cy", "leaf", "2"),
        ("4", "Di", "next", None),
    ]


def test_what_stands_in_a_dropped_place_is_no_post() -> None:
    platform = Platform(name="flat", marks=("li.p",), post="li.p", body=".b", noise={"advertisement": ".ad"})
    thread = found(post("Ada", "one") + f"<div class=ad>{post('Shop', 'buy')}</div>" + post("Bo", "two"), platform)
    assert [p.text for p in thread.posts] == ["one", "two"]


def test_the_author_of_the_post_before_where_the_platform_says_so() -> None:
    markup = post("Ada", "one") + '<li class="p"><div class="b">two</div></li>'
    same = Platform(name="same", marks=("li.p",), post="li.p", body=".b", author=(".a",), same_author=True)
    assert [p.author.name for p in found(markup, same).posts] == ["Ada", "Ada"]
    assert [p.author.name for p in found(markup, FLAT).posts] == ["Ada", None]


@pytest.mark.parametrize(
    ("line", "is_client_line"),
    [
        ("Sent from my iPhone using Tapatalk", True),
        ("Sent from my <b>SM-G960F</b> using <a href='https://tapatalk.example/'>Tapatalk</a>", True),
        ("Gesendet von meinem Pixel mit Tapatalk", True),
        ("Envoyé de mon iPad", True),
        ("via Tapatalk", True),
        ("Get Outlook for Android", True),
        ("Sent from the moon, with love", False),
        ("The parcel was sent from my house", False),
        ("Posted by mistake", False),
    ],
)
def test_client_lines_at_the_end_are_removed_and_named(line: str, is_client_line: bool) -> None:
    page = document(post("Ada", f"I agree.<br><br>{line}"))
    text = read_thread(page, FLAT).posts[0].text
    assert (text == "I agree.") is is_client_line
    assert ("client line" in {entry.reason for entry in page.removed}) is is_client_line


def test_a_client_line_inside_a_post_stays() -> None:
    text = found(post("Ada", "Sent from my iPhone<br><br>That line annoys me."), FLAT).posts[0].text
    assert text.startswith("Sent from my iPhone")


# ── the page ─────────────────────────────────────────────────────────────────────────────────────────────────────

FIRST = "https://forum.example.org/t/1"
PAGED = Platform(
    name="paged", marks=("li.p",), post="li.p", body=".b", author=(".a",), page=(".now",), next_page=("a.next@href",),
    previous_page=("a.back@href",),
)  # fmt: skip


@pytest.mark.parametrize(
    ("markup", "url", "expected"),
    [
        ("", FIRST, (1, 1, None, True)),
        ('<a class=next href="?page=2">', FIRST, (1, None, f"{FIRST}?page=2", True)),
        ('<a class=back href="/t/1">', "https://forum.example.org/t/1?page=2", (None, None, None, False)),
        ("", "https://forum.example.org/t/1?page=7", (None, None, None, True)),
        ('<a class=next href="?">', FIRST, (1, 1, None, True)),
        ("<b class=now>3</b>", "https://forum.example.org/t/1?page=3", (3, None, None, False)),
    ],
)  # fmt: skip
def test_pages(markup: str, url: str, expected: tuple[int | None, int | None, str | None, bool]) -> None:
    thread = found(post("Ada", "x") + markup, PAGED, url)
    info = thread.thread
    assert (info.page, info.page_count, info.next_page, thread.posts[0].is_original_post) == expected


def test_an_adapter_that_no_longer_fits_leaves_the_page_to_the_next_reader() -> None:
    worn = Platform(name="worn", marks=("li.p",), post="li.p", body=".gone", author=(".gone",))
    markup = "".join(post(name, f"A sentence long enough to be a post, says {name} of {name}.") for name in "ABCDEF")
    page = Page(
        html=f"<body><ul>{markup}</ul>", url="https://forum.example.org/", captured_at=datetime(2026, 1, 1, tzinfo=UTC)
    )
    record = read(page, platforms=(worn,))
    assert record.read_by != "worn"
    assert [problem.code for problem in record.problems][:1] == ["no-posts"]


@pytest.mark.parametrize(
    "data",
    [
        "post_stream",
        '["post_stream"]',
        '{"topic_1": "post_stream"}',
        '{"topic_1": {"post_stream": 1}}',
        '{"topic_1": "{\\"post_stream\\": 5}"}',
        '{"topic_1": "{\\"post_stream\\": {\\"posts\\": [1, null, {}]}}"}',
        '{"topic_1": "null", "post_stream": "null"}',
    ],
)
def test_page_data_that_hold_no_topic_are_no_error(data: str) -> None:
    record = read(
        Page(html=f"<div id=data-preloaded data-preloaded='{data}'></div>", url="https://talk.example.org/t/x/1")
    )
    assert not record.posts
    assert record.problems


@pytest.mark.parametrize("data", ["", "{", "[]", '{"apiDocument": 1}', '{"apiDocument": {"data": []}}', FLARUM])
def test_page_data_that_hold_no_discussion_are_no_error(data: str) -> None:
    html = f"<script id=flarum-json-payload type=application/json>{data}</script>"
    record = read(Page(html=html, url="https://flar.example.org/d/1"))
    assert not record.posts
    assert record.problems


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("31 replies", 31),
        ("1,204", 1204),
        ("1.204 Antworten", 1204),
        ("1.2K replies", 1200),
        ("2 M", 2_000_000),
        ("-3", -3),
        ("−3 points", -3),
        ("no replies", None),
        ("", None),
        ("9" * 5000, 999_999_999_999_999_999),
    ],
)
def test_numbers_as_printed(printed: str, number: int | None) -> None:
    assert number_in(printed) == number
