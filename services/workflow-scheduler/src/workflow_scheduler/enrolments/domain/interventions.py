"""What a person may do to an open enrolment: hold it, release it, stop it; always with a reason."""

from collections.abc import Sequence

from recoup_events.kernel.money import Money
from recoup_events.workflow_scheduler import (
    EnrolmentEnded,
    EnrolmentPaused,
    EnrolmentResumed,
    Outcome,
    PauseCause,
    StepReleased,
)
from workflow_scheduler.enrolments.domain.commands import (
    Hold,
    Intervention,
    Release,
    ReleaseStep,
    Stop,
)
from workflow_scheduler.enrolments.domain.enrolment import Enrolment
from workflow_scheduler.enrolments.domain.errors import EnrolmentRefused, HoldUnusable
from workflow_scheduler.enrolments.domain.pauses import pause_all
from workflow_scheduler.enrolments.domain.slices import among, chased, without

THE_HOLD = "hold"
"""An enrolment has at most one hold, so a hold needs no name of its own."""


def intervene(
    command: Intervention, enrolment: Enrolment
) -> Sequence[EnrolmentPaused | EnrolmentResumed | StepReleased | EnrolmentEnded]:
    """List every intervention an enrolment allows; what is not listed is refused."""
    on_hold = among(enrolment.pauses, PauseCause.HOLD, THE_HOLD)
    match command:
        case _ if enrolment.outcome is not None:
            raise EnrolmentRefused(
                f"The enrolment has ended ({enrolment.outcome}); nothing is chased any more."
            )
        case Hold() if on_hold:
            raise EnrolmentRefused("The enrolment is on hold already; resume it first.")
        case Hold(reason=reason, amount=amount):
            return [_held(enrolment, amount, reason)]
        case Release() if on_hold:
            return [_released(enrolment)]
        case Release():
            raise EnrolmentRefused(
                "The enrolment is not on hold; a pause by a dispute or a plan ends with that."
            )
        case ReleaseStep(reason=reason):
            return [_let_go(enrolment, reason)]
        case Stop(reason=reason):
            return [EnrolmentEnded(**enrolment.ids, outcome=Outcome.STOPPED, reason=reason)]


def _let_go(enrolment: Enrolment, reason: str) -> StepReleased:
    held = None if enrolment.planned is None else enrolment.planned.held
    if held is None:
        raise EnrolmentRefused("No step is held for want of proof; `next` says what comes when.")
    return StepReleased(**enrolment.ids, step=held.step, overridden=True, reason=reason)


def _held(enrolment: Enrolment, amount: Money | None, reason: str) -> EnrolmentPaused:
    if amount is None:
        return pause_all(enrolment, PauseCause.HOLD, THE_HOLD, reason)
    left = enrolment.chased
    if amount.currency != left.currency:
        raise HoldUnusable(
            f"The invoice is in {left.currency}; state the amount in it.",
            pointer="/amount/currency",
        )
    if not Money.zero(left.currency) < amount <= left:
        raise HoldUnusable(
            f"{left} is chased now; hold more than nothing and at most that.", pointer="/amount"
        )
    return EnrolmentPaused(
        **enrolment.ids,
        cause=PauseCause.HOLD,
        cause_id=THE_HOLD,
        amount=amount,
        chased=left - amount,
        reason=reason,
    )


def _released(enrolment: Enrolment) -> EnrolmentResumed:
    left = without(enrolment.pauses, PauseCause.HOLD, THE_HOLD)
    return EnrolmentResumed(
        **enrolment.ids,
        cause=PauseCause.HOLD,
        cause_id=THE_HOLD,
        chased=chased(enrolment.balance, left),
    )
