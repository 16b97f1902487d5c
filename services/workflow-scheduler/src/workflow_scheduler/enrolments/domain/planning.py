"""When the next step comes: never before its day, never closer to the one before than planned.

What is late, because the invoice came late or because nobody was there to take it, comes at the next
of its times, and what follows keeps its distance from it. So nobody's first contact is a final notice.
"""

from datetime import date, datetime, time, timedelta

from recoup_events.kernel.ids import RoundId
from recoup_events.workflow_scheduler import Call, Step
from recoup_receivables.calendar import at_local_time, local_date
from workflow_scheduler.enrolments.domain.enrolment import Enrolment
from workflow_scheduler.enrolments.domain.events import StepPlanned
from workflow_scheduler.enrolments.domain.ids import round_id
from workflow_scheduler.workflows.domain.steps import COURTESY


def plan(enrolment: Enrolment, now: datetime) -> StepPlanned:
    """The first step that still has a moment; courtesies whose day has gone are passed over."""
    earliest = max(now, enrolment.alone_until)
    passed: list[str] = []
    for step in enrolment.remaining:
        moment = _moment(enrolment, step, earliest)
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
    if isinstance(step.action, Call):
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


def _moment(enrolment: Enrolment, step: Step, earliest: datetime) -> datetime | None:
    own_day = enrolment.due_date + timedelta(days=step.days)
    if step.level == COURTESY:
        moment = _on(enrolment, step, own_day, earliest)
        in_time = moment >= earliest and own_day >= (enrolment.chase_from or own_day)
        return moment if in_time else None
    return _next_of_its_times(enrolment, step, max(own_day, spaced(enrolment, step)), earliest)


def spaced(enrolment: Enrolment, step: Step) -> date:
    """The first day that is as far from the latest step as the workflow has them apart."""
    if enrolment.last is None:
        return date.min
    apart = step.days - enrolment.last.days + enrolment.stood_days
    return enrolment.last.on + timedelta(days=apart)


def _next_of_its_times(enrolment: Enrolment, step: Step, day: date, earliest: datetime) -> datetime:
    today = local_date(earliest, enrolment.time_zone)
    day = max(day, today, enrolment.chase_from or day)
    moment = _on(enrolment, step, day, earliest)
    return moment if moment >= earliest else _at(enrolment, step, day + timedelta(days=1))


def _on(enrolment: Enrolment, step: Step, day: date, earliest: datetime) -> datetime:
    """Its time on a day; a message without an hour comes at once."""
    moment = _at(enrolment, step, day)
    at_once = enrolment.contact_hour is None and not isinstance(step.action, Call)
    today = local_date(earliest, enrolment.time_zone)
    return max(moment, earliest) if at_once and day == today else moment


def _at(enrolment: Enrolment, step: Step, day: date) -> datetime:
    return at_local_time(day, hour_of(enrolment, step), enrolment.time_zone)


def hour_of(enrolment: Enrolment, step: Step) -> time:
    """Calls have hours of their own; messages come when the debtor is written to."""
    if isinstance(step.action, Call):
        return step.action.at
    return time.min if enrolment.contact_hour is None else enrolment.contact_hour


def outlook(enrolment: Enrolment) -> list[tuple[Step, datetime | None]]:
    """The steps to come; behind the one that is planned, when they come if nothing intervenes."""
    if enrolment.planned is None:
        return [(step, None) for step in enrolment.remaining]
    first = enrolment.remaining[0]
    day = local_date(enrolment.planned.at, enrolment.time_zone)
    found: list[tuple[Step, datetime | None]] = [(first, enrolment.planned.at)]
    for step in enrolment.remaining[1:]:
        apart = day + timedelta(days=step.days - first.days)
        own_day = enrolment.due_date + timedelta(days=step.days)
        found.append((step, _at(enrolment, step, max(apart, own_day))))
    return found
