"""Money on account pays what is asked for next, or is kept for it, and nobody is asked for that."""

from collections.abc import Awaitable, Callable
from typing import Any

from httpx import AsyncClient

from recoup_events.kernel.ids import TenantId, creditor_id_of
from recoup_testing.money import eur_json

Shown = dict[str, Any]
Do = Callable[..., Awaitable[Shown]]
Read = Callable[[Shown], Awaitable[Any]]


async def test_it_pays_a_new_invoice(erp: AsyncClient, issue: Do, pay: Do) -> None:
    payment = await pay("B-1", "500.00", value_date="2026-01-03")
    invoice = await issue("SO-1", "500.00")
    assert (invoice["state"], invoice["balance"]) == ("paid", eur_json("0.00"))
    (part,) = (await erp.get(f"/v1/payments/{payment['id']}")).json()["allocations"]
    assert (part["invoice_id"], part["applied_on"]) == (invoice["id"], "2026-01-05")


async def test_the_longest_there_comes_first_and_credit_as_well(
    erp: AsyncClient, issue: Do, pay: Do, credit: Do, read: Do
) -> None:
    later = await pay("B-1", "50.00", value_date="2026-01-04")
    sooner = await credit("CN-1", "30.00", issue_date="2026-01-03")
    assert (await issue("SO-1", "60.00"))["state"] == "paid"
    assert (await erp.get(f"/v1/credit-notes/{sooner['id']}")).json()["unapplied"] == eur_json(
        "0.00"
    )
    assert (await erp.get(f"/v1/payments/{later['id']}")).json()["unapplied"] == eur_json("20.00")
    assert (await issue("SO-2", "60.00"))["balance"] == eur_json("40.00")


async def test_by_policy_it_is_kept_for_a_new_invoice_that_is_owed_and_not_chased(
    erp: AsyncClient, issue: Do, pay: Do, chased: Read
) -> None:
    creditor = creditor_id_of(TenantId("acme"), "default")
    await erp.put(f"/v1/creditors/{creditor}/books", json={"on_account": "hold"})
    payment = await pay("B-1", "500.00")
    invoice = await issue("SO-1", "400.00")
    assert (invoice["state"], invoice["balance"]) == ("open", eur_json("400.00"))
    assert await chased(invoice) == "0.00"
    shown = (await erp.get(f"/v1/payments/{payment['id']}")).json()
    assert (shown["reserved"], shown["unapplied"]) == (eur_json("400.00"), eur_json("500.00"))


async def test_what_somebody_keeps_on_account_waits_for_that_person(
    issue: Do, pay: Do, send: Do
) -> None:
    await pay("B-1", "70.00", auto_allocate=False)
    first = await issue("SO-1", "40.00")
    assert first["balance"] == eur_json("40.00")
    paid = await pay("B-2", "40.00")
    path = f"/v1/payments/{paid['id']}/allocations/{paid['allocations'][0]['id']}/unallocation"
    await send(path, {"reason": "not for it"})
    assert (await issue("SO-2", "10.00"))["balance"] == eur_json("10.00")


async def test_money_of_another_currency_or_creditor_stays_there(
    erp: AsyncClient, issue: Do, pay: Do
) -> None:
    await pay("B-1", "0", amount={"amount": "500.00", "currency": "USD"})
    assert (await issue("SO-1", "100.00"))["balance"] == eur_json("100.00")


async def test_a_return_on_an_invoice_that_is_paid_is_on_account(
    issue: Do, pay: Do, credit: Do, read: Do
) -> None:
    invoice = await issue("SO-1", "500.00")
    await pay("B-1", "500.00", references=[{"invoice": "SO-1"}])
    note = await credit("CN-1", "150.00", "SO-1")
    assert (note["unapplied"], (await read(invoice))["state"]) == (eur_json("150.00"), "paid")
