"""What a creditor's rules make of a customer's figures on a day, and when they may make another."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from invoice.credit_standing.domain.figures import Figures
from invoice.open_items.domain.open_receivables import OpenReceivable
from recoup_events.invoice.credit_standing import (
    CreditMeasure,
    CreditPolicy,
    CreditRule,
    OverdueReceivable,
    Standing,
    StandingCause,
)
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
    oldest: Sequence[OpenReceivable]
    """Some of what is overdue, the longest first; none only where nothing is."""
    today: date

    @property
    def days_overdue(self) -> int | None:
        return (self.today - self.oldest[0].due_date).days if self.oldest else None

    @property
    def returned(self) -> Sequence[tuple[date, str]]:
        """Within a year."""
        since = self.today - A_YEAR
        return [
            (each.returned_on, each.payment_id)
            for each in self.figures.returned
            if each.returned_on > since
        ]


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
        payments = tuple(id for _, id in known.returned)
        return StandingCause(rule=rule, value=value, payments=payments)
    return StandingCause(rule=rule, value=value, receivables=_named(known.oldest))


def _amount_cause(rule: CreditRule, known: Known) -> StandingCause | None:
    assert rule.amount is not None, "the policy was checked"
    overdue: Money = known.figures.overdue_in(rule.amount.currency)
    if overdue < rule.amount:
        return None
    mine = [each for each in known.oldest if each.balance and _currency(each) == overdue.currency]
    return StandingCause(rule=rule, amount=overdue, receivables=_named(mine))


def _currency(receivable: OpenReceivable) -> str | None:
    return None if receivable.balance is None else receivable.balance.currency


def _named(receivables: Sequence[OpenReceivable]) -> tuple[OverdueReceivable, ...]:
    return tuple(
        OverdueReceivable(
            invoice_id=each.invoice_id,
            receivable_id=each.receivable_id,
            due_date=each.due_date,
            balance=each.balance,
        )
        for each in receivables
        if each.balance is not None
    )


def _items(known: Known) -> int:
    return known.figures.items_overdue


def _late_share(known: Known) -> int | None:
    return known.figures.late_share


def _returned(known: Known) -> int:
    return len(known.returned)


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
            yield from (day + A_YEAR for day, _ in known.returned)
        case _:
            return
