"""Many payers at once, and one payer for many."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import pytest
from httpx import AsyncClient

from recoup_service.api import bulk
from recoup_testing.group_example import customer_json, to
from recoup_testing.money import eur_json

Shown = dict[str, Any]
Do = Callable[..., Awaitable[Shown]]


async def balances(erp: AsyncClient, invoices: Sequence[Shown]) -> set[str]:
    shown = [(await erp.get(f"/v1/invoices/{invoice['id']}")).json() for invoice in invoices]
    return {each["balance"]["amount"] for each in shown}


async def test_payments_of_many_payers_for_many_customers_come_in_bulk(
    erp: AsyncClient, send: Do
) -> None:
    family = [
        customer_json(f"C-{n}", f"C-{n - n % 10}" if n % 10 else None) for n in range(100, 200)
    ]
    assert (await send("/v1/customers/bulk", {"data": family}))["created"] == 100
    invoices = [
        {
            "customer_external_id": each["external_id"],
            "external_id": f"SO-{each['external_id']}",
            "number": f"No {each['external_id']}",
            "total": eur_json("10.00"),
            "issue_date": "2026-01-05",
            "due_date": "2026-02-04",
        }
        for each in family
    ]
    assert (await send("/v1/invoices/bulk", {"data": invoices}))["created"] == 100
    payments = [
        {
            "customer_external_id": f"C-{head}",
            "external_id": f"B-{head}",
            "amount": eur_json("100.00"),
            "method": "transfer",
            "value_date": "2026-01-20",
            **to(*_names(range(head, head + 10))),
        }
        for head in range(100, 200, 10)
    ]
    assert (await send("/v1/payments/bulk", {"data": payments}))["created"] == 10
    assert (await send("/v1/payments/bulk", {"data": payments}))["unchanged"] == 10
    known = (await send("/v1/invoices/bulk", {"data": invoices}))["data"]
    assert await balances(erp, known) == {"0.00"}


def _names(numbers: Sequence[int]) -> list[str]:
    """By id and by number in turn."""
    return [f"SO-C-{n}" if n % 2 else f"No C-{n}" for n in numbers]


async def test_what_needs_too_many_accounts_at_once_is_decided_in_halves(
    erp: AsyncClient, send: Do, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "ACCOUNTS", 3)
    customers = [customer_json(f"C-{n}") for n in range(16)]
    await send("/v1/customers/bulk", {"data": customers})
    invoices = [
        {
            "customer_external_id": f"C-{n}",
            "external_id": f"SO-{n}",
            "number": "1",
            "total": eur_json("1.00"),
            "issue_date": "2026-01-05",
            "due_date": "2026-02-04",
        }
        for n in range(4, 16)
    ]
    known = (await send("/v1/invoices/bulk", {"data": invoices}))["data"]
    payments = [
        {
            "customer_external_id": f"C-{payer}",
            "external_id": f"B-{payer}",
            "amount": eur_json("3.00"),
            "method": "transfer",
            "value_date": "2026-01-20",
            "references": [
                {"invoice": f"SO-{n}", "customer": f"C-{n}"}
                for n in range(4 + 3 * payer, 7 + 3 * payer)
            ],
        }
        for payer in range(4)
    ]
    shown = await send("/v1/payments/bulk", {"data": payments})
    assert [item["outcome"] for item in shown["data"]] == ["created"] * 4
    assert await balances(erp, known) == {"0.00"}


async def test_a_payment_is_for_at_most_two_hundred_customers(
    erp: AsyncClient, send: Do, customer: Shown
) -> None:
    many = [customer_json(f"C-{n}") for n in range(1000, 1200)]
    await send("/v1/customers/bulk", {"data": many})
    invoices = [
        {
            "customer_external_id": each["external_id"],
            "external_id": f"SO-{each['external_id']}",
            "number": "1",
            "total": eur_json("1.00"),
            "issue_date": "2026-01-05",
            "due_date": "2026-02-04",
        }
        for each in many
    ]
    await send("/v1/invoices/bulk", {"data": invoices})
    references = [
        {"invoice": f"SO-{each['external_id']}", "customer": each["external_id"]} for each in many
    ]
    payment = {
        "customer_id": customer["id"],
        "external_id": "B-1",
        "amount": eur_json("200.00"),
        "method": "transfer",
        "value_date": "2026-01-20",
    }
    refused = await erp.post("/v1/payments", json=payment | {"references": references})
    assert (refused.status_code, refused.json()["code"]) == (422, "too_many_customers")
    paid = await send("/v1/payments", payment | {"references": references[:199]})
    assert paid["unapplied"] == eur_json("1.00")
