"""What around and between an article's paragraphs is content and what is not, whatever themes call it."""

from __future__ import annotations

import pytest

import pagearchive
from pagearchive.model import Article

PROSE = "The keeper climbs the tower every evening before the sun has gone down behind the hills of the island. "


def read(body: str, *, head: str = "", url: str = "https://courier.example.org/light") -> Article:
    found = pagearchive.extract(f"<html><head>{head}</head><body>{body}</body></html>", url=url)
    assert isinstance(found, Article)
    return found


def read_manual(body: str) -> Article:
    return read(body, head='<meta name=generator content="mkdocs-1.6.1">')


def prose(*words: str) -> str:
    return "".join(f"<p>{word}: {PROSE}</p>" for word in words)


# ── names ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "names",
    [
        "border-secondary-700 p-4",
        "text-size-large",
        "[html.sidebar-filled_&]:bg-tint lg:grid-cols-sidebar",
        "hover:btn-primary",
        "article-main sidebar-enabled--false",
    ],
)
def test_a_class_for_looks_or_states_says_nothing_of_what_an_element_is(names: str) -> None:
    found = read(
        f"<article><h1>Light</h1>{prose('one', 'two', 'three')}<div class='{names}'>Short but true.</div></article>"
    )
    assert "Short but true." in found.text


def test_what_is_not_for_print_is_no_text() -> None:
    found = read(f"<article>{prose('one', 'two')}<div class=d-print-none><p>Rate your visit.</p></div></article>")
    assert "Rate your visit" not in found.text
    assert "not for print" in {removed.reason for removed in found.removed}


# ── buttons and what they unfold ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "question",
    [
        "<h3><button type=button aria-expanded=false aria-controls=a>When is it lit</button></h3>",
        "<button aria-expanded=false><h3>When is it lit</h3></button>",
        "<button class=btn><span>When is it lit, then?</span></button>",
        "<h4><a role=button data-toggle=collapse href='#a'>When is it lit</a></h4>",
    ],
)
def test_a_button_that_unfolds_a_text_is_its_heading(question: str) -> None:
    found = read(f"<article>{prose('one', 'two')}{question}<div id=a><p>At dusk.</p></div>{prose('three')}</article>")
    assert "When is it lit" in found.text
    assert "At dusk." in found.text


def test_a_button_to_press_is_no_text_and_what_stands_hidden_below_a_heading_is() -> None:
    found = read(
        f"<article>{prose('one', 'two', 'three')}<button>Order now</button>"
        f"<h3><button aria-expanded=false>Who pays</button></h3><div hidden><p>The port pays. {PROSE}</p></div></article>"
    )
    assert "Order now" not in found.text
    assert "The port pays." in found.text


def test_no_button_has_a_heading() -> None:
    body = f"<article>{prose('one', 'two')}<div class=btn-wrapper><h3>Who pays</h3></div><div class=btn>Order</div>{prose('three')}</article>"
    assert "Who pays" in read(body).text
    assert "Order" not in read(body).text


# ── code and tables ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_comments_and_keywords_in_a_listing_are_code() -> None:
    found = read(
        f"<article>{prose('one', 'two')}<div class=copy-to-clipboard><pre><code><span class='hljs-comment'># light it</span>\n"
        f"<span class='token keyword tags'>lamp</span> on</code></pre></div></article>"
    )
    assert "# light it\nlamp on" in found.text


@pytest.mark.parametrize(
    "listing",
    [
        "<table><tr><td class=linenos><div class=linenodiv><pre>1\n2</pre></div></td><td class=code><pre>lamp on\nlamp off</pre></td></tr></table>",
        "<pre class=line-numbers><code><span class=lineno>1</span>lamp on\n<span class=lineno>2</span>lamp off</code></pre>",
        "<figure class=highlight><table><tr><td class=gutter><pre>1<br>2</pre></td><td><pre>lamp on\nlamp off</pre></td></tr></table></figure>",
    ],
)
def test_the_numbers_of_lines_are_no_code(listing: str) -> None:
    found = read(f"<article>{prose('one')}{listing}{prose('two')}</article>")
    assert "lamp on\nlamp off" in found.text
    assert not any(number in found.text for number in "12")


