"""JSON-LD and microdata as pages write them."""

from __future__ import annotations

import pytest

from pagearchive.model import Page
from pagearchive.parse.document import Document
from pagearchive.parse.structured import read_json, text, types


def structured_of(html: str) -> Document:
    return Document(Page(html=html, url="https://courier.example.org/"))


@pytest.mark.parametrize(
    "raw",
    [
        '{"a": 1}',
        '\n<!-- {"a": 1} -->\n',
        '//<![CDATA[\n{"a": 1}\n//]]>',
        '{"a": 1,}',
        '// made by a plugin\n{"a": 1}',
        '{"a": 1};',
        "{&quot;a&quot;: 1}",
    ],
)
def test_json_in_its_wrappings(raw: str) -> None:
    assert read_json(raw) == {"a": 1}


def test_values_that_follow_each_other_are_a_list() -> None:
    assert read_json('{"a": 1}\n{"b": 2}; {"c"') == [{"a": 1}, {"b": 2}]
    for empty in ("", "//", "{"):
        with pytest.raises(ValueError):
            read_json(empty)


def test_raw_line_breaks_in_strings() -> None:
    assert read_json('{"a": "one\ntwo"}') == {"a": "one\ntwo"}


def test_a_graph_and_its_references() -> None:
    html = """<script type="application/ld+json; charset=utf-8">{"@graph": [
      {"@type": "Article", "author": {"@id": "#ines"}}, {"@type": ["Person", "Thing"], "@id": "#ines", "name": "Ines"}]}
      </script>"""
    document = structured_of(html)
    data = document.structured
    (article,) = data.of_type("Article")
    (author,) = data.resolve(article["author"])
    assert text(author) == "Ines"
    assert types(author) == ("Person", "Thing")
    assert types({"@type": "https://schema.org/NewsArticle"}) == ("NewsArticle",)


def test_what_cannot_be_read_is_a_problem_and_the_rest_is_read() -> None:
    html = """<script type="application/ld+json">{"a": </script>
    <script type="application/ld+json">{"@type": "Thing"}</script>"""
    document = structured_of(html)
    assert len(document.structured.of_type("Thing")) == 1
    assert [problem.code for problem in document.problems] == ["bad-json-ld"]


def test_deep_nesting_is_a_problem_and_no_crash() -> None:
    document = structured_of(f'<script type="application/ld+json">{"[" * 100_000}</script>')
    assert document.structured.things == []
    assert [problem.code for problem in document.problems] == ["bad-json-ld"]


def test_microdata_properties_belong_to_the_nearest_item() -> None:
    html = """<div itemscope itemtype="https://schema.org/Article"><h1 itemprop="headline">Light</h1>
    <div itemprop="author" itemscope itemtype="https://schema.org/Person"><a itemprop="url" href="/i">
    <span itemprop="name">Ines</span></a></div><time itemprop="datePublished" datetime="2025-06-14">June</time></div>"""
    document = structured_of(html)
    (item,) = (item for item in document.structured.items if "Article" in item.types)
    assert item.value("headline") == "Light"
    assert item.value("name") is None
    assert item.value("datePublished") == "2025-06-14"
    (author,) = item.items("author")
    assert (author.value("name"), author.value("url")) == ("Ines", "/i")
