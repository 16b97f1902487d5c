"""Every move of a promise: made within bounds, kept or broken by the days on which money counts."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from recoup_events.workflow_scheduler import (
    PromiseBroken,
    PromiseKept,
    PromiseMade,
    PromisePaymentMatched,
    PromisePaymentUnmatched,
    PromiseReduced,
    PromiseReopened,
    PromiseWithdrawn,
    Withdrawal,
)
from recoup_eventstore.decider import Decider
from recoup_receivables.calendar import local_date, start_of_day
from workflow_scheduler.promises.domain import commands
from workflow_scheduler.promises.domain.errors import PromiseRefused
from workflow_scheduler.promises.domain.making import make
from workflow_scheduler.promises.domain.promise import (
    NotMade,
    Promise,
    PromiseState,
    Recorded,
    State,
    evolve,
)

DUE = "due"
"""The timer of the moment at which its last day is over."""


def decide(command: commands.PromiseCommand, state: State) -> Sequence[Recorded]:
    """List every move a promise allows; what is not listed is refused."""
    match command, state:
        case commands.MakePromise(), NotMade():
            return [make(command)]
        case commands.ContinuePromise(), NotMade():
            return [PromiseMade(**dict(command))]
        case commands.MakePromise() | commands.ContinuePromise(), Promise():
            raise PromiseRefused("Something was promised under this id before.")
        case _, NotMade():
            raise PromiseRefused("Nothing was promised under this id.")
        case _, Promise():
            return _move(command, state)


def _move(command: commands.PromiseCommand, promise: Promise) -> Sequence[Recorded]:
    match command:
        case commands.MatchMoney():
            return _match(command, promise)
        case commands.UnmatchMoney():
            return _unmatch(command, promise)
        case commands.ReducePromise():
            return _reduce(command, promise)
        case commands.ReviewPromise(now=now) if promise.state is PromiseState.OPEN:
            return [_broken(promise)] if _is_over(promise, now) else []
        case commands.WithdrawPromise():
            return _withdraw(command, promise)
        case _:
            return []


def _match(command: commands.MatchMoney, promise: Promise) -> Sequence[Recorded]:
    """Money that counts by the last day, whenever it was booked; what is beyond is for others."""
    amount = min(command.amount, promise.open_on(command.receivable_id))
    in_time = command.counted_on <= promise.last_day
    if not in_time or amount.minor_units <= 0 or promise.state is PromiseState.WITHDRAWN:
        return []
    matched = PromisePaymentMatched(
        **promise.ids,
        **command.model_dump(include={"allocation_id", "invoice_id", "receivable_id"}),
        amount=amount,
        counted_on=command.counted_on,
        remaining=promise.remaining - amount,
    )
    return [matched, *_whole(promise, matched)]


def _whole(promise: Promise, last: PromisePaymentMatched | PromiseReduced) -> Sequence[Recorded]:
    """Kept once all of it is paid; without money there is nothing to keep any more."""
    after = evolve(promise, last)
    if not isinstance(after, Promise) or after.remaining:
        return []
    if not after.counted:
        reason = Withdrawal.NOT_OWED
        return [PromiseWithdrawn(**promise.ids, slices=promise.made.slices, reason=reason)]
    kept_on = max(each.on for each in after.counted.values())
    return [
        PromiseKept(
            **promise.ids,
            slices=promise.made.slices,
            kept_on=kept_on,
            broken_on=promise.broken_on,
        )
    ]


def _unmatch(command: commands.UnmatchMoney, promise: Promise) -> Sequence[Recorded]:
    counted = promise.counted.get(command.allocation_id)
    if counted is None:
        return []
    amount = min(command.amount, counted.amount)
    unmatched = PromisePaymentUnmatched(
        **promise.ids,
        **command.model_dump(include={"allocation_id", "invoice_id", "receivable_id"}),
        amount=amount,
        remaining=promise.remaining + amount,
    )
    if promise.state is not PromiseState.KEPT:
        return [unmatched]
    after = evolve(promise, unmatched)
    assert isinstance(after, Promise), "what was made stays made"
    if _is_over(promise, command.now):
        return [unmatched, _broken(after, kept_on=promise.kept_on)]
    reopened = PromiseReopened(**promise.ids, slices=promise.made.slices, remaining=after.remaining)
    return [unmatched, reopened]


def _reduce(command: commands.ReducePromise, promise: Promise) -> Sequence[Recorded]:
    """An open promise expects no more than is owed."""
    too_much = promise.open_on(command.receivable_id) - command.most
    if promise.state is not PromiseState.OPEN or too_much.minor_units <= 0:
        return []
    reduced = PromiseReduced(
        **promise.ids,
        invoice_id=command.invoice_id,
        receivable_id=command.receivable_id,
        amount=too_much,
        remaining=promise.remaining - too_much,
    )
    return [reduced, *_whole(promise, reduced)]


def _withdraw(command: commands.WithdrawPromise, promise: Promise) -> Sequence[Recorded]:
    """What is over is over; only a mistake is taken back whatever became of it."""
    if promise.state is PromiseState.WITHDRAWN:
        raise PromiseRefused(f"The promise was withdrawn already ({promise.withdrawn}).")
    if promise.state is not PromiseState.OPEN and command.reason is not Withdrawal.IN_ERROR:
        raise PromiseRefused(
            f"The promise is {promise.state}; only what was recorded by mistake is withdrawn now: "
            "send the reason in_error."
        )
    return [PromiseWithdrawn(**promise.ids, slices=promise.made.slices, **dict(command))]


def _is_over(promise: Promise, now: datetime) -> bool:
    return local_date(now, promise.made.time_zone) > promise.last_day


def _broken(promise: Promise, kept_on: date | None = None) -> PromiseBroken:
    return PromiseBroken(
        **promise.ids,
        slices=promise.made.slices,
        due_on=promise.made.due_on,
        paid=promise.paid,
        remaining=promise.remaining,
        resumes=promise.made.resumes,
        kept_on=kept_on,
    )


def timers(state: State) -> Mapping[str, datetime]:
    """The first moment behind the last day of an open promise."""
    match state:
        case Promise(state=PromiseState.OPEN):
            next_day = state.last_day + timedelta(days=1)
            return {DUE: start_of_day(next_day, state.made.time_zone)}
        case _:
            return {}


PROMISE: Decider[commands.PromiseCommand, State, Recorded] = Decider(
    "promise", NotMade(), decide, evolve, timers
)
