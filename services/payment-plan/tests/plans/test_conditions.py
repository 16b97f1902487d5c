"""Conditions of the customer, received: they stop the clocks of its plans on their own days."""

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from httpx import AsyncClient

from recoup_events.invoice import (
    Condition,
    CustomerConditionLifted,
    CustomerConditionRecorded,
)
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import ConditionId, CustomerId, TenantId, derived
from recoup_events.payment_plan import PlanBroken, PlanResumed, PlanSuspended
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.timers import Ticker
from recoup_service.service import Service
from recoup_testing.clock import TurnedClock

Receive = Callable[..., Awaitable[list[Event]]]
Until = Callable[[datetime], Awaitable[None]]
ACME = TenantId("acme")
CUSTOMER = CustomerId(derived("cus", ACME, "C-1"))
PLAN = derived("pln", ACME, "PLAN-1")
ID = ConditionId("cnd_1")
HALF = {"amount": "30.00", "currency": "EUR"}
NEW: dict[str, Any] = {
    "customer_external_id": "C-1",
    "reference": "PLAN-1",
    "slices": [{"invoice_external_id": "SO-1", "amount": {"amount": "60.00", "currency": "EUR"}}],
    "schedule": [{"due_on": day, "amount": HALF} for day in ("2026-03-10", "2026-04-10")],
}
LIFTED = CustomerConditionLifted(
    customer_id=CUSTOMER,
    condition_id=ID,
    condition=Condition.BREATHING_SPACE,
    reason="left the scheme",
    effective_from=date(2026, 4, 1),
)


def recorded(since: date, until: date | None = None) -> CustomerConditionRecorded:
    return CustomerConditionRecorded(
        customer_id=CUSTOMER,
        condition_id=ID,
        condition=Condition.BREATHING_SPACE,
        source="insolvency service",
        effective_from=since,
        effective_until=until,
    )


@pytest.fixture
def until(service: Service, command_runner: CommandRunner, clock: TurnedClock) -> Until:
    """Let time pass, stopping at every moment something wants to be done."""
    ticker = Ticker(command_runner, clock, "payment-plan", service.timer_handlers)

    async def until(moment: datetime) -> None:
        while (due := await command_runner.store.next_due()) is not None and due <= moment:
            clock.instant = max(due, clock.instant)
            await ticker.step()
        clock.instant = moment

    return until


async def shown(erp: AsyncClient) -> dict[str, Any]:
    return dict((await erp.get(f"/v1/plans/{PLAN}")).json())


def days(plan: dict[str, Any]) -> list[str]:
    return [instalment["due_on"] for instalment in plan["schedule"]]


async def test_a_breathing_space_comes_goes_and_moves_what_was_to_come(
    erp: AsyncClient, receive: Receive, until: Until
) -> None:
    await erp.post("/v1/plans", json=NEW)
    assert not await suspended(await receive(recorded(date(2026, 3, 8), date(2026, 5, 7))))
    await until(datetime(2026, 3, 20, tzinfo=UTC))
    plan = await shown(erp)
    assert (plan["state"], plan["suspended_since"]) == ("running", "2026-03-08")
    assert plan["suspended_by"] == "breathing_space"
    await until(datetime(2026, 5, 8, tzinfo=UTC))
    plan = await shown(erp)
    assert (plan["state"], plan["suspended_since"]) == ("running", None)
    assert days(plan) == ["2026-05-09", "2026-06-09"]
    assert plan["schedule"][0]["agreed_due_on"] == "2026-03-10"
    await until(datetime(2026, 5, 20, tzinfo=UTC))
    assert (await shown(erp))["state"] == "broken"


async def suspended(events: list[Event]) -> list[PlanSuspended]:
    return [event for event in events if isinstance(event, PlanSuspended)]


async def test_lifted_early_the_plan_goes_on_early(
    erp: AsyncClient, receive: Receive, until: Until
) -> None:
    await erp.post("/v1/plans", json=NEW)
    await until(datetime(2026, 3, 8, 12, tzinfo=UTC))
    assert await suspended(await receive(recorded(date(2026, 3, 8))))
    await until(datetime(2026, 4, 2, 12, tzinfo=UTC))
    events = await receive(LIFTED)
    assert [type(event) for event in events] == [PlanResumed]
    assert days(await shown(erp)) == ["2026-04-03", "2026-05-04"]


async def test_after_an_outage_over_all_of_it_nothing_was_missed_in_between(
    erp: AsyncClient,
    receive: Receive,
    service: Service,
    command_runner: CommandRunner,
    clock: TurnedClock,
) -> None:
    await erp.post("/v1/plans", json=NEW)
    await receive(recorded(date(2026, 3, 8), date(2026, 5, 7)))
    clock.turn(timedelta(days=65))  # to 5 May
    ticker = Ticker(command_runner, clock, "payment-plan", service.timer_handlers)
    for _ in range(5):
        await ticker.step()
    plan = await shown(erp)
    assert (plan["state"], plan["suspended_since"]) == ("running", "2026-03-08")
    assert [instalment["state"] for instalment in plan["schedule"]] == ["open", "open"]


@pytest.mark.parametrize("first", ["condition", "plan"])
async def test_the_order_of_a_plan_and_a_condition_makes_no_difference(
    erp: AsyncClient, receive: Receive, until: Until, first: str
) -> None:
    condition = recorded(date(2026, 2, 1), date(2026, 4, 1))
    if first == "condition":
        await receive(condition)
    await erp.post("/v1/plans", json=NEW)
    if first == "plan":
        await receive(condition)
    await until(datetime(2026, 4, 2, tzinfo=UTC))
    assert days(await shown(erp)) == ["2026-04-10", "2026-05-11"]


async def test_a_plan_that_broke_before_the_condition_was_known_stays_broken(
    erp: AsyncClient, receive: Receive, until: Until
) -> None:
    await erp.post("/v1/plans", json=NEW)
    await until(datetime(2026, 3, 20, tzinfo=UTC))
    events = await receive(recorded(date(2026, 3, 8)))
    assert not any(isinstance(event, PlanBroken | PlanSuspended) for event in events)
    assert (await shown(erp))["state"] == "broken"
