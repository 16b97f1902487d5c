"""Which running plans wait for a receivable to be cured."""

from collections.abc import Sequence

from payment_plan.plans.domain.open_items import CHANGES, terms_of
from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event, Value
from recoup_events.kernel.ids import PlanId
from recoup_events.payment_plan import CovenantBreached, CovenantCured
from recoup_eventstore.decider import View


class Breached(Value):
    plans: frozenset[PlanId] = frozenset()


def _documents(event: Event) -> Sequence[str]:
    """What changes what is owed changes nothing here, and is looked at: it may be cured."""
    if isinstance(event, CovenantBreached | CovenantCured):
        return [event.overdue.receivable_id]
    return terms_of(event)


def _evolve(known: Breached, recorded: Envelope[Event]) -> Breached:
    match recorded.event:
        case CovenantBreached(plan_id=id):
            return Breached(plans=known.plans | {id})
        case CovenantCured(plan_id=id):
            return Breached(plans=known.plans - {id})
        case _:
            return known


BREACHED = View("breached", Breached(), _documents, _evolve, subscribes=CHANGES)
