"""What an agency reads of the creditor's contacts with a customer who was placed with it."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from recoup_events.invoice import CustomerRegistered, InvoiceIssued
from recoup_events.kernel.envelope import Account, Cause
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import AgencyId, CustomerId, TenantId
from recoup_events.workflow_scheduler import (
    PlacementAccepted,
    PlacementRecalled,
    ReminderRequested,
)
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.effects import Effects
from recoup_service.api.request_context import Reading
from recoup_service.service import Service
from recoup_testing.agencies import AGENCY_SCOPES, NORTHWIND
from recoup_testing.clients import client_of
from recoup_testing.clock import TurnedClock
from recoup_testing.deliver import receive as delivered
from recoup_testing.texted import text_sent

pytestmark = pytest.mark.servers
ACCOUNT = Account(TenantId("acme"), CustomerId("cus_1"))
PATH = "/v1/agency/contact-history/plc_1"
Receive = Callable[[Event], Awaitable[None]]
Deliver = Callable[[Event], Awaitable[None]]
Follow = Callable[[], Awaitable[None]]


@pytest.fixture
def placement(requested: ReminderRequested) -> dict[str, Any]:
    return {
        "placement_id": "plc_1",
        "agency_id": NORTHWIND,
        "customer_id": requested.customer_id,
        "creditor_id": requested.creditor_id,
        "receivable_ids": ("rcv_1",),
    }


@pytest.fixture
def deliver(service: Service, command_runner: CommandRunner, clock: TurnedClock) -> Deliver:
    async def deliver(event: Event) -> None:
        cause = Cause(at=clock.now(), actor="test", correlation_id=command_runner.new_id())
        await delivered(service, command_runner, ACCOUNT, cause, event)

    return deliver


@pytest.fixture
async def told(
    receive: Receive,
    deliver: Deliver,
    registered: CustomerRegistered,
    issued: InvoiceIssued,
    requested: ReminderRequested,
    effects: Effects[Any, Any],
    follow: Follow,
    sink: Any,
    placement: dict[str, Any],
) -> str:
    """A text was sent, and the customer is placed; gives the text's id."""
    id = await text_sent(receive, (registered, issued), requested, effects, sink)
    await deliver(PlacementAccepted(**placement))
    await follow()
    return id


async def read(
    agency: AgencyId,
    service: Service,
    runner: CommandRunner,
    clock: TurnedClock,
    reading: Reading,
    **params: Any,
) -> Any:
    parts = (service, runner, clock, TenantId("acme"), AGENCY_SCOPES)
    async with client_of(*parts, agency_id=agency, reading=reading) as client:
        return await client.get(PATH, params=params)


async def test_its_agency_reads_what_was_said_and_nobody_else(
    told: str,
    service: Service,
    command_runner: CommandRunner,
    clock: TurnedClock,
    reading: Reading,
    issued: InvoiceIssued,
) -> None:
    parts = (service, command_runner, clock, reading)
    answer = await read(NORTHWIND, *parts)
    assert answer.status_code == 200, answer.text
    [contact] = answer.json()["data"]
    assert (contact["kind"], contact["id"], contact["channel"]) == ("message", told, "sms")
    assert (contact["template"], contact["state"]) == ("sms_nudge", "sent")
    assert contact["invoice_ids"] == [issued.invoice_id]
    assert not {"text", "body", "address"} & contact.keys()
    assert (await read(AgencyId("agn_other"), *parts)).status_code == 404


async def test_a_placement_that_has_ended_is_not_read_any_more(
    told: str,
    deliver: Deliver,
    placement: dict[str, Any],
    service: Service,
    command_runner: CommandRunner,
    clock: TurnedClock,
    reading: Reading,
) -> None:
    await deliver(PlacementRecalled(**placement))
    answer = await read(NORTHWIND, service, command_runner, clock, reading)
    assert (answer.status_code, answer.json()["code"]) == (409, "history_closed")
