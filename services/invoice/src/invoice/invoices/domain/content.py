"""What differs between an invoice that is sent again and the one that was issued."""

from collections.abc import Mapping, Sequence
from datetime import date

from invoice.invoices.domain import commands
from invoice.invoices.domain.errors import InvoiceContentDiffers
from invoice.invoices.domain.invoice import Invoice
from invoice.invoices.domain.schedule import check_amounts
from recoup_events.invoice import InvoiceIssued
from recoup_events.kernel.ids import InvoiceId
from recoup_events.kernel.money import Money, total

TEXTS = ("number", "purchase_order", "lines")
RESENT = "Sent again with another content"

Corrections = Sequence[commands.AdjustInvoice | commands.AmendInvoice]


def corrections(
    command: commands.IssueInvoice, invoice: Invoice, continued: Sequence[InvoiceId] = ()
) -> Corrections:
    """What puts it right; refuses what cannot be, and a time zone or chase changes nothing."""
    if set(continued) != set(invoice.continues):
        raise InvoiceContentDiffers.of(command.external_id, "/continues")
    if invoice.continued_by is not None and _as_issued(command, invoice.issued):
        return []
    if continued:
        return _of_continuation(command, invoice)
    _check_fixed(command, invoice)
    found: list[commands.AdjustInvoice | commands.AmendInvoice] = []
    changes = _changes(command, invoice)
    if changes or command.total != invoice.total:
        check_amounts(command.terms, command.total)
        adjustment = commands.AdjustInvoice(
            change=command.total - invoice.total, by_place=changes, reason=RESENT, at=command.at
        )
        found.append(adjustment)
    due_dates = tuple(term.due_date for term in command.terms)
    differs = any(getattr(command, field) != getattr(invoice, field) for field in TEXTS)
    if differs or due_dates != tuple(term.due_date for term in invoice.terms):
        found.append(_amendment(command, due_dates))
    return found


def _as_issued(command: commands.IssueInvoice, issued: InvoiceIssued) -> bool:
    """What was adjusted for another invoice to continue it is no reason to change it back."""
    return all(
        getattr(command, part) == getattr(issued, part) for part in ("total", "terms", *TEXTS)
    )


def _of_continuation(command: commands.IssueInvoice, invoice: Invoice) -> Corrections:
    """It is due as what it continues; what came to be owed there since then is no mistake."""
    _check_fixed(command.model_copy(update={"terms": invoice.terms}), invoice)
    found: list[commands.AdjustInvoice | commands.AmendInvoice] = []
    taken_over = total((each.amount for each in invoice.taken_over), invoice.currency)
    change = command.total + taken_over - invoice.total
    if change:
        found.append(commands.AdjustInvoice(change=change, reason=RESENT, at=command.at))
    if any(getattr(command, field) != getattr(invoice, field) for field in TEXTS):
        due_dates = tuple(term.due_date for term in invoice.terms)
        found.append(_amendment(command, due_dates))
    return found


def _changes(command: commands.IssueInvoice, invoice: Invoice) -> Mapping[int, Money]:
    pairs = enumerate(zip(command.terms, invoice.terms, strict=True))
    return {
        place: sent.amount - term.amount
        for place, (sent, term) in pairs
        if sent.amount != term.amount
    }


def _check_fixed(command: commands.IssueInvoice, invoice: Invoice) -> None:
    if command.issue_date != invoice.issued.issue_date:
        raise InvoiceContentDiffers.of(command.external_id, "/issue_date")
    if command.total.currency != invoice.currency:
        raise InvoiceContentDiffers.of(command.external_id, "/total/currency")
    reference = command.payment_reference
    if reference is not None and reference != invoice.issued.payment_reference:
        raise InvoiceContentDiffers.of(command.external_id, "/payment_reference")
    for field in ("discounts", "taxes"):
        if getattr(command, field) != getattr(invoice.issued, field):
            raise InvoiceContentDiffers.of(command.external_id, f"/{field}")
    if len(command.terms) != len(invoice.terms):
        raise InvoiceContentDiffers.of(command.external_id, "/schedule")


def _amendment(
    command: commands.IssueInvoice, due_dates: tuple[date, ...]
) -> commands.AmendInvoice:
    return commands.AmendInvoice(
        number=command.number,
        purchase_order=command.purchase_order,
        lines=command.lines,
        due_dates=due_dates,
        time_zone=command.time_zone,
        reason=RESENT,
        at=command.at,
    )
