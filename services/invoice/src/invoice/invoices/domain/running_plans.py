"""Which plans run over an invoice, as far as the payment-plan service has said."""

from collections.abc import Sequence

from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event, Value
from recoup_events.kernel.ids import PlanId
from recoup_events.payment_plan import (
    PlanAgreed,
    PlanBroken,
    PlanCancelled,
    PlanCompleted,
    PlanReinstated,
    PlanReopened,
)
from recoup_eventstore.decider import View
from recoup_receivables.known_invoice import invoices_in

_RUNS = (PlanAgreed, PlanReinstated, PlanReopened)
FOLLOWED = (*_RUNS, PlanBroken, PlanCompleted, PlanCancelled)


class PlansOverInvoice(Value):
    running: tuple[PlanId, ...] = ()


def _documents(event: Event) -> Sequence[str]:
    return invoices_in(event.slices) if isinstance(event, FOLLOWED) else []


def _evolve(known: PlansOverInvoice, received: Envelope[Event]) -> PlansOverInvoice:
    event = received.event
    if not isinstance(event, FOLLOWED):
        return known
    others = tuple(id for id in known.running if id != event.plan_id)
    running = (*others, event.plan_id) if isinstance(event, _RUNS) else others
    return PlansOverInvoice(running=running)


RUNNING_PLANS = View("running_plans", PlansOverInvoice(), _documents, _evolve, subscribes=FOLLOWED)
