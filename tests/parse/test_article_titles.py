"""Titles: which heading shows it, and what belongs to the site rather than to the page."""

from __future__ import annotations

import pytest

import pagearchive
from pagearchive.model import Article

PROSE = "The keeper climbs the tower every evening before the sun has gone down behind the hills of the island. " * 2
TEXT = "".join(
    f"<p>{PROSE}{words}</p>" for words in ("The lamp is lit.", "The mole is wet.", "Boats come in.", "It is dark.")
)


def read(title: str, top: str, *, head: str = "", url: str = "https://courier.example.org/light") -> Article:
    html = f"<html lang=en><head><title>{title}</title>{head}</head><body>{top}{TEXT}</body></html>"
    found = pagearchive.extract(html, url=url)
    assert isinstance(found, Article)
    return found


OWN = {
    "a book's name above the chapter's": (
        "What Is a Light? - The Harbour Handbook",
        "<h1 class=menu-title>The Harbour Handbook</h1><h2>What Is a Light?</h2>",
        "What Is a Light?",
    ),
    "documentation of a version": (
        "Quick Start — Lamp 2.0 Documentation",
        "<h1>Lamp 2.0 Documentation</h1><h1>Quick Start<a class=headerlink href=#top>¶</a></h1>",
        "Quick Start",
    ),
    "a weblog's name before it": (
        "Harbour Lessons: The lean light",
        "<h1>Harbour Lessons</h1><h3>The lean light</h3>",
        "The lean light",
    ),
    "the host's name": (
        "courier.example.org Vibe Lamps",
        "<h1>courier.example.org</h1><h3>Vibe Lamps</h3>",
        "Vibe Lamps",
    ),
    "a top heading in other words": (
        "8 Best Harbour Lights and Lamps: Definition, Costs and More!",
        "<h1>Everything You Need to Know About Harbour Lights</h1><h2>The 8 Best Harbour Lights and Lamps</h2>",
        "Everything You Need to Know About Harbour Lights",
    ),
    "a lower heading in the head's very words": (
        "How To Keep a Harbour Light Burning | LAMPS®",
        "<h1>Light Keeping Training</h1><h2>How To Keep a Harbour Light Burning</h2>",
        "How To Keep a Harbour Light Burning",
    ),
    "headings of the cart and of a menu above it": (
        "7 Ways to Light the Isle | Harbour Shop",
        "<h2>Your cart is empty</h2><h2>Your cart</h2><h3>Estimated total</h3><h3>Language</h3><h2>Seven Ways to Help You Light the Isle</h2>",
        "Seven Ways to Help You Light the Isle",
    ),
    "a section that has the first words of the head": (
        "What Is a Harbour Light? - A Guided Introduction",
        f"<h1>An introduction to harbour lights: what keepers need to know</h1><p>{PROSE}</p><h2>What is a harbour light?</h2>",
        "An introduction to harbour lights: what keepers need to know",
    ),
    "a section in other words, and no heading above": (
        "Top 5 Lamps of 2026 | Harbour",
        f"<p>{PROSE}</p><h2>The top 5 models of lamps in 2026</h2>",
        "Top 5 Lamps of 2026",
    ),
    "a line that is no heading above numbered ones": (
        "SELECT",
        f"<div class=title>SELECT</div><h1>1. Overview</h1><p>{PROSE}</p><h1>2. Simple Select Processing</h1>",
        "SELECT",
    ),
    "a heading that repeats the whole of the head's": (
        "How to help a child to sleep | Patient Education | Harbour Hospital",
        "<h1>How to help a child to sleep | Patient Education | Harbour Hospital</h1><h2>How to help a child to sleep</h2>",
        "How to help a child to sleep",
    ),
    "a kicker in the heading": (
        "The light is back at last | Courier",
        "<h1><span class=kicker>Skerry Point</span> <span>The light is back at last</span></h1>",
        "The light is back at last",
    ),
    "a subtitle in the heading": (
        "The light is back",
        "<h1>The light is back<br><small>Two hundred people on the mole</small></h1>",
        "The light is back",
    ),
    "a paragraph in the heading": ("Auth | Harbour Docs", "<h1><p>Auth</p></h1><h3>Social Auth</h3>", "Auth"),
    "a logo that is a heading": (
        "keeping:winding [Keepers Wiki]",
        "<h1><a href=/start accesskey=h title='[H]'><img src=/l.png><span>Keepers Wiki</span></a></h1><h1 id=winding>Winding</h1>",
        "Winding",
    ),
    "a logo beside a heading that links to its own page": (
        "Winding - Lamp - Keepers",
        "<h1 id=logo><a href=/><span>Keepers</span></a></h1><h1 id=title-heading><a href=/light>Winding</a></h1>",
        "Winding",
    ),
    "characters that are not seen": ("The light", "<h1>The 10 B\ufeffest Lights\u200b</h1>", "The 10 Best Lights"),
}


