"""What an invoice needs its creditor's books for: write-offs that take two people, and discounts."""

from invoice.approvals.handlers import request_approval
from invoice.creditors.handlers import creditor_of
from invoice.invoices.domain.commands import TakeDiscount, WriteOff
from invoice.invoices.domain.decider import INVOICE
from invoice.invoices.domain.invoice import Invoice, issued_invoice
from recoup_events.invoice import ApprovalApproved, Books, InvoiceWriteOff
from recoup_events.kernel.envelope import Cause, Envelope, Stream
from recoup_events.kernel.money import Money
from recoup_eventstore.work import UnitOfWork


async def write_off(
    work: UnitOfWork, stream: Stream, command: WriteOff, cause: Cause
) -> Stream | None:
    """The approval it waits for, if it takes two people; what cannot be done is refused at once."""
    invoice = issued_invoice(await work.state(INVOICE, stream))
    creditor = await creditor_of(work, stream.account.tenant, invoice.issued.creditor_id)
    amount = invoice.balance if command.amount is None else command.amount
    if not _takes_two(amount, invoice, creditor.books):
        await work.execute(INVOICE, stream, command, cause)
        return None
    INVOICE.decide(command, invoice)
    request = InvoiceWriteOff(
        **invoice.ids,
        creditor_id=creditor.creditor_id,
        amount=amount,
        taxes=command.taxes,
        origin=command.origin,
        reason=command.reason,
    )
    return await request_approval(work, stream.account, request, cause)


def _takes_two(amount: Money, invoice: Invoice, books: Books) -> bool:
    """Whether it exceeds the creditor's limit with what of the invoice is written off already."""
    limit = books.write_off_limit
    if limit is None or amount.currency != invoice.currency:
        return False
    return limit.currency != invoice.currency or limit < invoice.written_off + amount


async def follow_approved(
    work: UnitOfWork, approved: Envelope[ApprovalApproved], cause: Cause
) -> None:
    """A second person agreed: it is written off as of now, or refused where less is owed by now."""
    request = approved.event.request
    if isinstance(request, InvoiceWriteOff):
        command = WriteOff(
            amount=request.amount,
            taxes=request.taxes,
            origin=request.origin,
            reason=request.reason,
            at=cause.at,
        )
        stream = INVOICE.stream(approved.tenant, approved.account.key, request.invoice_id)
        await work.execute(INVOICE, stream, command, cause)


async def take_discount(work: UnitOfWork, stream: Stream, cause: Cause) -> None:
    """What is left of an invoice may be its discount, as its creditor counts."""
    invoice = issued_invoice(await work.state(INVOICE, stream))
    if not invoice.balance or not invoice.issued.discounts:
        return
    creditor = await creditor_of(work, stream.account.tenant, invoice.issued.creditor_id)
    command = TakeDiscount(tolerance=creditor.books.discount_tolerance)
    await work.execute(INVOICE, stream, command, cause)
