"""Discounts over the API."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from httpx import AsyncClient

from recoup_cli.demo_creditor import BOLTS
from recoup_testing.money import eur_json

Shown = dict[str, Any]
Do = Callable[..., Awaitable[Shown]]
UNTIL = "2026-01-15"
DISCOUNT = {"percent": "2", "until": UNTIL}
TAXES = [{"rate": "19", "net": eur_json("84.03"), "tax": eur_json("15.97")}]
GIVES = {"discounts": [DISCOUNT], "taxes": TAXES}


async def test_two_per_cent_within_ten_days(erp: AsyncClient, issue: Do, pay: Do, send: Do) -> None:
    issued = await issue("SO-1", **GIVES)
    assert issued["discounts"] == [{**DISCOUNT, "amount": None, "on": "total"}]
    payment = await pay("B-1", "98.00", value_date=UNTIL, references=[{"invoice": "SO-1"}])
    shown = (await erp.get(f"/v1/invoices/{issued['id']}")).json()
    assert (shown["state"], shown["discounted"], shown["paid"]) == (
        "paid",
        eur_json("2.00"),
        eur_json("98.00"),
    )
    await send(f"/v1/payments/{payment['id']}/reversal", {"reason": "returned"})
    shown = (await erp.get(f"/v1/invoices/{issued['id']}")).json()
    assert (shown["balance"], shown["discounted"]) == (eur_json("100.00"), eur_json("0.00"))


async def test_a_day_late_the_rest_stays_owed(erp: AsyncClient, issue: Do, pay: Do) -> None:
    issued = await issue("SO-1", **GIVES)
    await pay("B-1", "98.00", value_date="2026-01-16", references=[{"invoice": "SO-1"}])
    shown = (await erp.get(f"/v1/invoices/{issued['id']}")).json()
    assert (shown["state"], shown["balance"]) == ("open", eur_json("2.00"))


@pytest.mark.parametrize(
    ("euros", "value_date", "state"),
    [
        ("98.00", "2026-01-17", "paid"),
        ("98.00", "2026-01-18", "open"),
        ("97.50", "2026-01-15", "paid"),
        ("97.49", "2026-01-15", "open"),
    ],
)
async def test_a_creditor_may_give_it_a_little_late_or_for_a_little_less(
    euros: str, value_date: str, state: str, erp: AsyncClient, issue: Do, pay: Do
) -> None:
    creditor = (await erp.put("/v1/creditors/by/code/default", json=BOLTS)).json()
    tolerance = {"days": 2, "amount": eur_json("0.50")}
    path = f"/v1/creditors/{creditor['id']}/books"
    books = (await erp.put(path, json={"discount_tolerance": tolerance})).json()["books"]
    assert books["discount_tolerance"] == tolerance
    issued = await issue("SO-1", **GIVES)
    await pay("B-1", euros, value_date=value_date, references=[{"invoice": "SO-1"}])
    assert (await erp.get(f"/v1/invoices/{issued['id']}")).json()["state"] == state


async def test_it_closes_a_schedule_whichever_term_is_left(
    erp: AsyncClient, issue: Do, pay: Do
) -> None:
    terms = [
        {"due_date": day, "amount": eur_json(amount)}
        for day, amount in (("2026-02-04", "98.00"), ("2026-03-04", "2.00"))
    ]
    issued = await issue("SO-1", due_date=None, schedule=terms, discounts=[DISCOUNT])
    await pay("B-1", "100.00", value_date=UNTIL)
    shown = (await erp.get(f"/v1/invoices/{issued['id']}")).json()
    assert (shown["paid"], shown["discounted"]) == (eur_json("100.00"), eur_json("0.00"))
    again = await issue("SO-2", due_date=None, schedule=terms, discounts=[DISCOUNT])
    await pay("B-2", "98.00", value_date=UNTIL)
    shown = (await erp.get(f"/v1/invoices/{again['id']}")).json()
    assert [term["state"] for term in shown["schedule"]] == ["paid", "paid"]
    assert shown["discounted"] == eur_json("2.00")


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"discounts": [{"until": UNTIL}]}, "/discounts/0"),
        ({"discounts": [{**DISCOUNT, "on": "net"}]}, "/discounts/0/on"),
        ({"taxes": [{**TAXES[0], "tax": eur_json("16.00")}]}, "/taxes"),
    ],
)
async def test_what_cannot_be_meant_is_refused_where_it_stands(
    erp: AsyncClient, customer: Shown, change: Shown, pointer: str
) -> None:
    invoice = {
        "customer_id": customer["id"],
        "external_id": "SO-1",
        "number": "1",
        "total": eur_json("100.00"),
        "issue_date": "2026-01-05",
        "due_date": "2026-02-04",
    }
    answer = await erp.post("/v1/invoices", json=invoice | change)
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]
