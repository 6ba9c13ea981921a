"""Authors: whom a page names as such, in which of its many ways, and who is named beside them."""

from __future__ import annotations

import pytest

import pagearchive
from pagearchive.model import Article
from pagearchive.parse import bylines

PROSE = "The keeper climbs the tower every evening before the sun has gone down behind the hills of the island. " * 2
TEXT = "".join(
    f"<p>{PROSE}{words}</p>" for words in ("The lamp is lit.", "The mole is wet.", "Boats come in.", "It is dark.")
)


def read(head: str, top: str, *, below: str = "", url: str = "https://courier.example.org/light") -> Article:
    html = (
        f"<html lang=en><head><title>The light</title>{head}</head>"
        f"<body><main><article>{top}{TEXT}</article>{below}</main></body></html>"
    )
    found = pagearchive.extract(html, url=url)
    assert isinstance(found, Article)
    return found


def names(found: Article) -> list[str | None]:
    return [author.name for author in found.authors]


LINES = [
    ("By Ines Vogt on behalf of the Harbour Board", ["Ines Vogt"]),
    ("Written by Danielle Sund, Head of Marketing and Community Development", ["Danielle Sund"]),
    ("By the Courier editors", ["the Courier editors"]),
    ("By 3i Harbour", ["3i Harbour"]),
    ("By uclaharbour", ["uclaharbour"]),
    ("Di Marta Rossi", ["Marta Rossi"]),
    ("Автор: Иван Петров", ["Иван Петров"]),
    ("作者：李明", ["李明"]),
    ("Author(s): Ines Vogt; Tom Mill", ["Ines Vogt", "Tom Mill"]),
    ("By following the tips below and remaining vigilant, you protect yourself and others.", []),
    ("By our own engineering staff", []),
    ("Dec. 19, 2025", []),
    ("Home Decor", []),
]


@pytest.mark.parametrize(("line", "people"), LINES)
def test_whom_a_line_names(line: str, people: list[str]) -> None:
    assert bylines.names_in(line) == people


STATED = [
    ("Help Harbour Security", ["Help Harbour Security"]),
    ("Lamps &amp; Lenses", ["Lamps & Lenses"]),
    ("Manoj Jain and Jan Ost, The Sound Courier", ["Manoj Jain", "Jan Ost"]),
    ("tinylight", ["tinylight"]),
    ("admin", []),
    ("https://www.example.com/ines", []),
    ("{{ page.author }}", []),
]


@pytest.mark.parametrize(("field", "people"), STATED)
def test_whom_a_field_for_an_author_names(field: str, people: list[str]) -> None:
    assert bylines.stated_names(field) == people


def test_lines_of_any_length_are_read_in_no_time() -> None:
    for text in ("By " + "a" * 100_000, "By A, " * 30_000, " " * 100_000 + "|", "by (" * 40_000, "A. " * 50_000):
        assert len(bylines.names_in(text)) <= bylines.MAX_NAMES
        bylines.stated_names(text)
        bylines.pieces_of(text)
        bylines.names_in_nodes([text, text])


TOPS = {
    "apart": "<h1>The light</h1><div>By</div><div>The Courier Team</div><div>|</div><div>6</div><div>mins</div>",
    "team beside a date": "<h1>The light</h1><div>The Courier Team</div><div>Published</div><div>Oct 10, 2025</div>",
    "shop": "<h1>The light</h1><h4 class=author-box__name>crazy lenny</h4><p>May 2, 2025</p>",
    "login and date": "<h1>The light</h1><div class=author><b class=name>Yucy</b><span>3/4/2025</span></div>",
    "date first": "<h1>The light</h1><div class=publish-date-author>Dec. 19, 2025 &middot; Ines Vogt on behalf of <a href=/g>the group</a></div>",
    "several, unlabelled": "<h1>The light</h1><p>Ines Vogt, Fernando C. Pereira, Tom Mill</p><div>24 Apr 2000 • 3 min read</div>",
    "contributors": "<h1>The light</h1><div class=tags><strong>Contributors:</strong> Ines Vogt</div>",
    "in a link around": "<h1>The light</h1><a href=/blog/author/ines-vogt/><img src=i.png><div>Ines Vogt</div></a><p>Dec 19, 2025</p>",
    "behind a summary": f"<h1>The light</h1><p>{PROSE}</p><div class=text__author>Ines Vogt</div><div>August 25, 2024</div>",
}
NAMED = {
    "apart": ["The Courier Team"],
    "team beside a date": ["The Courier Team"],
    "shop": ["crazy lenny"],
    "login and date": ["Yucy"],
    "several, unlabelled": ["Ines Vogt", "Fernando C. Pereira", "Tom Mill"],
}


