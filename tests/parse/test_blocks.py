"""Threads of unknown make are read, and pages that are no thread are not read as one."""

from __future__ import annotations

import pytest

from pagearchive.model import Article, Page, Thread
from pagearchive.parse import read

WORDS = (
    "I dug the bed over in March and the soil was still frozen two hands down.",
    "Cover it with black foil, which warms the ground by a few degrees in a week.",
    "Foil works, but straw is cheaper and you can dig it in later on.",
    "Straw brings slugs, and last year they ate every lettuce that I had.",
    "Beer traps never fail, as long as you empty them before the cat does.",
)
NAMES = ("ida", "moss", "old_tom", "ida", "fern")


def page(body: str, *, head: str = "", url: str = "https://example.org/pages/frozen-bed", attributes: str = "") -> Page:
    html = (
        f"<html><head><title>Frozen bed</title>{head}</head><body {attributes}><h1>Frozen bed</h1>{body}</body></html>"
    )
    return Page(html=html, url=url)


def read_forum(body: str, url: str = "https://example.org/forum/threads/frozen-bed.311/") -> Thread:
    record = read(page(body, url=url))
    assert isinstance(record, Thread)
    assert record.read_by == "blocks"
    return record


def posts(template: str, count: int = 5) -> str:
    """The template filled for each post: {n}, {id}, {name}, {words}, {odd}."""
    return "".join(
        template.format(n=n + 1, id=7000 + n, name=NAMES[n % 5], words=WORDS[n % 5], odd=("odd", "even")[n % 2])
        for n in range(count)
    )


