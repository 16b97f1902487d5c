"""Invoices, disputes and plans speak on topics of their own: which is received first does not matter."""

from collections.abc import Iterator, Sequence
from datetime import date

import pytest

from recoup_events.dispute import DisputeMoved
from recoup_events.invoice import (
    Chase,
    InvoiceAmended,
    InvoiceChaseChanged,
    InvoiceIssued,
    InvoiceWrittenOff,
    Origin,
    PaymentReserved,
)
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import (
    InvoiceId,
    PaymentId,
    ReceivableId,
    WriteOffId,
    receivable_id_of,
)
from recoup_events.kernel.slices import Slice
from recoup_events.workflow_scheduler import ReminderRequested
from recoup_receivables.owed import Owed
from recoup_testing.covered_slices import (
    AGREED,
    CREDITED,
    DISPUTE,
    FAILED,
    MATCHED,
    OPENED,
    PAID,
    PARTLY_UPHELD,
    UPHELD,
)
from recoup_testing.creditors import CREDITOR
from recoup_testing.reminders_example import ACCOUNT, CUSTOMER, INVOICE, RECEIVABLE, berlin, eur
from recoup_testing.service_harness import ServiceHarness
from recoup_testing.terms import changed, continued_as, one_term, slice_of
from workflow_scheduler.enrolments.domain.decider import ENROLMENT, enrolment_of
from workflow_scheduler.enrolments.domain.enrolment import Enrolment
from workflow_scheduler.enrolments.domain.owed import OWED

Topic = Sequence[Event]
ALL_CONTESTED: Topic = [
    event.model_copy(
        update={
            "slices": (Slice(invoice_id=INVOICE, receivable_id=RECEIVABLE, amount=eur("100.00")),)
        }
    )
    for event in (OPENED, PARTLY_UPHELD)
]
AMENDED = InvoiceAmended(
    invoice_id=INVOICE,
    customer_id=CUSTOMER,
    creditor_id=CREDITOR,
    number="R-1",
    terms=one_term(INVOICE, date(2026, 3, 20), eur("100.00")),
    time_zone="Europe/London",
    reason="agreed by telephone",
)
LEFT_ALONE, RELEASED = (
    InvoiceChaseChanged(
        invoice_id=INVOICE,
        receivable_ids=(RECEIVABLE,),
        customer_id=CUSTOMER,
        chase=chase,
    )
    for chase in (Chase.ON_RELEASE, Chase.NOW)
)
(TERM,) = one_term(INVOICE, date(2026, 3, 2), eur("100.00"))
PARTLY_OFF, OFF = (
    InvoiceWrittenOff(
        invoice_id=INVOICE,
        customer_id=CUSTOMER,
        write_off_id=WriteOffId("wof_1"),
        amount=amount,
        terms=(changed(TERM, eur("0.00"), TERM.amount - amount, change=-amount),),
        origin=Origin.RECOUP,
        effective_on=date(2026, 3, 20),
        reason="insolvent",
    )
    for amount in (eur("60.00"), eur("100.00"))
)
KEPT = PaymentReserved(
    payment_id=PaymentId("pay_1"),
    customer_id=CUSTOMER,
    slices=(slice_of(INVOICE, eur("40.00")),),
    reserved=eur("40.00"),
    reason="asked",
)
RESIDUAL = InvoiceId("inv_9")
CONTINUING = receivable_id_of(RESIDUAL, 0)
THERE = (slice_of(RESIDUAL, OPENED.slices[0].amount),)
MOVED = DisputeMoved(dispute_id=DISPUTE, customer_id=CUSTOMER, before=OPENED.slices, slices=THERE)
UPHELD_THERE = UPHELD.model_copy(update={"slices": THERE, "credits": THERE})
CREDITED_THERE = CREDITED.model_copy(
    update={
        "invoice_id": RESIDUAL,
        "receivable_id": CONTINUING,
        "amount": THERE[0].amount,
        "balance": eur("70.00"),
    }
)
STORIES: dict[str, tuple[Topic, Topic]] = {
    "money is kept for it, and a part of it is contested": ((KEPT,), (OPENED, PARTLY_UPHELD)),
    "it is written off in part, and a part of it is contested": (
        (PARTLY_OFF,),
        (OPENED, PARTLY_UPHELD),
    ),
    "it is written off while a plan is agreed": ((OFF,), (AGREED, MATCHED)),
    "it is due later, and a part of it is contested": ((AMENDED,), (OPENED, PARTLY_UPHELD)),
    "it waits for its release while a plan is agreed": ((LEFT_ALONE,), (AGREED, MATCHED)),
    "all is contested, and upheld in part": ((CREDITED,), ALL_CONTESTED),
    "a dispute is upheld in part": ((CREDITED,), (OPENED, PARTLY_UPHELD)),
    "a plan is paid": ((PAID,), (AGREED, MATCHED)),
}