@pytest.mark.parametrize("way", TOPS)
def test_the_author_near_the_title(way: str) -> None:
    assert names(read("", TOPS[way])) == NAMED.get(way, ["Ines Vogt"])


ENDS = {
    "label and name": "<div><h3>Author</h3><p>Ines Vogt</p></div>",
    "label and list": "<h6>Author(s)</h6><ul><li>Ines Vogt</li><li>Tom Mill</li></ul>",
    "heading": "<h2>Article by</h2><div>Ines Vogt</div>",
    "sentence": "<div class=post-author>This post was written by Ines Vogt, Head of Marketing and Community Development</div>",
    "a first name and the date": "<span class=posted>Posted by Ines at December 16, 2025 11:15 AM<br></span>",
    "links alone": "<footer><a rel=author href=/ines>Ines Vogt</a></footer>",
}


@pytest.mark.parametrize("way", ENDS)
def test_the_author_below_the_text(way: str) -> None:
    found = read("", "<h1>The light</h1>", below=ENDS[way])
    assert names(found) == {"label and list": ["Ines Vogt", "Tom Mill"], "a first name and the date": ["Ines"]}.get(
        way, ["Ines Vogt"]
    )


NOBODY = {
    "a category beside a date": "<h1>The light</h1><ul><li>Home Decor</li></ul><p>May 2, 2025</p>",
    "a sentence that begins with by": "<h1>The light</h1><p>By using these average costs and resale reports, owners find the best return.</p>",
    "a reviewer": "<h1>The light</h1><p>Reviewed by <a href=/people/tom>Tom Mill</a></p><p>May 2, 2025</p>",
    "a photographer": "<h1>The light</h1><p>Hero image by <a href=/authors/tom>Tom Mill</a></p>",
    "an office": "<div class=author__info>Contributing Writer</div><h1>The light</h1><p>May 2, 2025</p>",
    "a heading far from the title": f"<h1>The light</h1><p>{PROSE}</p><p>{PROSE}</p><h3>Broken Arrow</h3><p>May 2, 2025</p>",
}


@pytest.mark.parametrize("way", NOBODY)
def test_who_is_named_and_no_author(way: str) -> None:
    assert names(read("", NOBODY[way])) == []


def test_a_person_stated_comes_before_a_desk_shown() -> None:
    found = read("<meta name=author content='Ines Vogt'>", "<h1>The light</h1><p class=byline>By Courier Staff</p>")
    assert (names(found), found.sources["authors"]) == (["Ines Vogt"], "meta")  # type: ignore[index]
    assert found.alternatives == {"authors": {"byline": "Courier Staff"}}


def test_a_person_linked_below_a_desk_is_the_author() -> None:
    top = "<h1>The light</h1><div class=meta-author>by <a href=/author/news>Courier News</a></div><p>May 2, 2025</p>"
    found = read(
        "", top + "<p><a href=https://talk.example.com/profiles/ines-vogt-30>Ines Vogt</a>, Harbour University</p>"
    )
    assert names(found) == ["Ines Vogt"]


def test_a_book_s_author_below_the_byline_is_none() -> None:
    top = (
        "<h1>The light</h1><p class=entry-meta>by <a href=/author/amanda>Amanda</a> · Dec 20, 2025</p><h4>Dark Sea</h4>"
    )
    assert names(read("", top + "<p>Author: Holly Perry</p>")) == ["Amanda"]


def test_a_shown_name_takes_the_address_that_is_stated_for_it() -> None:
    head = '<script type="application/ld+json">{"@type":"Article","headline":"The light","author":{"@type":"Person","name":"Ines Vogt","url":"/people/ines"}}</script>'
    found = read(head, "<h1>The light</h1><p>By Ines Vogt</p>")
    assert [(author.name, author.url) for author in found.authors] == [
        ("Ines Vogt", "https://courier.example.org/people/ines")
    ]


def test_several_meta_elements_are_several_authors() -> None:
    head = "".join(f"<meta name=citation_author content='{name}'>" for name in ("Ines Vogt", "Tom Mill"))
    assert names(read(head, "<h1>The light</h1>")) == ["Ines Vogt", "Tom Mill"]
