"""A credit note is a document: applied to none, one or several invoices, the rest on account."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from httpx import AsyncClient

from recoup_testing.money import eur_json

Shown = dict[str, Any]
Do = Callable[..., Awaitable[Shown]]


async def owed(erp: AsyncClient, *invoices: Shown) -> list[str]:
    shown = [(await erp.get(f"/v1/invoices/{invoice['id']}")).json() for invoice in invoices]
    return [each["balance"]["amount"] for each in shown]


async def test_it_lowers_several_invoices_and_may_be_larger_than_all_of_them(
    erp: AsyncClient, issue: Do, credit: Do
) -> None:
    first, second = await issue("SO-1"), await issue("SO-2", "20.00")
    note = await credit("CN-1", "150.00", "SO-1", "SO-2", tax=eur_json("23.95"))
    assert (note["state"], note["unapplied"]) == ("issued", eur_json("30.00"))
    assert await owed(erp, first, second) == ["0.00", "0.00"]
    shown = (await erp.get(f"/v1/invoices/{first['id']}")).json()
    (part,) = shown["credits"]
    assert (shown["state"], part["credit_note_id"]) == ("paid", note["id"])
    assert part["allocation_id"] == note["allocations"][0]["id"]


async def test_without_references_it_is_on_account_until_it_is_allocated(
    erp: AsyncClient, issue: Do, credit: Do, send: Do
) -> None:
    invoice = await issue("SO-1")
    note = await credit("CN-1", "40.00")
    assert (note["allocations"], note["unapplied"]) == ([], eur_json("40.00"))
    path = f"/v1/credit-notes/{note['id']}"
    note = await send(f"{path}/allocations", {"references": [{"invoice": "SO-1"}]})
    assert await owed(erp, invoice) == ["60.00"]
    (allocation,) = note["allocations"]
    nothing = await erp.post(f"{path}/allocations", json={})
    assert (nothing.status_code, nothing.json()["code"]) == (409, "nothing_allocated")

    off = f"{path}/allocations/{allocation['id']}/unallocation"
    note = await send(off, {"reason": "for another"})
    assert (note["unapplied"], await owed(erp, invoice)) == (eur_json("40.00"), ["100.00"])
    assert (await erp.post(off, json={"reason": "again"})).json()["code"] == "unknown_allocation"


async def test_cancelled_it_is_worth_nothing(
    erp: AsyncClient, issue: Do, credit: Do, send: Do
) -> None:
    invoice = await issue("SO-1")
    note = await credit("CN-1", "100.00", "SO-1")
    path = f"/v1/credit-notes/{note['id']}"
    note = await send(f"{path}/cancellation", {"reason": "mistake"})
    assert (note["state"], note["unapplied"]) == ("cancelled", eur_json("0.00"))
    assert await owed(erp, invoice) == ["100.00"]
    for again in ("cancellation", "allocations"):
        body = {"reason": "x"} if again == "cancellation" else {}
        assert (await erp.post(f"{path}/{again}", json=body)).status_code == 409


async def test_it_is_issued_once(erp: AsyncClient, customer: Shown, credit: Do) -> None:
    note = await credit("CN-1", "40.00")
    body = {
        "customer_id": customer["id"],
        "external_id": "CN-1",
        "number": "1",
        "amount": eur_json("40.00"),
        "issue_date": "2026-01-05",
        "reason": "damaged",
    }
    again = await erp.post("/v1/credit-notes", json=body)
    assert (again.status_code, again.json()["code"]) == (409, "duplicate_external_id")
    assert note["id"] in again.json()["detail"]


@pytest.mark.parametrize(
    "tax", [eur_json("40.01"), eur_json("-1.00"), {"currency": "USD", "amount": "1.00"}]
)
async def test_tax_is_a_part_of_the_amount(erp: AsyncClient, customer: Shown, tax: Shown) -> None:
    body = {
        "customer_id": customer["id"],
        "external_id": "CN-1",
        "number": "1",
        "amount": eur_json("40.00"),
        "tax": tax,
        "issue_date": "2026-01-05",
        "reason": "damaged",
    }
    refused = await erp.post("/v1/credit-notes", json=body)
    assert (refused.status_code, refused.json()["code"]) == (422, "tax_unacceptable")


async def test_a_number_that_fits_several_invoices_is_refused_with_their_names(
    erp: AsyncClient, issue: Do, customer: Shown
) -> None:
    await issue("SO-1", "100.00", number="7")
    await issue("SO-2", "70.00", number="7")
    body = {
        "customer_id": customer["id"],
        "external_id": "CN-1",
        "number": "1",
        "amount": eur_json("40.00"),
        "issue_date": "2026-01-05",
        "reason": "damaged",
        "references": [{"invoice": "7"}],
    }
    refused = await erp.post("/v1/credit-notes", json=body)
    assert (refused.status_code, refused.json()["code"]) == (409, "number_ambiguous")
