"""Taking the step that is due: each once, in order, and never a pile of messages at once."""

from collections.abc import Sequence
from datetime import datetime

from recoup_events.kernel.ids import RoundId, TaskId, derived
from recoup_events.workflow_scheduler import (
    Call,
    EnrolmentEnded,
    Outcome,
    Remind,
    Step,
    StepDue,
)
from recoup_receivables.calendar import local_date
from workflow_scheduler.enrolments.domain.enrolment import Enrolment
from workflow_scheduler.enrolments.domain.events import CallAsked, StepPlanned
from workflow_scheduler.enrolments.domain.planning import day_has_gone, plan
from workflow_scheduler.workflows.domain.steps import LAST_CALL

StepEvent = StepPlanned | StepDue | CallAsked | EnrolmentEnded


def take_due(enrolment: Enrolment, now: datetime, round_id: RoundId | None) -> Sequence[StepEvent]:
    """Take what was planned for this round, or for now or before, or give up.

    When nobody took steps for a while (the service was down), the earliest comes first and the
    others keep their distance from it, so a debtor does not get three mails in one minute.
    """
    if not _is_due(enrolment, now, round_id):
        return []
    if day_has_gone(enrolment, now):
        return [plan(enrolment, now)]
    first = enrolment.remaining[0]
    match first.action:
        case Call(script=script) if first.name == LAST_CALL:
            ended = EnrolmentEnded(**enrolment.ids, outcome=Outcome.EXHAUSTED)
            return [_call(enrolment, LAST_CALL, script), ended]
        case Call(script=script):
            return [_due(enrolment, first, now), _call(enrolment, first.name, script)]
        case Remind():
            return [_due(enrolment, step, now) for step in together(enrolment)]


def _is_due(enrolment: Enrolment, now: datetime, round_id: RoundId | None) -> bool:
    planned = enrolment.planned
    if planned is None or planned.round_id != round_id:
        return False
    return round_id is not None or planned.at <= now


def together(enrolment: Enrolment) -> Sequence[Step]:
    """The messages of the workflow's next day, by whatever channels; they are taken as one."""
    found: list[Step] = []
    for step in enrolment.remaining:
        if not isinstance(step.action, Remind) or (found and step.days != found[0].days):
            break
        found.append(step)
    return found


def _due(enrolment: Enrolment, step: Step, now: datetime) -> StepDue:
    assert enrolment.planned is not None, "a step is planned before it is taken"
    return StepDue(
        **enrolment.ids,
        step=step.name,
        occurrence=enrolment.run,
        planned_for=enrolment.planned.at,
        taken_on=local_date(now, enrolment.time_zone),
    )


def _call(enrolment: Enrolment, step: str, script: str) -> CallAsked:
    return CallAsked(
        **enrolment.ids, task_id=TaskId(_effect("tsk", enrolment, step)), script=script
    )


def _effect(prefix: str, enrolment: Enrolment, step: str) -> str:
    """The key that lets a step have its effect once, whatever is tried again."""
    return derived(prefix, enrolment.enrolment_id, enrolment.workflow_version, step, enrolment.run)
