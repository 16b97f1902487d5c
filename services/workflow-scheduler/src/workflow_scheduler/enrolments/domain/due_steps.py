"""Taking the step that is due: each once, in order, and never a pile of messages at once."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from recoup_events.kernel.channels import Channel
from recoup_events.kernel.ids import TaskId, derived
from recoup_events.workflow_scheduler import (
    Call,
    EnrolmentEnded,
    Escalate,
    Measure,
    Outcome,
    Remind,
    ReminderRequested,
    Step,
    StepDue,
    StepHeld,
    StepReleased,
)
from recoup_receivables.calendar import local_date
from workflow_scheduler.enrolments.domain.commands import TakeDueSteps
from workflow_scheduler.enrolments.domain.conditions import pass_over
from workflow_scheduler.enrolments.domain.enrolment import Enrolment
from workflow_scheduler.enrolments.domain.events import (
    RepeatPlanned,
    StepPassed,
    StepPlanned,
    TaskAsked,
)
from workflow_scheduler.enrolments.domain.holding import hold_step, lacking, release
from workflow_scheduler.enrolments.domain.planning import day_has_gone, plan
from workflow_scheduler.enrolments.domain.repeating import begin
from workflow_scheduler.enrolments.domain.timetable import day_of
from workflow_scheduler.workflows.domain.steps import LAST_CALL

StepEvent = (
    StepPlanned
    | StepPassed
    | StepDue
    | StepHeld
    | StepReleased
    | RepeatPlanned
    | TaskAsked
    | ReminderRequested
    | EnrolmentEnded
)


def take_due(enrolment: Enrolment, command: TakeDueSteps) -> Sequence[StepEvent]:
    """Take what was planned for this round, or for now or before, or give up.

    A step that is harsher than all that is known to have arrived is held (``holding``).

    When nobody took steps for a while (the service was down), the earliest comes first and the
    others keep their distance from it, so a debtor does not get three mails in one minute.
    """
    now, evidence = command.now, command.evidence
    if not _is_due(enrolment, command):
        return []
    if day_has_gone(enrolment, now):
        return [plan(enrolment, now)]
    today = local_date(now, enrolment.time_zone)
    first = enrolment.remaining[0]
    if pass_over(enrolment, first, command.facts, today) is None:
        lacks = lacking(enrolment, first, evidence, now)
        if lacks is not None and evidence is not None:
            return list(hold_step(enrolment, first, lacks, evidence.policy, now))
        if enrolment.planned is not None and enrolment.planned.held is not None:
            return [release(enrolment, first)]
    return _taken(enrolment, first, command, today)


def _taken(
    enrolment: Enrolment, first: Step, command: TakeDueSteps, today: date
) -> Sequence[StepEvent]:
    now = command.now
    if isinstance(first.action, Remind):
        return list(_messages(enrolment, command, today))
    passed = pass_over(enrolment, first, command.facts, today)
    return _asks(enrolment, first, now) if passed is None else [passed]


def _messages(
    enrolment: Enrolment, command: TakeDueSteps, today: date
) -> Iterator[StepPassed | StepDue]:
    """In their order; behind one that may not be sent yet none is."""
    for step in together(enrolment):
        passed = pass_over(enrolment, step, command.facts, today)
        if passed is None and lacking(enrolment, step, command.evidence, command.now) is not None:
            break
        yield passed or _due(enrolment, step, command.now)


def _asks(enrolment: Enrolment, first: Step, now: datetime) -> Sequence[StepEvent]:
    match first.action:
        case Call(script=script) if first.name == LAST_CALL:
            ended = EnrolmentEnded(**enrolment.ids, outcome=Outcome.EXHAUSTED)
            return [_asked(enrolment, LAST_CALL, script), ended]
        case Call(script=script):
            asked = _asked(enrolment, first.name, script)
            return [_due(enrolment, first, now), asked, *begin(enrolment, first, now)]
        case Escalate(script=script, measure=measure):
            asked = _asked(enrolment, first.name, script, measure)
            return [_due(enrolment, first, now), asked]
        case Remind():
            return []  # messages are taken with those of the same day


def _is_due(enrolment: Enrolment, command: TakeDueSteps) -> bool:
    """What is held is looked at whenever more is known."""
    planned = enrolment.planned
    if planned is None or planned.round_id != command.round_id:
        return False
    if planned.held is not None and command.evidence is not None:
        return True
    return command.round_id is not None or planned.at <= command.now


def together(enrolment: Enrolment) -> Sequence[Step]:
    """The messages of the workflow's next day, by whatever channels; they are taken as one."""
    found: list[Step] = []
    channels: set[Channel] = set()
    day = day_of(enrolment, enrolment.taken)
    for place, step in enumerate(enrolment.remaining, enrolment.taken):
        action = step.action
        if not isinstance(action, Remind) or action.channel in channels:
            break
        if found and day_of(enrolment, place) != day:
            break
        channels.add(action.channel)
        found.append(step)
    return found


def task_of(enrolment: Enrolment) -> TaskId:
    """That the next step asks for, where it asks for one."""
    return TaskId(_effect("tsk", enrolment, enrolment.remaining[0].name))


def _due(enrolment: Enrolment, step: Step, now: datetime) -> StepDue:
    assert enrolment.planned is not None, "a step is planned before it is taken"
    return StepDue(
        **enrolment.ids,
        step=step.name,
        level=step.level,
        occurrence=enrolment.run,
        planned_for=enrolment.planned.at,
        taken_on=local_date(now, enrolment.time_zone),
    )


def _asked(
    enrolment: Enrolment, step: str, script: str, measure: Measure | None = None
) -> TaskAsked:
    return TaskAsked(
        **enrolment.ids,
        task_id=TaskId(_effect("tsk", enrolment, step)),
        script=script,
        measure=measure,
    )


def _effect(prefix: str, enrolment: Enrolment, step: str) -> str:
    """The key that lets a step have its effect once, whatever is tried again."""
    workflow = (enrolment.workflow_id, enrolment.workflow_version)
    return derived(prefix, enrolment.enrolment_id, *workflow, step, enrolment.run)
