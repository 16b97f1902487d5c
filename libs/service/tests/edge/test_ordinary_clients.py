"""Whoever speaks HTTP is answered, however the bytes arrive."""

import asyncio

import pytest

from recoup_testing.raw_http import (
    GET,
    POST,
    answers,
    connected,
    cut,
    edge,
    to_the_end,
)

pytestmark = pytest.mark.slow

CLOSE = b"Connection: close\r\n"
ORDINARY = {
    "plain": (b"GET /hello HTTP/1.1\r\nHost: x\r\n" + CLOSE + b"\r\n", [b"hello"]),
    "HTTP/1.0": (b"GET /hello HTTP/1.0\r\n\r\n", [b"hello"]),
    "HEAD": (b"HEAD /hello HTTP/1.1\r\nHost: x\r\n" + CLOSE + b"\r\n", [b""]),
    "lenient line ends before": (b"\r\nGET /hello HTTP/1.1\r\n" + CLOSE + b"\r\n", [b"hello"]),
    "length": (POST + CLOSE + b"Content-Length: 3\r\n\r\nabc", [b"abc"]),
    "chunks": (
        POST
        + CLOSE
        + b"Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n2;x=y\r\nbc\r\n0\r\nT: t\r\n\r\n",
        [b"abc"],
    ),
    "expects": (POST + CLOSE + b"Expect: 100-continue\r\nContent-Length: 3\r\n\r\nabc", [b"abc"]),
    "an upgrade that is declined": (
        b"GET /hello HTTP/1.1\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n"
        + POST
        + CLOSE
        + b"Content-Length: 1\r\n\r\nz",
        [b"hello", b"z"],
    ),
    "keep-alive and pipelined": (
        GET * 3
        + POST
        + b"Content-Length: 2\r\n\r\nab"
        + GET
        + POST
        + CLOSE
        + b"Content-Length: 1\r\n\r\nz",
        [b"hello", b"hello", b"hello", b"ab", b"hello", b"z"],
    ),
    "a large body": (
        POST + CLOSE + b"Content-Length: 90000\r\n\r\n" + b"x" * 90_000,
        [b"x" * 90_000],
    ),
}


def bodies(recorded: bytes) -> list[bytes]:
    answered = recorded.removeprefix(b"HTTP/1.1 100 Continue\r\n\r\n").split(
        b"HTTP/1.1 200 OK\r\n"
    )[1:]
    return [answer.partition(b"\r\n\r\n")[2] for answer in answered]


@pytest.mark.parametrize("size", [1, 3, 100, 1_000_000])
@pytest.mark.parametrize("kind", ORDINARY)
async def test_ordinary_clients_are_answered_however_their_bytes_arrive(
    kind: str, size: int
) -> None:
    data, expected = ORDINARY[kind]
    async with edge(header_seconds=60, body_seconds=60) as opened:
        recorded = await answers(opened.port, cut(data, max(size, len(data) // 1000)))
    assert bodies(recorded) == expected
    assert not opened.refused


async def test_an_idle_connection_is_kept_for_a_while_and_then_closed() -> None:
    async with edge() as opened, connected(opened.port) as (reader, writer):
        for _ in range(3):
            writer.write(GET)
            await reader.readuntil(b"hello")
            await asyncio.sleep(0.3)  # longer than a head may take
        assert await to_the_end(reader) == b""
        assert not opened.refused


async def test_a_connection_whose_request_was_answered_early_is_closed_when_it_idles() -> None:
    async with edge(body_seconds=60) as opened, connected(opened.port) as (reader, writer):
        writer.write(b"POST /hello HTTP/1.1\r\nContent-Length: 2\r\n\r\na")
        await reader.readuntil(b"hello")
        writer.write(b"b")
        assert await to_the_end(reader) == b""
        assert not opened.refused
