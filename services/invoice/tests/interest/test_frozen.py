"""A plan that freezes interest: its days bear none, then or later."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from httpx import AsyncClient

from recoup_events.payment_plan import (
    PlanAgreed,
    PlanBroken,
    PlanCompleted,
    PlanInterest,
    PlanReinstated,
    PlanReopened,
)
from recoup_testing.clock import TurnedClock
from recoup_testing.money import eur, eur_json
from recoup_testing.planned import agreed

Shown = dict[str, Any]
Do = Callable[..., Awaitable[Shown]]
Days = Callable[[], Awaitable[list[tuple[str, int, str]]]]
TERMS = {
    "clauses": {"interest": {"percent": "12"}, "late_fee": {"after_days": 10, "percent": "1"}},
    "effective_from": "2020-01-01",
    "reason": "our terms of trade",
}
JANUARY = "2026-01-31"


@pytest.fixture
async def invoice(issue: Do, send: Do, clock: TurnedClock) -> Shown:
    """1000.00 at 12 % from 4 January 2026 on; it is 10 January."""
    await send("/v1/agreements", TERMS)
    issued = await issue("SO-1", "1000.00", issue_date="2025-12-01", due_date="2026-01-03")
    clock.turn(timedelta(days=5))
    return issued


@pytest.fixture
def plan(invoice: Shown) -> PlanAgreed:
    whole = agreed([(invoice, 1000_00)], {"2026-01-15": 500_00, "2026-02-16": 500_00})
    return whole.model_copy(update={"interest": PlanInterest.FROZEN})


def _broken(plan: PlanAgreed) -> PlanBroken:
    known = {"plan_id": plan.plan_id, "customer_id": plan.customer_id, "slices": plan.slices}
    return PlanBroken(**known, missed=plan.schedule[0], remaining=eur(1000_00))


@pytest.fixture
def days(erp: AsyncClient, invoice: Shown) -> Days:
    async def read() -> list[tuple[str, int, str]]:
        answer = await erp.get(f"/v1/invoices/{invoice['id']}/interest", params={"until": JANUARY})
        (term,) = answer.json()["terms"]
        return [(each["first_day"], each["days"], each["percent"]) for each in term["segments"]]

    return read


async def test_no_interest_runs_while_it_does_and_the_sum_says_why(
    receive: Do, plan: PlanAgreed, erp: AsyncClient, invoice: Shown
) -> None:
    """1000 x 12 % x 6 / 365 = 1.9726 from 4 to 9 January."""
    await receive(plan)
    answer = await erp.get(f"/v1/invoices/{invoice['id']}/interest", params={"until": JANUARY})
    (term,) = answer.json()["terms"]
    assert term["amount"] == eur_json("1.97")
    assert "frozen by the payment plan pln_1" in term["segments"][1]["text"]


async def test_it_runs_again_on_the_day_it_breaks_and_the_days_before_stay_free(
    receive: Do, plan: PlanAgreed, days: Days, clock: TurnedClock
) -> None:
    await receive(plan)
    clock.turn(timedelta(days=9))
    await receive(_broken(plan))
    expected = [("2026-01-04", 6, "12.00"), ("2026-01-10", 9, "0.00"), ("2026-01-19", 13, "12.00")]
    assert await days() == expected


async def test_kept_after_all_it_stood_frozen_all_the_while(
    receive: Do, plan: PlanAgreed, days: Days, clock: TurnedClock
) -> None:
    broken = _broken(plan)
    await receive(plan)
    clock.turn(timedelta(days=9))
    await receive(broken)
    clock.turn(timedelta(days=2))
    known = {"plan_id": plan.plan_id, "customer_id": plan.customer_id, "slices": plan.slices}
    more = {"missed": plan.schedule[0], "broken_on": "2026-01-19", "remaining": eur(500_00)}
    await receive(PlanReinstated.model_validate(known | more))
    assert await days() == [("2026-01-04", 6, "12.00"), ("2026-01-10", 22, "0.00")]


async def test_completed_and_reopened_it_stood_frozen_all_the_while(
    receive: Do, plan: PlanAgreed, days: Days, clock: TurnedClock
) -> None:
    known = {"plan_id": plan.plan_id, "customer_id": plan.customer_id, "slices": plan.slices}
    await receive(plan, PlanCompleted.model_validate(known))
    clock.turn(timedelta(days=2))
    more = {"creditor_id": plan.creditor_id, "remaining": eur(500_00)}
    await receive(PlanReopened.model_validate(known | more))
    assert await days() == [("2026-01-04", 6, "12.00"), ("2026-01-10", 22, "0.00")]


async def test_what_was_charged_for_its_days_before_it_was_heard_of_is_taken_back(
    receive: Do, plan: PlanAgreed, erp: AsyncClient, invoice: Shown
) -> None:
    """4 to 10 January are seven days: 2.30, of which the last is the plan's: 1.97."""
    asked = {"invoice_id": invoice["id"], "kind": "interest", "until": "2026-01-10"}
    (charge,) = (await erp.post("/v1/charges", json=asked)).json()["data"]
    assert charge["amount"] == eur_json("2.30")
    await receive(plan)
    shown = (await erp.get(f"/v1/charges/{charge['id']}")).json()
    assert shown["total"] == eur_json("1.97")


async def test_fees_are_not_interest(
    receive: Do, plan: PlanAgreed, erp: AsyncClient, invoice: Shown, clock: TurnedClock
) -> None:
    await receive(plan)
    clock.turn(timedelta(days=5))
    asked = {"invoice_id": invoice["id"], "kind": "late_fee"}
    (fee,) = (await erp.post("/v1/charges", json=asked)).json()["data"]
    assert fee["amount"] == eur_json("10.00")


async def test_a_plan_that_leaves_interest_alone_changes_nothing(
    receive: Do, plan: PlanAgreed, days: Days
) -> None:
    await receive(plan.model_copy(update={"interest": PlanInterest.RUNS}))
    assert await days() == [("2026-01-04", 28, "12.00")]
