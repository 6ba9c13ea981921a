"""Authors: whom a page names as such, in which of its many ways, and who is named beside them."""

from __future__ import annotations

import json

import pytest

import pagearchive
from pagearchive.model import Article
from pagearchive.parse.metadata import bylines

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
    ("Written by Ines Vogt, Head of Content and Digital Marketing", ["Ines Vogt"]),
    ("By the Courier editors", ["the Courier editors"]),
    ("By 3i Harbour", ["3i Harbour"]),
    ("By uclaharbour", ["uclaharbour"]),
    ("Di Marta Rossi", ["Marta Rossi"]),
    ("Автор: Иван Петров", ["Иван Петров"]),
    ("作者：李明", ["李明"]),
    ("Author(s): Ines Vogt; Tom Mill", ["Ines Vogt", "Tom Mill"]),
    ("Autor*in: Ines Vogt", ["Ines Vogt"]),
    ("Ein Gastbeitrag von Ines Vogt", ["Ines Vogt"]),
    ("Von Ines Vogt am 3. März 2025", ["Ines Vogt"]),
    ("Publié le 3 mars 2025 par Ines Vogt", ["Ines Vogt"]),
    ("Publicado por Ines Vogt el 3 de marzo de 2025", ["Ines Vogt"]),
    ("Por Ines Vogt e Tom Mill", ["Ines Vogt", "Tom Mill"]),
    ("Di Ines Vogt e Tom Mill", ["Ines Vogt", "Tom Mill"]),
    ("a cura di Ines Vogt", ["Ines Vogt"]),
    ("Scritto da Ines Vogt", ["Ines Vogt"]),
    ("Door Ines Vogt en Tom Mill", ["Ines Vogt", "Tom Mill"]),
    ("Geschreven door Ines Vogt", ["Ines Vogt"]),
    ("Opublikowane przez Jan Kowalski", ["Jan Kowalski"]),
    ("Skrevet av Ines Vogt", ["Ines Vogt"]),
    ("Авторы: Иван Петров, Анна Орлова", ["Иван Петров", "Анна Орлова"]),
    ("By José Ortega y Gasset", ["José Ortega y Gasset"]),
    ("By Ana Costa e Silva", ["Ana Costa e Silva"]),
    ("By Ines Vogt Senior Reporter", ["Ines Vogt"]),
    ("By Great Day Editorial Team", ["Great Day Editorial Team"]),
    ("By Ines Vogt Leave a Comment", ["Ines Vogt"]),
    ("Article written by: Ines Vogt, MD, FOMA", ["Ines Vogt"]),
    ("BY ANNE-MARIE VAN DER VOGT", ["Anne-Marie van der Vogt"]),
    ("BY TOM O'MILL AND J.K. MCVOGT", ["Tom O'Mill", "J.K. McVogt"]),
    ("By trimming the wick each night and winding in time, you keep the lamp and its keepers safe.", []),
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
    ("ines@example.org (Ines Vogt)", ["Ines Vogt"]),
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
    "desk and site": "<h1>The light</h1><div>Courier Lifestyle Desk / courier.example / Updated: Oct 10, 2025</div>",
    "shop": "<h1>The light</h1><h4 class=author-box__name>crazy lenny</h4><p>May 2, 2025</p>",
    "login and date": "<h1>The light</h1><div class=author><b class=name>Yucy</b><span>3/4/2025</span></div>",
    "date first": "<h1>The light</h1><div class=publish-date-author>Dec. 19, 2025 &middot; Ines Vogt on behalf of <a href=/g>the group</a></div>",
    "several, unlabelled": "<h1>The light</h1><p>Ines Vogt, Fernando C. Pereira, Tom Mill</p><div>24 Apr 2000 • 3 min read</div>",
    "contributors": "<h1>The light</h1><div class=tags><strong>Contributors:</strong> Ines Vogt</div>",
    "in a link around": "<h1>The light</h1><a href=/blog/author/ines-vogt/><img src=i.png><div>Ines Vogt</div></a><p>Dec 19, 2025</p>",
    "an office behind the name": "<h1>The light</h1><div>Ines Vogt, Senior Editor</div><div>March 4, 2025</div>",
    "degrees": "<h1>The light</h1><div>Ines Vogt, VMD, DACVB; Tom Mill, BA, DVM</div>",
    "a reviewer before": "<h1>The light</h1><p>Medically reviewed by <a href=/people/tom>Tom Mill, MD</a> — Written by <a href=/people/ines>Ines Vogt</a></p>",
    "behind three facts": "<h1>The light</h1><div>December 15, 2025 · 30 min · 6279 words · Ines Vogt</div>",
    "a section marked like a writer": "<h1>The light</h1><div class=writer__info><h4>Guides</h4><p>By Ines Vogt</p></div>",
    "above the title": "<div>Ines Vogt</div><div>March 3, 2025</div><h1>The light</h1>",
    "name and date in one line": "<h1>The light</h1><p>Ines Vogt<br>4 August 2010</p>",
    "checked": "<h1>The light</h1><p>By <a href=/about/ines>Ines Vogt</a> Fact Checked</p>",
    "an address": "<h1>The light</h1><address>Ines Vogt</address>",
    "RDFa": "<h1>The light</h1><p><span property=author>Ines Vogt</span></p>",
    "behind the date": "<h1>The light</h1><p>March 3, 2025 By Ines Vogt <a href=#respond>Leave a Comment</a></p>",
    "the site beside a date": "<h1>The light</h1><p>Lumen</p><ul><li>March 4, 2025</ul>",
    "behind a summary": f"<h1>The light</h1><p>{PROSE}</p><div class=text__author>Ines Vogt</div><div>August 25, 2024</div>",
}
NAMED = {
    "apart": ["The Courier Team"],
    "team beside a date": ["The Courier Team"],
    "shop": ["crazy lenny"],
    "desk and site": ["Courier Lifestyle Desk"],
    "login and date": ["Yucy"],
    "degrees": ["Ines Vogt", "Tom Mill"],
    "the site beside a date": ["Lumen"],
    "several, unlabelled": ["Ines Vogt", "Fernando C. Pereira", "Tom Mill"],
}


