"""Reserving over HTTP: still owed, kept for one, and free again when it is released."""

from collections.abc import Awaitable, Callable
from typing import Any

from httpx import AsyncClient

from recoup_testing.money import eur_json

Shown = dict[str, Any]
Do = Callable[..., Awaitable[Shown]]
FOR_SO_1 = {
    "references": [{"invoice": "SO-1", "amount": eur_json("40.00")}],
    "reason": "the customer asks which site it is for",
}
REFUND = {
    "external_id": "R-1",
    "amount": eur_json("10.00"),
    "refunded_on": "2026-01-21",
    "reason": "twice",
}


async def test_what_is_reserved_is_owed_still_and_not_refunded(
    erp: AsyncClient, issue: Do, pay: Do, send: Do
) -> None:
    invoice = await issue("SO-1")
    path = f"/v1/payments/{(await pay('B-1', '40.00', auto_allocate=False))['id']}"
    shown = await send(f"{path}/reservations", FOR_SO_1)
    assert (shown["unapplied"], shown["reserved"]) == (eur_json("40.00"), eur_json("40.00"))
    (kept,) = shown["reservations"]
    assert (kept["invoice_id"], kept["amount"]) == (invoice["id"], eur_json("40.00"))
    assert (await erp.get(f"/v1/invoices/{invoice['id']}")).json() == invoice
    refused = await erp.post(f"{path}/refunds", json=REFUND)
    assert (refused.status_code, refused.json()["code"]) == (422, "exceeds_balance")

    named = {"receivable_ids": [kept["receivable_id"]], "reason": "another order"}
    released = await send(f"{path}/reservations/release", named)
    assert (released["reserved"], released["reservations"]) == (eur_json("0.00"), [])
    assert (await send(f"{path}/refunds", REFUND))["unapplied"] == eur_json("30.00")


async def test_what_is_applied_where_it_is_meant_to_go_is_reserved_no_more(
    erp: AsyncClient, issue: Do, pay: Do, send: Do
) -> None:
    await issue("SO-1")
    path = f"/v1/payments/{(await pay('B-1', '40.00', auto_allocate=False))['id']}"
    await send(f"{path}/reservations", FOR_SO_1)
    half = {"references": [{"invoice": "SO-1", "amount": eur_json("15.00")}]}
    shown = await send(f"{path}/allocations", half)
    assert (shown["unapplied"], shown["reserved"]) == (eur_json("25.00"), eur_json("25.00"))
    shown = await send(f"{path}/allocations", {"references": [{"invoice": "SO-1"}]})
    assert (shown["unapplied"], shown["reserved"]) == (eur_json("0.00"), eur_json("0.00"))


async def test_what_is_reserved_pays_nothing_else(
    erp: AsyncClient, issue: Do, pay: Do, send: Do
) -> None:
    await issue("SO-1")
    await issue("SO-2")
    path = f"/v1/payments/{(await pay('B-1', '50.00', auto_allocate=False))['id']}"
    await send(f"{path}/reservations", FOR_SO_1)
    shown = await send(f"{path}/allocations", {"references": [{"invoice": "SO-2"}]})
    assert [part["amount"] for part in shown["allocations"]] == [eur_json("10.00")]
    oldest = await erp.post(f"{path}/allocations", json={})
    assert (oldest.status_code, oldest.json()["code"]) == (409, "nothing_allocated")


async def test_what_owes_nothing_or_is_unknown_cannot_be_reserved_for(
    erp: AsyncClient, issue: Do, pay: Do
) -> None:
    await issue("SO-1", "40.00")
    await pay("B-1", "40.00", references=[{"invoice": "SO-1"}])
    path = f"/v1/payments/{(await pay('B-2', '40.00', auto_allocate=False))['id']}"
    paid = await erp.post(f"{path}/reservations", json=FOR_SO_1)
    assert (paid.status_code, paid.json()["code"]) == (409, "nothing_allocated")
    unknown = {**FOR_SO_1, "references": [{"invoice": "SO-9"}]}
    answer = await erp.post(f"{path}/reservations", json=unknown)
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_invoice")
