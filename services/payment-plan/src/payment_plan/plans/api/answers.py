"""What is told about plans."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, Field

from payment_plan.plans.domain.plan import Plan, PlanState
from payment_plan.plans.domain.schedule import unfilled
from recoup_events.kernel.money import Money
from recoup_events.payment_plan import Instalment, PlanAgreed
from recoup_service.api.amounts import Amount
from recoup_service.api.resource import Dates, Resource, dates_in


class InstalmentState(StrEnum):
    OPEN = "open"
    MISSED = "missed"
    PAID = "paid"


class SliceShown(BaseModel):
    invoice_id: str = Field(examples=["inv_52d1"])
    amount: Amount


class InstalmentOffered(BaseModel):
    due_on: date
    amount: Amount


class InstalmentShown(InstalmentOffered):
    open: Amount = Field(description="What is still to be paid of it.")
    state: InstalmentState


class ProposalShown(BaseModel):
    total: Amount
    schedule: list[InstalmentOffered]


class PlanShown(Resource):
    id: str = Field(examples=["pln_8c0d"])
    customer_id: str = Field(examples=["cus_9f0c"])
    state: PlanState
    slices: list[SliceShown]
    schedule: list[InstalmentShown]
    next_instalment: InstalmentShown | None = Field(
        description="The soonest that is not paid; `null` when the plan no longer runs."
    )
    total: Amount
    settled: Amount = Field(description="What payments and credits have settled.")
    remaining: Amount
    grace_days: int
    time_zone: str
    reason: str | None = Field(description="The reason given when it was cancelled.")


def offered(schedule: Sequence[Instalment], whole: Money) -> ProposalShown:
    return ProposalShown(
        total=Amount.of(whole),
        schedule=[
            InstalmentOffered(due_on=instalment.due_on, amount=Amount.of(instalment.amount))
            for instalment in schedule
        ],
    )


def shown(plan: Plan, dates: Dates) -> PlanShown:
    return _shown(plan.agreed, plan.state, plan.remaining, plan.missed, plan.reason, dates)


def listed(row: Mapping[str, Any]) -> PlanShown:
    """A row of the board."""
    agreed = PlanAgreed.model_validate_json(row["agreed"])
    currency = agreed.slices[0].amount.currency
    remaining = Money(minor_units=int(row["remaining"]), currency=currency)
    return _shown(
        agreed, PlanState(row["state"]), remaining, row["missed"], row["reason"], dates_in(row)
    )


def _shown(
    agreed: PlanAgreed,
    state: PlanState,
    remaining: Money,
    missed: Collection[date],
    reason: str | None,
    dates: Dates,
) -> PlanShown:
    whole = Plan(agreed=agreed).promised
    schedule = _schedule(agreed.schedule, whole - remaining, missed)
    unpaid = (i for i in schedule if i.state is not InstalmentState.PAID)
    return PlanShown(
        **dates,
        id=agreed.plan_id,
        customer_id=agreed.customer_id,
        state=state,
        slices=[
            SliceShown(invoice_id=slice.invoice_id, amount=Amount.of(slice.amount))
            for slice in agreed.slices
        ],
        schedule=schedule,
        next_instalment=next(unpaid, None) if state is PlanState.RUNNING else None,
        total=Amount.of(whole),
        settled=Amount.of(whole - remaining),
        remaining=Amount.of(remaining),
        grace_days=agreed.grace_days,
        time_zone=agreed.time_zone,
        reason=reason,
    )


def _schedule(
    schedule: Sequence[Instalment], settled: Money, missed: Collection[date]
) -> list[InstalmentShown]:
    return [
        InstalmentShown(
            due_on=instalment.due_on,
            amount=Amount.of(instalment.amount),
            open=Amount.of(open),
            state=_state(open, is_missed=instalment.due_on in missed),
        )
        for instalment, open in zip(schedule, unfilled(schedule, settled), strict=True)
    ]


def _state(open: Money, *, is_missed: bool) -> InstalmentState:
    if not open:
        return InstalmentState.PAID
    return InstalmentState.MISSED if is_missed else InstalmentState.OPEN
