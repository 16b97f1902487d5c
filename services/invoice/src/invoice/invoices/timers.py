"""What happens when an invoice's next age has come."""

from datetime import datetime

from invoice.invoices.domain.commands import AgeInvoice
from invoice.invoices.domain.decider import INVOICE
from recoup_events.kernel.envelope import Cause, Stream
from recoup_eventstore.work import UnitOfWork


async def age_invoice(work: UnitOfWork, stream: Stream, now: datetime, cause: Cause) -> None:
    await work.execute(INVOICE, stream, AgeInvoice(at=now), cause)
