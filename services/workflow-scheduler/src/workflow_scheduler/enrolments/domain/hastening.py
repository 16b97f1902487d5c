"""Going on at once after a broken promise, if need be with a firmer step; none comes before its own day."""

from collections.abc import Sequence
from itertools import takewhile

from recoup_receivables.calendar import local_date
from workflow_scheduler.enrolments.domain.commands import Hasten
from workflow_scheduler.enrolments.domain.enrolment import Enrolment
from workflow_scheduler.enrolments.domain.events import Hastened


def hasten(command: Hasten, enrolment: Enrolment) -> Sequence[Hastened]:
    """What stands still, or has ended, has nothing that could come sooner."""
    if not enrolment.runs:
        return []
    passed = _passed(enrolment) if command.harder else ()
    today = local_date(command.now, enrolment.time_zone)
    return [Hastened(enrolment_id=enrolment.enrolment_id, passed=passed, on=today)]


def _passed(enrolment: Enrolment) -> tuple[str, ...]:
    """Where nothing was taken yet, or nothing is firmer, nothing is passed over."""
    to_come = enrolment.steps[enrolment.taken :]
    if enrolment.last is None:
        return ()
    latest = enrolment.last.level
    milder = tuple(takewhile(lambda step: step.level <= latest, to_come))
    return () if len(milder) == len(to_come) else tuple(step.name for step in milder)