@pytest.mark.parametrize("way", TOPS)
def test_the_author_near_the_title(way: str) -> None:
    assert names(read("<meta property=og:site_name content=Lumen>", TOPS[way])) == NAMED.get(way, ["Ines Vogt"])


ENDS = {
    "label and name": "<div><h3>Author</h3><p>Ines Vogt</p></div>",
    "label and list": "<h6>Author(s)</h6><ul><li>Ines Vogt</li><li>Tom Mill</li></ul>",
    "heading": "<h2>Article by</h2><div>Ines Vogt</div>",
    "sentence": "<div class=post-author>This post was written by Ines Vogt, Head of Content and Digital Marketing</div>",
    "a first name and the date": "<span class=posted>Posted by Ines at December 16, 2025 11:15 AM<br></span>",
    "a label of its own": "<p>Article written by:</p><h3>Ines Vogt, MD, FOMA</h3><p>Article reviewed by:</p><h3>Tom Mill, MD</h3>",
    "an entry's footer": "<div class=post-footer>Posted by <span class=fn>Ines Vogt</span> at 10:00 AM</div>",
    "a box about the author": "<div><h4>Ines Vogt</h4><p>Ines is a writer who has lived on the coast for many years.</p></div>",
    "a box with an office": "<div><h4>Ines Vogt</h4><div>Keeper</div><p>Ines Vogt writes about lamps and those who light them.</p></div>",
    "a box in the first person": "<div><h4>Ines Vogt</h4><p>Hi there! I'm the keeper of this light, and I tell of it here.</p></div>",
    "date and name": "<p>Posted On: March 4, 2025 By: Ines Vogt</p>",
    "a box with a label": "<div><h3>Ines Vogt</h3><span>Author</span><span>@ines</span><div>Ines is building lamps with a passion for reliable harbours.</div></div>",
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
    "how it is done": "<h1>The light</h1><h2>By hand</h2>",
    "a reviewer": "<h1>The light</h1><p>Reviewed by <a href=/people/tom>Tom Mill</a></p><p>May 2, 2025</p>",
    "a photographer": "<h1>The light</h1><p>Hero image by <a href=/authors/tom>Tom Mill</a></p>",
    "a link above the title": "<div><a href=/night-lamps>Night Lamps</a></div><div>May 2, 2025</div><h1>The light</h1>",
    "a category's link": "<h1>The light</h1><p><a href=/category/night-lamps>Night Lamps</a></p><p>May 2, 2025</p>",
    "a tag's link": "<h1>The light</h1><p><a rel=tag href=/night-lamps>Night Lamps</a></p><p>May 2, 2025</p>",
    "an office in an author's element": "<h1>The light</h1><div class=author-name>Editor in Chief</div><p>May 2, 2025</p>",
    "a link to what an author's life was": "<h1>The light</h1><div class=author-more>Full bio</div>",
    "breadcrumbs": "<h1>The light</h1><ul class=breadcrumbs><li>HARBOUR LAMP SCHEDULE</li></ul><p>May 2, 2025</p>",
    "separators alone": "<h1>The light</h1><div>• |</div><p>May 2, 2025</p>",
    "an office": "<div class=author__info>Contributing Writer</div><h1>The light</h1><p>May 2, 2025</p>",
    "a work and who made it": "<h1>The light</h1><div><a href=/p>Wakoku Chiye</a> by Kan Chu Sen, 1721.</div>",
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


def stated(value: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


ARTICLE = {"@type": "Article", "headline": "The light"}
PERSON = {"@type": "Person", "@id": "#p", "name": "Ines Vogt"}
OBJECTS = {
    "references": {
        "@graph": [
            {**ARTICLE, "author": [{"@id": "#p"}, {"@id": "#q"}]},
            PERSON,
            {**PERSON, "@id": "#q", "name": "Tom Mill"},
        ]
    },
    "texts": {**ARTICLE, "author": ["Ines Vogt", "Tom Mill"]},
    "one text": {**ARTICLE, "author": "Ines Vogt, Tom Mill"},
    "names in a list": {**ARTICLE, "author": {"@type": "Person", "name": ["Ines Vogt", "Tom Mill"]}},
    "parts of a name": {**ARTICLE, "author": {"@type": "Person", "givenName": "Ines", "familyName": "Vogt"}},
    "the page's": {"@graph": [{"@type": "WebPage", "author": {"@id": "#p"}}, PERSON]},
    "another article in a list": [
        {
            "@type": "ItemList",
            "itemListElement": [
                {"@type": "Article", "headline": "The storm", "datePublished": "2024-01-01", "author": "Tom Mill"}
            ],
        },
        {**ARTICLE, "author": PERSON},
    ],
    "other headlines": [
        {"@type": "Article", "headline": "The storm", "datePublished": "2024-01-01", "author": "Tom Mill"},
        {**ARTICLE, "author": PERSON},
    ],
    "a review of the firm": {
        "@type": "LocalBusiness",
        "name": "Lumen",
        "review": {"@type": "Review", "author": PERSON},
    },
    "an address": {**ARTICLE, "author": "https://www.example.com/ines"},
}
STATED_BY = {
    **{way: ["Ines Vogt", "Tom Mill"] for way in ("references", "texts", "one text", "names in a list")},
    "a review of the firm": [],
    "an address": [],
}


@pytest.mark.parametrize("way", OBJECTS)
def test_whom_json_ld_names(way: str) -> None:
    assert names(read(stated(OBJECTS[way]), "<h1>The light</h1>")) == STATED_BY.get(way, ["Ines Vogt"])


@pytest.mark.parametrize("name", ["Home Grounds", "Harbour Courier"])
def test_an_organisation_that_is_called_like_a_person_is_none(name: str) -> None:
    author = {**ARTICLE, "author": {"@type": "Organization", "name": name}}
    publisher = {
        **ARTICLE,
        "author": {"@type": "Person", "name": name},
        "publisher": {"@type": "Organization", "name": name},
    }
    for value in (author, publisher):
        head = stated(value)
        assert names(read(head + "<meta name=author content='Ines Vogt'>", "<h1>The light</h1>")) == ["Ines Vogt"]
        assert names(read(head, "<h1>The light</h1>")) == [name]


META = [
    "author", "DC.creator", "dc:creator", "byl", "parsely-author", "sailthru.author", "article:author", "article_author",
    "citation_author", "bepress_citation_author", "eprints.creators_name", "og:article:author", "lp.article:author",
    "shareaholic:article_author_name", "authors", "author-name",
]  # fmt: skip


@pytest.mark.parametrize("name", META)
def test_names_that_sites_give_the_author(name: str) -> None:
    assert names(read(f"<meta name={name} content='Ines Vogt'>", "<h1>The light</h1>")) == ["Ines Vogt"]


@pytest.mark.parametrize(
    "name", ["twitter:creator", "smartbanner:author", "book:author", "theme-author", "image_creator", "generator"]
)
def test_names_that_are_of_somebody_else(name: str) -> None:
    assert names(read(f"<meta name={name} content='Ines Vogt'>", "<h1>The light</h1>")) == []


def test_an_address_in_place_of_a_name_is_none() -> None:
    url = "<meta property=article:author content=https://www.facebook.com/ines.vogt>"
    assert names(read(url, "<h1>The light</h1>")) == []
    both = url + "<meta property=article:author content='Ines Vogt'>"
    assert names(read(both, "<h1>The light</h1>")) == ["Ines Vogt"]


INVERTED = {
    "Vogt, Ines": ["Ines Vogt"],
    "van der Mill, Tom M.": ["Tom M. van der Mill"],
    "Vogt, Ines; Mill, Tom": ["Ines Vogt", "Tom Mill"],
    "Ines Vogt, Tom Mill": ["Ines Vogt", "Tom Mill"],
    "Ines Vogt": ["Ines Vogt"],
    "Harbour Trust, Inc.": ["Harbour Trust"],
}


@pytest.mark.parametrize("field", INVERTED)
def test_the_family_name_goes_first_in_catalogues(field: str) -> None:
    for name in ("citation_author", "DC.Creator"):
        assert names(read(f"<meta name={name} content='{field}'>", "<h1>The light</h1>")) == INVERTED[field]


def test_authors_of_several_items_are_those_of_teasers() -> None:
    item = "<div itemscope itemtype=https://schema.org/BlogPosting><a href=/x>A storm</a><meta itemprop=author content='Tom Mill'></div>"
    assert names(read("", "<h1>The light</h1>", below=item * 2)) == []
    assert names(read("", f"<h1>The light</h1>{item}")) == ["Tom Mill"]


INTRODUCED_NOT = {
    "several people": "<h4>Ines Vogt</h4><p>Ines is a writer who has lived on the coast for many years.</p>"
    "<h4>Tom Mill</h4><p>Tom is the keeper of the light, and he has not left it for years.</p>",
    "a firm": "<h4>Lumen Works</h4><p>Lumen Works is a leading maker of lamps for all harbours, and its lamps are everywhere.</p>",
    "a term": "<h4>Web Hybrid</h4><p>Web hybrid courses are those in which he who teaches is seen on some days only.</p>",
}


@pytest.mark.parametrize("way", INTRODUCED_NOT)
def test_who_is_introduced_and_no_author(way: str) -> None:
    assert names(read("", "<h1>The light</h1>", below=f"<div>{INTRODUCED_NOT[way]}</div>")) == []


def test_a_name_below_the_title_is_the_author_s_where_the_end_tells_of_them() -> None:
    end = "<p>Ines Vogt is a freelance writer, editor of the Harbour Guide and founder of a club.</p>"
    assert names(read("", f"<h1>The light</h1><p>Ines Vogt</p><h2>Lamps</h2>{TEXT}{end}")) == ["Ines Vogt"]
    assert names(read("", "<h1>The light</h1><p>Ines Vogt</p><h2>Lamps</h2>")) == []


def test_a_person_stated_is_not_given_up_for_one_introduced() -> None:
    box = "<div><h4>Tom Mill</h4><p>Tom is the keeper of the light, and he has not left it for years.</p></div>"
    head = stated({**ARTICLE, "author": {"@type": "Person", "name": "Ines"}})
    assert names(read(head, "<h1>The light</h1>", below=box)) == ["Ines"]
    assert names(read("<meta name=author content=Lumen>", "<h1>The light</h1>", below=box)) == ["Tom Mill"]


def test_the_full_name_below_the_text_is_that_of_a_login_above_it() -> None:
    below = "<div class=author-box><h2>Written by Ines Vogt</h2><p>Ines has kept the light for twenty years.</p></div>"
    assert names(read("", "<h1>The light</h1><p>Written by LampLisa</p>", below=below)) == ["Ines Vogt"]
    assert names(read("", "<h1>The light</h1><p>Written by Lisa</p>", below=below)) == ["Lisa"]


CARDS = {
    "hAtom": "<footer><span class='author vcard'>Autor <a class='url fn n' href=/by/lamp>lamp</a></span></footer>",
    "h-entry": "<footer><a class='p-author h-card' href=/by/lamp><span class=p-name>lamp</span></a></footer>",
    "Drupal": "<div class=submitted>Gespeichert von <span class=username>lamp</span> am 4. März 2025</div>",
}


@pytest.mark.parametrize("way", CARDS)
def test_a_login_in_a_card_of_the_entry(way: str) -> None:
    found = read("", "<h1>The light</h1>", below=CARDS[way])
    assert names(found) == ["lamp"]
    assert isinstance(found.sources, dict)
    assert found.sources["authors"] == "microformats"
    comment = CARDS[way].replace("lamp", "tom")
    assert names(
        read("", "<h1>The light</h1>", below=f"{CARDS[way]}<div class=comments><p>Well lit.</p>{comment}</div>")
    ) == ["lamp"]
    assert names(read("", "<h1>The light</h1>", below=f"{CARDS[way]}{comment}")) == []


NOT_THE_AUTHOR = {
    "whom the title tells of": "<p>Ada Holm</p><p>4 March 2025</p>",
    "whom a picture shows": "<div class=caption><span>(L-R) Tom Mill, Ines Vogt, Jan Brandt</span></div><p>4 March 2025</p>",
    "whom the article quotes": "<blockquote><div class=user-author><a href=/author/tom/>Tom Mill, keeper</a></div></blockquote>",
    "whose widget it is": "<div>© by LampCast</div>",
    "what a form asks for": "<form><fieldset><p>Lamp Colour</p><p>4 March 2025</p></fieldset></form>",
    "what heads a column": "<table><tr><th>Lamp Colour</th><th>4 March 2025</th></tr></table>",
}


@pytest.mark.parametrize("way", NOT_THE_AUTHOR)
def test_a_name_near_the_title_that_is_not_the_author_s(way: str) -> None:
    assert names(read("", f"<h1>The lamp of Ada Holm</h1>{NOT_THE_AUTHOR[way]}")) == []


def test_an_author_whose_name_begins_the_title() -> None:
    assert names(read("", "<h1>Ada Holm: My lamp</h1><p>Ada Holm</p><p>4 March 2025</p>")) == ["Ada Holm"]


def test_a_slogan_above_the_title_is_no_author() -> None:
    top = "<p>4 March 2025</p><div class=logo_subline>FREUNDE IM HAFENER STADTRAT</div><h1>The light</h1>"
    assert names(read("", top)) == []


def test_every_name_of_a_list_whose_last_is_behind_a_comma_and_an_and() -> None:
    line = "<div class=byline>By <b>Ines Vogt</b>, <b>Tom Mill</b>, and<b> Ada Holm, </b>Courier</div>"
    assert names(read("", f"<h1>The light</h1>{line}")) == ["Ines Vogt", "Tom Mill", "Ada Holm"]


def test_a_label_behind_other_names_says_who_the_author_is() -> None:
    line = "<div><span>Radio Isle</span> - <span>Lamp Talk with Tom Mill</span> - <span>4 March 2025</span> <span>Author: Ines Vogt</span></div>"
    assert names(read("", f"<h1>The light</h1>{line}")) == ["Ines Vogt"]


def test_whoever_paid_for_it_is_stated_as_the_author() -> None:
    assert names(read('<meta name=author content="Sponsored by LampCo">', "<h1>The light</h1>")) == ["LampCo"]
