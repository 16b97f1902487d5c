"""What a customer is told of its credit is listed with all messages, and waits for the customer like them."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from httpx import AsyncClient

from recoup_events.invoice import CreditStandingChanged, CustomerRegistered
from recoup_events.invoice.credit_standing import Standing
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import CreditId, CustomerId
from recoup_testing.creditors import CREDITOR

pytestmark = pytest.mark.servers
CHANGED = CreditStandingChanged(
    credit_id=CreditId("crs_1"),
    creditor_id=CREDITOR,
    customer_id=CustomerId("cus_1"),
    before=Standing.NORMAL,
    after=Standing.HOLD,
    advised=Standing.HOLD,
    notify_customer=True,
)


async def data(client: AsyncClient, path: str) -> list[dict[str, Any]]:
    answer = await client.get(path)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["data"])


async def test_it_waits_for_its_customer_and_is_listed(
    receive: Callable[[Event], Awaitable[None]],
    registered: CustomerRegistered,
    ops: AsyncClient,
    follow: Callable[[], Awaitable[None]],
) -> None:
    await receive(CHANGED)
    await follow()
    [waits] = await data(ops, "/v1/messages/waiting")
    assert (waits["waits_for"], waits["customer_id"]) == ("customer", "cus_1")
    await receive(registered)
    await follow()
    assert await data(ops, "/v1/messages/waiting") == []
    [message] = await data(ops, "/v1/messages")
    assert (message["template"], message["items"]) == ("credit_hold", 0)
    assert message["reminder_id"] == waits["reminder_id"]
