"""Shares a payment out over invoices, and takes it back, in the transaction that owns the account.

What concerns all open invoices of a customer is here, too, as the view of them is.
"""

from collections.abc import Sequence
from itertools import accumulate

from invoice.customers.domain.events import TimeZoneChanged
from invoice.invoices.domain.commands import AmendInvoice, ApplyPayment, UnapplyPayment
from invoice.invoices.domain.decider import INVOICE
from invoice.invoices.domain.invoice import Invoice
from invoice.payments.domain.allocation import (
    MOST,
    Reference,
    allocate,
    oldest_first,
    wishes_of,
)
from invoice.payments.domain.commands import AllocatePayment, ReversePayment
from invoice.payments.domain.errors import UnknownInvoice
from invoice.payments.domain.invoice_names import INVOICE_NAMES, documents_named
from invoice.payments.domain.open_invoices import OPEN_INVOICES, owed_to
from invoice.payments.domain.payment import PAYMENT, Payment, recorded
from recoup_events.invoice import Allocation
from recoup_events.kernel.envelope import Account, Cause, Envelope, Stream
from recoup_events.kernel.ids import CreditorId, InvoiceId
from recoup_events.kernel.money import Money
from recoup_eventstore.ports import DocumentKey
from recoup_eventstore.work import UnitOfWork

FIRST_LOOK = 16


async def allocate_payment(
    work: UnitOfWork, stream: Stream, references: Sequence[Reference], cause: Cause
) -> Sequence[Allocation]:
    """Pay what is named, in that order; when nothing is named, what is longest due."""
    payment = recorded(await work.state(PAYMENT, stream))
    if references:
        invoices = await _named(work, stream.account, payment.received.creditor_id, references)
        wishes = wishes_of(payment, references, invoices)
    else:
        invoices = await _longest_due(work, stream.account, payment)
        wishes = oldest_first(invoices)
    balances = {invoice.issued.invoice_id: invoice.balance for invoice in invoices}
    allocations = allocate(payment.unapplied, wishes, balances)
    if allocations:
        command = AllocatePayment(allocations=allocations)
        await work.execute(PAYMENT, stream, command, cause)
    for part in allocations:
        apply = ApplyPayment(
            payment_id=payment.received.payment_id,
            amount=part.amount,
            value_date=payment.received.value_date,
        )
        await work.execute(INVOICE, _stream(stream.account, part.invoice_id), apply, cause)
    return allocations


async def reverse_payment(work: UnitOfWork, stream: Stream, reason: str, cause: Cause) -> None:
    """The bank took the money back: every invoice it paid is owed again."""
    payment = recorded(await work.state(PAYMENT, stream))
    await work.execute(PAYMENT, stream, ReversePayment(reason=reason), cause)
    await _invoices(work, stream.account, list(payment.allocated))
    unapply = UnapplyPayment(payment_id=payment.received.payment_id, reason=reason)
    for invoice_id in payment.allocated:
        await work.execute(INVOICE, _stream(stream.account, invoice_id), unapply, cause)


async def follow_time_zone(
    work: UnitOfWork, recorded: Envelope[TimeZoneChanged], cause: Cause
) -> None:
    """The days of the customer's open invoices end when its own do, and their ages with them."""
    account, time_zone = recorded.account, recorded.event.time_zone
    open_invoices = await work.listed(OPEN_INVOICES, account)
    invoices = await _invoices(work, account, [InvoiceId(id) for id in open_invoices])
    names = [documents_named(each.issued.creditor_id, each.number) for each in invoices]
    await work.preload(
        documents=[
            DocumentKey(account, INVOICE_NAMES.name, document)
            for name in names
            for document in name
        ]
    )
    for each in invoices:
        command = AmendInvoice(
            number=each.number,
            purchase_order=each.purchase_order,
            lines=each.lines,
            due_date=each.due_date,
            time_zone=time_zone,
            reason="The customer's time zone changed.",
            at=cause.at,
        )
        await work.execute(INVOICE, _stream(account, each.issued.invoice_id), command, cause)


async def _named(
    work: UnitOfWork,
    account: Account,
    creditor_id: CreditorId,
    references: Sequence[Reference],
) -> Sequence[Invoice]:
    await work.preload(
        documents=[
            DocumentKey(account, INVOICE_NAMES.name, document)
            for reference in references
            for document in documents_named(creditor_id, reference.invoice)
        ]
    )
    ids = [await _id_of(work, account, creditor_id, named.invoice) for named in references]
    for i, (id, reference) in enumerate(zip(ids, references, strict=True)):
        if id is None:
            raise UnknownInvoice(
                f"The customer owes this creditor no invoice {reference.invoice!r}; correct the reference, or "
                "leave it out to keep the money on account.",
                pointer=f"/references/{i}/invoice",
            )
    return await _invoices(work, account, [id for id in ids if id is not None])


async def _id_of(
    work: UnitOfWork, account: Account, creditor_id: CreditorId, name: str
) -> InvoiceId | None:
    for document in documents_named(creditor_id, name):
        named = await work.document(INVOICE_NAMES, account, document)
        if named.invoice_id is not None:
            return named.invoice_id
    return None


async def _longest_due(work: UnitOfWork, account: Account, payment: Payment) -> Sequence[Invoice]:
    """As many as the money reaches, and no more are read; at most ``MOST`` at once."""
    money = payment.unapplied
    within, looked_at = owed_to(payment.received.creditor_id, money.currency), FIRST_LOOK
    while True:
        found = await work.listed(OPEN_INVOICES, account, within=within, limit=looked_at)
        owed = [invoice.balance or Money.zero(money.currency) for invoice in found.values()]
        before = accumulate(owed, initial=Money.zero(money.currency))
        reached = [InvoiceId(id) for id, paid in zip(found, before, strict=False) if paid < money]
        if len(reached) < looked_at or looked_at == MOST:
            return await _invoices(work, account, reached)
        looked_at = min(looked_at * FIRST_LOOK, MOST)


async def _invoices(
    work: UnitOfWork, account: Account, ids: Sequence[InvoiceId]
) -> Sequence[Invoice]:
    streams = [_stream(account, id) for id in ids]
    documents = [DocumentKey(account, OPEN_INVOICES.name, id) for id in ids]
    await work.preload(streams, documents)
    states = [await work.state(INVOICE, stream) for stream in streams]
    return [state for state in states if isinstance(state, Invoice)]


def _stream(account: Account, id: InvoiceId) -> Stream:
    return INVOICE.stream(account.tenant, account.key, id)
