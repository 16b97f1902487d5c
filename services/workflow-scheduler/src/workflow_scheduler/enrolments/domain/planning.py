"""When the next step comes: never before its day, never closer to the one before than planned.

What is late, because the invoice came late or because nobody was there to take it, comes at the next
of its times, and what follows keeps its distance from it. So nobody's first contact is a final notice.
"""

from datetime import date, datetime, time, timedelta

from recoup_events.kernel.ids import RoundId
from recoup_events.workflow_scheduler import Anchor, Escalate, Intention, Remind, Step
from recoup_receivables.calendar import at_local_time, local_date
from workflow_scheduler.enrolments.domain.enrolment import Enrolment
from workflow_scheduler.enrolments.domain.events import LastStep, StepPlanned
from workflow_scheduler.enrolments.domain.ids import round_id
from workflow_scheduler.enrolments.domain.timetable import counted, day_of, opened
from workflow_scheduler.workflows.domain.steps import COURTESY


def plan(enrolment: Enrolment, now: datetime) -> StepPlanned:
    """The first step that still has a moment; courtesies whose day has gone are passed over."""
    earliest = max(now, enrolment.alone_until)
    passed: list[str] = []
    for place, step in enumerate(enrolment.remaining, enrolment.taken):
        moment = _moment(enrolment, place, step, earliest)
        if moment is not None:
            break
        passed.append(step.name)
    else:
        raise AssertionError("the decision at the end of each workflow is no courtesy")
    return StepPlanned(
        enrolment_id=enrolment.enrolment_id,
        step=step.name,
        planned_for=moment,
        round_id=_round(enrolment, step, moment),
        passed=tuple(passed),
    )


def _round(enrolment: Enrolment, step: Step, moment: datetime) -> RoundId | None:
    if not isinstance(step.action, Remind):
        return None
    day = local_date(moment, enrolment.time_zone)
    return round_id(enrolment.customer_id, enrolment.creditor_id, day)


def day_has_gone(enrolment: Enrolment, now: datetime) -> bool:
    """Whether what comes next speaks of a day that is over: nobody was there to take it."""
    planned = enrolment.planned
    if planned is None or enrolment.remaining[0].level != COURTESY:
        return False
    zone = enrolment.time_zone
    return local_date(planned.at, zone) < local_date(now, zone)


def _moment(enrolment: Enrolment, place: int, step: Step, earliest: datetime) -> datetime | None:
    own_day = day_of(enrolment, place)
    if step.level == COURTESY:
        day = opened(step, own_day, enrolment)
        moment = _on(enrolment, step, day, earliest)
        in_time = moment >= earliest and day >= (enrolment.chase_from or day)
        return moment if in_time else None
    return _next_of_its_times(enrolment, step, own_day, spaced(enrolment, place, step), earliest)


def spaced(enrolment: Enrolment, place: int, step: Step) -> date:
    """The first day that is as far from the latest step as the workflow has them apart."""
    last = enrolment.last
    if enrolment.hastened_on is not None:
        return enrolment.hastened_on
    if last is None:
        return date.min
    stood = last.on + timedelta(days=enrolment.stood_days)
    match step.anchor:
        case Anchor.PREVIOUS_STEP:
            return counted(step, stood, enrolment)
        case Anchor.DATE:
            return last.on  # a date is the same for everybody, however late the steps before came
        case _:
            return stood + timedelta(days=_apart(enrolment, place, last))


def _apart(enrolment: Enrolment, place: int, last: LastStep) -> int:
    """What was done on another workflow has no place in this one; the next day is far enough."""
    before = [n for n, step in enumerate(enrolment.steps) if step.name == last.step]
    if not before:
        return 1
    return max((day_of(enrolment, place) - day_of(enrolment, before[0])).days, 0)


def _next_of_its_times(
    enrolment: Enrolment, step: Step, own_day: date, far_enough: date, earliest: datetime
) -> datetime:
    today = local_date(earliest, enrolment.time_zone)
    first = max(far_enough, today, enrolment.chase_from or today)
    day = opened(step, max(own_day, first), enrolment, first)
    moment = _on(enrolment, step, day, earliest)
    if moment >= earliest:
        return moment
    tomorrow = day + timedelta(days=1)
    return _at(enrolment, step, opened(step, tomorrow, enrolment, tomorrow))


def _on(enrolment: Enrolment, step: Step, day: date, earliest: datetime) -> datetime:
    """Its time on a day; a message without an hour comes at once."""
    moment = _at(enrolment, step, day)
    at_once = enrolment.contact_hour is None and isinstance(step.action, Remind)
    today = local_date(earliest, enrolment.time_zone)
    return max(moment, earliest) if at_once and day == today else moment


def _at(enrolment: Enrolment, step: Step, day: date) -> datetime:
    return at_local_time(day, hour_of(enrolment, step), enrolment.time_zone)


def hour_of(enrolment: Enrolment, step: Step) -> time:
    """Tasks have hours of their own; messages come when the debtor is written to."""
    if not isinstance(step.action, Remind):
        return step.action.at
    return time.min if enrolment.contact_hour is None else enrolment.contact_hour


def outlook(enrolment: Enrolment) -> list[tuple[Step, datetime | None]]:
    """The steps to come; behind the one that is planned, when they come if nothing intervenes."""
    if enrolment.planned is None:
        return [(step, None) for step in enrolment.remaining]
    first, *others = enrolment.remaining
    found: list[tuple[Step, datetime | None]] = [(first, enrolment.planned.at)]
    day, own_day = local_date(enrolment.planned.at, enrolment.time_zone), None
    for place, step in enumerate(others, enrolment.taken + 1):
        before = own_day or day_of(enrolment, place - 1)
        own_day = _own_day(enrolment, step, place, before)
        day = max(_after(enrolment, step, day, own_day - before), own_day, day)
        found.append((step, _at(enrolment, step, opened(step, day, enrolment, day))))
    return found


def _own_day(enrolment: Enrolment, step: Step, place: int, before: date) -> date:
    """That of a step counted from the one before needs nothing but the day of that."""
    if step.anchor is Anchor.PREVIOUS_STEP:
        return counted(step, before, enrolment)
    return day_of(enrolment, place)


def _after(enrolment: Enrolment, step: Step, day: date, apart: timedelta) -> date:
    match step.anchor:
        case Anchor.PREVIOUS_STEP:
            return counted(step, day, enrolment)
        case Anchor.DATE:
            return day
        case _:
            return day + apart


def intentions(enrolment: Enrolment) -> tuple[Intention, ...]:
    """The measures it comes to if nothing is paid; what was decided lies behind it."""
    if not any(isinstance(step.action, Escalate) for step in enrolment.remaining):
        return ()
    return tuple(
        Intention(measure=step.action.measure, on=local_date(moment, enrolment.time_zone))
        for step, moment in outlook(enrolment)
        if isinstance(step.action, Escalate) and moment is not None
    )
