"""Records in other forms: rows, Parquet, Markdown."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from pagearchive import to_dict
from pagearchive.errors import OutputError, SetupError
from pagearchive.export import COLUMNS, FORMATS, rows, to_markdown
from pagearchive.export.commonmark import from_html
from pagearchive.model import Article, Attribution, Author, Image, Link, Post, Reaction, Thread, ThreadInfo

TEXT = 'She said: "tar, oakum"\nand left.'


def records() -> list[dict[str, Any]]:
    posts = [
        Post(
            position=number,
            post_id=str(number),
            author=Author(name=name, id=f"u{number}"),
            date_published="2026-03-01T12:00:00Z",
            text=TEXT,
            html="<p>She said</p>",
            links=[Link(url="https://example.org/a"), Link(url="https://example.org/b")],
            reactions=[Reaction(name="Like", count=2), Reaction(name="Thanks", count=1)],
        )
        for number, name in enumerate(["Ann", "Bo"], 1)
    ]
    thread = Thread(title="Boats", posts=posts, thread=ThreadInfo(id="7", board=["Sea", "Wood"], page=2))
    picture = Image(url="https://example.org/p.jpg", asset="assets/sha256-00.jpg")
    source = Attribution(kind="agency", raw="AP", source_names=["AP", "AFP"])
    article = Article(
        title="*Tar* & oakum",
        authors=[Author(name="Ann"), Author(name="Bo")],
        text="Words",
        html='<p>Words <img src="https://example.org/p.jpg" alt="x"></p>',
        images=[picture],
        attribution=source,
    )
    return [to_dict(thread), to_dict(article)]


def test_one_row_a_post_or_article() -> None:
    first, second, third = rows(records())
    assert list(first) == [name for name, _ in COLUMNS]
    assert (first["record"], first["author"], first["board"], first["reactions"]) == (1, "Ann", "Sea > Wood", 3)
    assert (second["position"], second["links"]) == (2, "https://example.org/a https://example.org/b")
    assert (third["record"], third["author"], third["source_names"]) == (2, "Ann; Bo", "AP; AFP")
    assert (third["assets"], third["position"], third["words"]) == ("assets/sha256-00.jpg", None, 1)


def test_csv_keeps_line_breaks_and_quotes(tmp_path: Path) -> None:
    assert FORMATS["csv"](records(), tmp_path / "x.csv") == 3
    with (tmp_path / "x.csv").open(newline="", encoding="utf-8") as file:
        assert next(csv.DictReader(file))["text"] == TEXT


def test_parquet_or_a_line_that_says_what_is_missing(tmp_path: Path) -> None:
    try:
        import pyarrow.parquet
    except ImportError:
        with pytest.raises(SetupError, match=r"pip install 'pagearchive\[parquet\]'"):
            FORMATS["parquet"](records(), tmp_path / "x.parquet")
        return
    FORMATS["parquet"](records(), tmp_path / "x.parquet")
    table = pyarrow.parquet.read_table(tmp_path / "x.parquet")
    assert table.column("reactions").to_pylist() == [3, 3, 0]


def test_nothing_is_left_of_a_file_that_could_not_be_finished(tmp_path: Path) -> None:
    def broken() -> Any:
        yield records()[0]
        raise OutputError("no more")

    with pytest.raises(OutputError):
        FORMATS["jsonl"](broken(), tmp_path / "x.jsonl")
    assert list(tmp_path.iterdir()) == []


def test_a_thread_as_markdown() -> None:
    text = to_markdown(records()[0])
    assert text.startswith('---\ntitle: "Boats"\nkind: "thread"\n')
    assert "\n## 1. Ann, 2026-03-01T12:00:00Z\n\nShe said\n" in text


def test_an_article_as_markdown_links_its_file() -> None:
    text = to_markdown(records()[1], {"https://example.org/p.jpg": "assets/p.jpg"})
    assert "# \\*Tar\\* & oakum\n\nWords ![x](assets/p.jpg)\n\n*AP*\n" in text


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>a <b> bold </b>b</p>", "a **bold** b"),
        ('<p><a href="https://e.org/(x)">l</a></p>', "[l](https://e.org/%28x%29)"),
        ("<p>one<br>two</p>", "one\\\ntwo"),
        ("<h2>Head</h2>", "#### Head"),
        ("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", "- a\n\n  - b\n\n- c"),
        ('<ol start="3"><li>a</li><li>b</li></ol>', "3. a\n4. b"),
        ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"),
        ("<pre>x ``` y\n  z</pre>", "````\nx ``` y\n  z\n````"),
        ("<p>use <code>a`b</code></p>", "use ``a`b``"),
        ("<table><tr><th>a</th></tr><tr><td>1|2</td></tr></table>", "| a |\n| --- |\n| 1\\|2 |"),
        ("<p># no heading</p><p>1. no list</p>", "\\# no heading\n\n1\\. no list"),
        ("<p>2 * 3 &lt; 7_000</p>", "2 \\* 3 \\< 7\\_000"),
        ("<p>---</p><p>+ no item</p>", "\\---\n\n\\+ no item"),
        ("<p>write &amp;nbsp; or A&amp;B</p>", "write \\&nbsp; or A&B"),
        ("<h3>one<br>two</h3>", "##### one two"),
        (
            "<table><caption>c</caption><tr><td>a<br>b</td><td><pre>x\ny</pre></td></tr></table>",
            "c\n\n| a<br>b | `x`<br>`y` |\n| --- | --- |",
        ),
        (
            '<figure><img src="https://e.org/i.jpg" alt=""><figcaption>A cat <cite>Ana</cite></figcaption></figure>',
            "![](https://e.org/i.jpg)\n\n*A cat Ana*",
        ),
    ],
)
def test_markdown_of_clean_html(html: str, markdown: str) -> None:
    assert from_html(html) == markdown
