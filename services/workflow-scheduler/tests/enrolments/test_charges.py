"""A charge is chased with the receivable that caused it."""

from datetime import date

import pytest

from recoup_events.invoice import ChargedFor, ChargeKind, CustomerRegistered, InvoiceIssued
from recoup_events.kernel.ids import InvoiceId, receivable_id_of
from recoup_events.workflow_scheduler import EnrolmentStarted, ReminderRequested, RunReason
from recoup_testing.reminders_example import INVOICE, RECEIVABLE, berlin, eur, paid
from recoup_testing.service_harness import ServiceHarness
from recoup_testing.terms import issued_as

CHARGE = InvoiceId("inv_9")
CHARGED = receivable_id_of(CHARGE, 0)


@pytest.fixture
def fee(issued: InvoiceIssued) -> InvoiceIssued:
    """Charged on the day after the friendly reminder, and due at once."""
    return issued_as(
        issued,
        CHARGE,
        number="R-1/F1",
        source="recoup",
        amount=eur("15.00"),
        issue_date=date(2026, 3, 6),
        due_date=date(2026, 3, 6),
        charge=ChargedFor(kind=ChargeKind.LATE_FEE, invoice_id=INVOICE, receivable_id=RECEIVABLE),
    )


async def test_its_next_step_is_that_of_its_cause_and_both_are_one_message(
    harness: ServiceHarness,
    registered: CustomerRegistered,
    issued: InvoiceIssued,
    fee: InvoiceIssued,
) -> None:
    """Nobody is reminded of it mildly first."""
    await harness.receive(registered, issued)
    await harness.until(berlin("2026-03-06 12:00"))
    await harness.receive(fee)
    await harness.until(berlin("2026-03-20 12:00"))
    recorded = await harness.recorded()
    started = [event.reason for event in recorded if isinstance(event, EnrolmentStarted)]
    assert started == [RunReason.ISSUED, RunReason.CHARGED]
    firm = [event for event in recorded if isinstance(event, ReminderRequested)][-1]
    assert {item.receivable_id: item.step for item in firm.items} == {
        RECEIVABLE: "firm",
        CHARGED: "firm",
    }


async def test_a_charge_whose_cause_is_unknown_starts_by_itself(
    harness: ServiceHarness, registered: CustomerRegistered, fee: InvoiceIssued
) -> None:
    await harness.receive(registered, fee)
    recorded = await harness.recorded()
    (started,) = [event for event in recorded if isinstance(event, EnrolmentStarted)]
    assert started.reason is RunReason.ISSUED


async def test_it_is_asked_for_when_its_cause_is_paid(
    harness: ServiceHarness,
    registered: CustomerRegistered,
    issued: InvoiceIssued,
    fee: InvoiceIssued,
) -> None:
    """Unless its creditor decides otherwise, which the invoice service says with its chase."""
    await harness.receive(registered, issued)
    await harness.until(berlin("2026-03-06 12:00"))
    await harness.receive(fee, paid("100.00", left="0.00"))
    await harness.until(berlin("2026-03-20 12:00"))
    asked = [event for event in await harness.recorded() if isinstance(event, ReminderRequested)]
    assert [item.receivable_id for item in asked[-1].items] == [CHARGED]
