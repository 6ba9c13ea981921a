"""`pagearchive fixture`: pages become fixtures, and fixtures are checked and updated."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import PROSE, Cli
from tests.cli.test_explain import OWN, ROPE
from tests.cli.test_extract_command import write_warc

import pagearchive
from pagearchive.cli import main
from pagearchive.model import Page
from pagearchive.testing.recording import record_fixture

FIXTURES = Path(__file__).parent.parent / "fixtures"
KINDS = (
    "smf/version-2.1",
    "discourse/data-of-the-page-without-noscript",
    "vanilla/comment-with-quote-embed",
    "reddit-old/nested-comments",
    "wpforo/posts-and-comments",
    "stackexchange/question-answers-and-comments",
)
"""Tables, JSON in attributes, quotations in JSON, trees of answers, names in addresses, remarks below posts."""

PERSON = "Marigold_Quill77"
SECRET = "the password of the reading room"
THREAD = """<!DOCTYPE html><html lang="en"><head><meta charset="iso-8859-1"><title>Kilns | Potters' corner</title>
<meta property="og:site_name" content="Potters' corner"><script>track("{person}")</script>
<style>{style}</style><link rel="canonical" href="https://potters.test/threads/kilns.48213/"></head>
<body id="XF" data-template="thread_view"><nav><a href="/login/">Log in</a> {chrome}</nav>
<div class="p-title"><h1 class="p-title-value">Which kiln</h1></div>{posts}
<footer>{chrome} <a href="https://potters.test/members/marigold_quill77.9041/">{person}</a></footer></body></html>"""
POST = """<article class="message message--post js-post" data-author="{author}" id="js-post-{id}">
<div class="message-inner"><h4 class="message-name"><a href="/members/{slug}.{user}/" class="username"
data-user-id="{user}" itemprop="name">{author}</a></h4><ul class="message-attribution-main"><li><a
href="/threads/kilns.48213/post-{id}"><time
class="u-dt" datetime="2025-03-0{day}T09:14:22+0100">Mar {day}, 2025</time></a></li></ul>
<div class="message-content"><article class="message-body"><div class="bbWrapper">{body}</div></article></div>
<aside class="message-signature"><div class="bbWrapper">Signed: {author} of Potters' corner</div></aside></div>
</article>"""
QUOTE = """<blockquote class="bbCodeBlock bbCodeBlock--quote" data-quote="{author}" data-source="post: {id}"><div
class="bbCodeBlock-title"><a href="/goto/post?id={id}" class="bbCodeBlock-sourceJump">{author} said:</a></div><div
class="bbCodeBlock-content">{text}</div></blockquote>"""


def thread() -> str:
    """A page of six posts by two people, with chrome and scripts as forums have them."""
    posts = []
    for number in range(6):
        author, slug, user = (
            (PERSON, "marigold_quill77", 9041) if number % 2 == 0 else ("Fennel Ashby", "fennel-ashby", 517)
        )
        body = f"Post {number}: I fire at cone six and keep {SECRET} on https://potters.test/notes/{number}."
        if number == 1:
            body = (
                QUOTE.format(author=PERSON, id=7730450, text="I fire at cone six")
                + "So do I."
                + f"<img src='/a/{slug}.jpg'>"
            )
        posts.append(
            POST.format(author=author, slug=slug, user=user, id=7730450 + number * 13, day=number + 1, body=body)
        )
    filler = "<p>Advertisement for clay, glaze and kilns.</p>" * 40
    return THREAD.format(person=PERSON, style="b{color:red}" * 900, chrome=filler, posts="\n".join(posts))


@pytest.fixture
def inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory of one's own with the thread in it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "kilns.html").write_text(thread())
    return tmp_path


def read(case: Path) -> dict[str, Any]:
    about = json.loads((case / "case.json").read_text())
    return pagearchive.to_dict(pagearchive.extract((case / "page.html").read_bytes(), url=about["url"]))


def test_a_page_becomes_a_small_fixture_that_is_read_as_the_page_was(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "kilns.html").write_text(thread())
    done = cli("fixture", "add", "kilns.html", "--name", "quote", "--url", "https://potters.test/threads/kilns.48213/")
    assert (done.status, done.err) == (0, "")
    case = tmp_path / "tests" / "fixtures" / "xenforo-2" / "quote"
    assert done.out.startswith("tests/fixtures/xenforo-2/quote: read by xenforo-2, 3 of 6 posts, ")
    assert (case / "page.html").stat().st_size < 5000 < len(thread()) / 3
    record = read(case)
    assert json.loads((case / "expected.json").read_text()) == record
    assert (record["read_by"], len(record["posts"])) == ("xenforo-2", 3)
    assert record["title"]
    first, second, third = record["posts"]
    assert first["date_published"] == "2025-03-01T09:14:22+01:00"
    assert all(post["author"]["name"] and post["author"]["id"] and post["text"] for post in record["posts"])
    assert second["quotes"][0]["author"] == first["author"]["name"] == third["author"]["name"]
    assert second["quotes"][0]["post_id"] == first["post_id"]
    assert second["in_reply_to"] == first["post_id"]
    assert second["images"]
    assert first["url"].endswith(f"post-{first['post_id']}")
    assert "signature" in [one["reason"] for one in record["removed"]]


def test_nothing_of_the_original_is_left(inside: Path) -> None:
    made = record_fixture(
        Page(html=thread(), url="https://potters.test/threads/kilns.48213/"), inside / "fixtures", "quote"
    )
    case = Path(made.directory)
    files = "".join(path.read_text() for path in case.iterdir()).lower()
    for private in (
        *("marigold", "quill77", "fennel", "ashby", "potters", "kiln", "password", "reading", "cone six"),
        *("77304", "48213", "9041", "advertisement", "<script", "<style", "track("),
    ):
        assert private not in files, private
    page = (case / "page.html").read_text()
    name = read(case)["posts"][0]["author"]["name"]
    assert re.fullmatch(r"[A-Z][a-z]{7}_[A-Z][a-z]{4}\d\d", name)
    assert f'data-author="{name}"' in page or f">{name}</a>" in page
    assert f"/members/{name.lower()}." in page
    assert 'charset="utf-8"' in page


def test_text_can_be_kept(inside: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        main(["fixture", "add", "kilns.html", "--name", "own-words", "--keep-text", "--to", "f", "--posts", "1"]) == 0
    )
    record = read(inside / "f" / "xenforo-2" / "own-words")
    assert record["title"] == "Which kiln"
    assert {post["author"]["name"] for post in record["posts"]} == {PERSON, "Fennel Ashby"}
    assert SECRET in record["text"]


def test_of_an_archive_the_page_is_named(inside: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_warc(inside / "two.warc.gz", ["One", "Two"])
    assert main(["fixture", "add", "two.warc.gz", "--name", "x", "--to", "f"]) == 2
    assert (
        "holds 2 pages (https://example.org/0, https://example.org/1); choose one with --url" in capsys.readouterr().err
    )
    assert main(["fixture", "add", "two.warc.gz", "--name", "x", "--to", "f", "--url", "https://example.org/1"]) == 0
    about = json.loads((inside / "f" / "article" / "x" / "case.json").read_text())
    assert about == {"url": "https://example.org/1", "captured_at": "2026-03-01T12:00:00Z", "shows": "X."}
    assert main(["fixture", "add", "two.warc.gz", "--name", "x", "--to", "f", "--url", "https://example.org/1"]) == 2
    assert "there is one of this name" in capsys.readouterr().err


def test_an_article_keeps_its_reader(inside: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (inside / "boats.html").write_text(f"<title>Boats</title><nav>Menu</nav><article><h1>Boats</h1>{PROSE}</article>")
    assert main(["fixture", "add", "boats.html", "--name", "prose", "--to", "f"]) == 0
    record = read(inside / "f" / "article" / "prose")
    assert (record["read_by"], record["kind"]) == ("article", "article")
    assert len(record["text"]) > 300
    assert "oakum" not in record["text"]


def test_adapters_and_fixtures_of_ones_own(inside: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (inside / "mine.py").write_text(OWN)
    (inside / "knots.html").write_text(ROPE)
    own = ["--platforms", "mine.py"]
    assert main(["fixture", "add", "knots.html", "--name", "two-posts", "--to", "f", *own]) == 0
    assert (inside / "f" / "rope-board" / "two-posts").is_dir()
    assert main(["fixture", "check", "f", *own]) == 0
    capsys.readouterr()
    assert main(["fixture", "check", "f"]) == 1
    assert 'read_by: expected "rope-board"' in capsys.readouterr().err


def test_check_names_field_and_command_and_update_mends(inside: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["fixture", "add", "kilns.html", "--name", "a", "--to", "f"])
    main(["fixture", "add", "kilns.html", "--name", "b", "--to", "f"])
    capsys.readouterr()
    assert main(["fixture", "check", "f"]) == 0
    assert capsys.readouterr().out == "2 of 2 fixtures as expected\n"

    path = inside / "f" / "xenforo-2" / "b" / "expected.json"
    record = json.loads(path.read_text())
    record["posts"][1]["author"]["name"] = "Somebody else"
    path.write_text(json.dumps(record))
    assert main(["fixture", "check", "f"]) == 1
    shown = capsys.readouterr()
    assert shown.out == "1 of 2 fixtures as expected\n"
    first, second, third = shown.err.splitlines()
    assert first == "f/xenforo-2/b: 1 value differs"
    assert second.startswith('  posts[1].author.name: expected "Somebody else", found "')
    assert third == "  if the new record is right: pagearchive fixture update f/xenforo-2/b"

    assert main(third.rpartition("pagearchive ")[2].split()) == 0
    assert "posts[1].author.name: " in capsys.readouterr().out
    assert main(["fixture", "check", "f"]) == 0


def test_check_tells_machines_what_differs(inside: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    main(["fixture", "add", "kilns.html", "--name", "a", "--to", "f"])
    (inside / "f" / "xenforo-2" / "a" / "expected.json").write_text("")
    capsysbinary.readouterr()
    assert main(["fixture", "check", "f", "--json"]) == 1
    (line,) = map(json.loads, capsysbinary.readouterr().out.splitlines())
    assert line["fixture"] == "f/xenforo-2/a"
    assert [one["place"] for one in line["differences"]] == ["expected.json"]


def test_a_directory_without_fixtures_is_an_error(inside: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fixture", "check", "nowhere"]) == 1
    assert "nowhere: holds no fixture; `pagearchive fixture add" in capsys.readouterr().err
    assert main(["fixture", "add", "kilns.html", "--name", "../x"]) == 2


@pytest.mark.parametrize("kind", KINDS)
def test_any_kind_of_page_can_be_recorded(kind: str, tmp_path: Path) -> None:
    case = FIXTURES / kind
    about = json.loads((case / "case.json").read_text())
    page = Page(html=(case / "page.html").read_bytes(), url=about["url"])
    made = record_fixture(page, tmp_path, "again", seed=7)
    assert made.lost == []
    assert made.read_by == kind.partition("/")[0]
    assert made.size <= made.size_before + 40
