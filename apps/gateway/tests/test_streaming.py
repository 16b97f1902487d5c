"""Nothing is gathered on the way: what has come goes on before the rest is there."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import psutil
import pytest
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Message, Receive, Scope, Send

from recoup_service.limits import HttpLimits
from recoup_testing.gateways import gateway_to

PATIENCE_SECONDS = 20
MIB = 2**20
LARGE = HttpLimits(body_seconds=600)


async def test_a_piece_arrives_before_the_next_is_sent_both_ways() -> None:
    arrived = asyncio.Event()
    answered = asyncio.Event()

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        assert (await receive())["body"] == b"first"
        arrived.set()
        while (await receive()).get("more_body"):
            pass

        async def answer() -> AsyncIterator[bytes]:
            yield b"one"
            await answered.wait()
            yield b"two"

        await StreamingResponse(answer())(scope, receive, send)

    async def body() -> AsyncIterator[bytes]:
        yield b"first"
        await arrived.wait()
        yield b"second"

    async with (
        asyncio.timeout(PATIENCE_SECONDS),
        gateway_to(app) as address,
        httpx.AsyncClient() as client,
        client.stream("POST", f"{address}/v1/invoices", content=body()) as answer,
    ):
        pieces = answer.aiter_raw()
        assert await anext(pieces) == b"one"
        answered.set()
        assert await anext(pieces) == b"two"


@pytest.mark.slow
async def test_a_large_body_takes_no_memory() -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        size = 0
        async for piece in Request(scope, receive).stream():
            size += len(piece)
        await Response(str(size))(scope, receive, send)

    async def body() -> AsyncIterator[bytes]:
        for _ in range(256):
            yield b"x" * MIB
            most.append(psutil.Process().memory_info().rss)

    most: list[int] = []
    async with gateway_to(app, LARGE) as address, httpx.AsyncClient(timeout=60) as client:
        answer = await client.post(f"{address}/v1/invoices", content=body())
    assert answer.text == str(256 * MIB)
    assert max(most) - most[0] < 32 * MIB


async def test_whoever_is_refused_early_is_told_so() -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await Response("no", 413, headers={"Connection": "close"})(scope, receive, send)

    async with gateway_to(app) as address, httpx.AsyncClient() as client:
        answer = await client.post(f"{address}/v1/invoices", content=b"x" * 500_000)
    assert (answer.status_code, answer.text) == (413, "no")


async def test_a_client_that_leaves_is_not_answered_any_more() -> None:
    asked, left = asyncio.Event(), asyncio.Event()

    async def app(_scope: Scope, receive: Receive, _send: Send) -> None:
        await receive()
        asked.set()
        message: Message = await receive()
        assert message["type"] == "http.disconnect"
        left.set()

    async with (
        asyncio.timeout(PATIENCE_SECONDS),
        gateway_to(app) as address,
        httpx.AsyncClient() as client,
    ):
        asking = asyncio.ensure_future(client.get(f"{address}/v1/invoices"))
        await asked.wait()
        asking.cancel()
        await left.wait()


async def test_half_a_body_is_never_taken_for_a_whole_one() -> None:
    broken = asyncio.Event()

    async def app(scope: Scope, receive: Receive, _send: Send) -> None:
        try:
            await Request(scope, receive).body()
        except ClientDisconnect:
            broken.set()

    async with asyncio.timeout(PATIENCE_SECONDS), gateway_to(app) as address:
        place = address.removeprefix("http://").split(":")
        _, writer = await asyncio.open_connection(place[0], int(place[1]))
        writer.write(b"POST /v1/invoices HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf")
        await writer.drain()
        writer.close()
        await broken.wait()
