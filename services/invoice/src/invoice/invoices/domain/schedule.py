"""What a schedule must be: terms that divide the invoice, each due on a day of its own."""

from collections.abc import Sequence
from datetime import date

from invoice.invoices.domain.errors import (
    CurrencyUnacceptable,
    DatesUnacceptable,
    TermsUnacceptable,
)
from recoup_events.invoice import MOST_TERMS, Term
from recoup_events.kernel.money import Money, total
from recoup_receivables.plausible_days import Bounds

DUE_DATES = Bounds(back=5, ahead=10)
"""Debts that are older stay out of an import."""


def check_terms(terms: Sequence[Term], whole: Money, issue_date: date, today: date) -> None:
    """Whether they are due one after another, and add up."""
    if not 1 <= len(terms) <= MOST_TERMS:
        raise TermsUnacceptable(
            f"A schedule has 1 to {MOST_TERMS} terms, and this one {len(terms)}; "
            "divide the invoice into fewer.",
            pointer="/schedule",
        )
    check_due_dates(terms, issue_date, today)
    check_amounts(terms, whole)


def check_amounts(terms: Sequence[Term], whole: Money) -> None:
    for place, term in enumerate(terms):
        if term.amount.currency != whole.currency:
            raise CurrencyUnacceptable(
                f"The term is in {term.amount.currency} and the total in {whole.currency}; "
                "issue one invoice per currency.",
                pointer=f"/schedule/{place}/amount/currency",
            )
    adds_up_to = total((term.amount for term in terms), whole.currency)
    if adds_up_to != whole:
        raise TermsUnacceptable(
            f"The terms add up to {adds_up_to}, the total says {whole}; correct one of them.",
            pointer="/schedule",
        )


def check_due_dates(
    terms: Sequence[Term], issue_date: date, today: date, *, continues: bool = False
) -> None:
    """Terms that continue others are as old as those, and two of them may be due on one day."""
    for place, term in enumerate(terms):
        pointer = "/due_date" if len(terms) == 1 else f"/schedule/{place}/due_date"
        _check_due_date(term.due_date, date.min if continues else issue_date, today, pointer)
        if place and not continues and term.due_date <= terms[place - 1].due_date:
            raise DatesUnacceptable(
                f"This term is due on {term.due_date}, not after the one before it; "
                "send the soonest first, one a day.",
                pointer=pointer,
            )


def _check_due_date(due_date: date, issue_date: date, today: date, pointer: str) -> None:
    if due_date < issue_date:
        raise DatesUnacceptable(
            f"The due_date {due_date} lies before issue_date {issue_date}; "
            "send the day by which the invoice is to be paid.",
            pointer=pointer,
        )
    DUE_DATES.check(due_date, today, pointer)
