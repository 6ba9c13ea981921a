"""Structured data that states the posts: what is believed, what it fills, what it does not overrule."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pagearchive.model import Article, Page, Thread
from pagearchive.parse import read

URL = "https://forum.example.org/forum/threads/frozen-bed.311/"
WORDS = (
    "The soil is frozen two hands down in March.",
    "Cover it with black foil for a week.",
    "Straw is cheaper than foil.",
)


def item(kind: str, name: str | None, words: str, date: str = "2026-02-24T10:00:00Z", inner: str = "") -> str:
    author = (
        f'<span itemprop="author" itemscope itemtype="https://schema.org/Person"><b itemprop="name">{name}</b></span>'
    )
    return (
        f'<div itemscope itemtype="https://schema.org/{kind}">{author if name else ""}'
        f'<time itemprop="dateCreated" datetime="{date}">x</time><div itemprop="text"><p>{words}</p></div>{inner}</div>'
    )


def thread(html: str, url: str = URL) -> Thread:
    record = read(Page(html=f"<title>Frozen bed</title><h1>Frozen bed</h1>{html}", url=url), platforms=())
    assert isinstance(record, Thread)
    return record


def stated(**changes: Any) -> str:
    thing = {
        "@type": "DiscussionForumPosting",
        "headline": "Frozen bed",
        "author": {"@type": "Person", "name": "ida", "url": "/u/ida"},
        "datePublished": "2026-02-24T10:00:00Z",
        "text": WORDS[0],
        "comment": [{"@type": "Comment", "text": WORDS[1], "author": {"name": "moss"}, "datePublished": "2026-02-25"}],
    }
    return f'<script type="application/ld+json">{json.dumps({**thing, **changes})}</script>'


def test_items_are_posts_in_page_order() -> None:
    record = thread(item("DiscussionForumPosting", "ida", WORDS[0]) + item("Comment", "moss", WORDS[1]))
    assert record.read_by == "schema.org"
    assert [(post.author.name, post.text) for post in record.posts] == [("ida", WORDS[0]), ("moss", WORDS[1])]
    assert [post.is_original_post for post in record.posts] == [True, False]


def test_items_inside_the_opening_item_are_posts_of_their_own() -> None:
    inner = item("Comment", "moss", WORDS[1], inner=item("Comment", "fern", WORDS[2]))
    record = thread(item("DiscussionForumPosting", "ida", WORDS[0], inner=inner))
    assert [post.text for post in record.posts] == list(WORDS)


def test_comments_on_an_answer_are_no_posts() -> None:
    answer = item("Answer", "moss", WORDS[1], inner=item("Comment", "fern", "Which foil?"))
    record = thread(item("Question", "ida", WORDS[0]) + answer)
    assert [post.text for post in record.posts] == [WORDS[0], WORDS[1]]
    assert [comment.text for comment in record.posts[1].comments] == ["Which foil?"]


def test_items_without_an_opening_post_are_left_to_other_readers() -> None:
    record = read(
        Page(html=f"<p>{' '.join(WORDS) * 5}</p>" + item("Comment", "a", "Nice!") + item("Comment", "b", "Yes."))
    )
    assert isinstance(record, Article)


def test_items_without_authors_are_left_to_other_readers() -> None:
    html = "<title>x</title>" + item("DiscussionForumPosting", None, WORDS[0]) + item("Comment", None, WORDS[1])
    assert read(Page(html=html, url="https://example.org/a")).read_by != "schema.org"


def test_what_is_stated_is_read_where_nothing_is_shown() -> None:
    record = thread(stated() + '<div id="root"></div>')
    assert record.read_by == "schema.org"
    assert [(post.author.name, post.text, post.date_published) for post in record.posts] == [
        ("ida", WORDS[0], "2026-02-24T10:00:00Z"),
        ("moss", WORDS[1], "2026-02-25"),
    ]


def shown(names: tuple[str, ...], date: str = "") -> str:
    return "".join(
        f'<div class="post" id="p{n}00"><b class="author">{name}</b> {date}<a href="#p{n}00">#{n}</a>'
        f'<div class="content"><p>{words}</p></div></div>'
        for n, (name, words) in enumerate(zip(names, WORDS, strict=True), 1)
    )


def test_dates_that_are_only_stated_fill_the_gap() -> None:
    record = thread(stated() + shown(("ida", "moss", "fern")))
    assert record.read_by == "blocks"
    assert [post.date_published for post in record.posts] == ["2026-02-24T10:00:00Z", "2026-02-25", None]
    assert record.posts[0].author.url == "https://forum.example.org/u/ida"


def test_the_date_of_the_thread_as_a_whole_is_the_opening_post_s() -> None:
    whole = '<div itemscope itemtype="https://schema.org/DiscussionForumPosting">{}{}</div>'
    date = '<meta itemprop="datePublished" content="2026-02-24T09:59:00Z">'
    record = thread(whole.format(date, shown(("ida", "moss", "fern"))))
    assert record.read_by == "blocks"
    assert [post.date_published for post in record.posts] == ["2026-02-24T09:59:00Z", None, None]
    record = thread(whole.format(date, shown(("ida", "moss", "fern"), "2026-01-01 08:00")))
    assert record.posts[0].date_published == "2026-01-01T08:00:00"


def test_what_is_shown_is_believed_before_what_is_stated() -> None:
    record = thread(stated(author={"name": "somebody else"}) + shown(("ida", "moss", "fern"), "2026-01-01 08:00"))
    assert record.posts[0].author.name == "ida"
    assert record.posts[0].date_published == "2026-01-01T08:00:00"


@pytest.mark.parametrize(
    "script",
    [
        "{not json",
        '{"@type":"DiscussionForumPosting"}',
        '{"@type":"DiscussionForumPosting","text":7,"author":[]}',
        '{"@type":["Question",3],"text":"<p>x","author":{"name":{}},"upvoteCount":"many","dateCreated":{}}',
    ],
)
def test_broken_statements_are_no_errors(script: str) -> None:
    read(Page(html=f'<script type="application/ld+json">{script}</script><p>DiscussionForumPosting</p>', url=URL))


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ("2026-02-24", "2026-02-24T22:30:00Z"),
        ("2026-02-25 00:30", "2026-02-24T22:30:00Z"),
        ("2026-02-24 18:00", "2026-02-24T22:30:00Z"),
        ("2026-02-24 18:07", "2026-02-24T18:07:00"),
        ("2026-03-24 22:30", "2026-03-24T22:30:00"),
    ],
    ids=["a day", "east", "west", "another moment", "another month"],
)
def test_a_shown_date_is_given_as_exactly_as_its_moment_is_stated(shown: str, expected: str) -> None:
    posts = "".join(
        f'<div class="post" id="p{n}"><a href="/u/{name}">{name}</a> <span>{shown}</span>'
        f'<div class="post-text"><p>{words}</p></div></div>'
        for n, (name, words) in enumerate(zip(("ida", "moss", "fern"), WORDS, strict=True), 7001)
    )
    record = thread(posts + stated(datePublished="2026-02-24T22:30:00Z", comment=[]))
    assert record.posts[0].date_published == expected
    assert record.posts[0].date_published_raw == shown


def test_what_was_modified_when_it_was_published_was_not_edited() -> None:
    same = '<meta itemprop="dateModified" content="2026-02-24T10:00:00Z">'
    later = '<meta itemprop="dateModified" content="2026-02-25T10:00:00Z">'
    record = thread(item("Question", "ida", WORDS[0], inner=same) + item("Answer", "moss", WORDS[1], inner=later))
    assert [post.date_modified for post in record.posts] == [None, "2026-02-25T10:00:00Z"]


def test_the_thread_s_number_is_no_post_s() -> None:
    own = f'<link itemprop="url" href="{URL}">'
    reply = f'<link itemprop="url" href="{URL}#post-7002">'
    record = thread(item("Question", "ida", WORDS[0], inner=own) + item("Answer", "moss", WORDS[1], inner=reply))
    assert [post.post_id for post in record.posts] == [None, "7002"]


@pytest.mark.parametrize(
    ("count", "posts"),
    [
        ({"commentCount": 0}, 1),
        (
            {
                "interactionStatistic": [
                    {"interactionType": "https://schema.org/ViewAction", "userInteractionCount": 160},
                    {"interactionType": {"@type": "CommentAction"}, "userInteractionCount": 0},
                ]
            },
            1,
        ),
        ({"commentCount": 3}, 0),
    ],
)
def test_a_post_without_replies_is_a_thread_whatever_else_is_listed(count: dict[str, Any], posts: int) -> None:
    others = "".join(
        f'<div class="post" id="t{n}"><a href="/u/{name}">{name}</a> <time>2026-02-1{n}</time><p>{WORDS[n]}</p></div>'
        for n, name in enumerate(("moss", "fern", "zoe"))
    )
    record = thread(others + stated(comment=[], **count))
    assert (len(record.posts) == 1) == bool(posts)
    if posts:
        assert record.posts[0].text == WORDS[0]
