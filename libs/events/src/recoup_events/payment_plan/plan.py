"""What payment-plan says of plans: what was agreed, what was kept and what was not."""

from datetime import date

from pydantic import Field

from recoup_events.invoice import Condition
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
from recoup_events.kernel.metadata import Described, MetadataChanged
from recoup_events.kernel.money import Money
from recoup_events.kernel.slices import Slice
from recoup_events.payment_plan.base import (
    CreditsLower,
    Instalment,
    KeepCurrent,
    PaymentPlanEvent,
    PlanInterest,
)
from recoup_events.payment_plan.covenant import OverdueInvoice


class PlanAgreed(Described, PaymentPlanEvent, type="plan.agreed.v1"):
    plan_id: PlanId
    customer_id: CustomerId
    creditor_id: CreditorId
    """With whom it was agreed: all its slices are owed to this one."""
    slices: tuple[Slice, ...] = Field(min_length=1)
    schedule: tuple[Instalment, ...] = Field(min_length=1)
    """Soonest first; adds up to the slices to the minor unit."""
    time_zone: str
    grace_days: int = Field(ge=0)
    credits_lower: CreditsLower = CreditsLower.SPREAD
    """What happens to the instalments when something of the slices is credited."""
    keep_current: KeepCurrent | None = None
    """Whether invoices that come to be due meanwhile have to be paid when they are."""
    interest: PlanInterest = PlanInterest.RUNS
    offer_id: PlanOfferId | None = None
    """The offer that was accepted."""
    replaces: PlanId | None = None
    """The plan that was renegotiated; it was cancelled in the same moment."""
    version: int = Field(default=1, ge=1)
    """How often it was agreed, with the plans that it replaces."""
    reference: str | None = None
    """What whoever agreed it calls it."""


class InstalmentDue(PaymentPlanEvent, type="plan.instalment_due.v1"):
    """The day of an instalment has begun and something of it is still open."""

    plan_id: PlanId
    customer_id: CustomerId
    instalment: Instalment
    open: Money


class InstalmentPaid(PaymentPlanEvent, type="plan.instalment_paid.v1"):
    plan_id: PlanId
    customer_id: CustomerId
    instalment: Instalment
    paid_on: date


class PlanPaymentMatched(PaymentPlanEvent, type="plan.payment_matched.v1"):
    """A payment on a covered receivable counts towards the plan."""

    plan_id: PlanId
    customer_id: CustomerId
    payment_id: PaymentId
    allocation_id: AllocationId
    invoice_id: InvoiceId
    receivable_id: ReceivableId
    amount: Money
    counted_on: date
    """The payment's value date, or the day on which it was booked if that is sooner."""
    remaining: Money
    """What the plan still expects after this payment."""


class PlanPaymentUnmatched(PaymentPlanEvent, type="plan.payment_unmatched.v1"):
    """All or part of what counted towards the plan was taken off its receivable."""

    plan_id: PlanId
    customer_id: CustomerId
    payment_id: PaymentId
    allocation_id: AllocationId
    invoice_id: InvoiceId
    receivable_id: ReceivableId
    amount: Money
    remaining: Money


class PlanReduced(PaymentPlanEvent, type="plan.reduced.v1"):
    """What is covered was credited, lowered or cancelled; a plan never expects more than is owed.

    The instalments that were ahead on that day are lower by it, as it was agreed; those that were
    over are filled by what is left of it.
    """

    plan_id: PlanId
    customer_id: CustomerId
    invoice_id: InvoiceId
    receivable_id: ReceivableId
    amount: Money
    counted_on: date
    """The day from which less is owed, in the debtor's calendar; booked late, it has passed."""
    schedule: tuple[Instalment, ...]
    """As it is from now on: the days agreed, of which some come to less, or to nothing."""
    remaining: Money
    reason: str


