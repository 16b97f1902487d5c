"""Write-offs: what is owed and not expected any more, and taking that back."""

from datetime import date

from recoup_events.invoice.base import InvoiceEvent
from recoup_events.invoice.booking import Origin, TaxPart
from recoup_events.invoice.term import ChangedTerm
from recoup_events.kernel.ids import CustomerId, InvoiceId, WriteOffId
from recoup_events.kernel.money import Money


class InvoiceWrittenOff(InvoiceEvent, type="invoice.written_off.v1"):
    """All or part of what is owed is asked for no more, though nobody paid it."""

    invoice_id: InvoiceId
    customer_id: CustomerId
    write_off_id: WriteOffId
    amount: Money
    """Tax included."""
    taxes: tuple[TaxPart, ...] = ()
    """The tax in it, by rate, as far as it is known."""
    terms: tuple[ChangedTerm, ...]
    """Those that it is about."""
    origin: Origin
    effective_on: date
    reason: str


class InvoiceWriteOffReversed(InvoiceEvent, type="invoice.write_off_reversed.v1"):
    """All or part of a write-off was taken back: it is owed again, or was never to be paid."""

    invoice_id: InvoiceId
    customer_id: CustomerId
    write_off_id: WriteOffId
    amount: Money
    taxes: tuple[TaxPart, ...] = ()
    """The tax in it, where the whole write-off was taken back."""
    remaining: Money
    """What of it is still written off."""
    terms: tuple[ChangedTerm, ...]
    """Those that it is about, with what is owed on them once all decided with it is recorded."""
    origin: Origin
    effective_on: date
    reason: str
