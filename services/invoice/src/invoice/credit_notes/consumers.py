"""A dispute that was upheld, wholly or in part, is credited."""

from collections.abc import Sequence

from invoice.credit_notes.domain.credit_note import CREDIT_NOTE
from invoice.credit_notes.handlers import grant_credit
from invoice.invoices.domain.decider import INVOICE
from recoup_events.dispute import DisputePartlyUpheld, DisputeUpheld
from recoup_events.kernel.envelope import Cause, Envelope, Stream
from recoup_events.kernel.ids import derived
from recoup_eventstore.work import UnitOfWork

Upheld = DisputeUpheld | DisputePartlyUpheld


def reads(received: Envelope[Upheld]) -> Sequence[Stream]:
    """The invoice that was disputed, and the credit note that says what was granted."""
    tenant, customer = received.account
    return [
        INVOICE.stream(tenant, customer, received.event.credits[0].invoice_id),
        _granted(received),
    ]


def _granted(received: Envelope[Upheld]) -> Stream:
    id = derived("crn", received.tenant, "dispute", received.event.dispute_id)
    return CREDIT_NOTE.stream(received.tenant, received.account.key, id)


async def credit_dispute(work: UnitOfWork, received: Envelope[Upheld], cause: Cause) -> None:
    await grant_credit(work, _granted(received), received.event, cause)
