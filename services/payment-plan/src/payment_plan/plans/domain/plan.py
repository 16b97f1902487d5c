"""What the events of a plan add up to: how much of it was kept."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import TypedDict

from pydantic import Field

from payment_plan.plans.domain.clock import Days, Suspension, days_of
from payment_plan.plans.domain.events import ConditionsFollowed
from recoup_events import payment_plan as events
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import AllocationId, CustomerId, PaymentId, PlanId, ReceivableId
from recoup_events.kernel.metadata import NO_METADATA, Metadata
from recoup_events.kernel.money import Money, total
from recoup_events.kernel.slices import Slice
from recoup_receivables.instalments import unfilled


class PlanState(StrEnum):
    RUNNING = "running"
    COMPLETED = "completed"
    BROKEN = "broken"
    PAID_OFF = "paid_off"
    """Broken, and all of it paid all the same."""
    CANCELLED = "cancelled"


class Ids(TypedDict):
    """What every event about a plan names."""

    plan_id: PlanId
    customer_id: CustomerId


class NoPlan(Value):
    """Nothing was agreed under this id."""


class Filling(Value):
    """Money that fills the plan: an allocation's or, without one, a credit's when it was over."""

    receivable_id: ReceivableId
    amount: Money
    counted_on: date
    allocation_id: AllocationId | None = None
    payment_id: PaymentId | None = None


class Plan(Value):
    agreed: events.PlanAgreed
    state: PlanState = PlanState.RUNNING
    slices: tuple[Slice, ...] = ()
    """What it covers of each receivable by now, paid or not."""
    schedule: tuple[events.Instalment, ...] = ()
    """The days agreed, with what is to be paid by each by now."""
    broken: events.PlanBroken | None = None
    fillings: tuple[Filling, ...] = ()
    begun: frozenset[date] = frozenset()
    """The days of the instalments that were said to be due."""
    missed: frozenset[date] = frozenset()
    cancelled: events.PlanCancelled | None = None
    suspended: events.PlanSuspended | None = None
    """The clock stands still."""
    suspensions: tuple[Suspension, ...] = ()
    """Those that have ended."""
    followed_since: date | None = None
    """The first day whose conditions concern it."""
    breaches: Mapping[ReceivableId, events.CovenantBreached] = Field(default_factory=dict)
    """New invoices that are overdue by now."""
    condition_change_at: datetime | None = None
    """When a condition begins or ends next."""
    metadata: Metadata = NO_METADATA

    @property
    def ids(self) -> Ids:
        return {"plan_id": self.agreed.plan_id, "customer_id": self.agreed.customer_id}

    @property
    def currency(self) -> str:
        return self.agreed.slices[0].amount.currency

    @property
    def promised(self) -> Money:
        """What is to be paid in all: what was agreed, less what is not owed any more."""
        return total((instalment.amount for instalment in self.schedule), self.currency)

    @property
    def settled(self) -> Money:
        return total((filling.amount for filling in self.fillings), self.currency)

    @property
    def remaining(self) -> Money:
        return self.promised - self.settled

    @property
    def open(self) -> tuple[Money, ...]:
        """What is open of each instalment."""
        return unfilled(self.schedule, self.settled)

    def days_of(self, instalment: events.Instalment) -> Days:
        return days_of(instalment, self.agreed.grace_days, self.suspensions)

    def met_before(self, day: date, instalment: events.Instalment) -> bool:
        """Whether what counts before a day fills an instalment, and so those before it."""
        return not self.open_before(day, instalment)

    def open_before(self, day: date, instalment: events.Instalment) -> Money:
        """What of an instalment, and of those before it, was open by what counts before a day."""
        upto = (each.amount for each in self.schedule if each.due_on <= instalment.due_on)
        counted = (each.amount for each in self.fillings if each.counted_on < day)
        left = total(upto, self.currency) - total(counted, self.currency)
        return max(left, Money.zero(self.currency))

    def expected(self, receivable_id: ReceivableId) -> Money:
        """What of the slice of a receivable is neither paid nor credited."""
        covered = (s.amount for s in self.slices if s.receivable_id == receivable_id)
        filled = (f.amount for f in self.fillings if f.receivable_id == receivable_id)
        return total(covered, self.currency) - total(filled, self.currency)

    def counted(self, allocation_id: AllocationId) -> Money:
        """What an allocation has filled."""
        filled = (f.amount for f in self.fillings if f.allocation_id == allocation_id)
        return total(filled, self.currency)


State = NoPlan | Plan
PlanEvent = events.PaymentPlanEvent | ConditionsFollowed
NOTHING: State = NoPlan()


def evolve(state: State, event: PlanEvent) -> State:
    match state, event:
        case _, events.PlanAgreed():
            return Plan(agreed=event, slices=event.slices, schedule=event.schedule)
        case Plan(), _:
            return state.model_copy(update=_changed(state, event))
        case _:
            return state


def _changed(plan: Plan, event: PlanEvent) -> Mapping[str, object]:
    match event:
        case events.PlanPaymentMatched():
            filling = Filling.model_validate(event, from_attributes=True)
            return {"fillings": (*plan.fillings, filling)}
        case events.PlanReduced():
            return _reduced(plan, event)
        case events.PlanSliceMoved():
            return {"slices": moved(plan.slices, event)}
        case events.PlanPaymentUnmatched(allocation_id=id, amount=amount):
            again = {"state": PlanState.BROKEN} if plan.state is PlanState.PAID_OFF else {}
            return {"fillings": tuple(_less(plan.fillings, id, amount)), **again}
        case events.CovenantBreached() | events.CovenantCured():
            return {"breaches": _breaches(plan, event)}
        case events.PlanSuspended() | events.PlanResumed() | ConditionsFollowed():
            return _clock(plan, event)
        case _:
            return _instalment(plan, event) or _ended(plan, event)


def _breaches(
    plan: Plan, event: events.CovenantBreached | events.CovenantCured
) -> Mapping[ReceivableId, events.CovenantBreached]:
    id = event.overdue.receivable_id
    others = {other: breach for other, breach in plan.breaches.items() if other != id}
    return {**others, id: event} if isinstance(event, events.CovenantBreached) else others


def _instalment(plan: Plan, event: PlanEvent) -> Mapping[str, object]:
    match event:
        case events.InstalmentDue(instalment=instalment):
            return {"begun": plan.begun | {instalment.due_on}}
        case events.InstalmentMissed(instalment=instalment):
            return {"missed": plan.missed | {instalment.due_on}}
        case events.InstalmentCured(instalment=instalment, in_time=True):
            return {"missed": plan.missed - {instalment.due_on}}
        case _:
            return {}


def _reduced(plan: Plan, event: events.PlanReduced) -> Mapping[str, object]:
    """What the instalments are not lower by fills those that were over."""
    after = total((instalment.amount for instalment in event.schedule), plan.currency)
    lower = plan.promised - after
    slices = tuple(
        each.model_copy(update={"amount": each.amount - lower})
        if each.receivable_id == event.receivable_id
        else each
        for each in plan.slices
    )
    rest = event.amount - lower
    filling = Filling(receivable_id=event.receivable_id, amount=rest, counted_on=event.counted_on)
    fillings = (*plan.fillings, filling) if rest else plan.fillings
    return {"schedule": event.schedule, "slices": slices, "fillings": fillings}


def moved(slices: Iterable[Slice], event: events.PlanSliceMoved) -> tuple[Slice, ...]:
    """So much more of one, and so much less of another."""
    amount = event.taken_from.amount
    change = {event.receivable_id: amount, event.taken_from.receivable_id: -amount}
    nothing = Money.zero(amount.currency)
    return tuple(
        each.model_copy(update={"amount": each.amount + change.get(each.receivable_id, nothing)})
        for each in slices
    )


def _clock(
    plan: Plan, event: events.PlanSuspended | events.PlanResumed | ConditionsFollowed
) -> Mapping[str, object]:
    match event:
        case events.PlanSuspended(judged_anew=days):
            return {"suspended": event, "missed": plan.missed - set(days)}
        case events.PlanResumed(since=since, until=until):
            stood = (*plan.suspensions, Suspension(since=since, until=until))
            return {"suspended": None, "suspensions": stood}
        case ConditionsFollowed(since=since, next_change_at=at):
            return {"followed_since": since, "condition_change_at": at}


def _less(fillings: Iterable[Filling], id: AllocationId, amount: Money) -> Iterator[Filling]:
    for filling in fillings:
        taken = Money.zero(amount.currency)
        if filling.allocation_id == id:
            taken = min(filling.amount, amount)
            amount -= taken
        if filling.amount != taken:
            yield filling.model_copy(update={"amount": filling.amount - taken})


def _ended(plan: Plan, event: PlanEvent) -> Mapping[str, object]:
    match event:
        case events.PlanCompleted():
            return {"state": PlanState.COMPLETED}
        case events.PlanPaidOff():
            return {"state": PlanState.PAID_OFF}
        case events.PlanReopened():
            return {"state": PlanState.RUNNING, "broken": None}
        case events.PlanBroken():
            return {"state": PlanState.BROKEN, "broken": event}
        case events.PlanReinstated(judged_anew=days):
            missed = plan.missed - set(days)
            return {"state": PlanState.RUNNING, "broken": None, "missed": missed}
        case events.PlanCancelled():
            return {"state": PlanState.CANCELLED, "cancelled": event}
        case _:
            return {}
