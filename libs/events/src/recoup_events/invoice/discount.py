"""Discounts: what a document gives off for money that comes in time, and taking that back."""

from datetime import date
from enum import StrEnum

from recoup_events.invoice.base import InvoiceEvent
from recoup_events.invoice.booking import Origin, TaxPart
from recoup_events.invoice.term import ChangedTerm
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import CustomerId, InvoiceId
from recoup_events.kernel.money import Money
from recoup_events.kernel.percent import Percent

MOST_DISCOUNTS = 5


class DiscountBase(StrEnum):
    """Of what a discount is so many per cent."""

    TOTAL = "total"
    NET = "net"
    """Without tax, for which the document has its taxes."""


class Discount(Value):
    """What is given off for money whose value date is on or before a day."""

    percent: Percent | None = None
    amount: Money | None = None
    """In place of a percent."""
    on: DiscountBase = DiscountBase.TOTAL
    until: date


class ZeroTax(StrEnum):
    """Why a rate is nought; an e-invoice has to say it."""

    ZERO_RATED = "zero_rated"
    EXEMPT = "exempt"
    EXPORT = "export"
    REVERSE_CHARGE = "reverse_charge"
    INTRA_COMMUNITY_SUPPLY = "intra_community_supply"


class DocumentTax(Value):
    """What of a document is of one rate of tax."""

    rate: Percent
    """Per cent, e.g. ``19`` or ``5.5``."""
    net: Money
    tax: Money
    zero: ZeroTax | None = None
    """Of the rate nought, if it is known."""
    exemption_reason: str | None = None
    """In words, e.g. the paragraph; a zero-rated supply has none."""


class DiscountKind(StrEnum):
    """For what reason less than all that is owed settles a document."""

    DISCOUNT = "discount"
    PAYMENT_DIFFERENCE = "payment_difference"
    """Within the creditor's tolerance."""
    BANK_CHARGES = "bank_charges"
    """The bank took them off what the payer sent, and the creditor bears them."""


class InvoiceDiscountTaken(InvoiceEvent, type="invoice.discount_taken.v1"):
    """Money covers all but what is given off: a discount in time, or a small difference closes the document."""

    invoice_id: InvoiceId
    customer_id: CustomerId
    amount: Money
    """What is not paid for that reason, tax included."""
    taxes: tuple[TaxPart, ...] = ()
    """The tax in it, by rate, as the document's taxes are to its total."""
    terms: tuple[ChangedTerm, ...]
    """Those on which something was still owed."""
    kind: DiscountKind = DiscountKind.DISCOUNT
    origin: Origin = Origin.RECOUP
    applied_on: date
    reason: str


class InvoiceDiscountReversed(InvoiceEvent, type="invoice.discount_reversed.v1"):
    """All or part of what was given off was taken back: it is owed again, or was never to be paid."""

    invoice_id: InvoiceId
    customer_id: CustomerId
    amount: Money
    taxes: tuple[TaxPart, ...] = ()
    """The tax in it, where the whole discount was taken back."""
    remaining: Money
    """What of it still stands."""
    terms: tuple[ChangedTerm, ...]
    """Those that it is about, with what is owed on them once all decided with it is recorded."""
    kind: DiscountKind = DiscountKind.DISCOUNT
    origin: Origin = Origin.RECOUP
    applied_on: date
    reason: str
    undone: bool = False
    """The money it was given for was taken back itself: it counts as if it had never been given."""
