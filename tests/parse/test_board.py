"""A board's page: its topics with what the rows say of them, and the way to the next page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from pagearchive.model import Page
from pagearchive.parse.threads.board import Board, latest_moment, read_board

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
TITLES = ("Caulking a clinker hull", "Which oakum is the best one?", "Tar that stays soft", "Steaming oak ribs at home")
Row = Callable[[int, str], str]


def board(html: str, url: str = "https://forum.example.org/boats/") -> Board:
    return read_board(Page(html=f"<!DOCTYPE html><title>Boats</title>{html}", url=url, captured_at=NOW))


def listing(row: Row, before: str = "<table>", after: str = "</table>") -> str:
    return before + "".join(row(number, title) for number, title in enumerate(TITLES, 1)) + after


def xenforo(n: int, title: str) -> str:
    sticky = '<li><i class="structItem-status structItem-status--sticky"></i></li>' if n == 1 else ""
    return (
        f'<div class="structItem structItem--thread js-threadListItem-{n}" data-author="Ann">'
        f'<div class="structItem-cell structItem-cell--main"><ul class="structItem-statuses">{sticky}</ul>'
        f'<div class="structItem-title"><a href="/forums/x/?prefix_id=1" class="labelLink">Tip</a> '
        f'<a href="/threads/boat.{n}/" data-preview-url="/threads/boat.{n}/preview">{title}</a></div>'
        f'<ul class="structItem-parts"><li><a href="/members/ann.1/" class="username">Ann</a></li>'
        f'<li class="structItem-startDate"><time datetime="2020-01-0{n}T10:00:00+0000">then</time></li></ul>'
        f'<span class="structItem-pageJump"><a href="/threads/boat.{n}/page-2">2</a></span></div>'
        f'<div class="structItem-cell structItem-cell--meta"><dl class="pairs"><dt>Replies</dt><dd>{n}1</dd></dl></div>'
        f'<div class="structItem-cell structItem-cell--latest"><a href="/threads/boat.{n}/latest">'
        f'<time class="structItem-latestDate u-dt" datetime="2026-03-0{n}T10:00:00+0000">now</time></a></div></div>'
    )


def phpbb(n: int, title: str) -> str:
    return (
        f'<li class="row bg1 {"sticky" if n == 1 else ""}"><dl class="row-item"><dt><div class="list-inner">'
        f'<a href="./viewtopic.php?f=5&amp;t={n}7" class="topictitle">{title}</a>'
        f'<div class="pagination"><ul><li><a class="button" href="./viewtopic.php?f=5&amp;t={n}7&amp;start=10">2</a>'
        f'</li></ul></div> by <a href="./memberlist.php?mode=viewprofile&amp;u=2" class="username">Ann</a> » '
        f'<time datetime="2020-01-0{n}T10:00:00+00:00">then</time></div></dt>'
        f'<dd class="posts">{n}1 <dfn>Replies</dfn></dd>'
        f'<dd class="lastpost"><span><a href="./viewtopic.php?p=9{n}#p9{n}">'
        f'<time datetime="2026-03-0{n}T10:00:00+00:00">'
        f"now</time></a></span></dd></dl></li>"
    )


def discourse(n: int, title: str) -> str:
    moment = int(datetime(2026, 3, n, 10, tzinfo=UTC).timestamp())
    return (
        f'<tr class="topic-list-item {"pinned" if n == 1 else ""}" data-topic-id="{n}"><td class="main-link">'
        f'<a href="/t/boat/{n}" class="title raw-link raw-topic-link">{title}</a></td>'
        f'<td class="posters"><a href="/u/ann">A</a></td><td class="num posts-map posts">{n}1</td>'
        f'<td class="num age activity"><span class="relative-date" data-time="{moment}000">'
        f"now</span></td></tr>"
    )


def unknown_table(n: int, title: str) -> str:
    return (
        f"<tr><td><img src=/i.png></td><td class=c1{' id=sticky-1' if n == 1 else ''}>"
        f"<b class={'announcement' if n == 1 else 'plain'}></b><a href='/board/{n}00{n}-boat.html'>{title}</a></td>"
        f"<td><a href='/people/{n}'>Ann</a></td><td>{n}1</td><td>March {n}, 2026 10:00</td></tr>"
    )


def unknown_cards(n: int, title: str) -> str:
    mark = "<i class='is-pinned'></i>" if n == 1 else ""
    return (
        f"<div class='card'>{mark}<h3><a href='/discussion/{n}/boat'>{title}</a></h3>"
        f"<p><a href='/profile/ann'>Ann</a> · {n}1 replies · "
        f"<time datetime='2026-03-0{n}T10:00:00Z'>now</time></p></div>"
    )


@pytest.mark.parametrize(
    ("row", "before", "address"),
    [
        (xenforo, "<div class=structItemContainer>", "/threads/boat.{n}/"),
        (phpbb, "<ul class='topiclist topics'>", "/boats/viewtopic.php?f=5&t={n}7"),
        (discourse, "<table class=topic-list>", "/t/boat/{n}"),
        (unknown_table, "<table>", "/board/{n}00{n}-boat.html"),
        (unknown_cards, "<main>", "/discussion/{n}/boat"),
    ],
)
def test_rows_of_known_software_and_of_none(row: Row, before: str, address: str) -> None:
    chrome = (
        "<nav><ul><li><a href='/news/1-one'>News of the club</a><li><a href='/news/2-two'>Rules of the club</a>"
        "<li><a href='/news/3-three'>Help for members</a></ul></nav>"
    )
    found = board(chrome + listing(row, before))
    wanted = ["https://forum.example.org" + address.format(n=n) for n in range(1, 5)]
    assert [topic.url for topic in found.topics] == wanted
    assert [topic.title for topic in found.topics] == list(TITLES)
    assert [(topic.last_activity or "")[:10] for topic in found.topics] == [f"2026-03-0{n}" for n in range(1, 5)]
    assert [topic.replies for topic in found.topics] == [11, 21, 31, 41]
    assert [topic.pinned for topic in found.topics] == [True, False, False, False]
    assert found.next_page is None


@pytest.mark.parametrize(
    ("url", "link", "following"),
    [
        (
            "https://forum.example.org/forums/boats.22/",
            "<nav class=pageNav><a class='pageNav-jump--next' href='/forums/boats.22/page-2'>Next</a></nav>",
            "https://forum.example.org/forums/boats.22/page-2",
        ),
        (
            "https://forum.example.org/viewforum.php?f=5",
            "<div class=pagination><a rel=next href='./viewforum.php?f=5&amp;start=25'>Next</a></div>",
            "https://forum.example.org/viewforum.php?f=5&start=25",
        ),
        (
            "https://forum.example.org/c/boats/5?page=1",
            "<link rel=next href='/c/boats/5?page=2'>",
            "https://forum.example.org/c/boats/5?page=2",
        ),
    ],
)
def test_the_way_to_the_next_page(url: str, link: str, following: str) -> None:
    found = board(link + listing(xenforo, "<div>", "</div>"), url)
    assert found.next_page == following


def test_a_list_of_people_and_a_text_are_no_boards() -> None:
    people = "".join(f"<li><a href='/members/person-{n}'>Some long name of person {n}</a>" for n in range(20))
    assert board(f"<ul>{people}</ul>").topics == []
    prose = "<p>Tar and <a href='/about-tar-2'>oakum of the north</a> are old.</p>" * 3
    assert board(f"<article><h1>Tar</h1>{prose}</article>") == Board(title="Boats", topics=[], next_page=None)


def test_a_topic_on_another_site_is_no_topic_of_the_board() -> None:
    html = listing(xenforo, "<div>", "</div>").replace("/threads/boat.2/", "https://elsewhere.example.com/threads/2/")
    assert len(board(html).topics) == 3


@pytest.mark.parametrize(
    ("stated", "latest"),
    [
        ("2019", "2020-01-01T00:00:00+00:00"),
        ("2019-12", "2020-01-01T00:00:00+00:00"),
        ("2019-06-30", "2019-07-01T00:00:00+00:00"),
        ("2019-06-30T10:00:00+02:00", "2019-06-30T10:00:00+02:00"),
    ],
)
def test_what_a_date_without_its_smaller_parts_may_mean(stated: str, latest: str) -> None:
    moment = latest_moment(stated)
    assert moment is not None
    assert moment.isoformat() == latest
