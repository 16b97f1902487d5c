"""Money is taken off an invoice, moved to another, refunded, and taken back by the bank after that."""

from collections.abc import Awaitable, Callable
from typing import Any

from httpx import AsyncClient

from recoup_testing.money import eur_json

Shown = dict[str, Any]
Do = Callable[..., Awaitable[Shown]]


async def balances(erp: AsyncClient, *invoices: Shown) -> list[tuple[str, str]]:
    shown = [(await erp.get(f"/v1/invoices/{invoice['id']}")).json() for invoice in invoices]
    return [(each["state"], each["balance"]["amount"]) for each in shown]


async def test_an_allocation_is_taken_off_and_the_bank_took_nothing_back(
    erp: AsyncClient, issue: Do, pay: Do, send: Do
) -> None:
    first, second = await issue("SO-1"), await issue("SO-2")
    payment = await pay("B-1", "150.00")
    path = f"/v1/payments/{payment['id']}"
    of_first = payment["allocations"][0]["id"]
    after = await send(f"{path}/allocations/{of_first}/unallocation", {"reason": "not for it"})
    assert (after["state"], after["unapplied"]) == ("received", eur_json("100.00"))
    assert await balances(erp, first, second) == [("open", "100.00"), ("open", "50.00")]
    again = await erp.post(
        f"{path}/allocations/{of_first}/unallocation", json={"reason": "not for it"}
    )
    assert (again.status_code, again.json()["code"]) == (409, "unknown_allocation")


async def test_the_wrong_invoice_is_put_right_in_one_decision(
    erp: AsyncClient, issue: Do, pay: Do, send: Do
) -> None:
    wrong, right = await issue("SO-1"), await issue("SO-2")
    payment = await pay("B-1", "100.00")
    (allocation,) = payment["allocations"]
    path = f"/v1/payments/{payment['id']}/allocations/{allocation['id']}/reallocation"
    unknown = {"references": [{"invoice": "SO-9"}], "reason": "meant for SO-9"}
    assert (await erp.post(path, json=unknown)).json()["code"] == "unknown_invoice"
    assert await balances(erp, wrong, right) == [("paid", "0.00"), ("open", "100.00")]
    moved = await send(path, {"references": [{"invoice": "SO-2"}], "reason": "meant for SO-2"})
    assert [part["invoice_id"] for part in moved["allocations"]] == [right["id"]]
    assert await balances(erp, wrong, right) == [("open", "100.00"), ("paid", "0.00")]

    await send(f"/v1/payments/{payment['id']}/reversal", {"reason": "returned"})
    assert await balances(erp, wrong, right) == [("open", "100.00"), ("open", "100.00")]


async def test_what_a_lowered_or_cancelled_invoice_gave_back_is_refunded_once(
    erp: AsyncClient, issue: Do, pay: Do, credit: Do, send: Do
) -> None:
    invoice = await issue("SO-1")
    note = await credit("CN-1", "30.00", "SO-1")
    payment = await pay("B-1", "70.00")
    path = f"/v1/payments/{payment['id']}"
    lower = {"amount": eur_json("-20.00"), "reason": "price"}
    shown = await send(f"/v1/invoices/{invoice['id']}/adjustments", lower)
    assert (shown["paid"]["amount"], shown["credited"]["amount"]) == ("50.00", "30.00")
    await send(f"/v1/invoices/{invoice['id']}/cancellation", {"reason": "never delivered"})
    assert (await erp.get(path)).json()["unapplied"] == eur_json("70.00")
    note = (await erp.get(f"/v1/credit-notes/{note['id']}")).json()
    assert (note["unapplied"], note["allocations"]) == (eur_json("30.00"), [])

    refund = {
        "external_id": "R-1",
        "amount": eur_json("70.00"),
        "refunded_on": "2026-01-21",
        "reason": "cancelled",
    }
    refunded = await send(f"{path}/refunds", refund)
    assert (refunded["unapplied"], len(refunded["refunds"])) == (eur_json("0.00"), 1)
    assert await send(f"{path}/refunds", refund) == refunded
    other = await erp.post(f"{path}/refunds", json=refund | {"amount": eur_json("1.00")})
    assert (other.status_code, other.json()["code"]) == (409, "duplicate_external_id")
