"""Customers who are owed of, each with a reminder that waits to be sent, as notification receives them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from recoup_events.invoice import CustomerKind, CustomerRegistered, InvoiceIssued
from recoup_events.kernel.channels import Channel, ContactRole
from recoup_events.kernel.envelope import Account, Cause, Envelope, Stream
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import (
    CustomerId,
    EnrolmentId,
    InvoiceId,
    ReminderId,
    RoundId,
    receivable_id_of,
)
from recoup_events.kernel.money import Money
from recoup_events.workflow_scheduler import Item, ReminderRequested
from recoup_eventstore.command_runner import CommandRunner
from recoup_messaging.subscriptions import Reaction
from recoup_testing.creditors import CREDITOR
from recoup_testing.persons import person
from recoup_testing.terms import one_term

OWED = Money(minor_units=100_00, currency="EUR")


def reminded(number: int, address: str) -> Sequence[Event]:
    """A customer, its overdue invoice, and a reminder of it to this address."""
    customer, invoice = CustomerId(f"cus_{number}"), InvoiceId(f"inv_{number}")
    item = Item(
        invoice_id=invoice,
        receivable_id=receivable_id_of(invoice, 0),
        enrolment_id=EnrolmentId(f"enr_{number}"),
        step="friendly",
        occurrence=1,
        template="friendly_reminder",
        level=1,
        amount=OWED,
    )
    return [
        CustomerRegistered(
            customer_id=customer,
            external_id=str(number),
            name=f"Customer {number} GmbH",
            kind=CustomerKind.ENTITY,
            country="DE",
            time_zone="Europe/Berlin",
            language="de",
            persons=(person("Ada Byron", email=address),),
        ),
        InvoiceIssued(
            invoice_id=invoice,
            customer_id=customer,
            creditor_id=CREDITOR,
            external_id=str(number),
            number=f"R-{number}",
            total=OWED,
            issue_date=date(2025, 12, 1),
            terms=one_term(invoice, date(2026, 1, 1), OWED),
            time_zone="Europe/Berlin",
        ),
        ReminderRequested(
            reminder_id=ReminderId(f"rem_{number}"),
            round_id=RoundId(f"rnd_{number}"),
            customer_id=customer,
            creditor_id=CREDITOR,
            channel=Channel.EMAIL,
            template="friendly_reminder",
            level=1,
            recipients=(ContactRole.BILLING,),
            items=(item,),
        ),
    ]


async def receive(
    runner: CommandRunner, account: Account, at: datetime, ask: Reaction[Any], *events: Event
) -> None:
    """As the consumer does: fold each into the views, and let a reminder ask for its messages."""
    cause = Cause(at=at, actor="test", correlation_id=runner.new_id())
    async with runner.work() as work:
        await work.lock([account])
        for event in events:
            place = Stream(account, "elsewhere", "1")
            received = Envelope(runner.new_id(), place, 1, cause, event)
            await work.apply(received)
            if isinstance(event, ReminderRequested):
                await ask(work, received, cause)