@pytest.mark.parametrize("name", ["line", "token-line", "highlight-line"])
def test_lines_of_code_in_elements_of_their_own_are_lines(name: str) -> None:
    lines = "".join(f"<span class='{name}'><span>lamp</span> {word}</span>" for word in ("on", "off"))
    assert "lamp on\nlamp off" in read(f"<article>{prose('one')}<pre><code>{lines}</code></pre></article>").text


def test_the_cells_of_a_table_are_data() -> None:
    found = read(
        f"<article><h1>Light</h1><p class=byline>By Ines Wolter, August 1, 2025</p>{prose('one', 'two')}<table><tr><td>2025-07-01</td><td>7/10</td></tr>"
        f'<tr><td><code>{{ "lit": "yes" }}</code></td><td>next</td></tr></table></article>',
    )
    assert "2025-07-01\t7/10" in found.text
    assert '{ "lit": "yes" }\tnext' in found.text


def test_many_dates_are_those_of_a_list_and_a_few_are_bylines() -> None:
    entries = "".join(
        f"<li><div>March {day}, 2026</div><div>Ship number {day} calls.</div></li>" for day in range(1, 21)
    )
    assert "March 7, 2026" in read(f"<article>{prose('one', 'two')}<ul>{entries}</ul></article>").text
    assert "March 7" not in read(f"<article>{prose('one')}<div>March 7, 2026</div>{prose('two')}</article>").text


# ── what outweighs the text ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "around",
    [
        "<div role=dialog class=cli-modal>{}</div>",
        "<div id=cookie-law-info-bar>{}</div>",
    ],
)
def test_a_dialog_or_a_footer_may_be_longer_than_the_article(around: str) -> None:
    legal = "".join(f"<p>Clause {n}: {PROSE}{PROSE}</p>" for n in range(8))
    found = read(
        f"<div><h1>Light</h1><div>{prose('one', 'two', 'three', 'four', 'five', 'six')}</div>{around.format(legal)}</div>"
    )
    assert "six:" in found.text
    assert "Clause" not in found.text


def test_a_footer_may_be_longer_than_a_notice() -> None:
    legal = "".join(f"<p>Clause {n}: {PROSE}{PROSE}</p>" for n in range(8))
    found = read(f"<div><h1>Light</h1><div>{prose('one', 'two', 'three')}</div></div><footer>{legal}</footer>")
    assert "three:" in found.text
    assert "Clause" not in found.text


def test_white_space_around_links_weighs_nothing() -> None:
    links = (" " * 60 + "\n").join(f" /{' ' * 40}<a href=/v{n}>{n}</a>" for n in range(9))
    found = read(
        f"<div><div><div>Versions: {links}</div></div><div id=doc><h1>Light</h1><p>one: {PROSE}</p></div></div>"
    )
    assert found.text.startswith("one:")


def test_what_the_page_calls_its_main_part_is_chosen_though_much_stands_beside_it() -> None:
    beside = "".join(f"<div><p>Beside {n}: {PROSE}</p></div>" for n in range(8))
    found = read(
        f"<div><div>{beside}</div><div><div role=main>{prose('one', 'two', 'three', 'four', 'five', 'six')}</div></div></div>"
    )
    assert "one:" in found.text
    assert "Beside" not in found.text


def test_a_table_that_holds_most_of_an_article_is_not_all_of_it() -> None:
    rows = "".join(f"<tr><td>{n}</td><td>{PROSE}</td></tr>" for n in range(9))
    found = read(f"<div id=page><div><h1>Course</h1><ul><li>Starts in May.</li></ul><table>{rows}</table></div></div>")
    assert "Starts in May." in found.text


