"""What differs between an invoice that is sent again and the one that was issued."""

from collections.abc import Sequence

from invoice.invoices.domain import commands
from invoice.invoices.domain.errors import InvoiceContentDiffers
from invoice.invoices.domain.invoice import Invoice

AMENDABLE = ("number", "purchase_order", "lines", "due_date")
RESENT = "Sent again with another content"

Corrections = Sequence[commands.AdjustInvoice | commands.AmendInvoice]


def corrections(command: commands.IssueInvoice, invoice: Invoice) -> Corrections:
    """What puts it right; refuses what cannot be, and a time zone or chase changes nothing."""
    _check_fixed(command, invoice)
    found: list[commands.AdjustInvoice | commands.AmendInvoice] = []
    if command.total != invoice.total:
        change = command.total - invoice.total
        found.append(commands.AdjustInvoice(change=change, reason=RESENT, at=command.at))
    if any(getattr(command, field) != getattr(invoice, field) for field in AMENDABLE):
        found.append(_amendment(command))
    return found


def _check_fixed(command: commands.IssueInvoice, invoice: Invoice) -> None:
    if command.issue_date != invoice.issued.issue_date:
        raise InvoiceContentDiffers.of(command.external_id, "/issue_date")
    if command.total.currency != invoice.currency:
        raise InvoiceContentDiffers.of(command.external_id, "/total/currency")


def _amendment(command: commands.IssueInvoice) -> commands.AmendInvoice:
    return commands.AmendInvoice(
        number=command.number,
        purchase_order=command.purchase_order,
        lines=command.lines,
        due_date=command.due_date,
        time_zone=command.time_zone,
        reason=RESENT,
        at=command.at,
    )
