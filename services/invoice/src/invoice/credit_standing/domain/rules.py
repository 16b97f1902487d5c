"""What a creditor's rules make of a customer's figures on a day, and when they may make another."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from invoice.credit_standing.domain.figures import Figures
from recoup_events.invoice.credit_standing import (
    CreditMeasure,
    CreditPolicy,
    CreditRule,
    OverdueReceivable,
    Standing,
    StandingCause,
)
from recoup_events.kernel.ids import PaymentId, PlanId
from recoup_events.kernel.money import Money

A_YEAR = timedelta(days=365)
SEVERITY = {standing: severity for severity, standing in enumerate(Standing)}


class Advice(NamedTuple):
    standing: Standing
    causes: tuple[StandingCause, ...]
    next_on: date | None
    """The day on which time alone may change it."""


class Known(NamedTuple):
    """What the rules are asked about."""

    figures: Figures
    oldest: tuple[OverdueReceivable, ...]
    """Some of what is overdue, the longest first; none only where nothing is."""
    today: date

    @property
    def days_overdue(self) -> int | None:
        return (self.today - self.oldest[0].due_date).days if self.oldest else None

    @property
    def returned(self) -> Mapping[PaymentId, date]:
        """Payments within a year, and the day on which each counts no more."""
        found = ((each.payment_id, each.returned_on + A_YEAR) for each in self.figures.returned)
        return {id: until for id, until in found if self.today < until}

    @property
    def broken(self) -> Mapping[PlanId, date]:
        """Plans, likewise."""
        found = ((each.plan_id, each.broken_on + A_YEAR) for each in self.figures.broken)
        return {id: until for id, until in found if self.today < until}


def advise(policy: CreditPolicy, known: Known) -> Advice:
    """The harshest standing of the rules whose thresholds are reached, and all of these."""
    causes = [cause for rule in policy.rules if (cause := _cause(rule, known)) is not None]
    causes.sort(key=lambda cause: -SEVERITY[cause.rule.standing])
    days = {day for rule in policy.rules for day in _days(rule, known) if day > known.today}
    standing = causes[0].rule.standing if causes else Standing.NORMAL
    return Advice(standing, tuple(causes), min(days, default=None))


def _cause(rule: CreditRule, known: Known) -> StandingCause | None:
    if rule.measure is CreditMeasure.AMOUNT_OVERDUE:
        return _amount_cause(rule, known)
    value = _MEASURES[rule.measure](known)
    assert rule.threshold is not None, "the policy was checked"
    if value is None or value < rule.threshold:
        return None
    if rule.measure is CreditMeasure.RETURNED_PAYMENTS:
        return StandingCause(rule=rule, value=value, payments=tuple(known.returned))
    if rule.measure is CreditMeasure.BROKEN_PLANS:
        return StandingCause(rule=rule, value=value, plans=tuple(known.broken))
    return StandingCause(rule=rule, value=value, receivables=known.oldest)


def _amount_cause(rule: CreditRule, known: Known) -> StandingCause | None:
    assert rule.amount is not None, "the policy was checked"
    overdue: Money = known.figures.overdue_in(rule.amount.currency)
    if overdue < rule.amount:
        return None
    mine = (each for each in known.oldest if each.balance.currency == overdue.currency)
    return StandingCause(rule=rule, amount=overdue, receivables=tuple(mine))


def _items(known: Known) -> int:
    return known.figures.items_overdue


def _late_share(known: Known) -> int | None:
    return known.figures.late_share


def _returned(known: Known) -> int:
    return len(known.returned)


def _broken(known: Known) -> int:
    return len(known.broken)


def _days_overdue(known: Known) -> int | None:
    return known.days_overdue


def _days_silent(known: Known) -> int | None:
    days, usual = known.days_overdue, known.figures.usual_days
    return None if days is None or usual is None else days - usual


_MEASURES: Mapping[CreditMeasure, Callable[[Known], int | None]] = {
    CreditMeasure.ITEMS_OVERDUE: _items,
    CreditMeasure.DAYS_OVERDUE: _days_overdue,
    CreditMeasure.DAYS_SILENT: _days_silent,
    CreditMeasure.LATE_SHARE: _late_share,
    CreditMeasure.RETURNED_PAYMENTS: _returned,
    CreditMeasure.BROKEN_PLANS: _broken,
}


def _days(rule: CreditRule, known: Known) -> Iterator[date]:
    """Days on which the rule may begin to hold, or cease to, with nothing happening."""
    match rule.measure:
        case CreditMeasure.DAYS_OVERDUE if known.oldest:
            yield known.oldest[0].due_date + timedelta(rule.threshold or 0)
        case CreditMeasure.DAYS_SILENT if known.oldest and known.figures.usual_days is not None:
            usual = known.figures.usual_days
            yield known.oldest[0].due_date + timedelta(usual + (rule.threshold or 0))
        case CreditMeasure.RETURNED_PAYMENTS:
            yield from known.returned.values()
        case CreditMeasure.BROKEN_PLANS:
            yield from known.broken.values()
        case _:
            return