def test_a_disclaimer_may_be_long_where_it_comes_last() -> None:
    text = prose("one", "two", "three", "four", "five", "six", "seven")
    legal = f"<div class=disclaimer><p>Risks: {PROSE * 4}</p></div>"
    assert "Risks" not in read(f"<article>{text}{legal}</article>").text
    assert "Risks" in read(f"<article>{legal}{text}</article>").text


# ── teasers ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_items_of_a_list_are_no_teasers_though_a_few_are_short() -> None:
    long = "".join(
        f"<div class=place><h3><a href=/p{n}>The house of {n} doors</a></h3>{prose('room')}<p>{PROSE * 8}</p></div>"
        for n in range(6)
    )
    short = "".join(
        f"<div class=place><h3><a href=/s{n}>The hut of {n} doors</a></h3><p>Small.</p></div>" for n in range(2)
    )
    assert "The hut of 1 doors" in read(f"<article>{prose('one')}<div>{long}{short}</div>{prose('two')}</article>").text


def test_an_item_between_paragraphs_that_tells_something_is_no_teaser() -> None:
    items = "".join(
        f"<div class=lamp><h3><a href=/l{n}>The lamp of {n} rings</a></h3><p>{PROSE}</p></div>" for n in range(4)
    )
    found = read(f"<article>{prose('one')}<div>{items}</div>{prose(*'abcdefghijklmnopqrstuvwxyz' * 2)}</article>")
    assert "The lamp of 2 rings" in found.text


def test_articles_in_a_row_behind_the_text_are_others() -> None:
    row = "".join(
        f"<article class='post-{n} post'><h3><a href=/a{n}>Another story of the islands that lie around this one, number {n}</a></h3><p>{n}: {PROSE * 3}</p></article>"
        for n in range(4)
    )
    text = prose("one", "two", "three", "four", "five", "six", "seven", "eight")
    found = read(f"<main><h1>Light</h1><div>{text}</div><div>{row}</div></main>")
    assert found.text.endswith(PROSE.strip())
    assert "Another story" not in found.text


def test_a_few_linked_headings_behind_the_text_are_other_articles() -> None:
    row = "".join(
        f"<div class=entry><h3><a href=/e{n}>Another story of the islands around this one, {n}</a></h3><p>{n}: {PROSE * 2}</p></div>"
        for n in range(3)
    )
    text = prose(*"abcdefghijklmnopqrstuvwxyz")
    assert "Another story" not in read(f"<main><h1>Light</h1>{text}<div>{row}</div></main>").text


@pytest.mark.parametrize(("host", "kept"), [("https://shop.example.com", True), ("https://courier.example.org", False)])
def test_things_told_of_are_content_where_they_lead_to_other_sites_only(host: str, kept: bool) -> None:
    row = "".join(
        f"<div class=entry><h3><a href={host}/e{n}>The brass lamp with a wick of {n} strands and its own small chimney</a></h3><p>{n}: {PROSE}</p></div>"
        for n in range(3)
    )
    text = prose(*"abcdefghijklmnopqrstuvwxyz")
    assert ("The brass lamp" in read(f"<main><h1>Lamps</h1>{text}<div>{row}</div></main>").text) is kept


# ── repeated texts ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_said_of_several_things_stays_with_each() -> None:
    owner = f"<p>Lent by the keeper. {PROSE}</p>"
    things = "".join(f"<section><h3>Lamp {n}</h3><p>{n} rings: {PROSE}</p>{owner}</section>" for n in "abc")
    assert read(f"<article><h1>Lamps</h1>{prose('one')}{things}</article>").text.count("Lent by the keeper") == 3


@pytest.mark.parametrize("times", [2, 3])
def test_a_part_that_stands_on_the_page_for_each_width_of_screen_is_read_once(times: int) -> None:
    part = f"<section>{prose('two', 'three', 'four', 'five')}</section>"
    found = read(f"<article><h1>Light</h1>{prose('one')}{part * times}</article>")
    assert found.text.count("four:") == 1


