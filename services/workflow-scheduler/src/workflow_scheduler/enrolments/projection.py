"""The list of enrolments, with what is owed and what of it is chased."""

from recoup_events.envelope import Envelope
from recoup_events.workflow_scheduler import (
    EnrolmentEnded,
    EnrolmentPaused,
    EnrolmentResumed,
    EnrolmentStarted,
    StepDue,
)
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.projections import Row, on
from workflow_scheduler.enrolments.domain.enrolment import OWED_NO_MORE
from workflow_scheduler.enrolments.domain.facts import EnrolmentPlanned, OwedChanged, SliceResized

WRITES = named_queries("workflow_scheduler.enrolments", "projection.sql")


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
    on(EnrolmentPlanned, WRITES["plan_enrolment"], _planned),
    on(EnrolmentStarted, WRITES["restart_enrolment"], _named),
    on(StepDue, WRITES["take_step"], _named),
    on(EnrolmentPaused, WRITES["change_chased"], _chased),
    on(SliceResized, WRITES["change_chased"], _chased),
    on(EnrolmentResumed, WRITES["change_chased"], _chased),
    on(OwedChanged, WRITES["change_owed"], _owed),
    on(EnrolmentEnded, WRITES["end_enrolment"], _ended),
)
