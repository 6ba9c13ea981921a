"""Quotations in posts of unknown software: who is quoted, whatever the line above it looks like."""

from __future__ import annotations

import pytest

from pagearchive import dom
from pagearchive.model import Page
from pagearchive.parse.bodies.body import Body
from pagearchive.parse.document import Document
from pagearchive.parse.threads.post_body import read_post_body

SAID = "Pine or larch, and how thick?"


def read_post(markup: str) -> Body:
    document = Document(
        Page(html=f"<body><main>{markup}<p>Larch lasts longer.</p></main></body>", url="https://f.example/")
    )
    return read_post_body(document, dom.select(document.tree, "main"), known={"7001"})


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("moss said:", "moss"),
        ("moss wrote: ↑ Fri Mar 15, 2024 9:14 am", "moss"),
        ("On 10/29/2025 at 2:07 PM, moss said:", "moss"),
        ("36 minutes ago, old moss said:", "old moss"),
        ("(2019-02-24, 05:31 PM)moss Wrote:", "moss"),
        ("Quote from: moss on June 09, 2024, 03:29:46 AM", "moss"),
        ("Originally posted by moss", "moss"),
        ("Posted by: @moss", "moss"),
        ("Zitat von moss", "moss"),
        ("»moss« schrieb am 3. März 2024:", "moss"),
        ("Quote:", None),
    ],
)
@pytest.mark.parametrize(
    "shape",
    [
        "<blockquote><div>{header}</div><p>{said}</p></blockquote>",
        "<blockquote><cite>{header}</cite>{said}</blockquote>",
        "<div class='x'>{header}</div><blockquote>{said}</blockquote>",
        "<div class='quote'><div>{header}</div><blockquote><p>{said}</p></blockquote></div>",
    ],
    ids=["inside", "cited", "before", "in a frame"],
)
def test_who_is_quoted(shape: str, header: str, name: str | None) -> None:
    body = read_post(shape.format(header=header, said=SAID))
    assert [(quote.author, quote.text) for quote in body.quotes] == [(name, SAID)]
    assert body.text == f"{SAID}\n\nLarch lasts longer."


def test_a_quotation_is_told_by_its_first_words_alone() -> None:
    body = read_post(f"<div class='a'><div class='b'>Originally posted by moss</div><div class='c'>{SAID}</div></div>")
    assert [(quote.author, quote.text) for quote in body.quotes] == [("moss", SAID)]


@pytest.mark.parametrize(
    "line",
    [
        "<p>As the keeper of the wood once famously said:</p>",
        "<p>moss said it well:</p>",
        "<p>You said</p>",
    ],
)
def test_what_the_author_says_before_a_quotation_stays(line: str) -> None:
    body = read_post(f"{line}<blockquote>{SAID}</blockquote>")
    assert dom.words_of(dom.parse(line).body) in body.text


def test_a_short_quotation_is_no_header() -> None:
    body = read_post("<div class='quote'><div class='head'>moss</div><div class='title'>Pine?</div></div>")
    assert "Pine?" in body.text


@pytest.mark.parametrize("link", ["/goto/7001-x", "/show?x=7001#top", "#7001"])
def test_the_quoted_post_is_one_of_the_page_s(link: str) -> None:
    body = read_post(f"<blockquote><a href='{link}'>moss said:</a><p>{SAID}</p></blockquote>")
    assert [quote.post_id for quote in body.quotes] == ["7001"]
