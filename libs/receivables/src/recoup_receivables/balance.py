"""What is owed on an invoice, as everybody who receives it can tell."""

from recoup_events import invoice
from recoup_events.kernel.money import Money

MOVES = (
    invoice.InvoiceIssued,
    invoice.InvoiceCancelled,
    invoice.InvoiceCredited,
    invoice.PaymentApplied,
    invoice.PaymentUnapplied,
)
"""The events after which something else is owed."""


def balance_after(event: invoice.InvoiceEvent, before: Money | None) -> Money | None:
    """``None`` until the invoice has arrived."""
    match event:
        case invoice.InvoiceIssued(total=owed):
            return owed
        case (
            invoice.InvoiceCredited(balance=owed)
            | invoice.PaymentApplied(balance=owed)
            | invoice.PaymentUnapplied(balance=owed)
        ):
            return owed
        case invoice.InvoiceCancelled() if before is not None:
            return Money.zero(before.currency)
        case _:
            return before
