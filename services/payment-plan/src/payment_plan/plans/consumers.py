"""What happens to covered invoices, and what follows for the plan over them."""

from datetime import date, timedelta

from payment_plan.plans.domain.breached import BREACHED
from payment_plan.plans.domain.commands import (
    MatchPayment,
    NoteCured,
    NoteOverdue,
    ReducePlan,
    UnmatchPayment,
)
from payment_plan.plans.domain.open_items import CHANGES, OPEN_ITEMS
from payment_plan.plans.handlers import (
    follow_conditions,
    move_covering_plan,
    move_running_plans,
    running_plans,
)
from recoup_events.invoice import (
    InvoiceAdjusted,
    InvoiceBecameOverdue,
    InvoiceCancelled,
    InvoiceContinued,
    InvoiceCredited,
    InvoiceDiscountTaken,
    InvoiceEvent,
    InvoiceIssued,
    InvoiceWrittenOff,
    PaymentApplied,
    PaymentUnapplied,
)
from recoup_events.kernel.envelope import Cause, Envelope
from recoup_events.kernel.event import Event
from recoup_events.payment_plan import OverdueInvoice
from recoup_eventstore.work import UnitOfWork
from recoup_receivables.balance import balances_of
from recoup_receivables.owed import receivables_of

Lowered = (
    InvoiceCredited
    | InvoiceAdjusted
    | InvoiceCancelled
    | InvoiceContinued
    | InvoiceWrittenOff
    | InvoiceDiscountTaken
)


CURES = tuple(event for event in CHANGES if event is not InvoiceIssued)
"""What may pay, credit, contest or put off an overdue invoice; to be issued does nothing for it."""


async def match_payment(work: UnitOfWork, received: Envelope[PaymentApplied], cause: Cause) -> None:
    """A payment on a covered invoice counts towards its plan."""
    event = received.event
    move = MatchPayment(
        payment_id=event.payment_id,
        allocation_id=event.allocation_id,
        invoice_id=event.invoice_id,
        receivable_id=event.receivable_id,
        amount=event.amount,
        paid_on=event.value_date,
        at=cause.at,
    )
    await move_covering_plan(work, received.account, move, cause)


async def unmatch_payment(
    work: UnitOfWork, received: Envelope[PaymentUnapplied], cause: Cause
) -> None:
    """What is taken off the invoice stops counting."""
    event = received.event
    move = UnmatchPayment(
        payment_id=event.payment_id,
        allocation_id=event.allocation_id,
        invoice_id=event.invoice_id,
        receivable_id=event.receivable_id,
        remaining=event.remaining,
    )
    await move_covering_plan(work, received.account, move, cause)


async def reduce_plan(work: UnitOfWork, received: Envelope[Lowered], cause: Cause) -> None:
    """A plan expects no more on a receivable than is owed on it after it was lowered."""
    event = received.event
    for receivable_id, owed in balances_of(event).items():
        move = ReducePlan(
            invoice_id=event.invoice_id,
            receivable_id=receivable_id,
            owed=owed,
            counts_on=_counts_on(event),
            continued_by=event.continued_by if isinstance(event, InvoiceContinued) else None,
            reason=event.reason,
            at=cause.at,
        )
        await move_covering_plan(work, received.account, move, cause)


def _counts_on(event: Lowered) -> date | None:
    """Its own day: what was booked late was not owed since then."""
    if isinstance(event, InvoiceCredited | InvoiceDiscountTaken):
        return event.applied_on
    return event.effective_on


async def note_overdue(
    work: UnitOfWork, received: Envelope[InvoiceBecameOverdue], cause: Cause
) -> None:
    """Where the plan says that new invoices stay current, this one does not."""
    event = received.event
    item = await work.document(OPEN_ITEMS, received.account, event.receivable_id)
    if item.balance is None:
        return
    move = NoteOverdue(
        overdue=OverdueInvoice(
            invoice_id=event.invoice_id,
            receivable_id=event.receivable_id,
            overdue_on=event.due_date + timedelta(days=1),
        ),
        creditor_id=item.creditor_id,
        open=item.chased,
        at=cause.at,
    )
    await move_running_plans(work, received.account, move, cause)


async def note_cured(work: UnitOfWork, received: Envelope[Event], cause: Cause) -> None:
    """Once nothing of an overdue invoice is owed, uncontested and in no plan; who broke a plan broke it."""
    for id in receivables_of(received.event):
        breached = await work.document(BREACHED, received.account, id)
        if not breached.plans:
            continue
        item = await work.document(OPEN_ITEMS, received.account, id)
        move = NoteCured(receivable_id=id, open=item.chased, due_date=item.due_date)
        await move_running_plans(work, received.account, move, cause, among=breached.plans)


async def follow_condition(
    work: UnitOfWork, received: Envelope[InvoiceEvent], cause: Cause
) -> None:
    """A condition of the customer concerns all its running plans."""
    for stream in await running_plans(work, received.account):
        await follow_conditions(work, stream, cause)
