"""What is sent about plans."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field, StrictBool

from payment_plan.plans.domain.commands import Covered
from payment_plan.plans.handlers import Agreement, Change
from payment_plan.plans.schemas import LONGEST, DueOn, Interest
from recoup_events.invoice import MOST_TERMS
from recoup_events.kernel.ids import TenantId
from recoup_events.payment_plan import CreditsLower, Every, Instalment, KeepCurrent, PlanInterest
from recoup_service.api.amounts import PositiveAmount
from recoup_service.api.fields import Name, RequestBody, Words
from recoup_service.api.metadata import SentPairs
from recoup_service.api.named_resources import CustomerNamed, InvoiceNamed


class CoveredSlice(InvoiceNamed):
    """A part of what is owed on one invoice, or on one of its terms."""

    amount: PositiveAmount
    term: int | None = Field(
        default=None,
        ge=1,
        le=MOST_TERMS,
        strict=True,
        description="The number of the term; the soonest due come first if left out.",
    )


class Promise(RequestBody):
    """One instalment, to be paid by the end of its day in the debtor's calendar."""

    due_on: DueOn
    amount: PositiveAmount


Slices = Annotated[
    list[CoveredSlice],
    Field(
        min_length=1,
        max_length=100,
        description="Of one currency; each invoice, or each of its terms, once.",
    ),
]


Schedule = Annotated[
    list[Promise],
    Field(
        min_length=1,
        max_length=LONGEST,
        description="Soonest first; adds up to the slices. `/v1/plans/proposals` offers one.",
    ),
]
GraceDays = Annotated[int, Field(ge=0, le=90, strict=True)]


def instalments_of(schedule: Sequence[Promise]) -> tuple[Instalment, ...]:
    return tuple(Instalment(due_on=each.due_on, amount=each.amount.money) for each in schedule)


class NewPlan(CustomerNamed):
    """Slices of a customer's invoices, to be paid in instalments."""

    reference: Name = Field(
        description="Your name of the plan; it can be used once.", examples=["PLAN-1001-A"]
    )
    slices: Slices
    schedule: Schedule
    grace_days: GraceDays = Field(
        default=3,
        description="For so many days after its own, a missed instalment does not break the plan.",
    )
    credits_lower: CreditsLower | None = Field(
        default=None,
        description="Which instalments are lower once something of the slices is credited; as the "
        "creditor's plan policy says if left out.",
    )
    keep_current: StrictBool = Field(
        default=False,
        description="Whether invoices of the creditor that come to be due while the plan runs have to be paid "
        "when they are.",
    )
    cure_days: int = Field(
        default=7,
        ge=0,
        le=90,
        strict=True,
        description="With `keep_current`: for so many days one of those may be overdue.",
    )
    interest: Interest = None
    metadata: SentPairs = None

    def agreement(self, tenant: TenantId) -> Agreement:
        return Agreement(
            customer_id=self.customer_in(tenant),
            covered=tuple(
                Covered(
                    invoice_id=slice.invoice_in(tenant),
                    amount=slice.amount.money,
                    term=slice.term,
                )
                for slice in self.slices
            ),
            schedule=instalments_of(self.schedule),
            grace_days=self.grace_days,
            credits_lower=self.credits_lower,
            keep_current=KeepCurrent(cure_days=self.cure_days) if self.keep_current else None,
            interest=self.interest,
            metadata=self.metadata or {},
            reference=self.reference,
        )


class Renegotiation(RequestBody):
    """How all that a plan still waits for is to be paid from now on."""

    reference: Name = Field(
        description="Your name of the new plan; it can be used once.", examples=["PLAN-1001-B"]
    )
    reason: Words = Field(examples=["The customer's own customer pays in May."])
    schedule: Schedule
    grace_days: GraceDays | None = Field(default=None, description="As before if left out.")
    interest: PlanInterest | None = Field(default=None, description="As before if left out.")

    @property
    def change(self) -> Change:
        return Change(
            schedule=instalments_of(self.schedule),
            reason=self.reason,
            reference=self.reference,
            grace_days=self.grace_days,
            interest=self.interest,
        )


class NewProposal(RequestBody):
    """How slices could be paid."""

    slices: Slices
    instalments: int = Field(ge=1, le=LONGEST, strict=True, examples=[3])
    first_due_on: DueOn
    every: Every


class Cancellation(RequestBody):
    reason: Words = Field(examples=["The customer will pay everything at once."])
