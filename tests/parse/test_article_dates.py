"""Dates of an article: which of a page's dates is that of publication, and what is said of it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

import pagearchive
from pagearchive.model import Article

PROSE = "The keeper climbs the tower every evening before the sun has gone down behind the hills of the island. " * 2
TEXT = "".join(
    f"<p>{PROSE}{words}</p>" for words in ("The lamp is lit.", "The mole is wet.", "Boats come in.", "It is dark.")
)
STATED = '<meta property="article:published_time" content="%s">'


def read(
    head: str,
    top: str,
    *,
    below: str = "",
    inside: str = "",
    url: str = "https://courier.example.org/light",
    language: str = "en",
    captured_at: datetime | None = None,
) -> Article:
    html = (
        f"<html lang={language}><head><title>The light</title>{head}</head>"
        f"<body><main><article><h1>The light</h1>{top}{TEXT}{inside}</article>{below}</main></body></html>"
    )
    found = pagearchive.extract(html, url=url, captured_at=captured_at)
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
    "Originally published in May 2022. Last updated on November 20, 2024.": ("2022-05", "2024-11-20"),
    "First published: May 2019": ("2019-05", None),
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


BOTH = {
    "de": ("Veröffentlicht am 4. März 2025", "Zuletzt geändert: 2. Juni 2025"),
    "fr": ("Publié le 4 mars 2025", "mis à jour le 2 juin 2025"),
    "es": ("Publicado el 4 de marzo de 2025", "Última actualización: 2 de junio de 2025"),
    "pt": ("Publicado em 4 de março de 2025", "Atualizado em 2 de junho de 2025"),
    "it": ("Pubblicato il 4 marzo 2025", "Ultimo aggiornamento: 2 giugno 2025"),
    "nl": ("Gepubliceerd op 4 maart 2025", "Laatst gewijzigd: 2 juni 2025"),
    "pl": ("Opublikowano 4 marca 2025", "Aktualizacja: 2 czerwca 2025"),
    "ru": ("Опубликовано 4 марта 2025", "Обновлено 2 июня 2025"),
    "sv": ("Publicerad 4 mars 2025", "Uppdaterad 2 juni 2025"),
    "no": ("Publisert 4. mars 2025", "Oppdatert 2. juni 2025"),
    "da": ("4. marts 2025", "Opdateret 2. juni 2025"),
    "tr": ("4 Mart 2025", "Güncelleme: 2 Haziran 2025"),
    "ja": ("2025年3月4日", "更新日：2025年6月2日"),
}


@pytest.mark.parametrize("language", BOTH)
def test_publication_and_update_in_the_words_of_a_language(language: str) -> None:
    published, updated = BOTH[language]
    for line in (f"{published}</p><p>{updated}", f"{published} | {updated}", f"{updated}</p><p>{published}"):
        found = read("", f"<p>{line}</p>", language=language)
        assert (found.date_published, found.date_modified) == ("2025-03-04", "2025-06-02"), line
    stated = read(STATED % "2025-03-04T10:00:00Z", f"<p>{updated}</p>", language=language)
    assert (stated.date_published, stated.date_modified) == ("2025-03-04T10:00:00Z", "2025-06-02")


def test_a_day_that_the_stated_instant_has_in_no_zone_is_another_one() -> None:
    shown = "<p>December 18, 2025</p>"
    assert read(STATED % "2025-12-19T22:02:58Z", shown).date_published == "2025-12-18"
    assert read(STATED % "2025-12-19T02:02:58Z", shown).date_published == "2025-12-19T02:02:58Z"


ADDRESSES = {
    "/2025/mar/04/light": "2025-03-04",
    "/2025/3/4/light": "2025-03-04",
    "/news/20250304/light": "2025-03-04",
    "/2025/03/light": "2025-03",
    "/2025-03-04-light": "2025-03-04",
    "/2025/10/5-tips-for-lamps": "2025-10",
    "/2025/10/10-tips-for-lamps": "2025-10",
    "/light-2025": None,
    "/2025/31/12345/light": None,
}


@pytest.mark.parametrize("path", ADDRESSES)
def test_a_day_or_a_month_in_the_address(path: str) -> None:
    assert read("", "", url=f"https://courier.example.org{path}").date_published == ADDRESSES[path]


STATING = {
    "hAtom": "<p><abbr class=published title=2025-03-04T10:00:00Z>4 Mar</abbr></p>",
    "RDFa": "<p property='dc:date dc:created' content=2025-03-04T10:00:00Z>Submitted by ines on Tue, 03/04/2025 - 10:00</p>",
    "h-entry, in words": "<p><time class=dt-published datetime=2025-03-04T10:00:00Z>last spring</time></p>",
    "published and updated at once": "<p><time class='entry-date published updated' datetime=2025-03-04T10:00:00Z>4 Mar</time></p>",
}


@pytest.mark.parametrize("way", STATING)
def test_what_the_elements_of_a_line_state(way: str) -> None:
    assert read("", STATING[way]).date_published == "2025-03-04T10:00:00Z"


FIRST, LAST = "<time datetime=2026-01-14T10:00:00Z>%s</time>", "<time datetime=2026-01-20T10:00:00Z>%s</time>"
PUBLISHED, UPDATED = FIRST % "1 month ago", LAST % "3 weeks ago"
SAID_BY_ELEMENTS = {
    "an update alone": (f"<p>Updated {UPDATED}</p>", "2026-01-20T10:00:00Z"),
    "an update below its label": (f"<p>Last updated:</p><p>{UPDATED}</p>", "2026-01-20T10:00:00Z"),
    "both": (f"<p>Published {PUBLISHED} · Updated {UPDATED}</p>", "2026-01-14T10:00:00Z"),
    "both, the update first": (f"<p>Updated {UPDATED} · Published {PUBLISHED}</p>", "2026-01-14T10:00:00Z"),
}


@pytest.mark.parametrize("way", SAID_BY_ELEMENTS)
def test_what_an_element_states_wins_over_the_words_in_it(way: str) -> None:
    top, published = SAID_BY_ELEMENTS[way]
    found = read("", top, captured_at=datetime(2026, 3, 1, tzinfo=UTC))
    assert (found.date_published, found.date_modified) == (published, "2026-01-20T10:00:00Z")


def test_what_an_element_states_below_the_text_wins_over_the_words_in_it() -> None:
    found = read("", "", inside=f"<p>Published {PUBLISHED}</p>", captured_at=datetime(2026, 3, 1, tzinfo=UTC))
    assert found.date_published == "2026-01-14T10:00:00Z"


def test_a_footer_of_the_article_gives_its_date() -> None:
    foot = "<footer class=entry-footer>Posted in Lamps by <a href=/author/ines>Ines Vogt</a>, %s</footer>"
    found = read("", "", inside=foot % "March 4, 2025")
    assert (found.date_published, [author.name for author in found.authors]) == ("2025-03-04", ["Ines Vogt"])
    assert read("", "", inside=foot % "<time datetime=2025-03-04>4 Mar</time>").date_published == "2025-03-04"


def test_times_of_comments_and_of_related_articles_are_none_of_publication() -> None:
    comments = "<section class=comments-area><ol><li>Tom <time datetime=2025-03-05>5 Mar</time><p>Well told.</p></ol></section>"
    related = "<aside class=related><ul><li><a href=/x>A storm</a> <time datetime=2025-03-05>5 Mar</time></ul></aside>"
    for below in (comments, related):
        assert read("", "", below=below).date_published is None


SHORT = {"4 March": "2025-03-04", "Mar 4": "2025-03-04", "December 24": "2024-12-24", "Yesterday": "2025-03-05"}


@pytest.mark.parametrize("line", SHORT)
def test_a_line_without_a_year_counts_from_the_capture(line: str) -> None:
    captured_at = datetime(2025, 3, 6, 12, tzinfo=UTC)
    assert read("", f"<p>{line}</p>", captured_at=captured_at).date_published == SHORT[line]
    assert read("", f"<p>{line}</p>").date_published is None


def test_a_line_that_says_more_needs_a_whole_date() -> None:
    captured_at = datetime(2025, 3, 6, 12, tzinfo=UTC)
    for line in ("Top 10 May", "5 tips in May", "Volume 3, May", "2025"):
        assert read("", f"<p>{line}</p>", captured_at=captured_at).date_published is None


def test_a_month_alone_in_a_line() -> None:
    assert read("", "<p>November 2003</p>").date_published == "2003-11"
    assert read(STATED % "2022-07-08T10:00:00Z", "<p>November 2003</p>").date_published == "2022-07-08T10:00:00Z"


def test_other_dates_of_the_page_tell_the_day_from_the_month() -> None:
    card = "<ul><li><a href=/x>A storm over the isle</a> <span>%s</span></ul>"
    assert read("", "<p>3/4/2025</p>", below=card % "2/27/2025").date_published == "2025-03-04"
    assert read("", "<p>3/4/2025</p>", below=card % "27/2/2025").date_published == "2025-04-03"
    assert read("", "<p>3/4/2025</p>").date_published is None


def test_the_country_that_is_named_for_sharing_tells_the_day_from_the_month() -> None:
    for country, day in (("en_US", "2025-03-04"), ("en_GB", "2025-04-03"), ("de_DE", None)):
        found = read(f"<meta property=og:locale content={country}>", "<p>3/4/2025</p>")
        assert found.date_published == day


CATALOGUES = {
    "citation_publication_date": ("2025/03/04", "2025-03-04"),
    "citation_date": ("2025/03", "2025-03"),
    "citation_year": ("2025", "2025"),
    "bepress_citation_date": ("2025-03-04", "2025-03-04"),
    "eprints.date": ("2025-03", "2025-03"),
    "prism.publicationDate": ("2025-03-04", "2025-03-04"),
    "DC.Date.Issued": ("2025-03-04", "2025-03-04"),
    "date": ("1741082400", "2025-03-04T10:00:00Z"),
    "nrkmeta:datePublished": ("2025-03-04T10:00:00Z", "2025-03-04T10:00:00Z"),
}


@pytest.mark.parametrize("name", CATALOGUES)
def test_meta_elements_of_catalogues_and_of_systems(name: str) -> None:
    value, day = CATALOGUES[name]
    assert read(f"<meta name={name} content='{value}'>", "").date_published == day


@pytest.mark.parametrize(
    "value", ["0001-01-01T00:00:00", "-0001-11-30T00:00:00+00:00", "{{ page.date }}", "1970-01-01T00:00:00Z"]
)
def test_dates_that_a_system_fills_in_for_none(value: str) -> None:
    assert read(STATED % value, "").date_published is None


def test_one_meta_element_with_the_data_of_a_counter() -> None:
    page = '{"title": "The light", "author": "Ines Vogt", "pub_date": "2025-03-04T10:00:00Z"}'
    found = read(f"<meta name=parsely-page content='{page}'>", "")
    assert (found.date_published, [author.name for author in found.authors]) == ("2025-03-04T10:00:00Z", ["Ines Vogt"])
    assert read("<meta name=parsely-page content='{not json'>", "").date_published is None


HEADS = {
    "a count of comments": "<div class=comments>March 4, 2025 | 33 Comments</div>",
    "the head's own foot": "<div class=hero__footer><p>March 4, 2025 · 12 minute read</p></div>",
    "breadcrumbs": "<div class=Breadcrumbs_Crumb__x1>March 4, 2025</div>",
    "many facts apart by bars": "<p>by Ines Vogt | Mar 4, 2025 | All About Lamps and Lamp Repair, Learn About Lamps | 0 comments</p>",
    "a middle dot of Japan": "<p>March 4, 2025・ 3 min read</p>",
}


@pytest.mark.parametrize("way", HEADS)
def test_a_date_right_behind_the_title_whatever_its_element_is_called(way: str) -> None:
    assert read("", HEADS[way]).date_published == "2025-03-04"


def test_a_date_among_the_facts_below_an_entry() -> None:
    facts = "<p class=postmetadata>Tags: <a href=/t/isle>Isle</a>, <a href=/t/lamp>lamps of old</a> Tuesday, March 4th, 2025 at 11:00 am | Categories: Lamps</p>"
    assert (read("", "", inside=facts).date_published or "")[:10] == "2025-03-04"


DATELINES = {
    "SKERRY POINT, March 4, 2025 (Newswire) -- The harbour office says today that the light is back and will stay.": "2025-03-04",
    "HARBOUR TOWN, Isle, March 4, 2025 /Newswire/ -- The office says that the light is back, and that it will stay.": "2025-03-04",
    "Hafenstadt, 4. März 2025 – Das Hafenamt teilt mit, dass das Licht wieder brennt und so bald nicht erlischt.": "2025-03-04",
    "In the spring, on March 4, 2025, the harbour office said that the light would be back, which it was - at last.": None,
    "The feast, March 4, 2025 at seven, is open to all who have kept the light, and it will last until the morning.": None,
}


@pytest.mark.parametrize("text", DATELINES)
def test_the_date_of_a_dateline(text: str) -> None:
    assert read("", f"<p>{text}</p>").date_published == DATELINES[text]


def test_the_day_that_the_canonical_address_names() -> None:
    link = '<link rel=canonical href="https://courier.example.org/2025/03/04/light/">'
    found = read(link, "", url="https://courier.example.org/?p=7")
    assert (found.date_published, source(found)) == ("2025-03-04", "url")


def test_an_address_with_a_section_between_the_year_and_the_day() -> None:
    assert (
        read("", "", url="https://courier.example.org/2025/HARBOUR/03/04/light/index.html").date_published
        == "2025-03-04"
    )


def test_the_moment_of_the_day_that_the_address_names() -> None:
    moment = '<div class=aside><time datetime="2025-03-04T11:00:00+01:00">4 March</time></div>'
    found = read("", "", below=moment, url="https://courier.example.org/2025/03/04/light/")
    assert found.date_published == "2025-03-04T11:00:00+01:00"


SENTENCES = {
    "This entry was posted on Tuesday, March 4th, 2025 at 11:00 am and is filed under <a href=/l>Lamps</a>. You can follow any responses to this entry through the <a href=/f>RSS 2.0</a> feed. You can leave a response.": "en",
    "Dieser Artikel wurde am 4. März 2025 um 11:00 von Ines geschrieben und unter <a href=/l>Lampen</a> abgelegt.": "de",
    "Dieser Eintrag wurde veröffentlicht am Dienstag, 04. März 2025 um 11:00 Uhr und ist unter Lampen abgelegt.": "de",
    "Cette entrée a été publiée le mardi 4 mars 2025 à 11:00 et est classée dans Lampes.": "fr",
    "Esta entrada fue publicada el 4 marzo, 2025 a las 11:00 am y está archivada bajo Faros.": "es",
    "Dit bericht is geplaatst op 4 maart 2025 om 11:00 in Lampen.": "nl",
}


@pytest.mark.parametrize("sentence", SENTENCES)
def test_the_sentence_in_which_a_weblog_says_when(sentence: str) -> None:
    found = read("", "", inside=f"<p class=postmetadata><small>{sentence}</small></p>", language=SENTENCES[sentence])
    assert found.date_published == "2025-03-04T11:00:00"


def test_a_label_in_the_middle_of_a_block() -> None:
    below = "<div class=info><b>Quelle</b><br>VERÖFFENTLICHT AM 04.03.2025 <span>Artikel drucken</span></div>"
    assert read("", "", below=below, language="de").date_published == "2025-03-04"


def test_an_abbreviation_that_states_the_moment() -> None:
    line = "<p>Ines Vogt – <abbr class=timestamp title=2025-03-04T01:40:40Z>1 hr ago</abbr></p>"
    assert read("", line).date_published == "2025-03-04T01:40:40Z"


def test_the_date_that_the_title_in_the_head_ends_with() -> None:
    page = "<html lang=de><title>The light | Courier | 04.03.2025</title><body><main><h1>The light</h1>"
    made = pagearchive.extract(page + TEXT, url="https://courier.example.org/light")
    assert isinstance(made, Article)
    assert (made.date_published, source(made)) == ("2025-03-04", "title")
