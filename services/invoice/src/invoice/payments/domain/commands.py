"""What may be asked of a payment."""

from datetime import date

from pydantic import Field

from invoice.customers.domain.commands import Positive
from recoup_events.invoice import Allocation
from recoup_events.kernel.event import Command
from recoup_events.kernel.ids import CreditorId, CustomerId, PaymentId


class ReceivePayment(Command):
    payment_id: PaymentId
    customer_id: CustomerId
    creditor_id: CreditorId
    external_id: str
    amount: Positive
    method: str
    value_date: date
    reference: str | None


class AllocatePayment(Command):
    allocations: tuple[Allocation, ...] = Field(min_length=1)


class ReversePayment(Command):
    reason: str


PaymentCommand = ReceivePayment | AllocatePayment | ReversePayment
