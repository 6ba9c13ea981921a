"""Dates as pages print them, one line a wording. NOW is when the page was captured: a Wednesday at noon, UTC."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pagearchive import dates

NOW = datetime(2024, 3, 20, 12, 0, tzinfo=UTC)

STATED = {
    # ISO 8601 and what is meant to be it
    "2024-03-19T21:22:50Z": "2024-03-19T21:22:50Z",
    "2024-03-19T21:22:50+01:00": "2024-03-19T21:22:50+01:00",
    "2019-05-01T12:00:00+0000": "2019-05-01T12:00:00Z",
    "2019-05-01T12:00:00-0730": "2019-05-01T12:00:00-07:30",
    "2023-05-05T12:30+02": "2023-05-05T12:30:00+02:00",
    "2023-10-17T14:24:34.612134874-07:00": "2023-10-17T14:24:34-07:00",
    "2013-11-18 08:33:44Z": "2013-11-18T08:33:44Z",
    "2013-11-18 08:33:44 +01:00": "2013-11-18T08:33:44+01:00",
    "2009-07-24 22:59:03": "2009-07-24T22:59:03",
    "2024-03-19T21:22": "2024-03-19T21:22:00",
    "2021-12-17UTC07:30:00+00:00": "2021-12-17T07:30:00Z",
    "2023-12-19 02:00:21 +0000 UTC": "2023-12-19T02:00:21Z",
    "2024-02-21 12:16:43 +0100 +0100": "2024-02-21T12:16:43+01:00",
    "2021-12-12_12-16": "2021-12-12",
    "2025-02-30": None,
    "2019-13-05": None,
    "20240319T212250": "2024-03-19T21:22:50",
    "20240319": "2024-03-19",
    "2019-06": "2019-06",
    # Unix
    "1396365828": "2014-04-01T15:23:48Z",
    "1396365828000": "2014-04-01T15:23:48Z",
    "1396365828.123": "2014-04-01T15:23:48Z",
    "/Date(1396365828000)/": "2014-04-01T15:23:48Z",
    # mail, HTTP, C and JavaScript
    "Sun, 06 Nov 1994 08:49:37 GMT": "1994-11-06T08:49:37Z",
    "Sunday, 06-Nov-94 08:49:37 GMT": "1994-11-06T08:49:37Z",
    "Sun Nov  6 08:49:37 1994": "1994-11-06T08:49:37",
    "Wed Mar 4 18:58:32 2020 UTC": "2020-03-04T18:58:32Z",
    "Sat, 20 Dec 2014 10:00:00 +0100": "2014-12-20T10:00:00+01:00",
    "Wed, 02 Oct 2002 13:00:00 EST": "2002-10-02T13:00:00-05:00",
    "Thu Sep 16 2021 03:10:16 GMT+0000 (UTC)": "2021-09-16T03:10:16Z",
    # forums in English
    "» Tue Aug 27, 2019 4:08 am": "2019-08-27T04:08:00",
    "Tue Aug 27, 2019 12:08 am": "2019-08-27T00:08:00",
    "Aug 27, 2019 at 12:08 PM": "2019-08-27T12:08:00",
    "Posted March 19, 2024": "2024-03-19",
    "on: October 02, 2012, 02:29:33 PM": "2012-10-02T14:29:33",
    "07-24-2009, 10:59 PM": "2009-07-24T22:59:00",
    "6:38 PM - Jul 08, 2013": "2013-07-08T18:38:00",
    "Wednesday April 05, 2023 @03:34AM": "2023-04-05T03:34:00",
    "Friday, October 4th, 2019 at 3:43:10 PM GMT+03:00": "2019-10-04T15:43:10+03:00",
    "Feb 14, 2020 | 9:07 pm #2": "2020-02-14T21:07:00",
    "1/13/24, 4:07 PM": "2024-01-13T16:07:00",
    "13/1/24, 16:07": "2024-01-13T16:07:00",
    "03/19/2024 11:37  PM": "2024-03-19T23:37:00",
    "2nd April 2021, 13:59": "2021-04-02T13:59:00",
    "7:19pm On May 23, 2021": "2021-05-23T19:19:00",
    "wanderer1320 · Jul 9, 2007 at 9:31 PM": "2007-07-09T21:31:00",
    "Posted by Anna Bell 07/24/09 03:44 PM 9844 posts": "2009-07-24T15:44:00",
    "Camera 360 (2015) Jul 11, 2016 anna": "2016-07-11",
    "2:55pm On Dec 10, 2023. Modified: 10:31am On Dec 11, 2023": "2023-12-10T14:55:00",
    "Jun 11 '23": "2023-06-11",
    "Jun '19": "2019-06",
    "June 2019": "2019-06",
    "02 Oct 02 13:00": "2002-10-02T13:00:00",
    "« Reply #3 on: October 02, 2012, 02:29:33 PM »": "2012-10-02T14:29:33",
    "22:59, 24 July 2009 (UTC)": "2009-07-24T22:59:00Z",
    "\u200e07-24-2009 10:59 PM - edited 07-25-2009 08:00 AM": "2009-07-24T22:59:00",
    # other languages
    "11 June 2021": "2021-06-11",
    "24.07.2009, 22:59": "2009-07-24T22:59:00",
    "24. 07. 2009 22:59": "2009-07-24T22:59:00",
    "3. Mai 2020, 16.08 Uhr": "2020-05-03T16:08:00",
    "Mi., 4. März 2020 um 18:00 Uhr": "2020-03-04T18:00:00",
    "ven. 24 juil. 2009 22h59": "2009-07-24T22:59:00",
    "mar. 27 août 2019 4:08": "2019-08-27T04:08:00",
    "24 juillet 2009 à 22:59": "2009-07-24T22:59:00",
    "1er mars 2020": "2020-03-01",
    "3 de mayo de 2020 a las 12:30": "2020-05-03T12:30:00",
    "3 de maio de 2020, 12h30": "2020-05-03T12:30:00",
    "sabato 3 maggio 2020, ore 12:30": "2020-05-03T12:30:00",
    "zo 3 mei 2020, 12:30": "2020-05-03T12:30:00",
    "Pią, 05 maj 2017": "2017-05-05",
    "5 października 2017, 12:30": "2017-10-05T12:30:00",
    "Вт Авг 27, 2019 4:08 am": "2019-08-27T04:08:00",
    "27 августа 2019 г. в 04:08": "2019-08-27T04:08:00",
    "19 березня 2023 р., 12:30": "2023-03-19T12:30:00",
    "15. května 2021 v 12:30": "2021-05-15T12:30:00",
    "den 3 maj 2020 kl. 12.30": "2020-05-03T12:30:00",
    "3. toukokuuta 2020 klo 12.30": "2020-05-03T12:30:00",
    "03 Mayıs 2020, 12:30": "2020-05-03T12:30:00",
    "19 Kas 2009": "2009-11-19",
    "2009. július 24. 22:59": "2009-07-24T22:59:00",
    "3 Μαΐου 2020 στις 12:30 μ.μ.": "2020-05-03T12:30:00",
    "3 martie 2020 la 12:30": "2020-03-03T12:30:00",
    "19 tháng 3, 2023": "2023-03-19",
    "3 Agustus 2020 pukul 12:30": "2020-08-03T12:30:00",
    "١٩ مارس ٢٠٢٣": "2023-03-19",
    "19 במרץ 2023": "2023-03-19",
    "Fr 24. Jul 2009, 22:59": "2009-07-24T22:59:00",
    "ven lug 24, 2009 10:59 pm": "2009-07-24T22:59:00",
    "Mié Ago 05, 2009 10:59 pm": "2009-08-05T22:59:00",
    "pát 24. črc 2009 22:59": "2009-07-24T22:59:00",
    "发表于 2009-7-24 22:59:03": "2009-07-24T22:59:03",
    "週五 7月 24, 2009 10:59 pm": "2009-07-24T22:59:00",
    "2009/07/24(金) 22:59:03.12 ID:abc": "2009-07-24T22:59:03",
    "2019年5月1日 12:30": "2019-05-01T12:30:00",
    "2019/05/01 下午 3:30": "2019-05-01T15:30:00",
    "2019年5月1日(水) 午後3時04分": "2019-05-01T15:04:00",
    "2019년 5월 1일 오후 3:04": "2019-05-01T15:04:00",
    "2019. 5. 1. 오전 12:04": "2019-05-01T00:04:00",
    "۱۵ خرداد ۱۴۰۰": "2021-06-05",
}

TOLD_FROM_THE_CAPTURE = {
    "just now": "2024-03-20T12:00:00Z",
    "a few seconds ago": "2024-03-20T11:59:59Z",
    "5 minutes ago": "2024-03-20T11:55:00Z",
    "an hour ago": "2024-03-20T11:00:00Z",
    "3 hours ago": "2024-03-20T09:00:00Z",
    "1 day, 3 hours ago": "2024-03-19T09:00:00Z",
    "2 days ago": "2024-03-18",
    "5 mo. ago": "2023-10",
    "4 years, 2 months ago": "2020-01",
    "2 years ago": "2022",
    "2y": "2022",
    "17 hr": "2024-03-19T19:00:00Z",
    "24d": "2024-02-25",
    "Today, 09:15": "2024-03-20T09:15:00",
    "Yesterday at 10:32 AM": "2024-03-19T10:32:00",
    "Tuesday at 5:34 PM": "2024-03-19T17:34:00",
    "Wednesday at 9:30 AM": "2024-03-20T09:30:00",
    "Wednesday at 5:30 PM": "2024-03-13T17:30:00",
    "Mar 19": "2024-03-19",
    "Apr 1": "2023-04-01",
    "29 February": "2024-02-29",
    "19 mars": "2024-03-19",
    "12 марта": "2024-03-12",
    "vor 2 Tagen": "2024-03-18",
    "vor einer Stunde": "2024-03-20T11:00:00Z",
    "gestern um 18:00 Uhr": "2024-03-19T18:00:00",
    "il y a 3 jours": "2024-03-17",
    "il y a une heure": "2024-03-20T11:00:00Z",
    "hace 2 semanas": "2024-03-06",
    "ayer a las 10:30": "2024-03-19T10:30:00",
    "3 giorni fa": "2024-03-17",
    "il y a environ 3 heures": "2024-03-20T09:00:00Z",
    "un'ora fa": "2024-03-20T11:00:00Z",
    "半小时前": "2024-03-20T11:30:00Z",
    "há 3 dias": "2024-03-17",
    "3 dagen geleden": "2024-03-17",
    "3 dni temu": "2024-03-17",
    "вчера": "2024-03-19",
    "Сегодня в 12:30": "2024-03-20T12:30:00",
    "минуту назад": "2024-03-20T11:59:00Z",
    "2 роки тому": "2022",
    "před 3 dny": "2024-03-17",
    "för 3 dagar sedan": "2024-03-17",
    "I går kl 10:30": "2024-03-19T10:30:00",
    "3 päivää sitten": "2024-03-17",
    "3 gün önce": "2024-03-17",
    "πριν 3 ώρες": "2024-03-20T09:00:00Z",
    "منذ 3 أيام": "2024-03-17",
    "לפני 3 ימים": "2024-03-17",
    "3 ngày trước": "2024-03-17",
    "3小时前": "2024-03-20T09:00:00Z",
    "昨天 12:30": "2024-03-19T12:30:00",
    "2ヶ月前": "2024-01",
    "5시간 전": "2024-03-20T07:00:00Z",
}

NO_DATES = [
    "",
    "May the force be with you",
    "March",
    "Wednesday",
    "now",
    "Register now",
    "5 likes",
    "7 days",
    "6 months",
    "Edited 1 time",
    "35M",
    "Post #12",
    "1.2.3",
    "10.0.1.12",
    "2024",
    "12:30",
    "555-123-4567",
    "+49 170 1234567",
    "Page 3 of 12",
    "Chapter 5",
    "Best phones of 2019",
    "Joined Jan 5, 2012",
    "Registered: 2015-11-01",
    "over a year ago",
    "more than 2 years ago",
    "years ago",
    "Jan 17 - 18",
    "Corolla (2009-2013)",
    "1719-05-05",
    "31/02/2019",
    "99999999999999999999",
    "12345678901",
    "\x00",
]


@pytest.mark.parametrize(("raw", "expected"), STATED.items())
def test_reads_what_the_text_states(raw: str, expected: str | None) -> None:
    assert dates.read_date(raw) == expected
    assert dates.read_date(raw, captured_at=NOW) == expected


@pytest.mark.parametrize(("raw", "expected"), TOLD_FROM_THE_CAPTURE.items())
def test_reads_relative_texts_from_the_capture_only(raw: str, expected: str) -> None:
    assert dates.read_date(raw, captured_at=NOW) == expected
    assert dates.read_date(raw) is None


@pytest.mark.parametrize("raw", NO_DATES)
def test_finds_no_date_where_there_is_none(raw: str) -> None:
    assert dates.read_date(raw, captured_at=NOW, languages=["en-US"]) is None


@pytest.mark.parametrize("raw", [raw for raw, expected in (STATED | TOLD_FROM_THE_CAPTURE).items() if expected])
def test_the_cheap_test_passes_every_date(raw: str) -> None:
    assert dates.looks_like_date(raw)


@pytest.mark.parametrize("text", ["Anna", "Reply", "Like this post", "#12", "Share", "x" * 5000])
def test_the_cheap_test_stops_plain_words(text: str) -> None:
    assert not dates.looks_like_date(text)


@pytest.mark.parametrize(
    ("raw", "languages", "day_first", "expected"),
    [
        ("07/08/2019", [], None, None),
        ("07/08/2019", ["en"], None, None),
        ("07/08/2019", ["en-US"], None, "2019-07-08"),
        ("07/08/2019", ["en-GB"], None, "2019-08-07"),
        ("07/08/2019", ["fr"], None, "2019-08-07"),
        ("07/08/2019", ["en-US"], True, "2019-08-07"),
        ("07/08/2019", ["fr"], False, "2019-07-08"),
        ("07/08/2019 4:08 PM", ["en"], None, "2019-07-08T16:08:00"),
        ("07.08.2019", [], None, "2019-08-07"),
        ("07/24/2019", ["fr"], True, "2019-07-24"),
        ("24/07/2019", ["en-US"], False, "2019-07-24"),
        ("05/05/2019", [], None, "2019-05-05"),
        ("07/08/09", ["de"], None, "2009-08-07"),
        ("03/04/2024", [], None, "2024-03-04"),  # the third of April is to come
        ("12-07-24", ["sv"], None, "2012-07-24"),
        ("Tue, 03/04/2014 - 19:15", ["en"], None, "2014-03-04T19:15:00"),  # Drupal's; the third of April was a Thursday
        ("Thu, 03/04/2014 - 19:15", ["en"], False, "2014-04-03T19:15:00"),
        ("Mon, 03/04/2014 - 19:15", ["en"], None, None),
        ("Tue, 0/5/2014", ["en"], None, None),
    ],
)
def test_day_and_month(raw: str, languages: list[str], day_first: bool | None, expected: str | None) -> None:
    assert dates.read_date(raw, captured_at=NOW, languages=languages, day_first=day_first) == expected


@pytest.mark.parametrize(
    ("raw", "language", "expected"),
    [
        ("12 lis 2020", "pl", "2020-11-12"),
        ("12 lis 2020", "hr", "2020-10-12"),
        ("hier 12:30", "fr", "2024-03-19T12:30:00"),
        ("hier 12:30", "de", None),
        ("ma 12:30", "hu", "2024-03-20T12:30:00"),
        ("1400/03/15 12:30", "fa-IR", "2021-06-05T12:30:00"),
        ("1399/12/30", "fa", "2021-03-20"),
        ("1400/12/30", "fa", None),  # a common year
        ("5 ago 2019", "es", "2019-08-05"),
        ("15 มกราคม 2562", "th", "2019-01-15"),
        ("15 मार्च 2023", "hi", "2023-03-15"),
        ("15. märts 2023 12:30", "et", "2023-03-15T12:30:00"),
    ],
)
def test_words_mean_what_they_mean_in_the_language_of_the_page(raw: str, language: str, expected: str | None) -> None:
    assert dates.read_date(raw, captured_at=NOW, languages=[language]) == expected


def test_what_lies_after_the_capture_is_no_date() -> None:
    assert dates.read_date("2024-03-21T03:00:00", captured_at=NOW) == "2024-03-21T03:00:00"  # a clock further east
    assert dates.read_date("2024-03-22", captured_at=NOW) is None
    assert dates.read_date("1989-12-31") is None
    assert dates.read_date("1990-01-01") == "1990-01-01"


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("4 mars 2023 à 11:00 est classée", "fr", "2023-03-04T11:00:00"),
        ("4. März 2023 um 11:00 Uhr ist unter", "de", "2023-03-04T11:00:00"),
        ("March 4, 2023 11:00 est", "en", "2023-03-04T11:00:00-05:00"),
    ],
)
def test_a_word_of_the_page_s_language_is_no_zone(text: str, language: str, value: str) -> None:
    found = dates.find_date(text, languages=[language])
    assert found is not None
    assert found[1] == value


def test_an_instant_keeps_the_zone_of_the_capture() -> None:
    tokyo = NOW.astimezone(timezone(timedelta(hours=9)))
    assert dates.read_date("3 hours ago", captured_at=tokyo) == "2024-03-20T18:00:00+09:00"
    assert dates.read_date("3 hours ago", captured_at=NOW.replace(tzinfo=None)) == "2024-03-20T09:00:00"


@pytest.mark.parametrize(
    ("text", "raw", "value"),
    [
        ("Posted by Anna on 24.07.2009, 22:59 | #3", "24.07.2009, 22:59", "2009-07-24T22:59:00"),
        ("Joe wrote on Tue Aug 27, 2019 4:08 am » in", "Tue Aug 27, 2019 4:08 am", "2019-08-27T04:08:00"),
        ("Anna, joined May 5, 2009, wrote 3 hours ago", "3 hours ago", "2024-03-20T09:00:00Z"),
        ("İnci 03 Mayıs 2020, 12:30 yazdı", "03 Mayıs 2020, 12:30", "2020-05-03T12:30:00"),
        ("x " * 300 + "May 5, 2019", "May 5, 2019", "2019-05-05"),
    ],
)
def test_finds_the_first_date_in_a_run_of_text(text: str, raw: str, value: str) -> None:
    assert dates.find_date(text, captured_at=NOW) == (raw, value)


@pytest.mark.parametrize(
    "text",
    [
        "Joined: Jan 5, 2012 Posts: 5",
        "I may 5 times",
        "Since March 2009 a member",
        "Mar 19",
        "x " * 600 + "May 5, 2019",
    ],
)
def test_finds_no_date_by_guessing(text: str) -> None:
    assert dates.find_date(text, captured_at=NOW) is None


@pytest.mark.parametrize(
    ("raws", "expected"),
    [
        (["01/02/2020", "13/02/2020"], True),
        (["01/02/2020", "02/13/2020"], False),
        (["13/02/2020", "02/13/2020"], None),
        (["Tue, 03/04/2014 - 19:15", "Wed, 03/05/2014 - 06:02"], False),
        (["Thu 03/04/14", "Mon 03/04/14"], True),
        (["01/02/2020", "01/03/2020"], None),
        (["11/01/2020", "12/01/2020", "01/02/2020"], True),  # the other way round October would follow December
        (["01/11/2020", "01/12/2020", "02/01/2020"], False),
        (["2020-02-01", "May 5, 2019", "no date"], None),
        ([], None),
    ],
)
def test_infers_the_order_of_a_page(raws: list[str], expected: bool | None) -> None:
    assert dates.infer_day_first(raws) is expected


@pytest.mark.parametrize(
    ("notice", "expected"),
    [
        ("Last edited by Foo on Tue Aug 27, 2019 4:08 am; edited 2 times in total", "2019-08-27T04:08:00"),
        ("Edited March 19, 2024 by X", "2024-03-19"),
        ("Zuletzt bearbeitet: 3. Mai 2020", "2020-05-03"),
        ("[Bearbeitet am 03.05.2020 um 12:30]", "2020-05-03T12:30:00"),
        ("Dernière édition par Foo le mar. 27 août 2019 4:08; édité 2 fois.", "2019-08-27T04:08:00"),
        ("Последний раз редактировалось Foo 27.08.2019, 04:08", "2019-08-27T04:08:00"),
        ("Edited 2 times in total", None),
        ("Last edited by a moderator", None),
    ],
)
def test_reads_edit_notices(notice: str, expected: str | None) -> None:
    assert dates.modified_date(notice, captured_at=NOW) == expected


PIECES = st.one_of(
    st.text(max_size=6),
    st.sampled_from(
        (
            *("0", "5", "12", "31", "99", "2024", "1400", "2562", "9999999999", ":", "/", ".", "-", ",", "'", "T", "Z"),
            *("+", "am", "p.m.", "h", "Jan", "mar", "ago", "vor", "il y a", "th", "tháng", "may", "years", "yesterday"),
            *("年", "月", "日", "前", "오후", "ม.ค.", "اسفند", "utc+", "#", "İ"),
        )
    ),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=12).map(" ".join), st.lists(PIECES, max_size=12).map("".join))
def test_no_text_raises_and_every_answer_is_well_formed(spaced: str, dense: str) -> None:
    for text in (spaced, dense):
        for language in ("en", "fa", "th", "xx-nonsense"):
            value = dates.read_date(text, captured_at=NOW, languages=[language])
            assert value is None or "1990" <= value[:4] <= "2024"
        found = dates.find_date(text)
        assert found is None or found[0] in text
        dates.infer_day_first([text])
        dates.looks_like_date(text)


def test_a_page_in_a_covered_language_never_loads_the_library() -> None:
    program = (
        "import sys; from pagearchive import dates;"
        "dates.read_date('3. Mai 2020, 16.08 Uhr', languages=['de']);"
        "dates.read_date('Seite 3 von 12', languages=['de']);"
        "sys.exit('dateparser' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
