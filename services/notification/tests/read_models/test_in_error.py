"""Contacts in error are listed, narrowed down, and shown with what was done about them."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from datetime import date, timedelta
from typing import Any

import pytest
from httpx import AsyncClient

from recoup_events.invoice import (
    CustomerRegistered,
    InvoiceIssued,
    PaymentApplied,
)
from recoup_events.kernel.event import Event
from recoup_events.workflow_scheduler import ReminderRequested
from recoup_eventstore.effects import Effects
from recoup_testing.booked_late import paid, undone
from recoup_testing.clock import TurnedClock

pytestmark = pytest.mark.servers
PATH = "/v1/contacts/in-error"
Follow = Callable[[], Awaitable[None]]
Receive = Callable[[Event], Awaitable[None]]


@pytest.fixture
def payment(issued: InvoiceIssued) -> PaymentApplied:
    return paid(issued, 60, date(2026, 1, 2))


@pytest.fixture(autouse=True)
async def in_error(
    receive: Receive,
    registered: CustomerRegistered,
    issued: InvoiceIssued,
    requested: ReminderRequested,
    payment: PaymentApplied,
    effects: Effects[Any, Any],
    clock: TurnedClock,
    follow: Follow,
) -> None:
    for event in (registered, issued, requested):
        await receive(event)
    await effects.step()
    clock.turn(timedelta(days=3))
    await receive(payment)
    await follow()


async def data(client: AsyncClient, **params: Any) -> list[dict[str, Any]]:
    answer = await client.get(PATH, params=params)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["data"])


async def test_the_list_shows_what_each_shows(ops: AsyncClient, follow: Follow) -> None:
    [row] = await data(ops)
    one = await ops.get(f"{PATH}/{row['id']}")
    assert row == one.json()
    body = {"outcome": "correction_sent", "reason": "Sent the right figures."}
    seen = {"If-Match": one.headers["ETag"]}
    done = await ops.post(f"{PATH}/{row['id']}/resolution", json=body, headers=seen)
    await follow()
    assert await data(ops, state="open") == []
    assert await data(ops, state="resolved") == [done.json()]


async def test_what_was_right_after_all_is_shown_to_whoever_asks_for_it(
    ops: AsyncClient, receive: Receive, follow: Follow, payment: PaymentApplied
) -> None:
    await receive(undone(payment))
    await follow()
    assert await data(ops) == []
    [row] = await data(ops, state="withdrawn")
    assert row == (await ops.get(f"{PATH}/{row['id']}")).json()
    assert row["items"][0]["right"]["amount"] == "100.00"


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"customer_id": "cus_1"}, 1),
        ({"customer_id": "cus_2"}, 0),
        ({"invoice_id": "inv_1"}, 1),
        ({"invoice_id": "inv_2"}, 0),
        ({"booking_id": "pay_1"}, 1),
        ({"booking_id": "pay_2"}, 0),
        ({"channel": "email"}, 1),
        ({"channel": "call"}, 0),
        ({"left_from": "2026-01-05", "left_until": "2026-01-05"}, 1),
        ({"left_from": "2026-01-06"}, 0),
        ({"left_until": "2026-01-04"}, 0),
        ({"creditor": "other"}, 0),
        ({"updated_since": "2026-01-08T11:00:00Z"}, 1),
        ({"updated_since": "2026-01-08T11:00:01Z"}, 0),
    ],
)
async def test_it_can_be_narrowed_down(
    ops: AsyncClient, wanted: dict[str, str], found: int
) -> None:
    assert len(await data(ops, **wanted)) == found


async def test_another_tenant_sees_none_of_it(
    asking: Callable[[str], AbstractAsyncContextManager[AsyncClient]], ops: AsyncClient
) -> None:
    [row] = await data(ops)
    async with asking("globex") as globex:
        assert await data(globex) == []
        assert (await globex.get(f"{PATH}/{row['id']}")).status_code == 404
