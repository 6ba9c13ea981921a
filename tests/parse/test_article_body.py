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


def _wordpress_comment(number: int, name: str) -> str:
    return (
        f'<li class="comment even" id="comment-{number}"><article class="comment-body"><footer class="comment-meta">'
        f'<div class="comment-author vcard"><b class="fn"><a href="https://{name}.example.org/">{name}</a></b> '
        f'<span class="says">says:</span></div><a href="#comment-{number}"><time datetime="2026-03-0{number}T08:15:00+00:00">'
        f'March {number}, 2026</time></a></footer><div class="comment-content"><p>I saw {number} ships from there.</p>'
        f'</div><div class="reply"><a href="#respond">Reply</a></div></article></li>'
    )


_COMMENTED = (
    f"<main><article><h1>The light</h1><div class=entry-content>{prose('one', 'two', 'three', 'four')}{prose('five', 'six')}</div></article>"
    f'<div id="comments" class="comments-area"><h2>3 thoughts on “The light”</h2><ol class="comment-list">'
    f"{_wordpress_comment(1, 'ann')}{_wordpress_comment(2, 'ben')}{_wordpress_comment(3, 'cleo')}</ol></div></main>"
)


def test_comments_are_read_apart_when_asked_for() -> None:
    page = f"<html><body>{_COMMENTED}</body></html>"
    found = pagearchive.extract(page, url="https://courier.example.org/light", comments=True)
    assert isinstance(found, Article)
    comments = pagearchive.to_dict(found)["comments"]
    assert [comment["author"]["name"] for comment in comments] == ["ann", "ben", "cleo"]
    assert [comment["date_published"] for comment in comments] == [f"2026-03-0{n}T08:15:00Z" for n in (1, 2, 3)]
    assert [comment["text"] for comment in comments] == [f"I saw {n} ships from there." for n in (1, 2, 3)]
    assert "ships" not in found.text


def test_comments_are_absent_unless_asked_for() -> None:
    found = read(_COMMENTED)
    assert "comments" not in pagearchive.to_dict(found)
    assert "ships" not in found.text


def test_documentation_keeps_its_lists_of_links() -> None:
    cards = "".join(
        f'<div class="card"><h3><a href="/docs/{n}">The {n}th of the guides</a></h3><p>What it tells.</p></div>'
        for n in range(4)
    )
    page = f"<main><h1>Guides</h1><div>{prose('one', 'two', 'three', 'four', 'five', 'six')}<div class=row>{cards}</div></div></main>"
    made = pagearchive.extract(
        f'<meta name=generator content="Docusaurus v3.1"><body>{page}', url="https://x.example.org/"
    )
    assert "The 2th of the guides" in made.text
    assert "The 2th of the guides" not in read(page).text


def test_a_link_that_is_an_item_of_a_list_stays_and_a_line_of_its_own_goes() -> None:
    found = read(
        f"<article>{prose('one', 'two')}<ul><li><p><a href=/a>The harbour</a></p></li><li><p><a href=/b>The mole</a></p></li></ul>"
        f"{prose('three')}<p><a href=/c>Ten ships you have to see</a></p>{prose('four')}</article>"
    )
    assert "The harbour" in found.text
    assert "Ten ships" not in found.text


def test_data_that_a_script_left_behind_is_no_text() -> None:
    found = read(
        f'<article>{prose("one", "two")}<div>{{"layout": 2, "text": "Buy now"}}</div>{prose("three")}</article>'
    )
    assert "Buy now" not in found.text
    assert "three:" in found.text


def test_sections_that_follow_one_another_are_one_text() -> None:
    many = "".join(f"<p>{word}: {PROSE * 6}</p>" for word in ("one", "two", "three"))
    found = read(
        f"<article><section id=top><h1>The light</h1><section id=first><h2>First</h2>{many}</section>"
        f"<section id=second><h2>Second</h2>{prose('last')}</section></section></article>"
    )
    assert "last:" in found.text


NAMED_TEXTS = {
    "the word of schema.org": "<div itemprop=articleBody>{}</div>",
    "the element of HTML": "<article class=x>{}</article>",
    "the word of microformats": "<div class=entry-content>{}</div>",
}


@pytest.mark.parametrize("way", NAMED_TEXTS)
def test_a_short_text_that_the_page_names_is_found_beside_longer_texts(way: str) -> None:
    programme = f"<section id=sidebar><div class=textwidget>{prose(*map(str, range(20)))}</div></section>"
    named = NAMED_TEXTS[way].format(prose("one", "two", "three", "four"))
    found = read(f"<div id=page><div id=left><h1>Light</h1>{named}<p>Leave a word.</p></div>{programme}</div>")
    assert found.text.startswith("one:")
    assert found.text.endswith(PROSE.strip())
    assert "19:" not in found.text


def test_one_of_several_elements_with_the_same_name_is_not_the_text() -> None:
    parts = "".join(f"<article>{prose(f'{word} a', f'{word} b', f'{word} c')}</article>" for word in ("one", "two"))
    found = read(f"<div><h1>Light</h1>{parts}</div>")
    assert "one a:" in found.text
    assert "two c:" in found.text


def test_short_characters_that_say_much_weigh_more() -> None:
    said = "港务局今天说，灯塔的灯又亮了，会一直亮到早上。" * 2
    rights = "版权说明：本站文字与图片未经书面同意不得转载，转载须注明来源，违者将承担相应的责任。" * 3
    found = read(
        f"<div id=all><div class=top><p><a href=/a>首页</a> 时政 资讯 专栏 双语 原创</p></div>"
        f"<div class=left><div class=txt>{''.join(f'<p>{n}、{said}</p>' for n in range(9))}</div></div>"
        f"<div class=dibu><div class=foot><p>{rights}</p></div></div></div>"
    )
    assert found.text.startswith("0、港务局")
    assert found.text.endswith("早上。")


def test_soft_hyphens_are_left_out_and_text_that_was_decoded_twice_is_not_made_worse() -> None:
    found = read(
        f"<article>{prose('one')}<p>Der Leucht&shy;turm\u00adwär&#173;ter geht, polic\u00c3\u00ada.</p></article>"
    )
    assert "Der Leuchtturmwärter geht, polic\u00c3\u00ada." in found.text
    assert "\u00ad" not in found.html.replace("\u00c3\u00ad", "")


def test_a_card_that_is_the_only_article_is_not_the_text_of_a_page_of_many_parts() -> None:
    parts = "".join(
        f"<section class=part><h2>Part {n}</h2>{prose(f'{n} a', f'{n} b', f'{n} c')}</section>" for n in range(6)
    )
    card = f"<div class=first><article>{prose('card a', 'card b', 'card c', 'card d')}</article></div>"
    found = read(f"<div><h1>Light</h1></div><div>{card}</div><div>{parts}</div>")
    assert "0 a:" in found.text
    assert "5 c:" in found.text
