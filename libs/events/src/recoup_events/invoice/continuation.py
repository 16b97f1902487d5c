"""Continuations: what is owed on an invoice is asked for on another one, with all that goes with it."""

from datetime import date

from recoup_events.invoice.base import InvoiceEvent
from recoup_events.invoice.term import ChangedTerm
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import CustomerId, InvoiceId, ReceivableId
from recoup_events.kernel.money import Money


class Continuation(Value):
    """A receivable, and the one that continues it; each is continued by one, with its due date."""

    invoice_id: InvoiceId
    """Whose term the first is."""
    receivable_id: ReceivableId
    continued_by: ReceivableId
    """Disputes, holds and steps taken go along; where nothing was owed, only what comes later."""
    amount: Money
    """What was owed on it."""


class InvoiceContinued(InvoiceEvent, type="invoice.continued.v1"):
    """What is owed on it is asked for on another invoice; what was paid on it stays so.

    Where something comes to be owed on it later, as when a payment is returned, that goes the same
    way, in another of these events.
    """

    invoice_id: InvoiceId
    customer_id: CustomerId
    continued_by: InvoiceId
    amount: Money
    """What is asked for there from now on, and here no more."""
    terms: tuple[ChangedTerm, ...]
    """Those on which it was owed."""
    continuations: tuple[Continuation, ...]
    """Of all its terms."""
    effective_on: date
    reason: str
