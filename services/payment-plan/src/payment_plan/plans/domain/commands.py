"""What may be asked of a payment plan."""

from collections.abc import Mapping
from datetime import date

from pydantic import AwareDatetime, Field

from payment_plan.plans.domain.invoice import Invoice
from recoup_compliance.conditions import Conditions
from recoup_events.kernel.event import Command, Value
from recoup_events.kernel.ids import (
    AllocationId,
    CreditorId,
    CustomerId,
    InvoiceId,
    PaymentId,
    PlanId,
    PlanOfferId,
    ReceivableId,
)
from recoup_events.kernel.metadata import NO_METADATA, Metadata
from recoup_events.kernel.money import Money, Positive
from recoup_events.payment_plan import (
    CreditsLower,
    Instalment,
    KeepCurrent,
    OverdueInvoice,
    PlanAgreed,
    PlanInterest,
)


class Covered(Value):
    """So much of an invoice, or of one of its terms."""

    invoice_id: InvoiceId
    amount: Positive
    term: int | None = None
    """Its number, from 1; ``None`` covers the soonest due first."""


class AgreePlan(Command):
    plan_id: PlanId
    customer_id: CustomerId
    covered: tuple[Covered, ...] = Field(min_length=1)
    schedule: tuple[Instalment, ...] = Field(min_length=1)
    grace_days: int = Field(ge=0)
    time_zone: str
    """The debtor's own."""
    credits_lower: CreditsLower
    keep_current: KeepCurrent | None = None
    interest: PlanInterest = PlanInterest.RUNS
    offer_id: PlanOfferId | None = None
    replaces: PlanAgreed | None = None
    """As it was agreed, the plan in whose place this one is."""
    invoices: Mapping[InvoiceId, Invoice]
    """What is known of each that is covered."""
    at: AwareDatetime
    metadata: Metadata = NO_METADATA
    reference: str | None = None


class MatchPayment(Command):
    payment_id: PaymentId
    allocation_id: AllocationId
    invoice_id: InvoiceId
    receivable_id: ReceivableId
    amount: Positive
    paid_on: date
    at: AwareDatetime


class UnmatchPayment(Command):
    """Count no more of an allocation than what remains of it."""

    payment_id: PaymentId
    allocation_id: AllocationId
    invoice_id: InvoiceId
    receivable_id: ReceivableId
    remaining: Money


class ReducePlan(Command):
    """Expect no more on a receivable than is still owed on it."""

    invoice_id: InvoiceId
    receivable_id: ReceivableId
    owed: Money
    counts_on: date | None = None
    """Since when no more is owed; ``None``: since it became known."""
    continued_by: InvoiceId | None = None
    """The invoice on which it is asked for from then on; it was not settled."""
    reason: str
    at: AwareDatetime


class NoteOverdue(Command):
    """An invoice of the customer has come to be overdue."""

    overdue: OverdueInvoice
    creditor_id: CreditorId
    open: Money
    """What is owed of it, contested by nobody and in no plan."""
    at: AwareDatetime


class NoteCured(Command):
    """See whether an overdue invoice is so no more."""

    receivable_id: ReceivableId
    open: Money
    """What is owed of it by now, contested by nobody and in no plan."""
    due_date: date


class ReviewPlan(Command):
    """See which instalments are due, missed, or missed for too long."""

    at: AwareDatetime


class FollowConditions(Command):
    """Let the clock stand still while a condition of the customer stops collecting."""

    conditions: Conditions
    at: AwareDatetime


class CancelPlan(Command):
    reason: str
    replaced_by: PlanId | None = None


OfMoney = MatchPayment | UnmatchPayment | ReducePlan
OfCovenant = NoteOverdue | NoteCured
PlanMove = OfMoney | OfCovenant | ReviewPlan | FollowConditions | CancelPlan
PlanCommand = AgreePlan | PlanMove
