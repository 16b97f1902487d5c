"""What the events about invoices, payments and credit notes move on the customers' statements."""

from collections.abc import Callable, Mapping
from typing import Any

from recoup_events import invoice as events
from recoup_events.invoice.payment import PaymentDifferenceKept, PaymentDifferenceReturned
from recoup_events.kernel.ids import CreditNoteId, CustomerId
from recoup_events.kernel.money import Money

_MORE = (
    PaymentDifferenceKept,
    events.InvoiceAdjusted,
    events.PaymentRefunded,
    events.PaymentReversed,
    events.CreditNoteCancelled,
    events.InvoiceWriteOffReversed,
    events.InvoiceDiscountReversed,
)
_LESS = (
    PaymentDifferenceReturned,
    events.InvoiceCancelled,
    events.InvoiceWrittenOff,
    events.InvoiceDiscountTaken,
    events.PaymentReceived,
    events.CreditNoteIssued,
)


def entries(
    event: Any, noted: Callable[[CreditNoteId], bool]
) -> Mapping[tuple[CustomerId, int], Money]:
    """By customer and entry: above zero, the customer owes more.

    A credit that is not ``noted`` came without its note: its application is what lowers it.
    """
    if isinstance(event, events.InvoiceIssued):
        return {(event.customer_id, 0): event.total}
    if isinstance(event, (events.PaymentApplied, events.PaymentUnapplied)):
        amount = event.amount if isinstance(event, events.PaymentApplied) else _back(event.amount)
        return {(event.payer_id, 0): amount, (event.customer_id, 1): _back(amount)}
    credited = isinstance(event, (events.InvoiceCredited, events.CreditUnapplied))
    if credited and not noted(event.credit_note_id):
        less = isinstance(event, events.InvoiceCredited)
        return {(event.customer_id, 0): _back(event.amount) if less else event.amount}
    if isinstance(event, _MORE):
        return {(event.customer_id, 0): event.amount}
    return {(event.customer_id, 0): _back(event.amount)} if isinstance(event, _LESS) else {}


def _back(amount: Money) -> Money:
    return Money.zero(amount.currency) - amount