SHAPES = {
    "siblings with a class": (
        '<div class="post" id="p{id}"><a href="/user/{name}">{name}</a> <time'
        ' datetime="2026-02-1{n}T10:00:00Z">x</time>'
        '<div class="post-content"><p>{words}</p></div></div>'
    ),
    "odd and even": (
        '<div class="row-{odd} n{n}" id="p{id}"><b class="username">{name}</b><i>2026-02-1{n} 10:00</i><div><p>'
        "{words}</p></div></div>"
    ),
    "no class at all": (
        '<section><header><a href="/members/{name}.{n}/">{name}</a> 1{n} Feb 2026, 10:00</header><div><p>'
        "{words}</p></div></section>"
    ),
    "the date in a title": (
        '<div class="msg" data-id="{id}"><span class="author">{name}</span><span'
        ' title="2026-02-1{n} 10:00:00">a while ago</span>'
        '<div class="text">{words}</div></div>'
    ),
    "the date as a stamp": (
        '<div class="msg" data-id="{id}" data-timestamp="177080400{n}"><span class="author">{name}</span>'
        '<div class="text">{words}</div></div>'
    ),
    "the name twice, with ranks": (
        '<article id="c-{id}"><div class="who"><a class="name" href="/u/{name}"><span>{name}</span></a>'
        "<em>Member</em><em>1,2{n}0 posts</em>"
        '<em>Joined: Mar 2009</em></div><time datetime="2026-02-1{n}T10:00:00Z">x</time><div class="body"><p>'
        "{words}</p></div></article>"
    ),
    "text bare in the post": (
        '<li class="reply" id="r{id}"><a href="/user/{name}">{name}</a> <small>2026-02-1{n} 10:00</small><br>'
        "{words}</li>"
    ),
    "name and date in one line": (
        '<div class="talk" id="{id}"><div class="bold">{name} · <span>1{n}/02/2026 10:00</span></div>'
        '<div class="text"><p>{words}</p></div></div>'
    ),
    "name and date in one text": (
        '<div class="talk" id="{id}"><div class="bold">{name} · 1{n}/02/2026 10:00</div>'
        '<div class="text"><p>{words}</p></div></div>'
    ),
    "the date in two elements": (
        '<div class="talk" id="{id}"><a href="/user/{name}">{name}</a> <p><b>1{n} Feb 2026</b> <b>10:00</b></p>'
        '<div class="text">{words}</div></div>'
    ),
    "a class of each author": (
        '<div class="post" id="p{id}"><a class="author of-{name}" href="/user/{name}">{name}</a> <a class="of-{name}"'
        ' href="/user/{name}/feed">feed</a> <i>2026-02-1{n} 10:00</i><div class="post-content">{words}</div></div>'
    ),
    "numbers in all classes": (
        '<div class="c7f1 x{odd}1" id="p{id}"><div class="c7a2">{name}</div><div class="c7a3">2026-02-1{n} 10:00</div>'
        '<div class="c7a4"><div class="c7a5"><p>{words}</p></div></div></div>'
    ),
    "the title again over each": (
        '<div class="post"><a href="/user/{name}">{name}</a><div class="post-main"><h3><a'
        ' href="/forum/view?p={id}">Re: Frozen bed, and its soil</a></h3><div class="date">2026-02-1{n} 10:00</div>'
        '<div class="post-text">{words}</div></div></div>'
    ),
    "a frame around the words": (
        '<div class="post" id="p{id}"><a href="/user/{name}">{name}</a><div class="post-content"><div class="when">'
        "2026-02-1{n} 10:00</div><div><div>{words}</div></div><div><span>Link to this</span></div></div></div>"
    ),
    "the date in the first line of the body": (
        '<div class="post" id="p{id}"><a href="/user/{name}">{name}</a><div class="post-content"><p class="when">'
        'Posted <abbr title="2026-02-1{n}T10:00:00Z">x</abbr></p>{words}</div></div>'
    ),
    "a rank beside the name": (
        '<div class="post" id="p{id}"><div class="author"><a href="/who/{name}">{name}</a> <i>Gardener</i></div>'
        '<time datetime="2026-02-1{n}T10:00:00Z">x</time><div class="post-content">{words}</div></div>'
    ),
    "editors before the author": (
        '<div class="post" id="p{id}"><div class="post-content">{words}</div><div class="sig">edited <span'
        ' title="2026-03-0{n} 10:00:00Z">x</span> <a class="by" href="/users/9/zoe">zoe</a></div><div class="sig">'
        'asked <span title="2026-02-1{n} 10:00:00Z">x</span> <a class="by" href="/users/{n}/{name}">{name}</a></div>'
        "</div>"
    ),
    "rows of one table, with a row of buttons behind each": (
        '<tr><td><span class="name"><b>{name}</b></span><br><span class="small">Joined: 0{n} Apr 2004</span></td><td>'
        '<table><tr><td><span class="small">Posted: Tue Feb 1{n}, 2026 9:40 pm</span></td></tr><tr><td>{words}</td>'
        '</tr></table></td></tr><tr><td><a href="#top">Top</a></td><td><a href="/user/{n}"><img src="p.gif"></a></td>'
        "</tr>"
    ),
    "a wrapper around each": (
        '<div align="center"><div><div class="post" id="p{id}"><a href="/user/{name}">{name}</a> 2026-02-1{n} 10:00'
        '<div class="content">{words}</div></div></div></div>'
    ),
    "cells": (
        '<div class="card" id="p{id}"><div class="cell cell-user"><a href="/user/{name}">{name}'
        "</a> Joined 2009-01-0{n}</div>"
        '<div class="cell cell-main"><time datetime="2026-02-1{n}T10:00:00Z">x</time><div class="content">'
        "{words}</div></div></div>"
    ),
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_author_date_and_words_of_each_post(shape: str) -> None:
    around = "table" if shape.startswith("<tr") else "div"
    record = read_forum(f'<{around} class="list">{posts(shape)}</{around}>')
    assert [post.author.name for post in record.posts] == list(NAMES)
    assert [(post.date_published or "")[:10] for post in record.posts] == (
        ["2026-02-03"] * 5 if "timestamp" in shape else [f"2026-02-1{n}" for n in range(1, 6)]
    ) or "timestamp" in shape
    assert [post.text for post in record.posts] == list(WORDS)
    assert all(post.date_published for post in record.posts)


def test_posts_of_which_the_markup_says_nothing_but_that_they_can_be_answered() -> None:
    shape = (
        '<article class="c1{n}"><header class="c9"><div class="c77"><span class="c10">{name}</span> <span class="c11">'
    )
    shape += '1{n}.02.2026, 10:00 Uhr</span></div></header><section class="c12"><p>{words}</p></section><footer>'
    record = read_forum(
        posts(shape + "<button>Antworten</button></footer></article>"), "https://forum.example.org/x/12"
    )
    assert [post.author.name for post in record.posts] == list(NAMES)
    assert [post.text for post in record.posts] == list(WORDS)


def test_a_tree_of_answers_without_classes() -> None:
    def tree(n: int) -> str:
        inner = f"<ul><li>{tree(n + 1)}</li></ul>" if n < 5 else ""
        head = f'<p><a href="/user/{NAMES[n - 1]}">{NAMES[n - 1]}</a> <i>2026-02-1{n} 10:00</i></p>'
        return f"<div><div>{head}<div>{WORDS[n - 1]}</div></div></div>{inner}"

    record = read_forum(f"<ul><li>{tree(1)}</li></ul>")
    assert [post.author.name for post in record.posts] == list(NAMES)
    assert [post.text for post in record.posts] == list(WORDS)


def test_a_day_and_an_hour_in_elements_of_their_own_are_one_date() -> None:
    assert read_forum(posts(SHAPES["the date in two elements"])).posts[0].date_published == "2026-02-11T10:00:00"


def test_answers_in_lists_of_their_own_answer_the_post_before_the_list() -> None:
    item = [
        SHAPES["siblings with a class"].format(n=n + 1, id=7000 + n, name=NAMES[n], words=WORDS[n]) for n in range(5)
    ]
    tree = f"<li>{item[1]}<ul><li>{item[2]}</li><li>{item[3]}</li></ul></li><li>{item[4]}</li>"
    record = read_forum(f"{item[0]}<section><ul>{tree}</ul></section>")
    assert [post.in_reply_to for post in record.posts] == [None, None, "7001", "7001", None]
    assert all(post.in_reply_to is None for post in read_forum("".join(item)).posts)


def test_a_guest_s_name_is_no_link() -> None:
    shape = SHAPES["a class of each author"]
    guest = '<div class="post" id="p8000"><span class="author">Guest 7</span> <i>2026-02-20 10:00</i>'
    guest += '<div class="post-content">Ask the neighbours for a spade.</div></div>'
    assert read_forum(posts(shape) + guest).posts[-1].author.name == "Guest 7"


def test_a_list_of_other_threads_made_like_the_posts_is_none_of_them() -> None:
    other = '<div class="post"><p>{words}</p> <a href="/user/{name}">{name}</a> <i>2025-01-1{n} 10:00</i></div>'
    others = posts(other.replace("{words}", "Roses, and when to cut them"), 3)
    record = read_forum(f"<div>{posts(SHAPES['a class of each author'])}</div><div>{others}</div>")
    assert [post.text for post in record.posts] == list(WORDS)


COMMENTS = (
    '<div class="comment" id="comment-{id}"><a href="/u/{name}">{name}</a> <time datetime="2026-02-1{n}T10:00:00Z">x'
    '</time><div class="comment-text"><p>{words}</p></div><button>Reply</button></div>'
)


@pytest.mark.parametrize(("account", "kind"), [("/u/zoe", Thread), ("/author/zoe", Article)])
def test_comments_under_a_post_are_a_thread_where_its_author_is_one_of_them(account: str, kind: type) -> None:
    head = f'<p><a href="{account}">zoe</a> <time datetime="2026-02-10T10:00:00Z">x</time></p>'
    text = f"<div class='post-body'><p>{WORDS[0]} {WORDS[1]}</p></div>"
    record = read(page(f"<main>{head}{text}<section>{posts(COMMENTS)}</section></main>"))
    assert isinstance(record, kind)
    if isinstance(record, Thread):
        assert [post.author.name for post in record.posts] == ["zoe", *NAMES]


@pytest.mark.parametrize(("target", "count"), [("https://other.example/frozen", 6), ("/pages/frozen", 5)])
def test_a_link_that_was_submitted_is_the_first_post(target: str, count: int) -> None:
    head = (
        f'<div><a href="{target}">Frozen bed</a><p>via <a href="/u/zoe">zoe</a> <time datetime="2026-02-10T10:00:00Z">'
    )
    record = read_forum(f"{head}x</time></p></div><section>{posts(COMMENTS)}</section>")
    assert len(record.posts) == count
    if count == 6:
        first = record.posts[0]
        assert (first.author.name, first.date_published, first.text) == ("zoe", "2026-02-10T10:00:00Z", "")


def test_the_address_of_a_post_is_the_link_around_its_date() -> None:
    shape = '<div class="post" id="p{id}"><a href="/user/{name}">{name}</a> <a href="/forum/show?post=x{n}&amp;sid='
    shape += '0311f125385c248eb11c61ee73392290">2026-02-1{n} 10:00</a><div class="post-content">{words}</div></div>'
    assert read_forum(posts(shape)).posts[0].url == "https://example.org/forum/show?post=x1"


def test_an_identifier_of_letters_and_digits_stays_whole() -> None:
    shape = SHAPES["siblings with a class"].replace('id="p{id}"', 'id="c_o8nd{n}m"')
    assert read_forum(posts(shape)).posts[0].post_id == "o8nd1m"


def test_an_edit_is_told_by_the_words_before_its_date() -> None:
    edited = '<p class="note">Last edited: <span title="2026-02-20 11:00">x</span></p></div>'
    shape = SHAPES["siblings with a class"].removesuffix("</div>")
    record = read_forum(posts(shape + "</div>", 4) + shape.format(n=5, id=7004, name="fern", words=WORDS[4]) + edited)
    assert [post.date_modified for post in record.posts] == [None] * 4 + ["2026-02-20T11:00:00"]


def test_software_that_sets_posts_in_blockquotes_quotes_nobody() -> None:
    shape = SHAPES["siblings with a class"].replace("<p>{words}</p>", "<blockquote class='said'>{words}</blockquote>")
    record = read_forum(posts(shape))
    assert [post.text for post in record.posts] == list(WORDS)
    assert not any(post.quotes for post in record.posts)


def test_the_quoted_post_is_the_page_s_whatever_its_link_looks_like() -> None:
    shape = SHAPES["siblings with a class"]
    quote = f'<blockquote><a href="/goto/7001-x">moss said:</a><p>{WORDS[1]}</p></blockquote><p>'
    last = shape.format(n=5, id=7004, name="fern", words=WORDS[4]).replace("<p>", quote)
    post = read_forum(posts(shape, 4) + last).posts[-1]
    assert [(one.author, one.post_id, one.text) for one in post.quotes] == [("moss", "7001", WORDS[1])]
    assert post.in_reply_to == "7001"


@pytest.mark.parametrize(
    ("around", "boards"),
    [
        ('<div><a href="/">Home</a> &gt; <a href="/garden">Garden</a> &gt; <a href="/beds">Beds</a></div>', True),
        ('<a href="/">Home</a> » <a href="/garden">Garden</a> » <a href="/beds">Beds</a> » Frozen bed', True),
        ('<a href="/garden">Garden</a> | <a href="/beds">Beds</a>', False),
    ],
)
def test_the_way_to_a_thread_is_parted_by_signs_that_point_onwards(around: str, boards: bool) -> None:
    record = read_forum(around + posts(SHAPES["siblings with a class"]))
    assert record.thread is not None
    assert record.thread.board == (["Garden", "Beds"] if boards else [])


def test_pages_that_nothing_calls_so() -> None:
    pages = 'Pages: [<b>1</b>] <a href="/forum/threads/frozen-bed.311/?start=15">2</a>'
    record = read_forum(posts(SHAPES["siblings with a class"]) + pages)
    assert record.thread is not None
    assert record.thread.page_count == 2
    assert record.thread.next_page == "https://example.org/forum/threads/frozen-bed.311/?start=15"


def test_a_title_without_its_label() -> None:
    body = page(posts(SHAPES["siblings with a class"]), url="https://example.org/forum/threads/frozen-bed.311/")
    labelled = str(body.html).replace("<h1>", '<h1><span class="label">Solved</span> ')
    labelled = labelled.replace("<title>", "<title>Solved - ")
    record = read(Page(html=labelled, url=body.url))
    assert record.title == "Frozen bed"


def test_identifier_and_address_come_from_the_same_number() -> None:
    shape = SHAPES["siblings with a class"].replace(
        '<div class="post-content">', '<a href="#p{id}">#{n}</a><div class="post-content">'
    )
    first = read_forum(posts(shape)).posts[0]
    assert (first.post_id, first.url) == ("7000", "https://example.org/forum/threads/frozen-bed.311/#p7000")


def test_the_account_is_known_by_its_link() -> None:
    record = read_forum(posts(SHAPES["no class at all"]))
    assert record.posts[0].author.url == "https://example.org/members/ida.1/"
    assert record.posts[0].author.id == "1"


def test_two_posts_are_a_thread_on_a_page_that_says_so() -> None:
    assert len(read_forum(posts(SHAPES["siblings with a class"], 2)).posts) == 2


def test_what_nobody_signed_is_no_post() -> None:
    advertisement = '<div class="post"><div class="post-content"><p>Buy spades now.</p></div></div>'
    record = read_forum(
        posts(SHAPES["siblings with a class"], 3) + advertisement + posts(SHAPES["siblings with a class"], 3)
    )
    assert "spades" not in record.text


def test_only_the_first_page_has_the_opening_post() -> None:
    pager = '<div class="pages"><a href="?page=1">1</a><b class="current">2</b><a href="?page=3">3</a></div>'
    record = read_forum(
        posts(SHAPES["siblings with a class"]) + pager, "https://example.org/threads/frozen-bed.311/?page=2"
    )
    assert record.thread is not None
    assert (record.thread.page, record.thread.page_count) == (2, 3)
    assert record.thread.next_page == "https://example.org/threads/frozen-bed.311/?page=3"
    assert not any(post.is_original_post for post in record.posts)


def test_a_next_link_of_another_thread_is_not_followed() -> None:
    other = '<div class="pagination"><a rel="next" href="/forum/threads/roses.99/page-2">Next</a></div>'
    record = read_forum(posts(SHAPES["siblings with a class"]) + other)
    assert record.thread is not None
    assert record.thread.next_page is None


PROSE = "".join(f"<p>{' '.join(WORDS)}</p>" for _ in range(8))
CARD = '<div class="card"><h3><a href="/stories/{name}-{n}">{words}</a></h3><span class="author">{name}'
"</span> <time>2026-02-1{n}</time><p>{words}</p></div>"
NO_THREADS = {
    "an article with comments": (
        f'<article>{PROSE}</article><ol class="commentlist">'
        + posts(SHAPES["siblings with a class"].replace('class="post"', 'class="comment even thread-even depth-1"'))
        + "</ol>",
        '<meta property="og:type" content="article"><script type="application/ld+json">{"@type":"BlogPosting"}'
        "</script>",
    ),
    "an article with comments that declares nothing": (
        f"<article>{PROSE}</article><section id='comments'>"
        + posts(SHAPES["siblings with a class"].replace('class="post"', 'class="comment"'), 4)
        + "</section>",
        "",
    ),
    "an article with cards of others": (f"<article>{PROSE}</article><div class='more'>{posts(CARD)}</div>", ""),
    "a list of articles": (f"<main>{posts(CARD)}</main>", ""),
    "a list of products": (
        "<ul>"
        + posts(
            '<li class="product" id="product-{id}"><img alt="{name}"><h3>{name}</h3><b>{n}9.90</b><p>{words}</p></li>'
        )
        + "</ul>",
        "",
    ),
    "results of a search": (
        posts(
            '<div class="result"><a href="https://other.example/{id}">{words}</a>'
            "<cite>other.example</cite> 2026-02-1{n}<p>{words}</p></div>"
        ),
        "",
    ),
    "an article": (PROSE, ""),
    "a changelog": (
        posts('<section id="v{n}"><h2>1.{n}.0</h2><time>2026-02-1{n}</time><ul><li>{words}</li></ul></section>'),
        "",
    ),
    "a table of people": (
        "<table>"
        + posts('<tr id="row{id}"><td><a href="/user/{name}">{name}</a></td><td>2026-02-1{n}</td><td>{n}</td></tr>')
        + "</table>",
        "",
    ),
}


@pytest.mark.parametrize(("body", "head"), NO_THREADS.values(), ids=NO_THREADS)
def test_what_is_no_thread(body: str, head: str) -> None:
    assert isinstance(read(page(body, head=head)), Article)


def test_a_board_index_is_no_thread() -> None:
    rows = posts(
        '<div class="row topic-row" id="t{id}"><h3><a'
        ' href="/forum/threads/{name}.{id}/">A question about seeds, number {n}</a></h3>'
        '<a href="/members/{name}/">{name}</a> <time datetime="2026-02-1{n}">x</time></div>'
    )
    assert isinstance(read(page(f"<div>{rows}</div>", url="https://example.org/forum/boards/garden/")), Article)


def test_reading_twice_gives_the_same() -> None:
    forum = page(posts(SHAPES["cells"]), url="https://example.org/threads/frozen-bed.311/")
    assert read(forum) == read(forum)


def test_an_opening_post_of_few_characters_that_are_words_is_found() -> None:
    said = ("三月挖地，土冻了两手深，怎么办？", "土还冻着呢", "盖上黑膜", "稻草便宜", "会招蛞蝓")
    opening, *replies = (
        f'<a href="/member/{NAMES[n]}">{NAMES[n]}</a> <span>2026-02-1{n} 10:00</span><div class="words">{words}</div>'
        for n, words in enumerate(said)
    )
    rows = "".join(f'<div class="reply" id="r70{n}">{reply}</div>' for n, reply in enumerate(replies))
    nodes = "".join(f"<li><a href='/n/{n}'>节点{n}</a> 讨论</li>" for n in range(20))
    about = "<div class='about'>本站由热心的朋友们维护，欢迎大家来聊种菜、养花与做饭的事情。</div>"
    thread = read_forum(f"<ul>{nodes}</ul><div class='topic'><h1>冻土</h1>{opening}</div><div>{rows}</div>{about * 2}")
    assert [post.text for post in thread.posts] == list(said)


LISTS = {
    "topics of a board": (
        '<div class="row thread" id="t{id}"><div class="main"><a class="subject" href="/forum/threads/{id}/">'
        "Topic {n} of the frozen beds</a> by <a class=author href=/members/{name}.{n}/>{name}</a></div>"
        '<div class="last"><a href="/forum/threads/{id}/latest">Last post</a> by'
        " <a href=/members/{name}.{n}/>{name}</a>"
        ' <time datetime="2026-02-1{n}T10:00:00Z">x</time></div><i>{n} replies, 30{n} views</i></div>'
    ),
    "boards of a forum": (
        '<li class="forum row" id="f{id}"><a href="/forum/boards/beds-{n}/">Beds number {n}</a><p>All about beds.</p>'
        '<span>12{n} topics</span> <a href="/forum/threads/{id}/">Topic {n} of the frozen beds</a> <a class=username'
        ' href="/members/{name}.{n}/">{name}</a> <time datetime="2026-02-1{n}T10:00:00Z">x</time>'
        ' <a href="/forum/feed/{n}">View the feed of this board</a></li>'
    ),
}


@pytest.mark.parametrize("way", LISTS)
def test_rows_that_lead_to_threads_of_their_own_are_no_posts(way: str) -> None:
    url = "https://example.org/forum/boards/garden/"
    record = read(page(f"<div class=threads>{posts(LISTS[way])}</div>", url=url, attributes="class=forum"))
    assert isinstance(record, Article)
    assert "list-of-topics" in [problem.code for problem in record.problems]


def test_posts_with_links_of_their_own_are_no_list() -> None:
    shape = (
        '<div class="post" id="p{id}"><a href="/forum/threads/frozen-bed.311/post-{id}" class=date><time'
        ' datetime="2026-02-1{n}T10:00:00Z">1{n} February 2026, 10:00</time></a> <a class=username'
        ' href="/members/{name}.{n}/">{name}</a><div class=body><p>{words}</p></div>'
        '<a href="/forum/posts/{id}/reply">Reply to this post</a></div>'
    )
    assert len(read_forum(f"<div class=thread>{posts(shape)}</div>").posts) == 5
