"""A promise: slices to be paid by a day, and what has come of it."""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum

from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import AllocationId, ReceivableId
from recoup_events.kernel.money import Money, total
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


class PromiseState(StrEnum):
    OPEN = "open"
    KEPT = "kept"
    BROKEN = "broken"
    WITHDRAWN = "withdrawn"


class NotMade(Value):
    """Nobody has promised anything under this id."""


class Counted(Value):
    """Money that counts towards the promise."""

    receivable_id: ReceivableId
    amount: Money
    on: date


class Promise(Value):
    made: PromiseMade
    amounts: Mapping[ReceivableId, Money]
    """What is promised of each receivable; credits lower it."""
    counted: Mapping[AllocationId, Counted] = {}
    state: PromiseState = PromiseState.OPEN
    kept_on: date | None = None
    broken_on: date | None = None
    withdrawn: Withdrawal | None = None
    note: str | None = None

    @property
    def ids(self) -> dict[str, str]:
        """What every event of a promise names."""
        return {"promise_id": self.made.promise_id, "customer_id": self.made.customer_id}

    @property
    def last_day(self) -> date:
        """Money that counts by then has kept it."""
        return self.made.due_on + timedelta(days=self.made.grace_days)

    @property
    def promised(self) -> Money:
        """All of it, less what was credited."""
        return total(self.amounts.values(), self.currency)

    @property
    def paid(self) -> Money:
        return total((each.amount for each in self.counted.values()), self.currency)

    @property
    def remaining(self) -> Money:
        return self.promised - self.paid

    @property
    def currency(self) -> str:
        return self.made.slices[0].amount.currency

    def open_on(self, receivable_id: ReceivableId) -> Money:
        """What is still promised of one receivable."""
        nothing = Money.zero(self.currency)
        paid = (c.amount for c in self.counted.values() if c.receivable_id == receivable_id)
        return self.amounts.get(receivable_id, nothing) - total(paid, self.currency)


State = NotMade | Promise
MoneyEvent = PromisePaymentMatched | PromisePaymentUnmatched | PromiseReduced
EndEvent = PromiseKept | PromiseReopened | PromiseBroken | PromiseWithdrawn
Recorded = PromiseMade | MoneyEvent | EndEvent


def evolve(state: State, event: Recorded) -> State:
    """Fold one event into the promise."""
    if isinstance(event, PromiseMade):
        amounts = {slice.receivable_id: slice.amount for slice in event.slices}
        return Promise(made=event, amounts=amounts)
    if isinstance(state, NotMade):
        return state
    if isinstance(event, MoneyEvent):
        return _money(state, event)
    return state.model_copy(update=_end(state, event))


def _money(promise: Promise, event: MoneyEvent) -> Promise:
    match event:
        case PromisePaymentMatched(allocation_id=id):
            counted = Counted(
                receivable_id=event.receivable_id, amount=event.amount, on=event.counted_on
            )
            return promise.model_copy(update={"counted": {**promise.counted, id: counted}})
        case PromisePaymentUnmatched(allocation_id=id, amount=amount):
            others = {other: each for other, each in promise.counted.items() if other != id}
            before = promise.counted[id]
            rest = before.model_copy(update={"amount": before.amount - amount})
            left = {**others, id: rest} if rest.amount else others
            return promise.model_copy(update={"counted": left})
        case PromiseReduced(receivable_id=id, amount=amount):
            lowered = {**promise.amounts, id: promise.amounts[id] - amount}
            return promise.model_copy(update={"amounts": lowered})


def _end(promise: Promise, event: EndEvent) -> Mapping[str, object]:
    match event:
        case PromiseKept(kept_on=day):
            return {"state": PromiseState.KEPT, "kept_on": day, "broken_on": None}
        case PromiseReopened():
            return {"state": PromiseState.OPEN, "kept_on": None}
        case PromiseBroken():
            broken_on = promise.last_day + timedelta(days=1)
            return {"state": PromiseState.BROKEN, "kept_on": None, "broken_on": broken_on}
        case PromiseWithdrawn(reason=reason, note=note):
            return {"state": PromiseState.WITHDRAWN, "withdrawn": reason, "note": note}
