"""A quarter of contacts, played in memory: its ledgers are verified whole by the program that stands alone."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from httpx import AsyncClient

from notification.creditors.domain.creditor import account_of
from notification.messages.domain.outcomes import Deferred
from recoup_compliance.contact_ledger.line import Kind
from recoup_compliance.contact_ledger.verify import verify
from recoup_events.invoice import CustomerRegistered, InvoiceIssued
from recoup_events.kernel.channels import Channel
from recoup_events.kernel.envelope import Account
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import (
    CustomerId,
    InvoiceId,
    ReminderId,
    TenantId,
    creditor_id_of,
    receivable_id_of,
)
from recoup_events.workflow_scheduler import ReminderRequested
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.effects import Effects
from recoup_testing.clock import TurnedClock
from recoup_testing.contact_exports import exported
from recoup_testing.contact_ledgers import KEY
from recoup_testing.creditors import CREDITOR_REGISTERED
from recoup_testing.terms import one_term

ACME = TenantId("acme")
DEFAULT = creditor_id_of(ACME, "default")
CUSTOMERS = [CustomerId(f"cus_{n}") for n in range(1, 6)]
QUARTER = 91
Loop = Effects[Any, Any]
ReceiveFor = Callable[[Account, Event], Awaitable[None]]
Export = Callable[[], Awaitable[list[str]]]


@pytest.fixture
def export(command_runner: CommandRunner, clock: TurnedClock) -> Export:
    """What the API exports, from the events alone."""

    return lambda: exported(command_runner, clock.now())


@pytest.fixture
async def customers(
    receive_for: ReceiveFor, registered: CustomerRegistered, issued: InvoiceIssued
) -> None:
    """Five with an open invoice each."""
    creditor = CREDITOR_REGISTERED.model_copy(update={"creditor_id": DEFAULT})
    await receive_for(account_of(ACME, DEFAULT), creditor)
    for id in CUSTOMERS:
        invoice = InvoiceId(f"inv_{id}")
        terms = one_term(invoice, issued.terms[0].due_date, issued.total)
        named = {"customer_id": id, "invoice_id": invoice, "terms": terms, "creditor_id": DEFAULT}
        await receive_for(Account(ACME, id), registered.model_copy(update={"customer_id": id}))
        await receive_for(Account(ACME, id), issued.model_copy(update=named))


class Quarter:
    """Reminders and calls at all hours, to a provider and to people that answer in all ways."""

    def __init__(
        self, requested: ReminderRequested, receive_for: ReceiveFor, ops: AsyncClient
    ) -> None:
        self._requested = requested
        self._receive_for = receive_for
        self._ops = ops
        self._chance = Random(1)
        self._count = 0

    async def day(self, sink: Any) -> None:
        for customer in self._chance.sample(CUSTOMERS, 2):
            self._count += 1
            answer = self._chance.choice([None, None, Deferred(reason="451"), _lost()])
            sink.outcomes = [] if answer is None else [answer]
            if self._chance.choice([True, False]):
                await self._remind(customer)
            else:
                await self._call(customer)

    async def _remind(self, customer: CustomerId) -> None:
        invoice = InvoiceId(f"inv_{customer}")
        item = self._requested.items[0].model_copy(
            update={"invoice_id": invoice, "receivable_id": receivable_id_of(invoice, 0)}
        )
        named = {
            "reminder_id": ReminderId(f"rem_{self._count}"),
            "customer_id": customer,
            "creditor_id": DEFAULT,
            "channel": self._chance.choice([*Channel]),
            "items": (item,),
        }
        await self._receive_for(Account(ACME, customer), self._requested.model_copy(update=named))

    async def _call(self, customer: CustomerId) -> None:
        body = {
            "reference": f"call {self._count}",
            "customer_id": customer,
            "person_id": "per_ada",
            "invoices": [{"invoice_id": f"inv_{customer}"}],
        }
        answer = await self._ops.post("/v1/calls", json=body)
        assert answer.status_code == 201, answer.text
        call = answer.json()
        if call["state"] == "permitted":
            how = self._chance.choice(["reached", "voicemail", "not_connected", None])
            path = f"/v1/calls/{call['id']}"
            if how is None:
                answer = await self._ops.post(f"{path}/withdrawal", json={"reason": "Shift over."})
            else:
                answer = await self._ops.post(f"{path}/outcome", json={"outcome": how})
            assert answer.status_code == 200, answer.text


def _lost() -> Deferred:
    return Deferred(reason="the connection was lost", in_doubt=True)


@pytest.mark.usefixtures("customers")
async def test_every_verdict_of_a_quarter_is_derived_again(
    requested: ReminderRequested,
    receive_for: ReceiveFor,
    ops: AsyncClient,
    effects: Loop,
    sink: Any,
    clock: TurnedClock,
    export: Export,
) -> None:
    quarter = Quarter(requested, receive_for, ops)
    for _ in range(QUARTER):
        await quarter.day(sink)
        for hours in (5, 7, 12):
            clock.turn(timedelta(hours=hours))
            while await effects.step():
                pass
    rows = await export()
    report = verify(rows, KEY.public)
    assert report.findings == []
    assert report.verified == report.verdicts
    assert {*report.kinds} >= {
        *(Kind.PERMITTED, Kind.REFUSED, Kind.SENT, Kind.MADE, Kind.NOT_MADE),
    }
    assert len(sink.postings) >= report.kinds[Kind.SENT]
    _every_loss_is_named(rows)


def _every_loss_is_named(rows: list[str]) -> None:
    for number in Random(1).sample(range(2, len(rows)), 5):
        assert verify([*rows[:number], *rows[number + 1 :]], KEY.public).findings
        swapped = list(rows)
        swapped[number - 1], swapped[number] = rows[number], rows[number - 1]
        assert verify(swapped, KEY.public).findings
