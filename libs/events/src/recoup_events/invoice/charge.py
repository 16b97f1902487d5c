"""Charges: what a debt costs its debtor for being late, asked for as documents of their own."""

from datetime import date
from enum import StrEnum

from recoup_events.invoice.base import InvoiceEvent
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import CreditorId, CustomerId, InvoiceId, ReceivableId
from recoup_events.kernel.money import Money


class ChargeKind(StrEnum):
    LATE_FEE = "late_fee"
    """As agreed, for being late."""
    INTEREST = "interest"
    FIXED_SUM = "fixed_sum"
    """What a law grants once for each debt that is paid late."""
    COST = "cost"
    """What collecting costs, as agreed."""


class ChargedFor(Value):
    """The charge a document is, and the receivable that caused it."""

    kind: ChargeKind
    invoice_id: InvoiceId
    receivable_id: ReceivableId


class InterestSegment(Value):
    """Days on which neither the balance nor the rate changed."""

    first_day: date
    last_day: date
    days: int
    """As the authority counts them."""
    balance: Money
    rate: int
    """A year's, in hundredths of a percent."""
    days_in_year: int
    authority: str
    text: str
    """The sum, to be done again by hand."""


class ChargeAssessed(InvoiceEvent, type="charge.assessed.v1"):
    """Something is charged, once; ``invoice.issued`` of the charge itself follows.

    It is recorded with the invoice that caused it, whose balance it leaves alone.
    """

    charge_id: InvoiceId
    """The document that asks for it."""
    invoice_id: InvoiceId
    receivable_id: ReceivableId
    """What caused it."""
    customer_id: CustomerId
    creditor_id: CreditorId
    kind: ChargeKind
    occurrence: str
    """Which of its kind on this receivable: the last day of interest, the month of a fee, or ``once``."""
    amount: Money
    authority: str
    """The law by its id, or ``agreed``."""
    citation: str
    """Where the law or the agreement says so."""
    until: date
    """The last day that was looked at."""
    segments: tuple[InterestSegment, ...] = ()
    """Of interest, from its first day on."""
    charged_before: Money
    """What of these segments had been charged earlier."""
