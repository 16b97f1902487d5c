"""What an invoice must be before anybody is asked to pay it."""

from collections.abc import Sequence

from invoice.invoices.domain import chasing, commands
from invoice.invoices.domain.discounting import check_discounts, check_document_taxes
from invoice.invoices.domain.errors import (
    CurrencyUnacceptable,
    LinesUnacceptable,
)
from invoice.invoices.domain.schedule import check_amounts, check_terms
from recoup_events import invoice as events
from recoup_events.kernel.money import Money, total
from recoup_receivables.calendar import local_date


def issued(command: commands.IssueInvoice) -> events.InvoiceIssued:
    """The event, or the reason why the request cannot be right."""
    today = local_date(command.at, command.time_zone)
    if command.continues:
        check_amounts(command.terms, command.total)
    else:
        check_terms(command.terms, command.total, command.issue_date, today)
    chasing.check(command.chase, command.chase_from)
    chasing.check_taken(command.taken, today)
    check_lines(command.lines, command.total)
    check_document_taxes(command.taxes, command.total)
    check_discounts(command.discounts, command.taxes, command.total, command.issue_date)
    return events.InvoiceIssued.model_validate(command, from_attributes=True)


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
