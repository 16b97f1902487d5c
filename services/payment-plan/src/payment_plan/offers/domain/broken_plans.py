"""Which plans a customer has broken so far, with whomever they were agreed."""

from collections.abc import Sequence

from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event, Value
from recoup_events.kernel.ids import PlanId
from recoup_events.payment_plan import PlanBroken, PlanReinstated
from recoup_eventstore.decider import View


class BrokenPlans(Value):
    plans: frozenset[PlanId] = frozenset()


def _documents(event: Event) -> Sequence[str]:
    return [event.customer_id] if isinstance(event, PlanBroken | PlanReinstated) else []


def _evolve(known: BrokenPlans, recorded: Envelope[Event]) -> BrokenPlans:
    match recorded.event:
        case PlanBroken(plan_id=id):
            return BrokenPlans(plans=known.plans | {id})
        case PlanReinstated(plan_id=id):
            return BrokenPlans(plans=known.plans - {id})
        case _:
            return known


BROKEN_PLANS = View("broken_plans", BrokenPlans(), _documents, _evolve)
