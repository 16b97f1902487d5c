"""What had left and asked for too much is found when that becomes known, over memory twins."""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import Any

import pytest
from httpx import AsyncClient, Response

from recoup_events.invoice import CustomerRegistered, InvoiceIssued
from recoup_events.kernel.event import Event
from recoup_events.notification import (
    ContactErrorResolved,
    ContactErrorWithdrawn,
    ContactFoundInError,
    MessageSent,
)
from recoup_events.workflow_scheduler import ReminderRequested
from recoup_eventstore.effects import Effects
from recoup_testing.booked_late import paid, undone
from recoup_testing.clock import TurnedClock

Receive = Callable[[Event], Awaitable[None]]
Recorded = Callable[[], Awaitable[list[Event]]]
Loop = Effects[Any, Any]
PATH = "/v1/contacts/in-error"
DONE = {"outcome": "apologised", "reason": "Called them: the money had come."}
DAY = timedelta(days=1)


@pytest.fixture
async def sent(
    receive: Receive,
    registered: CustomerRegistered,
    issued: InvoiceIssued,
    requested: ReminderRequested,
    effects: Loop,
    recorded: Recorded,
) -> str:
    """A mail that left on 5 January and asked for 100.00; its id."""
    for event in (registered, issued, requested):
        await receive(event)
    await effects.step()
    [message] = [event for event in await recorded() if isinstance(event, MessageSent)]
    return message.message_id


async def read(ops: AsyncClient, id: str) -> dict[str, Any]:
    answer = await ops.get(f"{PATH}/{id}")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def resolve(ops: AsyncClient, id: str) -> Response:
    """Whoever deals with it has seen what it is."""
    seen = (await ops.get(f"{PATH}/{id}")).headers["ETag"]
    return await ops.post(f"{PATH}/{id}/resolution", json=DONE, headers={"If-Match": seen})


async def test_a_payment_booked_late_shows_that_a_mail_asked_for_too_much(
    ops: AsyncClient, sent: str, receive: Receive, issued: InvoiceIssued, clock: TurnedClock
) -> None:
    clock.turn(3 * DAY)
    await receive(paid(issued, 60, date(2026, 1, 2)))
    shown = await read(ops, sent)
    assert (shown["message_id"], shown["call_id"], shown["state"]) == (sent, None, "open")
    assert (shown["left_at"], shown["day"]) == ("2026-01-05T11:00:00Z", "2026-01-05")
    assert (shown["person_id"], shown["roles"]) == ("per_ada", ["billing"])
    assert (shown["channel"], shown["template"]) == ("email", "friendly_reminder")
    [item] = shown["items"]
    assert item["claimed"] == {"amount": "100.00", "currency": "EUR"}
    assert item["right"] == {"amount": "40.00", "currency": "EUR"}
    assert item["bookings"] == [
        {
            "kind": "payment",
            "id": "pay_1",
            "amount": {"amount": "60.00", "currency": "EUR"},
            "counts_from": "2026-01-02",
            "booked_at": "2026-01-08T11:00:00Z",
        }
    ]


async def test_money_of_the_day_it_left_or_of_a_later_one_shows_no_error(
    sent: str, receive: Receive, issued: InvoiceIssued, clock: TurnedClock, recorded: Recorded
) -> None:
    clock.turn(3 * DAY)
    await receive(paid(issued, 10, date(2026, 1, 5)))
    await receive(paid(issued, 20, date(2026, 1, 7), nth=2))
    assert not any(isinstance(event, ContactFoundInError) for event in await recorded())


async def test_it_is_right_after_all_once_the_late_booking_is_taken_back(
    ops: AsyncClient,
    sent: str,
    receive: Receive,
    issued: InvoiceIssued,
    clock: TurnedClock,
    recorded: Recorded,
) -> None:
    clock.turn(3 * DAY)
    late = paid(issued, 60, date(2026, 1, 2))
    await receive(late)
    await receive(undone(late))
    shown = await read(ops, sent)
    assert shown["state"] == "withdrawn"
    assert shown["reason"] == "What showed that too much was asked for was itself taken back."
    assert isinstance((await recorded())[-1], ContactErrorWithdrawn)
    refused = await resolve(ops, sent)
    assert (refused.status_code, refused.json()["code"]) == (409, "not_in_error")


async def test_a_person_records_once_what_was_done_about_it(
    ops: AsyncClient,
    sent: str,
    receive: Receive,
    issued: InvoiceIssued,
    clock: TurnedClock,
    recorded: Recorded,
) -> None:
    clock.turn(3 * DAY)
    await receive(paid(issued, 60, date(2026, 1, 2)))
    done = await resolve(ops, sent)
    assert (done.status_code, done.json()["state"]) == (200, "resolved")
    assert done.json()["resolution"]["outcome"] == "apologised"
    assert isinstance((await recorded())[-1], ContactErrorResolved)
    again = await resolve(ops, sent)
    assert (again.status_code, again.json()["code"]) == (409, "already_resolved")


async def test_what_was_dealt_with_is_open_again_once_it_is_worse_and_only_then(
    ops: AsyncClient, sent: str, receive: Receive, issued: InvoiceIssued, clock: TurnedClock
) -> None:
    clock.turn(3 * DAY)
    first, second = (paid(issued, 30, date(2026, 1, 2), nth) for nth in (1, 2))
    await receive(first)
    await resolve(ops, sent)
    await receive(second)
    assert (await read(ops, sent))["state"] == "open"
    await resolve(ops, sent)
    await receive(undone(second))
    shown = await read(ops, sent)
    assert (shown["state"], shown["items"][0]["right"]["amount"]) == ("resolved", "70.00")


async def test_what_changes_nothing_of_it_is_not_recorded_again(
    sent: str, receive: Receive, issued: InvoiceIssued, clock: TurnedClock, recorded: Recorded
) -> None:
    clock.turn(3 * DAY)
    await receive(paid(issued, 60, date(2026, 1, 2)))
    await receive(paid(issued, 40, date(2026, 1, 8), nth=2))
    found = [event for event in await recorded() if isinstance(event, ContactFoundInError)]
    assert len(found) == 1


async def test_what_is_in_error_nowhere_is_not_found(ops: AsyncClient, sent: str) -> None:
    assert (await ops.get(f"{PATH}/{sent}")).status_code == 404
