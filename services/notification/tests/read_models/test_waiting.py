"""What waits for what another service has said is listed, and a number says for how long."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from typing import Any

import pytest
from httpx import AsyncClient

from notification.messages.projection import WAITING
from recoup_events.invoice import CustomerRegistered, InvoiceIssued
from recoup_events.kernel.envelope import Account
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import CreditorId, TenantId
from recoup_events.workflow_scheduler import ReminderRequested
from recoup_eventstore.effects import Effects
from recoup_eventstore.postgres.pools import Pools
from recoup_service.observability.gauges import waiting_gauge
from recoup_testing.clock import TurnedClock
from recoup_testing.creditors import CREDITOR_REGISTERED

pytestmark = pytest.mark.servers
Receive = Callable[[Event], Awaitable[None]]
Follow = Callable[[], Awaitable[None]]
Asking = Callable[[str], AbstractAsyncContextManager[AsyncClient]]
PATH = "/v1/messages/waiting"
LATE = CreditorId("crd_late")


async def waiting(client: AsyncClient, **wanted: str) -> list[tuple[str, str]]:
    answer = await client.get(PATH, params=wanted)
    assert answer.status_code == 200, answer.text
    return [(row["waits_for"], row["reminder_id"]) for row in answer.json()["data"]]


@pytest.fixture
def waits(pools: Pools, clock: TurnedClock) -> Callable[[], Awaitable[dict[str, object]]]:
    """What an operator sees: seconds by what is waited for; where nothing waits they are zero."""
    gauge = waiting_gauge(pools, clock, WAITING)

    async def waits() -> dict[str, object]:
        found = await gauge()
        return {
            sample.labels[0]: sample.value
            for sample in found
            if sample.meter.name == "recoup_waiting_oldest_seconds" and sample.value
        }

    return waits


async def test_a_reminder_waits_for_its_customer(
    ops: AsyncClient,
    receive: Receive,
    registered: CustomerRegistered,
    requested: ReminderRequested,
    clock: TurnedClock,
    follow: Follow,
    waits: Callable[[], Awaitable[dict[str, object]]],
) -> None:
    assert await waits() == {}
    await receive(requested)
    clock.turn(timedelta(seconds=90))
    await follow()
    assert await waiting(ops) == [("customer", "rem_1")]
    assert await waits() == {"customer": 90.0}
    await receive(registered)
    await follow()
    assert await waiting(ops) == []
    assert await waits() == {}


async def test_a_message_waits_for_its_invoice_and_then_for_its_creditor(
    ops: AsyncClient,
    receive: Receive,
    receive_for: Callable[..., Awaitable[None]],
    registered: CustomerRegistered,
    issued: InvoiceIssued,
    requested: ReminderRequested,
    effects: Effects[Any, Any],
    clock: TurnedClock,
    follow: Follow,
    waits: Callable[[], Awaitable[dict[str, object]]],
) -> None:
    await receive(registered)
    await receive(requested.model_copy(update={"creditor_id": LATE}))
    await effects.step()
    await follow()
    assert await waiting(ops) == [("invoice", "rem_1")]
    clock.turn(timedelta(seconds=30))
    await receive(issued.model_copy(update={"creditor_id": LATE}))
    await effects.step()
    await follow()
    assert await waiting(ops) == [("creditor", "rem_1")]
    clock.turn(timedelta(seconds=40))
    assert await waits() == {"creditor": 40.0}
    late = CREDITOR_REGISTERED.model_copy(update={"creditor_id": LATE})
    await receive_for(Account(TenantId("acme"), LATE), late)
    await effects.step()
    await follow()
    assert await waiting(ops) == []


async def test_what_waits_can_be_narrowed_down_and_is_a_tenants_own(
    ops: AsyncClient, asking: Asking, receive: Receive, requested: ReminderRequested, follow: Follow
) -> None:
    await receive(requested)
    await follow()
    assert await waiting(ops, waits_for="customer") == [("customer", "rem_1")]
    assert await waiting(ops, waits_for="creditor") == []
    async with asking("globex") as globex:
        assert await waiting(globex) == []
