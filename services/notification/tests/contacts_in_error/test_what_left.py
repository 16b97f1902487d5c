"""Only what left, or may have, is in error: mails that were sent, calls in which something was said."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

import pytest
from httpx import AsyncClient

from notification.creditors.domain.creditor import account_of
from notification.messages.domain.outcomes import Deferred, Rejected
from recoup_events.invoice import CustomerRegistered, InvoiceIssued
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import TenantId, creditor_id_of
from recoup_events.notification import ContactErrorWithdrawn, ContactFoundInError
from recoup_events.workflow_scheduler import ReminderRequested
from recoup_eventstore.effects import Effects
from recoup_testing.booked_late import paid
from recoup_testing.clock import TurnedClock
from recoup_testing.creditors import CREDITOR_REGISTERED

Receive = Callable[[Event], Awaitable[None]]
Recorded = Callable[[], Awaitable[list[Event]]]
Loop = Effects[Any, Any]


async def test_a_mail_that_did_not_leave_after_all_is_no_error(
    receive: Receive,
    registered: CustomerRegistered,
    issued: InvoiceIssued,
    requested: ReminderRequested,
    effects: Loop,
    sink: Any,
    clock: TurnedClock,
    recorded: Recorded,
) -> None:
    for event in (registered, issued, requested):
        await receive(event)
    late = paid(issued, 60, date(2026, 1, 2))

    async def booked_meanwhile(delivery: object) -> Rejected:
        await receive(late)
        return Rejected(reason="550 no such user", bounced=True)

    sink.send = booked_meanwhile
    await effects.step()
    kinds = [type(event) for event in await recorded()]
    assert kinds.count(ContactFoundInError) == kinds.count(ContactErrorWithdrawn) == 1


async def test_a_mail_in_doubt_may_have_arrived_and_is_listed(
    receive: Receive,
    registered: CustomerRegistered,
    issued: InvoiceIssued,
    requested: ReminderRequested,
    effects: Loop,
    sink: Any,
    recorded: Recorded,
) -> None:
    for event in (registered, issued, requested):
        await receive(event)
    sink.outcomes = [Deferred(reason="connection lost", in_doubt=True)]
    await effects.step()
    await receive(paid(issued, 60, date(2026, 1, 2)))
    assert isinstance((await recorded())[-1], ContactFoundInError)


@pytest.mark.parametrize(("outcome", "errors"), [("voicemail", 1), ("not_reached", 0)])
async def test_a_call_in_which_something_was_said_is_in_error_as_well(
    ops: AsyncClient,
    receive: Receive,
    receive_for: Callable[..., Awaitable[None]],
    registered: CustomerRegistered,
    issued: InvoiceIssued,
    recorded: Recorded,
    outcome: str,
    errors: int,
) -> None:
    acme = TenantId("acme")
    default = creditor_id_of(acme, "default")
    creditor = CREDITOR_REGISTERED.model_copy(update={"creditor_id": default})
    await receive_for(account_of(acme, default), creditor)
    await receive(registered)
    await receive(issued.model_copy(update={"creditor_id": default}))
    about = {"customer_id": "cus_1", "person_id": "per_ada", "invoices": [{"invoice_id": "inv_1"}]}
    call = (await ops.post("/v1/calls", json={"reference": "dialler-1", **about})).json()
    await receive(paid(issued, 60, date(2026, 1, 2)))
    assert not any(isinstance(event, ContactFoundInError) for event in await recorded())
    await ops.post(f"/v1/calls/{call['id']}/outcome", json={"outcome": outcome})
    found = [event for event in await recorded() if isinstance(event, ContactFoundInError)]
    assert [event.call_id for event in found] == [call["id"]] * errors
