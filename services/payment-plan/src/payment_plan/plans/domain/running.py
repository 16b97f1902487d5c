"""Which of a customer's plans run, for what concerns the whole customer at once."""

from collections.abc import Sequence

from recoup_events import payment_plan
from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event, Value
from recoup_eventstore.decider import View

_BEGINS = (payment_plan.PlanAgreed, payment_plan.PlanReinstated, payment_plan.PlanReopened)
_ENDS = (payment_plan.PlanBroken, payment_plan.PlanCompleted, payment_plan.PlanCancelled)


class Running(Value):
    runs: bool = False


def _documents(event: Event) -> Sequence[str]:
    return [event.plan_id] if isinstance(event, (*_BEGINS, *_ENDS)) else []


def _evolve(_plan: Running, recorded: Envelope[Event]) -> Running:
    return Running(runs=isinstance(recorded.event, _BEGINS))


def _among_running(plan: Running) -> str | None:
    return "running" if plan.runs else None


RUNNING_PLANS = View("running_plans", Running(), _documents, _evolve, place=_among_running)
