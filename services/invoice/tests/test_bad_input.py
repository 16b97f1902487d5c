"""Whatever is wrong with a request, its sender is told what and where, and nothing is kept."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest
from httpx import AsyncClient, Response

from recoup_events.kernel.ids import TenantId
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.ports import START, Positioned
from recoup_service.service import Service
from recoup_testing.clients import client_of
from recoup_testing.clock import TurnedClock

Shown = dict[str, Any]
JSON = {"Content-Type": "application/json"}
TOO_MUCH = 1024 * 1024 + 1


def money(amount: Any, currency: str = "EUR") -> Shown:
    return {"currency": currency, "amount": amount}


INVOICE: Shown = {
    "customer_external_id": "C-1",
    "external_id": "SO-2",
    "number": "2026-0002",
    "total": money("119.00"),
    "issue_date": "2026-01-05",
    "due_date": "2026-02-04",
}
MISTAKES = {
    "a currency that does not exist": ({"total": money("1.00", "EUX")}, "/total/currency"),
    "a negative amount": ({"total": money("-1.00")}, "/total/amount"),
    "nothing to pay": ({"total": money("0.00")}, "/total/amount"),
    "half a cent": ({"total": money("1.005")}, "/total/amount"),
    "half a yen": ({"total": money("1.5", "JPY")}, "/total/amount"),
    "a comma": ({"total": money("1,50")}, "/total/amount"),
    "an exponent": ({"total": money("1e3")}, "/total/amount"),
    "digits of another script": ({"total": money("\u0661.\u0660\u0660")}, "/total/amount"),
    "a float": ({"total": money(119.0)}, "/total/amount"),
    "more than all the money there is": ({"total": money("9" * 30)}, "/total/amount"),
    "money without a currency": ({"total": {"amount": "1.00"}}, "/total/currency"),
    "an unknown field": ({"discount": "10%"}, "/discount"),
    "an unknown field inside": ({"total": money("1.00") | {"vat": 19}}, "/total/vat"),
    "a missing field": ({"number": None}, "/number"),
    "a line break in a name": ({"number": "1\n2"}, "/number"),
    "a NUL in a name": ({"external_id": "a\0b"}, "/external_id"),
    "half a surrogate pair": ({"number": "\ud800"}, "/number"),
    "a day that does not exist": ({"due_date": "2026-02-30"}, "/due_date"),
    "a day as a number": ({"due_date": 20260204}, "/due_date"),
    "a customer named twice": ({"customer_id": "cus_1"}, ""),
}
CONTRADICTIONS = {
    "an unknown customer": (
        {"customer_external_id": "C-404"},
        ("unknown_customer", "/customer_external_id"),
    ),
    "due before it was issued": (
        {"due_date": "2026-01-04"},
        ("dates_unacceptable", "/due_date"),
    ),
    "lines in another currency": (
        {"lines": [{"description": "x", "net": money("1", "USD"), "tax": money("0", "USD")}]},
        ("currency_unacceptable", "/lines/0/net/currency"),
    ),
    "lines that do not add up": (
        {"lines": [{"description": "x", "net": money("1"), "tax": money("0")}]},
        ("lines_unacceptable", "/total/amount"),
    ),
}
BODIES = {
    "malformed JSON": (b'{"external_id": ', JSON, 400, "malformed_json"),
    "no JSON at all": (b"<invoice/>", {"Content-Type": "text/xml"}, 415, "unsupported_media_type"),
    "JSON that is not said to be": (b"{}", {}, 415, "unsupported_media_type"),
    "bytes that are not UTF-8": (b'{"number": "\xff"}', JSON, 400, "malformed_body"),
    "a list in place of a thing": (b"[]", JSON, 422, "invalid_request"),
    "nothing": (b"", JSON, 422, "invalid_request"),
    "too much": (b" " * TOO_MUCH, JSON, 413, "body_too_large"),
}


@pytest.fixture
async def kept(
    command_runner: CommandRunner, issue: Callable[..., Any]
) -> AsyncIterator[list[Positioned]]:
    """All that is known before the mistake: a customer with one invoice; and so it stays."""
    await issue("SO-1")
    before = list(await command_runner.store.feed(START, 100))
    yield before
    assert list(await command_runner.store.feed(START, 100)) == before


def assert_problem(answer: Response, status: int, code: str, pointer: str | None = None) -> None:
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert (answer.status_code, problem["status"], problem["code"]) == (status, status, code)
    assert problem["request_id"] == answer.headers["Request-Id"]
    assert len(problem["detail"].split()) > 5, "what to do next is more than a word"
    if pointer is not None:
        assert [error["pointer"] for error in problem["errors"]] == [pointer]


@pytest.mark.parametrize(("change", "pointer"), MISTAKES.values(), ids=MISTAKES)
async def test_a_mistake_is_pointed_at(
    erp: AsyncClient, kept: list[Positioned], change: Shown, pointer: str
) -> None:
    body = {field: value for field, value in (INVOICE | change).items() if value is not None}
    answer = await erp.post("/v1/invoices", content=json.dumps(body), headers=JSON)
    assert_problem(answer, 422, "invalid_request", pointer)


@pytest.mark.parametrize(("change", "recorded"), CONTRADICTIONS.values(), ids=CONTRADICTIONS)
async def test_a_contradiction_has_a_code_of_its_own(
    erp: AsyncClient, kept: list[Positioned], change: Shown, recorded: tuple[str, str]
) -> None:
    answer = await erp.post("/v1/invoices", json=INVOICE | change)
    assert_problem(answer, 422, *recorded)


@pytest.mark.parametrize(("body", "headers", "status", "code"), BODIES.values(), ids=BODIES)
async def test_a_body_that_cannot_be_read_is_said_to_be_so(
    erp: AsyncClient,
    kept: list[Positioned],
    body: bytes,
    headers: dict[str, str],
    status: int,
    code: str,
) -> None:
    answer = await erp.post("/v1/invoices", content=body, headers=headers)
    assert_problem(answer, status, code)


async def test_an_external_id_can_be_used_once(erp: AsyncClient, kept: list[Positioned]) -> None:
    answer = await erp.post("/v1/invoices", json=INVOICE | {"external_id": "SO-1"})
    assert_problem(answer, 409, "duplicate_external_id", "/external_id")


async def test_an_idempotency_key_stands_for_one_body(
    erp: AsyncClient, command_runner: CommandRunner, customer: Shown
) -> None:
    key = {"Idempotency-Key": "batch-7-row-1"}
    assert (await erp.post("/v1/invoices", json=INVOICE, headers=key)).status_code == 201
    before = list(await command_runner.store.feed(START, 100))
    other = INVOICE | {"external_id": "SO-3"}
    answer = await erp.post("/v1/invoices", json=other, headers=key)
    assert_problem(answer, 422, "idempotency_key_reused")
    assert list(await command_runner.store.feed(START, 100)) == before


async def test_a_refused_payment_pays_nothing_in_part(
    erp: AsyncClient, kept: list[Positioned]
) -> None:
    payment = {
        "customer_external_id": "C-1",
        "external_id": "B-1",
        "amount": money("50.00"),
        "method": "transfer",
        "value_date": "2026-01-20",
        "references": [{"invoice": "SO-1", "amount": money("10.00")}, {"invoice": "SO-404"}],
    }
    answer = await erp.post("/v1/payments", json=payment)
    assert_problem(answer, 422, "unknown_invoice", "/references/1/invoice")


async def test_another_tenants_things_are_nowhere(
    asking: Callable[[str], AbstractAsyncContextManager[AsyncClient]], kept: list[Positioned]
) -> None:
    id = kept[-1].envelope.stream.id
    raised = {"amount": money("1.00"), "reason": "price"}
    async with asking("globex") as globex:
        assert_problem(await globex.get(f"/v1/invoices/{id}"), 404, "not_found")
        assert_problem(
            await globex.post(f"/v1/invoices/{id}/adjustments", json=raised), 404, "not_found"
        )
        named = await globex.post("/v1/invoices", json=INVOICE)
    assert_problem(named, 422, "unknown_customer", "/customer_external_id")


@pytest.mark.parametrize("scopes", [[], ["invoices:read"], ["gadgets:write", "payments:write"]])
async def test_a_key_without_the_scope_is_told_which(
    service: Service,
    command_runner: CommandRunner,
    clock: TurnedClock,
    kept: list[Positioned],
    scopes: list[str],
) -> None:
    async with client_of(service, command_runner, clock, TenantId("acme"), scopes) as client:
        answer = await client.post("/v1/invoices", json=INVOICE)
    assert_problem(answer, 403, "scope_missing")
    assert "invoices:write" in answer.json()["detail"]


@pytest.mark.parametrize("authorization", ["", "Bearer nonsense", "Basic ZXJwOmVycA=="])
async def test_a_stranger_is_told_how_to_come_in(
    erp: AsyncClient, kept: list[Positioned], authorization: str
) -> None:
    headers = {"Authorization": authorization}
    answer = await erp.post("/v1/invoices", json=INVOICE, headers=headers)
    assert_problem(answer, 401, "not_authenticated")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
