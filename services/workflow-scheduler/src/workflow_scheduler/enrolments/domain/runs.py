"""Runs of an enrolment: each ends with an outcome, and another starts by a rule or by a person."""

from collections.abc import Sequence

from recoup_events.invoice import Chase
from recoup_events.workflow_scheduler import (
    EnrolmentEnded,
    EnrolmentStarted,
    MeasureTaken,
    Outcome,
    RunReason,
)
from workflow_scheduler.enrolments.domain.commands import EndAs, StartRun, TakeMeasure
from workflow_scheduler.enrolments.domain.enrolment import Enrolment
from workflow_scheduler.enrolments.domain.errors import EnrolmentRefused
from workflow_scheduler.enrolments.domain.events import EnrolmentPlanned


def go_on(enrolment: Enrolment, reason: RunReason) -> Sequence[EnrolmentStarted]:
    """A run that goes on where the one before stood; what is never chased stays so."""
    return [] if enrolment.chase is Chase.NEVER else [_started(enrolment, reason)]


def start_run(
    command: StartRun, enrolment: Enrolment
) -> Sequence[EnrolmentPlanned | EnrolmentStarted]:
    """A run from the beginning of a workflow, mildly, whatever was done before."""
    _check(enrolment)
    planned = EnrolmentPlanned(
        **enrolment.ids,
        creditor_id=enrolment.creditor_id,
        workflow_id=command.workflow_id,
        workflow_version=command.workflow_version,
        steps=command.steps,
        taken=0,
        last=None,
        contact_hour=command.contact_hour,
        alone_until=command.alone_until,
        chase=enrolment.chase,
        chase_from=enrolment.chase_from,
        issue_date=enrolment.issue_date,
        due_date=enrolment.due_date,
        time_zone=command.time_zone or enrolment.time_zone,
        country=enrolment.country,
        subdivision=enrolment.subdivision,
        balance=enrolment.balance,
    )
    on_workflow = enrolment.model_copy(
        update={"workflow_id": planned.workflow_id, "workflow_version": planned.workflow_version}
    )
    return [planned, _started(on_workflow, command.reason, command.note)]


def place(enrolment: Enrolment) -> Sequence[EnrolmentEnded]:
    """Its own steps are over, be it that they were before."""
    if enrolment.outcome is not None:
        return []
    return [EnrolmentEnded(**enrolment.ids, outcome=Outcome.PLACED)]


def end_as(command: EndAs, enrolment: Enrolment) -> Sequence[EnrolmentEnded]:
    """Also what had been through all of its steps: that was no end yet."""
    if not enrolment.balance:
        raise EnrolmentRefused(
            "Nothing is owed on the invoice any more; nothing is left to decide."
        )
    if enrolment.outcome not in (None, Outcome.EXHAUSTED, Outcome.STOPPED, Outcome.PLACED):
        raise EnrolmentRefused(
            f"The enrolment has ended ({enrolment.outcome}); start another run first."
        )
    return [EnrolmentEnded(**enrolment.ids, outcome=command.outcome, reason=command.reason)]


def take_measure(command: TakeMeasure, enrolment: Enrolment) -> Sequence[MeasureTaken]:
    """It is done by whoever listens: the invoice service makes due what is not due yet."""
    named = {"measure": command.measure, "task_id": command.task_id}
    return [MeasureTaken(**enrolment.ids, **named)] if enrolment.balance else []


def _check(enrolment: Enrolment) -> None:
    if enrolment.outcome is None:
        raise EnrolmentRefused("A run goes on; stop it, or wait for its end, then start another.")
    if enrolment.chase is Chase.NEVER:
        raise EnrolmentRefused("The invoice is never chased, which is final.")
    if not enrolment.balance:
        raise EnrolmentRefused("Nothing is owed on the invoice, so there is nothing to chase.")


def _started(enrolment: Enrolment, reason: RunReason, note: str | None = None) -> EnrolmentStarted:
    return EnrolmentStarted(
        **enrolment.ids,
        workflow_id=enrolment.workflow_id,
        workflow_version=enrolment.workflow_version,
        run=enrolment.run + 1,
        reason=reason,
        note=note,
    )
