"""What is owed, whoever changes it: what is contested or planned is not chased, the rest is."""

from collections.abc import Sequence

from recoup_events.invoice import (
    InvoiceCancelled,
    InvoiceContinued,
    InvoiceWriteOffReversed,
    InvoiceWrittenOff,
    PaymentApplied,
    PaymentUnapplied,
)
from recoup_events.kernel.envelope import Cause, Envelope, Stream
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import ReceivableId
from recoup_events.workflow_scheduler import EnrolmentStarted, Outcome, PauseCause, RunReason
from recoup_eventstore.work import UnitOfWork
from recoup_receivables.owed import receivables_of
from workflow_scheduler.enrolments.domain.commands import FollowOwed
from workflow_scheduler.enrolments.domain.decider import ENROLMENT, enrolment_of
from workflow_scheduler.enrolments.domain.owed import OWED
from workflow_scheduler.enrolments.handlers import respect_debtor


def reads(received: Envelope[Event]) -> Sequence[Stream]:
    """What the reaction loads."""
    return [enrolment_of(received.account, id) for id in receivables_of(received.event)]


async def follow_owed(work: UnitOfWork, received: Envelope[Event], cause: Cause) -> None:
    """Chase what is left; a dispute or a plan received before its invoice waits in the view."""
    for receivable_id in receivables_of(received.event):
        await _follow(work, received, receivable_id, cause)


async def _follow(
    work: UnitOfWork, received: Envelope[Event], receivable_id: ReceivableId, cause: Cause
) -> None:
    owed = await work.document(OWED, received.account, receivable_id)
    if owed.balance is None:
        return
    command = FollowOwed(
        now=cause.at,
        balance=owed.balance,
        set_aside={
            (PauseCause(owed.covers[id].by), id): amount for id, amount in owed.set_aside.items()
        },
        outcome=_outcome(received.event),
        reason=_reason(received.event),
        by_payment=isinstance(received.event, PaymentApplied | PaymentUnapplied),
    )
    stream = enrolment_of(received.account, receivable_id)
    recorded = await work.execute(ENROLMENT, stream, command, cause)
    if any(isinstance(each.event, EnrolmentStarted) for each in recorded):
        await respect_debtor(work, stream, cause)


def _outcome(event: Event) -> Outcome:
    """What it means that an event leaves nothing owed."""
    match event:
        case InvoiceCancelled():
            return Outcome.CANCELLED
        case InvoiceWrittenOff():
            return Outcome.WRITTEN_OFF
        case InvoiceContinued():
            return Outcome.CONTINUED
        case _:
            return Outcome.PAID


def _reason(event: Event) -> RunReason:
    """Why something is owed again after an event."""
    reversed = isinstance(event, InvoiceWriteOffReversed)
    return RunReason.WRITE_OFF_REVERSED if reversed else RunReason.REOPENED
