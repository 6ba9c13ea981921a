"""Bytes become text as in a browser: BOM, header, declaration, and the bytes themselves."""

from __future__ import annotations

import pytest

import pagearchive
from pagearchive.model import Page
from pagearchive.parse import read
from pagearchive.parse.decode import decode

RUSSIAN = "Сегодня мы обсуждаем, как лучше хранить семена зимой. У меня на балконе холодно."
GREEK = "Σήμερα συζητάμε πώς να αποθηκεύουμε καλύτερα τους σπόρους τον χειμώνα."
JAPANESE = "今日は冬の間に種をどのように保存するのが一番よいかについて話し合います。私のベランダは寒いです。"
CHINESE = "今天我们讨论冬天怎样保存种子最好。我的阳台很冷，不知道它们能不能经受住霜冻。谢谢大家的回复。"
TAIWANESE = "今天我們討論冬天怎樣保存種子最好。我的陽台很冷，不知道它們能不能經受住霜凍。謝謝大家的回覆。"
KOREAN = "오늘은 겨울철에 씨앗을 어떻게 보관하는 것이 가장 좋은지 이야기해 봅시다. 제 발코니는 추워서 걱정입니다."
POLISH = "Dziś rozmawiamy o tym, jak najlepiej przechowywać nasiona zimą, źródła i wskazówki mile widziane. Dziękuję."
GERMAN = "Heute besprechen wir, wie man Samen über den Winter am besten lagert. Grüße aus München, ich weiß es nicht."


def page(text: str, head: str = "") -> str:
    return f"<html><head>{head}<title>Seeds</title></head><body><h1>Seeds</h1><p>{text}</p></body></html>"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (RUSSIAN, "windows-1251"),
        (RUSSIAN, "koi8-r"),
        (GREEK, "windows-1253"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc-jp"),
        (CHINESE, "gb18030"),
        (TAIWANESE, "big5"),
        (KOREAN, "euc-kr"),
        (POLISH, "iso8859-2"),
        (POLISH, "windows-1250"),
        (GERMAN, "windows-1252"),
        (GERMAN, "utf-8"),
        (JAPANESE, "utf-16-le"),
        (GERMAN, "utf-16-be"),
    ],
)
def test_what_nobody_declares_is_guessed(text: str, encoding: str) -> None:
    assert decode(page(text).encode(encoding)) == page(text)


@pytest.mark.parametrize(
    ("encoding", "head"),
    [
        ("windows-1251", '<meta charset="windows-1251">'),
        ("windows-1251", "<META CHARSET=Windows-1251>"),
        ("koi8-r", "<meta http-equiv='Content-Type' content='text/html; charset=koi8-r'>"),
        (
            "windows-1251",
            '<!-- <meta charset="utf-8"> --><meta name="x" content="charset=koi8-r"><meta charset=cp1251>',
        ),
        ("utf-8", '<meta charset="utf-16">'),
    ],
)
def test_the_declaration_in_the_page_counts(encoding: str, head: str) -> None:
    assert decode(page(RUSSIAN, head).encode(encoding)) == page(RUSSIAN, head)


def test_the_header_goes_before_the_page() -> None:
    said = page(RUSSIAN, '<meta charset="utf-8">')
    assert decode(said.encode("koi8-r"), "text/html; charset=KOI8-R") == said


def test_a_byte_order_mark_goes_before_all() -> None:
    said = page(RUSSIAN, '<meta charset="koi8-r">')
    assert decode(b"\xef\xbb\xbf" + said.encode(), "text/html; charset=windows-1251") == said
    assert decode(b"\xff\xfe" + said.encode("utf-16-le"), "text/html; charset=windows-1251") == said
    assert decode(b"\xfe\xff" + said.encode("utf-16-be")) == said


def test_a_header_may_say_utf_16() -> None:
    assert decode(page(RUSSIAN).encode("utf-16-le"), "text/html; charset=utf-16le") == page(RUSSIAN)


def test_an_unknown_label_is_no_declaration() -> None:
    said = page(RUSSIAN, '<meta charset="klingon">')
    assert decode(said.encode("windows-1251"), "text/html; charset=bogus") == said


@pytest.mark.parametrize("label", ["iso-8859-1", "latin1", "us-ascii"])
def test_latin_1_means_windows_1252(label: str) -> None:
    said = page("“quoted” – 5 €", f'<meta charset="{label}">')
    assert decode(said.encode("cp1252")) == said


@pytest.mark.parametrize(
    ("label", "encoding", "text"),
    [("gb2312", "gb18030", "镕㐀"), ("shift_jis", "cp932", "①髙"), ("euc-kr", "cp949", "똠방각하")],
)
def test_labels_mean_the_wider_encoding_that_browsers_use(label: str, encoding: str, text: str) -> None:
    said = page(text, f'<meta charset="{label}">')
    assert decode(said.encode(encoding)) == said


def test_a_page_that_wrongly_says_utf_8_is_read_by_its_bytes() -> None:
    said = page(RUSSIAN * 3, '<meta charset="utf-8">')
    assert decode(said.encode("windows-1251")) == said


def test_a_few_damaged_characters_leave_the_rest_as_it_is() -> None:
    data = page(RUSSIAN).encode()
    assert decode(data.replace("холодно".encode(), b"\xff\xfe\xfa")).count("Сегодня") == 1


def test_a_character_cut_off_at_the_end_changes_nothing() -> None:
    assert decode(page(RUSSIAN).encode() + "ж".encode()[:1]) == page(RUSSIAN) + "\ufffd"


@pytest.mark.parametrize("data", [b"", b"\xff", b"\0", b"<\0", b"\xef\xbb", bytes(range(256)) * 40])
def test_any_bytes_become_some_text(data: bytes) -> None:
    assert isinstance(decode(data), str)


def test_extract_takes_bytes() -> None:
    record = pagearchive.extract(page(RUSSIAN).encode("windows-1251"))
    assert record.title == "Seeds"
    assert RUSSIAN in record.text


def test_the_header_reaches_the_decoder() -> None:
    record = read(Page(html=page(GERMAN).encode("cp1252"), content_type="text/html; charset=windows-1252"))
    assert GERMAN in record.text
