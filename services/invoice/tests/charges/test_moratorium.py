"""The days of a moratorium bear neither interest nor fees, then or later."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from httpx import AsyncClient

from recoup_testing.clock import TurnedClock
from recoup_testing.money import eur_json

Shown = dict[str, Any]
Do = Callable[..., Awaitable[Shown]]
TERMS = {
    "clauses": {
        "late_fee": {"after_days": 10, "amount": eur_json("15.00"), "monthly": True},
        "interest": {"percent": "12"},
        "collection_costs": {"percent": "1.5"},
    },
    "effective_from": "2020-01-01",
    "reason": "our terms of trade",
}
BREATHING_SPACE = {
    "condition": "breathing_space",
    "source": "The debt adviser",
    "effective_from": "2026-01-10",
    "effective_until": "2026-01-20",
}
JANUARY = "2026-01-31"


@pytest.fixture
async def invoice(issue: Do, send: Do, clock: TurnedClock) -> Shown:
    """1000.00 at 12 % from 4 January 2026 on; it is 1 February."""
    await send("/v1/agreements", TERMS)
    issued = await issue("SO-1", "1000.00", issue_date="2025-12-01", due_date="2026-01-03")
    clock.turn(timedelta(days=27))
    return issued


@pytest.fixture
def record(send: Do, customer: Shown) -> Do:
    async def recorded(**more: Any) -> Shown:
        path = f"/v1/customers/{customer['id']}/conditions"
        return await send(path, BREATHING_SPACE | more)

    return recorded


@pytest.fixture
def charge(erp: AsyncClient, invoice: Shown) -> Do:
    async def charged(kind: str, **more: Any) -> Shown:
        answer = await erp.post(
            "/v1/charges", json={"invoice_id": invoice["id"], "kind": kind} | more
        )
        shown: Shown = answer.json()
        return shown

    return charged


async def test_its_days_are_a_segment_with_the_rate_zero_and_the_authority(
    invoice: Shown, record: Do, erp: AsyncClient
) -> None:
    """1000 x 12 % x 6 / 365 = 1.9726 before it, and x 12 / 365 = 3.9452 after it."""
    await record()
    answer = await erp.get(f"/v1/invoices/{invoice['id']}/interest", params={"until": JANUARY})
    (term,) = answer.json()["terms"]
    assert term["amount"] == eur_json("5.92")
    sums = [(each["first_day"], each["days"], each["percent"]) for each in term["segments"]]
    assert sums == [
        ("2026-01-04", 6, "12.00"),
        ("2026-01-10", 10, "0.00"),
        ("2026-01-20", 12, "12.00"),
    ]
    assert "Debt Respite Scheme Regulations 2020 reg. 7" in term["segments"][1]["text"]


async def test_they_are_not_charged_after_it_either(charge: Do, record: Do) -> None:
    await record()
    (found,) = (await charge("interest", until=JANUARY))["data"]
    assert found["amount"] == eur_json("5.92")
    assert (await charge("interest", until=JANUARY))["code"] == "charge_refused"


async def test_recorded_late_it_takes_back_what_was_charged_for_its_days(
    charge: Do, record: Do, erp: AsyncClient
) -> None:
    """28 days are 9.2055."""
    (interest,) = (await charge("interest", until=JANUARY))["data"]
    (fee,) = (await charge("late_fee", until=JANUARY))["data"]
    assert interest["amount"] == eur_json("9.21")
    await record()
    shown = [(await erp.get(f"/v1/charges/{each['id']}")).json() for each in (interest, fee)]
    assert [each["total"]["amount"] for each in shown] == ["5.92", "0.00"]


async def test_recorded_late_it_takes_back_what_was_paid_for_its_days(
    charge: Do, record: Do, send: Do, customer: Shown, erp: AsyncClient
) -> None:
    """9.21 + 15.00 + 15.00 are paid, and 5.92 + 15.00 were right: 18.29 are on account.

    Ten days of 28 bear none: 9.2055 - 3.2877 = 5.9178. The fee was of one of them, the costs of a
    day after them.
    """
    documents = {}
    for kind in ("interest", "late_fee", "cost"):
        (each,) = (await charge(kind, until=JANUARY))["data"]
        paid = {"customer_id": customer["id"], "external_id": f"B-{kind}", "method": "transfer"}
        paid |= {"amount": each["amount"], "value_date": "2026-02-01"}
        paid |= {"references": [{"invoice": each["id"]}]}
        payment = await send("/v1/payments", paid)
        documents[kind] = each["id"], payment["id"]
    await record()
    shown = {}
    for kind, (document, payment) in documents.items():
        asked = (await erp.get(f"/v1/charges/{document}")).json()
        kept = (await erp.get(f"/v1/payments/{payment}")).json()
        shown[kind] = asked["total"]["amount"], kept["unapplied"]["amount"]
    assert shown == {
        "interest": ("5.92", "3.29"),
        "late_fee": ("0.00", "15.00"),
        "cost": ("15.00", "0.00"),
    }


async def test_recorded_late_it_takes_back_what_collecting_cost_meanwhile(
    charge: Do, record: Do, erp: AsyncClient
) -> None:
    (cost,) = (await charge("cost"))["data"]
    await record(effective_until=None)
    shown = (await erp.get(f"/v1/charges/{cost['id']}")).json()
    assert shown["total"]["amount"] == "0.00"


async def test_what_was_waived_meanwhile_is_taken_back_once(
    charge: Do, record: Do, send: Do, erp: AsyncClient
) -> None:
    (interest,) = (await charge("interest", until=JANUARY))["data"]
    await send(f"/v1/charges/{interest['id']}/waiver", {"reason": "Goodwill"})
    await record()
    shown = (await erp.get(f"/v1/charges/{interest['id']}")).json()
    assert (shown["total"]["amount"], shown["balance"]["amount"]) == ("5.92", "0.00")


async def test_a_charge_that_was_cancelled_is_left_alone(
    charge: Do, record: Do, send: Do, erp: AsyncClient
) -> None:
    (interest,) = (await charge("interest", until=JANUARY))["data"]
    await send(f"/v1/invoices/{interest['id']}/cancellation", {"reason": "Goodwill"})
    await record()
    shown = (await erp.get(f"/v1/charges/{interest['id']}")).json()
    assert (shown["state"], shown["balance"]["amount"]) == ("cancelled", "0.00")


async def test_a_fee_of_one_of_its_days_is_never_charged(
    charge: Do, record: Do, clock: TurnedClock
) -> None:
    """It would have been on 13 January; that of 13 February is another."""
    await record()
    assert (await charge("late_fee"))["code"] == "charge_refused"
    clock.turn(timedelta(days=13))
    assert len((await charge("late_fee"))["data"]) == 1


async def test_while_it_lasts_the_costs_of_collecting_are_not_charged(
    charge: Do, record: Do
) -> None:
    await record(effective_until=None)
    assert (await charge("cost"))["code"] == "charge_refused"


async def test_a_sum_that_the_law_grants_in_its_days_is_not_owed_after_it(
    charge: Do, record: Do
) -> None:
    await record(effective_from="2026-01-04")
    assert (await charge("fixed_sum", law="de-business"))["code"] == "charge_refused"


async def test_what_was_lifted_from_its_first_day_on_never_was(
    charge: Do, record: Do, customer: Shown, send: Do
) -> None:
    id = (await record())["conditions"][-1]["id"]
    lift = {"reason": "the wrong customer", "effective_from": "2026-01-10"}
    await send(f"/v1/customers/{customer['id']}/conditions/{id}/lift", lift)
    (found,) = (await charge("interest", until=JANUARY))["data"]
    assert found["amount"] == eur_json("9.21")


async def test_hardship_leaves_interest_as_it_is(charge: Do, record: Do) -> None:
    await record(condition="hardship")
    (found,) = (await charge("interest", until=JANUARY))["data"]
    assert found["amount"] == eur_json("9.21")
