"""What can be asked about an answer beside the answer itself: whether it is new, how long it is, and packed."""

import gzip
from collections.abc import AsyncIterator
from datetime import date
from typing import Annotated

import pytest
from fastapi import APIRouter
from httpx import AsyncClient, Response
from starlette.responses import JSONResponse, StreamingResponse
from starlette.responses import Response as Given

from recoup_events.kernel.ids import TenantId
from recoup_eventstore.command_runner import CommandRunner
from recoup_service.api.deprecation import deprecated
from recoup_service.api.request_context import RequestContext, needs
from recoup_service.service import Service
from recoup_service.settings import Settings
from recoup_testing.clients import client_of
from recoup_testing.clock import TurnedClock

router = APIRouter(prefix="/v1/things", tags=["Things"])
MayRead = Annotated[RequestContext, needs("things:read")]
MANY = [{"id": n, "name": "Sandmann GmbH"} for n in range(200)]


@router.get("/versioned", response_model=dict, summary="Show one")
async def one(context: MayRead) -> Given:
    return JSONResponse({"name": "x" * 5000}, headers={"ETag": '"3"'})


@router.get("", response_model=list, summary="Show all")
async def many(context: MayRead) -> Given:
    return JSONResponse(MANY)


@router.put("", response_model=list, summary="Put all")
async def put(context: MayRead) -> Given:
    return JSONResponse([])


@router.get("/streamed", response_model=list, summary="Show all as they come")
async def streamed(context: MayRead) -> Given:
    async def pieces() -> AsyncIterator[str]:
        for n in range(3):
            yield f'{{"n": {n}}}\n'

    return StreamingResponse(pieces(), media_type="application/x-ndjson")


@router.get(
    "/old",
    response_model=list,
    summary="Show what goes",
    **deprecated(date(2026, 12, 1), date(2027, 12, 2), "https://docs.example/changes"),
)
async def old(context: MayRead) -> Given:
    return JSONResponse([])


@pytest.fixture
async def reader(
    settings: Settings, command_runner: CommandRunner, clock: TurnedClock
) -> AsyncIterator[AsyncClient]:
    service = Service("invoice", settings, title="Things", description="Of all kinds.")
    service.serves(router)
    tenant = TenantId("acme")
    async with client_of(service, command_runner, clock, tenant, ["things:read"]) as client:
        client.headers.pop("Accept-Encoding")
        yield client


@pytest.mark.parametrize("known", ['"3"', 'W/"3"', '"1", "3"', "*"])
async def test_what_the_client_has_is_not_sent_again(known: str, reader: AsyncClient) -> None:
    answer = await reader.get("/v1/things/versioned", headers={"If-None-Match": known})
    assert (answer.status_code, answer.content, answer.headers["ETag"]) == (304, b"", '"3"')
    assert not {"content-length", "content-type"} & set(answer.headers)
    assert answer.headers["Request-Id"]


async def test_another_version_is_shown(reader: AsyncClient) -> None:
    answer = await reader.get("/v1/things/versioned", headers={"If-None-Match": '"2"'})
    assert (answer.status_code, answer.json()["name"][0]) == (200, "x")


@pytest.mark.parametrize("path", ["/v1/things", "/v1/things/versioned", "/v1/nothing"])
async def test_head_is_get_without_the_body(path: str, reader: AsyncClient) -> None:
    got, head = await reader.get(path), await reader.head(path)
    assert (head.status_code, head.content) == (got.status_code, b"")
    varying = {"request-id", "ratelimit"}
    assert compared(head, varying) == compared(got, varying)


def compared(answer: Response, without: set[str]) -> dict[str, str]:
    return {name: value for name, value in answer.headers.items() if name not in without}


async def test_a_method_that_is_not_served_names_those_that_are(reader: AsyncClient) -> None:
    answer = await reader.delete("/v1/things")
    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")
    assert answer.headers["Allow"] == "GET, HEAD, PUT"


async def test_a_list_is_packed_for_those_who_unpack(reader: AsyncClient) -> None:
    plain = await reader.get("/v1/things", headers={"Accept-Encoding": "identity"})
    packed = await reader.get("/v1/things", headers={"Accept-Encoding": "br, gzip;q=0.8"})
    refused = await reader.get("/v1/things", headers={"Accept-Encoding": "gzip;q=0"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Vary"] == "accept-encoding"
    assert packed.json() == plain.json() == refused.json() == MANY
    assert "Content-Encoding" not in plain.headers
    assert "Content-Encoding" not in refused.headers


async def test_a_stream_is_packed_as_it_comes(reader: AsyncClient) -> None:
    way = {"Accept-Encoding": "gzip"}
    async with reader.stream("GET", "/v1/things/streamed", headers=way) as answer:
        raw = b"".join([piece async for piece in answer.aiter_raw()])
    assert gzip.decompress(raw) == b'{"n": 0}\n{"n": 1}\n{"n": 2}\n'


async def test_what_has_a_version_and_what_is_small_travel_as_they_are(
    reader: AsyncClient,
) -> None:
    for path in ("/v1/things/versioned", "/v1/things/old", "/v1/nothing"):
        answer = await reader.get(path, headers={"Accept-Encoding": "gzip"})
        assert "Content-Encoding" not in answer.headers, path


async def test_what_goes_says_since_when_until_when_and_where_to_read_on(
    reader: AsyncClient,
) -> None:
    answer = await reader.get("/v1/things/old")
    assert answer.headers["Deprecation"] == "@1796083200"
    assert answer.headers["Sunset"] == "Thu, 02 Dec 2027 00:00:00 GMT"
    assert answer.headers["Link"].startswith('<https://docs.example/changes>; rel="deprecation"')
    described = (await reader.get("/openapi.json")).json()["paths"]["/v1/things/old"]["get"]
    assert described["deprecated"] is True
    assert {"Deprecation", "Sunset", "Link"} <= described["responses"]["200"]["headers"].keys()
