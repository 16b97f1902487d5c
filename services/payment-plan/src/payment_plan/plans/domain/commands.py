"""What may be asked of a payment plan."""

from collections.abc import Mapping
from datetime import date

from pydantic import AwareDatetime, Field

from payment_plan.plans.domain.receivable import Receivable
from recoup_compliance.conditions import Conditions
from recoup_events.kernel.event import Command
from recoup_events.kernel.ids import AllocationId, CustomerId, InvoiceId, PaymentId, PlanId
from recoup_events.kernel.metadata import NO_METADATA, Metadata
from recoup_events.kernel.money import Money, Positive
from recoup_events.kernel.slices import Slice
from recoup_events.payment_plan import Instalment


class AgreePlan(Command):
    plan_id: PlanId
    customer_id: CustomerId
    slices: tuple[Slice, ...] = Field(min_length=1)
    schedule: tuple[Instalment, ...] = Field(min_length=1)
    grace_days: int = Field(ge=0)
    time_zone: str
    """The debtor's own."""
    receivables: Mapping[InvoiceId, Receivable]
    """What is known of each invoice in ``slices``."""
    at: AwareDatetime
    metadata: Metadata = NO_METADATA


class MatchPayment(Command):
    payment_id: PaymentId
    allocation_id: AllocationId
    invoice_id: InvoiceId
    amount: Positive
    paid_on: date


class UnmatchPayment(Command):
    """Count no more of an allocation than what remains of it."""

    payment_id: PaymentId
    allocation_id: AllocationId
    invoice_id: InvoiceId
    remaining: Money


class ReducePlan(Command):
    """Expect no more on an invoice than is still owed on it."""

    invoice_id: InvoiceId
    owed: Money
    reason: str
    at: AwareDatetime


class ReviewPlan(Command):
    """See which instalments are due, missed, or missed for too long."""

    at: AwareDatetime


class FollowConditions(Command):
    """Let the clock stand still while a condition of the customer stops collecting."""

    conditions: Conditions
    at: AwareDatetime


class CancelPlan(Command):
    reason: str


PlanMove = MatchPayment | UnmatchPayment | ReducePlan | ReviewPlan | FollowConditions | CancelPlan
PlanCommand = AgreePlan | PlanMove