@pytest.mark.parametrize("way", OWN)
def test_the_title_that_is_the_page_s_own(way: str) -> None:
    title, top, own = OWN[way]
    assert read(title, top).title == own


def test_a_heading_that_repeats_the_site_s_name_loses_it() -> None:
    site = "<meta property=og:site_name content='Harbour Hospital'>"
    found = read("How to sleep | Harbour Hospital", "<h1>How to sleep | Harbour Hospital</h1>", head=site)
    assert found.title == "How to sleep"


def test_entities_escaped_twice() -> None:
    data = '<script type="application/ld+json">{"@type":"Article","headline":"Lamps &#038; Lenses"}</script>'
    assert read("", "", head=data).title == "Lamps & Lenses"


def test_what_the_head_calls_it_otherwise_is_kept() -> None:
    found = read("Lamps in 2025: tested", "<h1>The best lamps, tested by keepers in 2025</h1>")
    assert found.title == "The best lamps, tested by keepers in 2025"
    assert found.alternatives == {"title": {"title": "Lamps in 2025: tested"}}


def test_a_long_title_of_many_separators_is_read_in_no_time() -> None:
    for title in ("| " * 50_000, " - " * 50_000, "a" * 100_000 + " | b", ": " * 50_000):
        assert len(read(title, "").title or "") <= 1000


def test_a_thread_s_page_says_of_itself_what_an_article_s_does() -> None:
    post = '<article class="message message--post" data-author="Tom" id=js-post-%d data-content=post-%d><time class=u-dt datetime=2025-06-1%dT10:00:00+0000></time><div class=message-body><div class=bbWrapper>The lamp is lit again, number %d.</div></div></article>'
    html = (
        "<html id=XF data-app=public><head><title>Lamps</title><meta property=og:url content=https://forum.example.org/threads/lamps.1/>"
        '<script type="application/ld+json">{"@type":"WebSite","name":"Harbour Forum"}</script></head><body>'
        + "".join(post % (n, n, n, n) for n in range(1, 4))
    )
    found = pagearchive.extract(html, url="https://forum.example.org/threads/lamps.1/?x=1")
    assert found.kind == "thread"
    assert (found.site_name, found.canonical_url) == ("Harbour Forum", "https://forum.example.org/threads/lamps.1/")


@pytest.mark.parametrize("name", ["citation_title", "DC.Title", "DCTERMS.title", "eprints.title", "sailthru.title"])
def test_a_title_that_only_a_meta_element_gives(name: str) -> None:
    assert read("", "", head=f"<meta name={name} content='The light'>").title == "The light"


SITE_FIRST = {
    "a heading that leads to the site's beginning": (
        "Harbour Stories &raquo; Blog Archive &raquo; Stand up, lamps",
        "<h1><a href=https://courier.example.org/>Harbour Stories</a></h1><h2><a href=/light>Stand up, lamps</a></h2>",
    ),
    "no top heading": (
        "Ines Vogt's Digital Harbour | Stand up, lamps",
        "<h2 class=post_title><a href=/light>Stand up, lamps</a></h2>",
    ),
    "a title of the host alone": (
        "courier.example.org",
        "<h1><a href=/><img src=/logo.png></a></h1><h2>Search</h2><h2>Stand up, lamps</h2>",
    ),
    "several top headings below the host's name": (
        "EXAMPLE",
        "<h1>Stand up, lamps</h1><div><h1>Example write to us</h1></div><div><h1>Example newsletter</h1></div>",
    ),
    "a line that a microformat names": (
        "News from the Harbour Press",
        "<p><span class='headline entry-title'>Stand up, lamps</span></p>",
    ),
}


@pytest.mark.parametrize("way", SITE_FIRST)
def test_a_title_behind_the_name_of_the_site(way: str) -> None:
    title, top = SITE_FIRST[way]
    assert read(title, top).title == "Stand up, lamps"


def test_a_kicker_apart_by_an_unseen_colon() -> None:
    top = "<h2><span>Lamps of old</span><span class=hidden>: </span><span>Stand up, lamps</span></h2>"
    stated = '<meta property=og:title content="Stand up, lamps">'
    assert read("Lamps of old: Stand up, lamps", top, head=stated).title == "Stand up, lamps"


def test_a_line_that_is_no_heading_and_says_what_follows_the_project_s_name() -> None:
    top = "<div class=header><div class=headertitle><div class=title>Lamp Struct Reference</div></div></div>"
    assert read("LUX: Lamp Struct Reference", top).title == "Lamp Struct Reference"
