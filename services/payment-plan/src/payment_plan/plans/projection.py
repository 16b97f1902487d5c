"""The plan board: every plan, how much of it is kept, and what was missed."""

from typing import Any

from payment_plan.plans.domain.plan import Stage
from recoup_events import payment_plan as facts
from recoup_events.envelope import Envelope
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.postgres.read_models.declared import tables_of
from recoup_eventstore.projections import Projection, Row, on

WRITES = named_queries("payment_plan.plans", "projection.sql")


def _named(heard: Envelope[Any]) -> Row:
    return (heard.tenant, heard.fact.plan_id)


def _agreed(heard: Envelope[facts.PlanAgreed]) -> Row:
    fact = heard.fact
    return (
        *_named(heard),
        fact.customer_id,
        [slice.invoice_id for slice in fact.slices],
        fact.model_dump_json(),
        sum(instalment.amount.minor_units for instalment in fact.schedule),
        heard.cause.at,
    )


def _remaining(heard: Envelope[Any]) -> Row:
    return (*_named(heard), heard.fact.remaining.minor_units)


def _missed(heard: Envelope[facts.InstalmentMissed]) -> Row:
    return (*_named(heard), heard.fact.instalment.due_on)


def _completed(heard: Envelope[facts.PlanCompleted]) -> Row:
    return (*_named(heard), Stage.COMPLETED, None)


def _broken(heard: Envelope[facts.PlanBroken]) -> Row:
    return (*_named(heard), Stage.BROKEN, None)


def _cancelled(heard: Envelope[facts.PlanCancelled]) -> Row:
    return (*_named(heard), Stage.CANCELLED, heard.fact.why)


PLANS = Projection(
    tables_of("payment_plan.plans"),
    [
        on(facts.PlanAgreed, WRITES["agree_plan"], _agreed),
        on(facts.PlanPaymentMatched, WRITES["set_remaining"], _remaining),
        on(facts.PlanPaymentUnmatched, WRITES["set_remaining"], _remaining),
        on(facts.PlanReduced, WRITES["set_remaining"], _remaining),
        on(facts.InstalmentMissed, WRITES["miss_instalment"], _missed),
        on(facts.PlanCompleted, WRITES["end_plan"], _completed),
        on(facts.PlanBroken, WRITES["end_plan"], _broken),
        on(facts.PlanCancelled, WRITES["end_plan"], _cancelled),
    ],
)