def interleaved(one: Topic, other: Topic) -> Iterator[Topic]:
    """Every order in which two topics can be received; each keeps its own."""
    if not one or not other:
        yield [*one, *other]
        return
    yield from ([one[0], *rest] for rest in interleaved(one[1:], other))
    yield from ([other[0], *rest] for rest in interleaved(one, other[1:]))


async def received(harness: ServiceHarness, events: Topic) -> tuple[Enrolment, Owed]:
    """Which pause came first is all that may differ."""
    await harness.receive(*events)
    return await found(harness, RECEIVABLE)


async def found(harness: ServiceHarness, receivable: ReceivableId) -> tuple[Enrolment, Owed]:
    async with harness.command_runner.work() as work:
        state = await work.state(ENROLMENT, enrolment_of(ACCOUNT, receivable))
        owed = await work.document(OWED, ACCOUNT, receivable)
    assert isinstance(state, Enrolment)
    pauses = sorted(state.pauses, key=lambda pause: (pause.cause, pause.cause_id))
    return state.model_copy(update={"pauses": tuple(pauses)}), owed


@pytest.mark.parametrize("story", STORIES)
async def test_every_order_leads_to_the_same_enrolment(
    story: str, worlds: Iterator[ServiceHarness], issued: InvoiceIssued
) -> None:
    billed, aside = STORIES[story]
    outcomes = [
        await received(harness, events)
        for harness, events in zip(worlds, interleaved([issued, *billed], aside), strict=False)
    ]
    assert len(outcomes) == 6
    assert all(outcome == outcomes[0] for outcome in outcomes)


@pytest.mark.parametrize(
    ("credited", "told"),
    [
        ((), (OPENED, MOVED)),
        ((CREDITED_THERE,), (OPENED, MOVED, UPHELD_THERE)),
        ((CREDITED_THERE,), (OPENED, UPHELD)),
        ((), (OPENED, FAILED[0])),
    ],
    ids=["open", "upheld there", "upheld before it moved", "withdrawn before it moved"],
)
async def test_every_order_leads_to_the_same_continuation(
    credited: Topic, told: Topic, worlds: Iterator[ServiceHarness], issued: InvoiceIssued
) -> None:
    continued, residual = continued_as(issued, RESIDUAL, eur("100.00"))
    outcomes = []
    for harness, events in zip(
        worlds, interleaved([issued, continued, residual, *credited], told), strict=False
    ):
        await harness.receive(*events)
        outcomes.append(
            [await found(harness, receivable) for receivable in (RECEIVABLE, CONTINUING)]
        )
    assert len(outcomes) > 9
    assert all(outcome == outcomes[0] for outcome in outcomes)


@pytest.mark.parametrize("billed", [(AMENDED,), (LEFT_ALONE, RELEASED)], ids=["due later", "waits"])
async def test_every_order_leads_to_the_same_reminders(
    billed: Topic, worlds: Iterator[ServiceHarness], issued: InvoiceIssued
) -> None:
    outcomes = []
    for harness, events in zip(
        worlds, interleaved([issued, *billed], (OPENED, PARTLY_UPHELD)), strict=False
    ):
        await harness.receive(*events)
        asked = await harness.comes(ReminderRequested, until=berlin("2026-04-15 12:00"))
        outcomes.append([(each.round_id, each.level, each.items) for each in asked])
    assert outcomes[0]
    assert all(outcome == outcomes[0] for outcome in outcomes)
