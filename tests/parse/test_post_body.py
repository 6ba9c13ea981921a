"""What stands inside a post's element and was not written by its author."""

from __future__ import annotations

import pytest

from pagearchive import dom
from pagearchive.model import Page
from pagearchive.parse.document import Document
from pagearchive.parse.threads.post_body import read_post_body


@pytest.mark.parametrize(
    "markup",
    [
        "<ul class='dropdown'><li class='dropdown-item'>Copy post</li><li>Share</li></ul>",
        "<div class='forum-comment-links'><a href='/login'>Reply</a> <a href='/login'>Quote</a></div>",
        "<div class='post-footer'><span>12</span> <a href='/flag'>Report</a></div>",
    ],
)
def test_menus_inside_a_post_are_not_its_text(markup: str) -> None:
    page = Page(
        html=f"<body><main><p>The valve sticks when it is cold.</p>{markup}</main></body>", url="https://f.example/"
    )
    document = Document(page)
    body = read_post_body(document, dom.select(document.tree, "main"))
    assert body.text == "The valve sticks when it is cold."
    assert {one.reason for one in document.removed} == {"message action"}


WORDS = "The valve sticks when it is cold, and the second one drips."


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        ("<pre>make</pre><a class='x' onclick='copy()'>Select all</a>", "message action"),
        ("<a href='#' class='x'>Select all</a>", "message action"),
        ("<a href='javascript:void(0)'>Show the text</a>", "message action"),
        ("<div class='quoteExpand'>Click for more…</div>", "toggle"),
        ("<div><p>Code:</p><pre>make</pre></div>", "code label"),
        ("<div>Advertisement - members see none</div>", "advertisement"),
        ("<div class='y'>Edited 2024-04-18 11:00 by moss: a word was missing</div>", None),
        ("<p>Edited <time datetime='2024-04-18'>18 April</time> by moss</p>", "edit notice"),
        ("<div class='link-preview'>Valves and how they age</div>", "link preview"),
    ],
)
def test_what_the_software_put_into_a_post(markup: str, reason: str | None) -> None:
    document = Document(
        Page(html=f"<body><main><p>{WORDS} {WORDS}</p>{markup}</main></body>", url="https://f.example/")
    )
    body = read_post_body(document, dom.select(document.tree, "main"))
    assert {one.reason for one in document.removed} == ({reason} if reason else set())
    assert body.text.replace("make", "").strip() == f"{WORDS} {WORDS}" or reason is None


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("<a name='valves' class='anchor'>Valves</a>", "Valves"),
        ("<a class='inline-preview onebox' href='https://v.example/'>Valves and how they age</a>", "Valves and how"),
        ("<div class='toggle'><p>It opens to the left.</p></div>", "It opens to the left."),
        ("<span role='button' class='spoiler'>It was the cat.</span>", "It was the cat."),
        ("<p>Advertisements for valves are all over the town.</p>", "Advertisements for valves"),
    ],
)
def test_what_looks_like_the_software_s_and_is_the_author_s(markup: str, words: str) -> None:
    document = Document(
        Page(html=f"<body><main><p>{WORDS} {WORDS}</p>{markup}</main></body>", url="https://f.example/")
    )
    assert words in read_post_body(document, dom.select(document.tree, "main")).text


def test_a_preview_without_words_is_a_picture() -> None:
    preview = (
        "<aside class='onebox'><a href='https://i.example/a.jpg'><img src='https://i.example/a.jpg' width='600'></a>"
    )
    document = Document(
        Page(html=f"<body><main><p>{WORDS}</p>{preview}</aside></main></body>", url="https://f.example/")
    )
    body = read_post_body(document, dom.select(document.tree, "main"))
    assert [image.url for image in body.images] == ["https://i.example/a.jpg"]
