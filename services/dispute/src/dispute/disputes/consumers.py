"""What becomes of the invoices that are contested, and what follows for the disputes."""

from dispute.disputes.domain.commands import MoveDispute
from dispute.disputes.domain.decider import DISPUTE
from dispute.disputes.domain.invoice import INVOICE
from recoup_events.invoice import InvoiceContinued
from recoup_events.kernel.envelope import Cause, Envelope
from recoup_eventstore.work import UnitOfWork


async def move_disputes(
    work: UnitOfWork, received: Envelope[InvoiceContinued], cause: Cause
) -> None:
    """What is contested on an invoice is contested on the one that continues it."""
    event, account = received.event, received.account
    command = MoveDispute(
        continued_by=event.continued_by,
        continuations={each.receivable_id: each.continued_by for each in event.continuations},
    )
    known = await work.document(INVOICE, account, event.invoice_id)
    streams = [DISPUTE.stream(*account, id) for id in known.contested]
    await work.preload(streams)
    for stream in streams:
        await work.execute(DISPUTE, stream, command, cause)
