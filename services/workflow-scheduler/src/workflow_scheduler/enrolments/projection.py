"""The list of enrolments, with what is owed and what of it is chased."""

from recoup_events.kernel.envelope import Envelope
from recoup_events.workflow_scheduler import (
    EnrolmentEnded,
    EnrolmentMoved,
    EnrolmentPaused,
    EnrolmentResumed,
    EnrolmentStarted,
    StepDue,
    StepHeld,
    StepReleased,
)
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.projections import Row, on
from workflow_scheduler.enrolments.domain.enrolment import OWED_NO_MORE
from workflow_scheduler.enrolments.domain.events import (
    EnrolmentPlanned,
    Hastened,
    OwedChanged,
    SliceResized,
    StepPassed,
    StepPlanned,
)

WRITES = named_queries("workflow_scheduler.enrolments", "projection.sql")


def _planned(recorded: Envelope[EnrolmentPlanned]) -> Row:
    event = recorded.event
    return (
        recorded.tenant,
        event.enrolment_id,
        event.invoice_id,
        event.receivable_id,
        event.customer_id,
        event.creditor_id,
        event.workflow_id,
        event.workflow_version,
        event.due_date,
        event.balance.currency,
        event.balance.minor_units,
        event.balance.minor_units,
        len(event.steps) - event.taken,
        recorded.cause.at,
    )


def _restarted(recorded: Envelope[EnrolmentStarted]) -> Row:
    return (recorded.tenant, recorded.stream.id, recorded.event.run)


def _run_started(recorded: Envelope[EnrolmentStarted]) -> Row:
    event = recorded.event
    return (
        recorded.tenant,
        recorded.stream.id,
        event.run,
        event.reason,
        event.note,
        event.workflow_id,
        event.workflow_version,
        recorded.cause.at,
    )


def _run_moved(recorded: Envelope[EnrolmentMoved]) -> Row:
    event = recorded.event
    return (recorded.tenant, recorded.stream.id, event.workflow_id, event.workflow_version)


def _moved(recorded: Envelope[EnrolmentMoved]) -> Row:
    event = recorded.event
    return (
        recorded.tenant,
        recorded.stream.id,
        recorded.version,
        event.run,
        event.from_workflow_id,
        event.from_workflow_version,
        event.workflow_id,
        event.workflow_version,
        event.reason,
        event.milder_reason,
        recorded.cause.at,
    )


def _run_ended(recorded: Envelope[EnrolmentEnded]) -> Row:
    return (recorded.tenant, recorded.stream.id, recorded.event.outcome, recorded.cause.at)


def _named(recorded: Envelope[StepDue] | Envelope[StepPassed]) -> Row:
    return (recorded.tenant, recorded.stream.id)


def _held(recorded: Envelope[StepHeld]) -> Row:
    return (recorded.tenant, recorded.stream.id, recorded.event.step)


def _released(recorded: Envelope[StepReleased]) -> Row:
    return (recorded.tenant, recorded.stream.id, None)


def _passed(recorded: Envelope[StepPlanned] | Envelope[Hastened]) -> Row:
    return (recorded.tenant, recorded.stream.id, len(recorded.event.passed))


def _chased(
    recorded: Envelope[EnrolmentPaused] | Envelope[SliceResized] | Envelope[EnrolmentResumed],
) -> Row:
    return (recorded.tenant, recorded.stream.id, recorded.event.chased.minor_units)


def _owed(recorded: Envelope[OwedChanged]) -> Row:
    event = recorded.event
    return (
        recorded.tenant,
        recorded.stream.id,
        event.balance.minor_units,
        event.chased.minor_units,
    )


def _ended(recorded: Envelope[EnrolmentEnded]) -> Row:
    outcome = recorded.event.outcome
    return (recorded.tenant, recorded.stream.id, outcome, outcome in OWED_NO_MORE)


CHANGES = (
    on(EnrolmentPlanned, WRITES["plan_enrolment"], _planned),
    on(EnrolmentStarted, WRITES["restart_enrolment"], _restarted),
    on(EnrolmentStarted, WRITES["start_run"], _run_started),
    on(EnrolmentMoved, WRITES["move_run"], _run_moved),
    on(EnrolmentMoved, WRITES["record_move"], _moved),
    on(StepPlanned, WRITES["pass_steps"], _passed),
    on(Hastened, WRITES["pass_steps"], _passed),
    on(StepDue, WRITES["take_step"], _named),
    on(StepPassed, WRITES["take_step"], _named),
    on(StepHeld, WRITES["hold_step"], _held),
    on(StepReleased, WRITES["hold_step"], _released),
    on(EnrolmentPaused, WRITES["change_chased"], _chased),
    on(SliceResized, WRITES["change_chased"], _chased),
    on(EnrolmentResumed, WRITES["change_chased"], _chased),
    on(OwedChanged, WRITES["change_owed"], _owed),
    on(EnrolmentEnded, WRITES["end_enrolment"], _ended),
    on(EnrolmentEnded, WRITES["end_run"], _run_ended),
)