class PlanSliceMoved(PaymentPlanEvent, type="plan.slice_moved.v1"):
    """More was paid on a covered receivable than its slice; that is covered instead of a part of another.

    Instalments are sums, whichever receivable they pay.
    """

    plan_id: PlanId
    customer_id: CustomerId
    invoice_id: InvoiceId
    receivable_id: ReceivableId
    """Of which so much more is covered."""
    taken_from: Slice
    """Of which so much less is."""


class InstalmentMissed(PaymentPlanEvent, type="plan.instalment_missed.v1"):
    plan_id: PlanId
    customer_id: CustomerId
    instalment: Instalment
    open: Money


class InstalmentCured(PaymentPlanEvent, type="plan.instalment_cured.v1"):
    """It was recorded as missed, and has been met before the plan broke."""

    plan_id: PlanId
    customer_id: CustomerId
    instalment: Instalment
    in_time: bool
    """By the days on which money counts it had not been missed: that was recorded before the money was."""


class PlanBroken(PaymentPlanEvent, type="plan.broken.v1"):
    """The grace days of a missed instalment, or the cure days of an overdue invoice, have passed.

    The slices are chased again.
    """

    plan_id: PlanId
    customer_id: CustomerId
    slices: tuple[Slice, ...]
    missed: Instalment | None = None
    """``None`` where an invoice that came to be due meanwhile broke it."""
    overdue: OverdueInvoice | None = None
    """That invoice."""
    remaining: Money


class PlanPaidOff(PaymentPlanEvent, type="plan.paid_off.v1"):
    """It had been broken, and all that it covers was paid all the same, too late for its instalments.

    Where money of that is taken back, it is broken as before.
    """

    plan_id: PlanId
    customer_id: CustomerId
    slices: tuple[Slice, ...]


class PlanReinstated(PaymentPlanEvent, type="plan.reinstated.v1"):
    """It had been recorded as broken, and was kept: money that counts in time was booked later.

    What was sent about its slices since ``broken_on`` was sent in error.
    """

    plan_id: PlanId
    customer_id: CustomerId
    slices: tuple[Slice, ...]
    """Those agreed; they are set aside again."""
    missed: Instalment
    """The instalment for which it was recorded as broken."""
    broken_on: date
    judged_anew: tuple[date, ...] = ()
    """The instalments, by the days agreed, that were recorded as missed and were paid in time."""
    remaining: Money


class PlanReopened(PaymentPlanEvent, type="plan.reopened.v1"):
    """It had been completed, and money that completed it was taken back: it runs again as it was agreed."""

    plan_id: PlanId
    customer_id: CustomerId
    creditor_id: CreditorId
    slices: tuple[Slice, ...]
    """Those agreed; they are set aside again."""
    remaining: Money


class PlanSuspended(PaymentPlanEvent, type="plan.suspended.v1"):
    """A condition of the customer stops its clock: nothing of it is missed, and it does not break."""

    plan_id: PlanId
    customer_id: CustomerId
    condition: Condition
    since: date
    """The first day on which the clock stands still, in the debtor's calendar."""
    judged_anew: tuple[date, ...] = ()
    """The instalments, by the days agreed, that were recorded as missed since then: they were not."""


class PlanResumed(PaymentPlanEvent, type="plan.resumed.v1"):
    """The clock goes on: what had not been missed by ``since`` comes later by the days it stood still."""

    plan_id: PlanId
    customer_id: CustomerId
    since: date
    until: date
    """The first day on which it goes on."""


class PlanCompleted(PaymentPlanEvent, type="plan.completed.v1"):
    plan_id: PlanId
    customer_id: CustomerId
    slices: tuple[Slice, ...]


class PlanCancelled(PaymentPlanEvent, type="plan.cancelled.v1"):
    plan_id: PlanId
    customer_id: CustomerId
    slices: tuple[Slice, ...]
    reason: str
    replaced_by: PlanId | None = None
    """The plan that was agreed in its place; ``plan.agreed`` of it follows."""


class PlanMetadataChanged(MetadataChanged, PaymentPlanEvent, type="plan.metadata_changed.v1"):
    """Its metadata are these now."""

    plan_id: PlanId
    customer_id: CustomerId
