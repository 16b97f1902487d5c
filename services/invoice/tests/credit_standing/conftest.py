"""A creditor with a policy, and days that pass."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from httpx import AsyncClient

from recoup_events.invoice import CreditStandingChanged
from recoup_events.kernel.ids import TenantId, creditor_id_of
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.memory.store import MemoryStore
from recoup_eventstore.timers import Ticker
from recoup_service.service import Service
from recoup_testing.clock import TurnedClock

Shown = dict[str, Any]
Do = Callable[..., Awaitable[Shown]]


@pytest.fixture
def pass_days(
    service: Service, command_runner: CommandRunner, clock: TurnedClock
) -> Callable[[int], Awaitable[None]]:
    ticker = Ticker(command_runner, clock, "system:invoice", service.timer_handlers)

    async def passed(days: int) -> None:
        """Each midnight at its time, as a service that is up would see it."""
        for _ in range(days):
            clock.turn(timedelta(days=1))
            while not await ticker.quiet():
                await ticker.step()

    return passed


@pytest.fixture
def rules(erp: AsyncClient) -> Do:
    """Set the creditor's policy."""

    async def recorded(*rules: Shown, **more: Any) -> Shown:
        id = creditor_id_of(TenantId("acme"), "default")
        answer = await erp.put(f"/v1/creditors/{id}/credit-policy", json={"rules": rules, **more})
        assert answer.is_success, answer.text
        shown: Shown = answer.json()
        return shown

    return recorded


@pytest.fixture
def order(send: Do, customer: Shown) -> Do:
    """Ask whether to deliver."""

    async def asked(euros: str = "100.00", reference: str = "ORDER-1", **more: Any) -> Shown:
        amount = {"amount": euros, "currency": "EUR"}
        body = {"customer_id": customer["id"], "amount": amount, "reference": reference}
        return await send("/v1/credit-decisions", body | more)

    return asked


@pytest.fixture
def changes(memory_store: MemoryStore) -> Callable[[], list[CreditStandingChanged]]:
    """What was recorded of standings."""
    return lambda: [
        envelope.event
        for envelope in memory_store.tables.events
        if isinstance(envelope.event, CreditStandingChanged)
    ]
