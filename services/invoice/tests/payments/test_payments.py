from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from httpx import AsyncClient

from recoup_testing.money import eur_json

Shown = dict[str, Any]
Do = Callable[..., Awaitable[Shown]]


def usd(amount: str) -> Shown:
    return {"currency": "USD", "amount": amount}


async def balance(erp: AsyncClient, invoice: Shown) -> tuple[str, str]:
    shown = (await erp.get(f"/v1/invoices/{invoice['id']}")).json()
    return shown["state"], shown["balance"]["amount"]


def parts(payment: Shown) -> list[tuple[str, str]]:
    return [(part["invoice_id"], part["amount"]["amount"]) for part in payment["allocations"]]


async def test_without_references_the_longest_due_is_paid_first(
    erp: AsyncClient, issue: Do, pay: Do
) -> None:
    later = await issue("SO-1", due_date="2026-02-05")
    sooner = await issue("SO-2", due_date="2026-02-04")
    payment = await pay("B-1", "150.00")
    assert parts(payment) == [(sooner["id"], "100.00"), (later["id"], "50.00")]
    assert await balance(erp, sooner) == ("paid", "0.00")
    assert await balance(erp, later) == ("open", "50.00")


async def test_references_pay_in_their_own_order_by_id_or_by_number(
    erp: AsyncClient, issue: Do, pay: Do
) -> None:
    first, second = await issue("SO-1"), await issue("SO-2")
    payment = await pay("B-1", "130.00", references=[{"invoice": "No SO-2"}, {"invoice": "SO-1"}])
    assert parts(payment) == [(second["id"], "100.00"), (first["id"], "30.00")]


async def test_a_reference_may_say_how_much(issue: Do, pay: Do) -> None:
    first, second = await issue("SO-1"), await issue("SO-2")
    references = [
        {"invoice": "SO-1", "amount": eur_json("10.00")},
        {"invoice": "SO-2", "amount": eur_json("20.00")},
    ]
    payment = await pay("B-1", "100.00", references=references)
    assert parts(payment) == [(first["id"], "10.00"), (second["id"], "20.00")]
    assert payment["unapplied"] == eur_json("70.00")


async def test_what_is_paid_too_much_stays_on_account(erp: AsyncClient, issue: Do, pay: Do) -> None:
    invoice = await issue("SO-1")
    payment = await pay("B-1", "120.00", references=[{"invoice": "SO-1"}])
    assert payment["unapplied"] == eur_json("20.00")
    again = await pay("B-2", "100.00", references=[{"invoice": "SO-1"}])
    assert (again["allocations"], again["unapplied"]) == ([], eur_json("100.00"))
    assert await balance(erp, invoice) == ("paid", "0.00")


async def test_money_on_account_can_be_allocated_later(
    erp: AsyncClient, issue: Do, pay: Do, send: Do
) -> None:
    payment = await pay("B-1", "70.00", auto_allocate=False)
    assert payment["unapplied"] == eur_json("70.00")
    invoice = await issue("SO-1")
    allocated = await send(f"/v1/payments/{payment['id']}/allocations", {})
    assert parts(allocated) == [(invoice["id"], "70.00")]
    assert (await erp.get(f"/v1/payments/{payment['id']}")).json() == allocated
    nothing_left = await erp.post(f"/v1/payments/{payment['id']}/allocations", json={})
    assert (nothing_left.status_code, nothing_left.json()["code"]) == (409, "nothing_allocated")


async def test_only_invoices_in_the_payments_currency_are_paid(
    erp: AsyncClient, issue: Do, pay: Do
) -> None:
    invoice = await issue("SO-1")
    payment = await pay("B-1", "0", amount=usd("100.00"))
    assert (payment["allocations"], payment["unapplied"]) == ([], usd("100.00"))
    assert await balance(erp, invoice) == ("open", "100.00")


