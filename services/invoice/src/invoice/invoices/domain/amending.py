"""What an issued invoice says is put right: its number, order, lines and due date."""

from collections.abc import Sequence

from invoice.invoices.domain import aging, commands
from invoice.invoices.domain.invoice import AMENDABLE, Invoice, changed_by
from invoice.invoices.domain.issuing import check_due_date, check_lines
from recoup_events import invoice as events
from recoup_receivables.calendar import local_date


def amend(command: commands.AmendInvoice, invoice: Invoice) -> Sequence[events.InvoiceEvent]:
    """A due date that moved takes the invoice's age along, in the same decision."""
    amended = events.InvoiceAmended(
        **invoice.ids,
        creditor_id=invoice.issued.creditor_id,
        **command.model_dump(exclude={"lines", "at"}),
        lines=command.lines,
    )
    if all(getattr(amended, part) == getattr(invoice, part) for part in AMENDABLE):
        return []
    if amended.due_date != invoice.due_date:
        today = local_date(command.at, amended.time_zone)
        check_due_date(amended.due_date, invoice.issued.issue_date, today)
    if amended.lines != invoice.lines:
        check_lines(amended.lines, invoice.total)
    return [amended, *age(command, changed_by(amended, invoice))]


def age(
    command: commands.AmendInvoice | commands.AgeInvoice, invoice: Invoice
) -> Sequence[events.InvoiceEvent]:
    """The ages an unpaid invoice has come to since it was last asked."""
    balance, due_date = invoice.balance, invoice.due_date
    if not balance:
        return []
    days = (local_date(command.at, invoice.time_zone) - due_date).days
    aged: list[events.InvoiceEvent] = []
    for bucket in aging.entered(days, after=invoice.aged):
        if bucket == aging.BUCKETS[0]:
            aged.append(
                events.InvoiceBecameOverdue(**invoice.ids, balance=balance, due_date=due_date)
            )
        else:
            aged.append(
                events.InvoiceAged(
                    **invoice.ids,
                    balance=balance,
                    days_past_due=bucket.first_day,
                    bucket=bucket.name,
                )
            )
    return aged
