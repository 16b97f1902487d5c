"""What is on account pays a new invoice, or is kept for it, as its creditor's books say."""

from invoice.allocations.domain.allocation import Wish, allocate
from invoice.allocations.domain.funds import Share
from invoice.credit_notes.domain.credit_note import CREDIT_NOTE
from invoice.credit_notes.handlers import allocate_credit
from invoice.creditors.handlers import creditor_of
from invoice.invoices.domain.decider import INVOICE
from invoice.invoices.domain.invoice import issued_invoice
from invoice.on_account.domain.free_funds import ANY_FUNDS, FREE_FUNDS, free_with
from invoice.payments.domain.commands import ReservePayment
from invoice.payments.domain.payment import PAYMENT
from invoice.payments.handlers import allocate_money
from recoup_events.invoice import InvoiceIssued, OnAccount
from recoup_events.kernel.envelope import Cause, Envelope, Stream
from recoup_events.kernel.money import Money
from recoup_eventstore.work import UnitOfWork

AT_ONCE = 100
"""Sources that are used for one invoice."""
KEPT = "Money on account is kept for what is asked for next."


async def use_for_new(work: UnitOfWork, issued: Envelope[InvoiceIssued], cause: Cause) -> None:
    """Nobody is asked for what is there; what continues another invoice was asked for already.

    A charge is paid by whoever decides to pay it.
    """
    event, account = issued.event, issued.account
    if (
        event.continues
        or event.charge
        or not (await work.document(ANY_FUNDS, account, account.key)).sources
    ):
        return
    policy = (await creditor_of(work, issued.tenant, event.creditor_id)).books.on_account
    within = free_with(event.creditor_id, event.total.currency)
    found = await work.listed(FREE_FUNDS, account, within=within, limit=AT_ONCE)
    wanted = event.total
    for id, funds in found.items():
        if not wanted or funds.left is None:
            break
        stream = PAYMENT.stream(*account, id)
        is_money = await work.exists(stream)
        if policy is OnAccount.HOLD:
            if is_money:
                wanted -= await _keep(work, stream, issued.stream, min(wanted, funds.left), cause)
            continue
        source = stream if is_money else CREDIT_NOTE.stream(*account, id)
        await _apply(work, source, issued.stream, funds.left, cause)
        wanted = issued_invoice(await work.state(INVOICE, issued.stream)).balance


async def _apply(
    work: UnitOfWork, source: Stream, invoice: Stream, left: Money, cause: Cause
) -> None:
    shares = await _shares(work, invoice, left)
    allocated = allocate_money if source.category == PAYMENT.category else allocate_credit
    await allocated(work, source, shares, cause)


async def _keep(
    work: UnitOfWork, source: Stream, invoice: Stream, amount: Money, cause: Cause
) -> Money:
    command = ReservePayment(shares=await _shares(work, invoice, amount), reason=KEPT)
    await work.execute(PAYMENT, source, command, cause)
    return amount


async def _shares(work: UnitOfWork, stream: Stream, available: Money) -> tuple[Share, ...]:
    """Of its terms, those due first come first."""
    invoice = issued_invoice(await work.state(INVOICE, stream))
    id = invoice.issued.invoice_id
    shares = allocate(available, [Wish(id, None)], {id: invoice})
    return tuple(share._replace(automatic=True) for share in shares)
