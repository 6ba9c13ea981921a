"""One walk makes text and clean HTML: what each shape of markup becomes."""

from __future__ import annotations

import pytest

from pagearchive import dom
from pagearchive.model import Page, Quote
from pagearchive.parse.bodies.body import Body, read_body
from pagearchive.parse.document import Document

URL = "https://forum.example/topic/1/"


def read(markup: str, *, quote: str = "", drop: str = "") -> Body:
    document = Document(Page(html=f"<body><main>{markup}</main></body>", url=URL))
    document.drop(drop, "test")
    quotes = {dom.identity(node): Quote(author="Ana", post_id="7") for node in dom.select(document.tree, quote)}
    return read_body(document, dom.select(document.tree, "main"), quotes=quotes)


@pytest.mark.parametrize(
    ("markup", "text", "html"),
    [
        pytest.param(
            "<p>One&nbsp;</p><p>&nbsp;</p><p>Two <b>bold</b>, more.</p>",
            "One\n\nTwo bold, more.",
            "<p>One</p><p>Two <b>bold</b>, more.</p>",
            id="empty paragraphs vanish",
        ),
        pytest.param(
            "bare <b>b</b><br>line two<br><br>para two<div>in a div</div>tail",
            "bare b\nline two\n\npara two\n\nin a div\n\ntail",
            "<p>bare <b>b</b><br>line two</p><p>para two</p><p>in a div</p><p>tail</p>",
            id="bare text gets paragraphs, two line breaks end one",
        ),
        pytest.param(
            "<b>all<br><br>bold</b> end",
            "all\n\nbold end",
            "<p><b>all</b></p><p><b>bold</b> end</p>",
            id="inline elements go on over a paragraph's end",
        ),
        pytest.param(
            "<ul><li>a<ul><li>b</ul><li><p>c</p><p>d</p></ul>after",
            "a\nb\nc\nd\n\nafter",
            "<ul><li>a<ul><li>b</li></ul></li><li><p>c</p><p>d</p></li></ul><p>after</p>",
            id="nested lists",
        ),
        pytest.param(
            "<table><tr><th>h</th><td>1</td></tr><tr><td colspan=2 class=x>x<br>y</td></tr></table>",
            "h\t1\nx\ny",
            '<table><tbody><tr><th>h</th><td>1</td></tr><tr><td colspan="2">x<br>y</td></tr></tbody></table>',
            id="tables keep rows and cells apart",
        ),
        pytest.param(
            "<p>see</p><pre>code\n    x &lt; 1\n</pre>text",
            "see\n\ncode\n    x < 1\n\ntext",
            "<p>see</p><pre>code\n    x &lt; 1\n</pre><p>text</p>",
            id="code keeps its white space",
        ),
        pytest.param(
            "<p>x <script>bad()</script><style>s{}</style>y<svg><text>z</text></svg></p>",
            "x y",
            "<p>x y</p>",
            id="scripts, styles and drawings are not text",
        ),
        pytest.param(
            "<p>a<!-- c --><span> b</span><span>c</span> <i></i>d</p><p></p><div><div></div></div>",
            "a bc d",
            "<p>a bc d</p>",
            id="comments do not split words, empty elements are not written",
        ),
        pytest.param(
            "<p onclick=x() style=y><b onmouseover=z>k</b></p><form><input value=v><button>Go</button>kept</form>",
            "k\n\nkept",
            "<p><b>k</b></p><p>kept</p>",
            id="handlers, styles and controls are left out",
        ),
        pytest.param("<p>a<br></p><p><br>b</p>", "a\n\nb", "<p>a</p><p>b</p>", id="line breaks at the edges"),
        pytest.param(
            "<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;q&quot;</p>",
            '<script>alert(1)</script> & "q"',
            '<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp; "q"</p>',
            id="text that looks like markup stays text",
        ),
    ],
)
def test_text_and_html(markup: str, text: str, html: str) -> None:
    body = read(markup)
    assert body.text == text
    assert body.html == html


def test_links_are_absolute_and_only_to_the_web() -> None:
    body = read("<a href='/x'>go</a> <a href='javascript:alert(1)'>js</a> <a href='data:text/html,x'>data</a>")
    assert [(link.url, link.text) for link in body.links] == [("https://forum.example/x", "go")]
    assert body.html == '<p><a href="https://forum.example/x">go</a> js data</p>'


def test_an_address_cannot_leave_its_attribute() -> None:
    body = read("""<a href='https://e.example/?a="><script>x</script>'>t</a>""")
    assert "<script" not in body.html


def test_players_and_frames_become_links() -> None:
    body = read("<p>watch <iframe src='https://v.example/1'></iframe></p><video><source src='/m.mp4'></video>")
    assert [link.url for link in body.links] == ["https://v.example/1", "https://forum.example/m.mp4"]
    assert "<iframe" not in body.html
    assert body.text == "watch"


def test_the_picture_behind_lazy_loading_and_the_larger_one_behind_the_link() -> None:
    body = read(
        "<a href='/full.jpg'><img src='data:image/gif;base64,R0' data-src='/t.jpg' alt=' a  cat ' "
        "width=30 height=20></a>"
    )
    (image,) = body.images
    assert image.url == "https://forum.example/t.jpg"
    assert image.full_url == "https://forum.example/full.jpg"
    assert (image.alt, image.width, image.height) == ("a cat", 30, 20)
    assert body.html == (
        '<p><a href="https://forum.example/full.jpg">'
        '<img src="https://forum.example/t.jpg" alt="a cat" width="30" height="20"></a></p>'
    )


def test_a_smiley_is_no_picture_but_its_sign_stays() -> None:
    body = read("<p>fine <img class='smilie' src='/smilies/a.png' alt=':)'> bye</p>")
    assert body.images == []
    assert body.text == "fine :) bye"


def test_quotations_stay_in_the_text_and_are_told_apart() -> None:
    body = read("<blockquote><p>theirs</p></blockquote><p>mine</p>", quote="blockquote")
    assert body.text == "theirs\n\nmine"
    assert body.html == "<blockquote><p>theirs</p></blockquote><p>mine</p>"
    (quote,) = body.quotes
    assert (quote.author, quote.post_id, quote.text) == ("Ana", "7", "theirs")


def test_what_is_marked_as_chrome_is_passed_over() -> None:
    assert read("<p>kept</p><aside>share <p>this</p></aside><p>too</p>", drop="aside").text == "kept\n\ntoo"


def test_fifty_thousand_nested_elements() -> None:
    body = read("<div>" * 50_000 + "deep" + "</div>" * 50_000)
    assert body.text in ("deep", "")  # elements below MAX_DEPTH are passed over, never a crash