@pytest.mark.parametrize(
    ("wrong", "code", "pointer"),
    [
        ({"amount": usd("9.00")}, "currency_unacceptable", "/references/0/invoice"),
        (
            {"references": [{"invoice": "SO-1", "amount": usd("9.00")}]},
            "currency_unacceptable",
            "/references/0/amount/currency",
        ),
        ({"references": [{"invoice": "SO-9"}]}, "unknown_invoice", "/references/0/invoice"),
        (
            {"references": [{"invoice": "SO-1", "amount": eur_json("60.00")}] * 2},
            "exceeds_balance",
            "/references",
        ),
    ],
)
async def test_a_contradiction_is_pointed_at_and_nothing_is_recorded(
    erp: AsyncClient, issue: Do, customer: Shown, wrong: Shown, code: str, pointer: str
) -> None:
    invoice = await issue("SO-1")
    payment = {
        "customer_external_id": "C-1",
        "external_id": "B-1",
        "amount": eur_json("100.00"),
        "method": "transfer",
        "value_date": "2026-01-20",
        "references": [{"invoice": "SO-1"}],
    }
    answer = await erp.post("/v1/payments", json=payment | wrong)
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (422, code)
    assert problem["errors"][0]["pointer"] == pointer
    assert await balance(erp, invoice) == ("open", "100.00")
    assert (await erp.post("/v1/payments", json=payment)).status_code == 201


@pytest.mark.parametrize(
    "amount", [eur_json("0.00"), eur_json("-5.00"), eur_json("5.001"), eur_json(5.0)]
)
async def test_a_payment_is_an_exact_amount_above_zero(
    erp: AsyncClient, customer: Shown, amount: Shown
) -> None:
    payment = {
        "customer_external_id": "C-1",
        "external_id": "B-1",
        "amount": amount,
        "method": "transfer",
        "value_date": "2026-01-20",
    }
    answer = await erp.post("/v1/payments", json=payment)
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/amount/amount"]


async def test_an_external_id_records_one_payment(erp: AsyncClient, pay: Do) -> None:
    payment = await pay("B-1", "5.00")
    again = await erp.post(
        "/v1/payments",
        json={
            "customer_external_id": "C-1",
            "external_id": "B-1",
            "amount": eur_json("5.00"),
            "method": "transfer",
            "value_date": "2026-01-20",
        },
    )
    assert (again.status_code, again.json()["code"]) == (409, "duplicate_external_id")
    assert payment["id"] in again.json()["detail"]


async def test_a_reversed_payment_is_owed_again_on_every_invoice_it_paid(
    erp: AsyncClient, issue: Do, pay: Do, send: Do
) -> None:
    first, second = await issue("SO-1"), await issue("SO-2")
    payment = await pay("B-1", "150.00")
    path = f"/v1/payments/{payment['id']}"
    reversed_payment = await send(f"{path}/reversal", {"reason": "insufficient funds"})
    assert (reversed_payment["state"], reversed_payment["allocations"]) == ("reversed", [])
    assert reversed_payment["unapplied"] == eur_json("0.00")
    assert await balance(erp, first) == ("open", "100.00")
    assert await balance(erp, second) == ("open", "100.00")
    again = await erp.post(f"{path}/reversal", json={"reason": "insufficient funds"})
    assert (again.status_code, again.json()["code"]) == (409, "payment_refused")


async def test_one_payment_may_pay_an_invoice_in_parts_and_bounces_whole(
    erp: AsyncClient, issue: Do, pay: Do, send: Do
) -> None:
    invoice = await issue("SO-1")
    part = {"references": [{"invoice": "SO-1", "amount": eur_json("30.00")}]}
    payment = await pay("B-1", "80.00", **part)
    path = f"/v1/payments/{payment['id']}"
    again = await send(f"{path}/allocations", {"references": [{"invoice": "SO-1"}]})
    allocated = [(invoice["id"], "30.00"), (invoice["id"], "50.00")]
    assert (parts(again), again["unapplied"]) == (allocated, eur_json("0.00"))
    assert await balance(erp, invoice) == ("open", "20.00")
    shown = (await erp.get(f"/v1/invoices/{invoice['id']}")).json()
    assert [(part["allocation_id"], part["amount"]["amount"]) for part in shown["payments"]] == [
        (part["id"], part["amount"]["amount"]) for part in again["allocations"]
    ]
    await send(f"{path}/reversal", {"reason": "insufficient funds"})
    assert await balance(erp, invoice) == ("open", "100.00")


async def test_a_reopened_invoice_is_paid_by_the_next_payment(
    erp: AsyncClient, issue: Do, pay: Do, send: Do
) -> None:
    invoice = await issue("SO-1")
    bounced = await pay("B-1", "100.00")
    await send(f"/v1/payments/{bounced['id']}/reversal", {"reason": "insufficient funds"})
    await pay("B-2", "100.00")
    assert await balance(erp, invoice) == ("paid", "0.00")
