"""The plans that run with a customer, as far as the payment-plan service has said."""

from collections.abc import Sequence
from datetime import date

from recoup_events import payment_plan as events
from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event, Value
from recoup_events.kernel.ids import PlanId
from recoup_events.kernel.money import Money
from recoup_events.kernel.slices import Slice
from recoup_eventstore.decider import View
from recoup_receivables.instalments import unfilled

_AGREED = (events.PlanAgreed,)
_REMAINS = (events.PlanPaymentMatched, events.PlanPaymentUnmatched, events.PlanReduced)
_ENDED = (events.PlanBroken, events.PlanCompleted, events.PlanCancelled)
_AGAIN = (events.PlanReinstated, events.PlanReopened)
FOLLOWED = (*_AGREED, *_REMAINS, *_ENDED, *_AGAIN)


class RunningPlan(Value):
    plan_id: PlanId = PlanId("")
    creditor_id: str = ""
    slices: tuple[Slice, ...] = ()
    schedule: tuple[events.Instalment, ...] = ()
    remaining: Money | None = None
    """``None`` once it has ended."""

    @property
    def open(self) -> Sequence[Money]:
        """What is open of each instalment, soonest first."""
        if self.remaining is None:
            return ()
        whole = sum(each.amount.minor_units for each in self.schedule)
        settled = Money(
            minor_units=whole - self.remaining.minor_units, currency=self.remaining.currency
        )
        return unfilled(self.schedule, settled)

    def expects(self, money: Money, on: date) -> Money:
        """What of money that names nothing is paid for it: what is due, or instalments to the cent."""
        ahead = due = Money.zero(money.currency)
        for instalment, open in zip(self.schedule, self.open, strict=False):
            ahead += open
            if ahead == money:
                return money
            if instalment.due_on <= on:
                due = ahead
        return min(due, money)


def _documents(event: Event) -> Sequence[str]:
    return [event.plan_id] if isinstance(event, FOLLOWED) else []


def _evolve(known: RunningPlan, received: Envelope[Event]) -> RunningPlan:
    event = received.event
    match event:
        case events.PlanAgreed(creditor_id=creditor_id, slices=slices, schedule=schedule):
            whole = sum(each.amount.minor_units for each in schedule)
            return RunningPlan(
                plan_id=event.plan_id,
                creditor_id=creditor_id,
                slices=slices,
                schedule=schedule,
                remaining=Money(minor_units=whole, currency=slices[0].amount.currency),
            )
        case events.PlanReduced(remaining=remaining, schedule=schedule):
            left = None if known.remaining is None else remaining
            return known.model_copy(update={"remaining": left, "schedule": schedule})
        case events.PlanPaymentMatched() | events.PlanPaymentUnmatched() if known.remaining is None:
            return known  # it has ended, until it runs again
        case (
            events.PlanPaymentMatched(remaining=remaining)
            | events.PlanPaymentUnmatched(remaining=remaining)
            | events.PlanReinstated(remaining=remaining)
            | events.PlanReopened(remaining=remaining)
        ):
            return known.model_copy(update={"remaining": remaining})
        case _:
            return known.model_copy(update={"remaining": None})


def _by_next_instalment(known: RunningPlan) -> str | None:
    if known.remaining is None:
        return None
    next_due = next((i.due_on for i, o in zip(known.schedule, known.open, strict=True) if o), "")
    return f"{planned_with(known.creditor_id, known.remaining.currency)}{next_due}"


def planned_with(creditor_id: str, currency: str) -> str:
    """How the places of the plans with a creditor in one currency begin."""
    return f"{creditor_id} {currency} "


PLANS = View(
    "plans_of_customer",
    RunningPlan(),
    _documents,
    _evolve,
    subscribes=FOLLOWED,
    place=_by_next_instalment,
    own_id="plan_id",
)
