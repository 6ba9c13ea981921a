"""Dates of an article: which of a page's dates is that of publication, and what is said of it."""

from __future__ import annotations

import pytest

import pagearchive
from pagearchive.model import Article

PROSE = "The keeper climbs the tower every evening before the sun has gone down behind the hills of the island. " * 2
TEXT = "".join(
    f"<p>{PROSE}{words}</p>" for words in ("The lamp is lit.", "The mole is wet.", "Boats come in.", "It is dark.")
)
STATED = '<meta property="article:published_time" content="%s">'


def read(head: str, top: str, *, below: str = "", url: str = "https://courier.example.org/light") -> Article:
    html = (
        f"<html lang=en><head><title>The light</title>{head}</head>"
        f"<body><main><article><h1>The light</h1>{top}{TEXT}</article>{below}</main></body></html>"
    )
    found = pagearchive.extract(html, url=url)
    assert isinstance(found, Article)
    return found


def source(found: Article) -> str:
    assert isinstance(found.sources, dict)
    return found.sources["date_published"]


def test_a_date_runs_into_no_reading_time_behind_it() -> None:
    found = read("", "<div class=details><span>Oct 11, 2023</span><span>2 min read</span></div>")
    assert found.date_published == "2023-10-11"


def test_a_date_in_a_sentence_is_none_of_publication() -> None:
    top = "<p>The campaign offers half the price and is valid November 26 – December 3, 2025.</p>"
    assert read(STATED % "2025-11-24T13:30:10Z", top).date_published == "2025-11-24T13:30:10Z"


LABELS = {
    "Last updated: <b>June 20, 2025</b>": (None, "2025-06-20"),
    "<span>Page updated:</span></p><p>June 20, 2025": (None, "2025-06-20"),
    "Updated: June 20, 2025 | Published: June 14, 2025": ("2025-06-14", "2025-06-20"),
    "Published June 14, 2025, last updated June 20, 2025": ("2025-06-14", "2025-06-20"),
    "June 14, 2025 <i>Updated: June 20, 2025</i>": ("2025-06-14", "2025-06-20"),
    "<time class=updated datetime=2025-06-20>June 20, 2025</time> <time datetime=2025-06-14>June 14, 2025</time>": (
        "2025-06-14",
        None,
    ),
}


@pytest.mark.parametrize("line", LABELS)
def test_dates_of_updates_and_of_publication_in_one_line(line: str) -> None:
    found = read("", f"<p>{line}</p>")
    published, modified = LABELS[line]
    assert found.date_modified == modified
    assert found.date_published == (published or modified)
    assert (source(found) == "update") is (published is None)


def test_a_page_that_states_an_update_only_says_so_at_its_foot() -> None:
    found = read("", "", below="<p style='text-align:right'>Last updated: November 13, 2025</p>")
    assert (found.date_published, source(found)) == ("2025-11-13", "update")


NAMES = ["w-published-date", "published", "acme:publish_date", "firstpublished", "pub_date", "ms.date"]


@pytest.mark.parametrize("name", NAMES)
def test_names_that_sites_give_the_date_of_publication(name: str) -> None:
    found = read(f'<meta name="{name}" content="2025-05-27T06:03:43Z">', "")
    assert (found.date_published, source(found)) == ("2025-05-27T06:03:43Z", "meta")


@pytest.mark.parametrize("name", ["publisher", "publication", "book:release", "next-publish"])
def test_names_of_something_else(name: str) -> None:
    assert read(f'<meta name="{name}" content="The Courier, 27 offices">', "").date_published is None


def test_the_day_of_the_place_is_that_of_line_and_address() -> None:
    url = "https://courier.example.org/2025/12/18/light"
    found = read(STATED % "2025-12-19T02:41:41Z", "<p>December 18, 2025</p>", url=url)
    assert found.date_published == "2025-12-18"
    assert found.alternatives == {"date_published": {"meta": "2025-12-19T02:41:41Z"}}


def test_one_instant_in_two_zones_is_given_as_it_is_stated_first() -> None:
    top = "<p><time datetime='2025-12-18T19:05:00-08:00'>December 18, 2025</time></p>"
    assert read(STATED % "2025-12-19T03:05:00Z", top).date_published == "2025-12-19T03:05:00Z"


BELOW = {
    "beside the text": "<div><h3>Published</h3><p><time datetime=2025-06-14T12:00:00Z>June 14, 2025</time></p></div>",
    "in a sentence": "<p>This article was originally published on 14 June 2025 but has been updated since.</p>",
    "a date alone": "<p class=author__meta>June 14, 2025 <span>|</span></p>",
}


@pytest.mark.parametrize("way", BELOW)
def test_a_date_below_the_text(way: str) -> None:
    found = read("", "", below=BELOW[way])
    assert (found.date_published or "")[:10] == "2025-06-14"


def test_dates_of_other_articles_are_none_of_this_one() -> None:
    cards = "".join(
        f"<li><a href=/{day}>The storm of the year</a> <time>June {day}, 2025</time></li>" for day in (2, 7)
    )
    found = read("", "", below=f"<section class=related-posts><ul>{cards}</ul></section>")
    assert found.date_published is None


def test_a_date_in_the_data_that_a_page_is_drawn_from() -> None:
    data = '<script id=__NEXT_DATA__ type=application/json>{"props":{"title":"The light","published_date":"%s"%s}}</script>'
    found = read("", "", below=data % ("2025-12-18", ""))
    assert (found.date_published, source(found)) == ("2025-12-18", "script")
    two = read("", "", below=data % ("2025-12-18", ',"next":{"publishedAt":"2025-11-01"}'))
    assert two.date_published is None


def test_a_date_inside_the_heading() -> None:
    html = (
        "<title>The light</title><article><h1><time datetime=2025-12-18T13:21:19Z>Dec <b>18</b> 2025</time> The light</h1>"
        f"{TEXT}</article>"
    )
    found = pagearchive.extract(html)
    assert (found.title, found.date_published) == ("The light", "2025-12-18T13:21:19Z")
