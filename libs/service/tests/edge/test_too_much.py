"""What does not end, is too large or is no HTTP is refused with the right status, however it is cut."""

import pytest

from recoup_testing.raw_http import (
    CHUNKED,
    GET,
    POST,
    SMALL,
    answers,
    cut,
    edge,
    last,
    problem,
    status,
)

pytestmark = pytest.mark.slow

ENDLESS = {
    "a header's value": (b"GET / HTTP/1.1\r\nX: ", b"a", 431),
    "a header's name": (b"GET / HTTP/1.1\r\nX", b"a", 431),
    "blanks before a value": (b"GET / HTTP/1.1\r\nX:", b" ", 431),
    "small headers": (b"GET / HTTP/1.1\r\n", b"a: b\r\n", 431),
    "headers of a body": (POST, b"a: b\r\n", 431),
    "a path": (b"GET /", b"a", 414),
    "a query": (b"GET /?", b"a=b&", 414),
    "line ends": (b"", b"\r\n", 431),
    "a chunk's extension": (CHUNKED + b"1;a=", b"b", 431),
    "a trailer's value": (CHUNKED + b"1\r\nx\r\n0\r\nX: ", b"a", 431),
    "trailers": (CHUNKED + b"1\r\nx\r\n0\r\n", b"a: b\r\n", 431),
    "a later request's value": (GET + b"GET / HTTP/1.1\r\nX: ", b"a", 431),
}


@pytest.mark.parametrize("size", [1, 7, 300, 100_000])
@pytest.mark.parametrize("kind", ENDLESS)
async def test_what_does_not_end_is_refused_before_it_is_kept(kind: str, size: int) -> None:
    start, more, expected = ENDLESS[kind]
    data = (start + more * (20_000 // len(more)))[: 3000 * size]
    async with edge(header_seconds=60, body_seconds=60) as opened:
        recorded = await answers(opened.port, cut(data, size))
    assert problem(last(recorded))["status"] == expected
    assert sum(opened.refused.values()) == 1


@pytest.mark.parametrize("headers", [18, 19, 20])
@pytest.mark.parametrize("size", [1, 1000])
async def test_the_largest_head_is_answered_and_one_more_header_is_not(
    headers: int, size: int
) -> None:
    head = b"GET /hello HTTP/1.1\r\nHost: x\r\n" + b"a: b\r\n" * headers + b"\r\n"
    async with edge() as opened:
        recorded = await answers(
            opened.port, cut(head.replace(b"Host", b"Connection: close\r\nHost"), size)
        )
    assert status(recorded) == (200 if headers + 2 <= 20 else 431)


@pytest.mark.parametrize("over", [0, 1])
async def test_the_largest_head_in_bytes_is_answered_and_one_byte_more_is_not(over: int) -> None:
    head = b"GET /hello HTTP/1.1\r\nConnection: close\r\nX: "
    room = SMALL.max_header_bytes - len(head) - 4
    async with edge() as opened:
        recorded = await answers(opened.port, iter([head + b"a" * (room + over) + b"\r\n\r\n"]))
    assert status(recorded) == (431 if over else 200)


NO_HTTP = [
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    b"GET\r\n\r\n",
    b"GET / HTTP/9.9\r\n\r\n",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    b"GET / HTTP/1.1\r\nno colon\r\n\r\n",
    b"GET / HTTP/1.1\r\nX: a\x00b\r\n\r\n",
    POST + b"Content-Length: -1\r\n\r\n",
    POST + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\n",
    POST + b"Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n",
    b"CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n",
]


@pytest.mark.parametrize("data", NO_HTTP)
@pytest.mark.parametrize("size", [1, 1000])
async def test_what_is_no_request_is_told_so(data: bytes, size: int) -> None:
    async with edge() as opened:
        recorded = await answers(opened.port, cut(data, size))
    assert problem(recorded)["code"] == "malformed_request"
