"""Leaving slices out and chasing them again, as disputes, plans and the debtor's wishes come up."""

from collections.abc import Sequence

from recoup_events.money import Money
from recoup_events.workflow_scheduler import EnrolmentPaused, EnrolmentResumed, PauseCause
from workflow_scheduler.domain.chase import Enrolment, State
from workflow_scheduler.domain.commands import PauseSlice, ResumeSlice
from workflow_scheduler.domain.errors import EnrolmentRefused
from workflow_scheduler.domain.slices import Pause, among, chased, without


def pause_or_resume(
    command: PauseSlice | ResumeSlice, state: State
) -> Sequence[EnrolmentPaused | EnrolmentResumed]:
    """Follow what was heard of a slice; hearing it again changes nothing.

    That the chase has ended makes no difference: a reversed payment may start it again, and what
    is contested or planned by then must still be left out.
    """
    known = among(state.pauses, command.cause, command.cause_id)
    match command:
        case PauseSlice() if not known:
            return [_slice_paused(command, state)]
        case ResumeSlice() if known:
            return [_slice_resumed(command, state)]
        case _:
            return []


def _slice_paused(command: PauseSlice, state: State) -> EnrolmentPaused:
    amount, balance = command.slice.amount, _balance(command, state)
    if balance.currency != amount.currency:
        raise EnrolmentRefused(
            f"The invoice is in {balance.currency}, the slice in {amount.currency}; "
            f"correct the {command.cause}."
        )
    pause = Pause(cause=command.cause, cause_id=command.cause_id, amount=amount)
    return EnrolmentPaused(
        **command.ids,
        cause=command.cause,
        cause_id=command.cause_id,
        amount=amount,
        chased=chased(balance, (*state.pauses, pause)),
    )


def _slice_resumed(command: ResumeSlice, state: State) -> EnrolmentResumed:
    left = without(state.pauses, command.cause, command.cause_id)
    return EnrolmentResumed(
        **command.ids,
        cause=command.cause,
        cause_id=command.cause_id,
        chased=chased(_balance(command, state), left),
    )


def _balance(command: PauseSlice | ResumeSlice, state: State) -> Money:
    """Nothing is owed, as far as is known, before the invoice is heard of."""
    if isinstance(state, Enrolment):
        return state.balance
    return Money.zero(command.slice.amount.currency)


def pause_all(
    enrolment: Enrolment, cause: PauseCause, cause_id: str, reason: str | None = None
) -> EnrolmentPaused:
    """Leave everything out, also what comes to be owed later."""
    return EnrolmentPaused(
        **enrolment.ids,
        cause=cause,
        cause_id=cause_id,
        amount=enrolment.chased,
        chased=Money.zero(enrolment.balance.currency),
        whole=True,
        reason=reason,
    )
