"""Leaving slices out and chasing them again, as disputes, plans and the debtor's wishes come up."""

from collections.abc import Iterator, Sequence

from recoup_events.kernel.money import Money
from recoup_events.workflow_scheduler import EnrolmentPaused, EnrolmentResumed, PauseCause
from workflow_scheduler.enrolments.domain.commands import EndPause, FollowOwed, PauseFor
from workflow_scheduler.enrolments.domain.enrolment import Enrolment
from workflow_scheduler.enrolments.domain.errors import EnrolmentRefused
from workflow_scheduler.enrolments.domain.events import OwedChanged, SliceResized
from workflow_scheduler.enrolments.domain.slices import Pause, among, chased, put, without

ELSEWHERE = (PauseCause.DISPUTE, PauseCause.PLAN, PauseCause.RESERVE, PauseCause.PROMISE)
"""The causes that are decided elsewhere: by other services, or as a promise."""
SliceEvent = EnrolmentPaused | SliceResized | EnrolmentResumed


def follow_owed(command: FollowOwed, enrolment: Enrolment) -> Sequence[OwedChanged | SliceEvent]:
    """Say what is different now; receiving the same again changes nothing.

    That the chase has ended makes no difference: a reversed payment may start it again, and what
    is contested or planned by then must still be left out.
    """
    _check_currency(command)
    changed = OwedChanged(
        balance=command.balance,
        chased=chased(command.balance, enrolment.pauses),
        paid=enrolment.balance - command.balance if command.by_payment else None,
    )
    owed = [] if command.balance == enrolment.balance else [changed]
    return [*owed, *_slices(command, enrolment)]


def _check_currency(command: FollowOwed) -> None:
    owed = command.balance.currency
    for (cause, id), amount in command.set_aside.items():
        if amount.currency != owed:
            raise EnrolmentRefused(
                f"The invoice is in {owed}, the slice in {amount.currency}; correct {cause} {id}."
            )


def _slices(command: FollowOwed, enrolment: Enrolment) -> Iterator[SliceEvent]:
    pauses = enrolment.pauses
    for pause in enrolment.pauses:
        if pause.cause in ELSEWHERE and (pause.cause, pause.cause_id) not in command.set_aside:
            pauses = without(pauses, pause.cause, pause.cause_id)
            yield EnrolmentResumed(
                **enrolment.ids,
                cause=pause.cause,
                cause_id=pause.cause_id,
                chased=chased(command.balance, pauses),
            )
    for (cause, id), amount in command.set_aside.items():
        before = pauses
        pauses = put(pauses, Pause(cause=cause, cause_id=id, amount=amount))
        left = chased(command.balance, pauses)
        if not among(before, cause, id):
            yield EnrolmentPaused(
                **enrolment.ids, cause=cause, cause_id=id, amount=amount, chased=left
            )
        elif pauses != before:
            yield SliceResized(cause=cause, cause_id=id, amount=amount, chased=left)


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


def pause_for(command: PauseFor, enrolment: Enrolment) -> Sequence[EnrolmentPaused]:
    """What has ended, or is paused for it already, stays as it is."""
    known = among(enrolment.pauses, command.cause, command.cause_id)
    if known or enrolment.outcome is not None:
        return []
    return [pause_all(enrolment, command.cause, command.cause_id, command.reason)]


def end_pause(command: EndPause, enrolment: Enrolment) -> Sequence[EnrolmentResumed]:
    if not among(enrolment.pauses, command.cause, command.cause_id):
        return []
    left = without(enrolment.pauses, command.cause, command.cause_id)
    return [
        EnrolmentResumed(
            **enrolment.ids,
            cause=command.cause,
            cause_id=command.cause_id,
            chased=chased(enrolment.balance, left),
        )
    ]
