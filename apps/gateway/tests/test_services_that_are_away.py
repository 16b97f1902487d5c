"""A service that does not answer is one answer missing, said in words; the others are reached as before."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from gateway.routes import Routes
from recoup_testing.gateways import gateway_before, gateway_to


async def hello(scope: Scope, receive: Receive, send: Send) -> None:
    await Response("hello")(scope, receive, send)


async def test_it_is_named_and_the_next_step_said() -> None:
    async with gateway_to(hello) as address, httpx.AsyncClient() as client:
        away = await client.get(f"{address}/v1/plans/pln_1")
        there = await client.get(f"{address}/v1/invoices")
    assert (away.status_code, away.headers["Content-Type"]) == (503, "application/problem+json")
    problem = away.json()
    assert problem["code"] == "service_unavailable"
    assert "payment-plan service" in problem["detail"]
    assert "nothing was done" in problem["detail"]
    assert problem["request_id"] == away.headers["Request-Id"]
    assert away.headers["Retry-After"] == "2"
    assert there.text == "hello"


async def test_a_path_that_nobody_serves_is_a_problem_too() -> None:
    async with gateway_to(hello) as address, httpx.AsyncClient() as client:
        answers = [await client.get(address + path) for path in ("/v1/nothing", "/", "/v1")]
    assert [(a.status_code, a.json()["code"]) for a in answers] == [(404, "no_such_path")] * 3


async def test_one_that_takes_too_long_may_have_done_it() -> None:
    over = asyncio.Event()

    async def app(_scope: Scope, receive: Receive, _send: Send) -> None:
        await over.wait()

    async with gateway_to(app, answer_seconds=0.2) as address, httpx.AsyncClient() as client:
        answer = await client.post(f"{address}/v1/invoices", json={})
        over.set()
    assert (answer.status_code, answer.json()["code"]) == (503, "answer_lost")
    assert "Idempotency-Key" in answer.json()["detail"]


async def test_one_that_hangs_up_may_have_done_it() -> None:
    async def dying(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(dying, "127.0.0.1", 0)
    place = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    routes = Routes({"/v1/invoices": "invoice"})
    async with gateway_before({"invoice": place}, routes) as address, httpx.AsyncClient() as client:
        answer = await client.post(f"{address}/v1/invoices", json={})
    server.close()
    assert (answer.status_code, answer.json()["code"]) == (503, "answer_lost")


async def test_half_an_answer_is_never_taken_for_a_whole_one() -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        async def answer() -> AsyncIterator[bytes]:
            yield b"half"
            raise RuntimeError("of a service that dies")

        await StreamingResponse(answer())(scope, receive, send)

    async with gateway_to(app) as address, httpx.AsyncClient() as client:
        with pytest.raises(httpx.RemoteProtocolError):
            await client.get(f"{address}/v1/invoices")
