"""The reference is that of all services, as they are now."""

import httpx
from starlette.responses import JSONResponse
from starlette.types import Receive, Scope, Send

from gateway.routes import Routes, first_part, known_routes
from recoup_testing.gateways import gateway_before, gateway_to

ALONE = Routes({"/v1/invoices": "invoice"})


def describing(*paths: str) -> dict[str, object]:
    return {
        "openapi": "3.1.0",
        "paths": {path: {} for path in paths},
        "components": {"schemas": {}},
    }


async def test_it_names_the_address_it_is_read_at_and_asks_again_when_it_is_old() -> None:
    described = [describing("/v1/invoices"), describing("/v1/invoices", "/v1/invoices/{id}")]

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await JSONResponse(described.pop(0))(scope, receive, send)

    async with (
        gateway_to(app, routes=ALONE, reference_seconds=0) as address,
        httpx.AsyncClient() as client,
    ):
        first, second = [(await client.get(f"{address}/openapi.json")).json() for _ in "12"]
    assert first["servers"] == [{"url": address}]
    assert first["info"]["title"] == "Recoup"
    assert list(first["paths"]) == ["/v1/invoices"]
    assert list(second["paths"]) == ["/v1/invoices", "/v1/invoices/{id}"]


async def test_a_service_that_went_away_is_described_as_it_was_last() -> None:
    answers = [JSONResponse(describing("/v1/invoices")), JSONResponse({}, 503)]

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await answers.pop(0)(scope, receive, send)

    async with (
        gateway_to(app, routes=ALONE, reference_seconds=0) as address,
        httpx.AsyncClient() as client,
    ):
        first, second = [await client.get(f"{address}/openapi.json") for _ in "12"]
    assert first.json() == second.json()


async def test_half_a_reference_is_none() -> None:
    async with gateway_before({}, ALONE) as address, httpx.AsyncClient() as client:
        answer = await client.get(f"{address}/openapi.json")
    assert (answer.status_code, answer.json()["code"]) == (503, "service_unavailable")


async def test_its_page_takes_nothing_from_elsewhere() -> None:
    async with gateway_before({}, ALONE) as address, httpx.AsyncClient() as client:
        assert (await client.get(f"{address}/docs")).headers["Location"] == "docs/"
        page = await client.get(f"{address}/docs/")
        assert (await client.get(f"{address}/docs/show.js")).status_code == 200
    assert "http:" not in page.text
    assert "https:" not in page.text
    assert "default-src 'self'" in page.headers["Content-Security-Policy"]


def test_a_path_is_known_by_its_first_part() -> None:
    assert first_part("/v1/invoices/inv_1/terms") == "/v1/invoices"
    assert first_part("/v1/invoices") == "/v1/invoices"
    assert ALONE.find("/v1/invoices/inv_1") == ("/v1/invoices", "invoice")
    assert ALONE.find("/v1/invoicesx") is None
    assert ALONE.find("/v2/invoices") is None
    assert "invoice" in known_routes().services
