"""Lines of origin: which are one, what they name, which only look like it."""

from __future__ import annotations

import pytest

import pagearchive
from pagearchive import dates
from pagearchive.model import Author, Image, Link, Post
from pagearchive.parse.attribution import read_line
from pagearchive.parse.post_origin import in_post

LINES = [
    # line, kind, sources, adapted_by, translated_by, date
    ("Adapted by ASEAN Now from AP  2025-06-11", "adapted", ["AP"], "ASEAN Now", None, "2025-06-11"),
    (
        "Adapted by Harbour Forum from Reuters and The Tidings 11 June 2025",
        "adapted",
        ["Reuters", "The Tidings"],
        "Harbour Forum",
        None,
        "2025-06-11",
    ),
    (
        "Adaptiert von Sundbote nach Küstenblatt, 3. März 2024",
        "adapted",
        ["Küstenblatt"],
        "Sundbote",
        None,
        "2024-03-03",
    ),
    (
        "This article is republished from The Tidings under a Creative Commons license.",
        "republished",
        ["The Tidings"],
        None,
        None,
        None,
    ),
    (
        "This article was originally published on Example Weekly on 3 March 2024.",
        "republished",
        ["Example Weekly"],
        None,
        None,
        "2024-03-03",
    ),
    (
        "Reprinted by permission of the Harbour Review.",
        "republished",
        ["Harbour Review"],
        None,
        None,
        None,
    ),
    (
        "NOTE: The above is an excerpt from A Keeper's Year, by Tom Mill, Copyright 2013. Reprinted with permission.",
        "republished",
        ["A Keeper's Year", "Tom Mill"],
        None,
        None,
        None,
    ),
    ("The post Nine miles appeared first on Keeper's Log.", "republished", ["Keeper's Log"], None, None, None),
    (
        "© Copyright 2025 Lamp House Inc. Used and/or modified with permission under license.",
        "republished",
        ["Lamp House Inc."],
        None,
        None,
        None,
    ),
    ("Dieser Artikel erschien zuerst bei kuestenblatt.example.", "republished", ["kuestenblatt.example"], None, None, None),
    ("Cet article a été initialement publié sur Le Courrier des phares.", "republished", ["Le Courrier des phares"], None, None, None),
    ("Este artículo fue publicado originalmente en El Faro.", "republished", ["El Faro"], None, None, None),
    ("Translated from the French by Joan Smit", "translated", [], None, "Joan Smit", None),
    ("Aus dem Englischen von Hans Schmid", "translated", [], None, "Hans Schmid", None),
    ("Traduit de l’anglais par Jeanne Dupont", "translated", [], None, "Jeanne Dupont", None),
    ("Traducido por Ana García", "translated", [], None, "Ana García", None),
    ("SOURCE Harbour Light Corp.", "press-release", ["Harbour Light Corp."], None, None, None),
    ("Source: Reuters", "agency", ["Reuters"], None, None, None),
    ("Quelle: dpa", "agency", ["dpa"], None, None, None),
    ("With reporting by AP and Reuters", "agency", ["AP", "Reuters"], None, None, None),
]  # fmt: skip
NO_LINES = [
    "This story also appeared in The Tidings.",
    "This article is being cross-posted on the Lamp Community Blog.",
    "Originally published November 9, 2022",
    "This blog post was originally published on the 21st of June 2017",
    "Source: the keeper's own log, read in the tower",
    "The lamp was adapted to the new current by two electricians.",
    "He first appeared at the harbour office in March and was sent away.",
    "The Tidings reports:",
    "(With inputs from the harbour office)",
]
DATELINES = [
    ("LONDON (AP) — A man", "agency", "AP"),
    ("PARIS (Reuters) - The tower", "agency", "Reuters"),
    ("RAJSHAHI, Dec 20, 2025 (BSS) - Gardening", "agency", "BSS"),
    ("Berlin (dpa/tmn) - Wer", "agency", "dpa"),
    ("NEW YORK--(BUSINESS WIRE)--Acme", "press-release", "Business Wire"),
    ("CHICAGO, Jan. 3, 2025 /PRNewswire/ -- Acme", "press-release", "PR Newswire"),
]


@pytest.mark.parametrize(("line", "kind", "sources", "adapted_by", "translated_by", "date"), LINES)
def test_a_line_of_origin(
    line: str, kind: str, sources: list[str], adapted_by: str | None, translated_by: str | None, date: str | None
) -> None:
    found = read_line(line, read_date=dates.read_date)
    assert found is not None
    assert found.whole
    said = found.attribution
    assert (said.kind, said.source_names, said.adapted_by, said.translated_by, said.date) == (
        kind,
        sources,
        adapted_by,
        translated_by,
        date,
    )
    assert said.raw == " ".join(line.split())


@pytest.mark.parametrize("line", NO_LINES)
def test_what_only_looks_like_a_line_of_origin(line: str) -> None:
    assert read_line(line, read_date=dates.read_date) is None


@pytest.mark.parametrize(("line", "kind", "source"), DATELINES)
def test_a_dateline_counts_where_the_text_begins(line: str, kind: str, source: str) -> None:
    found = read_line(line, read_date=dates.read_date, opening=True)
    assert found is not None
    assert not found.whole
    assert (found.attribution.kind, found.attribution.source_names) == (kind, [source])
    assert read_line(line, read_date=dates.read_date) is None


def test_the_site_is_never_its_own_source() -> None:
    line = "This article was originally published on Sound Courier."
    assert read_line(line, site_name="Sound Courier") is None
    assert read_line(line, site_name="The Tidings") is not None


def test_the_original_is_the_link_that_says_so() -> None:
    links = [
        Link(url="https://tidings.example.com/", text="The Tidings"),
        Link(url="https://tidings.example.com/11", text="original article"),
    ]
    found = read_line("Republished from The Tidings. Read the original article.", links=links)
    assert found is not None
    assert found.attribution.source_url == "https://tidings.example.com/11"


def test_a_post_gives_up_its_line_and_its_logo_is_told_apart() -> None:
    logo = '<img src="https://forum.example.org/ap.png" alt="AP logo" width="60" height="24">'
    post = Post(
        position=1,
        author=Author(name="desk"),
        text="The light is back.\n\nAdapted by Harbour Forum from AP 2025-06-11",
        html=f"<p>The light is back.</p><p>{logo} Adapted by Harbour Forum from AP 2025-06-11</p>",
        images=[
            Image(url="https://forum.example.org/tower.jpg", width=960, height=540),
            Image(url="https://forum.example.org/ap.png", alt="AP logo", width=60, height=24),
        ],
    )
    found, said = in_post(post, read_date=dates.read_date)
    assert said is not None
    assert said.adapted_by == "Harbour Forum"
    assert found.text == "The light is back."
    assert found.html == f"<p>The light is back.</p><p>{logo}</p>"
    assert [image.role for image in found.images] == ["content", "credit-logo"]


def test_a_hidden_dialog_with_a_model_sentence_is_no_attribution() -> None:
    prose = (
        "The keeper climbs the tower every evening before the sun has gone down behind the hills of the island. " * 3
    )
    html = (
        f"<article><h1>Keeper</h1><p>{prose}</p><p>{prose}1</p><div role='dialog'><p>Republish this: “This story was "
        "originally published by The Tidings.”</p></div></article>"
    )
    assert pagearchive.extract(html).attribution is None
