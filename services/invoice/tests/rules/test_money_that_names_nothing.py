"""Unnamed money pays what is longest due, contested by nobody and in no plan; a plan's money pays the plan."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from httpx import AsyncClient

from recoup_testing.contested import opened
from recoup_testing.money import eur_json
from recoup_testing.planned import agreed

Shown = dict[str, Any]
Do = Callable[..., Awaitable[Shown]]
Receive = Callable[..., Awaitable[None]]
OLDER, YOUNGER = {"due_date": "2026-01-10"}, {"due_date": "2026-02-10"}


def parts(payment: Shown) -> dict[str, str]:
    paid: dict[str, str] = {}
    for part in payment["allocations"]:
        paid[part["invoice_id"]] = part["amount"]["amount"]
    return paid


async def test_it_leaves_alone_what_is_contested(issue: Do, pay: Do, receive: Receive) -> None:
    contested = await issue("SO-1", "100.00", **OLDER)
    other = await issue("SO-2", "100.00", **YOUNGER)
    await receive(opened(contested, 100_00))
    payment = await pay("B-1", "150.00")
    assert (parts(payment), payment["unapplied"]) == ({other["id"]: "100.00"}, eur_json("50.00"))


async def test_it_pays_what_is_not_contested_of_an_older_one_first(
    issue: Do, pay: Do, receive: Receive
) -> None:
    older, other = await issue("SO-1", "100.00", **OLDER), await issue("SO-2", "100.00", **YOUNGER)
    await receive(opened(older, 70_00))
    payment = await pay("B-1", "50.00")
    assert parts(payment) == {older["id"]: "30.00", other["id"]: "20.00"}


async def test_who_names_a_contested_invoice_pays_it(issue: Do, pay: Do, receive: Receive) -> None:
    contested = await issue("SO-1", "100.00", **OLDER)
    await receive(opened(contested, 100_00))
    payment = await pay("B-1", "60.00", references=[{"invoice": "SO-1"}])
    assert parts(payment) == {contested["id"]: "60.00"}


async def test_an_instalment_pays_its_plan_and_not_an_older_contested_invoice(
    issue: Do, pay: Do, receive: Receive
) -> None:
    contested = await issue("SO-1", "500.00", **OLDER)
    planned = await issue("SO-2", "600.00", **YOUNGER)
    schedule = {"2026-01-20": 200_00, "2026-02-20": 200_00, "2026-03-20": 200_00}
    await receive(opened(contested, 500_00), agreed([(planned, 600_00)], schedule))
    assert parts(await pay("B-1", "200.00", value_date="2026-01-12")) == {planned["id"]: "200.00"}


@pytest.mark.parametrize(
    ("paid", "on", "of_other", "of_plan"),
    [
        ("200.00", "2026-01-12", None, "200.00"),  # an instalment to the cent
        ("150.00", "2026-01-12", "150.00", None),  # nothing of the plan is due
        ("150.00", "2026-01-20", None, "150.00"),  # it is due
        ("250.00", "2026-01-20", "50.00", "200.00"),
        ("900.00", "2026-01-20", "300.00", "600.00"),  # the rest of the plan comes last
    ],
)
async def test_what_is_due_by_a_plan_comes_first_and_the_rest_of_it_last(
    issue: Do,
    pay: Do,
    receive: Receive,
    paid: str,
    on: str,
    of_other: str | None,
    of_plan: str | None,
) -> None:
    other = await issue("SO-1", "300.00", **OLDER)
    planned = await issue("SO-2", "600.00", **YOUNGER)
    schedule = {"2026-01-20": 200_00, "2026-02-20": 200_00, "2026-03-20": 200_00}
    await receive(agreed([(planned, 600_00)], schedule))
    expected = {other["id"]: of_other, planned["id"]: of_plan}
    assert parts(await pay("B-1", paid, value_date=on)) == {
        id: amount for id, amount in expected.items() if amount
    }


async def test_a_plans_money_pays_its_slices_one_after_the_other(
    issue: Do, pay: Do, receive: Receive
) -> None:
    first, second = await issue("SO-1", "500.00", **OLDER), await issue("SO-2", "500.00", **YOUNGER)
    schedule = {"2026-01-20": 400_00, "2026-02-20": 200_00}
    await receive(agreed([(first, 300_00), (second, 300_00)], schedule))
    payment = await pay("B-1", "400.00")
    assert parts(payment) == {first["id"]: "300.00", second["id"]: "100.00"}


async def test_three_invoices_of_one_number_are_paid_by_three_payments_and_a_fourth_is_on_account(
    erp: AsyncClient, issue: Do, pay: Do
) -> None:
    invoices = [await issue(f"SO-{n}", "10.00", number="2026-1") for n in range(3)]
    named = {"references": [{"invoice": "2026-1"}]}
    payments = [await pay(f"B-{n}", "10.00", **named) for n in range(4)]
    assert sorted(id for each in payments for id in parts(each)) == sorted(
        each["id"] for each in invoices
    )
    assert [each["unapplied"]["amount"] for each in payments] == ["0.00"] * 3 + ["10.00"]


async def test_an_unknown_reference_is_refused_with_the_way_to_keep_the_money_on_account(
    erp: AsyncClient, issue: Do, pay: Do, customer: Shown
) -> None:
    invoice = await issue("SO-1")
    payment = {
        "customer_external_id": "C-1",
        "external_id": "B-1",
        "amount": eur_json("100.00"),
        "method": "transfer",
        "value_date": "2026-01-20",
    }
    refused = await erp.post("/v1/payments", json=payment | {"references": [{"invoice": "SO-9"}]})
    assert refused.json()["code"] == "unknown_invoice"
    assert "without references and with auto_allocate false" in refused.json()["detail"]
    kept = (await erp.post("/v1/payments", json=payment | {"auto_allocate": False})).json()
    assert (kept["unapplied"], kept["allocations"]) == (eur_json("100.00"), [])
    assert (await erp.get(f"/v1/invoices/{invoice['id']}")).json()["state"] == "open"
