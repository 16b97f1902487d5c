"""What an issued invoice says is put right: its number, order, lines and due dates."""

from collections.abc import Iterator, Sequence
from datetime import date

from invoice.invoices.domain import aging, commands
from invoice.invoices.domain.errors import TermsUnacceptable
from invoice.invoices.domain.evolving import changed_by
from invoice.invoices.domain.invoice import AMENDABLE, Invoice
from invoice.invoices.domain.issuing import check_lines
from invoice.invoices.domain.schedule import check_due_dates
from recoup_events import invoice as events
from recoup_receivables.calendar import local_date


def amend(command: commands.AmendInvoice, invoice: Invoice) -> Sequence[events.InvoiceEvent]:
    """A due date that moved takes the age of its term along, in the same decision."""
    amended = events.InvoiceAmended(
        **invoice.ids,
        creditor_id=invoice.issued.creditor_id,
        **command.model_dump(exclude={"lines", "due_dates", "at"}),
        lines=command.lines,
        terms=_moved(command.due_dates, invoice),
    )
    if all(getattr(amended, part) == getattr(invoice, part) for part in AMENDABLE):
        return []
    if amended.terms != invoice.terms:
        today = local_date(command.at, amended.time_zone)
        check_due_dates(
            amended.terms,
            invoice.issued.issue_date,
            today,
            continues=bool(invoice.issued.continues),
        )
    if amended.lines != invoice.lines:
        check_lines(amended.lines, invoice.total)
    return [amended, *age(command, changed_by(amended, invoice))]


def accelerate(command: commands.Accelerate, invoice: Invoice) -> Sequence[events.InvoiceEvent]:
    """Its unpaid terms are due today; several of one day were several all the same."""
    today = local_date(command.at, invoice.time_zone)
    terms = tuple(
        term.model_copy(update={"due_date": min(term.due_date, today)})
        if invoice.owed(term.receivable_id)
        else term
        for term in invoice.terms
    )
    if terms == tuple(invoice.terms):
        return []
    amended = events.InvoiceAmended(
        **invoice.ids,
        creditor_id=invoice.issued.creditor_id,
        number=invoice.number,
        purchase_order=invoice.purchase_order,
        lines=invoice.lines,
        time_zone=invoice.time_zone,
        reason=command.reason,
        terms=terms,
    )
    aged = commands.AgeInvoice(at=command.at)
    return [amended, *age(aged, changed_by(amended, invoice))]


def _moved(due_dates: Sequence[date], invoice: Invoice) -> tuple[events.Term, ...]:
    if len(due_dates) != len(invoice.terms):
        raise TermsUnacceptable(
            f"Invoice {invoice.number} has {len(invoice.terms)} terms; send a schedule with the "
            "due date of each, or PATCH none of them.",
            pointer="/schedule" if len(due_dates) > 1 else "/due_date",
        )
    return tuple(
        term.model_copy(update={"due_date": day})
        for term, day in zip(invoice.terms, due_dates, strict=True)
    )


def age(
    command: commands.AmendInvoice | commands.AgeInvoice, invoice: Invoice
) -> Sequence[events.InvoiceEvent]:
    """The ages its unpaid terms have come to since it was last asked."""
    today = local_date(command.at, invoice.time_zone)
    return [event for term in invoice.terms for event in _aged(term, invoice, today)]


def _aged(term: events.Term, invoice: Invoice, today: date) -> Iterator[events.InvoiceEvent]:
    id = term.receivable_id
    balance = invoice.owed(id)
    if not balance:
        return
    days = (today - term.due_date).days
    for bucket in aging.entered(days, after=invoice.aged.get(id, 0)):
        if bucket == aging.BUCKETS[0]:
            yield events.InvoiceBecameOverdue(
                **invoice.ids, receivable_id=id, balance=balance, due_date=term.due_date
            )
        else:
            yield events.InvoiceAged(
                **invoice.ids,
                receivable_id=id,
                balance=balance,
                days_past_due=bucket.first_day,
                bucket=bucket.name,
            )
