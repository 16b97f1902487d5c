"""What happens when it is to be looked again what is charged for an invoice."""

from datetime import datetime

from invoice.charges.handlers.by_itself import look
from invoice.creditors.handlers import creditor_of
from invoice.invoices.domain.decider import INVOICE
from invoice.invoices.domain.invoice import issued_invoice
from recoup_events.kernel.envelope import Cause, Stream
from recoup_eventstore.work import UnitOfWork


async def charge_on_its_day(work: UnitOfWork, stream: Stream, now: datetime, cause: Cause) -> None:
    """By the rules that hold today; without any it ends."""
    invoice_stream = INVOICE.stream(*stream.account, stream.id)
    invoice = issued_invoice(await work.state(INVOICE, invoice_stream))
    creditor = await creditor_of(work, stream.account.tenant, invoice.issued.creditor_id)
    await look(work, invoice_stream, creditor, cause)