# ── headings and lines ───────────────────────────────────────────────────────────────────────────────────────────────


def test_a_table_below_related_resources_is_content() -> None:
    rows = "".join(f"<tr><td>{n}</td><td>Harbour {n}</td><td>{n} ships</td></tr>" for n in range(30))
    found = read(
        f"<article>{prose('one', 'two')}<h3>Related resources</h3><p><a href=/x>The pilots of Skerry</a></p><table>{rows}</table></article>"
    )
    assert "Harbour 12" in found.text
    assert "pilots" not in found.text


@pytest.mark.parametrize(
    ("line", "stays"),
    [
        ("By clicking the button twice, you'll see the lamp turn.", True),
        ("By clicking the button, you agree to our terms and to everything that may come of them.", False),
        ("Join the two ends of the wick.", True),
        ("Join the newsletter of the port", False),
        ("Want more lamps? Sign up for our newsletter, The Wick, and read by night.", False),
        ("Find all ships and follow us on Facebook and Mastodon.", False),
        ("Was this article helpful?", False),
        ("Other versions: <a href=/3>3</a> / <a href=/2>2</a> / <a href=/1>1</a>", False),
        ("War dieser Artikel hilfreich?", False),
        ("About the author: Ines Wolter is a reporter who lives on the island.", False),
    ],
)
def test_lines_that_are_no_text(line: str, stays: bool) -> None:
    assert (
        line.split(": <a")[0] in read(f"<article>{prose('one')}<p>{line}</p>{prose('two')}</article>").text
    ) is stays


def test_a_long_note_on_what_one_agrees_to_is_no_text() -> None:
    note = f"By signing up, you agree to receive messages from the port at the number provided. {PROSE * 3}"
    assert (
        "messages from the port" not in read(f"<article>{prose('one')}<div>{note}</div>{prose('two')}</article>").text
    )


# ── contents ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_contents_are_links_to_places_on_the_page() -> None:
    contents = (
        "<div class='ez-toc'><ul><li><a href='#a'>The tower</a></li><li><a href='#b'>The stairs</a></li></ul></div>"
    )
    chapter = f"<div class=toc-section><p>{PROSE}</p></div>"
    found = read(f"<article>{prose('one')}{contents}{prose('two')}{chapter}</article>")
    assert "The stairs" not in found.text
    assert found.text.count(PROSE.strip()) == 3


def test_a_line_of_links_to_places_on_the_page_is_contents() -> None:
    line = "<p><a href='#a'>The tower</a> | <a href='#b'>The stairs</a> | <a href='#c'>The lantern</a></p>"
    assert "stairs" not in read(f"<article>{prose('one')}{line}{prose('two')}</article>").text
    assert "stairs" in read(f"<article>{prose('one')}<ul><li>{line}</li></ul>{prose('two')}</article>").text


def test_contents_that_lead_to_other_pages_are_what_a_page_of_documentation_says() -> None:
    chapters = "<h2>Table of contents</h2><ul><li><a href=/a>The tower</a></li><li><a href=/b>The stairs</a></li></ul>"
    assert "The stairs" in read_manual(f"<main><h1>Light</h1>{prose('one', 'two')}{chapters}</main>").text


# ── authors, questions, twins ────────────────────────────────────────────────────────────────────────────────────────

_SIGNED = "<meta name=author content='Ines Wolter'>"


@pytest.mark.parametrize(
    "note",
    [
        "Ines Wolter is a reporter at the Courier, where she writes about the sea.",
        "<em>Ines Wolter, PhD, has written about the sea for twenty years.</em>",
        "(Ines lives on the island with two cats.)",
    ],
)
def test_a_paragraph_at_the_end_that_says_who_wrote_the_text_is_none_of_it(note: str) -> None:
    body = f"<article><h1>Light</h1>{prose('one', 'two', 'three', 'four')}<p>{note}</p></article>"
    assert "sea" not in read(body, head=_SIGNED).text
    assert "cats" not in read(body, head=_SIGNED).text


