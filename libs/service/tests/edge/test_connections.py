"""Beyond a number of connections whoever only waits makes room, and else the new one is refused."""

from ipaddress import ip_network

import pytest

from recoup_testing.raw_http import (
    CLOSING,
    GET,
    all_answering,
    answers,
    connected,
    edge,
    problem,
    status,
    to_the_end,
)


@pytest.mark.parametrize(
    ("limit", "code", "expected"),
    [
        ("max_connections_per_peer", "too_many_connections", 429),
        ("max_connections", "out_of_connections", 503),
    ],
)
async def test_one_connection_more_than_can_be_answered_is_refused(
    limit: str, code: str, expected: int
) -> None:
    async with edge(**{limit: 3}) as opened, all_answering(opened, 3):
        recorded = await answers(opened.port, iter([]))
    assert (status(recorded), problem(recorded)["code"]) == (expected, code)
    assert b"retry-after: " in recorded


@pytest.mark.parametrize("limit", ["max_connections_per_peer", "max_connections"])
@pytest.mark.parametrize("start", [b"", b"GET / HTTP/1.1\r\nX: ", GET])
async def test_whoever_only_waits_makes_room(limit: str, start: bytes) -> None:
    async with (
        edge(header_seconds=60, **{limit: 3}) as opened,
        all_answering(opened, 2),
        connected(opened.port) as (reader, writer),
    ):
        writer.write(start)
        if start == GET:
            await reader.readuntil(b"hello")
        assert status(await answers(opened.port, iter([CLOSING]))) == 200
        assert status(await to_the_end(reader)) in (0, 408)
        assert opened.refused == {"evicted": 1}


async def test_connections_of_a_trusted_proxy_are_not_counted_as_one_peers() -> None:
    trusted = (ip_network("10.0.0.0/8"), ip_network("127.0.0.1/32"))
    crowd = edge(max_connections_per_peer=1, trusted_proxies=trusted)
    async with crowd as opened, all_answering(opened, 5):
        assert not opened.refused


async def test_more_requests_than_may_wait_on_a_connection_are_not_taken() -> None:
    async with edge(header_seconds=60) as opened, connected(opened.port) as (reader, writer):
        writer.write(b"GET /wait HTTP/1.1\r\nHost: x\r\n\r\n" + GET * 500)
        await opened.until(lambda: opened.asked == 1)
        opened.may_answer.set()
        recorded = await to_the_end(reader)
    assert recorded.count(b"HTTP/1.1 200") == 33
    assert opened.refused == {"too_many_pipelined": 1}
