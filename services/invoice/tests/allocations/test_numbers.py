"""A number is a search key: it pays the exact amount, or it is ambiguous and the money waits."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from httpx import AsyncClient

from recoup_testing.money import eur_json

Shown = dict[str, Any]
Do = Callable[..., Awaitable[Shown]]
SAME = {"number": "2026-1"}
BY_NUMBER = {"references": [{"invoice": "2026-1"}]}


def paid(payment: Shown) -> list[tuple[str, str]]:
    return [(part["invoice_id"], part["amount"]["amount"]) for part in payment["allocations"]]


async def test_it_pays_the_invoice_over_just_this_amount(issue: Do, pay: Do) -> None:
    await issue("SO-1", "100.00", **SAME)
    second = await issue("SO-2", "70.00", **SAME)
    assert paid(await pay("B-1", "70.00", **BY_NUMBER)) == [(second["id"], "70.00")]


async def test_the_oldest_due_among_equals_and_by_what_is_left(issue: Do, pay: Do) -> None:
    await issue("SO-1", "70.00", due_date="2026-03-01", **SAME)
    second = await issue("SO-2", "70.00", due_date="2026-02-01", **SAME)
    assert paid(await pay("B-1", "70.00", **BY_NUMBER)) == [(second["id"], "70.00")]
    part = {"references": [{"invoice": "SO-1", "amount": eur_json("50.00")}]}
    first = (await pay("B-2", "50.00", **part))["allocations"][0]["invoice_id"]
    await issue("SO-3", "90.00", **SAME)
    assert paid(await pay("B-3", "20.00", **BY_NUMBER)) == [(first, "20.00")]


async def test_the_only_unpaid_one_is_paid_whatever_the_amount(issue: Do, pay: Do) -> None:
    first = await issue("SO-1", "100.00", **SAME)
    await pay("B-1", "100.00", **BY_NUMBER)
    second = await issue("SO-2", "100.00", **SAME)
    assert paid(await pay("B-2", "30.00", **BY_NUMBER)) == [(second["id"], "30.00")]
    await pay("B-3", "70.00", **BY_NUMBER)
    late = await pay("B-4", "5.00", **BY_NUMBER)
    assert (late["allocations"], late["unapplied"]) == ([], eur_json("5.00"))
    assert first["state"] == "open"


async def test_without_an_exact_match_the_money_waits_and_the_candidates_are_named(
    erp: AsyncClient, issue: Do, pay: Do, send: Do
) -> None:
    first = await issue("SO-1", "100.00", **SAME)
    second = await issue("SO-2", "70.00", **SAME)
    payment = await pay("B-1", "50.00", **BY_NUMBER)
    assert (payment["allocations"], payment["unapplied"]) == ([], eur_json("50.00"))
    whose = {"customer_id": payment["customer_id"]}
    assert payment["ambiguous_numbers"] == [
        {
            "number": "2026-1",
            "candidates": [
                {"invoice_id": second["id"], **whose, "external_id": "SO-2"},
                {"invoice_id": first["id"], **whose, "external_id": "SO-1"},
            ],
        }
    ]
    path = f"/v1/payments/{payment['id']}"
    assert (await erp.get(path)).json() == payment
    refused = await erp.post(f"{path}/allocations", json=BY_NUMBER)
    assert (refused.status_code, refused.json()["code"]) == (409, "number_ambiguous")
    assert "'SO-1'" in refused.json()["detail"]
    for name in (first["id"], "SO-2"):
        part = {"references": [{"invoice": name, "amount": eur_json("25.00")}]}
        payment = await send(f"{path}/allocations", part)
    assert paid(payment) == [(first["id"], "25.00"), (second["id"], "25.00")]
    assert (payment["ambiguous"], payment["ambiguous_numbers"]) == (False, [])


async def test_an_external_id_wins_over_a_number(issue: Do, pay: Do) -> None:
    await issue("SO-1", "50.00", number="SO-2")
    second = await issue("SO-2", "70.00")
    by_name = {"references": [{"invoice": "SO-2"}]}
    assert paid(await pay("B-1", "50.00", **by_name)) == [(second["id"], "50.00")]


@pytest.mark.parametrize("amounts", [("60.00", "40.00"), ("40.00", "60.00")])
async def test_one_number_may_be_named_twice_with_its_amounts(
    issue: Do, pay: Do, amounts: tuple[str, str]
) -> None:
    by_amount = {
        "60.00": await issue("SO-1", "60.00", **SAME),
        "40.00": await issue("SO-2", "40.00", **SAME),
    }
    named = [{"invoice": "2026-1", "amount": eur_json(amount)} for amount in amounts]
    payment = await pay("B-1", "100.00", references=named)
    assert paid(payment) == [(by_amount[amount]["id"], amount) for amount in amounts]
