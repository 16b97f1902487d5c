"""What a customer owes each creditor and how it has paid, kept as sums: as dear for one as for 10,000."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import accumulate

from pydantic import Field

from invoice.open_items.domain.open_receivables import OPEN_RECEIVABLES, OpenReceivable
from recoup_events.invoice import CreditStandingChanged, PaymentReversed
from recoup_events.invoice.credit_standing import Standing
from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event, Value
from recoup_events.kernel.ids import CreditorId, PaymentId, PlanId
from recoup_events.kernel.money import Money
from recoup_events.payment_plan import (
    PlanAgreed,
    PlanBroken,
    PlanCancelled,
    PlanCompleted,
    PlanReinstated,
    PlanReopened,
)
from recoup_eventstore.decider import Sum, View

LATE_DAYS = (0, 3, 7, 14, 30, 60, 90)
"""How late a payment was at most, of each count but the last."""
ENOUGH = 5
"""Payments from which on something can be called usual."""
MOST_KEPT = 20
"""Returned payments, and broken plans."""


class ReturnedPayment(Value):
    payment_id: PaymentId
    returned_on: date


class BrokenPlan(Value):
    plan_id: PlanId
    broken_on: date


class Figures(Value):
    """Of one creditor."""

    owed: Mapping[str, int] = Field(default_factory=dict)
    """In minor units by currency, as are all that follow."""
    overdue: Mapping[str, int] = Field(default_factory=dict)
    """Less what is set aside: contested, in a running plan, or covered by reserved money."""
    items_overdue: int = 0
    due_days: int = 0
    """The days on which they were due, added up: another sum where a due date moved."""
    paid: tuple[int, ...] = (0,) * (len(LATE_DAYS) + 1)
    """How many receivables were paid how late; charges, which are late by nature, do not count."""
    returned: tuple[ReturnedPayment, ...] = ()
    """What the bank took back, the latest last."""
    plans: tuple[PlanId, ...] = ()
    """Those that run."""
    broken: tuple[BrokenPlan, ...] = ()
    """The latest last."""
    advised: Standing = Standing.NORMAL
    """What the rules have made of it."""

    def owed_in(self, currency: str) -> Money:
        return Money(minor_units=self.owed.get(currency, 0), currency=currency)

    def overdue_in(self, currency: str) -> Money:
        return Money(minor_units=self.overdue.get(currency, 0), currency=currency)

    @property
    def late_share(self) -> int | None:
        """Of all that was paid, the per cent that was paid late; ``None`` while too little was."""
        count = sum(self.paid)
        return None if count < ENOUGH else 100 * (count - self.paid[0]) // count

    @property
    def usual_days(self) -> int | None:
        """How late nine tenths of all were paid at most, if so many can tell."""
        count = sum(self.paid)
        if count < ENOUGH:
            return None
        reached = zip(LATE_DAYS, accumulate(self.paid), strict=False)
        return next((days for days, paid in reached if 10 * paid >= 9 * count), None)


class CreditFigures(Value):
    """Of one customer."""

    creditors: Mapping[str, Figures] = Field(default_factory=dict)

    def of(self, creditor_id: CreditorId | str) -> Figures:
        return self.creditors.get(creditor_id, Figures())

    def changing(self, creditor_id: str, update: Mapping[str, object]) -> "CreditFigures":
        return self.replacing(creditor_id, self.of(creditor_id).model_copy(update=update))

    def replacing(self, creditor_id: str, figures: Figures) -> "CreditFigures":
        return CreditFigures(creditors={**self.creditors, creditor_id: figures})


PLANS = (PlanAgreed, PlanBroken, PlanReinstated, PlanReopened, PlanCompleted, PlanCancelled)
OWN = (PaymentReversed, CreditStandingChanged)


def _documents(event: Event) -> Sequence[str]:
    return [event.customer_id] if isinstance(event, (*PLANS, *OWN)) else []


def _evolve(known: CreditFigures, recorded: Envelope[Event]) -> CreditFigures:
    match recorded.event:
        case PaymentReversed(creditor_id=creditor, payment_id=id, reversed_on=day):
            figures = known.of(creditor)
            returned = (*figures.returned, ReturnedPayment(payment_id=id, returned_on=day))
            return known.changing(creditor, {"returned": returned[-MOST_KEPT:]})
        case CreditStandingChanged(creditor_id=creditor, advised=advised):
            return known.changing(creditor, {"advised": advised})
        case (
            PlanAgreed(creditor_id=creditor, plan_id=plan)
            | PlanReopened(creditor_id=creditor, plan_id=plan)
        ):
            return known.changing(creditor, {"plans": (*known.of(creditor).plans, plan)})
        case PlanReinstated(plan_id=plan):
            return _reinstated(known, plan)
        case PlanBroken() | PlanCompleted() | PlanCancelled() as ended:
            return _ended(known, ended, recorded.cause.at.date())
        case _:
            return known


def _ended(
    known: CreditFigures, ended: PlanBroken | PlanCompleted | PlanCancelled, on: date
) -> CreditFigures:
    id = ended.plan_id
    for creditor, figures in known.creditors.items():
        if id in figures.plans:
            running = tuple(plan for plan in figures.plans if plan != id)
            update: dict[str, object] = {"plans": running}
            if isinstance(ended, PlanBroken):
                broken = (*figures.broken, BrokenPlan(plan_id=id, broken_on=on))
                update["broken"] = broken[-MOST_KEPT:]
            return known.changing(creditor, update)
    return known


def _reinstated(known: CreditFigures, id: PlanId) -> CreditFigures:
    """It never broke."""
    for creditor, figures in known.creditors.items():
        if any(each.plan_id == id for each in figures.broken):
            broken = tuple(each for each in figures.broken if each.plan_id != id)
            return known.changing(creditor, {"broken": broken, "plans": (*figures.plans, id)})
    return known


def _add(known: CreditFigures, before: OpenReceivable, after: OpenReceivable) -> CreditFigures:
    without = _counted(known.of(after.creditor_id), before, -1)
    return known.replacing(after.creditor_id, _counted(without, after, 1))


def _counted(figures: Figures, receivable: OpenReceivable, sign: int) -> Figures:
    update: dict[str, object] = {}
    balance = receivable.balance
    if balance:
        update["owed"] = _plus(figures.owed, balance, sign)
    if balance and receivable.overdue and receivable.chased:
        update["overdue"] = _plus(figures.overdue, receivable.chased, sign)
        update["items_overdue"] = figures.items_overdue + sign
        update["due_days"] = figures.due_days + sign * receivable.due_date.toordinal()
    if receivable.paid_on is not None and not receivable.charge:
        nth = bisect_left(LATE_DAYS, (receivable.paid_on - receivable.due_date).days)
        update["paid"] = tuple(n + sign * (i == nth) for i, n in enumerate(figures.paid))
    return figures.model_copy(update=update) if update else figures


def _plus(sums: Mapping[str, int], money: Money, sign: int) -> Mapping[str, int]:
    total = sums.get(money.currency, 0) + sign * money.minor_units
    rest = {currency: each for currency, each in sums.items() if currency != money.currency}
    return {**rest, money.currency: total} if total else rest


CREDIT_FIGURES = View(
    "credit_figures",
    CreditFigures(),
    _documents,
    _evolve,
    subscribes=PLANS,
    sums=Sum(OPEN_RECEIVABLES, _add),
)
