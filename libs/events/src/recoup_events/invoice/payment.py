"""Payments: money that came in."""

from datetime import date
from typing import Annotated

from pydantic import Field

from recoup_events.invoice.allocation import Allocation
from recoup_events.invoice.base import InvoiceEvent
from recoup_events.invoice.booking import Origin
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import ERP, CreditorId, CustomerId, InvoiceId, PaymentId
from recoup_events.kernel.metadata import Described, MetadataChanged
from recoup_events.kernel.money import Money
from recoup_events.kernel.slices import Slice

Rate = Annotated[str, Field(pattern=r"^(0|[1-9][0-9]{0,7})(\.[0-9]{1,12})?$")]
"""A decimal string; there is no float."""


class Exchange(Value):
    """Money of one currency for what is owed in another, at a rate that somebody has stated."""

    taken: Money
    """What came in."""
    settles: Money
    """What it pays: the amount of the payment."""
    rate: Rate
    """How much of the second currency one unit of the first is."""


class PaymentReceived(Described, InvoiceEvent, type="payment.received.v1"):
    payment_id: PaymentId
    customer_id: CustomerId
    """The payer."""
    creditor_id: CreditorId
    """Who got the money; it pays what is owed to this one alone."""
    source: str = ERP
    """The system that names it so; its ids are its own."""
    external_id: str
    amount: Money
    method: str
    value_date: date
    reference: str | None = None
    charges: Money | None = None
    """What a bank took off it on its way, and is not in the amount."""
    exchange: Exchange | None = None
    """Where it came in another currency than that of its amount."""
    held: bool = False
    """Kept on account until somebody allocates it; no policy does."""


class PaymentAllocated(InvoiceEvent, type="payment.allocated.v1"):
    payment_id: PaymentId
    customer_id: CustomerId
    allocations: tuple[Allocation, ...]
    unapplied: Money
    """What stays on account after this allocation."""


class PaymentUnallocated(InvoiceEvent, type="payment.unallocated.v1"):
    """Parts of it are on account again; the bank took nothing back."""

    payment_id: PaymentId
    customer_id: CustomerId
    allocations: tuple[Allocation, ...]
    """With the amounts that were taken off."""
    unapplied: Money
    unallocated_on: date
    reason: str
    held: bool = False
    """A person took it off: it waits for that person, and no policy applies it."""


class Candidate(Value):
    """An invoice that may have been meant."""

    invoice_id: InvoiceId
    customer_id: CustomerId
    """Whose it is."""
    external_id: str


class AmbiguousNumber(Value):
    """A number that several unpaid invoices bear, none of them over the amount."""

    number: str
    candidates: tuple[Candidate, ...]
    """The first twenty of them."""


class PaymentAmbiguous(InvoiceEvent, type="payment.ambiguous.v1"):
    """The payer named numbers that fit several invoices: the money waits on account."""

    payment_id: PaymentId
    customer_id: CustomerId
    numbers: tuple[AmbiguousNumber, ...]
    unapplied: Money


class PaymentReserved(InvoiceEvent, type="payment.reserved.v1"):
    """Money on account is kept for what it is meant to pay, which nobody is asked for meanwhile."""

    payment_id: PaymentId
    customer_id: CustomerId
    slices: tuple[Slice, ...] = Field(min_length=1)
    """What of it is kept for each of these, with what was kept before."""
    reserved: Money
    """What of it is kept altogether."""
    reason: str


class PaymentReleased(InvoiceEvent, type="payment.released.v1"):
    """Money on account is not kept for these any more: it was applied, or is free."""

    payment_id: PaymentId
    customer_id: CustomerId
    slices: tuple[Slice, ...] = Field(min_length=1)
    """What of it is still kept for each of these; zero where nothing is."""
    reserved: Money
    """What of it is kept altogether."""
    reason: str


class PaymentRefunded(InvoiceEvent, type="payment.refunded.v1"):
    """Money that was on account went back to the payer."""

    payment_id: PaymentId
    customer_id: CustomerId
    external_id: str
    """The sender's id of the refund, unique within the payment."""
    amount: Money
    unapplied: Money
    origin: Origin = Origin.ERP
    refunded_on: date
    reason: str


class PaymentDifferenceKept(InvoiceEvent, type="payment.difference_kept.v1"):
    """A little more came than is owed, within the creditor's tolerance: it is not on account."""

    payment_id: PaymentId
    customer_id: CustomerId
    amount: Money
    unapplied: Money
    kept_on: date
    origin: Origin = Origin.RECOUP
    reason: str


class PaymentDifferenceReturned(InvoiceEvent, type="payment.difference_returned.v1"):
    """What was kept of it is the payer's again: the rest of it came off an invoice, or went back."""

    payment_id: PaymentId
    customer_id: CustomerId
    amount: Money
    unapplied: Money
    returned_on: date
    origin: Origin = Origin.RECOUP
    reason: str


class PaymentReversed(InvoiceEvent, type="payment.reversed.v1"):
    """The bank took the money back, all of it."""

    payment_id: PaymentId
    customer_id: CustomerId
    creditor_id: CreditorId
    amount: Money
    reversed_on: date
    reason: str


class PaymentMetadataChanged(MetadataChanged, InvoiceEvent, type="payment.metadata_changed.v1"):
    """Its metadata are these now."""

    payment_id: PaymentId
    customer_id: CustomerId
