"""Calls that are asked for again and again: they outlive the steps, until nothing is owed."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from recoup_events.kernel.ids import TaskId, derived
from recoup_events.workflow_scheduler import Call, Outcome, Step
from recoup_receivables.calendar import at_local_time, local_date
from workflow_scheduler.enrolments.domain.enrolment import Enrolment
from workflow_scheduler.enrolments.domain.events import RepeatPlanned, TaskAsked

FIRST_REPEAT = 2
"""The step itself asks for the first call."""


def begin(enrolment: Enrolment, step: Step, now: datetime) -> Sequence[RepeatPlanned]:
    """When the call of a step is asked for the second time; never for one that does not repeat."""
    match step.action:
        case Call() as call if call.repeat is not None:
            return [_next(enrolment, step.name, call, FIRST_REPEAT, now)]
        case _:
            return []


def repeats_at(enrolment: Enrolment) -> datetime | None:
    """The soonest moment; ``None`` where nothing repeats, or nothing is owed for the time being."""
    if enrolment.outcome not in (None, Outcome.EXHAUSTED) or not enrolment.balance:
        return None
    moments = (each.planned_for for each in enrolment.repeating)
    return min((moment for moment in moments if moment is not None), default=None)


def take_repeats(enrolment: Enrolment, now: datetime) -> Iterator[TaskAsked | RepeatPlanned]:
    """Ask once for what is due, however late it is; while nothing is chased it waits for its next day."""
    soonest = repeats_at(enrolment)
    if soonest is None or soonest > now:
        return
    for each in enrolment.repeating:
        if each.planned_for is None or each.planned_for > now:
            continue
        if not enrolment.chased:
            yield _next(enrolment, each.step, each.call, each.number, now)
            continue
        key = (enrolment.enrolment_id, enrolment.run, each.step, each.number)
        task_id = TaskId(derived("tsk", "repeat", *key))
        yield TaskAsked(**enrolment.ids, task_id=task_id, script=each.call.script)
        yield _next(enrolment, each.step, each.call, each.number + 1, now)


def _next(enrolment: Enrolment, step: str, call: Call, number: int, now: datetime) -> RepeatPlanned:
    assert call.repeat is not None, "only such calls are planned again"
    most = call.repeat.at_most
    day = local_date(now, enrolment.time_zone) + timedelta(days=call.repeat.every_days)
    over = most is not None and number > most
    return RepeatPlanned(
        enrolment_id=enrolment.enrolment_id,
        step=step,
        call=call,
        number=number,
        planned_for=None if over else at_local_time(day, call.at, enrolment.time_zone),
    )