def test_a_paragraph_about_the_author_in_the_middle_stays() -> None:
    body = f"<article><h1>Light</h1>{prose('one', 'two')}<p>Ines is on her way up the stairs by then.</p>{prose('three', 'four')}</article>"
    assert "Ines is on her way" in read(body, head=_SIGNED).text


def test_questions_and_answers_behind_the_text_belong_to_it() -> None:
    asked = "".join(f"<div><h3>What is rule {n} of the light?</h3><p>{PROSE}</p></div>" for n in range(3))
    text = "".join(f"<p>{n}: {PROSE}</p>" for n in range(30))
    page = "<main><h1>Light</h1><div>{}</div><section><h2>FAQ</h2>{}</section></main>"
    assert "rule 1 of the light" in read(page.format(text, asked)).text
    assert "offer" not in read(page.format(text, f"<p>Our offer: {PROSE}</p>")).text


def test_twins_for_two_screens_are_read_once_with_their_short_lines() -> None:
    once = f"<h2>Rules</h2>{prose('one', 'two')}<ul><li>Lock up.</li><li>Look out.</li></ul>"
    screens = f"<div class=v1>{once}</div><div class=v2>{once}</div>"
    assert read(f"<main><h1>Light</h1><div>{screens}</div></main>").text.count("Look out.") == 1
    assert read_manual(f"<main><h1>Light</h1><div>{screens}</div></main>").text.count("Look out.") == 2


def test_disclosures_may_outweigh_the_text_and_what_unfolds_by_that_name_is_text() -> None:
    legal = f"<div id=disclosures>{''.join(f'<p>Risk {n}: {PROSE * 2}</p>' for n in range(6))}</div>"
    asked = "".join(
        f"<div class=disclosure><h3><button aria-expanded=false>Rule {n}</button></h3>"
        f"<div class=disclosure__panel><p>Rule {n} says: {PROSE}</p></div></div>"
        for n in range(14)
    )
    text = prose(*"abcdefghijkl")
    assert "Risk" not in read(f"<article><h1>Light</h1><div>{text}</div>{legal}</article>").text
    assert "Rule 3 says" in read(f"<article><h1>Light</h1><div>{text}</div>{asked}</article>").text


CHAPTERS = {
    "Sphinx": "<div class=section id=comments><h2>Comments<a class=headerlink href=#comments>¶</a></h2>{}</div>",
    "Texinfo": "<div class=subsection id=Widgets><h4 class=subsection>Widgets</h4>{}</div>",
    "DocBook": "<div class=sect1 id=sidebar><h2>Sidebar</h2>{}</div>",
}


@pytest.mark.parametrize("way", CHAPTERS)
def test_a_chapter_of_a_manual_whose_id_repeats_its_heading(way: str) -> None:
    chapter = CHAPTERS[way].format("<p>LAST: " + PROSE + "</p>")
    assert "LAST:" in read(f"<main><h1>Lamps</h1><p>{PROSE * 4}</p>{chapter}</main>").text


def test_a_listing_made_of_lines_keeps_its_comments() -> None:
    lines = (
        "<div class=line><span class=comment>// Light it.</span></div><div class=line>light(<a href=/l>lamp</a>);</div>"
    )
    found = read(f"<main><h1>Lamps</h1><p>{PROSE * 4}</p><div class=fragment>{lines}</div><p>{PROSE * 2}</p></main>")
    assert "// Light it." in found.text
    assert "light(lamp);" in found.text


def test_a_short_sentence_between_the_title_and_the_chapter_that_holds_the_text() -> None:
    page = (
        "<meta name=generator content='Sphinx 7'><body><div class=section id=lamp-3-2><h1>Lamp 3.2</h1>"
        f"<p>Lamp 3.2 mends three faults of 3.1.</p><div class=section id=faults><h2>Faults</h2><p>{PROSE * 4}</p></div></div>"
    )
    assert "mends three faults" in pagearchive.extract(page, url="https://docs.example.org/3.2/").text
