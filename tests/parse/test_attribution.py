"""Lines of origin: which are one, what they name, which only look like it."""

from __future__ import annotations

import pytest

import pagearchive
from pagearchive import dates
from pagearchive.model import Attribution, Author, Image, Link, Post, Quote
from pagearchive.parse.attribution.lines import read_line, telling
from pagearchive.parse.threads.post_origin import in_post

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
        "NOTE: This is an excerpt from A Keeper's Year, by Tom Mill, Copyright 2013. Reprinted with permission.",
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
    # adapted
    ("Rewritten by Harbour Desk from The Tidings and AFP 2025-06-11", "adapted", ["The Tidings", "AFP"], "Harbour Desk", None, "2025-06-11"),
    ("Adapted from Example Weekly", "adapted", ["Example Weekly"], None, None, None),
    ("Adapté par Le Quai d’après Le Courrier, 3 mars 2024", "adapted", ["Le Courrier"], "Le Quai", None, "2024-03-03"),
    ("Adaptado por El Muelle de El Faro", "adapted", ["El Faro"], "El Muelle", None, None),
    # first published elsewhere
    ("This story originally appeared in Harbour Weekly.", "republished", ["Harbour Weekly"], None, None, None),
    ("An earlier version of this article first appeared on Lamp House Blog.", "republished", ["Lamp House Blog"], None, None, None),
    ("Originally published by The Tidings on June 11, 2025.", "republished", ["The Tidings"], None, None, "2025-06-11"),
    ("Republished with permission from Skerry Quarterly.", "republished", ["Skerry Quarterly"], None, None, None),
    ("Reprinted by arrangement with Mole Press.", "republished", ["Mole Press"], None, None, None),
    ("Syndicated from Example News Service.", "republished", ["Example News Service"], None, None, None),
    ("Cross-posted from Keeper's Log.", "republished", ["Keeper's Log"], None, None, None),
    ("This is an edited extract from Nine Miles of Light, by Ana Reis (Mole Press).", "republished", ["Nine Miles of Light", "Ana Reis"], None, None, None),
    ("Dieser Beitrag ist ursprünglich auf kuestenblatt.example erschienen.", "republished", ["kuestenblatt.example"], None, None, None),
    ("Zuerst veröffentlicht im Küstenblatt.", "republished", ["Küstenblatt"], None, None, None),
    ("Erstveröffentlichung: Küstenblatt", "republished", ["Küstenblatt"], None, None, None),
    ("Mit freundlicher Genehmigung der Hafenzeitung.", "republished", ["Hafenzeitung"], None, None, None),
    ("Cet article est republié à partir de The Conversation sous licence Creative Commons.", "republished", ["The Conversation"], None, None, None),
    ("Cet article a d’abord été publié sur Le Courrier des phares.", "republished", ["Le Courrier des phares"], None, None, None),
    ("Article initialement paru dans Le Quai.", "republished", ["Le Quai"], None, None, None),
    ("Esta nota se publicó originalmente en El Faro.", "republished", ["El Faro"], None, None, None),
    ("Artículo publicado originalmente en El Muelle.", "republished", ["El Muelle"], None, None, None),
    ("Der Beitrag Neun Meilen erschien zuerst auf Wärterblog.", "republished", ["Wärterblog"], None, None, None),
    ("L’article Neuf milles est apparu en premier sur Le Quai.", "republished", ["Le Quai"], None, None, None),
    ("La entrada Nueve millas se publicó primero en El Muelle.", "republished", ["El Muelle"], None, None, None),
    # under a licence, by nobody in particular
    ("Republished under a Creative Commons license.", "licensed", [], None, None, None),
    ("Republié sous licence Creative Commons.", "licensed", [], None, None, None),
    ("Reproducido bajo licencia CC BY-ND 4.0.", "licensed", [], None, None, None),
    ("Wiederveröffentlicht unter CC BY-SA 4.0.", "licensed", [], None, None, None),
    # translated
    ("Translation: Joan Smit", "translated", [], None, "Joan Smit", None),
    ("Übersetzung aus dem Spanischen: Hans Schmid", "translated", [], None, "Hans Schmid", None),
    ("Traduction : Jeanne Dupont", "translated", [], None, "Jeanne Dupont", None),
    ("Traducción de Ana García", "translated", [], None, "Ana García", None),
    # agencies
    ("(AFP)", "agency", ["AFP"], None, None, None),
    ("AFP/jk", "agency", ["AFP"], None, None, None),
    ("dpa/tmn", "agency", ["dpa"], None, None, None),
    ("By Reuters", "agency", ["Reuters"], None, None, None),
    ("Von dpa", "agency", ["dpa"], None, None, None),
    ("Agencia EFE", "agency", ["EFE"], None, None, None),
    ("Fuente: EFE", "agency", ["EFE"], None, None, None),
    ("Mit Material von dpa und AFP", "agency", ["dpa", "AFP"], None, None, None),
    ("(Avec AFP)", "agency", ["AFP"], None, None, None),
    ("Con información de EFE y AP", "agency", ["EFE", "AP"], None, None, None),
    ("(With inputs from PTI)", "agency", ["PTI"], None, None, None),
    ("With files from The Canadian Press", "agency", ["The Canadian Press"], None, None, None),
    ("Additional reporting by Reuters", "agency", ["Reuters"], None, None, None),
    ("Copyright 2025 The Associated Press. All rights reserved.", "agency", ["Associated Press"], None, None, None),
    ("© 2025 AFP", "agency", ["AFP"], None, None, None),
    ("©2025 The Tidings. Visit tidings.example. Distributed by Tribune Content Agency, LLC.", "agency", ["Tribune Content Agency", "The Tidings"], None, None, None),
    ("Our Standards: The Thomson Reuters Trust Principles.", "agency", ["Reuters"], None, None, None),
    # press releases
    ("News provided by Harbour Light Corp.", "press-release", ["Harbour Light Corp."], None, None, None),
    ("View source version on businesswire.com: https://www.businesswire.example/1", "press-release", ["Business Wire"], None, None, None),
    ("Materials provided by University of Skerry. Note: Content may be edited for style and length.", "press-release", ["University of Skerry"], None, None, None),
    ("Original-Content von: Leuchtturm AG, übermittelt durch news aktuell", "press-release", ["Leuchtturm AG"], None, None, None),
    ("Pressemitteilung der Hafenbehörde Skerry", "press-release", ["Hafenbehörde Skerry"], None, None, None),
    ("Communiqué de presse de la Mairie de Skerry", "press-release", ["Mairie de Skerry"], None, None, None),
    ("Press release from Harbour Light Corp", "press-release", ["Harbour Light Corp"], None, None, None),
    ("Excerpted from her book Nine Miles of Light.", "republished", ["Nine Miles of Light"], None, None, None),
    ("Nota de prensa del Puerto de Skerry", "press-release", ["Puerto de Skerry"], None, None, None),
]  # fmt: skip
NO_LINES = [
    "This story also appeared in The Tidings.",
    "This story is being cross-posted on the Lamp Keepers' Blog.",
    "Originally published November 9, 2022",
    "This story was originally published on the 3rd of May 2017",
    "Source: the keeper's own log, read in the tower",
    "The lamp was adapted to the new current by two electricians.",
    "He first appeared at the harbour office in March and was sent away.",
    "The Tidings reports:",
    "(With inputs from the harbour office)",
    "This story was originally written in 2019, but better lamps have come since.",
    "Source: own work",
    "Source: The harbour office",
    "By the AP standards of the day, nine miles were many.",
    "AP courses begin in September.",
    "Map",
    "MAP",
    "APP",
    "ATS",
    "Spa and sea",
    "The tower's keeper reads Reuters and AFP every morning.",
    "With reporting by Joan Smit",
    "Copyright 2025 Sound Courier. All rights reserved.",
    "© 2025 Keeper's Log",
    "Republish our articles for free, online or in print, under a Creative Commons license.",
    "Except where noted, content on this site is licensed under a Creative Commons Attribution 4.0 license.",
    "The lamp was first published as a drawing and then built.",
    "It first ran on whale oil.",
    "She was first posted to the island in March.",
    "An earlier version of this article misstated the height of the tower.",
    "A press release from last week says otherwise: the light is staying.",
    "This report was compiled by two inspectors from the harbour.",
    "He edited the log by hand from memory.",
    "Excerpts from the log can be read in the museum.",
    "Zuerst war das Licht weiß, dann rot.",
    "Der Turm wurde ursprünglich auf Fels gebaut und erst später verputzt.",
    "La tour a été initialement construite sur un rocher.",
    "La torre fue originalmente blanca.",
    "Avec le temps, la lampe a changé.",
    "Con información de los vecinos",
    "Traduit en dix langues, le livre se vend bien.",
    "This translation by machine is not always right.",
    "Provided by the weather",
]
DATELINES = [
    ("LONDON (AP) — A man", "agency", "AP"),
    ("PARIS (Reuters) - The tower", "agency", "Reuters"),
    ("RAJSHAHI, Dec 20, 2025 (BSS) - Gardening", "agency", "BSS"),
    ("Berlin (dpa/tmn) - Wer", "agency", "dpa"),
    ("NEW YORK--(BUSINESS WIRE)--Acme", "press-release", "Business Wire"),
    ("CHICAGO, Jan. 3, 2025 /PRNewswire/ -- Acme", "press-release", "PR Newswire"),
    ("Paris (AFP) – La tour", "agency", "AFP"),
    ("MADRID, 3 Mar. (EUROPA PRESS) - La torre", "agency", "Europa Press"),
    ("Madrid, 3 mar (EFE).- La torre", "agency", "EFE"),
    ("BERLIN, 3. März (dpa) – Der Turm", "agency", "dpa"),
    ("(Reuters) - A man", "agency", "Reuters"),
    ("TORONTO, Jan. 03, 2025 (GLOBE NEWSWIRE) -- Acme", "press-release", "GlobeNewswire"),
    ("Skerry (ots) - Der Turm", "press-release", "ots"),
]
NO_DATELINES = [
    "NEW HARBOUR (WABC) -- A man",
    "The Associated Press (AP) was told of it in the evening.",
    "Keepers (and their wives) - all of them - climbed the tower.",
    "London (AP style) is a city.",
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


@pytest.mark.parametrize("line", NO_DATELINES)
def test_what_only_looks_like_a_dateline(line: str) -> None:
    assert read_line(line, read_date=dates.read_date, opening=True) is None


@pytest.mark.parametrize("line", [line for line, *_rest in LINES])
def test_the_quick_look_at_many_lines_finds_each(line: str) -> None:
    prose = "The keeper climbs the tower every evening."
    assert telling([prose, line, prose]) == [1]


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


POSTED = [
    ("Source: Harbour Weekly", ["Harbour Weekly"]),
    ("Quelle: Küstenblatt", ["Küstenblatt"]),
    ("Fuente: El Faro", ["El Faro"]),
    ("Source : Le Courrier des phares", ["Le Courrier des phares"]),
    ("Source: https://www.tidings.example/2025/light", ["tidings.example"]),
    ("Source: Reuters", ["Reuters"]),
]
NOT_POSTED = [
    "Source: me",
    "Source: I made it up",
    "Source: my brother works there",
    "Source: own work",
    "Quelle: Internet",
    "Source: trust me, it is so and has always been so",
]


def posted(line: str, *, quote: str = "", links: list[Link] | None = None) -> tuple[Post, Attribution | None]:
    quotes = [Quote(text=quote)] if quote else []
    text = f"The light is back.\n\n{line}"
    html = f"<p>The light is back.</p><p>{line}</p>"
    post = Post(position=1, author=Author(name="desk"), text=text, html=html, quotes=quotes, links=links or [])
    return in_post(post, read_date=dates.read_date)


@pytest.mark.parametrize(("line", "sources"), POSTED)
def test_the_source_line_of_a_news_post(line: str, sources: list[str]) -> None:
    post, said = posted(line)
    assert said is not None
    assert said.source_names == sources
    assert post.text == "The light is back."
    assert post.html == "<p>The light is back.</p>"


@pytest.mark.parametrize("line", NOT_POSTED)
def test_a_posts_line_that_names_no_publication(line: str) -> None:
    post, said = posted(line)
    assert said is None
    assert post.text.endswith(line)


def test_the_source_lines_link_is_the_original() -> None:
    links = [
        Link(url="https://other.example/", text="elsewhere"),
        Link(url="https://tidings.example/9", text="Harbour Weekly"),
    ]
    _post, said = posted("Source: Harbour Weekly", links=links)
    assert said is not None
    assert said.source_url == "https://tidings.example/9"


def test_a_line_that_stands_in_a_quotation_is_not_the_posts() -> None:
    _post, said = posted("Source: Harbour Weekly", quote="The light is out. Source: Harbour Weekly")
    assert said is None


def test_a_line_behind_a_line_break_leaves_its_paragraph() -> None:
    post = Post(
        position=1,
        author=Author(name="desk"),
        text="The light is back.\nSource: Harbour Weekly",
        html="<p>The light is back.<br>Source: <a href='https://tidings.example/'>Harbour Weekly</a></p>",
    )
    found, said = in_post(post)
    assert said is not None
    assert found.html == "<p>The light is back.</p>"


HOSTILE = {
    "verbs without end": "republished from " * 6000,
    "adverbs without end": "originally published in " * 4000,
    "commas": "Source: " + "," * 100_000,
    "white space": "Adapted by x from y" + " " * 100_000 + "z",
    "brackets": "(" * 100_000,
    "capitals before a bracket": "A, " * 30_000 + "(AP) -",
    "tags": "<" * 100_000,
    "dates": "Adapted by x from " + "3 March 2024, " * 7000,
    "one word": "republished" * 9000,
    "the post": "The post " * 12_000 + "appeared first on",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_line_costs_little(text: str) -> None:
    """None of these ends within a minute where a pattern's time grows with the square of the text."""
    for opening in (True, False):
        read_line(text, read_date=dates.read_date, opening=opening, posted=True)
    telling([text, *text.split(",")])
    post = Post(position=1, author=Author(), text=f"{text}\n{text}", html=f"<p>{text.replace('<', '&lt;')}</p>")
    in_post(post, read_date=dates.read_date)


def test_a_credit_below_a_picture_is_no_attribution() -> None:
    prose = (
        "The keeper climbs the tower every evening before the sun has gone down behind the hills of the island. " * 3
    )
    html = f"<article><h1>Keeper</h1><p>{prose}</p><div><img src='/a.jpg'></div><p>© AFP</p><p>{prose}1</p></article>"
    assert pagearchive.extract(html, url="https://courier.example/1").attribution is None
    html = f"<article><h1>Keeper</h1><p>{prose}</p><p>{prose}1</p><p>© AFP</p></article>"
    said = pagearchive.extract(html, url="https://courier.example/1").attribution
    assert said is not None
    assert said.source_names == ["AFP"]


def test_a_hidden_dialog_with_a_model_sentence_is_no_attribution() -> None:
    prose = (
        "The keeper climbs the tower every evening before the sun has gone down behind the hills of the island. " * 3
    )
    html = (
        f"<article><h1>Keeper</h1><p>{prose}</p><p>{prose}1</p><div role='dialog'><p>Republish this: “This story was "
        "originally published by The Tidings.”</p></div></article>"
    )
    assert pagearchive.extract(html).attribution is None
