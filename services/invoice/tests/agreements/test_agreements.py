"""Agreements over HTTP: recorded, versioned, accepted, and asked for on a day."""

from typing import Any

import pytest
from httpx import AsyncClient

OWN = {
    "clauses": {
        "payment_days": 30,
        "late_fee": {"after_days": 14, "amount": {"amount": "15.00", "currency": "EUR"}},
        "interest": {"law": "de-business"},
    },
    "effective_from": "2026-01-01",
    "reason": "our terms of trade",
}
AGREED = {
    "customer_external_id": "C-1",
    "clauses": {"payment_days": 60, "early_payment": {"percent": "2", "within_days": 10}},
    "document": {"file_name": "frame.pdf", "sha256": "0" * 64},
    "effective_from": "2026-02-01",
    "reason": "the frame agreement",
}
Shown = dict[str, Any]


@pytest.fixture
async def own(send: Any) -> Shown:
    shown: Shown = await send("/v1/agreements", OWN)
    return shown


@pytest.fixture
async def agreed(own: Shown, customer: Shown, send: Any) -> Shown:
    shown: Shown = await send("/v1/agreements", AGREED)
    return shown


async def in_force(erp: AsyncClient, on: str) -> Shown:
    query = {"customer_external_id": "C-1", "on": on}
    answer = await erp.get("/v1/agreements/in-force", params=query)
    assert answer.is_success, answer.text
    shown: Shown = answer.json()
    return shown


async def test_what_is_recorded_is_shown_as_it_was_sent(own: Shown, agreed: Shown) -> None:
    assert own["customer_id"] is None
    assert own["terms"]["clauses"]["late_fee"] == {
        "after_days": 14,
        "amount": {"amount": "15.00", "currency": "EUR"},
        "percent": None,
        "monthly": False,
    }
    assert agreed["terms"]["document"]["file_name"] == "frame.pdf"
    assert [version["version"] for version in agreed["versions"]] == [1]


@pytest.mark.usefixtures("agreed")
async def test_each_clause_holds_from_its_day_on_and_says_where_it_stands(
    own: Shown, erp: AsyncClient
) -> None:
    before, after = await in_force(erp, "2026-01-31"), await in_force(erp, "2026-02-01")
    assert (before["clauses"]["payment_days"], after["clauses"]["payment_days"]) == (30, 60)
    assert before["clauses"]["early_payment"] is None
    assert after["clauses"]["interest"]["law"] == "de-business"
    assert after["sources"]["interest"] == {
        "agreement_id": own["id"],
        "version": 1,
        "own_terms": True,
    }
    assert after["sources"]["payment_days"]["own_terms"] is False
    nothing = await in_force(erp, "2025-12-31")
    assert nothing["sources"] == {}


async def test_the_second_of_both_is_a_version(agreed: Shown, erp: AsyncClient) -> None:
    again = await erp.post("/v1/agreements", json=AGREED)
    assert (again.status_code, again.json()["code"]) == (409, "agreement_exists")
    assert "add a version" in again.json()["detail"]
    version = {**OWN, "clauses": {"payment_days": 14}, "effective_from": "2026-03-01"}
    shown = await erp.post(f"/v1/agreements/{agreed['id']}/versions", json=version)
    assert [each["version"] for each in shown.json()["versions"]] == [1, 2]
    assert (await in_force(erp, "2026-03-01"))["clauses"]["payment_days"] == 14


async def test_terms_are_accepted_by_a_customer(
    own: Shown, customer: Shown, erp: AsyncClient
) -> None:
    body = {
        "agreement_id": own["id"],
        "customer_external_id": "C-1",
        "version": 1,
        "accepted_on": "2026-01-03",
        "accepted_by": "Ada Sand",
    }
    first, again = [await erp.post("/v1/acceptances", json=body) for _ in range(2)]
    assert (first.status_code, again.status_code) == (201, 200)
    shown = (await erp.get(f"/v1/acceptances/{first.json()['id']}")).json()
    assert (shown["customer_id"], shown["accepted_by"]) == (customer["id"], "Ada Sand")
    later = await erp.post("/v1/acceptances", json={**body, "version": 2})
    assert (later.status_code, later.json()["code"]) == (409, "agreement_refused")


@pytest.mark.parametrize(
    ("change", "status", "code", "pointer"),
    [
        ({"clauses": {}}, 422, "clauses_unacceptable", "/clauses"),
        (
            {"clauses": {"interest": {"law": "x"}}},
            422,
            "clauses_unacceptable",
            "/clauses/interest/law",
        ),
        ({"clauses": {"payment_days": -1}}, 422, "invalid_request", "/clauses/payment_days"),
        ({"customer_external_id": "C-9"}, 422, "unknown_customer", "/customer_external_id"),
        ({"creditor": "nuts"}, 422, "unknown_creditor", "/creditor"),
        ({"effective_from": 1_770_000_000}, 422, "invalid_request", "/effective_from"),
    ],
)
@pytest.mark.usefixtures("customer")
async def test_a_mistake_is_pointed_at(
    change: Shown, status: int, code: str, pointer: str, erp: AsyncClient
) -> None:
    answer = await erp.post("/v1/agreements", json={**AGREED, **change})
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (status, code), answer.text
    assert problem["errors"][0]["pointer"] == pointer
