"""A broken plan over two invoices, of which another plan covers one."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from httpx import AsyncClient

from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import (
    derived,
)
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.timers import Ticker
from recoup_service.service import Service
from recoup_testing.clock import TurnedClock
from recoup_testing.covered_invoices import ACME, FIRST, applied

PLAN = derived("pln", ACME, "PLAN-1")
Receive = Callable[[Event], Awaitable[list[Event]]]
PAID_IN_TIME = applied(FIRST, 60_00, 0)


def plan(reference: str, day: str, **euros: str) -> dict[str, Any]:
    """So much of each invoice, on one day."""
    amounts = {name: {"amount": each, "currency": "EUR"} for name, each in euros.items()}
    whole = f"{sum(map(Decimal, euros.values())):.2f}"
    return {
        "customer_external_id": "C-1",
        "reference": reference,
        "slices": [
            {"invoice_external_id": name.replace("_", "-"), "amount": amount}
            for name, amount in amounts.items()
        ],
        "schedule": [{"due_on": day, "amount": {"amount": whole, "currency": "EUR"}}],
    }


SECOND_ALONE = plan("PLAN-2", "2026-05-01", SO_2="40.00")


@pytest.fixture
async def broken(
    receive: Receive,
    erp: AsyncClient,
    service: Service,
    command_runner: CommandRunner,
    clock: TurnedClock,
) -> AsyncClient:
    """Nobody paid for five days."""
    agreed = await erp.post(
        "/v1/plans", json=plan("PLAN-1", "2026-03-02", SO_1="60.00", SO_2="40.00")
    )
    assert agreed.status_code == 201, agreed.text
    ticker = Ticker(command_runner, clock, "system:payment-plan", service.timer_handlers)
    clock.turn(timedelta(days=5))
    assert await ticker.step() == 1
    return erp


async def state(erp: AsyncClient) -> tuple[str, str]:
    shown = (await erp.get(f"/v1/plans/{PLAN}")).json()
    return shown["state"], shown["remaining"]["amount"]


async def test_what_a_broken_plan_covered_may_be_planned_again(broken: AsyncClient) -> None:
    again = plan("PLAN-2", "2026-05-01", SO_1="60.00", SO_2="40.00")
    assert (await broken.post("/v1/plans", json=again)).status_code == 201


async def test_a_plan_that_was_replaced_does_not_run_again(
    broken: AsyncClient, receive: Receive
) -> None:
    assert (await broken.post("/v1/plans", json=SECOND_ALONE)).status_code == 201
    assert await receive(PAID_IN_TIME) == []
    assert await state(broken) == ("broken", "100.00")


async def test_nor_once_the_plan_that_replaced_it_has_ended(
    broken: AsyncClient, receive: Receive
) -> None:
    """Else it would set aside a slice that everybody else knows to be chased."""
    other = (await broken.post("/v1/plans", json=SECOND_ALONE)).json()["id"]
    await broken.post(f"/v1/plans/{other}/cancellation", json={"reason": "asked to"})
    assert await receive(PAID_IN_TIME) == []
    assert await state(broken) == ("broken", "100.00")
