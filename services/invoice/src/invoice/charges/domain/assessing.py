"""What may be charged for the terms of an invoice by a day, and has not been charged yet.

All of it is computed from what was owed on each day, money counting from its value date; so it can be
computed again when something is booked late.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import count, takewhile
from typing import NamedTuple

from invoice.charges.domain.authority import AGREED, Authority
from invoice.interest.domain.accruing import accrued, reductions, segments_of
from invoice.interest.domain.moratorium import is_free
from invoice.invoices.domain.errors import ChargeRefused, CurrencyUnacceptable
from invoice.invoices.domain.invoice import Invoice
from recoup_compliance.interest.fixed_sums import fixed_sum
from recoup_events import invoice as events
from recoup_events.invoice import ChargeKind
from recoup_events.kernel.ids import ReceivableId
from recoup_events.kernel.money import Money, rounded, total

ONCE = "once"
Charged = Mapping[ReceivableId, Money]
"""The interest that is asked for already, by the receivable that caused it."""


class Assessment(NamedTuple):
    """What is granted of one kind on one term, whether or not it has been charged."""

    receivable_id: ReceivableId
    kind: ChargeKind
    occurrence: str
    granted: Money
    """In all, up to this occurrence."""
    authority: str
    citation: str
    until: date
    segments: tuple[events.InterestSegment, ...] = ()
    charged: Money | None = None
    """Of it, what was charged before."""

    @property
    def amount(self) -> Money:
        return self.granted if self.charged is None else self.granted - self.charged


def assess(
    kind: ChargeKind, invoice: Invoice, by: Authority, until: date, charged: Charged
) -> Sequence[Assessment]:
    """Of each term, what the authority grants by the end of a day."""
    match kind:
        case ChargeKind.INTEREST:
            return list(_interest(invoice, by, until, charged))
        case ChargeKind.FIXED_SUM:
            return list(_fixed_sums(invoice, by, until))
        case ChargeKind.LATE_FEE:
            return list(_late_fees(invoice, by, until))
        case ChargeKind.COST:
            return list(_costs(invoice, by, until))


def owed_on(invoice: Invoice, term: events.Term, day: date) -> Money:
    """At the end of a day, by value dates; a cancelled invoice was never owed."""
    if invoice.cancelled:
        return Money.zero(invoice.currency)
    gone = (
        each.amount for each in reductions(invoice, term.receivable_id) if each.value_date <= day
    )
    return term.amount - total(gone, invoice.currency)


def _interest(
    invoice: Invoice, by: Authority, until: date, charged: Charged
) -> Iterator[Assessment]:
    law = by.law
    grace = 0
    if law.id == AGREED or by.law_id is None:
        clause, _ = by.clause("interest", events.InterestClause)
        grace = clause.grace_days
    for found in accrued(invoice, law, until, by.free):
        if (until - found.term.due_date).days > grace:
            id = found.term.receivable_id
            before = charged.get(id, Money.zero(invoice.currency))
            yield Assessment(
                receivable_id=id,
                kind=ChargeKind.INTEREST,
                occurrence=until.isoformat(),
                granted=found.interest.amount,
                authority=law.id,
                citation=law.citation,
                until=until,
                segments=segments_of(found.interest),
                charged=before,
            )


def _fixed_sums(invoice: Invoice, by: Authority, until: date) -> Iterator[Assessment]:
    """Once for each debt that was still owed when its due date ended; what it continues has its own.

    What would have come to be owed in a moratorium is not owed after it.
    """
    law = by.law
    for term in invoice.terms:
        if is_free(term.due_date + timedelta(days=1), by.free.customer):
            continue
        granted = None if invoice.issued.continues else fixed_sum(law, term.amount)
        if granted is not None and term.due_date < until and owed_on(invoice, term, term.due_date):
            assert law.fixed_sum is not None, "it grants one"
            yield Assessment(
                *(term.receivable_id, ChargeKind.FIXED_SUM, ONCE, granted),
                *(law.id, law.fixed_sum.citation, until),
            )


def _late_fees(invoice: Invoice, by: Authority, until: date) -> Iterator[Assessment]:
    """For each day on which it was agreed to fall due, if something was overdue at its end."""
    clause, citation = by.clause("late_fee", events.LateFee)
    for term in invoice.terms:
        first = term.due_date + timedelta(days=clause.after_days)
        ended = takewhile(lambda day: day < until, fee_days(first, monthly=clause.monthly))
        for nth, day in enumerate(ended, start=1):
            owed = owed_on(invoice, term, day)
            if owed and not is_free(day, by.free.customer):
                amount = _agreed(clause.amount, clause.percent, owed)
                yield Assessment(
                    *(term.receivable_id, ChargeKind.LATE_FEE, str(nth), amount),
                    *(AGREED, citation, until),
                )


def fee_days(first: date, *, monthly: bool) -> Iterator[date]:
    """The day on which a fee falls due, and without end the same day of each later month."""
    return (_months_later(first, nth) for nth in (count() if monthly else range(1)))


def _months_later(day: date, months: int) -> date:
    """The same day of a later month, or its last."""
    years, month = divmod(day.month - 1 + months, 12)
    after = date(day.year + years + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    last = (after - timedelta(days=1)).day
    return date(day.year + years, month + 1, min(day.day, last))


def _costs(invoice: Invoice, by: Authority, until: date) -> Iterator[Assessment]:
    clause, citation = by.clause("collection_costs", events.CollectionCosts)
    for term in invoice.terms:
        owed = owed_on(invoice, term, until)
        if term.due_date < until and owed and not is_free(until, by.free.customer):
            amount = _agreed(clause.amount, clause.percent, owed)
            yield Assessment(
                *(term.receivable_id, ChargeKind.COST, ONCE, amount),
                *(AGREED, citation, until),
            )


def _agreed(amount: Money | None, percent: str | None, owed: Money) -> Money:
    if amount is None:
        share = Fraction(owed.minor_units) * Fraction(percent or "0") / 100
        return Money(minor_units=rounded(share), currency=owed.currency)
    if amount.currency != owed.currency:
        raise CurrencyUnacceptable(
            f"The agreement names {amount}, and the invoice is in {owed.currency}; record a clause in "
            "its currency, or one in percent."
        )
    return amount


def check_not_behind(invoice: Invoice, until: date) -> None:
    """Interest that is asked for up to a day is not asked for up to an earlier one."""
    interest = (each.until for each in invoice.charges if each.kind is ChargeKind.INTEREST)
    last = max(interest, default=date.min)
    if until < last:
        raise ChargeRefused(
            f"Interest on {invoice.number} is charged until {last} already; send a later day.",
            pointer="/until",
        )
