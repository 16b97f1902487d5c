"""Heads, bodies and answers that take too long are given up."""

from itertools import chain, repeat

import pytest

from recoup_testing.raw_http import (
    CHUNKED,
    GET,
    POST,
    answers,
    connected,
    edge,
    last,
    problem,
    status,
    to_the_end,
)

pytestmark = pytest.mark.slow

SLOW_HEADS = [b"GET /", b"GET / HTTP/1.1\r\nX", b"GET / HTTP/1.1\r\nX: ", GET[:-2] + b"a:"]


@pytest.mark.parametrize("start", SLOW_HEADS)
@pytest.mark.parametrize("dribble", [b"", b"x"])
@pytest.mark.parametrize("before", [b"", GET])
async def test_a_head_that_takes_too_long_is_given_up(
    start: bytes, dribble: bytes, before: bytes
) -> None:
    async with edge() as opened:
        recorded = await answers(opened.port, chain([before + start], repeat(dribble)), pause=0.02)
    assert problem(last(recorded))["code"] == "headers_too_slow"


async def test_line_ends_alone_keep_no_connection_open() -> None:
    async with edge() as opened:
        recorded = await answers(opened.port, repeat(b"\r\n"), pause=0.02)
    assert problem(recorded)["code"] == "headers_too_slow"


async def test_who_says_nothing_is_left_without_a_word() -> None:
    async with edge() as opened, connected(opened.port) as (reader, _):
        assert await to_the_end(reader) == b""
        assert opened.refused == {"headers_too_slow": 1}


SLOW_BODIES = [
    (POST + b"Content-Length: 5000\r\n\r\n", b""),
    (POST + b"Content-Length: 5000\r\n\r\n", b"x"),
    (POST + b"Content-Length: 5000\r\nExpect: 100-continue\r\n\r\n", b""),
    (CHUNKED, b""),
    (CHUNKED, b"1\r\nx\r\n"),
    (CHUNKED + b"ff\r\n", b"x"),
    (CHUNKED + b"1\r\nx\r\n0\r\n", b""),
]


@pytest.mark.parametrize(("start", "dribble"), SLOW_BODIES)
async def test_a_body_that_takes_too_long_is_given_up(start: bytes, dribble: bytes) -> None:
    async with edge() as opened:
        recorded = await answers(opened.port, chain([start], repeat(dribble)), pause=0.02)
    recorded = recorded.removeprefix(b"HTTP/1.1 100 Continue\r\n\r\n")
    assert problem(recorded)["code"] == "body_too_slow"


async def test_a_body_whose_request_was_answered_already_is_not_taken_for_ever() -> None:
    start = b"POST /hello HTTP/1.1\r\nContent-Length: 50000\r\n\r\n"
    async with edge() as opened:
        recorded = await answers(opened.port, chain([start], repeat(b"x")), pause=0.02)
        assert status(recorded) == 200
        assert last(recorded) == recorded
        assert opened.refused == {"body_too_slow": 1}


async def test_a_body_that_nobody_reads_is_cut_off() -> None:
    start = b"POST /hello HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
    endless = repeat(b"1000\r\n" + b"x" * 0x1000 + b"\r\n", 10_000)
    async with edge(body_seconds=60) as opened:
        recorded = await answers(opened.port, chain([start], endless))
    assert status(recorded) == 200


async def test_an_answer_that_is_not_taken_is_given_up() -> None:
    async with edge() as opened, connected(opened.port) as (_, writer):
        writer.transport.pause_reading()  # type: ignore[attr-defined]
        writer.write(b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n")
        await opened.until(lambda: bool(opened.refused))
        assert opened.refused == {"answer_not_taken": 1}
