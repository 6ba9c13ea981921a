"""Pages that React streams are put in order before they are read."""

from __future__ import annotations

import pytest

from pagearchive.parse.streamed import in_order

_RUN = "<script>$RC=function(a,b){{}};{}</script>"


def part(name: str, content: str, call: str) -> str:
    return f'<div hidden id="{name}">{content}</div>{_RUN.format(call)}'


def test_a_late_part_takes_the_place_of_what_stood_in_for_it() -> None:
    page = (
        '<p>a</p><!--$?--><template id="B:0"></template><i>Loading</i><!--$--><b>x</b><!--/$--><!--/$--><p>c</p>'
        + part("S:0", "<p>b<script>x()</script></p>", '$RC("B:0","S:0")')
    )
    assert in_order(page) == "<p>a</p><!--$?--><p>b<script>x()</script></p><!--/$--><p>c</p>" + _RUN.format(
        '$RC("B:0","S:0")'
    )


def test_parts_of_parts_and_parts_in_another_order() -> None:
    page = (
        '<!--$?--><template id="B:0"></template><i>-</i><!--/$--><!--$?--><template id="B:1"></template><!--/$-->'
        + part("S:1", "<p>two</p>", '$RC("B:1","S:1")')
        + part("S:0", '<p>one <template id="P:2"></template></p>', "")
        + part("S:2", "<b>half</b>", '$RS("S:2","P:2")')
        + _RUN.format('$RC("B:0","S:0")')
    )
    put = in_order(page)
    assert put.startswith("<!--$?--><p>one <b>half</b></p><!--/$--><!--$?--><p>two</p><!--/$-->")
    assert "hidden" not in put


@pytest.mark.parametrize(
    "page",
    [
        "<p>no stream</p>",
        '<script>$RC("B:0","S:0")</script>',
        '<template id="B:0"></template><script>$RC("B:0","S:0")</script>',
        '<template id="B:0"></template><div hidden id="S:1">x</div><script>$RC("B:0","S:0")</script>',
        '<template id="B:0"></template><div hidden id="S:0">x<script>$RC("B:0","S:0")',
        '$RC("B:0","S:0")<template id="B:0"></template><div hidden id="S:0">x</div>',
    ],
)
def test_a_page_that_holds_no_part_to_be_placed_stays_as_it_is(page: str) -> None:
    assert in_order(page) == page


def test_a_part_that_holds_its_own_place_is_placed_once() -> None:
    page = '<template id="B:0"></template>' + part("S:0", '<p>x<template id="B:0"></template></p>', '$RC("B:0","S:0")')
    assert in_order(page).count("<p>x") == 1


def test_thousands_of_parts_are_placed_in_no_time() -> None:
    holes = "".join(f'<template id="B:{n:x}"></template><!--/$-->' for n in range(3000))
    parts = "".join(part(f"S:{n:x}", f"<p>{n}</p>", f'$RC("B:{n:x}","S:{n:x}")') for n in range(3000))
    assert "<p>999</p><!--/$-->" in in_order(holes + parts)
