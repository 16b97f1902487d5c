"""Exceptions from the policy by which an invoice is not chased for a while."""

from collections.abc import Iterator

from recoup_events.workflow_scheduler import EnrolmentPaused, EnrolmentResumed, PauseCause
from workflow_scheduler.enrolments.domain.commands import FollowExceptions
from workflow_scheduler.enrolments.domain.enrolment import Enrolment
from workflow_scheduler.enrolments.domain.pauses import pause_all
from workflow_scheduler.enrolments.domain.slices import among, chased, without


def follow_exceptions(
    command: FollowExceptions, enrolment: Enrolment
) -> Iterator[EnrolmentPaused | EnrolmentResumed]:
    """What ended before is left as it is; hearing the same again changes nothing."""
    pauses = enrolment.pauses
    for pause in enrolment.pauses:
        if pause.cause is PauseCause.EXCEPTION and pause.cause_id not in command.reasons:
            pauses = without(pauses, pause.cause, pause.cause_id)
            yield EnrolmentResumed(
                **enrolment.ids,
                cause=pause.cause,
                cause_id=pause.cause_id,
                chased=chased(enrolment.balance, pauses),
            )
    for id, reason in command.reasons.items():
        if enrolment.outcome is None and not among(pauses, PauseCause.EXCEPTION, id):
            yield pause_all(enrolment, PauseCause.EXCEPTION, id, reason)
