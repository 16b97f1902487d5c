"""What an invoice must be before anybody is asked to pay it."""

from collections.abc import Sequence
from datetime import date

from invoice.invoices.domain import chasing, commands
from invoice.invoices.domain.errors import (
    CurrencyUnacceptable,
    DatesUnacceptable,
    LinesUnacceptable,
)
from recoup_events import invoice as events
from recoup_events.kernel.money import Money, total
from recoup_receivables.calendar import local_date

YEARS_BACK = 5
YEARS_AHEAD = 10


def issued(command: commands.IssueInvoice) -> events.InvoiceIssued:
    """The event, or the reason why the request cannot be right."""
    today = local_date(command.at, command.time_zone)
    check_due_date(command.due_date, command.issue_date, today)
    chasing.check(command.chase, command.chase_from)
    chasing.check_taken(command.taken, today)
    check_lines(command.lines, command.total)
    return events.InvoiceIssued.model_validate(command, from_attributes=True)


def check_due_date(due_date: date, issue_date: date, today: date) -> None:
    if due_date < issue_date:
        raise DatesUnacceptable(
            f"The due_date {due_date} lies before issue_date {issue_date}; "
            "send the day by which the invoice is to be paid.",
            pointer="/due_date",
        )
    if due_date < _moved(today, -YEARS_BACK):
        raise DatesUnacceptable(
            f"The due_date {due_date} lies more than {YEARS_BACK} years back; "
            "check the year, and leave debts that old out of the import.",
            pointer="/due_date",
        )
    if due_date > _moved(today, YEARS_AHEAD):
        raise DatesUnacceptable(
            f"The due_date {due_date} lies more than {YEARS_AHEAD} years ahead; check the year.",
            pointer="/due_date",
        )


def _moved(day: date, years: int) -> date:
    """The same day in another year; the 28th stands in for a 29th of February."""
    return day.replace(year=day.year + years, day=min(day.day, 28) if day.month == 2 else day.day)


def check_lines(lines: Sequence[events.Line], wanted: Money) -> None:
    currency = wanted.currency
    for i, line in enumerate(lines):
        for part, amount in (("net", line.net), ("tax", line.tax)):
            if amount.currency != currency:
                raise CurrencyUnacceptable(
                    f"The line is in {amount.currency} and the total in {currency}; "
                    "issue one invoice per currency.",
                    pointer=f"/lines/{i}/{part}/currency",
                )
    adds_up_to = total((line.net + line.tax for line in lines), currency)
    if lines and adds_up_to != wanted:
        raise LinesUnacceptable(
            f"Net and tax of the lines add up to {adds_up_to}, the total says {wanted}; "
            "correct one of them, or leave the lines out.",
            pointer="/total/amount",
        )
