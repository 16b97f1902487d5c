"""A dispute that was upheld, wholly or in part, is credited."""

from collections.abc import Sequence

from invoice.invoices.domain.commands import CreditDispute
from invoice.invoices.domain.decider import INVOICE
from recoup_events.dispute import DisputePartlyUpheld, DisputeUpheld
from recoup_events.kernel.envelope import Cause, Envelope, Stream
from recoup_eventstore.work import UnitOfWork

Upheld = DisputeUpheld | DisputePartlyUpheld


def disputed_invoice(received: Envelope[Upheld]) -> Sequence[Stream]:
    """The stream the credit is decided on."""
    return [INVOICE.stream(received.tenant, received.account.key, received.event.slice.invoice_id)]


async def credit_dispute(work: UnitOfWork, received: Envelope[Upheld], cause: Cause) -> None:
    event = received.event
    command = CreditDispute(
        dispute_id=event.dispute_id, amount=event.credit, reason=event.reason, at=cause.at
    )
    for stream in disputed_invoice(received):
        await work.execute(INVOICE, stream, command, cause)
