"""What the customer's conditions do to an enrolment, and what goes on once they are lifted."""

from collections.abc import Iterator, Mapping, Sequence

from recoup_compliance.conditions import StandingCondition, Stops
from recoup_events.invoice import Condition
from recoup_events.kernel.ids import ConditionId
from recoup_events.workflow_scheduler import (
    EnrolmentEnded,
    EnrolmentPaused,
    EnrolmentResumed,
    EnrolmentStarted,
    Outcome,
    PauseCause,
    RunReason,
)
from workflow_scheduler.enrolments.domain.commands import FollowConditions
from workflow_scheduler.enrolments.domain.enrolment import Enrolment
from workflow_scheduler.enrolments.domain.pauses import pause_all
from workflow_scheduler.enrolments.domain.runs import go_on
from workflow_scheduler.enrolments.domain.slices import Pause, among, chased, put, without

STANDS_STILL = (Stops.CHASING, Stops.CONTACT)
"""What else a condition stops is refused message by message, and the steps go on."""
ChangedPause = EnrolmentPaused | EnrolmentResumed


def follow_conditions(
    command: FollowConditions, enrolment: Enrolment
) -> Sequence[ChangedPause | EnrolmentEnded | EnrolmentStarted]:
    """The claim on an insolvent customer goes to the court; all else stands still for a time."""
    in_force = [
        each
        for each in command.in_force
        if each.effect.stops in STANDS_STILL and each.binds(enrolment.creditor_id)
    ]
    pausing = {
        each.condition_id: each for each in in_force if each.condition is not Condition.INSOLVENCY
    }
    return [
        *_pauses(enrolment, pausing),
        *_outcome(enrolment, insolvent=len(pausing) < len(in_force)),
    ]


def _pauses(
    enrolment: Enrolment, pausing: Mapping[ConditionId, StandingCondition]
) -> Iterator[ChangedPause]:
    pauses = enrolment.pauses
    for pause in enrolment.pauses:
        if pause.cause is PauseCause.CONDITION and pause.cause_id not in pausing:
            pauses = without(pauses, PauseCause.CONDITION, pause.cause_id)
            yield EnrolmentResumed(
                **enrolment.ids,
                cause=PauseCause.CONDITION,
                cause_id=pause.cause_id,
                chased=chased(enrolment.balance, pauses),
            )
    for id, standing in pausing.items():
        if not among(enrolment.pauses, PauseCause.CONDITION, id):
            paused = enrolment.model_copy(update={"pauses": pauses})
            yield pause_all(paused, PauseCause.CONDITION, id, standing.condition)
            whole = Pause(cause=PauseCause.CONDITION, cause_id=id, amount=None)
            pauses = put(pauses, whole)


def _outcome(
    enrolment: Enrolment, *, insolvent: bool
) -> Iterator[EnrolmentEnded | EnrolmentStarted]:
    if insolvent and enrolment.outcome is None:
        yield EnrolmentEnded(**enrolment.ids, outcome=Outcome.INSOLVENT)
    elif not insolvent and enrolment.outcome is Outcome.INSOLVENT and enrolment.balance:
        yield from go_on(enrolment, RunReason.CONDITION_LIFTED)
