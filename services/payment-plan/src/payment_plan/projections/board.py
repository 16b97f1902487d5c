"""The plan board: every plan, how much of it is kept, and what was missed."""

from typing import Any

from payment_plan.domain.keeping import Stage
from payment_plan.store.queries import QUERIES
from recoup_events import payment_plan as facts
from recoup_events.envelope import Envelope
from recoup_eventstore.postgres.read_models.declared import tables_of
from recoup_eventstore.projections import Projection, Row, on


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


BOARD = Projection(
    tables_of("payment_plan.store", "board"),
    [
        on(facts.PlanAgreed, QUERIES["agree_plan"], _agreed),
        on(facts.PlanPaymentMatched, QUERIES["set_remaining"], _remaining),
        on(facts.PlanPaymentUnmatched, QUERIES["set_remaining"], _remaining),
        on(facts.PlanReduced, QUERIES["set_remaining"], _remaining),
        on(facts.InstalmentMissed, QUERIES["miss_instalment"], _missed),
        on(facts.PlanCompleted, QUERIES["end_plan"], _completed),
        on(facts.PlanBroken, QUERIES["end_plan"], _broken),
        on(facts.PlanCancelled, QUERIES["end_plan"], _cancelled),
    ],
)
