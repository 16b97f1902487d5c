"""What may be asked of a payment."""

from collections.abc import Mapping
from datetime import date

from pydantic import Field

from invoice.allocations.domain.funds import Share
from invoice.customers.domain.commands import Positive
from recoup_events.invoice import (
    AmbiguousNumber,
    Origin,
)
from recoup_events.invoice.creditor import PaymentTolerance
from recoup_events.invoice.payment import Exchange
from recoup_events.kernel.event import Command
from recoup_events.kernel.ids import (
    ERP,
    AllocationId,
    CreditorId,
    CustomerId,
    PaymentId,
    ReceivableId,
)
from recoup_events.kernel.metadata import NO_METADATA, Metadata
from recoup_events.kernel.money import Money


class ReceivePayment(Command):
    payment_id: PaymentId
    customer_id: CustomerId
    creditor_id: CreditorId
    source: str = ERP
    external_id: str
    amount: Positive
    method: str
    value_date: date
    reference: str | None
    charges: Positive | None = None
    exchange: Exchange | None = None
    held: bool = False
    metadata: Metadata = NO_METADATA


class AllocatePayment(Command):
    shares: tuple[Share, ...] = Field(min_length=1)


class UnallocatePayment(Command):
    """Let no more than this remain of each allocation."""

    remaining: Mapping[AllocationId, Money]
    reason: str
    today: date
    held: bool = False
    """A person asked for it."""


class KeepDifference(Command):
    """Money has been applied; what is left may be too little to be on account."""

    tolerance: PaymentTolerance


class ReservePayment(Command):
    """Keep so much for each."""

    shares: tuple[Share, ...] = Field(min_length=1)
    reason: str


class ReleasePayment(Command):
    """Keep no more than this for each; nothing for any if none is named."""

    remaining: Mapping[ReceivableId, Money] | None
    reason: str


class LeaveAmbiguous(Command):
    """Keep the money on account: these numbers fit several invoices."""

    numbers: tuple[AmbiguousNumber, ...] = Field(min_length=1)


class RefundPayment(Command):
    external_id: str
    amount: Positive
    origin: Origin = Origin.ERP
    refunded_on: date
    reason: str


class ReversePayment(Command):
    reason: str
    today: date


PaymentCommand = (
    ReceivePayment
    | AllocatePayment
    | UnallocatePayment
    | KeepDifference
    | ReservePayment
    | ReleasePayment
    | LeaveAmbiguous
    | RefundPayment
    | ReversePayment
)
