"""The plan board: every plan, how much of it is kept, and what was missed."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from pydantic_core import to_json

from payment_plan.plans.domain.clock import Suspension
from payment_plan.plans.domain.covenant import broken_by
from payment_plan.plans.domain.plan import PlanState
from recoup_events import payment_plan as events
from recoup_events.kernel.envelope import Envelope
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.projections import Row, on

WRITES = named_queries("payment_plan.plans", "projection.sql")


def _named(received: Envelope[Any]) -> Row:
    return (received.tenant, received.event.plan_id)


def _agreed(received: Envelope[events.PlanAgreed]) -> Row:
    event = received.event
    return (
        *_named(received),
        event.customer_id,
        event.creditor_id,
        list(dict.fromkeys(slice.invoice_id for slice in event.slices)),
        event.model_dump_json(),
        sum(instalment.amount.minor_units for instalment in event.schedule),
        received.cause.at,
    )


def _remaining(received: Envelope[Any]) -> Row:
    return (*_named(received), received.event.remaining.minor_units)


def _missed(received: Envelope[events.InstalmentMissed]) -> Row:
    return (*_named(received), received.event.instalment.due_on)


def _suspended(received: Envelope[events.PlanSuspended]) -> Row:
    event = received.event
    return (*_named(received), event.since, event.condition, list(event.judged_anew))


def _resumed(received: Envelope[events.PlanResumed]) -> Row:
    event = received.event
    stood = Suspension(since=event.since, until=event.until)
    return (*_named(received), stood.model_dump_json())


def _completed(received: Envelope[events.PlanCompleted]) -> Row:
    return (*_named(received), PlanState.COMPLETED, None)


def _broken(received: Envelope[events.PlanBroken]) -> Row:
    return (*_named(received), broken_by(received.event))


def _breached(received: Envelope[events.CovenantBreached]) -> Row:
    return (*_named(received), received.event.model_dump_json())


def _breach_cured(received: Envelope[events.CovenantCured]) -> Row:
    return (*_named(received), received.event.overdue.receivable_id)


def _reinstated(received: Envelope[events.PlanReinstated]) -> Row:
    return (*_named(received), list(received.event.judged_anew))


def _reopened(received: Envelope[events.PlanReopened]) -> Row:
    return (*_named(received), PlanState.RUNNING, None)


def _cancelled(received: Envelope[events.PlanCancelled]) -> Row:
    return (*_named(received), received.event.reason, received.event.replaced_by)


def _promised(received: Envelope[events.PlanAgreed]) -> Row:
    event = received.event
    currency = event.schedule[0].amount.currency
    days, amounts = _days_and_amounts(event.schedule)
    return (*_named(received), event.creditor_id, currency, days, amounts)


def _days_and_amounts(schedule: Sequence[events.Instalment]) -> tuple[list[date], list[int]]:
    return [each.due_on for each in schedule], [each.amount.minor_units for each in schedule]


def _matched(received: Envelope[events.PlanPaymentMatched]) -> Row:
    event = received.event
    amount = event.amount.minor_units
    return (*_named(received), event.allocation_id, event.counted_on, amount)


def _lower(received: Envelope[events.PlanReduced]) -> Row:
    event = received.event
    schedule = to_json(event.schedule).decode()
    return (*_named(received), event.remaining.minor_units, schedule)


def _credited(received: Envelope[events.PlanReduced]) -> Row:
    event = received.event
    _, amounts = _days_and_amounts(event.schedule)
    return (*_named(received), event.counted_on, event.amount.minor_units, amounts)


def _lowered(received: Envelope[events.PlanReduced]) -> Row:
    return (*_named(received), *_days_and_amounts(received.event.schedule))


def _cured(received: Envelope[events.InstalmentCured]) -> Row:
    event = received.event
    return (*_named(received), [event.instalment.due_on] if event.in_time else [])


def _paid_off(received: Envelope[events.PlanPaidOff]) -> Row:
    return (*_named(received), PlanState.PAID_OFF, None)


def _unmatched(received: Envelope[events.PlanPaymentUnmatched]) -> Row:
    event = received.event
    return (*_named(received), event.allocation_id, event.amount.minor_units)


def _judged_anew(received: Envelope[events.PlanSuspended]) -> Row:
    return (*_named(received), list(received.event.judged_anew))


def _put_off(received: Envelope[events.PlanResumed]) -> Row:
    return (*_named(received), received.event.since, received.event.until)


CHANGES = (
    on(events.PlanAgreed, WRITES["agree_plan"], _agreed),
    on(events.PlanPaymentMatched, WRITES["set_remaining"], _remaining),
    on(events.PlanPaymentUnmatched, WRITES["set_remaining"], _remaining),
    on(events.PlanReduced, WRITES["lower_plan"], _lower),
    on(events.InstalmentMissed, WRITES["miss_instalment"], _missed),
    on(events.InstalmentCured, WRITES["cure_instalment"], _cured),
    on(events.InstalmentCured, WRITES["judge_anew"], _cured),
    on(events.PlanPaidOff, WRITES["set_state"], _paid_off),
    on(events.PlanSuspended, WRITES["suspend_plan"], _suspended),
    on(events.PlanResumed, WRITES["resume_plan"], _resumed),
    on(events.PlanCompleted, WRITES["set_state"], _completed),
    on(events.PlanBroken, WRITES["break_plan"], _broken),
    on(events.PlanCancelled, WRITES["cancel_plan"], _cancelled),
    on(events.PlanReopened, WRITES["set_state"], _reopened),
    on(events.PlanReinstated, WRITES["reinstate_plan"], _reinstated),
    on(events.PlanReinstated, WRITES["judge_anew"], _reinstated),
    on(events.CovenantBreached, WRITES["breach_covenant"], _breached),
    on(events.CovenantCured, WRITES["cure_covenant"], _breach_cured),
    on(events.PlanAgreed, WRITES["promise"], _promised),
    on(events.PlanPaymentMatched, WRITES["fill_promises"], _matched, placed=True),
    on(events.PlanReduced, WRITES["fill_by_credit"], _credited, placed=True),
    on(events.PlanReduced, WRITES["lower_promises"], _lowered),
    on(events.PlanPaymentUnmatched, WRITES["empty_promises"], _unmatched, placed=True),
    on(events.PlanPaymentMatched, WRITES["judge_promises"], _named),
    on(events.PlanReduced, WRITES["judge_promises"], _named),
    on(events.PlanPaymentUnmatched, WRITES["judge_promises"], _named),
    on(events.InstalmentMissed, WRITES["miss_promise"], _missed),
    on(events.PlanSuspended, WRITES["judge_anew"], _judged_anew),
    on(events.PlanResumed, WRITES["put_off"], _put_off),
)
