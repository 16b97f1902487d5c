"""Receipts and invoices that are sent together, and many receipts at once."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from httpx import AsyncClient

from invoice.receipts.domain.receipt import RECEIPT, SECOND_LOOK
from invoice.receipts.senders import SecondLookEffect
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.effects import Effects
from recoup_service.api.request_context import Ports, Reading
from recoup_testing.clock import TurnedClock
from recoup_testing.loops import drained
from recoup_testing.receipts import receipt

pytestmark = pytest.mark.servers

Shown = dict[str, Any]
Send = Callable[[str, Shown], Awaitable[Shown]]
Issue = Callable[..., Awaitable[Shown]]
Follow = Callable[[], Awaitable[None]]
KeepBooks = Callable[..., Awaitable[None]]


@pytest.fixture
def second_look(
    command_runner: CommandRunner, clock: TurnedClock, reading: Reading
) -> Effects[Any, Any]:
    effect = SecondLookEffect(Ports(command_runner, clock, reading))
    return Effects(command_runner, clock, "invoice", RECEIPT, SECOND_LOOK, effect)


async def test_what_was_sent_just_before_it_is_found_by_the_second_look(
    bank: None,
    send: Send,
    issue: Issue,
    read: Issue,
    follow: Follow,
    second_look: Effects[Any, Any],
) -> None:
    invoice = await issue("SO-1", number="2026-77777")
    waiting = await send("/v1/receipts", receipt("B-1", text="2026-77777"))
    assert waiting["state"] == "review"
    await follow()
    await drained(second_look)
    assert (await read(invoice))["state"] == "paid"


async def test_many_are_recorded_at_once_and_the_same_again_change_nothing(
    erp: AsyncClient, bank: None, issue: Issue, follow: Follow
) -> None:
    for nth in range(5):
        await issue(f"SO-{nth}", number=f"2026-7777{nth}")
    await follow()
    sent = [receipt(f"B-{nth}", text=f"2026-7777{nth}") for nth in range(5)]
    body = {"data": [*sent, receipt("B-9", "-1.00")]}
    first = (await erp.post("/v1/receipts/bulk", json=body)).json()
    assert (first["created"], first["refused"]) == (5, 1)
    again = (await erp.post("/v1/receipts/bulk", json=body)).json()
    assert (again["unchanged"], again["refused"]) == (5, 1)
    await follow()
    assert len((await erp.get("/v1/payments")).json()["data"]) == 5
    assert (await erp.get("/v1/receipts?state=review")).json()["data"] == []
