"""Remittances and bank's entries as the lists know them, and a transfer that was there first."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import pytest
from httpx import AsyncClient

from invoice.clearings.domain.clearing import CLEARING, LOOK
from invoice.remittances.senders import LookThroughEffect
from recoup_events.kernel.envelope import Account, Cause
from recoup_events.kernel.ids import TenantId
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.effects import Effects
from recoup_service.api.request_context import Ports, Reading
from recoup_service.service import Service
from recoup_testing.clock import TurnedClock
from recoup_testing.deliver import receive as delivered
from recoup_testing.loops import drained
from recoup_testing.receipts import receipt
from recoup_testing.remittances import AGENCY, REFERENCE, REMITTANCE, reported

pytestmark = pytest.mark.servers

Shown = dict[str, Any]
Send = Callable[[str, Shown], Awaitable[Shown]]
Issue = Callable[..., Awaitable[Shown]]
Follow = Callable[[], Awaitable[None]]


@pytest.fixture
def look_through(
    command_runner: CommandRunner, clock: TurnedClock, reading: Reading
) -> Effects[Any, Any]:
    effect = LookThroughEffect(Ports(command_runner, clock, reading))
    return Effects(command_runner, clock, "invoice", CLEARING, LOOK, effect)


async def test_a_transfer_that_was_there_first_is_found_and_what_was_booked_is_named(
    erp: AsyncClient,
    bank: None,
    send: Send,
    issue: Issue,
    pay: Issue,
    follow: Follow,
    service: Service,
    command_runner: CommandRunner,
    clock: TurnedClock,
    look_through: Effects[Any, Any],
) -> None:
    invoice = await issue("SO-1")
    entry = await send("/v1/receipts", receipt("B-1", "80.00", text=REFERENCE))
    booked = await pay("P-1", "80.00", source="lockbox", reference=f"{REFERENCE} again")
    account, cause = Account(TenantId("acme"), AGENCY), Cause(clock.now(), "test", UUID(int=8))
    await delivered(service, command_runner, account, cause, reported(invoice, 100, 20))
    await follow()
    await drained(look_through)
    assert (await erp.get(f"/v1/receipts/{entry['id']}")).json()["state"] == "cleared"
    shown = (await erp.get(f"/v1/remittances/{REMITTANCE}")).json()
    assert (shown["state"], shown["hints"][0].split()[2]) == ("cleared", booked["id"])
    await follow()
    [listed] = (await erp.get("/v1/remittances?state=cleared")).json()["data"]
    assert (listed["id"], listed["arrived"]["amount"]) == (REMITTANCE, "80.00")
    assert (await erp.get("/v1/remittances/in-transit")).json()["data"] == []
    assert (await erp.get("/v1/receipts?state=cleared")).json()["data"][0]["id"] == entry["id"]
