"""What is contested on an invoice is contested on the one that continues it."""

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from httpx import AsyncClient

from recoup_events.dispute import DisputeMoved
from recoup_events.invoice import InvoiceIssued
from recoup_events.kernel.envelope import Account, Cause
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import CustomerId, InvoiceId, TenantId, derived
from recoup_events.kernel.money import Money
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.ports import START
from recoup_service.service import Service
from recoup_testing.creditors import CREDITOR
from recoup_testing.deliver import receive
from recoup_testing.money import eur
from recoup_testing.terms import continued_as, one_term

ACME = TenantId("acme")
CUSTOMER = CustomerId(derived("cus", ACME, "C-1"))
RESIDUAL = InvoiceId("inv_9")
NEW: dict[str, Any] = {
    "customer_external_id": "C-1",
    "invoice_external_id": "SO-1",
    "reference": "TICKET-1",
    "amount": {"amount": "60.00", "currency": "EUR"},
    "reason": "quality",
    "statement": "Half of the bolts are bent.",
}
PATH = f"/v1/disputes/{derived('dsp', ACME, 'TICKET-1')}"
DECIDED = {"outcome": "upheld", "reason": "Seen by our driver."}
ANY = {"If-Match": "*"}
Deliver = Callable[..., Awaitable[None]]


@pytest.fixture
def continued() -> tuple[Event, Event]:
    """What the invoice service says of SO-1, and of the invoice that continues it."""
    invoice = InvoiceId(derived("inv", ACME, "SO-1"))
    whole = Money(minor_units=100_00, currency="EUR")
    issued = InvoiceIssued(
        invoice_id=invoice,
        customer_id=CUSTOMER,
        creditor_id=CREDITOR,
        external_id="SO-1",
        number="2026-0001",
        total=whole,
        issue_date=date(2026, 1, 5),
        terms=one_term(invoice, date(2026, 2, 4), whole),
        time_zone="Europe/Berlin",
    )
    return continued_as(issued, RESIDUAL, eur(100_00))


@pytest.fixture
def deliver(service: Service, command_runner: CommandRunner) -> Deliver:
    async def received(*events: Event) -> None:
        cause = Cause(datetime(2026, 1, 21, tzinfo=UTC), "test", UUID(int=8))
        await receive(service, command_runner, Account(ACME, CUSTOMER), cause, *events)

    return received


async def moves(command_runner: CommandRunner) -> list[DisputeMoved]:
    recorded = [found.envelope.event for found in await command_runner.store.feed(START, 100)]
    return [event for event in recorded if isinstance(event, DisputeMoved)]


async def test_an_open_dispute_moves_and_is_decided_there(
    erp: AsyncClient,
    deliver: Deliver,
    continued: tuple[Event, Event],
    command_runner: CommandRunner,
) -> None:
    assert (await erp.post("/v1/disputes", json=NEW)).status_code == 201
    await deliver(*continued)
    await deliver(continued[0])
    (moved,) = await moves(command_runner)
    assert [slice.invoice_id for slice in moved.slices] == [RESIDUAL]
    shown = (await erp.get(PATH)).json()
    assert (shown["invoice_id"], shown["state"]) == (RESIDUAL, "open")
    assert shown["slices"] == [
        {
            "receivable_id": moved.slices[0].receivable_id,
            "amount": {"amount": "60.00", "currency": "EUR"},
        }
    ]
    assert (await erp.post(f"{PATH}/resolution", json=DECIDED, headers=ANY)).is_success


async def test_what_was_decided_before_stays_as_it_was(
    erp: AsyncClient,
    deliver: Deliver,
    continued: tuple[Event, Event],
    command_runner: CommandRunner,
) -> None:
    await erp.post("/v1/disputes", json=NEW)
    await erp.post(f"{PATH}/resolution", json=DECIDED, headers=ANY)
    await deliver(*continued)
    assert await moves(command_runner) == []


async def test_what_is_contested_there_by_then_is_not_contested_twice(
    erp: AsyncClient, deliver: Deliver, continued: tuple[Event, Event]
) -> None:
    await erp.post("/v1/disputes", json=NEW)
    await deliver(*continued)
    on_first = {**NEW, "reference": "TICKET-2"}
    answer = await erp.post("/v1/disputes", json=on_first)
    assert answer.json()["code"] == "nothing_to_contest"
    assert RESIDUAL in answer.json()["detail"]
    there = {name: value for name, value in on_first.items() if name != "invoice_external_id"}
    there["invoice_id"] = RESIDUAL
    answer = await erp.post("/v1/disputes", json=there)
    assert answer.json()["code"] == "exceeds_balance", "40.00 are left to be contested"
