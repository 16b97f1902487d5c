"""A request goes on as it came, and its answer comes back as it was given."""

import gzip
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from recoup_testing.gateways import gateway_to


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers with what it was asked."""
    request = Request(scope, receive)
    received = {
        "method": request.method,
        "path": scope["raw_path"].decode(),
        "query": scope["query_string"].decode(),
        "headers": [[name.decode(), value.decode()] for name, value in scope["headers"]],
        "body": (await request.body()).decode(),
    }
    answer = JSONResponse(received, 201, headers={"ETag": '"3"', "Connection": "x-secret"})
    answer.raw_headers += [(b"set-cookie", b"a=1"), (b"set-cookie", b"b=2"), (b"x-secret", b"s")]
    await answer(scope, receive, send)


def headers_of(answer: httpx.Response) -> dict[str, Any]:
    """Those that the service was sent."""
    return dict(answer.json()["headers"])


async def pieces(*each: bytes) -> AsyncIterator[bytes]:
    for piece in each:
        yield piece


async def test_method_path_query_and_body_arrive_as_they_were_sent() -> None:
    asked = "/v1/invoices/a%2Fb/%C3%A9?search=50%25+off&metadata=a%3Db&metadata=c"
    async with gateway_to(echo) as address, httpx.AsyncClient() as client:
        answer = await client.patch(address + asked, content=b'{"a": 1}')
    received = answer.json()
    assert (answer.status_code, received["method"], received["body"]) == (201, "PATCH", '{"a": 1}')
    assert f"{received['path']}?{received['query']}" == asked


@pytest.mark.parametrize("method", ["GET", "DELETE", "POST"])
async def test_what_has_no_body_gets_none(method: str) -> None:
    async with gateway_to(echo) as address, httpx.AsyncClient() as client:
        answer = await client.request(method, f"{address}/v1/invoices")
    assert "transfer-encoding" not in headers_of(answer)
    assert headers_of(answer).get("content-length", "0") == "0"
    assert answer.json()["body"] == ""


async def test_a_body_of_unknown_length_goes_on_in_chunks() -> None:
    async with gateway_to(echo) as address, httpx.AsyncClient() as client:
        answer = await client.post(f"{address}/v1/invoices", content=pieces(b"one ", b"two"))
    assert headers_of(answer)["transfer-encoding"] == "chunked"
    assert answer.json()["body"] == "one two"


async def test_headers_of_a_connection_stay_there_and_all_others_go_on() -> None:
    sent = {
        "Authorization": "Bearer rk_test",
        "Idempotency-Key": "k1",
        "traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "Connection": "keep-alive, x-hop",
        "X-Hop": "1",
        "TE": "trailers",
        "Proxy-Authorization": "Basic eDp5",
        "X-Forwarded-For": "203.0.113.9",
    }
    async with gateway_to(echo) as address, httpx.AsyncClient() as client:
        answer = await client.get(f"{address}/v1/invoices", headers=sent)
    received = headers_of(answer)
    for name in ("Authorization", "Idempotency-Key", "traceparent"):
        assert received[name.lower()] == sent[name]
    assert not received.keys() & {"x-hop", "te", "proxy-authorization"}
    assert received["x-forwarded-for"] == "127.0.0.1", "nobody says who they are themselves"
    assert received["host"] == received["x-forwarded-host"] == address.removeprefix("http://")
    assert answer.headers["ETag"] == '"3"'
    assert answer.headers.get_list("Set-Cookie") == ["a=1", "b=2"]
    assert "x-secret" not in answer.headers
    assert len(answer.headers.get_list("Date")) == 1


async def test_an_answer_has_one_request_id_and_it_is_the_services() -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await Response(headers={"Request-Id": "req_1"})(scope, receive, send)

    async with gateway_to(app) as address, httpx.AsyncClient() as client:
        answer = await client.get(f"{address}/v1/invoices")
    assert answer.headers.get_list("Request-Id") == ["req_1"]


async def test_what_is_compressed_stays_so() -> None:
    packed = gzip.compress(b"hello" * 100)

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await Response(packed, headers={"Content-Encoding": "gzip"})(scope, receive, send)

    async with (
        gateway_to(app) as address,
        httpx.AsyncClient() as client,
        client.stream("GET", f"{address}/v1/invoices") as answer,
    ):
        raw = b"".join([piece async for piece in answer.aiter_raw()])
    assert (raw, answer.headers["Content-Encoding"]) == (packed, "gzip")


async def test_head_tells_the_length_of_what_get_would_give() -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await Response(b"12345")(scope, receive, send)

    async with gateway_to(app) as address, httpx.AsyncClient() as client:
        answer = await client.head(f"{address}/v1/invoices")
    assert (answer.headers["Content-Length"], answer.content) == ("5", b"")


async def test_a_redirect_is_the_clients_to_follow() -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await Response(status_code=307, headers={"Location": "/elsewhere"})(scope, receive, send)

    async with gateway_to(app) as address, httpx.AsyncClient() as client:
        answer = await client.get(f"{address}/v1/invoices")
    assert (answer.status_code, answer.headers["Location"]) == (307, "/elsewhere")
