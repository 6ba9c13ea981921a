"""What stands inside a post's element and was not written by its author."""

from __future__ import annotations

import pytest

from pagearchive import dom
from pagearchive.model import Page
from pagearchive.parse.document import Document
from pagearchive.parse.post_body import read_post_body


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
