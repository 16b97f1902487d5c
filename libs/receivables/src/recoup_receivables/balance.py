"""What is owed on the terms of an invoice, as everybody who receives it can tell."""

from collections.abc import Mapping

from recoup_events import invoice
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import ReceivableId
from recoup_events.kernel.money import Money

MOVES = (
    invoice.InvoiceIssued,
    invoice.InvoiceCancelled,
    invoice.InvoiceAdjusted,
    invoice.InvoiceCredited,
    invoice.CreditUnapplied,
    invoice.PaymentApplied,
    invoice.PaymentUnapplied,
    invoice.InvoiceWrittenOff,
    invoice.InvoiceWriteOffReversed,
    invoice.InvoiceDiscountTaken,
    invoice.InvoiceDiscountReversed,
    invoice.InvoiceContinued,
)
"""The events after which something else is owed."""
Balances = Mapping[ReceivableId, Money]
"""Of the terms of one invoice; none until it has arrived."""


def balances_of(event: Event) -> Balances:
    """What is owed after an event on each receivable that it changes."""
    match event:
        case invoice.InvoiceIssued(terms=terms):
            return {term.receivable_id: term.amount for term in terms}
        case (
            invoice.InvoiceAdjusted(terms=terms)
            | invoice.InvoiceCancelled(terms=terms)
            | invoice.InvoiceWrittenOff(terms=terms)
            | invoice.InvoiceWriteOffReversed(terms=terms)
            | invoice.InvoiceDiscountTaken(terms=terms)
            | invoice.InvoiceDiscountReversed(terms=terms)
            | invoice.InvoiceContinued(terms=terms)
        ):
            return {term.receivable_id: term.balance for term in terms}
        case (
            invoice.InvoiceCredited(receivable_id=id, balance=owed)
            | invoice.CreditUnapplied(receivable_id=id, balance=owed)
            | invoice.PaymentApplied(receivable_id=id, balance=owed)
            | invoice.PaymentUnapplied(receivable_id=id, balance=owed)
        ):
            return {id: owed}
        case _:
            return {}


def balances_after(event: Event, before: Balances) -> Balances:
    """What is recorded of an invoice before it has arrived tells nothing."""
    if not before and not isinstance(event, invoice.InvoiceIssued):
        return before
    return {**before, **balances_of(event)}
