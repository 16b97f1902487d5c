"""Money for an invoice that another one continues, whenever it comes or goes."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from httpx import AsyncClient

from recoup_testing.money import eur_json

Shown = dict[str, Any]
Do = Callable[..., Awaitable[Shown]]
Send = Callable[[str, Shown], Awaitable[Shown]]


def owed(invoice: Shown) -> tuple[str, str]:
    return invoice["state"], invoice["balance"]["amount"]


async def test_a_returned_payment_is_owed_on_what_continues_the_invoice(
    erp: AsyncClient, issue: Do, pay: Do, send: Send, rest: Callable[..., Shown], read: Do
) -> None:
    first = await issue("SO-1", "1000.00")
    payment = await pay("B-1", "600.00", references=[{"invoice": "SO-1"}])
    residual = await send("/v1/invoices", rest("400.00"))
    await pay("B-2", "400.00", references=[{"invoice": "SO-2"}])
    last = {"external_id": "SO-3", "continues": [{"invoice_external_id": "SO-2"}]}
    await send(f"/v1/payments/{payment['id']}/reversal", {"reason": "returned"})
    assert owed(await read(residual)) == ("open", "600.00")
    assert owed(await read(first)) == ("continued", "0.00")
    again = await send("/v1/invoices", rest("600.00", **last))
    more = await pay("B-3", "100.00", references=[{"invoice": "SO-3"}])
    assert owed(await read(again)) == ("open", "500.00")
    await send(f"/v1/payments/{more['id']}/reversal", {"reason": "returned"})
    assert owed(await read(again)) == ("open", "600.00")
    same = {name: value for name, value in rest("400.00").items() if name != "external_id"}
    answer = await erp.put("/v1/invoices/by/external-id/SO-2", json=same)
    assert answer.status_code == 200, "what is owed again is no change of what was sent"
    assert owed(await read(again)) == ("open", "600.00")


async def test_money_taken_off_two_invoices_ago_is_owed_on_the_last(
    issue: Do, pay: Do, send: Send, rest: Callable[..., Shown], read: Do
) -> None:
    first = await issue("SO-1", "1000.00")
    payment = await pay("B-1", "600.00", references=[{"invoice": "SO-1"}])
    second = await send("/v1/invoices", rest("400.00"))
    last = {"external_id": "SO-3", "continues": [{"invoice_id": second["id"]}]}
    third = await send("/v1/invoices", rest("400.00", **last))
    (allocation,) = payment["allocations"]
    path = f"/v1/payments/{payment['id']}/allocations/{allocation['id']}/unallocation"
    await send(path, {"reason": "not meant for it"})
    assert [owed(await read(each)) for each in (first, second, third)] == [
        ("continued", "0.00"),
        ("continued", "0.00"),
        ("open", "1000.00"),
    ]


@pytest.mark.parametrize("name", ["SO-1", "No SO-1"], ids=["our id", "its number"])
async def test_who_names_the_invoice_that_is_continued_pays_what_continues_it(
    name: str, issue: Do, pay: Do, credit: Do, send: Send, rest: Callable[..., Shown], read: Do
) -> None:
    await issue("SO-1", "1000.00")
    await issue("SO-0", "50.00", issue_date="2026-01-01", due_date="2026-01-02")
    residual = await send("/v1/invoices", rest("1000.00"))
    payment = await pay("B-1", "600.00", references=[{"invoice": name}])
    assert [part["invoice_id"] for part in payment["allocations"]] == [residual["id"]]
    await credit("CN-1", "100.00", name)
    assert owed(await read(residual)) == ("open", "300.00")


async def test_a_term_that_is_named_is_the_one_that_continues_it(
    issue: Do, pay: Do, send: Send, rest: Callable[..., Shown]
) -> None:
    terms = [{"due_date": f"2026-0{month}-04", "amount": eur_json("50.00")} for month in (2, 3, 4)]
    await issue("SO-1", "150.00", due_date=None, schedule=terms)
    await pay("B-1", "50.00", references=[{"invoice": "SO-1"}])
    residual = await send("/v1/invoices", rest("100.00"))
    payment = await pay("B-2", "50.00", references=[{"invoice": "SO-1", "term": 3}])
    (part,) = payment["allocations"]
    assert part["receivable_id"] == residual["schedule"][1]["receivable_id"]


async def test_money_that_is_kept_for_the_invoice_is_kept_for_what_continues_it(
    erp: AsyncClient, issue: Do, pay: Do, send: Send, rest: Callable[..., Shown]
) -> None:
    payment = await pay("B-1", "40.00", auto_allocate=False)
    await issue("SO-1", "1000.00")
    path = f"/v1/payments/{payment['id']}"
    await send(f"{path}/reservations", {"references": [{"invoice": "SO-1"}], "reason": "asked"})
    residual = await send("/v1/invoices", rest("1000.00"))
    (kept,) = (await erp.get(path)).json()["reservations"]
    assert (kept["invoice_id"], kept["amount"]["amount"]) == (residual["id"], "40.00")
