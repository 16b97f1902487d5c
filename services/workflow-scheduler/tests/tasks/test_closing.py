"""A task closes by itself when there is no reason left to call."""

from datetime import date

import pytest

from recoup_events.invoice import (
    Condition,
    CustomerConditionRecorded,
    CustomerRegistered,
    InvoiceCancelled,
    InvoiceIssued,
    InvoiceWrittenOff,
    Origin,
)
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import ConditionId, CreditorId, WriteOffId
from recoup_events.kernel.slices import Slice
from recoup_events.workflow_scheduler import ClosingReason, TaskClosed
from recoup_testing.covered_slices import FAILED, OPENED
from recoup_testing.creditors import CREDITOR
from recoup_testing.reminders_example import CUSTOMER, DUE, INVOICE, RECEIVABLE, berlin, eur, paid
from recoup_testing.service_harness import ServiceHarness
from recoup_testing.terms import cancelled, changed, one_term

CALL_DAY = berlin("2026-03-23 12:00")
TODAY = date(2026, 3, 23)
EXHAUSTED = berlin("2026-12-31 12:00")
CANCELLED = InvoiceCancelled(
    invoice_id=INVOICE,
    customer_id=CUSTOMER,
    reason="typing error",
    amount=eur("100.00"),
    terms=cancelled(one_term(INVOICE, DUE, eur("100.00"))),
    effective_on=date(2026, 3, 20),
)
[TERM] = one_term(INVOICE, DUE, eur("100.00"))
WRITTEN_OFF = InvoiceWrittenOff(
    invoice_id=INVOICE,
    customer_id=CUSTOMER,
    write_off_id=WriteOffId("wof_1"),
    origin=Origin.RECOUP,
    reason="not worth it",
    amount=eur("100.00"),
    terms=(changed(TERM, eur("0.00"), eur("0.00"), change=eur("-100.00")),),
    effective_on=date(2026, 3, 20),
)
WHOLE = OPENED.model_copy(
    update={"slices": (Slice(invoice_id=INVOICE, receivable_id=RECEIVABLE, amount=eur("100.00")),)}
)


@pytest.fixture
async def called(
    harness: ServiceHarness, registered: CustomerRegistered, issued: InvoiceIssued
) -> ServiceHarness:
    """The day the call of the built-in workflow is on the worklist."""
    await harness.receive(registered, issued)
    await harness.until(CALL_DAY)
    return harness


def recorded(
    condition: Condition, since: date = TODAY, creditor: CreditorId | None = None
) -> CustomerConditionRecorded:
    return CustomerConditionRecorded(
        customer_id=CUSTOMER,
        condition_id=ConditionId("cnd_1"),
        condition=condition,
        creditor_id=creditor,
        source="letter",
        effective_from=since,
    )


async def closed(harness: ServiceHarness) -> list[ClosingReason]:
    return [event.reason for event in await harness.recorded() if isinstance(event, TaskClosed)]


@pytest.mark.parametrize(
    ("events", "reason"),
    [
        ([paid("100.00", left="0.00")], ClosingReason.PAID),
        ([CANCELLED], ClosingReason.CANCELLED),
        ([WRITTEN_OFF], ClosingReason.WRITTEN_OFF),
        ([WHOLE], ClosingReason.SET_ASIDE),
        ([OPENED, paid("70.00", left="30.00")], ClosingReason.SET_ASIDE),
        ([recorded(Condition.INSOLVENCY)], ClosingReason.INSOLVENCY),
        ([recorded(Condition.CEASE_REQUEST)], ClosingReason.CEASE_REQUEST),
        ([recorded(Condition.CEASE_REQUEST, creditor=CREDITOR)], ClosingReason.CEASE_REQUEST),
        ([recorded(Condition.BREATHING_SPACE)], ClosingReason.BREATHING_SPACE),
        ([recorded(Condition.DEATH)], ClosingReason.DEATH),
    ],
)
async def test_a_task_closes_with_what_ended_the_reason_to_call(
    called: ServiceHarness, events: list[Event], reason: ClosingReason
) -> None:
    await called.receive(*events)
    assert await closed(called) == [reason]
    await called.receive(*events)
    assert await closed(called) == [reason]


@pytest.mark.parametrize(
    "event",
    [
        OPENED,
        paid("60.00", left="40.00"),
        recorded(Condition.HARDSHIP),
        recorded(Condition.ATTORNEY),
        recorded(Condition.CEASE_REQUEST, creditor=CreditorId("crd_other")),
        recorded(Condition.INSOLVENCY, since=date(2026, 4, 1)),
    ],
)
async def test_as_long_as_something_is_chased_there_is_somebody_to_call(
    called: ServiceHarness, event: Event
) -> None:
    await called.receive(event)
    assert await closed(called) == []


async def test_a_condition_closes_on_the_day_from_which_it_counts(called: ServiceHarness) -> None:
    await called.receive(recorded(Condition.INSOLVENCY, since=date(2026, 3, 25)))
    await called.until(berlin("2026-03-25 00:01"))
    assert await closed(called) == [ClosingReason.INSOLVENCY]


async def test_a_closed_task_stays_closed_when_the_reason_goes(called: ServiceHarness) -> None:
    await called.receive(WHOLE, FAILED[0])
    assert await closed(called) == [ClosingReason.SET_ASIDE]


@pytest.mark.parametrize(
    ("events", "reason"),
    [
        ([paid("100.00", left="0.00")], ClosingReason.PAID),
        ([CANCELLED], ClosingReason.CANCELLED),
        ([WRITTEN_OFF], ClosingReason.WRITTEN_OFF),
        ([recorded(Condition.INSOLVENCY)], ClosingReason.INSOLVENCY),
        ([WHOLE], ClosingReason.SET_ASIDE),
    ],
)
async def test_the_decision_that_an_exhausted_enrolment_leaves_closes_too(
    called: ServiceHarness, events: list[Event], reason: ClosingReason
) -> None:
    await called.until(EXHAUSTED)
    assert await closed(called) == []
    await called.receive(*events)
    assert set(await closed(called)) == {reason}
    assert len(await closed(called)) == 2
