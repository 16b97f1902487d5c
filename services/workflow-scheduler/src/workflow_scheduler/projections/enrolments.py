"""The list of enrolments, with what is owed and what of it is chased."""

from recoup_events.envelope import Envelope
from recoup_events.workflow_scheduler import (
    EnrolmentEnded,
    EnrolmentPaused,
    EnrolmentResumed,
    EnrolmentStarted,
    StepDue,
)
from recoup_eventstore.projections import Row, on
from workflow_scheduler.domain.evolve import OWED_NO_MORE
from workflow_scheduler.domain.facts import EnrolmentPlanned, OwedChanged, SliceResized
from workflow_scheduler.store.queries import QUERIES


def _planned(said: Envelope[EnrolmentPlanned]) -> Row:
    fact = said.fact
    return (
        said.tenant,
        fact.enrolment_id,
        fact.invoice_id,
        fact.customer_id,
        fact.workflow_id,
        fact.workflow_version,
        fact.due_date,
        fact.balance.currency,
        fact.balance.minor_units,
        fact.balance.minor_units,
        len(fact.steps) - fact.passed,
        said.cause.at,
    )


def _named(said: Envelope[EnrolmentStarted] | Envelope[StepDue]) -> Row:
    return (said.tenant, said.stream.id)


def _chased(
    said: Envelope[EnrolmentPaused] | Envelope[SliceResized] | Envelope[EnrolmentResumed],
) -> Row:
    return (said.tenant, said.stream.id, said.fact.chased.minor_units)


def _owed(said: Envelope[OwedChanged]) -> Row:
    fact = said.fact
    return (said.tenant, said.stream.id, fact.balance.minor_units, fact.chased.minor_units)


def _ended(said: Envelope[EnrolmentEnded]) -> Row:
    outcome = said.fact.outcome
    return (said.tenant, said.stream.id, outcome, outcome in OWED_NO_MORE)


CHANGES = (
    on(EnrolmentPlanned, QUERIES["plan_enrolment"], _planned),
    on(EnrolmentStarted, QUERIES["restart_enrolment"], _named),
    on(StepDue, QUERIES["take_step"], _named),
    on(EnrolmentPaused, QUERIES["change_chased"], _chased),
    on(SliceResized, QUERIES["change_chased"], _chased),
    on(EnrolmentResumed, QUERIES["change_chased"], _chased),
    on(OwedChanged, QUERIES["change_owed"], _owed),
    on(EnrolmentEnded, QUERIES["end_enrolment"], _ended),
)
