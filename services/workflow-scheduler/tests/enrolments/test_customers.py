from recoup_events.invoice import (
    CustomerCeasedContact,
    CustomerDetailsChanged,
    CustomerInsolvencyRecorded,
    CustomerKind,
    CustomerRegistered,
    InvoiceCancelled,
    InvoiceIssued,
)
from recoup_events.workflow_scheduler import (
    EnrolmentEnded,
    EnrolmentPaused,
    Outcome,
    PauseCause,
    ReminderRequested,
)
from recoup_testing.reminders_example import ACCOUNT, CUSTOMER, DUE, INVOICE, berlin
from recoup_testing.service_harness import ServiceHarness
from workflow_scheduler.debtors.domain.debtor import DEBTOR, Debtor

INSOLVENT = CustomerInsolvencyRecorded(customer_id=CUSTOMER, source="court", effective_from=DUE)
CEASED = CustomerCeasedContact(customer_id=CUSTOMER, source="letter", effective_from=DUE)
CANCELLED = InvoiceCancelled(invoice_id=INVOICE, customer_id=CUSTOMER, reason="typing error")
MOVED = CustomerDetailsChanged(
    customer_id=CUSTOMER,
    name="Bolts Ltd",
    kind=CustomerKind.SOLE_TRADER,
    country="GB",
    time_zone="Europe/London",
    language="en",
)


async def debtor(harness: ServiceHarness) -> Debtor:
    async with harness.command_runner.work() as work:
        return await work.document(DEBTOR, ACCOUNT, CUSTOMER)


async def test_insolvency_ends_every_open_enrolment_of_the_customer(
    harness: ServiceHarness, issued: InvoiceIssued, second: InvoiceIssued
) -> None:
    await harness.receive(issued, second, INSOLVENT)
    ended = [f for f in await harness.recorded() if isinstance(f, EnrolmentEnded)]
    assert [f.invoice_id for f in ended] == [INVOICE, second.invoice_id]
    assert {f.outcome for f in ended} == {Outcome.INSOLVENT}
    assert await harness.command_runner.store.next_due() is None


async def test_insolvency_leaves_an_enrolment_alone_that_has_ended_already(
    harness: ServiceHarness, issued: InvoiceIssued, second: InvoiceIssued
) -> None:
    await harness.receive(issued, second, CANCELLED, INSOLVENT)
    ended = [f for f in await harness.recorded() if isinstance(f, EnrolmentEnded)]
    assert [(f.invoice_id, f.outcome) for f in ended] == [
        (INVOICE, Outcome.CANCELLED),
        (second.invoice_id, Outcome.INSOLVENT),
    ]


async def test_ceasing_contact_pauses_every_open_enrolment_and_nothing_is_asked_again(
    harness: ServiceHarness, issued: InvoiceIssued, second: InvoiceIssued
) -> None:
    await harness.receive(issued, second, CEASED)
    await harness.until(berlin("2026-12-31 12:00"))
    recorded = await harness.recorded()
    paused = [f for f in recorded if isinstance(f, EnrolmentPaused)]
    assert [f.cause for f in paused] == [PauseCause.CEASED_CONTACT] * 2
    assert not [f for f in recorded if isinstance(f, ReminderRequested)]


async def test_the_debtor_is_known_by_kind_and_clock(
    harness: ServiceHarness, registered: CustomerRegistered
) -> None:
    await harness.receive(registered)
    assert await debtor(harness) == Debtor(kind=CustomerKind.ENTITY, time_zone="Europe/Berlin")


async def test_changed_details_do_not_forget_what_protects_the_debtor(
    harness: ServiceHarness, registered: CustomerRegistered
) -> None:
    await harness.receive(registered, INSOLVENT, CEASED, MOVED)
    assert await debtor(harness) == Debtor(
        kind=CustomerKind.SOLE_TRADER, time_zone="Europe/London", insolvent=True, ceased=True
    )
