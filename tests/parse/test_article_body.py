"""The main text on pages of all makes: what is taken, what is left, what is no article."""

from __future__ import annotations

import pytest

import pagearchive
from pagearchive.model import Article

PROSE = "The keeper climbs the tower every evening before the sun has gone down behind the hills of the island. "


def read(body: str) -> Article:
    found = pagearchive.extract(f"<html><body>{body}</body></html>", url="https://courier.example.org/light")
    assert isinstance(found, Article)
    return found


def prose(*words: str) -> str:
    return "".join(f"<p>{word}: {PROSE}</p>" for word in words)


def test_two_hundred_comments_do_not_outweigh_a_notice() -> None:
    article = "".join(f"<p>{word}: {PROSE}{PROSE}</p>" for word in ("one", "two", "three", "four"))
    comments = "".join(f"<div class=comment><p>{n}: {PROSE}{PROSE}</p></div>" for n in range(200))
    found = read(f"<main><h1>Notice</h1><div class=txt>{article}</div><div id=comments>{comments}</div></main>")
    assert found.text.startswith("one:")
    assert found.text.endswith(PROSE.strip())
    assert "199:" not in found.text


def test_a_wrapper_with_a_telling_name_is_absolved() -> None:
    found = read(
        f"<div class='page with-sidebar newsletter'><div class=widget>{prose('one', 'two', 'three')}</div></div>"
    )
    assert all(word in found.text for word in ("one:", "two:", "three:"))


def test_short_paragraphs_behind_a_read_more_line_stay() -> None:
    found = read(
        f"<article>{prose('one', 'two')}<p>Read more: <a href=/f>The ferry</a></p>{prose('three')}<p>So it is.</p></article>"
    )
    assert "The ferry" not in found.text
    assert found.text.endswith("So it is.")


def test_prose_between_the_title_and_the_text_belongs_to_it() -> None:
    found = read(
        f"<main><h1>Light</h1><div class=x>{prose('lead')}</div><div class=y><div>{prose('one', 'two', 'three', 'four', 'five', 'six', 'seven')}</div></div></main>"
    )
    assert found.text.startswith("lead:")


def test_an_answer_that_readers_open_is_text_and_a_hidden_twin_is_not() -> None:
    found = read(
        f"<article>{prose('one', 'two', 'three')}<h2>Why?</h2><div class=accordion-panel hidden><p>Because {PROSE}</p></div>"
        f"<div class=mobile hidden><p>Hidden {PROSE}</p></div></article>"
    )
    assert "Because" in found.text
    assert "Hidden" not in found.text


def test_the_same_text_for_two_screens_is_read_once() -> None:
    columns = (
        f"<div class=desktop>{prose('one', 'two', 'three')}</div><div class=mobile>{prose('one', 'two', 'three')}</div>"
    )
    assert read(f"<main><h1>Light</h1>{columns}</main>").text.count("two:") == 1


@pytest.mark.parametrize("element", ["<script>alert(1)</script>", "<form><input value=x></form>", "<style>p{}</style>"])
def test_nothing_that_runs_gets_into_the_html(element: str) -> None:
    found = read(
        f"<article>{prose('one', 'two')}{element}<p onclick=alert(1)>three: {PROSE}<a href='javascript:alert(1)'>x</a></p></article>"
    )
    assert not any(word in found.html for word in ("script", "alert", "onclick", "<form", "<style"))


def test_a_page_in_mistaken_encoding_is_mended() -> None:
    spoiled = "The keeper’s lamp — “bright”".encode().decode("latin-1")
    assert "The keeper’s lamp — “bright”" in read(f"<article><p>{spoiled} {PROSE}</p>{prose('two')}</article>").text


def test_an_empty_page_is_a_problem() -> None:
    found = read("")
    assert (found.text, [problem.code for problem in found.problems]) == ("", ["empty"])


def test_an_article_about_walls_is_no_wall() -> None:
    text = "".join(
        f"<p>{n}: Please enable JavaScript, the page says, and verify you are human. {PROSE}</p>" for n in range(12)
    )
    found = read(f"<article><h1>Why pages ask for a login</h1>{text}</article>")
    assert "11:" in found.text
    assert "bot-check" not in [problem.code for problem in found.problems]


def test_removals_are_named() -> None:
    found = read(
        f"<article><h1>Light</h1>{prose('one', 'two')}<div class=share-bar>Share</div><aside>More</aside></article>"
    )
    assert {"share bar", "sidebar", "title"} <= {removed.reason for removed in found.removed}
