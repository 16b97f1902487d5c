"""A dispute that was upheld, wholly or in part, is credited."""

from collections.abc import Sequence

from invoice.invoices.domain.commands import CreditDispute
from invoice.invoices.domain.decider import INVOICE
from recoup_events.dispute import DisputePartlyUpheld, DisputeUpheld
from recoup_events.envelope import Cause, Envelope, Stream
from recoup_eventstore.work import UnitOfWork

Upheld = DisputeUpheld | DisputePartlyUpheld


def disputed_invoice(heard: Envelope[Upheld]) -> Sequence[Stream]:
    """The stream the credit is decided on."""
    return [INVOICE.stream(heard.tenant, heard.account.key, heard.fact.slice.invoice_id)]


async def credit_dispute(work: UnitOfWork, heard: Envelope[Upheld], cause: Cause) -> None:
    fact = heard.fact
    command = CreditDispute(
        dispute_id=fact.dispute_id, amount=fact.credit, reason=fact.why, at=cause.at
    )
    for stream in disputed_invoice(heard):
        await work.execute(INVOICE, stream, command, cause)
