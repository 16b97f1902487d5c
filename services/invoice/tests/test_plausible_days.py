"""A mistyped year is refused at the door, by every resource that takes a day, and in bulk by its item."""

import json
from typing import Any

import pytest
from httpx import AsyncClient

EUR = {"amount": "10.00", "currency": "EUR"}
INVOICE = {
    "customer_external_id": "C-1",
    "external_id": "SO-1",
    "number": "R-1",
    "total": EUR,
    "issue_date": "2026-01-05",
    "due_date": "2026-02-04",
}
PAYMENT = {
    "customer_external_id": "C-1",
    "external_id": "B-1",
    "amount": EUR,
    "method": "transfer",
    "value_date": "2026-01-05",
}
NOTE = {
    "customer_external_id": "C-1",
    "external_id": "CN-1",
    "number": "CN-1",
    "amount": EUR,
    "issue_date": "2026-01-05",
    "reason": "returned",
}
CONDITION = {"condition": "hardship", "source": "letter", "effective_from": "2026-01-05"}
TERMS = {"clauses": {"payment_days": 30}, "effective_from": "2026-01-05", "reason": "terms"}


@pytest.mark.parametrize(
    ("path", "body", "name", "day"),
    [
        ("invoices", INVOICE, "issue_date", "1900-01-01"),
        ("invoices", INVOICE, "issue_date", "2062-01-05"),
        ("payments", PAYMENT, "value_date", "0001-01-01"),
        ("payments", PAYMENT, "value_date", "2036-01-05"),
        ("credit-notes", NOTE, "issue_date", "1206-01-05"),
        ("customers/{id}/conditions", CONDITION, "effective_from", "9999-01-01"),
        ("customers/{id}/conditions", CONDITION, "effective_until", "9999-01-01"),
        ("agreements", TERMS, "effective_from", "2206-01-05"),
    ],
)
async def test_a_mistyped_year_is_refused_with_the_bounds(
    path: str,
    body: dict[str, Any],
    name: str,
    day: str,
    customer: dict[str, Any],
    erp: AsyncClient,
) -> None:
    answer = await erp.post(f"/v1/{path.format(id=customer['id'])}", json={**body, name: day})
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (422, "day_implausible"), answer.text
    assert problem["errors"][0]["pointer"] == f"/{name}"
    assert f"{day} cannot be meant here; send a day from" in problem["detail"]


@pytest.mark.usefixtures("customer")
@pytest.mark.parametrize("day", [1_767_571_200, "1767571200", "2026-01-05T00:00:00Z"])
async def test_a_moment_is_no_day(day: object, erp: AsyncClient) -> None:
    answer = await erp.post("/v1/payments", json={**PAYMENT, "value_date": day})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request"), answer.text


@pytest.mark.usefixtures("customer")
async def test_in_bulk_the_one_is_refused_and_the_others_are_taken(erp: AsyncClient) -> None:
    data = [{**PAYMENT, "value_date": "2206-01-05"}, {**PAYMENT, "external_id": "B-2"}]
    results = (await erp.post("/v1/payments/bulk", json={"data": data})).json()["data"]
    assert [result["outcome"] for result in results] == ["refused", "created"]


async def test_no_list_takes_a_moment_for_a_day(erp: AsyncClient) -> None:
    paths = (await erp.get("/openapi.json")).json()["paths"]
    asked = [
        (path, parameter["name"])
        for path, operations in paths.items()
        for parameter in operations.get("get", {}).get("parameters", ())
        if '"date"' in json.dumps(parameter)
    ]
    assert len(asked) >= 8
    for path, name in asked:
        answer = await erp.get(path.format(id="x"), params={name: "1767571200"})
        assert answer.status_code == 422, (path, name)
        assert "YYYY-MM-DD" in answer.text, (path, name)
