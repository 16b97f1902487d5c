"""What is told about plans."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from pydantic import BaseModel, Field, TypeAdapter
from pydantic_core import from_json

from payment_plan.plans.domain.clock import Suspension, days_of
from payment_plan.plans.domain.covenant import BrokenBy, broken_by
from payment_plan.plans.domain.plan import Plan, PlanState
from payment_plan.plans.schemas import InstalmentOffered, InstalmentShown, InstalmentState
from recoup_events.invoice import Condition
from recoup_events.kernel.money import Money, total
from recoup_events.payment_plan import (
    CovenantBreached,
    CreditsLower,
    Instalment,
    PlanAgreed,
    PlanInterest,
)
from recoup_receivables.instalments import unfilled
from recoup_service.api.amounts import Amount
from recoup_service.api.metadata import DescribedResource
from recoup_service.api.resource import Dates, dates_in

_SUSPENSIONS = TypeAdapter(tuple[Suspension, ...])
_BREACHES = TypeAdapter(tuple[CovenantBreached, ...])
_SCHEDULE = TypeAdapter(tuple[Instalment, ...])


class SliceShown(BaseModel):
    invoice_id: str = Field(examples=["inv_52d1"])
    receivable_id: str = Field(description="The term of the invoice.", examples=["rcv_4c1a"])
    amount: Amount


class BreachShown(BaseModel):
    """A new invoice that is overdue."""

    invoice_id: str = Field(examples=["inv_52d1"])
    receivable_id: str = Field(description="The term of the invoice.", examples=["rcv_4c1a"])
    overdue_on: date = Field(description="The first day after its due date.")
    cure_until: date = Field(description="If nothing is done about it by then, the plan breaks.")


class ProposalShown(BaseModel):
    total: Amount
    schedule: list[InstalmentOffered]


class PlanShown(DescribedResource):
    id: str = Field(examples=["pln_8c0d"])
    reference: str | None = Field(description="Your name of it.")
    customer_id: str = Field(examples=["cus_9f0c"])
    creditor_id: str = Field(examples=["crd_7a31"])
    state: PlanState
    slices: list[SliceShown]
    schedule: list[InstalmentShown]
    next_instalment: InstalmentShown | None = Field(
        description="The soonest that is not paid; `null` when the plan no longer runs."
    )
    suspended_since: date | None = Field(
        description="Since when its clock stands still: nothing is missed, and it does not break."
    )
    suspended_by: Condition | None = Field(description="The customer's condition that stops it.")
    total: Amount = Field(description="What was agreed to be paid.")
    lowered: Amount = Field(description="What credits have taken off the instalments.")
    settled: Amount = Field(description="What has been paid, or was credited once it was due.")
    remaining: Amount
    grace_days: int
    credits_lower: CreditsLower
    keep_current: bool = Field(
        description="Whether invoices that come to be due while it runs have to be paid when they are."
    )
    cure_days: int | None = Field(
        description="For so many days one of those may be overdue; `null` without `keep_current`."
    )
    interest: PlanInterest = Field(description="While it runs, on what it covers.")
    breaches: list[BreachShown] = Field(
        description="With `keep_current`: what came to be due meanwhile and is overdue."
    )
    broken_by: BrokenBy | None = Field(
        description="While it is broken: `instalment`, or `new_invoice` with `keep_current`."
    )
    time_zone: str
    offer_id: str | None = Field(description="The offer that was accepted, if there was one.")
    reason: str | None = Field(description="The reason given when it was cancelled.")
    version: int = Field(description="How often it was agreed, with the plans it replaces.")
    replaces: str | None = Field(description="The plan that was renegotiated.")
    replaced_by: str | None = Field(description="The plan agreed in its place.")


def offered(schedule: Sequence[Instalment], whole: Money) -> ProposalShown:
    return ProposalShown(
        total=Amount.of(whole),
        schedule=[
            InstalmentOffered(due_on=instalment.due_on, amount=Amount.of(instalment.amount))
            for instalment in schedule
        ],
    )


class _Seen(NamedTuple):
    """A plan as the stream or the board has it."""

    agreed: PlanAgreed
    schedule: Sequence[Instalment]
    state: PlanState
    remaining: Money
    missed: Collection[date]
    reason: str | None
    replaced_by: str | None
    metadata: Mapping[str, str]
    suspended_since: date | None
    suspended_by: Condition | None
    suspensions: Sequence[Suspension]
    breaches: Sequence[CovenantBreached]
    broken_by: BrokenBy | None


def shown(plan: Plan, dates: Dates) -> PlanShown:
    stands, ended = plan.suspended, plan.cancelled
    return _shown(
        _Seen(
            agreed=plan.agreed,
            schedule=plan.schedule,
            state=plan.state,
            remaining=plan.remaining,
            missed=plan.missed,
            reason=None if ended is None else ended.reason,
            replaced_by=None if ended is None else ended.replaced_by,
            metadata=plan.metadata,
            suspended_since=None if stands is None else stands.since,
            suspended_by=None if stands is None else stands.condition,
            suspensions=plan.suspensions,
            breaches=sorted(plan.breaches.values(), key=_overdue_since),
            broken_by=None if plan.broken is None else broken_by(plan.broken),
        ),
        dates,
    )


def listed(row: Mapping[str, Any]) -> PlanShown:
    """A row of the board."""
    agreed = PlanAgreed.model_validate_json(row["agreed"])
    currency = agreed.slices[0].amount.currency
    return _shown(
        _Seen(
            agreed=agreed,
            schedule=_SCHEDULE.validate_json(row["schedule"]),
            state=PlanState(row["state"]),
            remaining=Money(minor_units=int(row["remaining"]), currency=currency),
            missed=row["missed"],
            reason=row["reason"],
            replaced_by=row["replaced_by"],
            metadata=from_json(row["metadata"] or "{}"),
            suspended_since=row["suspended_since"],
            suspended_by=row["suspended_by"],
            suspensions=_SUSPENSIONS.validate_json(row["suspensions"]),
            breaches=sorted(_BREACHES.validate_json(row["breaches"]), key=_overdue_since),
            broken_by=None if row["broken_by"] is None else BrokenBy(row["broken_by"]),
        ),
        dates_in(row),
    )


def _shown(plan: _Seen, dates: Dates) -> PlanShown:
    agreed, running = plan.agreed, plan.state is PlanState.RUNNING
    whole, now = _sum(agreed.schedule), _sum(plan.schedule)
    schedule = _schedule(plan, now - plan.remaining)
    unpaid = (i for i in schedule if i.state in (InstalmentState.OPEN, InstalmentState.MISSED))
    return PlanShown(
        **dates,
        metadata=dict(plan.metadata),
        id=agreed.plan_id,
        reference=agreed.reference,
        customer_id=agreed.customer_id,
        creditor_id=agreed.creditor_id,
        state=plan.state,
        slices=[
            SliceShown(
                invoice_id=slice.invoice_id,
                receivable_id=slice.receivable_id,
                amount=Amount.of(slice.amount),
            )
            for slice in agreed.slices
        ],
        schedule=schedule,
        next_instalment=next(unpaid, None) if running else None,
        suspended_since=plan.suspended_since if running else None,
        suspended_by=plan.suspended_by if running else None,
        total=Amount.of(whole),
        lowered=Amount.of(whole - now),
        settled=Amount.of(now - plan.remaining),
        remaining=Amount.of(plan.remaining),
        grace_days=agreed.grace_days,
        credits_lower=agreed.credits_lower,
        keep_current=agreed.keep_current is not None,
        cure_days=agreed.keep_current and agreed.keep_current.cure_days,
        interest=agreed.interest,
        breaches=[_breach(each) for each in plan.breaches] if running else [],
        broken_by=plan.broken_by if plan.state is PlanState.BROKEN else None,
        time_zone=agreed.time_zone,
        offer_id=agreed.offer_id,
        reason=plan.reason,
        version=agreed.version,
        replaces=agreed.replaces,
        replaced_by=plan.replaced_by,
    )


def _overdue_since(breach: CovenantBreached) -> tuple[date, str]:
    return breach.overdue.overdue_on, breach.overdue.receivable_id


def _breach(breach: CovenantBreached) -> BreachShown:
    return BreachShown(**dict(breach.overdue), cure_until=breach.cure_until)


def _sum(schedule: Sequence[Instalment]) -> Money:
    return total((each.amount for each in schedule), schedule[0].amount.currency)


def _schedule(plan: _Seen, settled: Money) -> list[InstalmentShown]:
    open = unfilled(plan.schedule, settled)
    return [
        InstalmentShown(
            due_on=days_of(now, plan.agreed.grace_days, plan.suspensions).due,
            agreed_due_on=now.due_on,
            amount=Amount.of(now.amount),
            agreed_amount=Amount.of(agreed.amount),
            open=Amount.of(left),
            state=_state(now, left, is_missed=now.due_on in plan.missed),
        )
        for agreed, now, left in zip(plan.agreed.schedule, plan.schedule, open, strict=True)
    ]


def _state(instalment: Instalment, open: Money, *, is_missed: bool) -> InstalmentState:
    if not instalment.amount:
        return InstalmentState.CREDITED
    if not open:
        return InstalmentState.PAID
    return InstalmentState.MISSED if is_missed else InstalmentState.OPEN
