"""An invoice's events say whether money was never there, or was there until it was taken off."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from recoup_events.invoice import CreditUnapplied, InvoiceDiscountReversed, PaymentUnapplied
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.ports import START

Shown = dict[str, Any]
Do = Callable[..., Awaitable[Shown]]
Undone = Callable[[], Awaitable[list[bool]]]
TAKEN_OFF = (PaymentUnapplied, CreditUnapplied, InvoiceDiscountReversed)


@pytest.fixture
def undone(command_runner: CommandRunner) -> Undone:
    async def undone() -> list[bool]:
        events = [each.envelope.event for each in await command_runner.store.feed(START, 1000)]
        return [event.undone for event in events if isinstance(event, TAKEN_OFF)]

    return undone


async def test_a_payment_that_is_reversed_had_never_been_there(
    issue: Do, pay: Do, send: Do, undone: Undone
) -> None:
    await issue("SO-1")
    payment = await pay("B-1", "60.00")
    await send(f"/v1/payments/{payment['id']}/reversal", {"reason": "returned"})
    assert await undone() == [True]


async def test_a_discount_had_never_been_given_either(
    issue: Do, pay: Do, send: Do, undone: Undone
) -> None:
    await issue("SO-1", discounts=[{"percent": "3", "until": "2026-12-31"}])
    payment = await pay("B-1", "97.00")
    await send(f"/v1/payments/{payment['id']}/reversal", {"reason": "returned"})
    assert await undone() == [True, True]


async def test_a_credit_note_that_is_cancelled_had_never_been_there(
    issue: Do, credit: Do, send: Do, undone: Undone
) -> None:
    await issue("SO-1")
    note = await credit("CN-1", "30.00", "SO-1")
    await send(f"/v1/credit-notes/{note['id']}/cancellation", {"reason": "wrong customer"})
    assert await undone() == [True]


async def test_what_a_person_or_the_invoice_takes_off_was_there_until_then(
    issue: Do, pay: Do, send: Do, undone: Undone
) -> None:
    invoice = await issue("SO-1")
    payment = await pay("B-1", "60.00")
    of = payment["allocations"][0]["id"]
    path = f"/v1/payments/{payment['id']}/allocations/{of}/unallocation"
    await send(path, {"reason": "not for it"})
    await send(f"/v1/payments/{payment['id']}/allocations", {"references": [{"invoice": "SO-1"}]})
    await send(f"/v1/invoices/{invoice['id']}/cancellation", {"reason": "wrong"})
    assert await undone() == [False, False]
