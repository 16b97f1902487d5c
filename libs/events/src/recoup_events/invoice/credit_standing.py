"""Credit standing: on what terms a creditor goes on delivering to a customer, and for which causes."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import AwareDatetime, Field

from recoup_events.invoice.base import InvoiceEvent
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import (
    CreditDecisionId,
    CreditId,
    CreditorId,
    CreditPolicyId,
    CustomerId,
    InvoiceId,
    PaymentId,
    PlanId,
    ReceivableId,
)
from recoup_events.kernel.money import Money


class Standing(StrEnum):
    """From the mildest to the harshest."""

    NORMAL = "normal"
    WATCH = "watch"
    """As before; somebody should look at it."""
    PREPAY = "prepay"
    """What is ordered is paid in advance."""
    HOLD = "hold"
    """Nothing is delivered."""
    STOP_SERVING_ADVISED = "stop_serving_advised"
    """Nothing is delivered, and a person decides whether to go on at all."""


class CreditMeasure(StrEnum):
    """What a rule looks at."""

    AMOUNT_OVERDUE = "amount_overdue"
    """In the currency of the rule's amount."""
    DAYS_OVERDUE = "days_overdue"
    """Of what is longest overdue."""
    ITEMS_OVERDUE = "items_overdue"
    LATE_SHARE = "late_share"
    """Of all that was ever paid, the per cent that was paid after its due date."""
    RETURNED_PAYMENTS = "returned_payments"
    """That the bank took back within a year."""
    BROKEN_PLANS = "broken_plans"
    """Payment plans that the customer broke within a year."""
    DAYS_SILENT = "days_silent"
    """Beyond what is usual for this customer: how late it has paid nine tenths of all so far."""


class CreditRule(Value):
    """From this threshold on the standing is at least this one."""

    standing: Standing
    measure: CreditMeasure
    amount: Money | None = None
    """The threshold of ``amount_overdue``."""
    threshold: int | None = Field(default=None, ge=1)
    """That of all others."""


class CreditPolicy(Value):
    rules: tuple[CreditRule, ...] = ()
    limit: Money | None = None
    """Of those customers that have none of their own."""
    acceptance_needed: bool = False
    """Whether credit is granted to those alone who have accepted the creditor's terms in writing."""
    notify_customers: bool = False
    """Whether a customer is told in writing of this policy, and when it has to pay in advance, gets nothing, or
    neither any more."""


class CreditPolicyRecorded(InvoiceEvent, type="credit_policy.recorded.v1"):
    """What a creditor lets depend on what is overdue."""

    credit_policy_id: CreditPolicyId
    creditor_id: CreditorId
    policy: CreditPolicy
    recorded_by: str


class OverdueReceivable(Value):
    invoice_id: InvoiceId
    receivable_id: ReceivableId
    due_date: date
    balance: Money
    overdue: Money
    """Less what is contested, in a running plan, or covered by reserved money."""


class StandingCause(Value):
    """A rule whose threshold is reached."""

    rule: CreditRule
    amount: Money | None = None
    """What was measured, of ``amount_overdue``."""
    value: int | None = None
    """The same of all others."""
    receivables: tuple[OverdueReceivable, ...] = ()
    """What is longest overdue, ten at most."""
    payments: tuple[PaymentId, ...] = ()
    """That the bank took back."""
    plans: tuple[PlanId, ...] = ()
    """That were broken."""


class CreditOverride(Value):
    """What a person has decided in the place of the rules."""

    standing: Standing
    until: date
    """The last day on which it holds."""
    reason: str
    decided_by: str


class CreditTermsRecorded(InvoiceEvent, type="credit.terms_recorded.v1"):
    """What is agreed with, or decided about, one customer."""

    credit_id: CreditId
    creditor_id: CreditorId
    customer_id: CustomerId
    limit: Money | None = None
    override: CreditOverride | None = None
    recorded_by: str


class CreditStandingChanged(InvoiceEvent, type="credit.standing_changed.v1"):
    credit_id: CreditId
    creditor_id: CreditorId
    customer_id: CustomerId
    before: Standing
    after: Standing
    advised: Standing
    """By the rules; ``after`` differs where a person has decided otherwise."""
    causes: tuple[StandingCause, ...] = ()
    """The rules whose thresholds are reached, the harshest first; none when all of them are gone."""
    notify_customer: bool = False
    """By the creditor's policy the customer is told in writing, where it notices the change."""


class CreditPolicyApplied(InvoiceEvent, type="credit.policy_applied.v1"):
    """By this version of the creditor's policy the customer is served from now on, and is told so in writing.

    It is recorded once for each version and customer.
    """

    credit_id: CreditId
    creditor_id: CreditorId
    customer_id: CustomerId
    policy_version: int = Field(ge=1)
    """Counts the policies that the creditor has recorded."""
    rules: tuple[CreditRule, ...] = ()
    limit: Money | None = None
    """The customer's own, or else everybody's."""
    acceptance_needed: bool = False
    notify_at: AwareDatetime
    """When it is told; of a changed policy not all customers in the same minute."""


class ServingDecision(StrEnum):
    STOP = "stop"
    KEEP = "keep"
    """Go on, for what is paid in advance."""


class CreditServingDecided(InvoiceEvent, type="credit.serving_decided.v1"):
    """A person has decided what the rules advise; it holds as long as they advise it."""

    credit_id: CreditId
    creditor_id: CreditorId
    customer_id: CustomerId
    decision: ServingDecision
    until: date | None = None
    """The last day of keeping on."""
    reason: str
    decided_by: str


class CreditAnswer(StrEnum):
    ALLOW = "allow"
    ALLOW_IF_PREPAID = "allow_if_prepaid"
    HOLD = "hold"


class CreditReason(Value):
    """Why an order is not simply allowed."""

    code: Annotated[str, Field(pattern=r"^[a-z_]+$")]
    answer: CreditAnswer
    """What this reason alone would lead to."""
    text: str


class CreditDecided(InvoiceEvent, type="credit_decision.recorded.v1"):
    """What was answered at order time, kept because the asker wanted it kept."""

    credit_decision_id: CreditDecisionId
    creditor_id: CreditorId
    customer_id: CustomerId
    reference: str
    """The order's, unique for the creditor and customer."""
    amount: Money
    answer: CreditAnswer
    reasons: tuple[CreditReason, ...] = ()
    standing: Standing
    causes: tuple[StandingCause, ...] = ()
    limit: Money | None = None
    owed: Money
    overdue: Money
    decided_at: AwareDatetime
