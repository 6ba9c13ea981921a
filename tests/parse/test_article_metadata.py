"""Bylines, titles, dates and language: what is chosen where a page says several things."""

from __future__ import annotations

import pytest

import pagearchive
from pagearchive.model import Article
from pagearchive.parse.article.language import detected, settled
from pagearchive.parse.metadata import bylines

PROSE = "The keeper climbs the tower every evening before the sun has gone down behind the hills of the island. " * 2
BYLINES = [
    ("By A. Smith and B. Jones, Science Editor", ["A. Smith", "B. Jones"]),
    ("By Ines Vogt", ["Ines Vogt"]),
    ("Written by Ines Vogt, PhD", ["Ines Vogt"]),
    ("By INES VOGT | Staff Writer", ["Ines Vogt"]),
    ("Von Lena Kurz und Jan Ost", ["Lena Kurz", "Jan Ost"]),
    ("Par Jeanne Dupont", ["Jeanne Dupont"]),
    ("Por Lucía Ferrer", ["Lucía Ferrer"]),
    ("By Ines Vogt, DVM. Reviewed by Tom Mill, DVM", ["Ines Vogt"]),
    ("By Ines Vogt Published: Jan 29, 2025", ["Ines Vogt"]),
    ("January 29, 2025", []),
    ("Read more", []),
]


@pytest.mark.parametrize(("line", "names"), BYLINES)
def test_the_people_of_a_byline(line: str, names: list[str]) -> None:
    assert bylines.names_in(line) == names


def test_names_in_runs_of_their_own() -> None:
    runs = ["Written By:", "Ines Vogt", "and", "Joran Meel", "Executive Editor and Gardener"]
    assert bylines.names_in_nodes(runs) == (True, ["Ines Vogt", "Joran Meel"])


def read(head: str, body: str, *, url: str | None = "https://courier.example.org/light") -> Article:
    html = f"<html lang=en><head>{head}</head><body><main>{body}<p>{PROSE}</p><p>{PROSE}x</p></main></body></html>"
    found = pagearchive.extract(html, url=url)
    assert isinstance(found, Article)
    return found


def test_the_title_loses_the_name_of_the_site() -> None:
    found = read(
        "<title>The light is back | Sound Courier</title><meta property=og:site_name content='Sound Courier'>", ""
    )
    assert (found.title, found.site_name) == ("The light is back", "Sound Courier")


def test_the_heading_that_shows_the_title_wins() -> None:
    found = read("<title>The light is back - Courier</title>", "<h1>The light is back at Skerry Point</h1>")
    assert found.title == "The light is back at Skerry Point"
    assert PROSE.strip() in found.text
    assert "Skerry Point" not in found.text


def test_a_publisher_is_no_author_where_the_page_names_a_person() -> None:
    head = """<script type="application/ld+json">{"@type":"NewsArticle","headline":"The light",
    "author":{"@type":"Organization","name":"Sound Courier News"}}</script>"""
    found = read(head, "<h1>The light</h1><p class=byline>By <a href=/authors/ines>Ines Vogt</a></p>")
    assert [(author.name, author.url) for author in found.authors] == [
        ("Ines Vogt", "https://courier.example.org/authors/ines")
    ]


def test_a_commenter_is_no_author() -> None:
    found = read("", f"<h1>The light</h1><p>{PROSE}y</p>")
    commented = read(
        "", f"<h1>The light</h1><p>{PROSE}y</p><div class=comments><p class=comment-author>By Tom Mill</p></div>"
    )
    assert found.authors == commented.authors == []


def test_an_update_is_no_publication() -> None:
    head = '<meta property="article:published_time" content="2025-05-19T22:12:02Z">'
    found = read(head, "<h1>The light</h1><p class=date>Updated August 14, 2025</p>")
    assert (found.date_published, found.date_modified) == ("2025-05-19T22:12:02Z", "2025-08-14")


def test_the_shown_date_takes_the_time_that_the_head_states() -> None:
    head = '<meta property="article:published_time" content="2025-06-14T07:30:00+02:00">'
    found = read(head, "<h1>The light</h1><p class=date>June 14, 2025</p>")
    assert found.date_published == "2025-06-14T07:30:00+02:00"


def test_a_date_that_the_head_contradicts_is_kept_beside_the_shown_one() -> None:
    head = '<meta property="article:published_time" content="2020-01-02T00:00:00Z">'
    found = read(head, "<h1>The light</h1><p class=date>June 14, 2025</p>")
    assert found.date_published == "2025-06-14"
    assert found.alternatives == {"date_published": {"meta": "2020-01-02T00:00:00Z"}}


def test_a_date_in_the_address_is_the_last_resort() -> None:
    found = read("", "<h1>The light</h1>", url="https://courier.example.org/2025/06/14/light")
    assert (found.date_published, found.sources["date_published"]) == ("2025-06-14", "url")  # type: ignore[index]


GERMAN = (
    "Der Leuchtturm war elf Jahre lang dunkel, und die Fischer haben ihn mit ihren Händen wieder hell gemacht. " * 4
)


def test_the_language_of_a_text() -> None:
    assert detected(GERMAN) == "de"
    assert detected(PROSE * 3) == "en"
    assert detected("灯台は十一年のあいだ暗かった。漁師たちがふたたび灯をともした。") == "ja"
    assert detected("too short") is None


def test_a_declared_language_is_believed_until_the_text_contradicts_it() -> None:
    assert settled("en-GB", PROSE * 3) == ("en-GB", None)
    assert settled("en", GERMAN) == ("de", "en")
    assert settled(None, GERMAN) == ("de", None)
