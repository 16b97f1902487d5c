"""What is owed on an invoice, as everybody who receives it can tell."""

from recoup_events import invoice
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
)
"""The events after which something else is owed."""


def balance_after(event: invoice.InvoiceEvent, before: Money | None) -> Money | None:
    """``None`` until the invoice has arrived; what is recorded of it before that tells nothing."""
    match event:
        case invoice.InvoiceIssued(total=owed):
            return owed
        case _ if before is None:
            return None
        case (
            invoice.InvoiceAdjusted(balance=owed)
            | invoice.InvoiceCredited(balance=owed)
            | invoice.CreditUnapplied(balance=owed)
            | invoice.PaymentApplied(balance=owed)
            | invoice.PaymentUnapplied(balance=owed)
            | invoice.InvoiceWrittenOff(balance=owed)
            | invoice.InvoiceWriteOffReversed(balance=owed)
            | invoice.InvoiceReopened(balance=owed)
        ):
            return owed
        case invoice.InvoiceCancelled() | invoice.InvoicePaid():
            return Money.zero(before.currency)
        case _:
            return before
