"""HTTP/1.x framing: what a body is, where it ends, and what is refused."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pagearchive.capture.http1 import (
    MAX_HEAD,
    Decoder,
    ProtocolError,
    Source,
    parse_head,
    plan_request,
    plan_response,
    read_status_line,
)


def _plan(head: bytes, method: str = "GET") -> tuple[str, int | None, bool]:
    parsed = parse_head(head)
    plan = plan_response(parsed, read_status_line(parsed.start), method)
    return plan.framing, plan.length, plan.reusable


@pytest.mark.parametrize(
    ("head", "plan"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", ("length", 5, True)),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\n", ("length", 5, False)),
        (b"HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\n", ("length", 5, False)),
        (b"HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 5\r\n\r\n", ("length", 5, True)),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", ("chunked", None, True)),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n", ("chunked", None, False)),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n", ("close", None, False)),
        (b"HTTP/1.1 200 OK\r\nContent-Length: +5\r\n\r\n", ("close", None, False)),
        (b"HTTP/1.1 200 OK\r\n\r\n", ("close", None, False)),
        (b"HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n", ("none", None, True)),
        (b"HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n", ("none", None, True)),
        (b"ICY 200 OK\r\n\r\n", ("close", None, False)),
    ],
)
def test_where_a_body_ends(head: bytes, plan: tuple[str, int | None, bool]) -> None:
    assert _plan(head) == plan


def test_an_answer_to_head_has_no_body() -> None:
    assert _plan(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", "HEAD") == ("none", None, True)


@pytest.mark.parametrize(
    ("line", "status"),
    [
        (b"HTTP/1.1 200 OK", 200),
        (b"HTTP/1.1 404", 404),
        (b"HTTP/1.1", 200),
        (b"HTTP/1.1 OK", 200),
        (b"HTTP/1.1  500 x", 500),
        (b"ICY 200 OK", 200),
    ],
)
def test_status_lines_are_read_as_browsers_do(line: bytes, status: int) -> None:
    assert read_status_line(line).status == status


@pytest.mark.parametrize("line", [b"SSH-2.0-OpenSSH", b"<html>", b"\x16\x03\x01"])
def test_what_is_not_http_is_refused(line: bytes) -> None:
    with pytest.raises(ProtocolError):
        read_status_line(line)


@pytest.mark.parametrize(
    "head",
    [
        b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n",
        b"POST / HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
    ],
)
def test_a_request_of_ambiguous_length_is_refused(head: bytes) -> None:
    with pytest.raises(ProtocolError):
        plan_request(parse_head(head))


@given(st.lists(st.binary(min_size=1, max_size=300), max_size=8), st.integers(1, 40), st.binary(max_size=20))
def test_chunks_are_put_together_however_they_arrive(parts: list[bytes], step: int, after: bytes) -> None:
    wire = b"".join(b"%X;ext=1\r\n%b\r\n" % (len(part), part) for part in parts) + b"0\r\nTrailer: x\r\n\r\n" + after
    head = parse_head(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    decoder = Decoder(plan_response(head, read_status_line(head.start), "GET"))
    body, left = b"", b""
    for at in range(0, len(wire), step):
        piece = wire[at : at + step]
        if decoder.done:
            left += piece
        else:
            body += decoder.feed(piece)
            left += decoder.left
    assert (body, decoder.done, left) == (b"".join(parts), True, after)


@pytest.mark.parametrize("wire", [b"zz\r\n", b"5\r\nabcdefgh\r\n", b"-5\r\n", b"1" * 20_000])
def test_broken_chunks_are_refused(wire: bytes) -> None:
    head = parse_head(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    decoder = Decoder(plan_response(head, read_status_line(head.start), "GET"))
    with pytest.raises(ProtocolError):
        decoder.feed(wire)


async def _source(data: bytes) -> Source:
    reader = asyncio.StreamReader()
    reader.feed_data(data)
    reader.feed_eof()
    return Source(reader)


async def test_heads_follow_each_other() -> None:
    source = await _source(b"\r\nGET / HTTP/1.1\r\nA: b\r\n\r\nGET /2 HTTP/1.1\n\nrest")
    assert await source.head() == b"GET / HTTP/1.1\r\nA: b\r\n\r\n"
    assert await source.head() == b"GET /2 HTTP/1.1\n\n"
    assert await source.some() == b"rest"
    assert await source.head() == b""


async def test_a_head_is_bounded_and_has_to_end() -> None:
    with pytest.raises(ProtocolError, match="longer than"):
        await (await _source(b"GET / HTTP/1.1\r\nX: " + b"x" * (MAX_HEAD + 100_000))).head()
    with pytest.raises(ProtocolError, match="inside the header"):
        await (await _source(b"HTTP/1.1 200 OK\r\nX: ")).head()


def test_folded_and_repeated_fields() -> None:
    head = parse_head(b"HTTP/1.1 200 OK\r\nA: one\r\n two\r\nb: 1, 2\r\nB: 3\r\nnonsense\r\n\r\n")
    assert head.text(b"a") == "one two"
    assert head.tokens(b"b") == [b"1", b"2", b"3"]
